package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// drawNRGBA draws a picture that is clear on its left half.
func drawNRGBA(w, h int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := w / 2; x < w; x++ {
			m.SetNRGBA(x, y, color.NRGBA{R: 200, G: uint8(y), B: 40, A: 255})
		}
	}
	return m
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadImage(t *testing.T) {
	t.Parallel()
	gray := image.NewGray(image.Rect(0, 0, 9, 7))
	wide := image.NewGray(image.Rect(0, 0, 2*maxSide+10, 3))
	for name, c := range map[string]struct {
		raw           []byte
		filter        string
		gray          bool
		columns, rows int
	}{
		"png":      {pngOf(t, drawNRGBA(60, 40)), "FlateDecode", false, 60, 40},
		"gray png": {pngOf(t, gray), "FlateDecode", true, 9, 7},
		"wide png": {pngOf(t, wide), "FlateDecode", true, (2*maxSide + 12) / 3, 1},
		"jpeg":     {jpegOf(t, drawNRGBA(60, 40)), "DCTDecode", false, 60, 40},
		"gray jpg": {jpegOf(t, gray), "DCTDecode", true, 9, 7},
	} {
		m, err := ReadImage(c.raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if m.filter != c.filter || m.gray != c.gray || m.columns != c.columns || m.rows != c.rows {
			t.Errorf("%s: %s gray=%v %d × %d", name, m.filter, m.gray, m.columns, m.rows)
		}
	}
}

// TestAlphaIsFlattenedOnWhite reads the pixels back out of the file.
func TestAlphaIsFlattenedOnWhite(t *testing.T) {
	t.Parallel()
	m, err := ReadImage(pngOf(t, drawNRGBA(60, 40)))
	if err != nil {
		t.Fatal(err)
	}
	pixels := inflate(m.data)
	if len(pixels) != 60*40*3 || !bytes.Equal(pixels[:3], []byte{255, 255, 255}) || !bytes.Equal(pixels[len(pixels)-3:], []byte{200, 39, 40}) {
		t.Errorf("%d bytes, from %v to %v", len(pixels), pixels[:3], pixels[len(pixels)-3:])
	}
}

// TestAPhotographLosesItsMetadata keeps where it was taken out of the file, and what hangs behind its end.
func TestAPhotographLosesItsMetadata(t *testing.T) {
	t.Parallel()
	plain := jpegOf(t, drawNRGBA(60, 40))
	exif := append([]byte{0xff, 0xe1, 0, 20}, "Exif\x00\x00GPS 10.9,108.1"[:18]...)
	raw := bytes.Join([][]byte{plain[:2], exif, {0xff, 0xfe, 0, 6, 'a', 'b', 'c', 'd'}, plain[2:], []byte("%PDF-1.4 hidden")}, nil)
	m, err := ReadImage(raw)
	if err != nil {
		t.Fatal(err)
	}
	if m.filter != "DCTDecode" || !bytes.Equal(m.data, plain) {
		t.Errorf("%s of %d bytes, want the %d of the picture alone", m.filter, len(m.data), len(plain))
	}
}

// TestAnUnusualJPEGIsStoredAsPixels: what a reader of PDF may show otherwise than we do is not passed through.
func TestAnUnusualJPEGIsStoredAsPixels(t *testing.T) {
	t.Parallel()
	plain := jpegOf(t, drawNRGBA(60, 40))
	adobe := append([]byte{0xff, 0xee, 0, 14}, "Adobe\x00\x64\x00\x00\x00\x00\x00"...) // the channels are RGB
	m, err := ReadImage(bytes.Join([][]byte{plain[:2], adobe, plain[2:]}, nil))
	if err != nil || m.filter != "FlateDecode" {
		t.Errorf("%v, %v", m, err)
	}
	progressive := bytes.Replace(plain, []byte{0xff, 0xc0}, []byte{0xff, 0xc2}, 1)
	if _, ok := bareJPEG(progressive); ok {
		t.Error("a progressive picture is passed through")
	}
	for n := range plain { // a picture that is cut off anywhere is no picture
		if bare, ok := bareJPEG(plain[:max(2, n)]); ok && !bytes.Equal(bare, plain) {
			t.Fatalf("cut at %d it passes", n)
		}
	}
}

func TestReadImageRefuses(t *testing.T) {
	t.Parallel()
	plain, photo := pngOf(t, drawNRGBA(60, 40)), jpegOf(t, drawNRGBA(60, 40))
	bomb := bytes.Clone(plain) // says that it is 30 000 × 30 000
	binary.BigEndian.PutUint32(bomb[16:], 30000)
	binary.BigEndian.PutUint32(bomb[20:], 30000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	for name, raw := range map[string][]byte{
		"nothing": nil, "text": []byte("<svg/>"), "gif": []byte("GIF89a"), "cut png": plain[:len(plain)/2], "cut jpeg": photo[:len(photo)/2],
		"bomb": bomb, "too many bytes": append(bytes.Clone(plain), make([]byte, MaxImageBytes)...),
	} {
		if _, err := ReadImage(raw); !errors.Is(err, ErrImage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadImage(f *testing.F) {
	f.Add(pngOf(f, drawNRGBA(6, 4)))
	f.Add(jpegOf(f, drawNRGBA(16, 8)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := ReadImage(raw)
		if err != nil {
			if !errors.Is(err, ErrImage) {
				t.Fatal(err)
			}
			return
		}
		if m.filter == "DCTDecode" {
			if _, err := jpeg.Decode(bytes.NewReader(m.data)); err != nil {
				t.Fatalf("what is passed through is no picture: %v", err)
			}
		}
	})
}
