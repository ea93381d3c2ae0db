package web_test

import (
	"context"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// twice is a draft of two versions.
func (o *office) twice() client.Document {
	o.t.Helper()
	d := o.draft()
	body := client.Body{Blocks: []client.Block{
		d.Body.Blocks[1], {Kind: "paragraph", Runs: []client.Run{{Text: "Văn phòng Tỉnh ủy thông báo lịch trực tháng 7 năm 2014 như sau."}}},
		{Kind: "paragraph", Runs: []client.Run{{Text: "Số điện thoại trực: ", Bold: true}, {Text: "123."}}},
	}}
	d, err := o.as(drafter).Change(context.Background(), d.ID, client.Change{Body: &body}, client.IfMatch(d.Version))
	o.must(err)
	return d
}

func TestRedlineOverHTTP(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	d := o.twice()
	path := "documents/" + d.ID + "/versions"
	var list []client.Version
	o.must(o.as(drafter).Do(ctx, "GET", "/"+path, nil, &list))
	if len(list) != 2 || list[1].N != 2 || list[1].Author.Name == "" || list[1].SHA256 == "" {
		t.Errorf("the list is %+v", list)
	}
	if a := o.send(drafter, "GET", path, ""); strings.Contains(a.body, "Các phòng phân công") {
		t.Error("the list brings the texts")
	}
	var r client.Redline
	o.must(o.as(drafter).Do(ctx, "GET", "/"+path+"/1...2", nil, &r))
	if r.From != 1 || r.To != 2 || r.Summary.Text != "1 đoạn thêm, 1 đoạn chuyển, 1 đoạn sửa" && r.Summary.Inserted != 1 {
		t.Errorf("the redline is %+v", r.Summary)
	}
	var kept, gone, come []string
	for _, p := range r.Passages {
		for _, s := range p.Words {
			switch s.Kind {
			case "kept":
				kept = append(kept, s.Text)
			case "deleted":
				gone = append(gone, s.Text)
			case "inserted":
				come = append(come, s.Text)
			}
		}
	}
	if strings.Join(gone, "|") != "6" || !strings.Contains(strings.Join(come, "|"), "Số điện thoại trực: ") || len(kept) == 0 {
		t.Errorf("gone %q, come %q", gone, come)
	}
	pdf := o.send(drafter, "GET", path+"/1...2/pdf", "")
	if pdf.StatusCode != 200 || !strings.HasPrefix(pdf.body, "%PDF-") || pdf.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the file: %d %s", pdf.StatusCode, pdf.Header.Get("Content-Type"))
	}
	o.refused(o.send(drafter, "GET", path+"/1...3", ""), 404, "VERSION_NOT_FOUND")
	o.refused(o.send(drafter, "GET", path+"/1/pdf", ""), 422, "VERSIONS_NOT_TWO")
	for _, odd := range []string{"0", "1..2", "1...", "...2", "1....2", "1...2...3", "x", "-1", "1...02", "9999999999"} {
		if a := o.send(drafter, "GET", path+"/"+odd, ""); a.StatusCode != 422 && a.StatusCode != 404 {
			t.Errorf("%s: %d %s", odd, a.StatusCode, a.problem.Code)
		}
	}
	for _, tail := range []string{"", "/1", "/1...2", "/1...2/pdf"} {
		o.refused(o.send(outsider, "GET", path+tail, ""), 404, "DOCUMENT_NOT_FOUND")
	}
}

func TestCommentsOverHTTP(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s)
		d := o.twice()
		path := "/documents/" + d.ID + "/comments"
		var said client.Comments
		o.must(o.as(approver).Do(ctx, "POST", path, client.NewComment{ContentVersion: 1, Block: 1, Quote: "thông báo lịch trực", Text: "Ai duyệt lịch?"}, &said, client.IdempotencyKey("gop-y-1")))
		o.must(o.as(approver).Do(ctx, "POST", path, client.NewComment{ContentVersion: 1, Block: 1, Quote: "thông báo lịch trực", Text: "Ai duyệt lịch?"}, &said, client.IdempotencyKey("gop-y-1")))
		if len(said.Threads) != 1 || said.Threads[0].BlockNow != 2 || !said.Threads[0].Quoted || said.Threads[0].Deleted || said.Threads[0].Author.ID != o.ids[approver] {
			t.Fatalf("said %+v", said)
		}
		id := said.Threads[0].ID
		o.must(o.as(drafter).Do(ctx, "POST", path, client.NewComment{ReplyTo: id, Text: "Trưởng phòng."}, &said))
		if len(said.Threads) != 1 || len(said.Threads[0].Answers) != 1 || !said.Threads[0].MayResolve {
			t.Errorf("answered %+v", said)
		}
		before := o.rows()
		o.refused(o.send(outsider, "POST", "/api/v1"+path, `{"block":1,"text":"x"}`), 404, "DOCUMENT_NOT_FOUND")
		o.refused(o.send(drafter, "POST", "/api/v1"+path, `{"block":99,"text":"x"}`), 422, "BLOCK_NOT_FOUND")
		o.refused(o.send(drafter, "POST", "/api/v1"+path, `{"block":1,"text":"TUYỆT MẬT"}`), 422, "SECRET_REFUSED")
		o.refused(o.send(checker, "POST", "/api/v1"+path+"/"+id+"/resolution", ""), 403, "FORBIDDEN")
		if after := o.rows(); after != before {
			t.Errorf("refusals left %+v, was %+v", after, before)
		}
		o.must(o.as(drafter).Do(ctx, "POST", path+"/"+id+"/resolution", nil, &said))
		if said.Threads[0].ResolvedBy == nil || said.Threads[0].ResolvedBy.ID != o.ids[drafter] || said.Threads[0].MayResolve {
			t.Errorf("resolved %+v", said.Threads[0])
		}
		o.walk(d, "issued")
		o.refused(o.send(recipient, "GET", "/api/v1"+path, ""), 403, "FORBIDDEN")
		o.refused(o.send(drafter, "POST", "/api/v1"+path, `{"block":1,"text":"Muộn."}`), 422, "WRONG_STATE")
	})
}
