package signoff

import (
	"context"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// kept says why an action is refused to somebody who must be able to sign later, and sees that the page and the act agree.
func (o *office) kept(v View, who, action string) (said string) {
	o.t.Helper()
	ctx := context.Background()
	look, err := o.Show(ctx, o.id(who), v.Document.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	shown := slices.IndexFunc(look.Available, func(a Action) bool { return a.Action == action && !a.Allowed })
	if shown < 0 {
		o.t.Fatalf("%s is offered to %s: %+v", action, who, look.Available)
	}
	o.refused("CONDITIONS_UNMET", func() error {
		_, err := o.Fire(ctx, o.id(who), v.Document.ID, action, look.input(action))
		for _, r := range fault.Of(err).Reasons {
			if r.Code == "SIGNER_APART" {
				said = r.Detail
			}
		}
		return err
	})
	if !slices.ContainsFunc(look.Available[shown].Reasons, func(r fault.Reason) bool { return r.Detail == said && said != "" }) {
		o.t.Errorf("%s by %s is refused with %q, and the page says %+v", action, who, said, look.Available[shown].Reasons)
	}
	return said
}

// Whoever is named to sign takes no part from which signing is kept apart: it is refused while another can still take it,
// the refusal names that other, and the document goes on.
func TestTheNamedSignerTakesNoPartBefore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.FormatCheck)
		var names map[string]string
		if err := s.View(ctx, func(tx *store.Tx) (err error) {
			names, err = peopleNames(tx, []string{o.id(checker), o.id(signer), o.id(drafter)})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		said := o.kept(v, signer, "check_format")
		if !strings.Contains(said, names[o.id(checker)]) || strings.Contains(said, names[o.id(signer)]) || strings.Contains(said, names[o.id(drafter)]) {
			t.Errorf("%q names others than those who may", said)
		}
		o.refused("CONDITIONS_UNMET", func() error { // nor does he answer the warnings of the form
			return o.Waive(ctx, o.id(signer), v.Document.ID, v.Document.Version, []string{"F01"}, "được")
		})
		o.walk(v, document.Issued)

		body := v.Content.Body
		text := DraftInput{Kind: "notice", Subject: "về lịch trực tháng 7 năm 2014", Signer: o.id(signer), Body: &body, RecipientsText: v.Content.RecipientsText}
		own, err := o.Draft(ctx, o.id(signer), text)
		if err != nil {
			t.Fatal(err)
		}
		if said := o.kept(own, signer, "submit"); !strings.Contains(said, "chọn người ký khác") {
			t.Errorf("who drafts for himself hears %q", said)
		}
		// What a deputy drafts in the office itself is approved by its head, but not by a head who is to sign it.
		if own, err = o.Draft(ctx, o.id(checker), text); err == nil {
			own, err = o.Fire(ctx, o.id(checker), own.Document.ID, "submit", FireInput{Version: own.Document.Version})
		}
		if err != nil {
			t.Fatal(err)
		}
		if said := o.kept(own, signer, "approve"); strings.Contains(said, names[o.id(checker)]) {
			t.Errorf("%q names the drafter", said)
		}
		o.intact()
	})
}

// Where nobody else can take the part, the refusal says how the document goes on.
func TestTheNamedSignerAloneIsToldTheWayOut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		v := o.walk(o.draft(), document.FormatCheck)
		if err := s.Update(context.Background(), func(tx *store.Tx) error { // every other head of the office has left
			_, err := tx.SQL().Exec(`UPDATE holding SET valid_to = valid_from WHERE role = 'chief_of_office' AND person_id <> '` + o.id(signer) + `'`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if said := o.kept(v, signer, "check_format"); !strings.Contains(said, "trả lại để đổi người ký") {
			t.Error(said)
		}
		if v, err := o.Fire(context.Background(), o.id(signer), v.Document.ID, "return", FireInput{Version: v.Document.Version, Comment: "Đổi người ký."}); err != nil || v.Document.State != document.Returned {
			t.Errorf("%s, %v", v.Document.State, err)
		}
	})
}
