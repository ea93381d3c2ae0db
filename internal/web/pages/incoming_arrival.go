package pages

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/casefile"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// arrivalView is one văn bản đến and what the person can do with it.
type arrivalView struct {
	page
	V            incoming.View
	StateLabel   string
	SourceLabel  string
	Verdict      string
	Files        []arrivalFileView
	Directions   []directionView
	Notes        []arrivalNoteView
	Duplicates   []incoming.Arrival
	Open, Barred []arrivalAction
	MayEdit      bool
	Late         bool
	Reason       string // of the refusal, in words
	Stamp        *incoming.Stamp
	PDF          *pdfView // nil: no file to be shown
	Outcome      string
	History      []arrivalEvent
	CaseFiles    []casefile.File // into which it may be put; none where the office keeps no hồ sơ here
}

// arrivalFileView is a file that came.
type arrivalFileView struct {
	incoming.File
	Label string
}

// directionView is a direction with its parts by name.
type directionView struct {
	incoming.Direction
	LeadName string
	Co, CC   []string
}

// arrivalNoteView is a note with the name of its kind.
type arrivalNoteView struct {
	incoming.Note
	Label string
}

// arrivalEvent is one line of the history.
type arrivalEvent struct {
	incoming.Event
	Label string
}

// arrivalAction is one action with what its form needs.
type arrivalAction struct {
	incoming.Action
	Key   string
	View  *arrivalView
	Typed arrivalTyped
	Again bool // it was refused just now
	// Leads, Co and CC are whom a direction may name.
	Leads   []targetChoice
	Targets []arrivalTargets
	Terms   []incoming.Term // deadlines by one click
}

func (s *site) arrival(c echo.Context, who string) error {
	return s.arrivalPage(c, who, c.Param("id"), "", form{}, nil)
}

func (s *site) arrivalPage(c echo.Context, who, id, action string, typed form, refused *fault.Fault) error {
	ctx := c.Request().Context()
	v, err := s.Incoming.Show(ctx, actor(who), id)
	if err != nil {
		return err
	}
	events, err := s.Incoming.History(ctx, actor(who), id)
	if err != nil {
		return err
	}
	view := arrivalView{
		V: v, StateLabel: incoming.StateLabels[v.State], SourceLabel: incoming.SourceLabels[v.Source], Verdict: incoming.VerdictLabels[v.Arrival.Verdict],
		Duplicates: v.Duplicates, Late: v.Late(v.On) || v.Overdue, Reason: incoming.ReasonCodes[v.ReasonCode],
		Outcome: outcomeLabels[v.Arrival.Outcome],
	}
	if view.page, err = s.page(c, who, v.Name(), "incoming"); err != nil {
		return err
	}
	view.Verbatim, view.PDF = true, arrivalFileShown(v)
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	if v.Number > 0 {
		stamp := v.Stamp()
		view.Stamp = &stamp
	}
	for _, f := range v.Files {
		view.Files = append(view.Files, arrivalFileView{f, incoming.VerdictLabels[f.Verdict]})
	}
	for _, d := range v.Directions {
		view.Directions = append(view.Directions, directionView{d, d.Lead().Name, d.Of(incoming.Co), d.Of(incoming.CC)})
	}
	for _, n := range v.Notes {
		view.Notes = append(view.Notes, arrivalNoteView{n, incoming.NoteLabels[n.Kind]})
	}
	for _, e := range events {
		view.History = append(view.History, arrivalEvent{e, arrivalEvents[e.Action]})
	}
	view.actions(action, typed)
	if v.May("file") {
		if view.CaseFiles, err = s.CaseFiles.Offer(store.WithoutKey(ctx), actor(who), v.OfficeID); err != nil {
			return err
		}
	}
	return render(c, status, "incoming/arrival", view)
}

// actions parts what can be done now from what cannot.
func (v *arrivalView) actions(again string, typed form) {
	for _, a := range v.V.Actions {
		one := arrivalAction{Action: a, Key: v.Key + "-" + a.ID, View: v}
		if a.ID == again {
			one.Again, one.Typed = true, typedIn(typed)
		}
		if a.ID == "direct" {
			one.Terms = v.V.DirectTerms
			one.Leads = targets(v.V, one.Typed.Lead)
			one.Targets = []arrivalTargets{
				{"Phối hợp", "co", targets(v.V, one.Typed.co...)}, {"Nhận để biết", "cc", targets(v.V, one.Typed.cc...)},
			}
		}
		if a.ID == "assign" {
			one.Terms = v.V.AssignTerms
		}
		if a.ID == "register" {
			v.MayEdit = v.V.Source != incoming.Inside
		}
		if a.Allowed {
			v.Open = append(v.Open, one)
		} else {
			v.Barred = append(v.Barred, one)
		}
	}
	if v.V.State == incoming.Submitted { // to whoever directs: nothing else they may do is what they came for
		slices.SortStableFunc(v.Open, func(a, b arrivalAction) int { return cmp.Compare(directs(b), directs(a)) })
	}
}

func directs(a arrivalAction) int {
	if a.ID == "direct" {
		return 1
	}
	return 0
}

// arrivalTargets is one list of those who may be given a part beside the one in charge.
type arrivalTargets struct {
	Legend, Field string
	Choices       []targetChoice
}

// targetChoice is an organ, a unit or a person in such a list.
type targetChoice struct {
	Value, Label, Title string
	Chosen              bool
}

// targets are whom a direction may name; chosen are those that were picked in the form that was refused.
func targets(v incoming.View, chosen ...string) (list []targetChoice) {
	for _, o := range v.Units {
		list = append(list, targetChoice{Value: "o:" + o.ID, Label: o.Name, Chosen: slices.Contains(chosen, "o:"+o.ID)})
	}
	for _, w := range v.Workers {
		list = append(list, targetChoice{Value: "p:" + w.ID, Label: w.Name, Title: w.Title, Chosen: slices.Contains(chosen, "p:"+w.ID)})
	}
	return list
}

var outcomeLabels = map[string]string{"": "", incoming.Replied: "Có văn bản trả lời", incoming.NoReply: "Không phải trả lời"}

var arrivalEvents = map[string]string{
	"enter": "Nhập văn bản đến", "edit": "Sửa thông tin", "attach": "Thêm tệp", "register": "Vào sổ văn bản đến", "refuse": "Trả lại nơi gửi",
	"submit": "Trình người phân phối", "sorting": "Đề xuất phân phối", "direct": "Bút phê, phân phối", "assign": "Giao việc", "start": "Bắt đầu xử lý",
	"progress": "Ghi tiến độ", "proposal": "Đề xuất giải quyết", "ask_extension": "Xin gia hạn", "decide_extension": "Quyết định gia hạn",
	"report": "Báo cáo hoàn thành", "confirm": "Xác nhận hoàn thành", "send_back": "Yêu cầu bổ sung", "file": "Lưu hồ sơ",
	"return": "Chuyển lại để vào sổ", "overdue": "Quá hạn", "recall": "Cơ quan ban hành thu hồi", "take_back": "Cơ quan gửi lấy lại",
}

// atOf is the version that a form was filled in for.
func atOf(c echo.Context, f form) incoming.At {
	version, _ := strconv.Atoi(f.Get("version"))
	return incoming.At{ID: c.Param("id"), Version: version}
}

func (s *site) editArrival(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := c.Param("id")
	if err == nil {
		_, err = s.Incoming.Edit(f.ctx, actor(who), atOf(c, f), fieldsOf(f))
	}
	return s.answer(f.ctx, c, err, always("/incoming/"+id), func(refused *fault.Fault) error {
		return s.arrivalPage(c, who, id, "edit", f, refused)
	})
}

func (s *site) uploadArrival(c echo.Context, who string) error {
	id := c.Param("id")
	ctx, err := s.upload(c, who, func(ctx context.Context, _ url.Values, name string, content io.Reader) error {
		_, err := s.Incoming.Upload(ctx, actor(who), incoming.At{ID: id}, name, content)
		return err
	})
	return s.answer(ctx, c, err, always("/incoming/"+id+"#files"), func(refused *fault.Fault) error {
		return s.arrivalPage(c, who, id, "upload", form{}, refused)
	})
}

func (s *site) actOnArrival(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id, action := c.Param("id"), c.Param("action")
	if err == nil {
		in := incoming.Input{
			Order:  incoming.Order{Text: f.text("text"), Lead: targetOf(f.Get("lead")), Due: store.Date(f.Get("due"))},
			Anyway: f.text("anyway"), ReasonCode: f.Get("code"), To: f.Get("to"), Kind: f.Get("kind"), Agree: f.Get("agree") == "yes",
			Reply: f.text("reply"), CaseFile: f.text("case_file"),
		}
		in.Co, in.CC = targetsOf(f.Values["co"]), targetsOf(f.Values["cc"])
		_, err = s.Incoming.Do(f.ctx, actor(who), atOf(c, f), action, in)
	}
	to := "/incoming/" + id
	if f.Get("back") == "clerk" {
		to = "/clerk"
	}
	return s.answer(f.ctx, c, err, always(to), func(refused *fault.Fault) error {
		return s.arrivalPage(c, who, id, action, f, refused)
	})
}

// targetOf reads "o:" and an organ's id, or "p:" and a person's.
func targetOf(value string) incoming.Target {
	kind, id, _ := strings.Cut(value, ":")
	switch kind {
	case "o":
		return incoming.Target{OrganID: id}
	case "p":
		return incoming.Target{PersonID: id}
	}
	return incoming.Target{}
}

func targetsOf(values []string) (targets []incoming.Target) {
	for _, v := range values {
		targets = append(targets, targetOf(v))
	}
	return targets
}

func (s *site) arrivalFile(c echo.Context, who string) error {
	return s.serveArrival(c, who, c.Param("arrival"), c.Param("file"), "attachment")
}

func (s *site) arrivalPDF(c echo.Context, who string) error {
	return s.serveArrival(c, who, c.Param("id"), "", "inline")
}

func (s *site) serveArrival(c echo.Context, who, id, fileID, disposition string) error {
	b, err := s.Incoming.Open(c.Request().Context(), actor(who), id, fileID)
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, signoff.Bytes{Reader: b.Reader, Name: b.Name, SHA256: b.SHA256, Stored: true}, b.MediaType, disposition)
}

// arrivalFileShown is the file of an arrival that a page shows: the signed one of what came from inside, else the first PDF
// that was uploaded; nil where there is none to be seen.
func arrivalFileShown(v incoming.View) *pdfView {
	if v.Unopened || v.Gone {
		return nil
	}
	if v.DocumentID != "" {
		return &pdfView{Path: "/incoming/" + v.ID + "/pdf"}
	}
	for _, f := range v.Files {
		if f.MediaType == "application/pdf" {
			return &pdfView{SHA256: f.SHA256, Path: "/incoming/" + v.ID + "/files/" + f.ID}
		}
	}
	return nil
}

func (s *site) arrivalSlip(c echo.Context, who string) error {
	b, err := s.Incoming.Slip(c.Request().Context(), actor(who), c.Param("id"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set("Content-Disposition", `inline; filename="phieu-giai-quyet.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", b)
}
