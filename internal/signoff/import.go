package signoff

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// Imported is what became of a file.
type Imported struct {
	View    View
	Source  bool            // the newest text came from a file, or was sent whole, and that is kept
	Remarks []layout.Remark // what was changed or left out on the way
	// Attachment is a PDF: its text cannot be drafted on, so that it stands beside the document.
	Attachment *document.Attachment
}

// taken is a file as it was read: nothing of it is stored yet.
type taken struct {
	raw     []byte
	reading layout.Reading
	figures []document.FigureFile
	remarks []layout.Remark
	pdf     bool
}

// take reads an upload. All that can be said against the file is said here, before anything is kept.
func take(u *Upload) (*taken, error) {
	raw, err := u.read()
	if err != nil {
		return nil, err
	}
	t := &taken{raw: raw}
	if isText(raw, u.Name) {
		t.reading, err = layout.ReadText(raw, layout.Known{})
		t.remarks = unplaced(t.reading)
		return t, err
	}
	if err := t.word(); err != nil {
		if t.pdf = fault.Of(err).Code == "IS_PDF"; t.pdf {
			return t, nil
		}
		return nil, err
	}
	return t, document.RefuseSecretFile(raw, document.WordFile, u.Name) // headers and what else is no part of the text
}

// word reads a Word file; a picture that no page can show is left out, and said so.
func (t *taken) word() (err error) {
	if t.reading, err = layout.ReadDOCX(t.raw, layout.Known{}); err != nil {
		return err
	}
	t.remarks = append(slices.Clone(t.reading.Remarks), unplaced(t.reading)...)
	shown, pixels := map[string]bool{}, 0
	for _, p := range t.reading.Body.Pictures() {
		figure, err := document.ReadFigure(t.reading.Images[p.SHA256])
		if err != nil {
			t.remarks = append(t.remarks, layout.Remark{Code: "IMAGE_DROPPED", Message: "Một hình đã bị bỏ: " + fault.Of(err).Detail, Where: p.Alt})
			continue
		}
		if pixels += figure.Width * figure.Height; pixels > document.MaxFigurePixels { // before the rest is unpacked
			return document.ErrFiguresLarge
		}
		figure.SHA256, shown[p.SHA256] = p.SHA256, true
		t.figures = append(t.figures, figure)
	}
	t.reading.Body.Blocks = slices.DeleteFunc(t.reading.Body.Blocks, func(b document.Block) bool {
		return b.Picture != nil && !shown[b.Picture.SHA256]
	})
	return nil
}

// isText tells a text from what is, or was meant to be, a Word file: the refusal of the one would puzzle about the other.
func isText(raw []byte, name string) bool {
	for _, magic := range []string{"PK\x03\x04", "\xD0\xCF\x11\xE0", "%PDF-", `{\rtf`} {
		if bytes.HasPrefix(raw, []byte(magic)) {
			return false
		}
	}
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case ext == ".txt":
		return true
	case strings.HasPrefix(ext, ".do"), ext == ".odt", ext == ".pdf", ext == ".rtf":
		return false
	}
	return mimetype.Detect(raw).Is("text/plain")
}

// own are the pictures that came with the file; no file brings none.
func (t *taken) own() []document.FigureFile {
	if t == nil {
		return nil
	}
	return t.figures
}

// store writes the rows of what came with a file, and what its event says of it.
func (t *taken) store(tx *store.Tx, documentID, authorID string, details map[string]any) error {
	if t == nil {
		return nil
	}
	figures := slices.Clone(t.figures)
	for i := range figures {
		figures[i].DocumentID, figures[i].AuthorID = documentID, authorID
	}
	details["imported"] = true
	return document.AddFigures(tx, figures)
}

const unplacedLimit = 20 // lines that are told one by one

// unplaced tells what fits no part of a document, so that no word is lost unseen.
func unplaced(r layout.Reading) (remarks []layout.Remark) {
	for i, line := range r.Unplaced {
		if i == unplacedLimit {
			return append(remarks, layout.Remark{Code: "TEXT_UNPLACED", Message: fmt.Sprintf("Còn %d dòng khác không xếp được vào phần nào của văn bản.", len(r.Unplaced)-i)})
		}
		remarks = append(remarks, layout.Remark{Code: "TEXT_UNPLACED", Message: "Dòng này không xếp được vào phần nào của văn bản nên không lấy.", Where: line})
	}
	return remarks
}

// Import begins a document from a file. What the person gave beside the file wins over what it says.
func (s *Service) Import(ctx context.Context, personID string, in DraftInput, u *Upload) (Imported, error) {
	t, err := heavy(ctx, s, personID, func() (*taken, error) { return take(u) })
	if err != nil {
		return Imported{}, s.refused(ctx, personID, authz.DocumentCreate, "", err)
	}
	in.Text, in.Body, in.Template = "", nil, ""
	switch {
	case t.pdf && in.Kind == "":
		err = errDraftIsPDF
	case t.pdf:
		in.attached, err = pdfBeside(u)
	default:
		in.taken = t
	}
	if err != nil {
		return Imported{}, s.refused(ctx, personID, authz.DocumentCreate, "", err)
	}
	v, err := s.Draft(ctx, personID, in)
	if err != nil {
		return Imported{}, err
	}
	return s.Imported(ctx, personID, v.Document.ID)
}

var errDraftIsPDF = fault.New(fault.Unmet, "IS_PDF",
	"Tệp này là PDF, không soạn tiếp được. Hãy tải lên bản .docx, hoặc soạn văn bản mới rồi kèm tệp PDF.")

// ImportInto makes a file the new text of a draft; version is of the document that was looked at, 0 asks for no check.
// A PDF is attached, and the text stays as it was.
func (s *Service) ImportInto(ctx context.Context, personID, id string, version int, u *Upload) (Imported, error) {
	t, err := heavy(ctx, s, personID, func() (*taken, error) { return take(u) })
	if err != nil {
		return Imported{}, s.refused(ctx, personID, authz.DocumentEdit, id, err)
	}
	if t.pdf {
		a, err := s.Attach(ctx, personID, id, u.Name, bytes.NewReader(t.raw))
		if err != nil {
			return Imported{}, err
		}
		v, err := s.Show(ctx, personID, id)
		return Imported{View: v, Attachment: &a, Remarks: []layout.Remark{remarkPDF}}, err
	}
	if _, err := s.Edit(ctx, personID, id, EditInput{Version: version, taken: t}); err != nil {
		return Imported{}, err
	}
	return s.Imported(ctx, personID, id)
}

var remarkPDF = layout.Remark{
	Code:    "PDF_ATTACHED",
	Message: "Tệp là PDF, không lấy được nội dung để soạn thảo; tệp được giữ làm tệp đính kèm. Muốn soạn tiếp, hãy tải lên bản .docx.",
}

// Imported tells what was changed or left out of the file that the newest text came from. It is read again from the
// file as it was kept, so that it can be told as often as somebody asks.
func (s *Service) Imported(ctx context.Context, personID, id string) (Imported, error) {
	v, err := s.Show(ctx, personID, id)
	if err != nil || !v.MayReadEvents {
		return Imported{View: v}, err
	}
	done := Imported{View: v}
	if len(v.Attachments) > 0 && v.Document.ContentVersion == 1 && v.Content.SourceSHA256 == "" && len(v.Content.Body.Blocks) == 0 {
		if first := v.Attachments[0]; first.MediaType == "application/pdf" { // begun with a PDF
			done.Attachment, done.Remarks = &first, []layout.Remark{remarkPDF}
		}
	}
	if v.Content.SourceSHA256 == "" {
		return done, nil
	}
	t := &taken{}
	if t.raw, err = s.readStored(ctx, v.Content.SourceSHA256); err != nil {
		return done, err
	}
	if bytes.HasPrefix(t.raw, []byte("PK")) {
		_, err = heavy(ctx, s, personID, func() (*taken, error) { return t, t.word() })
	} else if t.reading, err = layout.ReadText(t.raw, layout.Known{}); err == nil {
		t.remarks = unplaced(t.reading)
	}
	if err != nil {
		return done, err
	}
	done.Source = true
	done.Remarks = slices.Concat(t.remarks, v.insteadOf(t.reading))
	return done, nil
}

// insteadOf tells where a document says something else than the file that it came from: those parts of a page come from
// the directory and the register, never from a file.
func (v View) insteadOf(r layout.Reading) (remarks []layout.Remark) {
	add := func(code, where, message string, args ...any) {
		remarks = append(remarks, layout.Remark{Code: code, Message: fmt.Sprintf(message, args...), Where: where})
	}
	if r.Kind != "" && r.Kind != v.Document.Kind {
		add("KIND_OTHER", "Tên loại", "Tệp ghi tên loại “%s”, văn bản này là %s.", r.KindName, lower(v.Kind.Name))
	}
	if issuer := strings.Join(r.Issuer, " "); issuer != "" && directory.Fold(issuer) != directory.Fold(strings.ReplaceAll(v.Issuer.PrintedName, "\n", " ")) {
		add("ISSUER_OTHER", "Cơ quan ban hành", "Tệp ghi “%s”; văn bản này là của %s, đầu trang lấy theo danh bạ.", issuer, v.Issuer.Name)
	}
	if strings.ContainsAny(r.NumberLine, "0123456789") {
		add("NUMBER_LEFT_OUT", "Số, ký hiệu", "Không lấy “%s” trong tệp: số được cấp sau khi ký.", r.NumberLine)
	}
	switch signer := v.People[v.Document.SignerID]; {
	case r.SignerName == "" || directory.Fold(signer) == directory.Fold(r.SignerName):
	case signer == "":
		add("SIGNER_UNKNOWN", "Người ký", "Tệp ghi người ký “%s”, người này không có thẩm quyền ký theo danh bạ. Hãy chọn người ký.", r.SignerName)
	default:
		add("SIGNER_OTHER", "Người ký", "Tệp ghi người ký “%s”, văn bản này do %s ký.", r.SignerName, signer)
	}
	return remarks
}

// Source gives the file or text that a version came from, as it was sent (“bản gốc”), to those who may see how the
// document came about. The caller closes the reader.
func (s *Service) Source(ctx context.Context, personID, id string, n int) (Bytes, string, error) {
	var sha, name string
	err := s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.insider(tx, personID, id)
		if err != nil {
			return err
		}
		c, err := versionOf(tx, id, n)
		if err == nil && c.SourceSHA256 == "" {
			err = fault.New(fault.NotFound, "SOURCE_NOT_FOUND", "Phiên bản này không có bản gốc: nội dung được soạn trên hệ thống.")
		}
		sha, name = c.SourceSHA256, fmt.Sprintf("%s - bản gốc %d", f.kind.Name, n)
		return err
	})
	if err != nil {
		return Bytes{}, "", s.refused(ctx, personID, authz.DocumentRead, id, err)
	}
	reader, info, err := s.blobs.Open(ctx, sha)
	if err != nil {
		return Bytes{}, "", err
	}
	head := make([]byte, 2)
	if _, err := io.ReadFull(reader, head); err == nil && string(head) == "PK" {
		return Bytes{Reader: reader, SHA256: info.SHA256, Name: name + ".docx", Stored: true}, document.WordFile, nil
	}
	return Bytes{Reader: reader, SHA256: info.SHA256, Name: name + ".txt", Stored: true}, "text/plain; charset=utf-8", nil
}

// pdfBeside is the attachment that a PDF becomes; its bytes are kept when the draft is.
func pdfBeside(u *Upload) (*beside, error) {
	raw, err := u.read()
	if err != nil {
		return nil, err
	}
	if err := document.RefuseSecretFile(nil, "application/pdf", u.Name); err != nil {
		return nil, err
	}
	return &beside{raw: raw, row: document.Attachment{Name: u.Name, MediaType: "application/pdf", Size: int64(len(raw))}}, nil
}

// beside is a file that begins a document with it.
type beside struct {
	raw []byte
	row document.Attachment
}

// signerNamed finds the signer whom a file names among those who may sign; "" when none, or more than one, is called so.
func signerNamed(tx *store.Tx, name, issuerID, kind string, on store.Date) (string, error) {
	if name == "" {
		return "", nil
	}
	signers, err := directory.Signers(tx, issuerID, kind, on)
	if err != nil {
		return "", err
	}
	found := ""
	for _, signer := range signers {
		if directory.Fold(signer.Name) == directory.Fold(name) {
			if found != "" {
				return "", nil
			}
			found = signer.PersonID
		}
	}
	return found, nil
}
