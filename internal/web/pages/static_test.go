package pages

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"trinhky/internal/store/storetest"
	"trinhky/templates"
)

// budgets are the most bytes, compressed, that a page may make a browser load: a line of 400 kbit/s brings 50,000 a
// second. A script without a budget fails.
var budgets = []struct {
	what  string
	files []string
	most  int
}{
	{"on every page", []string{"app.js", "trinhky.css", "icon.svg"}, 40 << 10},
	{"on a device that keeps a copy of the to-do list", []string{"service-worker.js"}, 2 << 10},
	{"to sign many documents, on that page", []string{"sign.js"}, 4 << 10},
	{"to draft, once the page stands", []string{"editor.js"}, 110 << 10},
	{"to show a PDF, once the page stands", []string{"viewer.js"}, 160 << 10},
	{"to draft, once the form stands", []string{"drafting.js"}, 12 << 10},
	{"to send files, beside a draft", []string{"files.js"}, 4 << 10},
	{"to direct what came", []string{"parties.js"}, 2 << 10},
	{"to take in a scan", []string{"scan.js"}, 6 << 10},
	{"to read a PDF, beside it", []string{"viewer.worker.js"}, 400 << 10},
}

func TestScriptsStayWithinTheirBudgets(t *testing.T) {
	t.Parallel()
	counted := map[string]bool{}
	for _, b := range budgets {
		sum := 0
		for _, name := range b.files {
			counted[name] = true
			body, err := fs.ReadFile(templates.FS, "static/"+name)
			must(t, err)
			small := packed(body)()
			if small == nil {
				small = body
			}
			sum += len(small)
		}
		if sum > b.most {
			t.Errorf("%s: %d bytes compressed, %d allowed (%s)", b.what, sum, b.most, strings.Join(b.files, ", "))
		}
	}
	files, err := fs.ReadDir(templates.FS, "static")
	must(t, err)
	for _, f := range files {
		if ext := path.Ext(f.Name()); (ext == ".js" || ext == ".css") && !counted[f.Name()] {
			t.Errorf("templates/static/%s has no budget", f.Name())
		}
	}
}

func TestEveryFileHasAnAddressOfItsBytes(t *testing.T) {
	t.Parallel()
	table := func(change map[string]string) assetTable {
		files := fstest.MapFS{"static/a.js": {Data: []byte("a")}, "static/d/x.js": {Data: []byte("x")}, "static/d/y.js": {Data: []byte("y")}}
		for name, body := range change {
			files["static/"+name] = &fstest.MapFile{Data: []byte(body)}
		}
		made, err := tableOf(files)
		must(t, err)
		return made
	}
	plain := table(nil)
	if len(plain.served) != 3 || len(plain.paths) != 2 {
		t.Fatalf("%v", plain.paths)
	}
	if got := plain.served[strings.TrimPrefix(plain.paths["d/"], "/static/")+"y.js"]; string(got.body) != "y" || got.mediaType != mediaTypes[".js"] {
		t.Errorf("d/y.js is served as %q, %s", got.body, got.mediaType)
	}
	if table(map[string]string{"a.js": "b"}).paths["a.js"] == plain.paths["a.js"] {
		t.Error("another file under the same address")
	}
	for _, change := range []map[string]string{{"d/y.js": "z"}, {"d/z.js": ""}, {"d/x.js": "xy.js", "d/y.js": ""}} {
		if got := table(change).paths["d/"]; got == plain.paths["d/"] {
			t.Errorf("%v: another folder under the same address", change)
		}
	}
	if _, err := tableOf(fstest.MapFS{"static/a.exe": {Data: []byte("a")}}); err == nil {
		t.Error("a file of no known kind was taken")
	}
}

// ask sends a request as a browser does, and does not unpack what comes.
func (p *person) ask(path string, headers ...string) (*http.Response, []byte) {
	p.t.Helper()
	request, err := http.NewRequest(http.MethodGet, p.base+path, nil)
	must(p.t, err)
	request.Header.Set("Accept-Encoding", "gzip, deflate, br")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := p.client.Do(request)
	must(p.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(p.t, err)
	return response, body
}

func unpacked(t *testing.T, body []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	must(t, err)
	plain, err := io.ReadAll(r)
	must(t, err)
	return string(plain)
}

func TestFilesAreSentCompressedToWhoTakesIt(t *testing.T) {
	t.Parallel()
	p := openOffice(t, storetest.SQLite(t)).stranger()
	want, err := fs.ReadFile(templates.FS, "static/trinhky.css")
	must(t, err)
	for accepted, packed := range map[string]bool{
		"gzip, deflate, br": true, "GZIP;q=0.5": true, "gzip; q=0": false, "br": false, "identity": false, "xgzip": false, "gzip;q=x": false,
	} {
		got, body := p.ask(assets().paths["trinhky.css"], "Accept-Encoding", accepted)
		if (got.Header.Get("Content-Encoding") == "gzip") != packed || got.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %v", accepted, got.Header)
		}
		text := string(body)
		if packed {
			text = unpacked(t, body)
		}
		if text != string(want) {
			t.Errorf("%q: another file came", accepted)
		}
	}
}

// A page is compressed for who certainly asked for it himself: not where a foreign page may count the bytes of words that
// it had the browser put beside private ones, and not where the address is a secret.
func TestPagesAreCompressedOnlyForTheirOwnReader(t *testing.T) {
	t.Parallel()
	p := openOffice(t, storetest.SQLite(t)).as(drafter)
	for from, packed := range map[string]bool{"same-origin": true, "none": true, "cross-site": false, "same-site": false, "": false} {
		headers := []string{"Sec-Fetch-Site", from}
		if from == "" {
			headers = nil
		}
		got, body := p.ask("/search?q=ngan+sach", headers...)
		if (got.Header.Get("Content-Encoding") == "gzip") != packed || got.Header.Get("Vary") != "Accept-Encoding, Sec-Fetch-Site" {
			t.Errorf("%q: %v", from, got.Header)
		}
		text := string(body)
		if packed {
			text = unpacked(t, body)
			if len(body) > 30<<10 {
				t.Errorf("a page of %d bytes, compressed", len(body))
			}
		}
		if !strings.Contains(text, "ngan sach") || !strings.HasSuffix(strings.TrimSpace(text), "</html>") {
			t.Errorf("%q: no whole page: %.200s", from, text)
		}
	}
	if got, _ := p.ask("/l/khong-co-lien-ket-nay-trong-so-cua-chung-toi", "Sec-Fetch-Site", "none"); got.Header.Get("Content-Encoding") != "" {
		t.Error("a page whose address is a secret was compressed")
	}
}
