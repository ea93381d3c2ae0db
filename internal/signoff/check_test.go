package signoff

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/policies"
)

// sloppy is a draft of several mechanical faults and one that needs a person.
func (o *office) sloppy() View {
	o.t.Helper()
	v, err := o.Draft(context.Background(), o.id(drafter), DraftInput{
		Kind: "notice", Subject: "về lịch trực tháng 6 năm 2014", Signer: o.id(signer),
		Body: &document.Body{Blocks: []document.Block{
			{Kind: document.Paragraph, Runs: []document.Run{{Text: "Thực hiện Chỉ thị số 34- CT/TU, ngày 03/6/2014 của Ban Thường vụ Tỉnh ủy về thi đua, từ ngày 5 tháng 6 năm 2014 các phòng nổ lực trực."}}},
			{Kind: document.Paragraph, Ordinal: "1.", Runs: []document.Run{{Text: "Các phòng phân công người trực"}}},
		}},
		RecipientsText: "- Thường trực Tỉnh ủy\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy",
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) check(who, id string) Checked {
	o.t.Helper()
	checked, err := o.Check(context.Background(), o.id(who), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return checked
}

func codesIn(c Checked) (codes []string) {
	for _, f := range c.Findings {
		codes = append(codes, f.Rule+" "+f.Code)
	}
	return codes
}

func fixesIn(c Checked) (ids []string) {
	for _, f := range c.Findings {
		if f.Fix != nil && !slices.Contains(ids, f.Fix.ID) {
			ids = append(ids, f.Fix.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// details of the last event of an action.
func (o *office) lastDetails(id, action string) map[string]any {
	o.t.Helper()
	details := map[string]any{}
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		trail, err := audit.Trail(tx, audit.Document(id))
		for _, e := range trail {
			if e.Action == action {
				clear(details)
				if err := json.Unmarshal([]byte(e.Details), &details); err != nil {
					return err
				}
			}
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return details
}

func TestFixesAreOneVersionAndOneEvent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.sloppy()
		id := v.Document.ID
		checked := o.check(drafter, id)
		want := []string{"F05 DATE_PADDING", "F08 CITATION_UNKNOWN", "F11 ENDING_MARK", "F13 LINE_NOT_ENDED", "F13 LAST_LINE_NOT_DOT", "F20 SYMBOL_SPACING", "F20 LIKELY_TYPO"}
		if got := codesIn(checked); !slices.Equal(got, want) {
			t.Fatalf("found %v, want %v", got, want)
		}
		for _, f := range checked.Findings {
			if (f.Paragraph > 0) != (f.Page == 1) {
				t.Errorf("%s in paragraph %d is on page %d", f.Code, f.Paragraph, f.Page)
			}
		}
		if !checked.MayFix || checked.MayWaive || checked.MayReport {
			t.Errorf("the drafter may fix, and nothing else: %+v", checked)
		}
		ids := fixesIn(checked)
		apply := func(who string, version int, ids ...string) func() error {
			return func() error { _, err := o.ApplyFixes(ctx, o.id(who), id, version, ids); return err }
		}
		o.refused("FIX_UNKNOWN", apply(drafter, 0))
		o.refused("FIX_UNKNOWN", apply(drafter, 0, "eth:p1"))
		o.refused("STALE_VERSION", apply(drafter, 9, ids...))
		o.refused("FORBIDDEN", apply(approver, 0, ids...))
		o.refused("DOCUMENT_NOT_FOUND", apply(outsider, 0, ids...))
		before := o.traces()
		fixed, err := o.ApplyFixes(ctx, o.id(drafter), id, v.Document.Version, ids)
		if err != nil {
			t.Fatal(err)
		}
		after := o.traces()
		if after.Versions != before.Versions+1 || after.Events != before.Events+1 || fixed.Document.ContentVersion != 2 {
			t.Errorf("%+v\n%+v", before, after)
		}
		if got := codesIn(o.check(drafter, id)); !slices.Equal(got, []string{"F08 CITATION_UNKNOWN", "F20 LIKELY_TYPO"}) {
			t.Errorf("left: %v", got)
		}
		if named := o.lastDetails(id, "fix")["fixes"].([]any); len(named) != len(ids) || named[0] != ids[0] {
			t.Errorf("the event names %v, want %v", named, ids)
		}
		if len(fixed.Citations) != 1 || fixed.Citations[0].Raw != "34-CT/TU" {
			t.Errorf("the citations are not those of the new text: %+v", fixed.Citations)
		}
		v = o.walk(fixed, document.UnitReview)
		o.refused("WRONG_STATE", apply(drafter, 0, "dates:p1"))
		o.intact()
	})
}

// mended is the sloppy draft with every fix that is offered: only warnings are left.
func (o *office) mended() View {
	o.t.Helper()
	id := o.sloppy().Document.ID
	v, err := o.ApplyFixes(context.Background(), o.id(drafter), id, 0, fixesIn(o.check(drafter, id)))
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func TestAWaiverHoldsForOneVersion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.mended()
		id := v.Document.ID
		typo := func() string {
			checked := o.check(checker, id)
			return checked.Findings[slices.IndexFunc(checked.Findings, func(f Finding) bool { return f.Code == "LIKELY_TYPO" })].ID
		}
		waive := func(who, reason string, findings ...string) func() error {
			return func() error { return o.Waive(ctx, o.id(who), id, 0, findings, reason) }
		}
		o.refused("WRONG_STATE", waive(checker, "Trích nguyên văn.", typo()))
		v = o.walk(v, document.FormatCheck)
		o.refused("FORBIDDEN", waive(drafter, "Trích nguyên văn.", typo()))
		o.refused("FORBIDDEN", waive(approver, "Trích nguyên văn.", typo()))
		o.refused("DOCUMENT_NOT_FOUND", waive(outsider, "Trích nguyên văn.", typo()))
		o.refused("DOCUMENT_NOT_FOUND", waive(clerk, "Trích nguyên văn.", typo()))
		o.refused("REASON_MISSING", waive(checker, " \n", typo()))
		o.refused("FINDING_UNKNOWN", waive(checker, "Trích nguyên văn.", "0123456789abcdef"))
		o.refused("FINDING_UNKNOWN", waive(checker, "Trích nguyên văn."))
		o.refused("SECRET_REFUSED", waive(checker, "MẬT\n", typo()))
		o.refused("STALE_VERSION", func() error {
			return o.Waive(ctx, o.id(checker), id, v.Document.Version+3, []string{typo()}, "Trích nguyên văn.")
		})
		if err := o.Waive(ctx, o.id(checker), id, v.Document.Version, []string{typo(), typo()}, " Trích nguyên văn. "); err != nil {
			t.Fatal(err)
		}
		o.refused("FINDING_WAIVED", waive(checker, "Lần nữa.", typo()))
		checked := o.check(checker, id)
		i := slices.IndexFunc(checked.Findings, func(f Finding) bool { return f.Code == "LIKELY_TYPO" })
		if w := checked.Findings[i].Waiver; w == nil || w.By != o.id(checker) || w.Name == "" || w.Reason != "Trích nguyên văn." || w.At.IsZero() {
			t.Errorf("the waiver: %+v", w)
		}
		if !checked.MayWaive || !checked.MayReport || checked.MayFix {
			t.Errorf("the checker may waive and report, not fix: %+v", checked)
		}
		if named := o.lastDetails(id, "waive")["findings"].([]any); len(named) != 1 || !strings.HasPrefix(named[0].(string), "F20 LIKELY_TYPO ") {
			t.Errorf("the event names %v", named)
		}
		v, err := o.Show(ctx, o.id(checker), id)
		if err != nil {
			t.Fatal(err)
		}
		v = o.walk(v, document.AwaitingSignature)
		if told := o.lastDetails(id, "check_format"); told["warnings"] != 2.0 || told["waived"] != 1.0 {
			t.Errorf("check_format tells %v warnings, %v waived", told["warnings"], told["waived"])
		}
		if v, err = o.Fire(ctx, o.id(signer), id, "return", FireInput{Comment: "Thêm giờ."}); err != nil {
			t.Fatal(err)
		}
		subject := "về lịch trực tháng 7 năm 2014"
		if v, err = o.Edit(ctx, o.id(drafter), id, EditInput{Subject: &subject}); err != nil {
			t.Fatal(err)
		}
		for _, f := range o.check(drafter, id).Findings {
			if f.Waiver != nil {
				t.Errorf("a waiver of another version: %+v", f)
			}
		}
		for _, statement := range []string{"UPDATE format_waiver SET reason = 'x'", "DELETE FROM format_waiver"} {
			if err := s.Update(ctx, func(tx *store.Tx) error { _, err := tx.SQL().Exec(statement); return err }); err == nil {
				t.Errorf("%s: the waivers are append-only", statement)
			}
		}
		o.intact()
	})
}

// An E is mended, never waived; it bars check_format.
func TestAnErrorIsNotWaived(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v, err := o.Draft(ctx, o.id(drafter), DraftInput{
			Kind: "notice", Subject: "về lịch trực", Signer: o.id(signer), Addressees: []string{"Ban Tổ chức Tỉnh ủy"},
			Body:           &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Trực hằng ngày."}}}}},
			RecipientsText: "- Như Điều 4;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
		})
		if err != nil {
			t.Fatal(err)
		}
		o.refused("CONDITIONS_UNMET", func() error { _, err := o.Fire(ctx, o.id(drafter), v.Document.ID, "submit", FireInput{}); return err })
		for _, f := range o.check(drafter, v.Document.ID).Findings {
			if f.Level == format.LevelError && f.Rule != "F13" {
				t.Errorf("%+v", f)
			}
		}
		// On a chain that lets it come so far, the checker can neither confirm nor waive it.
		err = s.Update(ctx, func(tx *store.Tx) error {
			_, err := tx.SQL().Exec("UPDATE document SET state = 'format_check', version = version + 1 WHERE id = '" + v.Document.ID + "'")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var bars []string
		for _, f := range o.check(checker, v.Document.ID).Findings {
			if f.Level == format.LevelError {
				bars = append(bars, f.ID)
			}
		}
		if len(bars) == 0 {
			t.Fatal("nothing bars")
		}
		o.refused("FINDING_BARS", func() error { return o.Waive(ctx, o.id(checker), v.Document.ID, 0, bars, "Cho qua.") })
		o.refused("CONDITIONS_UNMET", func() error {
			_, err := o.Fire(ctx, o.id(checker), v.Document.ID, "check_format", FireInput{})
			return err
		})
	})
}

// An office may want every warning answered: the guard is named in its chain.
func TestAChainMayWantEveryWarningAnswered(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		source, err := policies.FS.ReadFile("chains/party-office.yaml")
		if err != nil {
			t.Fatal(err)
		}
		strict, err := ParseChain(bytes.Replace(source, []byte("guards: [no_format_errors, "), []byte("guards: [no_format_errors, warnings_waived, "), 1))
		if err != nil {
			t.Fatal(err)
		}
		if strict.Version == o.chains.byID["party-office"].Version {
			t.Fatal("the chain is not another")
		}
		o.chains.byID["party-office"] = strict
		for class, c := range o.chains.byClass {
			if c.ID == strict.ID {
				o.chains.byClass[class] = strict
			}
		}
		v := o.sloppy()
		id := v.Document.ID
		if v, err = o.ApplyFixes(ctx, o.id(drafter), id, 0, fixesIn(o.check(drafter, id))); err != nil {
			t.Fatal(err)
		}
		v = o.walk(v, document.FormatCheck)
		confirm := func() error { _, err := o.Fire(ctx, o.id(checker), id, "check_format", FireInput{}); return err }
		o.refused("CONDITIONS_UNMET", confirm)
		if refused := fault.Of(confirm()); len(refused.Reasons) != 2 || refused.Reasons[1].Code != "LIKELY_TYPO" {
			t.Errorf("reasons: %+v", refused.Reasons)
		}
		var all []string
		for _, f := range o.check(checker, id).Findings {
			all = append(all, f.ID)
		}
		if err := o.Waive(ctx, o.id(checker), id, 0, all, "Đã đối chiếu."); err != nil {
			t.Fatal(err)
		}
		if err := confirm(); err != nil {
			t.Error(err)
		}
		o.intact()
	})
}

func TestCheckReport(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	o := openOffice(t, s)
	ctx := context.Background()
	v := o.walk(o.draft(), document.FormatCheck)
	b, err := o.CheckReport(ctx, o.id(checker), v.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Reader.Close()
	pdf, err := io.ReadAll(b.Reader)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || b.Stored {
		t.Errorf("%d bytes, stored %v, %v", len(pdf), b.Stored, err)
	}
	o.refused("FORBIDDEN", func() error { _, err := o.CheckReport(ctx, o.id(drafter), v.Document.ID); return err })
	o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.CheckReport(ctx, o.id(clerk), v.Document.ID); return err })
	err = s.View(ctx, func(tx *store.Tx) error {
		f, err := o.load(tx, o.id(checker), v.Document.ID)
		if err != nil {
			return err
		}
		if err := f.examine(tx); err != nil {
			return err
		}
		sheet, err := f.reportSheet(tx)
		if err != nil {
			return err
		}
		text := sheet.Body.Text()
		for _, part := range []string{"1. Thể thức văn bản", "2. Nội dung và số liệu chuyên môn", "3. Đề xuất, kiến nghị", "Võ"} {
			if !strings.Contains(text, part) {
				t.Errorf("the report lacks %q:\n%s", part, text)
			}
		}
		if sheet.Symbol != "BC/VPTU" || !slices.Equal(sheet.Formula, []string{"K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"}) {
			t.Errorf("%q, %v", sheet.Symbol, sheet.Formula)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
