package layout

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// twoVersions are contents with one change of each kind.
func twoVersions() (a, b document.Content) {
	text := func(kind document.BlockKind, ordinal, text string) document.Block {
		return document.Block{Kind: kind, Ordinal: ordinal, Level: 1, Runs: []document.Run{{Text: text}}}
	}
	moved := text(document.Paragraph, "", "Văn phòng Tỉnh ủy chủ trì theo dõi, đôn đốc việc thực hiện và tổng hợp báo cáo Thường trực Tỉnh ủy.")
	grown := text(document.Paragraph, "", "Các huyện ủy, thị ủy, thành ủy gửi báo cáo trước ngày 25/6/2014.")
	table := document.Block{Kind: document.Table, HeaderRows: 1, Rows: [][]document.Cell{
		{{Runs: []document.Run{{Text: "TT"}}}, {Runs: []document.Run{{Text: "Đơn vị"}}}},
		{{Runs: []document.Run{{Text: "1"}}}, {Runs: []document.Run{{Text: "Phòng Tổng hợp"}}}},
	}}
	a = document.Content{N: 1, Subject: "về lịch trực tháng 6", Addressees: []string{"Các huyện ủy"}, AddressWord: "Kính gửi", RecipientsText: "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng."}
	a.Body.Blocks = []document.Block{
		text(document.Heading, "1.", "Nội dung"), moved,
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Các phòng phân công người trực trong giờ hành chính", Note: "Theo Quy chế số 01."}}},
		text(document.Paragraph, "", "Đoạn này sẽ bị bỏ hẳn khỏi văn bản."), grown, table,
		text(document.Appendix, "Phụ lục I", "Danh sách trực"), text(document.Paragraph, "", "Danh sách do Phòng Tổng hợp lập hằng tuần."),
	}
	b = document.Content{N: 3, Subject: "về lịch trực tháng 7", Addressees: a.Addressees, AddressWord: "Kính gửi", RecipientsText: "- Thường trực Tỉnh ủy;\n- Ban Tổ chức;\n- Lưu Văn phòng."}
	changed := slices.Clone(table.Rows)
	changed = append(changed, []document.Cell{{Runs: []document.Run{{Text: "2"}}}, {Runs: []document.Run{{Text: "Phòng Quản trị"}}}})
	b.Body.Blocks = []document.Block{
		text(document.Heading, "2.", "Nội dung"),
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Các phòng phân công cán bộ trực trong giờ hành chính", Note: "Theo Quy chế số 02."}}},
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Các huyện ủy, thị ủy, thành ủy gửi báo cáo "}, {Text: "trước ngày 25/6/2014", Bold: true}, {Text: "."}}},
		moved, {Kind: document.Table, HeaderRows: 1, Rows: changed},
		text(document.Paragraph, "", "Thông báo này thay Thông báo trước đây."),
		a.Body.Blocks[6], text(document.Paragraph, "", "Danh sách do Phòng Hành chính lập hằng tuần."),
	}
	return a, b
}

func redlineSheet() Sheet {
	return Sheet{
		Regime: "party", On: "2014-06-10", Superior: []string{"TỈNH ỦY BÌNH THUẬN"}, Issuer: []string{"VĂN PHÒNG"}, Symbol: "TB/VPTU", Place: "Phan Thiết",
		KindName: "THÔNG BÁO", Subject: "về lịch trực tháng 7", Contact: "Địa chỉ: Phan Thiết",
	}
}

func TestRenderRedline(t *testing.T) {
	t.Parallel()
	a, b := twoVersions()
	for _, regime := range []string{"party", "state"} {
		sheet := redlineSheet()
		sheet.Regime = regime
		got, err := RenderRedline(sheet, document.Compare(a, b))
		if err != nil {
			t.Fatal(err)
		}
		again, err := RenderRedline(sheet, document.Compare(a, b))
		if err != nil || string(again.PDF) != string(got.PDF) {
			t.Errorf("%s: rendered twice, it is another file (%v)", regime, err)
		}
		if got.Pages != 2 { // the appendix has one of its own
			t.Errorf("%s: %d pages", regime, got.Pages)
		}
		if fields := fields(t, got.PDF); len(fields) > 0 {
			t.Errorf("%s: a redline has the fields %v", regime, fields)
		}
		if keep := os.Getenv("TRINHKY_KEEP_REDLINE"); keep != "" {
			if err := os.WriteFile(filepath.Join(keep, "redline-"+regime+".pdf"), got.PDF, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		text := strings.Join(strings.Fields(poppler(t, got.PDF, "pdftotext", "-layout")), " ")
		for _, want := range []string{
			"SO SÁNH PHIÊN BẢN 1 VỚI PHIÊN BẢN 3", "1 đoạn xóa", "1 đoạn chuyển", "từ đoạn 2", "tháng 67", "người cán bộ", "[bỏ: 01]", "[thêm: 02]",
			"Đoạn này sẽ bị bỏ hẳn", "Phòng Quản trị", "Tổng hợpHành chính", "Ban Tổ chức", "[Đoạn 2 chuyển đi, nay là đoạn 4]",
		} {
			if !strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s: the pages do not say %q:\n%s", regime, want, text)
			}
		}
	}
}

// What is gone has a line through it and what is new one under it: colour alone tells nobody anything on a grey printer.
func TestRedlineMarksAreDrawn(t *testing.T) {
	t.Parallel()
	a, b := twoVersions()
	rules, err := Rules("party", "2014-06-10")
	if err != nil {
		t.Fatal(err)
	}
	p := redliner{composer: &composer{rules: rules, sheet: redlineSheet().normalised(), marks: map[*document.Run]mark{}}}
	p.take(document.Compare(a, b))
	var text, rule = map[string]op{}, map[pdf.Ink][]op{}
	for _, page := range p.pages(document.Compare(a, b)) {
		for _, row := range page.rows {
			for _, o := range row.ops {
				switch {
				case o.kind == drawText:
					o.y += row.y
					text[strings.TrimSpace(o.text)] = o
				case o.kind == drawLine && o.w > 0:
					o.y += row.y
					rule[o.ink] = append(rule[o.ink], o)
				}
			}
		}
	}
	for word, want := range map[string]struct {
		ink     pdf.Ink
		through bool
	}{"người": {deletedInk, true}, "cán bộ": {insertedInk, false}, "6": {deletedInk, true}, "7": {insertedInk, false}, "Đoạn này sẽ bị bỏ hẳn khỏi văn bản.": {deletedInk, true}} {
		drawn, found := text[word]
		if !found || drawn.ink != want.ink {
			t.Errorf("%q is drawn %v in %v, want %v", word, found, drawn.ink, want.ink)
			continue
		}
		if !slices.ContainsFunc(rule[want.ink], func(o op) bool {
			return o.x >= drawn.x-1 && o.x <= drawn.x+1 && (want.through && o.y < drawn.y-1 && o.y > drawn.y-drawn.size || !want.through && o.y > drawn.y && o.y < drawn.y+drawn.size/2)
		}) {
			t.Errorf("%q has no line (through it: %v)", word, want.through)
		}
	}
}

// A redline of equal versions is the text without a mark, and one that holds characters without a shape is still drawn.
func TestRenderRedlineAtItsEdges(t *testing.T) {
	t.Parallel()
	a, b := twoVersions()
	if _, err := RenderRedline(redlineSheet(), document.Compare(b, b)); err != nil {
		t.Error(err)
	}
	if _, err := RenderRedline(redlineSheet(), document.Compare(document.Content{}, document.Content{})); err != nil {
		t.Error(err)
	}
	odd := a
	odd.Body.Blocks = append(slices.Clone(a.Body.Blocks), document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "Một chữ 字 lạ."}}})
	if _, err := RenderRedline(redlineSheet(), document.Compare(odd, a)); err != nil {
		t.Error(err)
	}
	if _, err := RenderRedline(Sheet{Regime: "none"}, document.Compare(a, b)); err == nil {
		t.Error("rendered without a rule set")
	}
}
