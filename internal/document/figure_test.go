package document

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
)

func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// claiming gives a PNG whose head says other measures than it has.
func claiming(raw []byte, width, height uint32) []byte {
	raw = slices.Clone(raw)
	binary.BigEndian.PutUint32(raw[16:], width)
	binary.BigEndian.PutUint32(raw[20:], height)
	binary.BigEndian.PutUint32(raw[29:], crc32.ChecksumIEEE(raw[12:29]))
	return raw
}

func TestReadFigure(t *testing.T) {
	t.Parallel()
	small := pngOf(t, 30, 20)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 8, 9)), nil); err != nil {
		t.Fatal(err)
	}
	for media, raw := range map[string][]byte{"image/png": small, "image/jpeg": photo.Bytes()} {
		f, err := ReadFigure(raw)
		if err != nil || f.MediaType != media || f.Size != int64(len(raw)) || f.Width == 0 || f.Height == 0 {
			t.Errorf("%s: %+v, %v", media, f, err)
		}
	}
	for name, test := range map[string]struct {
		raw  []byte
		code string
	}{
		"nothing": {nil, "FIGURE_KIND"}, "a page": {[]byte("<svg onload=alert(1)>"), "FIGURE_KIND"}, "a GIF": {[]byte("GIF89a\x01\x00\x01\x00"), "FIGURE_KIND"},
		"cut PNG": {small[:len(small)-20], "FIGURE_KIND"}, "cut JPEG": {photo.Bytes()[:photo.Len()/2], "FIGURE_KIND"}, "only magic": {[]byte("\xff\xd8\xff"), "FIGURE_KIND"},
		"a bomb":                 {claiming(small, 60000, 60000), "FIGURE_TOO_LARGE"},
		"a long bomb":            {claiming(small, 19999, 19999), "FIGURE_TOO_LARGE"},
		"more than a page shows": {claiming(small, 8000, 6000), "FIGURE_TOO_LARGE"},
		"a false head":           {claiming(small, 3000, 2000), "FIGURE_KIND"},
		"too many bytes":         {append(slices.Clone(small), make([]byte, MaxFigure)...), "FIGURE_TOO_LARGE"},
	} {
		if _, err := ReadFigure(test.raw); code(err) != test.code {
			t.Errorf("%s: %v, want %s", name, err, test.code)
		}
	}
}

func TestDepth(t *testing.T) {
	t.Parallel()
	for want, model := range map[int]color.Model{1: color.GrayModel, 2: color.Gray16Model, 8: color.NRGBA64Model, 4: color.NRGBAModel} {
		if got := depth(image.Config{ColorModel: model}); got != want {
			t.Errorf("%v: %d, want %d", model, got, want)
		}
	}
	if depth(image.Config{ColorModel: color.Palette{color.Black}}) != 1 {
		t.Error("a palette takes a byte")
	}
}

func TestMayShow(t *testing.T) {
	t.Parallel()
	figure := func(sha string) Block {
		return Block{Kind: Figure, Picture: &Picture{SHA256: sha, MediaType: "image/png", Width: 10, Height: 10}}
	}
	own := []FigureFile{{SHA256: "a", MediaType: "image/png", Size: MaxFigures - 1}, {SHA256: "b", MediaType: "image/png", Size: 2}, {SHA256: "c", MediaType: "image/jpeg"}, {SHA256: "d", MediaType: "image/png", Width: 20000, Height: MaxFigurePixels / 20000}, {SHA256: "e", MediaType: "image/png", Width: 1, Height: 1}}
	for name, test := range map[string]struct {
		blocks []Block
		code   string
	}{
		"none": {nil, ""}, "own": {[]Block{figure("a")}, ""}, "own twice": {[]Block{figure("a"), figure("a")}, ""}, "foreign": {[]Block{figure("a"), figure("x")}, "FIGURE_UNKNOWN"},
		"another kind": {[]Block{figure("c")}, "FIGURE_UNKNOWN"}, "too many": {[]Block{figure("a"), figure("b")}, "FIGURES_TOO_LARGE"},
		"many pixels": {[]Block{figure("d")}, ""}, "too many pixels": {[]Block{figure("d"), figure("e")}, "FIGURES_TOO_LARGE"},
	} {
		if err := (Body{Blocks: test.blocks}).MayShow(own); code(err) != test.code {
			t.Errorf("%s: %v, want %q", name, err, test.code)
		}
	}
}
