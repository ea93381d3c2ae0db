package signoff

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// The piles of a leader's inbox.
const (
	PileFirst  = "first"
	PileNormal = "normal"
	PileLater  = "later"
)

// Inbox is what waits for a leader's signature and what was sent to him by name, as he or his thư ký sorted it.
type Inbox struct {
	Owner   directory.Person
	Regime  directory.Regime
	Own     bool // it is the reader's own
	Entries []InboxEntry
}

// InboxEntry is one document of an inbox.
type InboxEntry struct {
	Document                    document.Document
	StateLabel, Drafter, Issuer string
	ToSign                      bool
	Pile, Note, SortedBy        string // SortedBy is a name; "" while nobody has sorted it
}

const pileNoteLimit = 500 // characters

// Inbox shows an inbox to its owner or to his thư ký; for anybody else there is none.
func (s *Service) Inbox(ctx context.Context, personID, ownerID string) (box Inbox, err error) {
	if ownerID == "" {
		ownerID = personID
	}
	err = s.store.View(ctx, func(tx *store.Tx) error { return s.readInbox(tx, personID, ownerID, &box) })
	return box, s.refused(ctx, personID, authz.InboxSort, ownerID, err)
}

func (s *Service) readInbox(tx *store.Tx, personID, ownerID string, box *Inbox) error {
	actor, err := login.Actor(tx, personID, s.officeDate())
	if err != nil {
		return err
	}
	see := s.policy.Reach(actor, authz.DocumentRead)
	if box.Own = ownerID == personID; !box.Own {
		see = authz.Reach{Others: slices.DeleteFunc(see.Others, func(r authz.Relation) bool { return r.ID != ownerID || !lentAsSecretary(actor, ownerID) })}
		if see.None() {
			return errPersonUnknown
		}
	}
	if box.Owner, _, err = directory.PersonByID(tx, ownerID); err != nil {
		return err
	}
	filter := document.Filter{PersonID: ownerID, See: see, Desk: map[string]authz.Reach{authz.DocumentSign: {}}, Limit: waitingLimit}
	var people, organs []string
	var ids []string
	for _, pile := range []string{"todo", "received"} {
		filter.Box = pile
		page, err := document.List(tx, filter)
		if err != nil {
			return err
		}
		for _, d := range page.Documents {
			if slices.Contains(ids, d.ID) {
				continue
			}
			chain, err := s.chainOf(tx, d)
			if err != nil {
				return err
			}
			people, organs, ids = append(people, d.DrafterID), append(organs, d.IssuerID), append(ids, d.ID)
			box.Entries = append(box.Entries, InboxEntry{Document: d, StateLabel: chain.States[d.State], ToSign: pile == "todo", Pile: PileNormal})
			box.Regime = directory.Regime(d.Regime)
		}
	}
	piles, err := pilesOf(tx, ownerID, ids)
	if err != nil {
		return err
	}
	for _, p := range piles {
		people = append(people, p.SortedBy)
	}
	names, organNames := map[string]string{}, map[string]string{}
	if err := namesOf(tx, people, organs, names, organNames); err != nil {
		return err
	}
	for i := range box.Entries {
		e := &box.Entries[i]
		e.Drafter, e.Issuer = names[e.Document.DrafterID], organNames[e.Document.IssuerID]
		if p, sorted := piles[e.Document.ID]; sorted {
			e.Pile, e.Note, e.SortedBy = p.Pile, p.Note, names[p.SortedBy]
		}
	}
	slices.SortStableFunc(box.Entries, func(a, b InboxEntry) int { return cmp.Compare(pileRank(a.Pile), pileRank(b.Pile)) })
	return nil
}

// lentAsSecretary says whether the actor is the thư ký of a person: other stand-ins have no business in his inbox.
func lentAsSecretary(actor authz.Actor, ownerID string) bool {
	return slices.ContainsFunc(actor.Roles, func(r authz.Role) bool { return r.Name == authz.Secretary && r.For == ownerID })
}

func pileRank(pile string) int {
	if i := slices.Index([]string{PileFirst, PileNormal, PileLater}, pile); i >= 0 {
		return i
	}
	return 1
}

// Sort puts a document into a pile of a leader's inbox, with a note; it moves no document and signs nothing.
func (s *Service) Sort(ctx context.Context, personID, ownerID, documentID, pile, note string) error {
	if ownerID == "" {
		ownerID = personID
	}
	err := cleanNote(&note)
	if err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error { return s.sortInto(tx, personID, ownerID, documentID, pile, note) })
	}
	return s.refused(ctx, personID, authz.InboxSort, documentID, err)
}

func cleanNote(note *string) error {
	if err := document.RefuseSecret(*note, ""); err != nil {
		return err
	}
	if err := normalize(note); err != nil {
		return err
	}
	if *note = strings.TrimSpace(*note); utf8.RuneCountInString(*note) > pileNoteLimit {
		return fault.New(fault.Unmet, "NOTE_TOO_LONG", "Ghi chú dài quá 500 ký tự.")
	}
	return nil
}

func (s *Service) sortInto(tx *store.Tx, personID, ownerID, documentID, pile, note string) error {
	f, err := s.load(tx, personID, documentID)
	if err != nil {
		return err
	}
	// Only what ties the document to the inbox's owner counts.
	place := authz.Place{Persons: slices.DeleteFunc(slices.Clone(f.place.Persons), func(r authz.Relation) bool { return r.ID != ownerID })}
	role, may := s.policy.Capacity(f.actor, authz.InboxSort, place)
	if !may {
		return errForbidden
	}
	if !slices.Contains([]string{PileFirst, PileNormal, PileLater}, pile) {
		return fault.New(fault.Unmet, "PILE_UNKNOWN", fmt.Sprintf("Không có ngăn %q trong hộp văn bản.", pile))
	}
	if err := putIntoPile(tx, pileRow{PersonID: ownerID, DocumentID: documentID, Pile: pile, Note: note, SortedBy: personID, SortedAt: tx.Now}); err != nil {
		return err
	}
	if err := personEvent(tx, f.actor, role, ownerID, "inbox.sort", map[string]any{"document": documentID, "pile": pile}); err != nil {
		return err
	}
	return tx.SetAnswer(documentID)
}
