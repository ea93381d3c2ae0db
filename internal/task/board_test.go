package task

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/audit"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestRemindersStopWhenReported(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.find(o.given(), "2.1", district).ID
		notices := func() (actions []string) {
			o.view(func(tx *store.Tx) error {
				return tx.DB().Raw("SELECT DISTINCT key FROM notice WHERE about_id = ? AND action <> 'task_given' ORDER BY key", id).Scan(&actions).Error
			})
			return actions
		}
		clock := func(day store.Date) {
			t.Helper()
			o.on = day
			o.must(o.service.Clock(ctx))
			o.must(o.service.Clock(ctx)) // run again it tells nobody twice
		}
		clock("2014-06-20")
		if got := notices(); len(got) != 0 {
			t.Errorf("far from the date: %v", got)
		}
		clock("2014-06-27")
		clock("2014-07-01")
		clock("2014-07-07") // five working days over: the head of the lead
		clock("2014-07-21") // fifteen: those who concluded
		want := []string{"due_soon:2014-06-30", "escalated:2014-06-30:1", "escalated:2014-06-30:2", "overdue:2014-06-30:0", "overdue:2014-06-30:2"}
		if diff := cmp.Diff(want, notices()); diff != "" {
			t.Error(diff)
		}
		o.act(clerk, id, Accept, Input{})
		o.act(leader, id, Report, evidence)
		before := len(notices())
		clock("2014-08-21")
		if got := notices(); len(got) != before+0 {
			t.Errorf("reminded after the report: %v", got)
		}
		shown, err := o.service.Show(ctx, o.as(chief), id)
		o.must(err)
		if shown.Standing != Overdue || slices.ContainsFunc(shown.May, func(m string) bool { return m == Remind }) {
			t.Errorf("%v %v", shown.Standing, shown.May)
		}
	})
}

func TestTheSuccessorTakesOver(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.find(o.given(), "2.1", district).ID
		o.act(clerk, id, Accept, Input{})
		o.on = "2025-09-10" // no district any more; Tỉnh ủy Bình Thuận has gone too
		var heirs []string
		o.view(func(tx *store.Tx) error {
			d := desk{service: o.service, today: o.on}
			var err error
			if d.task, err = taskByID(tx, id); err != nil {
				return err
			}
			err = succeed(tx, &d, Input{Organ: "nobody"})
			if codeOf(err) == "" {
				t.Error("moved to nobody")
			}
			heirs = strings.Fields(codeOf(err))
			return nil
		})
		if heirs[0] != "NOT_A_SUCCESSOR" || len(heirs) < 2 {
			t.Fatalf("heirs: %v", heirs)
		}
		var events []audit.Entry
		o.update(func(tx *store.Tx) error {
			d := desk{service: o.service, today: o.on}
			var err error
			if d.task, err = taskByID(tx, id); err != nil {
				return err
			}
			organs, err := successorsOf(tx, district, o.on)
			if err != nil {
				return err
			}
			if err := succeed(tx, &d, Input{Organ: organs[0].OrganID}); err != nil {
				return err
			}
			if d.task.LeadID != organs[0].OrganID || d.task.State != Given {
				t.Errorf("%+v", d.task)
			}
			if err := change(tx, &d.task); err != nil {
				return err
			}
			events, err = audit.Trail(tx, taskSubject(id))
			return err
		})
		if len(events) == 0 {
			t.Error("no trail")
		}
		if _, err := o.service.Show(ctx, o.as(clerk), id); codeOf(err) == "" {
			t.Error("the old lead still sees it")
		}
	})
}

// What the board counts in SQL is what Standing says of each task.
func TestBoardCountsAsTheTasksStand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		o.inStates()
		for _, day := range []store.Date{"2014-06-10", "2014-06-27", "2014-06-30", "2014-07-01"} {
			o.on = day
			counted := map[Standing]int{}
			cursor := ""
			for {
				page, err := o.service.Tasks(ctx, o.as(chief), Filter{Limit: 7, Cursor: cursor})
				o.must(err)
				for _, v := range page.Tasks {
					counted[v.Standing]++
				}
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			for _, standing := range Standings {
				page, err := o.service.Tasks(ctx, o.as(chief), Filter{Limit: maxPage, Standing: standing})
				o.must(err)
				if len(page.Tasks) != counted[standing] {
					t.Errorf("%s: %d are %s, the filter finds %d", day, counted[standing], standing, len(page.Tasks))
				}
			}
			for _, by := range []string{"organ", "document"} {
				var sum BoardRow
				cursor := ""
				for {
					b, err := o.service.BoardBy(ctx, o.as(chief), by, cursor, 3)
					o.must(err)
					for _, r := range b.Rows {
						sum.Total += r.Total
						sum.Overdue, sum.DueSoon, sum.Undated = sum.Overdue+r.Overdue, sum.DueSoon+r.DueSoon, sum.Undated+r.Undated
						sum.DoneInTime, sum.DoneLate, sum.Stopped = sum.DoneInTime+r.DoneInTime, sum.DoneLate+r.DoneLate, sum.Stopped+r.Stopped
					}
					if cursor = b.Next; cursor == "" {
						break
					}
				}
				total := 0
				for _, n := range counted {
					total += n
				}
				want := BoardRow{Total: total, Overdue: counted[Overdue], DueSoon: counted[DueSoon], Undated: counted[Undated],
					DoneInTime: counted[DoneInTime], DoneLate: counted[DoneLate], Stopped: counted[Stopped]}
				if diff := cmp.Diff(want, sum); diff != "" {
					t.Errorf("%s by %s: %s", day, by, diff)
				}
			}
		}
		b, err := o.service.BoardBy(ctx, o.as(stranger), "organ", "", 0)
		if o.must(err); len(b.Rows) != 0 {
			t.Errorf("a stranger's board: %+v", b.Rows)
		}
	})
}
