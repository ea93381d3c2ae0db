package signoff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/layout"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// Finding is what the checker of thể thức found, and why it was let stand, if it was.
type Finding struct {
	format.Finding
	Waiver *Waiver
}

// Waiver is the reason of a form checker.
type Waiver struct {
	By     string // a person's id
	Name   string
	Reason string
	At     time.Time
}

// Checked is the newest text of a document as the checker sees it.
type Checked struct {
	Findings       []Finding
	Version        int // of the document: what a fix or a waiver gives back
	ContentVersion int
	// MayFix, MayWaive and MayReport are the rights of who looks.
	MayFix, MayWaive, MayReport bool
}

// Check gives the format findings of the newest text, and lays it out to say on which page each stands.
func (s *Service) Check(ctx context.Context, personID, id string) (Checked, error) {
	checked, f, err := s.checked(ctx, personID, id)
	if err != nil {
		return checked, err
	}
	return checked, s.findPages(ctx, f, checked.Findings)
}

// Findings is Check without the pages, which take as long as laying the document out.
func (s *Service) Findings(ctx context.Context, personID, id string) (Checked, error) {
	checked, _, err := s.checked(ctx, personID, id)
	return checked, err
}

// findPages says on which page the paragraph of a finding begins. A text that cannot be laid out has no pages.
func (s *Service) findPages(ctx context.Context, f *facts, findings []Finding) error {
	if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Paragraph > 0 }) {
		return nil
	}
	sheet, err := s.sheet(ctx, f)
	if err != nil {
		return err
	}
	rendition, err := heavy(ctx, s, f.actor.PersonID, func() (layout.Rendition, error) { return layout.Render(sheet) })
	var refused *fault.Fault
	if errors.As(err, &refused) {
		return nil
	}
	for i, found := range findings {
		if found.Paragraph > 0 && found.Paragraph <= len(rendition.Blocks) {
			findings[i].Page = rendition.Blocks[found.Paragraph-1]
		}
	}
	return err
}

// checked gives the findings. Who waived what is told to those who make the document, not to those who only receive it.
func (s *Service) checked(ctx context.Context, personID, id string) (checked Checked, f *facts, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if f, err = s.load(tx, personID, id); err != nil {
			return err
		}
		if err := f.examine(tx); err != nil {
			return err
		}
		_, notNow := f.checking()
		checked = Checked{
			Version: f.document.Version, ContentVersion: f.document.ContentVersion, MayFix: f.mayEdit(s.policy) == nil,
			MayWaive:  notNow == nil && s.policy.Can(f.actor, authz.DocumentWaive, f.place),
			MayReport: s.policy.Can(f.actor, authz.DocumentCheckFormat, f.place),
		}
		if !s.policy.Can(f.actor, authz.DocumentRead, f.madeBy()) {
			f.waivers = nil // not for the eyes of a recipient
		}
		var checkers []string
		for _, row := range f.waivers {
			checkers = append(checkers, row.PersonID)
		}
		names, err := peopleNames(tx, checkers)
		if err != nil {
			return err
		}
		for _, found := range f.findings {
			one := Finding{Finding: found}
			if row, ok := f.waivers[found.ID]; ok {
				one.Waiver = &Waiver{By: row.PersonID, Name: names[row.PersonID], Reason: row.Reason, At: row.At.UTC()}
			}
			checked.Findings = append(checked.Findings, one)
		}
		return nil
	})
	return checked, f, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// examine asks the checker about the text, with all that the office knows, and reads what was waived. Of the same version
// it is asked once: it may take seconds over a long text, and no transaction that writes waits for it.
func (f *facts) examine(tx *store.Tx) (err error) {
	if !f.examined {
		c, err := f.toCheck(tx)
		if err != nil {
			return err
		}
		f.findings, f.examined = format.Check(c), true
	}
	f.waivers, err = waiversOf(tx, f.document.ID, f.document.ContentVersion)
	return err
}

// remember takes over what was found before the transaction, if the document is still the same.
func (f *facts) remember(was *facts) {
	if was.examined && was.document.Version == f.document.Version {
		f.findings, f.examined = was.findings, true
	}
}

// toCheck is the document as the checker of thể thức looks at it. A numbered one is judged by its own date, and no longer
// by who is in office today.
func (f *facts) toCheck(tx *store.Tx) (format.Content, error) {
	on, numbered := f.on, f.document.DocumentDate.Valid()
	if numbered {
		on = f.document.DocumentDate
	}
	c := format.Content{
		Regime: f.document.Regime, Kind: f.kind, Subject: f.content.Subject, AddressWord: f.content.AddressWord,
		Addressees: f.content.Addressees, Body: f.content.Body, RecipientsText: f.content.RecipientsText,
		IssuerClass: f.issuer.Class, On: on, Place: f.document.Place, SignerName: f.signerName,
		Urgency: document.UrgencyStamp(f.document.Urgency),
	}
	known, err := format.LookUp(tx, c, f.issuer, on)
	if err != nil {
		return c, err
	}
	attached, err := document.Attachments(tx, f.document.ID)
	if err != nil {
		return c, err
	}
	known.Attached = len(attached) > 0
	_, known.UrgencyApproved = f.signatureOf(signature.KindPersonal)
	// A citation of a document that the actor may not see is one of none (I8).
	see := f.policy.Reach(f.actor, authz.DocumentRead)
	if known.Standings, err = document.StandingOf(tx, see, f.document, format.CitationsOf(c)); err != nil {
		return c, err
	}
	c.Facts = known
	if numbered {
		return c, nil
	}
	if f.document.SignerID != "" {
		if err := f.entitle(tx); err != nil {
			return c, err
		}
		known.Formula, c.Formula = f.formula.Lines, f.formula.Lines
		if f.formulaErr != nil {
			known.NotEntitled = fault.Of(f.formulaErr).Detail
		}
	}
	if f.recipients.Lines == nil && f.unresolved == nil {
		if err := f.resolve(tx); err != nil {
			return c, err
		}
	}
	known.Unresolved = f.unresolved
	return c, nil
}

// entitle looks up the formula above the signer's name, once.
func (f *facts) entitle(tx *store.Tx) error {
	if len(f.formula.Lines) > 0 || f.formulaErr != nil {
		return nil //nolint:nilerr // that there is no formula was found out before, and is a finding, not a failure
	}
	f.formula, f.formulaErr = directory.SigningFormulaFor(tx, f.document.SignerID, f.document.IssuerID, f.document.OnBehalfOf, f.document.Kind, f.on)
	return fault.System(f.formulaErr)
}

// ApplyFixes makes mechanical changes in a draft in its drafter's hands: one new version of the text, one event that
// names them. Faults: FIX_UNKNOWN for an id that the newest text does not offer, and those of Edit.
func (s *Service) ApplyFixes(ctx context.Context, personID, id string, version int, ids []string) (View, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	var planned *facts
	var fixed document.Content
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		planned, fixed, err = s.planFixes(tx, personID, id, version, ids)
		return err
	})
	if err == nil {
		links := document.LinksIn(fixed.Subject, fixed.Body) // before the transaction: a long text takes its time
		err = s.store.Update(ctx, func(tx *store.Tx) error {
			f, err := s.editable(tx, personID, id, planned.document.Version)
			if err != nil {
				return err
			}
			fixed.AuthorID = f.actor.PersonID
			if err := document.Rewrite(tx, &f.document, fixed); err != nil {
				return err
			}
			if err := document.Cite(tx, id, links); err != nil {
				return err
			}
			details := map[string]any{"content_version": f.document.ContentVersion, "fixes": ids}
			if err := f.voidBallots(tx, details); err != nil {
				return err
			}
			return f.recordWork(tx, "fix", details)
		})
	}
	if err != nil {
		return View{}, s.refused(ctx, personID, authz.DocumentEdit, id, err)
	}
	return s.Show(ctx, personID, id)
}

// planFixes gives the content as it will be.
func (s *Service) planFixes(tx *store.Tx, personID, id string, version int, ids []string) (*facts, document.Content, error) {
	f, err := s.editable(tx, personID, id, version)
	if err != nil {
		return nil, document.Content{}, err
	}
	c, err := f.toCheck(tx)
	if err != nil {
		return nil, document.Content{}, err
	}
	offered := format.Check(c)
	for _, fix := range ids {
		if !slices.ContainsFunc(offered, func(o format.Finding) bool { return o.Fix != nil && o.Fix.ID == fix }) {
			return nil, document.Content{}, errFixUnknown
		}
	}
	if len(ids) == 0 {
		return nil, document.Content{}, errFixUnknown
	}
	changed, _ := format.Apply(c, ids...)
	out := f.content
	out.Subject, out.Addressees, out.Body, out.RecipientsText = changed.Subject, changed.Addressees, changed.Body, changed.RecipientsText
	if out.Same(f.content) {
		return nil, out, errFixUnknown
	}
	return f, out, nil
}

var errFixUnknown = fault.New(fault.Unmet, "FIX_UNKNOWN", "Bản hiện tại không có chỗ nào để sửa như đã chọn, hãy tải lại kết quả thẩm định.")

// warningsLeft counts the warnings of the text, and those of them that were waived.
func (f *facts) warningsLeft() (warnings, waived int) {
	for _, found := range f.findings {
		if found.Level != format.LevelWarning {
			continue
		}
		warnings++
		if _, ok := f.waivers[found.ID]; ok {
			waived++
		}
	}
	return warnings, waived
}

// tellForm keeps in the event of check_format how many warnings stood, and how many had an answer.
func (f *facts) tellForm(details map[string]any) {
	if f.findings == nil {
		return
	}
	details["warnings"], details["waived"] = f.warningsLeft()
}

// warningsWaived is for offices that want every warning answered before the form is confirmed.
func warningsWaived(f *facts) (unmet []fault.Reason) {
	for _, found := range f.findings {
		if _, ok := f.waivers[found.ID]; !ok && found.Level == format.LevelWarning {
			unmet = append(unmet, fault.Reason{Code: found.Code, Detail: found.Message + " Chưa có lý do chấp nhận."})
		}
	}
	return unmet
}

// checking is the transition in which the form is checked; an error says why the actor does not take it now.
func (f *facts) checking() (Transition, error) {
	for _, t := range f.chain.from(f.document.State) {
		if t.Action != "check_format" {
			continue
		}
		if same := append(f.samePerson(t, PartLabels[t.Action]), f.signerApart(t)...); len(same) > 0 {
			return t, fault.New(fault.Unmet, "CONDITIONS_UNMET", "Chưa thể thực hiện bước này.", same...)
		}
		return t, nil
	}
	return Transition{}, fault.New(fault.Unmet, "WRONG_STATE", fmt.Sprintf("Văn bản đang ở trạng thái “%s”, không phải đang thẩm định thể thức.", f.chain.States[f.document.State]))
}
