package signoff

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// ManyLimit is how many documents may be signed in one go.
const ManyLimit = 200

// Shown is a document as its signer saw it: what changed since is refused, not signed.
type Shown struct {
	DocumentID string
	Version    int
	SHA256     string // of the bytes that were shown
}

// Signed is what became of one document of many. Err is nil when it is signed; Replayed says that an earlier request
// with the same key had signed it.
type Signed struct {
	DocumentID string
	Replayed   bool
	Err        error
}

// keyring opens a key once for many documents. What opening it was refused with holds for all of them: one PIN is tried
// once.
type keyring struct {
	once sync.Once
	key  *signature.Key
	err  error
}

func (r *keyring) open(unlock func() (*signature.Key, error)) (*signature.Key, error) {
	r.once.Do(func() { r.key, r.err = unlock() })
	return r.key, r.err
}

// SignMany signs documents one after the other with one PIN, each exactly as Fire signs one: its own rights, guards,
// transaction and event. What is refused stops none of the others.
//
// Before it gives the sequence it opens the key for the first document that can be signed; a PIN that is wrong or locked,
// or a key that is over, is the error then, and nothing was signed. The documents are signed as the sequence is read, and
// no more after ctx is done: the one in hand is finished. With an Idempotency-Key a repeat signs what is still unsigned
// and tells of the rest that it is.
func (s *Service) SignMany(ctx context.Context, personID, pin string, shown []Shown) (iter.Seq[Signed], error) {
	if err := completeMany(shown); err != nil {
		return nil, err
	}
	if _, err := s.store.Answered(ctx); err != nil { // the key stood for another request
		return nil, err
	}
	ring := &keyring{}
	if err := s.openFor(ctx, personID, pin, shown, ring); err != nil {
		return nil, err
	}
	return func(yield func(Signed) bool) {
		for _, d := range shown {
			if ctx.Err() != nil || !yield(s.signOne(ctx, personID, pin, d, ring)) {
				return
			}
		}
	}, nil
}

// completeMany refuses a list that does not say exactly what is to be signed.
func completeMany(shown []Shown) error {
	if len(shown) == 0 {
		return fault.New(fault.Unmet, "NOTHING_CHOSEN", "Chưa chọn văn bản nào để ký.")
	}
	if len(shown) > ManyLimit {
		return fault.New(fault.Unmet, "TOO_MANY_CHOSEN", fmt.Sprintf("Mỗi lần ký được nhiều nhất %d văn bản.", ManyLimit))
	}
	seen := map[string]bool{}
	for _, d := range shown {
		if d.DocumentID == "" || d.Version < 1 || d.SHA256 == "" {
			return fault.New(fault.Unmet, "SHOWN_MISSING", "Phải nêu phiên bản và mã của tệp đã xem cho từng văn bản.")
		}
		if seen[d.DocumentID] {
			return fault.New(fault.Unmet, "CHOSEN_TWICE", "Một văn bản được chọn hai lần.")
		}
		seen[d.DocumentID] = true
	}
	return nil
}

// openFor opens the key for the first document that can be signed, and takes the request's key. Where none can, the PIN
// is not tried.
func (s *Service) openFor(ctx context.Context, personID, pin string, shown []Shown, ring *keyring) error {
	for _, d := range shown {
		var f *facts
		err := s.store.View(ctx, func(tx *store.Tx) (err error) {
			f, _, _, err = s.decide(tx, personID, d.DocumentID, "sign", d.input(pin, ring), nil)
			return err
		})
		if err == nil {
			err = f.shown(f.document.Rendition)
		}
		if refused := new(fault.Fault); errors.As(err, &refused) {
			continue // it is told in its turn
		}
		if err == nil {
			_, err = s.personalKey(ctx, f)
		}
		if err != nil {
			return s.refused(ctx, personID, authz.DocumentSign, d.DocumentID, err)
		}
		err = s.store.Update(ctx, func(tx *store.Tx) error { return tx.SetAnswer("") })
		if repeated := new(store.Repeated); errors.As(err, &repeated) {
			return nil
		}
		return err
	}
	return nil
}

func (d Shown) input(pin string, ring *keyring) FireInput {
	return FireInput{Version: d.Version, SHA256: d.SHA256, PIN: pin, keys: ring}
}

// signOne signs one of many. It is finished even when whoever asked is gone: what is signed and what is not stays clear.
func (s *Service) signOne(ctx context.Context, personID, pin string, d Shown, ring *keyring) Signed {
	ctx = store.WithPart(context.WithoutCancel(ctx), d.DocumentID)
	done := Signed{DocumentID: d.DocumentID}
	repeated, err := s.store.Answered(ctx)
	if repeated == nil && err == nil {
		err = s.fire(ctx, personID, d.DocumentID, "sign", d.input(pin, ring))
		if err != nil && !errors.As(err, &repeated) {
			if twin, lookErr := s.store.Answered(ctx); lookErr == nil { // the same request, sent twice at once
				repeated = twin
			}
		}
	}
	if repeated != nil {
		done.Replayed = true
		return done
	}
	done.Err = err
	return done
}

// Chosen is one of the documents that a person wants to sign in one go.
type Chosen struct {
	document.Document
	StateLabel, Drafter, Issuer string
	Waits                       bool // for the signature of this very person
}

// ToSign gives those of some documents that the person may see, in their order.
func (s *Service) ToSign(ctx context.Context, personID string, ids []string) (chosen []Chosen, err error) {
	ids = ids[:min(len(ids), ManyLimit)]
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := s.List(ctx, personID, document.Filter{IDs: ids, Limit: ManyLimit})
	if err != nil {
		return nil, err
	}
	waiting, err := s.List(ctx, personID, document.Filter{Box: "signing", IDs: ids, Limit: ManyLimit})
	if err != nil {
		return nil, err
	}
	waits := idsIn(waiting.Documents)
	for _, d := range list.Documents {
		chosen = append(chosen, Chosen{
			Document: d, StateLabel: list.States[d.ID], Drafter: list.People[d.DrafterID], Issuer: list.Organs[d.IssuerID],
			Waits: slices.Contains(waits, d.ID) && d.SignerID == personID,
		})
	}
	slices.SortStableFunc(chosen, func(a, b Chosen) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return chosen, nil
}

// NextToSign is the document that a person signs after one: the first of his inbox as it was sorted, the newest of a pile
// first; "" when none waits.
func (s *Service) NextToSign(ctx context.Context, personID, after string) (next string, left int64, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		filter := s.filterFor(actor, document.Filter{Box: "signing", Limit: waitingLimit})
		page, err := document.List(tx, filter)
		if err != nil {
			return err
		}
		ids := slices.DeleteFunc(idsIn(page.Documents), func(id string) bool { return id == after })
		if len(ids) == 0 {
			return nil
		}
		piles, err := pilesOf(tx, personID, ids)
		if err != nil {
			return err
		}
		slices.SortStableFunc(ids, func(a, b string) int { return pileRank(piles[a].Pile) - pileRank(piles[b].Pile) })
		next = ids[0]
		if left, err = document.Count(tx, filter); err != nil {
			return err
		}
		if len(ids) < len(page.Documents) {
			left--
		}
		return nil
	})
	return next, left, err
}
