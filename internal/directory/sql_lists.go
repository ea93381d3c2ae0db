package directory

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// PageSize is how many rows a list of administration gives at once.
const PageSize = 50

// ListQuery chooses rows of a list, PageSize at a time, in the order of folded names.
type ListQuery struct {
	Words string // part of a name, folded as names are
	Under string // of organs: those under one, or its units; "" without Words = those under none
	Ended bool   // also what has ended before On
	After string // Next of the page before
	On    store.Date
}

// after parts a cursor into the folded name and the id of the last row.
func (q ListQuery) after() (folded, id string) {
	folded, id, _ = strings.Cut(q.After, "|")
	return folded, id
}

// like is the words as a part of a folded name.
func (q ListQuery) like() string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(Fold(q.Words)) + "%"
}

// paged cuts a list that was read one row too long, and gives the cursor of the next.
func paged[T any](rows []T, key func(T) (name, id string)) ([]T, string) {
	if len(rows) <= PageSize {
		return rows, ""
	}
	rows = rows[:PageSize]
	name, id := key(rows[PageSize-1])
	return rows, name + "|" + id
}

// OrganPage lists organs as they are on a date.
func OrganPage(tx *store.Tx, q ListQuery) (organs []Organ, next string, err error) {
	rows, next, err := organRows(tx, q)
	if err != nil {
		return nil, "", err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	organs, err = organsByIDsOn(tx, ids, q.On)
	return organs, next, err
}

func organRows(tx *store.Tx, q ListQuery) ([]organRow, string, error) {
	db := tx.DB().Model(&organRow{})
	switch {
	case q.Words != "":
		db = db.Where(`(folded_name LIKE ? ESCAPE '\' OR id IN (SELECT organ_id FROM organ_short_name WHERE folded_name LIKE ? ESCAPE '\')
			OR id IN (SELECT organ_id FROM organ_past WHERE folded_name LIKE ? ESCAPE '\'))`, q.like(), q.like(), q.like())
	case q.Under != "":
		db = db.Where("(parent_id = ? OR unit_of = ?)", q.Under, q.Under)
	default:
		db = db.Where("parent_id IS NULL AND unit_of IS NULL")
	}
	if !q.Ended {
		db = db.Where("(valid_to = '' OR valid_to >= ?)", q.On)
	}
	var rows []organRow
	if err := keyset(db, q).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("list organs: %w", err)
	}
	rows, next := paged(rows, func(r organRow) (string, string) { return r.FoldedName, r.ID })
	return rows, next, nil
}

// keyset takes one row more than a page, after the last of the page before.
func keyset(db *gorm.DB, q ListQuery) *gorm.DB {
	if folded, id := q.after(); id != "" {
		db = db.Where("(folded_name > ? OR folded_name = ? AND id > ?)", folded, folded, id)
	}
	return db.Order("folded_name, id").Limit(PageSize + 1)
}

// PersonPage lists people with their posts of a date; without Ended only those who hold one then or later.
func PersonPage(tx *store.Tx, q ListQuery) (people []Person, posts map[string][]HoldingView, next string, err error) {
	db := tx.DB().Model(&personRow{})
	if q.Words != "" {
		db = db.Where(`(folded_name LIKE ? ESCAPE '\' OR username LIKE ? ESCAPE '\')`, q.like(), q.like())
	}
	if !q.Ended {
		db = db.Where("id IN (SELECT person_id FROM holding WHERE valid_to = '' OR valid_to >= ?)", q.On)
	}
	var rows []personRow
	if err := keyset(db, q).Find(&rows).Error; err != nil {
		return nil, nil, "", fmt.Errorf("list people: %w", err)
	}
	rows, next = paged(rows, func(r personRow) (string, string) { return r.FoldedName, r.ID })
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		people = append(people, r.person())
	}
	if len(ids) == 0 {
		return nil, nil, "", nil
	}
	held, err := holdingsWhere(tx, "h.person_id IN ? AND "+heldOn, ids, q.On, q.On, q.On, q.On)
	if err != nil {
		return nil, nil, "", err
	}
	posts = map[string][]HoldingView{}
	for _, h := range held {
		posts[h.PersonID] = append(posts[h.PersonID], h)
	}
	return people, posts, next, nil
}

// GroupPage lists groups by name.
func GroupPage(tx *store.Tx, q ListQuery) (groups []Group, next string, err error) {
	db := tx.DB().Model(&groupRow{})
	if q.Words != "" {
		db = db.Where(`(lower(name) LIKE lower(?) ESCAPE '\' OR name LIKE ? ESCAPE '\')`, q.like(), "%"+q.Words+"%")
	}
	if !q.Ended {
		db = db.Where("(valid_to = '' OR valid_to >= ?)", q.On)
	}
	if name, id := q.after(); id != "" {
		db = db.Where("(name > ? OR name = ? AND id > ?)", name, name, id)
	}
	var rows []groupRow
	if err := db.Order("name, id").Limit(PageSize + 1).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("list groups: %w", err)
	}
	rows, next = paged(rows, func(r groupRow) (string, string) { return r.Name, r.ID })
	return groupsOf(rows), next, nil
}

// TermPage lists terms, the newest first of each committee.
func TermPage(tx *store.Tx, q ListQuery) (terms []Term, next string, err error) {
	type row struct {
		Term       termRow `gorm:"embedded"`
		FoldedName string  `gorm:"column:folded_name"`
	}
	db := tx.DB().Table("term AS t").Joins("JOIN organ AS o ON o.id = t.organ_id").Select("t.*, o.folded_name")
	if q.Words != "" {
		db = db.Where(`o.folded_name LIKE ? ESCAPE '\'`, q.like())
	}
	if q.Under != "" {
		db = db.Where("t.organ_id = ?", q.Under)
	}
	if !q.Ended {
		db = db.Where("(t.valid_to = '' OR t.valid_to >= ?)", q.On)
	}
	if folded, id := q.after(); id != "" {
		db = db.Where("(o.folded_name > ? OR o.folded_name = ? AND t.id > ?)", folded, folded, id)
	}
	var rows []row
	if err := db.Order("o.folded_name, t.id").Limit(PageSize + 1).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("list terms: %w", err)
	}
	rows, next = paged(rows, func(r row) (string, string) { return r.FoldedName, r.Term.ID })
	for _, r := range rows {
		terms = append(terms, r.Term.term())
	}
	return terms, next, nil
}

// TermByID finds a term; false when there is none.
func TermByID(tx *store.Tx, id string) (Term, bool, error) {
	var row termRow
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&row)
	if found.Error != nil {
		return Term{}, false, fmt.Errorf("find term %s: %w", id, found.Error)
	}
	return row.term(), found.RowsAffected == 1, nil
}

// HoldingByID finds a post that somebody holds or held; false when there is none.
func HoldingByID(tx *store.Tx, id string) (HoldingView, bool, error) {
	found, err := holdingsWhere(tx, "h.id = ?", id)
	if err != nil || len(found) == 0 {
		return HoldingView{}, false, err
	}
	return found[0], true, nil
}

// AllHoldingsOf are the posts of a person of all time, and those to come.
func AllHoldingsOf(tx *store.Tx, personID string) ([]HoldingView, error) {
	return holdingsWhere(tx, "h.person_id = ?", personID)
}

// AllHoldings are the posts of an organ or a unit of all time.
func AllHoldings(tx *store.Tx, organID string) ([]HoldingView, error) {
	return holdingsWhere(tx, "h.organ_id = ?", organID)
}

// AllMembers are the lines of a group of all time, in their order.
func AllMembers(tx *store.Tx, groupID string) ([]GroupMember, error) {
	return membersOfAllTime(tx, groupID)
}

// Terms are all terms of a committee, the oldest first.
func Terms(tx *store.Tx, organID string) ([]Term, error) { return termsOf(tx, organID) }

// GroupsAbout are the groups that an organ owns, or is in, on a date.
func GroupsAbout(tx *store.Tx, organID string, on store.Date) ([]Group, error) {
	var rows []groupRow
	err := tx.DB().Where(onDate+" AND (owner_id = ? OR id IN (SELECT group_id FROM group_member WHERE organ_id = ? AND "+onDate+"))", on, on, organID, organID, on, on).
		Order("name, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("find the groups of an organ: %w", err)
	}
	return groupsOf(rows), nil
}

// Predecessors are the organs that an organ took over from.
func Predecessors(tx *store.Tx, id string) ([]Organ, error) {
	var ids []string
	err := tx.DB().Raw(`SELECT organ_id FROM organ_successor WHERE successor_id = ? ORDER BY organ_id`, id).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("find what %s took over from: %w", id, err)
	}
	return organsByIDs(tx, ids)
}

// OrganState is what an organ was, is or will be from a day on.
type OrganState struct {
	From, To store.Date // To "" = until it ends
	Organ    Organ
	Source   string // the writing that began it
}

// OrganStates is all that an organ was and will be, the oldest first.
func OrganStates(tx *store.Tx, id string) ([]OrganState, error) {
	last, since, err := lastState(tx, id)
	if err != nil {
		return nil, err
	}
	pasts, err := pastsOf(tx, id)
	if err != nil {
		return nil, err
	}
	var states []OrganState
	source := ""
	for _, p := range pasts {
		was := last
		p.into(&was)
		states = append(states, OrganState{From: p.ValidFrom, To: p.ValidTo, Organ: was, Source: source})
		source = p.Source
	}
	return append(states, OrganState{From: since, To: last.ValidTo, Organ: last, Source: source}), nil
}
