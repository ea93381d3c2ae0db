package notice

import (
	"context"
	"strings"
	"testing"

	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestOneIsToldOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		d := r.document(drafter, approver)
		for range 2 {
			r.tell(d, "approve:2", drafter, approver, drafter)
		}
		r.must(s.Update(ctx, func(tx *store.Tx) error {
			return Tell(tx, []string{""}, Message{About: Document, AboutID: d, Action: "x", Key: "x", Label: "X"}) // "" is nobody
		}))
		r.tell(d, "approve:5", drafter)
		r.message(Message{About: Task, AboutID: "t1", Action: "assign", Key: "assign", Label: "Được giao nhiệm vụ", Urgent: true}, drafter)
		if n := r.count("notice"); n != 4 {
			t.Errorf("%d notices, want 4", n)
		}
		list, err := r.List(ctx, r.id(drafter), Query{Unseen: true})
		r.must(err)
		if len(list) != 3 || list[0].About != Task || !list[0].Urgent || list[0].Subject != "" || list[0].Label != "Được giao nhiệm vụ" ||
			list[2].Subject == "" || list[2].DocumentID != d || list[2].Action != "approve" {
			t.Errorf("told %+v", list)
		}
	})
}

// A message that says nothing, or that a rollback takes back, leaves nothing.
func TestWhatIsNotTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		good := Message{About: Task, AboutID: "t1", Action: "assign", Key: "k", Label: "Được giao"}
		for name, spoil := range map[string]func(*Message){
			"about nothing": func(m *Message) { m.About = "" }, "no id": func(m *Message) { m.AboutID = "" }, "no key": func(m *Message) { m.Key = "" },
			"no action": func(m *Message) { m.Action = "" }, "no label": func(m *Message) { m.Label = "" },
			"a label that tells all": func(m *Message) { m.Label = strings.Repeat("ă", 201) },
			"an unknown document":    func(m *Message) { m.DocumentID = "nowhere" },
		} {
			m := good
			spoil(&m)
			if err := s.Update(ctx, func(tx *store.Tx) error { return Tell(tx, []string{r.id(drafter)}, m) }); err == nil {
				t.Errorf("%s was told", name)
			}
		}
		sorry := fault.New(fault.Unmet, "NO", "Không.")
		err := s.Update(ctx, func(tx *store.Tx) error {
			if err := Tell(tx, []string{r.id(drafter)}, good); err != nil {
				return err
			}
			return sorry
		})
		if !sorry.Is(err) || r.count("notice") != 0 {
			t.Errorf("%v, and %d notices stayed", err, r.count("notice"))
		}
	})
}

// What one may no longer see one is no longer told of, nor is it counted; with the right it comes back.
func TestTheRightToSeeDecides(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		open, shut := r.document(drafter), r.document(approver)
		r.tell(open, "a", drafter)
		r.tell(shut, "a", drafter)
		r.message(Message{About: Calendar, AboutID: "2026-11-20", Action: "put_day", Key: "k", Label: "Lịch làm việc thay đổi"}, drafter)
		look := func(want int) {
			t.Helper()
			list, err := r.List(ctx, r.id(drafter), Query{})
			r.must(err)
			n, err := r.Unseen(ctx, r.id(drafter))
			r.must(err)
			if len(list) != want || int(n) != want {
				t.Errorf("%d are told, %d counted, want %d: %+v", len(list), n, want, list)
			}
		}
		look(2)
		r.exec(`UPDATE document_access SET person_id = ? WHERE document_id = ?`, r.id(drafter), shut)
		look(3)
		r.exec(`UPDATE document_access SET person_id = ? WHERE document_id IN ?`, r.id(approver), []string{open, shut})
		look(1)
		if _, err := r.List(ctx, "nobody", Query{}); fault.Of(err).Code != "NOT_LOGGED_IN" {
			t.Errorf("nobody reads %v", err)
		}
	})
}

func TestSeen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		a, b := r.document(drafter, approver), r.document(drafter, approver)
		for _, d := range []string{a, b} {
			r.tell(d, "1", drafter, approver)
			r.tell(d, "2", drafter, approver)
		}
		left := func() (n int) {
			list, err := r.List(ctx, r.id(drafter), Query{Unseen: true})
			r.must(err)
			return len(list)
		}
		all, err := r.List(ctx, r.id(drafter), Query{})
		r.must(err)
		r.must(r.See(ctx, r.id(approver), Seen{ID: all[0].ID})) // another's: nothing
		if left() != 4 {
			t.Errorf("%d left", left())
		}
		r.must(r.See(ctx, r.id(drafter), Seen{ID: all[0].ID}))
		r.must(r.SeeThing(ctx, r.id(drafter), Document, a))
		r.must(r.SeeThing(ctx, r.id(drafter), Document, "nowhere"))
		if left() != 1 {
			t.Errorf("%d left of 4 after one and all of one document", left())
		}
		r.tell(b, "3", drafter) // comes after the page was read
		r.must(r.See(ctx, r.id(drafter), Seen{UpTo: all[0].ID}))
		if left() != 1 {
			t.Errorf("%d left: what came after the page was read is new", left())
		}
		if err := r.See(ctx, r.id(drafter), Seen{}); fault.Of(err).Code != "NOTICE_UNKNOWN" {
			t.Errorf("nothing was seen: %v", err)
		}
		if n, err := r.Unseen(ctx, r.id(approver)); err != nil || n != 4 {
			t.Errorf("the other has %d, %v", n, err)
		}
	})
}

func TestPagesOfNotices(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		d := r.document(drafter)
		for _, key := range strings.Split("abcdefg", "") {
			r.tell(d, key, drafter)
		}
		seen := map[string]bool{}
		for before, pages := "", 0; ; pages++ {
			list, err := r.List(ctx, r.id(drafter), Query{Before: before, Limit: 3})
			r.must(err)
			if len(list) == 0 {
				if pages != 3 || len(seen) != 7 {
					t.Errorf("%d pages with %d", pages, len(seen))
				}
				return
			}
			for _, n := range list {
				seen[n.ID] = true
			}
			before = list[len(list)-1].ID
		}
	})
}
