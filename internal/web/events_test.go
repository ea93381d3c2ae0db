package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/notice"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// listen opens the stream of a person and gives a function that reads its next event; "" when the server ended it.
func (o *office) listen(username string) (next func() string) {
	o.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	o.t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/events", nil)
	o.must(err)
	request.Header.Set("Authorization", "Bearer "+o.as(username).Token)
	response, err := http.DefaultTransport.RoundTrip(request)
	o.must(err)
	o.t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") ||
		response.Header.Get("Cache-Control") != "no-store" {
		o.t.Fatalf("%s listens to %d %v", username, response.StatusCode, response.Header)
	}
	lines := bufio.NewScanner(response.Body)
	return func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		return ""
	}
}

func (o *office) poll() {
	o.t.Helper()
	o.must(o.events.Poll(context.Background()))
}

// What is written anywhere reaches the windows that are open, and nobody else's; a stream ends with its session.
func TestEventsAreLive(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := open(t, s), context.Background()
		type counts struct {
			Unseen int64            `json:"unseen"`
			Boxes  map[string]int64 `json:"boxes"`
		}
		read := func(next func() string) (c counts) {
			t.Helper()
			o.must(json.Unmarshal([]byte(next()), &c))
			return c
		}
		next := o.listen(approver)
		o.poll()
		if c := read(next); c.Unseen != 0 || c.Boxes["todo"] != 0 {
			t.Errorf("at first %+v", c)
		}
		d, err := o.as(drafter).Create(ctx, o.notice())
		o.must(err)
		_, err = o.as(drafter).Fire(ctx, d.ID, "submit", client.Act{})
		o.must(err)
		o.poll()
		if c := read(next); c.Boxes["todo"] != 1 {
			t.Errorf("a draft lies before the head of the room: %+v", c)
		}
		o.must(s.Update(ctx, func(tx *store.Tx) error {
			return notice.Tell(tx, []string{o.ids[approver]}, notice.Message{About: notice.Task, AboutID: "t", Action: "a", Key: "k", Label: "Nhiệm vụ mới"})
		}))
		o.poll()
		if c := read(next); c.Unseen != 1 {
			t.Errorf("told of a task: %+v", c)
		}
		o.must(o.as(approver).Do(ctx, http.MethodDelete, "/sessions/current", nil, nil))
		for range 5 { // sessions are looked at every fifth time
			o.poll()
		}
		if rest := next(); rest != "" {
			t.Errorf("after the log-out the stream tells %s", rest)
		}
	})
}

// Nobody has no stream, and a server that stops ends all of them.
func TestEventsEnd(t *testing.T) {
	t.Parallel()
	o := quick(t)
	response, err := http.DefaultTransport.RoundTrip(must(http.NewRequest(http.MethodGet, o.url+"/events", nil)))
	o.must(err)
	response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Errorf("nobody listens: %d", response.StatusCode)
	}
	next := o.listen(drafter)
	o.poll()
	if next() == "" {
		t.Fatal("no first event")
	}
	o.events.Stop()
	if rest := next(); rest != "" {
		t.Errorf("after the end %s", rest)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
