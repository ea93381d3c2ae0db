package format

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/layout"
)

// CheckDOCX checks a Word file: the words by the rules of CheckText, the pages by what the rule set of the date allows,
// and what the import had to change or leave out. The faults are those of layout.ReadDOCX.
func CheckDOCX(raw []byte, o Options) (Report, error) {
	if report, secret := secretName(o.FileName); secret {
		return report, nil
	}
	reading, err := layout.ReadDOCX(raw, o.Known)
	if report, secret := refusedReport(err); secret {
		return report, nil
	}
	if err != nil {
		return emptyReport(), asRead(err)
	}
	text := reading.Text()
	return checkReading(reading, writtenHead(reading, text), text, o, func(f *findings) {
		if official(reading) {
			f.look(reading)
		}
		if decomposed(raw) {
			f.add("F20 NOT_NFC", onPage("Toàn văn"), "Tệp viết bằng Unicode tổ hợp, cần chuyển sang Unicode dựng sẵn.")
		}
		f.remarks(reading.Remarks)
	})
}

// writtenHead is the header as the file has it: the text of a reading writes it as it should be.
func writtenHead(r layout.Reading, text string) string {
	if r.Look == nil {
		return headText(text, r)
	}
	var head strings.Builder
	for _, name := range []string{"title", "motto", "number"} {
		for _, line := range r.Look.Parts[name] {
			head.WriteString(line.Text + "\n")
		}
	}
	return head.String()
}

// decomposed says whether the main part of a Word file holds letters and marks apart; reading puts them together.
func decomposed(raw []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return false
	}
	main, err := archive.Open("word/document.xml")
	if err != nil {
		return false
	}
	defer main.Close()
	text, err := io.ReadAll(io.LimitReader(main, mainPartLimit))
	return err == nil && utf8.Valid(text) && !norm.NFC.IsNormal(text)
}

// mainPartLimit is how much of the main part is looked through: more than any official text.
const mainPartLimit = 32 << 20

// remarks tell what reading a file changed or left out: each under its own code, all under F00.
func (f *findings) remarks(remarks []layout.Remark) {
	for _, r := range remarks {
		at := onPage("Tệp gốc")
		if r.Where != "" {
			at.where = r.Where
		}
		f.add("F00 IMPORTED", at, "%s", r.Message)
		f.all[len(f.all)-1].Code = r.Code
	}
}
