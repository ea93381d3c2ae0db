package distribution

import (
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/document"
)

// ContextOf takes from a body what bears on its Nơi nhận: the closing paragraph and the numbered ones.
func ContextOf(body document.Body) Context {
	var c Context
	for _, block := range body.Blocks {
		if block.Kind == document.Table {
			continue
		}
		text := strings.TrimSpace(block.Text())
		if text == "" {
			continue
		}
		c.Paragraphs = append(c.Paragraphs, text)
		c.Closing = text
	}
	return c
}

// tasks are the stretches of a document that give someone work, folded.
type tasks struct {
	l *lexicon
	// orders stand between "để", "giao", "đề nghị", "yêu cầu" and the verb: a name anywhere in one is told to act.
	orders []string
	// subjects are numbered paragraphs without their ordinal: one that begins with a name tells that body to act.
	subjects []string
}

var (
	ordinal  = regexp.MustCompile(`^\s*(?:\d+(?:\.\d+)*|[a-zđ]|[IVXLC]+)\s*[.)\-–:]+\s*`)
	sentence = regexp.MustCompile(`[.;:]\s`)
	// closingOrder is the mandate of a closing sentence. "đề" is how "để" is often mistyped.
	closingOrder = regexp.MustCompile(` (?:` + strings.Join([]string{foldWord("để"), foldWord("đề"), foldText("yêu cầu"), foldWord("giao"), foldText("đề nghị")}, "|") + `)( .*? )(?:` + foldText("thực hiện") + `|` + foldText("thi hành") + `)`)
	givenWork    = regexp.MustCompile(` (?:` + strings.Join([]string{foldText("đề nghị"), foldWord("giao"), foldText("yêu cầu"), foldText("phân công")}, "|") + `)((?: [^ ]+){1,40})`)
)

// tasksIn finds who is given work: by the closing sentence ("để {X} biết, triển khai thực hiện") and by numbered paragraphs.
func (l *lexicon) tasksIn(c Context) tasks {
	t := tasks{l: l}
	for _, s := range sentence.Split(c.Closing, -1) {
		text := folded(l.words(s)) + " "
		for _, m := range closingOrder.FindAllStringSubmatch(text, -1) {
			t.orders = append(t.orders, lastOrder(m[1]))
		}
	}
	for _, p := range c.Paragraphs {
		bare := ordinal.ReplaceAllString(p, "")
		if bare == p {
			continue
		}
		t.subjects = append(t.subjects, folded(l.words(bare))+" ")
		for _, s := range sentence.Split(bare, -1) {
			for _, m := range givenWork.FindAllStringSubmatch(" "+strings.TrimSpace(folded(l.words(s))), -1) {
				t.orders = append(t.orders, m[1]+" ")
			}
		}
	}
	return t
}

// lastOrder keeps what follows the last "để": "… kết luận của Thường trực để Huyện ủy biết" orders only the Huyện ủy.
func lastOrder(s string) string {
	for _, w := range []string{" " + foldWord("để") + " ", " " + foldWord("đề") + " "} {
		if i := strings.LastIndex(s, w); i >= 0 {
			s = s[i+len(w)-1:]
		}
	}
	return s
}

// names tells whether any receiver of the line is given work.
func (t tasks) names(line Line) bool {
	if line.Kind == Archive || line.Kind == Ref {
		return false
	}
	for _, target := range line.Targets() {
		for _, name := range t.l.calledAs(target) {
			if slices.ContainsFunc(t.orders, func(s string) bool { return strings.Contains(s, name) }) ||
				slices.ContainsFunc(t.subjects, func(s string) bool { return strings.HasPrefix(s, name) && !narrated(s[len(name)-1:]) }) {
				return true
			}
		}
	}
	return false
}

// calledAs are the ways a body of text may call the receiver, folded, a space on either side: in full, without its place,
// the Front without "Ủy ban".
func (l *lexicon) calledAs(t Target) []string {
	full := folded(l.words(t.Name))
	names := []string{full}
	if t.Kind != Org || strings.Contains(t.Key, "ubmttq") {
		if tail := folded(l.words(t.Body)); t.place != "" && strings.HasSuffix(full, tail) && len(tail) < len(full) {
			names = append(names, strings.TrimSuffix(full, tail))
		}
	}
	for _, n := range slices.Clone(names) {
		if short := trimStart(n, foldAll([]string{"ủy ban"})); strings.HasPrefix(short, " "+foldText("mặt trận")) {
			names = append(names, short)
		}
	}
	for i := range names {
		names[i] += " "
	}
	return names
}

// narrated tells whether a paragraph that begins with a name goes on to say what was done, or what the one named decides:
// “Thường trực Tỉnh ủy ghi nhận …”, “Thường trực Tỉnh ủy giao: …”. Neither tells him to act.
func narrated(rest string) bool { return startsWith(rest, narrating) }

var narrating = foldAll([]string{"đã", "có", "chưa", "là", "ghi nhận", "biểu dương", "thống nhất", "nhất trí", "kết luận", "giao", "yêu cầu"})
