package pages

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
)

// What the editor shows is read back as what it was.
func TestTheEditorsTextIsReadBack(t *testing.T) {
	t.Parallel()
	run := func(s string) []document.Run { return []document.Run{{Text: s}} }
	body := document.Body{Blocks: []document.Block{
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Ngày 05/6/2014, "}, {Text: "Thường trực", Bold: true}, {Text: " họp và "}, {Text: "kết luận:", Italic: true, Note: "Ghi theo biên bản."}}},
		{Kind: document.Heading, Level: 3, Ordinal: "I-", Runs: run("TÌNH HÌNH")},
		{Kind: document.Paragraph, Ordinal: "1.", Runs: run("Các phòng phân công người trực.")},
		{Kind: document.Paragraph, Ordinal: "a)", Runs: []document.Run{{Text: "Giờ trực:", Bold: true}, {Text: " từ 7 giờ."}}},
		{Kind: document.Item, Level: 1, Ordinal: "-", Runs: run("Trưởng phòng chịu trách nhiệm.")},
		{Kind: document.Table, HeaderRows: 1, Rows: [][]document.Cell{
			{{Runs: run("Ngày")}, {Runs: run("Người trực")}}, {{Runs: run("11/6")}, {Runs: run("Đồng chí A")}},
		}},
		{Kind: document.Paragraph, Runs: run("Đề nghị các phòng thực hiện.")},
	}}
	reading, err := readEditor(editorText(body), document.Body{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(body, reading.Body); diff != "" {
		t.Errorf("read back (-was +is):\n%s\nfrom\n%s", diff, editorText(body))
	}
}
