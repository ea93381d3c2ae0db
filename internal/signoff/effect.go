package signoff

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/casefile"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/layout"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

// effect is what an action does beside the change of state. prepare is the slow half, outside the transaction; commit
// writes, inside.
type effect struct {
	prepare func(ctx context.Context, s *Service, f *facts) error
	commit  func(tx *store.Tx, s *Service, f *facts) error
	after   bool // it is for what was issued
}

// effects are the effects that a chain file may name.
var effects = map[string]effect{
	"open_opinions":  {commit: openOpinions},
	"record_opinion": {commit: recordOpinion},
	"render":         {prepare: renderSheet, commit: keepRendition},
	"sign":           {prepare: signPersonally, commit: keepSignature},
	"assign_number":  {commit: assignNumber},
	"seal":           {prepare: sealBytes, commit: keepSeal},
	"issue":          {commit: issue},
	"file":           {prepare: countPages, commit: fileAway},

	"decide_recall":     {commit: decideRecall, after: true},
	"withdraw_recall":   {commit: withdrawRecall, after: true},
	"recall":            {commit: recall, after: true},
	"take_back":         {commit: takeBack, after: true},
	"begin_replacement": {prepare: draftLater, commit: beginLater(document.MarkReplaced), after: true},
	"begin_amendment":   {prepare: draftLater, commit: beginLater(document.MarkAmended), after: true},
	"begin_correction":  {prepare: draftLater, commit: beginLater(document.MarkCorrected), after: true},
}

// prepared is what the slow half made for the commit.
type prepared struct {
	blob string // SHA-256 of the new bytes
	row  signature.Signature
	// pages are those of the signed bytes that go into a hồ sơ.
	pages int
	// later is the draft that is begun because of an issued document.
	later *later
}

const pdfLimit = 64 << 20

func (s *Service) keep(ctx context.Context, b []byte) (string, error) {
	info, err := s.blobs.Put(ctx, bytes.NewReader(b), pdfLimit)
	return info.SHA256, err
}

// renderSheet lays the checked text out: these very bytes are what the signer sees and certifies.
func renderSheet(ctx context.Context, s *Service, f *facts) error {
	sheet, err := s.sheet(ctx, f)
	if err != nil {
		return err
	}
	rendition, err := heavy(ctx, s, f.actor.PersonID, func() (layout.Rendition, error) { return layout.Render(sheet) })
	if err != nil {
		return err
	}
	f.ready.blob, err = s.keep(ctx, rendition.PDF)
	return err
}

// keepRendition also opens the document to its signer, who has not seen it before it is fit to be signed.
func keepRendition(tx *store.Tx, _ *Service, f *facts) error {
	f.document.Rendition, f.document.CheckedVersion = f.ready.blob, f.document.ContentVersion
	return document.Grant(tx, document.Access{DocumentID: f.document.ID, PersonID: f.document.SignerID, Why: authz.Signer})
}

// shown refuses to sign other bytes than the person was shown.
func (f *facts) shown(sha string) error {
	if f.input.SHA256 == sha {
		return nil
	}
	return fault.New(fault.Conflict, "BYTES_NOT_SHOWN", "Tệp đã xem không phải là tệp hiện tại, hãy tải lại và xem trước khi ký.")
}

func signPersonally(ctx context.Context, s *Service, f *facts) error {
	if err := f.shown(f.document.Rendition); err != nil {
		return err
	}
	title := f.formula.Position
	key, err := s.personalKey(ctx, f)
	if err != nil {
		return err
	}
	rendition, err := blob.ReadAll(ctx, s.blobs, f.document.Rendition)
	if err != nil {
		return err
	}
	at := time.Now()
	signed, err := signature.Certify(rendition, key, signature.Personal{
		Signer: f.actor.Name, Title: title, Organ: f.issuer.Name, Reason: "Ký ban hành văn bản", Place: f.document.Place, Time: at,
	})
	if err != nil {
		return err
	}
	return s.keepSigned(ctx, f, signed, key, signature.KindPersonal, at)
}

// personalKey opens the actor's key, or takes it from the ring of those who sign many documents in one go.
func (s *Service) personalKey(ctx context.Context, f *facts) (*signature.Key, error) {
	holder := signature.Holder{Kind: signature.OfPerson, ID: f.actor.PersonID, Name: f.actor.Name, Organ: f.issuer.Name, Title: f.formula.Position}
	open := func() (*signature.Key, error) { return s.keys.Unlock(ctx, holder, f.input.PIN) }
	if f.input.keys != nil {
		return f.input.keys.open(open)
	}
	return open()
}

func (s *Service) keepSigned(ctx context.Context, f *facts, signed []byte, key *signature.Key, kind signature.Kind, at time.Time) (err error) {
	if f.ready.blob, err = s.keep(ctx, signed); err != nil {
		return err
	}
	f.ready.row = signature.Signature{
		DocumentID: f.document.ID, Kind: kind, PersonID: f.actor.PersonID, OrganID: f.document.IssuerID,
		SignerName: key.Holder.Name, CertificateSerial: key.Serial(), CertificateDER: key.Certificate().Raw,
		BlobSHA256: f.ready.blob, SignedAt: at.UTC().Truncate(time.Microsecond),
	}
	return nil
}

// keepSignature also opens the document to the register: from now on it is the văn thư's to number.
func keepSignature(tx *store.Tx, _ *Service, f *facts) error {
	f.document.Signed = f.ready.blob
	if err := signature.Record(tx, f.ready.row); err != nil {
		return err
	}
	return document.Grant(tx, document.Access{DocumentID: f.document.ID, OrganID: f.document.OfficeID, Why: authz.Register})
}

// assignNumber writes rows only: the number appears on the page when the organ's seal fills the two fields.
func assignNumber(tx *store.Tx, _ *Service, f *facts) error {
	symbol := f.kind.SymbolFor(f.issuer.Code, f.unit.Code)
	number, err := register.Assign(tx, f.series, register.Entry{
		DocumentID: f.document.ID, Date: f.on, Symbol: symbol, KindName: f.kind.Name, Subject: f.content.Subject,
		Signer: f.signerName, Recipients: oneLine(f.content.RecipientsText), Copies: 1, By: f.actor.PersonID,
	})
	if err != nil {
		return err
	}
	f.document.Number, f.document.DocumentDate = number.Value, f.on
	f.document.Symbol = register.Print(f.document.Regime, number.Value, symbol)
	return nil
}

func sealBytes(ctx context.Context, s *Service, f *facts) error {
	if err := f.shown(f.document.Signed); err != nil {
		return err
	}
	holder := signature.Holder{Kind: signature.OfOrgan, ID: f.issuer.ID, Name: f.issuer.Name, Organ: f.issuer.Name}
	key, err := s.keys.Unlock(ctx, holder, f.input.PIN)
	if err != nil {
		return err
	}
	signed, err := blob.ReadAll(ctx, s.blobs, f.document.Signed)
	if err != nil {
		return err
	}
	at := time.Now()
	sealed, err := signature.Seal(signed, key, signature.Organ{
		Number:   layout.NumberText(f.document.Regime, register.Number{Value: f.document.Number}.String()),
		DateText: layout.DateText(f.document.Regime, f.document.Place, f.document.DocumentDate),
		Name:     f.issuer.Name, Reason: "Đóng dấu văn bản " + f.document.Symbol, Place: f.document.Place, Time: at,
	})
	if err != nil {
		return err
	}
	return s.keepSigned(ctx, f, sealed, key, signature.KindOrgan, at)
}

func keepSeal(tx *store.Tx, _ *Service, f *facts) error {
	f.document.Sealed = f.ready.blob
	return signature.Record(tx, f.ready.row)
}

// issue freezes who receives and sends: from now on the list never changes (I6).
func issue(tx *store.Tx, s *Service, f *facts) error {
	at := tx.Now
	f.document.IssuedAt, f.document.IssuedOn = &at, f.on
	deliveries, err := distribution.Freeze(tx, f.document.ID, f.recipients, at)
	if err != nil {
		return err
	}
	if err := task.Deliver(tx, f.document, deliveries); err != nil {
		return err
	}
	if err := incoming.Expect(tx, f.document, deliveries); err != nil {
		return err
	}
	if err := keepCode(tx, f.document.ID); err != nil {
		return err
	}
	return s.settleRelation(tx, f)
}

// countPages is for the contents list of the hồ sơ.
func countPages(ctx context.Context, s *Service, f *facts) (err error) {
	f.ready.pages, err = casefile.CountPages(ctx, s.blobs, f.document.Sealed)
	return err
}

// fileAway puts the document into the hồ sơ that the code names; where the office keeps none here the code stays a text.
func fileAway(tx *store.Tx, s *Service, f *facts) (err error) {
	paper, err := casefile.PaperOf(tx, f.document, f.ready.pages)
	if err != nil {
		return err
	}
	filing := casefile.Filing{
		Policy: s.policy, Actor: f.actor, Capacity: f.capacity(Transition{}), OrganID: f.document.OfficeID, Paper: paper, Date: f.on,
	}
	if f.document.CaseFile, err = casefile.FileAway(tx, filing, f.input.CaseFile); err != nil {
		return err
	}
	return document.Grant(tx, document.Access{DocumentID: f.document.ID, OrganID: f.document.OfficeID, Why: authz.Archive})
}

// openOpinions asks each person and organ once, in a new round.
func openOpinions(tx *store.Tx, s *Service, f *facts) error {
	round := 1
	if len(f.opinions) > 0 {
		round = f.opinions[0].Round + 1
	}
	f.opinions = nil
	seen := map[string]bool{}
	var grants []document.Access
	for _, id := range f.input.To {
		if seen[id] {
			continue
		}
		seen[id] = true
		o := opinion{
			ID: store.NewID(), DocumentID: f.document.ID, Round: round, ContentVersion: f.document.ContentVersion,
			AskedBy: f.actor.PersonID, Question: f.input.Comment, AskedAt: tx.Now,
		}
		if !f.input.Due.IsZero() {
			due := f.input.Due.UTC()
			o.Due = &due
		}
		if err := s.consulted(tx, f, id, &o); err != nil {
			return err
		}
		if err := insertOpinion(tx, o); err != nil {
			return err
		}
		grants = append(grants, document.Access{DocumentID: f.document.ID, PersonID: o.PersonID, OrganID: o.OrganID, Why: authz.Consulted})
		f.opinions = append(f.opinions, o)
	}
	return document.Grant(tx, grants...)
}

// consulted finds who an id names: a person with a post on the date, or a living organ.
func (s *Service) consulted(tx *store.Tx, f *facts, id string, o *opinion) error {
	unknown := fault.New(fault.Unmet, "CONSULTED_UNKNOWN", fmt.Sprintf("Không tìm thấy người hoặc cơ quan được xin ý kiến: %s.", id))
	if id == f.document.DrafterID {
		return fault.New(fault.Unmet, "CONSULTED_DRAFTER", "Không xin ý kiến của chính người soạn thảo.")
	}
	if person, ok, err := directory.PersonByID(tx, id); err != nil {
		return err
	} else if ok {
		posts, err := directory.HoldingsOf(tx, person.ID, f.on)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(posts, s.mayAnswer) {
			return unknown
		}
		o.PersonID = person.ID
		return nil
	}
	organ, err := directory.OrganAt(tx, id, f.on)
	if err != nil {
		return unknown.Because(err)
	}
	staff, err := directory.Staff(tx, organ.ID, f.on)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(staff, s.mayAnswer) {
		return unknown
	}
	o.OrganID = organ.ID
	return nil
}

// mayAnswer says whether a post lets its holder give an opinion: who could never answer is not asked, and learns nothing.
func (s *Service) mayAnswer(h directory.HoldingView) bool {
	return s.policy.Grants(h.Role, authz.DocumentGiveOpinion, authz.Consulted)
}

// recordOpinion writes the answer; once all have answered, or the drafter goes on without them, the rest is none.
func recordOpinion(tx *store.Tx, _ *Service, f *facts) error {
	switch f.input.Verdict {
	case "agree", "other", "not_mine":
	default:
		return fault.New(fault.Unmet, "VERDICT_UNKNOWN", "Chọn một ý kiến: Đồng ý, Có ý kiến khác, hoặc Không thuộc thẩm quyền.")
	}
	if f.input.Verdict == "other" && strings.TrimSpace(f.input.Comment) == "" {
		return fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi rõ ý kiến khác.")
	}
	mine := f.myOpinion()
	mine.Verdict, mine.Comment, mine.AnsweredBy, mine.AnsweredAt = f.input.Verdict, f.input.Comment, f.actor.PersonID, &f.now
	return answerOpinion(tx, *mine)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
