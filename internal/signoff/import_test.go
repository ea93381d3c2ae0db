package signoff

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/layout"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A Word file as small as one can be: the parts are typed here, so that the test rests on no writer of ours.
const (
	contentTypes = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	rootRels     = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	imageRels    = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/></Relationships>`
	wordHead     = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`
	wordTail     = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="851"/></w:sectPr></w:body></w:document>`
	wordPicture  = `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="360000"/><wp:docPr id="1" name="h" descr="sơ đồ tổ chức"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="h"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId7"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="720000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	wordDeleted  = `<w:p><w:r><w:t>Các phòng phân công người trực</w:t></w:r><w:del w:id="1" w:author="x" w:date="2014-06-01T00:00:00Z"><w:r><w:delText> cả ngày</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>`
)

// wordNotice is a notice of Văn phòng Tỉnh ủy as a person types it.
var wordNotice = []string{
	"TỈNH ỦY BÌNH THUẬN\tĐẢNG CỘNG SẢN VIỆT NAM", "VĂN PHÒNG", "*\tPhan Thiết, ngày     tháng 6 năm 2014", "Số      -TB/VPTU\tKHẨN", "",
	"THÔNG BÁO", "về lịch trực tháng 6 năm 2014", "-----", "Văn phòng Tỉnh ủy thông báo lịch trực tháng 6 năm 2014 như sau:", "1. Trực trong giờ hành chính.", "‡",
	"Nơi nhận:", "- Thường trực Tỉnh ủy;", "- Ban Tổ chức Tỉnh ủy;", "- Lưu Văn phòng Tỉnh ủy.", "", "CHÁNH VĂN PHÒNG", "", "", "Đào Công Sang",
}

// wordFileOf puts paragraphs into a Word file; "‡" stands for xml of its own.
func wordFileOf(t testing.TB, paragraphs []string, own string, picture []byte, more ...[2]string) []byte {
	t.Helper()
	var text strings.Builder
	text.WriteString(wordHead)
	for _, p := range paragraphs {
		if p == "‡" {
			text.WriteString(own)
			continue
		}
		text.WriteString(`<w:p><w:r><w:t xml:space="preserve">` + strings.ReplaceAll(p, "\t", `</w:t><w:tab/><w:t xml:space="preserve">`) + `</w:t></w:r></w:p>`)
	}
	text.WriteString(wordTail)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range append([][2]string{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", rootRels}, {"word/document.xml", text.String()},
		{"word/_rels/document.xml.rels", imageRels}, {"word/media/image1.png", string(picture)},
	}, more...) {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func dot(t testing.TB, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// send takes a file in as somebody, for a new document or an old one.
func (o *office) send(who, id, name string, raw []byte, in DraftInput) (Imported, error) {
	ctx := context.Background()
	u, err := o.Receive(ctx, o.id(who), id, name, bytes.NewReader(raw))
	if err != nil {
		return Imported{}, err
	}
	defer func() {
		if err := u.Close(); err != nil {
			o.t.Error(err)
		}
		if _, err := os.Stat(u.file.Name()); !errors.Is(err, os.ErrNotExist) {
			o.t.Errorf("the spool is still there: %v", err)
		}
	}()
	if id == "" {
		return o.Import(ctx, o.id(who), in, u)
	}
	return o.ImportInto(ctx, o.id(who), id, 0, u)
}

func codes(remarks []layout.Remark) (all []string) {
	for _, r := range remarks {
		all = append(all, r.Code)
	}
	return all
}

func TestAWordFileBecomesADocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		raw := wordFileOf(t, wordNotice, wordDeleted+wordPicture, dot(t, 200, 100))
		done, err := o.send(drafter, "", "Thông báo.docx", raw, DraftInput{})
		if err != nil {
			t.Fatal(err)
		}
		v := done.View
		d := v.Document
		if d.Kind != "notice" || d.IssuerID != "bt-vptu" || d.SignerID != o.id(signer) || d.Urgency != "khan" || d.Place != "Phan Thiết" ||
			v.Content.Subject != "về lịch trực tháng 6 năm 2014" || !strings.HasSuffix(v.Content.RecipientsText, "- Lưu Văn phòng Tỉnh ủy.") {
			t.Errorf("%+v\n%+v", d, v.Content)
		}
		text := v.Content.Body.Text()
		if strings.Contains(text, "THÔNG BÁO") || strings.Contains(text, "cả ngày") || !strings.Contains(text, "phân công người trực.") || strings.Contains(text, "Đào Công Sang") {
			t.Errorf("the body: %q", text)
		}
		if !slices.Contains(codes(done.Remarks), "TRACKED_CHANGES_ACCEPTED") || !done.Source || done.Attachment != nil {
			t.Errorf("%v, %+v", codes(done.Remarks), done)
		}
		pictures := v.Content.Body.Pictures()
		if len(pictures) != 1 || pictures[0].Alt != "sơ đồ tổ chức" || pictures[0].Width != 20 {
			t.Fatalf("pictures: %+v", pictures)
		}
		figure, shown, err := o.OpenFigure(ctx, o.id(drafter), d.ID, pictures[0].SHA256)
		if err != nil || figure.Width != 200 || figure.MediaType != "image/png" {
			t.Fatalf("%+v, %v", figure, err)
		}
		if got, err := io.ReadAll(shown.Reader); err != nil || !bytes.Equal(got, dot(t, 200, 100)) {
			t.Errorf("another picture, %v", err)
		}
		_ = shown.Reader.Close()
		source, media, err := o.Source(ctx, o.id(drafter), d.ID, 1)
		if err != nil || media != document.WordFile || source.Name != "Thông báo - bản gốc 1.docx" {
			t.Fatalf("%q %q %v", source.Name, media, err)
		}
		if got, err := io.ReadAll(io.NewSectionReader(sectioned(t, source.Reader), 0, int64(len(raw)+1))); err != nil || !bytes.Equal(got, raw) {
			t.Errorf("the source is not what was sent, %v", err)
		}
		_ = source.Reader.Close()
		issued := o.walk(v, document.Issued)
		if issued.Document.Symbol != "01-TB/VPTU" {
			t.Errorf("issued as %q", issued.Document.Symbol)
		}
	})
}

// sectioned reads a file from its start, wherever its reader stands.
func sectioned(t testing.TB, r io.ReadSeeker) io.ReaderAt {
	t.Helper()
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

func TestAWordFileReplacesADraft(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		plan := append([]string{"KẾ HOẠCH", "trực lễ năm 2014"}, wordNotice[8:]...)
		done, err := o.send(drafter, v.Document.ID, "Kế hoạch.docx", wordFileOf(t, plan, "", nil), DraftInput{})
		if err != nil {
			t.Fatal(err)
		}
		if d := done.View.Document; d.Kind != "notice" || d.ContentVersion != 2 || done.View.Content.Subject != "trực lễ năm 2014" || !slices.Contains(codes(done.Remarks), "KIND_OTHER") {
			t.Errorf("%+v %v", d, codes(done.Remarks))
		}
		again, err := o.send(drafter, v.Document.ID, "sửa.txt", []byte("THÔNG BÁO\nvề lịch trực\n\nTrực hằng ngày.\n"), DraftInput{})
		if err != nil || again.View.Document.ContentVersion != 3 || again.View.Content.Body.Text() != "Trực hằng ngày." || len(again.Remarks) != 0 {
			t.Errorf("%+v, %v", again.View.Content, err)
		}
		pdf, err := o.send(drafter, v.Document.ID, "dự thảo.docx", []byte("%PDF-1.7\nx"), DraftInput{})
		if err != nil || pdf.Attachment == nil || pdf.Attachment.MediaType != "application/pdf" || pdf.View.Document.ContentVersion != 3 || !slices.Equal(codes(pdf.Remarks), []string{"PDF_ATTACHED"}) {
			t.Errorf("%+v, %v", pdf, err)
		}
		stale, err := o.Receive(ctx, o.id(drafter), v.Document.ID, "x.txt", strings.NewReader("THÔNG BÁO\nvề y\n\nz.\n"))
		if err != nil {
			t.Fatal(err)
		}
		o.refused("STALE_VERSION", func() error { _, err := o.ImportInto(ctx, o.id(drafter), v.Document.ID, 1, stale); return err })
		if err := stale.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestAPDFBeginsADraftBesideIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		o.refused("IS_PDF", func() error {
			_, err := o.send(drafter, "", "dự thảo.pdf", []byte("%PDF-1.7\nx"), DraftInput{})
			return err
		})
		done, err := o.send(drafter, "", "dự thảo.pdf", []byte("%PDF-1.7\nx"), DraftInput{Kind: "notice"})
		if err != nil || done.Attachment == nil || done.Attachment.Name != "dự thảo.pdf" || done.Source || len(done.View.Content.Body.Blocks) != 0 || len(done.View.Attachments) != 1 {
			t.Errorf("%+v, %v", done, err)
		}
	})
}

// Refused means that nothing happened: no rows, no events, no jobs, and not a byte kept.
func TestABadFileLeavesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		id := o.draft().Document.ID
		good := wordFileOf(t, wordNotice, "", nil)
		secret := append([]string{"MẬT"}, wordNotice...)
		stamped := [2]string{"word/header1.xml", `<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:hdr>`}
		blobs := o.blobCount()
		for name, test := range map[string]struct {
			file string
			raw  []byte
			code string
		}{
			"old Word": {"x.doc", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), []byte("W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00")...), "DOC_OLD_FORMAT"},
			"RTF":      {"x.txt", []byte(`{\rtf1 x}`), "DOC_OLD_FORMAT"}, "cut": {"x.docx", good[:len(good)/2], "DOCX_BROKEN"}, "renamed text": {"x.docx", []byte("THÔNG BÁO"), "DOCX_BROKEN"},
			"a picture": {"x.docx", dot(t, 2, 2), "DOCX_BROKEN"}, "empty": {"x.docx", nil, "DOCX_BROKEN"}, "empty text": {"x.txt", nil, "TEXT_EMPTY"}, "not UTF-8": {"x.txt", []byte("Th\xd4ng b\xb8o"), "TEXT_NOT_UTF8"},
			"secret": {"x.docx", wordFileOf(t, secret, "", nil), "SECRET_REFUSED"}, "secret header": {"x.docx", wordFileOf(t, wordNotice, "", nil, stamped), "SECRET_REFUSED"}, "secret text": {"x.txt", []byte("MẬT\nTHÔNG BÁO\nvề x\n\ny.\n"), "SECRET_REFUSED"}, "secret name": {"TỐI MẬT.docx", good, "SECRET_REFUSED"},
			"no name": {"", good, "NAME_INVALID"},
		} {
			t.Log(name)
			o.refused(test.code, func() error {
				_, err := o.send(drafter, "", test.file, test.raw, DraftInput{Kind: "notice"})
				return err
			})
			o.refused(test.code, func() error { _, err := o.send(drafter, id, test.file, test.raw, DraftInput{}); return err })
		}
		ctx := context.Background()
		for _, to := range []string{"", id} {
			o.refused("UPLOAD_CUT", func() error {
				_, err := o.Receive(ctx, o.id(drafter), to, "x.docx", io.MultiReader(bytes.NewReader(good), iotest.ErrReader(errors.New("gone"))))
				return err
			})
			o.refused("UPLOAD_TOO_LARGE", func() error {
				_, err := o.Receive(ctx, o.id(drafter), to, "x.docx", io.LimitReader(zeros{}, ImportLimit+1))
				return err
			})
		}
		o.refused("FORBIDDEN", func() error { _, err := o.send(clerk, "", "x.docx", good, DraftInput{}); return err })
		o.refused("KIND_NOT_ALLOWED", func() error { _, err := o.send(drafter, "", "x.docx", good, DraftInput{Kind: "directive"}); return err })
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.send(outsider, id, "x.docx", good, DraftInput{}); return err })
		if after := o.blobCount(); after != blobs {
			t.Errorf("%d blobs, there were %d", after, blobs)
		}
	})
}

type zeros struct{}

// Read gives zeros without end.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestWhatAFileSaysOtherwise: parts of a page that come from the directory and the register are told where the file has
// others.
func TestWhatAFileSaysOtherwise(t *testing.T) {
	t.Parallel()
	v := View{
		Document: document.Document{Kind: "notice", SignerID: "p1"}, Kind: document.Kind{Name: "Thông báo"},
		Issuer: directory.Organ{Name: "Văn phòng Tỉnh ủy", PrintedName: "VĂN PHÒNG\nTỈNH ỦY"}, People: map[string]string{"p1": "Đào Công Sang"},
	}
	for name, c := range map[string]struct {
		reading layout.Reading
		want    []string
	}{
		"the same":       {layout.Reading{Kind: "notice", Issuer: []string{"VĂN PHÒNG TỈNH ỦY"}, NumberLine: "     -TB/VPTU", SignerName: "Đào Công Sang"}, nil},
		"nothing":        {layout.Reading{}, nil},
		"another kind":   {layout.Reading{Kind: "plan", KindName: "KẾ HOẠCH"}, []string{"KIND_OTHER"}},
		"another issuer": {layout.Reading{Issuer: []string{"ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN"}}, []string{"ISSUER_OTHER"}},
		"a number":       {layout.Reading{NumberLine: "1477/QĐ-UBND"}, []string{"NUMBER_LEFT_OUT"}},
		"another signer": {layout.Reading{SignerName: "Lê Văn Lam"}, []string{"SIGNER_OTHER"}},
	} {
		if got := codes(v.insteadOf(c.reading)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	v.Document.SignerID = ""
	if got := codes(v.insteadOf(layout.Reading{SignerName: "Lê Văn Lam"})); !slices.Equal(got, []string{"SIGNER_UNKNOWN"}) {
		t.Errorf("a signer without the right: %v", got)
	}
}

// TestMinutesGoToNobody: a biên bản has no Nơi nhận, and needs none to be submitted.
func TestMinutesGoToNobody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		v, err := o.Draft(context.Background(), o.id(drafter), DraftInput{
			Kind: "minutes", Subject: "họp giao ban tháng 6 năm 2014", Signer: o.id(signer),
			Body: &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Hội nghị bắt đầu lúc 8 giờ."}}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		v, err = o.Fire(context.Background(), o.id(drafter), v.Document.ID, "submit", FireInput{})
		if err != nil || v.Document.State != document.UnitReview {
			t.Errorf("%s, %v", v.Document.State, err)
		}
	})
}
