package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// para is a paragraph of plain text.
func para(text string) Block { return Block{Kind: Paragraph, Runs: []Run{{Text: text}}} }

func bodyOf(blocks ...Block) Content {
	return Content{Subject: "về lịch trực", Body: Body{Blocks: blocks}}
}

// told writes the changes of a redline's body as short lines.
func told(r Redline) (lines []string) {
	for _, c := range r.Passages {
		if c.Part != BodyPart || c.Kind == Kept && !c.Moved {
			continue
		}
		line := fmt.Sprintf("%s %d→%d", c.Kind, c.From, c.To)
		if c.Moved {
			line += " moved"
		}
		for _, s := range c.Words {
			switch s.Kind {
			case Deleted:
				line += " -" + s.Text
			case Inserted:
				line += " +" + s.Text
			case Restyled:
				line += " ~" + s.Text
			}
		}
		if len(c.Looks) > 0 {
			line += " " + strings.Join(c.Looks, ",")
		}
		lines = append(lines, line)
	}
	return lines
}

const (
	first  = "Các phòng phân công người trực trong giờ hành chính."
	second = "Trưởng phòng chịu trách nhiệm trước Chánh Văn phòng về lịch trực của phòng mình."
	third  = "Văn phòng Huyện ủy gửi báo cáo trước ngày 25/6/2014 theo Công văn số 12-CV/VPTU."
)

func TestCompare(t *testing.T) {
	t.Parallel()
	bold := Block{Kind: Paragraph, Runs: []Run{{Text: "Các phòng "}, {Text: "phân công", Bold: true}, {Text: " người trực trong giờ hành chính."}}}
	item := Block{Kind: Item, Level: 1, Ordinal: "2.", Runs: []Run{{Text: first}}}
	noted := Block{Kind: Paragraph, Runs: []Run{{Text: first, Note: "Theo Quy chế làm việc số 01."}}}
	renoted := Block{Kind: Paragraph, Runs: []Run{{Text: first, Note: "Theo Quy chế làm việc số 02."}}}
	for _, tt := range []struct {
		name string
		a, b []Block
		want []string
	}{
		{"nothing", []Block{para(first), bold}, []Block{para(first), bold}, nil},
		{"runs cut elsewhere", []Block{para(first)}, []Block{{Kind: Paragraph, Runs: []Run{{Text: first[:9]}, {Text: first[9:]}}}}, nil},
		{"a word", []Block{para(first)}, []Block{para(strings.Replace(first, "người", "cán bộ", 1))}, []string{"changed 1→1 -người +cán bộ"}},
		{"words that only a comma parts", []Block{para("Các phòng trực, gác trong giờ hành chính.")}, []Block{para("Các phòng canh, giữ trong giờ hành chính.")},
			[]string{"changed 1→1 -trực, gác +canh, giữ"}},
		{"a symbol is one word", []Block{para(third)}, []Block{para(strings.Replace(third, "12-CV", "13-CV", 1))},
			[]string{"changed 1→1 -12-CV/VPTU +13-CV/VPTU"}},
		{"a date is one word", []Block{para(third)}, []Block{para(strings.Replace(third, "25/6", "26/6", 1))},
			[]string{"changed 1→1 -25/6/2014 +26/6/2014"}},
		{"a paragraph more", []Block{para(first), para(third)}, []Block{para(first), para(second), para(third)}, []string{"inserted 0→2 +" + second}},
		{"a paragraph less", []Block{para(first), para(second), para(third)}, []Block{para(first), para(third)}, []string{"deleted 2→0 -" + second}},
		{"quite another", []Block{para(first)}, []Block{para("Hội nghị kết thúc lúc 11 giờ cùng ngày")},
			[]string{"deleted 1→0 -" + first, "inserted 0→1 +Hội nghị kết thúc lúc 11 giờ cùng ngày"}},
		{"moved", []Block{para(first), para(second), para(third)}, []Block{para(second), para(third), para(first)},
			[]string{"left 1→3", "kept 1→3 moved"}},
		{"moved and edited", []Block{para(first), para(second), para(third)},
			[]Block{para(second), para(third), para(strings.Replace(first, "hành chính", "buổi tối", 1))},
			[]string{"left 1→3", "changed 1→3 moved -hành chính +buổi tối"}},
		{"moved among like ones", []Block{para("một hai ba bốn năm sáu"), para("sáu năm bốn ba hai một"), para(first), para(second), para(third)},
			[]Block{para(first), para(second), para(third), para("sáu năm bốn ba hai một"), para("một hai ba bốn năm sáu")},
			[]string{"left 1→5", "left 2→4", "kept 2→4 moved", "kept 1→5 moved"}},
		{"bold", []Block{para(first)}, []Block{bold}, []string{"restyled 1→1 ~phân công runs"}},
		{"an item renumbered", []Block{{Kind: Item, Level: 1, Ordinal: "1.", Runs: item.Runs}}, []Block{item}, []string{"restyled 1→1 ordinal"}},
		{"centred", []Block{para(first)}, []Block{{Kind: Paragraph, Align: AlignCenter, Runs: item.Runs}}, []string{"restyled 1→1 align"}},
		{"a footnote edited", []Block{noted}, []Block{renoted}, []string{"changed 1→1 -01 +02"}},
		{"a footnote more", []Block{para(first)}, []Block{noted}, []string{"changed 1→1 +Theo Quy chế làm việc số 01."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Compare(bodyOf(tt.a...), bodyOf(tt.b...))
			if got := told(r); !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if r.Summary.Empty() != (tt.want == nil) {
				t.Errorf("summary %+v", r.Summary)
			}
		})
	}
}

func cells(texts ...string) (row []Cell) {
	for _, t := range texts {
		row = append(row, Cell{Runs: []Run{{Text: t}}})
	}
	return row
}

func TestCompareTables(t *testing.T) {
	t.Parallel()
	a := Block{Kind: Table, HeaderRows: 1, Rows: [][]Cell{
		cells("TT", "Nội dung", "Người trực"), cells("1", "Trực ngày 10 tháng 6", "Phòng Tổng hợp"), cells("2", "Trực ngày 11 tháng 6", "Phòng Quản trị"),
	}}
	b := Block{Kind: Table, HeaderRows: 1, Rows: [][]Cell{
		a.Rows[0], cells("1", "Trực ngày 10 tháng 6", "Phòng Hành chính"), cells("2", "Trực đêm cuối tuần", "Đội bảo vệ cơ quan"), cells("3", "Trực ngày 11 tháng 6", "Phòng Quản trị"),
	}}
	r := Compare(bodyOf(para(first), a), bodyOf(para(first), b))
	table := r.Passages[2]
	var got []string
	for _, row := range table.Rows {
		got = append(got, fmt.Sprintf("%s %d→%d", row.Kind, row.From, row.To))
	}
	if want := []string{"kept 1→1", "changed 2→2", "inserted 0→3", "changed 3→4"}; !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
	if words := table.Rows[1].Cells[2].Words; len(words) != 3 || words[1].Text != "Tổng hợp" || words[2].Text != "Hành chính" {
		t.Errorf("the cell says %+v", words)
	}
	if got := r.Summary.Sentence(); got != "1 đoạn sửa" {
		t.Errorf("summary %q", got)
	}
	// A column more.
	for i := range b.Rows {
		b.Rows[i] = append(slices.Clone(b.Rows[i]), cells("Ghi chú "+fmt.Sprint(i))...)
	}
	sides(t, bodyOf(a), bodyOf(b))
}

func TestCompareAllParts(t *testing.T) {
	t.Parallel()
	a := Content{N: 1, Subject: "về lịch trực tháng 6", AddressWord: "Kính gửi", Addressees: []string{"Ban Tổ chức Tỉnh ủy"}, RecipientsText: "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng."}
	b := Content{N: 4, Subject: "về lịch trực tháng 7", AddressWord: "Kính trình", Addressees: []string{"Ban Tổ chức Tỉnh ủy", "Ban Nội chính Tỉnh ủy"}, RecipientsText: "- Thường trực Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng."}
	r := sides(t, a, b)
	kinds := map[Part][]ChangeKind{}
	for _, c := range r.Passages {
		kinds[c.Part] = append(kinds[c.Part], c.Kind)
	}
	want := map[Part][]ChangeKind{
		SubjectPart: {Changed}, AddressWordPart: {Changed}, AddresseePart: {Kept, Inserted}, RecipientsPart: {Kept, Inserted, Kept},
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	if got := r.Summary.Sentence(); got != "2 đoạn thêm, 2 đoạn sửa" {
		t.Errorf("summary %q", got)
	}
	if got := Compare(a, a).Summary.Sentence(); got != "Không có thay đổi" {
		t.Errorf("of equals %q", got)
	}
}

// sides checks that a redline holds both contents whole.
func sides(t interface {
	Helper()
	Fatalf(string, ...any)
}, a, b Content) Redline {
	t.Helper()
	r := Compare(a, b)
	for side, want := range map[string][2]Content{"before": {r.Before(), a}, "after": {r.After(), b}} {
		if diff := cmp.Diff(want[1], want[0], cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("the %s side is another (-want +got):\n%s", side, diff)
		}
	}
	return r
}

// drawn are contents made of few words, so that everything repeats; their runs are in their shortest form.
func drawn() *rapid.Generator[Content] {
	word := rapid.SampledFrom([]string{"phòng", "trực", "ngày", "báo cáo", "12-CV/VPTU", "25/6/2014", ",", ".", " ", "  ", "và", "đ", "́", "\n", "1.250,5", "Hội nghị", "\U000F0001"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 1, 8).Draw(t, "words"), "") })
	runs := rapid.Custom(func(t *rapid.T) []Run {
		var runs []Run
		for range rapid.IntRange(0, 4).Draw(t, "runs") {
			r := Run{Text: text.Draw(t, "text"), Bold: rapid.Bool().Draw(t, "bold"), Underline: rapid.Bool().Draw(t, "underline"), Script: rapid.SampledFrom([]Script{"", Raised}).Draw(t, "script")}
			if rapid.IntRange(0, 3).Draw(t, "noted") == 0 {
				r.Note = text.Draw(t, "note")
			}
			if last := len(runs) - 1; last >= 0 && runs[last].Note == "" && runs[last].look() == r.look() {
				runs[last].Text, runs[last].Note = runs[last].Text+r.Text, r.Note
				continue
			}
			runs = append(runs, r)
		}
		return runs
	})
	block := rapid.Custom(func(t *rapid.T) Block {
		b := Block{Kind: rapid.SampledFrom([]BlockKind{Paragraph, Heading, Item, Table, Figure, Appendix}).Draw(t, "kind"), Align: rapid.SampledFrom([]Align{"", AlignCenter}).Draw(t, "align")}
		switch b.Kind {
		case Table:
			b.HeaderRows = rapid.IntRange(0, 1).Draw(t, "heads")
			b.Rows = rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Cell {
				return Cell{Runs: runs.Draw(t, "runs"), Span: rapid.IntRange(0, 2).Draw(t, "span")}
			}), 0, 3), 0, 4).Draw(t, "rows")
		case Figure:
			b.Picture = &Picture{SHA256: rapid.SampledFrom([]string{"a1", "b2"}).Draw(t, "sha"), Width: 10, Height: 10, Alt: "hình"}
		default:
			b.Runs, b.Ordinal = runs.Draw(t, "runs"), rapid.SampledFrom([]string{"", "1.", "2."}).Draw(t, "ordinal")
		}
		return b
	})
	return rapid.Custom(func(t *rapid.T) Content {
		return Content{
			Subject: rapid.SampledFrom([]string{"", "về lịch trực", "về lịch trực tháng 7"}).Draw(t, "subject"), RecipientsText: text.Draw(t, "recipients"),
			AddressWord: rapid.SampledFrom([]string{"", "Kính gửi"}).Draw(t, "address word"), Addressees: rapid.SliceOfN(text, 0, 3).Draw(t, "addressees"),
			Body: Body{Blocks: rapid.SliceOfN(block, 0, 8).Draw(t, "blocks")},
		}
	})
}

// What a redline keeps and deletes is the earlier content, what it keeps and inserts the later one, also for contents
// that share passages in any order.
func TestRedlineHoldsBothSides(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawn().Draw(t, "a"), drawn().Draw(t, "b")
		if n := len(a.Body.Blocks); n > 0 { // b holds passages of a, in another order
			for range rapid.IntRange(0, 6).Draw(t, "shared") {
				shared := a.Body.Blocks[rapid.IntRange(0, n-1).Draw(t, "which")]
				b.Body.Blocks = slices.Insert(b.Body.Blocks, rapid.IntRange(0, len(b.Body.Blocks)).Draw(t, "where"), shared)
			}
		}
		sides(t, a, b)
		if r := Compare(a, a); !r.Summary.Empty() || slices.ContainsFunc(r.Passages, func(c Passage) bool { return c.Kind != Kept || c.Moved }) {
			t.Fatalf("a content differs from itself: %+v", r.Summary)
		}
	})
}

// The long way of comparing words holds both sides too, and still finds the one word.
func TestCompareAVeryLongParagraph(t *testing.T) {
	t.Parallel()
	var words []string
	for i := range 20_000 {
		words = append(words, fmt.Sprintf("chữ%d", i%15_000))
	}
	a := strings.Join(words, " ")
	words[9000] = "khác"
	b := strings.Join(words, " ")
	r := sides(t, bodyOf(para(a)), bodyOf(para(b)))
	if got := told(r); len(got) != 1 || got[0] != "changed 1→1 -chữ9000 +khác" {
		t.Errorf("got %.200v", got)
	}
}

// fortyPages are two versions of a report of forty pages with scattered edits, moves, a new table row and renumbering.
func fortyPages() (a, b Content) {
	for i := range 400 {
		text := fmt.Sprintf("Về nội dung thứ %d, Ban Thường vụ Tỉnh ủy yêu cầu các huyện ủy, thị ủy, thành ủy, ban cán sự đảng, đảng đoàn, đảng ủy trực thuộc "+
			"tiếp tục lãnh đạo, chỉ đạo thực hiện nghiêm túc Nghị quyết số %d-NQ/TU ngày %d/6/2014; phân công đồng chí phụ trách lĩnh vực %d trực tiếp theo dõi, "+
			"định kỳ báo cáo kết quả về Văn phòng Tỉnh ủy trước ngày 25 hằng tháng để tổng hợp.", i, i%60+1, i%28+1, i*7%90)
		a.Body.Blocks = append(a.Body.Blocks, Block{Kind: Item, Level: 1, Ordinal: fmt.Sprintf("%d.", i+1), Runs: []Run{{Text: text}}})
	}
	rows := [][]Cell{cells("TT", "Đơn vị", "Thời hạn")}
	for i := range 60 {
		rows = append(rows, cells(fmt.Sprint(i+1), fmt.Sprintf("Huyện ủy số %d", i), fmt.Sprintf("%d/7/2014", i%28+1)))
	}
	a.Body.Blocks = append(a.Body.Blocks, Block{Kind: Table, HeaderRows: 1, Rows: rows})
	b.Body.Blocks = slices.Clone(a.Body.Blocks)
	edit := func(i int, from, to string) {
		b.Body.Blocks[i].Runs = []Run{{Text: strings.Replace(b.Body.Blocks[i].Runs[0].Text, from, to, 1)}}
	}
	for i := 3; i < 400; i += 9 {
		edit(i, "tiếp tục lãnh đạo", "tập trung lãnh đạo")
		edit(i, "trước ngày 25 hằng tháng", "trước ngày 20 hằng quý")
	}
	for _, i := range []int{20, 90, 250} { // moved, one of them edited
		moved := b.Body.Blocks[i]
		b.Body.Blocks = slices.Insert(slices.Delete(b.Body.Blocks, i, i+1), i+60, moved)
	}
	edit(310, "trực tiếp theo dõi", "chịu trách nhiệm")
	b.Body.Blocks = slices.Delete(slices.Insert(b.Body.Blocks, 100, para(first), para(second), para(third)), 200, 204)
	for i := range b.Body.Blocks {
		if b.Body.Blocks[i].Ordinal != "" {
			b.Body.Blocks[i].Ordinal = fmt.Sprintf("%d.", i+1)
		}
	}
	last := len(b.Body.Blocks) - 1
	b.Body.Blocks[last].Rows = slices.Insert(slices.Clone(rows), 30, cells("30a", "Thị ủy La Gi", "30/7/2014"))
	return a, b
}

func TestCompareFortyPages(t *testing.T) {
	t.Parallel()
	a, b := fortyPages()
	s := sides(t, a, b).Summary
	if s.Moved != 3 || s.Inserted != 3 || s.Deleted != 4 || s.Changed < 40 || s.Changed > 48 {
		t.Errorf("summary %+v", s)
	}
}

// What no office writes must not keep a reader waiting either: one short line ten thousand times, and two texts of one
// paragraph with nothing in common.
func TestCompareIsBounded(t *testing.T) {
	t.Parallel()
	var same, odd Content
	for i := range 10_000 {
		same.Body.Blocks = append(same.Body.Blocks, para("- Như trên và các việc khác của phòng."))
		odd.Body.Blocks = append(odd.Body.Blocks, para(fmt.Sprintf("- Như trên và các việc khác của phòng %d.", i*i%997)))
	}
	sides(t, same, odd)
	sides(t, bodyOf(para(strings.Repeat("một hai ba ", 60_000))), bodyOf(para(strings.Repeat("một ba hai bốn ", 50_000))))
}

func BenchmarkCompareFortyPages(b *testing.B) {
	x, y := fortyPages()
	b.ReportAllocs()
	for b.Loop() {
		if Compare(x, y).Summary.Moved != 3 {
			b.Fatal("other moves")
		}
	}
}
