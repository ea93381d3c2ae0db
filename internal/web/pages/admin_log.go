package pages

import (
	"encoding/csv"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/casefile"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
	"trinhky/internal/upkeep"
	"trinhky/internal/xlsx"
)

// logView is a page of the log.
type logView struct {
	page
	Query            upkeep.Query
	From, To         string // of the query, as the fields take them
	Kinds            []choice
	Acts             []choice
	Lines            []upkeep.Line
	Next, CSV, Sheet string // addresses
	Day              string // that the form of a day's verification offers
	Verdict          *upkeep.Verdict
	SheetLimit       int
}

// logQuery reads what is asked for in an address.
func logQuery(c echo.Context) upkeep.Query {
	text := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	return upkeep.Query{
		Kind: text("kind"), Subject: text("subject"), Actor: text("actor"), Action: text("action"),
		From: store.Date(text("from")), To: store.Date(text("to")), Cursor: text("cursor"),
	}
}

func logAddress(path string, q upkeep.Query, cursor string) string {
	return withQuery(path, "kind", q.Kind, "subject", q.Subject, "actor", q.Actor, "action", q.Action, "from", string(q.From), "to", string(q.To), "cursor", cursor)
}

// choices are labelled ids, by their labels.
func choices(labels map[string]string) (all []choice) {
	for id, label := range labels {
		all = append(all, choice{id, label})
	}
	slices.SortFunc(all, func(a, b choice) int { return strings.Compare(a.Label+a.Value, b.Label+b.Value) })
	return all
}

func (s *site) log(c echo.Context, who string) error {
	ctx, q := c.Request().Context(), logQuery(c)
	view, status := logView{Query: q, From: string(q.From), To: string(q.To), SheetLimit: upkeep.SheetLimit}, http.StatusOK
	found, err := s.Upkeep.Log(ctx, who, q)
	refused := unmet(err)
	if err != nil && refused == nil {
		return err
	}
	if refused == nil && c.QueryParam("verify") != "" {
		refused, err = s.verifyLog(c, who, &view)
		if err != nil && refused == nil {
			return err
		}
	}
	view.Kinds, view.Acts, view.Lines = choices(upkeep.KindLabels), choices(upkeep.EventLabels), found.Lines
	if found.Next != "" {
		view.Next = logAddress("/admin/audit", q, found.Next)
	}
	view.CSV, view.Sheet = logAddress("/admin/audit/csv", q, ""), logAddress("/admin/audit/xlsx", q, "")
	if view.page, err = s.page(c, who, "Nhật ký", "admin"); err != nil {
		return err
	}
	if view.Day = string(q.From); view.Day == "" {
		view.Day = string(view.Me.On)
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "admin/log", view)
}

// verifyLog looks whether the chain of one subject, or a day, is whole.
func (s *site) verifyLog(c echo.Context, who string, view *logView) (*fault.Fault, error) {
	var verdict upkeep.Verdict
	var err error
	if c.QueryParam("verify") == "day" {
		verdict, err = s.Upkeep.VerifyDay(c.Request().Context(), who, store.Date(c.QueryParam("day")))
	} else {
		verdict, err = s.Upkeep.VerifyChain(c.Request().Context(), who, view.Query.Kind, view.Query.Subject)
	}
	if err == nil {
		view.Verdict = &verdict
	}
	return unmet(err), err
}

// logHead is the first row of an export.
var logHead = []string{"Thời điểm", "Loại", "Mã đối tượng", "Tên, số ký hiệu", "Sự kiện", "Mã sự kiện", "Người làm", "Mã người", "Với tư cách", "Từ trạng thái", "Đến trạng thái", "Phiên bản", "Ghi chú", "Chi tiết", "Mắt xích", "Giá trị băm"}

func logCells(l upkeep.Line) []string {
	details := make([]string, len(l.Details))
	for i, d := range l.Details {
		details[i] = d.Label() + ": " + d.Value
	}
	return []string{
		l.At.In(store.Hanoi).Format("2006-01-02 15:04:05"), upkeep.KindLabels[l.Kind], l.SubjectID, l.Name, l.Label(), l.Action, l.ActorName, l.ActorID, l.Capacity,
		stateLabel(l.Kind, l.From), stateLabel(l.Kind, l.To), strconv.Itoa(l.Version), l.Comment, strings.Join(details, "; "), strconv.Itoa(l.Seq), l.Hash,
	}
}

// stateLabel names a state of a thing of a kind in the log; its id where it has no name. A document's events tell of its
// deliveries too.
func stateLabel(kind, state string) string {
	label := ""
	switch kind {
	case "document":
		if label = deliveryLabels[distribution.State(state)]; label == "" {
			label = stateLabels[document.State(state)]
		}
	case "arrival":
		label = incoming.StateLabels[incoming.State(state)]
	case "task":
		label = task.Labels[task.State(state)]
	case "copy":
		label = copyStates[signoff.CopyState(state)]
	case "case_file":
		label = casefile.StateLabel(casefile.State(state))
	}
	if label == "" {
		return state
	}
	return label
}

// logCSV streams the events that are shown, all pages of them.
func (s *site) logCSV(c echo.Context, who string) error {
	var out *csv.Writer
	begin := func() error {
		h := c.Response().Header()
		h.Set("Content-Type", "text/csv; charset=utf-8")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "nhat-ky.csv"}))
		h.Set("Cache-Control", "no-store")
		c.Response().WriteHeader(http.StatusOK)
		if _, err := c.Response().Write([]byte("\ufeff")); err != nil { // or Excel reads it in another alphabet
			return err
		}
		out = csv.NewWriter(c.Response())
		return out.Write(logHead)
	}
	cut, err := s.Upkeep.Export(c.Request().Context(), who, logQuery(c), upkeep.ExportLimit, func(lines []upkeep.Line) error {
		if out == nil { // only now is it known that nothing is refused
			if err := begin(); err != nil {
				return err
			}
		}
		for _, l := range lines {
			if err := out.Write(noFormula(logCells(l))); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	})
	if err != nil {
		return err
	}
	if cut {
		err = out.Write([]string{fmt.Sprintf("Chỉ có %d sự kiện mới nhất; chia nhỏ theo ngày để lấy hết.", upkeep.ExportLimit)})
	}
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// noFormula keeps a spreadsheet from taking a cell for a formula.
func noFormula(cells []string) []string {
	for i, cell := range cells {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			cells[i] = "'" + cell
		}
	}
	return cells
}

func (s *site) logXLSX(c echo.Context, who string) error {
	sheet := xlsx.Sheet{Name: "Nhật ký", Title: "Nhật ký", HeaderRows: 1, Rows: [][]xlsx.Cell{xlsx.Head(logHead...)}, Widths: []float64{19, 14, 38, 24, 24, 18, 24, 38, 20, 16, 16, 9, 30, 40, 8, 30}}
	cut, err := s.Upkeep.Export(c.Request().Context(), who, logQuery(c), upkeep.SheetLimit, func(lines []upkeep.Line) error {
		for _, l := range lines {
			sheet.Rows = append(sheet.Rows, xlsx.Texts(logCells(l)...))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if cut {
		sheet.Rows = append(sheet.Rows, xlsx.Texts(fmt.Sprintf("Chỉ có %d sự kiện mới nhất; chia nhỏ theo ngày để lấy hết.", upkeep.SheetLimit)))
	}
	file, err := xlsx.Write(sheet)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "nhat-ky.xlsx"}))
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file)
}

// refusalsView is a page of the access log.
type refusalsView struct {
	page
	Query    upkeep.Query
	From, To string
	Acts     []string
	Lines    []upkeep.Refusal
	Next     string
}

func (s *site) refusals(c echo.Context, who string) error {
	q := logQuery(c)
	view, status := refusalsView{Query: q, From: string(q.From), To: string(q.To)}, http.StatusOK
	found, err := s.Upkeep.Refused(c.Request().Context(), who, q)
	refused := unmet(err)
	if err != nil && refused == nil {
		return err
	}
	view.Lines, view.Acts = found.Lines, actIDs()
	if found.Next != "" {
		view.Next = logAddress("/admin/audit/refusals", q, found.Next)
	}
	if view.page, err = s.page(c, who, "Truy cập bị từ chối", "admin"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "admin/refusals", view)
}
