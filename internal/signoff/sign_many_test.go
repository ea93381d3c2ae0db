package signoff

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// waiting makes documents that wait for the signer.
func (o *office) waiting(n int) (views []View) {
	o.t.Helper()
	for range n {
		views = append(views, o.walk(o.draft(), document.AwaitingSignature))
	}
	return views
}

func shownOf(views ...View) (shown []Shown) {
	for _, v := range views {
		shown = append(shown, Shown{DocumentID: v.Document.ID, Version: v.Document.Version, SHA256: v.Document.Rendition})
	}
	return shown
}

// signMany signs and gives per document "signed", "replayed" or the code of the refusal.
func (o *office) signMany(ctx context.Context, who, pin string, shown []Shown) ([]string, error) {
	o.t.Helper()
	results, err := o.SignMany(ctx, o.id(who), pin, shown)
	if err != nil {
		return nil, err
	}
	var told []string
	for r := range results {
		if want := shown[len(told)].DocumentID; r.DocumentID != want {
			o.t.Errorf("result %d is of %s, want %s", len(told), r.DocumentID, want)
		}
		switch {
		case r.Err != nil:
			told = append(told, fault.Of(r.Err).Code)
		case r.Replayed:
			told = append(told, "replayed")
		default:
			told = append(told, "signed")
		}
	}
	return told, nil
}

func (o *office) stateOf(v View) document.State {
	o.t.Helper()
	now, err := o.Show(context.Background(), o.id(drafter), v.Document.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return now.Document.State
}

// Twenty documents, of which some cannot be signed any more: the others are, each as one that is signed alone.
func TestManyAreSignedWithOnePIN(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		views := o.waiting(20)
		shown := shownOf(views...)
		want := strings.Split(strings.Repeat("signed ", 20), " ")[:20]

		// One came back and was put up again, one was taken back, one was signed in another window, one is of another
		// signer, of one other bytes were shown, one is nobody's.
		if _, err := o.Fire(ctx, o.id(signer), views[3].Document.ID, "return", views[3].input("return")); err != nil {
			t.Fatal(err)
		}
		again, err := o.Show(ctx, o.id(drafter), views[3].Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		o.walk(again, document.AwaitingSignature)
		if _, err := o.Fire(ctx, o.id(drafter), views[5].Document.ID, "withdraw", views[5].input("withdraw")); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Fire(ctx, o.id(signer), views[7].Document.ID, "sign", views[7].input("sign")); err != nil {
			t.Fatal(err)
		}
		shown[9] = shownOf(o.of("bach.dc"))[0]
		shown[11].SHA256 = strings.Repeat("0", 64)
		shown[13].DocumentID = store.NewID()
		want[3], want[5], want[7], want[9], want[11], want[13] = "STALE_VERSION", "STALE_VERSION", "STALE_VERSION", "FORBIDDEN", "BYTES_NOT_SHOWN", "DOCUMENT_NOT_FOUND"
		if now := o.stateOf(views[5]); now != document.Drafting {
			t.Fatalf("taken back, and yet %s", now)
		}

		before := o.traces()
		told, err := o.signMany(ctx, signer, pin, shown)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(told) != fmt.Sprint(want) {
			t.Errorf("told %v\nwant %v", told, want)
		}
		after := o.traces()
		if after.Events-before.Events != 14 || after.Signatures-before.Signatures != 14 || after.Parts-before.Parts != 14 || after.Refusals-before.Refusals != 6 {
			t.Errorf("14 signed and 6 refused left\n%+v\nafter\n%+v", after, before)
		}
		for i, v := range views {
			signed := want[i] == "signed" || i == 7
			if now := o.stateOf(v); (now == document.Signed) != signed {
				t.Errorf("document %d is %s, told %s", i, now, want[i])
			}
		}
		last := o.walk(mustShow(o, views[19]), document.Issued) // and goes on as any other
		pdf, err := o.readStored(ctx, last.Document.Sealed)
		if err != nil {
			t.Fatal(err)
		}
		if report := signature.Verify(pdf, signature.VerifyOptions{Roots: o.keys.Roots()}); report.Verdict != signature.Valid {
			t.Errorf("the issued file: %s, %v", report.Verdict, report.Reasons)
		}
		o.intact()
	})
}

func mustShow(o *office, v View) View {
	o.t.Helper()
	now, err := o.Show(context.Background(), o.id(drafter), v.Document.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return now
}

// of is a document that waits for another signer.
func (o *office) of(who string) View {
	o.t.Helper()
	v := o.draft()
	other := o.id(who)
	v, err := o.Edit(context.Background(), o.id(drafter), v.Document.ID, EditInput{Version: v.Document.Version, Signer: &other})
	if err != nil {
		o.t.Fatal(err)
	}
	return o.walk(v, document.AwaitingSignature)
}

// What refuses the whole list leaves nothing behind, and a wrong PIN counts once however long the list is.
func TestManyRefusedAreUntouched(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		shown := shownOf(o.waiting(3)...)
		many := func(who, pin string, shown []Shown) func() error {
			return func() error { _, err := o.signMany(ctx, who, pin, shown); return err }
		}
		if err := first(o.signMany(ctx, signer, pin, shownOf(o.waiting(1)...))); err != nil { // the key is made at its first use
			t.Fatal(err)
		}
		for range 4 {
			o.refused("PIN_WRONG", many(signer, "999999", shown))
		}
		o.refused("PIN_WRONG", many(signer, "999999", shown)) // the fifth wrong one locks
		o.refused("PIN_LOCKED", many(signer, pin, shown))
		before := o.traces()
		for _, c := range []struct {
			code  string
			shown []Shown
		}{
			{"NOTHING_CHOSEN", nil},
			{"TOO_MANY_CHOSEN", make([]Shown, ManyLimit+1)},
			{"CHOSEN_TWICE", []Shown{shown[0], shown[0]}},
			{"SHOWN_MISSING", []Shown{{DocumentID: shown[0].DocumentID, Version: 4}}},
			{"SHOWN_MISSING", []Shown{{DocumentID: shown[0].DocumentID, SHA256: shown[0].SHA256}}},
		} {
			if err := first(o.signMany(ctx, signer, pin, c.shown)); fault.Of(err).Code != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
		}
		if after := o.traces(); after != before {
			t.Errorf("left\n%+v\nwant\n%+v", after, before)
		}
		// Who cannot sign any of them is told so for each, and no PIN of his is tried.
		told, err := o.signMany(ctx, checker, "999999", shown)
		if err != nil || fmt.Sprint(told) != "[FORBIDDEN FORBIDDEN FORBIDDEN]" {
			t.Errorf("the checker: %v, %v", told, err)
		}
		if tried, _ := filepath.Glob(filepath.Join(o.safe, "*.tries")); len(tried) != 1 {
			t.Errorf("PINs tried of %v, want the signer's alone", tried)
		}
		o.intact()
	})
}

func first(_ []string, err error) error { return err }

func TestManyAreNotSignedWithAKeyThatIsOver(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		shown := shownOf(o.waiting(2)...)
		holder := signature.Holder{Kind: signature.OfPerson, ID: o.id(signer), Name: "Đặng Công Sang"}
		if err := o.keys.Install(holder, overKey(t), pin); err != nil {
			t.Fatal(err)
		}
		o.refused("KEY_EXPIRED", func() error { return first(o.signMany(context.Background(), signer, pin, shown)) })
	})
}

// overKey is a PKCS#12 file whose certificate ended yesterday.
func overKey(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(0, 0, -1),
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	file, err := pkcs12.Modern2023.Encode(key, certificate, nil, pin)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// Sent twice with one Idempotency-Key, one after the other or at once, each document is signed once.
func TestManySentTwiceAreSignedOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		views := o.waiting(4)
		shown := shownOf(views...)
		keyed := func() context.Context {
			return store.WithKey(context.Background(), o.id(signer), "k-1", "what was asked")
		}
		before := o.traces()

		// Broken off after the second: the rest is untouched, and a repeat goes on from there.
		ctx, stop := context.WithCancel(keyed())
		results, err := o.SignMany(ctx, o.id(signer), pin, shown)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for r := range results {
			if n++; n == 2 {
				stop()
			}
			if r.Err != nil {
				t.Error(r.Err)
			}
		}
		stop()
		if n != 2 || o.stateOf(views[1]) != document.Signed || o.stateOf(views[2]) != document.AwaitingSignature {
			t.Errorf("%d results after the stop at the second, then %s, %s", n, o.stateOf(views[1]), o.stateOf(views[2]))
		}

		told := make([][]string, 3)
		var all sync.WaitGroup
		for i := range told {
			all.Go(func() {
				var err error
				if told[i], err = o.signMany(keyed(), signer, pin, shown); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for i := range shown {
			signed := 0
			for _, run := range told {
				switch run[i] {
				case "signed":
					signed++
				case "replayed":
				default:
					t.Errorf("document %d: %s", i, run[i])
				}
			}
			if want := i / 2; signed != want {
				t.Errorf("document %d was signed %d times by the repeats, want %d", i, signed, want)
			}
		}
		after := o.traces()
		if after.Events-before.Events != 4 || after.Signatures-before.Signatures != 4 {
			t.Errorf("four documents left %d events and %d signatures", after.Events-before.Events, after.Signatures-before.Signatures)
		}
		other := store.WithKey(context.Background(), o.id(signer), "k-1", "something else")
		if err := first(o.signMany(other, signer, pin, shown)); fault.Of(err).Code != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("one key for two requests: %v", err)
		}
		o.intact()
	})
}

func TestTwoHundredAreSigned(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("two hundred files are drawn; without -short")
	}
	o := openOffice(t, storetest.SQLite(t))
	told, err := o.signMany(context.Background(), signer, pin, shownOf(o.waiting(ManyLimit)...))
	if err != nil {
		t.Fatal(err)
	}
	if len(told) != ManyLimit || strings.Contains(strings.Join(told, " "), "_") {
		t.Errorf("%v", told)
	}
	o.intact()
}

// What a signer chooses: his own, in his order, with what waits for him no more marked so; nothing that he may not see.
func TestWhatIsChosenToSign(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		views := o.waiting(3)
		done := o.walk(views[1], document.Signed)
		other := o.of("bach.dc")
		ids := []string{views[2].Document.ID, other.Document.ID, done.Document.ID, store.NewID(), views[0].Document.ID}
		if chosen, err := o.ToSign(ctx, o.id(outsider), ids); err != nil || len(chosen) != 0 {
			t.Errorf("who may see none of them is shown %v, %v", chosen, err)
		}
		chosen, err := o.ToSign(ctx, o.id(signer), ids)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, c := range chosen {
			told = append(told, fmt.Sprint(slices.Index(ids, c.ID), c.Waits))
		}
		if want := []string{"0 true", "1 false", "2 false", "4 true"}; !slices.Equal(told, want) {
			t.Errorf("chosen %v, want %v", told, want)
		}
		next, left, err := o.NextToSign(ctx, o.id(signer), views[2].Document.ID)
		if err != nil || next != views[0].Document.ID || left != 1 {
			t.Errorf("next %s, %d left, %v", next, left, err)
		}
		if err := o.Sort(ctx, o.id(signer), "", views[0].Document.ID, PileLater, ""); err != nil {
			t.Fatal(err)
		}
		if next, left, err = o.NextToSign(ctx, o.id(signer), ""); err != nil || next != views[2].Document.ID || left != 2 {
			t.Errorf("next %s, %d left, %v; one was put aside", next, left, err)
		}
		if next, _, err = o.NextToSign(ctx, o.id(clerk), ""); err != nil || next != "" {
			t.Errorf("the văn thư is to sign %q, %v", next, err)
		}
	})
}
