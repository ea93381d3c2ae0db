package document

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Boxes are the piles a person's documents lie in.
var Boxes = []string{"drafts", "todo", "waiting", "signing", "sealing", "issued", "received", "all"}

// Filter narrows a list.
type Filter struct {
	Box                      string
	Query                    string // words of the symbol or the trích yếu, with or without accents
	Kind, Issuer, Unit       string
	Person                   string // who drafted or signs
	Urgency                  string
	State                    State
	Overdue                  bool       // only what somebody should have done by now
	From, To                 store.Date // of the document's date
	IDs                      []string   // these alone; nil is no condition
	OldestFirst              bool
	Cursor                   string
	Back                     bool // the page before the cursor; with no cursor the last page
	Limit                    int  // 1 … 200; 0 is 50
	PersonID                 string
	See                      authz.Reach            // what the person may see: read from document_access alone
	Desk                     map[string]authz.Reach // per act: whose steps the person may take
	SigningActs, SealingActs []string
}

// Page is one page of a list and the cursors of its neighbours; "" at either end.
type Page struct {
	Documents  []Document
	Next, Prev string
}

const (
	defaultLimit = 50
	maxLimit     = 200
)

// CountCap is as far as a box is counted: it says "1,000 or more". What lies in an office's archive is nobody's to-do, and
// to count a million rows for every page would cost more than the page.
const CountCap = 1000

// List reads one page of a box, newest change first unless asked otherwise.
func List(tx *store.Tx, f Filter) (Page, error) {
	if f.See.None() {
		return Page{}, nil
	}
	limit := min(max(f.Limit, 0), maxLimit)
	if limit == 0 {
		limit = defaultLimit
	}
	rows, err := f.rows(tx, limit+1)
	if err != nil {
		return Page{}, err
	}
	rows, before, after := store.Turn(rows, limit, f.Back, f.Cursor != "")
	page := Page{Documents: rows}
	if before {
		page.Prev = encodeCursor(rows[0].UpdatedAt, rows[0].ID)
	}
	if after {
		last := rows[len(rows)-1]
		page.Next = encodeCursor(last.UpdatedAt, last.ID)
	}
	return page, nil
}

// box is the condition of a box over `document AS d`, without what the person may see.
func (f Filter) box() (condition, error) {
	inChain := []State{Consulting, UnitReview, FormatCheck, AwaitingSignature, Signed, Numbered, Sealed}
	switch f.Box {
	case "", "all":
		return condition{}, nil
	case "drafts":
		return condition{"d.drafter_id = ? AND d.state IN ?", []any{f.PersonID, []State{Drafting, Returned}}}, nil
	case "waiting":
		return condition{"d.drafter_id = ? AND d.state IN ?", []any{f.PersonID, inChain}}, nil
	case "todo":
		return f.onDesk(nil), nil
	case "signing":
		return f.onDesk(f.SigningActs), nil
	case "sealing":
		return f.onDesk(f.SealingActs), nil
	case "issued":
		return condition{sql: "d.state IN ?", args: []any{[]State{Issued, Filed}}}.and(f.delivered("IS NULL")), nil
	case "received":
		return condition{}, nil // a list: deliveries
	}
	return condition{}, fault.New(fault.Unmet, "BOX_UNKNOWN", fmt.Sprintf("Không có hộp văn bản %q.", f.Box))
}

// short says whether a box holds no more than people have to do with just now, so that it is read by its own index.
func (f Filter) short() bool {
	return !slices.Contains([]string{"", "all", "issued", "received"}, f.Box)
}

// onDesk keeps the documents that wait for the person: named, or by a role at the organ the step names.
func (f Filter) onDesk(acts []string) condition {
	var parts []string
	var args []any
	for act, reach := range f.Desk {
		if len(acts) > 0 && !slices.Contains(acts, act) {
			continue
		}
		parts = append(parts, "SELECT document_id FROM document_step WHERE person_id <> '' AND person_id = ? AND act = ?")
		args = append(args, f.PersonID, act)
		for _, organ := range reach.Organs {
			parts = append(parts, "SELECT document_id FROM document_step WHERE organ_id <> '' AND organ_id = ? AND why = ? AND act = ?")
			args = append(args, organ.ID, organ.Why, act)
		}
	}
	if len(parts) == 0 {
		return condition{sql: "1 = 0"}
	}
	return condition{"d.id IN (" + strings.Join(parts, " UNION ALL ") + ")", args}
}

// narrowed are the filters but those that an index of document begins with (led), and of them those that are lists too.
func (f Filter) narrowed(tx *store.Tx) (c condition, lists []list, err error) {
	if strings.TrimSpace(f.Query) != "" {
		words, err := f.withWords(tx)
		if err != nil {
			return c, nil, err
		}
		if words.each.sql != "" {
			lists = append(lists, words)
		}
	}
	if day := f.day(); day.sql != "" {
		lists = append(lists, list{each: day, ids: condition{"SELECT d.id FROM document d WHERE " + day.sql, day.args}})
	}
	if f.Overdue {
		late := condition{"SELECT document_id FROM document_step WHERE due < ?", []any{tx.Now}}
		lists = append(lists, list{each: condition{"d.id IN (" + late.sql + ")", late.args}, ids: late})
	}
	for _, one := range []struct{ sql, value string }{
		{"d.urgency = ?", f.Urgency},
		{"d.id IN (SELECT document_id FROM document_access WHERE person_id <> '' AND person_id = ? AND why IN ('drafter', 'signer'))", f.Person},
	} {
		if one.value != "" {
			c = c.and(condition{one.sql, []any{one.value}})
		}
	}
	if f.IDs != nil {
		c = c.and(condition{"d.id IN ?", []any{f.IDs}})
	}
	return c, lists, nil
}

// day is the filter by the document's date.
func (f Filter) day() (day condition) {
	for _, one := range []struct {
		sql string
		day store.Date
	}{{"d.document_date >= ?", f.From}, {"d.document_date <> '' AND d.document_date <= ?", f.To}} {
		if one.day != "" {
			day = day.and(condition{one.sql, []any{string(one.day)}})
		}
	}
	return day
}

// Titled is the condition that a column of documents' ids names one whose symbol or trích yếu has some words, with or without
// accents; "" where no word is asked for. The faults are those of a search.
func Titled(tx *store.Tx, text, column string) (string, []any, error) {
	s, err := newSearch(tx, Query{Text: text}, false)
	if err != nil || len(s.asked.all) == 0 {
		return "", nil, err
	}
	title := s.match("title")
	has := title.index.and(title.text)
	return column + " IN (SELECT s.document_id FROM document_search s WHERE " + has.sql + ")", has.args, nil
}

// withWords are the documents whose symbol or trích yếu has the words that are asked for; nothing when none is.
func (f Filter) withWords(tx *store.Tx) (words list, err error) {
	s, err := newSearch(tx, Query{Text: f.Query}, false)
	if err != nil || len(s.asked.all) == 0 {
		return list{}, err
	}
	title := s.match("title")
	has := title.index.and(title.text)
	s.sight = condition{} // asked for below
	words.each = condition{"d.id IN (SELECT s.document_id FROM document_search s WHERE " + has.sql + ")", has.args}
	if tx.Dialect() == store.Postgres { // never a join: the planner would read every row with the words, or of what is seen, first
		words.each = condition{"(SELECT true FROM document_search s WHERE s.document_id = d.id AND " + has.sql + ")", has.args}
		if sight := indexedSight(f.See); len(sight.args) > 0 {
			has = has.and(sight)
		}
		if words.hits, _, err = s.estimate(has); err != nil {
			return list{}, err
		}
	}
	words.ids = condition{"SELECT s.document_id FROM document_search s WHERE " + has.sql, has.args}
	return words, nil
}

// led are the filters by each of which an index of document gives its rows in the order of lists.
func (f Filter) led() (c condition) {
	for _, one := range []struct{ sql, value string }{
		{"d.issuer_id = ?", f.Issuer}, {"d.unit_id = ?", f.Unit}, {"d.state = ?", string(f.State)}, {"d.kind = ?", f.Kind},
	} {
		if one.value != "" {
			c = c.and(condition{one.sql, []any{one.value}})
		}
	}
	return c
}

// after is the place in the order from which a page is read.
func (f Filter) after() (condition, error) {
	if f.Cursor == "" {
		return condition{}, nil
	}
	at, id, err := decodeCursor(f.Cursor)
	than := "<"
	if f.ascending() {
		than = ">"
	}
	return condition{"(d.updated_at, d.id) " + than + " (?, ?)", []any{at, id}}, err
}

func (f Filter) ascending() bool { return f.OldestFirst != f.Back }

func (f Filter) order() string {
	if f.ascending() {
		return "d.updated_at, d.id"
	}
	return "d.updated_at DESC, d.id DESC"
}

// Visible is the one condition by which anybody sees a document, over `document AS d`, with its arguments: a search
// through document_access by person and by organ, each on its own index. For a list that many documents may fill; of few that
// are known already, ask VisibleEach.
func Visible(see authz.Reach) (string, []any) {
	if see.DocumentID != "" {
		return "d.id = ?", []any{see.DocumentID}
	}
	var parts []string
	var args []any
	if len(see.PersonWhys) > 0 {
		parts = append(parts, "SELECT document_id FROM document_access WHERE person_id <> '' AND person_id = ? AND why IN ?")
		args = append(args, see.PersonID, see.PersonWhys)
	}
	for _, other := range see.Others {
		parts = append(parts, "SELECT document_id FROM document_access WHERE person_id <> '' AND person_id = ? AND why = ?")
		args = append(args, other.ID, other.Why)
	}
	for _, organ := range see.Organs {
		parts = append(parts, "SELECT document_id FROM document_access WHERE organ_id <> '' AND organ_id = ? AND why = ?")
		args = append(args, organ.ID, organ.Why)
	}
	return "d.id IN (" + strings.Join(parts, " UNION ALL ") + ")", args
}

// delivered asks of one document whether it was sent to the person, or to organs whose văn bản đến the person reads.
func (f Filter) delivered(is string) condition {
	return condition{`(SELECT 1 FROM document_access a WHERE a.document_id = d.id AND (a.person_id = ? AND a.organ_id = '' AND a.why = 'addressed'
		OR a.person_id = '' AND a.organ_id IN ? AND a.why = 'received') LIMIT 1) ` + is, []any{f.PersonID, organs(f.See)}}
}

// deliveries are the documents of which delivered is not null.
func (f Filter) deliveries() list {
	ids := condition{"SELECT document_id FROM document_access WHERE person_id <> '' AND person_id = ? AND why = 'addressed'", []any{f.PersonID}}
	for _, organ := range organs(f.See) {
		ids.sql, ids.args = ids.sql+" UNION ALL SELECT document_id FROM document_access WHERE organ_id <> '' AND organ_id = ? AND why = 'received'", append(ids.args, organ)
	}
	return list{each: f.delivered("IS NOT NULL"), ids: ids}
}

func organs(see authz.Reach) []string {
	var ids []string
	for _, o := range see.Organs {
		if o.Why == authz.Received {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

func encodeCursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + id))
}

func decodeCursor(cursor string) (time.Time, string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	stamp, id, found := strings.Cut(string(raw), " ")
	at, parseErr := time.Parse(time.RFC3339Nano, stamp)
	if err != nil || !found || parseErr != nil {
		return time.Time{}, "", fault.New(fault.Unmet, "CURSOR_INVALID", "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.")
	}
	return at, id, nil
}
