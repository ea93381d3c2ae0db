package incoming

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"trinhky/internal/authz"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

const (
	fileLimit = document.UploadLimit // bytes: 300 pages in colour at 300 dpi, and room to spare
	mostFiles = 20
	nameLimit = 255 // bytes
	sniffed   = 3072
)

// Upload keeps a file that came with an arrival, as it came, and judges the signatures on it at once. A photograph alone is
// kept as a page of PDF: upright, and without where and by whom it was taken. The bytes are streamed
// and hashed; a file cut in the middle, too long, or with a mark of secrecy leaves nothing. Files come until the arrival is
// registered. Faults: ErrTooManyFiles, ErrFileEmpty, ErrFileName, UPLOAD_CUT, BLOB_TOO_LARGE, SECRET_REFUSED,
// ErrPhotograph.
func (s *Service) Upload(ctx context.Context, a authz.Actor, at At, name string, r io.Reader) (File, error) {
	f, err := s.upload(ctx, a, at, name, r, func(*store.Tx, File) error { return nil })
	return f, s.refused(ctx, a, authz.IncomingRegister, at.ID, err)
}

// upload keeps the file, and runs also in the transaction that gives it to the arrival.
func (s *Service) upload(ctx context.Context, a authz.Actor, at At, name string, r io.Reader, also func(*store.Tx, File) error) (File, error) {
	if err := s.Store.View(ctx, func(tx *store.Tx) error { return s.takesFiles(tx, a, at.ID) }); err != nil {
		return File{}, err
	}
	name, err := fileName(name)
	if err != nil {
		return File{}, err
	}
	head, mediaType, err := peek(r)
	if err != nil {
		return File{}, err
	}
	if err := document.RefuseSecretFile(head, mediaType, name); err != nil {
		return File{}, err
	}
	content := io.MultiReader(bytes.NewReader(head), r)
	if mediaType == "image/jpeg" || mediaType == "image/png" {
		page, err := s.photographed(ctx, name, content)
		if err != nil {
			return File{}, err
		}
		name, mediaType, content = strings.TrimSuffix(name, filepath.Ext(name))+".pdf", pdfType, bytes.NewReader(page)
	}
	info, err := s.Blobs.Put(ctx, content, fileLimit)
	if err != nil {
		return File{}, err
	}
	found, err := s.inspect(ctx, info.SHA256)
	if err != nil {
		return File{}, err
	}
	file := File{
		ID: store.NewID(), ArrivalID: at.ID, Name: name, MediaType: mediaType, Size: info.Size, SHA256: info.SHA256, Pages: found.Pages,
		Verdict: found.Verdict, Report: found.Report, AddedBy: a.PersonID,
	}
	_, err = s.carryOut(ctx, a, at, authz.IncomingRegister, func(f *facts) error {
		if err := f.mayUpload(); err != nil {
			return err
		}
		if err := insertFile(f.tx, file); err != nil {
			return err
		}
		if err := also(f.tx, file); err != nil {
			return err
		}
		if err := f.tx.SetAnswer(file.ID); err != nil {
			return err
		}
		f.arrival.judged(file)
		f.says("attach", "", map[string]any{"name": name, "sha256": file.SHA256, "size": file.Size, "pages": file.Pages, "verdict": file.Verdict})
		return nil
	})
	return file, err
}

// mayUpload says whether the arrival still takes files.
func (f *facts) mayUpload() error {
	if err := f.in(Waiting); err != nil {
		return err
	}
	switch {
	case f.arrival.Source == Inside:
		return ErrFieldsOfInside
	case f.arrival.Unopened:
		return ErrUnopened
	}
	files, err := filesOf(f.tx, f.arrival.ID)
	if err == nil && len(files) >= mostFiles {
		return ErrTooManyFiles
	}
	return err
}

// judged takes the verdict over a file into that over the arrival: the worst of them, and the first file's report that says
// so. The pages of the first PDF count, until somebody writes another number.
func (a *Arrival) judged(f File) {
	weight := map[string]int{"": 0, None: 1, string(signature.Valid): 2, string(signature.Unknown): 3, string(signature.Invalid): 4}
	if weight[f.Verdict] > weight[a.Verdict] {
		a.Verdict, a.Report = f.Verdict, f.Report
	}
	if a.Pages == 0 {
		a.Pages = f.Pages
	}
}

var errCut = fault.New(fault.Malformed, "UPLOAD_CUT", "Tệp tải lên bị đứt giữa chừng, chưa lưu gì. Hãy tải lại.")

// peek reads the beginning of a file: what it is, and, where its words can be read for a mark of secrecy, as much as is
// looked through. None of it is stored yet.
func peek(r io.Reader) (head []byte, mediaType string, err error) {
	read := func(upTo int64) error {
		more, err := io.ReadAll(io.LimitReader(r, upTo-int64(len(head))))
		head = append(head, more...)
		tooLarge, refused := new(http.MaxBytesError), new(fault.Fault)
		switch {
		case errors.As(err, &refused): // an upload in pieces, which another request has finished
			return err
		case errors.As(err, &tooLarge):
			return fault.New(fault.TooLarge, "UPLOAD_TOO_LARGE", "Tệp tải lên vượt quá dung lượng cho phép, chưa lưu gì.").Because(err)
		case err != nil:
			return errCut.Because(err)
		}
		return nil
	}
	if err := read(sniffed); err != nil {
		return nil, "", err
	}
	if len(head) == 0 {
		return nil, "", ErrFileEmpty
	}
	mediaType = mimetype.Detect(head).String()
	if document.Scannable(mediaType) {
		err = read(document.MaxScan)
	}
	return head, mediaType, err
}

// fileName keeps the last part of a name, in NFC, without anything that could mislead a reader or a header.
func fileName(name string) (string, error) {
	clean, err := document.Normalize([]byte(name))
	if err != nil {
		return "", ErrFileName.Because(err)
	}
	clean = filepath.Base(strings.ReplaceAll(clean, `\`, "/"))
	clean = strings.TrimSpace(strings.NewReplacer(`"`, "", "\n", " ", "\t", " ").Replace(clean))
	if clean == "" || clean == "." || clean == ".." || clean == "/" || len(clean) > nameLimit {
		return "", ErrFileName
	}
	return clean, document.RefuseSecret("", clean)
}

// Content is a stored file on its way out; the caller closes the reader.
type Content struct {
	Reader    io.ReadSeekCloser
	Name      string
	MediaType string
	SHA256    string
}

// Open gives a file of an arrival that the actor may see: one that was uploaded, or with fileID "" the signed PDF of what
// came from inside, which everybody who deals with the arrival reads here.
func (s *Service) Open(ctx context.Context, a authz.Actor, id, fileID string) (Content, error) {
	var out Content
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, a, id)
		if err != nil {
			return err
		}
		out, err = f.content(fileID)
		return err
	})
	if err != nil {
		return Content{}, s.refused(ctx, a, authz.IncomingRead, id, err)
	}
	out.Reader, _, err = s.Blobs.Open(ctx, out.SHA256)
	return out, err
}

func (f *facts) content(fileID string) (Content, error) {
	if fileID == "" {
		if f.arrival.DocumentID == "" {
			return Content{}, ErrNoFile
		}
		calls, err := copyCalls(f.tx, f.arrival)
		if err != nil {
			return Content{}, err
		}
		if slices.ContainsFunc(calls, distribution.CalledBack.Gone) {
			return Content{}, ErrCopyGone
		}
		d, err := document.Load(f.tx, f.arrival.DocumentID)
		if err != nil {
			return Content{}, err
		}
		if d.Sealed == "" {
			return Content{}, ErrNoFile
		}
		return Content{Name: strings.ReplaceAll(f.arrival.Name(), "/", "_") + ".pdf", MediaType: pdfType, SHA256: d.Sealed}, nil
	}
	files, err := filesOf(f.tx, f.arrival.ID)
	if err != nil {
		return Content{}, err
	}
	for _, one := range files {
		if one.ID == fileID {
			return Content{Name: one.Name, MediaType: one.MediaType, SHA256: one.SHA256}, nil
		}
	}
	return Content{}, ErrFileUnknown
}
