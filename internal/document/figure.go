package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"time"

	"trinhky/internal/fault"
)

// FigureFile is a picture that a document's body may show; its bytes are in the blob store.
type FigureFile struct {
	DocumentID string    `gorm:"column:document_id"`
	SHA256     string    `gorm:"column:sha256"`
	MediaType  string    `gorm:"column:media_type"` // image/png | image/jpeg, found in the bytes
	Width      int       `gorm:"column:width"`      // pixels
	Height     int       `gorm:"column:height"`
	Size       int64     `gorm:"column:size"` // bytes
	AuthorID   string    `gorm:"column:author_id"`
	CreatedAt  time.Time `gorm:"column:created_at"`
}

// TableName is the figure's table.
func (FigureFile) TableName() string { return "document_figure" }

const (
	// MaxFigure is the most bytes of one picture.
	MaxFigure = 20 << 20
	// MaxFigures is the most bytes of all pictures that one body shows.
	MaxFigures = 40 << 20

	// MaxFigurePixels is the most that all pictures of one body hold: they are unpacked to be laid out.
	MaxFigurePixels = 400_000_000

	figureSide   = 20000      // pixels
	figurePixels = 40_000_000 // the most that a page shows: a scanned A4 page of 600 dpi has 35 million
	figureMemory = 160 << 20  // bytes of a picture unpacked: a scanned A4 page of 600 dpi in colour takes 140 MB
)

var (
	errFigureKind  = fault.New(fault.Unmet, "FIGURE_KIND", "Hình phải là tệp PNG hoặc JPEG còn nguyên vẹn.")
	errFigureLarge = fault.New(fault.TooLarge, "FIGURE_TOO_LARGE", "Hình quá lớn (tối đa 20 MB, không quá một trang A4 quét ở 600 dpi). Hãy thu nhỏ hình rồi thử lại.")
	// ErrFiguresLarge refuses more pictures than a page-setter can carry.
	ErrFiguresLarge = fault.New(fault.TooLarge, "FIGURES_TOO_LARGE", "Các hình trong văn bản cộng lại vượt quá 40 MB hoặc 400 triệu điểm ảnh. Hãy thu nhỏ bớt, hoặc đính kèm thành tệp riêng.")
)

// ReadFigure says what picture some bytes are. They are decoded to their end, so that a page can show them later; how
// much they unpack to is asked of their head first. Faults: FIGURE_KIND, FIGURE_TOO_LARGE.
func ReadFigure(raw []byte) (FigureFile, error) {
	if len(raw) > MaxFigure {
		return FigureFile{}, errFigureLarge
	}
	f := FigureFile{Size: int64(len(raw))}
	head, decode := png.DecodeConfig, png.Decode
	switch {
	case bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n")):
		f.MediaType = "image/png"
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		f.MediaType, head, decode = "image/jpeg", jpeg.DecodeConfig, jpeg.Decode
	default:
		return FigureFile{}, errFigureKind
	}
	config, err := head(bytes.NewReader(raw))
	if err != nil {
		return FigureFile{}, errFigureKind.Because(err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return FigureFile{}, errFigureKind
	}
	if config.Width > figureSide || config.Height > figureSide || config.Width*config.Height > figurePixels || config.Width*config.Height*depth(config) > figureMemory {
		return FigureFile{}, errFigureLarge.Because(fmt.Errorf("%d × %d pixels", config.Width, config.Height))
	}
	if err := decodes(raw, decode); err != nil {
		return FigureFile{}, errFigureKind.Because(err)
	}
	f.Width, f.Height = config.Width, config.Height
	return f, nil
}

func decodes(raw []byte, decode func(io.Reader) (image.Image, error)) error {
	_, err := decode(bytes.NewReader(raw))
	return err
}

// depth is how many bytes a pixel takes unpacked.
func depth(c image.Config) int {
	switch c.ColorModel {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, palette := c.ColorModel.(color.Palette); palette {
		return 1
	}
	return 4
}

// Pictures are those that a body shows, each once.
func (b Body) Pictures() (pictures []Picture) {
	for _, block := range b.Blocks {
		if p := block.Picture; p != nil && !slices.ContainsFunc(pictures, func(known Picture) bool { return known.SHA256 == p.SHA256 }) {
			pictures = append(pictures, *p)
		}
	}
	return pictures
}

// MayShow refuses a body with a picture that is none of a document's own figures (FIGURE_UNKNOWN), one that says
// another kind than its bytes are, and more pictures than a page-setter can carry (FIGURES_TOO_LARGE).
func (b Body) MayShow(own []FigureFile) error {
	known := map[string]FigureFile{}
	for _, f := range own {
		known[f.SHA256] = f
	}
	var size int64
	pixels := 0
	for _, p := range b.Pictures() {
		f, ok := known[p.SHA256]
		if !ok || f.MediaType != p.MediaType {
			return fault.New(fault.Unmet, "FIGURE_UNKNOWN", "Nội dung có hình không thuộc văn bản này. Hãy tải hình lên văn bản trước.")
		}
		size, pixels = size+f.Size, pixels+f.Width*f.Height
		if size > MaxFigures || pixels > MaxFigurePixels {
			return ErrFiguresLarge
		}
	}
	return nil
}
