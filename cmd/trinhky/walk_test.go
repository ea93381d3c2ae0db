package main

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// The whole way on the parts of a large office: PostgreSQL and MinIO, as `serve` takes them.
func TestWalkOnPostgresAndMinIO(t *testing.T) {
	t.Parallel()
	bucket := os.Getenv("TRINHKY_TEST_MINIO")
	if bucket == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("TRINHKY_TEST_MINIO is not set: run `make test`, which starts a server")
		}
		t.Skip("TRINHKY_TEST_MINIO is not set: run `make test`, which starts a server")
	}
	walkAll(t, settings{
		Database: storetest.PostgresURL(t), Blobs: strings.TrimSuffix(bucket, "/") + "/walk-" + store.NewID(),
		Keys: filepath.Join(t.TempDir(), "keys"), KeyRules: signature.KeyPolicy{MakeAtFirstUse: true},
	})
}

// The same on the default: SQLite and a folder.
func TestWalkOnTheDefault(t *testing.T) {
	t.Parallel()
	walkAll(t, demoSettings(t.TempDir(), ""))
}

// walkAll carries the demo's own documents and checks every invariant that `demo --walk` checks.
func walkAll(t *testing.T, s settings) {
	t.Helper()
	ctx := context.Background()
	a, err := assemble(ctx, s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if err := a.loadDemo(ctx); err != nil {
		t.Fatal(err)
	}
	if err := a.runner.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.runner.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(a.handler)
	t.Cleanup(server.Close)
	errands, err := (&demoCommand{}).errands(store.DateOf(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range errands {
		w := &walker{base: server.URL, http: server.Client(), clients: map[string]*client.Client{}}
		if err := w.carry(ctx, e); err != nil {
			t.Fatalf("%s: %v", e.name, err)
		}
		if err := a.judge(ctx, w, ""); err != nil {
			t.Errorf("%s: %v", e.name, err)
		}
	}
}

// What must hold of seed 002 (domain: the worked example of Nơi nhận); its text stays where it is.
func TestSeed002(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "..", "shared", "seeds", "002_0e1e5b514ef6e61b.txt")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the folder of real documents is not here")
	}
	ctx := context.Background()
	a, err := assembleDemo(ctx, t.TempDir(), "2014-06-10", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	server := httptest.NewServer(a.handler)
	t.Cleanup(server.Close)
	w := &walker{base: server.URL, http: server.Client(), clients: map[string]*client.Client{}}
	if err := w.carry(ctx, errand{text: string(raw), office: partyDrafter2014}); err != nil {
		t.Fatal(err)
	}
	if err := a.judge(ctx, w, ""); err != nil {
		t.Error(err)
	}
	var kinds []string
	counts := []int{}
	for _, l := range w.report.Lines {
		kinds, counts = append(kinds, l.Kind), append(counts, len(l.Recipients))
	}
	if want := []string{"collective", "org_group", "org", "compound", "person_group", "archive"}; !slices.Equal(kinds, want) {
		t.Errorf("lines %v, want %v", kinds, want)
	}
	if want := []int{3, 5, 1, 6, 13, 0}; !slices.Equal(counts, want) {
		t.Errorf("recipients a line %v, want %v", counts, want)
	}
	for _, code := range []string{"ISSUER_CODE_MISMATCH", "DUPLICATE_ORDINAL"} {
		if !slices.ContainsFunc(w.report.Findings, func(f client.Finding) bool { return f.Code == code && f.Level == "W" }) {
			t.Errorf("no finding %s in %v", code, w.report.Findings)
		}
	}
	bodyComesBack(t, string(raw), w.pdf)
}
