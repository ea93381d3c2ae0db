package pages

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// signView is the page on which a person signs many documents with one PIN, and, once that was done, what became of each.
type signView struct {
	page
	Items  []signItem
	Ready  int     // of them wait for the person's signature
	Done   bool    // the rest is what became of it
	Signed int     // of those that were sent
	Failed int     // the others
	Again  string  // the address of the page with those that were not signed; "" when all were
	More   bool    // more were chosen than can be signed in one go
	Most   int     // that can be
	Frame  pdfView // of the viewer that the script copies: of no file yet
}

// signItem is one of the documents.
type signItem struct {
	signoff.Chosen
	KindName string
	PDF      pdfView
	Shown    string // the form's value: what exactly is signed
	Left     bool   // it was sent without a tick
	Result   string // "signed", "refused"; "" before
	Fault    *fault.Fault
}

// signLine is what the page's script is told of one document, or, without an ID, of the whole.
type signLine struct {
	ID      string   `json:"id,omitempty"`
	Signed  bool     `json:"signed"`
	Said    string   `json:"said,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
	PIN     bool     `json:"pin,omitempty"` // it is the PIN that was refused
}

const linesType = "application/x-ndjson"

// toSign shows the documents that were chosen in a list, in its order.
func (s *site) toSign(c echo.Context, who string) error {
	var ids []string
	for _, id := range c.QueryParams()["document"] {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return s.signPage(c, who, ids, nil, nil)
}

// signPage shows documents that may be signed; refused is the POST that led here, ticked what it held.
func (s *site) signPage(c echo.Context, who string, ids, ticked []string, refused *fault.Fault) error {
	view, err := s.signViewOf(c, who, ids)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
		for i := range view.Items {
			item := &view.Items[i]
			item.Left = !slices.ContainsFunc(ticked, func(t string) bool { return strings.HasPrefix(t, item.ID+".") })
		}
	}
	return render(c, status, "sign", view)
}

func (s *site) signViewOf(c echo.Context, who string, ids []string) (signView, error) {
	view := signView{Most: signoff.ManyLimit, More: len(ids) > signoff.ManyLimit}
	chosen, err := s.Signoff.ToSign(c.Request().Context(), who, ids)
	if err != nil {
		return view, err
	}
	for _, d := range chosen {
		sha := d.PDF()
		item := signItem{Chosen: d, KindName: kindName(d.Document), PDF: pdfView{SHA256: sha, Path: withQuery("/documents/"+d.ID+"/pdf", "sha256", sha)}}
		if d.Waits {
			view.Ready++
			item.Shown = d.ID + "." + strconv.Itoa(d.Version) + "." + sha
		}
		view.Items = append(view.Items, item)
	}
	view.page, err = s.page(c, who, "Ký số nhiều văn bản", "signing")
	return view, err
}

// shownIn reads what a form's ticks say was shown.
func shownIn(ticked []string) (shown []signoff.Shown, ids []string) {
	for _, t := range ticked {
		id, rest, _ := strings.Cut(t, ".")
		version, sha, _ := strings.Cut(rest, ".")
		n, ok := number(version)
		if !ok {
			n = 0 // it is refused as incomplete
		}
		shown, ids = append(shown, signoff.Shown{DocumentID: id, Version: n, SHA256: sha}), append(ids, id)
	}
	return shown, ids
}

// signMany signs what is ticked. A script is told line by line; without one the page comes back with what became of each.
// That it is sent again signs nothing twice, so this POST needs no redirect.
func (s *site) signMany(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if repeated := new(store.Repeated); errors.As(err, &repeated) {
		err = nil // what of it was done, SignMany knows of each document
	}
	shown, ids := shownIn(f.Values["document"])
	byScript := c.Request().Header.Get("Accept") == linesType
	if err == nil {
		if byScript {
			err = s.signLines(c, who, f, shown)
		} else {
			err = s.signAll(c, who, f, shown, ids)
		}
	}
	var refused *fault.Fault
	if !errors.As(err, &refused) || refused.Kind == fault.Internal {
		return err
	}
	if byScript {
		return c.JSON(statusOf(refused), lineOf(c, "", refused))
	}
	return s.signPage(c, who, f.Values["shown"], f.Values["document"], refused)
}

// signAll signs and shows the page of the results.
func (s *site) signAll(c echo.Context, who string, f form, shown []signoff.Shown, ids []string) error {
	results, err := s.Signoff.SignMany(f.ctx, who, f.Get("pin"), shown)
	if err != nil {
		return err
	}
	told := map[string]signoff.Signed{}
	for r := range results {
		told[r.DocumentID] = r
	}
	view, err := s.signViewOf(c, who, ids)
	if err != nil {
		return err
	}
	view.Done = true
	unsigned := url.Values{}
	for i := range view.Items {
		item := &view.Items[i]
		r, sent := told[item.ID]
		switch {
		case !sent:
			continue
		case r.Err == nil:
			item.Result = "signed"
			view.Signed++
			continue
		}
		item.Result, item.Fault = "refused", fault.Of(r.Err)
		if item.Fault.Kind == fault.Internal {
			s.Log.ErrorContext(f.ctx, "one of many was not signed", "document", item.ID, "error", r.Err)
		}
		unsigned.Add("document", item.ID)
	}
	view.Failed = len(shown) - view.Signed
	if len(unsigned) > 0 {
		view.Again = "/sign?" + unsigned.Encode()
	}
	return render(c, http.StatusOK, "sign", view)
}

// signLines signs and tells a line of each document as soon as it is done. The first thing that is written ends what can
// still be refused whole.
func (s *site) signLines(c echo.Context, who string, f form, shown []signoff.Shown) error {
	results, err := s.Signoff.SignMany(f.ctx, who, f.Get("pin"), shown)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, linesType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold lines back
	c.Response().WriteHeader(http.StatusOK)
	for r := range results {
		var refused *fault.Fault
		if r.Err != nil {
			if refused = fault.Of(r.Err); refused.Kind == fault.Internal {
				s.Log.ErrorContext(f.ctx, "one of many was not signed", "document", r.DocumentID, "error", r.Err)
			}
		}
		told, err := json.Marshal(lineOf(c, r.DocumentID, refused))
		if err != nil {
			return err
		}
		if say(c, string(told)+"\n") != nil {
			return nil // the window is gone: nothing more is signed
		}
	}
	return nil
}

// lineOf says a refusal in the reader's language.
func lineOf(c echo.Context, id string, refused *fault.Fault) signLine {
	line := signLine{ID: id, Signed: refused == nil}
	if refused == nil {
		return line
	}
	words := lookOf(c).catalogue()
	line.Said, line.PIN = words.Say(refused.Detail), pinRefused(refused)
	for _, r := range refused.Reasons {
		line.Reasons = append(line.Reasons, words.Say(r.Detail))
	}
	return line
}
