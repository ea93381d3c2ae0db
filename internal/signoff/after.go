package signoff

import (
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// after is what became of an issued document, as guards look at it.
type after struct {
	loaded   bool
	marks    []document.Mark
	decided  *recallStep
	executed *recallStep
	round    int // of the recall, from 1
	pending  []document.Later
	takeable int // copies that lấy lại could still ask for
	// entitled says why the actor is not one of those who issue for the issuer today; nil when he is.
	entitled error
	// issuer issues a later document: the old one's, or who took over from it; signer signs it, "" when the old one's may not.
	issuer, signer string
}

var afterGuards = []string{"in_force", "recall_undecided", "recall_authority", "recall_decided", "recall_by_another", "copies_out", "replacement_free"}

// loadAfter gathers it, for an issued document only.
func (f *facts) loadAfter(tx *store.Tx) (err error) {
	if f.after.loaded || f.document.State != document.Issued && f.document.State != document.Filed {
		return nil
	}
	f.after.loaded = true
	if f.after.marks, err = document.MarksOf(tx, f.document.ID); err != nil {
		return err
	}
	if f.after.decided, f.after.executed, f.after.round, err = recallOf(tx, f.document.ID); err != nil {
		return err
	}
	if f.after.pending, err = document.PendingOf(tx, f.document.ID); err != nil {
		return err
	}
	if f.may("take_back") {
		takeable, err := distribution.TakeableOf(tx, f.document.ID)
		if err != nil {
			return err
		}
		f.after.takeable = len(takeable)
	}
	if err := f.loadLater(tx); err != nil {
		return err
	}
	if f.actor.PersonID != f.document.SignerID && f.may("recall") {
		_, f.after.entitled = directory.SigningFormulaFor(tx, f.actor.PersonID, f.document.IssuerID, f.document.OnBehalfOf, f.document.Kind, f.on)
		return fault.System(f.after.entitled)
	}
	return nil
}

// opened says whether a step waits for somebody already: one behind a guard that opens it, only once that is met.
func (f *facts) opened(t Transition) bool {
	return !slices.ContainsFunc(t.Guards, func(name string) bool {
		return guards[name].opens && len(guards[name].unmet(f)) > 0
	})
}

// marked says whether a mark of a kind is there.
func (f *facts) marked(kind document.MarkKind) bool {
	return slices.ContainsFunc(f.after.marks, func(m document.Mark) bool { return m.Kind == kind })
}

// inForce: what has ended is neither replaced, amended nor corrected.
func inForce(f *facts) (unmet []fault.Reason) {
	for _, m := range f.after.marks {
		if m.Ends() {
			unmet = append(unmet, one("NOT_IN_FORCE", "Văn bản không còn hiệu lực: %s.", lower(m.Label()))...)
		}
	}
	return unmet
}

// replacementFree: never two documents that replace one, not even as drafts.
func replacementFree(f *facts) []fault.Reason {
	for _, l := range f.after.pending {
		if l.Kind == document.MarkReplaced {
			return one("REPLACEMENT_PENDING", "Đã có một dự thảo thay thế văn bản này đang được soạn, trình.")
		}
	}
	return nil
}

// The fork of a recall: it is decided once, then executed once.
func recallUndecided(f *facts) []fault.Reason {
	switch {
	case f.after.executed != nil || f.marked(document.MarkRecalled):
		return one("RECALLED_ALREADY", "Văn bản đã được thu hồi.")
	case f.after.decided != nil:
		return one("RECALL_DECIDED_ALREADY", "Đã có quyết định thu hồi, chờ văn thư gửi thông báo thu hồi.")
	}
	return nil
}

func recallDecided(f *facts) []fault.Reason {
	switch {
	case f.after.executed != nil || f.marked(document.MarkRecalled):
		return one("RECALLED_ALREADY", "Văn bản đã được thu hồi.")
	case f.after.decided == nil:
		return one("RECALL_NOT_DECIDED", "Chưa có quyết định thu hồi. Người có thẩm quyền ký văn bản ghi quyết định ở trang này, sau đó văn thư thực hiện thu hồi.")
	}
	return nil
}

// recallAuthority: whoever signed it decides, or whoever signs for the issuer today (NĐ 30/2020 Art. 18).
func recallAuthority(f *facts) []fault.Reason {
	if f.actor.PersonID == f.document.SignerID || f.after.entitled == nil {
		return nil
	}
	refused := fault.Of(f.after.entitled)
	return []fault.Reason{{Code: refused.Code, Detail: "Chỉ người đã ký hoặc người có thẩm quyền ký văn bản này được quyết định thu hồi. " + refused.Detail}}
}

// recallByAnother: the văn thư who sends the notice is not who decided.
func recallByAnother(f *facts) []fault.Reason {
	if f.after.decided != nil && f.after.decided.PersonID == f.actor.PersonID {
		return one("SAME_PERSON", "Người đã quyết định thu hồi văn bản này không được gửi thông báo thu hồi.")
	}
	return nil
}

func copiesOut(f *facts) []fault.Reason {
	if f.after.takeable == 0 {
		return one("NOTHING_TO_TAKE_BACK", "Không còn bản gửi điện tử nào để lấy lại.")
	}
	return nil
}

// formError: an error of content takes a document of equivalent form (NĐ 30/2020 Art. 18.3).
func formError(f *facts) []fault.Reason {
	switch f.input.Error {
	case "form":
		return nil
	case "content":
		return one("ERROR_OF_CONTENT", "Sai sót về nội dung không đính chính được bằng công văn: phải ban hành văn bản thay thế hoặc sửa đổi có hình thức tương đương (Điều 18 khoản 3 Nghị định 30/2020/NĐ-CP).")
	case "":
		return one("ERROR_KIND_MISSING", "Chọn loại sai sót: về thể thức, kỹ thuật trình bày, thủ tục ban hành; hay về nội dung.")
	}
	return one("ERROR_KIND_UNKNOWN", "Loại sai sót %q không có: chỉ có form (thể thức, thủ tục) và content (nội dung).", f.input.Error)
}

// aftermath is what the page of a document shows of what became of it.
type aftermath struct {
	Marks             []document.Mark
	Related           []document.Related
	Code              string // of the public page; "" before issue
	Decided, Executed *recallStep
}

// people are those of the two steps of a recall.
func (a aftermath) people() (ids []string) {
	for _, step := range []*recallStep{a.Decided, a.Executed} {
		if step != nil {
			ids = append(ids, step.PersonID)
		}
	}
	return ids
}

// fate reads it for a reader.
func (s *Service) fate(tx *store.Tx, f *facts) (a aftermath, err error) {
	if err := f.loadAfter(tx); err != nil {
		return a, err
	}
	a.Marks, a.Decided, a.Executed = f.after.marks, f.after.decided, f.after.executed
	if a.Executed == nil && !s.policy.Can(f.actor, authz.DocumentEvents, f.place) {
		a.Decided = nil // what is only decided is not told outside yet
	}
	if a.Code, err = document.CodeOf(tx, f.document.ID); err != nil {
		return a, err
	}
	a.Related, err = document.RelatedOf(tx, s.policy.Reach(f.actor, authz.DocumentRead), f.document.ID)
	return a, err
}

// symbolAndDate names a document as a sentence does: "số 01-TB/VPTU ngày 10/6/2014".
func symbolAndDate(d document.Document) string {
	return fmt.Sprintf("số %s ngày %s", d.Symbol, shortDate(d.DocumentDate))
}

// shortDate is a date as it is cited: 10/6/2014, 01/7/2025 (NĐ 30/2020 Phụ lục I: a day below 10 and the months 1 and 2
// with a zero).
func shortDate(on store.Date) string {
	t := on.Time()
	if t.Month() <= 2 {
		return fmt.Sprintf("%02d/%02d/%d", t.Day(), t.Month(), t.Year())
	}
	return fmt.Sprintf("%02d/%d/%d", t.Day(), t.Month(), t.Year())
}

// idsIn are the ids of documents.
func idsIn(documents []document.Document) []string {
	ids := make([]string, len(documents))
	for i, d := range documents {
		ids[i] = d.ID
	}
	return ids
}
