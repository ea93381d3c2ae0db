package format

import (
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/document"
)

// ending is F11: the text ends with the mark of its regime, and nothing follows it. A Party paper that is new, or not yet
// dated, is told of the older "./."; one dated under an older guideline is left in peace.
func (f *findings) ending(c Content) {
	blocks := mainBlocks(c.Body)
	if c.Kind.Recipients == document.None || c.Kind.ID == "" {
		return
	}
	if len(blocks) == 0 {
		f.add("F11 BODY_EMPTY", onPage("Nội dung"), "Văn bản chưa có nội dung.")
		return
	}
	for i, b := range blocks[:len(blocks)-1] {
		if strings.HasSuffix(strings.TrimSpace(b.Text()), "./.") {
			f.add("F11 TEXT_AFTER_ENDING", block(b, i).with("./."), "Sau dấu kết thúc “./.” còn nội dung.")
		}
	}
	last := blocks[len(blocks)-1]
	if f.rules == nil || last.Kind == document.Table || last.Kind == document.Figure {
		return
	}
	at, want := block(last, len(blocks)-1).with(tailOf(last)), f.rules.Ending.Want
	label := "Kết thúc bằng “" + want + "”"
	text := endText(last)
	switch {
	case !f.rules.Ending.Accepts(text):
		if !strings.HasSuffix(text, ":") { // something was to follow: no mark will mend that
			at = at.fixed(fixEnding, label)
		}
		f.add("F11 ENDING_MARK", at, "Nội dung phải kết thúc bằng dấu “%s”.", want)
	case !strings.HasSuffix(text, want) || want == "." && strings.HasSuffix(text, "./."):
		if f.rules.To == "" {
			f.add("F11 ENDING_OLD", at.fixed(fixEnding, label), "“./.” là dấu kết thúc theo cách ghi cũ, nay dùng dấu “%s”.", want)
		}
	}
}

func endText(b document.Block) string {
	return strings.TrimRight(strings.TrimSpace(b.Text()), "”\"*")
}

// tailOf is how a block ends.
func tailOf(b document.Block) string {
	words := strings.Fields(b.Text())
	from := max(0, len(words)-3)
	for from > 0 && strings.Contains(strings.Join(words[from:], " "), "]") && !strings.Contains(strings.Join(words[from:], " "), "[") {
		from-- // a place of a template is shown whole
	}
	return strings.Join(words[from:], " ")
}

var (
	appendixOrdinal = regexp.MustCompile(`^(?i:phụ lục)(?:\s+(?:số\s+)?([IVXLC]+|\d+))?[.:]?$`)
	// A phụ lục of this document: "phụ lục kèm theo", "Phụ lục I", not "Phụ lục I ban hành kèm theo Nghị định …".
	appendixMention = regexp.MustCompile(`(?i:phụ lục)(?:\s+(?:số\s+)?([IVXLC]+|\d+)(?:[^\p{L}\d]|$))?`)
	// enclosed: with this document, not "kèm theo Nghị định số …".
	enclosed  = regexp.MustCompile(`^[\s,]*(?:được\s+)?(?:(?:đính|gửi)\s+)?kèm(?:\s+theo)?(?:\s+(?i:văn bản|thông báo|kế hoạch|báo cáo|quyết định|công văn|tờ trình|hướng dẫn|quy chế|quy định|chương trình|kết luận)\s+này|\s+(?:được|để|và|là|gồm)(?:[^\p{L}]|$)|\s*[,.;:)”]|\s*$)`)
	ofAnother = regexp.MustCompile(`^[\s,)]*(?:(?:được\s+)?ban hành|của\s+\p{Lu}|Nghị định|Thông tư|Quyết định|Hướng dẫn|Quy định|Luật)`)
)

// appendices is F16 of the phụ lục: each is mentioned in the text, each that is mentioned is there, and they are counted.
func (f *findings) appendices(c Content) {
	main := mainBlocks(c.Body)
	var numbers []string
	count := 0
	for i := len(main); i < len(c.Body.Blocks); i++ {
		b := c.Body.Blocks[i]
		if b.Kind != document.Appendix {
			continue
		}
		count++
		if m := appendixOrdinal.FindStringSubmatch(strings.TrimSpace(b.Ordinal)); m != nil {
			numbers = append(numbers, m[1])
			continue
		}
		numbers = append(numbers, "")
	}
	mentioned, all := mentions(main)
	if count == 0 {
		f.appendixLost(c, main, mentioned)
		return
	}
	f.appendixOrdinals(c, numbers)
	n := 0
	for i := len(main); i < len(c.Body.Blocks); i++ {
		b := c.Body.Blocks[i]
		if b.Kind != document.Appendix {
			continue
		}
		if !all && !slices.ContainsFunc(mentioned, func(m mention) bool { return m.number == numbers[n] }) {
			f.add("F16 APPENDIX_NOT_MENTIONED", block(b, i).with(b.Ordinal), "Văn bản không nhắc đến “%s”.", strings.TrimSpace(b.Ordinal))
		}
		n++
	}
	for _, m := range mentioned {
		if m.number != "" && !slices.Contains(numbers, m.number) {
			f.add("F16 APPENDIX_MISSING", block(main[m.block], m.block).with(m.text), "Văn bản nhắc đến “%s” nhưng không kèm theo.", m.text)
		}
	}
}

// mention is a phụ lục that the text names by number, or without one as enclosed.
type mention struct {
	block        int
	number, text string
	enclosed     bool // "… kèm theo"
}

// appendixLost: a phụ lục that is said to be enclosed, where neither the document nor a file beside it is one.
func (f *findings) appendixLost(c Content, main []document.Block, mentioned []mention) {
	if c.Facts != nil && c.Facts.Attached {
		return
	}
	for _, m := range mentioned {
		if m.enclosed {
			f.add("F16 APPENDIX_MISSING", block(main[m.block], m.block).with(m.text), "Văn bản nhắc đến “%s” nhưng không kèm theo.", m.text)
		}
	}
}

// mentions are the phụ lục that the text names by number or as enclosed; all says that it names some without a number.
func mentions(main []document.Block) (found []mention, all bool) {
	for i, b := range main {
		text := b.Text()
		for _, m := range appendixMention.FindAllStringSubmatchIndex(text, -1) {
			if m[2] < 0 {
				if ofAnother.MatchString(text[m[1]:]) {
					continue
				}
				all = true
				if with := enclosed.FindString(text[m[1]:]); with != "" {
					found = append(found, mention{block: i, text: strings.TrimRight(text[m[0]:m[1]]+with, " ,.;:)”\n"), enclosed: true})
				}
				continue
			}
			if !ofAnother.MatchString(text[m[3]:]) {
				found = append(found, mention{block: i, number: text[m[2]:m[3]], text: strings.TrimRight(text[m[0]:m[3]], " ,.;)"), enclosed: enclosed.MatchString(text[m[3]:])})
			}
		}
	}
	return found, all
}

// appendixOrdinals: two phụ lục or more are counted from I (or 1) on.
func (f *findings) appendixOrdinals(c Content, numbers []string) {
	if len(numbers) < 2 {
		return
	}
	n := 0
	for i, b := range c.Body.Blocks {
		if b.Kind != document.Appendix {
			continue
		}
		if value, ok := count(numbers[n]); !ok || value != n+1 {
			f.add("F16 APPENDIX_ORDINAL", block(b, i).with(b.Ordinal), "Phụ lục thứ %d ghi là “%s”.", n+1, strings.TrimSpace(b.Ordinal))
		}
		n++
	}
}
