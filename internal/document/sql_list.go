package document

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

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
	Kind, Issuer             string
	State                    State
	From, To                 store.Date // of the document's date
	IDs                      []string   // these alone; nil is no condition
	Cursor                   string
	Limit                    int // 1 … 200; 0 is 50
	PersonID                 string
	See                      authz.Reach            // what the person may see: read from document_access alone
	Desk                     map[string]authz.Reach // per act: whose steps the person may take
	SigningActs, SealingActs []string
}

// Page is one page of a list and the cursor of the next; "" at the end.
type Page struct {
	Documents []Document
	Next      string
}

const (
	defaultLimit = 50
	maxLimit     = 200
)

// List reads one page of a box, newest change first.
func List(tx *store.Tx, f Filter) (Page, error) {
	if f.See.None() {
		return Page{}, nil
	}
	query, err := f.box(tx.DB().Table("document AS d"))
	if err != nil {
		return Page{}, err
	}
	if query, err = f.narrow(tx, query); err != nil {
		return Page{}, err
	}
	limit := min(max(f.Limit, 0), maxLimit)
	if limit == 0 {
		limit = defaultLimit
	}
	var page Page
	err = query.Order("d.updated_at DESC, d.id DESC").Limit(limit + 1).Find(&page.Documents).Error
	if err != nil {
		return Page{}, fmt.Errorf("list documents: %w", err)
	}
	if len(page.Documents) > limit {
		page.Documents = page.Documents[:limit]
		last := page.Documents[limit-1]
		page.Next = encodeCursor(last.UpdatedAt, last.ID)
	}
	return page, nil
}

// Count counts a box.
func Count(tx *store.Tx, f Filter) (n int64, err error) {
	if f.See.None() {
		return 0, nil
	}
	query, err := f.box(tx.DB().Table("document AS d"))
	if err != nil {
		return 0, err
	}
	if err := query.Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count a box: %w", err)
	}
	return n, nil
}

func (f Filter) box(query *gorm.DB) (*gorm.DB, error) {
	sight, args := Visible(f.See)
	query = query.Where(sight, args...)
	inChain := []State{Consulting, UnitReview, FormatCheck, AwaitingSignature, Signed, Numbered, Sealed}
	switch f.Box {
	case "", "all":
	case "drafts":
		query = query.Where("d.drafter_id = ? AND d.state IN ?", f.PersonID, []State{Drafting, Returned})
	case "waiting":
		query = query.Where("d.drafter_id = ? AND d.state IN ?", f.PersonID, inChain)
	case "todo":
		query = f.onDesk(query, nil)
	case "signing":
		query = f.onDesk(query, f.SigningActs)
	case "sealing":
		query = f.onDesk(query, f.SealingActs)
	case "issued":
		query = query.Where("d.state IN ?", []State{Issued, Filed}).Where("d.id NOT IN ("+delivered+")", f.PersonID, organs(f.See))
	case "received":
		query = query.Where("d.id IN ("+delivered+")", f.PersonID, organs(f.See))
	default:
		return nil, fault.New(fault.Unmet, "BOX_UNKNOWN", fmt.Sprintf("Không có hộp văn bản %q.", f.Box))
	}
	return query, nil
}

// onDesk keeps the documents that wait for the person: named, or by a role at the organ the step names.
func (f Filter) onDesk(query *gorm.DB, acts []string) *gorm.DB {
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
		return query.Where("1 = 0")
	}
	return query.Where("d.id IN ("+strings.Join(parts, " UNION ALL ")+")", args...)
}

func (f Filter) narrow(tx *store.Tx, query *gorm.DB) (*gorm.DB, error) {
	if strings.TrimSpace(f.Query) != "" {
		s, err := newSearch(tx, Query{Text: f.Query}, false)
		if err != nil {
			return nil, err
		}
		if len(s.asked.all) > 0 {
			title := s.match("title")
			c := title.index.and(title.text)
			query = query.Where("d.id IN (SELECT s.document_id FROM document_search s WHERE "+c.sql+")", c.args...)
		}
	}
	if f.IDs != nil {
		query = query.Where("d.id IN ?", f.IDs)
	}
	if f.Kind != "" {
		query = query.Where("d.kind = ?", f.Kind)
	}
	if f.Issuer != "" {
		query = query.Where("d.issuer_id = ?", f.Issuer)
	}
	if f.State != "" {
		query = query.Where("d.state = ?", f.State)
	}
	if f.From != "" {
		query = query.Where("d.document_date >= ?", f.From)
	}
	if f.To != "" {
		query = query.Where("d.document_date <> '' AND d.document_date <= ?", f.To)
	}
	if f.Cursor != "" {
		at, id, err := decodeCursor(f.Cursor)
		if err != nil {
			return nil, err
		}
		query = query.Where("(d.updated_at < ? OR (d.updated_at = ? AND d.id < ?))", at, at, id)
	}
	return query, nil
}

// Visible is the one condition by which anybody sees a document, over `document AS d`, with its arguments: a search
// through document_access by person and by organ, each on its own index.
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

// delivered are the documents that were sent to a person, or to organs whose văn bản đến the person reads.
const delivered = `SELECT document_id FROM document_access WHERE person_id <> '' AND person_id = ? AND why = 'addressed'
	UNION ALL SELECT document_id FROM document_access WHERE organ_id <> '' AND organ_id IN ? AND why = 'received'`

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
