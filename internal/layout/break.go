package layout

import (
	"math"
	"slices"
)

// rounding is how much a sum of heights may be off by rounding, in points.
const rounding = 0.01

// breaker takes pages off the front of a flow.
type breaker struct {
	rows  []row // its own copy: rows that give way are replaced in it
	room  float64
	notes noteFlow
}

// page takes the rows of the next page, and what stands of the footnotes at its foot. It always takes something.
func (b *breaker) page() ([]row, noteFlow) {
	if len(b.rows) == 0 {
		return nil, b.notes.foot(b.room, nil)
	}
	for {
		end, stop := b.reach()
		if end == 0 {
			end = b.reachWithoutNotes()
		}
		switch {
		case end > 0:
			return b.take(end)
		case stop == 0 && len(b.notes.carry) > 0: // the notes that go on fill the page
			return nil, b.notes.foot(b.room, nil)
		case b.giveWay(stop):
		case len(b.notes.carry) > 0:
			return nil, b.notes.foot(b.room, nil)
		default:
			return b.take(b.force(stop))
		}
	}
}

// reach says how many rows the page holds at most: end, after which a page may end (0 = nowhere), and stop, the row that
// does not fit any more (none = the number of rows). A tall row is split on the way.
func (b *breaker) reach() (end, stop int) {
	used := 0.0
	for _, h := range b.rows[0].header {
		used += h.height
	}
	reserved := b.notes.reserve(b.room, true)
	for i := range b.rows {
		r := &b.rows[i]
		gap := 0.0
		if i > 0 {
			gap = r.gap
		}
		with := reserved.with(r.notes)
		if used+gap+r.height+with.least() > b.room+rounding {
			if r.split != nil && (i == 0 || r.height > b.room/2) && !(i > 0 && b.rows[i-1].tied) && b.parted(i, b.room-used-gap-with.least()) {
				return i + 1, i + 1
			}
			return end, i
		}
		reserved = with
		used += gap + r.height + r.after
		if !r.keep && !r.tied {
			end = i + 1
		}
	}
	return len(b.rows), len(b.rows)
}

// reachWithoutNotes is the first place where the page may end when the notes of its rows wait for the next page, as far
// as they must: rows that belong together go before notes. 0 = nowhere.
func (b *breaker) reachWithoutNotes() int {
	used := b.notes.reserve(b.room, true).least()
	for _, h := range b.rows[0].header {
		used += h.height
	}
	for i, r := range b.rows {
		if i > 0 {
			used += r.gap
		}
		if used += r.height; used > b.room+rounding {
			return 0
		}
		if !r.keep && !r.tied {
			return i + 1
		}
		used += r.after
	}
	return len(b.rows)
}

// parted splits the row i after what fits into the room.
func (b *breaker) parted(i int, room float64) bool {
	r := b.rows[i]
	first, rest, ok := r.split(room)
	if !ok {
		return false
	}
	first.gap, first.open, first.keep = r.gap, r.open, false
	rest.close, rest.after, rest.keep, rest.tied = r.close, r.after, r.keep, r.tied
	first.header, rest.header = r.header, r.header
	b.rows = slices.Replace(b.rows, i, i+1, first, rest)
	return true
}

// giveWay makes room where rows that must stay together, up to the row stop, do not fit on a page of their own: a
// picture is made smaller, cells that cover rows are cut into them, a tall row is split.
func (b *breaker) giveWay(stop int) bool {
	chain := stop // the chain goes on to the first row after which a page may end
	for chain < len(b.rows)-1 && (b.rows[chain].keep || b.rows[chain].tied) {
		chain++
	}
	need, reserved := 0.0, b.notes.reserve(b.room, true)
	for i, r := range b.rows[:chain+1] {
		if i > 0 {
			need += r.gap
		}
		need += r.height
		if i < chain {
			need += r.after
		}
		reserved = reserved.with(r.notes)
	}
	over := need + reserved.least() - b.room
	for i := chain; i >= 0; i-- {
		if b.rows[i].shrink == nil {
			continue
		}
		if smaller, ok := b.rows[i].shrink(over); ok {
			smaller.keep, smaller.tied = b.rows[i].keep, b.rows[i].tied // a small picture stays with its signature, too
			b.rows[i] = smaller
			return true
		}
	}
	for i := chain; i >= 0; i-- {
		if b.rows[i].loosen != nil {
			n := 1
			for b.rows[i+n-1].tied {
				n++
			}
			loose := b.rows[i].loosen()
			for k, tied := range b.rows[i : i+n] { // row for row, with what the table and the text around it asked for
				loose[k].gap, loose[k].after, loose[k].keep = tied.gap, tied.after, tied.keep
				loose[k].open, loose[k].close, loose[k].header = tied.open, tied.close, tied.header
			}
			b.rows = slices.Replace(b.rows, i, i+n, loose...)
			return true
		}
	}
	for i := stop; i >= 0; i-- {
		if r := b.rows[i]; r.split != nil && (i == 0 || !b.rows[i-1].tied) && b.parted(i, r.height/2) {
			return true
		}
	}
	return false
}

// force says how many rows the page takes when no end is a good one: the rows before stop without parting what is drawn
// together, or the first alone, though it stands out of the page.
func (b *breaker) force(stop int) int {
	for i := stop; i > 0; i-- {
		if !b.rows[i-1].tied {
			return i
		}
	}
	n := 1
	for n < len(b.rows) && b.rows[n-1].tied {
		n++
	}
	return n
}

// take takes n rows off the flow, and as much of their notes as the page has room for.
func (b *breaker) take(n int) ([]row, noteFlow) {
	body := b.rows[:n:n]
	b.rows = b.rows[n:]
	used := 0.0
	for _, h := range body[0].header {
		used += h.height
	}
	var notes []*footnote
	for i, r := range body {
		if i > 0 {
			used += r.gap
		}
		used += r.height
		if i < n-1 {
			used += r.after
		}
		notes = append(notes, r.notes...)
	}
	return body, b.notes.foot(math.Max(0, b.room-used), notes)
}
