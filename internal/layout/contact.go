package layout

import (
	"math"
	"strings"

	"trinhky/internal/pdf"
)

// contact sets the address of the organ in the bottom margin of page 1, under a rule across the page (NĐ 30/2020 Phụ
// lục I, box 13). Its places are relative to the top of the text of the page, where the head stands: so the line takes
// no room from the text.
func (c *composer) contact() []op {
	if c.sheet.Contact == "" {
		return nil
	}
	rule, page := c.rules.Contact, c.rules.Page
	x0, x1 := c.edges()
	s := stack{x0: x0, x1: x1, y: (page.Height - page.Bottom - page.Top + rule.Drop) * mm}
	s.ops = append(s.ops, op{kind: drawLine, x: x0, y: s.y, w: x1 - x0, pen: rule.Pen})
	s.y += rule.Pen + 1
	s.lines("P", inTwo(c.sheet.Contact, rule.TypeRule, x1-x0), rule.TypeRule, center)
	return s.ops
}

// inTwo breaks a text that is longer than a line after the sentence or the clause that parts it most evenly. A text that
// its writer has broken is left as it is, and so is one that would not stand on two lines.
func inTwo(text string, rule TypeRule, room float64) string {
	width := func(s string) float64 { return pdf.Width(rule.style(), rule.Size, s) }
	if strings.Contains(text, "\n") || width(text) <= room {
		return text
	}
	broken, least := text, room
	for i := range len(text) - 1 {
		if text[i+1] != ' ' || !strings.ContainsRune(".;", rune(text[i])) {
			continue
		}
		if longer := math.Max(width(text[:i+1]), width(text[i+2:])); longer <= least {
			broken, least = text[:i+1]+"\n"+text[i+2:], longer
		}
	}
	return broken
}
