package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"trinhky/internal/blob"
	"trinhky/internal/store"
)

var built struct {
	once sync.Once
	path string
	err  error
}

// binary builds the program once for the tests that run it as a process.
func binary(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		dir, err := os.MkdirTemp("", "trinhky-test-")
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "trinhky")
		if out, err := exec.Command("go", "build", "-o", built.path, ".").CombinedOutput(); err != nil {
			built.err = fmt.Errorf("go build: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.path != "" {
		os.RemoveAll(filepath.Dir(built.path))
	}
	os.Exit(code)
}

// kill -9 at 20 moments of a walk: whenever the machine stops, every document is wholly before or wholly after its step.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	program, dir := binary(t), t.TempDir()
	ctx := context.Background()
	length := walkOnce(ctx, t, program, dir, 0) // a whole walk, to know how long one takes
	seed := uint64(time.Now().UnixNano())
	moments := rand.New(rand.NewPCG(seed, 0))
	t.Logf("a walk takes %s; seed %d", length.Round(time.Millisecond), seed)
	cut := 0
	for try := 0; cut < 20 && try < 40; try++ { // a walk that was quicker than its moment does not count
		after := time.Duration(moments.Int64N(int64(length))) + time.Millisecond
		if ran := walkOnce(ctx, t, program, dir, after); ran >= after {
			cut++
		} else {
			length = min(length, ran) // the machine has become quicker since
		}
		whole(ctx, t, dir)
	}
	if cut < 20 {
		t.Errorf("only %d walks were killed under way: the test proves too little", cut)
	}
	walkOnce(ctx, t, program, dir, 0) // and the same data still carries a document to its end
	whole(ctx, t, dir)
}

// walkOnce runs a walk on dir and kills it after a while; 0 lets it end. It gives how long the process ran.
func walkOnce(ctx context.Context, t *testing.T, program, dir string, after time.Duration) time.Duration {
	t.Helper()
	var out strings.Builder
	walk := exec.CommandContext(ctx, program, "demo", "--walk", "--date", "2014-06-10", "--data", dir)
	walk.Stdout, walk.Stderr = &out, &out
	start := time.Now()
	if err := walk.Start(); err != nil {
		t.Fatal(err)
	}
	if after > 0 {
		timer := time.AfterFunc(after, func() { _ = walk.Process.Kill() }) // SIGKILL
		defer timer.Stop()
	}
	err := walk.Wait()
	if after == 0 && err != nil {
		t.Fatalf("the walk failed: %v\n%s", err, out.String())
	}
	return time.Since(start)
}

// whole opens the data as the next start does and checks the chains, every document against its last event, the
// numbers, and that every row of a step is there or none.
func whole(ctx context.Context, t *testing.T, dir string) {
	t.Helper()
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "trinhky.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := migrate(ctx, db); err != nil {
		t.Fatal(err)
	}
	report, err := verifyAudit(ctx, db)
	if err != nil || report.Fault != nil {
		t.Fatalf("after kill -9: %v, %v", report.Fault, err)
	}
	// Each query counts documents that are half a step on; all must be none.
	for what, query := range map[string]string{
		"signed without a signature row":  `SELECT count(*) FROM document d WHERE (d.signed <> '') <> EXISTS (SELECT 1 FROM document_signature s WHERE s.document_id = d.id AND s.kind = 'personal' AND s.blob_sha256 = d.signed)`,
		"sealed without a signature row":  `SELECT count(*) FROM document d WHERE (d.sealed <> '') <> EXISTS (SELECT 1 FROM document_signature s WHERE s.document_id = d.id AND s.kind = 'organ' AND s.blob_sha256 = d.sealed)`,
		"numbered without a register row": `SELECT count(*) FROM document d WHERE (d.number > 0) <> EXISTS (SELECT 1 FROM register_entry r WHERE r.document_id = d.id AND r.number = d.number)`,
		"issued without deliveries":       `SELECT count(*) FROM document d WHERE (d.issued_at IS NOT NULL) <> EXISTS (SELECT 1 FROM delivery v WHERE v.document_id = d.id)`,
		"without its text":                `SELECT count(*) FROM document d WHERE NOT EXISTS (SELECT 1 FROM document_version v WHERE v.document_id = d.id AND v.n = d.content_version)`,
		"nobody may see":                  `SELECT count(*) FROM document d WHERE NOT EXISTS (SELECT 1 FROM document_access a WHERE a.document_id = d.id AND a.why = 'drafter')`,
		"waiting on no desk":              `SELECT count(*) FROM document d WHERE d.state IN ('unit_review', 'format_check', 'awaiting_signature', 'signed', 'numbered', 'sealed') AND NOT EXISTS (SELECT 1 FROM document_step s WHERE s.document_id = d.id)`,
	} {
		var n int64
		if err := db.View(ctx, func(tx *store.Tx) error { return tx.DB().Raw(query).Scan(&n).Error }); err != nil {
			t.Fatal(err)
		}
		if n != 0 {
			t.Errorf("%d documents %s after kill -9", n, what)
		}
	}
	// What a row names is in the blob store, whole.
	if err := blobsWhole(ctx, db, filepath.Join(dir, "blobs")); err != nil {
		t.Error(err)
	}
}

// blobsWhole reads and re-hashes every file that a document names.
func blobsWhole(ctx context.Context, db *store.Store, dir string) error {
	var named []string
	err := db.View(ctx, func(tx *store.Tx) error {
		return tx.DB().Raw(`SELECT rendition FROM document WHERE rendition <> '' UNION SELECT signed FROM document WHERE signed <> ''
			UNION SELECT sealed FROM document WHERE sealed <> '' UNION SELECT source_sha256 FROM document_version WHERE source_sha256 <> ''`).Scan(&named).Error
	})
	if err != nil {
		return err
	}
	blobs, err := openBlobs(ctx, dir)
	if err != nil {
		return err
	}
	for _, sha := range named {
		if _, err := blob.ReadAll(ctx, blobs, sha); err != nil {
			return fmt.Errorf("blob %s: %w", sha, err)
		}
	}
	return nil
}
