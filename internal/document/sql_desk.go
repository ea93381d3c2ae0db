package document

import (
	"fmt"
	"strings"
	"time"

	"trinhky/internal/store"
)

// Desk gives the documents of a box that stand in one state, in the order in which they are to be taken up: the more urgent
// first (NĐ 30/2020 Art. 8), then what has waited longest; limit of them at most.
func Desk(tx *store.Tx, f Filter, limit int) (documents []Document, err error) {
	if f.See.None() {
		return nil, nil
	}
	ask, err := f.asking(tx)
	if err != nil {
		return nil, err
	}
	query := where(where(tx.DB().Table("document AS d").Select("d.*"), ask.seen), ask.all())
	if err := query.Order(mostUrgentFirst + ", d.updated_at, d.id").Limit(limit).Find(&documents).Error; err != nil {
		return nil, fmt.Errorf("list a desk: %w", err)
	}
	return documents, nil
}

// mostUrgentFirst orders by Urgencies, backwards.
var mostUrgentFirst = func() string {
	var order strings.Builder
	order.WriteString("CASE d.urgency")
	for rank, urgency := range Urgencies {
		fmt.Fprintf(&order, " WHEN '%s' THEN %d", urgency, len(Urgencies)-rank)
	}
	return order.String() + " END"
}()

// IssuedBy gives what some offices issued on a day of the office's calendar, the newest first, limit of them at most. Since
// bounds how far back in the clock's time is looked.
func IssuedBy(tx *store.Tx, offices []string, on store.Date, since time.Time, limit int) (documents []Document, err error) {
	if len(offices) == 0 {
		return nil, nil
	}
	err = tx.DB().Where("office_id IN ? AND state IN ? AND updated_at >= ? AND issued_on = ?", offices, []State{Issued, Filed}, since, on).
		Order("issued_at DESC, id DESC").Limit(limit).Find(&documents).Error
	if err != nil {
		return nil, fmt.Errorf("list what was issued on a day: %w", err)
	}
	return documents, nil
}

// StepsOf are what some documents wait for, by document.
func StepsOf(tx *store.Tx, ids []string) (map[string][]Step, error) {
	all := map[string][]Step{}
	if len(ids) == 0 {
		return all, nil
	}
	var steps []Step
	if err := tx.DB().Where("document_id IN ?", ids).Order("created_at, id").Find(&steps).Error; err != nil {
		return nil, fmt.Errorf("read steps: %w", err)
	}
	for _, step := range steps {
		all[step.DocumentID] = append(all[step.DocumentID], step)
	}
	return all, nil
}
