package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/document"
)

// pageWords gives the words that pdftotext finds, page numbers left out, and how many pages it found.
func pageWords(t *testing.T, r Rendition, args ...string) []string {
	t.Helper()
	pages := strings.Split(strings.TrimSuffix(poppler(t, r.PDF, "pdftotext", args...), "\f"), "\f")
	if len(pages) != r.Pages {
		t.Errorf("pdftotext finds %d pages, Render says %d", len(pages), r.Pages)
	}
	var words []string
	for i, page := range pages {
		onPage := strings.Fields(page)
		if i > 0 {
			at := slices.Index(onPage, fmt.Sprint(i+1))
			if at != 0 {
				t.Errorf("page %d does not begin with its number: %q", i+1, onPage[:min(5, len(onPage))])
			}
			onPage = onPage[1:]
		} else if slices.Contains(onPage[:1], "1") {
			t.Error("page 1 carries a number")
		}
		words = append(words, onPage...)
	}
	return words
}

// follow finds the words of want in a row in words, from a place on, and gives the place after them.
func follow(words []string, from int, want []string) (int, bool) {
	for i := from; i+len(want) <= len(words); i++ {
		if slices.Equal(words[i:i+len(want)], want) {
			return i + len(want), true
		}
	}
	return from, false
}

func TestEveryWordComesBackInOrder(t *testing.T) {
	t.Parallel()
	for _, regime := range []string{"party", "state"} {
		for _, n := range []int{0, 3, 9, 20, 34, 64} {
			t.Run(fmt.Sprintf("%s/%d", regime, n), func(t *testing.T) {
				t.Parallel()
				blocks := everything(n, 0)
				s := partyNotice(blocks...)
				if regime == "state" {
					s = stateReport(blocks...)
				}
				r := mustRender(t, s)
				if wanted := 1 + n/6; r.Pages < wanted {
					t.Errorf("%d pages, want %d or more", r.Pages, wanted)
				}
				words := pageWords(t, r)
				at := 0
				for _, b := range blocks {
					if strings.Contains(b.Text(), "https://") {
						continue // its address is cut at the end of a line; see TestALongWordIsCutNotLost
					}
					next, ok := follow(words, at, strings.Fields(norm.NFC.String(b.Text())))
					if !ok {
						t.Fatalf("not found in order: %q, after %q", b.Text(), words[max(0, at-8):at])
					}
					at = next
				}
				for _, line := range s.Recipients {
					if _, ok := follow(words, at, strings.Fields(line)); !ok {
						t.Errorf("not found: %q", line)
					}
				}
			})
		}
	}
}

func TestATablesWordsComeBackCellByCell(t *testing.T) {
	t.Parallel()
	table := figures(60)
	s := stateReport(prose(1), table, prose(2))
	r := mustRender(t, s)
	if r.Pages < 3 {
		t.Fatalf("%d pages, want a table over three", r.Pages)
	}
	words := pageWords(t, r, "-raw")
	header := strings.Fields(document.Block{Kind: document.Table, Rows: table.Rows[:1]}.Text())
	at, repeats := 0, 0
	for i, row := range table.Rows {
		want := strings.Fields(document.Block{Kind: document.Table, Rows: [][]document.Cell{row}}.Text())
		next, ok := follow(words, at, want)
		if !ok {
			t.Fatalf("row %d not found in order: %q", i, want)
		}
		between := words[at : next-len(want)]
		if i > 0 && len(between) > 0 {
			repeats++
			if !slices.Equal(between, header) {
				t.Fatalf("between rows %d and %d stands %q, want the header row", i-1, i, between)
			}
		}
		at = next
	}
	pages := 0 // that hold rows
	for _, page := range strings.Split(poppler(t, r.PDF, "pdftotext", "-raw"), "\f") {
		if strings.Contains(page, "Chỉ tiêu thứ") {
			pages++
		}
	}
	if pages < 3 || repeats != pages-1 {
		t.Errorf("the header row is repeated %d times, the table stands on %d pages", repeats, pages)
	}
}

func TestALongWordIsCutNotLost(t *testing.T) {
	t.Parallel()
	long := []string{
		"https://vanphong.tinhuy.example.vn/bao-cao/ket-qua-thuc-hien/nhiem-vu-trong-tam/quy-iii-nam-2026?loai=tong-hop&don-vi=thach-ban&trang=01",
		strings.Repeat("Nghiêng", 40), strings.Repeat(".", 300), strings.Repeat("-", 200),
	}
	for _, word := range long {
		b := document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "Trước "}, {Text: word[:len(word)/2]}, {Text: word[len(word)/2:], Bold: true}, {Text: " sau."}}}
		text := strings.Join(strings.Fields(poppler(t, mustRender(t, partyNotice(b)).PDF, "pdftotext", "-raw")), "")
		if !strings.Contains(text, "Trước"+word+"sau.") {
			t.Errorf("%.30q… is not whole in %q", word, text)
		}
	}
}

func TestDashesAreKeptAsWritten(t *testing.T) {
	t.Parallel()
	// Every length of the line before the dash, so that the dash meets the end of a line.
	for n := range 30 {
		text := strings.Repeat("i", n) + " " + strings.Repeat("kinh tế - xã hội, an ninh – quốc phòng, chính trị- xã hội, giai đoạn 2021 - 2026; ", 6)
		s := stateReport(document.Block{Kind: document.Paragraph, Ordinal: "2.1-", Runs: []document.Run{{Text: text}}})
		words := pageWords(t, mustRender(t, s))
		if _, ok := follow(words, 0, strings.Fields("2.1- "+text)); !ok {
			t.Fatalf("%q is not in %q", text, words)
		}
	}
}

func TestTextInDecomposedFormComesBackInNFC(t *testing.T) {
	t.Parallel()
	text := "Ủy ban nhân dân tỉnh chỉ đạo các sở, ngành khẩn trương thực hiện"
	s := partyNotice(document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: norm.NFD.String(text)}}})
	if got := poppler(t, mustRender(t, s).PDF, "pdftotext", "-raw"); !strings.Contains(strings.Join(strings.Fields(got), " "), text) {
		t.Errorf("%q is not in %q", text, got)
	}
}
