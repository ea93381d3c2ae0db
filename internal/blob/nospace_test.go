//go:build linux

package blob

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
	"testing"
)

// TestNoSpaceByFileSizeLimit runs itself again in a child that may write no file beyond 1 MiB.
func TestNoSpaceByFileSizeLimit(t *testing.T) {
	const inChild = "TRINHKY_BLOB_TEST_CHILD"
	if os.Getenv(inChild) == "" {
		t.Parallel()
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		child.Env = append(os.Environ(), inChild+"=1")
		out, err := child.CombinedOutput()
		if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name()+"/folder")) {
			t.Errorf("the child said (%v):\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ) // without this the limit kills the process instead of failing the write
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}); err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, p place) {
		small := random(1000)
		put(t, p, small)
		if _, err := p.Put(t.Context(), bytes.NewReader(random(8<<20)), 1<<30); !errors.Is(err, ErrNoSpace) {
			t.Errorf("put beyond the limit: %v, want NO_SPACE", err)
		}
		key := keyFor(t, small)
		if left, want := p.keys(), []string{key, key + piecesSuffix}; !slices.Equal(left, want) {
			t.Errorf("the store holds %q, want %q", left, want)
		}
	})
}

// TestNoSpaceOnAFullDisk fills a file system of 1 MiB; it needs the right to mount one.
func TestNoSpaceOnAFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("cannot mount a small file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	p := folderAt(t, dir)
	if _, err := p.Put(t.Context(), bytes.NewReader(random(2<<20)), 1<<30); !errors.Is(err, ErrNoSpace) {
		t.Errorf("put on a full disk: %v, want NO_SPACE", err)
	}
	if left := p.keys(); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	small := random(1000)
	put(t, p, small)
	if back, err := ReadAll(t.Context(), p, nameOf(small)); err != nil || !bytes.Equal(back, small) {
		t.Errorf("what fits is not kept: %v", err)
	}
}
