package signoff

import (
	"context"
	"strings"
	"testing"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestWhatIsOverdueComesFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		var ids []string
		for range 3 {
			ids = append(ids, o.walk(o.draft(), document.UnitReview).Document.ID)
		}
		err := s.Update(ctx, func(tx *store.Tx) error {
			for id, due := range map[string]any{ids[0]: nil, ids[2]: tx.Now.Add(-time.Hour)} {
				if err := tx.DB().Exec(`UPDATE document_step SET due = ? WHERE document_id = ?`, due, id).Error; err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		waiting, err := o.Waiting(ctx, o.id(approver))
		if err != nil {
			t.Fatal(err)
		}
		if len(waiting) != 3 {
			t.Fatalf("%d documents wait, want 3", len(waiting))
		}
		for i, want := range []struct {
			id      string
			overdue bool
		}{{ids[2], true}, {ids[1], false}, {ids[0], false}} {
			if w := waiting[i]; w.Document.ID != want.id || w.Overdue != want.overdue || w.Label != "Duyệt nội dung" || w.Drafter == "" {
				t.Errorf("at %d waits %+v, want %v", i, w, want)
			}
		}
		for _, other := range []string{drafter, outsider, clerk} {
			if waiting, err := o.Waiting(ctx, o.id(other)); err != nil || len(waiting) != 0 {
				t.Errorf("%d documents wait for %s, %v", len(waiting), other, err)
			}
		}
	})
}

func TestAChainIsDrawnForWhoSeesTheDocument(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	o := openOffice(t, s)
	v := o.draft()
	svg, err := o.ChainSVG(context.Background(), o.id(drafter), v.Document.ID, Drawing{})
	if err != nil || !strings.Contains(svg, "Đang soạn thảo") {
		t.Errorf("drew %.60q, %v", svg, err)
	}
	o.refused("DOCUMENT_NOT_FOUND", func() error {
		_, err := o.ChainSVG(context.Background(), o.id(outsider), v.Document.ID, Drawing{})
		return err
	})
}
