package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trinhky/internal/layout"
)

// sheetOf lays out again what was read, as a new draft: without its number and date.
func sheetOf(r layout.Reading) layout.Sheet {
	return layout.Sheet{
		Regime: r.Regime, Superior: r.Superior, Issuer: r.Issuer, Symbol: strings.TrimLeft(r.NumberLine, "0123456789 -/"), Place: r.Place,
		KindName: r.KindName, Subject: r.Subject, AddressWord: r.AddressWord, Addressees: r.Addressees, Body: r.Body,
		Recipients: strings.Split(r.RecipientsText, "\n"), Formula: r.Formula, SignerName: r.SignerName,
	}
}

// TestConformingFiles checks fifty conforming Word files: the thirty of testdata/docx, and twenty of them as this system
// writes them. Not one finding, of either level.
func TestConformingFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/docx/*.docx")
	if err != nil || len(files) != 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	checked := 0
	clean := func(name string, raw []byte) {
		checked++
		report, err := CheckDOCX(raw, Options{FileName: name})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, f := range report.Findings {
			t.Errorf("%s: %s %s %s: %s (%s)", name, f.Level, f.Rule, f.Code, f.Message, f.Where)
		}
	}
	for i, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		clean(filepath.Base(file), raw)
		if i%3 == 2 {
			continue
		}
		reading, err := layout.ReadDOCX(raw, layout.Known{})
		if err != nil {
			t.Fatal(err)
		}
		ours, err := layout.RenderDOCX(sheetOf(reading))
		if err != nil {
			t.Fatal(err)
		}
		clean("ours-"+filepath.Base(file), ours)
	}
	if checked != 50 {
		t.Errorf("%d files checked", checked)
	}
}
