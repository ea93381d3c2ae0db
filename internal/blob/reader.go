package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// reader gives out a blob piece by piece, each checked before its first byte leaves.
type reader struct {
	list  pieces
	read  fetch
	close func() error

	pos    int64
	closed bool

	buf []byte // the piece at hand
	at  int    // its index, -1 when there is none

	// whole follows a reading from start to end: it has hashed the pieces before next, in order.
	whole hash.Hash
	next  int
}

func newReader(list pieces, read fetch, closeSource func() error) *reader {
	return &reader{list: list, read: read, close: closeSource, at: -1, whole: sha256.New()}
}

// Read gives bytes of the piece that the position lies in.
func (r *reader) Read(p []byte) (int, error) {
	switch {
	case r.closed:
		return 0, os.ErrClosed
	case r.pos >= r.list.Size:
		return 0, io.EOF
	case len(p) == 0:
		return 0, nil
	}
	i := int(r.pos / r.list.Piece)
	if err := r.load(i); err != nil {
		return 0, err
	}
	n := copy(p, r.buf[r.pos-int64(i)*r.list.Piece:])
	r.pos += int64(n)
	return n, nil
}

// load brings piece i, checked, into buf.
func (r *reader) load(i int) error {
	if r.at == i {
		return nil
	}
	offset, length := r.list.span(i)
	if r.buf == nil {
		r.buf = make([]byte, min(r.list.Piece, r.list.Size))
	}
	r.at, r.buf = -1, r.buf[:length]
	if err := r.read(offset, r.buf); err != nil {
		return err
	}
	sum := sha256.Sum256(r.buf)
	if hex.EncodeToString(sum[:]) != r.list.Sums[i] {
		return ErrCorrupt.Because(fmt.Errorf("blob %s: piece %d does not match its hash", r.list.SHA256, i))
	}
	if err := r.follow(i); err != nil {
		return err
	}
	r.at = i
	return nil
}

// follow hashes the piece at hand into the whole while the pieces come in order, and at the last compares with the name.
func (r *reader) follow(i int) error {
	if i == 0 {
		r.whole.Reset()
		r.next = 0
	}
	if i != r.next {
		return nil // a range read: its pieces are checked one by one
	}
	r.whole.Write(r.buf)
	r.next++
	if r.next < len(r.list.Sums) {
		return nil
	}
	if hex.EncodeToString(r.whole.Sum(nil)) != r.list.SHA256 {
		r.next = 0
		return ErrCorrupt.Because(fmt.Errorf("blob %s: its pieces match their list, the whole does not match its name", r.list.SHA256))
	}
	return nil
}

// Seek moves the position; it reads nothing. A position after the end reads io.EOF.
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	if r.closed {
		return 0, os.ErrClosed
	}
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += r.pos
	case io.SeekEnd:
		offset += r.list.Size
	default:
		return 0, fmt.Errorf("blob: seek from %d", whence)
	}
	if offset < 0 {
		return 0, errors.New("blob: seek to before the start")
	}
	r.pos = offset
	return offset, nil
}

// Close lets the source go; a second Close does nothing.
func (r *reader) Close() error {
	if r.closed {
		return nil
	}
	r.closed, r.buf = true, nil
	return r.close()
}
