package layout

import (
	"errors"
	"fmt"
	"strings"

	"trinhky/internal/store"
)

// checker gathers everything that is wrong with a rule set, each with its path in the file.
type checker struct{ wrong []error }

func (c *checker) want(ok bool, format string, args ...any) {
	if !ok {
		c.wrong = append(c.wrong, fmt.Errorf(format, args...))
	}
}

func (c *checker) typed(where string, types ...TypeRule) {
	for _, t := range types {
		c.styled(where+".style", t.Style)
		c.want(t.Size >= 6 && t.Size <= 40, "%s.size: %g pt is not between 6 and 40", where, t.Size)
		c.want(t.Leading >= t.Size, "%s.leading: %g pt is less than the size %g", where, t.Leading, t.Size)
		c.want(t.Before >= 0, "%s.before: %g is negative", where, t.Before)
	}
}

func (c *checker) styled(where, style string) {
	_, known := styles[style]
	c.want(known, "%s: %q is none of regular, bold, italic, bold italic", where, style)
}

func (c *checker) share(where string, v float64) {
	c.want(v > 0 && v < 1, "%s: %g is not between 0 and 1", where, v)
}

func (c *checker) mark(where string, m MarkRule, needText bool) {
	c.want(!needText || m.Text != "", "%s.text: is missing", where)
	if m.Text != "" {
		c.typed(where, m.TypeRule)
	}
	if m.Rule != (PenRule{}) {
		c.want(m.Rule.Share > 0 && m.Rule.Share <= 1, "%s.rule.share: %g is not above 0 and up to 1", where, m.Rule.Share)
		c.want(m.Rule.Pen > 0, "%s.rule.pen: must be above 0", where)
	}
}

// check says all that is wrong with the rule set.
func (r *RuleSet) check() error {
	c := &checker{}
	c.want(r.Name != "", "name: is missing")
	c.want(r.Source != "", "source: is missing")
	c.want(r.Regime == "party" || r.Regime == "state", "regime: %q is neither party nor state", r.Regime)
	c.want(r.From.Valid(), "from: %q is not a date", r.From)
	c.want(r.To == "" || r.To.Valid() && r.To >= r.From, "to: %q is not a date on or after %q", r.To, r.From)
	r.Page.check(c)
	c.typed("page_number", r.PageNumber.TypeRule)
	c.want(r.PageNumber.First >= 1, "page_number.first: must be 1 or more")
	c.want(r.PageNumber.Top > 0 && r.PageNumber.Top*mm+r.PageNumber.Leading <= r.Page.Top*mm, "page_number.top: the number does not stand within the top margin")
	r.Head.check(c)
	r.Stamps.check(c)
	c.typed("title.kind", r.Title.Kind)
	c.typed("title.subject", r.Title.Subject.TypeRule)
	c.mark("title.mark", r.Title.Mark, false)
	c.typed("address", r.Address.TypeRule)
	r.checkBody(c)
	r.Closing.check(c)
	r.Minutes.check(c)
	r.Copy.check(c)
	r.Contact.check(c, r.Page)
	r.checkMarks(c)
	r.Allowed.check(c)
	r.checkOwn(c)
	return errors.Join(c.wrong...)
}

func (p PageRule) check(c *checker) {
	for _, side := range []struct {
		name string
		v    float64
	}{{"top", p.Top}, {"bottom", p.Bottom}, {"left", p.Left}, {"right", p.Right}} {
		c.want(side.v > 0, "page.%s: must be above 0", side.name)
	}
	c.want(p.Width-p.Left-p.Right >= 80, "page: less than 80 mm between the left and right margins")
	c.want(p.Height-p.Top-p.Bottom >= 150, "page: less than 150 mm between the top and bottom margins")
}

func (h HeadRule) check(c *checker) {
	c.share("head.left_share", h.LeftShare)
	c.typed("head.superior", h.Superior)
	c.typed("head.issuer", h.Issuer)
	c.mark("head.issuer_mark", h.IssuerMark, false)
	c.want(len(h.Motto) > 0, "head.motto: is missing")
	for i, m := range h.Motto {
		c.mark(fmt.Sprintf("head.motto[%d]", i), m, true)
	}
	c.typed("head.number", h.Number.TypeRule)
	c.want(h.Number.Word != "", "head.number.word: is missing")
	c.want(h.Number.Joint != "", "head.number.joint: is missing")
	c.want(h.Number.Room != "", "head.number.room: is missing")
	c.want(h.Number.Reach >= 0, "head.number.reach: is negative")
	c.want(h.Number.MinDigits >= 1, "head.number.min_digits: must be 1 or more")
	c.typed("head.date", h.Date.TypeRule)
	c.want(h.Date.Beside == "mark" || h.Date.Beside == "number", "head.date.beside: %q is neither mark nor number", h.Date.Beside)
	for _, part := range []string{"{place}", "{day}", "{month}", "{year}"} {
		c.want(strings.Count(h.Date.Words, part) == 1, "head.date.words: must hold %s once", part)
	}
	c.typed("head.letter_subject", h.LetterSubject.TypeRule)
}

func (cl ClosingRule) check(c *checker) {
	c.share("closing.left_share", cl.LeftShare)
	c.typed("closing.recipients_word", cl.RecipientsWord.TypeRule)
	c.want(cl.RecipientsWord.Text != "", "closing.recipients_word.text: is missing")
	c.typed("closing.recipient", cl.Recipient)
	c.typed("closing.authority", cl.Authority)
	c.typed("closing.position", cl.Position)
	c.typed("closing.name", cl.Name)
	c.typed("closing.typist", cl.Typist)
	// The room for a signature: four blank lines, at least 25 mm (36-HD/VPTW, NĐ 30/2020).
	c.want(cl.Signature.Height >= 25, "closing.signature.height: %g mm is less than 25", cl.Signature.Height)
	c.want(cl.Signature.Width >= 30, "closing.signature.width: %g mm is less than 30", cl.Signature.Width)
	c.want(cl.Seal.Width >= 20 && cl.Seal.Width <= 60, "closing.seal.width: %g mm is not between 20 and 60", cl.Seal.Width)
}

func (s StampsRule) check(c *checker) {
	for name, stamp := range map[string]StampRule{"urgency": s.Urgency, "circulation": s.Circulation, "draft": s.Draft} {
		where := "stamps." + name
		c.typed(where, stamp.TypeRule)
		c.want(!stamp.Boxed || stamp.Pen > 0 && stamp.Height > 0, "%s: a box needs a pen and a height", where)
	}
}

func (m MinutesRule) check(c *checker) {
	c.share("minutes.left_share", m.LeftShare)
	c.typed("minutes.formula", m.Formula)
}

func (r CopyRule) check(c *checker) {
	c.want(r.Pen > 0, "copy.pen: must be above 0")
	for name, t := range map[string]TypeRule{"issuer": r.Issuer, "form": r.Form, "number": r.Number, "date": r.Date} {
		c.typed("copy."+name, t)
	}
}

func (r ContactRule) check(c *checker, page PageRule) {
	c.typed("contact", r.TypeRule)
	c.want(r.Pen > 0, "contact.pen: must be above 0")
	c.want((r.Drop+5)*mm+2*r.Leading <= page.Bottom*mm, "contact: two lines do not stand in the bottom margin, 5 mm from the edge of the paper")
}

// checkCover says whether each regime has, from its first set on, exactly one set for every date.
func checkCover(all []*RuleSet) error {
	c := &checker{}
	last := map[string]*RuleSet{}
	for _, r := range all {
		if before := last[r.Regime]; before != nil {
			next := store.DateOf(before.To.Time().AddDate(0, 0, 1))
			c.want(before.To != "" && next == r.From, "rule sets %s and %s: the first ends on %q, the second begins on %q", before.Name, r.Name, before.To, r.From)
		}
		last[r.Regime] = r
	}
	for _, regime := range []string{"party", "state"} {
		r := last[regime]
		c.want(r != nil, "no rule set for regime %q", regime)
		c.want(r == nil || r.To == "", "the last rule set for regime %q ends", regime)
	}
	return errors.Join(c.wrong...)
}
