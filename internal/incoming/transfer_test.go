package incoming

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// begun begins a transfer to an arrival as văn thư.
func (h *house) begun(arrival, name string, length int) document.Upload {
	h.Helper()
	u, err := h.BeginUpload(h.ctx, h.as(registrar), arrival, name, int64(length))
	h.must(err)
	return u
}

func (h *house) append(u document.Upload, offset int, content []byte) (document.Upload, error) {
	return h.AppendUpload(h.ctx, h.as(registrar), u.ID, int64(offset), bytes.NewReader(content))
}

// A scan that is cut in the middle goes on where it was cut, and is in the end the very file that was sent: its pages counted,
// its signatures judged, one event.
func TestAScanGoesOnWhereItWasCut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.paper("31-CV/X")
		raw := scanned(t, 3)
		raw = append(raw, bytes.Repeat([]byte("% một dòng của máy quét\n"), 60_000)...) // more than one piece
		before := h.rows()
		u := h.begun(a.ID, "công văn.pdf", len(raw))
		half := len(raw)/2 + 7
		cut, err := h.AppendUpload(h.ctx, h.as(registrar), u.ID, 0, io.MultiReader(bytes.NewReader(raw[:half]), cutOff{}))
		if code(err) != "UPLOAD_INTERRUPTED" {
			t.Fatalf("a broken connection gave %v", err)
		}
		if h.rows() != before {
			t.Errorf("half a scan left %+v, was %+v", h.rows(), before)
		}
		if cut.Received != int64(half) {
			t.Fatalf("%d bytes are here, want %d", cut.Received, half)
		}
		done, err := h.append(u, half, raw[half:])
		h.must(err)
		if again, err := h.append(u, len(raw), nil); err != nil || again.AttachmentID != done.AttachmentID || done.AttachmentID == "" { // the answer was lost
			t.Errorf("asked again: %+v, %v", again, err)
		}
		v, err := h.Show(h.ctx, h.as(registrar), a.ID)
		h.must(err)
		if len(v.Files) != 1 || v.Files[0].ID != done.AttachmentID || v.Files[0].Pages != 3 || v.Files[0].Verdict != None || v.Files[0].Name != "công văn.pdf" || v.Version != a.Version+1 {
			t.Errorf("%+v, version %d", v.Files, v.Version)
		}
		content, err := h.Open(h.ctx, h.as(registrar), a.ID, done.AttachmentID)
		h.must(err)
		got, err := io.ReadAll(content.Reader)
		h.must(errors.Join(err, content.Reader.Close()))
		if !bytes.Equal(got, raw) {
			t.Errorf("%d bytes came back of %d", len(got), len(raw))
		}
		if h.count("upload_piece") != 0 {
			t.Error("pieces stay")
		}
	})
}

type cutOff struct{}

// Read fails as a connection does that was reset.
func (cutOff) Read([]byte) (int, error) { return 0, errors.New("connection reset by peer") }

// Of requests that bring the last piece at once, one gives the file to the arrival.
func TestAScanThatEndsTwiceIsOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.paper("32-CV/X")
		raw := scanned(t, 1)
		u := h.begun(a.ID, "a.pdf", len(raw))
		files, events := h.count("arrival_file"), h.count("audit_event")
		errs, start := make([]error, 4), make(chan struct{})
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				<-start
				_, errs[i] = h.append(u, 0, raw)
			})
		}
		close(start)
		wg.Wait()
		taken := 0
		for _, err := range errs {
			if err == nil {
				taken++
			} else if !document.ErrUploadOffset.Is(err) {
				t.Error(err)
			}
		}
		if taken != 1 || h.count("arrival_file") != files+1 || h.count("audit_event") != events+1 {
			t.Errorf("%d were taken: %d files and %d events more", taken, h.count("arrival_file")-files, h.count("audit_event")-events)
		}
	})
}

// What may not come leaves nothing, whenever that turns out.
func TestTransfersThatAreRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a, done := h.paper("33-CV/X"), h.paper("34-CV/X")
		_, err := h.Register(h.ctx, h.as(registrar), At{ID: done.ID}, Registration{})
		h.must(err)
		_, deliveries := h.issue("23-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		inside := h.toProvince(deliveries).ID
		before := h.rows()
		for name, test := range map[string]struct {
			who, arrival, file string
			length             int64
			want               string
		}{
			"somebody who sees nothing of it": {specialist, a.ID, "a.pdf", 1, ErrNotFound.Code},
			"no arrival":                      {registrar, store.NewID(), "a.pdf", 1, ErrNotFound.Code},
			"registered already":              {registrar, done.ID, "a.pdf", 1, "ARRIVAL_STATE"},
			"what came from inside":           {registrar, inside, "a.pdf", 1, ErrFieldsOfInside.Code},
			"a secret name":                   {registrar, a.ID, "Tờ trình TỐI MẬT.pdf", 1, "SECRET_REFUSED"},
			"no name":                         {registrar, a.ID, "..", 1, ErrFileName.Code},
			"nothing":                         {registrar, a.ID, "a.pdf", 0, "UPLOAD_LENGTH"},
			"too much":                        {registrar, a.ID, "a.pdf", document.UploadLimit + 1, "UPLOAD_LENGTH"},
		} {
			if _, err := h.BeginUpload(h.ctx, h.as(test.who), test.arrival, test.file, test.length); code(err) != test.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		if h.count("upload") != 0 || h.rows() != before {
			t.Errorf("%d uploads were begun; %+v, was %+v", h.count("upload"), h.rows(), before)
		}
		secret := "MẬT\n\nKế hoạch.\n"
		for name, cut := range map[string]int{"seen at once": 9, "seen when whole": 2} { // bytes of the first request
			u := h.begun(a.ID, "ke-hoach.txt", len(secret))
			_, err := h.append(u, 0, []byte(secret[:cut]))
			if cut == 2 {
				h.must(err)
				_, err = h.append(u, cut, []byte(secret[cut:]))
			}
			if code(err) != "SECRET_REFUSED" || h.count("upload") != 0 || h.count("upload_piece") != 0 || h.rows() != before {
				t.Errorf("%s: %v, %d uploads, %d pieces; %+v, was %+v", name, err, h.count("upload"), h.count("upload_piece"), h.rows(), before)
			}
		}
		// What is registered meanwhile takes no more of it.
		u := h.begun(a.ID, "a.pdf", 10)
		_, err = h.append(u, 0, []byte("01234"))
		h.must(err)
		if _, err := h.AppendUpload(context.Background(), h.as(registrar2), u.ID, 5, strings.NewReader("56789")); code(err) != document.ErrUploadNotFound.Code {
			t.Errorf("a piece for another's: %v", err)
		}
		_, err = h.Register(h.ctx, h.as(registrar), At{ID: a.ID}, Registration{})
		h.must(err)
		before = h.rows()
		if _, err := h.append(u, 5, []byte("56789")); code(err) != "ARRIVAL_STATE" || h.rows() != before {
			t.Errorf("registered meanwhile: %v; %+v, was %+v", err, h.rows(), before)
		}
	})
}
