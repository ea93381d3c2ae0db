package pages

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// person is somebody with a browser that runs no script.
type person struct {
	t      *testing.T
	base   string
	client *http.Client
}

// stranger is a browser in which nobody is logged in.
func (o *office) stranger() *person {
	jar, err := cookiejar.New(nil)
	must(o.t, err)
	return &person{t: o.t, base: o.base, client: &http.Client{Jar: jar}}
}

// as is somebody's browser, logged in by the form.
func (o *office) as(username string) *person {
	o.t.Helper()
	if p := o.people[username]; p != nil {
		return p
	}
	p := o.stranger()
	home := p.get("/login").form("/login").submit(url.Values{"username": {username}, "password": {password}})
	if home.status != http.StatusOK || home.path != "/" {
		o.t.Fatalf("%s could not log in: %d at %s", username, home.status, home.path)
	}
	o.people[username] = p
	return p
}

// view is a page as a browser has it.
type view struct {
	by     *person
	status int
	path   string // where the redirects ended
	raw    string
	header http.Header
	words  string // all text
	forms  []*formHTML
	links  []string
	tags   []xml.StartElement
}

// formHTML is a form on a page, with the values that it would send as it stands.
type formHTML struct {
	by             *person
	method, action string
	multipart      bool
	values         url.Values
	buttons        int // enabled ones
}

func (p *person) get(path string) *view {
	p.t.Helper()
	response, err := p.client.Get(p.base + path)
	must(p.t, err)
	return p.read(response)
}

// submit sends a form with what a person typed in.
func (f *formHTML) submit(typed url.Values) *view {
	f.by.t.Helper()
	for name, values := range typed {
		if _, ok := f.values[name]; !ok {
			f.by.t.Fatalf("the form %s has no field %q", f.action, name)
		}
		f.values[name] = values
	}
	return f.send()
}

// send sends a form as it is.
func (f *formHTML) send() *view {
	f.by.t.Helper()
	response, err := f.by.client.PostForm(f.by.base+f.action, f.values)
	must(f.by.t, err)
	return f.by.read(response)
}

// upload sends a form with a file, the fields before it as a browser does.
func (f *formHTML) upload(name, content string) *view {
	f.by.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range f.values {
		if field != "file" {
			must(f.by.t, w.WriteField(field, values[0]))
		}
	}
	part, err := w.CreateFormFile("file", name)
	must(f.by.t, err)
	_, err = io.WriteString(part, content)
	must(f.by.t, err)
	must(f.by.t, w.Close())
	response, err := f.by.client.Post(f.by.base+f.action, w.FormDataContentType(), &body)
	must(f.by.t, err)
	return f.by.read(response)
}

func (p *person) read(response *http.Response) *view {
	p.t.Helper()
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	must(p.t, err)
	v := &view{by: p, status: response.StatusCode, path: response.Request.URL.Path, raw: string(raw), header: response.Header}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		v.parse()
	}
	return v
}

// parse reads the page; our pages are well nested, which html alone would not ask.
func (v *view) parse() {
	v.by.t.Helper()
	d := xml.NewDecoder(strings.NewReader(v.raw))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var words strings.Builder
	var form *formHTML
	var field, option string // the textarea or select, and the option's value, that are open
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			v.by.t.Fatalf("%s is no well nested page: %v", v.path, err)
		}
		switch token := token.(type) {
		case xml.CharData:
			words.Write(token)
			if form != nil && field != "" && option == "" {
				form.values.Set(field, form.values.Get(field)+string(token))
			}
		case xml.StartElement:
			v.tags = append(v.tags, token.Copy())
			switch token.Name.Local {
			case "form":
				form = &formHTML{by: v.by, method: attr(token, "method"), action: attr(token, "action"), values: url.Values{}, multipart: attr(token, "enctype") != ""}
				v.forms = append(v.forms, form)
			case "a":
				v.links = append(v.links, attr(token, "href"))
			case "button":
				if form != nil && !has(token, "disabled") {
					form.buttons++
				}
			case "textarea":
				field, option = attr(token, "name"), ""
				form.values.Set(field, "")
			case "select":
				field, option = attr(token, "name"), "none"
				form.values[field] = nil
			case "option":
				if has(token, "selected") || form.values[field] == nil {
					form.values.Set(field, attr(token, "value"))
				}
			case "input":
				if form != nil { // one of a script's, such as the viewer's page number, sends nothing
					form.input(token)
				}
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "form":
				form = nil
			case "textarea", "select":
				field, option = "", ""
			}
		}
	}
	v.words = words.String()
}

func (f *formHTML) input(e xml.StartElement) {
	name := attr(e, "name")
	if kind := attr(e, "type"); kind == "checkbox" || kind == "radio" {
		if _, known := f.values[name]; !known {
			f.values[name] = nil
		}
		if has(e, "checked") {
			f.values.Add(name, attr(e, "value"))
		}
		return
	}
	f.values.Add(name, attr(e, "value"))
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func has(e xml.StartElement, name string) bool {
	return slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == name })
}

// form finds the form with an enabled button that goes to a path ending so.
func (v *view) form(suffix string) *formHTML {
	v.by.t.Helper()
	for _, f := range v.forms {
		if strings.HasSuffix(f.action, suffix) && f.buttons > 0 && f.method == "post" {
			return f
		}
	}
	v.by.t.Fatalf("%s (%d) has no form %q:\n%s", v.path, v.status, suffix, squeeze(v.words))
	return nil
}

func (v *view) offers(suffix string) bool {
	return slices.ContainsFunc(v.forms, func(f *formHTML) bool { return strings.HasSuffix(f.action, suffix) && f.buttons > 0 })
}

// says fails unless the page holds all of the words.
func (v *view) says(words ...string) *view {
	v.by.t.Helper()
	for _, w := range words {
		if !strings.Contains(v.words, w) {
			v.by.t.Errorf("%s (%d) does not say %q:\n%s", v.path, v.status, w, squeeze(v.words))
		}
	}
	return v
}

// is fails unless the page has a status.
func (v *view) is(status int) *view {
	v.by.t.Helper()
	if v.status != status {
		v.by.t.Fatalf("%s gave %d, want %d:\n%s", v.path, v.status, status, squeeze(v.words))
	}
	return v
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
