package document

import (
	"cmp"
	"slices"
	"strings"
)

// pairs says which passage of one content became which of another.
type pairs struct {
	to    []int  // by index in the earlier: the index in the later, or -1
	from  []int  // the other way round
	moved []bool // by index in the earlier: it stands in another order now
}

func (p *pairs) join(i, j int) { p.to[i], p.from[j] = j, i }

// How alike two passages must be, as the share of their words that are common, to be one passage that was edited.
const (
	alikeAlone     = 0.25 // nothing else stands between the same neighbours
	alikeNearby    = 0.4  // between the same neighbours
	alikeAnywhere  = 0.55 // moved, too
	movedWords     = 5    // fewest words of what is recognised at another place
	pairsInGap     = 20_000
	pairsInAll     = 400_000
	commonPostings = 30 // a word in more passages than that tells them not apart
	bestCandidates = 6
)

// matchBlocks finds for every passage what became of it: first the same text in the same order, then the same text
// elsewhere, then like text between the same neighbours, then like text elsewhere. It takes time in proportion to the
// length of both, whatever they hold.
func matchBlocks(a, b []Block) *pairs {
	m := newMatcher(a, b)
	m.anchors()
	m.movedExactly()
	m.alikeInGaps()
	m.alikeElsewhere()
	m.findMoved()
	return m.pairs
}

// matcher holds both sides as numbers: a passage's key is the same for the same text, and its words are sorted.
type matcher struct {
	*pairs
	keys  [2][]int
	words [2][][]int
	class [2][]byte
	spent int // comparisons within gaps
}

func newMatcher(a, b []Block) *matcher {
	m := &matcher{pairs: &pairs{to: make([]int, len(a)), from: make([]int, len(b)), moved: make([]bool, len(a))}}
	numbers := map[string]int{}
	number := func(s string) int {
		n, known := numbers[s]
		if !known {
			n = len(numbers)
			numbers[s] = n
		}
		return n
	}
	for side, blocks := range [2][]Block{a, b} {
		for i, block := range blocks {
			class, text := keyOf(block)
			var ids []int
			for _, t := range tokensOf(text) {
				if isWord(t) {
					ids = append(ids, number(t))
				}
			}
			slices.Sort(ids)
			m.keys[side] = append(m.keys[side], number("\x00"+string(class)+text))
			m.words[side], m.class[side] = append(m.words[side], ids), append(m.class[side], class)
			if side == 0 {
				m.to[i] = -1
			} else {
				m.from[i] = -1
			}
		}
	}
	return m
}

// keyOf tells passages apart: its class, and its words without the ordinal, since an ordinal changes with every passage
// that comes before.
func keyOf(b Block) (class byte, text string) {
	notes := b.Notes()
	ordinal := b.Ordinal
	b.Ordinal = ""
	text = b.Text()
	if text == "" {
		text = ordinal
	}
	if len(notes) > 0 {
		text += "\n" + strings.Join(notes, "\n")
	}
	switch b.Kind {
	case Table:
		return 't', text
	case Figure:
		return 'f', text + b.Picture.SHA256
	}
	return 'p', text
}

func (m *matcher) anchors() {
	patience(m.keys[0], m.keys[1], func(i, j int) { m.join(i, j) })
}

// movedExactly pairs the same text at different places, the first with the first.
func (m *matcher) movedExactly() {
	free := map[int][]int{}
	for j, i := range m.from {
		if i < 0 {
			free[m.keys[1][j]] = append(free[m.keys[1][j]], j)
		}
	}
	for i, j := range m.to {
		same := free[m.keys[0][i]]
		if j >= 0 || len(same) == 0 || len(m.words[0][i]) < movedWords && m.class[0][i] == 'p' {
			continue
		}
		m.join(i, same[0])
		free[m.keys[0][i]] = same[1:]
	}
}

// alikeInGaps pairs like passages between the same neighbours, in order.
func (m *matcher) alikeInGaps() {
	kept := longestRun(m.to)
	i, j := 0, 0
	for n := 0; n <= len(kept); n++ {
		endA, endB := len(m.to), len(m.from)
		if n < len(kept) {
			endA, endB = kept[n], m.to[kept[n]]
		}
		m.gap(unmatched(m.to, i, endA), unmatched(m.from, j, endB))
		i, j = endA+1, endB+1
	}
}

func unmatched(side []int, from, to int) (free []int) {
	for i := from; i < to; i++ {
		if side[i] < 0 {
			free = append(free, i)
		}
	}
	return free
}

// gap pairs passages so that the sum of their likeness is the greatest, none crossing another.
func (m *matcher) gap(as, bs []int) {
	n, k := len(as), len(bs)
	if n*k == 0 || n*k > pairsInGap || m.spent+n*k > pairsInAll {
		return
	}
	m.spent += n * k
	least := alikeNearby
	if n == 1 && k == 1 {
		least = alikeAlone
	}
	score := make([]float64, (n+1)*(k+1))
	at := func(i, j int) *float64 { return &score[i*(k+1)+j] }
	like := make([]float64, n*k)
	for i := n - 1; i >= 0; i-- {
		for j := k - 1; j >= 0; j-- {
			l := m.like(as[i], bs[j], least)
			like[i*k+j] = l
			*at(i, j) = max(*at(i+1, j), *at(i, j+1), *at(i+1, j+1)+l)
		}
	}
	for i, j := 0, 0; i < n && j < k; {
		switch l := like[i*k+j]; {
		case l > 0 && *at(i, j) == *at(i+1, j+1)+l:
			m.join(as[i], bs[j])
			i, j = i+1, j+1
		case *at(i, j) == *at(i+1, j):
			i++
		default:
			j++
		}
	}
}

// like is the share of the words of two passages that are common, 0 when it is less than least.
func (m *matcher) like(i, j int, least float64) float64 {
	if m.class[0][i] != m.class[1][j] {
		return 0
	}
	if m.class[0][i] == 'f' {
		return least // one figure for another
	}
	a, b := m.words[0][i], m.words[1][j]
	if all := float64(len(a) + len(b)); all == 0 || 2*float64(min(len(a), len(b)))/all < least {
		return 0
	}
	common := 0
	for x, y := 0, 0; x < len(a) && y < len(b); {
		switch {
		case a[x] == b[y]:
			common, x, y = common+1, x+1, y+1
		case a[x] < b[y]:
			x++
		default:
			y++
		}
	}
	if share := 2 * float64(common) / float64(len(a)+len(b)); share >= least {
		return share
	}
	return 0
}

// alikeElsewhere pairs what was moved and edited: candidates share rare words, and the most alike are joined first.
func (m *matcher) alikeElsewhere() {
	postings := map[int][]int{}
	for j, i := range m.from {
		if i >= 0 || len(m.words[1][j]) < movedWords {
			continue
		}
		for _, w := range slices.Compact(slices.Clone(m.words[1][j])) {
			postings[w] = append(postings[w], j)
		}
	}
	type candidate struct {
		i, j int
		like float64
	}
	var all []candidate
	hits := map[int]int{}
	for i, j := range m.to {
		if j >= 0 || len(m.words[0][i]) < movedWords {
			continue
		}
		clear(hits)
		for _, w := range slices.Compact(slices.Clone(m.words[0][i])) {
			if places := postings[w]; len(places) <= commonPostings {
				for _, at := range places {
					hits[at]++
				}
			}
		}
		best := make([]int, 0, len(hits))
		for at := range hits {
			best = append(best, at)
		}
		slices.SortFunc(best, func(x, y int) int { return cmp.Or(hits[y]-hits[x], x-y) })
		for _, at := range best[:min(len(best), bestCandidates)] {
			if like := m.like(i, at, alikeAnywhere); like > 0 {
				all = append(all, candidate{i, at, like})
			}
		}
	}
	slices.SortFunc(all, func(x, y candidate) int { return cmp.Or(cmp.Compare(y.like, x.like), x.i-y.i, x.j-y.j) })
	for _, c := range all {
		if m.to[c.i] < 0 && m.from[c.j] < 0 {
			m.join(c.i, c.j)
		}
	}
}

// findMoved marks the fewest passages whose moving explains the new order.
func (m *matcher) findMoved() {
	for i, j := range m.to {
		m.moved[i] = j >= 0
	}
	for _, i := range longestRun(m.to) {
		m.moved[i] = false
	}
}
