package pages

import (
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/report"
)

// The charts are laid out here and drawn by the template: shapes with classes, which the stylesheet colours for light, dark
// and paper. Chart libraries (go-analyze/charts, gonum/plot) write their colours into style attributes, which the
// Content-Security-Policy refuses, and know one colour scheme.

// barChart is a rate over time: a bar a group, what was in time below, what was late on top of it, hatched.
type barChart struct {
	ID, Label     string
	Width, Height int
	Base          int // y of the axis
	Bars          []bar
	Lines         []rule
	Whole         report.Tally
}

// bar is one group. Its words are for whoever points at it or hears it.
type bar struct {
	X, W, Mid           int
	InY, InH, LateY, LH int
	Group               groupView
	report.Tally
	Named bool // its name stands under it
}

// rule is a line across a chart, with its number.
type rule struct{ Y, N int }

// The measures of a chart, in pixels of a phone: it is drawn as wide as that, and larger where there is room.
const (
	chartWidth, chartHeight = 340, 170
	chartLeft, chartTop     = 34, 12
	chartBase               = 142
	widestBar, mostNames    = 34, 12
	paceLeft, paceRow       = 8, 44
	paceWidth               = 324
)

// drawBars lays a measure out; false where nothing had a term.
func drawBars(id, label string, periods []report.Period, of func(report.Period) report.Tally) (c barChart, any bool) {
	c = barChart{ID: "chart-" + id, Label: label, Width: chartWidth, Height: chartHeight, Base: chartBase}
	most := 0
	for _, p := range periods {
		t := of(p)
		c.Whole.InTime, c.Whole.Late = c.Whole.InTime+t.InTime, c.Whole.Late+t.Late
		most = max(most, t.Total())
	}
	if most == 0 {
		return c, false
	}
	top := roundUp(most)
	height := func(n int) int { return n * (chartBase - chartTop) / top }
	for _, n := range []int{top, top / 2} {
		if n > 0 && (n == top || top%2 == 0) {
			c.Lines = append(c.Lines, rule{chartBase - height(n), n})
		}
	}
	slot := (chartWidth - chartLeft) / len(periods)
	every := (len(periods) + mostNames - 1) / mostNames
	for i, p := range periods {
		b := bar{Tally: of(p), Group: groupOf(p.Group), W: max(2, min(widestBar, slot*7/10)), Named: i%every == 0}
		b.Mid = chartLeft + slot*i + slot/2
		b.X = b.Mid - b.W/2
		b.InH, b.LH = height(b.InTime), height(b.Total())-height(b.InTime)
		if b.Late > 0 {
			b.LH = max(b.LH, 2) // one late among thousands is still seen
		}
		b.InY = chartBase - b.InH
		b.LateY = b.InY - b.LH
		c.Bars = append(c.Bars, b)
	}
	return c, true
}

// roundUp is the next number that people count by: 1, 2, 4, 6, 8, 10, 20, 40 …
func roundUp(n int) int {
	if n <= 2 {
		return n
	}
	for unit := 1; ; unit *= 10 {
		for _, m := range []int{2, 4, 6, 8, 10} {
			if n <= m*unit {
				return m * unit
			}
		}
	}
}

// paceChart is how long the steps of a chain take: a bar to the median, a line with an end to the 90th percentile.
type paceChart struct {
	ID            string
	Width, Height int
	Rows          []paceBar
}

// paceBar is one step; Y is that of its words, which stand above the bar.
type paceBar struct {
	Y, BarY, W, Far int
	Label           string
	Wall            bool
	Median, P90     lengthView
}

// drawPaces lays the steps out on one scale. A working day of the office and a day of the clock are one measure: minutes.
func drawPaces(id string, steps []report.Pace) paceChart {
	c, most := paceChart{ID: id, Width: chartWidth, Height: len(steps)*paceRow + 8}, 1
	for _, p := range steps {
		most = max(most, p.P90)
	}
	for i, p := range steps {
		y := i*paceRow + 18
		c.Rows = append(c.Rows, paceBar{
			Y: y, BarY: y + 7, W: max(1, p.Median*paceWidth/most), Far: paceLeft + max(1, p.P90*paceWidth/most), Label: strings.TrimSpace(p.Label),
			Wall: p.Clock == document.WallClock, Median: lengthOf(p.Median, p.Clock), P90: lengthOf(p.P90, p.Clock),
		})
	}
	return c
}
