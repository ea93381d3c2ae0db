package format

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/document"
)

// rank orders the kinds of ordinal: a higher one above starts the lists of those below anew.
type rank int

const (
	part rank = iota + 1
	chapter
	section
	subsection
	roman
	article
	arabic // 1; 1.1 and 1.1.1 stand at the next two
	_
	_
	_
	letter
)

// place is an ordinal taken apart: "2.1-" is 1 under 2, written with "-".
type place struct {
	rank   rank
	prefix string // of a dotted one: "2"
	n      int    // 1, 2, 3 …
	name   string // without its punctuation: "2.1"
	style  string // its punctuation: "-"
}

// list is the run of ordinals of one rank since the last higher one.
type list struct {
	prefix, style string
	last          int
	seen          map[int]bool
}

// ordinals is F10: within a list every number once, in order, in one style.
func (f *findings) ordinals(body document.Body) {
	lists := map[rank]*list{}
	for i, b := range body.Blocks {
		p, ok := placeOf(b.Ordinal)
		if !ok || b.Kind == document.Appendix {
			if b.Kind == document.Appendix || b.Kind == document.Heading && b.Ordinal == "" {
				clear(lists)
			}
			continue
		}
		for r := range lists {
			if r > p.rank && r != article { // the Điều run on through the chapters
				delete(lists, r)
			}
		}
		l := lists[p.rank]
		if l == nil || l.prefix != p.prefix || p.n == 1 && p.prefix == "" && l.last != 1 {
			lists[p.rank] = &list{prefix: p.prefix, style: p.style, last: p.n, seen: map[int]bool{p.n: true}}
			continue
		}
		f.inList(block(b, i).with(strings.TrimSpace(b.Ordinal)), p, l)
	}
}

func (f *findings) inList(at spot, p place, l *list) {
	switch {
	case l.seen[p.n]:
		f.add("F10 DUPLICATE_ORDINAL", at, "Số thứ tự “%s” được dùng nhiều lần.", p.name)
	case p.n != l.last+1:
		f.add("F10 ORDINAL_GAP", at, "Số thứ tự “%s” không nối tiếp số đứng trước.", p.name)
	case p.style != l.style && p.rank >= roman:
		f.add("F10 ORDINAL_STYLE", at.fixed(fixOrdinal+l.style, "Viết “"+p.name+l.style+"”"), "Số thứ tự “%s” viết khác kiểu với các số cùng cấp.", at.found)
	}
	l.last, l.seen[p.n] = p.n, true
}

var (
	worded   = regexp.MustCompile(`^(?i:(phần|chương|tiểu mục|mục|điều))\s+(?:thứ\s+)?(\S+?)([.:]?)$`)
	dotted   = regexp.MustCompile(`^((?:\d+\.)*)(\d+)\s*([.)\-–]*)$`)
	romanish = regexp.MustCompile(`^([IVXLC]+)\s*([.)\-–/]*)$`)
	lettered = regexp.MustCompile(`^(\p{Ll})\s*([.)\-–]*)$`)
	// The Vietnamese alphabet as points (điểm) use it.
	alphabet = []rune("abcdđeghiklmnopqrstuvxy")
)

// placeOf takes an ordinal apart; false for bullets and for what is counted in no known way.
func placeOf(ordinal string) (place, bool) {
	ordinal = strings.TrimSpace(ordinal)
	if m := worded.FindStringSubmatch(ordinal); m != nil {
		ranks := map[string]rank{"phần": part, "chương": chapter, "mục": section, "tiểu mục": subsection, "điều": article}
		n, ok := count(m[2])
		return place{rank: ranks[strings.ToLower(m[1])], n: n, name: strings.TrimRight(ordinal, ".:"), style: m[3]}, ok
	}
	if m := dotted.FindStringSubmatch(ordinal); m != nil {
		n, err := strconv.Atoi(m[2])
		prefix := strings.TrimSuffix(m[1], ".")
		depth := min(strings.Count(m[1], "."), 3)
		return place{rank: arabic + rank(depth), prefix: prefix, n: n, name: m[1] + m[2], style: m[3]}, err == nil
	}
	if m := romanish.FindStringSubmatch(ordinal); m != nil {
		n, ok := count(m[1])
		return place{rank: roman, n: n, name: m[1], style: m[2]}, ok
	}
	if m := lettered.FindStringSubmatch(ordinal); m != nil {
		n := slices.Index(alphabet, []rune(m[1])[0])
		return place{rank: letter, n: n + 1, name: m[1], style: m[2]}, n >= 0
	}
	return place{}, false
}

// count reads an Arabic or a Roman number.
func count(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	values := map[rune]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}
	total, before := 0, 0
	for _, r := range s {
		v := values[r]
		if v == 0 {
			return 0, false
		}
		if total += v; v > before {
			total -= 2 * before
		}
		before = v
	}
	return total, total > 0
}
