package report

import (
	"fmt"
	"strings"
	"time"

	"trinhky/internal/store"
)

// sumOf counts the rows of a group for which a condition of SQL holds.
const sumOf = "SUM(CASE WHEN %s THEN 1 ELSE 0 END)"

func count(condition string) string { return fmt.Sprintf(sumOf, condition) }

// monthRow is a row of counts, by month and whatever else it was grouped by.
type monthRow struct {
	Month, Kind, UnitID string
	N, InTime, Late     int
}

// signedOnly narrows to what a văn thư sees.
func (s Scope) signedOnly(alias string) string {
	if s.Why == registerWhy {
		return " AND " + alias + "signed <> ''"
	}
	return ""
}

// issued counts documents by the day of their issue, in time when they have a term.
func issued(tx *store.Tx, s Scope, span Span) (rows []monthRow, err error) {
	err = tx.DB().Raw(`SELECT substr(issued_on, 1, 7) AS month, kind, unit_id, COUNT(*) AS n, `+count("due <> '' AND issued_on <= due")+` AS in_time, `+
		count("due <> '' AND issued_on > due")+` AS late
		FROM document WHERE `+s.column+` = ? AND issued_on <> '' AND issued_on >= ? AND issued_on <= ? GROUP BY 1, 2, 3`, s.ID, span.From, span.To).Scan(&rows).Error
	return rows, told("issued documents", err)
}

// begun counts documents by the day of their beginning.
func begun(tx *store.Tx, s Scope, span Span) (rows []monthRow, err error) {
	err = tx.DB().Raw(`SELECT substr(office_date, 1, 7) AS month, kind, unit_id, COUNT(*) AS n FROM document
		WHERE `+s.column+` = ? AND office_date >= ? AND office_date <= ?`+s.signedOnly("")+` GROUP BY 1, 2, 3`, s.ID, span.From, span.To).Scan(&rows).Error
	return rows, told("begun documents", err)
}

// unfinished counts documents whose term lies in the span and is over, and which nobody has issued.
func unfinished(tx *store.Tx, s Scope, span Span, today store.Date) (rows []monthRow, err error) {
	err = tx.DB().Raw(`SELECT substr(due, 1, 7) AS month, kind, unit_id, COUNT(*) AS late FROM document
		WHERE `+s.column+` = ? AND due <> '' AND issued_on = '' AND due >= ? AND due <= ? AND due < ?
			AND issued_at IS NULL AND state <> 'withdrawn'`+s.signedOnly("")+` GROUP BY 1, 2, 3`, s.ID, span.From, span.To, today).Scan(&rows).Error
	return rows, told("unfinished documents", err)
}

type returnRow struct {
	Kind, UnitID      string
	Returned, Returns int
}

// returns counts how often what was issued in the span had been returned.
func returns(tx *store.Tx, s Scope, span Span) (rows []returnRow, err error) {
	err = tx.DB().Raw(`SELECT d.kind, d.unit_id, COUNT(DISTINCT d.id) AS returned, COUNT(*) AS returns
		FROM document d JOIN document_step_time t ON t.document_id = d.id AND t.outcome = 'returned'
		WHERE d.`+s.column+` = ? AND d.issued_on <> '' AND d.issued_on >= ? AND d.issued_on <= ? GROUP BY 1, 2`, s.ID, span.From, span.To).Scan(&rows).Error
	return rows, told("returns", err)
}

// stepsSigned narrows steps to those of văn thư.
func (s Scope) stepsSigned() (string, []any) {
	if s.Why == registerWhy {
		return " AND signed = ?", []any{true}
	}
	return "", nil
}

// steps counts the steps that had a term by the day of their end.
func steps(tx *store.Tx, s Scope, span Span) (rows []monthRow, err error) {
	more, args := s.stepsSigned()
	err = tx.DB().Raw(`SELECT substr(ended_on, 1, 7) AS month, `+count("NOT late")+` AS in_time, `+count("late")+` AS late FROM document_step_time
		WHERE `+s.column+` = ? AND ended_on >= ? AND ended_on <= ? AND outcome <> 'withdrawn' AND due IS NOT NULL`+more+` GROUP BY 1`,
		append([]any{s.ID, span.From, span.To}, args...)...).Scan(&rows).Error
	return rows, told("steps", err)
}

type paceRow struct {
	ChainID, State, Clock    string
	Minutes, N, InTime, Late int
}

// paces is the histogram of every step.
func paces(tx *store.Tx, s Scope, span Span) (rows []paceRow, err error) {
	more, args := s.stepsSigned()
	err = tx.DB().Raw(`SELECT chain_id, state, clock, minutes, COUNT(*) AS n, `+count("due IS NOT NULL AND NOT late")+` AS in_time, `+count("late")+` AS late
		FROM document_step_time WHERE `+s.column+` = ? AND ended_on >= ? AND ended_on <= ? AND outcome <> 'withdrawn'`+more+`
		GROUP BY 1, 2, 3, 4`, append([]any{s.ID, span.From, span.To}, args...)...).Scan(&rows).Error
	return rows, told("the time of steps", err)
}

// receipts counts the copies that had to be answered by the day of issue of what was sent: in time by a confirmation, or a
// reading where that is all that is asked; a refusal is an answer. What was called back has no term any more.
func receipts(tx *store.Tx, s Scope, span Span, now time.Time) (rows []monthRow, err error) {
	const answered = "CASE WHEN v.ack = 'read' THEN COALESCE(v.decided_at, v.read_at) ELSE v.decided_at END"
	err = tx.DB().Raw(`SELECT substr(d.issued_on, 1, 7) AS month, `+count(answered+" <= v.due")+` AS in_time, `+
		count(answered+" > v.due OR ("+answered+" IS NULL AND v.due < ?)")+` AS late
		FROM document d JOIN delivery v ON v.document_id = d.id
		WHERE d.`+s.column+` = ? AND d.issued_on <> '' AND d.issued_on >= ? AND d.issued_on <= ? AND v.due IS NOT NULL AND v.recalled_at IS NULL GROUP BY 1`,
		now, s.ID, span.From, span.To).Scan(&rows).Error
	return rows, told("receipts", err)
}

type arrivalRow struct {
	Month, Lead, Kind                              string
	Total, Undated, Done, Open, InTime, Late, Runs int
}

// arrivals counts văn bản đến by the day of their số đến, the unit in charge and their kind.
func arrivals(tx *store.Tx, s Scope, span Span, today store.Date) (rows []arrivalRow, err error) {
	day := "date(a.reported_at, '+7 hours')"
	if tx.Dialect() == store.Postgres {
		day = "to_char(a.reported_at AT TIME ZONE INTERVAL '+07:00', 'YYYY-MM-DD')"
	}
	const done = "a.confirmed_at IS NOT NULL"
	where, args := s.arrivals()
	query := `SELECT substr(a.arrival_date, 1, 7) AS month, COALESCE(p.organ_id, '') AS lead, a.kind_name AS kind, COUNT(*) AS total, ` +
		count("a.due = ''") + ` AS undated, ` + count(done) + ` AS done, ` + count("NOT ("+done+")") + ` AS open, ` +
		count("a.due <> '' AND "+done+" AND "+day+" <= a.due") + ` AS in_time, ` +
		count("a.due <> '' AND (("+done+" AND "+day+" > a.due) OR (NOT ("+done+") AND a.due < ?))") + ` AS late, ` +
		count("a.due <> '' AND NOT ("+done+") AND a.due >= ?") + ` AS runs
		FROM arrival a LEFT JOIN arrival_part p ON p.arrival_id = a.id AND p.n = a.directions AND p.part = 'lead'
		WHERE ` + where + ` AND a.arrival_number > 0 AND a.called_back = '' AND a.arrival_date >= ? AND a.arrival_date <= ? GROUP BY 1, 2, 3`
	err = tx.DB().Raw(query, append(append([]any{today, today}, args...), span.From, span.To)...).Scan(&rows).Error
	return rows, told("arrivals", err)
}

// arrivals is which arrivals are the scope's: what the organ received, or what its office registered for it; of a unit what
// it has charge of now.
func (s Scope) arrivals() (string, []any) {
	switch {
	case s.Why == unitWhy:
		return "p.organ_id = ?", []any{s.ID}
	case s.column == "issuer_id":
		return "a.organ_id = ?", []any{s.ID}
	}
	return "a.office_id = ?", []any{s.ID}
}

// tasks counts the tasks that were given, by their limit: reported by it, or past it.
func tasks(tx *store.Tx, s Scope, span Span, today store.Date) (rows []monthRow, err error) {
	from, where := "task t", "t.office_id = ?"
	switch {
	case s.Why == unitWhy:
		from, where = "task t JOIN document d ON d.id = t.document_id", "d.unit_id = ?"
	case s.column == "issuer_id":
		where = "t.authority_id = ?"
	}
	err = tx.DB().Raw(`SELECT substr(t.limit_on, 1, 7) AS month, `+count("t.state IN ('reported', 'completed') AND t.reported_on <= t.limit_on")+` AS in_time, `+
		count("(t.state IN ('reported', 'completed') AND t.reported_on > t.limit_on) OR (t.state NOT IN ('reported', 'completed') AND t.limit_on < ?)")+` AS late
		FROM `+from+` WHERE `+where+` AND t.limit_on <> '' AND t.state <> 'cancelled' AND t.limit_on >= ? AND t.limit_on <= ? GROUP BY 1`,
		today, s.ID, span.From, span.To).Scan(&rows).Error
	return rows, told("tasks", err)
}

func told(what string, err error) error {
	if err != nil {
		return fmt.Errorf("report: count %s: %w", strings.TrimSpace(what), err)
	}
	return nil
}
