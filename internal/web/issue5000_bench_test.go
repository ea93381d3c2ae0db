package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	"trinhky/internal/web/client"
)

const (
	manyReceivers = 5000
	atOnce        = 32 // receivers who confirm at the same moment
)

// BenchmarkIssue5000 issues one document to 5,000 receivers over HTTP, looks at its board, and lets every one of them confirm:
// those outside through the link of the letter, organs with an account by their văn thư, who takes the copy in under a số
// đến (links and sessions made beforehand). On an idle machine: one transaction within 2 s, a page of the board within 200 ms,
// all confirmations within 30 s.
func BenchmarkIssue5000(b *testing.B) {
	eachShape(b, func(b *testing.B, o *office, shape receivers) {
		d := o.toMany(shape)
		began := time.Now()
		b.StartTimer()
		d = o.walk(d, "issued")
		b.StopTimer()
		issue := time.Since(began)

		confirmations := shape.confirmations(o, d.ID)
		board := o.slowest(d.ID, 10)
		began = time.Now()
		o.confirmAll(confirmations)
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
	})
}

// BenchmarkRecall5000 recalls such a document after all have taken it in: one transaction, which freezes every copy, ends
// every link, settles every arrival and asks for every letter.
func BenchmarkRecall5000(b *testing.B) {
	eachShape(b, func(b *testing.B, o *office, shape receivers) {
		d := o.walk(o.toMany(shape), "issued")
		o.confirmAll(shape.confirmations(o, d.ID))
		_, err := o.as(signer).Fire(context.Background(), d.ID, "recall", client.Act{Comment: "Sai số liệu"})
		o.must(err)

		began := time.Now()
		b.StartTimer()
		_, err = o.as(clerk).Fire(context.Background(), d.ID, "recall", client.Act{})
		b.StopTimer()
		recall := time.Since(began)
		o.must(err)
		board := o.slowest(d.ID, 10)
		found, err := o.as(drafter).Deliveries(context.Background(), d.ID)
		o.must(err)
		for _, one := range found {
			if one.Recalled == nil {
				b.Fatalf("the copy of %s is not called back", one.Recipient.Name)
			}
		}
		b.ReportMetric(recall.Seconds(), "recall-s")
		b.ReportMetric(float64(board.Milliseconds()), "board-ms")
		b.Logf("%d receivers: recalled in %v, a page of the board in %v", len(found), recall.Round(time.Millisecond), board.Round(time.Millisecond))
	})
}

// receivers are 5,000 organs of one kind, and how each confirms.
type receivers struct {
	name          string
	fill          func(o *office, n int)
	confirmations func(o *office, id string) []confirmation
}

// confirmation is one request: who confirms what, as whom.
type confirmation struct{ path, token, body string }

var shapes = []receivers{
	{"links", (*office).clinics, (*office).byLink},
	{"accounts", (*office).communes, (*office).byAccount},
}

// eachShape runs a measure for receivers outside and for those with an account, on both databases.
func eachShape(b *testing.B, measure func(*testing.B, *office, receivers)) {
	for _, shape := range shapes {
		for _, db := range []struct {
			name string
			open func(testing.TB) *store.Store
		}{{"sqlite", storetest.SQLite}, {"postgres", storetest.Postgres}} {
			b.Run(shape.name+"/"+db.name, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					measure(b, open(b, db.open(b)), shape)
					b.StartTimer()
				}
			})
		}
	}
}

// toMany brings a document to 5,000 receivers to its seal.
func (o *office) toMany(shape receivers) client.Document {
	o.t.Helper()
	shape.fill(o, manyReceivers)
	in := o.notice()
	in.RecipientsText = "- Các trạm y tế của tỉnh;\n- Lưu Văn phòng Tỉnh ủy."
	d, err := o.as(drafter).Create(context.Background(), in)
	o.must(err)
	return o.walk(d, "sealed")
}

// clinics puts organs outside, and a group of them all, into the directory.
func (o *office) clinics(n int) { o.members(n, "email") }

// communes are as many organs with an account, and a văn thư with a session in each.
func (o *office) communes(n int) {
	o.members(n, "account")
	o.must(o.store.Update(context.Background(), func(tx *store.Tx) error {
		var hash string
		if err := tx.SQL().QueryRow("SELECT password_hash FROM account LIMIT 1").Scan(&hash); err != nil {
			return err
		}
		db, until := tx.DB(), tx.Now.Add(time.Hour)
		for i := range n {
			id, token := fmt.Sprintf("clinic-clerk-%d", i), sha256.Sum256([]byte(sessionOf(i)))
			for _, row := range []struct {
				statement string
				values    []any
			}{
				{"INSERT INTO person (id, name, folded_name, username) VALUES (?, 'Nguyễn Thị Lan', 'nguyen thi lan', ?)", []any{id, id}},
				{`INSERT INTO holding (id, person_id, organ_id, position, title, role, valid_from) VALUES (?, ?, ?, 'VĂN THƯ', 'Văn thư', 'clerk', '2010-01-01')`,
					[]any{id, id, fmt.Sprintf("clinic-%d", i)}},
				{"INSERT INTO account (person_id, username, password_hash, created_at, password_set_at) VALUES (?, ?, ?, ?, ?)", []any{id, id, hash, tx.Now, tx.Now}},
				{"INSERT INTO login_session (token_hash, person_id, address, created_at, used_at, expires_at) VALUES (?, ?, '192.0.2.1', ?, ?, ?)",
					[]any{hex.EncodeToString(token[:]), id, tx.Now, tx.Now, until}},
			} {
				if err := db.Exec(row.statement, row.values...).Error; err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// sessionOf is the token of a văn thư among many.
func sessionOf(i int) string { return fmt.Sprintf("tks_%043d", i) }

// members puts organs that receive on a channel, and a group of them all, into the directory.
func (o *office) members(n int, channel string) {
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
				VALUES ('clinic-%d', '%s', '%s', '%s', 'TYT', 'state', 'department', 'xa', '%s', 'tram%d@example.vn', '2010-01-01')`,
				i, name, directory.Fold(name), strings.ToUpper(name), channel, i)
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

// byLink is what everybody outside asks for.
func (o *office) byLink(id string) (all []confirmation) {
	for _, token := range o.tokens(id) {
		all = append(all, confirmation{path: "l/" + token, body: `{"name":"Nguyễn Văn A"}`})
	}
	return all
}

// byAccount is what the văn thư of every receiver asks for.
func (o *office) byAccount(id string) (all []confirmation) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(tx *store.Tx) error {
		deliveries, err := distribution.DeliveriesOf(tx, id)
		for _, d := range deliveries {
			var i int
			if _, err := fmt.Sscanf(d.OrganID, "clinic-%d", &i); err != nil {
				return err
			}
			all = append(all, confirmation{path: "deliveries/" + d.ID, token: sessionOf(i), body: `{"note":""}`})
		}
		return err
	}))
	return all
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

// confirmAll confirms for everybody over HTTP, some at the same moment.
func (o *office) confirmAll(all []confirmation) {
	o.t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: atOnce}
	defer transport.CloseIdleConnections()
	browser := http.Client{Transport: transport}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range atOnce {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				if err := all[i].send(&browser, o.url); err != nil {
					o.t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
}

func (c confirmation) send(browser *http.Client, url string) error {
	request, err := http.NewRequest(http.MethodPost, url+"/api/v1/"+c.path+"/acknowledgement", strings.NewReader(c.body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := browser.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d %.300s", response.StatusCode, body)
	}
	return err
}
