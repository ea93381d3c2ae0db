package incoming

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"trinhky/internal/pdf"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A photograph comes by the plain form too, where no script joins it: it is kept as a page, held as the camera was, without
// the place where it was taken; what is no picture after all leaves nothing.
func TestAPhotographIsAPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.paper("41-CV/X")
		var plain, drawn bytes.Buffer
		h.must(jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 60, 40)), nil))
		h.must(png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 60, 40))))
		exif := []byte("\xff\xe1\x00\x38Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00GPS 11.94,108.45\x00\x00\x00\x00")
		lying := bytes.Join([][]byte{plain.Bytes()[:2], exif, plain.Bytes()[2:]}, nil)
		for name, test := range map[string]struct {
			raw          []byte
			across, down float64
		}{"Trang 1.jpeg": {plain.Bytes(), sheetLong, sheetShort}, "đứng.JPG": {lying, sheetShort, sheetLong}, "quét.png": {drawn.Bytes(), sheetLong, sheetShort}} {
			f, err := h.Upload(h.ctx, h.as(registrar), At{ID: a.ID}, name, bytes.NewReader(test.raw))
			if err != nil || f.MediaType != pdfType || f.Pages != 1 || f.Verdict != None || f.Name != name[:strings.LastIndex(name, ".")]+".pdf" {
				t.Fatalf("%s: %+v, %v", name, f, err)
			}
			content, err := h.Open(h.ctx, h.as(registrar), a.ID, f.ID)
			h.must(err)
			raw, err := io.ReadAll(content.Reader)
			h.must(err)
			h.must(content.Reader.Close())
			file, err := pdf.Open(raw)
			h.must(err)
			if w, d, err := file.PageSize(1); err != nil || w != test.across || d != test.down {
				t.Errorf("%s: a page of %g × %g, %v", name, w, d, err)
			}
			if bytes.Contains(raw, []byte("GPS")) || bytes.Contains(raw, []byte("Exif")) {
				t.Errorf("%s says where it was taken", name)
			}
		}
		before := h.rows()
		for name, raw := range map[string][]byte{
			"cut": plain.Bytes()[:plain.Len()/2], "too long": append(bytes.Clone(plain.Bytes()), make([]byte, pdf.MaxImageBytes)...),
		} {
			if _, err := h.Upload(h.ctx, h.as(registrar), At{ID: a.ID}, "a.jpg", bytes.NewReader(raw)); code(err) != ErrPhotograph.Code || h.rows() != before {
				t.Errorf("%s: %v; %s, was %s", name, err, h.rows(), before)
			}
		}
	})
}
