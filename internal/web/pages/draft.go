package pages

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// draftForm is what a person typed.
type draftForm struct {
	Issuer, Kind                         string
	Subject, Addressees, Recipients      string
	Body, Urgency, Signer, Place, DueDay string
	OnBehalfOf                           string
	Fields                               map[string]string
	WithPaper                            bool
}

// draftView is the form of a draft, new or begun.
type draftView struct {
	page
	ID          string // "" for a new one
	Version     int
	Form        draftForm
	Kind        document.Kind
	Issuer      directory.Organ
	Signers     []signerChoice
	Bodies      []choice // the collectives that the issuer may act for beside the usual one
	Address     string   // đồng chí | ông/bà
	Fields      []fieldView
	Wrong       map[string]string // what is wrong with a field of a refused form
	Who         string            // the account that types: nothing of the page is ever another's
	Working     workingView
	Resumed     bool          // the form holds what was typed and not saved
	Conflict    *conflictView // somebody changed the document meanwhile
	Attachments []document.Attachment
	Preview     *previewView
	// ConclusionDue is when the thông báo kết luận must be out, by the meeting that was saved; zero for any other draft.
	ConclusionDue time.Time
}

// Pages is where the viewer finds the pages of what is typed: scripts hand it the bytes.
func (v draftView) Pages() pdfView { return pdfView{Path: "/documents/working/pdf"} }

// signerChoice is somebody who may sign, with the lines that will stand above the name.
type signerChoice struct{ ID, Label string }

func (s *site) newDocument(c echo.Context, who string) error {
	offers, err := s.Signoff.Kinds(c.Request().Context(), who)
	if err != nil {
		return err
	}
	if id := c.QueryParam("working"); id != "" {
		kept, found, err := s.Signoff.Working(c.Request().Context(), who, "", id)
		if err != nil {
			return err
		}
		if found {
			return s.newDraftPage(c, who, resumed(c, kept), nil)
		}
	}
	issuer, kind, _ := strings.Cut(c.QueryParam("offer"), ":")
	kind, template, _ := strings.Cut(kind, ":")
	for _, offer := range offers {
		if offer.Issuer.ID == issuer && offer.Kind.ID == kind {
			form := draftForm{Issuer: issuer, Kind: kind, Place: offer.Issuer.Place}
			if len(offer.Signers) > 0 {
				form.Signer = offer.Signers[0].PersonID // proposed; the person looks at it
			}
			if template != "" {
				if err := s.fromTemplate(c, who, template, &form); err != nil {
					return err
				}
			}
			return s.draftPage(c, who, draftView{Form: form}, offer, nil)
		}
	}
	return s.choosePage(c, who, draftForm{}, offers, nil)
}

// resumed is the form of a text that was typed and not saved.
func resumed(c echo.Context, kept signoff.Kept) draftView {
	return draftView{
		ID: kept.DocumentID, Version: kept.Version, Form: formOf(formIn(c.Request().Context(), kept.Working)), Resumed: true,
		Working: workingView{ID: kept.ID, Revision: kept.Revision, SavedAt: kept.SavedAt, Others: typistsOf(kept)},
	}
}

// newDraftPage shows the form of a document that is not begun; one that the person may not draft leads to the choice.
func (s *site) newDraftPage(c echo.Context, who string, view draftView, refused *fault.Fault) error {
	offers, err := s.Signoff.Kinds(c.Request().Context(), who)
	if err != nil {
		return err
	}
	for _, offer := range offers {
		if offer.Issuer.ID == view.Form.Issuer && offer.Kind.ID == view.Form.Kind {
			return s.draftPage(c, who, view, offer, refused)
		}
	}
	return s.choosePage(c, who, view.Form, offers, refused)
}

// fromTemplate puts a template's words into the fields.
func (s *site) fromTemplate(c echo.Context, who, template string, form *draftForm) error {
	filled, err := s.Signoff.Template(c.Request().Context(), who, template, form.Issuer)
	if err != nil {
		return err
	}
	reading, err := signoff.ReadText(filled.Text)
	if err != nil {
		return err
	}
	form.Subject, form.Addressees = reading.Subject, strings.Join(reading.Addressees, "\n")
	form.Recipients, form.Body = reading.RecipientsText, editorText(reading.Body)
	return nil
}

// draftPage shows the form of a draft.
func (s *site) draftPage(c echo.Context, who string, view draftView, offer signoff.Offer, refused *fault.Fault) error {
	view.Kind, view.Issuer, view.Address = offer.Kind, offer.Issuer, addressOf(string(offer.Issuer.Regime))
	view.Fields = fieldViews(offer.Kind, view.Form.Fields)
	for _, signer := range offer.Signers {
		label := signer.Name
		if lines := strings.Join(signer.Formula.Lines, " / "); lines != "" {
			label += " (" + lines + ")"
		}
		view.Signers = append(view.Signers, signerChoice{ID: signer.PersonID, Label: label})
	}
	if len(offer.Signers) > 0 { // who may draft for the issuer today
		bodies, err := s.Signoff.Bodies(c.Request().Context(), who, offer.Issuer.ID)
		if err != nil {
			return err
		}
		for _, body := range bodies {
			view.Bodies = append(view.Bodies, choice{body.ID, body.Name})
		}
	}
	title, here, status := "Dự thảo "+strings.ToLower(offer.Kind.Name), "new", http.StatusOK
	if view.ID != "" {
		title, here = "Sửa "+strings.ToLower(offer.Kind.Name), ""
	}
	var err error
	if view.page, err = s.page(c, who, title, here); err != nil {
		return err
	}
	if view.Who = who; view.Working.ID == "" {
		view.Working.ID = store.NewID()
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
		view.Wrong = map[string]string{fieldOf[refused.Code]: refused.Detail}
	}
	return render(c, status, "documents/draft", view)
}

func formOf(f form) draftForm {
	return draftForm{
		Issuer: f.Get("issuer"), Kind: f.Get("kind"), Subject: f.text("subject"), Addressees: f.text("addressees"),
		Recipients: f.text("recipients"), Body: f.text("body"), Urgency: f.Get("urgency"), Signer: f.Get("signer"),
		Place: f.text("place"), DueDay: f.Get("due"), OnBehalfOf: f.Get("on_behalf_of"), Fields: fieldsIn(f), WithPaper: f.Get("with_paper") != "",
	}
}

func (s *site) createDocument(c echo.Context, who string) error {
	f, err := s.form(c, who)
	typed, id := formOf(f), ""
	if err == nil {
		if err = f.by(who); err == nil {
			var v signoff.View
			v, err = s.Signoff.Draft(f.ctx, who, draftInput(f))
			id = v.Document.ID
		}
	}
	pasted := f.Get("mode") == "paste" // then the parts that were moved want to be looked at
	to := func(answered string) string {
		if answered != "" {
			id = answered
		}
		if pasted {
			return "/documents/" + id + "/edit"
		}
		return "/documents/" + id
	}
	return s.answer(f.ctx, c, err, to, func(refused *fault.Fault) error {
		if !pasted {
			revision, _ := number(f.Get("revision"))
			return s.newDraftPage(c, who, draftView{Form: typed, Working: workingView{ID: f.Get("working"), Revision: revision}}, refused)
		}
		offers, err := s.Signoff.Kinds(c.Request().Context(), who)
		if err != nil {
			return err
		}
		return s.choosePage(c, who, typed, offers, refused)
	})
}

func (s *site) editDocument(c echo.Context, who string) error {
	v, err := s.Signoff.Show(c.Request().Context(), who, c.Param("id"))
	if err != nil {
		return err
	}
	if !v.MayEdit {
		return c.Redirect(http.StatusSeeOther, "/documents/"+v.Document.ID)
	}
	kept, found, err := s.Signoff.Working(c.Request().Context(), who, v.Document.ID, "")
	if err != nil {
		return err
	}
	if found && kept.BaseVersion != v.Document.Version { // the text has moved on since: both are shown
		return s.conflictPage(c, who, formIn(c.Request().Context(), kept.Working), nil)
	}
	if found {
		return s.editPage(c, who, resumed(c, kept), v, nil)
	}
	return s.editPage(c, who, draftView{ID: v.Document.ID, Version: v.Document.Version, Form: savedForm(v), Working: workingView{Others: typistsOf(kept)}}, v, nil)
}

// savedForm is the form of a draft as it is saved.
func savedForm(v signoff.View) draftForm {
	return draftForm{
		Issuer: v.Document.IssuerID, Kind: v.Document.Kind, Subject: v.Content.Subject,
		Addressees: strings.Join(v.Content.Addressees, "\n"), Recipients: v.Content.RecipientsText, Body: editorText(v.Content.Body),
		Urgency: v.Document.Urgency, Signer: v.Document.SignerID, Place: v.Document.Place, DueDay: string(v.Document.Due),
		OnBehalfOf: v.Document.OnBehalfOf, Fields: fieldsIn(v.Content), WithPaper: v.Document.WithPaper,
	}
}

// editPage shows the form of a begun draft; who may sign it is looked up among what the person may draft.
func (s *site) editPage(c echo.Context, who string, view draftView, v signoff.View, refused *fault.Fault) error {
	offers, err := s.Signoff.Kinds(c.Request().Context(), who)
	if err != nil {
		return err
	}
	view.ConclusionDue, view.Attachments = v.ConclusionDue, v.Attachments
	if view.Form.Issuer == "" {
		view.Form.Issuer, view.Form.Kind = v.Document.IssuerID, v.Document.Kind
	}
	mine := signoff.Offer{Issuer: v.Issuer, Kind: v.Kind}
	for _, offer := range offers {
		if offer.Issuer.ID == v.Document.IssuerID && offer.Kind.ID == v.Document.Kind {
			mine = offer
		}
	}
	return s.draftPage(c, who, view, mine, refused)
}

func (s *site) saveDocument(c echo.Context, who string) error {
	id := c.Param("id")
	f, err := s.form(c, who)
	if err == nil {
		err = s.save(f, who, id)
	}
	return s.answer(f.ctx, c, err, always("/documents/"+id), func(refused *fault.Fault) error {
		if refused.Kind == fault.Conflict && !errAccountChanged.Is(refused) {
			f.Set("document", id)
			return s.conflictPage(c, who, f, refused)
		}
		v, err := s.Signoff.Show(c.Request().Context(), who, id)
		if err != nil {
			return err
		}
		// The version stays that of the page that was looked at: nobody writes over what they have not seen.
		version, _ := number(f.Get("version"))
		revision, _ := number(f.Get("revision"))
		return s.editPage(c, who, draftView{ID: id, Version: version, Form: formOf(f), Working: workingView{ID: f.Get("working"), Revision: revision}}, v, refused)
	})
}

// save makes a version of the form.
func (s *site) save(f form, who, id string) error {
	version, err := versionIn(f)
	if err != nil {
		return err
	}
	if err := f.by(who); err != nil {
		return err
	}
	in, err := s.editInput(f, who, id)
	if err != nil {
		return err
	}
	in.Version = version
	_, err = s.Signoff.Edit(f.ctx, who, id, in)
	return err
}

// moved fills the fields that were left empty with what a whole text holds of them.
func moved(in *signoff.EditInput, r layout.Reading) {
	if *in.Subject == "" {
		in.Subject = &r.Subject
	}
	if *in.RecipientsText == "" {
		in.RecipientsText = &r.RecipientsText
	}
	if len(*in.Addressees) == 0 {
		in.Addressees = &r.Addressees
	}
}
