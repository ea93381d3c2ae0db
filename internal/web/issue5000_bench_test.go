package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/login"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const (
	manyReceivers = 5000
	atOnce        = 32 // receivers who confirm at the same moment
)

// BenchmarkIssue5000 issues one document to 5,000 receivers outside over HTTP, looks at its board, and lets every one of
// them confirm through the link of its letter (tokens made beforehand). On an idle machine: one transaction within 2 s, a
// page of the board within 200 ms, all confirmations within 30 s.
func BenchmarkIssue5000(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				benchmarkIssue(b, open(b))
			}
		})
	}
}

func benchmarkIssue(b *testing.B, s *store.Store) {
	b.StopTimer()
	o := open(b, s)
	o.clinics(manyReceivers)
	in := o.notice()
	in.RecipientsText = "- Các trạm y tế của tỉnh;\n- Lưu Văn phòng Tỉnh ủy."
	d, err := o.as(drafter).Create(context.Background(), in)
	o.must(err)
	d = o.walk(d, "sealed")

	began := time.Now()
	b.StartTimer()
	d = o.walk(d, "issued")
	b.StopTimer()
	issue := time.Since(began)

	tokens := o.tokens(d.ID)
	board := o.slowest(d.ID, 10)
	began = time.Now()
	o.confirmAll(tokens)
	confirm := time.Since(began)
	after := o.slowest(d.ID, 10)

	found, err := o.as(drafter).Deliveries(context.Background(), d.ID)
	o.must(err)
	for _, one := range found {
		if one.Acknowledged == nil {
			b.Fatalf("%s has not confirmed", one.Recipient.Name)
		}
	}
	b.ReportMetric(issue.Seconds(), "issue-s")
	b.ReportMetric(float64(max(board, after).Milliseconds()), "board-ms")
	b.ReportMetric(confirm.Seconds(), "confirm-s")
	b.Logf("%d receivers: issued in %v, a page of the board in %v (after all: %v), all confirmed over HTTP in %v",
		len(found), issue.Round(time.Millisecond), board.Round(time.Millisecond), after.Round(time.Millisecond), confirm.Round(time.Millisecond))
	b.StartTimer()
}

// clinics puts organs outside, and a group of them all, into the directory.
func (o *office) clinics(n int) {
	o.t.Helper()
	o.must(o.store.Update(context.Background(), func(tx *store.Tx) error {
		owner, err := directory.FindOrgans(tx, "Tỉnh ủy Bình Thuận", officeDay)
		if err != nil || len(owner) != 1 {
			return fmt.Errorf("%d owners: %w", len(owner), err)
		}
		_, err = tx.SQL().Exec(`INSERT INTO org_group (id, key, kind, owner_id, name, patterns, valid_from)
			VALUES ('clinics', 'cac_tram_y_te', 'org_group', '` + owner[0].ID + `', 'Các trạm y tế của tỉnh', 'Các trạm y tế của tỉnh', '2010-01-01')`)
		if err != nil {
			return err
		}
		for i := range n {
			name := fmt.Sprintf("Trạm Y tế số %d", i)
			statement := fmt.Sprintf(`INSERT INTO organ (id, name, folded_name, printed_name, code, regime, class, level, channel, email, valid_from)
				VALUES ('clinic-%d', '%s', '%s', '%s', 'TYT', 'state', 'department', 'xa', 'email', 'tram%d@example.vn', '2010-01-01')`,
				i, name, directory.Fold(name), strings.ToUpper(name), i)
			if _, err := tx.SQL().Exec(statement); err != nil {
				return err
			}
			statement = fmt.Sprintf(`INSERT INTO group_member (group_id, rank, kind, organ_id, valid_from) VALUES ('clinics', %d, 'organ', 'clinic-%d', '2010-01-01')`, i, i)
			if _, err := tx.SQL().Exec(statement); err != nil {
				return err
			}
		}
		return nil
	}))
}

// tokens makes the link of every letter, as the jobs would.
func (o *office) tokens(id string) (tokens []string) {
	o.t.Helper()
	o.must(o.store.Update(context.Background(), func(tx *store.Tx) error {
		deliveries, err := distribution.DeliveriesOf(tx, id)
		for _, d := range deliveries {
			token, err := login.NewLink(tx, d.DocumentID, d.ID, time.Hour)
			if err != nil {
				return err
			}
			tokens = append(tokens, token)
		}
		return err
	}))
	return tokens
}

// slowest is how long the board takes, as a page and as JSON, at worst of some tries.
func (o *office) slowest(id string, tries int) time.Duration {
	o.t.Helper()
	var took []time.Duration
	for range tries {
		for _, path := range []string{"/documents/" + id + "/deliveries", "documents/" + id + "/board?limit=50"} {
			began := time.Now()
			a := o.send(drafter, http.MethodGet, path, "")
			took = append(took, time.Since(began))
			if a.StatusCode != http.StatusOK {
				o.t.Fatalf("%s: %d %.300s", path, a.StatusCode, a.body)
			}
		}
	}
	return slices.Max(took)
}

// confirmAll confirms every link over HTTP, some at the same moment.
func (o *office) confirmAll(tokens []string) {
	o.t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: atOnce}
	defer transport.CloseIdleConnections()
	browser := http.Client{Transport: transport}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range atOnce {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(tokens); i = int(next.Add(1)) - 1 {
				response, err := browser.Post(o.url+"/api/v1/l/"+tokens[i]+"/acknowledgement", "application/json", strings.NewReader(`{"name":"Nguyễn Văn A"}`))
				if err != nil {
					o.t.Error(err)
					return
				}
				body, _ := io.ReadAll(response.Body)
				response.Body.Close()
				if response.StatusCode != http.StatusOK {
					o.t.Errorf("%d %.300s", response.StatusCode, body)
					return
				}
			}
		})
	}
	wait.Wait()
}
