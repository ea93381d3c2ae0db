package layout

import (
	"regexp"
	"slices"
	"strings"
)

// copyForm is the word of a bản sao (NĐ 30/2020 Phụ lục I, phần II).
var copyForm = regexp.MustCompile(`^(?:SAO Y|SAO LỤC|TRÍCH SAO)$`)

// findCopy gives the line at which the block of a bản sao begins, behind the document that it copies; len(lines) when
// there is none.
func findCopy(lines []string, from int) int {
	closed := false
	for i := from; i < len(lines); i++ {
		closed = closed || recipientsHead.MatchString(lines[i])
		if closed && slices.ContainsFunc(headCells(lines[i]), copyForm.MatchString) {
			return i
		}
	}
	return len(lines)
}

// readCopy reads who copied the document: a header and a signature block of its own.
func (r *Reading) readCopy(lines []string, known Known) {
	if len(lines) == 0 {
		return
	}
	c := &Copy{}
	head := slices.Clone(lines)
	for i, l := range lines {
		cells := headCells(l)
		if at := slices.IndexFunc(cells, copyForm.MatchString); at >= 0 && c.Form == "" {
			c.Form = cells[at]
			head[i] = strings.Join(slices.Delete(cells, at, at+1), "\t")
		}
	}
	var inner Reading
	end := inner.readTail(lines, 1)
	inner.readHeader(append(head[:end:end], ""), end, known)
	c.Issuer = slices.Concat(inner.Superior, inner.Issuer)
	c.Symbol, c.Place, c.Date = inner.NumberLine, inner.Place, strings.TrimPrefix(inner.DateLine, inner.Place+", ")
	if inner.RecipientsText != "" {
		c.Recipients = strings.Split(inner.RecipientsText, "\n")
	}
	c.Formula, c.SignerName = inner.Formula, inner.SignerName
	r.Copy = c
	r.Unplaced = append(r.Unplaced, inner.Unplaced...)
}

// writeCopy writes the block of a bản sao.
func (r Reading) writeCopy(t *textWriter) {
	c := r.Copy
	if c == nil {
		return
	}
	t.line(c.Form)
	for _, s := range c.Issuer {
		t.line(s)
	}
	if c.Symbol != "" {
		t.line("Số: " + c.Symbol)
	}
	if c.Place != "" || c.Date != "" {
		t.line(strings.TrimPrefix(c.Place+", "+c.Date, ", "))
	}
	t.gap()
	Reading{HasRecipients: len(c.Recipients) > 0, RecipientsText: strings.Join(c.Recipients, "\n"), Formula: c.Formula, SignerName: c.SignerName}.writeTail(t)
}
