package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// Attack 11 again: whoever tries one link after the other gains nothing from a second replica, and what he did to his own
// address is nobody else's.
func TestAttack11ReplicasCountUnknownLinksTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		one := open(t, s)
		other := serve(t, s)
		_, tokens := one.byMail()
		for range 10 {
			one.refused(one.send("", http.MethodGet, "l/tkl_nobody", ""), http.StatusNotFound, "LINK_UNKNOWN")
			other.refused(other.send("", http.MethodPost, "l/tkl_nobody/acknowledgement", `{"name":"Nguyễn Văn A"}`), http.StatusNotFound, "LINK_UNKNOWN")
		}
		before := one.rows()
		for _, o := range []*office{one, other} {
			o.refused(o.send("", http.MethodGet, "l/"+tokens[0], ""), http.StatusTooManyRequests, "TOO_MANY_LINKS")
			o.refused(o.send("", http.MethodPost, "l/"+tokens[0]+"/acknowledgement", `{"name":"Nguyễn Văn A"}`), http.StatusTooManyRequests, "TOO_MANY_LINKS")
		}
		if after := one.rows(); after != before {
			t.Errorf("%+v, then %+v", before, after)
		}
		one.clients = map[string]*client.Client{} // to log in is another thing than to try links
		one.as(drafter)
	})
}

// Every route that takes a file takes one of some size: a limit for forms must not stand before it. The routes are those
// of the API's own description, so that a new one is tried too; the page beside it has the same last word.
func TestEveryUploadTakesMoreThanAForm(t *testing.T) {
	t.Parallel()
	o := quick(t)
	var doc struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]json.RawMessage `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
	}
	o.must(json.Unmarshal([]byte(o.send("", http.MethodGet, "/api/openapi.json", "").body), &doc))
	body, contentType := upload("file", "ban-quet.pdf", "%PDF-1.7\n"+strings.Repeat("0123456789abcdef", 3<<16))
	tried := 0
	for path, operations := range doc.Paths {
		if _, file := operations["post"].RequestBody.Content["multipart/form-data"]; !file {
			continue
		}
		tried++
		path = strings.NewReplacer("{id}", "none", "{task}", "none").Replace(strings.TrimPrefix(path, "/api/v1"))
		if a := o.send(drafter, http.MethodPost, strings.TrimPrefix(path, "/"), body, "Content-Type", contentType); a.StatusCode == http.StatusRequestEntityTooLarge {
			t.Errorf("%s: 3 MB are too much: %s", path, a.body)
		}
	}
	if tried < 5 {
		t.Errorf("the description has %d routes that take a file", tried)
	}
}

// What was recalled is to be destroyed: nobody makes a sealed copy of it any more, not even of a copy that was begun before.
func TestNothingRecalledIsCopied(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ctx := context.Background()
		d := o.walk(o.draft(), "issued")
		prepare := `{"form":"true_copy","signer":"` + o.ids[signer] + `"}`
		var begun, signed client.Copy
		for _, c := range []*client.Copy{&begun, &signed} {
			o.must(json.Unmarshal([]byte(o.send(clerk, http.MethodPost, "documents/"+d.ID+"/copies", prepare).body), c))
		}
		sign := func(c client.Copy) answer {
			return o.send(signer, http.MethodPost, "copies/"+c.ID+"/actions/sign", `{"pin":"`+pin+`","sha256":"`+c.PDFSHA256+`"}`)
		}
		o.must(json.Unmarshal([]byte(sign(signed).body), &signed))
		if signed.State != "signed" {
			t.Fatalf("%+v", signed)
		}
		d, err := o.as(signer).Fire(ctx, d.ID, "recall", client.Act{Comment: "Sai lịch trực"})
		o.must(err)
		_, err = o.as(clerk).Fire(ctx, d.ID, "recall", client.Act{})
		o.must(err)
		before := o.rows()
		o.refused(o.send(clerk, http.MethodPost, "documents/"+d.ID+"/copies", prepare), http.StatusUnprocessableEntity, "COPY_OF_RECALLED")
		o.refused(sign(begun), http.StatusUnprocessableEntity, "COPY_OF_RECALLED")
		o.refused(o.send(clerk, http.MethodPost, "copies/"+signed.ID+"/actions/assign_number", `{}`), http.StatusUnprocessableEntity, "COPY_OF_RECALLED")
		if after := o.rows(); after != before {
			t.Errorf("refusals left %+v, was %+v", after, before)
		}
		if page := o.page(clerk, "/documents/"+d.ID+"/copies"); strings.Contains(page, "Lập bản sao</button>") {
			t.Error("the page offers to copy what was recalled")
		}
		if a := o.send(clerk, http.MethodPost, "copies/"+begun.ID+"/actions/cancel", `{"reason":"Văn bản đã thu hồi."}`); a.StatusCode != http.StatusOK {
			t.Errorf("a copy that was begun cannot be cancelled: %d %s", a.StatusCode, a.body)
		}
	})
}

// Who stands in is said before, as a right to sign is: an absence that begins in the past would let an act of then look as
// if somebody had been allowed to do it.
func TestAnAbsenceIsNotGivenForDaysThatArePast(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		give := `{"from":"2014-06-09","to":"2014-06-16","stand_ins":[{"scope":"content","person":"` + o.ids[outsider] + `"}]}`
		before := o.rows()
		o.refused(o.send(approver, http.MethodPost, "absences", give), http.StatusUnprocessableEntity, "ABSENCE_INVALID")
		if after := o.rows(); after != before {
			t.Errorf("the refusal left %+v, was %+v", after, before)
		}
		if a := o.send(approver, http.MethodPost, "absences", strings.ReplaceAll(give, "2014-06-09", "2014-06-10")); a.StatusCode != http.StatusCreated {
			t.Errorf("from today: %d %s", a.StatusCode, a.body)
		}
	})
}
