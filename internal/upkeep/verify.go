package upkeep

import (
	"context"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Verdict is what a look at a part of the log found.
type Verdict struct {
	Subject audit.Subject // of one chain; zero for a day
	Day     store.Date
	audit.Report
	Took time.Duration
}

// Whole says whether nothing was found.
func (v Verdict) Whole() bool { return v.Fault == nil }

// VerifyChain recomputes the chain of one subject; of a document also whether it stands where its chain says. A subject
// without events is whole and empty, as one that is not there.
func (s *Service) VerifyChain(ctx context.Context, personID, kind, id string) (v Verdict, err error) {
	err = s.look(ctx, personID, authz.AuditRead, id, func(tx *store.Tx, _ authz.Actor) error {
		if KindLabels[kind] == "" || !readableID(id) {
			return fault.New(fault.Unmet, "QUERY_KIND_UNKNOWN", "Không có loại đối tượng này trong nhật ký.")
		}
		from := time.Now()
		v = Verdict{Subject: audit.Subject{Kind: kind, ID: id}}
		report, err := audit.VerifyChain(tx, v.Subject)
		if err == nil && report.Fault == nil && kind == "document" && report.Events > 0 {
			report.Fault, err = s.DocumentStands(tx, id)
		}
		v.Report, v.Took = report, time.Since(from)
		return err
	})
	return v, err
}

// VerifyDay recomputes the events of one day of the office's zone, each with its neighbours in its chain. Fault
// QUERY_DAY_INVALID.
func (s *Service) VerifyDay(ctx context.Context, personID string, day store.Date) (v Verdict, err error) {
	err = s.look(ctx, personID, authz.AuditRead, "", func(tx *store.Tx, _ authz.Actor) error {
		if !day.Valid() {
			return fault.New(fault.Unmet, "QUERY_DAY_INVALID", "Khoảng ngày không hợp lệ.")
		}
		from := time.Now()
		report, err := audit.VerifyBetween(tx, day.Time(), day.Time().AddDate(0, 0, 1))
		v = Verdict{Day: day, Report: report, Took: time.Since(from)}
		return err
	})
	return v, err
}

// Refusal is one line of the access log, with the name of who was refused.
type Refusal struct {
	audit.Refused
	ActorName string // "" for nobody who is known
}

// Label names the act that was refused.
func (r Refusal) Label() string {
	if label := ActLabels[r.Act]; label != "" {
		return label
	}
	return r.Act
}

// Refusals are one page of the access log, the newest first.
type Refusals struct {
	Lines []Refusal
	Next  string
}

// Refused reads a page of the access log: Action is an act of the policy, Kind is not asked. Faults as Log.
func (s *Service) Refused(ctx context.Context, personID string, q Query) (page Refusals, err error) {
	err = s.look(ctx, personID, authz.AuditRead, "", func(tx *store.Tx, actor authz.Actor) error {
		q.Kind = ""
		f, err := s.filter(tx, actor, q)
		if err != nil {
			return err
		}
		limit := f.Limit
		f.Limit++
		found, err := audit.Refusals(tx, f)
		if err != nil {
			return err
		}
		if len(found) > limit {
			found = found[:limit]
			page.Next = found[limit-1].Place().String()
		}
		page.Lines, err = named(tx, found)
		return err
	})
	return page, err
}

// Bounds of an export: a file of more than that is asked for in parts, by days.
const (
	ExportLimit = 100_000 // events of a CSV file, which is streamed
	SheetLimit  = 20_000  // events of a workbook, which is made whole
)

// Export gives the events of a query to write, page by page, the newest first, at most limit of them; cut says that there
// are more. Each page is a transaction of its own, so a slow reader holds nothing.
func (s *Service) Export(ctx context.Context, personID string, q Query, limit int, write func([]Line) error) (cut bool, err error) {
	q.Cursor, q.Limit = "", longestPage
	for left := limit; ; {
		page, err := s.Log(ctx, personID, q)
		if err != nil {
			return false, err
		}
		if len(page.Lines) > left {
			page.Lines, cut = page.Lines[:left], true
		}
		if err := write(page.Lines); err != nil {
			return false, err
		}
		if left -= len(page.Lines); cut || page.Next == "" || left == 0 {
			return cut || page.Next != "", nil
		}
		q.Cursor = page.Next
	}
}

// named gives each line the name of who was refused.
func named(tx *store.Tx, found []audit.Refused) ([]Refusal, error) {
	ids := make([]string, len(found))
	for i, r := range found {
		ids[i] = r.ActorID
	}
	people, err := directory.PeopleByID(tx, ids)
	if err != nil {
		return nil, err
	}
	lines := make([]Refusal, len(found))
	for i, r := range found {
		lines[i] = Refusal{Refused: r, ActorName: people[r.ActorID].Name}
	}
	return lines, nil
}
