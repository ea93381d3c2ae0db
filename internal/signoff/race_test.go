package signoff

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// crowd puts n documents before the signer, as copies of one that went there by itself: the race is about signing and
// numbering, not about drafting.
func (o *office) crowd(n int) []View {
	o.t.Helper()
	first := o.walk(o.draft(), document.AwaitingSignature)
	views := make([]View, n)
	err := o.store.Update(context.Background(), func(tx *store.Tx) error {
		for i := range views {
			d := first.Document
			d.ID = store.NewID()
			if err := document.Create(tx, &d, first.Content); err != nil {
				return err
			}
			if err := grantDrafting(tx, d); err != nil {
				return err
			}
			if err := document.Grant(tx, document.Access{DocumentID: d.ID, PersonID: d.SignerID, Why: authz.Signer}); err != nil {
				return err
			}
			for name, played := range first.Parts {
				if err := playPart(tx, d.ID, name, played); err != nil {
					return err
				}
			}
			err := audit.Record(tx, audit.Event{Subject: audit.Document(d.ID), Action: "draft", ActorID: d.DrafterID, To: string(d.State), Version: d.Version})
			if err != nil {
				return err
			}
			views[i] = View{Document: d}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return views
}

// quickKey makes a person's key, and one that opens at once: the derivation that guards a stolen file lets one in after
// another, and 64 workers would come to the numbers in a row.
func (o *office) quickKey(username string) {
	o.t.Helper()
	must := func(err error) {
		o.t.Helper()
		if err != nil {
			o.t.Fatal(err)
		}
	}
	_, err := o.keys.Unlock(context.Background(), signature.Holder{Kind: signature.OfPerson, ID: o.id(username), Name: username, Organ: "Văn phòng"}, pin)
	must(err)
	files, err := filepath.Glob(filepath.Join(o.safe, "*.p12"))
	must(err)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		must(err)
		key, cert, chain, err := pkcs12.DecodeChain(raw, pin)
		if errors.Is(err, pkcs12.ErrIncorrectPassword) {
			continue // the authority's
		}
		must(err)
		raw, err = pkcs12.Modern2023.WithIterations(1).Encode(key, cert, chain, pin)
		must(err)
		must(os.WriteFile(file, raw, 0o600))
	}
}

// 64 workers sign and number 500 documents; every seventh comes with a stale version first.
func TestNumbersUnderFire(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		workers, documents := 64, 500
		if testing.Short() { // under the race detector; the full run is without it
			documents = 70
		}
		o := openOffice(t, s)
		o.quickKey(signer)
		ctx := context.Background()
		before := o.traces()
		work := make(chan View, documents)
		for _, v := range o.crowd(documents) {
			work <- v
		}
		close(work)
		prepared := o.traces()
		var stale, done atomic.Int64
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for v := range work {
					if err := o.signAndNumber(ctx, v, done.Add(1)%7 == 0, &stale); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		after := o.traces()
		if got := after.Numbers - before.Numbers; got != int64(documents) {
			t.Errorf("%d numbers, want %d", got, documents)
		}
		if got := after.Events - prepared.Events; got != int64(2*documents) {
			t.Errorf("%d events, want two a document", got)
		}
		if got := after.Refusals - prepared.Refusals; got != stale.Load() {
			t.Errorf("%d refusals on record, want %d", got, stale.Load())
		}
		o.intact() // no gap, no repeat, no broken chain
		t.Logf("%d documents signed and numbered, %d stale versions refused", documents, stale.Load())
	})
}

// signAndNumber signs and numbers one document; a stale try must be refused first.
func (o *office) signAndNumber(ctx context.Context, v View, tryStale bool, stale *atomic.Int64) error {
	in := v.input("sign")
	if tryStale {
		old := in
		old.Version = v.Document.Version + 1
		if _, err := o.Fire(ctx, o.id(signer), v.Document.ID, "sign", old); !errors.Is(err, document.ErrStale) {
			return fmt.Errorf("a stale version gave %v", err)
		}
		stale.Add(1)
	}
	signed, err := o.Fire(ctx, o.id(signer), v.Document.ID, "sign", in)
	if err != nil {
		return err
	}
	if tryStale {
		if _, err := o.Fire(ctx, o.id(clerk), v.Document.ID, "assign_number", in); !errors.Is(err, document.ErrStale) {
			return fmt.Errorf("a stale version gave %v", err)
		}
		stale.Add(1)
	}
	_, err = o.Fire(ctx, o.id(clerk), v.Document.ID, "assign_number", signed.input("assign_number"))
	return err
}

// Twelve people fire on one document at once: one wins, eleven are refused and leave nothing.
func TestTwelvePeopleOneDocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		v := o.walk(o.draft(), document.AwaitingSignature)
		before := o.traces()
		tries := []struct{ who, action string }{
			{signer, "sign"}, {signer, "sign"}, {signer, "sign"}, {signer, "sign"}, {signer, "return"}, {signer, "return"},
			{drafter, "withdraw"}, {drafter, "withdraw"}, {drafter, "cancel"}, {drafter, "cancel"}, {signer, "sign"}, {signer, "return"},
		}
		errs := make([]error, len(tries))
		start := make(chan struct{})
		var wg sync.WaitGroup
		for i, try := range tries {
			wg.Go(func() {
				<-start
				_, errs[i] = o.Fire(context.Background(), o.id(try.who), v.Document.ID, try.action, v.input(try.action))
			})
		}
		close(start)
		wg.Wait()
		won := 0
		for i, err := range errs {
			switch kind := fault.Of(err).Kind; {
			case err == nil:
				won++
			case kind != fault.Conflict && kind != fault.Unmet:
				t.Errorf("%s by %s: %v, want 409 or 422", tries[i].action, tries[i].who, err)
			}
		}
		if won != 1 {
			t.Errorf("%d people won, want one", won)
		}
		after := o.traces()
		if after.Events != before.Events+1 || after.Refusals != before.Refusals+11 || after.Signatures > before.Signatures+1 {
			t.Errorf("left\n%+v\nafter\n%+v", after, before)
		}
		o.intact()
	})
}
