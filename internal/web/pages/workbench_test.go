package pages

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/notice"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A draft that came back waits for its author: the first page says so to him, to nobody else, and until he submits it again.
func TestAReturnedDraftStandsOnItsAuthorsFirstPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		stands := func(who, document string) bool {
			page := o.as(who).get("/").is(http.StatusOK)
			return strings.Contains(page.words, "Bị trả lại, cần sửa") && slices.Contains(page.links, document)
		}
		document := o.draft()
		if stands(drafter, document) {
			t.Error("what was never submitted came back")
		}
		o.walk(document, "submit")
		o.fire(approver, document, "return", one("comment", "Nói rõ giờ trực.")).is(http.StatusOK)
		if !stands(drafter, document) || stands(approver, document) || stands(signer, document) {
			t.Errorf("drafter %v, approver %v, signer %v", stands(drafter, document), stands(approver, document), stands(signer, document))
		}
		o.fire(drafter, document, "submit", nil).is(http.StatusOK)
		if stands(drafter, document) {
			t.Error("what was submitted again still waits for its author")
		}
	})
}

// A document's trích yếu alone is half a name: a notice begins with what it is, in the reader's language.
func TestANoticeNamesTheKindOfItsDocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		document := o.draft()
		id := strings.TrimPrefix(document, "/documents/")
		o.tell(drafter, notice.Message{About: notice.Document, AboutID: id, DocumentID: id, Action: "return", Key: "return:2", Label: "Bị trả lại"})
		for _, path := range []string{"/", "/notices"} {
			o.as(drafter).get(path).says("Thông báo về lịch trực tháng 6 năm 2014", "Bị trả lại")
		}
	})
}

// What a document's page offers, its reader may open: the list of its tasks is the office's and the drafter's, never the
// văn thư's.
func TestADocumentLeadsToItsTasksWhoMaySeeThem(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		document := o.draft()
		o.walk(document, "sign")
		for who, leads := range map[string]bool{drafter: true, approver: true, checker: true, clerk: false} {
			status := http.StatusForbidden
			if leads {
				status = http.StatusOK
			}
			if got := slices.Contains(o.as(who).get(document).is(http.StatusOK).links, document+"/tasks"); got != leads {
				t.Errorf("the page leads %s to the tasks: %v", who, got)
			}
			o.as(who).get(document + "/tasks").is(status)
		}
	})
}
