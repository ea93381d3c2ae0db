package signoff

import (
	"bytes"
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// Typed is a text as somebody is typing it: of the draft with an ID, or, with none, of one that is not begun yet. What is
// asked about it writes nothing: no row, no job, no bytes. Besides the faults that are named, TOO_MANY_TURNS.
type Typed struct {
	ID    string
	Draft DraftInput // with ID ""
	Edit  EditInput  // else
}

// CheckTyped gives the format findings of a text that is being typed. Faults: those of Draft or Edit.
func (s *Service) CheckTyped(ctx context.Context, personID string, t Typed) ([]format.Finding, error) {
	_, c, err := s.typedToCheck(ctx, personID, t)
	if err != nil {
		return nil, err
	}
	return heavy(ctx, s, personID, func() ([]format.Finding, error) { return format.Check(c), nil })
}

// typedToCheck is a text that is being typed as the checker looks at it. Looking may take long: it holds no transaction.
func (s *Service) typedToCheck(ctx context.Context, personID string, t Typed) (typed document.Content, c format.Content, err error) {
	err = s.typed(ctx, personID, t, func(tx *store.Tx, f *facts) (err error) {
		typed = f.content
		c, err = f.toCheck(tx)
		return err
	})
	return typed, c, err
}

// FixTyped makes mechanical changes in a text that is being typed and gives it back. FIX_UNKNOWN for an id that it does
// not offer.
func (s *Service) FixTyped(ctx context.Context, personID string, t Typed, ids []string) (document.Content, error) {
	typed, c, err := s.typedToCheck(ctx, personID, t)
	if err != nil {
		return document.Content{}, err
	}
	return heavy(ctx, s, personID, func() (fixed document.Content, err error) {
		offered := format.Check(c)
		for _, id := range ids {
			if !slices.ContainsFunc(offered, func(o format.Finding) bool { return o.Fix != nil && o.Fix.ID == id }) {
				return fixed, errFixUnknown
			}
		}
		changed, _ := format.Apply(c, ids...)
		fixed = typed
		fixed.Subject, fixed.Addressees, fixed.Body, fixed.RecipientsText = changed.Subject, changed.Addressees, changed.Body, changed.RecipientsText
		return fixed, nil
	})
}

// PreviewTyped draws the pages of a text that is being typed, marked as such. A caller that goes away gives up its turn.
func (s *Service) PreviewTyped(ctx context.Context, personID string, t Typed) (Bytes, error) {
	var drawn *facts
	err := s.typed(ctx, personID, t, func(tx *store.Tx, f *facts) error {
		drawn = f
		return f.entitle(tx)
	})
	if err != nil {
		return Bytes{}, err
	}
	sheet, err := s.sheet(ctx, drawn)
	if err != nil {
		return Bytes{}, err
	}
	sheet.Draft = "Bản đang soạn, chưa lưu"
	rendition, err := heavy(ctx, s, personID, func() (layout.Rendition, error) {
		if err := ctx.Err(); err != nil {
			return layout.Rendition{}, err
		}
		return layout.Render(sheet)
	})
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: nopCloser{bytes.NewReader(rendition.PDF)}, Name: fileName(drawn)}, nil
}

// CompareTyped says what differs from one typed text to another of the same draft; without a first, from the newest
// version.
func (s *Service) CompareTyped(ctx context.Context, personID string, from *Typed, to Typed) (document.Redline, error) {
	var before, after document.Content
	err := s.typed(ctx, personID, to, func(_ *store.Tx, f *facts) error {
		before, after = f.saved, f.content
		return nil
	})
	if err == nil && from != nil {
		err = s.typed(ctx, personID, *from, func(_ *store.Tx, f *facts) error {
			before = f.content
			return nil
		})
	}
	if err != nil {
		return document.Redline{}, err
	}
	return heavy(ctx, s, personID, func() (document.Redline, error) { return document.Compare(before, after), nil })
}

// typed loads the facts of a text as if it were the newest version.
func (s *Service) typed(ctx context.Context, personID string, t Typed, look func(tx *store.Tx, f *facts) error) error {
	act := authz.DocumentCreate
	if t.ID != "" {
		act = authz.DocumentEdit
	}
	err := s.lookAtTyped(ctx, personID, t, look)
	if kind := fault.Of(err).Kind; err != nil && kind != fault.Forbidden && kind != fault.NotFound {
		return err // an unfinished text breaks rules all the time, and that is no attempt at anything
	}
	return s.refused(ctx, personID, act, t.ID, err)
}

func (s *Service) lookAtTyped(ctx context.Context, personID string, t Typed, look func(tx *store.Tx, f *facts) error) error {
	if t.ID == "" {
		content, err := read(&t.Draft)
		if err != nil {
			return err
		}
		return s.store.View(ctx, func(tx *store.Tx) error {
			p, err := s.plan(tx, personID, t.Draft, content)
			if err != nil {
				return err
			}
			f := &facts{actor: p.actor, policy: s.policy, on: s.officeDate(), now: tx.Now, document: p.document, content: p.content, chain: p.chain}
			f.document.CreatedAt, f.document.ContentVersion = tx.Now, 1
			if f.kind, err = document.KindByID(p.document.Regime, p.document.Kind); err != nil {
				return err
			}
			if err := f.loadPeople(tx); err != nil {
				return err
			}
			return look(tx, f)
		})
	}
	words, err := read(t.Edit.draft())
	if err != nil {
		return err
	}
	return s.store.View(ctx, func(tx *store.Tx) error {
		f, c, err := s.revise(tx, personID, t.ID, t.Edit, words)
		if err != nil {
			return err
		}
		f.saved, f.content = f.content, c
		if f.content.AddressWord = ""; len(c.Addressees) > 0 {
			f.content.AddressWord = f.kind.AddressWord
		}
		signer, _, err := directory.PersonByID(tx, f.document.SignerID)
		if err != nil {
			return err
		}
		f.signerName = signer.Name
		return look(tx, f)
	})
}
