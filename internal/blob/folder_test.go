package blob

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func newFolder(t *testing.T) place { return folderAt(t, t.TempDir()) }

func folderAt(t *testing.T, dir string) place {
	t.Helper()
	s, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func(key string) string { return filepath.Join(dir, filepath.FromSlash(key)) }
	return place{
		Store: s,
		keys: func() []string {
			keys := []string{}
			must(fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					keys = append(keys, path)
				}
				return err
			}))
			slices.Sort(keys)
			return keys
		},
		get: func(key string) []byte {
			b, err := os.ReadFile(at(key))
			must(err)
			return b
		},
		set:    func(key string, b []byte) { must(os.WriteFile(at(key), b, 0o600)) },
		remove: func(key string) { must(os.Remove(at(key))) },
	}
}

func TestFolderIsForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "blobs")
	p := folderAt(t, dir)
	put(t, p, []byte("nội dung"))
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFolderSweepsWhatAKilledProcessLeft(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folderAt(t, dir)
	old, fresh := filepath.Join(dir, "tmp", "trinhky-blob-1"), filepath.Join(dir, "tmp", "trinhky-blob-2")
	for _, name := range []string{old, fresh} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	if left := folderAt(t, dir).keys(); !slices.Equal(left, []string{"tmp/trinhky-blob-2"}) {
		t.Errorf("after a restart the folder holds %q", left)
	}
}
