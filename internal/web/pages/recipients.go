package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// previewView is who would get a document, beside the field in which its Nơi nhận is typed.
type previewView struct {
	distribution.Preview
	Action string // where the form goes that holds it
}

// recipientsView is the page on which a Nơi nhận is tried.
type recipientsView struct {
	page
	Form    draftForm
	On      store.Date
	Issuers []choice
	Query   string
	Found   []distribution.Suggestion
	Preview *previewView
	Groups  []directory.GroupView
	Organs  []choice // who may lead a group
}

var purposeLabels = map[string]string{
	"report": "để báo cáo", "execute": "để thực hiện", "coordinate": "để phối hợp", "inform": "để biết", "monitor": "để theo dõi",
	"direct": "để chỉ đạo", "publish": "để đăng tải",
}

var suggestionLabels = map[string]string{
	"organ": "cơ quan", "group": "nhóm", "person": "cá nhân", "phrase": "cách ghi", "archive": "dòng lưu",
}

func (s *site) recipients(c echo.Context, who string) error {
	view := recipientsView{Query: strings.TrimSpace(c.QueryParam("q")), Form: draftForm{Issuer: c.QueryParam("issuer")}}
	return s.recipientsPage(c, who, view, nil)
}

// recipientsPage shows the page, with what was found for a query.
func (s *site) recipientsPage(c echo.Context, who string, view recipientsView, refused *fault.Fault) error {
	ctx := c.Request().Context()
	var err error
	if view.page, err = s.page(c, who, "Nơi nhận", "recipients"); err != nil {
		return err
	}
	organs, _, err := s.Signoff.Directory(ctx, who)
	if err != nil {
		return err
	}
	for _, o := range organs {
		if o.UnitOf == "" {
			view.Organs = append(view.Organs, choice{o.ID, o.Name})
		}
	}
	served, err := s.servedOrgans(ctx, who)
	if err != nil {
		return err
	}
	for _, o := range served {
		view.Issuers = append(view.Issuers, choice{o.ID, o.Name})
	}
	if view.Form.Issuer == "" && len(served) > 0 {
		view.Form.Issuer = served[0].ID
	}
	if view.On == "" {
		view.On = view.Me.On
	}
	if view.Groups, err = s.Directory.Groups(ctx, who); err != nil {
		return err
	}
	if view.Query != "" && refused == nil {
		view.Found, err = s.Distribution.Complete(ctx, actor(who), view.Form.Issuer, view.Query, view.On)
		if errors.As(err, &refused) && refused.Kind == fault.Internal {
			return err
		}
		if err != nil && refused == nil {
			return err
		}
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "recipients", view)
}

func (s *site) previewRecipients(c echo.Context, who string) error {
	f, err := s.form(c, who)
	typed := applied(f, formOf(f))
	view := recipientsView{Form: typed, On: store.Date(f.Get("on"))}
	if err == nil {
		view.Preview, err = s.preview(f, who, typed, signoff.View{}, "/recipients")
	}
	var refused *fault.Fault
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	return s.recipientsPage(c, who, view, refused)
}

// previewDraft shows the form of a draft again, as typed, with who would get the document.
func (s *site) previewDraft(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err != nil {
		return err
	}
	typed := applied(f, formOf(f))
	var known signoff.View
	view := draftView{ID: f.Get("document"), Form: typed}
	if view.ID != "" { // what is not there for the person is not there
		if known, err = s.Signoff.Show(f.ctx, who, view.ID); err != nil {
			return err
		}
		view.Form.Issuer, view.Form.Kind = known.Document.IssuerID, known.Document.Kind
		view.Version, _ = number(f.Get("version"))
	}
	view.Working.ID = f.Get("working")
	view.Working.Revision, _ = number(f.Get("revision"))
	var refused *fault.Fault
	view.Preview, err = s.preview(f, who, view.Form, known, "/recipients/draft")
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	if view.ID != "" {
		return s.editPage(c, who, view, known, refused)
	}
	offers, err := s.Signoff.Kinds(f.ctx, who)
	if err != nil {
		return err
	}
	for _, offer := range offers {
		if offer.Issuer.ID == typed.Issuer && offer.Kind.ID == typed.Kind {
			return s.draftPage(c, who, view, offer, refused)
		}
	}
	return s.choosePage(c, who, typed, offers, refused)
}

// preview resolves what was typed; the body is the typed text, or, when that is unreadable, the saved one.
func (s *site) preview(f form, who string, typed draftForm, known signoff.View, action string) (*previewView, error) {
	body := known.Content.Body
	if reading, err := signoff.ReadText(typed.Body); err == nil && typed.Body != "" {
		body = reading.Body
	}
	p, err := s.Distribution.Preview(f.ctx, actor(who), distribution.Draft{
		IssuerID: typed.Issuer, Text: typed.Recipients, Addressees: f.lines("addressees"), Body: body, On: store.Date(f.Get("on")),
	})
	if err != nil {
		return nil, err
	}
	return &previewView{p, action}, nil
}

// applied puts a suggestion in place of the words that it was made for.
func applied(f form, typed draftForm) draftForm {
	if old, with, ok := strings.Cut(f.Get("apply"), "|"); ok && old != "" {
		typed.Recipients = strings.Replace(typed.Recipients, old, with, 1)
	}
	return typed
}

func (s *site) changeLead(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Directory.ChangeLead(f.ctx, who, c.Param("group"), f.Get("organ"), store.Date(f.Get("from")))
	}
	return s.answer(f.ctx, c, err, always("/recipients"), func(refused *fault.Fault) error {
		return s.recipientsPage(c, who, recipientsView{}, refused)
	})
}
