package signoff

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// onTheWay counts what lies in the tables of uploads.
func (o *office) onTheWay() (uploads, pieces int64) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		return errors.Join(tx.DB().Table("upload").Count(&uploads).Error, tx.DB().Table("upload_piece").Count(&pieces).Error)
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return uploads, pieces
}

// begin begins an upload as the drafter.
func (o *office) begin(document, name string, length int) document.Upload {
	o.t.Helper()
	u, err := o.BeginUpload(context.Background(), o.id(drafter), document, name, int64(length))
	if err != nil {
		o.t.Fatal(err)
	}
	return u
}

func (o *office) appendTo(u document.Upload, offset int64, content string) (document.Upload, error) {
	return o.AppendUpload(context.Background(), o.id(drafter), u.ID, offset, strings.NewReader(content))
}

// A file that is cut wherever it may be, and goes on at another server of the same office, is the file that was sent: one
// attachment, one event, and nothing lies about any more.
func TestAnUploadGoesOnWhereItWasCut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		content := strings.Repeat("Phụ lục lịch trực.\n", 150_000) // more than two pieces
		before, blobs := o.traces(), o.blobCount()
		u := o.begin(v.Document.ID, "Phụ lục.txt", len(content))
		half := len(content)/2 + 7
		u, err := o.AppendUpload(ctx, o.id(drafter), u.ID, 0, io.MultiReader(strings.NewReader(content[:half]), brokenReader{}))
		if fault.Of(err).Code != "UPLOAD_INTERRUPTED" {
			t.Fatalf("a broken connection gave %v", err)
		}
		if o.blobCount() != blobs {
			t.Errorf("half a file left %d blobs", o.blobCount()-blobs)
		}
		o = openOffice(t, s) // another server: nothing of an upload is kept in the first, nor in its folder
		blobs = o.blobCount()
		u, err = o.Upload(ctx, o.id(drafter), u.ID)
		if err != nil || u.Received != int64(half) {
			t.Fatalf("%d bytes are here, want %d, %v", u.Received, half, err)
		}
		if now := o.traces(); now.Events != before.Events || now.Attachments != before.Attachments || now.Jobs != before.Jobs {
			t.Errorf("half a file left %+v, was %+v", now, before)
		}
		if u, err = o.appendTo(u, u.Received, content[half:]); err != nil || u.AttachmentID == "" {
			t.Fatalf("the rest gave %+v, %v", u, err)
		}
		if again, err := o.appendTo(u, u.Received, ""); err != nil || again.AttachmentID != u.AttachmentID { // the answer was lost
			t.Errorf("asked again: %+v, %v", again, err)
		}
		after := o.traces()
		if after.Attachments != before.Attachments+1 || after.Events != before.Events+1 {
			t.Errorf("%d attachments and %d events more", after.Attachments-before.Attachments, after.Events-before.Events)
		}
		if _, pieces := o.onTheWay(); pieces != 0 || o.blobCount() != blobs+2 { // the bytes, and the hashes of their parts
			t.Errorf("%d pieces stay, %d files more", pieces, o.blobCount()-blobs)
		}
		a, bytes, err := o.OpenAttachment(ctx, o.id(drafter), v.Document.ID, u.AttachmentID)
		if err != nil {
			t.Fatal(err)
		}
		defer bytes.Reader.Close()
		got, err := io.ReadAll(bytes.Reader)
		if err != nil || string(got) != content || a.Name != "Phụ lục.txt" || a.MediaType != "text/plain; charset=utf-8" || a.Size != int64(len(content)) {
			t.Errorf("%d bytes came back as %+v, %v", len(got), a, err)
		}
		o.intact()
	})
}

type brokenReader struct{}

// Read fails as a connection does that was reset.
func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("connection reset by peer") }

// Of two requests that bring the same bytes at once, one is taken; the file is attached once whatever comes with it.
func TestTwoAppendsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		v := o.draft()
		content := strings.Repeat("0123456789", 1000)
		u := o.begin(v.Document.ID, "so-lieu.bin", len(content))
		before := o.traces()
		for _, piece := range []string{content[:4000], content[4000:]} { // one in the middle, and the last
			var wg sync.WaitGroup
			errs, start := make([]error, 6), make(chan struct{})
			at := map[bool]int64{true: 0, false: 4000}[len(piece) == 4000]
			for i := range errs {
				wg.Go(func() {
					<-start
					_, errs[i] = o.appendTo(u, at, piece)
				})
			}
			close(start)
			wg.Wait()
			taken := 0
			for _, err := range errs {
				if err == nil {
					taken++
				} else if !document.ErrUploadOffset.Is(err) {
					t.Errorf("at %d: %v", at, err)
				}
			}
			if taken != 1 {
				t.Errorf("at %d: %d of %d were taken", at, taken, len(errs))
			}
		}
		after := o.traces()
		if after.Attachments != before.Attachments+1 || after.Events != before.Events+1 {
			t.Errorf("%d attachments and %d events more", after.Attachments-before.Attachments, after.Events-before.Events)
		}
		if _, pieces := o.onTheWay(); pieces != 0 {
			t.Errorf("%d pieces stay", pieces)
		}
		o.intact()
	})
}

func TestUploadsThatAreRefusedLeaveNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v, blobs := o.draft(), o.blobCount()
		begin := func(who, name string, length int64) func() error {
			return func() error {
				_, err := o.BeginUpload(ctx, o.id(who), v.Document.ID, name, length)
				return err
			}
		}
		o.refused("DOCUMENT_NOT_FOUND", begin(outsider, "a.txt", 1))
		o.refused("FORBIDDEN", begin(approver, "a.txt", 1))
		o.refused("SECRET_REFUSED", begin(drafter, "Tờ trình TỐI MẬT.docx", 1))
		o.refused("NAME_INVALID", begin(drafter, "..", 1))
		o.refused("UPLOAD_LENGTH", begin(drafter, "a.txt", 0))
		o.refused("UPLOAD_LENGTH", begin(drafter, "a.txt", attachmentLimit+1))
		if uploads, _ := o.onTheWay(); uploads != 0 {
			t.Errorf("%d uploads were begun", uploads)
		}

		secret := "MẬT\n\nKế hoạch.\n"
		for name, cut := range map[string]int{"seen at once": 9, "seen when whole": 2} { // bytes of the first piece
			u := o.begin(v.Document.ID, "ke-hoach.txt", len(secret))
			first := func() error { _, err := o.appendTo(u, 0, secret[:cut]); return err }
			if cut == 2 {
				if err := first(); err != nil {
					t.Fatal(err)
				}
				o.refused("SECRET_REFUSED", func() error { _, err := o.appendTo(u, int64(cut), secret[cut:]); return err })
			} else {
				o.refused("SECRET_REFUSED", first)
			}
			if uploads, pieces := o.onTheWay(); uploads != 0 || pieces != 0 || o.blobCount() != blobs {
				t.Errorf("%s: %d uploads, %d pieces, %d blobs stay", name, uploads, pieces, o.blobCount()-blobs)
			}
		}

		u := o.begin(v.Document.ID, "a.txt", 10)
		o.refused("UPLOAD_TOO_LONG", func() error { _, err := o.appendTo(u, 0, "0123456789a"); return err })
		before := o.traces() // what follows says nothing of a document
		if _, err := o.appendTo(u, 5, "12345"); !document.ErrUploadOffset.Is(err) {
			t.Errorf("a wrong offset: %v", err)
		}
		if _, err := o.Upload(ctx, o.id(approver), u.ID); !document.ErrUploadNotFound.Is(err) {
			t.Errorf("another's upload: %v", err)
		}
		if _, err := o.AppendUpload(ctx, o.id(approver), u.ID, 0, strings.NewReader("0123456789")); !document.ErrUploadNotFound.Is(err) {
			t.Errorf("a piece for another's: %v", err)
		}
		if err := o.DropUpload(ctx, o.id(approver), u.ID); !document.ErrUploadNotFound.Is(err) {
			t.Errorf("another's, given up: %v", err)
		}
		if after := o.traces(); after != before {
			t.Errorf("these left %+v, were %+v", after, before)
		}
		if u, err := o.Upload(ctx, o.id(drafter), u.ID); err != nil || u.Received != 0 {
			t.Errorf("after all refusals %+v, %v", u, err)
		}
		// What has gone on its way takes no more files, and those that are on their way wait for its return.
		if _, err := o.appendTo(u, 0, "01234"); err != nil {
			t.Fatal(err)
		}
		o.walk(v, document.UnitReview)
		o.refused("WRONG_STATE", func() error { _, err := o.appendTo(u, 5, "56789"); return err })
		if err := o.DropUpload(ctx, o.id(drafter), u.ID); err != nil {
			t.Fatal(err)
		}
		if uploads, pieces := o.onTheWay(); uploads != 0 || pieces != 0 {
			t.Errorf("%d uploads, %d pieces after it was given up", uploads, pieces)
		}
	})
}

// A person has at most ten on their way, and one that waits a day for its next piece is forgotten.
func TestUploadsAreFewAndForgotten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		var last document.Upload
		for range 10 {
			last = o.begin(v.Document.ID, "a.bin", 100)
		}
		if _, err := o.appendTo(last, 0, "abc"); err != nil {
			t.Fatal(err)
		}
		tooMany := func() error { _, err := o.BeginUpload(ctx, o.id(drafter), v.Document.ID, "a.bin", 100); return err }
		o.refused("UPLOADS_TOO_MANY", tooMany)
		age := func(by time.Duration) {
			t.Helper()
			err := o.store.Update(ctx, func(tx *store.Tx) error {
				return tx.DB().Table("upload").Where("1 = 1").Update("touched_at", tx.Now.Add(-by)).Error
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		forget := func() (uploads, pieces int64) {
			t.Helper()
			if err := o.store.Update(ctx, document.ForgetUploads); err != nil {
				t.Fatal(err)
			}
			return o.onTheWay()
		}
		age(document.UploadLife - time.Minute)
		if uploads, pieces := forget(); uploads != 10 || pieces != 1 {
			t.Errorf("%d uploads and %d pieces before their time", uploads, pieces)
		}
		age(document.UploadLife + time.Minute)
		if _, err := o.appendTo(last, 3, "def"); !document.ErrUploadNotFound.Is(err) {
			t.Errorf("one that has expired: %v", err)
		}
		if uploads, pieces := forget(); uploads != 0 || pieces != 0 {
			t.Errorf("%d uploads and %d pieces stay", uploads, pieces)
		}
		if err := tooMany(); err != nil { // room again
			t.Error(err)
		}
	})
}
