package signoff

import (
	"bytes"
	"context"
	"errors"
	"io"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// A file that comes piece by piece, and may be interrupted between any two bytes, becomes an attachment by the very way
// of a file that comes at once (attach): the same rights, checks and limits, asked when it begins and again when it is
// whole. Until then it is no part of any document: no event, no blob.

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
	if done, err := u.Fresh(offset); done || err != nil {
		return u, err
	}
	err = s.store.View(ctx, func(tx *store.Tx) error { _, err := s.mayAttach(tx, personID, u.DocumentID); return err })
	if err == nil {
		ctx := context.WithoutCancel(ctx) // what came is worth keeping, whoever has gone
		u, err = u.Take(r, s.addPiece(ctx), func(u document.Upload, last []byte) (document.Upload, error) { return s.finish(ctx, u, last) })
	}
	if fault.Of(err).Code == secretRefused {
		err = errors.Join(err, s.DropUpload(ctx, personID, id))
	}
	return u, s.refused(ctx, personID, authz.DocumentAttach, u.DocumentID, err)
}

const secretRefused = "SECRET_REFUSED"

func (s *Service) addPiece(ctx context.Context) func(u *document.Upload, piece []byte) error {
	return func(u *document.Upload, piece []byte) error {
		return s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return document.AddPiece(tx, u, piece) })
	}
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
