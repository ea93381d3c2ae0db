package signoff

import (
	"context"
	"reflect"
	"testing"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/policies"
)

// Every state that a document leaves is timed once: what was returned as returned, what the drafter took back as withdrawn,
// an opinion from its question on, and late what was done after the desk's term.
func TestStepsAreTimed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		v := o.draft()
		fire := func(who, action string, in FireInput) {
			t.Helper()
			in.Version = v.Document.Version
			var err error
			if v, err = o.Fire(context.Background(), o.id(who), v.Document.ID, action, in); err != nil {
				t.Fatalf("%s: %v", action, err)
			}
		}
		due := time.Now().Add(48 * time.Hour)
		fire(drafter, "request_opinion", FireInput{To: []string{o.id(outsider)}, Due: due})
		fire(outsider, "give_opinion", FireInput{Verdict: "agree"})
		fire(drafter, "submit", FireInput{})
		fire(drafter, "withdraw", FireInput{})
		fire(drafter, "submit", FireInput{})
		fire(approver, "return", FireInput{Comment: "Cần nói rõ giờ trực."})
		fire(drafter, "submit", FireInput{})
		err := s.Update(context.Background(), func(tx *store.Tx) error { // the desk's term is over
			return tx.DB().Exec(`UPDATE document_step SET due = ? WHERE document_id = ?`, time.Now().Add(-time.Hour).UTC(), v.Document.ID).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		v = o.walk(v, document.Issued)

		type told struct {
			State           document.State
			Action, Outcome string
			Due, Late       bool
		}
		want := []told{
			{document.Drafting, "request_opinion", document.StepDone, false, false},
			{document.Consulting, "give_opinion", document.StepDone, true, false},
			{document.Drafting, "submit", document.StepDone, false, false},
			{document.UnitReview, "withdraw", document.StepWithdrawn, true, false},
			{document.Drafting, "submit", document.StepDone, false, false},
			{document.UnitReview, "return", document.StepReturned, true, false},
			{document.Returned, "submit", document.StepDone, false, false},
			{document.UnitReview, "approve", document.StepDone, true, true},
			{document.FormatCheck, "check_format", document.StepDone, true, false},
			{document.AwaitingSignature, "sign", document.StepDone, true, false},
			{document.Signed, "assign_number", document.StepDone, true, false},
			{document.Numbered, "seal", document.StepDone, true, false},
			{document.Sealed, "issue", document.StepDone, true, false},
		}
		var rows []document.StepTime
		err = s.View(context.Background(), func(tx *store.Tx) error {
			return tx.DB().Where("document_id = ?", v.Document.ID).Order("version").Find(&rows).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []told
		for i, r := range rows {
			got = append(got, told{r.State, r.Action, r.Outcome, r.Due != nil, r.Late})
			if r.Signed != (i >= 10) || r.Clock != document.WorkClock || r.EndedOn != officeDay || r.OfficeID != v.Document.OfficeID || r.UnitID != v.Document.UnitID {
				t.Errorf("row %d says %+v", i, r)
			}
			if i > 1 && !r.BeganAt.Equal(rows[i-1].EndedAt) {
				t.Errorf("row %d begins at %s, the one before ends at %s", i, r.BeganAt, rows[i-1].EndedAt)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("timed are\n%v\nwant\n%v", got, want)
		}
		err = s.Update(context.Background(), func(tx *store.Tx) error {
			return tx.DB().Exec(`UPDATE document_step_time SET late = ?`, false).Error
		})
		if err == nil {
			t.Error("a step's time was changed")
		}
	})
}

// What is urgent is measured by the clock, since its desks are given minutes of it.
func TestUrgentStepsRunAtNight(t *testing.T) {
	t.Parallel()
	chains, err := LoadChains(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range chains.All() {
		for _, row := range []struct {
			state  document.State
			urgent bool
			want   bool
		}{
			{document.Signed, true, true}, {document.Signed, false, false}, {document.Sealed, true, true}, {document.FormatCheck, true, false},
		} {
			k := clocks{urgent: row.urgent, signedAt: time.Now()}
			if got := k.wall(c, row.state); got != row.want {
				t.Errorf("%s, %s, urgent %v: by the clock %v", c.ID, row.state, row.urgent, got)
			}
		}
	}
}
