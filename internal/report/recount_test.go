package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// crowd is a random office: the same for the same seed.
func crowd(r *rand.Rand, n int) (papers []paper, arrivals []came) {
	day := func() store.Date { return store.DateOf(store.Date("2013-01-01").Time().AddDate(0, 0, r.IntN(520))) }
	maybe := func(d store.Date) store.Date {
		if r.IntN(3) == 0 {
			return ""
		}
		return d
	}
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	for range n {
		p := paper{kind: one("notice", "plan", "report"), unit: one("bt-vptu-th", "bt-vptu-hc"), issuer: one("bt-vptu", "bt-tu"), begun: day(), due: maybe(day())}
		if p.issued = maybe(day()); p.issued == "" {
			p.signed = r.IntN(2) == 0
		}
		for range r.IntN(5) {
			s := timed{
				on: day(), state: document.State(one("unit_review", "format_check", "signed")), outcome: one(document.StepDone, document.StepReturned, document.StepWithdrawn),
				clock: one(document.WorkClock, document.WallClock), minutes: r.IntN(40), due: r.IntN(2) == 0, signed: r.IntN(2) == 0,
			}
			s.late = s.due && r.IntN(2) == 0
			p.steps = append(p.steps, s)
		}
		for range r.IntN(3) {
			if p.issued == "" {
				continue
			}
			c := sent{due: r.IntN(3) * 24, ack: one("required", "read"), answered: r.IntN(40)}
			c.recalled = c.answered > 0 && r.IntN(8) == 0
			p.copies = append(p.copies, c)
		}
		for range r.IntN(2) {
			g := given{limit: day(), cancelled: r.IntN(6) == 0}
			if !g.cancelled {
				g.reported = maybe(day())
			}
			p.tasks = append(p.tasks, g)
		}
		papers = append(papers, p)
	}
	for range n {
		a := came{organ: one("bt-vptu", "bt-tu"), on: day(), lead: one("", "bt-vptu-th", "bt-vptu-hc")}
		if a.lead != "" {
			a.due, a.reported, a.late = maybe(day()), maybe(day()), time.Duration(r.IntN(24))*time.Hour
		}
		arrivals = append(arrivals, a)
	}
	return papers, arrivals
}

// recount counts what was told of the crowd, one by one.
func recount(s Scope, span Span, papers []paper, arrivals []came) (whole Period, lengths map[string][]int) {
	lengths = map[string][]int{}
	in := func(d store.Date) bool { return d != "" && span.From <= d && d <= span.To }
	tally := func(t *Tally, kept, broken bool) {
		if kept {
			t.InTime++
		} else if broken {
			t.Late++
		}
	}
	for _, p := range papers {
		of := map[string]string{"office_id": "bt-vptu", "issuer_id": p.issuer, "unit_id": p.unit}[s.column]
		if of != s.ID {
			continue
		}
		clerks := s.Why == registerWhy
		if signed := p.signed || p.issued != ""; signed || !clerks {
			if in(p.begun) {
				whole.Begun++
			}
			if p.issued == "" && in(p.due) && p.due < today {
				whole.Documents.Late++
			}
		}
		if in(p.issued) {
			whole.Issued++
			tally(&whole.Documents, p.due != "" && p.issued <= p.due, p.due != "")
			for _, c := range p.copies {
				if c.due > 0 && !c.recalled {
					tally(&whole.Receipts, c.answered > 0 && c.answered <= c.due, true) // every term of 2014 is over
				}
			}
		}
		for _, step := range p.steps {
			if !in(step.on) || step.outcome == document.StepWithdrawn || clerks && !step.signed {
				continue
			}
			tally(&whole.Steps, step.due && !step.late, step.due)
			at := string(step.state) + " " + step.clock
			lengths[at] = append(lengths[at], step.minutes)
		}
		for _, g := range p.tasks {
			if in(g.limit) && !g.cancelled {
				tally(&whole.Tasks, g.reported != "" && g.reported <= g.limit, g.reported > g.limit || g.limit < today && g.reported == "")
			}
		}
	}
	for _, a := range arrivals {
		mine := s.column == "office_id" || s.column == "issuer_id" && a.organ == s.ID || s.column == "unit_id" && a.lead == s.ID
		if mine && in(a.on) && a.due != "" {
			if a.reported != "" {
				on := store.DateOf(at(a.reported).Add(a.late))
				tally(&whole.Arrivals, on <= a.due, true)
			} else {
				tally(&whole.Arrivals, false, a.due < today)
			}
		}
	}
	return whole, lengths
}

// nearest is the nearest rank, out of all lengths in a row.
func nearest(lengths []int, p int) int {
	slices.Sort(lengths)
	return lengths[(len(lengths)*p+99)/100-1]
}

// TestFiguresAgreeWithARecount asks for all scopes over random spans.
func TestFiguresAgreeWithARecount(t *testing.T) {
	t.Parallel()
	papers, arrivals := crowd(rand.New(rand.NewPCG(20260401, 7)), 250)
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		o.update(func(tx *store.Tx) error {
			for _, p := range papers {
				if err := o.put(tx, p); err != nil {
					return err
				}
			}
			for _, a := range arrivals {
				if err := o.arrive(tx, a); err != nil {
					return err
				}
			}
			return nil
		})
		first := store.Date("2013-01-01").Time()
		rapid.Check(t, func(t *rapid.T) {
			from := rapid.IntRange(0, 500).Draw(t, "from")
			span := Span{
				From: store.DateOf(first.AddDate(0, 0, from)), To: store.DateOf(first.AddDate(0, 0, from+rapid.IntRange(0, 520).Draw(t, "days"))),
				By: rapid.SampledFrom(Groupings).Draw(t, "by"),
			}
			who := rapid.SampledFrom([]string{chief, leader, head, otherHead, clerk}).Draw(t, "who")
			f := o.figures(who, "", span)
			want, lengths := recount(f.Scope, span, papers, arrivals)
			if f.Whole != want {
				t.Fatalf("%s, %v is told\n%+v\nwant\n%+v", who, span, f.Whole, want)
			}
			var sum Period
			for _, p := range f.Periods {
				sum.add(p)
			}
			if sum.Group = ""; sum != want {
				t.Fatalf("the parts of %v make %+v", span, sum)
			}
			if len(f.Paces) != len(lengths) {
				t.Fatalf("%d steps are timed, want %d", len(f.Paces), len(lengths))
			}
			for _, p := range f.Paces {
				of := lengths[fmt.Sprintf("%s %s", p.State, p.Clock)]
				if p.Count != len(of) || p.Median != nearest(of, 50) || p.P90 != nearest(of, 90) {
					t.Fatalf("%+v, want %d, %d, %d", p, len(of), nearest(of, 50), nearest(of, 90))
				}
			}
		})
	})
}
