package signoff

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const head = "khoi.pk" // Bí thư Tỉnh ủy

// decision drafts a quyết định of the Ban Thường vụ.
func (o *office) decision() View {
	o.t.Helper()
	line := func(ordinal, text string) document.Block {
		return document.Block{Kind: document.Paragraph, Ordinal: ordinal, Runs: []document.Run{{Text: text}}}
	}
	v, err := o.Draft(context.Background(), o.id(drafter), DraftInput{
		Kind: "decision", Issuer: "bt-tu", Subject: "về việc kiện toàn Tổ giúp việc", Signer: o.id(head),
		Body: &document.Body{Blocks: []document.Block{
			line("-", "Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ tỉnh;"),
			line("Điều 1.", "Kiện toàn Tổ giúp việc gồm 05 đồng chí."),
			line("Điều 2.", "Văn phòng Tỉnh ủy và Tổ giúp việc chịu trách nhiệm thi hành Quyết định này."),
		}},
		RecipientsText: "- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

// members are the usernames of the Ban Thường vụ on the office's day.
func (o *office) members() (ids []string) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		_, people, err := directory.Members(tx, "bt-btv-tinh-uy", officeDay)
		for _, p := range people {
			ids = append(ids, p.ID)
		}
		return err
	})
	if err != nil || len(ids) < 5 {
		o.t.Fatalf("the Ban Thường vụ has %d members: %v", len(ids), err)
	}
	return ids
}

func (o *office) openBallotOn(v View) string {
	o.t.Helper()
	id, err := o.OpenBallot(context.Background(), o.id(checker), v.Document.ID, BallotInput{
		ContentVersion: v.Document.ContentVersion, Deadline: time.Now().Add(48 * time.Hour), Question: "Đề nghị cho ý kiến về dự thảo.",
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

func (o *office) signable(id string) []fault.Reason {
	o.t.Helper()
	v, err := o.Show(context.Background(), o.id(head), id)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, a := range v.Available {
		if a.Action == "sign" {
			return a.Reasons
		}
	}
	o.t.Fatal("there is no signing here")
	return nil
}

// It passes with more than half of the members in office, not of those who answered; then, and only then, it is signed.
func TestACollectiveDecidesBeforeTheSignature(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.decision(), document.AwaitingSignature)
		id := v.Document.ID
		if got := o.signable(id); len(got) != 1 || got[0].Code != "COLLECTIVE_UNDECIDED" {
			t.Fatalf("undecided, the signature waits for %v", got)
		}
		o.refused("CONDITIONS_UNMET", func() error { _, err := o.Fire(ctx, o.id(head), id, "sign", v.input("sign")); return err })
		ballot := o.openBallotOn(v)
		members := o.members()
		half := len(members) / 2
		for _, m := range members[:half] {
			if err := o.Vote(ctx, m, id, ballot, Agree, ""); err != nil {
				t.Fatal(err)
			}
		}
		if got := o.signable(id); len(got) != 1 || got[0].Code != "COLLECTIVE_NOT_PASSED" {
			t.Fatalf("%d of %d agree, and the signature waits for %v", half, len(members), got)
		}
		if err := o.Vote(ctx, members[half], id, ballot, Agree, "Nhất trí."); err != nil {
			t.Fatal(err)
		}
		page := must[BallotPage](t)(o.Ballots(ctx, o.id(checker), id))
		if b := page.Ballots[0]; !b.Passed || b.Tally != (Tally{InOffice: len(members), Agree: half + 1, Silent: len(members) - half - 1}) {
			t.Errorf("the count is %+v", b.Tally)
		}
		if _, err := o.BallotPDF(ctx, o.id(checker), id, ballot); err != nil {
			t.Error(err)
		}
		if _, err := o.Fire(ctx, o.id(head), id, "sign", v.input("sign")); err != nil {
			t.Fatal(err)
		}
		o.refused("BALLOT_ENDED", func() error { return o.Vote(ctx, members[half+1], id, ballot, Agree, "") })
	})
}

func TestWhoVotes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.decision()
		id, members := v.Document.ID, o.members()
		open := func(who string, change func(*BallotInput)) func() error {
			return func() error {
				in := BallotInput{ContentVersion: 1, Deadline: time.Now().Add(time.Hour)}
				change(&in)
				_, err := o.OpenBallot(ctx, o.id(who), id, in)
				return err
			}
		}
		o.refused("FORBIDDEN", open(drafter, func(*BallotInput) {}))
		o.refused("DOCUMENT_NOT_FOUND", open(foreign, func(*BallotInput) {}))
		o.refused("STALE_VERSION", open(checker, func(in *BallotInput) { in.ContentVersion = 2 }))
		o.refused("DEADLINE_INVALID", open(checker, func(in *BallotInput) { in.Deadline = time.Now().Add(-time.Hour) }))
		o.refused("SECRET_REFUSED", open(checker, func(in *BallotInput) { in.Question = "Độ mật: TỐI MẬT" }))
		ballot := o.openBallotOn(v)
		o.refused("BALLOT_OPEN", open(checker, func(*BallotInput) {}))
		// Nobody votes for another: not who is no member, not a thư ký of a member, and nobody twice.
		if _, err := o.GiveAbsence(ctx, o.id(head), AbsenceInput{From: officeDay, StandIns: []StandIn{{directory.ScopeSecretary, o.id(peer)}}}); err != nil {
			t.Fatal(err)
		}
		o.refused("DOCUMENT_NOT_FOUND", func() error { return o.Vote(ctx, o.id(peer), id, ballot, Agree, "") })
		o.refused("FORBIDDEN", func() error { return o.Vote(ctx, o.id(drafter), id, ballot, Agree, "") })
		o.refused("BALLOT_UNKNOWN", func() error { return o.Vote(ctx, members[0], id, "nothing", Agree, "") })
		o.refused("VERDICT_UNKNOWN", func() error { return o.Vote(ctx, members[0], id, ballot, "yes", "") })
		o.refused("REASON_MISSING", func() error { return o.Vote(ctx, members[0], id, ballot, Other, " ") })
		if err := o.Vote(ctx, members[0], id, ballot, Other, "Cần bổ sung cơ cấu."); err != nil {
			t.Fatal(err)
		}
		o.refused("VOTED", func() error { return o.Vote(ctx, members[0], id, ballot, Agree, "") })
		// A member sees the count and his own vote, not the others'.
		page := must[BallotPage](t)(o.Ballots(ctx, members[1], id))
		for _, voter := range page.Ballots[0].Voters {
			if voter.Verdict != "" || voter.Comment != "" {
				t.Errorf("a member reads another's vote: %+v", voter)
			}
		}
		if page.Ballots[0].Tally.Other != 1 || !page.Ballots[0].MayVote {
			t.Errorf("a member reads %+v", page.Ballots[0].Tally)
		}
		if got := len(must[[]Waiting](t)(o.Waiting(ctx, members[1]))); got != 1 {
			t.Errorf("%d things wait for a member", got)
		}
	})
}

// Whoever edits the text after it went out voids what was voted on, however many agreed.
func TestAnEditVoidsTheBallot(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.decision()
		id, members := v.Document.ID, o.members()
		ballot := o.openBallotOn(v)
		for _, m := range members {
			if err := o.Vote(ctx, m, id, ballot, Agree, ""); err != nil {
				t.Fatal(err)
			}
		}
		subject := "về việc kiện toàn Tổ giúp việc của Ban Thường vụ"
		v, err := o.Edit(ctx, o.id(drafter), id, EditInput{Version: v.Document.Version, Subject: &subject})
		if err != nil {
			t.Fatal(err)
		}
		page := must[BallotPage](t)(o.Ballots(ctx, o.id(checker), id))
		if b := page.Ballots[0]; b.State != BallotIsVoided || b.Passed {
			t.Errorf("after the edit the ballot is %s, passed %v", b.State, b.Passed)
		}
		v = o.walk(v, document.AwaitingSignature)
		if got := o.signable(id); len(got) != 1 || !strings.HasPrefix(got[0].Code, "COLLECTIVE_") {
			t.Errorf("after the edit the signature waits for %v", got)
		}
		o.refused("BALLOT_ENDED", func() error { return o.VoidBallot(ctx, o.id(checker), id, ballot, "Đã sửa.") })
		again := o.openBallotOn(v)
		o.refused("REASON_MISSING", func() error { return o.VoidBallot(ctx, o.id(checker), id, again, " ") })
		if err := o.VoidBallot(ctx, o.id(checker), id, again, "Gửi nhầm."); err != nil {
			t.Fatal(err)
		}
		o.refused("BALLOT_ENDED", func() error { return o.Vote(ctx, members[0], id, again, Agree, "") })
	})
}

// After the deadline a vote is kept and not counted; then another ballot may be opened on the same text.
func TestALateVoteCountsForNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.decision()
		id, members := v.Document.ID, o.members()
		ballot := o.openBallotOn(v)
		err := s.Update(ctx, func(tx *store.Tx) error {
			return tx.DB().Exec("UPDATE ballot SET deadline = ? WHERE id = ?", tx.Now.Add(-time.Minute), ballot).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if err := o.Vote(ctx, m, id, ballot, Agree, ""); err != nil {
				t.Fatal(err)
			}
		}
		b := must[BallotPage](t)(o.Ballots(ctx, o.id(checker), id)).Ballots[0]
		if b.Passed || b.Tally.Late != len(members) || b.Tally.Agree != 0 {
			t.Errorf("late votes count: %+v", b.Tally)
		}
		o.openBallotOn(v)
	})
}

// The same member in two windows, and many members at once: one vote each, none lost.
func TestVotesAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.decision()
		id, members := v.Document.ID, o.members()
		ballot := o.openBallotOn(v)
		var wait sync.WaitGroup
		errs := make([]error, 2*len(members))
		for i := range errs {
			wait.Go(func() { errs[i] = o.Vote(ctx, members[i/2], id, ballot, []string{Agree, Disagree}[i%2], "") })
		}
		wait.Wait()
		for i := 0; i < len(errs); i += 2 {
			if (errs[i] == nil) == (errs[i+1] == nil) {
				t.Errorf("member %d voted %v and %v", i/2, errs[i], errs[i+1])
			}
		}
		tally := must[BallotPage](t)(o.Ballots(ctx, o.id(checker), id)).Ballots[0].Tally
		if tally.Silent != 0 || tally.Agree+tally.Disagree != len(members) {
			t.Errorf("the count is %+v", tally)
		}
		err := s.Update(ctx, func(tx *store.Tx) error {
			return tx.DB().Exec("UPDATE ballot_voter SET verdict = 'agree' WHERE ballot_id = ?", ballot).Error
		})
		if !store.IsRefused(err) {
			t.Errorf("the database let a vote be changed: %v", err)
		}
	})
}

func TestAMeetingDecides(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.decision(), document.AwaitingSignature)
		id, n := v.Document.ID, len(o.members())
		record := func(who string, change func(*DecisionInput)) func() error {
			return func() error {
				in := DecisionInput{ContentVersion: 1, MeetingDate: officeDay, Present: n - 1, Agree: n/2 + 1}
				change(&in)
				_, err := o.RecordDecision(ctx, o.id(who), id, in)
				return err
			}
		}
		o.refused("FORBIDDEN", record(drafter, func(*DecisionInput) {}))
		o.refused("MEETING_DATE", record(checker, func(in *DecisionInput) { in.MeetingDate = "2014-06-11" }))
		o.refused("IN_OFFICE_DIFFERS", record(checker, func(in *DecisionInput) { in.InOffice = n - 1 }))
		o.refused("MEETING_FIGURES", record(checker, func(in *DecisionInput) { in.Present = n + 1 }))
		o.refused("MEETING_FIGURES", record(checker, func(in *DecisionInput) { in.Against = n }))
		o.refused("MINUTES_UNKNOWN", record(checker, func(in *DecisionInput) { in.Minutes = id }))
		o.refused("MINUTES_UNKNOWN", record(checker, func(in *DecisionInput) { in.Minutes = "nothing" }))
		if err := record(checker, func(in *DecisionInput) { in.Agree = n / 2 })(); err != nil {
			t.Fatal(err)
		}
		if got := o.signable(id); len(got) != 1 || got[0].Code != "COLLECTIVE_NOT_PASSED" {
			t.Fatalf("half is enough: %v", got)
		}
		if err := record(checker, func(*DecisionInput) {})(); err != nil {
			t.Fatal(err)
		}
		if got := o.signable(id); len(got) != 0 {
			t.Fatalf("decided, the signature waits for %v", got)
		}
		event := o.lastEvent(id)
		if event.Action != "record_decision" || event.ActorID != o.id(checker) {
			t.Errorf("the last event is %s by %s", event.Action, event.ActorID)
		}
	})
}

// A thông báo or báo cáo needs none, nor does a quyết định of an office under one head.
func TestWhatNeedsNoDecision(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	o := openOffice(t, s)
	o.walk(o.draft(), document.Signed)
	v, err := o.Draft(context.Background(), o.id(drafter), DraftInput{
		Kind: "decision", Subject: "về việc phân công trực", Signer: o.id(signer), RecipientsText: "- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
		Body: &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Ordinal: "Điều 1.", Runs: []document.Run{{Text: "Phân công trực."}}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	v = o.walk(v, document.AwaitingSignature)
	i := slices.IndexFunc(v.Available, func(a Action) bool { return a.Action == "sign" })
	for _, r := range v.Available[i].Reasons {
		if strings.HasPrefix(r.Code, "COLLECTIVE") {
			t.Errorf("a quyết định of the văn phòng waits for %v", r)
		}
	}
}
