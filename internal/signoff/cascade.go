package signoff

import (
	"context"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Cascade shows which documents one stands on and which answer it, as a person may see them: depth steps up, down or both
// ways (0 = document.DefaultDepth). ErrNotFound for whoever may not see the document itself.
func (s *Service) Cascade(ctx context.Context, personID, id string, way document.Direction, depth int) (c document.Cascade, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		c, err = document.CascadeOf(tx, s.policy.Reach(f.actor, authz.DocumentRead), f.document, way, depth)
		return err
	})
	return c, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// links are the citations of a document; one of a document that the actor may not see is plain text.
func (s *Service) links(tx *store.Tx, f *facts) ([]document.Link, error) {
	return document.CitationsFor(tx, f.document, s.policy.Reach(f.actor, authz.DocumentRead))
}

// citedIn are the citations of a content, found before the transaction that writes it.
type citedIn struct {
	content document.Content
	links   []document.Link
}

// of gives the citations of what is written; they are looked for again only when it is not what was looked through.
func (found citedIn) of(c document.Content) []document.Link {
	cites := func(c document.Content) document.Content { return document.Content{Subject: c.Subject, Body: c.Body} }
	if cites(found.content).Same(cites(c)) {
		return found.links
	}
	return document.LinksIn(c.Subject, c.Body)
}
