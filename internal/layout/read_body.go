package layout

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/document"
)

// readBody makes blocks of lines. A paragraph is a line, or lines that clearly are one sentence: a page break may have
// put a blank line into it.
func readBody(lines []string) document.Body {
	var blocks []document.Block
	for _, p := range paragraphs(lines) {
		if p.rows != nil {
			blocks = append(blocks, readTable(p.rows))
			continue
		}
		text := strings.Join(p.lines, " ")
		if ordinal, title, ok := cutAppendix(bare(text)); ok {
			b := document.Block{Kind: document.Appendix, Ordinal: ordinal}
			if title != "" {
				b.Runs = []document.Run{{Text: title}}
			}
			blocks = append(blocks, b)
			continue
		}
		blocks = addBlock(blocks, readBlock(text))
	}
	return document.Body{Blocks: blocks}
}

// addBlock adds a block; a title that stands under the number of a division or an appendix goes to it.
func addBlock(blocks []document.Block, b document.Block) []document.Block {
	if n := len(blocks); n > 0 {
		last := &blocks[n-1]
		if isBareDivision(*last) && b.Kind == document.Heading && b.Ordinal == "" {
			last.Runs = b.Runs // "Chương I" / "NHỮNG QUY ĐỊNH CHUNG"
			return blocks
		}
		if last.Kind == document.Appendix && isTitle(b) && (len(last.Runs) == 0 || allCaps(b.Text()) && allCaps(last.Text())) {
			if len(last.Runs) > 0 {
				b.Runs[0].Text = " " + b.Runs[0].Text
			}
			last.Runs = append(last.Runs, b.Runs...)
			return blocks
		}
	}
	return append(blocks, b)
}

func isBareDivision(b document.Block) bool {
	return b.Kind == document.Heading && b.Ordinal != "" && len(b.Runs) == 0
}

// rawParagraph is the lines of one paragraph, or the rows of a table.
type rawParagraph struct {
	lines []string
	rows  []string
}

func paragraphs(lines []string) []rawParagraph {
	var all []rawParagraph
	wrap := wrapWidth(lines)
	blank, ruled := true, false
	for i := 0; i < len(lines); i++ {
		s := strings.TrimFunc(lines[i], unicode.IsSpace)
		if s == "" || rulesOnly.MatchString(s) {
			blank, ruled = true, ruled || len(s) >= len(paragraphRule)
			continue
		}
		if n := tableLines(lines[i:]); n > 0 {
			all = append(all, rawParagraph{rows: lines[i : i+n]})
			i, blank, ruled = i+n-1, true, false
			continue
		}
		if n := len(all); n > 0 && all[n-1].rows == nil && !ruled && !appendixLine.MatchString(bare(s)) && !appendixLine.MatchString(bare(all[n-1].last())) && goesOn(all[n-1].last(), s, !blank, wrap) {
			all[n-1].lines = append(all[n-1].lines, s)
		} else {
			all = append(all, rawParagraph{lines: []string{s}})
		}
		blank, ruled = false, false
	}
	return all
}

// paragraphRule parts two paragraphs that would else be read as one broken by a page.
const paragraphRule = "-----"

func (p rawParagraph) last() string { return p.lines[len(p.lines)-1] }

// wrapWidth is the least length of a line that was broken because it was full, when the text was typed with a break at
// the end of every line; 0 for a text whose lines are paragraphs.
func wrapWidth(lines []string) int {
	longest, written := 0, 0
	for _, l := range lines {
		n := utf8.RuneCountInString(strings.TrimSpace(l))
		longest = max(longest, n)
		if n > 0 {
			written++
		}
	}
	if longest > 110 || longest < 40 || written < 3 {
		return 0
	}
	return longest * 7 / 10
}

// goesOn says whether next continues the paragraph whose last line is before: that one ends no sentence and next starts
// in lower case; or, directly above next, it was broken because it was full.
func goesOn(before, next string, adjacent bool, wrap int) bool {
	if ordinal, _ := cutOrdinal(bare(next)); ordinal != "" {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, " *”\"’)]»"))
	if strings.ContainsRune(".;:!?…", end) || allCaps(before) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "*“\"‘([«"))
	full := adjacent && wrap > 0 && utf8.RuneCountInString(before) >= wrap
	return unicode.IsLower(first) || full && !allCaps(next)
}

// The ordinals of official texts, as written: Party I-, 1-, 1., 1.1-, a), -; State Điều 1., Khoản 1., Điểm a).
var (
	divisionOrdinal = regexp.MustCompile(`^((?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+\p{L}+|[IVXLC]+|\d+|[A-Z])|(?:Chương|CHƯƠNG)\s+(?:[IVXLC]+|\d+)|(?:Tiểu mục|TIỂU MỤC|Mục|MỤC)\s+(?:[IVXLC]+|\d+)|(?:Điều|ĐIỀU)\s+\d+[a-zđ]?)([.:]?)(?:[\s\x{00A0}]+|$)`)
	dottedOrdinal   = regexp.MustCompile(`^(\d{1,2}(?:\.\d{1,2})*(?:\s?[.)]\s?[-–]?|\s?[-–])|\d{1,2}(?:\.\d{1,2})+)[\s\x{00A0}]+`)
	closeOrdinal    = regexp.MustCompile(`^(\d{1,2}(?:\.\d{1,2})*[.)\-–]{1,2})([\p{Lu}“"*])`)
	romanOrdinal    = regexp.MustCompile(`^([IVX]{1,6}\s?[.)\-–/]{1,2})[\s\x{00A0}]*`)
	letterOrdinal   = regexp.MustCompile(`^([a-zđ](?:\.\d{1,2})?\s?[)]|[a-zđ][.\-–])[\s\x{00A0}]+`)
	bulletOrdinal   = regexp.MustCompile(`^([-–+•●*])[\s\x{00A0}]+`)
	typedBullet     = regexp.MustCompile(`^([-–+•])([\p{Lu}“"])`)
)

// cutOrdinal parts an ordinal from the text behind it; "" when there is none.
func cutOrdinal(s string) (ordinal, rest string) {
	if m := divisionOrdinal.FindStringSubmatchIndex(s); m != nil {
		word, _, _ := strings.Cut(s[:m[1]], " ")
		heading := s[m[4]:m[5]] != "" || m[1] == len(s) || word == strings.ToUpper(word) || strings.HasPrefix(word, "Chương") || strings.HasPrefix(word, "Phần")
		next, _ := utf8.DecodeRuneInString(s[m[1]:])
		if heading || unicode.IsUpper(next) { // not "Điều 3 của Nghị định này …" in running text
			return s[:m[5]], s[m[1]:]
		}
		return "", s
	}
	for _, pattern := range []*regexp.Regexp{dottedOrdinal, letterOrdinal, bulletOrdinal} {
		if m := pattern.FindStringSubmatchIndex(s); m != nil && m[1] < len(s) {
			return strings.TrimSpace(s[:m[3]]), s[m[1]:]
		}
	}
	for _, pattern := range []*regexp.Regexp{closeOrdinal, typedBullet} {
		if m := pattern.FindStringSubmatchIndex(s); m != nil {
			return s[:m[3]], s[m[4]:]
		}
	}
	if m := romanOrdinal.FindStringSubmatchIndex(s); m != nil && m[1] < len(s) {
		if next, _ := utf8.DecodeRuneInString(s[m[1]:]); unicode.IsUpper(next) || next == '“' || next == '*' {
			return s[:m[3]], s[m[1]:]
		}
	}
	return "", s
}

// readBlock makes a block of a paragraph.
func readBlock(text string) document.Block { return blockOf(readRuns(text)) }

// blockOf parts the ordinal from the runs of a paragraph and says what the paragraph is.
func blockOf(runs []document.Run) document.Block {
	b := document.Block{}
	text := document.Block{Runs: runs}.Text()
	var rest string
	b.Ordinal, rest = cutOrdinal(text)
	b.Runs = dropText(runs, len(text)-len(strings.TrimLeftFunc(rest, unicode.IsSpace)))
	b.Kind, b.Level = classify(b)
	return b
}

// dropText takes the first bytes off the text of runs.
func dropText(runs []document.Run, n int) []document.Run {
	for len(runs) > 0 && n >= len(runs[0].Text) && (n > 0 || runs[0].Text == "") && runs[0].Note == "" {
		n -= len(runs[0].Text)
		runs = runs[1:]
	}
	if n > 0 && len(runs) > 0 {
		first := runs[0]
		first.Text = first.Text[min(n, len(first.Text)):]
		runs = append([]document.Run{first}, runs[1:]...)
	}
	return runs
}

// classify tells headings and items from paragraphs. A numbered line is a heading when it is in capitals or bold, or
// short under a Roman number; a Điều is one when its title ends without a full stop.
func classify(b document.Block) (document.BlockKind, int) {
	text := document.Block{Runs: b.Runs}.Text()
	length := utf8.RuneCountInString(text)
	end, _ := utf8.DecodeLastRuneInString(text)
	open := length <= 200 && !strings.ContainsRune(".;,", end)
	marked := length > 0 && length <= 200 && (allCaps(text) || allBold(b.Runs))
	word, _, _ := strings.Cut(strings.ToUpper(b.Ordinal), " ")
	switch {
	case word == "PHẦN":
		return document.Heading, 1
	case word == "CHƯƠNG":
		return document.Heading, 2
	case word == "MỤC":
		return document.Heading, 3
	case word == "TIỂU":
		return document.Heading, 4
	case word == "ĐIỀU" && open && end != ':':
		return document.Heading, 5
	case word == "ĐIỀU":
		return document.Paragraph, 0
	case b.Ordinal == "+":
		return document.Item, 2
	case strings.ContainsAny(b.Ordinal, "-–•●*") && utf8.RuneCountInString(b.Ordinal) == 1:
		return document.Item, 1
	case b.Ordinal == "" && marked && length <= 150 && end != '.' && end != ';':
		return document.Heading, 1
	case b.Ordinal == "":
		return document.Paragraph, 0
	case strings.ContainsAny(b.Ordinal[:1], "IVX"):
		if marked || open && end != ':' {
			return document.Heading, 3
		}
	case marked && end != ';' && b.Ordinal[0] >= '0' && b.Ordinal[0] <= '9':
		return document.Heading, min(4+strings.Count(strings.TrimRight(b.Ordinal, ".-–)"), "."), 6)
	}
	return document.Paragraph, 0
}

func allBold(runs []document.Run) bool {
	for _, r := range runs {
		if !r.Bold && strings.TrimSpace(r.Text) != "" {
			return false
		}
	}
	return len(runs) > 0
}
