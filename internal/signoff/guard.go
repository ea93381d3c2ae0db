package signoff

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/signature"
)

// guard says why an action must not happen; nothing is consent. It is a pure function of the facts.
type guard struct {
	unmet func(*facts) []fault.Reason
	// input marks a guard over what the person gives with the action: Available cannot know it.
	input bool
	// opens marks a guard without which the step waits for nobody yet.
	opens bool
}

// guards are the conditions that a chain file may name.
var guards = map[string]*guard{
	"mandatory_fields":   {unmet: mandatoryFields},
	"recipients_resolve": {unmet: func(f *facts) []fault.Reason { return f.unresolved }},
	"no_format_errors":   {unmet: noFormatErrors},
	"warnings_waived":    {unmet: warningsWaived},
	"signer_entitled":    {unmet: signerEntitled},
	"actor_is_signer":    {unmet: actorIsSigner},
	"version_checked":    {unmet: versionChecked},
	"signature_valid":    {unmet: signatureValid},
	"seal_valid":         {unmet: sealValid},
	"series_open":        {unmet: seriesOpen},
	"reason_given":       {unmet: reasonGiven, input: true},
	"consulted_named":    {unmet: consultedNamed, input: true},
	"case_file_named":    {unmet: caseFileNamed, input: true},
	"collective_decided": {unmet: collectiveDecided},
	"opinion_asked":      {unmet: opinionAsked},
	"last_opinion":       {unmet: opinionsLeft(func(left int) bool { return left <= 1 })},
	"more_opinions":      {unmet: opinionsLeft(func(left int) bool { return left > 1 })},

	"relation_holds":    {unmet: relationHolds},
	"in_force":          {unmet: inForce},
	"recall_undecided":  {unmet: recallUndecided},
	"recall_authority":  {unmet: recallAuthority},
	"recall_decided":    {unmet: recallDecided, opens: true},
	"recall_by_another": {unmet: recallByAnother},
	"copies_out":        {unmet: copiesOut},
	"replacement_free":  {unmet: replacementFree},
	"form_error":        {unmet: formError, input: true},
}

func one(code, format string, args ...any) []fault.Reason {
	return []fault.Reason{{Code: code, Detail: fmt.Sprintf(format, args...)}}
}

// mandatoryFields: NĐ 30/2020 Art. 8, 66-QĐ/TW Art. 15 – what only a person can give.
func mandatoryFields(f *facts) (unmet []fault.Reason) {
	if strings.TrimSpace(f.content.Subject) == "" {
		unmet = append(unmet, one("SUBJECT_MISSING", "Chưa có trích yếu.")...)
	}
	if strings.TrimSpace(f.content.Body.Text()) == "" {
		unmet = append(unmet, one("BODY_MISSING", "Chưa có nội dung.")...)
	}
	if strings.TrimSpace(f.content.RecipientsText) == "" && f.kind.Recipients == document.Required {
		unmet = append(unmet, one("RECIPIENTS_MISSING", "Chưa có nơi nhận.")...)
	}
	if len(f.content.Addressees) == 0 && f.kind.Addressed == document.Required {
		unmet = append(unmet, one("ADDRESSEES_MISSING", "Chưa có nơi %s.", strings.ToLower(f.kind.AddressWord))...)
	}
	if f.document.SignerID == "" {
		unmet = append(unmet, one("SIGNER_MISSING", "Chưa chọn người ký.")...)
	}
	return append(unmet, f.content.MissingFields(f.kind.FieldsFor(f.document.Subkind, f.content.Subject))...)
}

func noFormatErrors(f *facts) (unmet []fault.Reason) {
	for _, finding := range f.findings {
		if finding.Level == format.LevelError {
			unmet = append(unmet, fault.Reason{Code: finding.Code, Detail: finding.Message})
		}
	}
	return unmet
}

func signerEntitled(f *facts) []fault.Reason {
	if f.formulaErr == nil {
		return nil
	}
	refused := fault.Of(f.formulaErr)
	return []fault.Reason{{Code: refused.Code, Detail: refused.Detail}}
}

// actorIsSigner: the name on the page and the name in the certificate are one person's.
func actorIsSigner(f *facts) []fault.Reason {
	if f.actor.PersonID == f.document.SignerID {
		return nil
	}
	return one("SIGNER_OTHER", "Văn bản này do người khác ký.")
}

func versionChecked(f *facts) []fault.Reason {
	if f.document.CheckedVersion == f.document.ContentVersion && f.document.Rendition != "" {
		return nil
	}
	return one("VERSION_NOT_CHECKED", "Nội dung đã đổi sau khi thẩm định thể thức, phải thẩm định lại.")
}

// signatureValid and sealValid: văn thư may number and seal only a validly signed document (NĐ 30/2020 Art. 32).
func signatureValid(f *facts) []fault.Reason {
	row, ok := f.signatureOf(signature.KindPersonal)
	if !ok || row.BlobSHA256 != f.document.Signed || row.PersonID != f.document.SignerID {
		return one("SIGNATURE_MISSING", "Văn bản chưa có chữ ký số hợp lệ của người ký.")
	}
	return f.bytesVerified(f.document.Signed)
}

func sealValid(f *facts) []fault.Reason {
	row, ok := f.signatureOf(signature.KindOrgan)
	if !ok || row.BlobSHA256 != f.document.Sealed {
		return one("SEAL_MISSING", "Văn bản chưa có chữ ký số hợp lệ của cơ quan.")
	}
	return f.bytesVerified(f.document.Sealed)
}

func (f *facts) bytesVerified(sha string) []fault.Reason {
	if wrong := f.verified[sha]; wrong != "" {
		return one("SIGNATURE_INVALID", "Chữ ký số trên tệp đã lưu không còn hợp lệ: %s", wrong)
	}
	return nil
}

func seriesOpen(f *facts) []fault.Reason {
	if f.seriesErr == nil {
		return nil
	}
	refused := fault.Of(f.seriesErr)
	return []fault.Reason{{Code: refused.Code, Detail: refused.Detail}}
}

func reasonGiven(f *facts) []fault.Reason {
	if strings.TrimSpace(f.input.Comment) == "" {
		return one("REASON_MISSING", "Phải ghi rõ lý do.")
	}
	return nil
}

func consultedNamed(f *facts) []fault.Reason {
	if len(f.input.To) == 0 {
		return one("CONSULTED_MISSING", "Chưa chọn người hoặc cơ quan được xin ý kiến.")
	}
	return nil
}

func caseFileNamed(f *facts) []fault.Reason {
	if strings.TrimSpace(f.input.CaseFile) == "" {
		return one("CASE_FILE_MISSING", "Chưa ghi số và ký hiệu hồ sơ.")
	}
	return nil
}

// opinionAsked: only who was asked answers, and once.
func opinionAsked(f *facts) []fault.Reason {
	if f.myOpinion() == nil {
		return one("OPINION_NOT_ASKED", "Không được xin ý kiến, hoặc đã cho ý kiến rồi.")
	}
	return nil
}

// myOpinion is the open question to the actor, or to an organ whose consultation the actor may answer.
func (f *facts) myOpinion() *opinion {
	for i, o := range f.opinions {
		if o.Verdict != "" || o.AskedBy == f.actor.PersonID || f.document.DrafterID == f.actor.PersonID {
			continue // nobody answers his own question, not even for his unit
		}
		if o.PersonID != "" && o.PersonID == f.actor.PersonID {
			return &f.opinions[i]
		}
		if o.OrganID != "" && slices.ContainsFunc(f.actor.Roles, func(r authz.Role) bool {
			return (r.Organ == o.OrganID || r.Office == o.OrganID) && f.policy.Grants(r.Name, authz.DocumentGiveOpinion, authz.Consulted)
		}) {
			return &f.opinions[i]
		}
	}
	return nil
}

// opinionsLeft picks one of two arrows; that it does not hold is no news for a person, so the reason is empty words
// that Available never shows: the other arrow of the same action says what matters.
func opinionsLeft(holds func(left int) bool) func(*facts) []fault.Reason {
	return func(f *facts) []fault.Reason {
		left := 0
		for _, o := range f.opinions {
			if o.Verdict == "" {
				left++
			}
		}
		if holds(left) {
			return nil
		}
		return []fault.Reason{fork}
	}
}

// fork is the reason of the arrow not taken.
var fork = fault.Reason{Code: "OTHER_WAY", Detail: "Bước này đi theo hướng khác."}

// samePerson says which parts the actor has played that whoever takes a transition must not have; act is what it forbids.
func (f *facts) samePerson(t Transition, act string) (reasons []fault.Reason) {
	for _, part := range t.SeparateFrom {
		switch played := f.playedBy(part); {
		case slices.Contains(played, f.actor.PersonID):
			reasons = append(reasons, one("SAME_PERSON", "Người đã %s văn bản này không được %s.", PartLabels[part], act)...)
		case slices.Contains(played, f.inPlaceOf(t)):
			reasons = append(reasons, one("SAME_PERSON", "Người được thay đã %s văn bản này nên không được %s thay.", PartLabels[part], act)...)
		}
	}
	return reasons
}

// unmet gathers every reason against a transition: the separation of parts, then its guards. Without input, guards
// over input are left out.
func (f *facts) unmet(t Transition, withInput bool) (reasons []fault.Reason) {
	reasons = append(f.samePerson(t, strings.ToLower(t.Label)), f.signerApart(t)...)
	if f.typing && t.Action == "submit" {
		reasons = append(reasons, unsaved)
	}
	for _, name := range t.Guards {
		g := guards[name]
		if g.input && !withInput {
			continue
		}
		for _, r := range g.unmet(f) {
			// The checker of thể thức sees what other guards see too: who may sign, who receives.
			if !slices.ContainsFunc(reasons, func(told fault.Reason) bool { return told.Detail == r.Detail }) {
				reasons = append(reasons, r)
			}
		}
	}
	return reasons
}

// PartLabels name the parts of I2.
var PartLabels = map[string]string{
	"submit": "soạn thảo", "approve": "duyệt nội dung", "check_format": "thẩm định thể thức", "sign": "ký", "seal": "đóng dấu",
}
