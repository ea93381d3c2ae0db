package document

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// Three ways to a page of a box, by who asks:
//
//	short   a desk, one's own drafts: the index of the box, and of each row whether it is seen
//	few     the person sees little: through that little
//	walk    the person sees much: along the time of change until the page is full; where the filters leave so little that
//	        the stretch walked did not fill it, the filters first and the order after
const (
	// fewListed is up to how many rows of document_access a person's sight is gone through.
	fewListed = 2000
	// strideLength is how many documents a walk looks at, about 30 ms on PostgreSQL.
	strideLength = 5000
)

// rows are the first so many of a list from its place on.
func (f Filter) rows(tx *store.Tx, limit int) ([]Document, error) {
	ask, err := f.asking(tx)
	if err != nil {
		return nil, err
	}
	if !ask.walk {
		return ask.page(tx, tx.DB().Table("document AS d").Where(ask.seen.sql, ask.seen.args...), limit)
	}
	along := tx.DB().Table("document AS d").Select("d.*")
	along = where(where(along, f.led()), ask.after).Order(f.order()).Limit(strideLength)
	found, err := ask.page(tx, tx.DB().Table("(?) AS d", along).Where(ask.seen.sql, ask.seen.args...), limit)
	if err != nil || len(found) == limit {
		return found, err
	}
	if whole, err := f.within(tx, ask.after); err != nil || whole {
		return found, err
	}
	return ask.page(tx, tx.DB().Table("document AS d").Where(ask.listed.sql, ask.listed.args...), limit)
}

// within says whether a stretch holds all that there is from a place on.
func (f Filter) within(tx *store.Tx, after condition) (bool, error) {
	var beyond []string
	query := where(where(tx.DB().Table("document AS d").Select("d.id"), f.led()), after).Order(f.order()).Offset(strideLength).Limit(1)
	if err := query.Find(&beyond).Error; err != nil {
		return false, fmt.Errorf("list documents: %w", err)
	}
	return len(beyond) == 0, nil
}

// asking is a list being asked for.
type asking struct {
	f            Filter
	where, after condition // the box and the filters; the place
	seen         condition // what the person sees, asked of one row after the other, or, of few, the list of it
	listed       condition // the same as a list of everything
	walk         bool
}

func (f Filter) asking(tx *store.Tx) (a asking, err error) {
	a.f = f
	if a.where, err = f.box(); err != nil {
		return a, err
	}
	narrowed, err := f.narrowed(tx)
	if err != nil {
		return a, err
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
		a.seen = condition{"d.id = ANY (ARRAY(" + list + "))", args}
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

// page reads rows of a query over d in the order of the list.
func (a asking) page(tx *store.Tx, query *gorm.DB, limit int) (found []Document, err error) {
	query = where(where(query, a.where), a.after)
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
	if ask.walk { // whatever was seen last: an archive has a thousand at once
		if n, err = ask.count(tx, ask.newest()); err != nil || n == CountCap {
			return n, err
		}
		ask.seen = ask.listed
	}
	return ask.count(tx, ask.seen)
}

func (a asking) count(tx *store.Tx, seen condition) (n int64, err error) {
	some := where(where(tx.DB().Table("document AS d").Select("1"), seen), a.where).Limit(CountCap)
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
