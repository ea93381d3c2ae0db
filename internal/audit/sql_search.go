package audit

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// within narrows a query by time and place and puts it in order; what it walks is an index (…, at, id).
func within(query *gorm.DB, f Filter) *gorm.DB {
	if !f.From.IsZero() {
		query = query.Where("at >= ?", f.From.UTC())
	}
	if !f.To.IsZero() {
		query = query.Where("at < ?", f.To.UTC())
	}
	if f.Place.ID > 0 {
		query = query.Where("(at, id) < (?, ?)", f.Place.At.UTC(), f.Place.ID)
	}
	return query.Order("at DESC, id DESC").Limit(f.Limit)
}

func searchEvents(tx *store.Tx, f Filter) ([]Entry, error) {
	query := tx.DB().Table("audit_event")
	switch { // the index of a chain begins with the kind
	case f.Subject.Kind != "":
		query = query.Where("subject_kind = ?", f.Subject.Kind)
	case f.Subject.ID != "":
		query = query.Where("subject_kind IN ?", f.Kinds)
	}
	if f.Subject.ID != "" {
		query = query.Where("subject_id = ?", f.Subject.ID)
	}
	if f.ActorID != "" {
		query = query.Where("actor_id = ?", f.ActorID)
	}
	if f.Action != "" {
		query = query.Where("action = ?", f.Action)
	}
	var rows []eventRow
	if err := within(query, f).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("search the log: %w", err)
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, nil
}

type refusalRow struct {
	ID        int64
	At        time.Time
	ActorID   string
	Act       string
	SubjectID string
	Code      string
	Address   string
}

func searchRefusals(tx *store.Tx, f Filter) ([]Refused, error) {
	query := tx.DB().Table("access_log")
	if f.Subject.ID != "" {
		query = query.Where("subject_id = ?", f.Subject.ID)
	}
	if f.ActorID != "" {
		query = query.Where("actor_id = ?", f.ActorID)
	}
	if f.Action != "" {
		query = query.Where("act = ?", f.Action)
	}
	var rows []refusalRow
	if err := within(query, f).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("search the access log: %w", err)
	}
	found := make([]Refused, len(rows))
	for i, r := range rows {
		found[i] = Refused{ID: r.ID, At: r.At.UTC(), Refusal: Refusal{ActorID: r.ActorID, Act: r.Act, SubjectID: r.SubjectID, Code: r.Code, Address: r.Address}}
	}
	return found, nil
}

func headOf(tx *store.Tx, s Subject) (head headRow, known bool, err error) {
	err = tx.DB().Table("audit_head").Where("subject_kind = ? AND subject_id = ?", s.Kind, s.ID).Take(&head).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return head, false, nil
	}
	if err != nil {
		return head, false, fmt.Errorf("read a chain's head: %w", err)
	}
	return head, true, nil
}

// linked is an event beside its neighbours.
type linked struct {
	Entry
	before   string // hash of the event before; "" where there is none
	followed bool   // an event comes after it
	headSeq  int
	headHash string
}

// eachLinked walks the events of a span, chain by chain.
func eachLinked(tx *store.Tx, from, to time.Time, fn func(linked) error) error {
	rows, err := tx.DB().Raw(`SELECT e.id, e.subject_kind, e.subject_id, e.seq, e.at, e.action, e.actor_id, e.actor_name, e.capacity,
		e.from_state, e.to_state, e.version, e.comment, e.details, e.prev, e.hash,
		coalesce(p.hash, ''), n.id IS NOT NULL, coalesce(h.seq, 0), coalesce(h.hash, '')
		FROM audit_event e
		LEFT JOIN audit_event p ON p.subject_kind = e.subject_kind AND p.subject_id = e.subject_id AND p.seq = e.seq - 1
		LEFT JOIN audit_event n ON n.subject_kind = e.subject_kind AND n.subject_id = e.subject_id AND n.seq = e.seq + 1
		LEFT JOIN audit_head h ON h.subject_kind = e.subject_kind AND h.subject_id = e.subject_id
		WHERE e.at >= ? AND e.at < ? ORDER BY e.subject_kind, e.subject_id, e.seq`, from.UTC(), to.UTC()).Rows()
	if err != nil {
		return fmt.Errorf("read the events of a time: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r eventRow
		var l linked
		if err := rows.Scan(&r.ID, &r.SubjectKind, &r.SubjectID, &r.Seq, &r.At, &r.Action, &r.ActorID, &r.ActorName, &r.Capacity, &r.FromState,
			&r.ToState, &r.Version, &r.Comment, &r.Details, &r.Prev, &r.Hash, &l.before, &l.followed, &l.headSeq, &l.headHash); err != nil {
			return fmt.Errorf("read an event: %w", err)
		}
		l.Entry = r.entry()
		if err := fn(l); err != nil {
			return err
		}
	}
	return rows.Err()
}
