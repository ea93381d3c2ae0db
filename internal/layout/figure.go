package layout

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/pdf"
)

// placedPicture is a picture of the body, read, with what it shows.
type placedPicture struct {
	image *pdf.Image
	alt   string
}

// picturePixels is how much all the pictures of a document may hold together.
const picturePixels = 400_000_000

// readPictures reads every picture of the body, each once.
func (c *composer) readPictures() error {
	c.pictures = map[string]*placedPicture{}
	var reasons []fault.Reason
	pixels := 0
	for i, b := range c.sheet.Body.Blocks {
		if b.Picture == nil || c.pictures[b.Picture.SHA256] != nil {
			continue
		}
		image, err := pdf.ReadImage(c.sheet.Images[b.Picture.SHA256])
		if err == nil {
			pixels += image.Width * image.Height
		}
		if err != nil || pixels > picturePixels {
			reasons = append(reasons, fault.Reason{Code: "FIGURE_UNREADABLE", Detail: fmt.Sprintf("Không đọc được hình ở khối %d%s.", i+1, quoted(b.Picture.Alt))})
			continue
		}
		c.pictures[b.Picture.SHA256] = &placedPicture{image: image}
	}
	if len(reasons) == 0 {
		return nil
	}
	return fault.New(fault.Unmet, "FIGURE_UNREADABLE", "Không đọc được hình trong văn bản; hãy chèn lại hình dạng PNG hoặc JPEG, không quá 20 MB và 40 triệu điểm ảnh.", reasons...)
}

func quoted(alt string) string {
	if alt == "" {
		return ""
	}
	return " (“" + alt + "”)"
}

// figure sets a picture in the middle of the column, smaller when it is wider than that or would leave no room for a
// caption. It stays with the caption below it, and becomes smaller still, to two fifths, rather than part from what it
// must stay with.
func (c *composer) figure(blocks []document.Block, i int) []row {
	b := blocks[i]
	x0, x1 := c.edges()
	read := c.pictures[b.Picture.SHA256]
	if read == nil { // measured without its bytes
		read = &placedPicture{}
	}
	w, h := b.Picture.Width*mm, b.Picture.Height*mm
	room := c.textHeight() - c.rules.Figure.Before - c.rules.Figure.After - 3*c.rules.Body.Text.Leading
	scale := math.Min(1, math.Min((x1-x0)/w, room/h))
	w, h = w*scale, h*scale
	captioned := c.captions(blocks, i+1)
	alt := b.Picture.Alt
	if alt == "" && captioned {
		alt = blocks[i+1].Text()
	}
	if alt == "" {
		alt = "Hình ảnh"
	}
	set := func(w, h float64) row {
		return row{
			gap: c.rules.Figure.Before, height: h, after: c.rules.Figure.After, keep: captioned,
			ops: []op{{kind: drawPicture, x: (x0 + x1 - w) / 2, w: w, h: h, picture: &placedPicture{read.image, alt}}},
		}
	}
	r := set(w, h)
	r.shrink = shrinking(set, w, h, 0.4*h)
	return []row{r}
}

// shrinking gives a picture's row the way to take less room, down to a height.
func shrinking(set func(w, h float64) row, w, h, least float64) func(by float64) (row, bool) {
	return func(by float64) (row, bool) {
		if by <= rounding || h-by < least {
			return row{}, false
		}
		r := set(w*(h-by)/h, h-by)
		r.shrink = shrinking(set, w*(h-by)/h, h-by, least)
		return r, true
	}
}

// captions says whether the block is the line under, or above, a picture.
func (c *composer) captions(blocks []document.Block, i int) bool {
	if i >= len(blocks) || blocks[i].Kind != document.Paragraph || blocks[i].Ordinal != "" {
		return false
	}
	beside := i > 0 && blocks[i-1].Kind == document.Figure || i+1 < len(blocks) && blocks[i+1].Kind == document.Figure
	text := strings.TrimSpace(blocks[i].Text())
	return beside && slices.ContainsFunc(c.rules.Figure.Caption, func(w string) bool { return strings.HasPrefix(text, w) })
}

// caption sets the line of a picture; above one, it stays with it.
func (c *composer) caption(b document.Block, above bool) []row {
	rule := c.rules.Body.Text
	x0, x1 := c.edges()
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, align: aligned(b.Align, center), tags: []string{"Caption"}, keep: above}
	rows := c.setParagraph(p, c.runs(b.Runs), styles[c.rules.Figure.CaptionStyle])
	return keepTogether(rows)
}

// keepTogether keeps rows on one page.
func keepTogether(rows []row) []row {
	for i := range rows[:max(0, len(rows)-1)] {
		rows[i].keep = true
	}
	return rows
}
