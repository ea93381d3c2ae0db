package layout

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/store"
)

func TestNumberText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ regime, number, want string }{
		{"party", "5", "05"}, {"party", "05", "05"}, {"party", "10", "10"}, {"party", "5053", "5053"},
		{"state", "7", "07"}, {"state", "7bis", "07bis"}, {"state", "120a", "120a"},
	} {
		if got := NumberText(c.regime, c.number); got != c.want {
			t.Errorf("NumberText(%q, %q) = %q, want %q", c.regime, c.number, got, c.want)
		}
	}
}

func TestDateText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		on   store.Date
		want string
	}{
		{"2026-02-05", "05 tháng 02 năm 2026"},
		{"2014-06-10", "10 tháng 6 năm 2014"},
		{"2020-03-05", "05 tháng 3 năm 2020"},
		{"2026-01-31", "31 tháng 01 năm 2026"},
		{"2026-12-09", "09 tháng 12 năm 2026"},
		{"", ""},
	} {
		for _, regime := range []string{"party", "state"} {
			if got := DateText(regime, "Phan Thiết", c.on); got != c.want {
				t.Errorf("DateText(%q, %q) = %q, want %q", regime, c.on, got, c.want)
			}
		}
	}
}

// fields gives the fields of a PDF by name.
func fields(t *testing.T, b []byte) map[string]pdf.FieldInfo {
	t.Helper()
	f, err := pdf.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	all, err := f.Fields()
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]pdf.FieldInfo{}
	for _, field := range all {
		byName[field.Name] = field
	}
	return byName
}

func TestFieldsStandWhereTheyAreFilled(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Sheet{"party": partyNotice(everything(6, 5)...), "state": stateReport(everything(6, 5)...), "letter": stateLetter(prose(2))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mustRender(t, s)
			got := fields(t, r.PDF)
			kinds := map[string]pdf.FieldKind{}
			for n, f := range got {
				kinds[n] = f.Kind
				if f.Value != "" || f.Signed {
					t.Errorf("the field %s is not empty", n)
				}
			}
			want := map[string]pdf.FieldKind{FieldNumber: pdf.TextKind, FieldDate: pdf.TextKind, FieldSigner: pdf.SignatureKind, FieldOrgan: pdf.SignatureKind}
			if diff := cmp.Diff(want, kinds); diff != "" {
				t.Fatalf("fields (-want +got):\n%s", diff)
			}
			if got[FieldNumber].Page != 1 || got[FieldDate].Page != 1 || got[FieldSigner].Page != r.Pages || got[FieldOrgan].Page != r.Pages {
				t.Errorf("pages: %d %d %d %d", got[FieldNumber].Page, got[FieldDate].Page, got[FieldSigner].Page, got[FieldOrgan].Page)
			}
			sign, seal := got[FieldSigner].Rect, got[FieldOrgan].Rect
			if sign.H < 25*mm {
				t.Errorf("%.1f mm to sign, want 25 or more", sign.H/mm)
			}
			if over := seal.X + seal.W - sign.X; math.Abs(over-sign.W/3) > 0.5 {
				t.Errorf("the seal covers %.1f of %.1f points of the signature, want a third on the left", over, sign.W)
			}
			if middle := seal.Y + seal.H/2; math.Abs(middle-sign.Y-sign.H/2) > 0.5 {
				t.Errorf("the seal's middle is at %.1f, the signature's at %.1f", middle, sign.Y+sign.H/2)
			}
		})
	}
}

func TestFilledFieldsReadAsOneWithWhatIsPrinted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sheet  Sheet
		number string
		want   []string
	}{
		"party": {partyNotice(prose(1)), "7", []string{"Số 07-TB/VPTU", "Vĩnh An, ngày 05 tháng 02 năm 2027"}},
		"state": {stateReport(prose(1)), "1234", []string{"Số: 1234/BC-UBND", "Sông Lam, ngày 05 tháng 02 năm 2027"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := pdf.Open(mustRender(t, c.sheet).PDF)
			if err != nil {
				t.Fatal(err)
			}
			u := f.Update()
			if err := errors.Join(u.FillText(FieldNumber, NumberText(c.sheet.Regime, c.number)), u.FillText(FieldDate, DateText(c.sheet.Regime, c.sheet.Place, "2027-02-05"))); err != nil {
				t.Fatal(err)
			}
			b, err := u.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(strings.Fields(poppler(t, b, "pdftotext", "-layout")), " ")
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in %.400q", want, text)
				}
			}
		})
	}
}

func TestTheSameSheetGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	s := stateReport(everything(4, 9)...)
	before := s.Body.Text()
	if !bytes.Equal(mustRender(t, s).PDF, mustRender(t, s).PDF) {
		t.Error("two renditions of one sheet differ")
	}
	if s.Body.Text() != before {
		t.Error("rendering changed the body it was given")
	}
}

func TestACharacterWithoutAGlyphIsRefusedByName(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Sheet)
		want   string
	}{
		"in the body": {func(s *Sheet) {
			s.Body.Blocks = []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Đồng chí 陳 dự họp"}}}}
		}, "“陳” (U+9673)"},
		"in a table": {func(s *Sheet) {
			s.Body.Blocks = []document.Block{{Kind: document.Table, Rows: [][]document.Cell{cells("🙂")}}}
		}, "U+1F642"},
		"in Nơi nhận":      {func(s *Sheet) { s.Recipients = append([]string{"- 陳;"}, s.Recipients...) }, "U+9673"},
		"in the name":      {func(s *Sheet) { s.SignerName = "Trần\u0007 Hữu Đức" }, "U+0007"},
		"in the trích yếu": {func(s *Sheet) { s.Subject = "về việc 陳" }, "U+9673"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := partyNotice(prose(1))
			c.change(&s)
			_, err := Render(s)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Code != "GLYPH_MISSING" || !strings.Contains(f.Detail, c.want) || len(f.Reasons) != 1 {
				t.Errorf("the error is %v, want GLYPH_MISSING naming %s", err, c.want)
			}
		})
	}
}

func TestInvisibleCharactersAreNeitherDrawnNorRefused(t *testing.T) {
	t.Parallel()
	s := partyNotice(document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "\ufeffHội\u200b nghị\u00a0Tỉnh\tủy \u00adlần thứ năm"}}})
	if text := poppler(t, mustRender(t, s).PDF, "pdftotext", "-raw"); !strings.Contains(text, "Hội nghị Tỉnh ủy lần thứ năm") {
		t.Errorf("the line is not in %q", text)
	}
}
