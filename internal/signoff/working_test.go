package signoff

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// What is typed is kept without a version and without an event, is its author's alone, and becomes one version when it is
// saved.
func TestWorkingTextsMakeNoVersions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		before := o.traces()
		typed := document.Working{
			ID: "w1", DocumentID: v.Document.ID, BaseVersion: v.Document.Version, Subject: "về lịch trực", Form: map[string]string{"subject": "về lịch trực"},
		}
		for n := 1; n <= 3; n++ { // however often
			kept, err := o.KeepWorking(ctx, o.id(drafter), typed)
			if err != nil || kept.Revision != n || kept.Version != v.Document.Version || kept.Since.After(kept.SavedAt) {
				t.Fatalf("kept as %+v, %v", kept, err)
			}
			typed.Revision, typed.Form = n, map[string]string{"subject": "về lịch trực " + string(rune('0'+n))}
		}
		if diff := cmp.Diff(before, o.traces()); diff != "" {
			t.Errorf("typing left traces (-before +after):\n%s", diff)
		}
		// Whoever may not edit keeps nothing, and reads nothing of it.
		o.refused("FORBIDDEN", func() error { _, err := o.KeepWorking(ctx, o.id(approver), typed); return err })
		if _, found, err := o.Working(ctx, o.id(approver), v.Document.ID, "w1"); found || err != nil {
			t.Errorf("another's working text: %v, %v", found, err)
		}
		o.refused("SECRET_REFUSED", func() error {
			secret := typed
			secret.Form = map[string]string{"body": "MẬT\n\nNội dung."}
			_, err := o.KeepWorking(ctx, o.id(drafter), secret)
			return err
		})
		// What is typed and not saved would be left behind.
		o.refused("CONDITIONS_UNMET", func() error {
			_, err := o.Fire(ctx, o.id(drafter), v.Document.ID, "submit", FireInput{Version: v.Document.Version})
			return err
		})
		subject := "về lịch trực tháng 7"
		v, err := o.Edit(ctx, o.id(drafter), v.Document.ID, EditInput{Version: v.Document.Version, Subject: &subject, Working: "w1"})
		if err != nil || v.Document.ContentVersion != 2 {
			t.Fatalf("saved as version %d, %v", v.Document.ContentVersion, err)
		}
		if after := o.traces(); after.Events != before.Events+1 || after.Versions != before.Versions+1 {
			t.Errorf("%d events and %d versions more", after.Events-before.Events, after.Versions-before.Versions)
		}
		if _, found, err := o.Working(ctx, o.id(drafter), v.Document.ID, ""); found || err != nil {
			t.Errorf("the working text stayed: %v, %v", found, err)
		}
		o.walk(v, document.UnitReview)
	})
}

// Two windows of one person write over nothing of each other.
func TestTwoWindowsKeepTwoTexts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		window := func(id, text string, revision int) document.Working {
			return document.Working{ID: id, DocumentID: v.Document.ID, BaseVersion: v.Document.Version, Revision: revision, Form: map[string]string{"body": text}}
		}
		keep := func(w document.Working) (Kept, error) { return o.KeepWorking(ctx, o.id(drafter), w) }
		if _, err := keep(window("a", "một", 0)); err != nil {
			t.Fatal(err)
		}
		for _, late := range []document.Working{window("b", "hai", 0), window("a", "hai", 0), window("a", "hai", 2)} {
			kept, err := keep(late)
			if !errors.Is(err, document.ErrWorkingElsewhere) || kept.Form["body"] != "một" || kept.ID != "a" || kept.Revision != 1 {
				t.Errorf("a late window hears %+v, %v", kept, err)
			}
		}
		if kept, err := keep(window("a", "một", 0)); err != nil || kept.Revision != 1 { // its answer was lost on the way
			t.Errorf("sent again: %+v, %v", kept, err)
		}
		if kept, err := keep(window("a", "hai", 1)); err != nil || kept.Revision != 2 { // having seen both
			t.Errorf("%+v, %v", kept, err)
		}
		if err := o.DropWorking(ctx, o.id(approver), "a"); err != nil {
			t.Fatal(err)
		}
		if kept, found, err := o.Working(ctx, o.id(drafter), v.Document.ID, ""); !found || err != nil || kept.Form["body"] != "hai" {
			t.Errorf("after another's throwing away: %+v, %v, %v", kept, found, err)
		}
	})
}

// What is begun and no document yet stays with its author, within bounds, until it is one or 90 days old.
func TestBegunTextsStayWithinBounds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		begin := func(id string) error {
			_, err := o.KeepWorking(ctx, o.id(drafter), document.Working{ID: id, IssuerID: "bt-vptu", Kind: "notice", Form: map[string]string{"subject": id}})
			return err
		}
		for i := range 20 {
			if err := begin("w" + string(rune('a'+i))); err != nil {
				t.Fatal(err)
			}
		}
		o.refused("WORKING_TOO_MANY", func() error { return begin("one more") })
		o.refused("WORKING_WITHOUT_KEY", func() error { return begin("") })
		if list, err := o.Workings(ctx, o.id(drafter)); err != nil || len(list) != 20 || list[0].Form != nil {
			t.Errorf("%d are listed, %v", len(list), err)
		}
		if list, err := o.Workings(ctx, o.id(approver)); err != nil || len(list) != 0 {
			t.Errorf("%d of another's are listed, %v", len(list), err)
		}
		if _, err := o.Draft(ctx, o.id(drafter), DraftInput{Kind: "notice", Subject: "về lịch trực", Working: "wa"}); err != nil {
			t.Fatal(err)
		}
		err := s.Update(ctx, func(tx *store.Tx) error {
			old := tx.Now.Add(-document.WorkingLife).Add(-1)
			if err := tx.DB().Exec("UPDATE document_working SET saved_at = ? WHERE id = 'wb'", old).Error; err != nil {
				return err
			}
			return document.ForgetWorkings(tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		if list, err := o.Workings(ctx, o.id(drafter)); err != nil || len(list) != 18 {
			t.Errorf("%d are left, %v", len(list), err)
		}
	})
}

// What is asked about a text while it is typed leaves nothing, however it ends.
func TestLookingAtATypedTextLeavesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		text, subject := "Các phòng nổ lực trực từ ngày 5 tháng 6 năm 2014.", "về lịch trực mới"
		before, blobs := o.traces(), o.blobCount()
		for _, typed := range []Typed{
			{Draft: DraftInput{Kind: "notice", Issuer: "bt-vptu", Subject: subject, Text: text, Signer: o.id(signer)}},
			{ID: v.Document.ID, Edit: EditInput{Subject: &subject, Text: &text}},
		} {
			findings, err := o.CheckTyped(ctx, o.id(drafter), typed)
			if err != nil {
				t.Fatal(err)
			}
			fix := ""
			for _, f := range findings {
				if f.Fix != nil && f.Paragraph == 1 {
					fix = f.Fix.ID
				}
			}
			fixed, err := o.FixTyped(ctx, o.id(drafter), typed, []string{fix})
			if err != nil || fixed.Subject != subject || fixed.Body.Text() == "" {
				t.Errorf("fixed by %q as %+v, %v", fix, fixed, err)
			}
			if _, err := o.FixTyped(ctx, o.id(drafter), typed, []string{"eth:p999"}); !errFixUnknown.Is(err) {
				t.Errorf("an unknown fix: %v", err)
			}
			pages, err := o.PreviewTyped(ctx, o.id(drafter), typed)
			if err != nil {
				t.Fatal(err)
			}
			head := make([]byte, 5)
			if _, err := pages.Reader.Read(head); err != nil || string(head) != "%PDF-" {
				t.Errorf("the pages begin with %q, %v", head, err)
			}
		}
		r, err := o.CompareTyped(ctx, o.id(drafter), nil, Typed{ID: v.Document.ID, Edit: EditInput{Subject: &subject}})
		if err != nil || r.Summary.Changed != 1 {
			t.Errorf("compared: %+v, %v", r.Summary, err)
		}
		if diff := cmp.Diff(before, o.traces()); diff != "" || o.blobCount() != blobs {
			t.Errorf("looking left traces (-before +after):\n%s", diff)
		}
		o.refused("FORBIDDEN", func() error {
			_, err := o.PreviewTyped(ctx, o.id(approver), Typed{ID: v.Document.ID, Edit: EditInput{Subject: &subject}})
			return err
		})
		o.refused("DOCUMENT_NOT_FOUND", func() error {
			_, err := o.CheckTyped(ctx, o.id(outsider), Typed{ID: store.NewID(), Edit: EditInput{Subject: &subject}})
			return err
		})
	})
}
