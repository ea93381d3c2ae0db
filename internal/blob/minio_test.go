package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/uuid"
	"github.com/minio/minio-go/v7"
)

// newMinIO gives a store in a bucket of its own on the server that TRINHKY_TEST_MINIO names
// (http://access:secret@host:port).
func newMinIO(t *testing.T) place {
	t.Helper()
	address := os.Getenv("TRINHKY_TEST_MINIO")
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("TRINHKY_TEST_MINIO names no server: the tests on MinIO were not run")
		}
		t.Skip("TRINHKY_TEST_MINIO names no server")
	}
	cfg, err := ParseMinIO(strings.TrimRight(address, "/") + "/blob-" + uuid.NewString())
	if err != nil {
		t.Fatal(err)
	}
	cfg.SpoolDir = t.TempDir()
	s, err := MinIO(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	core := s.(*bucket).core
	t.Cleanup(func() {
		if err := core.RemoveBucketWithOptions(context.Background(), cfg.Bucket, minio.RemoveBucketOptions{ForceDelete: true}); err != nil {
			t.Error(err)
		}
	})
	return bucketPlace(t, s, core, cfg)
}

func bucketPlace(t *testing.T, s Store, core minio.Core, cfg MinIOConfig) place {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	return place{
		Store: s,
		keys: func() []string {
			keys, err := filepath.Glob(filepath.Join(cfg.SpoolDir, "*"))
			must(err)
			for object := range core.Client.ListObjects(t.Context(), cfg.Bucket, minio.ListObjectsOptions{Recursive: true}) {
				must(object.Err)
				keys = append(keys, object.Key)
			}
			for upload := range core.ListIncompleteUploads(t.Context(), cfg.Bucket, "", true) {
				must(upload.Err)
				keys = append(keys, "incomplete:"+upload.Key)
			}
			slices.Sort(keys)
			return keys
		},
		get: func(key string) []byte {
			object, _, _, err := core.GetObject(t.Context(), cfg.Bucket, key, minio.GetObjectOptions{})
			must(err)
			defer object.Close()
			b, err := io.ReadAll(object)
			must(err)
			return b
		},
		set: func(key string, b []byte) {
			_, err := core.Client.PutObject(t.Context(), cfg.Bucket, key, bytes.NewReader(b), int64(len(b)), minio.PutObjectOptions{})
			must(err)
		},
		remove: func(key string) {
			must(core.RemoveObject(t.Context(), cfg.Bucket, key, minio.RemoveObjectOptions{}))
		},
	}
}

func TestParseMinIO(t *testing.T) {
	t.Parallel()
	got, err := ParseMinIO("https://who:s3cret@minio.noibo:9000/trinhky?region=vn-1")
	want := MinIOConfig{Endpoint: "minio.noibo:9000", Secure: true, AccessKey: "who", SecretKey: "s3cret", Bucket: "trinhky", Region: "vn-1"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, bad := range []string{"", "minio:9000/x", "ftp://a:s3cret@h/b", "http://h:9000/b", "http://a:s3cret@h:9000", "http://a:s3cret@h/b/c", "http://a@h/b", "http://a:s3cret@h:port/b"} {
		if _, err := ParseMinIO(bad); err == nil {
			t.Errorf("%q: want an error", bad)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: the error repeats the secret: %v", bad, err)
		}
	}
}

func TestMinIONotReachable(t *testing.T) {
	t.Parallel()
	_, err := MinIO(t.Context(), MinIOConfig{Endpoint: "127.0.0.1:1", AccessKey: "a", SecretKey: "b", Bucket: "trinhky", Region: "us-east-1"})
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v, want BLOB_STORE_UNAVAILABLE", err)
	}
}

func TestMinIOBucketGone(t *testing.T) {
	t.Parallel()
	p := newMinIO(t)
	b := p.Store.(*bucket)
	gone := &bucket{core: b.core, name: b.name + "-gone", spool: b.spool}
	if err := gone.Check(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("check: %v", err)
	}
	if _, err := gone.Put(t.Context(), strings.NewReader("x"), 1); !errors.Is(err, ErrUnavailable) {
		t.Errorf("put: %v", err)
	}
	if left := p.keys(); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// cutBody lets a list of pieces through and breaks the connection on which the blob itself goes.
type cutBody struct{ http.RoundTripper }

func (c cutBody) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPut && r.ContentLength > 1000 {
		return nil, errors.New("connection cut")
	}
	return c.RoundTripper.RoundTrip(r)
}

func TestMinIOCutOnTheWayToTheServerLeavesNothing(t *testing.T) {
	t.Parallel()
	p := newMinIO(t)
	cfg, err := ParseMinIO(strings.TrimRight(os.Getenv("TRINHKY_TEST_MINIO"), "/") + "/" + p.Store.(*bucket).name)
	if err != nil {
		t.Fatal(err)
	}
	b := p.Store.(*bucket)
	client, err := minio.New(cfg.Endpoint, &minio.Options{Creds: cfg.credentials(), Secure: cfg.Secure, MaxRetries: 1, Transport: cutBody{http.DefaultTransport}})
	if err != nil {
		t.Fatal(err)
	}
	cut := &bucket{core: minio.Core{Client: client}, name: b.name, spool: b.spool}
	if _, err := cut.Put(t.Context(), bytes.NewReader(random(5000)), 5000); !errors.Is(err, ErrUnavailable) {
		t.Errorf("put: %v, want BLOB_STORE_UNAVAILABLE", err)
	}
	if left := p.keys(); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestWhatTheServerSays(t *testing.T) {
	t.Parallel()
	cases := []struct {
		err  error
		want error
	}{
		{nil, nil},
		{minio.ErrorResponse{StatusCode: 507, Code: "XMinioStorageFull"}, ErrNoSpace},
		{minio.ErrorResponse{StatusCode: 400, Code: "XMinioAdminBucketQuotaExceeded"}, ErrNoSpace},
		{fmt.Errorf("spool: %w", syscall.ENOSPC), ErrNoSpace},
		{minio.ErrorResponse{StatusCode: 403, Code: "AccessDenied"}, ErrUnavailable},
		{io.ErrUnexpectedEOF, ErrUnavailable},
		{context.Canceled, context.Canceled},
	}
	for _, c := range cases {
		got := wrapBucket("put", c.err)
		if (c.want == nil) != (got == nil) || !errors.Is(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.err, got, c.want)
		}
	}
}
