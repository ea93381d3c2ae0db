package signoff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// DraftInput is what a person gives to begin a document. Either Text, which is read into fields, or Body; a field given
// beside Text wins over what Text says.
type DraftInput struct {
	Kind, Subkind  string
	Issuer         string // organ id; "" = the organ whose office the person serves
	OnBehalfOf     string
	Subject        string
	Text           string
	Body           *document.Body
	RecipientsText string
	Addressees     []string
	Urgency        string
	SecurityLevel  string
	Signer         string
	Place          string
	Due            store.Date
	Fields         map[string]string // of the kind, by id; what is left out is taken from the text, as far as it tells
	WithPaper      bool              // kèm bản giấy
	Template       string            // id of the boilerplate to begin from, where neither Text nor Body is given
	Working        string            // id of the working text that becomes the draft, and goes

	boilerplate string       // the template's text, filled
	taken       *taken       // a file that was imported, instead of Text
	attached    *beside      // a file that stands beside the new draft
	header      []string     // the issuer's lines in the text's header
	signerName  string       // whom an imported file names
	orderedBy   *authz.Actor // who has it drafted by somebody else: a later document than one that he signed
}

// errSecret refuses state secrets before anything is stored (Luật 117/2025 Art. 5).
var errSecret = fault.New(fault.Unmet, "SECRET_REFUSED", "Văn bản bí mật nhà nước không được soạn thảo, lưu giữ trên hệ thống này.")

// Draft begins a document.
func (s *Service) Draft(ctx context.Context, personID string, in DraftInput) (View, error) {
	id, err := s.drafted(ctx, personID, in)
	if err != nil {
		return View{}, s.refused(ctx, personID, authz.DocumentCreate, "", err)
	}
	return s.Show(ctx, personID, id)
}

// drafted reads, plans, keeps the text as it came, and only then writes: whoever is refused leaves no bytes behind.
func (s *Service) drafted(ctx context.Context, personID string, in DraftInput) (id string, err error) {
	if err := s.fromTemplate(ctx, personID, &in); err != nil {
		return "", err
	}
	content, err := read(&in)
	if err != nil {
		return "", err
	}
	err = s.store.View(ctx, func(tx *store.Tx) error {
		_, err := s.plan(tx, personID, in, content)
		return err
	})
	if err != nil {
		return "", err
	}
	if content.SourceSHA256, err = s.keepSource(ctx, in.Text, in.taken); err != nil {
		return "", err
	}
	if in.attached != nil {
		if in.attached.row.SHA256, err = s.keep(ctx, in.attached.raw); err != nil {
			return "", err
		}
	}
	links := document.LinksIn(content.Subject, content.Body) // before the transaction: a long text takes its time
	err = s.store.Update(ctx, func(tx *store.Tx) (err error) {
		id, err = s.begin(tx, personID, in, content, links)
		return err
	})
	return id, err
}

// keepSource keeps a text or a file as it came, with the pictures that its body shows; "" for none.
func (s *Service) keepSource(ctx context.Context, text string, file *taken) (string, error) {
	raw := []byte(text)
	if file != nil {
		raw = file.raw
		for _, figure := range file.figures {
			if _, err := s.keepFigure(ctx, file.reading.Images[figure.SHA256]); err != nil {
				return "", err
			}
		}
	}
	if len(raw) == 0 {
		return "", nil
	}
	return s.keep(ctx, raw)
}

// read turns the input into content; it looks nothing up and stores nothing.
func read(in *DraftInput) (document.Content, error) {
	if in.SecurityLevel != "" && in.SecurityLevel != "thuong" {
		return document.Content{}, errSecret
	}
	if err := in.bounded(); err != nil {
		return document.Content{}, err
	}
	for _, text := range []string{in.Text, in.Subject, in.RecipientsText, in.Place, strings.Join(in.Addressees, "\n")} {
		if err := document.RefuseSecret(text, ""); err != nil {
			return document.Content{}, err
		}
	}
	if in.taken != nil {
		return readTaken(in, in.taken.reading)
	}
	c := document.Content{Subject: in.Subject, RecipientsText: in.RecipientsText, Addressees: in.Addressees}
	if in.Body != nil {
		if in.Text != "" {
			return c, fault.New(fault.Unmet, "TEXT_AND_BODY", "Chỉ gửi một trong hai: toàn văn (text) hoặc nội dung theo khối (body).")
		}
		c.Body = *in.Body
		return normalized(c)
	}
	switch {
	case in.Text != "":
		return readText(in, in.Text)
	case in.boilerplate != "":
		return readText(in, in.boilerplate)
	}
	return normalized(c)
}

// plan is a draft before it is written: everything that can be refused has been.
type plan struct {
	actor    authz.Actor
	document document.Document
	content  document.Content
	chain    *Chain
	issuer   directory.Organ
}

// plan checks who drafts what for whom on the office's date.
func (s *Service) plan(tx *store.Tx, personID string, in DraftInput, c document.Content) (p plan, err error) {
	on := s.officeDate()
	if p.actor, err = login.Actor(tx, personID, on); err != nil {
		return p, err
	}
	var unit string
	if p.issuer, unit, err = s.issuerFor(tx, p.actor, in.Issuer, in.header, on); err != nil {
		return p, err
	}
	if in.Kind == "" {
		return p, fault.New(fault.Unmet, "KIND_MISSING", "Chưa chọn loại văn bản, và trong nội dung không có tên loại.")
	}
	kind, err := document.KindByID(string(p.issuer.Regime), in.Kind)
	if err != nil {
		return p, err
	}
	if err := document.MayIssue(string(p.issuer.Regime), kind.ID, p.issuer.Class); err != nil {
		return p, err
	}
	if p.chain = s.chains.byClass[p.issuer.Class]; p.chain == nil {
		return p, fault.New(fault.Unmet, "CHAIN_MISSING", fmt.Sprintf("Chưa có luồng trình ký cho %s.", p.issuer.Name))
	}
	p.document = document.Document{
		Kind: kind.ID, Subkind: in.Subkind, Regime: string(p.issuer.Regime), IssuerID: p.issuer.ID,
		OfficeID: p.issuer.Office(), UnitID: unit, OnBehalfOf: in.OnBehalfOf, DrafterID: p.actor.PersonID, SignerID: in.Signer,
		Place: in.Place, Urgency: in.Urgency, Due: in.Due, WithPaper: in.WithPaper, State: p.chain.Initial, ChainID: p.chain.ID,
		ChainVersion: p.chain.Version, OfficeDate: on,
	}
	if p.document.Place == "" {
		p.document.Place = p.issuer.Place
	}
	if p.document.Subkind == "" {
		p.document.Subkind = kind.SubkindOf(c.Subject)
	}
	if p.document.SignerID == "" {
		if p.document.SignerID, err = signerNamed(tx, in.signerName, p.issuer.ID, kind.ID, on); err != nil {
			return p, err
		}
	}
	if err := c.Body.MayShow(in.taken.own()); err != nil {
		return p, err
	}
	p.content = c
	p.content.AuthorID = p.actor.PersonID
	if len(c.Addressees) > 0 && c.AddressWord == "" {
		p.content.AddressWord = kind.AddressWord
	}
	if p.content, err = withFields(p.content, kind.FieldsFor(p.document.Subkind, c.Subject), in.Fields, true); err != nil {
		return p, err
	}
	return p, s.checkFields(tx, &p.document, kind, on)
}

// begin writes the draft: who may see it, where it stands, its first event.
func (s *Service) begin(tx *store.Tx, personID string, in DraftInput, c document.Content, links []document.Link) (string, error) {
	p, err := s.plan(tx, personID, in, c)
	if err != nil {
		return "", err
	}
	if err := keepChain(tx, p.chain); err != nil {
		return "", err
	}
	d := p.document
	d.ID = store.NewID()
	if err := document.Create(tx, &d, p.content); err != nil {
		return "", err
	}
	if err := grantDrafting(tx, d); err != nil {
		return "", err
	}
	if err := document.Cite(tx, d.ID, links); err != nil {
		return "", err
	}
	if in.Working != "" {
		if err := document.DropWorking(tx, personID, in.Working); err != nil {
			return "", err
		}
	}
	details := map[string]any{"kind": d.Kind, "issuer": p.issuer.Name}
	if err := in.taken.store(tx, d.ID, d.DrafterID, details); err != nil {
		return "", err
	}
	if in.attached != nil {
		file := in.attached.row
		file.DocumentID, file.AuthorID = d.ID, d.DrafterID
		if err := document.Attach(tx, &file); err != nil {
			return "", err
		}
		details["attachment"] = file.SHA256
	}
	by := p.actor
	if in.orderedBy != nil {
		by, details["drafter"] = *in.orderedBy, p.actor.Name
	}
	err = audit.Record(tx, audit.Event{
		Subject: audit.Document(d.ID), Action: "draft", ActorID: by.PersonID, ActorName: by.Name,
		Capacity: title(by, d), To: string(d.State), Version: d.Version, Details: details,
	})
	if err != nil {
		return "", err
	}
	return d.ID, tx.SetAnswer(d.ID)
}

// withFields puts given values on a content's fields; when the text is new, what it tells itself comes after them.
func withFields(c document.Content, specs []document.FieldSpec, given map[string]string, fresh bool) (document.Content, error) {
	c, err := c.WithFields(specs, given)
	if err != nil || !fresh {
		return c, err
	}
	return c.Told(specs, given)
}

const placeLimit = 100 // characters: the longest names of places have fifty

// checkFields refuses what no later step could mend: unknown words, a signer without the right on the date. The place,
// which is printed before the date, becomes one line of NFC.
func (s *Service) checkFields(tx *store.Tx, d *document.Document, kind document.Kind, on store.Date) error {
	if err := normalize(&d.Place); err != nil {
		return err
	}
	d.Place = strings.TrimSpace(d.Place)
	if utf8.RuneCountInString(d.Place) > placeLimit || strings.ContainsAny(d.Place, "\n\t") {
		return fault.New(fault.Unmet, "PLACE_INVALID", "Địa danh phải là một dòng, không quá 100 ký tự.")
	}
	if !slices.Contains(document.Urgencies, d.Urgency) {
		return fault.New(fault.Unmet, "URGENCY_UNKNOWN", fmt.Sprintf("Không có độ khẩn %q.", d.Urgency))
	}
	if d.Due != "" && !d.Due.Valid() {
		return fault.New(fault.Unmet, "DATE_INVALID", fmt.Sprintf("Hạn xử lý %q không phải là ngày (yyyy-mm-dd).", d.Due))
	}
	if err := kind.MaySubkind(d.Subkind); err != nil {
		return err
	}
	if d.SignerID == "" {
		return nil
	}
	_, err := directory.SigningFormulaFor(tx, d.SignerID, d.IssuerID, d.OnBehalfOf, d.Kind, on)
	return err
}

// issuerFor finds the issuer and the drafting unit: the person must be staff of the office that serves the issuer. Where
// nobody names one it is the organ in the text's header, else the organ of the person's office.
func (s *Service) issuerFor(tx *store.Tx, actor authz.Actor, issuerID string, header []string, on store.Date) (issuer directory.Organ, unitID string, err error) {
	if issuerID == "" {
		if issuerID, err = s.servedIssuer(tx, actor, header, on); err != nil {
			return issuer, "", err
		}
	}
	if issuerID == "" {
		return issuer, "", fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền soạn thảo văn bản.")
	}
	if issuer, err = directory.OrganAt(tx, issuerID, on); err != nil {
		return issuer, "", err
	}
	if !s.mayDraftFor(actor, issuer) {
		return issuer, "", fault.New(fault.Forbidden, "FORBIDDEN", fmt.Sprintf("Không có quyền soạn thảo văn bản của %s.", issuer.Name))
	}
	for _, r := range actor.Roles {
		if r.Office == issuer.Office() {
			return issuer, r.Organ, nil
		}
	}
	return issuer, issuer.Office(), nil
}

// mayDraftFor: the staff of the office that serves an issuer draft for it, and so do its own leaders (domain: quyền).
func (s *Service) mayDraftFor(actor authz.Actor, issuer directory.Organ) bool {
	return s.policy.Can(actor, authz.DocumentCreate, authz.Place{Organs: []authz.Relation{
		{ID: issuer.Office(), Why: authz.Office}, {ID: issuer.ID, Why: authz.Office},
	}})
}

// servedIssuer is, of the organs that the person may draft for, the one whose printed name ends the header.
func (s *Service) servedIssuer(tx *store.Tx, actor authz.Actor, header []string, on store.Date) (found string, err error) {
	organs, err := directory.Organs(tx, on)
	if err != nil {
		return "", err
	}
	text, longest := directory.Fold(strings.Join(header, " ")), 0
	for _, o := range organs {
		if o.UnitOf != "" || !s.mayDraftFor(actor, o) {
			continue
		}
		if found == "" && o.ID == o.Office() {
			found = o.ID
		}
		name := directory.Fold(strings.ReplaceAll(o.PrintedName, "\n", " "))
		if text != "" && strings.HasSuffix(text, name) && len(name) > longest {
			found, longest = o.ID, len(name)
		}
	}
	return found, nil
}

// Bodies are the collectives that an issuer may act for beside the usual one (Ban Chấp hành instead of Ban Thường vụ),
// on the office's date.
func (s *Service) Bodies(ctx context.Context, personID, issuerID string) (bodies []directory.Group, err error) {
	on := s.officeDate()
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, on)
		if err != nil {
			return err
		}
		if _, _, err := s.issuerFor(tx, actor, issuerID, nil, on); err != nil {
			return err
		}
		groups, err := directory.FindGroups(tx, on)
		for _, g := range groups {
			if g.OwnerID == issuerID && g.Body != "" {
				bodies = append(bodies, g)
			}
		}
		return err
	})
	return bodies, s.refused(ctx, personID, authz.DocumentCreate, "", err)
}

// grantDrafting lets the drafter, the drafting unit and the office see a new draft.
func grantDrafting(tx *store.Tx, d document.Document) error {
	grants := []document.Access{
		{DocumentID: d.ID, PersonID: d.DrafterID, Why: authz.Drafter},
		{DocumentID: d.ID, OrganID: d.OfficeID, Why: authz.Office},
	}
	if d.UnitID != "" {
		grants = append(grants, document.Access{DocumentID: d.ID, OrganID: d.UnitID, Why: authz.Unit})
	}
	return document.Grant(tx, grants...)
}

func title(actor authz.Actor, d document.Document) string {
	return (&facts{actor: actor, document: d}).capacity(Transition{})
}
