package signoff

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// ImportLimit is the most bytes of a file that becomes a draft.
const ImportLimit = 32 << 20

// Upload is a file on its way in, in a temporary file of ours: nothing of it is kept yet, and however slowly it comes,
// it takes no memory. The caller closes it.
type Upload struct {
	Name string
	file *os.File
}

// Receive takes a file in for somebody who may draft, or, with an id, edit that document. Faults: those of the right,
// NAME_INVALID, SECRET_REFUSED for a name that says so, UPLOAD_TOO_LARGE, UPLOAD_CUT.
func (s *Service) Receive(ctx context.Context, personID, id, name string, r io.Reader) (*Upload, error) {
	act := authz.DocumentEdit
	if id == "" {
		act = authz.DocumentCreate
	}
	u, err := s.receive(ctx, personID, id, name, r)
	return u, s.refused(ctx, personID, act, id, err)
}

func (s *Service) receive(ctx context.Context, personID, id, name string, r io.Reader) (*Upload, error) {
	err := s.store.View(ctx, func(tx *store.Tx) error {
		if id != "" {
			_, err := s.editable(tx, personID, id, 0)
			return err
		}
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		_, _, err = s.issuerFor(tx, actor, "", nil, s.officeDate())
		return err
	})
	if err != nil {
		return nil, err
	}
	if name, err = attachmentName(name); err != nil {
		return nil, err
	}
	return spool(name, r, ImportLimit)
}

var errUploadLarge = fault.New(fault.TooLarge, "UPLOAD_TOO_LARGE", "Tệp tải lên vượt quá dung lượng cho phép (32 MB), chưa lưu gì.")

// spool writes what comes into a temporary file. When it fails it leaves nothing.
func spool(name string, r io.Reader, limit int64) (*Upload, error) {
	file, err := os.CreateTemp("", "trinhky-import-*") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("receive a file: %w", err)
	}
	_ = os.Remove(file.Name()) // open, it needs no name, and a killed process leaves nothing; where that cannot be, Close removes it
	u := &Upload{Name: name, file: file}
	n, err := io.Copy(file, io.LimitReader(r, limit+1))
	tooLarge := new(http.MaxBytesError)
	switch {
	case n > limit, errors.As(err, &tooLarge):
		err = errUploadLarge
	case err != nil:
		err = fault.New(fault.Malformed, "UPLOAD_CUT", "Tệp tải lên bị đứt giữa chừng, chưa lưu gì. Hãy tải lại.").Because(err)
	}
	if err != nil {
		return nil, errors.Join(err, u.Close())
	}
	return u, nil
}

// Close lets the file go.
func (u *Upload) Close() error {
	err := u.file.Close()
	if left := os.Remove(u.file.Name()); left != nil && !errors.Is(left, os.ErrNotExist) {
		err = errors.Join(err, left)
	}
	return err
}

func (u *Upload) read() ([]byte, error) {
	if _, err := u.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read an upload: %w", err)
	}
	raw, err := io.ReadAll(u.file)
	if err != nil {
		return nil, fmt.Errorf("read an upload: %w", err)
	}
	return raw, nil
}
