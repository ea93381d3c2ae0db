package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// The graph of citations over HTTP: in JSON, and as a picture with its words.
func TestCascade(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ctx := context.Background()
		first := o.walk(o.draft(), "issued")
		plan := o.notice()
		plan.Kind, plan.Subject = "plan", "thực hiện Thông báo số 01-TB/VPTU, ngày 10/6/2014 của Văn phòng Tỉnh ủy"
		plan.Body.Blocks[0].Runs[0].Text = "Căn cứ Quyết định số 217-QĐ/TW của Bộ Chính trị, theo Thông báo 01, các phòng cử người trực."
		second, err := o.as(drafter).Create(ctx, plan)
		o.must(err)

		var graph client.Cascade
		o.must(o.as(drafter).Do(ctx, http.MethodGet, "/documents/"+second.ID+"/cascade?direction=up&depth=1", nil, &graph))
		if len(graph.Nodes) != 3 || graph.Nodes[0].ID != second.ID || graph.Truncated {
			t.Fatalf("the graph has the nodes %+v", graph.Nodes)
		}
		for _, n := range graph.Nodes[1:] {
			switch {
			case n.ID == first.ID:
				if n.Symbol != "01-TB/VPTU" || n.KindName != "Thông báo" || n.Outside || n.Date != "2014-06-10" || n.Issuer == "" || n.State != "issued" || n.Level != -1 {
					t.Errorf("the notice is %+v", n)
				}
			case n.Symbol != "217-QĐ/TW" || !n.Outside || n.Standing != "ambiguous" || n.ID != "":
				t.Errorf("the decision is %+v", n)
			}
		}
		for _, e := range graph.Edges {
			if want := map[bool]string{true: "implements", false: "grounds"}[e.To == first.ID]; e.From != second.ID || e.Relation != want {
				t.Errorf("edge %+v, want %s", e, want)
			}
		}
		if len(graph.Edges) != 2 {
			t.Errorf("edges %+v", graph.Edges)
		}
		if c := second.Citations; len(c) != 3 || c[0].ResolvesTo != first.ID || c[0].Relation != "implements" || c[2].ShortOf != 1 || c[2].ResolvesTo != first.ID {
			t.Errorf("citations %+v", c)
		}
		o.must(o.as(drafter).Do(ctx, http.MethodGet, "/documents/"+first.ID+"/cascade", nil, &graph))
		if len(graph.Edges) != 1 || graph.Edges[0].From != second.ID {
			t.Errorf("below the notice: %+v", graph.Edges)
		}
		for _, query := range []string{"depth=0", "depth=7", "direction=sideways", "depth=x", "nodes=5"} {
			if a := o.send(drafter, http.MethodGet, "documents/"+first.ID+"/cascade?"+query, ""); a.StatusCode/100 != 4 || a.problem.Code == "" {
				t.Errorf("%s: %d %s", query, a.StatusCode, a.body)
			}
		}

		page := o.send(drafter, http.MethodGet, "/documents/"+second.ID+"/cascade", "").body
		for _, words := range []string{"<svg", "Văn bản làm căn cứ, bậc 1", "Thông báo 01-TB/VPTU", `href="/documents/` + first.ID, ">thực hiện</text>", "217-QĐ/TW", "thực hiện <a href"} {
			if !strings.Contains(page, words) {
				t.Errorf("the page does not say %q:\n%s", words, page)
			}
		}
		if body := o.send(drafter, http.MethodGet, "/documents/"+second.ID, "").body; !strings.Contains(body, "/documents/"+second.ID+"/cascade") {
			t.Error("the document's page has no link to it")
		}
		if a := o.send(outsider, http.MethodGet, "/documents/"+second.ID+"/cascade", ""); a.StatusCode != http.StatusNotFound {
			t.Errorf("an outsider gets %d", a.StatusCode)
		}
	})
}
