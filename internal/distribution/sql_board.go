package distribution

import (
	"fmt"
	"strings"

	"trinhky/internal/store"
)

// waitingSQL is Delivery.Waiting, statusSQL Delivery.Status: TestTheDatabaseCountsAsTheCodeDoes holds them together.
const (
	waitingSQL = `(state IN ('sent', 'arrived') AND recalled_at IS NULL AND (ack = 'required' OR (ack = 'read' AND read_at IS NULL)))`
	statusSQL  = `CASE WHEN recalled_at IS NOT NULL THEN 'recalled' WHEN state IN ('acknowledged', 'refused') THEN state
		WHEN failed_at IS NOT NULL THEN 'failed' WHEN overdue = true AND ` + waitingSQL + ` THEN 'overdue'
		WHEN read_at IS NOT NULL THEN 'read' ELSE state END`
)

// group is a number of copies of the same lines that stand alike.
type group struct {
	Lines   string
	State   string
	Status  string
	Ack     string
	Arrived bool
	Read    bool
	N       int
}

// waiting is Delivery.Waiting of each copy of the group.
func (g group) waiting() bool {
	open := (g.State == string(Sent) || g.State == string(Arrived)) && g.Status != string(IsRecalled)
	return open && (g.Ack == string(Required) || g.Ack == string(Read) && !g.Read)
}

func groupsOf(tx *store.Tx, documentID string) (groups []group, err error) {
	err = tx.DB().Raw(`SELECT lines, state, ack, `+statusSQL+` AS status, arrived_at IS NOT NULL AS arrived, read_at IS NOT NULL AS read, count(*) AS n
		FROM delivery WHERE document_id = ? GROUP BY 1, 2, 3, 4, 5, 6`, documentID).Scan(&groups).Error
	if err != nil {
		return nil, fmt.Errorf("count deliveries: %w", err)
	}
	return groups, nil
}

// copiesOf reads a page of a document's copies, one row more than the page.
func copiesOf(tx *store.Tx, documentID string, f CopyFilter) ([]Delivery, error) {
	condition, values := "document_id = ?", []any{documentID}
	if f.Status != "" {
		condition, values = condition+" AND ("+statusSQL+") = ?", append(values, string(f.Status))
	}
	if f.Line > 0 {
		condition += " AND (lines = ? OR lines LIKE ? OR lines LIKE ? OR lines LIKE ?)"
		values = append(values, fmt.Sprintf("[%d]", f.Line), fmt.Sprintf("[%d,%%", f.Line), fmt.Sprintf("%%,%d]", f.Line), fmt.Sprintf("%%,%d,%%", f.Line))
	}
	if f.Text != "" {
		condition += ` AND name LIKE ? ESCAPE '\'`
		values = append(values, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(f.Text)+"%")
	}
	if f.Cursor != "" {
		condition, values = condition+" AND id > ?", append(values, f.Cursor)
	}
	return deliveriesWhere(tx, f.Limit+1, condition, values...)
}
