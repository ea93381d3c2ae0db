package api

import (
	"bytes"
	"context"
	"fmt"

	"trinhky/internal/report"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

func (h *handlers) reportScopes(ctx context.Context, _ *none) (*of[[]client.ReportScope], error) {
	scopes, err := h.Reports.Scopes(ctx, session.PersonID(ctx))
	return &of[[]client.ReportScope]{each(scopes, reportScopeOf)}, err
}

func reportScopeOf(s report.Scope) client.ReportScope {
	return client.ReportScope{Of: s.Key(), Name: s.Name}
}

type reportInput struct {
	Of   string     `query:"of" maxLength:"120" doc:"số liệu của ai; mặc định: phạm vi rộng nhất của mình"`
	From store.Date `query:"from" format:"date" doc:"mặc định: cả năm nay"`
	To   store.Date `query:"to" format:"date"`
	By   string     `query:"by" enum:"month,quarter,year" doc:"mặc định: month"`
}

func (h *handlers) reportFigures(ctx context.Context, in *reportInput) (report.Figures, error) {
	return h.Reports.Figures(ctx, session.PersonID(ctx), in.Of, report.Span{From: in.From, To: in.To, By: report.Grouping(in.By)})
}

func (h *handlers) report(ctx context.Context, in *reportInput) (*of[client.Report], error) {
	f, err := h.reportFigures(ctx, in)
	if err != nil {
		return nil, err
	}
	return &of[client.Report]{client.Report{
		Of: reportScopeOf(f.Scope), From: string(f.Span.From), To: string(f.Span.To), By: string(f.Span.By), At: f.At,
		Whole: reportPeriodOf(f.Whole), Periods: each(f.Periods, reportPeriodOf),
		Steps: each(f.Paces, func(p report.Pace) client.StepPace {
			return client.StepPace{
				Chain: p.ChainID, State: string(p.State), Label: p.Label, Clock: p.Clock, Count: p.Count, Median: p.Median, P90: p.P90, Overall: inTimeOf(p.Tally),
			}
		}),
		Waiting: each(f.Waits, func(w report.Wait) client.ReportWait {
			return client.ReportWait{
				Holder: w.Holder, Name: w.Name, Action: w.Action, Label: w.Label, Unit: client.Named{ID: w.Unit, Name: w.For}, Count: w.Count, Late: w.Late, Oldest: w.Oldest,
			}
		}),
		Kinds: each(f.Kinds, reportRowOf), Units: each(f.Units, reportRowOf),
		ArrivalUnits: each(f.ArrivalUnits, reportArrivalsOf), ArrivalKinds: each(f.ArrivalKind, reportArrivalsOf),
	}}, nil
}

func inTimeOf(t report.Tally) client.InTime {
	return client.InTime{InTime: t.InTime, Late: t.Late, Percent: t.Percent()}
}

func reportPeriodOf(p report.Period) client.ReportPeriod {
	return client.ReportPeriod{
		Period: p.Group, Begun: p.Begun, Issued: p.Issued, Documents: inTimeOf(p.Documents), Steps: inTimeOf(p.Steps), Receipts: inTimeOf(p.Receipts),
		Arrivals: inTimeOf(p.Arrivals), Tasks: inTimeOf(p.Tasks),
	}
}

func reportRowOf(r report.Row) client.ReportRow {
	mean := float64(r.Mean()) / 100
	if r.Issued == 0 {
		mean = -1
	}
	return client.ReportRow{
		ID: r.ID, Name: r.Name, Begun: r.Begun, Issued: r.Issued, Returned: r.Returned, Returns: r.Returns, Mean: mean, Documents: inTimeOf(r.Documents),
	}
}

func reportArrivalsOf(r report.ArrivalRow) client.ReportArrivals {
	return client.ReportArrivals{
		ID: r.ID, Name: r.Name, Total: r.Total, Done: r.Done, Open: r.Open, Undated: r.Undated, InTime: inTimeOf(r.Tally()), Running: r.Running,
	}
}

func (h *handlers) reportXLSX(ctx context.Context, in *reportInput) (*fileOutput, error) {
	f, err := h.reportFigures(ctx, in)
	if err != nil {
		return nil, err
	}
	content, err := f.Workbook()
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s %s %s.xlsx", f.Title(), f.Span.From, f.Span.To)
	return serve(signoff.Bytes{Reader: inMemory{bytes.NewReader(content)}, Name: name}, "attachment", sheetType)
}

type reportWaitingInput struct {
	Of     string `query:"of" maxLength:"120"`
	Holder string `query:"holder" maxLength:"120" doc:"person:MÃ hoặc organ:MÃ"`
	Action string `query:"action" maxLength:"60"`
	Unit   string `query:"unit" maxLength:"100"`
	Late   bool   `query:"late" doc:"chỉ văn bản quá hạn"`
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) reportWaiting(ctx context.Context, in *reportWaitingInput) (*of[client.LyingPage], error) {
	page, err := h.Reports.Waiting(ctx, session.PersonID(ctx), in.Of, report.WaitFilter{
		Holder: in.Holder, Action: in.Action, Unit: in.Unit, Late: in.Late, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	return &of[client.LyingPage]{client.LyingPage{All: page.All, Next: page.Next, Items: each(page.Items, func(l report.Lying) client.LyingDocument {
		return client.LyingDocument{
			ID: l.Document.ID, Symbol: l.Document.Symbol, Kind: l.Document.Kind, Subject: l.Document.Subject, State: string(l.Document.State), StateLabel: l.StateLabel,
			Since: l.Since, Due: store.NullTime(l.Due), Late: l.Late,
		}
	})}}, nil
}
