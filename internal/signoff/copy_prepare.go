package signoff

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/login"
	"trinhky/internal/register"
	"trinhky/internal/store"
)

// CopyInput is what a văn thư gives to prepare a copy.
type CopyInput struct {
	Form           CopyForm
	Organ          string // id of the organ that copies; "" = the văn thư's own
	Signer         string // id of a person
	SourceCopy     string // of a sao lục: id of the sao y
	Blocks         []int  // of a trích sao: numbers of the blocks of the text, from 1
	RecipientsText string
}

// preparedCopy is a copy before it is written: everything that can be refused has been.
type preparedCopy struct {
	facts *facts
	role  authz.Role
	organ directory.Organ
	copy  Copy
	body  document.Body
	words []string // of the block: SAO Y
}

// PrepareCopy lays out a copy of an issued document that the văn thư may see, for its signer.
func (s *Service) PrepareCopy(ctx context.Context, personID, documentID string, in CopyInput) (id string, err error) {
	id, err = s.prepareCopy(ctx, personID, documentID, in)
	return id, s.refused(ctx, personID, authz.DocumentCopy, documentID, err)
}

func (s *Service) prepareCopy(ctx context.Context, personID, documentID string, in CopyInput) (string, error) {
	if err := document.RefuseSecret(in.RecipientsText, ""); err != nil {
		return "", err
	}
	if err := normalize(&in.RecipientsText); err != nil {
		return "", err
	}
	if len(in.RecipientsText) > recipientsLimit || len(in.Blocks) > pieceLimit {
		return "", errTooLarge
	}
	var p preparedCopy
	var sheet layout.Sheet
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		p, err = s.planCopy(tx, personID, documentID, in)
		return err
	})
	if err != nil {
		return "", err
	}
	if sheet, err = s.copySheet(ctx, p); err != nil {
		return "", err
	}
	rendition, err := heavy(ctx, s, personID, func() (layout.Rendition, error) { return layout.Render(sheet) })
	if err != nil {
		return "", err
	}
	sha, err := s.keep(ctx, rendition.PDF)
	if err != nil {
		return "", err
	}
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		now, err := s.planCopy(tx, personID, documentID, in)
		if err != nil {
			return err
		}
		if now.copy.Formula != p.copy.Formula {
			return document.ErrStale
		}
		now.copy.ID, now.copy.Rendition = p.copy.ID, sha
		if err := insertCopy(tx, now.copy); err != nil {
			return err
		}
		if err := now.copy.record(tx, now.facts.actor, now.role, "prepare_copy", "", map[string]any{
			"document": documentID, "form": now.copy.Form, "organ": now.organ.Name, "blocks": now.copy.Blocks, "rendition": sha,
		}); err != nil {
			return err
		}
		if err := s.tellCopy(tx, now.copy, personID, "prepare", nil); err != nil {
			return err
		}
		return tx.SetAnswer(now.copy.ID)
	})
	return p.copy.ID, err
}

// planCopy checks who copies what, for which organ, under whose signature.
func (s *Service) planCopy(tx *store.Tx, personID, documentID string, in CopyInput) (p preparedCopy, err error) {
	if p.facts, err = s.load(tx, personID, documentID); err != nil {
		return p, err
	}
	f := p.facts
	role, may := s.policy.Capacity(f.actor, authz.DocumentCopy, f.place)
	if !may {
		return p, errForbidden
	}
	p.role = role
	if f.document.State != document.Issued && f.document.State != document.Filed {
		return p, fault.New(fault.Unmet, "COPY_NOT_ISSUED", "Chỉ sao văn bản đã phát hành.")
	}
	if err := f.copyable(tx); err != nil {
		return p, err
	}
	if in.Organ == "" {
		in.Organ = role.Office
	}
	organ, err := directory.OrganAt(tx, in.Organ, f.on)
	if err != nil || organ.Office() != role.Office || organ.UnitOf != "" {
		return p, hidden(orElse(err, errCopyOrgan), errCopyOrgan)
	}
	p.organ = organ
	if copyForms[in.Form].label == "" {
		return p, fault.New(fault.Unmet, "COPY_FORM", "Chọn một hình thức sao: sao y, sao lục hoặc trích sao.")
	}
	kind, err := copyKind(organ.Regime, in.Form)
	if err != nil {
		return p, err
	}
	formula, err := s.copySigner(tx, f, in.Signer, organ, kind)
	if err != nil {
		return p, err
	}
	p.copy = Copy{
		ID: store.NewID(), DocumentID: documentID, Form: in.Form, OrganID: organ.ID, OfficeID: role.Office, RecipientsText: strings.TrimSpace(in.RecipientsText),
		Place: organ.Place, SymbolTail: kind.SymbolFor(organ.Code, ""), SignerID: in.Signer, Formula: strings.Join(formula.Lines, "\n"),
		PreparedBy: personID, PreparedAt: tx.Now, State: CopyPrepared, Version: 1,
	}
	p.body, p.words = f.content.Body, []string{copyForms[in.Form].word}
	if err := p.formOf(tx, s, in); err != nil {
		return p, err
	}
	_, err = p.copy.recipients(tx, organ, f)
	return p, err
}

// copyable refuses to copy what was recalled: every copy of it is to be destroyed (NĐ 30/2020 Art. 18.4). What was replaced
// may still be copied, for a hồ sơ.
func (f *facts) copyable(tx *store.Tx) error {
	marks, err := document.MarksOf(tx, f.document.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(marks, func(m document.Mark) bool { return m.Kind == document.MarkRecalled }) {
		return errCopyRecalled
	}
	return nil
}

var errCopyRecalled = fault.New(fault.Unmet, "COPY_OF_RECALLED", "Văn bản đã thu hồi, không sao nữa; bản sao đang lập phải hủy.")

var errCopyOrgan = fault.New(fault.Unmet, "COPY_ORGAN", "Văn thư chỉ lập bản sao cho cơ quan mà văn phòng mình phục vụ.")

// orElse is err, or, when there is none, the other.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// formOf takes what the form asks for: the paragraphs of an extract, the sao y of a sao lục.
func (p *preparedCopy) formOf(tx *store.Tx, s *Service, in CopyInput) (err error) {
	var numbers []int
	if in.Form == Extract {
		if p.body, numbers, err = chosen(p.body, in.Blocks); err != nil {
			return err
		}
		p.copy.Blocks = numbersText(numbers)
	}
	if in.Form != Recopy {
		return nil
	}
	source, err := s.copyFor(tx, p.facts.actor, in.SourceCopy)
	if err != nil {
		return hidden(err, fault.New(fault.Unmet, "COPY_SOURCE", "Không tìm thấy bản sao y để sao lục."))
	}
	if source.DocumentID != p.copy.DocumentID || source.Form != TrueCopy || source.State != CopySealed {
		return fault.New(fault.Unmet, "COPY_SOURCE", "Sao lục là sao từ một bản sao y đã đóng dấu của chính văn bản này.")
	}
	organ, err := directory.OrganByID(tx, source.OrganID)
	if err != nil {
		return err
	}
	p.copy.SourceCopyID = &source.ID
	p.words = append(p.words, fmt.Sprintf("(từ bản sao y số %s, ngày %s của %s)", source.Symbol, day(source.CopyDate), organ.Name))
	return nil
}

func day(d store.Date) string { return d.Time().Format("02/01/2006") }

// copySigner is the formula of who signs for the organ that copies: somebody who may see what is copied.
func (s *Service) copySigner(tx *store.Tx, f *facts, signerID string, organ directory.Organ, kind document.Kind) (directory.Formula, error) {
	formula, err := directory.SigningFormulaFor(tx, signerID, organ.ID, "", kind.ID, f.on)
	if err != nil {
		return formula, err
	}
	signer, err := login.Actor(tx, signerID, f.on)
	if err != nil {
		return formula, err
	}
	if !s.policy.Can(signer, authz.DocumentRead, f.place) {
		return formula, fault.New(fault.Unmet, "COPY_SIGNER", "Người ký bản sao phải là người được xem văn bản gốc.")
	}
	return formula, nil
}

// recipients are who gets the copy; a line that names nobody is refused when the copy is prepared, not when it is sealed.
func (c Copy) recipients(tx *store.Tx, organ directory.Organ, f *facts) ([]distribution.Recipient, error) {
	if c.RecipientsText == "" {
		return nil, nil
	}
	block := distribution.ParseWith(c.RecipientsText, distribution.Context{})
	resolution, err := distribution.Resolve(tx, block, distribution.Env{Issuer: organ, On: f.on})
	return resolution.Recipients, err
}

// copySheet is the page: the issued text with its number, date and “(Đã ký)”, marked as a copy, and the block of the organ
// that copies under it. The original's signatures are not carried over: a copy bears those of who made it.
func (s *Service) copySheet(ctx context.Context, p preparedCopy) (layout.Sheet, error) {
	f := p.facts
	sheet, err := s.sheet(ctx, f)
	if err != nil {
		return sheet, err
	}
	d := f.document
	sheet.On, sheet.Body, sheet.Stated = d.DocumentDate, p.body, "(Đã ký)"
	sheet.Number = register.Number{Value: d.Number}.String()
	sheet.Date = layout.DateText(d.Regime, d.Place, d.DocumentDate)
	if signed := f.parts["sign"].Capacity; signed != "" && f.kind.ID != minutesKind {
		sheet.Formula = strings.Split(signed, " / ")
	}
	signer := ""
	err = s.store.View(ctx, func(tx *store.Tx) error {
		person, _, err := directory.PersonByID(tx, p.copy.SignerID)
		signer = person.Name
		return err
	})
	sheet.Title = copyForms[p.copy.Form].label + " " + d.Symbol
	sheet.Copy = &layout.Copy{
		Form: strings.Join(p.words, "\n"), Issuer: printed(p.organ), Symbol: p.copy.SymbolTail, Place: p.copy.Place,
		Recipients: recipientLines(p.copy.RecipientsText), Formula: formulaLines(p.copy.Formula), SignerName: signer,
		Fields: true, Regime: string(p.organ.Regime),
	}
	return sheet, err
}

// record writes the event of an act on a copy: it is the copying organ's business, not the original issuer's.
func (c Copy) record(tx *store.Tx, actor authz.Actor, role authz.Role, action, comment string, details map[string]any) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "copy", ID: c.ID}, Action: action, ActorID: actor.PersonID, ActorName: actor.Name, Capacity: role.Title,
		To: string(c.State), Version: c.Version, Comment: comment, Details: details,
	})
}

// copyFor loads a copy that an actor may see.
func (s *Service) copyFor(tx *store.Tx, actor authz.Actor, id string) (Copy, error) {
	c, found, err := copyByID(tx, id)
	if err != nil {
		return c, err
	}
	if !found {
		return c, errCopyUnknown
	}
	sent, err := copyRecipients(tx, []string{id})
	if err != nil {
		return c, err
	}
	if !s.policy.Can(actor, authz.DocumentRead, c.placeOf(sent)) {
		return c, errCopyUnknown
	}
	return c, nil
}

// inOffice are the offices of an actor's own posts.
func inOffices(actor authz.Actor, grants func(role string) bool) (offices []string) {
	for _, r := range actor.Roles {
		if r.By == "" && grants(r.Name) && !slices.Contains(offices, r.Office) {
			offices = append(offices, r.Office)
		}
	}
	return offices
}
