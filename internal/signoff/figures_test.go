package signoff

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/layout"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestFigures(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		id := v.Document.ID
		raw := dot(t, 300, 200)
		f, err := o.AddFigure(ctx, o.id(drafter), id, "sơ đồ.png", bytes.NewReader(raw))
		if err != nil || f.Width != 300 || f.Height != 200 || f.MediaType != "image/png" || f.Size != int64(len(raw)) {
			t.Fatalf("%+v, %v", f, err)
		}
		before := o.traces()
		if same, err := o.AddFigure(ctx, o.id(drafter), id, "bản khác.png", bytes.NewReader(raw)); err != nil || same.SHA256 != f.SHA256 || o.traces() != before {
			t.Errorf("the same picture again: %+v, %v", same, err)
		}
		show := func(sha, media string) error {
			body := document.Body{Blocks: append(slices.Clone(v.Content.Body.Blocks), document.Block{Kind: document.Figure, Picture: &document.Picture{SHA256: sha, MediaType: media, Width: 60, Height: 40, Alt: "sơ đồ"}})}
			_, err := o.Edit(ctx, o.id(drafter), id, EditInput{Body: &body})
			return err
		}
		// A blob whose hash somebody knows is none of the document's figures.
		attached, err := o.Attach(ctx, o.id(drafter), id, "ảnh.png", bytes.NewReader(dot(t, 5, 5)))
		if err != nil {
			t.Fatal(err)
		}
		o.refused("FIGURE_UNKNOWN", func() error { return show(attached.SHA256, "image/png") })
		o.refused("FIGURE_UNKNOWN", func() error { return show(f.SHA256, "image/jpeg") })
		o.refused("FIGURE_UNKNOWN", func() error {
			_, err := o.Draft(ctx, o.id(drafter), DraftInput{Kind: "notice", Body: &document.Body{Blocks: []document.Block{{Kind: document.Figure, Picture: &document.Picture{SHA256: f.SHA256, MediaType: "image/png", Width: 60, Height: 40}}}}})
			return err
		})
		if err := show(f.SHA256, "image/png"); err != nil {
			t.Fatal(err)
		}
		pdf, err := o.PDF(ctx, o.id(drafter), id)
		if err != nil {
			t.Fatal(err)
		}
		if page, err := io.ReadAll(pdf.Reader); err != nil || !bytes.Contains(page, []byte("/Image")) {
			t.Errorf("the page shows no picture, %v", err)
		}
		other, err := o.AddFigure(ctx, o.id(drafter), id, "nháp.png", bytes.NewReader(dot(t, 7, 7)))
		if err != nil {
			t.Fatal(err)
		}
		for name, test := range map[string]struct {
			raw  []byte
			code string
		}{
			"no picture": {[]byte("<svg/>"), "FIGURE_KIND"}, "too large": {make([]byte, document.MaxFigure+1), "FIGURE_TOO_LARGE"}, "a bomb": {bomb(t), "FIGURE_TOO_LARGE"},
		} {
			t.Log(name)
			o.refused(test.code, func() error {
				_, err := o.AddFigure(ctx, o.id(drafter), id, "x.png", bytes.NewReader(test.raw))
				return err
			})
		}
		o.refused("DOCUMENT_NOT_FOUND", func() error {
			_, err := o.AddFigure(ctx, o.id(outsider), id, "x.png", bytes.NewReader(raw))
			return err
		})
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, _, err := o.OpenFigure(ctx, o.id(outsider), id, f.SHA256); return err })
		o.refused("FIGURE_NOT_FOUND", func() error { _, _, err := o.OpenFigure(ctx, o.id(drafter), id, attached.SHA256); return err })

		// Who receives the document sees the pictures that it shows, and learns of no other.
		v, err = o.Show(ctx, o.id(drafter), id)
		if err != nil {
			t.Fatal(err)
		}
		o.walk(v, document.Issued)
		_, shown, err := o.OpenFigure(ctx, o.id("quyen.db"), id, f.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		_ = shown.Reader.Close()
		o.refused("FIGURE_NOT_FOUND", func() error { _, _, err := o.OpenFigure(ctx, o.id("quyen.db"), id, other.SHA256); return err })
		o.refused("WRONG_STATE", func() error {
			_, err := o.AddFigure(ctx, o.id(drafter), id, "x.png", bytes.NewReader(dot(t, 9, 9)))
			return err
		})
	})
}

// bomb is a PNG of 60,000 × 60,000 pixels in a few bytes of head.
func bomb(t testing.TB) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAAAAACluSqe")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestTheWordFileOfADocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		marks := func() string {
			file, err := o.DOCX(ctx, o.id(drafter), v.Document.ID)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := io.ReadAll(file.Reader)
			if err != nil {
				t.Fatal(err)
			}
			back, err := layout.ReadDOCX(raw, layout.Known{})
			if err != nil {
				t.Fatal(err)
			}
			if back.Body.Text() != v.Content.Body.Text() || back.Subject != v.Content.Subject || back.RecipientsText != v.Content.RecipientsText {
				t.Errorf("read back as %q %q\n%s", back.Subject, back.RecipientsText, back.Body.Text())
			}
			return back.Draft + strings.Join(back.Unplaced, "\n")
		}
		if got := marks(); !strings.Contains(got, "Dự thảo lần 1") {
			t.Errorf("a draft is marked %q", got)
		}
		o.walk(v, document.Signed)
		if got := marks(); !strings.Contains(got, noForce) {
			t.Errorf("a signed document is marked %q", got)
		}
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.DOCX(ctx, o.id(outsider), v.Document.ID); return err })
	})
}

// Refused means that nothing happened: the picture that is one too many leaves no byte.
func TestOnePictureTooManyIsNotKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.draft().Document.ID
		full := make([]document.FigureFile, figureLimit)
		for i := range full {
			full[i] = document.FigureFile{DocumentID: id, SHA256: fmt.Sprintf("%064d", i), MediaType: "image/png", Width: 1, Height: 1, Size: 1, AuthorID: o.id(drafter)}
		}
		if err := s.Update(ctx, func(tx *store.Tx) error { return document.AddFigures(tx, full) }); err != nil {
			t.Fatal(err)
		}
		blobs := o.blobCount()
		o.refused("FIGURES_TOO_MANY", func() error {
			_, err := o.AddFigure(ctx, o.id(drafter), id, "thừa.png", bytes.NewReader(dot(t, 9, 9)))
			return err
		})
		o.refused("FIGURES_TOO_MANY", func() error {
			_, err := o.send(drafter, id, "thừa.docx", wordFileOf(t, wordNotice, wordPicture, dot(t, 9, 9)), DraftInput{})
			return err
		})
		if after := o.blobCount(); after != blobs {
			t.Errorf("%d blobs, there were %d", after, blobs)
		}
	})
}

// A small request may not ask for a million cells, nor a small file for hours of unpacking.
func TestBombsAreRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		rows := make([][]document.Cell, 5000)
		rows[0] = []document.Cell{{Span: 100}, {Span: 100}}
		o.refused("TEXT_TOO_LARGE", func() error {
			_, err := o.Draft(ctx, o.id(drafter), DraftInput{Kind: "notice", Body: &document.Body{Blocks: []document.Block{{Kind: document.Table, Rows: rows}}}})
			return err
		})
		big := dot(t, 6300, 6300) // ten of it are all that a body shows
		own, rels, parts := "", imageRels, [][2]string(nil)
		for i := range 12 {
			own += strings.ReplaceAll(wordPicture, "rId7", fmt.Sprintf("rId7%d", i))
			rels = strings.ReplaceAll(rels, "</Relationships>", fmt.Sprintf(`<Relationship Id="rId7%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/big%d.png"/></Relationships>`, i, i))
			parts = append(parts, [2]string{fmt.Sprintf("word/media/big%d.png", i), string(big) + strings.Repeat(" ", i)})
		}
		file := wordFileOf(t, wordNotice, own, dot(t, 2, 2), parts...)
		o.refused("FIGURES_TOO_LARGE", func() error {
			_, err := o.send(drafter, "", "hình.docx", replaced(t, file, "word/_rels/document.xml.rels", rels), DraftInput{})
			return err
		})
	})
}

// replaced gives an archive with another content of one part.
func replaced(t *testing.T, raw []byte, name, content string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		if f.Name != name {
			err = to.Copy(f)
		} else if w, failed := to.Create(name); failed != nil {
			err = failed
		} else {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
