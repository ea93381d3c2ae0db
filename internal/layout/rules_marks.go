package layout

import (
	"fmt"
	"slices"
	"strings"
)

// EndingRule is how the text of a document ends: what a new one is given, and what else is no mistake.
type EndingRule struct {
	Want   string   `yaml:"want"`
	Accept []string `yaml:"accept"`
}

// Accepts says whether a text ends in one of the marks that the regime accepts: the longest mark that it ends in counts,
// so that "./." is no "." where only "." is.
func (e EndingRule) Accepts(text string) bool {
	text = strings.TrimSpace(text)
	found := ""
	for _, mark := range append([]string{"./.", "."}, e.Accept...) {
		if strings.HasSuffix(text, mark) && len(mark) > len(found) {
			found = mark
		}
	}
	return slices.Contains(e.Accept, found)
}

// GroundsMarksRule is the punctuation of the căn cứ that open a text.
type GroundsMarksRule struct {
	Lead string   `yaml:"lead"` // before each: "- " or nothing
	Each string   `yaml:"each"` // at the end of each but the last
	Last []string `yaml:"last"` // at the end of the last, the first is wanted
}

// RecipientMarksRule is how the lines of Nơi nhận are written.
type RecipientMarksRule struct {
	Bullet string `yaml:"bullet"`
	Each   string `yaml:"each"` // at the end of each line but the last
	Last   string `yaml:"last"`
	// Archive is how the last line begins, which names the archive: "Lưu: VT" of the State, "Lưu" of the Party.
	Archive string `yaml:"archive"`
	// ArchiveNot is what that line must not hold: the colon and "VT" in Party papers.
	ArchiveNot []string `yaml:"archive_not"`
}

// ElectronicMarkRule is the line of text that stands for the organ's signature, without a picture, at the top right of
// the first page of a file: an e-copy's form, organ and time (box 14), an enclosure's number and time
// (NĐ 30/2020 Phụ lục I, II.8 and III).
type ElectronicMarkRule struct {
	TypeRule `yaml:",inline"`
	Top      float64  `yaml:"top"`   // from the edge of the paper
	Width    float64  `yaml:"width"` // its right edge is the right margin
	Copy     []string `yaml:"copy"`  // with {form}, {organ}, {time}
	Enclosed []string `yaml:"enclosed"`
}

func (r *RuleSet) checkMarks(c *checker) {
	c.want(r.Ending.Want != "", "ending.want: is missing")
	c.want(slices.Contains(r.Ending.Accept, r.Ending.Want), "ending.accept: does not hold %q", r.Ending.Want)
	c.want(r.GroundsMarks.Each != "", "grounds_marks.each: is missing")
	c.want(len(r.GroundsMarks.Last) > 0, "grounds_marks.last: is missing")
	m := r.Closing.Marks
	for name, v := range map[string]string{"bullet": m.Bullet, "each": m.Each, "last": m.Last, "archive": m.Archive} {
		c.want(v != "", "closing.marks.%s: is missing", name)
	}
	c.typed("electronic_mark", r.ElectronicMark.TypeRule)
	c.want(r.ElectronicMark.Width > 0 && r.ElectronicMark.Top > 0, "electronic_mark: width and top must be above 0")
	for part, lines := range map[string][]string{"copy": r.ElectronicMark.Copy, "enclosed": r.ElectronicMark.Enclosed} {
		c.want(strings.Contains(fmt.Sprint(lines), "{time}"), "electronic_mark.%s: must hold {time}", part)
	}
}
