package document

import (
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// Three ways through a large store, by how common the words are; each is slow where another is quick.
//
//	rare     all rows of the index of words, then sorted             up to rareHits, or one row in rareShare
//	middling the same, a month, a quarter, a year at a time: few pages need more than the newest month
//	common   along the days, newest first, until the page is full    from one row in commonShare on
const (
	rareHits    = 3000
	rareShare   = 200
	commonShare = 10
)

// choose picks the way. A small store, or a person who sees little, needs none.
func (s *search) choose() error {
	s.windows = []condition{{}}
	if s.tx.Dialect() == store.SQLite || s.few || s.tsquery() == "" {
		return nil
	}
	hits, all, err := s.estimate()
	if err != nil {
		return err
	}
	rare := hits <= max(rareHits, all/rareShare)
	if s.fenced = rare || hits < all/commonShare; !rare {
		s.windows, err = s.months()
	}
	return err
}

// estimate is what PostgreSQL expects: how many rows have the words, of how many. It only plans.
func (s *search) estimate() (hits, all float64, err error) {
	var plan []byte
	if err := s.tx.DB().Raw("EXPLAIN (FORMAT JSON) SELECT 1 FROM document_search s WHERE s.words @@ ?::tsquery", s.tsquery()).Row().Scan(&plan); err != nil {
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

// months are the newest month that has a document, the three before, the twelve before those, and everything older: as
// facets, so that the index of words itself finds what both a word and a month have.
func (s *search) months() ([]condition, error) {
	var newest string
	query := s.tx.DB().Table("document_search").Select("coalesce(max(day), '')")
	if s.q.To != "" {
		query = query.Where("day <= ?", s.q.To)
	}
	if err := query.Scan(&newest).Error; err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if newest == "" { // an empty store
		return []condition{{}}, nil
	}
	month := store.Date(newest[:7] + "-01").Time()
	var windows []condition
	for _, n := range []int{1, 3, 12} {
		var facets []string
		for range n {
			facets = append(facets, "'"+facet("m", month.Format("200601"))+"'")
			month = month.AddDate(0, -1, 0)
		}
		windows = append(windows, condition{"s.words @@ ?::tsquery", []any{strings.Join(facets, " | ")}})
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
	for tier := after.Tier; tier < len(s.tiers) && len(page) <= limit; tier++ {
		from := condition{}
		if after.ID != "" && tier == after.Tier {
			from = condition{"(s.day < ? OR (s.day = ? AND s.document_id < ?))", []any{after.Day, after.Day, after.ID}}
		}
		rows, err := s.tier(tier, from, limit+1-len(page))
		if err != nil {
			return nil, "", err
		}
		page = append(page, rows...)
	}
	if len(page) <= limit {
		return page, "", nil
	}
	page = page[:limit]
	return page, page[limit-1].cursor(), nil
}

// tier reads up to limit hits of one tier, window by window.
func (s *search) tier(tier int, from condition, limit int) (page []spot, err error) {
	windows := s.windows
	if !s.fenced {
		windows = []condition{{}} // along the days, whatever month they lie in
	}
	for _, window := range windows {
		if len(page) >= limit {
			break
		}
		where := s.tiers[tier].and(window).and(from)
		query := s.from().Select("s.day, s.document_id")
		if where.sql != "" {
			query = query.Where(where.sql, where.args...)
		}
		if s.fenced {
			query = s.tx.DB().Table("(? OFFSET 0) AS s", query) // a fence: the rows of the index first, the order after
		}
		var rows []spot
		if err := query.Order("s.day DESC, s.document_id DESC").Limit(limit - len(page)).Find(&rows).Error; err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		for i := range rows {
			rows[i].Tier = tier
		}
		page = append(page, rows...)
	}
	return page, nil
}

// count counts all tiers, up to countLimit; more says that there are others, or may be.
func (s *search) count() (n int, more bool, err error) {
	index, text := s.narrowed(), condition{}
	if len(s.asked.all) > 0 {
		index, text = s.match("folded") // whatever has the words in its symbol or title has them here
	}
	looked := 0
	for _, window := range s.windows {
		found, read, err := s.countIn(index.and(window), text)
		if err != nil {
			return 0, false, err
		}
		n, looked = n+found, looked+read
		if n > countLimit || looked > examined {
			return min(n, countLimit), true, nil
		}
	}
	return n, false, nil
}

func (s *search) countIn(index, text condition) (found, looked int, err error) {
	limit := countLimit + 1
	if text.sql != "" {
		limit = examined + 1
	} else {
		text.sql = "1 = 1"
	}
	query := s.from().Select("s.folded, s.exact")
	if index.sql != "" {
		query = query.Where(index.sql, index.args...)
	}
	var counts struct {
		Found  int `gorm:"column:found"`
		Looked int `gorm:"column:looked"`
	}
	err = s.tx.DB().Table("(?) AS s", query.Session(&gorm.Session{}).Limit(limit)).
		Select("count(*) FILTER (WHERE "+text.sql+") AS found, count(*) AS looked", text.args...).Scan(&counts).Error
	if err != nil {
		return 0, 0, fmt.Errorf("count hits: %w", err)
	}
	return counts.Found, counts.Looked, nil
}
