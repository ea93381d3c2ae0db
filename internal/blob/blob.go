package blob

import (
	"context"
	"fmt"
	"io"
	"regexp"

	"trinhky/internal/fault"
)

// Info names a blob and says how long it is.
type Info struct {
	SHA256 string // lower-case hex
	Size   int64  // bytes
}

// Store is a place for blobs. Its two kinds, Folder and MinIO, pass one suite of tests.
type Store interface {
	// Put keeps what r gives, up to limit bytes (a limit of 0 lets only the empty blob in), and names it.
	// Refused with ErrTooLarge, ErrIncomplete (r failed, or ctx ended), ErrNoSpace or ErrUnavailable; then nothing stays.
	Put(ctx context.Context, r io.Reader, limit int64) (Info, error)

	// Open gives a blob to read and seek in, fit for http.ServeContent. The ctx holds for the whole reading.
	// Refused with ErrMissing or ErrCorrupt; Read refuses with ErrCorrupt before it gives out a wrong byte.
	// The reader holds one piece (up to 4 MiB) in memory; it is for one goroutine, and the caller closes it.
	Open(ctx context.Context, sha256 string) (io.ReadSeekCloser, Info, error)

	// Has says whether a blob is there. It does not read it.
	Has(ctx context.Context, sha256 string) (bool, error)

	// Check says whether the store can be written to now; for readiness.
	Check(ctx context.Context) error
}

// The refusals of this room. errors.Is compares them by code.
var (
	ErrTooLarge    = fault.New(fault.TooLarge, "BLOB_TOO_LARGE", "Tệp vượt quá dung lượng cho phép.")
	ErrIncomplete  = fault.New(fault.Malformed, "BLOB_INCOMPLETE", "Tệp chưa được tải lên trọn vẹn. Vui lòng tải lại.")
	ErrNoSpace     = fault.New(fault.NoSpace, "NO_SPACE", "Kho lưu trữ đã đầy, tệp chưa được lưu. Vui lòng báo quản trị.")
	ErrCorrupt     = fault.New(fault.Internal, "BLOB_CORRUPT", "Nội dung tệp trong kho lưu trữ không còn nguyên vẹn nên không được mở. Vui lòng báo quản trị.")
	ErrMissing     = fault.New(fault.Internal, "BLOB_MISSING", "Không tìm thấy nội dung tệp trong kho lưu trữ. Vui lòng báo quản trị.")
	ErrUnavailable = fault.New(fault.Unavailable, "BLOB_STORE_UNAVAILABLE", "Kho lưu trữ tệp tạm thời không sẵn sàng. Vui lòng thử lại sau ít phút.")
)

// ReadAll gives a whole blob, checked against its name. Only for blobs known to fit in memory.
func ReadAll(ctx context.Context, s Store, sha256 string) (_ []byte, err error) {
	r, info, err := s.Open(ctx, sha256)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closeErr := r.Close(); err == nil {
			err = closeErr
		}
	}()
	content := make([]byte, info.Size)
	if _, err := io.ReadFull(r, content); err != nil {
		return nil, err
	}
	return content, nil
}

var hexSHA256 = regexp.MustCompile(`^[0-9a-f]{64}$`)

// keyOf is where a blob lies, in a folder as in a bucket: ab/cd/abcd…. Anything that is no hash has no place, so that no
// name from outside ever becomes a path.
func keyOf(sha256 string) (string, error) {
	if !hexSHA256.MatchString(sha256) {
		return "", fmt.Errorf("blob: %q is not the SHA-256 of anything", sha256)
	}
	return sha256[:2] + "/" + sha256[2:4] + "/" + sha256, nil
}

// piecesSuffix ends the name of the list of pieces that lies beside a blob.
const piecesSuffix = ".pieces"
