package layout

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/document"
)

// readRuns turns markdown's *italic*, **bold** and ***both*** into runs, and ^[…] into a footnote on the run before it. An
// asterisk that opens or closes nothing stays as it was written, and so does one behind a backslash.
func readRuns(text string) []document.Run {
	if !strings.Contains(text, "^[") {
		return readMarks(text)
	}
	var runs []document.Run
	ends := closings(text)
	from := 0
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '^' || text[i+1] != '[' || ends[i+1] == 0 || i > from && text[i-1] == '\\' {
			continue
		}
		note := strings.TrimSpace(text[i+2 : ends[i+1]])
		if note == "" {
			continue
		}
		before := readMarks(text[from:i])
		if len(before) == 0 {
			before = []document.Run{{}}
		}
		before[len(before)-1].Note = note
		runs = append(runs, before...)
		from = ends[i+1] + 1
		i = from - 1
	}
	return append(runs, readMarks(text[from:])...)
}

// closings gives for every "[" the place of the "]" that closes it.
func closings(text string) map[int]int {
	ends := map[int]int{}
	var open []int
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[':
			open = append(open, i)
		case ']':
			if n := len(open); n > 0 {
				ends[open[n-1]] = i
				open = open[:n-1]
			}
		}
	}
	return ends
}

// unescape takes the backslash off a sign that stands for itself.
var unescape = strings.NewReplacer(`\*`, "*", `\^`, "^", `\|`, "|")

func readMarks(text string) []document.Run {
	var runs []document.Run
	add := func(s string, stars int) {
		if s = unescape.Replace(s); s == "" {
			return
		}
		run := document.Run{Text: s, Bold: stars >= 2, Italic: stars == 1 || stars == 3}
		if n := len(runs); n > 0 && runs[n-1].Bold == run.Bold && runs[n-1].Italic == run.Italic {
			runs[n-1].Text += s
			return
		}
		runs = append(runs, run)
	}
	plainFrom := 0
	for at := 0; at < len(text); {
		if text[at] == '\\' && at+1 < len(text) && text[at+1] == '*' {
			at += 2
			continue
		}
		if text[at] != '*' {
			at++
			continue
		}
		stars := countStars(text[at:])
		length := emphasis(text, at, stars)
		if length < 0 {
			at += stars
			continue
		}
		add(text[plainFrom:at], 0)
		add(text[at+stars:at+stars+length], stars)
		at += stars + length + stars
		plainFrom = at
	}
	add(text[plainFrom:], 0)
	return runs
}

func countStars(s string) int {
	return len(s) - len(strings.TrimLeft(s, "*"))
}

// emphasis is the length of what stands between stars at a place and the same number of stars behind it, -1 when the
// stars open nothing. The text between holds no other star and no space at its ends; the stars touch no letter outside.
func emphasis(text string, at, stars int) int {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	if stars > 3 || unicode.IsLetter(before) || unicode.IsDigit(before) {
		return -1
	}
	inner := text[at+stars:]
	length := strings.IndexByte(inner, '*')
	if length <= 0 || countStars(inner[length:]) != stars {
		return -1
	}
	first, _ := utf8.DecodeRuneInString(inner)
	last, _ := utf8.DecodeLastRuneInString(inner[:length])
	after, _ := utf8.DecodeRuneInString(inner[length+stars:])
	if unicode.IsSpace(first) || unicode.IsSpace(last) || unicode.IsLetter(after) || unicode.IsDigit(after) {
		return -1
	}
	return length
}

var pipeRule = regexp.MustCompile(`^\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$`)

// tableLines counts the lines of the table that lines begin with: two or more that start with a bar, or that have the
// same number of tabs and no ordinal before the first.
func tableLines(lines []string) int {
	n := 0
	for n < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[n]), "|") {
		n++
	}
	if n >= 2 {
		return n
	}
	tabs := strings.Count(strings.TrimSpace(lines[0]), "\t")
	if tabs == 0 {
		return 0
	}
	for n = 0; n < len(lines); n++ {
		s := strings.TrimSpace(lines[n])
		ordinal, _ := cutOrdinal(s)
		if strings.Count(s, "\t") != tabs || ordinal != "" {
			break
		}
	}
	if n >= 2 {
		return n
	}
	return 0
}

// splitCells parts a row at its bars, but not at one behind a backslash.
func splitCells(s string) []string {
	if !strings.HasPrefix(s, "|") {
		return strings.Split(s, "\t")
	}
	s = strings.TrimPrefix(s, "|")
	if strings.HasSuffix(s, "|") && !strings.HasSuffix(s, `\|`) {
		s = s[:len(s)-1]
	}
	var cells []string
	from := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '|' && (i == 0 || s[i-1] != '\\') {
			cells = append(cells, s[from:i])
			from = i + 1
		}
	}
	return append(cells, s[from:])
}
