package distribution

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// rawLine is a line as printed: its words and the mark that ended it.
type rawLine struct{ text, end string }

var (
	blankLines = regexp.MustCompile(`[^\S\n]*\n\s*`)
	header     = regexp.MustCompile(`(?i)^\s*[*_]*nơi\s+nhận[*_]*\s*:?[*_]*`)
	bullet     = regexp.MustCompile(`^\s*(?:[-–—−•*+]\s*|\d{1,2}[.)][ \t]+)`)
	endOfText  = regexp.MustCompile(`(?:\.[ \t]*/[ \t]*\.?|/[ \t]*\.)[ \t]*(\n|$)`) // "./." ends the text, not a receiver's name
	plusBullet = regexp.MustCompile(`^\s*\+\s*`)
	copiesMark = regexp.MustCompile(`\d+`)
	emphasis   = regexp.MustCompile(`^[*_]+|[*_]+$`)
)

// lineReader walks a block rune by rune. A line ends at ";" or ".", not where the paper's edge made it wrap; a bullet on a
// new line ends it too, so that a forgotten ";" does not swallow the next receiver.
type lineReader struct {
	l     *lexicon
	rest  string
	cur   strings.Builder
	depth int
	lines []rawLine
	after string // what follows the final dot
	// below is how many bytes there are from the last line with a bullet to the end, its newline included; 0 for none.
	below int
}

// cut takes off what a pattern finds at the beginning. It copies nothing: a block is walked once, however long it is.
func cut(pattern *regexp.Regexp, text string) string {
	if found := pattern.FindStringIndex(text); found != nil {
		return text[found[1]:]
	}
	return text
}

// readLines cuts a block into lines; mark is the typist's mark after the final dot, extra any text after that.
func (l *lexicon) readLines(text string) (lines []rawLine, mark, extra string) {
	text = norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u200b", "").Replace(text))
	text = endOfText.ReplaceAllString(text, ".$1")
	text = strings.TrimRight(cut(header, blankLines.ReplaceAllString(text, "\n")), " \t\n")
	r := &lineReader{l: l, rest: cut(bullet, text), below: lastBullet(text)}
	for r.rest != "" {
		r.step()
	}
	r.endAtNewline()
	first, more, _ := strings.Cut(strings.TrimLeft(r.after, " \t\n"), "\n")
	if utf8.RuneCountInString(strings.TrimSpace(first)) > 30 {
		return r.lines, "", strings.TrimSpace(r.after)
	}
	return r.lines, strings.TrimSpace(first), strings.TrimSpace(more)
}

func (r *lineReader) step() {
	c, size := utf8.DecodeRuneInString(r.rest)
	rest := r.rest[size:]
	switch {
	case c == '(':
		r.depth++
	case c == ')' && r.depth > 0:
		r.depth--
	case c == ';' && r.nested(rest):
		c = ','
	case c == ';':
		r.rest = cut(bullet, strings.TrimLeft(rest, " \t\n"))
		r.end(";")
		return
	case c == '.' && r.final(rest):
		r.stop(rest)
		return
	case c == '\n' && r.breaks(rest):
		r.rest = cut(bullet, rest)
		r.endAtNewline()
		return
	case c == '\n' && r.nested(r.rest):
		r.rest = cut(plusBullet, rest)
		r.cur.WriteByte(' ')
		return
	case c == '\n':
		c = ' '
	}
	r.cur.WriteRune(c)
	r.rest = rest
}

// end closes the current line; an empty one is dropped.
func (r *lineReader) end(mark string) {
	text := strings.Join(strings.Fields(r.cur.String()), " ")
	text = strings.TrimSpace(emphasis.ReplaceAllString(text, ""))
	r.cur.Reset()
	r.depth = 0
	if text != "" {
		r.lines = append(r.lines, rawLine{text: text, end: mark})
	}
}

func (r *lineReader) endAtNewline() {
	if text := strings.TrimRight(r.cur.String(), " "); strings.HasSuffix(text, ",") {
		r.cur.Reset()
		r.cur.WriteString(strings.TrimSuffix(text, ","))
		r.end(",")
		return
	}
	r.end("")
}

// breaks tells whether the text after a newline starts a new line: a bullet, or "Lưu", with which the archive line begins.
func (r *lineReader) breaks(rest string) bool {
	if strings.TrimSpace(r.cur.String()) == "" {
		return true
	}
	if plusBullet.MatchString(rest) && r.hasColon() {
		return false
	}
	return bullet.MatchString(rest) || startsWith(folded(r.l.words(firstLine(rest))), []string{" lưu"})
}

// nested tells whether "+" items of the list that the current line opened with a colon go on after a newline.
func (r *lineReader) nested(rest string) bool {
	trimmed := strings.TrimLeft(rest, " \t")
	return r.hasColon() && strings.HasPrefix(trimmed, "\n") && plusBullet.MatchString(trimmed[1:])
}

func (r *lineReader) hasColon() bool {
	text := r.cur.String()
	return strings.Contains(text, ":") && !isArchive(text)
}

// final tells whether a dot ends the line. It does not inside brackets, in "...", inside a word ("P.TH"), after an
// abbreviation ("TT. Tỉnh ủy") or after a single letter ("Q. 1"), unless nothing follows.
func (r *lineReader) final(rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	cur := r.cur.String()
	switch {
	case strings.TrimSpace(rest) == "":
		return true
	case next == '.' || strings.HasSuffix(cur, ".") && r.depth == 0 && !endsLine(rest):
		return false
	case r.depth > 0 && strings.Contains(near(rest), ")"):
		return false
	case endsLine(rest):
		return true
	}
	last := cur[strings.LastIndexAny(cur, " ,(:.")+1:]
	_, short := r.l.short[last]
	short = short || utf8.RuneCountInString(last) < 2
	switch {
	case unicode.IsLetter(next) || unicode.IsDigit(next): // "P.TH", "1.000"; but "Lưu: VT, TC.Thuận100b"
		return isArchive(cur) && !short && !r.bulletFollows(rest)
	case isArchive(cur):
		return !short || !strings.ContainsAny(near(rest), ".;")
	}
	return !short
}

// stop ends a line at a dot; after the archive line whatever is not a bullet is no receiver any more.
func (r *lineReader) stop(rest string) {
	archive := isArchive(r.cur.String())
	r.end(".")
	trimmed := strings.TrimLeft(rest, " \t\n")
	if archive && !bullet.MatchString(trimmed) && !r.bulletFollows(rest) {
		r.after, r.rest = rest, ""
		return
	}
	r.rest = cut(bullet, trimmed)
}

// endsLine tells whether nothing more stands before the next bullet or the end of the paper line.
func endsLine(rest string) bool {
	trimmed := strings.TrimLeft(rest, " \t")
	return trimmed == "" || trimmed[0] == '\n' || bullet.MatchString(trimmed)
}

// bulletFollows tells whether a bulleted line stands anywhere below.
func (r *lineReader) bulletFollows(rest string) bool { return r.below > 0 && len(rest) >= r.below }

// lastBullet is how many bytes there are from the newline before the last bulleted line to the end; 0 when there is none.
func lastBullet(text string) (below int) {
	for i := strings.LastIndexByte(text, '\n'); i >= 0; i = strings.LastIndexByte(text[:i], '\n') {
		if bullet.MatchString(firstLine(text[i+1:])) {
			return len(text) - i
		}
	}
	return 0
}

// near is as much of the current line as a bracket or the words of an archive line take.
func near(rest string) string { return firstLine(rest[:min(len(rest), nearby)]) }

const nearby = 1000 // bytes

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func isArchive(text string) bool {
	const longest = len("lưu::") + 1
	text = strings.TrimLeft(text, " \t")
	first := text[:min(len(text), longest)]
	if i := strings.IndexAny(first, " :"); i >= 0 {
		first = first[:i]
	}
	return foldWord(strings.Trim(first, ":.,")) == "lưu"
}

// copiesIn reads the number in a mark such as "Thuận100b" or "(2)"; 0 when there is none.
func copiesIn(s string) int {
	n, err := strconv.Atoi(copiesMark.FindString(s))
	if err != nil || n > 100_000 {
		return 0
	}
	return n
}
