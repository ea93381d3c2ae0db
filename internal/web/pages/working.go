package pages

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// What the drafting page asks about a text while it is typed. Scripts send the page's own form; they are answered in
// JSON, or with a PDF. Nothing here makes a version.

// workingView is what the drafting page knows of the text that is kept while it is typed.
type workingView struct {
	ID       string // of the working text, also of one that is not kept yet
	Revision int
	SavedAt  time.Time // zero when it is not kept
	Others   []typistView
}

// typistView is somebody else who is typing the same draft.
type typistView struct {
	Name  string `json:"name"`
	Since string `json:"since"`
}

// conflictView is how the text of the form differs from what was saved meanwhile.
type conflictView struct {
	Summary []string
	Parts   []partView
	Fields  []fieldChange // what beside the text
	Kept    bool          // it differs from what another window is typing, not from a version
}

// fieldChange is a field beside the text, in the form and elsewhere.
type fieldChange struct{ Label, Mine, Theirs string }

// notTyped are the fields of the form that are about the form.
var notTyped = []string{"key", "version", "working", "revision", "author", "document", "issuer", "kind", "fix", "apply", "mode"}

// errAccountChanged: somebody else has logged in since the page was opened; what the one typed is not the other's.
var errAccountChanged = fault.New(fault.Conflict, "ACCOUNT_CHANGED", "Trình duyệt này đang đăng nhập bằng tài khoản khác với tài khoản đã mở trang soạn thảo. Chưa lưu gì.")

// typedForm reads a form that is sent while it is typed: it changes nothing that must not happen twice.
func (s *site) typedForm(c echo.Context, who string) (form, error) {
	r := c.Request()
	f := form{ctx: store.WithoutKey(r.Context())}
	if err := r.ParseForm(); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return f, fault.New(fault.TooLarge, "FORM_TOO_LARGE", "Nội dung gửi lên quá lớn.").Because(err)
		}
		return f, fault.New(fault.Malformed, "FORM_UNREADABLE", "Không đọc được biểu mẫu đã gửi.").Because(err)
	}
	if err := storable(r.PostForm); err != nil {
		return f, err
	}
	f.Values = r.PostForm
	return f, f.by(who)
}

// by refuses what somebody else typed before the log-in.
func (f form) by(who string) error {
	if author := f.Get("author"); author != "" && author != who {
		return errAccountChanged
	}
	return nil
}

// typedText is a form as signoff looks at a text that is being typed.
func (s *site) typedText(f form, who string) (signoff.Typed, error) {
	t := signoff.Typed{ID: f.Get("document")}
	if t.ID == "" {
		t.Draft = draftInput(f)
		return t, nil
	}
	in, err := s.editInput(f, who, t.ID)
	in.Version = 0
	t.Edit = in
	return t, err
}

// workingOf is the working text that a form holds.
func workingOf(f form) document.Working {
	revision, _ := number(f.Get("revision"))
	base, _ := number(f.Get("version"))
	w := document.Working{
		ID: f.Get("working"), DocumentID: f.Get("document"), IssuerID: f.Get("issuer"), Kind: f.Get("kind"), Subject: f.text("subject"),
		BaseVersion: base, Revision: revision, Form: map[string]string{},
	}
	for name := range f.Values {
		if !slices.Contains(notTyped, name) {
			w.Form[name] = strings.ReplaceAll(f.Get(name), "\r\n", "\n")
		}
	}
	return w
}

// formIn is a kept form as it was sent.
func formIn(ctx context.Context, w document.Working) form {
	values := url.Values{"issuer": {w.IssuerID}, "kind": {w.Kind}, "document": {w.DocumentID}}
	for name, value := range w.Form {
		values.Set(name, value)
	}
	return form{Values: values, ctx: ctx}
}

// keptAnswer is what the page hears of a text that was kept.
type keptAnswer struct {
	Working  string       `json:"working"`
	Revision int          `json:"revision"`
	At       string       `json:"at"`    // 09:41
	Stale    bool         `json:"stale"` // somebody changed the document since the page was opened
	Others   []typistView `json:"others"`
}

func (s *site) keepWorking(c echo.Context, who string) error {
	f, err := s.typedForm(c, who)
	if err != nil {
		return told(c, err)
	}
	w := workingOf(f)
	kept, err := s.Signoff.KeepWorking(f.ctx, who, w)
	if err != nil {
		return told(c, err)
	}
	return c.JSON(http.StatusOK, keptAnswer{
		Working: kept.ID, Revision: kept.Revision, At: clockText(kept.SavedAt), Stale: kept.Version != w.BaseVersion && w.DocumentID != "",
		Others: typistsOf(kept),
	})
}

func typistsOf(kept signoff.Kept) []typistView {
	others := []typistView{}
	for _, o := range kept.Others {
		others = append(others, typistView{Name: kept.People[o.PersonID], Since: clockText(o.Since)})
	}
	return others
}

// clockText is a moment of today as a clock shows it, one of another day with its date.
func clockText(at time.Time) string {
	at = at.In(store.Hanoi)
	if store.DateOf(at) == store.DateOf(time.Now()) {
		return at.Format("15:04")
	}
	return at.Format("15:04 02/01/2006")
}

// dropWorking throws the kept text away and leads back to what is saved.
func (s *site) dropWorking(c echo.Context, who string) error {
	f, err := s.typedForm(c, who)
	if err != nil {
		return err
	}
	if err := s.Signoff.DropWorking(f.ctx, who, f.Get("working")); err != nil {
		return err
	}
	if id := f.Get("document"); id != "" {
		return c.Redirect(http.StatusSeeOther, "/documents/"+url.PathEscape(id)+"/edit")
	}
	return c.Redirect(http.StatusSeeOther, "/documents/new")
}

// refusalAnswer is a refusal as scripts hear it.
type refusalAnswer struct {
	Code    string   `json:"code"`
	Detail  string   `json:"detail"`
	Reasons []string `json:"reasons"`
	Field   string   `json:"field"` // of the form; "" for none
}

// told answers a script with a refusal in the person's language; what is no refusal goes to the log as always.
func told(c echo.Context, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		return err
	}
	words := lookOf(c).catalogue()
	answer := refusalAnswer{Code: f.Code, Detail: words.Say(f.Detail), Reasons: []string{}, Field: fieldOf[f.Code]}
	for _, r := range f.Reasons {
		answer.Reasons = append(answer.Reasons, words.Say(r.Detail))
	}
	return c.JSON(statusOf(f), answer)
}

// fieldOf says which field of the form a refusal is about.
var fieldOf = map[string]string{
	"SUBJECT_TOO_LONG": "subject", "SUBJECT_WITHOUT_WORDS": "subject", "PLACE_INVALID": "place", "DATE_INVALID": "due", "URGENCY_UNKNOWN": "urgency",
	"SIGNER_NOT_ENTITLED": "signer",
}

// workingPDF draws the pages of the text as it is typed.
func (s *site) workingPDF(c echo.Context, who string) error {
	f, err := s.typedForm(c, who)
	if err != nil {
		return told(c, err)
	}
	t, err := s.typedText(f, who)
	if err != nil {
		return told(c, err)
	}
	b, err := s.Signoff.PreviewTyped(f.ctx, who, t)
	if err != nil {
		return told(c, err)
	}
	defer b.Reader.Close()
	return serve(c, b, "application/pdf", "inline")
}

// compareWorking shows the form again as it was sent, and how it differs from what was saved elsewhere: from the text that
// another window is typing, or else from the newest version. Whoever goes on from there has seen both.
func (s *site) compareWorking(c echo.Context, who string) error {
	f, err := s.typedForm(c, who)
	if err != nil {
		return err
	}
	return s.conflictPage(c, who, f, nil)
}

// conflictPage shows a form and what stands against it.
func (s *site) conflictPage(c echo.Context, who string, f form, refused *fault.Fault) error {
	id := f.Get("document")
	kept, found, err := s.Signoff.Working(f.ctx, who, id, f.Get("working"))
	if err != nil {
		return err
	}
	view := draftView{ID: id, Form: formOf(f), Version: kept.Version, Working: workingView{ID: f.Get("working"), Others: typistsOf(kept)}}
	if found {
		view.Working = workingView{ID: kept.ID, Revision: kept.Revision, SavedAt: kept.SavedAt, Others: typistsOf(kept)}
	}
	var v signoff.View
	if id != "" {
		if v, err = s.Signoff.Show(f.ctx, who, id); err != nil {
			return err
		}
		view.Form.Issuer, view.Form.Kind = v.Document.IssuerID, v.Document.Kind
	}
	view.Conflict, err = s.conflict(f, who, v, kept.Working, found)
	if f := new(fault.Fault); errors.As(err, &f) && f.Kind != fault.Internal { // a text that cannot be read is shown without
		err, refused = nil, f
	}
	if err != nil {
		return err
	}
	if id == "" {
		return s.newDraftPage(c, who, view, refused)
	}
	return s.editPage(c, who, view, v, refused)
}

// conflict compares a form with the kept text, where it is another, or else with the saved document; nil for no difference.
func (s *site) conflict(f form, who string, v signoff.View, kept document.Working, found bool) (*conflictView, error) {
	mine, err := s.typedText(f, who)
	if err != nil {
		return nil, err
	}
	var other *signoff.Typed
	theirs := savedForm(v)
	if found && !maps.Equal(kept.Form, workingOf(f).Form) {
		form := formIn(f.ctx, kept)
		typed, err := s.typedText(form, who)
		if err != nil {
			return nil, err
		}
		other, theirs = &typed, formOf(form)
	}
	if other == nil && mine.ID == "" {
		return nil, nil
	}
	r, err := s.Signoff.CompareTyped(f.ctx, who, other, mine)
	if err != nil {
		return nil, err
	}
	fields, err := s.fieldChanges(f.ctx, who, formOf(f), theirs)
	if err != nil || r.Summary == (document.Summary{}) && len(fields) == 0 {
		return nil, err
	}
	return &conflictView{Summary: strings.Split(r.Summary.Sentence(), ", "), Parts: partsOf(r), Fields: fields, Kept: other != nil}, nil
}

// fieldChanges are the fields beside the text that differ.
func (s *site) fieldChanges(ctx context.Context, who string, mine, theirs draftForm) (changes []fieldChange, err error) {
	offers, err := s.Signoff.Kinds(ctx, who)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, offer := range offers {
		for _, signer := range offer.Signers {
			names[signer.PersonID] = signer.Name
		}
	}
	paper := map[bool]string{true: "Kèm bản giấy"}
	for _, f := range []fieldChange{
		{"Người ký", names[mine.Signer], names[theirs.Signer]}, {"Độ khẩn", document.UrgencyLabel(mine.Urgency), document.UrgencyLabel(theirs.Urgency)},
		{"Địa danh", mine.Place, theirs.Place}, {"Hạn xử lý", dateText(store.Date(mine.DueDay)), dateText(store.Date(theirs.DueDay))},
		{"Bản giấy", paper[mine.WithPaper], paper[theirs.WithPaper]},
	} {
		if f.Mine != f.Theirs {
			changes = append(changes, f)
		}
	}
	return changes, nil
}
