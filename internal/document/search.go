package document

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Query is what somebody looks for. Every field narrows; an empty one does not.
type Query struct {
	Text     string // words, with or without accents; "quoted" ones as they are written
	Kind     string
	Issuer   string
	Person   string // who signs or drafted
	State    State
	CaseFile string
	From, To store.Date // of the document's date, or of the day a draft was begun
	Cursor   string
	Limit    int         // 1 … 50; 0 is 20
	See      authz.Reach // what the person may see
}

// Hit is a document that was found. Subject and Excerpt show where.
type Hit struct {
	Document
	Subject []Piece
	Excerpt []Piece // of the text; none when the words stand in the title alone
}

// Piece is a run of text; Found when it is what was looked for.
type Piece struct {
	Text  string
	Found bool
}

// Found is one page of hits: documents whose symbol it is, then those that have all words in the title, then the rest;
// the newest first in each.
type Found struct {
	Hits []Hit
	Next string
	// Count is how many there are; More when it is only that many at least.
	Count int
	More  bool
}

const (
	hitDefault = 20
	hitLimit   = 50
	countLimit = 200
	examined   = 1000 // rows that the index gives and whose texts are looked at, for a count, of each stretch of time
)

// Search finds documents. What the person may not see is neither found nor counted. The faults are QUERY_TOO_LONG and
// CURSOR_INVALID.
func Search(tx *store.Tx, q Query) (Found, error) {
	var found Found
	s, err := newSearch(tx, q, false)
	if err != nil || q.See.None() {
		return found, err
	}
	places, next, err := s.page(q.Cursor, clampLimit(q.Limit))
	if err != nil {
		return found, err
	}
	if found.Hits, err = s.hits(places); err != nil {
		return found, err
	}
	if found.Next = next; next == "" && q.Cursor == "" {
		found.Count = len(found.Hits)
		return found, nil
	}
	found.Count, found.More, err = s.count()
	found.Count = max(found.Count, len(found.Hits)) // more were looked at for the page
	return found, err
}

// Suggest completes what is being typed: the newest documents whose title has the words, at most eight.
func Suggest(tx *store.Tx, see authz.Reach, text string) ([]Document, error) {
	q := Query{Text: text, See: see}
	s, err := newSearch(tx, q, true)
	if err != nil || see.None() || len(s.asked.all) == 0 {
		return nil, err
	}
	s.tiers = s.tiers[:len(s.tiers)-1] // not through the texts: a suggestion is a title
	places, _, err := s.page("", 8)
	if err != nil {
		return nil, err
	}
	return s.documents(places)
}

func clampLimit(n int) int {
	if n <= 0 {
		return hitDefault
	}
	return min(n, hitLimit)
}

// spot is where a hit stands in the order of all.
type spot struct {
	Tier int    `gorm:"-"`
	Day  string `gorm:"column:day"`
	ID   string `gorm:"column:document_id"`
}

func (p spot) cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(p.Tier) + " " + p.Day + " " + p.ID))
}

func spotAt(cursor string, tiers int) (spot, error) {
	if cursor == "" {
		return spot{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(raw), " ")
	if err == nil && len(parts) == 3 && len(parts[1]) == 10 {
		if tier, err := strconv.Atoi(parts[0]); err == nil && tier >= 0 && tier < tiers {
			return spot{Tier: tier, Day: parts[1], ID: parts[2]}, nil
		}
	}
	return spot{}, fault.New(fault.Unmet, "CURSOR_INVALID", "Vị trí trang không hợp lệ, hãy tìm lại từ đầu.")
}

// SearchList is the list of saved searches; every other is a page's path.
const SearchList = "search"

// Saved is a search that a person keeps, or a view of a list: its filters, columns and order.
type Saved struct {
	ID, List, Name string
	Query          url.Values
	Standard       bool // the list opens with it
}

const (
	savedLimit     = 50
	savedNameLimit = 100 // letters
)

func tooManySaved() *fault.Fault {
	return fault.New(fault.Unmet, "SAVED_SEARCH_LIMIT", fmt.Sprintf("Đã lưu %d tìm kiếm, hãy bỏ bớt trước khi lưu thêm.", savedLimit))
}

var (
	errSavedName  = fault.New(fault.Unmet, "SAVED_SEARCH_NAME", "Tên tìm kiếm phải có từ 1 đến 100 ký tự.")
	errSavedTwice = fault.New(fault.Conflict, "SAVED_SEARCH_TWICE", "Đã có tìm kiếm cùng tên.")
	errSavedGone  = fault.New(fault.NotFound, "SAVED_SEARCH_UNKNOWN", "Không tìm thấy tìm kiếm đã lưu.")
)
