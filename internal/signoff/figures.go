package signoff

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

const figureLimit = 1000 // of a document, in all its versions

var errTooManyFigures = fault.New(fault.Unmet, "FIGURES_TOO_MANY", "Văn bản đã có 1.000 hình, không nhận thêm.")

// AddFigure keeps a picture for a draft, to be shown in its body. One that the draft has already changes nothing.
func (s *Service) AddFigure(ctx context.Context, personID, id, name string, r io.Reader) (document.FigureFile, error) {
	f, err := s.addFigure(ctx, personID, id, name, r)
	return f, s.refused(ctx, personID, authz.DocumentEdit, id, err)
}

func (s *Service) addFigure(ctx context.Context, personID, id, name string, r io.Reader) (figure document.FigureFile, err error) {
	u, err := s.receive(ctx, personID, id, name, io.LimitReader(r, document.MaxFigure+1)) // one more is too many
	if err != nil {
		return figure, err
	}
	raw, err := u.read()
	if closing := u.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return figure, err
	}
	if figure, err = document.ReadFigure(raw); err != nil {
		return figure, err
	}
	if err := s.store.View(ctx, func(tx *store.Tx) error { return roomForFigures(tx, id, sha256Of(raw)) }); err != nil {
		return figure, err
	}
	if figure.SHA256, err = s.keepFigure(ctx, raw); err != nil {
		return figure, err
	}
	figure.DocumentID, figure.AuthorID = id, personID
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		f, err := s.editable(tx, personID, id, 0)
		if err != nil {
			return err
		}
		have, err := document.Figures(tx, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(have, func(h document.FigureFile) bool { return h.SHA256 == figure.SHA256 }) {
			return tx.SetAnswer(id)
		}
		if err := roomForFigures(tx, id, figure.SHA256); err != nil {
			return err
		}
		if err := document.AddFigures(tx, []document.FigureFile{figure}); err != nil {
			return err
		}
		if err := document.Change(tx, &f.document); err != nil {
			return err
		}
		return f.recordWork(tx, "figure", map[string]any{"sha256": figure.SHA256, "size": figure.Size, "media_type": figure.MediaType})
	})
	return figure, err
}

// roomForFigures refuses pictures beyond the limit; those that the document has already need no room.
func roomForFigures(tx *store.Tx, id string, more ...string) error {
	have, err := document.Figures(tx, id)
	if err != nil {
		return err
	}
	for _, f := range have {
		more = slices.DeleteFunc(more, func(sha string) bool { return sha == f.SHA256 })
	}
	if len(more) > 0 && len(have)+len(more) > figureLimit {
		return errTooManyFigures
	}
	return nil
}

func sha256Of(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func (s *Service) keepFigure(ctx context.Context, raw []byte) (string, error) {
	info, err := s.blobs.Put(ctx, bytes.NewReader(raw), document.MaxFigure)
	return info.SHA256, err
}

// OpenFigure gives a picture of a document that the person may see; who only received the document, those alone that
// it shows. The caller closes the reader.
func (s *Service) OpenFigure(ctx context.Context, personID, id, sha256 string) (document.FigureFile, Bytes, error) {
	var figure document.FigureFile
	err := s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		if figure, err = document.FigureOf(tx, id, sha256); err != nil {
			return err
		}
		shown := slices.ContainsFunc(f.content.Body.Pictures(), func(p document.Picture) bool { return p.SHA256 == sha256 })
		if !shown && !s.policy.Can(f.actor, authz.DocumentRead, f.madeBy()) {
			return document.ErrFigureNotFound
		}
		return nil
	})
	if err != nil {
		return figure, Bytes{}, s.refused(ctx, personID, authz.DocumentRead, id, err)
	}
	reader, info, err := s.blobs.Open(ctx, figure.SHA256)
	name := "hinh-" + figure.SHA256[:12] + map[string]string{"image/png": ".png", "image/jpeg": ".jpg"}[figure.MediaType]
	return figure, Bytes{Reader: reader, SHA256: info.SHA256, Name: name, Stored: true}, err
}

// Figures are the pictures that a draft may show, for whoever may see how it came about.
func (s *Service) Figures(ctx context.Context, personID, id string) (figures []document.FigureFile, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.insider(tx, personID, id); err != nil {
			return err
		}
		figures, err = document.Figures(tx, id)
		return err
	})
	return figures, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// images are the bytes of the pictures that a body shows, by SHA-256.
func (s *Service) images(ctx context.Context, body document.Body) (map[string][]byte, error) {
	pictures := body.Pictures()
	if len(pictures) == 0 {
		return nil, nil
	}
	images := make(map[string][]byte, len(pictures))
	for _, p := range pictures {
		raw, err := s.readStored(ctx, p.SHA256)
		if err != nil {
			return nil, err
		}
		images[p.SHA256] = raw
	}
	return images, nil
}
