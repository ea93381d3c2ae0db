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

	"trinhky/internal/audit"
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
	Request  string       // its short code, to be read over the telephone with a fault
	Key      string       // of the page's forms: a form sent twice acts once
	Verbatim bool         // the title is a document's or a person's own words, which are said in no other language
	// Private says that the page's address is a secret, which no link on it may tell on.
	Private bool
	Play    *rolePlay // nil outside the demo
}

// PINWrong says whether what was refused just now is the PIN: its field then points to the sentence.
func (p page) PINWrong() bool { return p.Fault != nil && pinRefused(p.Fault) }

func pinRefused(f *fault.Fault) bool { return strings.HasPrefix(f.Code, "PIN_") }

// me is who is logged in, and the menu.
type me struct {
	ID     string
	Name   string
	Posts  []string // positions
	Stands []string // in whose place, and as what, besides
	Office string   // of the first of them
	On     store.Date
	Boxes  []box // those that were counted for this page
	Unseen int64 // notices
	Admin  bool  // may look after the machine: the menu leads there
	Clerk  bool  // has the screen of a văn thư
	Keys   bool  // single letters are commands
	Roles  []authz.Role
	// May are the acts that are the person's anywhere: what never can be stands in no menu.
	May map[string]bool
}

// box is one pile of documents in the menu.
type box struct {
	ID, Label, About string
	Count            int64 // up to document.CountCap
}

// Calls says whether what lies in the box is for the person to do now.
func (b box) Calls() bool { return b.ID == "todo" || b.ID == "signing" || b.ID == "sealing" }

// Hot says whether something calls.
func (b box) Hot() bool { return b.Calls() && b.Count > 0 }

// Path is where the box is looked at.
func (b box) Path() string {
	if b.ID == "received" {
		return "/received"
	}
	return "/boxes/" + b.ID
}

// Counted says whether its count is worth a place on a phone: văn bản đến have a page of their own that says more.
func (b box) Counted() bool { return b.ID != "received" }

// Short names it where there is little room.
func (b box) Short() string {
	if short, ok := boxShort[b.ID]; ok {
		return short
	}
	return b.Label
}

// menuBoxes are in the menu for whoever may do one of the acts.
var menuBoxes = []struct {
	id   string
	acts []string
}{
	{"todo", []string{authz.DocumentRead}},
	{"signing", []string{authz.DocumentSign}},
	{"sealing", []string{authz.DocumentAssignNumber, authz.DocumentSeal, authz.DocumentIssue}},
	{"drafts", []string{authz.DocumentCreate}},
	{"waiting", []string{authz.DocumentCreate}},
}

// Menu are the boxes of what is being worked at.
func (m me) Menu() (boxes []box) {
	for _, one := range menuBoxes {
		if !slices.ContainsFunc(one.acts, func(act string) bool { return m.May[act] }) {
			continue
		}
		for _, b := range m.Boxes {
			if b.ID == one.id {
				boxes = append(boxes, b)
			}
		}
	}
	return boxes
}

// Dock are the three boxes that a phone shows below every page.
func (m me) Dock() (boxes []box) {
	if !m.May[authz.DocumentRead] {
		return nil
	}
	boxes = m.Menu()
	boxes = boxes[:min(2, len(boxes))]
	return append(boxes, box{ID: "received", Label: boxLabels["received"]})
}

// page begins a view for a person. Boxes are those to be counted beside the menu's; "here" is, too, when it is one.
func (s *site) page(c echo.Context, who, title, here string, boxes ...string) (page, error) {
	for _, one := range menuBoxes {
		boxes = append(boxes, one.id)
	}
	if here != "received" && slices.Contains(document.Boxes, here) {
		boxes = append(boxes, here)
	}
	known, err := s.Signoff.Me(c.Request().Context(), who, boxes...)
	if err != nil {
		return page{}, err
	}
	m := &me{
		ID: who, Name: known.Actor.Name, On: known.On, Keys: keysOf(c), May: known.May,
		Admin: known.Actor.Has(authz.Administrator), Clerk: known.Actor.Has(authz.Clerk), Roles: known.Actor.Roles,
	}
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
		if n, counted := known.Counts[id]; counted {
			m.Boxes = append(m.Boxes, box{ID: id, Label: boxLabels[id], About: boxAbout[id], Count: n})
		}
	}
	p := page{Title: title, Here: here, Me: m, Key: store.NewID(), Request: audit.Request(c.Request().Context())}
	if s.Demo != nil {
		p.Play, err = s.rolePlay(c, who)
	}
	return p, err
}

// frameFile is the frame of every page; partsFile holds shared pieces, listsFile those of lists, scanFile those by which scans
// come in.
const (
	frameFile = "pages/layout.html"
	partsFile = "pages/parts.html"
	listsFile = "pages/parts-lists.html"
	scanFile  = "pages/parts-scan.html"
)

// parser reads templates in one look.
type parser struct {
	files fs.FS
	look  look
	words template.FuncMap
}

// all gives every page by its path without suffix, each in the frame.
func (p parser) all() (map[string]*template.Template, error) {
	frame, err := p.into(template.New("layout.html").Funcs(p.words), frameFile, partsFile, listsFile, scanFile)
	if err != nil {
		return nil, fmt.Errorf("parse the frame of the pages: %w", err)
	}
	all := map[string]*template.Template{}
	err = fs.WalkDir(p.files, "pages", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == frameFile || name == partsFile || name == listsFile || name == scanFile || path.Ext(name) != ".html" {
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
	Return string   // where the person may go back to
	Typed  []string // what was written in a form that was sent after the session had ended
	// Outside: a page for people without an account was not found; nothing else here is theirs to go to.
	Outside bool
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
	view := errorView{page: page{Title: headlines[status], Fault: f, Request: audit.Request(r.Context())}, Status: status, Return: "/"}
	view.Outside = status == http.StatusNotFound && (strings.HasPrefix(r.URL.Path, "/l/") || strings.HasPrefix(r.URL.Path, "/verify/"))
	if f.Kind == fault.Unauthenticated {
		view.Return, view.Typed = "/login", written(r)
		if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host && from.Path != "/login" {
			view.Return = withQuery("/login", "next", from.RequestURI())
		}
	}
	return render(c, status, "error", view)
}

// written gives the texts that a person wrote in the fields of a form, so that a page that cannot act on them gives them
// back: never a PIN or a password, nothing that the page itself put there.
func written(r *http.Request) []string {
	if r.Method != http.MethodPost || r.ParseForm() != nil { // files are not read for it
		return nil
	}
	var texts []string
	for _, name := range []string{"comment", "question", "note", "reason", "text", "minutes", "subject", "addressees", "body", "recipients"} {
		for _, text := range r.PostForm[name] {
			if strings.TrimSpace(text) != "" {
				texts = append(texts, text)
			}
		}
	}
	return texts
}
