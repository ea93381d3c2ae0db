package pages

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store/storetest"
)

// A form that came too late is told what happened meanwhile, and by whom; nothing else is done.
func TestAStaleFormIsToldWhatChanged(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.draft()
	o.walk2(document, "submit")
	approve := o.as(approver).get(document).form("/actions/approve")
	o.fire(drafter, document, "withdraw", nil).is(http.StatusOK)
	o.walk2(document, "submit")
	back := approve.send().is(http.StatusConflict)
	words := squeeze(back.words)
	from := strings.Index(words, "Đã thay đổi từ khi mở trang này")
	if from < 0 {
		t.Fatalf("what changed is not told:\n%s", words)
	}
	to := strings.Index(words, "Chưa có gì được thực hiện từ trang cũ.")
	if told := words[from:to]; strings.Count(told, "Rút lại") != 1 || strings.Count(told, "Trình →") != 1 || strings.Contains(told, "Soạn thảo") {
		t.Errorf("told is %q", told)
	}
	back.form("/actions/approve").send().is(http.StatusOK).says("Đã thực hiện: Duyệt nội dung.") // now that it was seen
	if again := o.as(checker).get(document + "?done=approve"); strings.Contains(again.words, "Đã thực hiện") {
		t.Error("somebody is told that he did what another did")
	}
}

// After a signature comes the next document that waits for one, in the order of the inbox.
func TestAfterASignatureComesTheNext(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	var documents []string
	for range 3 {
		d := o.draft()
		o.walk2(d, "submit", "approve", "check_format")
		documents = append(documents, d)
	}
	p := o.as(signer)
	sign := func(from *view) *view {
		form := from.form("/actions/sign")
		form.values.Set("then", "next") // the button's
		return form.submit(one("pin", pin)).is(http.StatusOK)
	}
	second := sign(p.get(documents[2]))
	if second.path != documents[1] {
		t.Fatalf("after the newest comes %s, want %s", second.path, documents[1])
	}
	second.says("Đã ký số:", "Sau văn bản này còn 1 văn bản chờ ký.")
	third := sign(second)
	if third.path != documents[0] {
		t.Fatalf("then comes %s, want %s", third.path, documents[0])
	}
	third.says("Đây là văn bản chờ ký cuối cùng.")
	if strings.Contains(third.words, "mở văn bản tiếp theo") {
		t.Error("the last one offers another")
	}
	if last := sign(third); last.path != documents[0] {
		t.Errorf("after the last one comes %s", last.path)
	}
	if strings.Contains(p.get(documents[0]+"?after="+strings.TrimPrefix(o.draft(), "/documents/")).words, "Đã ký số:") {
		t.Error("a draft is told of as signed")
	}
}
