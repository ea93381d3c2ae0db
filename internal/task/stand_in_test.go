package task

import (
	"context"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A leader's thư ký and who directs in his stead hear of the tasks that come to his organ and see them, within the days of the
// absence; neither takes a task on for him.
func TestStandInsHearOfTasks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		told := func(who string) (n int64) {
			t.Helper()
			o.view(func(tx *store.Tx) error {
				return tx.DB().Raw("SELECT COUNT(*) FROM notice WHERE about = 'task' AND person_id = ?", o.as(who).PersonID).Scan(&n).Error
			})
			return n
		}
		o.given()
		first := told(leader)
		if first == 0 || told(worker) != 0 {
			t.Fatalf("before anybody stands in the leader is told %d, his chuyên viên %d times", first, told(worker))
		}
		o.update(func(tx *store.Tx) error {
			return directory.GiveAbsence(tx, directory.Editor{ID: o.as(leader).PersonID, Name: "Bí thư"}, directory.Absence{
				ID: store.NewID(), PersonID: o.as(leader).PersonID, StandInID: o.as(worker).PersonID, Scope: directory.ScopeSecretary,
				From: "2014-06-10", To: "2014-06-20", GivenBy: o.as(leader).PersonID,
			}, o.on)
		})
		id := o.given()
		if got := told(leader) - first; got == 0 || told(worker) != got {
			t.Errorf("the leader is told %d, the thư ký %d times", got, told(worker))
		}
		page, err := o.service.Tasks(ctx, o.as(worker), Filter{})
		o.must(err)
		if len(page.Tasks) == 0 {
			t.Error("the thư ký is told of tasks that he does not see")
		}
		one := o.find(id, "2.1", district).ID
		before := o.rows()
		if _, err := o.service.Act(ctx, o.as(worker), one, Accept, Input{}); codeOf(err) == "" {
			t.Error("the thư ký takes the task on")
		}
		for table, n := range o.rows() {
			if before[table] != n {
				t.Errorf("a refusal left %d rows in %s, had %d", n, table, before[table])
			}
		}
		was := told(worker)
		o.on = "2014-06-21" // the leader is back
		o.given()
		if told(worker) != was {
			t.Errorf("told %d times after the absence, was %d", told(worker), was)
		}
	})
}
