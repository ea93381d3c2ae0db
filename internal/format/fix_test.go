package format

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"trinhky/internal/document"
)

// mistakes are faults that a fix mends, each put into block n of a body or into a field.
var mistakes = []struct {
	name string
	make func(c *Content, n int)
}{
	{"eth", func(c *Content, n int) { say(c, n, " \u00D0ảng bộ \u00D0") }},
	{"nfc", func(c *Content, n int) { say(c, n, " vie\u0323\u0302c chung") }},
	{"nbsp", func(c *Content, n int) {
		say(c, n, " theo Chỉ thị số 34-\u00A0CT/TU, ngày 03/6/2014 của Ban Thường vụ Tỉnh ủy về thi đua")
	}},
	{"space", func(c *Content, n int) {
		say(c, n, " theo Chỉ thị số 23- CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy về thi đua")
	}},
	{"dash", func(c *Content, n int) {
		say(c, n, " theo Kế hoạch số 57–KH/\u00D0U, ngày 24/5/2017 của Đảng ủy về thi đua")
	}},
	{"date", func(c *Content, n int) {
		say(c, n, " từ ngày 5 tháng 2 năm 2026 đến ngày 7 tháng 11 năm 2026")
	}},
	{"ending", func(c *Content, _ int) {
		last := &c.Body.Blocks[len(c.Body.Blocks)-1]
		last.Runs = append(last.Runs, document.Run{Text: ";"})
	}},
	{"no ending", func(c *Content, _ int) {
		last := &c.Body.Blocks[len(c.Body.Blocks)-1]
		last.Runs = append(last.Runs, document.Run{Text: " và hết"})
	}},
	{"recipients", func(c *Content, _ int) {
		c.RecipientsText = strings.Replace(c.RecipientsText, ";", ".", 1)
	}},
	{"last recipient", func(c *Content, _ int) { c.RecipientsText = strings.TrimSuffix(c.RecipientsText, ".") }},
	{"ordinal", func(c *Content, n int) {
		if b := &c.Body.Blocks[n%len(c.Body.Blocks)]; strings.HasSuffix(b.Ordinal, "-") && b.Ordinal != "-" {
			b.Ordinal = strings.TrimSuffix(b.Ordinal, "-") + ")"
		}
	}},
	{"ground", func(c *Content, _ int) {
		ground := &c.Body.Blocks[0]
		ground.Runs = words(strings.TrimRight(ground.Text()[len("- "):], ";") + ".")
	}},
	{"subject", func(c *Content, _ int) { c.Subject += " của \u00D0ảng" }},
}

// say puts words into a block before its last mark, in a run of their own.
func say(c *Content, n int, text string) {
	b := &c.Body.Blocks[2+n%(len(c.Body.Blocks)-3)]
	b.Runs = append(b.Runs[:1:1], append([]document.Run{{Text: text, Italic: true}}, b.Runs[1:]...)...)
}

// plan is a good Party plan of a few blocks.
func plan(t interface{ Fatal(args ...any) }) Content {
	kind, err := document.KindByID("party", "plan")
	if err != nil {
		t.Fatal(err)
	}
	c := Content{
		Regime: "party", Kind: kind, Subject: "về việc chung", RecipientsText: "- Thường trực Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
		Body: document.Body{Blocks: []document.Block{
			{Kind: document.Item, Level: 1, Ordinal: "-", Runs: words("Căn cứ Quy định số 66-QĐ/TW, ngày 06/02/2017 của Ban Bí thư về thể loại văn bản;")},
			{Kind: document.Item, Level: 1, Ordinal: "-", Runs: words("Căn cứ Nghị quyết số 12-NQ/TU, ngày 15/3/2026 của Tỉnh ủy về công tác năm.")},
		}},
	}
	for i := 1; i <= 6; i++ {
		c.Body.Blocks = append(c.Body.Blocks, document.Block{
			Kind: document.Paragraph, Ordinal: fmt.Sprintf("%d-", i), Runs: []document.Run{{Text: fmt.Sprintf("Việc thứ %d", i)}, {Text: " của tỉnh."}},
		})
	}
	return c
}

func fixes(found []Finding) (ids []string) {
	for _, f := range found {
		if f.Fix != nil && !slices.Contains(ids, f.Fix.ID) {
			ids = append(ids, f.Fix.ID)
		}
	}
	return ids
}

// TestFixesMend: whatever is wrong, every fix that is offered takes its finding away, brings no new one, and done again
// changes nothing; what is not of a fix stays.
func TestFixesMend(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := plan(t)
		if found := Check(c); len(found) > 0 {
			t.Fatalf("the good plan: %v", codes(found))
		}
		for _, m := range rapid.SliceOfN(rapid.SampledFrom(mistakes), 1, 6).Draw(t, "mistakes") {
			m.make(&c, rapid.IntRange(0, 20).Draw(t, m.name))
		}
		before := clone(c)
		found := Check(c)
		ids := fixes(found)
		mended, applied := Apply(c, ids...)
		if diff := cmp.Diff(before.Body, c.Body); diff != "" {
			t.Fatalf("Apply changed what it was given:\n%s", diff)
		}
		if len(applied) != len(ids) {
			t.Fatalf("%v applied of %v", applied, ids)
		}
		var left []string
		for _, f := range found {
			if f.Fix == nil {
				left = append(left, f.Rule+" "+string(f.Level)+" "+f.Code)
			}
		}
		if diff := cmp.Diff(append([]string{}, left...), codes(Check(mended))); diff != "" {
			t.Fatalf("after %v:\n%s\n%s", ids, diff, mended.Body.Text())
		}
		again, more := Apply(mended, ids...)
		if len(more) > 0 || !cmp.Equal(mended.Body, again.Body) || mended.RecipientsText != again.RecipientsText || mended.Subject != again.Subject {
			t.Fatalf("done twice it changes more: %v", more)
		}
	})
}

// TestOneFixMendsOneFinding: each by itself, without touching what the others are about.
func TestOneFixMendsOneFinding(t *testing.T) {
	t.Parallel()
	for _, m := range mistakes {
		c := plan(t)
		m.make(&c, 3)
		found := Check(c)
		if m.name == "ordinal" {
			m.make(&c, 4)
			found = Check(c)
		}
		if len(fixes(found)) == 0 {
			t.Errorf("%s: nothing is offered for %v", m.name, codes(found))
			continue
		}
		for _, id := range fixes(found) {
			mended, applied := Apply(c, id)
			if len(applied) != 1 || len(fixes(Check(mended))) >= len(fixes(found)) {
				t.Errorf("%s: %s leaves %v of %v", m.name, id, codes(Check(mended)), codes(found))
			}
		}
	}
}

func TestApplyWords(t *testing.T) {
	t.Parallel()
	c := plan(t)
	c.Regime = "state"
	c.Body.Blocks[3].Runs = []document.Run{{Text: "Theo Chỉ thị số 23", Bold: true}, {Text: "- CT", Italic: true}, {Text: "/TU, từ ngày 5 tháng 2 năm 2026."}}
	c.Body.Blocks[7].Runs = []document.Run{{Text: "Hết"}, {Text: "; ", Italic: true}}
	c.RecipientsText = "- Sở Nội vụ\n- Lưu: VT,"
	got, applied := Apply(c, "symbol:p4", "dates:p4", "ending:p8", "recipients:recipients", "symbol:p4", "eth:p4", "nothing:p4", "eth", "ending:p3", "ground:p9", "ordinal.:p1")
	if diff := cmp.Diff([]string{"symbol:p4", "dates:p4", "ending:p8", "recipients:recipients"}, applied); diff != "" {
		t.Error(diff)
	}
	want := []document.Run{{Text: "Theo Chỉ thị số 23", Bold: true}, {Text: "-CT", Italic: true}, {Text: "/TU, từ ngày 05 tháng 02 năm 2026."}}
	if diff := cmp.Diff(want, got.Body.Blocks[3].Runs); diff != "" {
		t.Error(diff)
	}
	if text := got.Body.Blocks[7].Text(); text != "6- Hết./." {
		t.Errorf("ends %q", text)
	}
	if got.RecipientsText != "- Sở Nội vụ;\n- Lưu: VT." {
		t.Errorf("recipients %q", got.RecipientsText)
	}
	for _, text := range []string{"- Sở Nội vụ,\n  Sở Tài chính;\n- Lưu: VT.", "Thuận 100b"} {
		if mended(text) != text {
			t.Errorf("%q is not a line an item, and became %q", text, mended(text))
		}
	}
}
