package signoff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// History is the list of a document's content versions, with the names of who wrote them.
type History struct {
	Versions []document.Version
	People   map[string]string
}

// Versions lists all that the document's text ever was, oldest first, without the texts.
func (s *Service) Versions(ctx context.Context, personID, id string) (h History, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.insider(tx, personID, id); err != nil {
			return err
		}
		h, err = historyOf(tx, id)
		return err
	})
	return h, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// Version is one content version whole.
func (s *Service) Version(ctx context.Context, personID, id string, n int) (c document.Content, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.insider(tx, personID, id); err != nil {
			return err
		}
		c, err = versionOf(tx, id, n)
		return err
	})
	return c, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// Redline is what changed between two content versions, in the order asked for.
func (s *Service) Redline(ctx context.Context, personID, id string, from, to int) (document.Redline, error) {
	a, b, _, err := s.twoVersions(ctx, personID, id, from, to)
	if err != nil {
		return document.Redline{}, err
	}
	return heavy(ctx, s, personID, func() (document.Redline, error) { return document.Compare(a, b), nil })
}

// RedlinePDF is the same as pages: the later text with what is new underlined and what is gone struck through.
func (s *Service) RedlinePDF(ctx context.Context, personID, id string, from, to int) (Bytes, error) {
	a, b, f, err := s.twoVersions(ctx, personID, id, from, to)
	if err != nil {
		return Bytes{}, err
	}
	f.content = b
	sheet, err := s.sheet(ctx, f)
	if err != nil {
		return Bytes{}, err
	}
	was, err := s.images(ctx, a.Body) // a picture that is gone is shown too
	if err != nil {
		return Bytes{}, err
	}
	for sha, image := range was {
		if sheet.Images == nil {
			sheet.Images = map[string][]byte{}
		}
		sheet.Images[sha] = image
	}
	rendition, err := heavy(ctx, s, personID, func() (layout.Rendition, error) { return layout.RenderRedline(sheet, document.Compare(a, b)) })
	if err != nil {
		return Bytes{}, err
	}
	name := fmt.Sprintf("%s, phiên bản %d và %d.pdf", baseName(f), from, to)
	return Bytes{Reader: nopCloser{bytes.NewReader(rendition.PDF)}, Name: name}, nil
}

// twoVersions reads two contents; comparing them takes its time and needs no transaction.
func (s *Service) twoVersions(ctx context.Context, personID, id string, from, to int) (a, b document.Content, f *facts, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if f, err = s.insider(tx, personID, id); err != nil {
			return err
		}
		if a, err = versionOf(tx, id, from); err != nil {
			return err
		}
		if b, err = versionOf(tx, id, to); err != nil {
			return err
		}
		return f.entitle(tx)
	})
	return a, b, f, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// insider loads a document for somebody who works on it: a recipient gets the document, not its drafts.
func (s *Service) insider(tx *store.Tx, personID, id string) (*facts, error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return nil, err
	}
	if !s.policy.Can(f.actor, authz.DocumentRead, f.madeBy()) {
		return nil, errForbidden
	}
	return f, nil
}

// madeBy is the document's place without those who only received it.
func (f *facts) madeBy() authz.Place {
	received := func(r authz.Relation) bool { return r.Why == authz.Received || r.Why == authz.Addressed }
	return authz.Place{
		Persons: slices.DeleteFunc(slices.Clone(f.place.Persons), received),
		Organs:  slices.DeleteFunc(slices.Clone(f.place.Organs), received),
	}
}

var errNoVersion = fault.New(fault.NotFound, "VERSION_NOT_FOUND", "Văn bản không có phiên bản này.")

func versionOf(tx *store.Tx, id string, n int) (document.Content, error) {
	c, err := document.ContentOf(tx, id, n)
	if errors.Is(err, document.ErrNotFound) {
		return c, errNoVersion
	}
	return c, err
}

func historyOf(tx *store.Tx, id string) (h History, err error) {
	if h.Versions, err = document.Versions(tx, id); err != nil {
		return h, err
	}
	authors := make([]string, len(h.Versions))
	for i, v := range h.Versions {
		authors[i] = v.AuthorID
	}
	h.People, err = peopleNames(tx, authors)
	return h, err
}
