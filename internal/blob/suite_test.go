package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

// place is a store under test, and the back door to what it keeps.
type place struct {
	Store
	keys   func() []string            // everything it holds, temporary files included
	get    func(key string) []byte    // the stored bytes, unverified
	set    func(key string, b []byte) // what a failing disk or an intruder does
	remove func(key string)
}

// each runs a test on both kinds of store.
func each(t *testing.T, fn func(t *testing.T, p place)) {
	t.Run("folder", func(t *testing.T) { t.Parallel(); fn(t, newFolder(t)) })
	t.Run("minio", func(t *testing.T) { t.Parallel(); fn(t, newMinIO(t)) })
}

func random(size int) []byte {
	b := make([]byte, size)
	source := rand.NewChaCha8([32]byte{byte(size), byte(size >> 8), byte(size >> 16)})
	source.Read(b)
	return b
}

func nameOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func keyFor(t *testing.T, b []byte) string {
	t.Helper()
	key, err := keyOf(nameOf(b))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func put(t *testing.T, p place, b []byte) Info {
	t.Helper()
	info, err := p.Put(t.Context(), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatalf("put %d bytes: %v", len(b), err)
	}
	return info
}

func open(t *testing.T, p place, name string) io.ReadSeekCloser {
	t.Helper()
	r, _, err := p.Open(t.Context(), name)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func TestPutThenRead(t *testing.T) {
	t.Parallel()
	sizes := []int{0, 1, pieceSize - 1, pieceSize, pieceSize + 1, 3*pieceSize + 17, 17 << 20} // the last is beyond one S3 part
	each(t, func(t *testing.T, p place) {
		for _, size := range sizes {
			content := random(size)
			info := put(t, p, content)
			if want := (Info{SHA256: nameOf(content), Size: int64(size)}); info != want {
				t.Fatalf("%d bytes: put says %+v, want %+v", size, info, want)
			}
			if there, err := p.Has(t.Context(), info.SHA256); err != nil || !there {
				t.Errorf("%d bytes: has = %v, %v", size, there, err)
			}
			back, err := ReadAll(t.Context(), p, info.SHA256)
			if err != nil || !bytes.Equal(back, content) {
				t.Errorf("%d bytes: read %d bytes back, %v", size, len(back), err)
			}
			r := open(t, p, info.SHA256)
			if err := iotest.TestReader(r, content); size < pieceSize && err != nil {
				t.Errorf("%d bytes: %v", size, err)
			}
		}
		if n := len(p.keys()); n != 2*len(sizes) {
			t.Errorf("%d blobs left %d things in the store, want two each: %q", len(sizes), n, p.keys())
		}
		if err := p.Check(t.Context()); err != nil {
			t.Errorf("check: %v", err)
		}
	})
}

func TestPutSameContentAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		content := random(pieceSize + 5)
		var wait sync.WaitGroup
		errs := make([]error, 3)
		for i := range errs {
			wait.Go(func() { _, errs[i] = p.Put(t.Context(), bytes.NewReader(content), 1<<30) })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		key := keyFor(t, content)
		if got, want := p.keys(), []string{key, key + piecesSuffix}; !slices.Equal(got, want) {
			t.Errorf("the store holds %q, want %q", got, want)
		}
		if back, err := ReadAll(t.Context(), p, nameOf(content)); err != nil || !bytes.Equal(back, content) {
			t.Errorf("read %d bytes back, %v", len(back), err)
		}
	})
}

type panicking struct{}

func (panicking) Read([]byte) (int, error) { panic("reader") }

func TestRefusedPutLeavesNothing(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	head := func() io.Reader { return bytes.NewReader(random(pieceSize + 100)) }
	cases := []struct {
		name  string
		ctx   context.Context
		r     func() io.Reader
		limit int64
		want  error
	}{
		{"cut upload", t.Context(), func() io.Reader { return io.MultiReader(head(), iotest.ErrReader(io.ErrUnexpectedEOF)) }, 1 << 30, ErrIncomplete},
		{"too slow", t.Context(), func() io.Reader { return iotest.TimeoutReader(head()) }, 1 << 30, ErrIncomplete},
		{"ended request", ended, head, 1 << 30, ErrIncomplete},
		{"one byte too many", t.Context(), head, pieceSize + 99, ErrTooLarge},
		{"a limit of nothing", t.Context(), func() io.Reader { return strings.NewReader("x") }, 0, ErrTooLarge},
		{"the door's own limit", t.Context(), func() io.Reader { return http.MaxBytesReader(httptest.NewRecorder(), io.NopCloser(head()), 10) }, 1 << 30, ErrTooLarge},
	}
	each(t, func(t *testing.T, p place) {
		for _, c := range cases {
			if _, err := p.Put(c.ctx, c.r(), c.limit); !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", c.name, err, c.want)
			}
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a panic of the reader was swallowed")
				}
			}()
			p.Put(t.Context(), panicking{}, 10)
		}()
		if left := p.keys(); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	})
}

func TestUnknownName(t *testing.T) {
	t.Parallel()
	absent := nameOf([]byte("absent"))
	each(t, func(t *testing.T, p place) {
		if there, err := p.Has(t.Context(), absent); err != nil || there {
			t.Errorf("has an absent blob: %v, %v", there, err)
		}
		if _, _, err := p.Open(t.Context(), absent); !errors.Is(err, ErrMissing) {
			t.Errorf("open an absent blob: %v", err)
		}
		for _, name := range []string{"", "../../../etc/passwd", strings.ToUpper(absent), absent + ".pieces", absent[:63] + "/", absent + "\n"} {
			if _, _, err := p.Open(t.Context(), name); err == nil || errors.Is(err, ErrMissing) {
				t.Errorf("open %q: %v, want a refusal of the name itself", name, err)
			}
			if _, err := p.Has(t.Context(), name); err == nil {
				t.Errorf("has %q: want a refusal", name)
			}
		}
	})
}

func TestRangeRead(t *testing.T) {
	t.Parallel()
	content := random(2*pieceSize + 1000)
	cases := []struct {
		header   string
		from, to int // content[from:to]
	}{
		{"bytes=0-0", 0, 1},
		{"bytes=4194300-4194310", 4194300, 4194311}, // over a border of pieces
		{"bytes=8388608-", 2 * pieceSize, len(content)},
		{"bytes=-7", len(content) - 7, len(content)},
		{"", 0, len(content)},
	}
	each(t, func(t *testing.T, p place) {
		info := put(t, p, content)
		for _, c := range cases {
			request := httptest.NewRequest(http.MethodGet, "/", nil)
			if c.header != "" {
				request.Header.Set("Range", c.header)
			}
			answer := httptest.NewRecorder()
			http.ServeContent(answer, request, "", time.Time{}, open(t, p, info.SHA256))
			if !bytes.Equal(answer.Body.Bytes(), content[c.from:c.to]) {
				t.Errorf("%q: status %d, %d bytes, want content[%d:%d]", c.header, answer.Code, answer.Body.Len(), c.from, c.to)
			}
		}
		r := open(t, p, info.SHA256)
		if _, err := r.Seek(-1, io.SeekStart); err == nil {
			t.Error("seek to before the start: want an error")
		}
		if at, err := r.Seek(10, io.SeekEnd); err != nil || at != info.Size+10 {
			t.Errorf("seek past the end: %d, %v", at, err)
		}
		if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("read past the end: %d, %v", n, err)
		}
		if err := r.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if _, err := r.Read(make([]byte, 1)); err == nil || err == io.EOF {
			t.Errorf("read after close: %v", err)
		}
	})
}

// TestAttack44FlippedByteIsRefused: whoever can write to the disk or the bucket cannot make us give out other bytes.
func TestAttack44FlippedByteIsRefused(t *testing.T) {
	t.Parallel()
	content := random(2*pieceSize + 1000)
	key := keyFor(t, content)
	flip := func(i int) []byte {
		b := bytes.Clone(content)
		b[i] ^= 1
		return b
	}
	cases := []struct {
		name string
		body []byte
		good int // bytes that may be given out before the refusal
	}{
		{"first byte", flip(0), 0},
		{"end of the first piece", flip(pieceSize - 1), 0},
		{"second piece", flip(pieceSize + 10), pieceSize},
		{"last byte", flip(len(content) - 1), 2 * pieceSize},
		{"cut short", content[:len(content)-1], 0},
		{"made longer", append(bytes.Clone(content), 0), 0},
		{"emptied", nil, 0},
	}
	each(t, func(t *testing.T, p place) {
		put(t, p, content)
		for _, c := range cases {
			p.set(key, c.body)
			var given []byte
			r, _, err := p.Open(t.Context(), nameOf(content))
			if err == nil {
				given, err = io.ReadAll(r)
				r.Close()
			}
			if !errors.Is(err, ErrCorrupt) {
				t.Errorf("%s: got %v, want BLOB_CORRUPT", c.name, err)
			}
			if len(given) != c.good || !bytes.HasPrefix(content, given) {
				t.Errorf("%s: %d bytes were given out, want the %d before the bad piece", c.name, len(given), c.good)
			}
		}

		p.set(key, flip(pieceSize+10))
		r := open(t, p, nameOf(content))
		last := make([]byte, 1000)
		r.Seek(-1000, io.SeekEnd)
		if _, err := io.ReadFull(r, last); err != nil || !bytes.Equal(last, content[2*pieceSize:]) {
			t.Errorf("a range in a sound piece: %v", err)
		}
		r.Seek(pieceSize+500, io.SeekStart)
		if n, err := r.Read(last); n != 0 || !errors.Is(err, ErrCorrupt) {
			t.Errorf("a range in the bad piece: %d bytes, %v", n, err)
		}

		put(t, p, content)
		if back, err := ReadAll(t.Context(), p, nameOf(content)); err != nil || !bytes.Equal(back, content) {
			t.Errorf("putting the content again did not heal it: %v", err)
		}
	})
}

func TestListOfPiecesIsNotBelieved(t *testing.T) {
	t.Parallel()
	content := random(2*pieceSize + 1000)
	key := keyFor(t, content)
	name := nameOf(content)
	each(t, func(t *testing.T, p place) {
		put(t, p, content)
		honest := p.get(key + piecesSuffix)
		var list pieces
		if err := json.Unmarshal(honest, &list); err != nil || len(list.Sums) != 3 {
			t.Fatalf("the list of pieces is %s, %v", honest, err)
		}

		p.remove(key + piecesSuffix)
		if back, err := ReadAll(t.Context(), p, name); err != nil || !bytes.Equal(back, content) {
			t.Errorf("without a list: %v", err)
		}
		for _, bad := range []string{"", "{", "[]", `{"sha256":"` + nameOf(nil) + `"}`, strings.Replace(string(honest), `"piece":4194304`, `"piece":1`, 1)} {
			p.set(key+piecesSuffix, []byte(bad))
			if back, err := ReadAll(t.Context(), p, name); err != nil || !bytes.Equal(back, content) {
				t.Errorf("with the list %.30q: %v", bad, err)
			}
		}

		// An intruder changes a byte and, in the list, the hash of its piece.
		forged := bytes.Clone(content)
		forged[0] ^= 1
		list.Sums[0] = nameOf(forged[:pieceSize])
		raw, err := list.encode()
		if err != nil {
			t.Fatal(err)
		}
		p.set(key, forged)
		p.set(key+piecesSuffix, raw)
		given, err := io.ReadAll(open(t, p, name))
		if !errors.Is(err, ErrCorrupt) || len(given) != 2*pieceSize {
			t.Errorf("forged list: %d bytes, %v, want BLOB_CORRUPT before the last piece", len(given), err)
		}
		p.remove(key + piecesSuffix)
		if _, _, err := p.Open(t.Context(), name); !errors.Is(err, ErrCorrupt) {
			t.Errorf("forged content without a list: %v, want BLOB_CORRUPT at once", err)
		}

		// The same, with nothing left of the blob: no piece is read that could show it.
		if raw, err = (pieces{SHA256: name, Piece: pieceSize}).encode(); err != nil {
			t.Fatal(err)
		}
		p.set(key, nil)
		p.set(key+piecesSuffix, raw)
		if _, _, err := p.Open(t.Context(), name); !errors.Is(err, ErrCorrupt) {
			t.Errorf("emptied, with a list of no pieces: %v, want BLOB_CORRUPT", err)
		}
	})
}

func TestOpenedReaderEndsWithItsContext(t *testing.T) {
	t.Parallel()
	content := random(2 * pieceSize)
	each(t, func(t *testing.T, p place) {
		info := put(t, p, content)
		ctx, cancel := context.WithCancel(t.Context())
		r, _, err := p.Open(ctx, info.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		cancel()
		if _, err := r.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
			t.Errorf("read after the request ended: %v", err)
		}
	})
}
