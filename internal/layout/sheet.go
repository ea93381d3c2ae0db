package layout

import (
	"fmt"
	"strings"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/store"
)

// Sheet is everything that the pages of a document show. The lines of Superior, Issuer, Recipients and Formula are as
// printed; a line that is too long for its place is broken.
type Sheet struct {
	Regime      string     // party | state
	On          store.Date // picks the rule set; "" = the newest
	Superior    []string
	Issuer      []string
	Symbol      string // what follows the number: "TB/VPTU", "BC-UBND"
	Place       string // địa danh: "Phan Thiết"
	KindName    string // "THÔNG BÁO"; "" for a công văn, whose trích yếu stands under its number
	Subject     string
	Addressees  []string
	AddressWord string // "Kính gửi" | "Kính trình"
	Body        document.Body
	Recipients  []string
	Formula     []string // the lines above the name, the last is the position: "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"
	SignerName  string
	Urgency     string // "" | KHẨN | THƯỢNG KHẨN | HỎA TỐC …
	Circulation string // "" | LƯU HÀNH NỘI BỘ | XEM XONG TRẢ LẠI …
	Draft       string // "" | "Dự thảo lần 2"
	Year        string // the year expected in the date, to measure its room; not printed, since sealing dates the document
	Author      string // the properties of the file
	Title       string // "" = kind and subject
	Created     time.Time
}

// Rendition is a laid-out document. Its form fields, all empty: texts "so" and "ngay", signatures "nguoi_ky" (the
// person's) and "co_quan" (the organ's).
type Rendition struct {
	PDF   []byte
	Pages int
}

// The fields of a rendition.
const (
	FieldNumber = "so"
	FieldDate   = "ngay"
	FieldSigner = "nguoi_ky"
	FieldOrgan  = "co_quan"
)

// Render lays a sheet out. Faults: RULE_SET_MISSING, and GLYPH_MISSING with a reason for each character that the fonts
// do not have.
func Render(s Sheet) (Rendition, error) {
	rules, err := Rules(s.Regime, s.On)
	if err != nil {
		return Rendition{}, err
	}
	s = s.normalised()
	if err := s.checkGlyphs(); err != nil {
		return Rendition{}, err
	}
	c := &composer{rules: rules, sheet: s}
	pages := c.paginate(c.compose())
	b, err := draw(pages, rules, s.meta())
	if err != nil {
		return Rendition{}, fmt.Errorf("draw the pages: %w", err)
	}
	return Rendition{PDF: b, Pages: len(pages)}, nil
}

func (s Sheet) meta() pdf.Meta {
	title := s.Title
	if title == "" {
		title = strings.TrimSpace(s.KindName + " " + strings.ReplaceAll(s.Subject, "\n", " "))
	}
	return pdf.Meta{Title: title, Author: s.Author, Subject: strings.ReplaceAll(s.Subject, "\n", " "), Created: s.Created}
}

// normalised gives the sheet with every text in NFC and without invisible characters; what was passed in is not changed.
func (s Sheet) normalised() Sheet {
	for _, text := range []*string{&s.Symbol, &s.Place, &s.KindName, &s.Subject, &s.AddressWord, &s.SignerName, &s.Urgency, &s.Circulation, &s.Draft, &s.Year, &s.Author, &s.Title} {
		*text = clean(*text)
	}
	for _, lines := range []*[]string{&s.Superior, &s.Issuer, &s.Addressees, &s.Recipients, &s.Formula} {
		cleaned := make([]string, len(*lines))
		for i, line := range *lines {
			cleaned[i] = clean(line)
		}
		*lines = cleaned
	}
	blocks := make([]document.Block, len(s.Body.Blocks))
	for i, b := range s.Body.Blocks {
		b.Ordinal, b.Runs = clean(b.Ordinal), cleanRuns(b.Runs)
		rows := make([][]document.Cell, len(b.Rows))
		for j, row := range b.Rows {
			rows[j] = make([]document.Cell, len(row))
			for k, cell := range row {
				cell.Runs = cleanRuns(cell.Runs)
				rows[j][k] = cell
			}
		}
		b.Rows = rows
		blocks[i] = b
	}
	s.Body = document.Body{Blocks: blocks}
	return s
}

// checkGlyphs refuses characters that would be drawn as boxes; s is normalised.
func (s Sheet) checkGlyphs() error {
	parts := []string{s.Symbol, s.Place, s.KindName, s.Subject, s.AddressWord, s.SignerName, s.Urgency, s.Circulation, s.Draft, s.Body.Text()}
	for _, lines := range [][]string{s.Superior, s.Issuer, s.Addressees, s.Recipients, s.Formula} {
		parts = append(parts, lines...)
	}
	text := strings.Join(parts, "\n")
	missing := missingGlyphs(text)
	if len(missing) == 0 {
		return nil
	}
	reasons := make([]fault.Reason, len(missing))
	for i, r := range missing {
		reasons[i] = fault.Reason{Code: "GLYPH_MISSING", Detail: fmt.Sprintf("Ký tự %s ở “%s”.", glyphName(r), around(text, r))}
	}
	return fault.New(fault.Unmet, "GLYPH_MISSING", fmt.Sprintf("Phông chữ của văn bản không có ký tự %s; hãy thay ký tự này.", glyphName(missing[0])), reasons...)
}

// NumberText is what sealing writes into the field "so": the number with the leading zero that the regime asks for
// ("5" → "05", "5bis" → "05bis").
func NumberText(regime, number string) string {
	rules, err := Rules(regime, "")
	if err != nil {
		return number
	}
	digits := len(number) - len(strings.TrimLeft(number, "0123456789"))
	return strings.Repeat("0", max(0, rules.Head.Number.MinDigits-digits)) + number
}

// DateText is what sealing writes into the field "ngay": the date line from the day on ("05 tháng 02 năm 2026"), since
// the place and the word before the day are printed and so under the signer's signature. Days below 10 and the months
// 1 and 2 take a leading zero (NĐ 30/2020 Phụ lục I, II.4; 36-HD/VPTW).
func DateText(regime, place string, d store.Date) string {
	rules, err := Rules(regime, d)
	if err != nil || !d.Valid() {
		return ""
	}
	_, filled := rules.Head.Date.parts()
	t := d.Time()
	return strings.NewReplacer("{place}", place,
		"{day}", padded(t.Day(), rules.Head.Date.PadDayBelow),
		"{month}", padded(int(t.Month()), rules.Head.Date.PadMonthBelow),
		"{year}", fmt.Sprint(t.Year())).Replace(filled)
}

// parts cuts the words of the date line into what is printed and what is filled in.
func (d DateRule) parts() (printed, filled string) {
	at := strings.Index(d.Words, "{day}")
	return d.Words[:at], d.Words[at:]
}

func padded(n, below int) string {
	if n < below {
		return fmt.Sprintf("%02d", n)
	}
	return fmt.Sprint(n)
}
