package incoming

import (
	"slices"
	"testing"

	"trinhky/internal/distribution"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Of many deliveries each is acknowledged by itself: the earlier one has the smaller số đến, one that is refused stops none, and
// a request that is sent again takes nothing in twice.
func TestManyAreAcknowledged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		var ids []string
		for _, symbol := range []string{"61-TB/BTCTU", "62-TB/BTCTU", "63-TB/BTCTU"} {
			_, deliveries := h.issue(symbol, "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", h.sealed())
			ids = append(ids, h.toProvince(deliveries).ID)
		}
		if _, err := h.Refuse(h.ctx, h.as(registrar), ids[1], "duplicate", "đã có"); err != nil {
			t.Fatal(err)
		}
		for name, few := range map[string][]string{"NOTHING_CHOSEN": nil, "TOO_MANY_CHOSEN": manyIDs(ManyLimit + 1)} {
			before := h.rows()
			if _, err := h.AcknowledgeMany(h.ctx, h.as(registrar), few, ""); code(err) != name || h.rows() != before {
				t.Errorf("%s: %v", name, err)
			}
		}
		before := h.rows()
		for _, one := range h.acknowledged(registrar2, ids[1], store.NewID()) { // nothing of these can be
			if one.Err == nil {
				t.Errorf("%+v", one)
			}
		}
		for _, one := range h.acknowledged(specialist, ids...) {
			if code(one.Err) != distribution.ErrNotFound.Code && code(one.Err) != distribution.ErrNotYours.Code {
				t.Errorf("a stranger: %+v", one)
			}
		}
		if h.rows() != before {
			t.Errorf("refusals left %s, was %s", h.rows(), before)
		}
		events := h.count("audit_event")
		chosen := []string{ids[2], ids[1], ids[0], ids[0]} // not in the order in which they came, and one twice
		key := store.WithKey(h.ctx, h.id(registrar), "nhieu", "một")
		done, err := h.AcknowledgeMany(key, h.as(registrar), chosen, "đã nhận")
		if err != nil || len(done) != 3 || done[0].DeliveryID != ids[0] || done[0].Delivery.ArrivalNumber != 1 || done[2].Delivery.ArrivalNumber != 2 ||
			done[0].Delivery.Note != "đã nhận" || code(done[1].Err) != distribution.ErrAlreadyRefused.Code {
			t.Fatalf("%+v, %v", done, err)
		}
		if n := h.count("audit_event") - events; n != 4 { // of each one on the arrival's chain, one on the document's
			t.Errorf("%d events for two documents", n)
		}
		before = h.rows()
		again, err := h.AcknowledgeMany(key, h.as(registrar), chosen, "đã nhận")
		if err != nil || !again[0].Replayed || again[0].Delivery.ArrivalNumber != 1 || again[1].Err == nil || !again[2].Replayed || h.rows() != before {
			t.Errorf("again: %+v, %v; %s, was %s", again, err, h.rows(), before)
		}
	})
}

func (h *house) acknowledged(who string, ids ...string) []Acknowledged {
	h.Helper()
	done, err := h.AcknowledgeMany(h.ctx, h.as(who), ids, "")
	h.must(err)
	return done
}

func manyIDs(n int) (ids []string) {
	for range n {
		ids = append(ids, store.NewID())
	}
	return ids
}

// A box is gone through page by page to its end and back, and what comes in meanwhile moves nothing.
func TestABoxIsTurnedBothWays(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		var want []string
		for _, symbol := range []string{"71-CV/X", "72-CV/X", "73-CV/X", "74-CV/X", "75-CV/X"} {
			want = append([]string{h.paper(symbol).ID}, want...)
		}
		page := func(cursor string, back bool) (ids []string, prev, next string) {
			found, err := h.List(h.ctx, h.as(registrar), Filter{Box: "waiting", Cursor: cursor, Back: back, Limit: 2})
			h.must(err)
			for _, i := range found.Items {
				ids = append(ids, i.ID)
			}
			return ids, found.Prev, found.Next
		}
		one, before, next := page("", false)
		two, prev, last := page(next, false)
		three, _, end := page(last, false)
		if !slices.Equal(slices.Concat(one, two, three), want) || before != "" || end != "" {
			t.Errorf("forward %v %v %v, want %v", one, two, three, want)
		}
		back, none, on := page(prev, true)
		if !slices.Equal(back, one) || none != "" || on != next {
			t.Errorf("back to %v, want %v", back, one)
		}
		if tail, prev, next := page("", true); !slices.Equal(tail, want[3:]) || prev == "" || next != "" {
			t.Errorf("the last page is %v, want %v", tail, want[3:])
		}
	})
}
