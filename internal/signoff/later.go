package signoff

import (
	"context"
	"slices"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
)

// laterLabels name what a later document did to one, in notices.
var laterLabels = map[string]string{
	string(document.MarkReplaced): "Văn bản bị thay thế", string(document.MarkAmended): "Văn bản được sửa đổi",
	string(document.MarkCorrected): "Văn bản được đính chính",
}

// later is a draft that is begun because of an issued document: written out before the transaction, kept in it.
type later struct {
	input   DraftInput
	content document.Content
	links   []document.Link
}

// laterKinds says which mark an action will leave.
var laterKinds = map[string]document.MarkKind{
	"begin_replacement": document.MarkReplaced, "begin_amendment": document.MarkAmended, "begin_correction": document.MarkCorrected,
}

// officialLetter is the kind of a correction (NĐ 30/2020 Art. 18.3: đính chính bằng công văn).
const officialLetter = "official_letter"

// draftLater writes the draft out: the same kind and issuer, the old recipients, and the words that name the old one.
func draftLater(_ context.Context, _ *Service, f *facts) error {
	for _, t := range f.ways(f.action) {
		for _, e := range t.Effects {
			kind, ok := laterKinds[e]
			if !ok {
				continue
			}
			in := f.laterInput(kind)
			content, err := read(&in)
			if err != nil {
				return err
			}
			f.ready.later = &later{input: in, content: content, links: document.LinksIn(content.Subject, content.Body)}
		}
	}
	return nil
}

// loadLater finds who may issue and sign a later document today: the issuer of the old one may have closed since, and its
// signer may have left.
func (f *facts) loadLater(tx *store.Tx) error {
	d, kind := f.document, f.document.Kind
	switch f.action {
	case "correct":
		kind = officialLetter
	case "replace", "amend":
	default:
		return nil
	}
	f.after.issuer = d.IssuerID
	if !f.issuer.Open(f.on) {
		heirs, err := directory.LivingSuccessors(tx, d.IssuerID, f.on)
		if err != nil {
			return err
		}
		if len(heirs) > 0 {
			f.after.issuer = heirs[0].ID
		}
	}
	_, err := directory.SigningFormulaFor(tx, d.SignerID, f.after.issuer, d.OnBehalfOf, kind, f.on)
	if err == nil {
		f.after.signer = d.SignerID
	}
	return fault.System(err)
}

// laterInput is the draft as the old document suggests it.
func (f *facts) laterInput(kind document.MarkKind) DraftInput {
	d, old := f.document, f.content
	full := f.kind.Name + " " + symbolAndDate(d)
	of := full + " của " + f.issuer.Name
	in := DraftInput{
		Kind: d.Kind, Subkind: d.Subkind, Issuer: f.after.issuer, OnBehalfOf: d.OnBehalfOf, Subject: old.Subject, Signer: f.after.signer,
		RecipientsText: old.RecipientsText, Addressees: slices.Clone(old.Addressees), Urgency: d.Urgency, Place: d.Place,
	}
	paragraph := func(text string) document.Block {
		return document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: text}}}
	}
	body := &document.Body{}
	switch kind {
	case document.MarkReplaced:
		in.Fields = map[string]string{}
		for _, field := range old.Fields {
			in.Fields[field.Name] = field.Value
		}
		for _, b := range old.Body.Blocks {
			if b.Picture == nil { // a picture belongs to the document that it was sent to
				body.Blocks = append(body.Blocks, b)
			}
		}
		body.Blocks = append(body.Blocks, paragraph(f.kind.Name+" này thay thế "+of+"."))
	case document.MarkAmended:
		in.Subject = "sửa đổi, bổ sung " + full
		body.Blocks = []document.Block{paragraph("Sửa đổi, bổ sung một số nội dung của " + of + " như sau:")}
	case document.MarkCorrected:
		in.Kind, in.Subkind, in.Subject = officialLetter, "", "đính chính "+full
		if len(in.Addressees) == 0 {
			in.Addressees = f.addresseesOf(old)
		}
		body.Blocks = []document.Block{paragraph(f.issuer.Name + " đính chính sai sót về thể thức, kỹ thuật trình bày của " + of + " như sau:")}
	}
	in.Body = body
	return in
}

// mostAddressees is how many lines of Nơi nhận a letter of correction begins with: its drafter sees to the rest.
const mostAddressees = 20

// addresseesOf are those whom the old document went to, for the letter that corrects it.
func (f *facts) addresseesOf(old document.Content) (names []string) {
	block := distribution.ParseWith(old.RecipientsText, distribution.ContextOf(old.Body))
	for _, l := range block.Lines {
		switch l.Kind {
		case distribution.Archive, distribution.Ref:
		default:
			if len(names) < mostAddressees {
				names = append(names, l.Text)
			}
		}
	}
	return names
}

// beginLater keeps the draft and ties it to the issued document. It takes effect when the draft is issued.
func beginLater(kind document.MarkKind) func(tx *store.Tx, s *Service, f *facts) error {
	return func(tx *store.Tx, s *Service, f *facts) error {
		in := f.ready.later.input
		drafter := f.laterDrafter()
		if drafter != f.actor.PersonID {
			in.orderedBy = &f.actor
		}
		id, err := s.begin(tx, drafter, in, f.ready.later.content, f.ready.later.links)
		if refused := fault.Of(err); err != nil && refused.Kind == fault.Forbidden && drafter != f.actor.PersonID {
			return fault.New(fault.Unmet, "DRAFTER_UNFIT", "Người được giao soạn thảo không soạn thảo văn bản cho cơ quan này, hãy chọn người khác.").Because(err)
		}
		if err != nil {
			return err
		}
		f.noted = map[string]any{"draft": id, "drafter": drafter}
		err = document.BeginLater(tx, document.Later{
			DocumentID: id, TargetID: f.document.ID, Kind: kind, Reason: strings.TrimSpace(f.input.Comment), BegunBy: f.actor.PersonID,
		})
		if err != nil || drafter == f.actor.PersonID {
			return err
		}
		return jobs.Enqueue(tx, notifyArgs{DocumentID: id, Action: f.action, Version: 1, ActorID: f.actor.PersonID, Whys: []string{authz.Drafter}})
	}
}

// laterDrafter is who drafts the later document: whoever is named, else the actor, unless the actor is to sign it: then
// whoever drafted the old one.
func (f *facts) laterDrafter() string {
	if len(f.input.To) > 0 {
		return f.input.To[0]
	}
	if f.actor.PersonID == f.document.SignerID {
		return f.document.DrafterID
	}
	return f.actor.PersonID
}

// relation is what a draft is to become of an issued document.
type relation struct {
	loaded bool
	document.Later
	target document.Document
	marks  []document.Mark // of the target
	heirs  []string        // organs that took over from the target's issuer, where it has closed
	kinds  string          // name of the target's kind
	named  bool            // the draft names the target
}

// loadRelation gathers it; a document that is related to none stays with the zero relation.
func (f *facts) loadRelation(tx *store.Tx) (err error) {
	r := &f.relation
	if r.loaded {
		return nil
	}
	r.loaded = true
	found := false
	if r.Later, found, err = document.LaterOf(tx, f.document.ID); err != nil || !found {
		return err
	}
	if r.target, err = document.Load(tx, r.TargetID); err != nil {
		return err
	}
	if r.marks, err = document.MarksOf(tx, r.TargetID); err != nil {
		return err
	}
	kind, err := document.KindByID(r.target.Regime, r.target.Kind)
	if err != nil {
		return err
	}
	r.kinds = kind.Name
	if r.named, err = document.Names(tx, f.document.ID, r.target.Symbol); err != nil {
		return err
	}
	if r.target.IssuerID == f.document.IssuerID {
		return nil
	}
	heirs, err := directory.LivingSuccessors(tx, r.target.IssuerID, f.on)
	for _, o := range heirs {
		r.heirs = append(r.heirs, o.ID)
	}
	return err
}

// relationHolds: the same authority, an equivalent form, an earlier document that is in force and is named (NĐ 30/2020
// Art. 18.3). A document that replaces none has nothing to hold.
func relationHolds(f *facts) (unmet []fault.Reason) {
	r := f.relation
	if r.TargetID == "" {
		return nil
	}
	old := r.kinds + " " + symbolAndDate(r.target)
	if m, ended := document.Ended(r.marks); ended {
		unmet = append(unmet, one("TARGET_ENDED", "%s không còn hiệu lực: %s.", old, lower(m.Label()))...)
	}
	sameIssuer := f.document.IssuerID == r.target.IssuerID || slices.Contains(r.heirs, f.document.IssuerID)
	if r.Kind == document.MarkCorrected {
		sameIssuer = sameIssuer || f.document.IssuerID == r.target.OfficeID // the văn phòng corrects what it saw to
		if f.document.Kind != officialLetter {
			unmet = append(unmet, one("CORRECTION_BY_LETTER", "Đính chính phải bằng công văn.")...)
		}
	} else {
		if f.document.Kind != r.target.Kind {
			unmet = append(unmet, one("FORM_NOT_EQUIVALENT", "Thay thế, sửa đổi %s phải bằng văn bản có hình thức tương đương.", old)...)
		}
		if f.document.OnBehalfOf != r.target.OnBehalfOf {
			unmet = append(unmet, one("AUTHORITY_OTHER", "Thay thế, sửa đổi phải do chính tập thể hoặc người đứng đầu đã ban hành %s.", old)...)
		}
	}
	if !sameIssuer {
		unmet = append(unmet, one("ISSUER_OTHER", "Chỉ cơ quan đã ban hành %s được thay thế, sửa đổi, đính chính.", old)...)
	}
	if !r.named {
		unmet = append(unmet, one("TARGET_NOT_NAMED", "Trong trích yếu hoặc nội dung phải nêu %s.", old)...)
	}
	return unmet
}

// settleRelation lets a later document take effect in the very transaction that issues it: the earlier one gets its mark
// and its event, and all who had it are told again.
func (s *Service) settleRelation(tx *store.Tx, f *facts) error {
	if err := f.loadRelation(tx); err != nil {
		return err
	}
	r := f.relation
	if r.TargetID == "" {
		return nil
	}
	if unmet := relationHolds(f); len(unmet) > 0 { // a chain of before this rule has no such guard
		return fault.New(fault.Unmet, "CONDITIONS_UNMET", "Chưa thể phát hành văn bản này.", unmet...)
	}
	old := r.target
	if err := document.PutMark(tx, old.ID, r.Kind, f.document.ID, f.actor.PersonID, r.Reason); err != nil {
		return err
	}
	if err := document.Change(tx, &old); err != nil {
		return err
	}
	err := audit.Record(tx, audit.Event{
		Subject: audit.Document(old.ID), Action: string(r.Kind), ActorID: f.actor.PersonID, ActorName: f.actor.Name,
		Capacity: f.capacity(Transition{}), From: string(old.State), To: string(old.State), Version: old.Version, Comment: r.Reason,
		Details: map[string]any{"signed": old.Signed, "sealed": old.Sealed, "symbol": old.Symbol, "by": f.document.ID, "by_symbol": f.document.Symbol},
	})
	if err != nil {
		return err
	}
	f.noted = map[string]any{"relation": r.Kind, "target": old.ID, "target_symbol": old.Symbol}
	return jobs.Enqueue(tx, notifyArgs{
		DocumentID: old.ID, Action: string(r.Kind), Version: old.Version, ActorID: f.actor.PersonID,
		Whys: []string{authz.Received, authz.Addressed, authz.Handler, authz.Drafter, authz.Signer, authz.Register},
	})
}
