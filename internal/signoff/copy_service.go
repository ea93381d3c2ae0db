package signoff

import (
	"context"
	"fmt"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/login"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// CopyAct is what a person gives with a step of a copy.
type CopyAct struct {
	Version int    // of the copy that the person looked at; 0 asks for no check
	PIN     string // sign: of the person's key; seal: of the organ's
	SHA256  string // sign and seal: of the bytes that were shown
	Reason  string // cancel
}

// copyStep is a step of a copy while it is taken.
type copyStep struct {
	facts *facts // of the original, which the actor must see
	copy  Copy
	organ directory.Organ
	kind  document.Kind
	role  authz.Role
}

// copyActs are the steps: the state that each starts from, the right that it takes.
var copyActs = map[string]struct {
	from []CopyState
	act  string
}{
	"sign":          {[]CopyState{CopyPrepared}, authz.DocumentCopySign},
	"assign_number": {[]CopyState{CopySigned}, authz.DocumentCopy},
	"seal":          {[]CopyState{CopyNumbered}, authz.DocumentCopy},
	"cancel":        {[]CopyState{CopyPrepared, CopySigned, CopyNumbered}, authz.DocumentCopy},
}

// FireCopy takes a step with a copy: sign, assign_number, seal or cancel.
func (s *Service) FireCopy(ctx context.Context, personID, id, action string, in CopyAct) error {
	return s.refused(ctx, personID, "copy."+action, id, s.fireCopy(ctx, personID, id, action, in))
}

func (s *Service) fireCopy(ctx context.Context, personID, id, action string, in CopyAct) error {
	if err := words(&in.Reason); err != nil {
		return err
	}
	var step copyStep
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		step, err = s.stepOf(tx, personID, id, action, in)
		return err
	})
	if err != nil {
		return err
	}
	var made string
	switch action {
	case "sign":
		made, err = s.signCopy(ctx, step, in)
	case "seal":
		made, err = s.sealCopy(ctx, step, in)
	}
	if err != nil {
		return err
	}
	version := step.copy.Version
	return s.store.Update(ctx, func(tx *store.Tx) error {
		in := in
		in.Version = version
		step, err := s.stepOf(tx, personID, id, action, in)
		if err != nil {
			return err
		}
		return s.commitCopy(tx, step, action, made, in)
	})
}

// stepOf loads a copy for a step: who does not see the copy, or no longer the original, is told of neither.
func (s *Service) stepOf(tx *store.Tx, personID, id, action string, in CopyAct) (step copyStep, err error) {
	actor, err := login.Actor(tx, personID, s.officeDate())
	if err != nil {
		return step, err
	}
	if step.copy, err = s.copyFor(tx, actor, id); err != nil {
		return step, err
	}
	if step.facts, err = s.load(tx, personID, step.copy.DocumentID); err != nil {
		return step, hidden(err, errForbidden)
	}
	rule, known := copyActs[action]
	if !known {
		return step, fault.New(fault.Unmet, "ACTION_UNKNOWN", fmt.Sprintf("Bản sao không có bước %q.", action))
	}
	// What lets somebody see the copy is not what lets him make it.
	place := step.copy.placeOf(nil)
	role, may := s.policy.Capacity(actor, rule.act, place)
	if !may || role.For != "" {
		return step, errForbidden
	}
	step.role = role
	if in.Version != 0 && in.Version != step.copy.Version {
		return step, document.ErrStale
	}
	if !slices.Contains(rule.from, step.copy.State) {
		return step, errCopyState
	}
	if action != "cancel" {
		if err := step.facts.copyable(tx); err != nil {
			return step, err
		}
	}
	if step.organ, err = directory.OrganAt(tx, step.copy.OrganID, step.facts.on); err != nil {
		return step, err
	}
	if step.kind, err = copyKind(step.organ.Regime, step.copy.Form); err != nil {
		return step, err
	}
	return step, s.mayStep(tx, step, action, in)
}

// mayStep is what a step asks beside right and state.
func (s *Service) mayStep(tx *store.Tx, step copyStep, action string, in CopyAct) error {
	switch action {
	case "sign":
		formula, err := directory.SigningFormulaFor(tx, step.copy.SignerID, step.organ.ID, "", step.kind.ID, step.facts.on)
		if err != nil {
			return err
		}
		if !slices.Equal(formula.Lines, formulaLines(step.copy.Formula)) {
			return fault.New(fault.Unmet, "FORMULA_CHANGED", "Quyền hạn ký đã thay đổi từ khi lập bản sao; hãy lập lại bản sao.")
		}
	case "seal", "assign_number":
		if step.copy.SignerID == step.facts.actor.PersonID {
			return fault.New(fault.Unmet, "SAME_PERSON", "Người ký bản sao không được đóng dấu bản sao.")
		}
	case "cancel":
		if in.Reason == "" {
			return fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi rõ lý do.")
		}
	}
	return nil
}

func (s *Service) signCopy(ctx context.Context, step copyStep, in CopyAct) (string, error) {
	if in.SHA256 != step.copy.Rendition {
		return "", errBytesNotShown
	}
	lines := formulaLines(step.copy.Formula)
	actor, title := step.facts.actor, lines[len(lines)-1]
	key, err := s.keys.Unlock(ctx, signature.Holder{Kind: signature.OfPerson, ID: actor.PersonID, Name: actor.Name, Organ: step.organ.Name, Title: title}, in.PIN)
	if err != nil {
		return "", err
	}
	rendition, err := blob.ReadAll(ctx, s.blobs, step.copy.Rendition)
	if err != nil {
		return "", err
	}
	signed, err := signature.Certify(rendition, key, signature.Personal{
		Signer: actor.Name, Title: title, Organ: step.organ.Name, Reason: "Ký " + lower(copyForms[step.copy.Form].label), Place: step.copy.Place, Time: time.Now(),
	})
	if err != nil {
		return "", err
	}
	return s.keep(ctx, signed)
}

func (s *Service) sealCopy(ctx context.Context, step copyStep, in CopyAct) (string, error) {
	if in.SHA256 != step.copy.Signed {
		return "", errBytesNotShown
	}
	signed, err := blob.ReadAll(ctx, s.blobs, step.copy.Signed)
	if err != nil {
		return "", err
	}
	if report := signature.Verify(signed, signature.VerifyOptions{Roots: s.keys.Roots()}); report.Verdict != signature.Valid {
		return "", fault.New(fault.Unmet, "SIGNATURE_INVALID", "Chữ ký số trên bản sao không còn hợp lệ.")
	}
	key, err := s.keys.Unlock(ctx, signature.Holder{Kind: signature.OfOrgan, ID: step.organ.ID, Name: step.organ.Name, Organ: step.organ.Name}, in.PIN)
	if err != nil {
		return "", err
	}
	regime := string(step.organ.Regime)
	sealed, err := signature.Seal(signed, key, signature.Organ{
		Number:   layout.NumberText(regime, register.Number{Value: step.copy.Number}.String()),
		DateText: layout.DateText(step.facts.document.Regime, step.copy.Place, step.copy.CopyDate),
		Name:     step.organ.Name, Reason: "Đóng dấu bản sao " + step.copy.Symbol, Place: step.copy.Place, Time: time.Now(),
	})
	if err != nil {
		return "", err
	}
	return s.keep(ctx, sealed)
}

var errBytesNotShown = fault.New(fault.Conflict, "BYTES_NOT_SHOWN", "Tệp đã xem không phải là tệp hiện tại, hãy tải lại và xem trước khi ký.")

func (s *Service) commitCopy(tx *store.Tx, step copyStep, action, made string, in CopyAct) error {
	c, now := step.copy, tx.Now
	var rows []copyRecipient // to whom it goes
	details := map[string]any{"document": c.DocumentID}
	switch action {
	case "sign":
		c.State, c.Signed, c.SignedAt = CopySigned, made, &now
		details["signed"] = made
	case "assign_number":
		number, err := s.numberCopy(tx, step)
		if err != nil {
			return err
		}
		c.State, c.Number, c.CopyDate = CopyNumbered, number.Value, step.facts.on
		c.Symbol = register.Print(string(step.organ.Regime), number.Value, c.SymbolTail)
		details["symbol"] = c.Symbol
	case "seal":
		c.State, c.Sealed, c.SealedBy, c.SealedAt = CopySealed, made, step.facts.actor.PersonID, &now
		details["sealed"] = made
		sent, err := c.recipients(tx, step.organ, step.facts)
		if err != nil {
			return err
		}
		for _, r := range sent {
			row := copyRecipient{CopyID: c.ID, SentAt: now, PersonID: r.PersonID}
			if row.PersonID == "" {
				row.OrganID = r.OrganID
			}
			rows = append(rows, row)
		}
		if err := insertCopyRecipients(tx, rows); err != nil {
			return err
		}
		details["recipients"] = len(rows)
	case "cancel":
		if c.State == CopyNumbered {
			if err := s.voidCopyNumber(tx, step, in.Reason); err != nil {
				return err
			}
			details["voided"] = c.Symbol
		}
		c.State, c.Reason = CopyCancelled, in.Reason
	}
	if err := changeCopy(tx, &c); err != nil {
		return err
	}
	if err := c.record(tx, step.facts.actor, step.role, action+"_copy", in.Reason, details); err != nil {
		return err
	}
	if action != "assign_number" {
		if err := s.tellCopy(tx, c, step.facts.actor.PersonID, action, rows); err != nil {
			return err
		}
	}
	return tx.SetAnswer(c.ID)
}

// voidCopyNumber gives up the number of a copy that is not sealed: its row stays in the book, with the reason.
func (s *Service) voidCopyNumber(tx *store.Tx, step copyStep, reason string) error {
	key, err := register.KeyFor(tx, step.organ, step.kind, step.copy.CopyDate)
	if err != nil {
		return err
	}
	by := register.By{ID: step.facts.actor.PersonID, Name: step.facts.actor.Name, Capacity: step.role.Title}
	return register.Void(tx, key, step.copy.Number, reason, by)
}

// numberCopy gives the copy the next number of the copying organ's series of copies: in the Party BS, by term; in the State
// one for SY, SL and TrS together, by year (NĐ 30/2020 Art. 26).
func (s *Service) numberCopy(tx *store.Tx, step copyStep) (register.Number, error) {
	key, err := register.KeyFor(tx, step.organ, step.kind, step.facts.on)
	if err != nil {
		return register.Number{}, err
	}
	signer, _, err := directory.PersonByID(tx, step.copy.SignerID)
	if err != nil {
		return register.Number{}, err
	}
	d := step.facts.document
	return register.Assign(tx, key, register.Entry{
		DocumentID: step.copy.ID, Date: step.facts.on, Symbol: step.copy.SymbolTail, KindName: step.kind.Name,
		Subject: copyForms[step.copy.Form].label + " " + step.facts.kind.Name + " số " + d.Symbol + " " + step.facts.content.Subject,
		Signer:  signer.Name, Recipients: oneLine(step.copy.RecipientsText), Copies: 1, By: step.facts.actor.PersonID,
	})
}
