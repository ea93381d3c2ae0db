package layout

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

// TestLibreOfficePrintsTheSamePages prints our Word files with LibreOffice and compares them with our own pages: the
// same text, as many pages, and at least 95 of 100 lines broken alike, in every document.
func TestLibreOfficePrintsTheSamePages(t *testing.T) {
	samples := comparedSheets(7)
	dir := t.TempDir()
	if keep := os.Getenv("TRINHKY_TEST_KEEP"); keep != "" {
		dir = keep
	}
	var files []string
	for _, s := range samples {
		b, err := RenderDOCX(s.sheet)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		files = append(files, filepath.Join(dir, s.name+".docx"))
		if err := os.WriteFile(files[len(files)-1], b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	soffice(t, dir, t.TempDir(), files...)
	t.Logf("%-20s %6s %6s %7s %7s %9s %12s", "document", "pages", "LO", "lines", "alike", "share", "on its page")
	for _, s := range samples {
		ours := mustRender(t, s.sheet)
		theirs, err := os.ReadFile(filepath.Join(dir, s.name+".pdf"))
		if err != nil {
			t.Fatalf("LibreOffice made no PDF of %s: %v", s.name, err)
		}
		if dir == os.Getenv("TRINHKY_TEST_KEEP") {
			_ = os.WriteFile(filepath.Join(dir, s.name+".ours.pdf"), ours.PDF, 0o600)
		}
		a, b := pageTexts(t, ours.PDF), pageTexts(t, theirs)
		ourLines, theirLines, placed := []string(nil), []string(nil), 0
		for i := range max(len(a), len(b)) {
			var x, y []string
			if i < len(a) {
				x = foldedLines(a[i])
			}
			if i < len(b) {
				y = foldedLines(b[i])
			}
			x = joinedMarks(x, y)
			ourLines, theirLines, placed = append(ourLines, x...), append(theirLines, y...), placed+sameLines(x, y)
		}
		lines, alike := len(ourLines), sameLines(ourLines, theirLines)
		share := 100 * float64(alike) / float64(lines)
		t.Logf("%-20s %6d %6d %7d %7d %7.1f %% %10.1f %%", s.name, len(a), len(b), lines, alike, share, 100*float64(placed)/float64(lines))
		if len(a) != len(b) {
			t.Errorf("%s: %d pages, LibreOffice %d", s.name, len(a), len(b))
		}
		if d := cmp.Diff(sortedWords(a), sortedWords(b)); d != "" {
			t.Errorf("%s: another text (-ours +LibreOffice):\n%s", s.name, d)
		}
		if share < 95 {
			t.Errorf("%s: %.1f %% of the lines are broken alike", s.name, share)
		}
	}
}

// soffice converts files to PDF in one run of LibreOffice. Without it the test is skipped, and fails in CI.
func soffice(t testing.TB, dir, profile string, files ...string) {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("soffice is not installed")
		}
		t.Skip("soffice is not installed")
	}
	args := append([]string{"-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", dir}, files...)
	if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
}

// pageTexts is the text of each page of a PDF, line by line, in NFC.
func pageTexts(t *testing.T, pdf []byte) []string {
	t.Helper()
	text := norm.NFC.String(poppler(t, pdf, "pdftotext", "-raw"))
	return strings.Split(strings.TrimSuffix(text, "\f"), "\f")
}

// sameLines counts the lines that stand in both texts, each as often as in both. What stands beside each other may be
// read in another order.
func sameLines(ours, theirs []string) (alike int) {
	there := map[string]int{}
	for _, l := range theirs {
		there[l]++
	}
	for _, l := range ours {
		if there[l] > 0 {
			there[l]--
			alike++
		}
	}
	return alike
}

// foldedLines are the lines of a page, with single spaces between words.
func foldedLines(page string) (lines []string) {
	for _, l := range strings.Split(page, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

var footnoteMark = regexp.MustCompile(`^\d{1,2}$`)

// joinedMarks puts the numbers of footnotes before their notes, as in theirs: poppler takes a raised number for a line of
// its own.
func joinedMarks(ours, theirs []string) (lines []string) {
	for i := 0; i < len(ours); i++ {
		if l := ours[i]; i+1 < len(ours) && footnoteMark.MatchString(l) && slices.Contains(theirs, l+" "+ours[i+1]) {
			lines = append(lines, l+" "+ours[i+1])
			i++
			continue
		}
		lines = append(lines, ours[i])
	}
	return lines
}

func sortedWords(pages []string) []string {
	words := strings.Fields(strings.Join(pages, "\n"))
	slices.Sort(words)
	return words
}
