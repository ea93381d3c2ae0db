package pages

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

// worthwhile is the least number of bytes that is compressed: below it a packet is a packet.
const worthwhile = 1400

// packers are used again: each has a quarter of a megabyte of its own.
var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, 5)
	if err != nil {
		panic(err) // a level that exists
	}
	return w
}}

// sendHTML writes a page, compressed where that is safe.
//
// A page repeats words of its address (a search, a filter) beside what only this person may read. Compressing both
// together would tell somebody who listens on the line, and who can make this person's browser ask for addresses of his
// choice, letter by letter what stands there (BREACH). Such requests come from a page of another site, and browsers say so:
// compressed is only what our own page or the person at the keyboard asked for. A browser that does not say it, because it
// is old or there is no HTTPS, gets the page as it is, and so does who opens a link whose address is a secret.
func sendHTML(c echo.Context, status int, page []byte) error {
	h, r := c.Response().Header(), c.Request()
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Encoding, Sec-Fetch-Site")
	if len(page) < worthwhile || !accepts(r.Header.Get("Accept-Encoding"), "gzip") || !ownRequest(r) {
		return c.HTMLBlob(status, page)
	}
	var out bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(page) // into memory
	_ = w.Close()
	h.Set("Content-Encoding", "gzip")
	return c.HTMLBlob(status, out.Bytes())
}

// ownRequest says whether it is certain that no foreign page made the browser ask.
func ownRequest(r *http.Request) bool {
	from := r.Header.Get("Sec-Fetch-Site")
	return (from == "same-origin" || from == "none") && !strings.HasPrefix(r.URL.Path, "/l/")
}

// accepts says whether an Accept-Encoding header names a coding, and does not refuse it (RFC 9110, 12.5.3).
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, parameter, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		weight, found := strings.CutPrefix(strings.TrimSpace(parameter), "q=")
		if !found {
			return true
		}
		q, err := strconv.ParseFloat(weight, 64)
		return err == nil && q > 0
	}
	return false
}
