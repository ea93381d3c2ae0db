package layout

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// pages sets both versions at once: head, what is compared, title, text, Nơi nhận, then each appendix on its own pages.
func (p *redliner) pages(r document.Redline) []page {
	rows := withoutFields(p.head())
	rows = append(rows, p.legend(r)...)
	rows = append(rows, p.heading1()...)
	rows = append(rows, p.addressLines()...)
	blocks := p.sheet.Body.Blocks
	end := len(blocks)
	if i := slices.IndexFunc(blocks, isAppendix); i >= 0 {
		end = i
	}
	rows = append(rows, p.flow(0, end)...)
	rows = append(rows, p.recipientsLines()...)
	pages := p.section(bookmarked(rows, 1, p.sheet.Title), p.rules.PageNumber.First)
	for first := end; first < len(blocks); first = end {
		end = first + 1
		for end < len(blocks) && !isAppendix(blocks[end]) {
			end++
		}
		p.landscape = blocks[first].Landscape
		head := first + 1 // the line under its title, which its author may have written, belongs to its head
		if begins := p.rules.Appendix.Reference.Begins; head < end && begins != "" && blocks[head].Kind == document.Paragraph && strings.HasPrefix(blocks[head].Text(), begins) {
			head++
		}
		rows := p.beside(p.appendix(blocks[first:head]), p.labels[first])
		pages = append(pages, p.section(append(rows, p.flow(head, end)...), p.rules.Appendix.First)...)
	}
	p.landscape = false
	return pages
}

// flow sets blocks as the composer does, each with its label beside it.
func (p *redliner) flow(from, to int) (rows []row) {
	blocks := p.sheet.Body.Blocks
	for i := from; i < to; {
		if blocks[i].Kind != document.Item {
			var set []row
			if blocks[i].Kind == document.Heading && p.ordinals[i] != "" {
				set = p.headingWith(blocks[i], p.ordinals[i])
			} else {
				set = p.block(blocks[:to], i, false)
			}
			rows = append(rows, p.beside(set, p.labels[i])...)
			i++
			continue
		}
		var list []row
		for ; i < to && blocks[i].Kind == document.Item; i++ {
			item := p.paragraph(blocks[i], p.rules.Body.Item, pdf.Style{}, "LI", "LBody")
			list = append(list, p.beside(item, p.labels[i])...)
		}
		tagRows(list, "L")
		rows = append(rows, list...)
	}
	return rows
}

// headingWith sets a heading whose ordinal stands in its text, where the composer would set one without.
func (p *redliner) headingWith(b document.Block, ordinal string) []row {
	levels := p.rules.Body.Headings
	rule := levels[min(max(b.Level, 1), len(levels))-1]
	x0, x1 := p.edges()
	set := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm, align: aligned(b.Align, justify), tags: []string{headingTag(b.Level)}}
	if p.isDivision(document.Block{Ordinal: ordinal}) || set.align == center || set.align == right {
		set.align, set.first = max(set.align, center), 0
	}
	return p.headingRows(b, p.setParagraph(set, p.runs(b.Runs), rule.style()))
}

const (
	labelSize = 8.0      // points
	barGap    = 2.5 * mm // between the bar in the margin and the text
	barPen    = 1.0
)

// beside puts a bar and a label into the margin left of what changed. The label is read before the passage.
func (p *redliner) beside(rows []row, label string) []row {
	if label == "" || len(rows) == 0 {
		return rows
	}
	x0, _ := p.edges()
	room := x0 - barGap - 4*mm
	for i := range rows {
		bar := op{kind: drawLine, x: x0 - barGap, h: rows[i].height, pen: barPen, ink: marginInk}
		rows[i].ops = append(slices.Clip(rows[i].ops), bar)
	}
	first := &rows[0]
	set := []op{{kind: beginTag, text: "P"}}
	for i, l := range breakLines(words(plain(label), labelSize, pdf.Style{Italic: true}), func(int) float64 { return room }) {
		y := float64(i)*(labelSize+1) + baselineOf(labelSize, min(first.height, 2*labelSize))
		for _, o := range l.ops(x0-barGap-1.5*mm-l.width, l.width, y, labelSize, left) {
			o.ink = marginInk
			set = append(set, o)
		}
	}
	first.open = slices.Concat(set, []op{{kind: endTag}}, first.open)
	return rows
}

// withoutFields leaves out what a document is numbered and signed in.
func withoutFields(rows []row) []row {
	for i := range rows {
		rows[i].ops = slices.DeleteFunc(rows[i].ops, func(o op) bool { return o.kind == textField || o.kind == signatureField })
	}
	return rows
}

// legend says what is compared, how much changed and how that is shown.
func (p *redliner) legend(r document.Redline) (rows []row) {
	x0, x1 := p.edges()
	rule := p.rules.Note.TypeRule
	line := func(tag string, runs ...markedRun) {
		set := paragraph{rule: rule, x0: x0, x1: x1, align: center, tags: []string{tag}, keep: true}
		rows = append(rows, keepAll(p.setParagraph(set, p.runs(p.keep(runs)), pdf.Style{}))...)
	}
	bold := document.Run{Text: fmt.Sprintf("SO SÁNH PHIÊN BẢN %d VỚI PHIÊN BẢN %d", r.From, r.To), Bold: true}
	line("H1", markedRun{Run: bold})
	line("P", markedRun{Run: document.Run{Text: r.Summary.Sentence() + "."}})
	line("P",
		markedRun{document.Run{Text: "Chữ thêm gạch chân", Underline: true}, markOf(document.Inserted)}, markedRun{Run: document.Run{Text: "; "}},
		markedRun{document.Run{Text: "chữ bỏ gạch ngang"}, markOf(document.Deleted)},
		markedRun{Run: document.Run{Text: "; đoạn chuyển, sửa, đổi định dạng ghi ở lề trái."}})
	rows[len(rows)-1].after = p.rules.Body.Text.Leading / 2
	return rows
}

// heading1 sets tên loại and trích yếu.
func (p *redliner) heading1() (rows []row) {
	t := p.rules.Title
	x0, x1 := p.edges()
	if p.sheet.KindName != "" {
		rows = paragraph{rule: t.Kind, x0: x0, x1: x1, align: center, tags: []string{"H1"}}.rows(words(plain(p.sheet.KindName), t.Kind.Size, t.Kind.style()))
	}
	for _, b := range p.lines[document.SubjectPart] {
		inset := t.Subject.Inset * mm
		set := paragraph{rule: t.Subject.TypeRule, x0: x0 + inset, x1: x1 - inset, align: center, tags: []string{"P"}}
		rows = append(rows, p.setParagraph(set, p.runs(b.Runs), t.Subject.style())...)
	}
	if n := len(rows); n > 0 {
		rows[n-1].after = t.After
	}
	return keepAll(rows)
}

// addressLines sets Kính gửi and each addressee on a line of its own.
func (p *redliner) addressLines() (rows []row) {
	a := p.rules.Address
	x0, x1 := p.edges()
	for _, part := range []document.Part{document.AddressWordPart, document.AddresseePart} {
		for _, b := range p.lines[part] {
			set := paragraph{rule: a.TypeRule, x0: x0 + a.Indent*mm, x1: x1, align: left, tags: []string{"P"}}
			rows = append(rows, p.setParagraph(set, p.runs(b.Runs), a.style())...)
		}
	}
	if n := len(rows); n > 0 {
		rows[n-1].after = a.After
	}
	return keepAll(rows)
}

// recipientsLines sets Nơi nhận across the page.
func (p *redliner) recipientsLines() (rows []row) {
	rule := p.rules.Closing
	x0, x1 := p.edges()
	lines := p.lines[document.RecipientsPart]
	if len(lines) == 0 {
		return nil
	}
	word := rule.RecipientsWord
	rows = paragraph{rule: word.TypeRule, x0: x0, x1: x1, align: left, tags: []string{"P"}, keep: true}.
		rows(words(plain(word.Text), word.Size, word.style()))
	if len(rows) > 0 {
		rows[0].gap = rule.Before
	}
	for _, b := range lines {
		set := paragraph{rule: rule.Recipient, x0: x0, x1: x1, align: left, tags: []string{"P"}}
		rows = append(rows, p.setParagraph(set, p.runs(b.Runs), rule.Recipient.style())...)
	}
	return rows
}
