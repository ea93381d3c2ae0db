package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

const module = "trinhky/"

// floors of the house, from the cellar up. A package may import any floor below its own, never its own, never above.
var floors = map[string]int{
	"internal/fault": 1, "policies": 1, "templates": 1, "migrations": 1,
	"internal/store": 2,
	"internal/authz": 3, "internal/audit": 3, "internal/jobs": 3,
	"internal/directory": 4, "internal/calendar": 4, "internal/blob": 4, "internal/pdf": 4, "internal/xlsx": 4, "internal/mail": 4, "internal/push": 4,
	"internal/document": 5, "internal/login": 5, "internal/book": 5,
	"internal/notice":   6,
	"internal/register": 7, "internal/signature": 7, "internal/layout": 7, "internal/distribution": 7, "internal/casefile": 7,
	"internal/incoming": 8, "internal/task": 8, "internal/format": 8,
	"internal/signoff": 9, "internal/upkeep": 9, "internal/report": 9, "internal/establishment": 9,
	"internal/house": 10,
	"internal/web":   11,
	"cmd/trinhky":    12,
}

// cellars are sub-packages: each stands just under its parent, and only the packages named here may import it.
var cellars = map[string]struct {
	parent    string
	importers []string
	above     bool // a rig for tests: it opens its parent, and all under it
}{
	"internal/store/sqlite":    {parent: "internal/store", importers: []string{"internal/store"}},
	"internal/store/storetest": {parent: "internal/store", above: true}, // any test
	"internal/layout/docx":     {parent: "internal/layout", importers: []string{"internal/layout"}},
	"internal/signature/pades": {parent: "internal/signature", importers: []string{"internal/signature"}},
	"templates/bundle":         {parent: "templates", importers: []string{"templates/bundle"}}, // makes templates/static; nobody imports it
	"internal/web/api":         {parent: "internal/web", importers: []string{"internal/web"}},
	"internal/web/pages":       {parent: "internal/web", importers: []string{"internal/web"}},
	"internal/web/browser":     {parent: "internal/web", importers: []string{"internal/web/browser"}, above: true},
	"internal/web/language":    {parent: "internal/web", importers: []string{"internal/web/pages"}},
	"internal/web/session":     {parent: "internal/web", importers: []string{"internal/web", "internal/web/api", "internal/web/pages"}},
	"internal/web/client":      {parent: "internal/web", importers: []string{"internal/web", "internal/web/api", "cmd/trinhky"}},
}

// libraries that live in one room, so that each can be replaced by editing that room.
var libraries = map[string][]string{
	"github.com/labstack/echo":          {"internal/web", "internal/web/api", "internal/web/pages"},
	"github.com/danielgtaylor":          {"internal/web", "internal/web/api"},
	"github.com/qmuntal":                {"internal/signoff"},
	"github.com/casbin":                 {"internal/authz"},
	"github.com/minio/minio-go":         {"internal/blob"},
	"github.com/riverqueue":             {"internal/jobs"},
	"github.com/pdfcpu":                 {"internal/pdf"},
	"github.com/digitorus":              {"internal/signature", "internal/signature/pades"},
	"software.sslmate.com":              {"internal/signature"},
	"modernc.org/sqlite":                {"internal/store/sqlite"},
	"github.com/jackc/pgx":              {"internal/store"},
	"github.com/pressly/goose":          {"internal/store"},
	"github.com/alecthomas/kong":        {"cmd/trinhky"},
	"github.com/alexedwards/":           {"internal/login"},
	"github.com/go-fonts/":              {"internal/pdf"},
	"github.com/sergi/go-diff":          {"internal/document"},
	"github.com/xuri/excelize":          {"internal/xlsx"},
	"github.com/wneessen/":              {"internal/mail"},
	"github.com/SherClockHolmes":        {"internal/push"},
	"github.com/teambition/":            {"internal/task"},
	"github.com/evanw/esbuild":          {"templates/bundle"},
	"github.com/leonelquinteros/gotext": {"internal/web/language"},
}

func TestImportsPointDown(t *testing.T) {
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			for _, fault := range judge(name, imported) {
				t.Error(fault)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// judge says what is wrong with one import of one file.
func judge(file, imported string) (faults []string) {
	dir, test := path.Dir(file), strings.HasSuffix(file, "_test.go")
	if dir == "internal/archtest" {
		return nil
	}
	if !known(dir) {
		return []string{file + ": " + dir + " stands on no floor: add it to archtest and to ARCHITECTURE.md"}
	}
	for prefix, rooms := range libraries {
		if strings.HasPrefix(imported, prefix) && !contains(rooms, dir) && !test {
			faults = append(faults, file+" imports "+imported+", which lives in "+strings.Join(rooms, ", "))
		}
	}
	if strings.HasPrefix(imported, "gorm.io/") && !mayUseGORM(file, dir, test) {
		faults = append(faults, file+" imports "+imported+": GORM lives in store and in sql.go and sql_<topic>.go")
	}
	to, ours := strings.CutPrefix(imported, module)
	if !ours || test && to == dir {
		return faults
	}
	if !mayImport(dir, to, test) {
		faults = append(faults, file+" imports "+to+": imports point down")
	}
	return faults
}

func known(dir string) bool {
	_, room := floors[dir]
	_, cellar := cellars[dir]
	return room || cellar
}

func mayImport(from, to string, test bool) bool {
	if cellar, ok := cellars[to]; ok {
		return test && len(cellar.importers) == 0 || contains(cellar.importers, from)
	}
	return below(to, from)
}

// below says whether to stands under from; a cellar stands on its parent's floor, just under the parent.
func below(to, from string) bool {
	floor, ok := floors[to]
	if !ok {
		return false
	}
	if cellar, isCellar := cellars[from]; isCellar {
		return floor < floors[cellar.parent] || to == cellar.parent && cellar.above
	}
	return floor < floors[from]
}

func mayUseGORM(file, dir string, test bool) bool {
	base := path.Base(file)
	return strings.HasPrefix(dir, "internal/store") || base == "sql.go" || strings.HasPrefix(base, "sql_") || test
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// A judge that never refuses proves nothing.
func TestTheJudgeRefuses(t *testing.T) {
	for _, c := range []struct {
		file, imported string
		refused        bool
	}{
		{"internal/register/sql.go", "trinhky/internal/store", false},
		{"internal/register/register.go", "trinhky/internal/signoff", true},
		{"internal/register/register.go", "trinhky/internal/distribution", true},
		{"internal/register/register.go", "gorm.io/gorm", true},
		{"internal/register/sql_book.go", "gorm.io/gorm", false},
		{"internal/signoff/fire.go", "github.com/labstack/echo/v4", true},
		{"internal/signoff/machine.go", "github.com/qmuntal/stateless", false},
		{"internal/web/web.go", "trinhky/internal/signature/pades", true},
		{"internal/signature/sign.go", "trinhky/internal/signature/pades", false},
		{"internal/nowhere/x.go", "fmt", true},
		{"internal/document/sql.go", "trinhky/internal/store/storetest", true},
		{"internal/document/sql_test.go", "trinhky/internal/store/storetest", false},
	} {
		if got := len(judge(c.file, c.imported)) > 0; got != c.refused {
			t.Errorf("%s imports %s: refused %v, want %v", c.file, c.imported, got, c.refused)
		}
	}
}
