package directory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// errNoDate is a slip of the caller: without a date there is no answer.
var errNoDate = errors.New("directory: a look-up without a date")

// LoadDemo fills an empty directory with the offices and people of the demo, in one transaction; a directory that
// holds anyone is left as it is.
func LoadDemo(ctx context.Context, s *store.Store) error {
	files, err := readDemo()
	if err != nil {
		return err
	}
	return s.Update(ctx, func(tx *store.Tx) error {
		if some, err := anyone(tx); err != nil || some {
			return err
		}
		return addDemo(tx, files)
	})
}

// OrganAt is the organ as it stands on a date: fault ORGAN_UNKNOWN when there is none or not yet, ORGAN_CLOSED, with a
// reason for each successor, when it has ended.
func OrganAt(tx *store.Tx, id string, on store.Date) (Organ, error) {
	if !on.Valid() {
		return Organ{}, errNoDate
	}
	o, ok, err := organOf(tx, id, on)
	switch {
	case err != nil:
		return Organ{}, err
	case !ok:
		return Organ{}, unknownOrgan(id)
	case o.ValidFrom > on:
		return Organ{}, notYetOpen(o, on)
	case !o.Open(on):
		return Organ{}, closed(tx, o, on)
	}
	return o, nil
}

// OrganByID is the organ whenever it existed, under its name of today: never for a new document. For what an old one says,
// see OrganAsOf.
func OrganByID(tx *store.Tx, id string) (Organ, error) {
	o, ok, err := organByID(tx, id)
	if err == nil && !ok {
		err = unknownOrgan(id)
	}
	return o, err
}

// OrganAsOf is the organ under the name, superior and office that it had on a date, also one that has closed since or not
// yet opened; without a date, of today: for showing a document of that date.
func OrganAsOf(tx *store.Tx, id string, on store.Date) (Organ, error) {
	o, ok, err := organOf(tx, id, on)
	if err == nil && !ok {
		err = unknownOrgan(id)
	}
	return o, err
}

// FindOrgans gives the organs that bear a name or short name on a date, folded as Fold does: none when nobody ever
// bore it (or not yet), fault ORGAN_CLOSED when only a closed organ did, ORGAN_RENAMED when one that stands did until it
// took another name.
func FindOrgans(tx *store.Tx, name string, on store.Date) ([]Organ, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	folded := Fold(name)
	named, err := organsNamed(tx, folded, on)
	if err != nil {
		return nil, err
	}
	var open, renamed []Organ
	var last Organ
	for _, o := range named {
		switch {
		case o.Open(on) && !o.bears(folded):
			renamed = append(renamed, o)
		case o.Open(on):
			open = append(open, o)
		case o.ValidTo != "" && o.ValidTo < on && o.ValidTo > last.ValidTo:
			last = o
		}
	}
	if len(open) == 0 && last.ID != "" {
		return nil, closed(tx, last, on)
	}
	if len(open) == 0 && len(renamed) > 0 {
		return nil, renamedOrgan(tx, name, renamed[0], folded, on)
	}
	return open, nil
}

// Organs lists the organs and units of a date by level, then in the order of the Vietnamese alphabet.
func Organs(tx *store.Tx, on store.Date) ([]Organ, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	organs, err := organsOn(tx, on)
	if err != nil {
		return nil, err
	}
	levels := map[string]int{"trung_uong": 0, "tinh": 1, "huyen": 2, "xa": 3}
	vietnamese := collate.New(language.Vietnamese)
	sort.SliceStable(organs, func(i, j int) bool {
		a, b := organs[i], organs[j]
		if levels[a.Level] != levels[b.Level] {
			return levels[a.Level] < levels[b.Level]
		}
		return vietnamese.CompareString(a.Name, b.Name) < 0
	})
	return organs, nil
}

// Successors are the organs that took over from one, in the order in which they are named; some may have closed since.
func Successors(tx *store.Tx, id string) ([]Organ, error) { return successorsOf(tx, id) }

// LivingSuccessors follows successors of successors to those that stand on a date.
func LivingSuccessors(tx *store.Tx, id string, on store.Date) ([]Organ, error) {
	var living []Organ
	seen := map[string]bool{id: true}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		next, err := successorsOf(tx, queue[0])
		if err != nil {
			return nil, err
		}
		for _, o := range next {
			if seen[o.ID] {
				continue
			}
			seen[o.ID] = true
			if o.Open(on) {
				living = append(living, o)
			} else {
				queue = append(queue, o.ID)
			}
		}
	}
	return living, nil
}

// Roles are what a person may act as on a date: one per holding, one authz.Delegate per mandate in force, and what he
// stands in for.
func Roles(tx *store.Tx, personID string, on store.Date) ([]authz.Role, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	held, err := holdingsWhere(tx, "h.person_id = ? AND "+heldOn, personID, on, on, on, on)
	if err != nil {
		return nil, err
	}
	var given []authz.Role
	for _, h := range held {
		given = append(given, authz.Role{Name: h.Role, Organ: h.OrganID, Office: h.Office, Title: h.Title})
	}
	mandates, err := MandatesTo(tx, personID, on)
	if err != nil {
		return nil, err
	}
	for _, m := range mandates {
		title := "Người được ủy quyền (" + m.Formula + ")"
		given = append(given, authz.Role{Name: authz.Delegate, Organ: m.OrganID, Office: m.OrganID, Title: title, By: m.ID})
	}
	lent, err := lentRoles(tx, personID, held, on)
	return append(given, lent...), err
}

// Holdings are the posts of an organ or a unit on a date, in protocol order, with the holders' names.
func Holdings(tx *store.Tx, organID string, on store.Date) ([]HoldingView, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	return holdingsWhere(tx, "h.organ_id = ? AND "+heldOn, organID, on, on, on, on)
}

// Staff are the posts of an organ and of all its units on a date.
func Staff(tx *store.Tx, organID string, on store.Date) ([]HoldingView, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	return holdingsWhere(tx, "(h.organ_id = ? OR o.unit_of = ?) AND "+heldOn, organID, organID, on, on, on, on)
}

// HoldingsOf are the posts of a person on a date.
func HoldingsOf(tx *store.Tx, personID string, on store.Date) ([]HoldingView, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	return holdingsWhere(tx, "h.person_id = ? AND "+heldOn, personID, on, on, on, on)
}

// PersonByUsername finds an account; false when there is none.
func PersonByUsername(tx *store.Tx, username string) (Person, bool, error) {
	return personBy(tx, "username", username)
}

// PersonByID finds a person, whether or not in office today; false when there is none.
func PersonByID(tx *store.Tx, id string) (Person, bool, error) { return personBy(tx, "id", id) }

// People are those who hold a post on a date, by username.
func People(tx *store.Tx, on store.Date) ([]Person, error) {
	accounts, err := Accounts(tx, on)
	people := make([]Person, len(accounts))
	for i, a := range accounts {
		people[i] = a.Person
	}
	return people, err
}

// Accounts are those who have something to do on a date, with their posts, the highest first.
func Accounts(tx *store.Tx, on store.Date) ([]Account, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	held, err := holdingsWhere(tx, heldOn, on, on, on, on)
	if err != nil {
		return nil, err
	}
	organs, err := organsOn(tx, on)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Organ, len(organs))
	for _, o := range organs {
		byID[o.ID] = o
	}
	ids := make([]string, len(held))
	posts := map[string][]Post{}
	for i, h := range held {
		o := byID[h.OrganID]
		ids[i] = h.PersonID
		posts[h.PersonID] = append(posts[h.PersonID], Post{
			OrganID: o.ID, Organ: o.Name, OfficeID: o.Whole(), Office: byID[o.Whole()].Name, Title: h.Title, Role: h.Role, rank: h.Rank,
		})
	}
	people, err := peopleByIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	accounts := make([]Account, 0, len(people))
	for id, p := range people {
		accounts = append(accounts, Account{Person: p, Posts: posts[id]})
	}
	slices.SortFunc(accounts, byOffice)
	return accounts, nil
}

// byOffice keeps an office together in protocol order.
func byOffice(a, b Account) int {
	x, y := a.Posts[0], b.Posts[0]
	for _, c := range []int{compare(x.OfficeID, y.OfficeID), x.rank - y.rank, compare(a.Username, b.Username)} {
		if c != 0 {
			return c
		}
	}
	return 0
}

// Members are a group's on a date, in the group's order: organs for a group of organs, people for a group of people.
// Members by position are whoever holds it then. A group whose owner has closed gives fault ORGAN_CLOSED.
func Members(tx *store.Tx, groupID string, on store.Date) ([]Organ, []Person, error) {
	m, err := MembersOf(tx, groupID, on)
	return m.Organs, m.People, err
}

// FindGroups lists the groups that stand on a date; their owners do too.
func FindGroups(tx *store.Tx, on store.Date) ([]Group, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	return groupsOn(tx, on)
}

// AllGroups lists every group there ever was: to recognise the name of one that has ended and say so.
func AllGroups(tx *store.Tx) ([]Group, error) { return allGroups(tx) }

// TermAt is the nhiệm kỳ on a date of a committee, or, for its văn phòng, boards and units, of the committee above:
// the period of a Party number (36-HD/VPTW 1.3). Fault TERM_UNKNOWN when none was recorded.
func TermAt(tx *store.Tx, organID string, on store.Date) (Term, error) {
	asked, err := OrganAt(tx, organID, on)
	if err != nil {
		return Term{}, err
	}
	for o := asked; ; {
		terms, err := termsOf(tx, o.ID)
		if err != nil {
			return Term{}, err
		}
		for _, t := range terms {
			if store.Within(t.From, t.To, on) {
				return t, nil
			}
		}
		above := o.ParentID
		if o.UnitOf != "" {
			above = o.UnitOf
		}
		if o.Committee() || above == "" {
			return Term{}, fault.New(fault.Unmet, "TERM_UNKNOWN", fmt.Sprintf("Chưa ghi nhận nhiệm kỳ của %s vào ngày %s.", asked.Name, day(on)))
		}
		if o, err = OrganAt(tx, above, on); err != nil {
			return Term{}, err
		}
	}
}

// MandatesTo are the mandates to sign that a person holds and may use on a date: those whose grantor heads the organ
// on that very day.
func MandatesTo(tx *store.Tx, personID string, on store.Date) ([]Mandate, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	written, err := mandatesWhere(tx, "grantee_id", personID, on)
	if err != nil {
		return nil, err
	}
	var inForce []Mandate
	for _, m := range written {
		head, err := headOf(tx, m.OrganID, on)
		if err != nil {
			return nil, err
		}
		if head.PersonID == m.GrantorID {
			inForce = append(inForce, m)
		}
	}
	return inForce, nil
}
