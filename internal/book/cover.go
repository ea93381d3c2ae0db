package book

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/pdf"
)

const dots = "…………"

// drawOwner draws the organ's name and the one above it in the left half, underlined as on a document.
func (b Book) drawOwner(w *pdf.Writer, y float64) float64 {
	from, to := left, left+inner*0.42
	if b.Superior != "" {
		y = paragraph(w, "P", from, to, y, regular, 13, true, strings.ToUpper(b.Superior))
	}
	y = paragraph(w, "P", from, to, y, bold, 13, true, strings.ToUpper(b.Owner))
	middle := (from + to) / 2
	w.Line(middle-40, y-10, middle+40, y-10, rule)
	return y
}

func (b Book) drawCover(w *pdf.Writer) {
	from, to := left, left+inner
	w.Box(pdf.Rect{X: left - 8, Y: top - 4, W: inner + 16, H: pageHeight - top - bottom + 8}, 1.2)
	w.Box(pdf.Rect{X: left - 4, Y: top, W: inner + 8, H: pageHeight - top - bottom}, rule)
	y := top + 30
	if b.Superior != "" {
		y = paragraph(w, "P", from, to, y, regular, 15, true, strings.ToUpper(b.Superior))
	}
	y = paragraph(w, "P", from, to, y, bold, 16, true, strings.ToUpper(b.Owner))
	w.Line(from+inner/2-55, y-12, from+inner/2+55, y-12, rule)
	y = max(y+50, pageHeight*0.36)
	y = paragraph(w, "H1", from, to, y, bold, 28, true, strings.ToUpper(b.Title))
	if b.Subtitle != "" {
		y = paragraph(w, "P", from, to, y+4, bold, 18, true, b.Subtitle)
	}
	if b.Period != "" {
		y = paragraph(w, "P", from, to, y+8, bold, 16, true, b.Period)
	}
	y = max(y+40, pageHeight*0.66)
	y = paragraph(w, "P", from, to, y, regular, 14, true, fmt.Sprintf("Từ ngày %s đến ngày %s", day(b.From), day(b.To)))
	if b.FirstNumber != "" || b.LastNumber != "" {
		y = paragraph(w, "P", from, to, y+4, regular, 14, true, fmt.Sprintf("Từ số %s đến số %s", b.FirstNumber, b.LastNumber))
	}
	volume := dots
	if b.Volume > 0 {
		volume = fmt.Sprintf("%02d", b.Volume)
	}
	paragraph(w, "P", from, to, y+4, regular, 14, true, "Quyển số: "+volume)
}

// drawOpening certifies the book: how many pages it has, so that none can be taken out or put in.
func (b Book) drawOpening(w *pdf.Writer, pages int) {
	y := b.drawOwner(w, top+16)
	y = paragraph(w, "H1", left, left+inner, y+30, bold, 18, true, "TRANG MỞ SỔ")
	y += 14
	for _, s := range append([]string{
		b.named() + ".",
		fmt.Sprintf("Sổ này có %d trang (không kể bìa), đánh số từ trang 01 đến trang %02d.", pages, pages),
		fmt.Sprintf("Sổ ghi từ ngày %s đến ngày %s.", day(b.From), day(b.To)),
	}, b.Opening...) {
		y = paragraph(w, "P", left+40, left+inner-40, y, regular, 14, false, s) + 4
	}
	b.drawSigners(w, y+20, "Mở sổ ngày ….. tháng ….. năm ………")
}

func (b Book) drawClosing(w *pdf.Writer) {
	c := Count(b.Rows)
	y := b.drawOwner(w, top+16)
	y = paragraph(w, "H1", left, left+inner, y+30, bold, 18, true, "TRANG KHÓA SỔ")
	y += 14
	lines := []string{b.named() + "."}
	lines = append(lines, b.totals(c)...)
	for _, s := range append(lines, b.Closing...) {
		y = paragraph(w, "P", left+40, left+inner-40, y, regular, 14, false, s) + 4
	}
	b.drawSigners(w, y+20, "Khóa sổ ngày ….. tháng ….. năm ………")
}

func (b Book) totals(c Counts) []string {
	all := c.Entries + c.Reserved + c.Voided
	lines := []string{fmt.Sprintf("Tổng số: %d dòng, trong đó %d %s.", all, c.Entries, b.unit())}
	if b.numbered() || c.Reserved+c.Voided > 0 {
		lines = append(lines, fmt.Sprintf("Số dự phòng: %d. Số đã hủy: %d.", c.Reserved, c.Voided))
	}
	if b.FirstNumber != "" && b.LastNumber != "" {
		lines = append(lines, fmt.Sprintf("Từ số %s đến số %s.", b.FirstNumber, b.LastNumber))
	}
	return lines
}

// numbered says whether the book gives numbers out, so that a reserved or voided one could be asked for.
func (b Book) numbered() bool { return b.FirstNumber != "" || b.LastNumber != "" }

// drawSigners leaves room for hands: the date over the last one's post.
func (b Book) drawSigners(w *pdf.Writer, y float64, date string) {
	signers := b.Signers
	if len(signers) == 0 {
		return
	}
	wide := inner / float64(len(signers))
	from := left + wide*float64(len(signers)-1)
	w.Begin("P")
	centred(w, from, from+wide, y, italic, 13, date)
	w.End()
	y += 20
	for i, post := range signers {
		from := left + wide*float64(i)
		below := paragraph(w, "P", from+6, from+wide-6, y, bold, 13, true, strings.ToUpper(post))
		paragraph(w, "P", from, from+wide, below, italic, 12, true, "(Ký, ghi rõ họ tên)")
	}
}

// named is the book in one line: "Sổ đăng ký văn bản đi: Thông báo (TB), nhiệm kỳ 2025 - 2030".
func (b Book) named() string {
	s := b.Title
	if b.Subtitle != "" {
		s += ": " + b.Subtitle
	}
	return s + comma(b.Period)
}

func comma(s string) string {
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	return ", " + string(unicode.ToLower(first)) + s[size:]
}

// A Single list: the organ, the title in the middle, what it is of below.

func (b Book) listTitleHeight() float64 { return b.drawListTitle(scratch()) - top }

// scratch is a writer whose page nobody keeps, to measure by drawing.
func scratch() *pdf.Writer {
	w := pdf.New(pdf.Meta{})
	newPage(w)
	return w
}

func (b Book) drawListTitle(w *pdf.Writer) float64 {
	y := b.drawOwner(w, top+12)
	y = paragraph(w, "H1", left, left+inner, y+14, bold, 16, true, strings.ToUpper(b.Title))
	if b.Subtitle != "" {
		y = paragraph(w, "P", left, left+inner, y, bold, 14, true, b.Subtitle)
	}
	if b.Period != "" {
		y = paragraph(w, "P", left, left+inner, y, italic, 13, true, b.Period)
	}
	for _, s := range b.Opening {
		y = paragraph(w, "P", left, left+inner, y, regular, 13, false, s)
	}
	return y
}

func (b Book) drawListEnd(w *pdf.Writer, y float64) float64 {
	y += 14
	for _, s := range append(b.totals(Count(b.Rows)), b.Closing...) {
		y = paragraph(w, "P", left, left+inner, y, regular, 13, false, s)
	}
	b.drawSigners(w, y+10, dots+", ngày ….. tháng ….. năm ………")
	return y
}

func (b Book) listEndHeight() float64 {
	h := b.drawListEnd(scratch(), 0)
	if len(b.Signers) > 0 {
		h += 110 // date, posts, room for the hands
	}
	return h
}
