package pages

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/templates"
)

// asset is one file of templates/static.
type asset struct {
	body      []byte
	mediaType string
	packed    func() []byte // gzip, made when it is first asked for; nil where nothing is won
}

// assetTable knows the files by the names under which they are served, and these names by the files' own.
type assetTable struct {
	served map[string]asset
	paths  map[string]string
}

// mediaTypes of what may stand in templates/static: a file of another kind is a mistake.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
	".json": "application/json", ".webmanifest": "application/manifest+json", ".wasm": "application/wasm",
}

// assets gives every file a name with a hash of its bytes: such an address never changes what it means. The files of a
// folder keep their names, since those who ask for them make the address themselves, and the folder bears the hash.
var assets = sync.OnceValue(func() assetTable {
	t, err := tableOf(templates.FS)
	if err != nil {
		panic(err) // embedded: a test reads them
	}
	return t
})

func tableOf(files fs.FS) (assetTable, error) {
	t, folders, inside := assetTable{served: map[string]asset{}, paths: map[string]string{}}, map[string]hash.Hash{}, map[string]asset{}
	err := fs.WalkDir(files, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name, "static/")
		ext := path.Ext(name)
		a := asset{body: body, mediaType: mediaTypes[ext], packed: packed(body)}
		if a.mediaType == "" {
			return fmt.Errorf("templates/static/%s: nobody says what media type %q is", name, ext)
		}
		folder, file := path.Split(name)
		if folder == "" {
			sum := sha256.Sum256(body)
			served := strings.TrimSuffix(file, ext) + "." + stamp(sum[:]) + ext
			t.served[served], t.paths[file] = a, "/static/"+served
			return nil
		}
		if folders[folder] == nil {
			folders[folder] = sha256.New()
		}
		fmt.Fprintf(folders[folder], "%s %d\n%s", file, len(body), body)
		inside[name] = a
		return nil
	})
	for folder, sum := range folders {
		t.paths[folder] = "/static/" + strings.TrimSuffix(folder, "/") + "." + stamp(sum.Sum(nil)) + "/"
	}
	for name, a := range inside {
		folder, file := path.Split(name)
		t.served[strings.TrimPrefix(t.paths[folder], "/static/")+file] = a
	}
	return t, err
}

func stamp(sum []byte) string { return hex.EncodeToString(sum[:6]) }

// packed is a body compressed once, as far as it goes: it is sent many thousand times.
func packed(body []byte) func() []byte {
	return sync.OnceValue(func() []byte {
		var out bytes.Buffer
		w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
		if err != nil {
			panic(err) // a level that exists
		}
		_, _ = w.Write(body) // into memory
		_ = w.Close()
		if out.Len() >= len(body) {
			return nil
		}
		return out.Bytes()
	})
}

// assetPath is where a file of templates/static is served; a folder's name ends in a stroke.
func assetPath(name string) (string, error) {
	served, ok := assets().paths[name]
	if !ok {
		return "", fmt.Errorf("no file %q in templates/static", name)
	}
	return served, nil
}

func static(c echo.Context) error {
	a, ok := assets().served[c.Param("*")]
	if !ok {
		return fault.New(fault.NotFound, "PAGE_NOT_FOUND", "Không có trang này.")
	}
	h, body := c.Response().Header(), a.body
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", a.mediaType)
	if accepts(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		if small := a.packed(); small != nil {
			body = small
			h.Set("Content-Encoding", "gzip")
		}
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(body))
	return nil
}
