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

func shown(documents ...client.Document) (all []client.ShownDocument) {
	for _, d := range documents {
		all = append(all, client.ShownDocument{ID: d.ID, Version: d.Version, SHA256: d.PDFSHA256})
	}
	return all
}

// POST /signatures tells a line for each document; a repeat tells the same and signs nothing; what is refused whole leaves
// nothing.
func TestManyAreSignedOverTheAPI(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ctx := context.Background()
		o.walk(o.draft(), "signed") // the key, and its PIN, is made at its first use
		var documents []client.Document
		for range 5 {
			documents = append(documents, o.walk(o.draft(), "awaiting_signature"))
		}
		in := client.SignMany{PIN: pin, Documents: shown(documents...)}
		in.Documents[1].Version--
		in.Documents[3].SHA256 = strings.Repeat("0", 64)

		before := o.rows()
		wrong := in
		wrong.PIN = "999999"
		o.refused(o.send(signer, "POST", "signatures", jsonText(t, wrong), "Idempotency-Key", "ky-nhieu"), 422, "PIN_WRONG")
		o.refused(o.send(signer, "POST", "signatures", `{"pin":"123456","documents":[]}`), 422, "INPUT_INVALID")
		o.refused(o.send("", "POST", "signatures", jsonText(t, in)), 401, "UNAUTHENTICATED")
		if after := o.rows(); after != before {
			t.Errorf("refused, it left %+v, was %+v", after, before)
		}

		// A document that the signer may not see is told of as one that never was.
		hidden, absent := in.Documents[0], in.Documents[0]
		absent.ID = store.NewID()
		lines := make([]string, 2)
		for i, d := range []client.ShownDocument{hidden, absent} {
			a := o.send(outsider, "POST", "signatures", jsonText(t, client.SignMany{PIN: pin, Documents: []client.ShownDocument{d}}))
			lines[i] = strings.ReplaceAll(a.body, d.ID, "ID")
		}
		if lines[0] != lines[1] || !strings.Contains(lines[0], "DOCUMENT_NOT_FOUND") {
			t.Errorf("a hidden document is told from an absent one:\n%s%s", lines[0], lines[1])
		}

		for try, replayed := range []bool{false, true} {
			told, err := o.as(signer).SignMany(ctx, in, client.Header{Name: "Idempotency-Key", Value: "ky-nhieu"})
			o.must(err)
			for i, line := range told {
				switch {
				case line.ID != documents[i].ID:
					t.Errorf("line %d is of %s", i, line.ID)
				case i == 1 && (line.Code != "STALE_VERSION" || line.Signed || line.Detail == ""):
					t.Errorf("a stale document: %+v", line)
				case i == 3 && line.Code != "BYTES_NOT_SHOWN":
					t.Errorf("other bytes: %+v", line)
				case i%2 == 0 && (!line.Signed || line.Replayed != replayed || line.Code != ""):
					t.Errorf("try %d: %+v", try, line)
				}
			}
			if len(told) != 5 {
				t.Fatalf("%d lines", len(told))
			}
		}
		after := o.rows()
		if after.Events-before.Events != 3 {
			t.Errorf("three signatures left %d events", after.Events-before.Events)
		}
		for i, d := range documents {
			now, err := o.as(signer).Document(ctx, d.ID)
			o.must(err)
			if signed := now.State == "signed"; signed != (i%2 == 0) {
				t.Errorf("document %d is %s", i, now.State)
			}
		}
		a := o.send(signer, "POST", "signatures", jsonText(t, client.SignMany{PIN: pin, Documents: shown(documents[1])}))
		if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "application/x-ndjson" {
			t.Errorf("%d, %s", a.StatusCode, a.Header.Get("Content-Type"))
		}
	})
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
