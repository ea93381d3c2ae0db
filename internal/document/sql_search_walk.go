package document

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// Three ways through a large store, by how many documents with the words, of the filters, within sight are expected; each
// is slow where another is quick.
//
//	few       all rows of the index, then sorted                        up to rareHits
//	middling  the same, so many months at a time as should fill a page: few need more than the newest
//	common    along the days, newest first, until the page is full      from one row in commonShare on
const (
	rareHits    = 500
	commonShare = 20
)

// way is how a tier is gone through.
type way struct {
	windows []condition // of time, the newest first, to be asked one after the other
	fenced  bool        // the index of words first, the order after
}

// choose picks the way of a tier. A person who sees little needs none.
func (s *search) choose(t *tier) (err error) {
	t.windows = []condition{{}}
	if s.tx.Dialect() == store.SQLite || s.few {
		return nil
	}
	if t.index.sql == "" {
		t.windows, err = s.months(t.words, math.Inf(1))
		return err
	}
	hits, all, err := s.estimate(t.index)
	if err != nil {
		return err
	}
	rare := hits <= rareHits && s.q.From == "" && s.q.To == ""
	if t.fenced = hits <= rareHits || hits < all/commonShare; !rare {
		t.windows, err = s.months(t.words, hits)
	}
	return err
}

// leaveOpenToText keeps a beginning from the index where the rest of the question is not common: the index would gather
// every document with every word that begins so.
func (s *search) leaveOpenToText(column string) error {
	if s.tx.Dialect() == store.SQLite || s.few || !slices.ContainsFunc(s.asked.all, wanted.open) {
		return nil
	}
	s.asked.openInText = true
	hits, all, err := s.estimate(s.match(column).index)
	s.asked.openInText = hits <= rareHits || hits < all/commonShare
	return err
}

// estimate is what PostgreSQL expects: how many rows an index gives within sight and dates, of how many. It only plans.
func (s *search) estimate(index condition) (hits, all float64, err error) {
	var plan []byte
	query := s.dated(s.tx.DB().Table("document_search AS s").Select("1"), "s.day").Where(s.sight.sql, s.sight.args...)
	if index.sql != "" {
		query = query.Where(index.sql, index.args...)
	}
	if err := s.tx.DB().Raw("EXPLAIN (FORMAT JSON) ?", query).Row().Scan(&plan); err != nil {
		return 0, 0, fmt.Errorf("search: %w", err)
	}
	var read []struct {
		Plan struct {
			Rows float64 `json:"Plan Rows"`
		}
	}
	if err := json.Unmarshal(plan, &read); err != nil || len(read) != 1 {
		return 0, 0, fmt.Errorf("search: read a plan: %w", err)
	}
	err = s.tx.DB().Raw("SELECT reltuples FROM pg_class WHERE oid = 'document_search'::regclass").Row().Scan(&all)
	if err != nil {
		return 0, 0, fmt.Errorf("search: %w", err)
	}
	return read[0].Plan.Rows, all, nil
}

const (
	windowHits  = 400 // are hoped for in the newest window
	monthsKept  = 48  // over which hits are taken to lie, unless the dates say
	monthsAtOne = 24  // at most in it
)

// months are the newest months that should have a page and more, six times as many before them, and everything older: as
// facets of the column that the words are asked of, so that one index finds what both a word and a month have. They end
// where the dates that are asked for begin.
func (s *search) months(words string, hits float64) ([]condition, error) {
	var newest string
	if err := s.dated(s.tx.DB().Table("document_search AS s").Select("coalesce(max(s.day), '')"), "s.day").Scan(&newest).Error; err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if newest == "" { // no document of these dates
		return []condition{{}}, nil
	}
	month := store.Date(newest[:7] + "-01").Time()
	var windows []condition
	span := monthsKept
	if s.q.From != "" {
		span = 1 + int(month.Sub(s.q.From.Time()).Hours()/24/30)
	}
	first := min(1+int(windowHits*float64(span)/max(hits, 1)), monthsAtOne)
	for _, n := range []int{first, 6 * first} {
		var facets []string
		for ; n > 0 && month.Format("2006-01-31") >= string(s.q.From); n-- {
			facets = append(facets, "'"+facet("m", month.Format("200601"))+"'")
			month = month.AddDate(0, -1, 0)
		}
		if len(facets) > 0 {
			windows = append(windows, condition{"s." + words + " @@ ?::tsquery", []any{strings.Join(facets, " | ")}})
		}
		if n > 0 {
			return windows, nil
		}
	}
	return append(windows, condition{"s.day < ?", []any{month.AddDate(0, 1, 0).Format("2006-01-02")}}), nil
}

// page walks the tiers from the cursor on until limit hits are together.
func (s *search) page(cursor string, limit int) ([]spot, string, error) {
	after, err := spotAt(cursor, len(s.tiers))
	if err != nil {
		return nil, "", err
	}
	var page []spot
	for i := after.Tier; i < len(s.tiers) && len(page) <= limit; i++ {
		from := condition{}
		if after.ID != "" && i == after.Tier {
			from = condition{"(s.day < ? OR (s.day = ? AND s.document_id < ?))", []any{after.Day, after.Day, after.ID}}
		}
		rows, err := s.walk(s.tiers[i], from, limit+1-len(page))
		if err != nil {
			return nil, "", err
		}
		for k := range rows {
			rows[k].Tier = i
		}
		page = append(page, rows...)
	}
	if len(page) <= limit {
		return page, "", nil
	}
	page = page[:limit]
	return page, page[limit-1].cursor(), nil
}

const newestFirst = "s.day DESC, s.document_id DESC"

// walk reads up to limit hits of one tier, window by window.
func (s *search) walk(t tier, from condition, limit int) (page []spot, err error) {
	if !t.fenced {
		t.windows = []condition{{}} // along the days, whatever month they lie in
	}
	for _, window := range t.windows {
		if len(page) >= limit {
			break
		}
		query := s.rows(t.index.and(window).and(from), t.fenced)
		if t.fenced {
			// A fence: the rows of the index first, then their order; the text and document_access are asked only until the page
			// is full.
			query = s.tx.DB().Table("(? OFFSET 0) AS s", query.Select(asHit).Order(newestFirst))
		}
		query = where(where(query, t.text), s.check)
		var rows []spot
		if err := query.Select("s.day, s.document_id").Order(newestFirst).Limit(limit - len(page)).Find(&rows).Error; err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		page = append(page, rows...)
	}
	return page, nil
}

// asHit is what the text and the access of a row are asked by.
const asHit = "s.day, s.document_id, s.title, s.folded, s.exact"

// rows are those of the index, of the filters, within sight. A walk along the days asks check alone.
func (s *search) rows(index condition, sight bool) *gorm.DB {
	day := "s.day"
	if sight && s.check.sql != "" {
		day = "(s.day || '')" // the months of the window narrow already: no second index
	}
	query := where(s.dated(s.from(), day), index)
	if sight || s.check.sql == "" {
		query = where(query, s.sight)
	}
	return query
}

func where(query *gorm.DB, c condition) *gorm.DB {
	if c.sql == "" {
		return query
	}
	return query.Where(c.sql, c.args...)
}

// count counts all tiers, up to countLimit; more says that there are others, or may be.
func (s *search) count() (n int, more bool, err error) {
	for _, window := range s.whole.windows {
		found, last, err := s.countIn(window)
		if err != nil {
			return 0, false, err
		}
		if n += found; n > countLimit || last > examined {
			return min(n, countLimit), true, nil
		}
	}
	return n, false, nil
}

// countIn counts within a window, up to one over countLimit; last is the place of the last row that was looked at, over
// examined when there are more than that.
func (s *search) countIn(window condition) (found, last int, err error) {
	rows := s.rows(s.whole.index.and(window), true).Select("row_number() OVER () AS at, " + asHit).Limit(examined + 1)
	counted := condition{"s.at > ?", []any{examined}}
	if c := s.whole.text.and(s.check); c.sql != "" {
		counted = counted.or(c)
	} else {
		counted.sql = "1 = 1 OR " + counted.sql
	}
	hits := where(s.tx.DB().Table("(?) AS s", rows).Select("s.at"), counted).Limit(countLimit + 1)
	var counts struct {
		Found int `gorm:"column:found"`
		Last  int `gorm:"column:last"`
	}
	err = s.tx.DB().Table("(?) AS s", hits).Select("count(*) FILTER (WHERE s.at <= ?) AS found, coalesce(max(s.at), 0) AS last", examined).Scan(&counts).Error
	if err != nil {
		return 0, 0, fmt.Errorf("count hits: %w", err)
	}
	return counts.Found, counts.Last, nil
}
