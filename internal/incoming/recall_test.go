package incoming

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/audit"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const recallReason = "Sai thời gian trực."

// recall calls every copy of a document back, as its issuer does.
func (h *house) recall(d document.Document) {
	h.Helper()
	h.update(func(tx *store.Tx) error {
		called, err := distribution.CallBack(tx, d.ID, h.id(colleague), recallReason)
		if err != nil {
			return err
		}
		ids := []string{"no delivery"}
		for _, one := range called {
			ids = append(ids, one.ID)
		}
		return CalledBack(tx, ids, h.today)
	})
}

// late makes the present step of an arrival late.
func (h *house) late(id string) {
	h.Helper()
	h.update(func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("UPDATE arrival SET step_due = '2026-03-01 10:00:00+00:00', version = version + 1 WHERE id = '" + id + "'")
		return err
	})
}

func (h *house) told(username, about string) (labels []string) {
	h.Helper()
	rows, err := h.Store.Pool().Query("SELECT label FROM notice WHERE person_id = '" + h.id(username) + "' AND about_id = '" + about + "' ORDER BY label")
	h.must(err)
	defer rows.Close()
	for rows.Next() {
		var label string
		h.must(rows.Scan(&label))
		labels = append(labels, label)
	}
	h.must(rows.Err())
	return labels
}

// What was recalled waits for nobody and nobody is reminded of it; what the book says of it stays, and it goes no further.
func TestARecallSettlesArrivals(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		recalled, first := h.issue("51-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		_, others := h.issue("52-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		worked, third := h.issue("53-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		waiting, other, assigned := h.toProvince(first).ID, h.toProvince(others).ID, h.toProvince(third).ID
		for _, stage := range stages[:4] {
			_, err := stage.step(h, Arrival{ID: assigned})
			h.must(err)
		}
		for _, id := range []string{waiting, other, assigned} {
			h.late(id)
		}
		h.recall(recalled)
		h.recall(worked)

		before := h.rows()
		for name, c := range map[string]struct {
			try  func() error
			want string
		}{
			"register": {func() error {
				_, err := h.Register(h.ctx, h.as(registrar), At{ID: waiting}, Registration{})
				return err
			}, "DELIVERY_RECALLED"},
			"refuse": {func() error {
				_, err := h.Refuse(h.ctx, h.as(registrar), waiting, "duplicate", "trùng")
				return err
			}, "DELIVERY_RECALLED"},
			"start":  {func() error { _, err := h.Start(h.ctx, h.as(specialist), At{ID: assigned}); return err }, "ARRIVAL_CALLED_BACK"},
			"direct": {func() error { _, err := h.Direct(h.ctx, h.as(secretary), At{ID: assigned}, order()); return err }, "ARRIVAL_CALLED_BACK"},
		} {
			if err := c.try(); code(err) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		if diff := cmp.Diff(before, h.rows()); diff != "" {
			t.Error("a refusal left something: " + diff)
		}

		h.must(h.MarkOverdue(h.ctx))
		counts, err := h.Counts(h.ctx, h.as(registrar))
		h.must(err)
		if counts["waiting"] != 1 || counts["overdue"] != 1 || counts["all"] != 3 {
			t.Errorf("%v: want the one that was not recalled", counts)
		}
		if mine, err := h.Counts(h.ctx, h.as(specialist)); err != nil || mine["my_work"] != 0 {
			t.Errorf("%v %v", mine, err)
		}
		v, err := h.Show(h.ctx, h.as(registrar), waiting)
		h.must(err)
		if v.CalledBack != distribution.Recall || v.Call == nil || v.Call.Reason != recallReason || v.Symbol != "51-TB/BTCTU" || v.State != Waiting ||
			!v.StepDue.IsZero() || v.Overdue || len(v.Actions) != 0 || v.Gone {
			t.Errorf("%+v", v)
		}
		if diff := cmp.Diff([]string{"recall"}, h.trail(waiting)); diff != "" {
			t.Error(diff)
		}
		const label = "Văn bản đến đã bị cơ quan ban hành thu hồi"
		for who, id := range map[string]string{registrar: waiting, registrar2: waiting, specialist: assigned} {
			if got := h.told(who, id); len(got) == 0 || got[len(got)-1] != label && got[0] != label {
				t.Errorf("%s was told %q", who, got)
			}
		}
		if got := h.told(registrar, other); len(got) != 1 || got[0] == label {
			t.Errorf("of the other: %q", got)
		}
		h.view(func(tx *store.Tx) error {
			report, err := audit.Verify(tx)
			if report.Fault != nil {
				t.Errorf("%+v", report.Fault)
			}
			return err
		})
	})
}

// A copy that is back with its sender is no longer to be read here; that it came stays known. Called back twice changes
// nothing.
func TestATakenCopyIsGone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		d, deliveries := h.issue("54-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		id := h.toProvince(deliveries).ID
		content, err := h.Open(h.ctx, h.as(registrar), id, "")
		h.must(err)
		h.must(content.Reader.Close())
		settle := func(tx *store.Tx) error { return CalledBack(tx, []string{id}, h.today) }
		h.update(settle) // nobody called it back
		if v, err := h.Show(h.ctx, h.as(registrar), id); err != nil || v.CalledBack != "" || v.Version != 1 {
			t.Fatalf("%+v %v", v, err)
		}
		h.update(func(tx *store.Tx) error {
			if _, _, err := distribution.TakeOut(tx, d.ID, []string{id}, h.id(colleague), "Gửi nhầm.", h.today); err != nil {
				return err
			}
			return settle(tx)
		})
		before := h.rows()
		h.update(settle)
		if diff := cmp.Diff(before, h.rows()); diff != "" {
			t.Error(diff)
		}
		if _, err := h.Open(h.ctx, h.as(registrar), id, ""); code(err) != "ARRIVAL_COPY_GONE" {
			t.Errorf("still read: %v", err)
		}
		v, err := h.Show(h.ctx, h.as(registrar), id)
		h.must(err)
		if v.CalledBack != distribution.TakeBack || !v.Gone || v.Symbol != "54-TB/BTCTU" || v.OpensDocument {
			t.Errorf("%+v", v)
		}
		list, err := h.List(h.ctx, h.as(registrar), Filter{Box: "all"})
		if err != nil || len(list.Items) != 1 || list.Items[0].CalledBack != distribution.TakeBack {
			t.Errorf("%+v %v", list, err)
		}
	})
}
