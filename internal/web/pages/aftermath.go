package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// afterIssue are the actions of an issued document, which have a page of their own.
var afterIssue = []string{"recall", "withdraw_recall", "take_back", "replace", "amend", "correct"}

// aftermathView is the page “Sau phát hành” of a document.
type aftermathView struct {
	page
	View    signoff.View
	Actions []afterView
	Copies  []calledView // that are called back
	Address string
}

// afterView is one action as a form, or the reasons against it.
type afterView struct {
	Action signoff.Action
	Key    string
	View   *aftermathView
	Typed  afterInput
	Copies []copyChoice // that lấy lại may ask for
}

// copyChoice is a copy to choose, ticked as it was before a refusal.
type copyChoice struct {
	distribution.Delivery
	Chosen bool
}

// afterInput is what a person types with such an action.
type afterInput struct {
	Comment, Ground, Mistake string
	To                       []string
}

// calledView is a copy that is called back, with what its receiver answered.
type calledView struct {
	distribution.Delivery
	Call distribution.CalledBack
	// Notice is how a receiver without an account was told; nil for the others.
	Notice *distribution.RecallNotice
	Notes  bool // văn thư may note that it came back on paper
	Posts  bool // văn thư has to post the notice
	Key    string
}

func (s *site) aftermath(c echo.Context, who string) error {
	return s.aftermathPage(c, who, c.Param("id"), "", afterInput{}, nil)
}

func (s *site) aftermathPage(c echo.Context, who, id, action string, typed afterInput, refused *fault.Fault) error {
	ctx := c.Request().Context()
	v, err := s.Signoff.Show(ctx, who, id)
	if err != nil {
		return err
	}
	view, status := aftermathView{View: v, Address: addressOf(v.Document.Regime)}, http.StatusOK
	if view.page, err = s.page(c, who, "Sau phát hành: "+titleOf(v), ""); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	var free []distribution.Delivery
	if v.MayListDeliveries {
		if view.Copies, free, err = s.calledCopies(ctx, who, id, view.Key); err != nil {
			return err
		}
	}
	recalls := slices.ContainsFunc(v.Available, func(a signoff.Action) bool {
		return a.Action == "take_back" && (a.Allowed || a.Reasons[0].Code != "FORBIDDEN")
	})
	for i := range view.Copies {
		view.Copies[i].Notes, view.Copies[i].Posts = view.Copies[i].Notes && recalls, view.Copies[i].Posts && recalls
	}
	for _, a := range v.Available {
		if !slices.Contains(afterIssue, a.Action) || !a.Allowed && a.Reasons[0].Code == "FORBIDDEN" {
			continue
		}
		if a.Action == "withdraw_recall" && (v.Fate.Decided == nil || v.Fate.Executed != nil) {
			continue // there is no decision to take back
		}
		one := afterView{Action: a, Key: view.Key, View: &view}
		if a.Action == action {
			one.Typed = typed
		}
		if a.Action == "take_back" {
			for _, d := range free {
				one.Copies = append(one.Copies, copyChoice{d, slices.Contains(one.Typed.To, d.ID)})
			}
		}
		view.Actions = append(view.Actions, one)
	}
	return render(c, status, "aftermath/document", view)
}

// calledCopies parts the copies of a document: those called back, and those that could still be taken back.
func (s *site) calledCopies(ctx context.Context, who, id, key string) (called []calledView, free []distribution.Delivery, err error) {
	c, err := s.Distribution.CalledBack(ctx, actor(who), id)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range c.Deliveries {
		for _, call := range c.Calls[d.ID] {
			one := calledView{Delivery: d, Call: call, Key: key}
			one.Notes = call.Kind == distribution.Recall && call.Answer == "" && d.By() != distribution.ByAccount
			if n, told := c.Notices[d.ID]; told && call.Kind == distribution.Recall {
				one.Notice, one.Posts = &n, n.ToPost()
			}
			called = append(called, one)
		}
		if len(c.Calls[d.ID]) == 0 && d.State != distribution.Refused && d.By() == distribution.ByAccount {
			free = append(free, d)
		}
	}
	return called, free, nil
}

// takeAfter carries out an action after issue.
func (s *site) takeAfter(c echo.Context, who string) error {
	id, action := c.Param("id"), c.Param("action")
	f, err := s.form(c, who)
	typed := afterInput{}
	if err == nil {
		typed = afterInput{Comment: f.text("comment"), Ground: f.text("ground"), Mistake: f.Get("reason_kind"), To: f.Values["to"]}
		err = s.fireAfter(f, who, id, action, typed)
	}
	return s.answer(f.ctx, c, err, always("/documents/"+id+"/aftermath"), func(refused *fault.Fault) error {
		return s.aftermathPage(c, who, id, action, typed, refused)
	})
}

func (s *site) fireAfter(f form, who, id, action string, typed afterInput) error {
	if !slices.Contains(afterIssue, action) {
		return fault.New(fault.Unmet, "ACTION_UNKNOWN", "Không có việc này sau phát hành.")
	}
	version, err := versionIn(f)
	if err != nil {
		return err
	}
	_, err = s.Signoff.Fire(f.ctx, who, id, action, signoff.FireInput{
		Version: version, Comment: typed.Comment, Ground: typed.Ground, Error: typed.Mistake, To: typed.To,
	})
	return err
}

// postRecall notes that the notice of a recall went out on paper.
func (s *site) postRecall(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := f.Get("document")
	if err == nil {
		_, err = s.Distribution.RecordPost(f.ctx, actor(who), c.Param("id"), distribution.Post{
			About: distribution.PostedRecall, Mark: f.text("mark"), SignedBy: f.text("signed_by"), Note: f.text("note"),
		})
	}
	return s.answer(f.ctx, c, err, always("/documents/"+id+"/aftermath"), func(refused *fault.Fault) error {
		return s.aftermathPage(c, who, id, "", afterInput{}, refused)
	})
}

// sentBack notes that a copy on paper came back.
func (s *site) sentBack(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := f.Get("document")
	if err == nil {
		_, err = s.Distribution.RecordSentBack(f.ctx, actor(who), c.Param("id"), f.text("proof"))
	}
	return s.answer(f.ctx, c, err, always("/documents/"+id+"/aftermath"), func(refused *fault.Fault) error {
		return s.aftermathPage(c, who, id, "", afterInput{}, refused)
	})
}

// callsView are the copies of a receiver that their senders want back.
type callsView struct {
	page
	Items []callItem
	Next  string
}

// callItem is one of them.
type callItem struct {
	distribution.Call
	KindName, From, Key string
}

// IsRecall says whether the document itself is recalled, and not this copy alone taken back.
func (i callItem) IsRecall() bool { return i.CalledBack.Kind == distribution.Recall }

func (s *site) calls(c echo.Context, who string) error { return s.callsPage(c, who, nil) }

func (s *site) callsPage(c echo.Context, who string, refused *fault.Fault) error {
	ctx := c.Request().Context()
	list, err := s.Distribution.Calls(ctx, actor(who), c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	names, err := s.organNames(ctx, who)
	if err != nil {
		return err
	}
	view, status := callsView{}, http.StatusOK
	if view.page, err = s.page(c, who, "Văn bản bị thu hồi, lấy lại", "called-back"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	if list.Next != "" {
		view.Next = withQuery("/called-back", "cursor", list.Next)
	}
	for _, call := range list.Items {
		view.Items = append(view.Items, callItem{
			Call: call, KindName: kindName(call.Document), From: names[call.Document.IssuerID], Key: view.Key,
		})
	}
	return render(c, status, "aftermath/received", view)
}

func (s *site) destroy(c echo.Context, who string) error {
	return s.answerCall(c, who, func(f form, id string) error {
		_, err := s.Distribution.ConfirmDestroyed(f.ctx, actor(who), id, f.text("note"))
		return err
	})
}

func (s *site) answerTakeBack(c echo.Context, who string) error {
	return s.answerCall(c, who, func(f form, id string) error {
		_, err := s.Distribution.AnswerTakeBack(f.ctx, actor(who), id, f.Get("agree") == "yes", f.text("note"))
		return err
	})
}

func (s *site) answerCall(c echo.Context, who string, do func(form, string) error) error {
	f, err := s.form(c, who)
	if err == nil {
		err = do(f, c.Param("id"))
	}
	return s.answer(f.ctx, c, err, always("/called-back"), func(refused *fault.Fault) error {
		return s.callsPage(c, who, refused)
	})
}
