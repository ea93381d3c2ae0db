package docx

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// level is one depth of an automatic list.
type level struct {
	start   int
	format  string
	text    string // "%1.%2"
	restart int    // -1 = after every higher level; 0 = never; n = after level n or higher
	legal   bool   // every number in digits
	para    paraProps
	style   string // the paragraph style that stands for it
	font    string // of the number
}

// list is an abstract numbering definition and how far it has counted.
type list struct {
	levels [9]level
	link   string // the numbering style that has its levels
	at     [9]int // the last number given out
	open   [9]bool
}

// numbers counts as Word does: the instances of one definition go on from each other, unless they state a start.
type numbers struct {
	lists     map[string]*list
	instances map[string]*instance
	ofStyle   map[string]*list // definitions that a numbering style stands for
}

type instance struct {
	list   *list
	starts map[int]int
	levels map[int]level
}

func (a *archive) readNumbers(name string) (*numbers, error) {
	n := &numbers{lists: map[string]*list{}, instances: map[string]*instance{}, ofStyle: map[string]*list{}}
	err := a.walk(name, func(d *decoder) error {
		return d.each(func(xml.StartElement) error {
			return d.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "abstractNum":
					return n.readList(d, attr(e, "abstractNumId"))
				case "num":
					return n.readInstance(d, attr(e, "numId"))
				}
				return nil
			})
		})
	})
	for _, i := range n.instances {
		if i.list != nil && i.list.link != "" && n.ofStyle[i.list.link] != nil {
			i.list = n.ofStyle[i.list.link]
		}
	}
	return n, err
}

func (n *numbers) readList(d *decoder, id string) error {
	l := &list{}
	for i := range l.levels {
		l.levels[i] = level{start: 0, format: "decimal", restart: -1}
	}
	n.lists[id] = l
	return d.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "lvl":
			if i := whole(attr(e, "ilvl")); i >= 0 && i < len(l.levels) {
				v, err := readLevel(d)
				l.levels[i] = v
				return err
			}
		case "numStyleLink":
			l.link = attr(e, "val")
		case "styleLink":
			n.ofStyle[attr(e, "val")] = l
		}
		return nil
	})
}

func readLevel(d *decoder) (level, error) {
	v := level{format: "decimal", restart: -1}
	err := d.each(func(e xml.StartElement) (err error) {
		val := attr(e, "val")
		switch e.Name.Local {
		case "start":
			v.start = whole(val)
		case "numFmt":
			v.format = val
		case "lvlText":
			v.text = printed(val)
		case "lvlRestart":
			v.restart = whole(val)
		case "isLgl":
			v.legal = onOff(e) == on
		case "pStyle":
			v.style = val
		case "pPr":
			v.para, err = readParaProps(d)
		case "rPr":
			var run runProps
			run, err = readRunProps(d)
			v.font = run.font
		case "AlternateContent": // a number format of a newer Word, with one that all know beside it
			err = d.each(func(in xml.StartElement) error {
				return d.each(func(format xml.StartElement) error {
					if format.Name.Local == "numFmt" {
						v.format = attr(format, "val")
					}
					return nil
				})
			})
		}
		return err
	})
	return v, err
}

// maxPrinted is how many characters of a level's text count. Word's own dialog takes fewer.
const maxPrinted = 100

// printed cuts the text of a level: every paragraph of the list prints it.
func printed(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxPrinted {
			return strings.TrimSuffix(text[:i], "%")
		}
	}
	return text
}

func (n *numbers) readInstance(d *decoder, id string) error {
	in := &instance{starts: map[int]int{}, levels: map[int]level{}}
	n.instances[id] = in
	return d.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "abstractNumId":
			in.list = n.lists[attr(e, "val")]
		case "lvlOverride":
			depth := whole(attr(e, "ilvl"))
			return d.each(func(o xml.StartElement) error {
				switch o.Name.Local {
				case "startOverride":
					in.starts[depth] = whole(attr(o, "val"))
				case "lvl":
					v, err := readLevel(d)
					in.levels[depth] = v
					return err
				}
				return nil
			})
		}
		return nil
	})
}

// levelOf finds the level of a paragraph that names only the list, by its style.
func (n *numbers) levelOf(numID int, style string) int {
	in := n.instances[strconv.Itoa(numID)]
	if in == nil || in.list == nil || style == "" {
		return 0
	}
	for i, v := range in.list.levels {
		if v.style == style {
			return i
		}
	}
	return 0
}

// at gives a level of an instance with what the instance overrides.
func (in *instance) at(depth int) level {
	if v, ok := in.levels[depth]; ok {
		return v
	}
	return in.list.levels[depth]
}

// next counts one paragraph and gives what Word prints before it.
func (n *numbers) next(numID, depth int) (string, paraProps) {
	in := n.instances[strconv.Itoa(numID)]
	if in == nil || in.list == nil || depth < 0 || depth >= len(in.list.levels) {
		return "", paraProps{}
	}
	l, v := in.list, in.at(depth)
	start, restarts := in.starts[depth]
	switch {
	case restarts: // once: the next paragraph of the instance goes on
		l.at[depth] = start
		delete(in.starts, depth)
	case l.open[depth]:
		l.at[depth]++
	default:
		l.at[depth] = v.start
	}
	l.open[depth] = true
	for i := depth + 1; i < len(l.levels); i++ {
		if r := in.at(i).restart; r < 0 || r > 0 && depth < r {
			l.open[i] = false
		}
	}
	for i := range depth { // a level that is printed before it was counted shows its start
		if !l.open[i] {
			l.at[i], l.open[i] = in.at(i).start, true
		}
	}
	if v.format == "bullet" {
		return bullet(v.text, v.font), v.para
	}
	var s strings.Builder
	for text := v.text; text != ""; {
		if len(text) > 1 && text[0] == '%' && text[1] >= '1' && text[1] <= '9' {
			i := int(text[1] - '1')
			format := in.at(i).format
			if v.legal && format != "none" {
				format = "decimal"
			}
			s.WriteString(numeral(l.at[i], format))
			text = text[2:]
			continue
		}
		s.WriteByte(text[0])
		text = text[1:]
	}
	return strings.TrimSpace(s.String()), v.para
}

// bullet gives what a symbol font draws the character that official texts write, a dash; Word's second bullet, "o" in
// Courier New, is theirs below it. A bullet of a font of letters stays.
func bullet(text, font string) string {
	text = strings.TrimSpace(text)
	drawn := strings.ContainsFunc(text, func(r rune) bool { return r >= 0xE000 && r <= 0xF8FF })
	switch font = strings.ToLower(font); {
	case text == "" || text == "-" || text == "–" || text == "+":
	case text == "o":
		return "+"
	case drawn || strings.Contains(font, "symbol") || strings.HasPrefix(font, "wingdings") || strings.HasPrefix(font, "webdings"):
		return "-"
	}
	return text
}

// numeral writes a number as Word does. Its alphabet is the Latin one: after d comes e.
func numeral(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "lowerLetter":
		return letters(n, 'a')
	case "upperLetter":
		return letters(n, 'A')
	case "lowerRoman":
		return strings.ToLower(Roman(n))
	case "upperRoman":
		return Roman(n)
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// letters counts a … z, aa, bb … zz, aaa.
func letters(n int, first byte) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune(first)+rune((n-1)%26)), (n-1)/26+1)
}

// Roman writes a number in capitals as Word does; one that has no Roman form in digits.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var s strings.Builder
	for _, step := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= step.value; n -= step.value {
			s.WriteString(step.sign)
		}
	}
	return s.String()
}
