package incoming

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

// A scan that comes piece by piece, and may be interrupted between any two bytes, becomes a file of its arrival by the very
// way of one that comes at once (upload): the same rights, checks and limits, asked when it begins, with every request that
// brings bytes, and again when it is whole. Until then it is no part of any arrival: no event, no blob.

// BeginUpload makes room for a file that will come in pieces. Faults: those of Upload for right, state and name;
// UPLOAD_LENGTH, UPLOADS_TOO_MANY.
func (s *Service) BeginUpload(ctx context.Context, a authz.Actor, id, name string, length int64) (document.Upload, error) {
	u := document.Upload{PersonID: a.PersonID, ArrivalID: id, Length: length}
	err := s.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if err := s.takesFiles(tx, a, id); err != nil {
			return err
		}
		if u.Name, err = fileName(name); err != nil {
			return err
		}
		return document.BeginUpload(tx, &u)
	})
	return u, s.refused(ctx, a, authz.IncomingRegister, id, err)
}

// takesFiles refuses an actor from whom, or a state in which, an arrival takes no file.
func (s *Service) takesFiles(tx *store.Tx, a authz.Actor, id string) error {
	f, err := s.load(tx, a, id)
	if err != nil {
		return err
	}
	if err := s.allow(f, authz.IncomingRegister); err != nil {
		return err
	}
	return f.mayUpload()
}

// AppendUpload takes bytes from an offset on, and keeps them piece by piece as they come. With its last byte the file lies
// with its arrival, and its signatures are judged; one that is refused for its secrecy is thrown away. Faults: those of
// Upload, UPLOAD_NOT_FOUND, UPLOAD_OFFSET, UPLOAD_TOO_LONG.
func (s *Service) AppendUpload(ctx context.Context, a authz.Actor, id string, offset int64, r io.Reader) (u document.Upload, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		u, err = document.UploadOf(tx, a.PersonID, id)
		return err
	})
	if err != nil {
		return u, err
	}
	if done, err := u.Fresh(offset); done || err != nil {
		return u, err
	}
	err = s.Store.View(ctx, func(tx *store.Tx) error { return s.takesFiles(tx, a, u.ArrivalID) })
	if err == nil {
		ctx := store.WithoutKey(context.WithoutCancel(ctx)) // what came is worth keeping, whoever has gone
		u, err = u.Take(r, func(u *document.Upload, piece []byte) error {
			return s.Store.Update(ctx, func(tx *store.Tx) error { return document.AddPiece(tx, u, piece) })
		}, func(u document.Upload, last []byte) (document.Upload, error) { return s.finishUpload(ctx, a, u, last) })
	}
	if fault.Of(err).Code == "SECRET_REFUSED" {
		err = errors.Join(err, s.Store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return document.DropUpload(tx, a.PersonID, id) }))
	}
	return u, s.refused(ctx, a, authz.IncomingRegister, u.ArrivalID, err)
}

// finishUpload gives a whole file to its arrival; its last piece was put down nowhere.
func (s *Service) finishUpload(ctx context.Context, a authz.Actor, u document.Upload, last []byte) (document.Upload, error) {
	before := document.Pieces(u, func(read func(tx *store.Tx) error) error { return s.Store.View(ctx, read) })
	file, err := s.upload(ctx, a, At{ID: u.ArrivalID}, u.Name, io.MultiReader(before, bytes.NewReader(last)), func(tx *store.Tx, f File) error {
		return document.FinishUpload(tx, &u, f.ID)
	})
	if err != nil {
		return u, err
	}
	u.Received, u.AttachmentID = u.Length, file.ID
	return u, nil
}
