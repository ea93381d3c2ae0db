package pages

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// page is what every page shows around its own part.
type page struct {
	Title    string
	Here     string       // the place in the menu: a box's id, "workbench", "received", "registers", "new"
	Me       *me          // nil before the log-in and on an error page
	Fault    *fault.Fault // what was refused just now
	Key      string       // of the page's forms: a form sent twice acts once
	Verbatim bool         // the title is a document's or a person's own words, which are said in no other language
	// Private says that the page's address is a secret, which no link on it may tell on.
	Private bool
	Play    *rolePlay // nil outside the demo
}

// me is who is logged in, and the menu.
type me struct {
	ID     string
	Name   string
	Posts  []string // positions
	Stands []string // in whose place, and as what, besides
	Office string   // of the first of them
	On     store.Date
	Boxes  []box
	Unseen int64 // notices
	Admin  bool  // may look after the machine: the menu leads there
	Clerk  bool  // has the screen of a văn thư
}

// box is one pile of documents in the menu.
type box struct {
	ID, Label, About string
	Count            int64
}

// page begins a view for a person.
func (s *site) page(c echo.Context, who, title, here string) (page, error) {
	known, err := s.Signoff.Me(c.Request().Context(), who)
	if err != nil {
		return page{}, err
	}
	m := &me{ID: who, Name: known.Actor.Name, On: known.On, Admin: known.Actor.Has(authz.Administrator), Clerk: known.Actor.Has(authz.Clerk)}
	for _, r := range known.Actor.Roles {
		if r.For != "" {
			m.Stands = append(m.Stands, r.Title)
			continue
		}
		if !slices.Contains(m.Posts, r.Title) {
			m.Posts = append(m.Posts, r.Title)
		}
	}
	if len(m.Posts) > 0 {
		m.Office = known.Organs[known.Actor.Roles[0].Office]
	}
	if m.Unseen, err = s.Notices.Unseen(c.Request().Context(), who); err != nil {
		return page{}, err
	}
	for _, id := range document.Boxes {
		m.Boxes = append(m.Boxes, box{ID: id, Label: boxLabels[id], About: boxAbout[id], Count: known.Counts[id]})
	}
	p := page{Title: title, Here: here, Me: m, Key: store.NewID()}
	if s.Demo != nil {
		p.Play, err = s.rolePlay(c, who)
	}
	return p, err
}

// frameFile is the frame of every page; partsFile holds shared pieces.
const (
	frameFile = "pages/layout.html"
	partsFile = "pages/parts.html"
)

// parser reads templates in one look.
type parser struct {
	files fs.FS
	look  look
	words template.FuncMap
}

// all gives every page by its path without suffix, each in the frame.
func (p parser) all() (map[string]*template.Template, error) {
	frame, err := p.into(template.New("layout.html").Funcs(p.words), frameFile, partsFile)
	if err != nil {
		return nil, fmt.Errorf("parse the frame of the pages: %w", err)
	}
	all := map[string]*template.Template{}
	err = fs.WalkDir(p.files, "pages", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == frameFile || name == partsFile || path.Ext(name) != ".html" {
			return err
		}
		one, err := p.into(template.Must(frame.Clone()), name)
		if err != nil {
			return err
		}
		all[strings.TrimSuffix(strings.TrimPrefix(name, "pages/"), ".html")] = one
		return nil
	})
	return all, err
}

// into adds the templates of some files, said in the look's language.
func (p parser) into(t *template.Template, names ...string) (*template.Template, error) {
	for _, name := range names {
		source, err := fs.ReadFile(p.files, name)
		if err != nil {
			return nil, err
		}
		one := t
		if base := path.Base(name); base != t.Name() {
			one = t.New(base)
		}
		if _, err := one.Parse(p.look.catalogue().Translate(string(source))); err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
	}
	return t, nil
}

// render writes a page whole, or not at all.
func render(c echo.Context, status int, name string, view any) error {
	var out bytes.Buffer
	if err := pagesIn(lookOf(c))[name].ExecuteTemplate(&out, "layout.html", view); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return sendHTML(c, status, out.Bytes())
}

// statuses are what a refusal is in HTTP.
var statuses = map[fault.Kind]int{
	fault.Malformed: http.StatusBadRequest, fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Unmet: http.StatusUnprocessableEntity, fault.TooMany: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable, fault.NoSpace: http.StatusInsufficientStorage,
}

func statusOf(f *fault.Fault) int {
	if status, ok := statuses[f.Kind]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// errorView is the page of a refusal that has no page of its own.
type errorView struct {
	page
	Status int
	Return string // where the person may go back to
}

// Error answers with the page of a refusal; who is not logged in is sent to log in, and then on to where he wanted.
func Error(c echo.Context, f *fault.Fault) error {
	r := c.Request()
	if f.Kind == fault.Unauthenticated && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		to := "/login"
		if r.URL.RequestURI() != "/" {
			to += "?" + url.Values{"next": {r.URL.RequestURI()}}.Encode()
		}
		return c.Redirect(http.StatusSeeOther, to)
	}
	status := statusOf(f)
	view := errorView{page: page{Title: headlines[status], Fault: f}, Status: status, Return: "/"}
	if f.Kind == fault.Unauthenticated {
		view.Return = "/login"
	}
	return render(c, status, "error", view)
}
