package incoming

import (
	"context"
	"fmt"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/store"
)

// Slip draws the Phiếu giải quyết văn bản đến with the dấu ĐẾN (NĐ 30/2020 Phụ lục IV; 29-QĐ/VPTW Art. 21): the leader's
// opinion, the unit head's, the handler's. It is drawn anew from the record each time; nothing is ever written on the
// document itself. Refused before the arrival is registered: SLIP_TOO_EARLY.
func (s *Service) Slip(ctx context.Context, a authz.Actor, id string) ([]byte, error) {
	v, err := s.Show(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if v.Number == 0 {
		return nil, fault.New(fault.Unmet, "SLIP_TOO_EARLY", "Văn bản chưa vào sổ nên chưa có phiếu giải quyết.")
	}
	return drawSlip(v)
}

// The page, in points: A4 with the margins of an official page.
const (
	millimetre = 72 / 25.4
	pageW      = 210 * millimetre
	pageH      = 297 * millimetre
	left       = 30 * millimetre
	right      = 15 * millimetre
	top        = 20 * millimetre
	bottom     = 20 * millimetre
	size       = 13.0
	leading    = 18.0
)

// slip is a phiếu while it is drawn.
type slip struct {
	w *pdf.Writer
	y float64
}

func drawSlip(v View) ([]byte, error) {
	p := &slip{w: pdf.New(pdf.Meta{
		Title: fmt.Sprintf("Phiếu giải quyết văn bản đến số %d năm %d", v.Number, v.Year), Author: v.Office.Name, Created: v.UpdatedAt,
	})}
	p.page()
	p.head(v)
	p.facts(v)
	p.part(1, "Ý kiến chỉ đạo giải quyết của lãnh đạo", v.leaderLines())
	p.part(2, "Ý kiến của lãnh đạo đơn vị chủ trì", v.headLines())
	p.part(3, "Ý kiến đề xuất của người giải quyết", v.handlerLines())
	p.foot(v)
	return p.w.Bytes()
}

func (p *slip) page() {
	p.w.AddPage(pageW, pageH)
	p.y = top
}

// head prints the organ on the left, the stamp on the right, and the title below both.
func (p *slip) head(v View) {
	column := 95 * millimetre
	y := p.y
	p.w.Begin("P")
	for _, line := range wrap(strings.ToUpper(v.Organ.Name), pdf.Style{Bold: true}, size, column) {
		y += leading
		p.w.Text(left, y, pdf.Style{Bold: true}, size, line)
	}
	p.w.End()
	p.w.Line(left, y+5, left+60, y+5, 0.6)
	stampBottom := p.stamp(v)
	p.y = max(y, stampBottom) + 2*leading
	p.centre("PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", "H1", 15)
	p.y += leading / 2
}

// stamp draws the dấu ĐẾN, 35 by 50 mm, beside the text: the document itself bears none. It gives where the stamp ends.
func (p *slip) stamp(v View) float64 {
	box := pdf.Rect{X: pageW - right - 50*millimetre, Y: p.y, W: 50 * millimetre, H: 35 * millimetre}
	p.w.Box(box, 1)
	p.w.Begin("P")
	y := box.Y + 4
	for _, line := range first(wrap(strings.ToUpper(v.Organ.Name), pdf.Style{Bold: true}, 8.5, box.W-8), 2) {
		y += 10
		p.w.Text(box.X+(box.W-pdf.Width(pdf.Style{Bold: true}, 8.5, line))/2, y, pdf.Style{Bold: true}, 8.5, line)
	}
	y += 15
	p.w.Text(box.X+(box.W-pdf.Width(pdf.Style{Bold: true}, 13, "ĐẾN"))/2, y, pdf.Style{Bold: true}, 13, "ĐẾN")
	stamp := v.Stamp()
	for _, line := range []string{"Số: " + stamp.Number, "Ngày: " + stamp.Date, "Chuyển: " + stamp.To, "Số và ký hiệu HS: " + stamp.CaseFile} {
		for _, piece := range first(wrap(line, pdf.Style{}, 9, box.W-10), 2) {
			y += 11
			p.w.Text(box.X+5, y, pdf.Style{}, 9, piece)
		}
	}
	p.w.End()
	return box.Y + box.H
}

func (p *slip) centre(s, tag string, at float64) {
	p.w.Begin(tag)
	p.y += leading
	p.w.Text((pageW-pdf.Width(pdf.Style{Bold: true}, at, s)+left-right)/2, p.y, pdf.Style{Bold: true}, at, s)
	p.w.End()
}

// facts say which document it is.
func (p *slip) facts(v View) {
	named := v.Name()
	if v.DocumentDate != "" {
		named += " ngày " + day(v.DocumentDate)
	}
	p.pair("Số đến: ", fmt.Sprintf("%d; ngày đến: %s", v.Number, day(v.Date)))
	p.pair("Văn bản: ", named)
	p.pair("Tác giả: ", v.Author)
	p.pair("Trích yếu: ", v.Subject)
	p.y += leading / 2
}

// part prints one of the three parts; an empty one keeps its place, for the hand.
func (p *slip) part(n int, title string, lines []told) {
	p.room(3 * leading)
	p.w.Begin("H2")
	p.y += leading
	p.w.Text(left, p.y, pdf.Style{Bold: true}, size, fmt.Sprintf("%d. %s", n, title))
	p.w.End()
	if len(lines) == 0 {
		p.paragraph(pdf.Style{Italic: true}, "(Chưa có ý kiến)")
	}
	for _, line := range lines {
		p.pair(line.label, line.text)
	}
	p.y += leading / 2
}

func (p *slip) foot(v View) {
	p.room(2 * leading)
	p.paragraph(pdf.Style{Italic: true}, fmt.Sprintf("Phiếu lập từ sổ văn bản đến trên hệ thống, cập nhật %s; ý kiến không ghi trên văn bản đến.",
		v.UpdatedAt.In(store.Hanoi).Format("15:04 02/01/2006")))
}

// told is one line of a part.
type told struct{ label, text string }

func (v View) leaderLines() (lines []told) {
	for _, d := range v.Directions {
		if len(v.Directions) > 1 {
			lines = append(lines, told{fmt.Sprintf("Lần %d: ", d.N), d.At.In(store.Hanoi).Format("02/01/2006")})
		}
		lines = append(lines, told{"Ý kiến: ", d.Text}, told{"Chủ trì: ", d.Lead().Name})
		if co := d.Of(Co); len(co) > 0 {
			lines = append(lines, told{"Phối hợp: ", strings.Join(co, "; ")})
		}
		if cc := d.Of(CC); len(cc) > 0 {
			lines = append(lines, told{"Nhận để biết: ", strings.Join(cc, "; ")})
		}
		if d.Due != "" {
			lines = append(lines, told{"Thời hạn giải quyết: ", day(d.Due)})
		}
		lines = append(lines, told{"Người cho ý kiến: ", fmt.Sprintf("%s (%s), ngày %s", d.By, d.Capacity, day(store.DateOf(d.At)))})
	}
	return lines
}

func (v View) headLines() (lines []told) {
	if v.AssignedBy == "" {
		return nil
	}
	lines = append(lines, told{"Giao: ", v.People[v.HandlerID]})
	if v.Assignment != "" {
		lines = append(lines, told{"Yêu cầu: ", v.Assignment})
	}
	if v.Term() != "" {
		lines = append(lines, told{"Thời hạn: ", day(v.Term())})
	}
	return append(lines, told{"Người giao: ", fmt.Sprintf("%s, ngày %s", v.People[v.AssignedBy], day(store.DateOf(v.AssignedAt)))})
}

func (v View) handlerLines() (lines []told) {
	for _, n := range v.Notes {
		if n.Kind == Proposal {
			lines = append(lines, told{"Đề xuất: ", fmt.Sprintf("%s (%s, ngày %s)", n.Text, n.By, day(store.DateOf(n.At)))})
		}
	}
	switch v.Outcome {
	case Replied:
		lines = append(lines, told{"Kết quả: ", "văn bản trả lời " + v.ReplySymbol})
	case NoReply:
		lines = append(lines, told{"Kết quả: ", "không phải trả lời; " + v.OutcomeReason})
	}
	if v.ReportedBy != "" {
		lines = append(lines, told{"Người giải quyết: ", fmt.Sprintf("%s, ngày %s", v.People[v.ReportedBy], day(store.DateOf(v.ReportedAt)))})
	}
	if v.ConfirmedBy != "" {
		lines = append(lines, told{"Xác nhận hoàn thành: ", fmt.Sprintf("%s, ngày %s", v.People[v.ConfirmedBy], day(store.DateOf(v.ConfirmedAt)))})
	}
	return lines
}

// pair prints a label and what it says, wrapped and, where it must, over pages.
func (p *slip) pair(label, value string) {
	bold := pdf.Style{Bold: true}
	indent := pdf.Width(bold, size, label)
	p.w.Begin("P")
	for i, line := range wrapFrom(value, pdf.Style{}, size, pageW-left-right, indent) {
		p.room(leading)
		p.y += leading
		x := left
		if i == 0 {
			p.w.Text(left, p.y, bold, size, label)
			x += indent
		}
		p.w.Text(x, p.y, pdf.Style{}, size, line)
	}
	p.w.End()
}

func (p *slip) paragraph(st pdf.Style, value string) {
	p.w.Begin("P")
	for _, line := range wrap(value, st, size, pageW-left-right) {
		p.room(leading)
		p.y += leading
		p.w.Text(left, p.y, st, size, line)
	}
	p.w.End()
}

// room begins another page when fewer points are left.
func (p *slip) room(points float64) {
	if p.y+points > pageH-bottom {
		p.page()
	}
}

func wrap(s string, st pdf.Style, at, width float64) []string { return wrapFrom(s, st, at, width, 0) }

// wrapFrom breaks a text into lines, the first of which is shorter by some points. A word longer than a line is cut.
func wrapFrom(s string, st pdf.Style, at, width, shorter float64) []string {
	var lines []string
	current, room := "", width-shorter
	end := func() {
		lines = append(lines, current)
		current, room = "", width
	}
	for i, paragraph := range strings.Split(s, "\n") {
		if i > 0 {
			end()
		}
		for _, word := range strings.Fields(paragraph) {
			for {
				next := strings.TrimSpace(current + " " + word)
				if pdf.Width(st, at, next) <= room {
					current = next
					break
				}
				if current != "" || room < width {
					end()
					continue
				}
				head := cutAt(word, st, at, room)
				current, word = word[:head], word[head:]
				end()
			}
		}
	}
	return append(lines, current)
}

// cutAt is how many bytes of a word fit, at least one letter.
func cutAt(word string, st pdf.Style, at, width float64) int {
	n := 0
	for i, r := range word {
		if n > 0 && pdf.Width(st, at, word[:i+len(string(r))]) > width {
			break
		}
		n = i + len(string(r))
	}
	return n
}

func first(lines []string, n int) []string { return lines[:min(len(lines), n)] }

// Stamp is what the dấu ĐẾN says.
type Stamp struct{ Organ, Number, Date, To, CaseFile string }

// Stamp is the dấu ĐẾN of a registered arrival, for the slip and for the page.
func (v View) Stamp() Stamp {
	to := v.People[v.SubmittedTo]
	if len(v.Directions) > 0 {
		to = v.Directions[len(v.Directions)-1].Lead().Name
	}
	return Stamp{Organ: v.Organ.Name, Number: fmt.Sprint(v.Number), Date: day(v.Date), To: to, CaseFile: v.CaseFile}
}
