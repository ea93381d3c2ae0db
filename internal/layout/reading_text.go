package layout

import (
	"strings"

	"trinhky/internal/document"
)

// Text is the reading as plain text, in the shape that ReadText takes apart into the same parts: bold and italic between
// asterisks, tables between bars, footnotes as ^[…]. What a text cannot say is left out: alignment, underlining, and of a
// picture all but what it shows.
func (r Reading) Text() string {
	var t textWriter
	r.writeHeader(&t)
	if r.KindName != "" {
		t.line(r.KindName)
		t.line(r.Subject)
		t.gap()
	}
	r.writeAddress(&t)
	main, appendices := r.Body.Blocks, []document.Block(nil)
	for i, b := range main {
		if b.Kind == document.Appendix {
			main, appendices = main[:i], main[i:]
			break
		}
	}
	t.blocks(main)
	r.writeTail(&t)
	t.blocks(appendices)
	r.writeCopy(&t)
	return strings.TrimRight(t.String(), "\n") + "\n"
}

// textWriter writes lines with single blank lines between them.
type textWriter struct{ strings.Builder }

func (t *textWriter) line(s string) {
	if s != "" {
		t.WriteString(s + "\n")
	}
}

func (t *textWriter) gap() {
	if t.Len() > 0 && !strings.HasSuffix(t.String(), "\n\n") {
		t.WriteByte('\n')
	}
}

func (r Reading) writeHeader(t *textWriter) {
	if r.PartyTitle {
		t.line(partyTitle)
	}
	if r.NationalTitle {
		t.line(nationalTitle)
		t.line(motto)
	}
	for _, organ := range append(r.Superior[:len(r.Superior):len(r.Superior)], r.Issuer...) {
		t.line(organ)
	}
	if r.HasNumberLine {
		colon := ":"
		if r.PartyTitle {
			colon = ""
		}
		t.line(strings.TrimSpace("Số" + colon + " " + r.NumberLine))
	}
	for _, s := range []string{r.DateLine, r.Urgency, r.Circulation, r.Draft} {
		t.line(s)
	}
	if r.KindName == "" {
		t.line(r.Subject)
	}
	if r.KindName != "" || r.AddressWord != "" {
		for _, s := range r.Unplaced {
			if !allCaps(s) {
				t.line(s)
			}
		}
	}
	t.gap()
}

func (r Reading) writeAddress(t *textWriter) {
	switch len(r.Addressees) {
	case 0:
		if r.AddressWord != "" {
			t.line(r.AddressWord + ":")
		}
	case 1:
		t.line(r.AddressWord + ": " + r.Addressees[0])
	default:
		t.line(r.AddressWord + ":")
		for i, a := range r.Addressees {
			mark := ";"
			if i == len(r.Addressees)-1 {
				mark = "."
			}
			t.line("- " + a + mark)
		}
	}
	t.gap()
}

// writeTail writes Nơi nhận, and behind two tabs, which is where a right column begins, the signature block.
func (r Reading) writeTail(t *textWriter) {
	indent := ""
	if r.HasRecipients {
		t.line("Nơi nhận:")
		for _, s := range strings.Split(r.RecipientsText, "\n") {
			t.line(s)
		}
		t.line(r.Typist)
		indent = "\t\t"
	}
	right := func(s string) {
		if s != "" {
			t.line(indent + s)
		}
	}
	if r.Recorder != nil {
		indent = "\t\t"
		for _, s := range append(r.Recorder.Formula[:len(r.Recorder.Formula):len(r.Recorder.Formula)], r.Recorder.Name) {
			t.line(s)
		}
	}
	for _, s := range r.Formula {
		right(s)
	}
	if r.SignatureState == Stated {
		right("(Đã ký)")
	}
	right(r.SignerName)
	if !r.HasRecipients {
		right(r.Typist)
	}
	right(r.Contact)
	for _, s := range r.Unplaced {
		if allCaps(s) || r.KindName == "" && r.AddressWord == "" {
			right(s)
		}
	}
	t.gap()
}

// blocks writes the blocks of a body, a blank line behind each.
func (t *textWriter) blocks(blocks []document.Block) {
	before := ""
	for _, b := range blocks {
		text := ""
		switch b.Kind {
		case document.Table:
			text = tableText(b)
		case document.Figure:
			text = escapeText(b.Picture.Alt)
		case document.Appendix:
			text = b.Ordinal
			if text == "" {
				text = "Phụ lục"
			}
			if title := b.Text(); len(b.Runs) > 0 {
				text += "\n" + strings.TrimPrefix(title, b.Ordinal+" ")
			}
		default:
			text = blockText(b)
			if before != "" && goesOn(before, text, false, 0) { // it would be read as one paragraph
				t.line(paragraphRule)
				t.gap()
			}
		}
		if text == "" {
			continue
		}
		t.line(text)
		t.gap()
		if before = text; b.Kind == document.Table || b.Kind == document.Appendix {
			before = ""
		}
	}
}

// blockText writes a paragraph. A heading that nothing else tells is written bold.
func blockText(b document.Block) string {
	text := runsMarkup(b.Runs)
	if b.Ordinal != "" {
		text = strings.TrimSpace(b.Ordinal + " " + text)
	}
	if b.Kind == document.Heading && readBlock(text).Kind != document.Heading {
		strong := b
		strong.Runs = make([]document.Run, len(b.Runs))
		for i, r := range b.Runs {
			r.Bold = true
			strong.Runs[i] = r
		}
		if marked := strings.TrimSpace(b.Ordinal + " " + runsMarkup(strong.Runs)); readBlock(marked).Kind == document.Heading {
			return marked
		}
	}
	return text
}

// runsMarkup writes runs with their marks. Where a mark cannot be told from the letters around it, it is left out.
func runsMarkup(runs []document.Run) string {
	for _, r := range runs {
		if r.Bold || r.Italic {
			if text := joinMarkup(runs, true); sameRuns(readRuns(text), runs) {
				return text
			}
			break
		}
	}
	return joinMarkup(runs, false)
}

func joinMarkup(runs []document.Run, marks bool) string {
	var s strings.Builder
	for _, r := range runs {
		stars := ""
		if marks && strings.TrimSpace(r.Text) != "" {
			stars = strings.Repeat("*", markLength(r))
		}
		s.WriteString(stars + escapeText(r.Text) + stars)
		if r.Note != "" {
			s.WriteString("^[" + balancedNote(r.Note) + "]")
		}
	}
	return s.String()
}

func markLength(r document.Run) int {
	n := 0
	if r.Bold {
		n = 2
	}
	if r.Italic {
		n++
	}
	return n
}

// sameRuns compares runs by what a text can say of them.
func sameRuns(a, b []document.Run) bool {
	plain := func(runs []document.Run) []document.Run {
		list := make([]document.Run, len(runs))
		for i, r := range runs {
			list[i] = document.Run{Text: r.Text, Bold: r.Bold, Italic: r.Italic, Note: r.Note}
			if list[i].Note != "" {
				list[i].Note = balancedNote(r.Note)
			}
		}
		return joinRuns(list)
	}
	a, b = plain(a), plain(b)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// escapeText marks the asterisks that stand for themselves, if they would be read as marks.
func escapeText(s string) string {
	if !strings.ContainsAny(s, "*^") {
		return s
	}
	if runs := readRuns(s); len(runs) == 1 && runs[0] == (document.Run{Text: s}) {
		return s
	}
	return strings.NewReplacer("*", `\*`, "^[", `\^[`).Replace(s)
}

// balancedNote gives a footnote whose brackets close: they end it.
func balancedNote(note string) string {
	depth := 0
	for _, r := range note {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	if depth != 0 {
		note = strings.NewReplacer("[", "(", "]", ")").Replace(note)
	}
	return strings.Join(strings.Fields(note), " ")
}
