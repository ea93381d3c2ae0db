package document

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"trinhky/internal/fault"
	"trinhky/policies"
)

const (
	queryLimit = 200 // letters that a person may type
	groupLimit = 16  // words and phrases of them
)

var errQueryTooLong = fault.New(fault.Unmet, "QUERY_TOO_LONG", "Từ khóa tìm kiếm quá dài: tối đa 200 ký tự, 16 từ hoặc cụm từ.")

// asked is what a person typed, taken apart: each of wanted must be found, by one of its wordings.
type asked struct {
	all    []wanted
	exact  []string // quoted words, accents and all: " kế hoạch "
	symbol string   // the words of the whole, when it may be a document's symbol: "77 kh hu"

	openInText bool // beginnings are looked for in the text, not in the index
}

type wanted []wording

// wording is words that stand together; the last may be the beginning of a longer one.
type wording struct {
	words []string
	open  bool
}

var (
	quoted  = regexp.MustCompile(`["“”]([^"“”]*)["“”]`)
	dateAt  = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$`)
	hasSign = regexp.MustCompile(`\d.*[-/]`)
)

// takeApart reads what a person typed. Quoted words are found as they are written; others with or without accents, a
// short form (UBND) also as the long one, "giám*" as whatever begins so. Of what is still being typed the last word is a
// beginning, too. The fault is QUERY_TOO_LONG.
func takeApart(text string, typing bool) (asked, error) {
	var a asked
	if utf8.RuneCountInString(text) > queryLimit {
		return a, errQueryTooLong
	}
	if whole := strings.TrimSpace(searchWords(text)); hasSign.MatchString(text) {
		a.symbol = whole
	}
	rest := quoted.ReplaceAllStringFunc(text, func(q string) string {
		if exact := exactWords(q); exact != "" {
			a.exact = append(a.exact, exact)
			a.all = append(a.all, wanted{{words: strings.Fields(withoutMarks(exact))}})
		}
		return "\x00"
	})
	for _, part := range strings.Split(rest, "\x00") {
		a.addWords(strings.Fields(part))
	}
	if len(a.all) > groupLimit {
		return a, errQueryTooLong
	}
	if n := len(a.all); typing && n > 0 && !strings.HasSuffix(rest, " ") {
		a.all[n-1].leaveOpen(n > 1)
	}
	return a, nil
}

// addWords adds what stands outside the quotes: a long form that is known is one wanted, every other piece is its own.
func (a *asked) addWords(pieces []string) {
	words := make([][]string, 0, len(pieces))
	for _, piece := range pieces {
		if d := dateAt.FindStringSubmatch(piece); d != nil {
			words = append(words, []string{piece}) // kept whole until below
			continue
		}
		if w := strings.Fields(searchWords(piece)); len(w) > 0 {
			if strings.HasSuffix(piece, "*") {
				w[len(w)-1] += "*"
			}
			words = append(words, w)
		}
	}
	short := shortForms()
	for i := 0; i < len(words); {
		if g, used := short.longAt(words[i:]); used > 0 {
			a.all = append(a.all, g)
			i += used
			continue
		}
		a.all = append(a.all, short.groupOf(words[i]))
		i++
	}
}

// leaveOpen lets the last word be the beginning of a longer one. A number is what it is, and one or two letters alone
// begin half of all words.
func (w wanted) leaveOpen(beside bool) {
	for i := range w {
		last := w[i].words[len(w[i].words)-1]
		w[i].open = strings.Trim(last, "0123456789") != "" && (beside || len(last) >= indexedFrom)
	}
}

// indexedFrom is how many letters a beginning needs for the index to be asked; a shorter one is looked for in the text.
const indexedFrom = 3

// forms are the short forms of the field and what they stand for, both without accents.
type forms struct {
	long  map[string][]wording // "ubnd" → [uy ban nhan dan]
	short map[string][]string  // "uy ban nhan dan" → ubnd
	most  int                  // words of the longest
}

// shortForms come from the words of Nơi nhận and the codes of the kinds.
var shortForms = sync.OnceValue(func() forms {
	source, err := policies.FS.ReadFile("recipients.yaml")
	if err != nil {
		panic(err) // part of the binary
	}
	var file struct {
		Abbreviations map[string]string `yaml:"abbreviations"`
	}
	if err := yaml.Unmarshal(source, &file); err != nil {
		panic(err)
	}
	f := forms{long: map[string][]wording{}, short: map[string][]string{}}
	for short, long := range file.Abbreviations {
		f.add(short, long)
	}
	for _, kinds := range catalogue {
		for _, k := range kinds {
			f.add(k.Code, k.Name)
		}
	}
	for _, phrases := range f.long {
		slices.SortFunc(phrases, func(a, b wording) int { return slices.Compare(a.words, b.words) })
	}
	return f
})

func (f *forms) add(short, long string) {
	s, l := strings.Fields(searchWords(short)), strings.Fields(searchWords(long))
	if len(s) != 1 || len(l) < 2 {
		return
	}
	key := strings.Join(l, " ")
	if slices.Contains(f.short[key], s[0]) {
		return
	}
	f.long[s[0]] = append(f.long[s[0]], wording{words: l})
	f.short[key] = append(f.short[key], s[0])
	slices.Sort(f.short[key])
	f.most = max(f.most, len(l))
}

// longAt finds a long form that begins here, the longest first, and how many pieces it takes. Two words alone are left as
// two: their places may be apart ("kế hoạch" is found by its words anyway), and a short form would only add noise.
func (f forms) longAt(pieces [][]string) (wanted, int) {
	for n := min(f.most, len(pieces)); n > 2; n-- {
		var words []string
		for _, p := range pieces[:n] {
			words = append(words, p...)
		}
		if shorts := f.short[strings.Join(words, " ")]; len(shorts) > 0 {
			g := wanted{{words: words}}
			for _, s := range shorts {
				g = append(g, wording{words: []string{s}})
			}
			return g, n
		}
	}
	return nil, 0
}

// groupOf is one piece and whatever else it may stand for; a date is found as it is printed, too.
func (f forms) groupOf(words []string) wanted {
	if last := len(words) - 1; strings.HasSuffix(words[last], "*") {
		words[last] = strings.TrimSuffix(words[last], "*")
		w := wanted{{words: words}}
		w.leaveOpen(false)
		return w
	}
	if len(words) == 1 {
		if d := dateAt.FindStringSubmatch(words[0]); d != nil {
			return dateGroup(d[1:])
		}
		return append(wanted{{words: words}}, f.long[words[0]]...)
	}
	return wanted{{words: words}}
}

func dateGroup(parts []string) wanted {
	for i, p := range parts {
		n, _ := strconv.Atoi(p) // digits, by the pattern
		parts[i] = strconv.Itoa(n)
	}
	day, month, year := parts[0], parts[1], parts[2]
	return wanted{{words: []string{day, month, year}}, {words: []string{"ngay", day, "thang", month, "nam", year}}}
}
