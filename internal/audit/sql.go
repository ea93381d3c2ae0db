package audit

import (
	"encoding/json"
	"fmt"
	"time"

	"trinhky/internal/store"
)

type eventRow struct {
	ID          int64     `gorm:"column:id"`
	SubjectKind string    `gorm:"column:subject_kind"`
	SubjectID   string    `gorm:"column:subject_id"`
	Seq         int       `gorm:"column:seq"`
	At          time.Time `gorm:"column:at"`
	Action      string    `gorm:"column:action"`
	ActorID     string    `gorm:"column:actor_id"`
	ActorName   string    `gorm:"column:actor_name"`
	Capacity    string    `gorm:"column:capacity"`
	FromState   string    `gorm:"column:from_state"`
	ToState     string    `gorm:"column:to_state"`
	Version     int       `gorm:"column:version"`
	Comment     string    `gorm:"column:comment"`
	Details     string    `gorm:"column:details"`
	Prev        string    `gorm:"column:prev"`
	Hash        string    `gorm:"column:hash"`
}

func (r eventRow) entry() Entry {
	return Entry{
		ID: r.ID, Subject: Subject{Kind: r.SubjectKind, ID: r.SubjectID}, Seq: r.Seq, At: r.At.UTC(), Action: r.Action,
		ActorID: r.ActorID, ActorName: r.ActorName, Capacity: r.Capacity, From: r.FromState, To: r.ToState,
		Version: r.Version, Comment: r.Comment, Details: json.RawMessage(r.Details), Prev: r.Prev, Hash: r.Hash,
	}
}

// takePlace moves the chain's head on and gives the new place and the hash before it. The row stays locked until the
// transaction ends, so two events of one subject never share a place.
func takePlace(tx *store.Tx, s Subject) (seq int, prev string, err error) {
	var head struct {
		Seq  int
		Hash string
	}
	err = tx.DB().Raw(`INSERT INTO audit_head (subject_kind, subject_id, seq, hash) VALUES (?, ?, 1, '')
		ON CONFLICT (subject_kind, subject_id) DO UPDATE SET seq = audit_head.seq + 1
		RETURNING seq, hash`, s.Kind, s.ID).Scan(&head).Error
	if err != nil {
		return 0, "", fmt.Errorf("take a place in the chain of %s %s: %w", s.Kind, s.ID, err)
	}
	return head.Seq, head.Hash, nil
}

func insertEvent(tx *store.Tx, e Entry) error {
	err := tx.DB().Exec(`INSERT INTO audit_event (subject_kind, subject_id, seq, at, action, actor_id, actor_name, capacity,
		from_state, to_state, version, comment, details, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Subject.Kind, e.Subject.ID, e.Seq, e.At, e.Action, e.ActorID, e.ActorName, e.Capacity,
		e.From, e.To, e.Version, e.Comment, string(e.Details), e.Prev, e.Hash).Error
	if err != nil {
		return fmt.Errorf("write the event: %w", err)
	}
	moved := tx.DB().Exec(`UPDATE audit_head SET hash = ? WHERE subject_kind = ? AND subject_id = ? AND seq = ?`,
		e.Hash, e.Subject.Kind, e.Subject.ID, e.Seq)
	if moved.Error != nil {
		return fmt.Errorf("move the chain's head: %w", moved.Error)
	}
	if moved.RowsAffected != 1 {
		return fmt.Errorf("move the chain's head: %d rows", moved.RowsAffected)
	}
	return nil
}

// Trail is the chain of a subject, oldest first.
func Trail(tx *store.Tx, s Subject) ([]Entry, error) {
	var rows []eventRow
	err := tx.DB().Table("audit_event").Where("subject_kind = ? AND subject_id = ?", s.Kind, s.ID).Order("seq").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the trail: %w", err)
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, nil
}

// Did are the actions that somebody took after a moment, each once, in no order.
func Did(tx *store.Tx, actorID string, after time.Time) (actions []string, err error) {
	if err := tx.DB().Raw(`SELECT DISTINCT action FROM audit_event WHERE actor_id = ? AND at > ?`, actorID, after.UTC()).Scan(&actions).Error; err != nil {
		return nil, fmt.Errorf("read what somebody did: %w", err)
	}
	return actions, nil
}

// Since are the entries of some subjects of one kind after a moment, the newest first, at most so many.
func Since(tx *store.Tx, kind string, ids []string, after time.Time, limit int) ([]Entry, error) {
	var rows []eventRow
	err := tx.DB().Table("audit_event").Where("subject_kind = ? AND subject_id IN ? AND at > ?", kind, ids, after).Order("id DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the trails: %w", err)
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, nil
}

// Last is the newest entry of each chain of one kind, by subject id.
func Last(tx *store.Tx, kind string) (map[string]Entry, error) {
	var rows []eventRow
	err := tx.DB().Raw(`SELECT e.* FROM audit_event e JOIN audit_head h
		ON h.subject_kind = e.subject_kind AND h.subject_id = e.subject_id AND h.seq = e.seq WHERE e.subject_kind = ?`, kind).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the chains' ends: %w", err)
	}
	last := make(map[string]Entry, len(rows))
	for _, r := range rows {
		last[r.SubjectID] = r.entry()
	}
	return last, nil
}

func insertRefusal(tx *store.Tx, r Refusal) error {
	err := tx.DB().Exec(`INSERT INTO access_log (at, actor_id, act, subject_id, code, address, request) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		tx.Now, r.ActorID, r.Act, r.SubjectID, r.Code, r.Address, Request(tx.Context())).Error
	if err != nil {
		return fmt.Errorf("write the access log: %w", err)
	}
	return nil
}

type headRow struct {
	SubjectKind, SubjectID string
	Seq                    int
	Hash                   string
}

func heads(tx *store.Tx) (map[Subject]headRow, error) {
	var rows []headRow
	if err := tx.DB().Table("audit_head").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the chains' heads: %w", err)
	}
	found := make(map[Subject]headRow, len(rows))
	for _, r := range rows {
		found[Subject{r.SubjectKind, r.SubjectID}] = r
	}
	return found, nil
}

// eachEvent walks all events, chain by chain, without holding them all. It reads the columns one by one: GORM looks at the
// shape of the row anew for each, which takes longer than checking the event.
func eachEvent(tx *store.Tx, fn func(Entry) error) error {
	rows, err := tx.DB().Raw(`SELECT id, subject_kind, subject_id, seq, at, action, actor_id, actor_name, capacity, from_state, to_state,
		version, comment, details, prev, hash FROM audit_event ORDER BY subject_kind, subject_id, seq`).Rows()
	if err != nil {
		return fmt.Errorf("read the events: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r eventRow
		if err := rows.Scan(&r.ID, &r.SubjectKind, &r.SubjectID, &r.Seq, &r.At, &r.Action, &r.ActorID, &r.ActorName, &r.Capacity, &r.FromState,
			&r.ToState, &r.Version, &r.Comment, &r.Details, &r.Prev, &r.Hash); err != nil {
			return fmt.Errorf("read an event: %w", err)
		}
		if err := fn(r.entry()); err != nil {
			return err
		}
	}
	return rows.Err()
}
