package pages

import (
	"fmt"
	"unicode/utf8"

	"trinhky/internal/document"
)

// pictureView is a cascade laid out for the page to draw: what is stood on above, what answers below. Relations are
// written and dashed, not coloured.
type pictureView struct {
	Width, Height int
	Boxes         []paperBox
	Arrows        []arrowView
}

// paperBox is one document: the corner of its box and its lines.
type paperBox struct {
	X, Y, W, H int
	Path, Full string
	Lines      []lineView
	Outside    bool
	Here       bool
}

// lineView is a line of text in a box.
type lineView struct {
	X, Y int
	Text string
	Bold bool
}

// arrowView is one citation: a curve and the word on it.
type arrowView struct {
	Path, Label, Dash string
	X, Y              int
	Wide              bool
}

// The picture's measures, in pixels.
const (
	paperWidth, paperHeight = 220, 84
	paperGap, stairs        = 28, 92 // between boxes of a row, and between rows
	rowPapers               = 5
	lineLetters             = 28
	drawnPapers             = 150 // a picture of more is read by nobody
)

var dashes = map[document.Relation]string{
	document.Grounds: "none", document.Implements: "none", document.Answers: "12 4", document.Amends: "6 4", document.Replaces: "12 4 2 4",
	document.Mentions: "2 5",
}

// drawCascade lays a graph out in the reader's words: a row a level, wide levels in several.
func drawCascade(g document.Cascade, say saysIn) *pictureView {
	if len(g.Nodes) < 2 || len(g.Nodes) > drawnPapers {
		return nil
	}
	p := &pictureView{}
	at := map[string]*paperBox{}
	p.Boxes = make([]paperBox, 0, len(g.Nodes)) // never grown: at points into it
	y, levels, widest := paperGap, map[int][]document.CascadeNode{}, 0
	for _, n := range g.Nodes {
		levels[n.Level] = append(levels[n.Level], n)
		widest = max(widest, min(rowPapers, len(levels[n.Level])))
	}
	p.Width = paperGap + widest*(paperWidth+paperGap)
	for _, level := range levelNumbers(g) {
		row := levels[level]
		for start := 0; start < len(row); start += rowPapers {
			part := row[start:min(start+rowPapers, len(row))]
			left := paperGap + (widest-len(part))*(paperWidth+paperGap)/2
			for i, n := range part {
				p.Boxes = append(p.Boxes, paperBoxOf(n, left+i*(paperWidth+paperGap), y, say))
				at[n.Key] = &p.Boxes[len(p.Boxes)-1]
			}
			y += paperHeight + stairs
		}
	}
	p.Height = y - stairs + paperGap
	out := map[string]int{}
	for _, e := range g.Edges {
		p.Arrows = append(p.Arrows, arrowOf(e, *at[e.From], *at[e.To], out[e.From], say))
		out[e.From]++
	}
	return p
}

func paperBoxOf(n document.CascadeNode, x, y int, say saysIn) paperBox {
	paper := paperOf(n, say)
	b := paperBox{X: x, Y: y, W: paperWidth, H: paperHeight, Path: paper.Path, Outside: n.Outside, Here: n.Level == 0, Full: joined(paper.Name, paper.About, paper.Subject)}
	about := say("(không có bản để xem)")
	if !n.Outside {
		about = joined(dateText(n.Date), say(stateLabels[n.State]))
	}
	for i, text := range []string{paper.Name, about, paper.Subject} {
		b.Lines = append(b.Lines, lineView{X: x + 10, Y: y + 24 + i*22, Text: shortened(text, lineLetters), Bold: i == 0})
	}
	return b
}

// shortened cuts a line to n letters; the whole of it stands in the list.
func shortened(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// arrowOf draws from the citing box to the cited one; nth counts the arrows out of the citing box, so that their words
// stand apart.
func arrowOf(e document.CascadeEdge, from, to paperBox, nth int, say saysIn) arrowView {
	a := arrowView{Label: say(relationLabels[e.Relation]), Dash: dashes[e.Relation], Wide: e.Relation == document.Implements}
	x1, y1 := from.X+36+nth*48%(paperWidth-48), from.Y
	x2, y2 := to.X+paperWidth/2, to.Y+paperHeight
	if to.Y >= from.Y { // beside or below: round the right side
		x1, y1 = from.X+paperWidth, from.Y+20+nth*14%(paperHeight-28)
		x2, y2 = to.X+paperWidth, to.Y+paperHeight/2
		bow := max(x1, x2) + paperGap - 4
		a.Path = fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, bow, y1, bow, y2, x2, y2)
		a.X, a.Y = x1+4, y1-4
		return a
	}
	a.Path = fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1, y1-stairs/2, x2, y2+stairs/2, x2, y2)
	a.X, a.Y = x1+5, y1-8-nth%4*15
	return a
}
