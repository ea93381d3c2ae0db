package layout

import (
	"slices"

	"trinhky/internal/document"
)

// composer turns one sheet into rows by one rule set.
type composer struct {
	rules     *RuleSet
	sheet     Sheet
	landscape bool // the section that is being set lies on its side
	pictures  map[string]*placedPicture
	ids       int                    // elements that go on elsewhere
	numbers   map[*document.Run]int  // of the footnotes
	marks     map[*document.Run]mark // how a redline shows them
	noteTexts []string               // by number, from 1
	set       map[int]*footnote
	index     map[*document.Block]int // of the blocks of the sheet's body, from 1
}

// page is a page before it is drawn.
type page struct {
	rows   []placedRow
	paper  PageRule
	number int // as printed; 0 = none
}

// pages sets the document: the text up to its signature, then each appendix on pages of its own.
func (c *composer) pages() []page {
	c.index = make(map[*document.Block]int, len(c.sheet.Body.Blocks))
	for i := range c.sheet.Body.Blocks {
		c.index[&c.sheet.Body.Blocks[i]] = i + 1
	}
	text := bookmarked(c.compose(), 1, c.sheet.meta().Title)
	pages := c.section(text, c.rules.PageNumber.First)
	blocks := c.sheet.Body.Blocks
	for first := slices.IndexFunc(blocks, isAppendix); first >= 0 && first < len(blocks); {
		end := first + 1
		for end < len(blocks) && !isAppendix(blocks[end]) {
			end++
		}
		c.landscape = blocks[first].Landscape
		pages = append(pages, c.section(c.appendix(blocks[first:end]), c.rules.Appendix.First)...)
		first = end
	}
	c.landscape = false
	return pages
}

// section breaks rows into pages that are counted from 1; the page numbered gets the first number that is printed.
func (c *composer) section(rows []row, numbered int) []page {
	var pages []page
	for i, placed := range c.paginate(rows) {
		p := page{rows: placed, paper: c.paper()}
		if i+1 >= numbered {
			p.number = i + 1
		}
		pages = append(pages, p)
	}
	return pages
}

// paper is the page of the section that is being set. On its side it keeps its margins: the left one is the one that is
// bound or punched, also where the sheet is wide (NĐ 30/2020 Phụ lục I, I.4 names no others).
func (c *composer) paper() PageRule {
	p := c.rules.Page
	if c.landscape {
		p.Width, p.Height = p.Height, p.Width
	}
	return p
}

// edges are the left and right margins, in points from the left edge of the paper.
func (c *composer) edges() (x0, x1 float64) {
	p := c.paper()
	return p.Left * mm, (p.Width - p.Right) * mm
}

// textHeight is the height between the margins, in points.
func (c *composer) textHeight() float64 {
	p := c.paper()
	return (p.Height - p.Top - p.Bottom) * mm
}

// blockPages says on which page, from 1, each block of the body begins; 0 for one that is not printed.
func blockPages(pages []page, blocks int) []int {
	on := make([]int, blocks)
	for i, p := range pages {
		for _, r := range p.rows {
			for _, o := range r.ops {
				if o.kind == blockHead && o.id > 0 && on[o.id-1] == 0 {
					on[o.id-1] = i + 1
				}
			}
		}
	}
	return on
}
