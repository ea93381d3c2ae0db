package report

import (
	"database/sql/driver"
	"encoding/base64"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// instant is a moment as an aggregate gives it: SQLite loses the type of the column.
type instant struct{ time.Time }

// Value is the moment as a parameter.
func (i instant) Value() (driver.Value, error) { return i.Time, nil }

// Scan reads a time, or the text that SQLite keeps it as.
func (i *instant) Scan(from any) error {
	switch v := from.(type) {
	case time.Time:
		i.Time = v.UTC()
	case string:
		for _, layout := range []string{"2006-01-02 15:04:05.999999999-07:00", time.RFC3339Nano} {
			if at, err := time.Parse(layout, v); err == nil {
				i.Time = at.UTC()
				return nil
			}
		}
		return told("a moment of the database", &time.ParseError{Value: v})
	}
	return nil
}

type waitRow struct {
	PersonID, OrganID, Action, UnitID string
	N, Late                           int
	Oldest                            instant
}

// waits counts the desks on which documents of the scope lie.
func waits(tx *store.Tx, s Scope) (rows []waitRow, err error) {
	err = tx.DB().Raw(`SELECT s.person_id, s.organ_id, s.action, d.unit_id, COUNT(DISTINCT s.document_id) AS n,
			COUNT(DISTINCT CASE WHEN s.due < ? THEN s.document_id END) AS late, MIN(s.created_at) AS oldest
		FROM document_step s JOIN document d ON d.id = s.document_id WHERE d.`+s.column+` = ?`+s.signedOnly("d.")+`
		GROUP BY s.person_id, s.organ_id, s.action, d.unit_id`, tx.Now, s.ID).Scan(&rows).Error
	return rows, told("who waits", err)
}

// WaitFilter chooses what lies on some desks; "" chooses all.
type WaitFilter struct {
	Holder string // "person:ID" or "organ:ID"
	Action string
	Unit   string
	Late   bool
	Cursor string
	Limit  int // 1 … 200; 0 is 50
}

// where is the filter over document_step s and document d.
func (f WaitFilter) where(s Scope, now time.Time) (string, []any) {
	where, args := []string{"d." + s.column + " = ?" + s.signedOnly("d.")}, []any{s.ID}
	also := func(condition string, value any) {
		where, args = append(where, condition), append(args, value)
	}
	if kind, id, named := strings.Cut(f.Holder, ":"); named && kind == "person" {
		also("s.person_id = ?", id)
	} else if named {
		also("s.organ_id = ?", id)
	}
	if f.Action != "" {
		also("s.action = ?", f.Action)
	}
	if f.Unit != "" {
		also("d.unit_id = ?", f.Unit)
	}
	if f.Late {
		also("s.due < ?", now)
	}
	return strings.Join(where, " AND "), args
}

type lyingRow struct {
	document.Document `gorm:"embedded"`
	Since             instant
	Term              instant
}

// lying reads the documents of some desks that the reader may open, the longest there first, and how many there are of all.
func lying(tx *store.Tx, s Scope, see authz.Reach, f WaitFilter) (rows []lyingRow, all int, err error) {
	where, args := f.where(s, tx.Now)
	from := " FROM document_step s JOIN document d ON d.id = s.document_id WHERE " + where
	if err := tx.DB().Raw("SELECT COUNT(DISTINCT d.id)"+from, args...).Scan(&all).Error; err != nil || see.None() {
		return nil, all, told("what lies on desks", err)
	}
	sight, seen := document.VisibleEach(see)
	query, bound := "SELECT d.*, w.since, w.term FROM document d JOIN (SELECT s.document_id, MIN(s.created_at) AS since, MIN(s.due) AS term"+from+
		" GROUP BY s.document_id) w ON w.document_id = d.id WHERE "+sight, append(append([]any{}, args...), seen...)
	if f.Cursor != "" {
		at, id, err := decodeCursor(f.Cursor)
		if err != nil {
			return nil, all, err
		}
		query, bound = query+" AND (w.since > ? OR (w.since = ? AND d.id > ?))", append(bound, at, at, id)
	}
	err = tx.DB().Raw(query+" ORDER BY w.since, d.id LIMIT ?", append(bound, f.Limit+1)...).Scan(&rows).Error
	return rows, all, told("what lies on desks", err)
}

func encodeCursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + id))
}

func decodeCursor(cursor string) (time.Time, string, error) {
	wrong := fault.New(fault.Unmet, "CURSOR_INVALID", "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.")
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	at, id, found := strings.Cut(string(raw), " ")
	if err != nil || !found {
		return time.Time{}, "", wrong.Because(err)
	}
	moment, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return time.Time{}, "", wrong.Because(err)
	}
	return moment, id, nil
}
