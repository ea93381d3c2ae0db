package task

import (
	"fmt"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// What stands how, over the columns of task; the dates are bound.
const (
	isOpen     = "state IN ('new', 'accepted', 'handed_back', 'in_progress', 'sent_back')"
	reportLate = "(state = 'reported' AND reported_on > limit_on)"
	isOverdue  = "limit_on <> '' AND limit_on < ? AND (" + isOpen + " OR " + reportLate + ")"
	isDueSoon  = "limit_on >= ? AND limit_on <= ? AND (" + isOpen + ")"
	isInTime   = "limit_on <> '' AND ((limit_on > ? AND " + isOpen + ") OR (state = 'reported' AND reported_on <= limit_on))"
	isUndated  = "limit_on = '' AND state NOT IN ('completed', 'cancelled')"
	doneInTime = "state = 'completed' AND (limit_on = '' OR reported_on <= limit_on)"
	doneLate   = "state = 'completed' AND limit_on <> '' AND reported_on > limit_on"
	isStopped  = "state = 'cancelled'"
)

// condition is a standing in SQL; it says the same as Task.Standing, and a test compares them.
func (d sight) condition(s Standing) (string, []any) {
	switch s {
	case Overdue:
		return isOverdue, []any{d.today}
	case DueSoon:
		return isDueSoon, []any{d.today, d.soon}
	case InTime:
		return isInTime, []any{d.soon}
	case Undated:
		return isUndated, nil
	case DoneInTime:
		return doneInTime, nil
	case DoneLate:
		return doneLate, nil
	case Stopped:
		return isStopped, nil
	}
	return "1 = 0", nil
}

// listTasks reads a page of tasks, one more than asked for.
func listTasks(tx *store.Tx, see authz.Reach, f Filter, days sight) ([]Task, error) {
	where, args := visible(aTask, "id", see)
	query := tx.DB().Where(where, args...)
	for column, value := range map[string]string{"lead_id": f.Lead, "document_id": f.Document, "obligation_id": f.Obligation, "state": string(f.State)} {
		if value != "" {
			query = query.Where(column+" = ?", value)
		}
	}
	if f.Mine {
		query = query.Where("state IN ?", waiting)
	}
	if f.Standing != "" {
		where, args := days.condition(f.Standing)
		query = query.Where(where, args...)
	}
	for _, word := range strings.Fields(f.Query) {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word) + "%"
		query = query.Where(`(text LIKE ? ESCAPE '\' OR source_symbol LIKE ? ESCAPE '\' OR lead_name LIKE ? ESCAPE '\')`, like, like, like)
	}
	const sorted = "CASE WHEN limit_on = '' THEN '9999-12-31' ELSE limit_on END"
	than, order := ">", sorted+", id"
	if f.Back {
		than, order = "<", sorted+" DESC, id DESC"
	}
	if f.Cursor != "" {
		at, err := decodeCursor(f.Cursor, 2)
		if err != nil {
			return nil, err
		}
		query = query.Where("("+sorted+" "+than+" ? OR ("+sorted+" = ? AND id "+than+" ?))", at[0], at[0], at[1])
	}
	return tasksOf(query.Order(order).Limit(f.Limit + 1))
}

// boardRows counts by organ, in the order of their names, or by document, the newest first.
func boardRows(tx *store.Tx, see authz.Reach, by, cursor string, limit int, days sight) (rows []BoardRow, err error) {
	where, args := visible(aTask, "id", see)
	count := func(condition string) string { return "SUM(CASE WHEN " + condition + " THEN 1 ELSE 0 END)" }
	id, name, order := "lead_id", "MAX(lead_name)", "name, id"
	if by == "document" {
		id, name, order = "document_id", "MAX(source_subject)", "id DESC"
	}
	overdue, overdueArgs := days.condition(Overdue)
	soon, soonArgs := days.condition(DueSoon)
	query := "SELECT " + id + " AS id, " + name + " AS name, MAX(source_symbol) AS symbol, COUNT(*) AS total, " +
		count("state IN ('new', 'handed_back')") + " AS fresh, " + count("state IN ('accepted', 'in_progress', 'sent_back')") + " AS doing, " +
		count("state = 'reported'") + " AS waiting, " + count(soon) + " AS due_soon, " + count(overdue) + " AS overdue, " + count(isUndated) + " AS undated, " +
		count(doneInTime) + " AS done_in_time, " + count(doneLate) + " AS done_late, " + count(isStopped) + " AS stopped FROM task WHERE " + where
	bound := append(append(append([]any{}, soonArgs...), overdueArgs...), args...)
	having := ""
	if cursor != "" {
		at, err := decodeCursor(cursor, 2)
		if err != nil {
			return nil, err
		}
		if by == "document" {
			query += " AND document_id < ?"
			bound = append(bound, at[1])
		} else {
			having = " HAVING MAX(lead_name) > ? OR (MAX(lead_name) = ? AND lead_id > ?)"
			bound = append(bound, at[0], at[0], at[1])
		}
	}
	query += " GROUP BY " + id + having + " ORDER BY " + order + " LIMIT ?"
	if err := tx.DB().Raw(query, append(bound, limit)...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count tasks: %w", err)
	}
	return rows, nil
}

// countTasks counts what is still to be done of what a reach takes in.
func countTasks(tx *store.Tx, see authz.Reach, days sight) (counts Counts, err error) {
	where, args := visible(aTask, "id", see)
	overdue, overdueArgs := days.condition(Overdue)
	soon, soonArgs := days.condition(DueSoon)
	count := func(condition string) string {
		return "COALESCE(SUM(CASE WHEN " + condition + " THEN 1 ELSE 0 END), 0)"
	}
	query := "SELECT COUNT(*) AS total, " + count("state = 'new'") + " AS new, " + count(soon) + " AS due_soon, " + count(overdue) + " AS overdue FROM task WHERE state IN ? AND " + where
	bound := append(append(append(append([]any{}, soonArgs...), overdueArgs...), waiting), args...)
	if err := tx.DB().Raw(query, bound...).Scan(&counts).Error; err != nil {
		return counts, fmt.Errorf("count one's own tasks: %w", err)
	}
	return counts, nil
}

// owing are the states in which the lead is reminded: a task that was handed back is the giver's again.
var owing = []State{Given, Accepted, InProgress, SentBack}

// dueTasks are the tasks that still wait and whose date is near or over, a batch at a time.
func dueTasks(tx *store.Tx, soon store.Date, cursor string, n int) ([]Task, string, error) {
	query := tx.DB().Where("limit_on <> '' AND limit_on <= ? AND state IN ?", soon, owing)
	if cursor != "" {
		query = query.Where("id > ?", cursor)
	}
	found, err := tasksOf(query.Order("id").Limit(n))
	if len(found) > 0 {
		cursor = found[len(found)-1].ID
	}
	return found, cursor, err
}
