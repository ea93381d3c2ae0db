//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trinhky/internal/blob"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// TestAFullDisk fills a small file system under a running server, looks at what it says, gives space and looks whether
// the same process goes on. It needs the right to mount.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("cannot mount a small file system: %v", err)
	}
	t.Cleanup(func() {
		// Detached: a child that another test is starting at this moment may hold what we had open.
		if err := syscall.Unmount(mount, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	dir := filepath.Join(mount, "data")
	f := &flood{t: t, dir: dir, server: start(t, binary(t), dir)}
	defer f.server.stop() // before the file system goes
	f.fill()
	filler := filepath.Join(mount, "filler")
	if err := os.WriteFile(filler, make([]byte, 24<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	f.refused()
	if status := f.server.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("ready on a full disk: %d", status)
	}
	f.reads()
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", mount, "tmpfs", syscall.MS_REMOUNT, "size=128m"); err != nil {
		t.Fatal(err)
	}
	f.goesOn()
}

// TestAFileSizeLimit: the same where the process may write no file beyond a size, which needs no right at all.
func TestAFileSizeLimit(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	start(t, binary(t), dir).stopped() // fills the directory
	limit := fileSize(t, filepath.Join(dir, "trinhky.db")) + 16<<20
	f := &flood{t: t, dir: dir, server: start(t, binary(t), dir, "sh", "-c", fmt.Sprintf(`ulimit -S -f %d && exec "$0" "$@"`, limit/512))}
	f.fill()
	f.refused()
	f.reads()
	raise := exec.Command("prlimit", "--pid", fmt.Sprint(f.server.command.Process.Pid), "--fsize=unlimited")
	if out, err := raise.CombinedOutput(); err != nil {
		t.Fatalf("prlimit: %v %s", err, out)
	}
	f.goesOn()
}

func fileSize(t *testing.T, name string) int64 {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// flood drafts and attaches until there is no room, and counts what was taken.
type flood struct {
	t           *testing.T
	dir         string
	server      *process
	drafter     *client.Client
	first       string // a document that was made while there was room
	last        string
	documents   int
	attachments int
}

// fill goes on until each way to write was refused: a text that is kept as it came, words that only the database keeps, a
// file.
func (f *flood) fill() {
	f.t.Helper()
	f.drafter = f.server.as(drafter)
	for _, way := range []func() error{f.draft, f.words} { // while there is room, and something to attach to
		if err := way(); err != nil {
			f.t.Fatal(err)
		}
	}
	if err := f.attach(f.first, 700<<10); err != nil {
		f.t.Fatal(err)
	}
	for _, way := range []func() error{f.words, f.draft, func() error { return f.attach(f.first, 16<<20) }} {
		var err error
		for i := 0; i < 40 && err == nil; i++ {
			err = way()
		}
		f.noSpace(err)
	}
	if f.documents < 4 {
		f.t.Errorf("full after %d documents and %d attachments: the test proves too little", f.documents, f.attachments)
	}
	f.t.Logf("full after %d documents and %d attachments", f.documents, f.attachments)
}

// draft makes a document with a text of half a megabyte, each a different one.
func (f *flood) draft() error {
	return f.create(client.NewDocument{Kind: "notice", Text: "THÔNG BÁO\n\nvề số liệu\n\n" + strings.Join(figures(), "\n\n")})
}

// words makes one whose words go to the database alone.
func (f *flood) words() error {
	in := client.NewDocument{Kind: "notice", Subject: "về số liệu", Body: &client.Body{}}
	for _, line := range figures() {
		in.Body.Blocks = append(in.Body.Blocks, client.Block{Kind: "paragraph", Runs: []client.Run{{Text: line}}})
	}
	return f.create(in)
}

func figures() []string {
	lines := make([]string, 6000)
	for i := range lines {
		lines[i] = fmt.Sprintf("Số liệu %d của phòng %d đã được rà soát, đối chiếu với sổ.", rand.Int64(), rand.Int64())
	}
	return lines
}

func (f *flood) create(in client.NewDocument) error {
	made, err := f.drafter.Create(context.Background(), in)
	if err == nil {
		f.documents++
		if f.last = made.ID; f.first == "" {
			f.first = made.ID
		}
	}
	return err
}

func (f *flood) attach(id string, size int) error {
	content := make([]byte, size)
	for i := range content {
		content[i] = byte(rand.Uint32())
	}
	copy(content, "%PDF-1.7\n")
	d := &desk{t: f.t, url: f.server.url, clients: map[string]*client.Client{drafter: f.drafter}}
	a := d.attach(id, "Phụ lục.pdf", content)
	if a.StatusCode == http.StatusCreated {
		f.attachments++
		return nil
	}
	return &client.Error{Problem: a.problem}
}

// noSpace checks one refusal.
func (f *flood) noSpace(err error) {
	f.t.Helper()
	var refused *client.Error
	if !errors.As(err, &refused) || refused.Status != http.StatusInsufficientStorage || refused.Code != "NO_SPACE" {
		f.t.Errorf("refused with %v, want 507 NO_SPACE", err)
		return
	}
	if fault := notVietnamese(refused.Detail); fault != "" {
		f.t.Errorf("NO_SPACE says %q: %s", refused.Detail, fault)
	}
}

// refused: with no room at all, every way to write is refused in the same words.
func (f *flood) refused() {
	f.t.Helper()
	f.noSpace(f.draft())
	f.noSpace(f.words())
	f.noSpace(f.attach(f.first, 16<<20))
}

// reads: what is there can still be read.
func (f *flood) reads() {
	f.t.Helper()
	ctx := context.Background()
	if _, err := f.drafter.Document(ctx, f.last); err != nil {
		f.t.Errorf("read: %v", err)
	}
	list, err := f.drafter.List(ctx, "drafts", url.Values{"limit": {"200"}})
	if err != nil || len(list.Items) != f.documents {
		f.t.Errorf("%d documents in the list, %d were taken: %v", len(list.Items), f.documents, err)
	}
	if status := f.server.get("/healthz"); status != http.StatusOK {
		f.t.Errorf("healthz: %d", status)
	}
}

// goesOn: once there is room the same process carries a document to its end; then everything on the disk is whole.
func (f *flood) goesOn() {
	f.t.Helper()
	ctx := context.Background()
	if status := f.server.get("/readyz"); status != http.StatusOK {
		f.t.Errorf("not ready although there is room: %d", status)
	}
	if err := f.attach(f.first, 5<<20); err != nil {
		f.t.Errorf("attach: %v", err)
	}
	d := &desk{t: f.t, url: f.server.url, ids: map[string]string{}, clients: map[string]*client.Client{}}
	people, err := f.drafter.People(ctx)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, p := range people {
		d.ids[p.Username] = p.ID
	}
	d.walk(d.draft(), "issued")
	f.documents++
	f.server.stopped()
	whole(ctx, f.t, f.dir)
	f.counted(ctx)
}

// counted checks that what was taken is there, whole, and nothing of what was refused.
func (f *flood) counted(ctx context.Context) {
	f.t.Helper()
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(f.dir, "trinhky.db"))
	if err != nil {
		f.t.Fatal(err)
	}
	defer db.Close()
	var documents, events, versions []string
	var attached []string
	err = db.View(ctx, func(tx *store.Tx) (err error) {
		for query, into := range map[string]*[]string{
			`SELECT id FROM document`: &documents, `SELECT DISTINCT document_id FROM document_version`: &versions,
			`SELECT subject_id FROM audit_event WHERE action = 'draft'`: &events,
			`SELECT sha256 FROM document_attachment`:                    &attached,
		} {
			if *into, err = column(tx, query); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	if len(documents) != f.documents || len(versions) != f.documents || len(events) != f.documents || len(attached) != f.attachments {
		f.t.Errorf("%d documents, %d with a text, %d begun, %d attachments; taken were %d and %d", len(documents), len(versions), len(events), len(attached), f.documents, f.attachments)
	}
	blobs, err := openBlobs(ctx, filepath.Join(f.dir, "blobs"))
	if err != nil {
		f.t.Fatal(err)
	}
	for _, sha := range attached {
		if _, err := blob.ReadAll(ctx, blobs, sha); err != nil {
			f.t.Errorf("attachment %s: %v", sha, err)
		}
	}
	if left, err := os.ReadDir(filepath.Join(f.dir, "blobs", "tmp")); err != nil || len(left) > 0 {
		f.t.Errorf("%d files are left half-written: %v", len(left), err)
	}
}
