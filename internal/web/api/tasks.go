package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/document"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

// taskRoutes are those of what was concluded: tasks, obligations to report, requests for figures.
func (h *handlers) taskRoutes(a huma.API) {
	const get, post = http.MethodGet, http.MethodPost
	add(a, route{get, "/tasks", "listTasks", "Nhiệm vụ được xem, hạn gần nhất trước", http.StatusOK, 0}, h.tasks)
	add(a, route{get, "/tasks/board", "getTaskBoard", "Bảng theo dõi nhiệm vụ theo cơ quan hoặc theo kết luận", http.StatusOK, 0}, h.taskBoard)
	add(a, route{get, "/tasks/{task}", "getTask", "Một nhiệm vụ và lịch sử của nó", http.StatusOK, 0}, h.task)
	add(a, route{post, "/tasks/{task}/actions/{action}", "actOnTask", "Tiếp nhận, trả lại, phân công, báo cáo, xác nhận, gia hạn, đôn đốc, dừng …", http.StatusOK, once}, h.actOnTask)
	add(a, route{post, "/tasks/{task}/evidence", "reportWithFile", "Báo cáo kết quả kèm tệp minh chứng (multipart, phần “file”)", http.StatusOK, once | upload}, h.reportWithFile)
	add(a, route{get, "/tasks/{task}/evidence", "getEvidence", "Tải tệp minh chứng", http.StatusOK, file}, h.evidence)

	add(a, route{get, "/documents/{id}/tasks", "listProposedTasks", "Danh sách nhiệm vụ của văn bản, đề xuất hoặc đã xác nhận", http.StatusOK, 0}, h.taskItems)
	add(a, route{post, "/documents/{id}/tasks", "saveProposedTask", "Thêm hoặc sửa một nhiệm vụ trong danh sách", http.StatusOK, once}, h.saveTaskItem)
	add(a, route{post, "/documents/{id}/tasks/{n}/removal", "removeProposedTask", "Bỏ một nhiệm vụ khỏi danh sách", http.StatusOK, once}, h.removeTaskItem)
	add(a, route{post, "/documents/{id}/tasks/proposal", "proposeTasks", "Phân rã lại từ nội dung văn bản", http.StatusOK, once}, h.proposeTasks)
	add(a, route{post, "/documents/{id}/tasks/confirmation", "confirmTasks", "Xác nhận danh sách nhiệm vụ", http.StatusOK, once}, h.confirmTasks)

	add(a, route{get, "/obligations", "listObligations", "Chế độ báo cáo định kỳ", http.StatusOK, 0}, h.obligations)
	add(a, route{post, "/documents/{id}/obligations", "createObligation", "Đặt chế độ báo cáo theo một văn bản đã phát hành", http.StatusCreated, once}, h.oblige)
	add(a, route{get, "/obligations/{obligation}", "getObligation", "Một chế độ báo cáo và các kỳ sắp tới", http.StatusOK, 0}, h.obligation)
	add(a, route{post, "/obligations/{obligation}/shifts", "rescheduleObligation", "Dời một kỳ báo cáo, có lý do", http.StatusOK, once}, h.reschedule)
	add(a, route{post, "/obligations/{obligation}/merging", "mergeObligation", "Gộp vào chế độ báo cáo khác", http.StatusOK, once}, h.mergeObligation)
	add(a, route{post, "/obligations/{obligation}/end", "endObligation", "Dừng chế độ báo cáo, theo một văn bản", http.StatusOK, once}, h.endObligation)

	add(a, route{get, "/data-requests", "listDataRequests", "Yêu cầu số liệu đã gửi và được nhận", http.StatusOK, 0}, h.dataRequests)
	add(a, route{post, "/data-requests", "createDataRequest", "Yêu cầu cơ quan cấp dưới cung cấp số liệu", http.StatusCreated, once}, h.askData)
	add(a, route{get, "/data-requests/{request}", "getDataRequest", "Một yêu cầu số liệu và các câu trả lời được xem", http.StatusOK, 0}, h.dataRequest)
	add(a, route{post, "/data-requests/{request}/answers", "answerDataRequest", "Điền số liệu: lưu nháp, gửi, đính chính", http.StatusOK, once}, h.answerData)
	add(a, route{post, "/data-requests/{request}/closing", "closeDataRequest", "Đóng yêu cầu số liệu", http.StatusOK, once}, h.closeData)
	add(a, route{get, "/data-requests/{request}/xlsx", "getDataRequestXLSX", "Số liệu đã gửi, thành tệp XLSX", http.StatusOK, file}, h.dataXLSX)
	add(a, route{post, "/data-requests/{request}/table", "insertDataTable", "Đưa bảng số liệu vào cuối một dự thảo", http.StatusOK, once}, h.dataTable)
}

type tasksInput struct {
	Mine       bool   `query:"mine" doc:"true: việc của tôi hoặc cơ quan tôi phải làm"`
	Lead       string `query:"lead" maxLength:"100"`
	Document   string `query:"document" maxLength:"100"`
	Obligation string `query:"obligation" maxLength:"100"`
	State      string `query:"state" enum:"new,accepted,handed_back,in_progress,reported,sent_back,completed,cancelled"`
	Standing   string `query:"standing" enum:"undated,in_time,due_soon,overdue,done_in_time,done_late,stopped"`
	Query      string `query:"q" maxLength:"200"`
	Cursor     string `query:"cursor" maxLength:"500"`
	Limit      int    `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) tasks(ctx context.Context, in *tasksInput) (*of[client.TaskList], error) {
	page, err := h.Tasks.Tasks(ctx, actorOf(ctx), task.Filter{
		Mine: in.Mine, Lead: in.Lead, Document: in.Document, Obligation: in.Obligation, State: task.State(in.State),
		Standing: task.Standing(in.Standing), Query: in.Query, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	return &of[client.TaskList]{client.TaskList{Items: each(page.Tasks, taskOf), Next: page.Next}}, nil
}

type boardOfTasksInput struct {
	By     string `query:"by" enum:"organ,document" doc:"mặc định: organ"`
	Cursor string `query:"cursor" maxLength:"2000"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) taskBoard(ctx context.Context, in *boardOfTasksInput) (*of[client.TaskBoard], error) {
	by := in.By
	if by == "" {
		by = "organ"
	}
	b, err := h.Tasks.BoardBy(ctx, actorOf(ctx), by, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return &of[client.TaskBoard]{client.TaskBoard{Next: b.Next, Rows: each(b.Rows, func(r task.BoardRow) client.TaskBoardRow {
		return client.TaskBoardRow{
			ID: r.ID, Name: r.Name, Symbol: r.Symbol, Total: r.Total, New: r.Fresh, Doing: r.Doing, Waiting: r.Waiting, DueSoon: r.DueSoon,
			Overdue: r.Overdue, Undated: r.Undated, DoneInTime: r.DoneInTime, DoneLate: r.DoneLate, Stopped: r.Stopped,
		}
	})}}, nil
}

type taskInput struct {
	Task string `path:"task"`
}

type taskOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Task
}

func (h *handlers) task(ctx context.Context, in *taskInput) (*taskOutput, error) {
	v, err := h.Tasks.Show(ctx, actorOf(ctx), in.Task)
	return &taskOutput{Body: taskOf(v)}, err
}

type taskActInput struct {
	Task   string `path:"task"`
	Action string `path:"action" enum:"accept,hand_back,start,assign,report,confirm,send_back,request_extension,decide_extension,monitor,remind,give_on,succeed,cancel"`
	Body   client.TaskAct
}

func (h *handlers) actOnTask(ctx context.Context, in *taskActInput) (*taskOutput, error) {
	return h.doTask(ctx, in.Task, in.Action, task.Input{
		Version: in.Body.Version, Note: in.Body.Note, To: store.Date(in.Body.To), Person: in.Body.Person, Organ: in.Body.Organ,
		Document: in.Body.Document, Verdict: in.Body.Verdict,
	})
}

type evidenceInput struct {
	Task     string `path:"task"`
	Note     string `query:"note" maxLength:"2000"`
	Document string `query:"document" maxLength:"300" doc:"số, ký hiệu văn bản báo cáo, nếu có"`
	Version  int    `query:"version"`
	request  *http.Request
}

// Resolve keeps the request, whose body is streamed.
func (in *evidenceInput) Resolve(ctx huma.Context) []error {
	in.request = humaecho.Unwrap(ctx).Request()
	return nil
}

func (h *handlers) reportWithFile(ctx context.Context, in *evidenceInput) (*taskOutput, error) {
	part, err := filePart(in.request)
	if err != nil {
		return nil, err
	}
	return h.doTask(ctx, in.Task, task.Report, task.Input{
		Version: in.Version, Note: in.Note, Document: in.Document, File: &task.File{Name: part.FileName(), Reader: part},
	})
}

func (h *handlers) doTask(ctx context.Context, id, action string, in task.Input) (*taskOutput, error) {
	out := &taskOutput{}
	var err error
	out.Replayed, err = h.carryOut(ctx, func() error {
		v, err := h.Tasks.Act(ctx, actorOf(ctx), id, action, in)
		out.Body = taskOf(v)
		return err
	}, func(ctx context.Context, _ string) error {
		v, err := h.Tasks.Show(ctx, actorOf(ctx), id)
		out.Body = taskOf(v)
		return err
	})
	return out, err
}

func (h *handlers) evidence(ctx context.Context, in *taskInput) (*fileOutput, error) {
	r, name, sha, err := h.Tasks.Evidence(ctx, actorOf(ctx), in.Task)
	if err != nil {
		return nil, err
	}
	return serve(signoff.Bytes{Reader: r, SHA256: sha, Name: name, Stored: true}, "attachment", "application/octet-stream")
}

type taskItemsOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.TaskItems
}

func (h *handlers) taskItems(ctx context.Context, in *idInput) (*taskItemsOutput, error) {
	v, err := h.Tasks.List(ctx, actorOf(ctx), in.ID)
	return &taskItemsOutput{Body: taskItemsOf(v)}, err
}

type taskItemInput struct {
	ID   string `path:"id"`
	Body client.TaskItemInput
}

func (h *handlers) saveTaskItem(ctx context.Context, in *taskItemInput) (*taskItemsOutput, error) {
	b := in.Body
	return h.changeTasks(ctx, in.ID, func() (task.ListView, error) {
		return h.Tasks.SaveItem(ctx, actorOf(ctx), in.ID, b.Version, task.ItemInput{
			N: b.N, Ref: b.Ref, Text: b.Text, Leads: b.Leads, Co: b.Co, Due: store.Date(b.Due), Rule: b.Rule, OnRequest: b.OnRequest,
			Deliverable: b.Deliverable, ReportTo: b.ReportTo,
		})
	})
}

type removeItemInput struct {
	ID   string `path:"id"`
	N    int    `path:"n"`
	Body client.VersionOnly
}

func (h *handlers) removeTaskItem(ctx context.Context, in *removeItemInput) (*taskItemsOutput, error) {
	return h.changeTasks(ctx, in.ID, func() (task.ListView, error) {
		return h.Tasks.RemoveItem(ctx, actorOf(ctx), in.ID, in.Body.Version, in.N)
	})
}

type listVersionInput struct {
	ID   string `path:"id"`
	Body client.VersionOnly
}

func (h *handlers) proposeTasks(ctx context.Context, in *listVersionInput) (*taskItemsOutput, error) {
	return h.changeTasks(ctx, in.ID, func() (task.ListView, error) {
		return h.Tasks.Propose(ctx, actorOf(ctx), in.ID, in.Body.Version)
	})
}

func (h *handlers) confirmTasks(ctx context.Context, in *listVersionInput) (*taskItemsOutput, error) {
	return h.changeTasks(ctx, in.ID, func() (task.ListView, error) {
		return h.Tasks.ConfirmList(ctx, actorOf(ctx), in.ID, in.Body.Version)
	})
}

func (h *handlers) changeTasks(ctx context.Context, id string, do func() (task.ListView, error)) (*taskItemsOutput, error) {
	out := &taskItemsOutput{}
	var err error
	out.Replayed, err = h.carryOut(ctx, func() error {
		v, err := do()
		out.Body = taskItemsOf(v)
		return err
	}, func(ctx context.Context, _ string) error {
		v, err := h.Tasks.List(ctx, actorOf(ctx), id)
		out.Body = taskItemsOf(v)
		return err
	})
	return out, err
}

type tableInput struct {
	Request string `path:"request"`
	Body    client.TableInto
}

// dataTable puts the answers behind the text of a draft, through the draft's own door.
func (h *handlers) dataTable(ctx context.Context, in *tableInput) (*of[client.VersionOnly], error) {
	person := session.PersonID(ctx)
	block, _, err := h.Tasks.Gathered(ctx, actorOf(ctx), in.Request)
	if err != nil {
		return nil, err
	}
	out := &of[client.VersionOnly]{}
	_, err = h.carryOut(ctx, func() error {
		v, err := h.Signoff.Show(ctx, person, in.Body.Document)
		if err != nil {
			return err
		}
		version := in.Body.Version
		if version == 0 {
			version = v.Document.Version
		}
		body := document.Body{Blocks: append(append([]document.Block{}, v.Content.Body.Blocks...), block)}
		v, err = h.Signoff.Edit(ctx, person, in.Body.Document, signoff.EditInput{Version: version, Body: &body})
		out.Body.Version = v.Document.Version
		return err
	}, func(ctx context.Context, _ string) error {
		v, err := h.Signoff.Show(ctx, person, in.Body.Document)
		out.Body.Version = v.Document.Version
		return err
	})
	return out, err
}
