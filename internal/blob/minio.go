package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// MinIOConfig says which bucket of which server. The zero Region is the server's own; the zero SpoolDir is the system's
// folder for temporary files, which must have room for the largest upload times the uploads at once.
type MinIOConfig struct {
	Endpoint  string // host:port
	Secure    bool   // https
	AccessKey string
	SecretKey string
	Bucket    string
	Region    string
	SpoolDir  string
}

// ParseMinIO reads http(s)://access:secret@host:port/bucket[?region=…]. Its errors never repeat the address, which holds
// the secret.
func ParseMinIO(address string) (MinIOConfig, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User == nil {
		return MinIOConfig{}, errors.New("blob: a MinIO address is http(s)://access:secret@host:port/bucket")
	}
	secret, _ := u.User.Password()
	bucket := strings.Trim(u.Path, "/")
	if bucket == "" || strings.Contains(bucket, "/") || secret == "" {
		return MinIOConfig{}, errors.New("blob: a MinIO address names one bucket and a secret: http(s)://access:secret@host:port/bucket")
	}
	return MinIOConfig{
		Endpoint: u.Host, Secure: u.Scheme == "https", AccessKey: u.User.Username(), SecretKey: secret,
		Bucket: bucket, Region: u.Query().Get("region"),
	}, nil
}

func (cfg MinIOConfig) credentials() *credentials.Credentials {
	return credentials.NewStaticV4(cfg.AccessKey, cfg.SecretKey, "")
}

// bucket keeps blobs as objects ab/cd/abcd… of one bucket.
type bucket struct {
	core  minio.Core
	name  string
	spool string
}

// checkTimeout is how long readiness waits for the server.
const checkTimeout = 5 * time.Second

// MinIO opens a store in a bucket of a MinIO (or any S3) server; the bucket is made where it is missing.
func MinIO(ctx context.Context, cfg MinIOConfig) (Store, error) {
	client, err := minio.New(cfg.Endpoint, &minio.Options{
		Creds:      cfg.credentials(),
		Secure:     cfg.Secure,
		Region:     cfg.Region,
		MaxRetries: 3, // the default of 10 keeps a person waiting for a minute
	})
	if err != nil {
		return nil, fmt.Errorf("blob: MinIO client: %w", err)
	}
	b := &bucket{core: minio.Core{Client: client}, name: cfg.Bucket, spool: cfg.SpoolDir}
	if b.spool == "" {
		b.spool = os.TempDir()
	}
	if err := sweep(b.spool); err != nil {
		return nil, err
	}
	if err := b.make(ctx, cfg.Region); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *bucket) make(ctx context.Context, region string) error {
	there, err := b.core.BucketExists(ctx, b.name)
	if err != nil || there {
		return wrapBucket("look for the bucket", err)
	}
	err = b.core.MakeBucket(ctx, b.name, minio.MakeBucketOptions{Region: region})
	switch minio.ToErrorResponse(err).Code {
	case "BucketAlreadyOwnedByYou", "BucketAlreadyExists": // another replica was quicker
		return nil
	}
	return wrapBucket("make the bucket", err)
}

// Put: see Store.
func (b *bucket) Put(ctx context.Context, r io.Reader, limit int64) (Info, error) {
	body, err := spool(ctx, b.spool, r, limit)
	if err != nil {
		return Info{}, err
	}
	defer body.discard()
	key, err := keyOf(body.list.SHA256)
	if err != nil {
		return Info{}, err
	}
	list, err := body.list.encode()
	if err != nil {
		return Info{}, err
	}
	if _, err := body.file.Seek(0, io.SeekStart); err != nil {
		return Info{}, fmt.Errorf("blob: read the temporary file again: %w", err)
	}
	if err := b.put(ctx, key+piecesSuffix, strings.NewReader(string(list)), int64(len(list))); err != nil {
		return Info{}, err
	}
	if err := b.put(ctx, key, body.file, body.list.Size); err != nil {
		b.dropList(ctx, key)
		return Info{}, err
	}
	return body.list.info(), nil
}

// put always names the size: an unknown one makes minio-go set 500 MiB aside.
func (b *bucket) put(ctx context.Context, key string, r io.Reader, size int64) error {
	_, err := b.core.Client.PutObject(ctx, b.name, key, r, size, minio.PutObjectOptions{ContentType: "application/octet-stream"})
	return wrapBucket("put "+key, err)
}

// dropList takes away the list of a blob that did not get there, unless another Put of the same content did. Should that
// one arrive a moment later, Open counts its pieces anew.
func (b *bucket) dropList(ctx context.Context, key string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTimeout)
	defer cancel()
	if _, err := b.core.StatObject(ctx, b.name, key, minio.StatObjectOptions{}); isMissing(err) {
		_ = b.core.RemoveObject(ctx, b.name, key+piecesSuffix, minio.RemoveObjectOptions{}) // harmless if it stays
	}
}

// Open: see Store.
func (b *bucket) Open(ctx context.Context, sha256 string) (io.ReadSeekCloser, Info, error) {
	key, err := keyOf(sha256)
	if err != nil {
		return nil, Info{}, err
	}
	stat, err := b.core.StatObject(ctx, b.name, key, minio.StatObjectOptions{})
	if isMissing(err) {
		return nil, Info{}, ErrMissing.Because(err)
	}
	if err != nil {
		return nil, Info{}, wrapBucket("stat "+key, err)
	}
	list, err := b.listOf(ctx, key, sha256, stat.Size)
	if err != nil {
		return nil, Info{}, err
	}
	return newReader(list, b.fromObject(ctx, key), func() error { return nil }), list.info(), nil
}

// listOf reads the list of pieces beside an object, or counts the object anew where there is none to believe.
func (b *bucket) listOf(ctx context.Context, key, sha256 string, size int64) (pieces, error) {
	object, _, _, err := b.core.GetObject(ctx, b.name, key+piecesSuffix, minio.GetObjectOptions{})
	if err == nil {
		raw, readErr := io.ReadAll(io.LimitReader(object, maxPiecesFile))
		object.Close()
		if readErr == nil {
			if list, err := parsePieces(raw, sha256, size); err == nil {
				return list, nil
			}
		}
	}
	return recount(ctx, sha256, size, b.fromObject(ctx, key))
}

func (b *bucket) fromObject(ctx context.Context, key string) fetch {
	return func(offset int64, buf []byte) error {
		var opts minio.GetObjectOptions
		if err := opts.SetRange(offset, offset+int64(len(buf))-1); err != nil {
			return fmt.Errorf("blob: range of %s: %w", key, err)
		}
		object, _, _, err := b.core.GetObject(ctx, b.name, key, opts)
		if err != nil {
			return wrapBucket("get "+key, err)
		}
		defer object.Close()
		if _, err := io.ReadFull(object, buf); err != nil {
			return wrapBucket("get "+key, err)
		}
		return nil
	}
}

// Has: see Store.
func (b *bucket) Has(ctx context.Context, sha256 string) (bool, error) {
	key, err := keyOf(sha256)
	if err != nil {
		return false, err
	}
	_, err = b.core.StatObject(ctx, b.name, key, minio.StatObjectOptions{})
	if isMissing(err) {
		return false, nil
	}
	return err == nil, wrapBucket("stat "+key, err)
}

// Check asks for the bucket.
func (b *bucket) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	there, err := b.core.BucketExists(ctx, b.name)
	if err == nil && !there {
		err = fmt.Errorf("there is no bucket %q", b.name)
	}
	return wrapBucket("look for the bucket", err)
}

func isMissing(err error) bool {
	return err != nil && minio.ToErrorResponse(err).Code == minio.NoSuchKey
}

// wrapBucket turns what the server said into a refusal: full, or not available. nil stays nil.
func wrapBucket(doing string, err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	err = fmt.Errorf("blob: %s: %w", doing, err)
	switch {
	case errors.Is(err, context.Canceled): // the person went away: nobody's fault
		return err
	case answer.StatusCode == http.StatusInsufficientStorage,
		answer.Code == "XMinioStorageFull", answer.Code == "XMinioAdminBucketQuotaExceeded", answer.Code == "QuotaExceeded":
		return ErrNoSpace.Because(err)
	}
	if full := writeFault(err); errors.Is(full, ErrNoSpace) {
		return full
	}
	return ErrUnavailable.Because(err)
}
