package layout

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/document"
)

// appendixLine is the line that begins a phụ lục: its word and number alone, or with a title behind a mark.
var appendixLine = regexp.MustCompile(`^((?:Phụ lục|PHỤ LỤC)(?:\s+(?:số\s+|SỐ\s+)?(?:[IVXLC]{1,6}|\d{1,3}|[A-ZĐ]))?)\s*(?:$|[.:–-]\s*(.*)$)`)

// cutAppendix parts the number of an appendix from its title.
func cutAppendix(line string) (ordinal, title string, ok bool) {
	m := appendixLine.FindStringSubmatch(line)
	if m == nil || utf8.RuneCountInString(line) > 300 {
		return "", "", false
	}
	return m[1], strings.TrimSpace(m[2]), true
}

// isTitle says whether a block can be the title of the appendix above it.
func isTitle(b document.Block) bool {
	text := b.Text()
	if len(b.Runs) == 0 || b.Ordinal != "" || b.Kind != document.Heading && b.Kind != document.Paragraph || utf8.RuneCountInString(text) > 300 {
		return false
	}
	return !strings.HasPrefix(text, "(") && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ";") && !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, ",")
}

// findAppendices gives the line at which the appendices behind the signature begin, len(lines) when there are none.
// newPage says whether a line begins a page; nil for a text without pages.
func findAppendices(lines []string, from int, newPage func(int) bool) int {
	closed := false // Nơi nhận stands above
	turns := 0
	for i := from; i < len(lines); i++ {
		closed = closed || recipientsHead.MatchString(lines[i])
		switch {
		case appendixLine.MatchString(bare(lines[i])):
			var tail Reading
			if closed || tail.readSignatureAbove(lines[:i], from, i) < i {
				return i
			}
		case newPage != nil && newPage(i) && turns < 20 && slices.ContainsFunc(lines[i:], func(s string) bool { return strings.TrimSpace(s) != "" }):
			turns++
			var tail Reading
			if tail.readTail(lines[:i], from) < i && tail.SignerName != "" {
				return i
			}
		}
	}
	return len(lines)
}
