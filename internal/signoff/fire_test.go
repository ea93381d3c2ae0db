package signoff

import (
	"context"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/document"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestADocumentGoesTheWholeWay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.Issued)
		if v.Document.Symbol != "01-TB/VPTU" || v.Document.DocumentDate != officeDay {
			t.Errorf("issued as %q of %q", v.Document.Symbol, v.Document.DocumentDate)
		}
		trail, err := o.Events(ctx, o.id(drafter), v.Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		var done []string
		for _, e := range trail {
			done = append(done, e.Action)
		}
		want := []string{"draft", "submit", "approve", "check_format", "sign", "assign_number", "seal", "issue"}
		if !slices.Equal(done, want) {
			t.Errorf("events %v, want %v", done, want)
		}
		pdf, err := o.readStored(ctx, v.Document.Sealed)
		if err != nil {
			t.Fatal(err)
		}
		report := signature.Verify(pdf, signature.VerifyOptions{Roots: o.keys.Roots()})
		if report.Verdict != signature.Valid || len(report.Signatures) != 2 {
			t.Errorf("the issued file: %s, %d signatures, %v", report.Verdict, len(report.Signatures), report.Reasons)
		}
		o.intact()
	})
}

// intact checks the chains, the rows against them and the numbers.
func (o *office) intact() {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		report, err := audit.Verify(tx)
		if err != nil {
			return err
		}
		if report.Fault != nil {
			o.t.Errorf("the log is broken: %v", report.Fault)
		}
		bad, err := VerifyStates(tx)
		if err != nil {
			return err
		}
		if bad != nil {
			o.t.Errorf("a document is not where its events say: %v", bad)
		}
		return register.Check(tx)
	})
	if err != nil {
		o.t.Error(err)
	}
}

func TestRefusedMeansNothingHappened(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		fire := func(who string, v View, action string, change func(*FireInput)) func() error {
			in := v.input(action)
			if change != nil {
				change(&in)
			}
			return func() error { _, err := o.Fire(ctx, o.id(who), v.Document.ID, action, in); return err }
		}
		v := o.draft()
		o.refused("DOCUMENT_NOT_FOUND", fire(outsider, v, "submit", nil))
		o.refused("DOCUMENT_NOT_FOUND", fire(admin, v, "submit", nil))
		o.refused("DOCUMENT_NOT_FOUND", fire(clerk, v, "seal", nil))
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.Fire(ctx, o.id(drafter), store.NewID(), "submit", FireInput{}); return err })
		o.refused("FORBIDDEN", fire(approver, v, "submit", nil))
		o.refused("WRONG_STATE", fire(approver, v, "approve", nil))
		o.refused("ACTION_UNKNOWN", fire(drafter, v, "shred", nil))
		o.refused("STALE_VERSION", fire(drafter, v, "submit", func(in *FireInput) { in.Version = 7 }))
		o.refused("CONDITIONS_UNMET", fire(drafter, v, "cancel", func(in *FireInput) { in.Comment = "  " }))
		v = o.walk(v, document.AwaitingSignature)
		o.refused("BYTES_NOT_SHOWN", fire(signer, v, "sign", func(in *FireInput) { in.SHA256 = strings.Repeat("0", 64) }))
		o.refused("FORBIDDEN", fire(drafter, v, "sign", nil))
		v = o.walk(v, document.Signed)
		o.refused("PIN_WRONG", fire(signer, o.walk(o.draft(), document.AwaitingSignature), "sign", func(in *FireInput) { in.PIN = "999999" }))
		o.refused("WRONG_STATE", fire(clerk, v, "seal", nil))
		o.refused("WRONG_STATE", fire(clerk, v, "issue", nil))
		o.refused("WRONG_STATE", fire(drafter, v, "withdraw", nil))
		o.intact()
	})
}

// I2: a phó chánh văn phòng drafts, and then may not check the form of the own draft.
func TestOnePersonPlaysOnePart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		text := o.draft().Content
		v, err := o.Draft(ctx, o.id(checker), DraftInput{Kind: "notice", Subject: text.Subject, Signer: o.id(signer), Body: &text.Body, RecipientsText: text.RecipientsText})
		for _, step := range []struct{ who, action string }{{checker, "submit"}, {"bach.dc", "approve"}} {
			if err == nil {
				v, err = o.Fire(ctx, o.id(step.who), v.Document.ID, step.action, v.input(step.action))
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{checker, "bach.dc"} { // who drafted and who approved
			o.refused("CONDITIONS_UNMET", func() error {
				_, err := o.Fire(ctx, o.id(who), v.Document.ID, "check_format", v.input("check_format"))
				return err
			})
		}
		// The database refuses too.
		err = s.Update(ctx, func(tx *store.Tx) error {
			return playPart(tx, v.Document.ID, "sign", part{Person: o.id(checker)})
		})
		if err == nil {
			t.Error("the database took one person for two parts")
		}
	})
}

// Whoever was named before may no longer sign, nor see: the page and the certificate name one person.
func TestAReplacedSignerSignsNoMore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		const deputy = "bach.dc"
		v := o.walk(o.draft(), document.AwaitingSignature)
		v, err := o.Fire(ctx, o.id(signer), v.Document.ID, "return", v.input("return"))
		if err != nil {
			t.Fatal(err)
		}
		other := o.id(deputy)
		if v, err = o.Edit(ctx, o.id(drafter), v.Document.ID, EditInput{Version: v.Document.Version, Signer: &other}); err != nil {
			t.Fatal(err)
		}
		v = o.walk(v, document.AwaitingSignature)
		o.refused("FORBIDDEN", func() error {
			_, err := o.Fire(ctx, o.id(signer), v.Document.ID, "sign", v.input("sign"))
			return err
		})
		signed, err := o.Fire(ctx, other, v.Document.ID, "sign", v.input("sign"))
		if err != nil {
			t.Fatal(err)
		}
		if len(signed.Signatures) != 1 || signed.Signatures[0].PersonID != other {
			t.Errorf("signed by %+v, want %s", signed.Signatures, deputy)
		}
	})
}

func TestReturnAndResubmit(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.AwaitingSignature)
		v, err := o.Fire(ctx, o.id(signer), v.Document.ID, "return", v.input("return"))
		if err != nil {
			t.Fatal(err)
		}
		if v.Document.Rendition != "" || v.Document.CheckedVersion != 0 || len(v.Parts) != 0 {
			t.Errorf("returned with rendition %q, checked %d, parts %v", v.Document.Rendition, v.Document.CheckedVersion, v.Parts)
		}
		subject := "về lịch trực tháng 6 năm 2014 (đã sửa)"
		v, err = o.Edit(ctx, o.id(drafter), v.Document.ID, EditInput{Version: v.Document.Version, Subject: &subject})
		if err != nil {
			t.Fatal(err)
		}
		if v.Document.ContentVersion != 2 || v.Content.Subject != subject {
			t.Errorf("content version %d %q", v.Document.ContentVersion, v.Content.Subject)
		}
		o.walk(v, document.Issued)
		versions, err := o.Versions(ctx, o.id(drafter), v.Document.ID)
		if err != nil || len(versions.Versions) != 2 || versions.Versions[0].Subject != "về lịch trực tháng 6 năm 2014" {
			t.Errorf("%d versions kept, %v", len(versions.Versions), err)
		}
		o.intact()
	})
}

func TestOpinions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.draft()
		v, err := o.Fire(ctx, o.id(drafter), v.Document.ID, "request_opinion", FireInput{To: []string{o.id(outsider), o.id("bach.dc"), o.id(outsider)}, Comment: "Xin ý kiến"})
		if err != nil {
			t.Fatal(err)
		}
		if v.Document.State != document.Consulting || len(v.Opinions) != 2 {
			t.Fatalf("state %s, %d questions", v.Document.State, len(v.Opinions))
		}
		give := func(who, verdict, comment string) (View, error) {
			return o.Fire(ctx, o.id(who), v.Document.ID, "give_opinion", FireInput{Verdict: verdict, Comment: comment})
		}
		o.refused("FORBIDDEN", func() error { _, err := give(drafter, "agree", ""); return err })
		o.refused("REASON_MISSING", func() error { _, err := give(outsider, "other", ""); return err })
		if v, err = give(outsider, "agree", ""); err != nil || v.Document.State != document.Consulting {
			t.Fatalf("after one answer: %s, %v", v.Document.State, err)
		}
		o.refused("CONDITIONS_UNMET", func() error { _, err := give(outsider, "agree", ""); return err })
		if v, err = give("bach.dc", "other", "Nên thêm số điện thoại trực."); err != nil || v.Document.State != document.Drafting {
			t.Fatalf("after the last answer: %s, %v", v.Document.State, err)
		}
		// A second round that the drafter does not wait for: silence is no consent.
		v, err = o.Fire(ctx, o.id(drafter), v.Document.ID, "request_opinion", FireInput{To: []string{o.id(outsider)}})
		if err != nil {
			t.Fatal(err)
		}
		if v, err = o.Fire(ctx, o.id(drafter), v.Document.ID, "withdraw", FireInput{}); err != nil {
			t.Fatal(err)
		}
		if last := v.Opinions[len(v.Opinions)-1]; last.Verdict != "none" {
			t.Errorf("an unanswered question counts as %q", last.Verdict)
		}
		o.walk(v, document.Issued)
		o.intact()
	})
}

// A document that is already on its way keeps the chain it started with.
func TestANewChainFileLeavesOldDocumentsAlone(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	o := openOffice(t, s)
	v := o.draft()
	newer, err := ParseChain([]byte(strings.Replace(chainSource(t, "party-office"), "label: Trình\n", "label: Trình lên\n", 1)))
	if err != nil {
		t.Fatal(err)
	}
	o.chains = &Chains{byID: map[string]*Chain{newer.ID: newer}, byClass: map[string]*Chain{"province_office": newer}}
	old, err := o.Show(context.Background(), o.id(drafter), v.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	fresh := o.draft()
	if label(old) != "Trình" || label(fresh) != "Trình lên" {
		t.Errorf("labels %q and %q", label(old), label(fresh))
	}
}

func label(v View) string {
	for _, a := range v.Available {
		if a.Action == "submit" {
			return a.Label
		}
	}
	return ""
}

// A citation becomes a link once the cited document is known here, for those who may see it.
func TestCitationsBecomeLinks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		first := o.walk(o.draft(), document.Issued)
		cite := func(who, text string) View {
			v, err := o.Draft(ctx, o.id(who), DraftInput{Kind: "notice", Subject: "về việc nhắc lịch trực", Signer: o.id(signer),
				Body:           &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: text}}}}},
				RecipientsText: "- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy."})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		known := cite(drafter, "Thực hiện Thông báo số 01-TB/VPTU, ngày 10/6/2014 của Văn phòng Tỉnh ủy, các phòng cử người trực.")
		if len(known.Citations) != 1 || known.Citations[0].CitedID != first.Document.ID {
			t.Errorf("citations %+v, want a link to %s", known.Citations, first.Document.ID)
		}
		unseen := cite(outsider, "Thực hiện Thông báo số 01-TB/VPTU, ngày 10/6/2014 của Văn phòng Tỉnh ủy, các phòng cử người trực.")
		if len(unseen.Citations) != 1 || unseen.Citations[0].CitedID != "" {
			t.Errorf("citations %+v: a link to a document that the drafter may not see", unseen.Citations)
		}
		other := cite(drafter, "Thực hiện Thông báo số 01-TB/VPTU, ngày 11/6/2014 của Văn phòng Tỉnh ủy, các phòng cử người trực.")
		if len(other.Citations) != 1 || other.Citations[0].CitedID != "" {
			t.Errorf("citations %+v: a number of another date is another document", other.Citations)
		}
	})
}

func TestSearchTakesWordsWithoutAccents(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		want := o.walk(o.draft(), document.Issued).Document.ID
		for query, hits := range map[string]int{"lich truc": 1, "lịch trực": 1, "LỊCH TRỰC 01-tb": 1, "lich nghi": 0, "100%": 0} {
			list, err := o.List(context.Background(), o.id(drafter), document.Filter{Query: query})
			if err != nil {
				t.Fatal(err)
			}
			if len(list.Documents) != hits || hits == 1 && list.Documents[0].ID != want {
				t.Errorf("%q finds %d documents, want %d", query, len(list.Documents), hits)
			}
		}
	})
}
