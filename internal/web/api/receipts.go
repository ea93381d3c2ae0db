package api

import (
	"bytes"
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"trinhky/internal/distribution"
	"trinhky/internal/signoff"
)

type receiptInput struct {
	ID   string `path:"id"`
	Kind string `query:"kind" enum:"acknowledgement,refusal,proof,destruction" doc:"mặc định: biên nhận mới nhất"`
}

// receipt gives the signed receipt of a copy to its sender and its receiver: a .p7m that verifies without this system.
func (h *handlers) receipt(ctx context.Context, in *receiptInput) (*fileOutput, error) {
	receipts, err := h.Distribution.ReceiptsOf(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	r, err := distribution.PickReceipt(receipts, in.Kind)
	if err != nil {
		return nil, err
	}
	return serveReceipt(r)
}

func serveReceipt(r distribution.Receipt) (*fileOutput, error) {
	return serve(signoff.Bytes{Reader: nopCloser{bytes.NewReader(r.Signed)}, Name: r.FileName()}, "attachment", "application/pkcs7-mime")
}

// nopCloser makes bytes a file.
type nopCloser struct{ io.ReadSeeker }

// Close does nothing.
func (nopCloser) Close() error { return nil }

// receiptRoot is the certificate under which receipts verify.
func (h *handlers) receiptRoot(context.Context, *none) (*fileOutput, error) {
	return &fileOutput{func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", "application/x-pem-file")
		ctx.SetHeader("Content-Disposition", Disposition("attachment", "ca-bien-nhan.pem"))
		_, _ = ctx.BodyWriter().Write(h.ReceiptRoot) // whoever does not read the answer is gone
	}}, nil
}
