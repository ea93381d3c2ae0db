package signoff

import (
	"fmt"
	"html"
	"strings"

	"trinhky/internal/document"
)

// Mermaid draws a chain as a Mermaid state diagram: the same text as in an ADR or on a wiki page.
func (c *Chain) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, state := range c.order() {
		fmt.Fprintf(&b, "    %s: %s\n", state, c.States[state])
	}
	fmt.Fprintf(&b, "    [*] --> %s\n", c.Initial)
	for _, t := range c.Transitions {
		for _, from := range t.From {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", from, t.leads(from), t.Label)
		}
	}
	for _, state := range c.Final {
		fmt.Fprintf(&b, "    %s --> [*]\n", state)
	}
	return b.String()
}

// leads is where an arrow ends: what is done after issue stays where it is.
func (t Transition) leads(from document.State) document.State {
	if t.To == "" {
		return from
	}
	return t.To
}

// order is the chain's states in the order of a document's way.
func (c *Chain) order() (states []document.State) {
	for _, s := range document.States {
		if _, ok := c.States[s]; ok {
			states = append(states, s)
		}
	}
	return states
}

// The drawing's measures, in pixels.
const (
	boxWidth, boxHeight, rowGap = 260, 36, 34
	laneWidth                   = 26
	margin                      = 24
)

// palette are the colours of a drawing.
type palette struct{ paper, ink, line, faint, quiet, here, hereLine string }

var (
	lightPalette = palette{paper: "#fff", ink: "#1d2126", line: "#555", faint: "#8b8f96", quiet: "#555", here: "#fff3cd", hereLine: "#b8860b"}
	darkPalette  = palette{paper: "#2a3037", ink: "#e8e6e1", line: "#a9b0b9", faint: "#79818b", quiet: "#a9b0b9", here: "#453608", hereLine: "#f5d98c"}
)

// Drawing is how a chain is drawn; the zero value is for a light page, in the chain's own words.
type Drawing struct {
	Here document.State      // the state to mark; "" for none
	Dark bool                // for a dark page
	Say  func(string) string // the chain's words in the reader's language; nil leaves them as they are
}

func (d Drawing) say(words string) string {
	if d.Say == nil {
		return words
	}
	return d.Say(words)
}

// SVG draws a chain by itself: states from top to bottom, the way on in the middle, every other arrow in a lane of its
// own at the right.
func (c *Chain) SVG(d Drawing) string {
	p := lightPalette
	if d.Dark {
		p = darkPalette
	}
	states := c.order()
	row := map[document.State]int{}
	for i, s := range states {
		row[s] = i
	}
	var arrows strings.Builder
	lanes := 0
	for _, t := range c.Transitions {
		for _, from := range t.From {
			to := row[t.leads(from)]
			if to == row[from]+1 {
				arrows.WriteString(straight(row[from], d.say(t.Label), p))
				continue
			}
			arrows.WriteString(lane(row[from], to, lanes, d.say(t.Label), p))
			lanes++
		}
	}
	width := margin*2 + boxWidth + (lanes+1)*laneWidth + 170
	height := margin*2 + len(states)*(boxHeight+rowGap)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="13">`, width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>", html.EscapeString(d.say(drawingLabel(d.say(c.Name)))))
	fmt.Fprintf(&b, `<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="%s"/></marker></defs>`, p.line)
	b.WriteString(arrows.String())
	for i, s := range states {
		b.WriteString(box(i, d.say(c.States[s]), s == d.Here, p))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// drawingLabel is what a drawing is called.
func drawingLabel(chain string) string { return "Luồng trình ký: " + chain }

func top(row int) int { return margin + row*(boxHeight+rowGap) }

func box(row int, label string, here bool, p palette) string {
	fill, stroke, width := p.paper, p.line, 1
	if here {
		fill, stroke, width, label = p.here, p.hereLine, 3, "▸ "+label // not by colour alone
	}
	return fmt.Sprintf(`<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="%s" stroke="%s" stroke-width="%d"/><text x="%d" y="%d" text-anchor="middle" fill="%s">%s</text>`,
		margin, top(row), boxWidth, boxHeight, fill, stroke, width, margin+boxWidth/2, top(row)+boxHeight/2+5, p.ink, html.EscapeString(label))
}

func straight(from int, label string, p palette) string {
	x, y1, y2 := margin+boxWidth/2, top(from)+boxHeight, top(from+1)
	return fmt.Sprintf(`<path d="M%d %dV%d" stroke="%s" fill="none" marker-end="url(#tip)"/><text x="%d" y="%d" fill="%s">%s</text>`,
		x, y1, y2, p.line, x+8, (y1+y2)/2+5, p.ink, html.EscapeString(label))
}

func lane(from, to, lane int, label string, p palette) string {
	right := margin + boxWidth
	x := right + (lane+1)*laneWidth
	// Arrows of one box part from different heights, so that none hides another.
	y1 := top(from) + 6 + lane*5%(boxHeight-12)
	y2 := top(to) + 6 + lane*7%(boxHeight-12)
	return fmt.Sprintf(`<path d="M%d %dH%dV%dH%d" stroke="%s" fill="none" marker-end="url(#tip)"/><text x="%d" y="%d" fill="%s" font-size="10" transform="rotate(90 %d %d)">%s</text>`,
		right, y1, x, y2, right, p.faint, x+3, min(y1, y2)+6, p.quiet, x+3, min(y1, y2)+6, html.EscapeString(label))
}
