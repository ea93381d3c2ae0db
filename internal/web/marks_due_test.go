package web_test

import (
	"net/http"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// What became of a document is told wherever it is found: among the hits of a search, on its board.
func TestMarksOnHitsAndBoard(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d := o.walk(o.draft(), "issued")
		search := func() client.Hit {
			t.Helper()
			var hits client.Hits
			o.must(o.as(drafter).Do(t.Context(), http.MethodGet, "/search?q=truc", nil, &hits))
			if len(hits.Items) != 1 {
				t.Fatalf("%d hits", len(hits.Items))
			}
			return hits.Items[0]
		}
		if got := search().Marks; len(got) != 0 {
			t.Errorf("in force, it has %+v", got)
		}
		if a := o.post(signer, "/documents/"+d.ID+"/aftermath/recall", d.Version, "comment", "Sai lịch trực", "ground", "Biên bản rà soát"); a.StatusCode != 303 {
			t.Fatalf("decided: %d %.300s", a.StatusCode, a.body)
		}
		_, err := o.as(clerk).Fire(t.Context(), d.ID, "recall", client.Act{})
		o.must(err)
		if got := search().Marks; len(got) != 1 || got[0].Kind != "recalled" {
			t.Errorf("recalled, it has %+v", got)
		}
		o.shows(drafter, "/search?q=truc", `<span class="badge red" title="Sai lịch trực">Đã thu hồi</span>`)
		o.shows(drafter, "/documents/"+d.ID+"/deliveries", "Hết hiệu lực")
	})
}

// When a thông báo kết luận must be out is shown on its page, its form, in its box and among what waits.
func TestTheConclusionsDueIsShown(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		draft := o.notice()
		draft.Subject = "kết luận của Thường trực Tỉnh ủy"
		draft.Fields = map[string]string{"meeting": "Hội nghị giao ban", "held_on": "2014-06-05", "ended_on": "2014-06-06"}
		d, err := o.as(drafter).Create(t.Context(), draft)
		o.must(err)
		const due = "13/06/2014" // the fifth working day after Friday 6 June 2014
		o.shows(drafter, "/documents/"+d.ID, "Hạn ban hành thông báo kết luận", due)
		o.shows(drafter, "/documents/"+d.ID+"/edit", "Hạn ban hành thông báo kết luận", due)
		o.shows(drafter, "/boxes/drafts", "hạn ban hành kết luận", due)
		list, err := o.as(drafter).List(t.Context(), "drafts", nil)
		o.must(err)
		if len(list.Items) != 1 || list.Items[0].ConclusionDue == nil {
			t.Errorf("the list has %+v", list.Items)
		}
		_, err = o.as(drafter).Fire(t.Context(), d.ID, "submit", client.Act{})
		o.must(err)
		o.shows(approver, "/", "hạn ban hành kết luận", due)
	})
}
