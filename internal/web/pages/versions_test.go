package pages

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// edited is a draft of two versions.
func (o *office) edited() (document string) {
	o.t.Helper()
	document = o.draft()
	edit := o.as(drafter).get(document + "/edit").form("/edit")
	text := edit.values.Get("body")
	text = strings.Replace(text, "Các phòng phân công", "Trưởng các phòng phân công", 1) + "\r\n\r\nSố điện thoại trực: 123."
	edit.submit(one("body", text)).is(http.StatusOK)
	return document
}

func TestRedlinePage(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.edited()
	page := o.as(drafter).get(document+"/versions/1...2").is(http.StatusOK).
		says("So sánh phiên bản 1 và 2", "1 đoạn thêm, 1 đoạn sửa", "[thêm: Trưởng các]", "[bỏ: Các]", "Số điện thoại trực: 123.")
	for _, tag := range []string{"<ins", "<del"} {
		if !strings.Contains(page.raw, tag) {
			t.Errorf("no %s on the page", tag)
		}
	}
	keepPage(t, "redline", page)
	for _, f := range page.forms {
		if strings.HasSuffix(f.action, "/versions") && (f.values.Get("from") != "1" || f.values.Get("to") != "2") {
			t.Errorf("the versions that are shown are not chosen: %v", f.values)
		}
	}
	chosen := o.as(drafter).get(document+"/versions?from=2&to=1").is(http.StatusOK).says("So sánh phiên bản 2 và 1", "1 đoạn xóa")
	if !strings.HasSuffix(chosen.path, "/versions/2...1") {
		t.Errorf("the choice led to %s", chosen.path)
	}
	if last := o.as(drafter).get(document + "/versions").is(http.StatusOK); !strings.HasSuffix(last.path, "/versions/1...2") {
		t.Errorf("without a choice it led to %s", last.path)
	}
	if pdf := o.as(drafter).get(document + "/versions/1...2/pdf").is(http.StatusOK); !strings.HasPrefix(pdf.raw, "%PDF-") {
		t.Errorf("the file is %q", pdf.raw[:min(8, len(pdf.raw))])
	}
	for _, tail := range []string{"/versions/1...9", "/versions/9", "/versions/x", "/versions/1..2", "/versions/1/pdf"} {
		o.as(drafter).get(document + tail).is(http.StatusNotFound)
	}
	for _, tail := range []string{"/versions", "/versions/1", "/versions/1...2", "/versions/1...2/pdf"} {
		hidden, absent := o.as(outsider).get(document+tail), o.as(outsider).get("/documents/"+store.NewID()+tail)
		if hidden.is(http.StatusNotFound).raw != absent.is(http.StatusNotFound).raw {
			t.Errorf("%s tells a hidden document from an absent one", tail)
		}
	}
}

func TestCommentsByHand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		document := o.edited()
		approver := way[1].who
		o.fire(drafter, document, "submit", nil).is(http.StatusOK)
		page := o.as(approver).get(document + "/versions/2").is(http.StatusOK)
		form := page.form("/comments")
		block := form.values.Get("block")
		form.submit(one("text", "Cần nói rõ hơn.", "quote", "không có những từ này")).is(http.StatusUnprocessableEntity).
			says("không có những từ được trích", "Cần nói rõ hơn.") // what was typed is not lost
		said := page.form("/comments").submit(one("text", "Cần nói rõ hơn.", "quote", "")).is(http.StatusOK).says("Cần nói rõ hơn.", "đoạn "+block)
		if !strings.HasSuffix(said.path, "/versions/2") {
			t.Errorf("led to %s", said.path)
		}
		keepPage(t, "comments", said)
		thread := o.as(drafter).get(document + "/versions/2").says("Cần nói rõ hơn.")
		for _, f := range thread.forms {
			if f.values.Get("reply_to") != "" {
				f.submit(one("text", "Đã rõ, sẽ sửa.")).is(http.StatusOK).says("Đã rõ, sẽ sửa.")
			}
		}
		o.as(drafter).get(document + "/versions/2").form("/resolution").send().is(http.StatusOK).says("đã giải quyết")
		for _, f := range o.as(drafter).get(document + "/versions/2").forms {
			if strings.HasSuffix(f.action, "/resolution") || f.values.Get("reply_to") != "" {
				t.Errorf("a resolved comment still offers %s", f.action)
			}
		}
		o.as(drafter).get(document).says("Góp ý", "Giải quyết góp ý") // on the timeline
	})
}

func TestHostileCommentsStayText(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.edited()
	for _, evil := range hostile {
		page := o.as(drafter).get(document + "/versions/2").form("/comments").submit(one("text", evil)).is(http.StatusOK)
		harmless(t, page)
	}
	edit := o.as(drafter).get(document + "/edit").form("/edit")
	edit.submit(one("body", strings.Join(hostile, "\n\n"), "subject", hostile[0])).is(http.StatusOK)
	harmless(t, o.as(drafter).get(document+"/versions/2...3"))
	harmless(t, o.as(drafter).get(document+"/versions/3"))
}

// keepPage writes a page where somebody wants to look at it.
func keepPage(t *testing.T, name string, page *view) {
	t.Helper()
	if dir := os.Getenv("TRINHKY_KEEP_PAGES"); dir != "" {
		must(t, os.WriteFile(filepath.Join(dir, name+".html"), []byte(page.raw), 0o600))
	}
}
