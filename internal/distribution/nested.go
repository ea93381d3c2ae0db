package distribution

import (
	"slices"
	"strings"
)

// nestedList cuts "VPCP: BTCN, các PCN, …" at its colon, "Các Sở Nội vụ, Tài chính" after the word that all names share.
func (l *lexicon) nestedList(ws []word) (head, items []word, ok bool) {
	depth := 0
	for i, w := range ws {
		switch w.raw {
		case "(":
			depth++
		case ")":
			depth--
		case ":":
			if depth == 0 && i > 0 && i < len(ws)-1 {
				return ws[:i], ws[i+1:], true
			}
		}
	}
	if len(ws) > 3 && startsWith(folded(ws[:1]), manyWords) && startsWith(folded(ws[1:2]), l.shared) && upper(ws[2].raw) &&
		slices.ContainsFunc(ws[3:], func(w word) bool { return w.raw == "," || foldWord(w.raw) == foldedAnd }) {
		return ws[:2], ws[2:], true
	}
	return nil, nil, false
}

// listHead is what stands before the items of a list and belongs to each of them: "Chủ tịch UBND các xã, phường" is before
// "Chủ tịch Ủy ban nhân dân", each "xã" or "phường"; "Các ban của Tỉnh ủy" is each "ban", after it "Tỉnh ủy".
type listHead struct {
	before []word
	each   [][]word
	after  []word
}

// headOf reads the head of a list whose items are names without their first words; not ok when the items stand by
// themselves, as under "VPCP:" or "Các đồng chí:".
func (l *lexicon) headOf(head []word) (h listHead, ok bool) {
	text := folded(head)
	if slices.Contains(l.organs, text) || slices.Contains(standingWords, text) {
		return listHead{each: [][]word{head}}, true
	}
	for i := len(head) - 2; i >= 0; i-- {
		if !startsWith(folded(head[i:i+1]), manyWords) {
			continue
		}
		tail := head[i+1:]
		for j := range tail {
			if j > 0 && startsWith(folded(tail[j:]), belongingWords) {
				h.after = tail[j+1:]
				tail = tail[:j]
				break
			}
		}
		h.before = head[:i]
		for _, one := range cutAtJoints(tail) {
			if text := folded(one); !slices.Contains(l.plural, text) {
				return listHead{}, false
			}
			h.each = append(h.each, one)
		}
		return h, len(h.each) > 0
	}
	return listHead{}, false
}

var belongingWords = foldAll([]string{"của"})

// nestedTargets reads the list after a head: names that share their first words, people, or the receivers inside an organ.
func (l *lexicon) nestedTargets(head, items []word, rd *reading) []Target {
	text := folded(head)
	comrades := startsWith(trimStart(text, manyWords), comradeWords)
	shared, ok := l.headOf(head)
	var out []Target
	for _, item := range l.items(items, rd) {
		var t Target
		if ok && !comrades && l.bareName(item, shared) {
			t = l.under(shared, item, rd)
		} else {
			t = l.alone(item, rd)
			if comrades && t.Kind == Org {
				t.Kind = Person
			}
			if !comrades && !startsWith(text, manyWords) {
				t.Within = long(head)
			}
		}
		t.Head = written(head)
		out = append(out, t)
	}
	if len(out) == 0 {
		return []Target{l.free(head)}
	}
	if comrades || ok {
		l.shareCommittee(out)
	}
	return out
}

func (l *lexicon) alone(item []word, rd *reading) Target {
	t, ok := l.whole(item, rd)
	if !ok {
		t = l.free(item)
	}
	return t
}

// bareName tells whether an item lacks the first words of its list: not "Sở Nội vụ" under "Các sở", nor a position.
func (l *lexicon) bareName(item []word, h listHead) bool {
	text := folded(item)
	if slices.Contains(l.joined, text) { // Bộ Công an
		return true
	}
	if slices.ContainsFunc(h.each, func(one []word) bool { return startsWith(text, []string{folded(one)}) }) {
		return false
	}
	if len(h.before) == 0 && len(h.each) == 1 && len(h.after) == 0 && (startsWith(text, l.committeeWords) || startsWith(text, foldAll([]string{"ủy ban nhân dân", "hội đồng nhân dân"}))) {
		return true // "Văn phòng: Tỉnh ủy, UBND tỉnh"
	}
	return !startsWith(text, l.organs) && !startsWith(text, l.positions) && !startsWith(text, manyWords)
}

// under puts the words that a list shares round one of its items.
func (l *lexicon) under(h listHead, item []word, rd *reading) Target {
	var options []string
	var t Target
	for i, one := range h.each {
		full := slices.Concat(h.before, one, item, h.after)
		if i == 0 {
			t = l.alone(full, rd)
			if t.Key == "" {
				t.Name = capital(t.Name)
			}
		}
		options = append(options, capital(long(full)))
	}
	t.Text = written(item)
	if len(options) > 1 { // which of them, the directory knows
		bare := slices.Concat(h.before, item, h.after)
		t = Target{Kind: t.Kind, Text: t.Text, Name: capital(long(bare)), Options: options}
	}
	return t
}

// items cuts a list at its commas, and its last item at "và"; phrases and names that hold a comma or "và" themselves stay
// whole ("các Vụ, Cục, đơn vị trực thuộc", "Văn hóa, Thể thao và Du lịch").
func (l *lexicon) items(ws []word, rd *reading) (out [][]word) {
	cut := cutAtCommas(ws)
	for i := 0; i < len(cut); {
		n := min(span, len(cut)-i)
		for ; n > 1; n-- {
			run := joined(cut[i : i+n])
			if _, ok := l.whole(run, rd); ok || slices.Contains(l.joined, folded(run)) {
				break
			}
		}
		one := joined(cut[i : i+n])
		i += n
		switch {
		case len(one) == 0:
		case i == len(cut) && n == 1:
			out = append(out, l.cutLastAnd(one, rd)...)
		default:
			out = append(out, one)
		}
	}
	return out
}

// cutLastAnd cuts "Tài chính và Xây dựng", not "Giáo dục và Đào tạo".
func (l *lexicon) cutLastAnd(ws []word, rd *reading) [][]word {
	if _, ok := l.whole(ws, rd); ok || slices.Contains(l.joined, folded(ws)) {
		return [][]word{ws}
	}
	for i := 1; i < len(ws)-1; i++ {
		rest := folded(ws[i+1:])
		known := slices.Contains(l.joined, folded(ws[:i])) || slices.Contains(l.joined, rest) || !l.holdsAnd(ws)
		if foldWord(ws[i].raw) == foldedAnd && known && (upper(ws[i+1].raw) || startsWith(rest, manyWords)) {
			return [][]word{ws[:i], ws[i+1:]}
		}
	}
	return [][]word{ws}
}

// holdsAnd tells whether words end in a name that has "và" inside: "Sở Giáo dục và Đào tạo".
func (l *lexicon) holdsAnd(ws []word) bool {
	text := folded(ws)
	return slices.ContainsFunc(l.joined, func(name string) bool {
		return strings.Contains(name, " "+foldedAnd+" ") && strings.Contains(text+" ", name+" ")
	})
}

func joined(pieces [][]word) (out []word) {
	for i, p := range pieces {
		if i > 0 {
			out = append(out, word{raw: ",", long: ",", fold: []string{","}})
		}
		out = append(out, p...)
	}
	return out
}

// cutAtJoints cuts at commas and at "và".
func cutAtJoints(ws []word) (out [][]word) {
	for _, piece := range cutAtCommas(ws) {
		start := 0
		for i, w := range piece {
			if foldWord(w.raw) == foldedAnd {
				out = append(out, piece[start:i])
				start = i + 1
			}
		}
		out = append(out, piece[start:])
	}
	return slices.DeleteFunc(out, func(p []word) bool { return len(p) == 0 })
}

func cutAtCommas(ws []word) [][]word {
	var out [][]word
	start := 0
	for i, w := range ws {
		if w.raw == "," {
			out = append(out, ws[start:i])
			start = i + 1
		}
	}
	return append(out, ws[start:])
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
