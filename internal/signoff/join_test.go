package signoff

import (
	"context"
	"slices"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Kèm bản giấy of the draft is on every copy that goes by wire from the issue on, and on no copy that is paper anyway.
func TestWithPaperReachesTheCopies(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		for _, with := range []bool{true, false} {
			v := o.draft()
			v, err := o.Edit(ctx, o.id(drafter), v.Document.ID, EditInput{Version: v.Document.Version, WithPaper: &with})
			if err != nil {
				t.Fatal(err)
			}
			v = o.walk(v, document.Issued)
			err = s.View(ctx, func(tx *store.Tx) error {
				copies, err := distribution.DeliveriesOf(tx, v.Document.ID)
				if len(copies) < 4 {
					t.Errorf("%d copies", len(copies))
				}
				for _, c := range copies {
					if want := with && c.Channel != distribution.ByPaper; c.WithPaper != want {
						t.Errorf("drafted with paper %v: the copy to %s (%s) has %v", with, c.Name, c.Channel, c.WithPaper)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// The five working days of a thông báo kết luận count from the end of the meeting, and are shown until it is issued.
func TestTheConclusionIsDueInLists(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		plain := o.draft()
		v, subject := o.draft(), "kết luận của Thường trực Tỉnh ủy"
		v, err := o.Edit(ctx, o.id(drafter), v.Document.ID, EditInput{Version: v.Document.Version, Subject: &subject, Fields: map[string]string{
			document.FieldMeeting: "Hội nghị giao ban", document.FieldHeldOn: "2014-06-05", document.FieldEndedOn: "2014-06-06", document.FieldChair: "Thường trực Tỉnh ủy",
		}})
		if err != nil {
			t.Fatal(err)
		}
		want := calendar.Weekdays().EndOfWork(mustTime(t, "2014-06-06T17:00:00+07:00"), 5)
		listed := func() map[string]time.Time {
			return must[Listing](t)(o.List(ctx, o.id(drafter), document.Filter{})).Conclusions
		}
		if !v.ConclusionDue.Equal(want) {
			t.Errorf("the document is due %v, want %v", v.ConclusionDue, want)
		}
		if got := listed(); len(got) != 1 || !got[v.Document.ID].Equal(want) || !got[plain.Document.ID].IsZero() {
			t.Errorf("the list has %v, want %v of one", got, want)
		}
		v = o.walk(v, document.UnitReview)
		if got := must[[]Waiting](t)(o.Waiting(ctx, o.id(approver))); len(got) != 1 || !got[0].ConclusionDue.Equal(want) {
			t.Errorf("what waits has %+v, want %v", got, want)
		}
		o.walk(v, document.Issued)
		if got := listed(); len(got) != 0 {
			t.Errorf("issued, it is still due: %v", got)
		}
	})
}

func TestTheClockOfEachRegime(t *testing.T) {
	t.Parallel()
	for regime, want := range map[string]calendar.Clock{"party": calendar.ConclusionParty, "state": calendar.ConclusionState} {
		if got := conclusionClock(regime); got != want {
			t.Errorf("%s counts by %s", regime, got)
		}
	}
}

// toldOf are the actions of one document that a person was told of.
func (o *office) toldOf(who, id string) (actions []string) {
	o.t.Helper()
	found, err := o.notices(who)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, n := range found {
		if n.DocumentID == id {
			actions = append(actions, n.Action+" "+n.Label)
		}
	}
	slices.Sort(actions)
	return actions
}

// Whoever stands in is told what the absent person is told, within his scope, and nothing else.
func TestStandInsAreTold(t *testing.T) {
	t.Parallel()
	const secretary = "trinh.ht" // of another room, thư ký of the signer
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		o.away(approver, peer, directory.ScopeContent)
		if _, err := o.GiveAbsence(ctx, o.id(signer), AbsenceInput{From: officeDay, StandIns: []StandIn{{directory.ScopeSecretary, o.id(secretary)}}}); err != nil {
			t.Fatal(err)
		}
		v := o.walk(o.draft(), document.UnitReview)
		id := v.Document.ID
		tell := func(action, by string, whys ...string) {
			t.Helper()
			args := notifyArgs{DocumentID: id, Action: action, Version: v.Document.Version, ActorID: o.id(by), Whys: whys}
			for range 2 {
				if err := o.notify(ctx, args); err != nil {
					t.Fatal(err)
				}
			}
		}
		late := func() {
			t.Helper()
			err := s.Update(ctx, func(tx *store.Tx) error {
				return tx.DB().Exec(`UPDATE document_step SET due = ? WHERE document_id = ?`, tx.Now.Add(-time.Minute), id).Error
			})
			if err == nil {
				err = o.alarm(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		tell("submit", drafter, authz.Unit)
		late()
		v = o.walk(v, document.AwaitingSignature)
		tell("check_format", checker, authz.Signer)
		late()
		for who, want := range map[string][]string{
			approver: {"approve Quá hạn xử lý", "submit Đã trình"}, peer: {"approve Quá hạn xử lý", "submit Đã trình"},
			signer: {"check_format Đã xác nhận thể thức", "sign Quá hạn xử lý"}, secretary: {"check_format Đã xác nhận thể thức", "sign Quá hạn xử lý"}, drafter: nil, clerk: nil, foreign: nil,
		} {
			if got := o.toldOf(who, id); !slices.Equal(got, want) {
				t.Errorf("%s is told %q, want %q", who, got, want)
			}
		}
	})
}

// Every voter is told of a ballot, once, and whoever stands in for one is not: nobody votes for another.
func TestVotersAreToldOfABallot(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		if _, err := o.GiveAbsence(ctx, o.id(head), AbsenceInput{From: officeDay, StandIns: []StandIn{{directory.ScopeSecretary, o.id(peer)}}}); err != nil {
			t.Fatal(err)
		}
		v := o.decision()
		o.openBallotOn(v)
		var told int
		err := s.Pool().QueryRow(`SELECT COUNT(*) FROM notice WHERE action = 'open_ballot'`).Scan(&told)
		if err != nil || told != len(o.members()) {
			t.Errorf("%d people were told, of %d members: %v", told, len(o.members()), err)
		}
		if got := o.toldOf(head, v.Document.ID); !slices.Equal(got, []string{"open_ballot Xin ý kiến bằng phiếu"}) {
			t.Errorf("the Bí thư is told %q", got)
		}
		if got := o.toldOf(peer, v.Document.ID); len(got) != 0 {
			t.Errorf("a thư ký is told %q", got)
		}
	})
}

// A thư ký finds what lies before her leader to sign, and what was sent to him, in lists and in searches alike; nothing more.
func TestASecretaryFindsWhatTheLeaderMaySee(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		toSign := o.walk(o.draft(), document.AwaitingSignature).Document.ID
		begun := o.draft().Document.ID // the leader does not see it yet
		found := func() (ids []string) {
			t.Helper()
			result, err := o.Search(ctx, o.id(peer), document.Query{Text: "lịch trực"})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range result.Hits {
				ids = append(ids, h.ID)
			}
			if listed := idsIn(must[Listing](t)(o.List(ctx, o.id(peer), document.Filter{})).Documents); !slices.Equal(listed, ids) || result.Count != len(ids) {
				t.Errorf("found %v (count %d), listed %v", ids, result.Count, listed)
			}
			return ids
		}
		if got := found(); len(got) != 0 {
			t.Fatalf("nobody's thư ký finds %v", got)
		}
		given, err := o.GiveAbsence(ctx, o.id(signer), AbsenceInput{From: officeDay, StandIns: []StandIn{{directory.ScopeSecretary, o.id(peer)}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := found(); !slices.Equal(got, []string{toSign}) {
			t.Errorf("found %v, want %s and not %s", got, toSign, begun)
		}
		if err := o.EndAbsence(ctx, o.id(signer), given[0]); err != nil {
			t.Fatal(err)
		}
		if got := found(); len(got) != 0 {
			t.Errorf("no thư ký any more, and finds %v", got)
		}
	})
}
