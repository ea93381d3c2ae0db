package layout

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// A copy that is made here shows the number, the date and "(Đã ký)" of what it copies, and has fields for its own: no field
// stands above the rule of its block.
func TestACopyIsNumberedInItsOwnBlock(t *testing.T) {
	t.Parallel()
	for name, sheet := range map[string]Sheet{"party": partyCopy(), "state": stateCopy()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			symbol := map[string]string{"party": "BS/VPTU", "state": "SY-VP"}[name]
			sheet.Number, sheet.Date, sheet.Stated = "7", "05 tháng 3 năm 2026", "(Đã ký)"
			sheet.Copy.Fields, sheet.Copy.Symbol, sheet.Copy.Date, sheet.Copy.Place = true, symbol, "", "Phan Thiết"
			made, err := Render(sheet)
			if err != nil {
				t.Fatal(err)
			}
			text := norm.NFC.String(poppler(t, made.PDF, "pdftotext", "-layout"))
			for _, want := range []string{"07", "05 tháng 3 năm 2026", "(Đã ký)", symbol, "Phan Thiết"} {
				if !strings.Contains(text, want) {
					t.Errorf("the page does not say %q:\n%s", want, text)
				}
			}
			for _, field := range []string{FieldNumber, FieldDate, FieldSigner, FieldOrgan} {
				if n := strings.Count(string(made.PDF), "/T ("+field+")"); n > 1 {
					t.Errorf("the field %q stands %d times", field, n)
				}
			}
		})
	}
}
