package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
	"trinhky/migrations"
)

// The schema goes back over rows that people made, one migration after the other, and forward again: what has no place in
// the older schema goes, what has stays as it was, and no right that was ended comes back to life.
func TestTheSchemaGoesBackOverRows(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := open(t, s), context.Background()
		o.livedIn()
		kept := []string{"document", "document_version", "document_part", "document_access", "delivery", "arrival", "audit_event", "register_entry", "org_group", "absence"}
		before := o.counts(kept)
		if before["absence"] == 0 || before["arrival"] == 0 {
			t.Fatalf("%v", before)
		}
		delete(before, "absence") // goes with its table
		migrate := o.migrations()
		for _, to := range []int64{27, 25, 24, 23, 22, 17} {
			if _, err := migrate.DownTo(ctx, to); err != nil {
				t.Fatalf("back to %d: %v", to, err)
			}
			for _, again := range []bool{true, false} { // up and down once more from here
				if again {
					_, err := migrate.Up(ctx)
					o.must(err)
					o.alike(fmt.Sprintf("from %d", to), before)
					if n := o.count(`arrival WHERE called_back = ''`); n != 0 && to >= 22 { // below it, what was recalled is forgotten
						t.Errorf("from %d: %d arrivals of recalled copies wait again", to, n)
					}
				} else if _, err := migrate.DownTo(ctx, to); err != nil {
					t.Fatalf("again back to %d: %v", to, err)
				}
			}
		}
		_, err := migrate.Up(ctx)
		o.must(err)
		o.alike("in the end", before)
		if n := o.count(`mandate WHERE source_document LIKE 'Giấy ủy quyền%' AND (valid_to = '' OR valid_to >= '2014-06-10') AND ended_on = ''`); n != 0 {
			t.Errorf("%d mandates that were ended are in force", n)
		}
		if n := o.count("group_lead"); n == 0 {
			t.Error("no group has a lead any more")
		}
		if a := o.send(drafter, http.MethodGet, "documents?box=issued", ""); a.StatusCode != http.StatusOK {
			t.Errorf("the server: %d %s", a.StatusCode, a.body)
		}
	})
}

// livedIn leaves rows in what the newer migrations made.
func (o *office) livedIn() {
	o.t.Helper()
	ctx := context.Background()
	draft := o.notice()
	draft.Kind, draft.Issuer, draft.Subject, draft.Signer = "resolution", "bt-tu", "về công tác cán bộ", o.ids["khoi.pk"]
	d, err := o.as(drafter).Create(ctx, draft)
	o.must(err)
	o.done(o.send(checker, http.MethodPost, "documents/"+d.ID+"/decisions", `{"content_version":1,"meeting_date":"2014-06-10","present":9,"agree":9}`))
	ballot := `{"content_version":1,"deadline":"` + time.Now().AddDate(0, 0, 3).Format("2006-01-02") + `"}`
	o.done(o.send(checker, http.MethodPost, "documents/"+d.ID+"/ballots", ballot))
	draft = o.notice()
	draft.Subject, draft.Fields = "kết luận của Thường trực Tỉnh ủy", map[string]string{"held_on": "2014-06-05"}
	_, err = o.as(drafter).Create(ctx, draft)
	o.must(err)
	o.done(o.send(approver, http.MethodPost, "absences", `{"from":"2014-06-10","to":"2014-06-16","stand_ins":[{"scope":"content","person":"`+o.ids[outsider]+`"}]}`))
	for _, from := range []string{"2014-06-10", "2014-06-20"} { // ended on its first day, and before it
		o.done(o.send(signer, http.MethodPost, "mandates", `{"organ":"bt-vptu","grantee":"`+o.ids[approver]+`","formula":"T/L","kinds":["notice"],"from":"`+from+`","to":"2014-07-10","source":"Giấy ủy quyền `+from+`"}`))
		var given client.Delegations
		o.must(json.Unmarshal([]byte(o.send(signer, http.MethodGet, "absences", "").body), &given))
		o.done(o.send(signer, http.MethodPost, "mandates/"+given.Mandates[0].ID+"/end", ""))
	}
	issued := o.walk(o.draft(), "issued")
	o.done(o.send(clerk, http.MethodPost, "documents/"+issued.ID+"/copies", `{"form":"true_copy","signer":"`+o.ids[signer]+`"}`))
	_, err = o.as(signer).Fire(ctx, issued.ID, "recall", client.Act{Comment: "Sai lịch trực"})
	o.must(err)
	_, err = o.as(clerk).Fire(ctx, issued.ID, "recall", client.Act{})
	o.must(err)
}

// done checks that something was carried out.
func (o *office) done(a answer) {
	o.t.Helper()
	if a.StatusCode/100 != 2 {
		o.t.Fatalf("%s %s: %d %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.body)
	}
}

func (o *office) migrations() *goose.Provider {
	o.t.Helper()
	files, err := fs.Sub(migrations.FS, string(o.store.Dialect()))
	o.must(err)
	dialect := goose.DialectSQLite3
	if o.store.Dialect() == store.Postgres {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, o.store.Pool(), files)
	o.must(err)
	return provider
}

// count is how many rows there are.
func (o *office) count(rows string) (n int) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(tx *store.Tx) error { return tx.SQL().QueryRow("SELECT count(*) FROM " + rows).Scan(&n) }))
	return n
}

func (o *office) counts(tables []string) map[string]int {
	o.t.Helper()
	found := map[string]int{}
	for _, table := range tables {
		found[table] = o.count(table)
	}
	return found
}

func (o *office) alike(when string, before map[string]int) {
	o.t.Helper()
	for table, n := range before {
		if now := o.count(table); now != n {
			o.t.Errorf("%s: %s has %d rows, had %d", when, table, now, n)
		}
	}
}
