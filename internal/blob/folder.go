package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folder keeps blobs as files dir/ab/cd/abcd…, mode 0600; dir/tmp, on the same file system, holds what is on its way in.
type folder struct {
	dir string
}

// Folder opens a store in a local folder, made where it is missing. Several processes may share it.
func Folder(dir string) (Store, error) {
	f := &folder{dir: dir}
	if err := os.MkdirAll(f.tmp(), 0o700); err != nil {
		return nil, fmt.Errorf("blob: make the folder: %w", err)
	}
	if err := sweep(f.tmp()); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *folder) tmp() string { return filepath.Join(f.dir, "tmp") }

func (f *folder) path(sha256 string) (string, error) {
	key, err := keyOf(sha256)
	if err != nil {
		return "", err
	}
	return filepath.Join(f.dir, filepath.FromSlash(key)), nil
}

// Put: see Store.
func (f *folder) Put(ctx context.Context, r io.Reader, limit int64) (Info, error) {
	body, err := spool(ctx, f.tmp(), r, limit)
	if err != nil {
		return Info{}, err
	}
	defer body.discard()
	list, err := f.spoolList(body.list)
	if err != nil {
		return Info{}, err
	}
	defer list.discard()
	for _, s := range []*spooled{body, list} {
		if err := s.file.Sync(); err != nil {
			return Info{}, writeFault(fmt.Errorf("blob: sync: %w", err))
		}
	}
	path, err := f.path(body.list.SHA256)
	if err != nil {
		return Info{}, err
	}
	if err := f.name(path, body, list); err != nil {
		return Info{}, writeFault(fmt.Errorf("blob %s: %w", body.list.SHA256, err))
	}
	return body.list.info(), nil
}

// spoolList writes a list of pieces to a temporary file.
func (f *folder) spoolList(p pieces) (*spooled, error) {
	raw, err := p.encode()
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(f.tmp(), spoolPattern)
	if err != nil {
		return nil, writeFault(fmt.Errorf("blob: make a temporary file: %w", err))
	}
	s := &spooled{file: file}
	if _, err := file.Write(raw); err != nil {
		s.discard()
		return nil, writeFault(fmt.Errorf("blob: write a list of pieces: %w", err))
	}
	return s, nil
}

// name gives both files their names, the list first, and makes the names durable. Renaming over a file of the same
// content is harmless: whoever is reading it keeps the old one.
func (f *folder) name(path string, body, list *spooled) error {
	leaf := filepath.Dir(path)
	if err := os.MkdirAll(leaf, 0o700); err != nil {
		return err
	}
	if err := os.Rename(list.file.Name(), path+piecesSuffix); err != nil {
		return err
	}
	list.kept = true
	if err := os.Rename(body.file.Name(), path); err != nil {
		if _, statErr := os.Lstat(path); errors.Is(statErr, fs.ErrNotExist) {
			_ = os.Remove(path + piecesSuffix) // a list without its blob is of no use, and of no harm
		}
		return err
	}
	body.kept = true
	for _, dir := range []string{leaf, filepath.Dir(leaf), f.dir} { // each may just have been made
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// Open: see Store.
func (f *folder) Open(ctx context.Context, sha256 string) (io.ReadSeekCloser, Info, error) {
	path, err := f.path(sha256)
	if err != nil {
		return nil, Info{}, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Info{}, ErrMissing.Because(err)
	}
	if err != nil {
		return nil, Info{}, fmt.Errorf("blob: open: %w", err)
	}
	list, err := f.listOf(ctx, path, sha256, file)
	if err != nil {
		file.Close()
		return nil, Info{}, err
	}
	return newReader(list, fromFile(ctx, file), file.Close), list.info(), nil
}

// listOf reads the list of pieces beside a file, or counts the file anew where there is none to believe.
func (f *folder) listOf(ctx context.Context, path, sha256 string, file *os.File) (pieces, error) {
	stat, err := file.Stat()
	if err != nil {
		return pieces{}, fmt.Errorf("blob: stat: %w", err)
	}
	if raw, err := readBounded(path + piecesSuffix); err == nil {
		if list, err := parsePieces(raw, sha256, stat.Size()); err == nil {
			return list, nil
		}
	}
	return recount(ctx, sha256, stat.Size(), fromFile(ctx, file))
}

func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxPiecesFile))
}

func fromFile(ctx context.Context, file *os.File) fetch {
	return func(offset int64, buf []byte) error {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("blob: read: %w", err)
		}
		switch _, err := io.ReadFull(io.NewSectionReader(file, offset, int64(len(buf))), buf); {
		case err == io.EOF, err == io.ErrUnexpectedEOF: // shorter than when it was opened
			return ErrCorrupt.Because(fmt.Errorf("blob: %d bytes at %d: %w", len(buf), offset, err))
		case err != nil:
			return fmt.Errorf("blob: read: %w", err)
		}
		return nil
	}
}

// Has: see Store.
func (f *folder) Has(_ context.Context, sha256 string) (bool, error) {
	path, err := f.path(sha256)
	if err != nil {
		return false, err
	}
	_, err = os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("blob: stat: %w", err)
	}
	return true, nil
}

// Check writes a byte and takes it away.
func (f *folder) Check(_ context.Context) error {
	file, err := os.CreateTemp(f.tmp(), spoolPattern)
	if err != nil {
		return checkFault(err)
	}
	s := &spooled{file: file}
	defer s.discard()
	if _, err := file.Write([]byte{'\n'}); err != nil {
		return checkFault(err)
	}
	if err := file.Sync(); err != nil {
		return checkFault(err)
	}
	return nil
}

func checkFault(err error) error {
	if err = writeFault(err); errors.Is(err, ErrNoSpace) {
		return err
	}
	return ErrUnavailable.Because(err)
}
