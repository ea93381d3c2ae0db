package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type fileOutput struct{ Body func(huma.Context) }

// pdf also notes that what was delivered to the reader was opened.
func (h *handlers) pdf(ctx context.Context, in *idInput) (*fileOutput, error) {
	bytes, err := h.Signoff.PDF(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	if bytes.Stored {
		if err := h.Distribution.MarkRead(ctx, actorOf(ctx), in.ID); err != nil {
			return nil, errors.Join(err, bytes.Reader.Close())
		}
	}
	return serve(bytes, "inline", "application/pdf")
}

type attachmentInput struct {
	ID           string `path:"id"`
	AttachmentID string `path:"aid"`
}

func (h *handlers) content(ctx context.Context, in *attachmentInput) (*fileOutput, error) {
	a, bytes, err := h.Signoff.OpenAttachment(ctx, session.PersonID(ctx), in.ID, in.AttachmentID)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "attachment", a.MediaType)
}

// serve answers with bytes, whole or in ranges. A sandbox keeps a browser from running anything that a file holds.
func serve(bytes signoff.Bytes, disposition, mediaType string) (*fileOutput, error) {
	if err := probe(bytes.Reader); err != nil {
		return nil, errors.Join(err, bytes.Reader.Close())
	}
	return &fileOutput{func(ctx huma.Context) {
		defer bytes.Reader.Close()
		c := humaecho.Unwrap(ctx)
		header := c.Response().Header()
		header.Set("Content-Type", mediaType)
		header.Set("Content-Disposition", Disposition(disposition, bytes.Name))
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'")
		if bytes.SHA256 != "" {
			header.Set("ETag", strconv.Quote(bytes.SHA256))
			header.Set("X-Content-SHA256", bytes.SHA256)
		}
		watched := &watchedReader{ReadSeeker: bytes.Reader}
		http.ServeContent(c.Response(), c.Request(), "", time.Time{}, watched)
		if watched.err != nil {
			c.Set(CauseKey, watched.err) // the answer has begun: it is cut, and the log says why
		}
	}}, nil
}

// probe reads the first piece, so that bytes which are not what they were are refused before the answer begins.
func probe(r io.ReadSeeker) error {
	if _, err := r.Read(make([]byte, 1)); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	_, err := r.Seek(0, io.SeekStart)
	return err
}

// watchedReader keeps the error that http.ServeContent hides.
type watchedReader struct {
	io.ReadSeeker
	err error
}

// Read passes on.
func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.ReadSeeker.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// Disposition is a Content-Disposition with a file's name: in ASCII for old programs, and as it is (RFC 6266 §4.3).
func Disposition(disposition, name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%/`, r) {
			return '_'
		}
		return r
	}, name)
	return disposition + `; filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

func (h *handlers) attachments(ctx context.Context, in *idInput) (*of[[]client.Attachment], error) {
	v, err := h.Signoff.Show(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Attachment]{each(v.Attachments, attachmentOf)}, nil
}

type attachInput struct {
	ID      string `path:"id"`
	request *http.Request
}

// Resolve keeps the request: its body is read as it comes, and never whole.
func (in *attachInput) Resolve(ctx huma.Context) []error {
	in.request = humaecho.Unwrap(ctx).Request()
	return nil
}

type attachOutput struct {
	Location string `header:"Location"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Attachment
}

func (h *handlers) attach(ctx context.Context, in *attachInput) (*attachOutput, error) {
	part, err := filePart(in.request)
	if err != nil {
		return nil, err
	}
	var a document.Attachment
	replayed, err := h.carryOut(ctx, func() (err error) {
		a, err = h.Signoff.Attach(ctx, session.PersonID(ctx), in.ID, part.FileName(), part)
		return err
	}, func(ctx context.Context, answer string) (err error) {
		a, err = h.attached(ctx, in.ID, answer, part.FileName())
		return err
	})
	if err != nil {
		return nil, err
	}
	return &attachOutput{
		Location: base + "/documents/" + in.ID + "/attachments/" + a.ID + "/content", Replayed: replayed, Body: attachmentOf(a),
	}, nil
}

var errNoFile = fault.New(fault.Malformed, "FILE_MISSING", "Cần gửi multipart/form-data với một phần “file” là tệp kèm theo.")

// filePart finds the file in a multipart request. Nothing may stand before it that would have to be kept.
func filePart(r *http.Request) (*multipart.Part, error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, errNoFile.Because(err)
	}
	part, err := reader.NextPart()
	if err != nil {
		return nil, errNoFile.Because(err)
	}
	if part.FormName() != "file" || part.FileName() == "" {
		return nil, errNoFile
	}
	return part, nil
}

// attached finds what an upload with the same key brought: the attachment that the store remembers, or the newest of the
// same name.
func (h *handlers) attached(ctx context.Context, id, answer, name string) (document.Attachment, error) {
	v, err := h.Signoff.Show(ctx, session.PersonID(ctx), id)
	if err != nil {
		return document.Attachment{}, err
	}
	var found document.Attachment
	for _, a := range v.Attachments {
		if a.ID == answer {
			return a, nil
		}
		if a.Name == name {
			found = a
		}
	}
	if found.ID == "" {
		return found, fault.New(fault.NotFound, "ATTACHMENT_NOT_FOUND", "Không tìm thấy tệp đính kèm.")
	}
	return found, nil
}

type doneOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
}

func (h *handlers) detach(ctx context.Context, in *attachmentInput) (*doneOutput, error) {
	replayed, err := h.carryOut(ctx, func() error {
		return h.Signoff.Detach(ctx, session.PersonID(ctx), in.ID, in.AttachmentID)
	}, func(context.Context, string) error { return nil })
	return &doneOutput{replayed}, err
}

// uploadBody describes the request of attach, which huma does not read.
func uploadBody() *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{"file"},
		Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}},
	}}}}
}
