package layout

import "strings"

// softBreaks says where Word and LibreOffice end a line although ours does not, and so what must hold together there.
// Only these places are written with no-break characters: everywhere else the text is as it was typed.
type softBreaks struct {
	glue map[int]bool  // a no-break space before the word with this index
	hold map[int]bool  // a word joiner behind the space before it: a reader drops it again
	join map[int][]int // no break after these bytes of the word with this index
}

// measureSlack is how much, in points, another program's measure of a line may differ from ours.
const measureSlack = 1.5

// soften compares our lines of a paragraph with the breaks that other programs see: at the spaces around a dash, and
// after a dash or a slash within a word. Tight says that the room was made just so wide that the lines break so: then
// what might yet fit on the line above is held together too.
func soften(ws []word, lines []line, room func(i int) float64, tight bool) softBreaks {
	s := softBreaks{glue: map[int]bool{}, hold: map[int]bool{}, join: map[int][]int{}}
	next := 0           // the index in ws of the first word of the line after
	rest, whole := 0, 0 // bytes of the word that is open: on the lines up to here, and all
	for i, l := range lines {
		for _, w := range l.words {
			if rest == 0 {
				whole = ws[next].length()
			}
			if rest += w.length(); rest == whole {
				next, rest = next+1, 0
			}
		}
		if next >= len(ws) || l.last || rest > 0 {
			continue
		}
		s.line(ws, next, room(i)-l.width+measureSlack, tight)
	}
	return s
}

// line forbids every break after the first word of the next line begins and before the rest of the room is used up.
func (s *softBreaks) line(ws []word, next int, rest float64, tight bool) {
	for k := next; k < len(ws); k++ {
		w := ws[k]
		if k > next && (w.forced || !w.glued && !tight) {
			return
		}
		if k > next {
			s.glue[k], s.hold[k] = w.glued, !w.glued
		}
		rest -= w.space
		used := 0.0
		text := w.text()
		at := 0
		for _, sp := range w.spans {
			for j := 0; j < len(sp.text); j++ {
				n := breakable(text[at+j:])
				if n == 0 || at+j+n >= len(text) || at+j == 0 {
					continue
				}
				if used+spanWidth(sp, min(j+n, len(sp.text))) > rest {
					break
				}
				s.join[k] = append(s.join[k], at+j+n)
			}
			used += sp.width
			at += len(sp.text)
		}
		if rest -= w.width; rest < 0 {
			return
		}
	}
}

// breakable gives the length of the character at the beginning of a text after which a line may end, 0 when none may.
func breakable(s string) int {
	for _, c := range []string{"-", "/", "–", "—", "‐"} {
		if strings.HasPrefix(s, c) {
			return len(c)
		}
	}
	return 0
}

// evenRoom gives the room in which a centred text breaks into these lines: the middle between the least that holds them
// and the most that does not let a word up.
func evenRoom(lines []line, room float64) float64 {
	least, most := widest(lines), room
	for i, l := range lines[:max(len(lines)-1, 0)] {
		if first := lines[i+1].words[0]; !l.last {
			unit := first.width
			for _, w := range lines[i+1].words[1:] {
				if !w.glued {
					break
				}
				unit += w.space + w.width
			}
			most = min(most, l.width+first.space+unit)
		}
	}
	return min(room, max(least+measureSlack/2, (least+most)/2))
}

// ease is how much wider than ours, in points, LibreOffice may measure a full line.
const ease = 0.5

// eased is how much room a paragraph is given beyond our own, so that a line that just fits does so in other programs
// too; nothing when no line is that full, or when a word would come up to the line above.
func eased(lines []line, room func(i int) float64) float64 {
	full := false
	for i, l := range lines {
		rest := room(i) - l.width
		full = full || rest < ease
		if i+1 < len(lines) && !l.last {
			if first := lines[i+1].words[0]; first.space+first.width-rest < 2*ease {
				return 0
			}
		}
	}
	if full {
		return ease
	}
	return 0
}
