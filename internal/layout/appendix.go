package layout

import (
	"strings"

	"trinhky/internal/document"
)

func isAppendix(b document.Block) bool { return b.Kind == document.Appendix }

// appendix sets a phụ lục: blocks[0] is its head, the others its text (NĐ 30/2020 Phụ lục I, III.1).
func (c *composer) appendix(blocks []document.Block) []row {
	head, rest := blocks[0], blocks[1:]
	rule := c.rules.Appendix
	x0, x1 := c.edges()
	var rows []row
	if head.Ordinal != "" {
		p := paragraph{rule: rule.Label, x0: x0, x1: x1, align: center, tags: []string{"H2"}}
		rows = append(rows, p.rows(words(plain(head.Ordinal), rule.Label.Size, rule.Label.style()))...)
	}
	title := c.runs(head.Runs)
	if rule.Title.Capitals {
		for i := range title {
			title[i].Text = strings.ToUpper(title[i].Text)
		}
	}
	inset := rule.Title.Inset * mm
	p := paragraph{rule: rule.Title.TypeRule, x0: x0 + inset, x1: x1 - inset, align: center, tags: []string{"H2"}}
	rows = append(rows, c.setParagraph(p, title, rule.Title.style())...)
	reference, rest := c.reference(rest)
	rows = append(rows, reference...)
	if n := len(rows); n > 0 {
		rows[n-1].after = rule.After
	}
	rows = c.heads(bookmarked(keepAll(rows), 1, head.Text()), &blocks[0])
	return append(rows, c.blocks(rest, 0)...)
}

// reference sets the line that says which document the appendix goes with, as its author wrote it or by the rule set,
// and gives what follows it. In an electronic document the number and the date stay open.
func (c *composer) reference(blocks []document.Block) ([]row, []document.Block) {
	rule := c.rules.Appendix.Reference
	x0, x1 := c.edges()
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, align: center, tags: []string{"P"}}
	if c.ownReference(blocks) {
		return c.setParagraph(p, c.numbered(blocks[0]), rule.style()), blocks[1:]
	}
	return p.rows(words(plain(c.referenceText()), rule.Size, rule.style())), blocks
}

// ownReference says whether an appendix begins with its author's own line of reference.
func (c *composer) ownReference(blocks []document.Block) bool {
	begins := c.rules.Appendix.Reference.Begins
	return len(blocks) > 0 && blocks[0].Kind == document.Paragraph && begins != "" && strings.HasPrefix(blocks[0].Text(), begins)
}

// referenceText is the line of reference by the rule set.
func (c *composer) referenceText() string {
	rule := c.rules.Appendix.Reference
	kind := rule.Letter
	if c.sheet.KindName != "" {
		kind = capitalised(strings.ToLower(c.sheet.KindName))
	}
	issuer := c.sheet.IssuerName
	if issuer == "" {
		issuer = strings.Join(c.sheet.Issuer, " ")
	}
	return strings.NewReplacer("{kind}", kind, "{symbol}", c.sheet.Symbol, "{issuer}", issuer).Replace(rule.Words)
}
