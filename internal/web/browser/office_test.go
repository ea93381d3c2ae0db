package browser

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/house"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web"
)

// office is what a day is told of the office that it runs in.
type office struct {
	URL      string     `json:"url"`
	Password string     `json:"password"` // of everybody
	PIN      string     `json:"pin"`      // of every key
	Date     store.Date `json:"date"`
	Aside    string     `json:"aside"` // where a day gets what comes to people outside the pages
}

// open starts a whole office with the demo's people, working its jobs, as `trinhky demo` does.
func open(t testing.TB) office {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, s, log := context.Background(), storetest.SQLite(t), slog.New(slog.DiscardHandler)
	o := office{Password: "trinhky", PIN: "123456", Date: store.DateOf(time.Now())}
	must(jobs.Migrate(ctx, s))
	must(directory.LoadDemo(ctx, s))
	blobs, err := blob.Folder(filepath.Join(t.TempDir(), "blobs"))
	must(err)
	keys, err := signature.OpenKeys(filepath.Join(t.TempDir(), "keys"), signature.KeyPolicy{MakeAtFirstUse: true, FirstPIN: o.PIN})
	must(err)
	rooms, err := house.Build(house.Ground{Store: s, Blobs: blobs, Keys: keys, Today: func() store.Date { return o.Date }, Log: log})
	must(err)
	var people []directory.Person
	must(s.View(ctx, func(tx *store.Tx) (err error) {
		people, err = directory.People(tx, o.Date)
		return err
	}))
	must(rooms.Login.LoadDemoAccounts(ctx, people, o.Password))
	runner := jobs.NewRunner(s, log)
	rooms.Work(runner)
	must(runner.Start(ctx))
	t.Cleanup(func() { must(runner.Stop(ctx)) })
	live, quiet := context.WithCancel(ctx)
	t.Cleanup(quiet)
	go rooms.Events.Run(live)
	server := httptest.NewServer(web.New(web.Config{Rooms: rooms, Ready: s.Ping, Version: "test", Log: log}))
	t.Cleanup(server.Close)
	t.Cleanup(rooms.Events.Stop) // first: open streams would keep Close waiting
	beside := httptest.NewServer(aside(s))
	t.Cleanup(beside.Close)
	o.URL, o.Aside = server.URL, beside.URL
	return o
}

// aside gives what a person has from elsewhere than the pages: POST /links/{document} a link for every receiver of a
// document, as its letter would bring it.
func aside(s *store.Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /links/{document}", func(w http.ResponseWriter, r *http.Request) {
		var tokens []string
		err := s.Update(r.Context(), func(tx *store.Tx) error {
			deliveries, err := distribution.DeliveriesOf(tx, r.PathValue("document"))
			for _, d := range deliveries {
				token, err := login.NewLink(tx, d.DocumentID, d.ID, time.Hour)
				if err != nil {
					return err
				}
				tokens = append(tokens, "/l/"+token)
			}
			return err
		})
		if err == nil {
			err = json.NewEncoder(w).Encode(tokens)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	return mux
}
