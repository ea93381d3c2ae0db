package pages

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/layout"
	"trinhky/internal/signoff"
)

// The plain field of the editor holds less than a body does: no covered cells, no raised letters, no alignment. So only
// what was changed in it is read anew; a block whose words stand there as they were stays as it is.

// editorText is the text of the editor's field: what layout reads the same body from (**bold**, *italic*, ^[footnotes],
// tables between bars), a blank line between blocks, and a line for every picture.
func editorText(b document.Body) string {
	parts := make([]string, len(b.Blocks))
	for i, block := range b.Blocks {
		parts[i] = editorBlock(block)
	}
	return strings.Join(parts, "\n\n")
}

func editorBlock(b document.Block) string {
	if b.Picture != nil {
		return figureLine(b.Picture.SHA256, b.Picture.Alt)
	}
	return strings.TrimSpace(layout.Reading{Body: document.Body{Blocks: []document.Block{b}}}.Text())
}

// figureName is how many digits of a picture's hash name it in the editor.
const figureName = 12

// figureLine stands for a picture: “[Hình 3fa9c2d41b07: sơ đồ tổ chức]”.
func figureLine(sha256, alt string) string {
	if alt = strings.Join(strings.Fields(alt), " "); alt == "" {
		return "[Hình " + sha256[:min(figureName, len(sha256))] + "]"
	}
	return "[Hình " + sha256[:min(figureName, len(sha256))] + ": " + alt + "]"
}

var (
	figureShape = regexp.MustCompile(`^\[Hình ([0-9a-f]{6,64})(?:\s*:\s*(.*?))?\s*\]$`)
	blankLines  = regexp.MustCompile(`\n[ \t]*\n\s*`)
)

// readEditor reads what the field holds now. The parts of a whole document that was pasted (trích yếu, nơi nhận …) are in
// the reading's fields.
func readEditor(typed string, before document.Body, figures []document.FigureFile) (whole layout.Reading, err error) {
	kept := map[string][]document.Block{}
	for _, b := range before.Blocks {
		key := strings.TrimSpace(editorBlock(b))
		kept[key] = append(kept[key], b)
	}
	var changed []string
	read := func() error {
		if len(changed) == 0 {
			return nil
		}
		part, err := signoff.ReadText(strings.Join(changed, "\n\n"))
		changed = nil
		if err != nil {
			return err
		}
		whole.Body.Blocks = append(whole.Body.Blocks, part.Body.Blocks...)
		fillEmpty(&whole, part)
		return nil
	}
	for _, text := range blankLines.Split(strings.TrimSpace(typed), -1) {
		block, known := figureOf(text, before, figures)
		if same := kept[text]; len(same) > 0 {
			block, known, kept[text] = same[0], true, same[1:]
		}
		switch {
		case text == "":
		case !known:
			changed = append(changed, text)
		default:
			if err := read(); err != nil {
				return whole, err
			}
			whole.Body.Blocks = append(whole.Body.Blocks, block)
		}
	}
	return whole, read()
}

func fillEmpty(whole *layout.Reading, part layout.Reading) {
	if whole.Subject == "" {
		whole.Subject = part.Subject
	}
	if whole.RecipientsText == "" {
		whole.RecipientsText = part.RecipientsText
	}
	if len(whole.Addressees) == 0 {
		whole.Addressees = part.Addressees
	}
}

// The room that a picture gets when it is put into a text, in millimetres: as large as a screen shows it, within the
// margins.
const (
	figureWidth  = 150.0
	figureHeight = 200.0
	screenDots   = 96 / 25.4 // a millimetre
)

// figureOf is the block of a line that names a picture of the document; one that the body had keeps its size.
func figureOf(line string, before document.Body, figures []document.FigureFile) (document.Block, bool) {
	named := figureShape.FindStringSubmatch(line)
	if named == nil {
		return document.Block{}, false
	}
	for _, p := range before.Pictures() {
		if strings.HasPrefix(p.SHA256, named[1]) {
			p.Alt = named[2]
			return document.Block{Kind: document.Figure, Picture: &p}, true
		}
	}
	for _, f := range figures {
		if strings.HasPrefix(f.SHA256, named[1]) {
			width, height := float64(f.Width)/screenDots, float64(f.Height)/screenDots
			scale := math.Min(1, math.Min(figureWidth/width, figureHeight/height))
			return document.Block{Kind: document.Figure, Picture: &document.Picture{
				SHA256: f.SHA256, MediaType: f.MediaType, Width: math.Max(1, math.Round(width*scale)), Height: math.Max(1, math.Round(height*scale)), Alt: named[2],
			}}, true
		}
	}
	return document.Block{}, false
}

// figureView is a picture on the page of a draft's files.
type figureView struct {
	document.FigureFile
	Line string // what to write into the text to show it
}

func figureViews(figures []document.FigureFile) []figureView {
	views := make([]figureView, len(figures))
	for i, f := range figures {
		views[i] = figureView{f, figureLine(f.SHA256, fmt.Sprintf("chú thích hình %d", i+1))}
	}
	return views
}
