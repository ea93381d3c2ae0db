package directory

import (
	"cmp"

	"trinhky/internal/store"
)

// closed is the refusal of an organ that has ended, with those of its successors that stand on the date.
func closed(tx *store.Tx, o Organ, on store.Date) error {
	heirs, err := LivingSuccessors(tx, o.ID, on)
	if err != nil {
		return err
	}
	return closedOrgan(o, heirs)
}

// headOf is who heads an organ on a date; the zero view when the post is vacant or the organ is not there.
func headOf(tx *store.Tx, organID string, on store.Date) (HoldingView, error) {
	held, err := holdingsWhere(tx, "h.organ_id = ? AND h.standing IN ('head', 'acting') AND "+heldOn, organID, on, on, on, on)
	if err != nil || len(held) == 0 {
		return HoldingView{}, err
	}
	return held[0], nil
}

// expand turns the lines of a group into organs and people, each once. An organ that has ended is left out.
func expand(tx *store.Tx, rows []GroupMember, on store.Date) ([]Organ, []Person, error) {
	var organIDs, personIDs []string
	for _, m := range rows {
		switch m.Kind {
		case OrganMember:
			organIDs = append(organIDs, m.OrganID)
		case PersonMember:
			personIDs = append(personIDs, m.PersonID)
		case PositionMember:
			held, err := holdingsWhere(tx, "h.organ_id = ? AND h.position = ? AND "+heldOn, m.OrganID, m.Position, on, on, on, on)
			if err != nil {
				return nil, nil, err
			}
			for _, h := range held {
				personIDs = append(personIDs, h.PersonID)
			}
		}
	}
	listed, err := organsByIDs(tx, organIDs)
	if err != nil {
		return nil, nil, err
	}
	var organs []Organ
	for _, o := range listed {
		if o.Open(on) {
			organs = append(organs, o)
		}
	}
	byID, err := peopleByIDs(tx, personIDs)
	if err != nil {
		return nil, nil, err
	}
	var people []Person
	for _, id := range personIDs {
		if p, ok := byID[id]; ok {
			people = append(people, p)
			delete(byID, id) // one person in two lines is one member
		}
	}
	return organs, people, nil
}

func compare(a, b string) int { return cmp.Compare(a, b) }
