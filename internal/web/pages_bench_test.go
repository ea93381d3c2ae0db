package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"syscall"
	"testing"
	"time"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// inArchive lays an archive around the demo's office: a quarter of it of the Văn phòng Tỉnh ủy, drafted and signed by its
// people among others; nine in ten are out, some wait for a signature.
func inArchive(b *testing.B, s *store.Store) *office {
	b.Helper()
	o := open(b, s)
	d, err := o.as(drafter).Create(context.Background(), o.notice())
	o.must(err)
	library := storetest.Library{N: storetest.LibrarySize(b), Organs: []string{d.Issuer.ID, "organ-1", "organ-2", "organ-3"}}
	library.States = slices.Concat(slices.Repeat([]string{"issued"}, 14), slices.Repeat([]string{"filed"}, 4), []string{"awaiting_signature", "drafting"})
	library.People = []string{o.ids[drafter], o.ids[signer]}
	for i := range 2998 {
		library.People = append(library.People, fmt.Sprintf("person-%d", i))
	}
	var officeID string
	o.must(s.View(context.Background(), func(tx *store.Tx) error {
		return tx.SQL().QueryRow("SELECT office_id, chain_id, chain_version FROM document WHERE id = $1", d.ID).Scan(&officeID, &library.Chain, &library.Version)
	}))
	library.Offices = []string{officeID, "office-1", "office-2", "office-3"}
	library.Fill(b, s)
	for _, statement := range []string{
		`INSERT INTO document_step (id, document_id, action, act, person_id, organ_id, why, due, created_at)
			SELECT 'step-' || id, id, 'sign', 'document.sign', '` + o.ids[signer] + `', '', 'signer', now() + (number % 9 - 4) * interval '1 day', now()
			FROM document WHERE state = 'awaiting_signature' AND office_id = '` + officeID + `' ORDER BY id DESC LIMIT 300`,
		`INSERT INTO document_access (document_id, person_id, organ_id, why, since) SELECT document_id, person_id, '', 'signer', now() FROM document_step ON CONFLICT DO NOTHING`,
		`ANALYZE document_step`,
	} {
		o.must(s.Update(context.Background(), func(tx *store.Tx) error { return tx.DB().Exec(statement).Error }))
	}
	return o
}

// BenchmarkPages asks for the first page, every list (its first page, one in the middle, its last, narrowed), the search, a
// document before its way and at its end, and what is counted over all, over HTTP in a large archive, as a chief of office who
// sees a quarter of it and as a chuyên viên who sees little, and gives the 95th percentile of each in milliseconds. The goal
// with a million documents is 150.
func BenchmarkPages(b *testing.B) {
	o := inArchive(b, storetest.Postgres(b))
	fresh, out := o.draft(), o.walk(o.draft(), "issued")
	for _, who := range []string{signer, drafter} {
		for _, one := range []struct{ name, path string }{
			{"workbench", "/"},
			{"all", "/boxes/all"}, {"all middle", o.middle(who, "all", 0.5)}, {"all last", "/boxes/all?back=1"},
			{"all of a kind", "/boxes/all?kind=plan&state=awaiting_signature"}, {"all of a unit", "/boxes/all?unit=none"},
			{"all of a day", "/boxes/all?from=2023-03-06&to=2023-03-06"}, {"all overdue", "/boxes/all?overdue=1"},
			{"all with words", "/boxes/all?q=tu3+tu17"}, {"all of a person", "/boxes/all?person=person-7"},
			{"issued", "/boxes/issued"}, {"issued middle", o.middle(who, "issued", 0.5)}, {"issued last", "/boxes/issued?back=1"},
			{"received box", "/boxes/received"}, {"received", "/received"},
			{"todo", "/boxes/todo"}, {"todo overdue", "/boxes/todo?overdue=1"}, {"signing", "/boxes/signing"}, {"sealing", "/boxes/sealing"},
			{"drafts", "/boxes/drafts"}, {"waiting", "/boxes/waiting"},
			{"incoming", "/incoming"}, {"tasks", "/tasks"}, {"notices", "/notices"}, {"search", "/search?q=tu3+tu700"}, {"search phrase", "/search?q=%22tu1+tu2%22"},
			{"document", "/documents/" + fresh.ID}, {"document issued", "/documents/" + out.ID}, {"drafting", "/documents/new?kind=notice"},
			{"registers", "/registers"}, {"case files", "/case-files"}, {"reports", "/reports"}, {"who waits", "/reports/waiting"},
		} {
			if who == drafter && (one.name == "reports" || one.name == "who waits") { // not for a chuyên viên
				continue
			}
			b.Run(who+"/"+one.name, func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					began := time.Now()
					a := o.send(who, http.MethodGet, one.path, "")
					took = append(took, time.Since(began))
					if a.StatusCode != http.StatusOK {
						b.Fatalf("%s: %d %.300s", one.path, a.StatusCode, a.body)
					}
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			})
		}
	}
}

// middle is the page of a box at a share of the archive's time.
func (o *office) middle(who, box string, share float64) string {
	o.t.Helper()
	var at time.Time
	o.must(o.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.SQL().QueryRow("SELECT min(updated_at) + (max(updated_at) - min(updated_at)) * $1::float8 FROM document WHERE id LIKE '0%'", share).Scan(&at)
	}))
	last := o.send(who, http.MethodGet, "/boxes/"+box+"?from="+at.Format("2006-01-02")+"&back=1", "")
	found := regexp.MustCompile(`href="([^"]*cursor=[^"]*)"`).FindStringSubmatch(last.body)
	if found == nil { // so little is seen that there is no other page
		return "/boxes/" + box
	}
	cursor := regexp.MustCompile(`cursor=[^&"]*`).FindString(found[1])
	return "/boxes/" + box + "?" + cursor
}

const connected = 500

// BenchmarkLiveCounts keeps the streams of 500 people open, of whom each has thirty unseen notices, and gives what an idle
// office costs: the processor time of this process in percent of one core, and how long the one question that is asked for
// all of them takes. The goal is less than ten in a hundred together; the question comes once a second.
func BenchmarkLiveCounts(b *testing.B) {
	o := open(b, storetest.Postgres(b))
	people := o.clerks500()
	o.listenAll(people)
	o.poll() // everybody gets the first counts
	for b.Loop() {
		began, before := time.Now(), processorTime(b)
		var asked time.Duration
		for range 10 {
			start := time.Now()
			o.poll()
			asked += time.Since(start)
		}
		used := processorTime(b) - before
		took := time.Since(began)
		b.ReportMetric(float64(asked.Microseconds())/10_000, "question-ms")
		// Ten questions are ten seconds of an office.
		b.ReportMetric(100*used.Seconds()/10, "go-%-of-a-core")
		b.ReportMetric(100*took.Seconds()/10, "all-%-of-a-core") // the database's time with it: nothing else happens meanwhile
	}
}

// clerks500 are sessions of 500 people of the office.
func (o *office) clerks500() (tokens []string) {
	o.t.Helper()
	tokens = make([]string, connected)
	o.communes(connected)
	for i := range tokens {
		tokens[i] = sessionOf(i)
	}
	o.must(o.store.Update(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Exec(`INSERT INTO notice (id, person_id, about, about_id, action, key, label, urgent, created_at)
			SELECT 'm' || substr(p.id, 14) || '-' || g, p.id, 'task', 't' || g, 'a', 'k' || g, 'Nhiệm vụ mới', false, now()
			FROM person p, generate_series(1, 30) g WHERE p.id LIKE 'clinic-clerk-%'`).Error
	}))
	return tokens
}

// listenAll opens a stream for each token and reads it until the measure ends.
func (o *office) listenAll(tokens []string) {
	o.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	o.t.Cleanup(cancel)
	transport := &http.Transport{MaxConnsPerHost: 0, MaxIdleConnsPerHost: connected}
	o.t.Cleanup(transport.CloseIdleConnections)
	for _, token := range tokens {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/events", nil)
		o.must(err)
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := transport.RoundTrip(request)
		o.must(err)
		if response.StatusCode != http.StatusOK {
			o.t.Fatalf("a stream: %d", response.StatusCode)
		}
		go func() {
			defer response.Body.Close()
			_, _ = io.Copy(io.Discard, response.Body) // ends with the measure
		}()
	}
}

func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
