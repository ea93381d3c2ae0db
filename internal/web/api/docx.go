package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

func (h *handlers) docx(ctx context.Context, in *idInput) (*fileOutput, error) {
	bytes, err := h.Signoff.DOCX(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "attachment", document.WordFile)
}

type sourceInput struct {
	ID string `path:"id"`
	N  int    `path:"n" minimum:"1"`
}

func (h *handlers) source(ctx context.Context, in *sourceInput) (*fileOutput, error) {
	bytes, mediaType, err := h.Signoff.Source(ctx, session.PersonID(ctx), in.ID, in.N)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "attachment", mediaType)
}

type importNewInput struct{ request *http.Request }

// Resolve keeps the request: its body is read as it comes.
func (in *importNewInput) Resolve(ctx huma.Context) []error {
	in.request = humaecho.Unwrap(ctx).Request()
	return nil
}

type importIntoInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" doc:"ETag của phiên bản đang sửa"`
	request *http.Request
}

// Resolve keeps the request: its body is read as it comes.
func (in *importIntoInput) Resolve(ctx huma.Context) []error {
	in.request = humaecho.Unwrap(ctx).Request()
	return nil
}

type importOutput struct {
	ETag     string `header:"ETag" doc:"phiên bản, để gửi lại trong If-Match"`
	Location string `header:"Location"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Imported
}

// importNew takes kind, subkind, issuer, signer, subject and place beside the file, in any order.
func (h *handlers) importNew(ctx context.Context, in *importNewInput) (*importOutput, error) {
	file, fields, err := h.receive(ctx, in.request, "")
	if err != nil {
		return nil, err
	}
	out, err := h.importing(ctx, file, "", func() (signoff.Imported, error) {
		return h.Signoff.Import(ctx, session.PersonID(ctx), signoff.DraftInput{
			Kind: fields.Get("kind"), Subkind: fields.Get("subkind"), Issuer: fields.Get("issuer"), Signer: fields.Get("signer"),
			Subject: fields.Get("subject"), Place: fields.Get("place"),
		}, file)
	})
	if err != nil {
		return nil, err
	}
	out.Location = base + "/documents/" + out.Body.Document.ID
	return out, nil
}

func (h *handlers) importInto(ctx context.Context, in *importIntoInput) (*importOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	file, _, err := h.receive(ctx, in.request, in.ID)
	if err != nil {
		return nil, err
	}
	return h.importing(ctx, file, in.ID, func() (signoff.Imported, error) {
		return h.Signoff.ImportInto(ctx, session.PersonID(ctx), in.ID, version, file)
	})
}

// importing carries an import out once, and lets the file go.
func (h *handlers) importing(ctx context.Context, file *signoff.Upload, id string, do func() (signoff.Imported, error)) (_ *importOutput, err error) {
	defer func() { err = errors.Join(err, file.Close()) }()
	var done signoff.Imported
	replayed, err := h.carryOut(ctx, func() (err error) {
		done, err = do()
		return err
	}, func(ctx context.Context, answer string) (err error) {
		if id == "" { // an attachment's answer is not the document's
			id = answer
		}
		done, err = h.Signoff.Imported(ctx, session.PersonID(ctx), id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &importOutput{ETag: shown(done.View, "").ETag, Replayed: replayed, Body: importedOf(done)}, nil
}

func (h *handlers) imported(ctx context.Context, in *idInput) (*of[client.Imported], error) {
	done, err := h.Signoff.Imported(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[client.Imported]{importedOf(done)}, nil
}

func importedOf(done signoff.Imported) client.Imported {
	out := client.Imported{
		Document: documentOf(done.View), Source: done.Source,
		Remarks: each(done.Remarks, func(r layout.Remark) client.Remark {
			return client.Remark{Code: r.Code, Message: r.Message, Where: r.Where}
		}),
	}
	if done.Attachment != nil {
		a := attachmentOf(*done.Attachment)
		out.Attachment = &a
	}
	return out
}

const (
	uploadParts = 12   // the file and a few fields
	fieldLimit  = 4000 // bytes of a field
)

var errFieldsBroken = fault.New(fault.Malformed, "FILE_MISSING", "Cần gửi multipart/form-data với một phần “file” là tệp cần nhập, các trường khác mỗi trường một phần.")

// receive takes a file in, with the fields that stand before or behind it.
func (h *handlers) receive(ctx context.Context, r *http.Request, id string) (file *signoff.Upload, fields url.Values, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, errFieldsBroken.Because(err)
	}
	defer func() {
		if err != nil && file != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	fields = url.Values{}
	for range uploadParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) && file != nil {
			return file, fields, nil
		}
		if err != nil {
			return file, nil, errFieldsBroken.Because(err)
		}
		if part.FormName() == "file" && part.FileName() != "" && file == nil {
			if file, err = h.Signoff.Receive(ctx, session.PersonID(ctx), id, part.FileName(), part); err != nil {
				return nil, nil, err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, fieldLimit+1))
		if err != nil || len(value) > fieldLimit || part.FileName() != "" {
			return file, nil, errFieldsBroken.Because(err)
		}
		fields.Set(part.FormName(), string(value))
	}
	return file, nil, errFieldsBroken
}

type figureInput struct {
	ID  string `path:"id"`
	SHA string `path:"sha" maxLength:"64"`
}

func (h *handlers) figure(ctx context.Context, in *figureInput) (*fileOutput, error) {
	f, bytes, err := h.Signoff.OpenFigure(ctx, session.PersonID(ctx), in.ID, in.SHA)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "inline", f.MediaType)
}

func (h *handlers) figures(ctx context.Context, in *idInput) (*of[[]client.Figure], error) {
	figures, err := h.Signoff.Figures(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Figure]{each(figures, figureOf)}, nil
}

type figureOutput struct {
	Location string `header:"Location"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Figure
}

func (h *handlers) addFigure(ctx context.Context, in *attachInput) (*figureOutput, error) {
	part, err := filePart(in.request)
	if err != nil {
		return nil, err
	}
	var f document.FigureFile
	replayed, err := h.carryOut(ctx, func() (err error) {
		f, err = h.Signoff.AddFigure(ctx, session.PersonID(ctx), in.ID, part.FileName(), part)
		return err
	}, func(ctx context.Context, _ string) (err error) { // the same picture changes nothing
		f, err = h.Signoff.AddFigure(ctx, session.PersonID(ctx), in.ID, part.FileName(), part)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &figureOutput{Location: base + "/documents/" + in.ID + "/figures/" + f.SHA256, Replayed: replayed, Body: figureOf(f)}, nil
}

func figureOf(f document.FigureFile) client.Figure {
	return client.Figure{SHA256: f.SHA256, MediaType: f.MediaType, Width: f.Width, Height: f.Height, Size: f.Size, CreatedAt: f.CreatedAt}
}
