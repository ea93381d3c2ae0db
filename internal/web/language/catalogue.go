package language

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leonelquinteros/gotext"
)

// The languages of the interface, as in html's lang.
const (
	Vietnamese = "vi"
	English    = "en"
)

// Languages are all there are, the source first, each with its own name for itself.
var Languages = []struct{ Code, Name string }{{Vietnamese, "Tiếng Việt"}, {English, "English"}}

// Known says whether a code names a language of the interface.
func Known(code string) bool { return code == Vietnamese || code == English }

// Catalogue knows what the interface's Vietnamese is in another language.
type Catalogue struct {
	exact   map[string]string
	shaped  []shape
	sources map[string]string // message → the file that has it
}

// shape is a sentence with places to fill (fmt's verbs), recognised in what a room has already filled in.
type shape struct {
	whole *regexp.Regexp
	reply string // with {1}, {2} … for what stood in the places
}

// Read reads every .po of a folder. A message in two files, one without translation and a file that cannot be read are
// errors.
func Read(files fs.FS, folder string) (*Catalogue, error) {
	c := &Catalogue{exact: map[string]string{}, sources: map[string]string{}}
	list, err := fs.Glob(files, path.Join(folder, "*.po"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", folder, err)
	}
	for _, name := range list {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		po := gotext.NewPo()
		po.Parse(body)
		for message, translation := range po.GetDomain().GetTranslations() {
			if message == "" { // the header
				continue
			}
			english := translation.Trs[0]
			if first, twice := c.sources[message]; twice {
				if c.exact[message] != english { // two rooms may use one word, but not in two ways
					return nil, fmt.Errorf("%q is one thing in %s and another in %s", message, first, name)
				}
				continue
			}
			if english == "" {
				return nil, fmt.Errorf("%s: %q has no translation", name, message)
			}
			c.sources[message], c.exact[message] = name, english
			if verbs.MatchString(message) && !strings.Contains(message, "{{") {
				c.shaped = append(c.shaped, shapeOf(message, english))
			}
		}
	}
	// The longest first: it says most about what it recognises.
	sort.Slice(c.shaped, func(i, j int) bool { return c.shaped[i].longer(c.shaped[j]) })
	return c, nil
}

var verbs = regexp.MustCompile(`%(?:\[(\d+)\])?[+#]?(?:\d+|\.\d+)?([sdvqfc])`)

func shapeOf(message, english string) shape {
	var whole strings.Builder
	at := 0
	for _, verb := range verbs.FindAllStringSubmatchIndex(message, -1) {
		whole.WriteString(regexp.QuoteMeta(strings.ReplaceAll(message[at:verb[0]], "%%", "%")))
		if message[verb[4]:verb[5]] == "d" {
			whole.WriteString(`(-?\d+)`)
		} else {
			whole.WriteString(`(.*?)`)
		}
		at = verb[1]
	}
	whole.WriteString(regexp.QuoteMeta(strings.ReplaceAll(message[at:], "%%", "%")))
	n := 0
	reply := verbs.ReplaceAllStringFunc(english, func(verb string) string {
		if n++; strings.Contains(verb, "[") {
			return "{" + verbs.FindStringSubmatch(verb)[1] + "}"
		}
		return "{" + strconv.Itoa(n) + "}"
	})
	return shape{regexp.MustCompile(`(?s)^` + whole.String() + `$`), strings.ReplaceAll(reply, "%%", "%")}
}

func (s shape) longer(than shape) bool {
	if a, b := len(s.whole.String()), len(than.whole.String()); a != b {
		return a > b
	}
	return s.whole.String() < than.whole.String()
}

// Has says whether the catalogue has a message.
func (c *Catalogue) Has(message string) bool { _, ok := c.exact[message]; return ok }

// Messages are all that the catalogue has, each with the file that has it.
func (c *Catalogue) Messages() map[string]string { return c.sources }

// Say gives a word or a sentence of the interface in the catalogue's language: by the very words, else by its shape with
// what fills it, itself said again where it is a word of the interface. What the catalogue does not know stays as it is:
// a sentence in Vietnamese tells more than none. On a nil catalogue everything stays.
func (c *Catalogue) Say(vietnamese string) string {
	if c == nil {
		return vietnamese
	}
	if english, ok := c.exact[vietnamese]; ok {
		return english
	}
	if !beyondASCII(vietnamese) {
		return vietnamese
	}
	for _, s := range c.shaped {
		if filled := s.whole.FindStringSubmatch(vietnamese); filled != nil {
			return placeholder.ReplaceAllStringFunc(s.reply, func(place string) string {
				if n, err := strconv.Atoi(place[1 : len(place)-1]); err == nil && n < len(filled) {
					return c.word(filled[n])
				}
				return place
			})
		}
	}
	return vietnamese
}

// asKind tells a kind of document from another word that is written alike: "Thông báo (loại văn bản)".
const asKind = " (loại văn bản)"

// SayKind gives the name of a kind of document.
func (c *Catalogue) SayKind(vietnamese string) string {
	if c == nil {
		return vietnamese
	}
	if english, ok := c.exact[vietnamese+asKind]; ok {
		return english
	}
	return c.Say(vietnamese)
}

// word says what fills a sentence when it is a word of the interface, also one that begins small in a sentence.
func (c *Catalogue) word(filled string) string {
	if english, ok := c.exact[first(filled, unicode.ToUpper)+asKind]; ok {
		return first(english, unicode.ToLower)
	}
	if english, ok := c.exact[filled]; ok {
		return english
	}
	if english, ok := c.exact[first(filled, unicode.ToUpper)]; ok {
		return first(english, unicode.ToLower)
	}
	return filled
}

// first gives s with another first letter.
func first(s string, as func(rune) rune) string {
	letter, size := utf8.DecodeRuneInString(s)
	return string(as(letter)) + s[size:]
}

var placeholder = regexp.MustCompile(`\{\d+\}`)

// Translate gives a template's source in the catalogue's language. Missing messages stay as they are.
func (c *Catalogue) Translate(source string) string {
	if c == nil {
		return source
	}
	var out strings.Builder
	at := 0
	for _, m := range Messages(source) {
		english, ok := c.exact[m.Text]
		if !ok {
			continue
		}
		if m.quoted {
			english = strconv.Quote(english)
		}
		out.WriteString(source[at:m.start] + english)
		at = m.end
	}
	return out.String() + source[at:]
}
