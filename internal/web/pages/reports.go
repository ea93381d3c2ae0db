package pages

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/report"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// reportsView is a report as the page shows it.
type reportsView struct {
	page
	report.Figures
	Scopes  []report.Scope
	Presets []preset
	XLSX    string
	Marks   []measureView
	Bars    []barChart
	Paces   []chainPaces
	Desks   []deskView
	MoreOf  int // desks that the page leaves out
}

// preset is a span that many ask for.
type preset struct {
	Label, Path string
	Here        bool
}

// measureView is one rate over the whole span.
type measureView struct {
	Label string
	report.Tally
}

// chainPaces are the steps of one chain.
type chainPaces struct {
	Name  string
	Steps []report.Pace
	Chart paceChart
}

// deskView is a desk with the way to what lies on it.
type deskView struct {
	report.Wait
	Path, LatePath string
	Age            lengthView
}

// mostDesks is how many desks a page shows; the workbook has them all.
const mostDesks = 200

// measures are the rates, in the order of the page.
var measures = []struct {
	id, label string
	of        func(report.Period) report.Tally
}{
	{"documents", "Văn bản phát hành", func(p report.Period) report.Tally { return p.Documents }},
	{"steps", "Bước xử lý", func(p report.Period) report.Tally { return p.Steps }},
	{"receipts", "Xác nhận đã nhận", func(p report.Period) report.Tally { return p.Receipts }},
	{"arrivals", "Giải quyết văn bản đến", func(p report.Period) report.Tally { return p.Arrivals }},
	{"tasks", "Nhiệm vụ", func(p report.Period) report.Tally { return p.Tasks }},
}

// drawnGroups is how many bars a phone can show; longer spans are grouped by the next longer length.
const drawnGroups = 36

func (s *site) reports(c echo.Context, who string) error {
	scopes, err := s.Reports.Scopes(c.Request().Context(), who)
	if err != nil {
		return err
	}
	f, err := s.Reports.Figures(c.Request().Context(), who, c.QueryParam("of"), spanIn(c))
	if err != nil {
		return err
	}
	view := reportsView{Figures: f, Scopes: scopes}
	of, from, to := f.Scope.Key(), string(f.Span.From), string(f.Span.To)
	view.XLSX = withQuery("/reports/xlsx", "of", of, "from", from, "to", to, "by", string(f.Span.By))
	if view.page, err = s.page(c, who, "Báo cáo", "reports"); err != nil {
		return err
	}
	view.Presets = presets(view.Me.On, f)
	for _, m := range measures {
		view.Marks = append(view.Marks, measureView{m.label, m.of(f.Whole)})
		if chart, any := drawBars(m.id, m.label, f.Periods, m.of); any {
			view.Bars = append(view.Bars, chart)
		}
	}
	for _, p := range f.Paces {
		if i := len(view.Paces) - 1; i < 0 || view.Paces[i].Steps[0].ChainID != p.ChainID {
			view.Paces = append(view.Paces, chainPaces{Name: p.Chain})
		}
		at := &view.Paces[len(view.Paces)-1]
		at.Steps = append(at.Steps, p)
	}
	for i := range view.Paces {
		view.Paces[i].Chart = drawPaces(fmt.Sprintf("paces-%d", i), view.Paces[i].Steps)
	}
	for i, w := range f.Waits {
		if i == mostDesks {
			view.MoreOf = len(f.Waits) - mostDesks
			break
		}
		pairs := []string{"of", of, "holder", w.Holder, "action", w.Action, "unit", w.Unit}
		view.Desks = append(view.Desks, deskView{
			Wait: w, Path: withQuery("/reports/waiting", pairs...), LatePath: withQuery("/reports/waiting", append(pairs, "late", "1")...),
			Age: lengthOf(int(f.At.Sub(w.Oldest)/time.Minute), document.WallClock),
		})
	}
	return render(c, http.StatusOK, "reports/reports", view)
}

// spanIn is the span of an address. One too long for its bars is grouped by longer ones.
func spanIn(c echo.Context) report.Span {
	span := report.Span{From: store.Date(c.QueryParam("from")), To: store.Date(c.QueryParam("to")), By: report.Grouping(c.QueryParam("by"))}
	months := (span.To.Year()-span.From.Year())*12 + int(span.To.Time().Month()) - int(span.From.Time().Month()) + 1
	if (span.By == "" || span.By == report.Month) && months > drawnGroups {
		span.By = report.Quarter
	}
	if span.By == report.Quarter && months > 3*drawnGroups {
		span.By = report.Year
	}
	return span
}

// presets are this month, this quarter, this year and the one before.
func presets(on store.Date, f report.Figures) (all []preset) {
	year, month := on.Year(), on.Time().Month()
	quarter := (month-1)/3*3 + 1
	add := func(label string, from time.Time, months int, by report.Grouping) {
		first, last := store.DateOf(from), store.DateOf(from.AddDate(0, months, -1))
		all = append(all, preset{
			Label: label, Here: f.Span.From == first && f.Span.To == last,
			Path: withQuery("/reports", "of", f.Scope.Key(), "from", string(first), "to", string(last), "by", string(by)),
		})
	}
	day := func(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, store.Hanoi) }
	add("Tháng này", day(year, month), 1, report.Month)
	add("Quý này", day(year, quarter), 3, report.Month)
	add("Năm nay", day(year, 1), 12, report.Month)
	add("Năm trước", day(year-1, 1), 12, report.Month)
	add("Năm năm gần đây", day(year-4, 1), 60, report.Year)
	return all
}

func (s *site) reportsXLSX(c echo.Context, who string) error {
	f, err := s.Reports.Figures(c.Request().Context(), who, c.QueryParam("of"), spanIn(c))
	if err != nil {
		return err
	}
	content, err := f.Workbook()
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s %s %s.xlsx", f.Title(), f.Span.From, f.Span.To)
	return serve(c, signoff.Bytes{Reader: inMemory{bytes.NewReader(content)}, Name: name}, sheetType, "attachment")
}

// waitingReportView is what lies on some desks.
type waitingReportView struct {
	page
	report.WaitingPage
	Back, More string
	Late       bool
	Hidden     int // documents of the page's number that the reader may not open; on the one page that has all
}

func (s *site) waitingReport(c echo.Context, who string) error {
	q := c.QueryParam
	found, err := s.Reports.Waiting(c.Request().Context(), who, q("of"), report.WaitFilter{
		Holder: q("holder"), Action: q("action"), Unit: q("unit"), Late: q("late") != "", Cursor: q("cursor"),
	})
	if err != nil {
		return err
	}
	view := waitingReportView{WaitingPage: found, Late: q("late") != "", Back: withQuery("/reports", "of", found.Scope.Key()) + "#waiting"}
	if found.Next != "" {
		view.More = withQuery("/reports/waiting", "of", found.Scope.Key(), "holder", q("holder"), "action", q("action"), "unit", q("unit"), "late", q("late"), "cursor", found.Next)
	} else if q("cursor") == "" {
		view.Hidden = found.All - len(found.Items)
	}
	if view.page, err = s.page(c, who, "Đang chờ xử lý", "reports"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "reports/waiting", view)
}

// groupView is a group of days for the templates: "2026-03", "2026-Q1", "2026".
type groupView struct{ Year, Month, Quarter string }

func groupOf(group string) groupView {
	switch {
	case len(group) == 7 && group[5] == 'Q':
		return groupView{Year: group[:4], Quarter: [...]string{"I", "II", "III", "IV"}[group[6]-'1']}
	case len(group) == 7:
		return groupView{Year: group[:4], Month: string(bytes.TrimLeft([]byte(group[5:]), "0"))}
	}
	return groupView{Year: group}
}

// lengthView is a length of time: days of eight hours, by the office's clock, or of twenty-four.
type lengthView struct{ Days, Hours, Minutes int }

func lengthOf(minutes int, clock string) lengthView {
	day := 24 * 60
	if clock == document.WorkClock {
		day = 8 * 60
	}
	l := lengthView{minutes / day, minutes % day / 60, minutes % 60}
	if l.Days > 0 {
		l.Minutes = 0 // nobody asks for them
	}
	return l
}

// reportRows and arrivalRows are a table with the word over its first column.
type reportRows struct {
	Head  string
	Rows  []report.Row
	Kinds bool // the names are those of kinds of document
}

type arrivalRows struct {
	Head string
	Rows []report.ArrivalRow
}

// Chosen says whether a scope is that of the report.
func (v reportsView) Chosen(s report.Scope) bool { return s.Key() == v.Scope.Key() }
