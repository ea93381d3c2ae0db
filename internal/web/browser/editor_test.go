package browser

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"trinhky/internal/document"
	"trinhky/internal/layout"
	"trinhky/templates"
)

// TestTheEditorKeepsEveryText: what is opened in the editor and not touched comes out letter by letter; what is touched
// comes out as text that says the same.
func TestTheEditorKeepsEveryText(t *testing.T) {
	t.Parallel()
	tools := find(t)
	texts := officialTexts(t)
	official := len(texts)
	for seed := range uint64(600) {
		text := generated(seed)
		if seed%4 != 0 {
			text = long + text
		}
		texts = append(texts, text)
	}
	texts = append(texts, "", "  \n", "😀", "*", "|", "^[", "1.", "-----", "| a |", "a\n\n\n\nb\n", "| a | b |\n| c |", "[Hình 3fa9c2d41b07: sơ đồ]", "x\\*y*", "Phụ lục", strings.Repeat("| a ", 90)+"|\n"+strings.Repeat(strings.Repeat("| b ", 90)+"|\n", 50))

	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(tools.node, "rig/texts.js")
	command.Stdin = bytes.NewReader(input)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaint.String())
	}
	var came []struct{ Kept, Anew string }
	if err := json.Unmarshal(output, &came); err != nil || len(came) != len(texts) {
		t.Fatalf("%d of %d texts came: %v", len(came), len(texts), err)
	}
	for i, text := range texts {
		if came[i].Kept != text {
			t.Errorf("not kept (-was +is):\n%s", cmp.Diff(text, came[i].Kept))
		}
		if i >= official && !strings.HasPrefix(text, long) {
			continue
		}
		was, is := reading(t, text), reading(t, came[i].Anew)
		if diff := cmp.Diff(was, is, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("written anew it is read otherwise (-was +is):\n%s\nof\n%q\nwritten\n%q", diff, text, came[i].Anew)
		}
	}
}

// long is a paragraph that is longer than any line broken because it was full: below it every line is a paragraph.
const long = "Đoạn này dài hơn mọi dòng bị ngắt và kết thúc bằng dấu chấm, để không dòng nào bên dưới bị đọc thành phần tiếp của dòng trên.\n\n"

// reading is what the server reads of a text. One that is no whole document stands under so many words that none of its
// lines is taken for a header.
func reading(t *testing.T, text string) layout.Reading {
	t.Helper()
	if strings.HasPrefix(text, long) {
		text = strings.Repeat(long, 40) + text
	}
	r, err := layout.ReadText([]byte(text), layout.Known{})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	for _, b := range r.Body.Blocks { // the editor fills short rows up: all of one table have as many columns
		for i, row := range b.Rows {
			for len(row) > 1 && len(row[len(row)-1].Runs) == 0 && row[len(row)-1].Span+row[len(row)-1].Down == 0 {
				row = row[:len(row)-1]
			}
			b.Rows[i] = row
		}
	}
	return r
}

// officialTexts are the boilerplates as they stand in their files, and filled in.
func officialTexts(t *testing.T) (texts []string) {
	t.Helper()
	err := fs.WalkDir(templates.FS, "official", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(templates.FS, name)
		if _, body, found := strings.Cut(string(raw), "\n---\n"); found {
			texts = append(texts, body)
		}
		return err
	})
	if err != nil || len(texts) < 40 {
		t.Fatalf("%d official texts: %v", len(texts), err)
	}
	return texts
}

// generated makes a text of everything that one may hold, and of slips.
func generated(seed uint64) string {
	random := rand.New(rand.NewPCG(seed, 5))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	words := func() string {
		var s strings.Builder
		for range 1 + random.IntN(4) {
			s.WriteString(pick("Văn phòng", "tổng hợp", "**đậm**", "*nghiêng*", "***cả hai***", "báo cáo^[Số 23-CT/TU [x]]", "a*b", `\*`, "[nội dung]", "5 < 6", "x^2", "(kèm theo)", "**hở **", "đ**ậ**m",
				"TÌNH HÌNH", "“trích”", "😀", "12/6", "và\u00a0số", "  ", "^[]", "a | b", `a \| b`, "_gạch_"))
			s.WriteString(pick(" ", " ", " ", "  ", ""))
		}
		return s.String() + pick("", ".", ";", ":", "./.", ",")
	}
	ordinal := func() string {
		return pick("", "", "", "1. ", "12. ", "1.1. ", "1.1.2. ", "a) ", "đ) ", "- ", "+ ", "– ", "• ", "I. ", "II- ", "IV.", "Điều 3. ", "Điều 4 ", "Chương II\n", "Phần thứ nhất\n", "Mục 1. ", "* ", "1.Chữ", "-Chữ", "**1. ", "thường ", "Căn cứ ")
	}
	cell := func() string {
		return pick("a", "b c", "**Đầu**", "*x*<br>y", "", "1 2", "<", "^", `\<`, `\|`, "5%", "<br>", "x^[y]")
	}
	table := func() string {
		var s strings.Builder
		columns := 1 + random.IntN(4)
		for row := range 2 + random.IntN(4) {
			if row == 1 && random.IntN(2) == 0 {
				s.WriteString("|" + strings.Repeat(" --- |", columns) + "\n")
			}
			s.WriteString("|")
			for range max(1, columns-random.IntN(8)/7) {
				s.WriteString(" " + cell() + " |")
			}
			s.WriteString(pick("\n", "\n", " \n"))
		}
		return s.String()
	}
	var s strings.Builder
	s.WriteString(pick("", "", "\n", " \n\n"))
	for range 1 + random.IntN(9) {
		switch random.IntN(12) {
		case 0:
			s.WriteString(table())
		case 1:
			s.WriteString("cột một\tcột hai\nô một\tô hai\n")
		case 2:
			s.WriteString(pick("-----", "_____", "***", "--", "PHỤ LỤC I\nDANH MỤC", "Phụ lục II: bảng kê", "[Hình 3fa9c2d41b07: sơ đồ]", "[Hình abc]"))
		case 3:
			for range random.IntN(30) {
				s.WriteString(pick("*", "*", "^", "[", "]", "|", "<", ">", "-", "a", "B", "ệ", "1", ".", ")"))
			}
			s.WriteString("a")
		default:
			s.WriteString(pick("", "", "  ") + ordinal() + words())
		}
		s.WriteString(pick("\n\n", "\n\n", "\n\n", "\n", "\n \n", "\n\n\n", "\n\n-----\n\n"))
	}
	text, err := document.Normalize([]byte(s.String()))
	if err != nil {
		return "chữ"
	}
	return text
}
