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
	IssuerName  string // the issuer as it reads within a sentence: "Văn phòng Tỉnh ủy"; "" = the lines of Issuer
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
	// Images are the bytes of the body's pictures, by SHA-256 in hexadecimal.
	Images   map[string][]byte
	Typist   string  // the mark of the typist and the number of copies, under Nơi nhận: "PL.(300)"
	Contact  string  // the address line at the foot of page 1
	Recorder *Signer // biên bản: the second signature block, on the left
	Copy     *Copy   // sao y, sao lục, trích sao: the block after the text
	Number   string  // the number expected, to measure its room; not printed, since sealing numbers the document
	Date     string  // of a document that is copied: its date line from the day on, printed with Number (Copy.Fields)
	Stated   string  // stands where the signature would be: "(Đã ký)" on a copy
	Year     string  // the year expected in the date, to measure its room; not printed, since sealing dates the document
	Author   string  // the properties of the file
	Title    string  // "" = kind and subject
	Created  time.Time
}

// Signer is a second signature block: its lines, the last is the position, and the name.
type Signer struct {
	Formula []string
	Name    string
}

// Copy is the block of a bản sao (NĐ 30/2020 Phụ lục I, phần II): who copied, under which number, and who signed for it.
type Copy struct {
	Form        string   // SAO Y | SAO LỤC | TRÍCH SAO
	Issuer      []string // the organ that copies
	Symbol      string   // "12/SY-VP"
	Place, Date string
	Recipients  []string
	Formula     []string
	SignerName  string
	// Fields says that the copy is numbered and dated when it is sealed: "so" and "ngay" are its own, Symbol is what follows
	// its number, Date stays empty. The number and the date of what is copied are printed.
	Fields bool
	Regime string // of the organ that copies, for its number; "" = the sheet's
}

// Rendition is a laid-out document. Its form fields, all empty: texts "so" and "ngay", signatures "nguoi_ky" (the
// person's) and "co_quan" (the organ's).
type Rendition struct {
	PDF   []byte
	Pages int
	// Blocks says on which page, from 1, each block of the body begins.
	Blocks []int
}

// The fields of a rendition.
const (
	FieldNumber = "so"
	FieldDate   = "ngay"
	FieldSigner = "nguoi_ky"
	FieldOrgan  = "co_quan"
)

// Render lays a sheet out. Faults: RULE_SET_MISSING; GLYPH_MISSING with a reason for each character that the fonts do not
// have; FIGURE_UNREADABLE with a reason for each picture whose bytes are missing or no PNG or JPEG within the limits.
func Render(s Sheet) (Rendition, error) {
	rules, err := Rules(s.Regime, s.On)
	if err != nil {
		return Rendition{}, err
	}
	s = s.normalised()
	if err := s.checkGlyphs(); err != nil {
		return Rendition{}, err
	}
	return (&composer{rules: rules, sheet: s}).render()
}

// render draws the sheet, which is normalised and checked for glyphs.
func (c *composer) render() (Rendition, error) {
	if err := c.readPictures(); err != nil {
		return Rendition{}, err
	}
	pages := c.pages()
	b, err := draw(pages, c.rules, c.sheet.meta())
	if err != nil {
		return Rendition{}, fmt.Errorf("draw the pages: %w", err)
	}
	return Rendition{PDF: b, Pages: len(pages), Blocks: blockPages(pages, len(c.sheet.Body.Blocks))}, nil
}

func (s Sheet) meta() pdf.Meta {
	title := s.Title
	if title == "" {
		title = strings.TrimSpace(s.KindName + " " + strings.ReplaceAll(s.Subject, "\n", " "))
	}
	return pdf.Meta{Title: title, Author: s.Author, Subject: strings.ReplaceAll(s.Subject, "\n", " "), Created: s.Created}
}

// texts are the lines of the sheet, and lists its groups of lines; Copy and Recorder are its own when it is normalised.
func (s *Sheet) texts() (texts []*string, lists []*[]string) {
	texts = []*string{&s.Symbol, &s.Place, &s.IssuerName, &s.KindName, &s.Subject, &s.AddressWord, &s.SignerName, &s.Date, &s.Stated, &s.Urgency, &s.Circulation, &s.Draft, &s.Typist, &s.Contact}
	lists = []*[]string{&s.Superior, &s.Issuer, &s.Addressees, &s.Recipients, &s.Formula}
	if r := s.Recorder; r != nil {
		texts, lists = append(texts, &r.Name), append(lists, &r.Formula)
	}
	if c := s.Copy; c != nil {
		texts, lists = append(texts, &c.Form, &c.Symbol, &c.Place, &c.Date, &c.SignerName), append(lists, &c.Issuer, &c.Recipients, &c.Formula)
	}
	return texts, lists
}

// normalised gives the sheet with every text in NFC and without invisible characters; what was passed in is not changed.
func (s Sheet) normalised() Sheet {
	if s.Recorder != nil {
		own := *s.Recorder
		s.Recorder = &own
	}
	if s.Copy != nil {
		own := *s.Copy
		s.Copy = &own
	}
	texts, lists := s.texts()
	for _, text := range append(texts, &s.Number, &s.Year, &s.Author, &s.Title) {
		*text = clean(*text)
	}
	for _, lines := range lists {
		cleaned := make([]string, len(*lines))
		for i, line := range *lines {
			cleaned[i] = clean(line)
		}
		*lines = cleaned
	}
	blocks := make([]document.Block, len(s.Body.Blocks))
	for i, b := range s.Body.Blocks {
		blocks[i] = cleanBlock(b)
	}
	s.Body = document.Body{Blocks: blocks}
	return s
}

func cleanBlock(b document.Block) document.Block {
	b.Ordinal, b.Runs = clean(b.Ordinal), cleanRuns(b.Runs)
	if b.Picture != nil {
		own := *b.Picture
		own.Alt = clean(own.Alt)
		b.Picture = &own
	}
	rows := make([][]document.Cell, len(b.Rows))
	for i, row := range b.Rows {
		rows[i] = make([]document.Cell, len(row))
		for j, cell := range row {
			cell.Runs = cleanRuns(cell.Runs)
			rows[i][j] = cell
		}
	}
	b.Rows = rows
	return b
}

// checkGlyphs refuses characters that would be drawn as boxes; s is normalised.
func (s Sheet) checkGlyphs() error {
	texts, lists := s.texts()
	var parts []string
	for _, text := range texts {
		parts = append(parts, *text)
	}
	for _, lines := range lists {
		parts = append(parts, *lines...)
	}
	for _, b := range s.Body.Blocks {
		if b.Kind != document.Figure { // what a picture shows is not drawn in letters
			parts = append(append(parts, b.Text()), b.Notes()...)
		}
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
	return rules.Head.Number.padded(number)
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
