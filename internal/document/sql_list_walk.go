package document

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// Ways to a page of a box, by who asks and what for:
//
//	short   a desk, one's own drafts: the index of the box, and of each row whether it is seen
//	few     the person sees little: through that little
//	gather  a filter leaves little (some words, a day, what is late, what came in): through that little
//	walk    else: along the time of change until the page is full; where the stretch walked did not fill it, the words
//	        first, or what is seen, and the order after
const (
	// fewListed is up to how many rows of document_access a person's sight is gone through.
	fewListed = 2000
	// gathered is up to how many documents a filter's list is gone through.
	gathered = 3000
	// strideLength is how many documents a walk looks at, about 30 ms on PostgreSQL.
	strideLength = 5000
)

// list is a filter that is asked of one document after the other, over `document AS d`, or gives all that it leaves.
type list struct {
	each, ids condition
	hits      float64 // how many of ids PostgreSQL expects; 0 where it was not asked
}

// short says whether a list is gone through.
func (l list) short(tx *store.Tx) (bool, error) {
	if l.hits > 0 {
		return l.hits <= gathered, nil
	}
	var n int
	if err := tx.DB().Raw("SELECT count(*) FROM (SELECT 1 FROM ("+l.ids.sql+") AS l LIMIT ?) AS few", append(slices.Clone(l.ids.args), gathered+1)...).Scan(&n).Error; err != nil {
		return false, fmt.Errorf("list documents: %w", err)
	}
	return n <= gathered, nil
}

// of are the documents of a list of ids. An array is walked through the key; a list would be joined by whatever
// PostgreSQL's planner thinks best.
func (l condition) of(tx *store.Tx) condition {
	if tx.Dialect() == store.Postgres {
		return condition{"d.id = ANY (ARRAY(" + l.sql + "))", l.args}
	}
	return condition{"d.id IN (" + l.sql + ")", l.args}
}

// rows are the first so many of a list from its place on.
func (f Filter) rows(tx *store.Tx, limit int) ([]Document, error) {
	ask, err := f.asking(tx)
	if err != nil {
		return nil, err
	}
	if !ask.walk {
		return ask.page(tx, tx.DB().Table("document AS d").Where(ask.seen.sql, ask.seen.args...), limit)
	}
	for i, l := range ask.lists {
		if short, err := l.short(tx); err != nil {
			return nil, err
		} else if short {
			return ask.gather(tx, i, limit)
		}
	}
	found, err := ask.page(tx, tx.DB().Table("(?) AS d", ask.stretch(tx)).Where(ask.seen.sql, ask.seen.args...), limit)
	if err != nil || len(found) == limit {
		return found, err
	}
	if whole, err := f.within(tx, ask.after); err != nil || whole {
		return found, err
	}
	if len(ask.lists) > 0 {
		return ask.gather(tx, 0, limit)
	}
	return ask.page(tx, tx.DB().Table("document AS d").Where(ask.listed.sql, ask.listed.args...), limit)
}

// stretch is what a walk looks at. Where days are asked for, their index gives it, without the table: the documents of an old
// year lie far down the time of change.
func (a asking) stretch(tx *store.Tx) *gorm.DB {
	if a.f.day().sql == "" {
		return a.f.along(tx, a.after).Select("d.*").Limit(strideLength)
	}
	ids := a.f.along(tx, a.after).Select("d.id").Limit(strideLength)
	if tx.Dialect() == store.Postgres {
		return tx.DB().Table("document AS d").Where("d.id = ANY (ARRAY(?))", ids)
	}
	return tx.DB().Table("document AS d").Where("d.id IN (?)", ids)
}

// along are the documents in the order of the list from a place on, by the filters that an index knows.
func (f Filter) along(tx *store.Tx, after condition) *gorm.DB {
	day := f.day()
	if day.sql == "" {
		return where(where(tx.DB().Table("document AS d"), f.led()), after).Order(f.order())
	}
	dated := where(where(tx.DB().Table("document AS d").Select("d.id, d.updated_at"), day), after)
	if tx.Dialect() == store.Postgres { // a fence: the planner would walk the time of change, past everything newer
		return tx.DB().Table("(? OFFSET 0) AS d", dated).Order(f.order())
	}
	return tx.DB().Table("(?) AS d", dated).Order(f.order())
}

// gather goes through one of the lists: its documents are put in order before it is asked which of them are seen.
func (a asking) gather(tx *store.Tx, through, limit int) ([]Document, error) {
	some := where(tx.DB().Table("document AS d"), a.lists[through].ids.of(tx))
	for i, l := range a.lists {
		if i != through {
			some = where(some, l.each)
		}
	}
	a.lists = nil
	if tx.Dialect() == store.Postgres { // a fence
		some = tx.DB().Table("(? OFFSET 0) AS d", where(where(some, a.where), a.after).Select("d.*").Order(a.f.order()))
		a.where, a.after = condition{}, condition{}
	}
	return a.page(tx, some.Where(a.seen.sql, a.seen.args...), limit)
}

// within says whether a stretch holds all that there is from a place on.
func (f Filter) within(tx *store.Tx, after condition) (bool, error) {
	var beyond []string
	if err := f.along(tx, after).Select("d.id").Offset(strideLength).Limit(1).Find(&beyond).Error; err != nil {
		return false, fmt.Errorf("list documents: %w", err)
	}
	return len(beyond) == 0, nil
}

// asking is a list being asked for.
type asking struct {
	f            Filter
	where, after condition // the box and the filters; the place
	lists        []list    // filters besides
	seen         condition // what the person sees, asked of one row after the other, or, of few, the list of it
	listed       condition // the same as a list of everything
	walk         bool
}

func (f Filter) asking(tx *store.Tx) (a asking, err error) {
	a.f = f
	if a.where, err = f.box(); err != nil {
		return a, err
	}
	narrowed, lists, err := f.narrowed(tx)
	if err != nil {
		return a, err
	}
	if a.lists = lists; f.Box == "received" {
		a.lists = append(a.lists, f.deliveries())
	}
	a.where = a.where.and(f.led()).and(narrowed)
	if a.after, err = f.after(); err != nil {
		return a, err
	}
	sight, args := Visible(f.See)
	a.listed = condition{sight, args}
	a.seen = a.listed
	if f.See.DocumentID != "" {
		return a, nil
	}
	few := false
	if !f.short() && f.Person == "" && f.IDs == nil {
		if few, err = f.fewSeen(tx); err != nil {
			return a, err
		}
		a.walk = !few
	}
	if !few {
		a.seen = eachSeen(f.See, "d.id")
	} else if tx.Dialect() == store.Postgres { // an array is walked through the key; a list would be joined by whatever the planner thinks best
		list, args := accessOf(f.See)
		a.seen = condition{list, args}.of(tx)
	}
	if a.walk && tx.Dialect() == store.Postgres {
		// For this transaction: how far is looked decides the way, and a plan made once for all does not know it.
		if err := tx.DB().Exec("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)").Error; err != nil {
			return a, fmt.Errorf("list documents: %w", err)
		}
	}
	return a, nil
}

// fewSeen says whether so little is seen that it is gone through.
func (f Filter) fewSeen(tx *store.Tx) (bool, error) {
	var n int
	list, args := accessOf(f.See)
	if err := tx.DB().Raw("SELECT count(*) FROM (SELECT 1 FROM ("+list+") AS a LIMIT ?) AS few", append(args, fewListed+1)...).Scan(&n).Error; err != nil {
		return false, fmt.Errorf("list documents: %w", err)
	}
	return n <= fewListed, nil
}

// all are the box and every filter.
func (a asking) all() condition {
	c := a.where
	for _, l := range a.lists {
		c = c.and(l.each)
	}
	return c
}

// page reads rows of a query over d in the order of the list.
func (a asking) page(tx *store.Tx, query *gorm.DB, limit int) (found []Document, err error) {
	query = where(where(query, a.all()), a.after)
	if err := query.Select("d.*").Order(a.f.order()).Limit(limit).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return found, nil
}

// Count counts a box, at most up to CountCap.
func Count(tx *store.Tx, f Filter) (n int64, err error) {
	if f.See.None() {
		return 0, nil
	}
	ask, err := f.asking(tx)
	if err != nil {
		return 0, err
	}
	if f.Box == "received" && ask.walk { // a thousand of those that came are quickly found seen
		came := ask.lists[len(ask.lists)-1].ids
		ask.lists = ask.lists[:len(ask.lists)-1]
		return ask.count(tx, condition{"d.id IN (" + came.sql + ")", came.args}.and(ask.seen))
	}
	if ask.walk { // whatever was seen last: an archive has a thousand at once
		if n, err = ask.count(tx, ask.newest()); err != nil || n == CountCap {
			return n, err
		}
		ask.seen = ask.listed
	}
	return ask.count(tx, ask.seen)
}

func (a asking) count(tx *store.Tx, seen condition) (n int64, err error) {
	some := where(where(tx.DB().Table("document AS d").Select("1"), seen), a.all()).Limit(CountCap)
	if err := tx.DB().Raw("SELECT count(*) FROM (?) AS counted", some).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("count a box: %w", err)
	}
	return n, nil
}

// newest are the youngest of each way by which the person sees, thrice as many as are counted.
func (a asking) newest() condition {
	list, args := accessOf(a.f.See)
	parts := strings.Split(list, " UNION ALL ")
	for i, part := range parts {
		parts[i] = fmt.Sprintf("SELECT document_id FROM (%s ORDER BY document_id DESC LIMIT %d) AS way%d", part, 3*CountCap, i)
	}
	return condition{"d.id IN (" + strings.Join(parts, " UNION ALL ") + ")", args}
}
