package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// lexer walks raw PDF syntax by position. The parser gives values; the lexer says at which bytes they stand, which is
// what a signature's byte range and an xref chain are about.
type lexer struct {
	data []byte
	at   int
}

// span is a stretch of the file, end exclusive.
type span struct{ start, end int }

const deepest = 64 // nesting of dictionaries and arrays that the lexer follows

var errSyntax = errors.New("malformed syntax")

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space moves over white space and comments.
func (l *lexer) space() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// take moves over s if it is what comes next.
func (l *lexer) take(s string) bool {
	if !bytes.HasPrefix(l.data[min(l.at, len(l.data)):], []byte(s)) {
		return false
	}
	l.at += len(s)
	return true
}

// word reads a run of regular characters: a keyword or a number.
func (l *lexer) word() string {
	start := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return string(l.data[start:l.at])
}

// integer reads white space and a non-negative integer.
func (l *lexer) integer() (int, error) {
	l.space()
	at := l.at
	word := l.word()
	if len(word) > 15 {
		return 0, fmt.Errorf("byte %d: %w", at, errSyntax)
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("byte %d: an integer is expected: %w", at, errSyntax)
	}
	return n, nil
}

// objectHead reads "N G obj".
func (l *lexer) objectHead() (number int, err error) {
	if number, err = l.integer(); err != nil {
		return 0, err
	}
	if _, err = l.integer(); err != nil {
		return 0, err
	}
	l.space()
	if !l.take("obj") {
		return 0, fmt.Errorf("byte %d: no object: %w", l.at, errSyntax)
	}
	return number, nil
}

// dict reads a dictionary and says where the value of each key stands. A key that occurs twice is refused: readers differ
// on which one counts.
func (l *lexer) dict(depth int) (map[string]span, error) {
	l.space()
	if depth > deepest || !l.take("<<") {
		return nil, fmt.Errorf("byte %d: no dictionary: %w", l.at, errSyntax)
	}
	entries := map[string]span{}
	for {
		l.space()
		if l.take(">>") {
			return entries, nil
		}
		if !l.take("/") {
			return nil, fmt.Errorf("byte %d: no key: %w", l.at, errSyntax)
		}
		key := l.word()
		value, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := entries[key]; twice {
			return nil, fmt.Errorf("byte %d: the key %s occurs twice: %w", l.at, key, errSyntax)
		}
		entries[key] = value
	}
}

// value moves over one object of any kind.
func (l *lexer) value(depth int) (span, error) {
	l.space()
	start := l.at
	var err error
	switch {
	case l.at >= len(l.data) || depth > deepest:
		err = fmt.Errorf("byte %d: %w", l.at, errSyntax)
	case bytes.HasPrefix(l.data[l.at:], []byte("<<")):
		_, err = l.dict(depth)
	case l.take("<"):
		err = l.until('>')
	case l.take("("):
		err = l.literal()
	case l.take("["):
		err = l.array(depth)
	case l.take("/"):
		l.word()
	default:
		err = l.numberOrReference()
	}
	return span{start, l.at}, err
}

func (l *lexer) until(c byte) error {
	i := bytes.IndexByte(l.data[l.at:], c)
	if i < 0 {
		return fmt.Errorf("byte %d: %w", l.at, errSyntax)
	}
	l.at += i + 1
	return nil
}

// literal moves over a string in parentheses, behind its first one.
func (l *lexer) literal() error {
	for open := 1; l.at < len(l.data); l.at++ {
		switch l.data[l.at] {
		case '\\':
			l.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return nil
			}
		}
	}
	return fmt.Errorf("a string without end: %w", errSyntax)
}

func (l *lexer) array(depth int) error {
	for {
		l.space()
		if l.take("]") {
			return nil
		}
		if _, err := l.value(depth + 1); err != nil {
			return err
		}
	}
}

// numberOrReference moves over a word, and over the rest of "N G R" if it starts one.
func (l *lexer) numberOrReference() error {
	start := l.at
	word := l.word()
	if word == "" {
		return fmt.Errorf("byte %d: %w", start, errSyntax)
	}
	if _, err := strconv.ParseUint(word, 10, 32); err != nil {
		return nil //nolint:nilerr // a word that is no number begins no reference, and is over
	}
	after := l.at
	if _, err := l.integer(); err == nil {
		l.space()
		if l.word() == "R" {
			return nil
		}
	}
	l.at = after
	return nil
}

// integerAt reads the integer that a span holds.
func integerAt(data []byte, s span) (int, error) {
	l := lexer{data: data[:s.end], at: s.start}
	return l.integer()
}
