package pages

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"trinhky/internal/fault"
	"trinhky/internal/web/language"
	"trinhky/policies"
	"trinhky/templates"
)

// Everything that a person reads of the interface has its English, and no English is left over from what was there.
func TestTheWholeInterfaceHasItsEnglish(t *testing.T) {
	t.Parallel()
	all := said{}
	all.templatesSay(t)
	all.goSays(t, ".", true)
	all.goSays(t, "../..", false)
	all.roomsSay(t, "../..")
	all.policiesSay(t)
	all.checkerSays(t)
	if len(all) < 1500 {
		t.Fatalf("only %d messages were found", len(all))
	}
	for message, where := range all {
		if !english().Has(message) {
			t.Errorf("no English for %q (%s)", message, where)
		}
	}
	for message, file := range english().Messages() {
		kind, _ := strings.CutSuffix(message, " (loại văn bản)")
		if !all.has(message) && !all.has(kind) {
			t.Errorf("%s has %q, which nothing says", file, message)
		}
	}
}

// What a form sends is never what was said in another language: a kind of document typed in would be kept in English.
func TestFormsSendNothingTranslated(t *testing.T) {
	t.Parallel()
	sends := regexp.MustCompile(`value="[^"]*\{\{say|<textarea[^<]*\{\{say`)
	must(t, fs.WalkDir(templates.FS, "pages", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		source, err := fs.ReadFile(templates.FS, name)
		if found := sends.Find(source); found != nil {
			t.Errorf("%s sends what was said: %s", name, found)
		}
		return err
	}))
}

// What the gatherers find, they must find: a literal, a sentence put together, a reason, a label; and pass over the rest.
func TestTheGatherersOfMessages(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "a.go"), []byte(`package a
var e = fault.New(fault.Unmet, "A", fmt.Sprintf("Số %d đã hủy", 1)).With(fault.Reason{Code: "B", Detail: "Dòng " + x + " hỏng"})
var ours = errors.New("Lỗi riêng")
var StateLabels = map[string]string{"a": "Đã mở"}
func f() { s.Log.Error("hồ sơ hỏng"); g("Đóng") }
`), 0o600))
	for want, gather := range map[string]func(said){
		"Dòng %s hỏng|Số %d đã hủy":                      func(all said) { all.goSays(t, folder, false) },
		"Dòng %s hỏng|Lỗi riêng|Số %d đã hủy|Đã mở|Đóng": func(all said) { all.goSays(t, folder, true) },
		"Đã mở": func(all said) { all.roomsSay(t, folder) },
	} {
		all := said{}
		gather(all)
		delete(all, fault.Of(io.EOF).Detail)
		if got := strings.Join(slices.Sorted(maps.Keys(all)), "|"); got != strings.TrimSuffix(want, "") {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// said are the interface's messages, each with where it stands.
type said map[string]string

func (all said) add(message, where string) {
	if _, known := all[message]; !known && message != "" {
		all[message] = where
	}
}

func (all said) has(message string) bool { _, there := all[message]; return there }

// templatesSay gathers the messages of the pages.
func (all said) templatesSay(t *testing.T) {
	must(t, fs.WalkDir(templates.FS, "pages", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		source, err := fs.ReadFile(templates.FS, name)
		for _, m := range language.Messages(string(source)) {
			all.add(m.Text, name)
		}
		return err
	}))
}

// goSays gathers what the Go files under a folder say: everything in Vietnamese, or only the sentences of faults.
func (all said) goSays(t *testing.T, root string, everything bool) {
	all.add(fault.Of(io.EOF).Detail, "fault.go")
	files(t, root, func(name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				switch f := called(n); {
				case f == "fault.New":
					all.sentences(n.Args[2], name)
				case strings.Contains(f, ".Log.") || f == "regexp.MustCompile":
					return false
				}
			case *ast.CompositeLit:
				if typ := called(&ast.CallExpr{Fun: n.Type}); typ == "fault.Reason" || typ == "[]fault.Reason" {
					all.sentences(n, name)
				}
			}
			if e, ok := n.(ast.Expr); ok && everything {
				return !all.sentence(e, name)
			}
			return true
		})
	})
}

// files parses every Go file under a folder that is no test.
func files(t *testing.T, root string, see func(name string, file *ast.File)) {
	must(t, filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := goparser.ParseFile(token.NewFileSet(), name, nil, goparser.SkipObjectResolution)
		if err == nil {
			see(name, file)
		}
		return err
	}))
}

// sentences adds every sentence inside an expression.
func (all said) sentences(in ast.Node, where string) {
	ast.Inspect(in, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		return !ok || !all.sentence(e, where)
	})
}

// sentence adds an expression that is a string in Vietnamese, put together or not; what is put in between is a %s.
func (all said) sentence(e ast.Expr, where string) bool {
	text, ok := spelled(e)
	if ok && vietnamese(text) {
		all.add(text, where)
		return true
	}
	return false
}

// Where the rooms keep the words that pages print: variables, functions, fields.
var (
	labelVars   = regexp.MustCompile(`^([A-Z]\w*(Labels|Words|Codes)|(about|status|urgency|break|row|told)Labels|scopes|copyForms)$`)
	labelFuncs  = regexp.MustCompile(`^(\w*Label|RuleWords|dayWords|Period|[rR]etentionText|Sentence|otherSigner)$`)
	labelFields = regexp.MustCompile(`^(label|Label|told|Found)$`)
)

// roomsSay gathers the words of the rooms under a folder.
func (all said) roomsSay(t *testing.T, root string) {
	files(t, root, func(name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, value := range n.Values {
					if labelVars.MatchString(n.Names[i].Name) {
						all.sentences(value, name)
					}
				}
			case *ast.FuncDecl:
				if labelFuncs.MatchString(n.Name.Name) && n.Body != nil {
					all.sentences(n.Body, name)
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && labelFields.MatchString(key.Name) {
					all.sentences(n.Value, name)
				}
			}
			return true
		})
	})
}

// checkerSays gathers what the checker finds, wants and offers, and what the reader of Word files remarks.
func (all said) checkerSays(t *testing.T) {
	files(t, "../../format", func(name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch f := called(call); {
			case f == "warn" || f == "bar":
				all.sentence(call.Args[0], name)
			case f == "f.add" && len(call.Args) > 2:
				all.sentence(call.Args[2], name)
			case strings.HasSuffix(f, ".fixed"):
				all.sentence(call.Args[1], name)
			}
			return true
		})
	})
	for _, room := range []string{"../../layout", "../../signoff"} {
		files(t, room, func(name string, file *ast.File) {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit:
					if typ := called(&ast.CallExpr{Fun: n.Type}); strings.HasSuffix(typ, "Remark") {
						for _, e := range n.Elts {
							if field, ok := e.(*ast.KeyValueExpr); ok && field.Key.(*ast.Ident).Name == "Message" {
								all.sentences(field.Value, name)
							}
						}
					}
				case *ast.ValueSpec:
					if n.Names[0].Name == "remarkTexts" {
						all.sentences(n.Values[0], name)
					}
				}
				return true
			})
		})
	}
}

var printed = regexp.MustCompile(`\b(?:label|name): (?:"([^"]*)"|([^,}\n]*))`)

// policiesSay gathers the names of kinds and chains, and the labels of what they have.
func (all said) policiesSay(t *testing.T) {
	for _, pattern := range []string{"kinds/*.yaml", "chains/*.yaml"} {
		names, err := fs.Glob(policies.FS, pattern)
		must(t, err)
		for _, name := range names {
			source, err := fs.ReadFile(policies.FS, name)
			must(t, err)
			for _, m := range printed.FindAllStringSubmatch(string(source), -1) {
				if text := m[1] + m[2]; vietnamese(text) {
					all.add(text, name)
				}
			}
		}
	}
}

func spelled(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return spelled(e.X)
	case *ast.BinaryExpr:
		a, left := spelled(e.X)
		b, right := spelled(e.Y)
		if e.Op != token.ADD || !left && !right {
			return "", false
		}
		if !left {
			a = "%s"
		}
		if !right {
			b = "%s"
		}
		return a + b, true
	}
	return "", false
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return called(&ast.CallExpr{Fun: f.X}) + "." + f.Sel.Name
	case *ast.ArrayType:
		return "[]" + called(&ast.CallExpr{Fun: f.Elt})
	}
	return ""
}

func vietnamese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
}
