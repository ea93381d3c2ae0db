package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

func TestARepeatIsAnsweredAndNotCarriedOut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		draft := `{"kind":"notice","subject":"về lịch trực","signer":"` + o.ids[signer] + `"}`
		first := o.send(drafter, "POST", "documents", draft, "Idempotency-Key", "soan-1")
		before := o.rows()
		second := o.send(drafter, "POST", "documents", draft, "Idempotency-Key", "soan-1")
		if first.StatusCode != http.StatusCreated || second.StatusCode != http.StatusCreated || first.Header.Get("Location") != second.Header.Get("Location") ||
			first.Header.Get("Location") == "" || first.body != second.body {
			t.Errorf("first %d %s %s\nsecond %d %s %s", first.StatusCode, first.Header.Get("Location"), first.body, second.StatusCode, second.Header.Get("Location"), second.body)
		}
		if first.Header.Get("Idempotent-Replayed") != "" || second.Header.Get("Idempotent-Replayed") != "true" {
			t.Error("which was the repeat is not told")
		}
		if after := o.rows(); after != before {
			t.Errorf("a repeat left %+v, was %+v", after, before)
		}
		o.refused(o.send(drafter, "POST", "documents", strings.Replace(draft, "lịch trực", "việc khác", 1), "Idempotency-Key", "soan-1"), 422, "IDEMPOTENCY_KEY_REUSED")
		o.refused(o.send(drafter, "POST", "documents", draft, "Idempotency-Key", strings.Repeat("k", 201)), 400, "IDEMPOTENCY_KEY_INVALID")
		o.refused(o.send(drafter, "POST", "documents", draft, "Idempotency-Key", "khóa"), 400, "IDEMPOTENCY_KEY_INVALID")
		// A key is its owner's: with the same one, somebody else makes a document of the own.
		if other := o.send(outsider, "POST", "documents", draft, "Idempotency-Key", "soan-1"); other.StatusCode != http.StatusCreated || other.body == first.body {
			t.Errorf("another person's key: %d", other.StatusCode)
		}
	})
}

func TestARepeatedActionTellsTheDocumentAsItStands(t *testing.T) {
	t.Parallel()
	o := quick(t)
	o.walk(o.draft(), "signed") // the demo makes a key, and its PIN, at first use
	d := o.walk(o.draft(), "awaiting_signature")
	sign := func(pin, key string, version int) answer {
		return o.send(signer, "POST", "documents/"+d.ID+"/actions/sign", `{"pin":"`+pin+`","sha256":"`+d.PDFSHA256+`"}`,
			"Idempotency-Key", key, "If-Match", fmt.Sprintf(`"%d"`, version))
	}
	// What was refused has used up no key.
	o.refused(sign("000000", "ky-1", d.Version), 422, "PIN_WRONG")
	first := sign(pin, "ky-1", d.Version)
	if first.StatusCode != http.StatusOK || first.Header.Get("ETag") != fmt.Sprintf(`"%d"`, d.Version+1) {
		t.Fatalf("signed: %d %s", first.StatusCode, first.body)
	}
	// The PIN is no part of what is remembered: a stored hash of six digits would be the six digits.
	refusals := len(o.addresses())
	again := sign("999999", "ky-1", d.Version)
	if again.StatusCode != http.StatusOK || again.Header.Get("Idempotent-Replayed") != "true" || again.body != first.body {
		t.Errorf("the repeat: %d %s", again.StatusCode, again.body)
	}
	if n := len(o.addresses()) - refusals; n != 0 {
		t.Errorf("a repeat counts as %d refusals", n)
	}
	o.refused(sign(pin, "ky-1", d.Version+1), 422, "IDEMPOTENCY_KEY_REUSED")
	o.refused(sign(pin, "ky-2", d.Version), 409, "STALE_VERSION")
}

func TestTwinsAtTheSameMomentMakeOneDocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		c := o.as(drafter)
		before := o.rows().Documents
		ids := make([]string, 8)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				d, err := c.Create(context.Background(), o.notice(), client.IdempotencyKey("sinh-doi"))
				if err != nil {
					t.Error(err)
				}
				ids[i] = d.ID
			})
		}
		all.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Errorf("documents %v", ids)
				break
			}
		}
		if n := o.rows().Documents - before; n != 1 {
			t.Errorf("%d documents", n)
		}
	})
}

// The second twin fails on the state that the first has changed, and is answered all the same.
func TestTwinActionsAreOneAction(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	c := o.as(drafter)
	for range 5 {
		d := o.draft()
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				got, err := c.Fire(ctx, d.ID, "submit", client.Act{}, client.IfMatch(d.Version), client.IdempotencyKey("trinh-"+d.ID))
				if err != nil || got.State != "unit_review" {
					t.Errorf("%s: %v", got.State, err)
				}
			})
		}
		all.Wait()
		events, err := c.Events(ctx, d.ID)
		o.must(err)
		if len(events) != 2 {
			t.Errorf("%d events", len(events))
		}
	}
}

func TestAReceiptCountsOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	o.walk(o.draft(), "issued")
	box, err := o.as(recipient).Received(ctx, nil)
	o.must(err)
	path := "deliveries/" + box.Items[0].Delivery.ID + "/acknowledgement"
	first := o.send(recipient, "POST", path, `{"note":"Đủ"}`, "Idempotency-Key", "nhan-1")
	second := o.send(recipient, "POST", path, `{"note":"Đủ"}`, "Idempotency-Key", "nhan-1")
	if first.StatusCode != http.StatusOK || second.StatusCode != http.StatusOK || second.Header.Get("Idempotent-Replayed") != "true" || first.body != second.body {
		t.Errorf("first %d %s\nsecond %d %s", first.StatusCode, first.body, second.StatusCode, second.body)
	}
	o.refused(o.send(recipient, "POST", path, `{"note":"Đủ"}`), http.StatusConflict, "ALREADY_ACKNOWLEDGED")
}

// Of many acknowledgements one request sent again tells of each that it is done; one that cannot be stops none.
func TestManyReceiptsCountOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	for range 2 {
		o.walk(o.draft(), "issued")
	}
	box, err := o.as(recipient).Received(ctx, nil)
	o.must(err)
	in := client.AcknowledgeMany{Deliveries: []string{box.Items[0].Delivery.ID, "khong-co", box.Items[1].Delivery.ID}, Note: "Đủ"}
	key := client.Header{Name: "Idempotency-Key", Value: "nhan-nhieu"}
	for _, replayed := range []bool{false, true} {
		list, err := o.as(recipient).AcknowledgeMany(ctx, in, key)
		o.must(err)
		if len(list.Items) != 3 || list.Items[0].ID != box.Items[1].Delivery.ID || list.Items[2].Code != "DELIVERY_NOT_FOUND" {
			t.Fatalf("%+v", list.Items)
		}
		for i, one := range list.Items[:2] {
			if !one.Acknowledged || one.ArrivalNumber != i+1 || one.Replayed != replayed {
				t.Errorf("%+v", one)
			}
		}
	}
	other := in
	other.Note = "Khác"
	if _, err := o.as(recipient).AcknowledgeMany(ctx, other, key); err == nil {
		t.Error("another request goes under the same key")
	}
	o.refused(o.send(recipient, "POST", "deliveries/acknowledgements", `{"deliveries":["khong-co"]}`, "Idempotency-Key", "nhan-nhieu"), http.StatusUnprocessableEntity, "IDEMPOTENCY_KEY_REUSED")
}

func TestWhoLooksAtAnOldVersionChangesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	d := o.draft()
	subject := "về lịch trực tháng 7 năm 2014"
	newer, err := o.as(drafter).Change(ctx, d.ID, client.Change{Subject: &subject}, client.IfMatch(d.Version))
	o.must(err)
	if newer.Version != d.Version+1 || newer.ContentVersion != 2 || newer.Subject != subject {
		t.Errorf("changed to version %d, content %d, %q", newer.Version, newer.ContentVersion, newer.Subject)
	}
	stale := fmt.Sprintf(`"%d"`, d.Version)
	o.refused(o.send(drafter, "PATCH", "documents/"+d.ID, `{"subject":"về việc khác"}`, "If-Match", stale), 409, "STALE_VERSION")
	o.refused(o.send(drafter, "POST", "documents/"+d.ID+"/actions/submit", `{}`, "If-Match", stale), 409, "STALE_VERSION")
	for _, bad := range []string{"2", `"x"`, `W/"2"`, `"2", "3"`, `"-1"`, `"0"`, `"02"`} {
		o.refused(o.send(drafter, "PATCH", "documents/"+d.ID, `{"subject":"về việc khác"}`, "If-Match", bad), 400, "IF_MATCH_INVALID")
	}
	if a := o.send(drafter, "GET", "documents/"+d.ID, ""); a.Header.Get("ETag") != fmt.Sprintf(`"%d"`, newer.Version) {
		t.Errorf("ETag %s", a.Header.Get("ETag"))
	}
	var kept []client.Version
	o.must(o.as(drafter).Do(ctx, "GET", "/documents/"+d.ID+"/versions", nil, &kept))
	var old client.ContentVersion
	o.must(o.as(drafter).Do(ctx, "GET", "/documents/"+d.ID+"/versions/1", nil, &old))
	if len(kept) != 2 || old.Subject != d.Subject || old.Author != o.ids[drafter] {
		t.Errorf("%d versions kept, the first %+v", len(kept), old)
	}
	o.refused(o.send(drafter, "GET", "documents/"+d.ID+"/versions/3", ""), 404, "VERSION_NOT_FOUND")
}
