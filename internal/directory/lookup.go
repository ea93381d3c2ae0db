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

// expand turns the lines of a group into organs and people, each once. An organ that has ended is set apart.
func expand(tx *store.Tx, rows []GroupMember, on store.Date) (m Membership, err error) {
	var organIDs, personIDs []string
	for _, row := range rows {
		switch row.Kind {
		case OrganMember:
			organIDs = append(organIDs, row.OrganID)
		case PersonMember:
			personIDs = append(personIDs, row.PersonID)
		case PositionMember:
			held, err := holdingsWhere(tx, "h.organ_id = ? AND h.position = ? AND "+heldOn, row.OrganID, row.Position, on, on, on, on)
			if err != nil {
				return m, err
			}
			for _, h := range held {
				personIDs = append(personIDs, h.PersonID)
			}
		}
	}
	listed, err := organsByIDsOn(tx, organIDs, on)
	if err != nil {
		return m, err
	}
	for _, o := range listed {
		if o.Open(on) {
			m.Organs = append(m.Organs, o)
		} else if o.ValidTo != "" && o.ValidTo < on {
			m.Ended = append(m.Ended, o)
		}
	}
	byID, err := peopleByIDs(tx, personIDs)
	if err != nil {
		return m, err
	}
	for _, id := range personIDs {
		if p, ok := byID[id]; ok {
			m.People = append(m.People, p)
			delete(byID, id) // one person in two lines is one member
		}
	}
	return m, nil
}

func compare(a, b string) int { return cmp.Compare(a, b) }

// Membership is who a group stands for on a date, in the group's order.
type Membership struct {
	Organs []Organ
	People []Person
	Ended  []Organ // listed still, but closed: they receive nothing, their successors are not in the group by themselves
}

// MembersOf is Members, with those of its organs that have closed.
func MembersOf(tx *store.Tx, groupID string, on store.Date) (Membership, error) {
	g, ok, err := groupByID(tx, groupID)
	if err != nil {
		return Membership{}, err
	}
	if !ok {
		return Membership{}, unknownGroup(groupID)
	}
	if _, err := OrganAt(tx, g.OwnerID, on); err != nil {
		return Membership{}, err
	}
	rows, err := membersOn(tx, g.ID, on)
	if err != nil {
		return Membership{}, err
	}
	return expand(tx, rows, on)
}
