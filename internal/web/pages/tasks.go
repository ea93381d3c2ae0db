package pages

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

// taskColumns are what the list can show of a task, taskStandard what it does until somebody chooses.
var (
	taskColumns = []column{
		{"subject", "Nhiệm vụ"}, {"lead", "Chủ trì"}, {"handler", "Người giải quyết"}, {"due", "Hạn"}, {"state", "Trạng thái"},
		{"deliverable", "Sản phẩm"}, {"report", "Báo cáo về"},
	}
	taskStandard = []string{"subject", "lead", "handler", "due", "state"}
)

const taskPage = 50

// tasksView is a list of tasks.
type tasksView struct {
	page
	listView
	Tasks     []task.View
	Only      string // all | mine
	Tabs      []tab
	Filter    task.Filter
	Standings []choice
	States    []choice
}

// taskCellView is one cell: a task, and which of its columns.
type taskCellView struct {
	Item   task.View
	Column string
}

func taskCell(item task.View, column string) taskCellView { return taskCellView{item, column} }

var standingChoices = func() (all []choice) {
	for _, s := range task.Standings {
		all = append(all, choice{string(s), task.StandingLabels[s]})
	}
	return all
}()

// taskRoutes are the pages of tasks, obligations and requests for figures.
func (s *site) taskRoutes(e *echo.Echo) {
	e.GET("/tasks", s.in(s.tasks))
	e.GET("/tasks/board", s.in(s.taskBoard))
	e.GET("/tasks/:task", s.in(s.sees(notice.Task, "task", s.task)))
	e.POST("/tasks/:task/actions/:action", s.in(s.actOnTask))
	e.POST("/tasks/:task/evidence", s.in(s.reportWithFile))
	e.GET("/tasks/:task/evidence", s.in(s.evidence))
	e.GET("/documents/:id/tasks", s.in(s.proposedTasks))
	e.POST("/documents/:id/tasks", s.in(s.saveProposedTask))
	for _, action := range []string{"removal", "proposal", "confirmation"} {
		e.POST("/documents/:id/tasks/"+action, s.in(s.changeProposedTasks(action)))
	}
	e.POST("/documents/:id/obligations", s.in(s.oblige))
	e.GET("/obligations", s.in(s.obligations))
	e.GET("/obligations/:obligation", s.in(s.obligation))
	e.POST("/obligations/:obligation/:action", s.in(s.changeObligation))
	e.GET("/data-requests", s.in(s.dataRequests))
	e.POST("/data-requests", s.in(s.askData))
	e.GET("/data-requests/:request", s.in(s.dataRequest))
	e.GET("/data-requests/:request/xlsx", s.in(s.dataXLSX))
	e.POST("/data-requests/:request/:action", s.in(s.changeDataRequest))
}

func (s *site) tasks(c echo.Context, who string) error {
	frame, err := s.list(c, who, "tasks", taskColumns, taskStandard)
	if err != nil {
		return err
	}
	frame.pile("only")
	get := frame.values.Get
	view := tasksView{listView: frame, Only: "mine", Standings: standingChoices, States: taskStates}
	if get("only") == "all" {
		view.Only = "all"
	}
	view.Filter = task.Filter{
		Mine: view.Only == "mine", State: task.State(get("state")), Standing: task.Standing(get("standing")), Query: get("q"), Lead: get("lead"), Document: get("document"),
		Cursor: c.QueryParam("cursor"), Back: c.QueryParam("back") != "", Limit: taskPage,
	}
	found, err := s.Tasks.Tasks(c.Request().Context(), actor(who), view.Filter)
	if err != nil {
		return err
	}
	view.Tasks = found.Tasks
	view.turn(found.Prev, found.Next)
	for _, one := range []choice{{"mine", "Việc phải làm"}, {"all", "Tất cả"}} {
		view.Tabs = append(view.Tabs, frame.tab(one.Label, one.Value, view.Only))
	}
	if view.page, err = s.page(c, who, "Nhiệm vụ", "tasks"); err != nil {
		return err
	}
	view.listView.Key = view.page.Key
	return render(c, http.StatusOK, "tasks/tasks", view)
}

var taskStates = func() (all []choice) {
	for _, state := range task.States {
		all = append(all, choice{string(state), task.Labels[state]})
	}
	return all
}()

// taskBoardView counts tasks.
type taskBoardView struct {
	page
	By   string
	Rows []task.BoardRow
	Next string
}

func (s *site) taskBoard(c echo.Context, who string) error {
	view := taskBoardView{By: c.QueryParam("by")}
	if view.By != "document" {
		view.By = "organ"
	}
	b, err := s.Tasks.BoardBy(c.Request().Context(), actor(who), view.By, c.QueryParam("cursor"), 0)
	if err != nil {
		return err
	}
	view.Rows = b.Rows
	if b.Next != "" {
		view.Next = withQuery("/tasks/board", "by", view.By, "cursor", b.Next)
	}
	if view.page, err = s.page(c, who, "Theo dõi kết luận", "tasks"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "tasks/board", view)
}

// taskView is one task.
type taskView struct {
	page
	View    task.View
	May     map[string]bool // what the person can do now
	Moments []taskMoment
	Input   task.Input
	Again   string // the act that was refused just now
}

// taskMoment is one event of a task.
type taskMoment struct {
	Label, Who, Capacity, Comment string
	At                            time.Time
}

func (s *site) task(c echo.Context, who string) error {
	return s.taskPage(c, who, c.Param("task"), "", task.Input{}, nil)
}

func (s *site) taskPage(c echo.Context, who, id, again string, in task.Input, refused *fault.Fault) error {
	ctx := c.Request().Context()
	v, err := s.Tasks.Show(ctx, actor(who), id)
	if err != nil {
		return err
	}
	view := taskView{View: v, May: map[string]bool{}, Input: in, Again: again}
	for _, act := range v.May {
		view.May[act] = true
	}
	for _, e := range v.History {
		name := e.ActorName
		view.Moments = append(view.Moments, taskMoment{Label: orWord(task.ActLabels[e.Action], e.Action), Who: name, Capacity: e.Capacity, Comment: e.Comment, At: e.At})
	}
	if view.page, err = s.page(c, who, "Nhiệm vụ "+v.Ref, "tasks"); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "tasks/task", view)
}

func orWord(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (s *site) actOnTask(c echo.Context, who string) error {
	id, action := c.Param("task"), c.Param("action")
	f, err := s.form(c, who)
	version, _ := strconv.Atoi(f.Get("version"))
	in := task.Input{
		Version: version, Note: f.text("note"), To: store.Date(f.Get("to")), Person: f.Get("person"), Organ: f.Get("organ"),
		Document: f.text("document"), Verdict: f.Get("verdict"),
	}
	if err == nil {
		_, err = s.Tasks.Act(f.ctx, actor(who), id, action, in)
	}
	return s.answer(f.ctx, c, err, always("/tasks/"+id), func(refused *fault.Fault) error {
		return s.taskPage(c, who, id, action, in, refused)
	})
}

func (s *site) reportWithFile(c echo.Context, who string) error {
	id := c.Param("task")
	var in task.Input
	ctx, err := s.upload(c, who, func(ctx context.Context, fields url.Values, name string, content io.Reader) error {
		version, _ := strconv.Atoi(fields.Get("version"))
		in = task.Input{Version: version, Note: fields.Get("note"), Document: fields.Get("document"), File: &task.File{Name: name, Reader: content}}
		_, err := s.Tasks.Act(ctx, actor(who), id, task.Report, in)
		return err
	})
	return s.answer(ctx, c, err, always("/tasks/"+id), func(refused *fault.Fault) error {
		return s.taskPage(c, who, id, task.Report, in, refused)
	})
}

func (s *site) evidence(c echo.Context, who string) error {
	r, name, sha, err := s.Tasks.Evidence(c.Request().Context(), actor(who), c.Param("task"))
	if err != nil {
		return err
	}
	defer r.Close()
	return serve(c, signoff.Bytes{Reader: r, SHA256: sha, Name: name, Stored: true}, "application/octet-stream", "attachment")
}
