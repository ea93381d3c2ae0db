package task

import (
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Span is a stretch of a block's text: Body.Blocks[Block].Text()[From:To].
type Span struct {
	Block int `json:"block"`
	From  int `json:"from"`
	To    int `json:"to"`
}

// Proposal is a task as a conclusion's text gives it.
type Proposal struct {
	Ref         string   // of the paragraph: "2.1"; the second 2.2 is "2.2-bis"; "" where none is numbered
	Text        string   // its paragraphs, a line each
	Leads, Co   []string // who is named, in order, as written
	Deadline    Deadline // its span is one of Text
	Deliverable string   // "kế hoạch cụ thể"; "" where none is named
	ReportTo    string   // whom the result is reported to, as written
	Source      []Span   // where its paragraphs stand
}

// mostProposals bounds what one text can give; no conclusion has half as many.
const mostProposals = 300

// Extract proposes the tasks that a conclusion gives: by sentences that give work ("đề nghị / giao / yêu cầu / phân công
// {X} …"), and by the numbered paragraphs behind such a sentence that ends in a colon, or behind a heading that names tasks.
// What assesses the past gives none. It looks nothing up: names are as written; on is the date of the document.
func Extract(body document.Body, on store.Date) []Proposal {
	w := &walk{on: on, seen: map[string]int{}, current: -1}
	paragraphs := paragraphsOf(body)
	w.fallback = closingLeads(paragraphs)
	for _, p := range paragraphs {
		if closes(p.text) {
			w.current = -1
			continue
		}
		w.step(p)
		if len(w.out) >= mostProposals {
			w.out = w.out[:mostProposals]
			break
		}
	}
	for i := range w.out {
		w.finish(&w.out[i], w.inherit[i])
	}
	return w.out
}

// paragraph is one block of running text, its number apart.
type paragraph struct {
	block   int
	ordinal string // without its marks: "2.1", "a", "-"
	depth   int    // how deep the number is; 0 for none
	text    string
	offset  int // of text in the block's own text
	heading bool
}

var written = regexp.MustCompile(`^\s*(?:(\d+(?:\.\d+)*|[a-zđ]|[IVXLC]+)\s*[.)\-–:/]+|([-–+*•]))\s+`)

func paragraphsOf(body document.Body) (out []paragraph) {
	for i, b := range body.Blocks {
		if b.Kind == document.Table || b.Kind == document.Figure {
			continue
		}
		if b.Kind == document.Appendix {
			break // what an appendix lists is told of by the text before it
		}
		whole := b.Text()
		p := paragraph{block: i, text: whole, heading: b.Kind == document.Heading}
		if b.Ordinal != "" {
			p.ordinal = strings.TrimRight(strings.TrimSpace(b.Ordinal), ".)-–:/ ")
			if p.ordinal == "" {
				p.ordinal = strings.TrimSpace(b.Ordinal)
			}
			p.offset = min(len(b.Ordinal)+1, len(whole))
		} else if m := written.FindStringSubmatchIndex(whole); m != nil {
			p.ordinal, p.offset = group(whole, m, 1)+group(whole, m, 2), m[1]
		}
		p.text = whole[p.offset:]
		p.depth = depthOf(p.ordinal)
		if strings.TrimSpace(p.text) != "" {
			out = append(out, p)
		}
	}
	return out
}

var romanNumber = regexp.MustCompile(`^[IVXLC]+$`)

// depthOf ranks the ways to number: I, then 1, then 1.1 …, then a, then the bullets.
func depthOf(ordinal string) int {
	switch {
	case ordinal == "":
		return 0
	case romanNumber.MatchString(ordinal):
		return 1
	case ordinal[0] >= '0' && ordinal[0] <= '9':
		return 2 + min(strings.Count(ordinal, "."), 5)
	case strings.HasPrefix(directory.Fold(ordinal), directory.Fold("Điều")), strings.HasPrefix(directory.Fold(ordinal), directory.Fold("Phần")):
		return 2
	case ordinal == "-" || ordinal == "–" || ordinal == "•" || ordinal == "*":
		return 9
	case ordinal == "+":
		return 10
	}
	return 8
}

// frame is an open mandate: the paragraphs below it are tasks of its leads.
type frame struct {
	depth     int
	leads, co []string
	deadline  string // the words that give all of them a date
	container int    // the proposal that the frame itself is, until a child with a lead of its own comes; -1 for none
	closed    bool   // it assesses: what stands below it is no task
}

// walk carries one Extract.
type walk struct {
	on       store.Date
	frames   []frame
	current  int // the proposal that an unnumbered paragraph goes on with; -1 for none
	out      []Proposal
	fallback []string
	seen     map[string]int // refs
	inherit  []string       // deadlines of frames, by proposal
	last     int            // depth of the last numbered paragraph
}

func (w *walk) top() *frame {
	if len(w.frames) == 0 {
		return nil
	}
	return &w.frames[len(w.frames)-1]
}

// step reads one paragraph.
func (w *walk) step(p paragraph) {
	depth := p.depth
	if depth > 0 {
		for f := w.top(); f != nil && f.depth >= depth; f = w.top() {
			w.frames = w.frames[:len(w.frames)-1]
		}
		w.last = depth
	}
	r := read(p.text)
	switch f := w.top(); {
	case r.leadsIn || p.heading && len(r.ws) <= 30:
		w.open(p, r, f)
	case depth > 0:
		w.numbered(p, r, f)
	default:
		w.running(p, r, f)
	}
}

// open reads a paragraph that announces others: it ends in a colon, or is a heading.
func (w *walk) open(p paragraph, r reading, f *frame) {
	depth := p.depth
	if depth == 0 {
		depth = w.last // an unnumbered sentence below "2." announces what is numbered deeper, or with bullets
		if p.heading {
			depth = 0
		}
	}
	next := frame{depth: depth, container: -1, deadline: deadlineWords(p.text, w.on)}
	switch {
	case len(r.given) > 0: // "đề nghị X thực hiện các việc sau:"
		next.leads, next.co = r.given[0].leads, r.co
	case len(r.subject) > 0:
		next.leads, next.co = r.subject, r.co
	case f != nil && !f.closed && !p.heading:
		w.numbered(p, r, f)
		next.leads, next.co, next.container = f.leads, f.co, w.current
	case assesses(r.ws):
		next.closed = true
	case r.tasking:
	default:
		if f == nil || f.closed {
			return
		}
		next.leads = f.leads
	}
	if p.depth == 0 && !p.heading && len(w.frames) > 0 && w.top().depth >= depth {
		w.frames = w.frames[:len(w.frames)-1]
	}
	if next.container < 0 {
		w.current = -1
	}
	w.frames = append(w.frames, next)
}

// numbered reads a numbered paragraph or a bullet: a task below a mandate, or wherever it gives work itself.
func (w *walk) numbered(p paragraph, r reading, f *frame) {
	framed := f != nil && !f.closed
	if !framed && len(r.given) == 0 && (f != nil || r.past || len(r.chair)+len(r.subject) == 0) {
		w.current = -1
		return
	}
	if framed && r.past {
		w.current = -1
		return
	}
	if framed && f.container >= 0 && len(r.given) == 0 && len(r.subject) == 0 && len(r.chair) == 0 {
		w.goOn(f.container, p)
		return
	}
	if framed && f.container >= 0 { // its parts have leads of their own: they are the tasks
		w.drop(f)
	}
	w.propose(p, r, f, framed)
}

// running reads an unnumbered paragraph: it goes on with the task before it, or gives work by itself.
func (w *walk) running(p paragraph, r reading, f *frame) {
	switch {
	case len(r.given) > 0 && r.given[0].from <= mostBefore:
		w.propose(p, r, f, false)
	case w.current >= 0:
		w.goOn(w.current, p)
	}
}

// mostBefore is how many words may stand before the word that gives work, in a paragraph that is not numbered.
const mostBefore = 8

// propose puts the tasks of a paragraph in: one for each mandate in it that names others than the one before.
func (w *walk) propose(p paragraph, r reading, f *frame, framed bool) {
	cuts := []int{0}
	leads := [][]string{r.firstLeads()}
	for i, g := range r.given {
		begin := r.ws[g.start].from
		if i == 0 && (!framed || g.from <= mostBefore) {
			if !framed {
				cuts[0] = begin
			}
			leads[0] = g.leads
			continue
		}
		if !slices.Equal(g.leads, leads[len(leads)-1]) {
			cuts, leads = append(cuts, begin), append(leads, g.leads)
		}
	}
	ref := w.ref(p.ordinal)
	for i, from := range cuts {
		to := len(p.text)
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		from, to = trim(p.text, from, to)
		if from >= to {
			continue
		}
		piece := read(p.text[from:to])
		one := Proposal{Ref: ref, Text: p.text[from:to], Leads: leads[i], Co: piece.co, Source: []Span{{p.block, p.offset + from, p.offset + to}}}
		if len(piece.chair) > 0 {
			one.Leads = piece.chair
		}
		inherit := ""
		if f != nil && framed {
			inherit = f.deadline
			if len(one.Leads) == 0 {
				one.Leads = f.leads
			}
			if len(one.Co) == 0 && slices.Equal(one.Leads, f.leads) {
				one.Co = f.co
			}
		}
		w.out, w.inherit = append(w.out, one), append(w.inherit, inherit)
		w.current = len(w.out) - 1
	}
}

// goOn adds a paragraph to a proposal.
func (w *walk) goOn(i int, p paragraph) {
	from, to := trim(p.text, 0, len(p.text))
	one := &w.out[i]
	one.Text += "\n" + p.text[from:to]
	one.Source = append(one.Source, Span{p.block, p.offset + from, p.offset + to})
	for _, name := range read(p.text).co {
		if !slices.Contains(one.Co, name) {
			one.Co = append(one.Co, name)
		}
	}
}

// drop takes a proposal back whose parts turn out to be the tasks; it was the last.
func (w *walk) drop(f *frame) {
	if f.container == len(w.out)-1 {
		w.out, w.inherit = w.out[:f.container], w.inherit[:f.container]
	}
	f.container = -1
}

// finish reads what the whole text of a task says.
func (w *walk) finish(p *Proposal, inherited string) {
	p.Deadline = DeadlineIn(p.Text, w.on)
	if p.Deadline.Kind == NoDeadline && inherited != "" {
		p.Deadline = DeadlineIn(inherited, w.on)
		p.Deadline.From, p.Deadline.To = 0, 0 // said once for all, outside this text
	}
	if len(p.Leads) == 0 {
		p.Leads = w.fallback
	}
	p.Leads, p.Co = slices.Clone(p.Leads), slices.DeleteFunc(slices.Clone(p.Co), func(name string) bool { return slices.Contains(p.Leads, name) })
	p.Deliverable, p.ReportTo = deliverableIn(p.Text), reportToIn(p.Text)
}

// ref names a paragraph; one that is numbered like another before it is its bis.
func (w *walk) ref(ordinal string) string {
	if ordinal == "-" || ordinal == "–" || ordinal == "+" || ordinal == "•" || ordinal == "*" {
		return ""
	}
	if romanNumber.MatchString(ordinal) || ordinal == "" {
		return ordinal
	}
	if depthOf(ordinal) == 8 { // "a" stands below another number
		return ordinal
	}
	w.seen[ordinal]++
	again := []string{"", "", "-bis", "-ter", "-quater"}
	return ordinal + again[min(w.seen[ordinal], len(again)-1)]
}

func deadlineWords(text string, on store.Date) string {
	if d := DeadlineIn(text, on); d.Kind != NoDeadline {
		return d.Text
	}
	return ""
}

// trim leaves out the spaces at both ends of a stretch.
func trim(s string, from, to int) (int, int) {
	part := s[from:to]
	from += len(part) - len(strings.TrimLeft(part, " \t\n\u00a0"))
	to -= len(part) - len(strings.TrimRight(part, " \t\n\u00a0"))
	return from, max(from, to)
}
