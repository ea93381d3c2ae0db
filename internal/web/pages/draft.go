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

// newView is the page on which a person chooses what to draft, or pastes a whole text.
type newView struct {
	page
	Issuers []issuerOffer
	Paste   draftForm
}

// issuerOffer is an issuer and the kinds that the person may draft for it.
type issuerOffer struct {
	ID, Name string
	Kinds    []kindOffer
}

// kindOffer is a kind with its boilerplate.
type kindOffer struct {
	document.Kind
	Templates []document.Template
}

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
	ID      string // "" for a new one
	Version int
	Form    draftForm
	Kind    document.Kind
	Issuer  directory.Organ
	Signers []signerChoice
	Bodies  []choice // the collectives that the issuer may act for beside the usual one
	Address string   // đồng chí | ông/bà
	Fields  []fieldView
	Stale   bool // somebody changed the document meanwhile
	Preview *previewView
	// ConclusionDue is when the thông báo kết luận must be out, by the meeting that was saved; zero for any other draft.
	ConclusionDue time.Time
}

// signerChoice is somebody who may sign, with the lines that will stand above the name.
type signerChoice struct{ ID, Label string }

func (s *site) newDocument(c echo.Context, who string) error {
	offers, err := s.Signoff.Kinds(c.Request().Context(), who)
	if err != nil {
		return err
	}
	issuer, kind, _ := strings.Cut(c.QueryParam("offer"), ":")
	kind, template, _ := strings.Cut(kind, ":")
	for _, offer := range offers {
		if offer.Issuer.ID == issuer && offer.Kind.ID == kind {
			form := draftForm{Issuer: issuer, Kind: kind, Place: offer.Issuer.Place}
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

// choosePage offers the kinds, and the field for a whole text.
func (s *site) choosePage(c echo.Context, who string, paste draftForm, offers []signoff.Offer, refused *fault.Fault) error {
	view := newView{Paste: paste}
	for _, offer := range offers {
		if n := len(view.Issuers); n == 0 || view.Issuers[n-1].ID != offer.Issuer.ID {
			view.Issuers = append(view.Issuers, issuerOffer{ID: offer.Issuer.ID, Name: offer.Issuer.Name})
		}
		last := &view.Issuers[len(view.Issuers)-1]
		last.Kinds = append(last.Kinds, kindOffer{offer.Kind, document.Templates(offer.Kind.Regime, offer.Kind.ID)})
	}
	var err error
	if view.page, err = s.page(c, who, "Dự thảo văn bản mới", "new"); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "documents/new", view)
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
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
		view.Stale = refused.Kind == fault.Conflict
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
		var v signoff.View
		v, err = s.Signoff.Draft(f.ctx, who, signoff.DraftInput{
			Issuer: typed.Issuer, Kind: typed.Kind, Subject: typed.Subject, Text: typed.Body, RecipientsText: typed.Recipients,
			Addressees: f.lines("addressees"), Urgency: typed.Urgency, Signer: typed.Signer, Place: typed.Place, Due: store.Date(typed.DueDay),
			OnBehalfOf: typed.OnBehalfOf, Fields: filledIn(typed.Fields, document.Content{}), WithPaper: typed.WithPaper,
		})
		id = v.Document.ID
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
		offers, err := s.Signoff.Kinds(c.Request().Context(), who)
		if err != nil {
			return err
		}
		for _, offer := range offers {
			if !pasted && offer.Issuer.ID == typed.Issuer && offer.Kind.ID == typed.Kind {
				return s.draftPage(c, who, draftView{Form: typed}, offer, refused)
			}
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
	view := draftView{ID: v.Document.ID, Version: v.Document.Version, Form: draftForm{
		Issuer: v.Document.IssuerID, Kind: v.Document.Kind, Subject: v.Content.Subject,
		Addressees: strings.Join(v.Content.Addressees, "\n"), Recipients: v.Content.RecipientsText, Body: editorText(v.Content.Body),
		Urgency: v.Document.Urgency, Signer: v.Document.SignerID, Place: v.Document.Place, DueDay: string(v.Document.Due),
		OnBehalfOf: v.Document.OnBehalfOf, Fields: fieldsIn(v.Content), WithPaper: v.Document.WithPaper,
	}}
	return s.editPage(c, who, view, v, nil)
}

// editPage shows the form of a begun draft; who may sign it is looked up among what the person may draft.
func (s *site) editPage(c echo.Context, who string, view draftView, v signoff.View, refused *fault.Fault) error {
	offers, err := s.Signoff.Kinds(c.Request().Context(), who)
	if err != nil {
		return err
	}
	view.ConclusionDue = v.ConclusionDue
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
		v, err := s.Signoff.Show(c.Request().Context(), who, id)
		if err != nil {
			return err
		}
		// The version stays that of the page that was looked at: nobody writes over what they have not seen.
		version, _ := number(f.Get("version"))
		return s.editPage(c, who, draftView{ID: id, Version: version, Form: formOf(f)}, v, refused)
	})
}

// save changes the fields as typed; the text only where it is not the one that the form began with.
func (s *site) save(f form, who, id string) error {
	version, err := versionIn(f)
	if err != nil {
		return err
	}
	typed, addressees := formOf(f), f.lines("addressees")
	due := store.Date(typed.DueDay)
	in := signoff.EditInput{
		Version: version, Subject: &typed.Subject, RecipientsText: &typed.Recipients, Addressees: &addressees,
		Urgency: &typed.Urgency, Signer: &typed.Signer, Place: &typed.Place, Due: &due,
	}
	if f.Has("on_behalf_of") {
		in.OnBehalfOf = &typed.OnBehalfOf
	}
	if f.Has("fields_shown") { // an unticked box sends nothing
		in.WithPaper = &typed.WithPaper
	}
	v, err := s.Signoff.Show(f.ctx, who, id)
	if err != nil {
		return err
	}
	in.Fields = filledIn(typed.Fields, v.Content)
	if typed.Body != strings.TrimSpace(editorText(v.Content.Body)) {
		var figures []document.FigureFile
		if v.MayEdit {
			if figures, err = s.Signoff.Figures(f.ctx, who, id); err != nil {
				return err
			}
		}
		reading, err := readEditor(typed.Body, v.Content.Body, figures)
		if err != nil {
			return err
		}
		in.Body = &reading.Body
		moved(&in, reading)
	}
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
