package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/web/client"
)

// TestTheSameKeyTwiceIsDoneOnce: POST /documents, an action and an acknowledgement.
func TestTheSameKeyTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	body := d.jsonOf(d.notice())
	create := func(body string) answer {
		return d.send(drafter, "POST", "/documents", body, "Idempotency-Key", "soan-1")
	}
	doc := d.twice(func() answer { return create(body) }, func() answer { return create(strings.Replace(body, "lịch trực", "việc khác", 1)) })

	doc = d.walk(doc, "awaiting_signature")
	sign := func(comment string) answer {
		return d.send(signer, "POST", "/documents/"+doc.ID+"/actions/sign", d.jsonOf(client.Act{PIN: demoPIN, SHA256: doc.PDFSHA256, Comment: comment}),
			"If-Match", fmt.Sprintf("%q", fmt.Sprint(doc.Version)), "Idempotency-Key", "ky-1")
	}
	signed := d.twice(func() answer { return sign("") }, func() answer { return sign("Ký ngay.") })
	if signed.State != "signed" || len(signed.Signatures) != 1 {
		t.Errorf("signed: %s with %d signatures", signed.State, len(signed.Signatures))
	}

	d.walk(signed, "issued")
	box, err := d.as(recipient).Received(ctx, url.Values{})
	d.must(err)
	if len(box.Items) != 1 {
		t.Fatalf("%d in the box", len(box.Items))
	}
	acknowledge := func(note string) answer {
		return d.send(recipient, "POST", "/deliveries/"+box.Items[0].Delivery.ID+"/acknowledgement", d.jsonOf(client.Acknowledgement{Note: note}), "Idempotency-Key", "nhan-1")
	}
	d.twice(func() answer { return acknowledge("Đã nhận đủ") }, func() answer { return acknowledge("Thiếu phụ lục") })
}

// twice does something, then again, then something else with the same key.
func (d *desk) twice(do, other func() answer) client.Document {
	d.t.Helper()
	first := do()
	if first.StatusCode/100 != 2 || first.Header.Get("Idempotent-Replayed") != "" {
		d.t.Fatalf("first: %d %.300s, replayed %q", first.StatusCode, first.body, first.Header.Get("Idempotent-Replayed"))
	}
	d.unchanged(func() {
		second := do()
		if second.StatusCode != first.StatusCode || second.body != first.body || second.Header.Get("Idempotent-Replayed") != "true" {
			d.t.Errorf("first %d %.200s\nsecond %d %.200s, replayed %q", first.StatusCode, first.body, second.StatusCode, second.body, second.Header.Get("Idempotent-Replayed"))
		}
	})
	d.unchanged(func() { d.refused(other(), 422, "IDEMPOTENCY_KEY_REUSED") })
	return d.document(first)
}

// TestTwinsWithOneKey: two requests at the same moment, as an impatient client sends them.
func TestTwinsWithOneKey(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	body, before := d.jsonOf(d.notice()), 0
	for round := range 5 {
		key := fmt.Sprintf("sinh-doi-%d", round)
		a, b := d.both(func() answer { return d.send(drafter, "POST", "/documents", body, "Idempotency-Key", key) })
		if a.StatusCode != 201 || b.StatusCode != 201 || d.document(a).ID != d.document(b).ID {
			t.Errorf("twins: %d %.100s and %d %.100s", a.StatusCode, a.body, b.StatusCode, b.body)
		}
		if n := d.tables()["document"].rows; n != before+1 {
			t.Errorf("%d documents, want %d", n, before+1)
		}
		before++
	}
	doc := d.walk(d.draft(), "awaiting_signature")
	a, b := d.both(func() answer {
		return d.send(signer, "POST", "/documents/"+doc.ID+"/actions/sign", d.jsonOf(client.Act{PIN: demoPIN, SHA256: doc.PDFSHA256}),
			"If-Match", fmt.Sprintf("%q", fmt.Sprint(doc.Version)), "Idempotency-Key", "ky-doi")
	})
	if a.StatusCode != 200 || b.StatusCode != 200 || d.tables()["document_signature"].rows != 1 {
		t.Errorf("signed twice at once: %d %.200s and %d %.200s", a.StatusCode, a.body, b.StatusCode, b.body)
	}
	if (a.Header.Get("Idempotent-Replayed") == "true") == (b.Header.Get("Idempotent-Replayed") == "true") {
		t.Error("one of the two is the repeat")
	}
}

func (d *desk) both(do func() answer) (a, b answer) {
	var wg sync.WaitGroup
	wg.Go(func() { a = do() })
	wg.Go(func() { b = do() })
	wg.Wait()
	return a, b
}

// TestWhatWasRefusedUsesUpNoKey: who mends the request may send it with the key it had.
func TestWhatWasRefusedUsesUpNoKey(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	d.as(drafter)
	wrong := d.notice()
	wrong.Kind = "hịch"
	d.unchanged(func() {
		d.refused(d.send(drafter, "POST", "/documents", d.jsonOf(wrong), "Idempotency-Key", "soan-1"), 422, "KIND_UNKNOWN")
	})
	d.document(d.send(drafter, "POST", "/documents", d.jsonOf(d.notice()), "Idempotency-Key", "soan-1"))
	for _, key := range []string{strings.Repeat("k", 201), "có dấu cách"} {
		d.unchanged(func() {
			d.refused(d.send(drafter, "POST", "/documents", d.jsonOf(d.notice()), "Idempotency-Key", key), 400, "IDEMPOTENCY_KEY_INVALID")
		})
	}
}

// TestAStaleVersionChangesNothing: who looked at an older version is told to look again.
func TestAStaleVersionChangesNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	old := d.draft()
	subject := "về lịch trực tháng 7 năm 2014"
	_, err := d.as(drafter).Change(context.Background(), old.ID, client.Change{Subject: &subject}, client.IfMatch(old.Version))
	d.must(err)
	stale := fmt.Sprintf("%q", fmt.Sprint(old.Version))
	for _, test := range []struct{ name, method, path, body, version, code string }{
		{"a change", "PATCH", "", `{"subject":"về việc khác"}`, stale, "STALE_VERSION"},
		{"a change of the whole text", "PATCH", "", `{"text":"Văn phòng thông báo việc khác."}`, stale, "STALE_VERSION"},
		{"an action", "POST", "/actions/submit", `{}`, stale, "STALE_VERSION"},
		{"a version that never was", "POST", "/actions/submit", `{}`, `"99"`, "STALE_VERSION"},
		{"no version", "PATCH", "", `{"subject":"về việc khác"}`, `"một"`, "IF_MATCH_INVALID"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			status := map[string]int{"STALE_VERSION": 409, "IF_MATCH_INVALID": 400}[test.code]
			d.unchanged(func() {
				d.refused(d.send(drafter, test.method, "/documents/"+old.ID+test.path, test.body, "If-Match", test.version), status, test.code)
			})
		})
	}
}
