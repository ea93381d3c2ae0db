package pages

import (
	"html/template"
	"io/fs"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"trinhky/internal/web/language"
	"trinhky/templates"
)

// look is how somebody wants the pages: in which language, light or dark.
type look struct{ language, theme string }

// The themes; the first follows the machine's own setting.
const (
	asTheMachine = "auto"
	light        = "light"
	dark         = "dark"
)

const (
	lookCookie = "look"
	lookAge    = 365 * 24 * 60 * 60 // seconds
)

// lookOf is what the log-in page was asked for, else what the browser's cookie says; Vietnamese as the machine is set
// where it says nothing that we know. What languages the browser likes (Accept-Language) is not asked: the office's
// language is Vietnamese, also on a machine that somebody set up in English.
func lookOf(c echo.Context) look {
	l := look{language.Vietnamese, asTheMachine}
	if cookie, err := c.Cookie(lookCookie); err == nil {
		said, theme, _ := strings.Cut(cookie.Value, ".")
		l = l.with(said, theme)
	}
	asked, _ := c.Get(lookCookie).(string)
	return l.with(asked, "")
}

// with is the look in another language and theme, where they are known.
func (l look) with(said, theme string) look {
	if language.Known(said) {
		l.language = said
	}
	if theme == asTheMachine || theme == light || theme == dark {
		l.theme = theme
	}
	return l
}

// keep writes the look into the browser. It is no secret and opens nothing.
func (l look) keep(c echo.Context, secure bool) {
	c.SetCookie(&http.Cookie{
		Name: lookCookie, Value: l.language + "." + l.theme, Path: "/", MaxAge: lookAge,
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

const keysCookie = "keys"

// keysOf says whether single letters are commands in this browser: yes, unless the person turned them off.
func keysOf(c echo.Context) bool {
	cookie, err := c.Cookie(keysCookie)
	return err != nil || cookie.Value != "off"
}

// keepKeys writes into the browser what the account says of keys; "" leaves it as it is.
func keepKeys(c echo.Context, keys string, secure bool) {
	if keys != "" {
		c.SetCookie(&http.Cookie{Name: keysCookie, Value: keys, Path: "/", MaxAge: lookAge, Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
}

// english is the catalogue of templates/english.
var english = sync.OnceValue(func() *language.Catalogue {
	c, err := language.Read(templates.FS, "english")
	if err != nil {
		panic(err) // embedded files: a test reads them
	}
	return c
})

// catalogue is what translates into the look's language; nil for the language in which everything is written.
func (l look) catalogue() *language.Catalogue {
	if l.language == language.English {
		return english()
	}
	return nil
}

// pageSets hold the parsed pages of each look, made when the first person wants it.
var pageSets = struct {
	sync.Mutex
	made map[look]map[string]*template.Template
}{made: map[look]map[string]*template.Template{}}

// pagesIn gives the pages of a look by their paths without suffix: "documents/document".
func pagesIn(l look) map[string]*template.Template {
	pageSets.Lock()
	defer pageSets.Unlock()
	set, ok := pageSets.made[l]
	if !ok {
		var err error
		if set, err = parsePages(templates.FS, l); err != nil {
			panic(err) // embedded files: a test parses them
		}
		pageSets.made[l] = set
	}
	return set
}

// wordsIn are the functions of the templates, whose words are in the look's language. "say" gives the word of a room,
// "sayKind" the name of a kind of document, which may be written like another word.
func wordsIn(l look) template.FuncMap {
	c := l.catalogue()
	all := template.FuncMap{
		"say":     c.Say,
		"sayKind": c.SayKind,
		"lang":    func() string { return l.language },
		"theme":   func() string { return l.theme },
	}
	for name, f := range words {
		if c != nil && !verbatim[name] {
			f = saying(f, c)
		}
		all[name] = f
	}
	return all
}

// verbatim are the functions whose words are people's, organs' and documents' own.
var verbatim = map[string]bool{"join": true, "person": true, "short": true, "fields": true, "kind": true}

// saying gives the same function with what it returns said by the catalogue, where that is a string.
func saying(f any, c *language.Catalogue) any {
	v := reflect.ValueOf(f)
	if v.Type().NumOut() == 0 || v.Type().Out(0).Kind() != reflect.String {
		return f
	}
	return reflect.MakeFunc(v.Type(), func(in []reflect.Value) []reflect.Value {
		call := v.Call
		if v.Type().IsVariadic() {
			call = v.CallSlice
		}
		out := call(in)
		out[0] = reflect.ValueOf(c.Say(out[0].String())).Convert(v.Type().Out(0))
		return out
	}).Interface()
}

// parsePages reads the frame and every page of templates/pages in a look.
func parsePages(files fs.FS, l look) (map[string]*template.Template, error) {
	p := parser{files: files, look: l, words: wordsIn(l)}
	return p.all()
}
