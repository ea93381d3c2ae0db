package signoff

import (
	"context"
	"slices"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Whoever is named can take the step, and at each step of the way the one who will take it is named.
func TestWhoIsAwaitedCanCarryOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.draft()
		for _, want := range []struct {
			state document.State
			who   string
			label string
		}{
			{document.UnitReview, approver, "Duyệt nội dung"}, {document.FormatCheck, checker, "Xác nhận thể thức"},
			{document.AwaitingSignature, signer, "Ký số"}, {document.Signed, clerk, "Cấp số"},
		} {
			v = o.walk(v, want.state)
			people, err := o.Awaited(ctx, o.id(drafter), v.Document.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(people, func(a Awaited) bool { return a.Person.Username == want.who && a.Label == want.label }) {
				t.Errorf("%s: %+v, want %s", want.state, people, want.who)
			}
			for _, a := range people {
				if a.Person.Username == signer && want.state != document.AwaitingSignature {
					t.Errorf("%s: the signer is to “%s”, and could not sign then", want.state, a.Label)
				}
				view, err := o.Show(ctx, a.Person.ID, v.Document.ID)
				if err != nil || !slices.ContainsFunc(view.Available, func(x Action) bool { return x.Label == a.Label && x.Allowed }) {
					t.Errorf("%s: %s cannot “%s”: %v", want.state, a.Person.Username, a.Label, err)
				}
			}
		}
		o.refused("DOCUMENT_NOT_FOUND", func() error {
			_, err := o.Awaited(ctx, o.id(outsider), v.Document.ID)
			return err
		})
	})
}
