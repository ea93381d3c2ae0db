package layout

import (
	"strings"
	"testing"

	"trinhky/internal/pdf"
)

func TestARoomForTheExpectedNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		expected, number string
		gap              float64 // between the word and the number, in points at most
		size             float64
	}{
		{"", "05", 12, 14}, {"", "123", 5, 14}, {"", "5053", 5, 11},
		{"7", "07", 5, 14}, {"5053", "5053", 5, 14}, {"98", "99", 5, 14},
	} {
		s := partyLetter()
		s.Number = c.expected
		m := measure(t, issued(t, ruleSet(t, "party-05hd"), s, c.number, "05 tháng 3 năm 2026"))
		word, _ := m.find(1, "Số")
		number, ok := m.find(1, c.number)
		if !ok { // no gap: pdftotext joins it to the symbol
			number, ok = m.find(1, c.number+"-CV/VPTU")
		}
		symbol, _ := m.find(1, "-CV/VPTU")
		gap := (number.left - word.right) * mm
		if !ok || gap < 1.4 || gap > c.gap || number.size < c.size-0.3 {
			t.Errorf("expecting %q, %q stands %.1f points after the word in %.1f pt, want %.1f at most in %.0f", c.expected, c.number, gap, number.size, c.gap, c.size)
		}
		if apart := (symbol.left - number.right) * mm; symbol.text != "" && (apart < -0.5 || apart > 0.5) {
			t.Errorf("%q stands %.1f points before the symbol", c.number, apart)
		}
	}
}

func TestOnlyTheLastSignersSignAFile(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Sheet{"minutes": partyMinutes(), "copy": stateCopy()} {
		r := mustRender(t, s)
		got := fields(t, r.PDF)
		if len(got) != 4 || got[FieldSigner].Kind != pdf.SignatureKind || got[FieldOrgan].Kind != pdf.SignatureKind {
			t.Errorf("%s: the fields are %v", name, got)
		}
		m := measure(t, r.PDF)
		signer := map[string]string{"minutes": "Trần Hữu Đức", "copy": "Vũ Minh Hà"}[name]
		who, _ := m.find(0, signer)
		box := got[FieldSigner].Rect
		if below := who.top - (box.Y+box.H)/mm; below < -1 || below > 3 || box.X/mm > who.left+5 || (box.X+box.W)/mm < who.right-5 {
			t.Errorf("%s: the signature field %v is not above %s at %.1f mm", name, box, signer, who.top)
		}
	}
}

func TestACopyWithoutItsNumberLeavesRoom(t *testing.T) {
	t.Parallel()
	s := stateCopy()
	s.Copy.Symbol, s.Copy.Date = "SY-UBND", ""
	m := measure(t, mustRender(t, s).PDF)
	symbol, ok := m.find(2, "/SY-UBND")
	if !ok {
		t.Fatal("the symbol is not on the page")
	}
	for _, w := range m.words {
		if gap := symbol.left - w.right; w.page == 2 && w.text == "Số:" && gap < 5 {
			t.Errorf("%.1f mm for the number of the copy", gap)
		}
	}
}

func TestAnAddressLineBreaksAfterASentence(t *testing.T) {
	t.Parallel()
	rule := TypeRule{Size: 11, Leading: 13}
	room := 165 * mm
	short, long := "Địa chỉ: số 5 đường Trần Phú.", "Địa chỉ: số 5 đường Trần Phú, phường Vĩnh An, tỉnh Sông Lam. ĐT: 0200 3 822 666; thư điện tử: vanthu.snv@example.vn"
	for text, want := range map[string]string{
		short:        short,
		long:         strings.Replace(long, "Lam. ", "Lam.\n", 1),
		"a\n" + long: "a\n" + long,
		strings.Repeat("không có dấu câu ", 20): strings.Repeat("không có dấu câu ", 20),
	} {
		if got := inTwo(text, rule, room); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestRecipientsBelowTheMinutesStayWithThem(t *testing.T) {
	t.Parallel()
	rules := ruleSet(t, "state-nd30")
	for n := range 24 { // the signatures come to stand at every height of a page
		s := stateMinutes()
		for range 12 {
			s.Recipients = append([]string{"- Các sở, ban, ngành của tỉnh;"}, s.Recipients...)
		}
		for range n {
			s.Body.Blocks = append(s.Body.Blocks, prosed("Thêm một dòng."))
		}
		c := &composer{rules: rules, sheet: s.normalised()}
		rows := c.closing()
		for i, r := range rows[:len(rows)-1] {
			if !r.keep {
				t.Fatalf("a page may end after row %d of %d", i, len(rows))
			}
		}
		m := measure(t, mustRender(t, s).PDF)
		chair, _ := m.find(0, "CHỦ TỌA")
		last, ok := m.find(0, "- Lưu: VT, VTLT (2).")
		if !ok || chair.page != last.page || last.bottom > 277.3 {
			t.Errorf("%d lines more: the signatures are on page %d, the last line of Nơi nhận on page %d, down to %.1f mm", n, chair.page, last.page, last.bottom)
		}
	}
}

func TestTheNamesOfTheMinutesStandOnOneLine(t *testing.T) {
	t.Parallel()
	s := stateMinutes()
	s.Formula = []string{"CHỦ TỌA", "PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN"}
	m := measure(t, mustRender(t, s).PDF)
	recorder, _ := m.find(0, "Phạm Thị Thu")
	chair, ok := m.find(0, "Lê Thị Ngọc Ánh")
	if !ok || recorder.page != chair.page || recorder.top != chair.top {
		t.Errorf("the names stand at %.1f and %.1f mm", recorder.top, chair.top)
	}
}
