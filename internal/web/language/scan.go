package language

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Message is something a person reads in a template.
type Message struct {
	Text       string // as the catalogue knows it: trimmed, each run of blanks one space
	start, end int    // the bytes of the source that it stands for
	quoted     bool   // a string inside an action: what replaces it is quoted again
}

// spoken are the attributes that hold words.
var spoken = map[string]bool{"title": true, "placeholder": true, "alt": true, "aria-label": true, "aria-description": true, "label": true}

// isSpoken says whether an attribute's value is read by a person: those of HTML, and what a script is given to say.
func isSpoken(name string) bool {
	return spoken[name] || name == "data-label" || strings.HasPrefix(name, "data-say")
}

// Messages finds the messages of a template's source (html/template), in the order in which they stand. Control actions
// (if, range, template …) and tags part them; output actions belong to them.
func Messages(source string) []Message {
	s := scanner{source: source}
	s.text(0, len(source), true)
	return s.found
}

// scanner walks once over a template's source.
type scanner struct {
	source string
	found  []Message
}

// text scans source[at:end], which is HTML when tags may stand in it, and else the value of an attribute.
func (s *scanner) text(at, end int, tags bool) {
	start := at
	flush := func() { s.add(start, at) }
	for at < end {
		rest := s.source[at:end]
		switch {
		case strings.HasPrefix(rest, "{{"):
			stop := at + actionLength(rest)
			if control(s.source[at:stop]) {
				flush()
				s.literals(at, stop)
				start = stop
			}
			at = stop
		case tags && strings.HasPrefix(rest, "<!--"):
			flush()
			at += length(rest, "-->")
			start = at
		case tags && rest[0] == '<':
			flush()
			at = s.tag(at, end)
			start = at
		default:
			at++
		}
	}
	flush()
}

// tag scans a tag that begins at source[at] and gives where it ends.
func (s *scanner) tag(at, end int) int {
	name := ""
	for at++; at < end; {
		rest := s.source[at:end]
		switch c := rest[0]; {
		case c == '>':
			return at + 1
		case strings.HasPrefix(rest, "{{"):
			stop := at + actionLength(rest)
			s.literals(at, stop)
			at = stop
		case c == '"':
			stop := at + 1
			for stop < end && s.source[stop] != '"' {
				if strings.HasPrefix(s.source[stop:end], "{{") {
					stop += actionLength(s.source[stop:end])
					continue
				}
				stop++
			}
			if isSpoken(name) {
				s.text(at+1, stop, false)
			}
			at, name = min(stop+1, end), ""
		case c == '=':
			at++
		case c == ' ' || c == '\n' || c == '\t' || c == '/':
			name = ""
			at++
		default:
			name += string(c)
			at++
		}
	}
	return end
}

// add keeps source[start:end] as a message when there are words in it beside its actions.
func (s *scanner) add(start, end int) {
	raw := s.source[start:end]
	if !hasLetter(actions.ReplaceAllString(entities.ReplaceAllString(raw, ""), "")) {
		s.literals(start, end)
		return
	}
	start += len(raw) - len(strings.TrimLeftFunc(raw, unicode.IsSpace))
	end -= len(raw) - len(strings.TrimRightFunc(raw, unicode.IsSpace))
	s.found = append(s.found, Message{Text: strings.Join(strings.Fields(s.source[start:end]), " "), start: start, end: end})
}

// literals finds the strings with Vietnamese letters in the actions of source[start:end].
func (s *scanner) literals(start, end int) {
	for _, action := range actions.FindAllStringIndex(s.source[start:end], -1) {
		for _, at := range literal.FindAllStringIndex(s.source[start+action[0]:start+action[1]], -1) {
			from, to := start+action[0]+at[0], start+action[0]+at[1]
			if text, err := strconv.Unquote(s.source[from:to]); err == nil && beyondASCII(text) {
				s.found = append(s.found, Message{Text: text, start: from, end: to, quoted: true})
			}
		}
	}
}

var (
	actions  = regexp.MustCompile("(?s)\\{\\{(?:\"(?:\\\\.|[^\"\\\\])*\"|`[^`]*`|[^\"`}]|\\}[^}])*\\}\\}")
	literal  = regexp.MustCompile(`"(?:\\.|[^"\\])*"`)
	entities = regexp.MustCompile(`&[a-z]+;`)
	keyword  = regexp.MustCompile(`^\{\{-?\s*(?:/\*|(?:if|else|end|range|with|template|define|block|break|continue)\b|\$\w*(?:\s*,\s*\$\w+)?\s*:?=)`)
)

// control says whether an action prints nothing itself.
func control(action string) bool { return keyword.MatchString(action) }

func actionLength(rest string) int {
	if at := actions.FindStringIndex(rest); at != nil && at[0] == 0 {
		return at[1]
	}
	return len(rest) // broken: the template's own parser says so
}

func length(rest, until string) int {
	if at := strings.Index(rest, until); at >= 0 {
		return at + len(until)
	}
	return len(rest)
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

func beyondASCII(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
}
