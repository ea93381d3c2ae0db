package signoff

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/document"
	"trinhky/internal/notice"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// copyOf prepares a copy of an issued document by Văn phòng Tỉnh ủy.
func (o *office) copyOf(v View, change func(*CopyInput)) (string, error) {
	in := CopyInput{Form: TrueCopy, Signer: o.id(signer), RecipientsText: "- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy."}
	change(&in)
	return o.PrepareCopy(context.Background(), o.id(clerk), v.Document.ID, in)
}

// sealedCopy carries a copy to its seal.
func (o *office) sealedCopy(id string) CopyView {
	o.t.Helper()
	return o.carriedCopy(id, "seal")
}

// carriedCopy carries a copy up to a step and with it, each by whoever does it.
func (o *office) carriedCopy(id, last string) CopyView {
	o.t.Helper()
	ctx := context.Background()
	for _, step := range []struct{ action, who string }{{"sign", signer}, {"assign_number", clerk}, {"seal", clerk}} {
		c, err := o.ShowCopy(ctx, o.id(step.who), id)
		if err == nil {
			err = o.FireCopy(ctx, o.id(step.who), id, step.action, CopyAct{Version: c.Version, PIN: pin, SHA256: c.PDF()})
		}
		if err != nil {
			o.t.Fatalf("%s by %s: %v", step.action, step.who, err)
		}
		if step.action == last {
			break
		}
	}
	c, err := o.ShowCopy(ctx, o.id(clerk), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// toldOfCopy is what a person was told of a copy; whom it only reached is told no word of the original.
func (o *office) toldOfCopy(who, id string) (told []string) {
	o.t.Helper()
	found, err := o.notices(who)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, n := range found {
		if n.About != notice.Copy || n.AboutID != id {
			continue
		}
		told = append(told, n.Action+" "+n.Label)
		if reached := n.Action == "copy_seal"; reached != (n.Subject == "") {
			o.t.Errorf("%s is told %+v", who, n)
		}
	}
	return told
}

// pageText is what a reader of a copy's PDF sees, as pdftotext reads it.
func (o *office) pageText(who, id string) string {
	o.t.Helper()
	bytes, err := o.CopyPDF(context.Background(), o.id(who), id)
	if err != nil {
		o.t.Fatal(err)
	}
	defer bytes.Reader.Close()
	raw, err := io.ReadAll(bytes.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") != "" {
			o.t.Fatal("pdftotext is not installed")
		}
		o.t.Skip("pdftotext is not installed")
	}
	name := filepath.Join(o.t.TempDir(), "copy.pdf")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		o.t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		o.t.Fatal(err)
	}
	return norm.NFC.String(string(text))
}

// A copy shows the original with its number, date and “(Đã ký)”, bears the two signatures of who copied, and takes the next
// number of the organ's own series.
func TestACopyIsSignedNumberedAndSealed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.Issued)
		id, err := o.copyOf(v, func(*CopyInput) {})
		if err != nil {
			t.Fatal(err)
		}
		c := o.sealedCopy(id)
		for who, want := range map[string]string{
			signer: "copy_prepare Bản sao chờ ký", clerk: "copy_sign Bản sao đã ký, chờ cấp số, đóng dấu", organClerk: "copy_seal Có bản sao văn bản gửi đến", outsider: "",
		} {
			if got := strings.Join(o.toldOfCopy(who, id), "; "); got != want {
				t.Errorf("%s hears of the copy %q, want %q", who, got, want)
			}
		}
		if c.Symbol != "01-BS/VPTU" || c.CopyDate != officeDay || c.State != CopySealed {
			t.Errorf("the copy is %s of %s, %s", c.Symbol, c.CopyDate, c.State)
		}
		if c.Report == nil || c.Report.Verdict != signature.Valid || len(c.Report.Signatures) != 2 {
			t.Fatalf("the signatures on the copy: %+v", c.Report)
		}
		if len(c.Recipients) != 1 || !strings.Contains(c.Recipients[0], "Ban Tổ chức") {
			t.Errorf("it went to %v", c.Recipients)
		}
		text := o.pageText(clerk, id)
		for _, want := range []string{"SAO Y", "(Đã ký)", "01", "TB/VPTU", "BS/VPTU", "10 tháng 6 năm 2014", "Các phòng phân công người trực"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page does not say %q:\n%s", want, text)
			}
		}
		// The receiver reads the copy, and not the original unless it was sent to him.
		got, err := o.ShowCopy(ctx, o.id(foreign), id)
		if err != nil || len(got.Actions) != 0 {
			t.Errorf("the receiver: %v, may %v", err, got.Actions)
		}
		o.refused("COPY_UNKNOWN", func() error { _, err := o.ShowCopy(ctx, o.id(outsider), id); return err })
		o.refused("COPY_UNKNOWN", func() error { _, err := o.ShowCopy(ctx, o.id(admin), id); return err })
		// The book has its line.
		err = s.View(ctx, func(tx *store.Tx) error {
			rows, err := register.Rows(tx, register.Filter{IssuerID: "bt-vptu", Symbol: "BS"})
			if err == nil && (len(rows) != 1 || rows[0].Printed() != "01-BS/VPTU" || rows[0].DocumentID != id) {
				t.Errorf("the book of copies: %+v", rows)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		// A sao lục is of a sao y; a trích sao of some paragraphs, exactly.
		recopy, err := o.copyOf(v, func(in *CopyInput) { in.Form, in.SourceCopy = Recopy, id })
		if err != nil {
			t.Fatal(err)
		}
		if second := o.sealedCopy(recopy); second.Symbol != "02-BS/VPTU" {
			t.Errorf("the next copy is %s", second.Symbol)
		}
		if text := o.pageText(clerk, recopy); !strings.Contains(text, "SAO LỤC") || !strings.Contains(text, "01-BS/VPTU") {
			t.Errorf("the sao lục does not say of what:\n%s", text)
		}
		extract, err := o.copyOf(v, func(in *CopyInput) { in.Form, in.Blocks = Extract, []int{2} })
		if err != nil {
			t.Fatal(err)
		}
		text = o.pageText(clerk, extract)
		if !strings.Contains(text, "TRÍCH SAO") || !strings.Contains(text, "(…)") || !strings.Contains(text, "Các phòng phân công") || strings.Contains(text, "thông báo lịch trực tháng 6 năm 2014 như sau") {
			t.Errorf("the extract:\n%s", text)
		}
	})
}

func TestWhoCopies(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		signed := o.walk(o.draft(), document.Signed)
		prepare := func(who string, v View, change func(*CopyInput)) func() error {
			return func() error {
				in := CopyInput{Form: TrueCopy, Signer: o.id(signer)}
				change(&in)
				_, err := o.PrepareCopy(ctx, o.id(who), v.Document.ID, in)
				return err
			}
		}
		o.refused("COPY_NOT_ISSUED", prepare(clerk, signed, func(*CopyInput) {}))
		v := o.walk(signed, document.Issued)
		o.refused("FORBIDDEN", prepare(drafter, v, func(*CopyInput) {}))
		o.refused("FORBIDDEN", prepare(signer, v, func(*CopyInput) {}))
		o.refused("DOCUMENT_NOT_FOUND", prepare(outsider, v, func(*CopyInput) {}))
		o.refused("DOCUMENT_NOT_FOUND", prepare(admin, v, func(*CopyInput) {}))
		o.refused("COPY_FORM", prepare(clerk, v, func(in *CopyInput) { in.Form = "photo" }))
		o.refused("COPY_ORGAN", prepare(clerk, v, func(in *CopyInput) { in.Organ = "bt-btctu" }))
		o.refused("COPY_ORGAN", prepare(clerk, v, func(in *CopyInput) { in.Organ = "nowhere" }))
		o.refused("SIGNER_NOT_ENTITLED", prepare(clerk, v, func(in *CopyInput) { in.Signer = o.id(clerk) }))
		o.refused("SIGNER_NOT_ENTITLED", prepare(clerk, v, func(in *CopyInput) { in.Signer = o.id(foreign) }))
		o.refused("COPY_SOURCE", prepare(clerk, v, func(in *CopyInput) { in.Form = Recopy }))
		o.refused("EXTRACT_EMPTY", prepare(clerk, v, func(in *CopyInput) { in.Form = Extract }))
		o.refused("EXTRACT_UNKNOWN", prepare(clerk, v, func(in *CopyInput) { in.Form, in.Blocks = Extract, []int{7} }))
		o.refused("EXTRACT_WHOLE", prepare(clerk, v, func(in *CopyInput) { in.Form, in.Blocks = Extract, []int{2, 1, 2} }))
		o.refused("SECRET_REFUSED", prepare(clerk, v, func(in *CopyInput) { in.RecipientsText = "Độ mật: TỐI MẬT" }))
		// A receiving organ's văn thư copies what was sent to it, under its own head.
		if err := prepare(foreign, v, func(in *CopyInput) { in.Signer = o.id(signer) })(); err == nil {
			t.Error("another organ's head signs a copy of Ban Tổ chức")
		}
		id, err := o.copyOf(v, func(*CopyInput) {})
		if err != nil {
			t.Fatal(err)
		}
		c, err := o.ShowCopy(ctx, o.id(signer), id)
		if err != nil {
			t.Fatal(err)
		}
		act := CopyAct{Version: c.Version, PIN: pin, SHA256: c.Rendition}
		step := func(who, action string, act CopyAct) func() error {
			return func() error { return o.FireCopy(ctx, o.id(who), id, action, act) }
		}
		o.refused("FORBIDDEN", step(clerk, "sign", act))
		o.refused("FORBIDDEN", step(checker, "sign", act)) // he sees it, and is not who signs
		o.refused("COPY_UNKNOWN", step(outsider, "sign", act))
		o.refused("COPY_UNKNOWN", step(foreign, "seal", act))
		o.refused("WRONG_STATE", step(clerk, "seal", act))
		o.refused("BYTES_NOT_SHOWN", step(signer, "sign", CopyAct{Version: 1, PIN: pin, SHA256: "00"}))
		o.refused("STALE_VERSION", step(signer, "sign", CopyAct{Version: 9, PIN: pin, SHA256: c.Rendition}))
		o.refused("REASON_MISSING", step(clerk, "cancel", CopyAct{Version: 1}))
		o.refused("ACTION_UNKNOWN", step(clerk, "burn", act))
	})
}

// Two văn thư number one copy at once: one number, no gap.
func TestACopyIsNumberedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.Issued)
		id, err := o.copyOf(v, func(*CopyInput) {})
		if err != nil {
			t.Fatal(err)
		}
		o.carriedCopy(id, "sign")
		var wait sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wait.Go(func() { errs[i] = o.FireCopy(ctx, o.id(clerk), id, "assign_number", CopyAct{}) })
		}
		wait.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			}
		}
		err = s.View(ctx, func(tx *store.Tx) error {
			series, err := register.SeriesOf(tx, "bt-vptu")
			for _, one := range series {
				if one.Key.Symbol == "BS" && one.Last != 1 {
					t.Errorf("%d numbers were taken", one.Last)
				}
			}
			return err
		})
		if err != nil || done != 1 {
			t.Errorf("numbered %d times: %v %v", done, errs, err)
		}
	})
}

// A numbered copy that is given up takes its number with it: the row stays in the book with the reason, the next copy has the
// next number, and what is sealed is out and is not given up.
func TestANumberedCopyIsGivenUpWithItsNumber(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.Issued)
		id, err := o.copyOf(v, func(*CopyInput) {})
		if err != nil {
			t.Fatal(err)
		}
		o.carriedCopy(id, "assign_number")
		cancel := func(who, id, reason string) func() error {
			return func() error { return o.FireCopy(ctx, o.id(who), id, "cancel", CopyAct{Reason: reason}) }
		}
		o.refused("REASON_MISSING", cancel(clerk, id, " "))
		o.refused("FORBIDDEN", cancel(signer, id, "Sao nhầm văn bản"))
		o.refused("COPY_UNKNOWN", cancel(outsider, id, "Sao nhầm văn bản"))
		if err := cancel(clerk, id, "Sao nhầm văn bản")(); err != nil {
			t.Fatal(err)
		}
		o.refused("WRONG_STATE", cancel(clerk, id, "Lần nữa"))
		o.refused("WRONG_STATE", func() error { return o.FireCopy(ctx, o.id(clerk), id, "seal", CopyAct{PIN: pin, SHA256: "00"}) })
		gone, err := o.ShowCopy(ctx, o.id(clerk), id)
		if err != nil || gone.State != CopyCancelled || gone.Symbol != "01-BS/VPTU" || gone.Reason != "Sao nhầm văn bản" || len(gone.Recipients) != 0 {
			t.Errorf("given up: %+v %v", gone.Copy, err)
		}
		again, err := o.copyOf(v, func(*CopyInput) {})
		if err != nil {
			t.Fatal(err)
		}
		if next := o.sealedCopy(again); next.Symbol != "02-BS/VPTU" {
			t.Errorf("the next copy is %s", next.Symbol)
		}
		o.refused("WRONG_STATE", cancel(clerk, again, "Muộn"))
		err = s.View(ctx, func(tx *store.Tx) error {
			rows, err := register.Rows(tx, register.Filter{IssuerID: "bt-vptu", Symbol: "BS"})
			if err == nil && (len(rows) != 2 || rows[0].Status != register.Voided || rows[0].Reason != "Sao nhầm văn bản" || rows[1].Status != register.Assigned) {
				t.Errorf("the book of copies: %+v", rows)
			}
			if err == nil {
				err = register.Check(tx)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		o.intact()
	})
}
