package format

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// Options are what a check of a text may lean on. The zero value needs no data.
type Options struct {
	FileName string // scanned for marks of secrecy
	Known    layout.Known
	Issuers  document.IssuerNames
	// On is the date of a text that bears none; "" = it is not dated.
	On store.Date
	// Resolve gives what a citation is known as here, "" for nothing.
	Resolve func(document.Citation) string
	// Ask gives what the office knows of what was read; nil = there is no office.
	Ask func(Content, layout.Reading) (*Facts, error)
}

// Report is what trinhky check --json prints.
type Report struct {
	Findings  []Finding  `json:"findings"`
	Citations []Citation `json:"citations"`
	Lines     []Line     `json:"lines"`
}

// Citation is one occurrence of a document in the text, in order.
type Citation struct {
	Raw        string        `json:"raw"`
	Role       document.Role `json:"role"`
	Symbol     *string       `json:"symbol"` // canonical; null for named or short ones
	Date       *string       `json:"date"`   // ISO; null when the text gives none
	Issuer     string        `json:"issuer"`
	Type       string        `json:"type"`
	ResolvesTo string        `json:"resolves_to,omitempty"`
}

// Line is one line of Nơi nhận.
type Line struct {
	Text string            `json:"text"`
	Kind distribution.Kind `json:"kind"`
}

// CheckText checks a UTF-8 text of a document, whole or in part: what a draft may still lack (header, number, date) is
// only a W. A text that bears a mark of secrecy gives that finding and nothing else. The faults are those of
// document.Normalize.
func CheckText(raw []byte, o Options) (Report, error) {
	text, err := document.Normalize(raw)
	if err != nil {
		return emptyReport(), err
	}
	if report, secret := secretName(o.FileName); secret {
		return report, nil
	}
	reading, err := layout.ReadText(raw, o.Known)
	if report, secret := refusedReport(err); secret {
		return report, nil
	}
	if err != nil {
		return emptyReport(), asRead(err)
	}
	return checkReading(reading, headText(text, reading), text, o, func(f *findings) {
		if utf8.Valid(raw) && !norm.NFC.IsNormal(raw) {
			f.add("F20 NOT_NFC", onPage("Toàn văn"), "Tệp viết bằng Unicode tổ hợp, cần chuyển sang Unicode dựng sẵn.")
		}
	})
}

func emptyReport() Report {
	return Report{Findings: []Finding{}, Citations: []Citation{}, Lines: []Line{}}
}

// secretName is the whole report of a file whose name says that it is secret.
func secretName(fileName string) (Report, bool) {
	return secretReport(document.ScanSecrecy("", fileName))
}

// refusedReport is the whole report of what was refused for its marks of secrecy before it was read.
func refusedReport(err error) (Report, bool) {
	refused := new(fault.Fault)
	if !errors.As(err, &refused) || refused.Code != "SECRET_REFUSED" {
		return Report{}, false
	}
	return secretReport(refused.Reasons)
}

func secretReport(reasons []fault.Reason) (Report, bool) {
	f, report := &findings{}, emptyReport()
	for _, r := range reasons {
		if _, known := laws["F18 "+r.Code]; known {
			f.add("F18 "+r.Code, onPage("Dấu chỉ độ mật"), "%s", document.SecretRefusal+".")
		}
	}
	report.Findings = f.done()
	return report, len(f.all) > 0
}

// checkReading gives the findings of what was read from a file: head is its header as it is written, text all its words.
// OfFile adds the findings of the file itself.
func checkReading(r layout.Reading, head, text string, o Options, ofFile func(*findings)) (Report, error) {
	report, c := emptyReport(), contentOf(r, o)
	f := begin(&c)
	cited := document.FindCitations(text, c.Issuers)
	if official(r) {
		if o.Ask != nil {
			facts, err := o.Ask(c, r)
			if err != nil {
				return report, err
			}
			if c.Facts = facts; facts != nil && facts.Class != "" {
				c.IssuerClass = facts.Class
			}
		}
		f.header(r, c, head)
		f.names(c)
		f.authority(c)
		f.subject(c)
		if letterName.MatchString(headText(text, r)) {
			f.add("F06 KIND_PRINTED", onPage("Tên loại").with("CÔNG VĂN"), "Công văn không in tên loại.")
		}
		f.content(c)
		f.unsigned(c)
		f.unplaced(r)
	} else {
		f.add("F06 NOT_A_DOCUMENT", onPage("Toàn văn"), "Không thấy tên loại, nơi nhận hay khối ký của một văn bản; chỉ đối chiếu các viện dẫn.")
		f.citations(plainScript(text), cited)
	}
	ofFile(f)
	report.Findings = f.done()
	report.Citations = citationsOf(cited, r, o)
	for _, line := range f.block.Lines {
		report.Lines = append(report.Lines, Line{Text: line.Text, Kind: line.Kind})
	}
	return report, nil
}

var letterName = regexp.MustCompile(`(?m)^[\s*_]*CÔNG VĂN[\s*_]*$`)

// headText is a text down to the name of its kind, or to Kính gửi.
func headText(text string, r layout.Reading) string {
	end, n := 0, 0
	for line := range strings.Lines(text) {
		s := directory.Fold(strings.Trim(line, " \t\n*_"))
		if n++; n > 30 || s != "" && s == directory.Fold(r.KindName) || strings.HasPrefix(s, "kính gửi") || strings.HasPrefix(s, "kính trình") {
			break
		}
		end += len(line)
	}
	return text[:end]
}

// contentOf is a reading as the checker looks at it.
func contentOf(r layout.Reading, o Options) Content {
	c := Content{
		Regime: r.Regime, Subject: r.Subject, AddressWord: r.AddressWord, Addressees: r.Addressees, Body: r.Body,
		RecipientsText: r.RecipientsText, Issuers: o.Issuers, On: store.Date(r.Date), Place: r.Place, Formula: r.Formula,
		SignerName: r.SignerName, Urgency: r.Urgency, IssuerClass: classOf(r),
	}
	if c.On == "" {
		c.On = o.On
	}
	for _, regime := range []string{r.Regime, "party", "state"} {
		if kind, err := document.KindByID(regime, r.Kind); r.Kind != "" && err == nil {
			c.Kind = kind
			break
		}
	}
	return c
}

// asRead keeps a fault as it is and says of any other error where it came from.
func asRead(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return err
	}
	return fmt.Errorf("read a text to check it: %w", err)
}

// official says whether a text shows at least one part that only a document has.
func official(r layout.Reading) bool {
	return r.KindName != "" || r.HasRecipients || r.HasNumberLine || r.PartyTitle || r.NationalTitle || len(r.Formula) > 0 || r.AddressWord != ""
}

func citationsOf(cited []document.Citation, r layout.Reading, o Options) []Citation {
	all := make([]Citation, len(cited))
	for i, c := range cited {
		all[i] = Citation{Raw: c.Raw, Role: c.Role, Issuer: c.Issuer, Type: c.Type}
		if c.Symbol != "" {
			all[i].Symbol = &cited[i].Symbol
		}
		if c.Date != "" {
			all[i].Date = &cited[i].Date
		}
		if c.Role == document.Own {
			all[i].Issuer = strings.Join(r.Issuer, " ")
		}
		if o.Resolve != nil {
			all[i].ResolvesTo = o.Resolve(c)
		}
	}
	return all
}

// unplaced tells what the reader could not place, so that no word is lost unseen.
func (f *findings) unplaced(r layout.Reading) {
	if len(r.Unplaced) > 0 {
		f.add("F11 TEXT_UNPLACED", onPage(r.Unplaced[0]), "Có nội dung nằm ngoài các phần của văn bản (%d dòng).", len(r.Unplaced))
	}
}
