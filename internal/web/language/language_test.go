package language

import (
	"html/template"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestMessagesOfATemplate(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]string{
		`<p>Xin  chào
		<b>đồng chí</b></p>`: {"Xin chào", "đồng chí"},
		`<h2>Nơi nhận vào ngày {{date .On}}: {{.Total}} nơi</h2>`:                                                {"Nơi nhận vào ngày {{date .On}}: {{.Total}} nơi"},
		`{{if eq .Level "E"}}Lỗi{{else}}Lưu ý{{end}} {{.Rule}}`:                                                  {"Lỗi", "Lưu ý"},
		`<input placeholder="Tìm văn bản" name="q" value="chữ">`:                                                 {"Tìm văn bản"},
		`<td data-label="Dòng" class="to">{{.Name}} · {{.X}}</td>`:                                               {"Dòng"},
		`<a title="{{if .A}}Mở{{else}}Đóng {{.B}}{{end}}"{{if eq .C "đỏ"}} aria-current="page"{{end}}>x > y</a>`: {"Mở", "Đóng {{.B}}", "đỏ", "x > y"},
		`{{template "person" "Người ký"}}{{"}}"}}<!-- một lời -->`:                                               {"Người ký"},
		`{{/* một lời */}}{{$a := "mười"}}{{.B}}&nbsp;·`:                                                         {"mười"},
		"{{printf \"%d văn bản\" .N}}":                                                                           {"%d văn bản"},
		`<div data-say-lost="Mất kết nối" data-id="số">12/3</div>`:                                               {"Mất kết nối"},
		`<p`: nil, `{{`: nil, `<a title="`: nil,
	} {
		var got []string
		for _, m := range Messages(source) {
			got = append(got, m.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", source, got, want)
		}
	}
}

const po = `
msgid ""
msgstr "Language: en\n"

msgid "Nơi nhận vào ngày {{date .On}}: {{.Total}} nơi"
msgstr "{{.Total}} recipients on {{date .On}}"

msgid "Dòng"
msgstr "Line"

msgid "Không được %s khi văn bản đang %q."
msgstr "The document is %[2]q: you may not %[1]s."

msgid "Còn %d ngày"
msgstr "%d days left"

msgid "Người \"ký\""
msgstr "The \"signer\""

msgid "Thông báo"
msgstr "Notices"

msgid "Thông báo (loại văn bản)"
msgstr "Notice"

msgid "trình"
msgstr "submit"
`

func read(t *testing.T, files map[string]string) (*Catalogue, error) {
	t.Helper()
	tree := fstest.MapFS{}
	for name, body := range files {
		tree["english/"+name] = &fstest.MapFile{Data: []byte(body)}
	}
	return Read(tree, "english")
}

func TestATemplateInAnotherLanguage(t *testing.T) {
	t.Parallel()
	c, err := read(t, map[string]string{"a.po": po})
	if err != nil {
		t.Fatal(err)
	}
	source := `<h2 title="Dòng"> Nơi nhận vào ngày {{date .On}}:
  {{.Total}} nơi </h2>{{say "Người \"ký\""}}<p>Chưa dịch</p>`
	want := `<h2 title="Line"> {{.Total}} recipients on {{date .On}} </h2>{{say "The \"signer\""}}<p>Chưa dịch</p>`
	if got := c.Translate(source); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (*Catalogue)(nil).Translate(source); got != source {
		t.Errorf("without a catalogue: %s", got)
	}
}

func TestWordsOfRooms(t *testing.T) {
	t.Parallel()
	c, err := read(t, map[string]string{"a.po": po})
	if err != nil {
		t.Fatal(err)
	}
	for vietnamese, want := range map[string]string{
		"Dòng": "Line", "Không được dòng khi văn bản đang \"x\".": "The document is \"x\": you may not line.", "Còn 12 ngày": "12 days left", "Còn mấy ngày": "Còn mấy ngày", "Chưa biết": "Chưa biết", "": "",
		`Không được trình khi văn bản đang "Bị trả lại".`: `The document is "Bị trả lại": you may not submit.`,
	} {
		if got := c.Say(vietnamese); got != strings.ReplaceAll(want, `""`, `"`) {
			t.Errorf("%q: %q, want %q", vietnamese, got, want)
		}
	}
	for kind, want := range map[string]string{"Thông báo": "Notice", "Dòng": "Line", "Chưa biết": "Chưa biết"} {
		if got := c.SayKind(kind); got != want {
			t.Errorf("the kind %q: %q, want %q", kind, got, want)
		}
	}
	if said := c.Say("Thông báo"); said != "Notices" {
		t.Errorf("no kind: %q", said)
	}
	if got := (*Catalogue)(nil).SayKind("Dòng"); got != "Dòng" {
		t.Errorf("a kind without a catalogue: %q", got)
	}
	if got := (*Catalogue)(nil).Say("Dòng"); got != "Dòng" {
		t.Errorf("without a catalogue: %q", got)
	}
}

func TestACatalogueWithFaultsIsRefused(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"twice":   {"a.po": po, "b.po": "msgid \"Dòng\"\nmsgstr \"Row\"\n"},
		"nothing": {"a.po": "msgid \"Dòng\"\nmsgstr \"\"\n"},
	} {
		if _, err := read(t, files); err == nil {
			t.Errorf("%s: was read", name)
		}
	}
}

// Whatever a source is, the scan ends, stays within it, and a template that is not translated stays as it was.
func FuzzMessages(f *testing.F) {
	for _, seed := range []string{`<p title="{{.A}} x">{{if .B}}có{{end}}</p>`, "{{\"", "<a b='", "{{`}}", "<!--"} {
		f.Add(seed)
	}
	c := &Catalogue{}
	f.Fuzz(func(t *testing.T, source string) {
		at := 0
		for _, m := range Messages(source) {
			if m.start < at || m.end < m.start || m.end > len(source) {
				t.Fatalf("message at %d–%d after %d of %d", m.start, m.end, at, len(source))
			}
			at = m.end
		}
		if c.Translate(source) != source {
			t.Fatal("an empty catalogue changed the source")
		}
		_, _ = template.New("x").Parse(source)
	})
}
