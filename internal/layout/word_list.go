package layout

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/layout/docx"
)

// autoNumber is the place of a block in an automatic list; list 0 = its ordinal is typed.
type autoNumber struct{ list, level int }

// ordinal is a written ordinal taken apart: "2.1-" has the parents 2, the value 1 and the end "-".
type ordinal struct {
	before  string // "Điều " in "Điều 1."
	format  string // of Word: decimal, upperRoman, lowerLetter, bullet
	parents []int
	value   int
	after   string
}

var (
	decimalOrdinal = regexp.MustCompile(`^((?:Điều|ĐIỀU) )?(\d{1,3}(?:\.\d{1,3})*)([.)\-:]{0,2})$`)
	romanNumber    = regexp.MustCompile(`^([IVX]+)([.)\-]{1,2})$`)
	letterNumber   = regexp.MustCompile(`^([a-zđ])([.)\-]{1,2})$`)
)

// letterD is the value of "đ", which Word does not count: a list with it is typed.
const letterD = 0

// parseOrdinal takes an ordinal apart; ok says whether Word knows its kind.
func parseOrdinal(s string) (ordinal, bool) {
	if m := decimalOrdinal.FindStringSubmatch(s); m != nil {
		o := ordinal{before: m[1], format: "decimal", after: m[3]}
		for _, part := range strings.Split(m[2], ".") {
			n, _ := strconv.Atoi(part)
			if strconv.Itoa(n) != part { // a leading zero
				return ordinal{}, false
			}
			o.parents = append(o.parents, n)
		}
		last := len(o.parents) - 1
		o.parents, o.value = o.parents[:last], o.parents[last]
		return o, last < 4
	}
	if m := romanNumber.FindStringSubmatch(s); m != nil {
		n := fromRoman(m[1])
		return ordinal{format: "upperRoman", value: n, after: m[2]}, n > 0
	}
	if m := letterNumber.FindStringSubmatch(s); m != nil {
		o := ordinal{format: "lowerLetter", value: letterD, after: m[2]}
		if m[1] != "đ" {
			o.value = int(m[1][0]-'a') + 1
		}
		return o, true
	}
	switch s {
	case "-", "+", "*", "–", "•", "●":
		return ordinal{format: "bullet", after: s}, true
	}
	return ordinal{}, false
}

// fromRoman reads a Roman number below 40 as Word writes it; 0 when it is written otherwise.
func fromRoman(s string) int {
	for n := 1; n < 40; n++ {
		if docx.Roman(n) == s {
			return n
		}
	}
	return 0
}

// counted is a list while its blocks are gathered.
type counted struct {
	like   ordinal
	blocks []int
	last   int
	parent *counted // the list that counts its parents: "2.1." hangs on "2."
	under  int      // the value of the parent's item
	broken bool     // its ordinals do not run 1, 2, 3 …: they stay typed
	id     int      // its definition in Word, from 1
	level  int
}

func (l *counted) sameLook(o ordinal) bool {
	return l.like.before == o.before && l.like.format == o.format && l.like.after == o.after && len(l.like.parents) == len(o.parents)
}

// numberings finds the lists of a body whose ordinals Word can count and then prints as they were written: 1, 2, 3 …
// without a gap or a repetition. All others stay typed, so that nothing printed ever changes. Indent is that of a block.
func numberings(blocks []document.Block, indent func(document.Block) docx.Indent) ([]docx.List, []autoNumber) {
	var lists []*counted
	begun := 0 // nothing goes on across the beginning of an appendix
	for i, b := range blocks {
		switch b.Kind {
		case document.Appendix:
			begun = len(lists)
		case document.Heading, document.Paragraph, document.Item:
			if o, ok := parseOrdinal(b.Ordinal); ok {
				lists = append(lists[:begun:len(lists)], place(lists[begun:], o, i)...)
			}
		}
	}
	return define(lists, blocks, indent)
}

// place puts an ordinal into the list that it goes on, or begins one.
func place(lists []*counted, o ordinal, block int) []*counted {
	for i := len(lists) - 1; i >= 0; i-- {
		l := lists[i]
		if !l.sameLook(o) {
			continue
		}
		same := slices.Equal(l.like.parents, o.parents)
		if !same || o.value == 1 && len(o.parents) == 0 && o.format != "bullet" {
			break
		}
		// A gap, a repetition, or a number whose parent is no longer the one that Word would count.
		l.broken = l.broken || o.value != l.last+1 && o.format != "bullet" || !l.current()
		l.blocks = append(l.blocks, block)
		l.last = o.value
		if o.value == letterD {
			l.last = 'd' - 'a' + 1
		}
		return lists
	}
	l := &counted{like: o, blocks: []int{block}, last: o.value, broken: o.format != "bullet" && o.value != 1}
	l.hang(lists)
	return append(lists, l)
}

// current says whether the items that the list hangs on are still the last of their lists.
func (l *counted) current() bool {
	return l.parent == nil || l.parent.last == l.under && l.parent.current()
}

// hang finds the list that counts the parents of this one.
func (l *counted) hang(lists []*counted) {
	n := len(l.like.parents)
	for i := len(lists) - 1; i >= 0 && n > 0; i-- {
		p := lists[i]
		if p.like.format == "decimal" && p.like.before == "" && p.last == l.like.parents[n-1] && slices.Equal(p.like.parents, l.like.parents[:n-1]) && p.current() {
			l.parent, l.under = p, p.last
			return
		}
	}
}

// define makes the definitions of Word: one for each list, shared by lists that count in each other's numbers.
func define(lists []*counted, blocks []document.Block, indent func(document.Block) docx.Indent) ([]docx.List, []autoNumber) {
	var out []docx.List
	numbers := make([]autoNumber, len(blocks))
	type place struct {
		parent *counted
		under  int
	}
	taken := map[place]bool{} // Word would go on counting where one list has begun below an item
	for _, l := range lists {
		if l.broken {
			continue
		}
		at := place{l.parent, l.under}
		if p := l.parent; p != nil && p.id > 0 && !taken[at] && p.level == len(p.like.parents) && l.fits(out[p.id-1], p.level+1) {
			l.id, l.level = p.id, p.level+1
			taken[at] = true
		} else {
			out = append(out, docx.List{})
			l.id = len(out)
		}
		if d := &out[l.id-1]; l.level == len(d.Levels) {
			d.Levels = append(d.Levels, docx.Level{Format: l.like.format, Start: 1, Text: l.text(l.level), Indent: indent(blocks[l.blocks[0]])})
		}
		for _, b := range l.blocks {
			numbers[b] = autoNumber{l.id, l.level}
		}
	}
	return out, numbers
}

// fits says whether a list can be a level of a definition: the level is new, or looks the same.
func (l *counted) fits(d docx.List, level int) bool {
	return level >= len(d.Levels) || d.Levels[level].Text == l.text(level)
}

// text is what a level prints: "%1.%2-", or "2.%1-" where nothing counts the 2.
func (l *counted) text(level int) string {
	if l.like.format == "bullet" {
		return l.like.after
	}
	s := l.like.before
	for i, n := range l.like.parents {
		if level == 0 {
			s += strconv.Itoa(n) + "."
		} else {
			s += "%" + strconv.Itoa(i+1) + "."
		}
	}
	return s + "%" + strconv.Itoa(level+1) + l.like.after
}
