package format

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/document"
	"trinhky/internal/layout"
)

// The kinds of fix. Its id is the kind and the place: "eth:p12", "ending:p30".
const (
	fixEth        = "eth"
	fixNFC        = "nfc"
	fixSymbol     = "symbol"
	fixDates      = "dates"
	fixGround     = "ground"
	fixEnding     = "ending"
	fixRecipients = "recipients"
	fixOrdinal    = "ordinal" // with the style behind it: "ordinal-"
)

// Apply makes fixes in a copy of a content and says which of them changed something, in the order given. What is no fix
// of this content changes nothing.
func Apply(c Content, ids ...string) (Content, []string) {
	c = clone(c)
	if c.Issuers.Empty() {
		c.Issuers = document.DefaultIssuers()
	}
	applied := []string{}
	for _, id := range ids {
		cut := strings.LastIndexByte(id, ':')
		if cut > 0 && !slices.Contains(applied, id) && c.fix(id[:cut], id[cut+1:]) {
			applied = append(applied, id)
		}
	}
	return c, applied
}

// clone copies what a fix may change.
func clone(c Content) Content {
	c.Addressees = slices.Clone(c.Addressees)
	c.Body.Blocks = slices.Clone(c.Body.Blocks)
	for i := range c.Body.Blocks {
		b := &c.Body.Blocks[i]
		b.Runs = slices.Clone(b.Runs)
		b.Rows = slices.Clone(b.Rows)
		for r := range b.Rows {
			b.Rows[r] = slices.Clone(b.Rows[r])
			for k := range b.Rows[r] {
				b.Rows[r][k].Runs = slices.Clone(b.Rows[r][k].Runs)
			}
		}
	}
	return c
}

// fix makes one change; false when it changed nothing.
func (c *Content) fix(kind, key string) bool {
	switch kind {
	case fixEth:
		return c.edit(key, func(s string) string { return strings.Map(plainEth, s) })
	case fixNFC:
		return c.edit(key, norm.NFC.String)
	case fixDates:
		return c.edit(key, padded)
	case fixSymbol:
		return c.edit(key, c.canonical)
	case fixRecipients:
		was := c.RecipientsText
		c.RecipientsText = mended(was)
		return c.RecipientsText != was
	case fixGround:
		return c.fixGround(key)
	case fixEnding:
		return c.fixEnding(key)
	}
	if style, ok := strings.CutPrefix(kind, fixOrdinal); ok {
		return c.fixOrdinal(key, style)
	}
	return false
}

// field is a part of a content that holds words: one string, or the runs of a block.
type field struct {
	spot    spot
	strings []*string
	runs    [][]document.Run
}

// text is the words of a field.
func (p field) text() string {
	var all []string
	for _, s := range p.strings {
		all = append(all, *s)
	}
	for _, r := range p.runs {
		all = append(all, document.Block{Runs: r}.Text())
	}
	return strings.Join(all, "\n")
}

// fieldsOf are all fields of a content, in the order of the page.
func fieldsOf(c *Content) []field {
	all := []field{{spot: spot{where: "Trích yếu", key: "subject"}, strings: []*string{&c.Subject}}}
	addressees := field{spot: spot{where: "Kính gửi", key: "addressees"}}
	for i := range c.Addressees {
		addressees.strings = append(addressees.strings, &c.Addressees[i])
	}
	all = append(all, addressees)
	for i := range c.Body.Blocks {
		b := &c.Body.Blocks[i]
		p := field{spot: block(*b, i), strings: []*string{&b.Ordinal}}
		p.addRuns(b.Runs)
		for _, row := range b.Rows {
			for _, cell := range row {
				p.addRuns(cell.Runs)
			}
		}
		all = append(all, p)
	}
	return append(all, field{spot: spot{where: recipientsSpot, key: "recipients"}, strings: []*string{&c.RecipientsText}})
}

func (p *field) addRuns(runs []document.Run) {
	if len(runs) == 0 {
		return
	}
	p.runs = append(p.runs, runs)
	for i := range runs {
		if runs[i].Note != "" {
			p.strings = append(p.strings, &runs[i].Note)
		}
	}
}

// edit changes every stretch of words of a field.
func (c *Content) edit(key string, change func(string) string) bool {
	changed := false
	for _, p := range fieldsOf(c) {
		if p.spot.key != key {
			continue
		}
		for _, s := range p.strings {
			if now := change(*s); now != *s {
				*s, changed = now, true
			}
		}
		for _, runs := range p.runs {
			was := document.Block{Runs: runs}.Text()
			if now := change(was); now != was {
				rewrite(runs, was, now)
				changed = true
			}
		}
	}
	return changed
}

// rewrite gives runs a new text: what is the same at both ends keeps its style, what is between takes that of the run
// where the change begins.
func rewrite(runs []document.Run, was, now string) {
	for _, d := range differences(was, now) {
		splice(runs, d.from, d.to, d.text)
	}
}

// difference is one stretch of an old text and what stands there instead.
type difference struct {
	from, to int
	text     string
}

// differences finds what changed word by word, from the end to the beginning, so that each can be put in without moving
// those that follow. Where the words cannot be told apart, all between the first and the last change is one.
func differences(was, now string) []difference {
	a, b := wordEnds(was), wordEnds(now)
	if len(a) == len(b) {
		var all []difference
		for i := len(a) - 1; i >= 0; i-- {
			if old, new := was[a[i][0]:a[i][1]], now[b[i][0]:b[i][1]]; old != new {
				all = append(all, difference{a[i][0], a[i][1], new})
			}
		}
		return all
	}
	head := 0
	for head < len(was) && head < len(now) && was[head] == now[head] {
		head++
	}
	tail := 0
	for tail < len(was)-head && tail < len(now)-head && was[len(was)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	head, tail = runeStart(was, head), len(was)-runeEnd(was, len(was)-tail)
	return []difference{{head, len(was) - tail, now[head : len(now)-tail]}}
}

func runeStart(s string, i int) int {
	for i > 0 && i < len(s) && s[i]&0xC0 == 0x80 {
		i--
	}
	return i
}

func runeEnd(s string, i int) int {
	for i < len(s) && s[i]&0xC0 == 0x80 {
		i++
	}
	return i
}

var stretchOfText = regexp.MustCompile(`\s+|[^\s]+`)

func wordEnds(s string) [][]int { return stretchOfText.FindAllStringIndex(s, -1) }

// splice puts text in the place of the bytes from up to to of the joined runs.
func splice(runs []document.Run, from, to int, text string) {
	at, put := 0, false
	for i := range runs {
		r := &runs[i]
		start, end := at, at+len(r.Text)
		at = end
		if end < from || start > to || end == from && i+1 < len(runs) && from < to {
			continue
		}
		a, b := min(max(from-start, 0), len(r.Text)), min(max(to-start, 0), len(r.Text))
		middle := ""
		if !put {
			middle, put = text, true
		}
		r.Text = r.Text[:a] + middle + r.Text[b:]
	}
}

// padded writes the dates in words with 0 before days under 10 and months 1 and 2, and before no other month.
func padded(text string) string {
	return wordedDate.ReplaceAllStringFunc(text, func(date string) string {
		m := wordedDate.FindStringSubmatchIndex(date)
		day, month := date[m[2]:m[3]], date[m[4]:m[5]]
		if len(day) == 1 {
			day = "0" + day
		}
		if month = strings.TrimLeft(month, "0"); month == "1" || month == "2" {
			month = "0" + month
		}
		return date[:m[2]] + day + date[m[3]:m[4]] + month + date[m[5]:]
	})
}

// canonical writes every symbol of a text in its canonical form.
func (c *Content) canonical(text string) string {
	cited := document.FindCitations(text, c.Issuers)
	for _, one := range slices.Backward(cited) {
		if one.Symbol != "" {
			text = text[:one.Start] + one.Symbol + text[one.End:]
		}
	}
	return text
}

var lineEnd = regexp.MustCompile(`[\s.;,]*$`)

// mended ends each line of Nơi nhận with ";" and the last with ".". A text whose lines are not lines of the list (an item
// that wraps, a mark of the typist) is left as it is.
func mended(text string) string {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	var kept []int
	for i, l := range all {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if first := strings.TrimSpace(l); first[0] != '-' && !strings.HasPrefix(first, "–") && !strings.HasPrefix(first, "Lưu") {
			return text
		}
		kept = append(kept, i)
	}
	for n, i := range kept {
		mark := ";"
		if n == len(kept)-1 {
			mark = "."
		}
		all[i] = lineEnd.ReplaceAllString(all[i], "") + mark
	}
	return strings.Join(all, "\n")
}

func (c *Content) rules() *layout.RuleSet {
	rules, err := layout.Rules(c.Regime, c.On)
	if err != nil {
		return nil
	}
	return rules
}

// numbered is the block of a key "p12"; nil when there is none.
func (c *Content) numbered(key string) (*document.Block, int) {
	n, err := strconv.Atoi(strings.TrimPrefix(key, "p"))
	if err != nil || n < 1 || n > len(c.Body.Blocks) {
		return nil, 0
	}
	return &c.Body.Blocks[n-1], n - 1
}

func (c *Content) fixGround(key string) bool {
	b, i := c.numbered(key)
	from, to := groundsOf(c.Body)
	rules := c.rules()
	if b == nil || rules == nil || i < from || i >= to {
		return false
	}
	mark := rules.GroundsMarks.Each
	if i == to-1 {
		mark = rules.GroundsMarks.Last[0]
	}
	return endWith(b, mark)
}

func (c *Content) fixEnding(key string) bool {
	b, i := c.numbered(key)
	rules := c.rules()
	if b == nil || rules == nil || i != len(mainBlocks(c.Body))-1 {
		return false
	}
	return endWith(b, rules.Ending.Want)
}

var endingMarks = regexp.MustCompile(`[\s.;,/]*$`)

// endWith puts a mark at the end of a block, in the place of those that stand there.
func endWith(b *document.Block, mark string) bool {
	was := document.Block{Runs: b.Runs}.Text()
	now := endingMarks.ReplaceAllString(was, "") + mark
	if len(b.Runs) == 0 || now == was {
		return false
	}
	head := len(endingMarks.ReplaceAllString(was, ""))
	splice(b.Runs, head, len(was), mark)
	return true
}

// fixOrdinal gives an ordinal the punctuation of its list.
func (c *Content) fixOrdinal(key, style string) bool {
	b, _ := c.numbered(key)
	if b == nil {
		return false
	}
	p, ok := placeOf(b.Ordinal)
	if !ok || p.style == style {
		return false
	}
	b.Ordinal = p.name + style
	return true
}
