package format

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
)

const recipientsSpot = "Nơi nhận"

// marked are the faults that a mark at the end of a line mends.
var marked = []string{"LAST_LINE_NOT_DOT", "LINE_NOT_ENDED", "DOT_BEFORE_LAST_LINE"}

// recipients is F13.
func (f *findings) recipients(c Content, block distribution.Block) {
	if c.Kind.Recipients != document.Required && strings.TrimSpace(c.RecipientsText) == "" {
		return
	}
	for _, e := range block.Errors {
		if unfilled(block, e.N) {
			continue
		}
		at := lineSpot(block, e.N)
		if slices.Contains(marked, e.Code) && marksMend(c) {
			at = at.fixed(fixRecipients, "Sửa dấu cuối dòng của nơi nhận")
		}
		f.add("F13 "+e.Code, at, "%s", e.Detail)
	}
	for _, line := range block.Lines {
		if unfilled(block, line.N) {
			continue
		}
		for _, n := range line.Articles {
			if !hasArticle(c.Body, n) {
				f.add("F13 REF_WITHOUT_ARTICLE", lineSpot(block, line.N), "“%s”: văn bản không có Điều %d.", line.Text, n)
			}
		}
	}
	f.commas(c, block)
	f.archiveForm(block)
	if c.Facts != nil {
		f.unresolved(c.Facts.Unresolved, block)
	}
}

// unfilled says whether a line still waits for its words, which F20 tells. A comma inside the brackets may have cut it.
func unfilled(block distribution.Block, n int) bool {
	if n < 1 || n > len(block.Lines) {
		return false
	}
	text := block.Lines[n-1].Text
	return len(document.Placeholders(text)) > 0 || strings.Count(text, "[") != strings.Count(text, "]")
}

// marksMend says whether each line of the text is a line of Nơi nhận, so that marks can be put at their ends.
func marksMend(c Content) bool { return mended(c.RecipientsText) != c.RecipientsText }

func lineSpot(block distribution.Block, n int) spot {
	at := spot{where: recipientsSpot, key: "recipients"}
	if n > 0 {
		at.where += ", dòng " + strconv.Itoa(n)
	}
	if n > 0 && n <= len(block.Lines) {
		at.found = block.Lines[n-1].Text + block.Lines[n-1].End
	}
	return at
}

// commas between lines are the way of older Party papers, which are read but no longer written.
func (f *findings) commas(c Content, block distribution.Block) {
	if f.rules == nil || f.rules.To != "" {
		return
	}
	for i, line := range block.Lines {
		if line.End != "," || i == len(block.Lines)-1 || unfilled(block, line.N) {
			continue
		}
		at := lineSpot(block, line.N)
		if marksMend(c) {
			at = at.fixed(fixRecipients, "Sửa dấu cuối dòng của nơi nhận")
		}
		f.add("F13 LINE_NOT_ENDED", at, "Dòng nơi nhận “%s” phải kết thúc bằng dấu chấm phẩy.", line.Text)
	}
}

var archiveColon = regexp.MustCompile(`^[\s–-]*Lưu\s*:`)

// archiveForm looks at the words of the last line: "Lưu: VT, TH." of the State, "Lưu Văn phòng Tỉnh ủy." of the Party.
func (f *findings) archiveForm(block distribution.Block) {
	n := len(block.Lines)
	if n == 0 || f.rules == nil || block.Lines[n-1].Kind != distribution.Archive || unfilled(block, n) {
		return
	}
	last := block.Lines[n-1]
	if f.rules.Regime == string(directory.State) {
		if !slices.Contains(last.Archive, "VT") || len(last.Archive) < 2 || !archiveColon.MatchString(last.Text) {
			f.add("F13 ARCHIVE_FORM", lineSpot(block, n), "Dòng cuối phải ghi “Lưu: VT, đơn vị soạn thảo”.")
		}
		return
	}
	for _, not := range f.rules.Closing.Marks.ArchiveNot {
		if not == ":" && strings.Contains(last.Text, ":") || slices.Contains(last.Archive, not) {
			f.add("F13 ARCHIVE_FORM", lineSpot(block, n), "Dòng cuối trong văn bản của Đảng ghi “Lưu” rồi đến nơi lưu, không có “%s”.", not)
			return
		}
	}
}

func hasArticle(body document.Body, n int) bool {
	want := "Điều " + strconv.Itoa(n)
	return slices.ContainsFunc(body.Blocks, func(b document.Block) bool {
		return strings.EqualFold(strings.TrimRight(b.Ordinal, ".:"), want)
	})
}

var inLine = regexp.MustCompile(`^Dòng (\d+)`)

// unresolved tells what the look-up of names refused: F13, or F19 where the organ has ended.
func (f *findings) unresolved(reasons []fault.Reason, block distribution.Block) {
	for _, r := range reasons {
		n := 0
		if m := inLine.FindStringSubmatch(r.Detail); m != nil {
			n, _ = strconv.Atoi(m[1])
		}
		if unfilled(block, n) {
			continue
		}
		name := "F13 " + r.Code
		switch {
		case r.Code == "RECIPIENT_CLOSED":
			name = "F19 ORGAN_CLOSED"
		case slices.ContainsFunc(block.Errors, func(e distribution.Error) bool { return e.Code == r.Code }):
			continue // told already
		case laws[name].wants == "":
			name = "F13 RECIPIENT_UNRESOLVED"
		}
		f.add(name, lineSpot(block, n), "%s", r.Detail)
	}
}
