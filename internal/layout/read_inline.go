package layout

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/document"
)

// readRuns turns markdown's *italic*, **bold** and ***both*** into runs. An asterisk that opens or closes nothing stays
// as it was written.
func readRuns(text string) []document.Run {
	var runs []document.Run
	add := func(s string, stars int) {
		if s == "" {
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

// readTable reads the lines that tableLines counted. The row above markdown's rule is the header.
func readTable(lines []string) document.Block {
	b := document.Block{Kind: document.Table}
	for _, l := range lines {
		s := strings.TrimSpace(l)
		if pipeRule.MatchString(s) && len(b.Rows) > 0 && b.HeaderRows == 0 {
			b.HeaderRows = len(b.Rows)
			continue
		}
		var row []document.Cell
		for _, cell := range splitCells(s) {
			row = append(row, document.Cell{Runs: readRuns(strings.TrimSpace(cell))})
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

func splitCells(s string) []string {
	if !strings.HasPrefix(s, "|") {
		return strings.Split(s, "\t")
	}
	return strings.Split(strings.TrimSuffix(strings.TrimPrefix(s, "|"), "|"), "|")
}
