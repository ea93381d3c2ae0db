package signoff

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/gabriel-vasile/mimetype"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// A file that comes piece by piece, and may be interrupted between any two bytes, becomes an attachment by the very way
// of a file that comes at once (attach): the same rights, checks and limits, asked when it begins and again when it is
// whole. Until then it is no part of any document: no event, no blob.

// AttachmentLimit is the most bytes of an attachment.
const AttachmentLimit = attachmentLimit

var (
	errUploadLength      = fault.New(fault.TooLarge, "UPLOAD_LENGTH", "Dung lượng tệp phải từ 1 byte đến 512 MB.")
	errUploadInterrupted = fault.New(fault.Malformed, "UPLOAD_INTERRUPTED", "Kết nối bị đứt giữa chừng. Phần đã nhận được giữ lại, có thể tải tiếp.")
)

// BeginUpload makes room for a file that will come in pieces. Faults: those of Attach for right, state and name;
// UPLOAD_LENGTH, UPLOADS_TOO_MANY.
func (s *Service) BeginUpload(ctx context.Context, personID, documentID, name string, length int64) (u document.Upload, err error) {
	u = document.Upload{PersonID: personID, DocumentID: documentID, Length: length}
	err = s.store.Update(ctx, func(tx *store.Tx) (err error) {
		if _, err = s.mayAttach(tx, personID, documentID); err != nil {
			return err
		}
		if u.Name, err = attachmentName(name); err != nil {
			return err
		}
		if length < 1 || length > attachmentLimit {
			return errUploadLength
		}
		return document.BeginUpload(tx, &u)
	})
	return u, s.refused(ctx, personID, authz.DocumentAttach, documentID, err)
}

// Upload tells how far a person's upload has come. UPLOAD_NOT_FOUND for another's, and for one that has expired.
func (s *Service) Upload(ctx context.Context, personID, id string) (u document.Upload, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		u, err = document.UploadOf(tx, personID, id)
		return err
	})
	return u, err
}

// AppendUpload takes bytes from an offset on, and keeps them piece by piece as they come: what came before a connection
// broke stays. With its last byte the file is attached; one that is refused then is thrown away. Faults: those of Attach,
// UPLOAD_NOT_FOUND, UPLOAD_OFFSET, UPLOAD_TOO_LONG.
func (s *Service) AppendUpload(ctx context.Context, personID, id string, offset int64, r io.Reader) (document.Upload, error) {
	u, err := s.Upload(ctx, personID, id)
	if err != nil {
		return u, err
	}
	if offset != u.Received {
		return u, document.ErrUploadOffset
	}
	if u.AttachmentID != "" { // all of it is here, and nobody heard so
		return u, nil
	}
	err = s.store.View(ctx, func(tx *store.Tx) error { _, err := s.mayAttach(tx, personID, u.DocumentID); return err })
	if err == nil {
		u, err = s.take(context.WithoutCancel(ctx), u, r) // what came is worth keeping, whoever has gone
	}
	if fault.Of(err).Code == secretRefused {
		err = errors.Join(err, s.DropUpload(ctx, personID, id))
	}
	return u, s.refused(ctx, personID, authz.DocumentAttach, u.DocumentID, err)
}

const secretRefused = "SECRET_REFUSED"

// take reads until the file is whole or no more comes.
func (s *Service) take(ctx context.Context, u document.Upload, r io.Reader) (document.Upload, error) {
	room := make([]byte, document.UploadPiece)
	for {
		rest := u.Length - u.Received
		n, broken := io.ReadFull(r, room[:min(rest, int64(len(room)))])
		piece := room[:n]
		if int64(n) == rest {
			if more, _ := io.ReadFull(r, make([]byte, 1)); more > 0 {
				return u, document.ErrUploadTooLong
			}
			return s.finish(ctx, u, piece)
		}
		if n > 0 {
			if err := s.addPiece(ctx, &u, piece); err != nil {
				return u, err
			}
		}
		if errors.Is(broken, io.EOF) || errors.Is(broken, io.ErrUnexpectedEOF) {
			return u, nil
		}
		if broken != nil {
			return u, errUploadInterrupted.Because(broken)
		}
	}
}

// addPiece looks at the beginning of a file before any of it is put down; a line that is cut is left for the whole.
func (s *Service) addPiece(ctx context.Context, u *document.Upload, piece []byte) error {
	if u.Received == 0 {
		mediaType := mimetype.Detect(piece[:min(sniffed, len(piece))]).String()
		if err := document.RefuseSecretFile(piece[:bytes.LastIndexByte(piece, '\n')+1], mediaType, u.Name); err != nil {
			return err
		}
	}
	return s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return document.AddPiece(tx, u, piece) })
}

// finish attaches a whole file, whose last piece was put down nowhere: an upload that has all its bytes is an attachment.
func (s *Service) finish(ctx context.Context, u document.Upload, last []byte) (document.Upload, error) {
	ctx = store.WithoutKey(ctx)
	before := document.Pieces(u, func(read func(tx *store.Tx) error) error { return s.store.View(ctx, read) })
	a, err := s.attach(ctx, u.PersonID, u.DocumentID, u.Name, io.MultiReader(before, bytes.NewReader(last)), func(tx *store.Tx, a document.Attachment) error {
		return document.FinishUpload(tx, &u, a.ID)
	})
	if err != nil {
		return u, err
	}
	u.Received, u.AttachmentID = u.Length, a.ID
	return u, nil
}

// DropUpload throws away what has come of a file; what has become an attachment stays one.
func (s *Service) DropUpload(ctx context.Context, personID, id string) error {
	return s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return document.DropUpload(tx, personID, id) })
}
