package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"trinhky/internal/audit"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
)

// A link in a mail stands for one delivery: whoever holds it reads one document and acknowledges it once. There is no
// session, and no other address answers to it.
type linkInput struct {
	Token string `path:"token"`
}

func (h *handlers) openLink(ctx context.Context, in *linkInput) (*of[client.Letter], error) {
	l, err := h.Distribution.OpenLink(ctx, in.Token, audit.Address(ctx))
	if err != nil {
		return nil, err
	}
	return &of[client.Letter]{letterOf(l)}, nil
}

func letterOf(l distribution.Letter) client.Letter {
	out := client.Letter{
		Issuer: l.Issuer, Recipient: l.Name, Symbol: l.Document.Symbol, Date: string(l.Document.DocumentDate), Subject: l.Document.Subject,
		Urgency: l.Document.Urgency, SHA256: l.Document.PDF(), Readable: l.Readable(), Board: string(l.Status()), BoardLabel: l.Status().Label(),
		Expires: l.ExpiresAt, Attachments: []client.Named{},
	}
	if l.State == distribution.Acknowledged {
		out.Acknowledged, out.AcknowledgedBy = momentAt(l.DecidedAt), l.DecidedName
	}
	if l.Readable() {
		out.Attachments = each(l.Attachments, func(a document.Attachment) client.Named { return client.Named{ID: a.ID, Name: a.Name} })
	}
	return out
}

type linkAcknowledgeInput struct {
	Token string `path:"token"`
	Body  client.LinkAcknowledgement
}

func (h *handlers) acknowledgeLink(ctx context.Context, in *linkAcknowledgeInput) (*of[client.Letter], error) {
	if _, err := h.Distribution.AcknowledgeByLink(ctx, in.Token, audit.Address(ctx), in.Body.Name, in.Body.Note); err != nil {
		return nil, err
	}
	return h.openLink(ctx, &linkInput{in.Token})
}

type linkRefusalInput struct {
	Token string `path:"token"`
	Body  client.LinkRefusal
}

func (h *handlers) refuseLink(ctx context.Context, in *linkRefusalInput) (*of[client.Letter], error) {
	if _, err := h.Distribution.RefuseByLink(ctx, in.Token, audit.Address(ctx), in.Body.Name, in.Body.Code, in.Body.Reason); err != nil {
		return nil, err
	}
	return h.openLink(ctx, &linkInput{in.Token})
}

type linkFileInput struct {
	Token        string `path:"token"`
	AttachmentID string `path:"aid"`
}

func (h *handlers) linkPDF(ctx context.Context, in *linkInput) (*fileOutput, error) {
	return h.linkFile(ctx, in.Token, "", "inline")
}

func (h *handlers) linkAttachment(ctx context.Context, in *linkFileInput) (*fileOutput, error) {
	return h.linkFile(ctx, in.Token, in.AttachmentID, "attachment")
}

func (h *handlers) linkFile(ctx context.Context, token, attachment, disposition string) (*fileOutput, error) {
	f, err := h.Distribution.LinkFile(ctx, token, audit.Address(ctx), attachment)
	if err != nil {
		return nil, err
	}
	return serve(signoff.Bytes{Reader: f.Reader, Name: f.Name, SHA256: f.SHA256}, disposition, f.MediaType)
}

func (h *handlers) linkReceipt(ctx context.Context, in *linkInput) (*fileOutput, error) {
	r, err := h.Distribution.ReceiptByLink(ctx, in.Token, audit.Address(ctx))
	if err != nil {
		return nil, err
	}
	return serveReceipt(r)
}

// linkRoutes is the part of the table for those outside.
func (h *handlers) linkRoutes(a huma.API) {
	const get, post = http.MethodGet, http.MethodPost
	add(a, route{get, "/l/{token}", "openLink", "Văn bản mà liên kết trong thư điện tử mở ra; chỉ đọc", http.StatusOK, public}, h.openLink)
	add(a, route{get, "/l/{token}/pdf", "getLinkPDF", "Tệp đã ký của văn bản đó", http.StatusOK, public | file}, h.linkPDF)
	add(a, route{get, "/l/{token}/attachments/{aid}", "getLinkAttachment", "Tệp kèm theo của văn bản đó", http.StatusOK, public | file}, h.linkAttachment)
	add(a, route{post, "/l/{token}/acknowledgement", "acknowledgeLink", "Nơi nhận bên ngoài xác nhận đã nhận", http.StatusOK, public}, h.acknowledgeLink)
	add(a, route{post, "/l/{token}/refusal", "refuseLink", "Nơi nhận bên ngoài từ chối tiếp nhận, có lý do", http.StatusOK, public}, h.refuseLink)
	add(a, route{get, "/l/{token}/receipt", "getLinkReceipt", "Biên nhận đã ký số (.p7m)", http.StatusOK, public | file}, h.linkReceipt)
}
