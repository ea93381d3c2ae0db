package incoming

import (
	"context"
	"io"

	"trinhky/internal/fault"
	"trinhky/internal/pdf"
)

// A4 in points.
const sheetShort, sheetLong = 595.28, 841.89

// photographed makes a page of PDF of a photograph: as large as it fits on A4, upright or across. Few are decoded at once, as
// few files are judged.
func (s *Service) photographed(ctx context.Context, name string, r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, pdf.MaxImageBytes+1))
	if refused := fault.Of(err); err != nil && refused.Kind != fault.Internal { // an upload in pieces, which another request has finished
		return nil, err
	}
	if err != nil {
		return nil, errCut.Because(err)
	}
	select {
	case s.checks.room <- struct{}{}:
		defer func() { <-s.checks.room }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	picture, err := pdf.ReadPhotograph(raw)
	if err != nil {
		return nil, ErrPhotograph.Because(err)
	}
	across, down := sheetShort, sheetLong
	if picture.Width > picture.Height {
		across, down = down, across
	}
	scale := min(across/float64(picture.Width), down/float64(picture.Height))
	w, h := scale*float64(picture.Width), scale*float64(picture.Height)
	place := pdf.Rect{X: (across - w) / 2, Y: (down - h) / 2, W: w, H: h}
	page := pdf.New(pdf.Meta{Title: name})
	page.AddPage(across, down)
	page.BeginElement(pdf.Element{Tag: "Figure", Alt: name, Box: place})
	page.Image(place, picture)
	page.End()
	return page.Bytes()
}
