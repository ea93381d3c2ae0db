package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// spoolPattern names the temporary files of this room.
const spoolPattern = "trinhky-blob-*"

// spooled is content on its way in: a temporary file, open, and its hashes.
type spooled struct {
	file *os.File
	list pieces
	kept bool // the file was given a name of its own and is no longer ours to remove
}

// spool reads r to its end into a temporary file in dir, hashing, never holding more than a buffer in memory.
// The caller discards what it gets. When spool fails it leaves nothing.
func spool(ctx context.Context, dir string, r io.Reader, limit int64) (*spooled, error) {
	file, err := os.CreateTemp(dir, spoolPattern) // mode 0600
	if err != nil {
		return nil, writeFault(fmt.Errorf("blob: make a temporary file: %w", err))
	}
	s := &spooled{file: file}
	done := false
	defer func() {
		if !done { // also when r panics
			s.discard()
		}
	}()
	t := newTally()
	if err := copyLimited(ctx, file, r, limit, t); err != nil {
		return nil, err
	}
	s.list, done = t.list(), true
	return s, nil
}

// copyLimited is io.Copy that knows whose fault it was: the reader's or the disk's.
func copyLimited(ctx context.Context, file *os.File, r io.Reader, limit int64, t *tally) error {
	buf := make([]byte, 256<<10)
	for {
		if err := ctx.Err(); err != nil {
			return ErrIncomplete.Because(err)
		}
		n, readErr := r.Read(buf)
		if t.size+int64(n) > limit {
			return ErrTooLarge.Because(fmt.Errorf("blob: more than %d bytes", limit))
		}
		if _, err := file.Write(buf[:n]); err != nil {
			return writeFault(fmt.Errorf("blob: write a temporary file: %w", err))
		}
		t.Write(buf[:n])
		if readErr == io.EOF {
			return nil
		}
		if readErr != nil {
			return readFault(readErr)
		}
	}
}

// discard closes the file and, unless it was kept, removes it.
func (s *spooled) discard() {
	_ = s.file.Close() // what must be durable was synced and checked before
	if !s.kept {
		_ = os.Remove(s.file.Name()) // one that cannot be removed now is swept at the next start
	}
}

// sweep removes what a killed process left in dir. A day is longer than any upload takes, so no other process loses the
// file that it is writing.
func sweep(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, spoolPattern))
	if err != nil {
		return fmt.Errorf("blob: list temporary files: %w", err)
	}
	for _, name := range left {
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || time.Since(info.ModTime()) < 24*time.Hour {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("blob: remove an old temporary file: %w", err)
		}
	}
	return nil
}

// readFault is the refusal for a reader that broke off.
func readFault(err error) error {
	var tooLarge *http.MaxBytesError // the door has a limit of its own
	if errors.As(err, &tooLarge) {
		return ErrTooLarge.Because(err)
	}
	return ErrIncomplete.Because(err)
}

// writeFault turns a full disk, quota or file-size limit into the refusal that says so.
func writeFault(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return ErrNoSpace.Because(err)
		}
	}
	return err
}
