package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// bodyComesBack checks with pdftotext that every paragraph of a text's body is in the PDF word for word, in NFC; page
// numbers stand between pages and are taken out.
func bodyComesBack(t *testing.T, text string, pdf []byte) {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is not installed: run `make test`, which installs it")
		}
		t.Skip("pdftotext is not installed")
	}
	file := filepath.Join(t.TempDir(), "issued.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !norm.NFC.IsNormal(out) {
		t.Error("pdftotext gives text that is not NFC")
	}
	var pages []string
	for i, page := range strings.Split(string(out), "\f") {
		if _, rest, found := strings.Cut(page, "\n"); found && i > 0 {
			page = rest // its first line is the page number
		}
		pages = append(pages, page)
	}
	printed := " " + strings.Join(strings.Fields(strings.Join(pages, " ")), " ") + " "
	begin, end := strings.Index(text, "\n\nNgày "), strings.Index(text, "Nơi nhận:")
	if begin < 0 || end < begin {
		t.Fatal("the text has no body that this test knows")
	}
	// A page break of the copy cut one sentence in two; the importer joins it, so all is compared as one run of words.
	body := strings.ReplaceAll(norm.NFC.String(text[begin:end]), "*", "")
	if words := strings.Join(strings.Fields(body), " "); !strings.Contains(printed, " "+words+" ") {
		for _, paragraph := range strings.Split(body, "\n\n") {
			if words := strings.Join(strings.Fields(paragraph), " "); !strings.Contains(printed, words) {
				t.Errorf("not in the PDF: %q", words)
			}
		}
		t.Error("the body did not come back word for word")
	}
	lines := strings.Split(strings.TrimSpace(norm.NFC.String(text)), "\n")
	for _, dropped := range []string{"đã ký và đóng dấu", lines[len(lines)-1]} { // the typed name ends the copy
		if strings.Contains(printed, dropped) {
			t.Errorf("%q of the paper copy is still on the page", dropped)
		}
	}
}
