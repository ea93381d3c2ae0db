package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/templates"
)

// asset is one file of templates/static.
type asset struct {
	body      []byte
	mediaType string
}

// assetTable knows the files by the names under which they are served, and these names by the files' own.
type assetTable struct {
	served map[string]asset
	paths  map[string]string
}

var mediaTypes = map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}

// assets gives every file a name with a hash of its bytes: such an address never changes what it means.
var assets = sync.OnceValue(func() assetTable {
	t := assetTable{served: map[string]asset{}, paths: map[string]string{}}
	files, err := fs.ReadDir(templates.FS, "static")
	if err != nil {
		panic(err) // embedded
	}
	for _, f := range files {
		body, err := fs.ReadFile(templates.FS, "static/"+f.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(f.Name())
		name := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		t.served[name] = asset{body: body, mediaType: mediaTypes[ext]}
		t.paths[f.Name()] = "/static/" + name
	}
	return t
})

// assetPath is where a file of templates/static is served.
func assetPath(name string) (string, error) {
	served, ok := assets().paths[name]
	if !ok {
		return "", fmt.Errorf("no file %q in templates/static", name)
	}
	return served, nil
}

func static(c echo.Context) error {
	a, ok := assets().served[c.Param("name")]
	if !ok {
		return fault.New(fault.NotFound, "PAGE_NOT_FOUND", "Không có trang này.")
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, a.mediaType, a.body)
}
