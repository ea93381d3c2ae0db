package signoff

import (
	"context"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// SearchResult is a page of search hits with the names that it shows.
type SearchResult struct {
	document.Found
	Organs, People map[string]string
	States         map[string]string // by document: what its state is called in its chain
	Marks          map[string][]document.Mark
	Saved          []document.Saved
}

// Search finds documents for a person; what he may not see is neither found nor counted.
func (s *Service) Search(ctx context.Context, personID string, q document.Query) (SearchResult, error) {
	out := SearchResult{Organs: map[string]string{}, People: map[string]string{}, States: map[string]string{}}
	err := s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		q.See = s.policy.Reach(actor, authz.DocumentRead)
		if out.Found, err = document.Search(tx, q); err != nil {
			return err
		}
		var people, organs, ids []string
		for _, h := range out.Hits {
			chain, err := s.chainOf(tx, h.Document)
			if err != nil {
				return err
			}
			out.States[h.ID] = chain.States[h.State]
			people, organs, ids = append(people, h.SignerID), append(organs, h.IssuerID), append(ids, h.ID)
		}
		if out.Marks, err = document.MarksFor(tx, ids); err != nil {
			return err
		}
		if err := namesOf(tx, people, organs, out.People, out.Organs); err != nil {
			return err
		}
		out.Saved, err = document.SavedSearches(tx, personID, document.SearchList)
		return err
	})
	return out, s.refused(ctx, personID, authz.DocumentRead, "", err)
}

// Suggest completes what a person is typing with titles that he may see.
func (s *Service) Suggest(ctx context.Context, personID, text string) (found []document.Document, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		found, err = document.Suggest(tx, s.policy.Reach(actor, authz.DocumentRead), text)
		return err
	})
	return found, err
}

// SaveSearch keeps a search of a person, or a view of a list, under a name. It is the person's own note: no event records it.
func (s *Service) SaveSearch(ctx context.Context, personID string, search document.Saved) (saved document.Saved, err error) {
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		if saved, err = document.SaveSearch(tx, personID, search); err != nil {
			return err
		}
		return tx.SetAnswer(saved.ID)
	})
	return saved, err
}

// DropSearch forgets a kept search.
func (s *Service) DropSearch(ctx context.Context, personID, id string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error { return document.DropSearch(tx, personID, id) })
}

// SavedSearches are those of a person, of one list.
func (s *Service) SavedSearches(ctx context.Context, personID, list string) (saved []document.Saved, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		saved, err = document.SavedSearches(tx, personID, list)
		return err
	})
	return saved, err
}
