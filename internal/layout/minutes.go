package layout

import "math"

// minutes closes a biên bản: who wrote it signs on the left, who presided on the right, their names on one line. The
// chair's signature is the document's; the recorder's room has no field, since one person signs a file for its issuer.
func (c *composer) minutes(chair ending) []row {
	rule := c.rules.Minutes
	l, r := c.columns(rule.LeftShare, rule.Gutter)
	l.formula(c.sheet.Recorder.Formula, rule.Formula, rule.Formula)
	r.formula(chair.formula, rule.Formula, rule.Formula)
	y := math.Max(l.y, r.y)
	l.y, r.y = y, y
	c.signature(&l, ending{name: c.sheet.Recorder.Name})
	c.signature(&r, chair)
	block := row{gap: c.rules.Closing.Before, height: math.Max(l.y, r.y), ops: append(l.ops, r.ops...)}
	left, _ := c.columns(c.rules.Closing.LeftShare, c.rules.Closing.Gutter)
	below := c.recipients(left, chair)
	height := block.height
	for i := range below {
		height += below[i].height
	}
	if len(below) > 0 {
		below[0].gap += rule.After
	}
	return c.together(block, below, height)
}
