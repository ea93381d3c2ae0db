package signoff

import (
	"context"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/document"
	"trinhky/internal/notice"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func meeting(fields ...string) document.Content {
	var c document.Content
	for i := 0; i < len(fields); i += 2 {
		c.Fields = append(c.Fields, document.Field{Name: fields[i], Value: fields[i+1]})
	}
	return c
}

// The clocks of the law over those of the chain file (NĐ 30/2020 Art. 4, 18; QĐ 45/2018/QĐ-TTg).
func TestDueOfAStep(t *testing.T) {
	t.Parallel()
	signed := mustTime(t, "2026-11-20T10:00:00+07:00") // a Friday
	for name, c := range map[string]struct {
		action   string
		deadline Deadline
		now      string
		signed   bool
		urgent   bool
		want     string // "" = nobody waits
	}{
		"no deadline":                     {"submit", "", "2026-11-20T10:00:00+07:00", false, false, ""},
		"the chain's":                     {"approve", "1wd", "2026-11-20T10:00:00+07:00", false, false, "2026-11-23T17:00:00+07:00"},
		"urgent, but not signed":          {"approve", "1wd", "2026-11-20T10:00:00+07:00", false, true, "2026-11-23T17:00:00+07:00"},
		"minutes":                         {"approve", "30m", "2026-11-21T10:00:00+07:00", false, false, "2026-11-21T10:30:00+07:00"},
		"over Tết":                        {"approve", "1wd", "2026-02-13T10:00:00+07:00", false, false, "2026-02-23T17:00:00+07:00"},
		"registered the same day":         {"assign_number", "0wd", "2026-11-20T10:00:00+07:00", true, false, "2026-11-20T17:00:00+07:00"},
		"issued the day of the signature": {"issue", "0wd", "2026-11-23T09:00:00+07:00", true, false, "2026-11-20T17:00:00+07:00"},
		"a laxer chain":                   {"issue", "3wd", "2026-11-20T11:00:00+07:00", true, false, "2026-11-20T17:00:00+07:00"},
		"a stricter chain":                {"issue", "10m", "2026-11-20T11:00:00+07:00", true, false, "2026-11-20T11:10:00+07:00"},
		"urgent, at once":                 {"assign_number", "0wd", "2026-11-20T10:00:00+07:00", true, true, "2026-11-20T10:30:00+07:00"},
		"urgent, sealed late":             {"issue", "0wd", "2026-11-20T10:25:00+07:00", true, true, "2026-11-20T10:30:00+07:00"},
		"filing has no clock of the law":  {"file", "3wd", "2026-11-20T10:25:00+07:00", true, true, "2026-11-25T17:00:00+07:00"},
	} {
		k := clocks{days: calendar.National(), now: mustTime(t, c.now), urgent: c.urgent}
		if c.signed {
			k.signedAt = signed
		}
		at, waits := k.due(Transition{Action: c.action, Deadline: c.deadline})
		if waits != (c.want != "") || waits && !at.Equal(mustTime(t, c.want)) {
			t.Errorf("%s: due %v (%v), want %s", name, at, waits, c.want)
		}
	}
	if at, waits := (clocks{days: calendar.National()}).due(Transition{Deadline: asked}); at != nil || !waits {
		t.Errorf("as asked: %v, %v", at, waits)
	}
}

func TestConclusionDue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content document.Content
		want    string
	}{
		"no meeting":       {meeting(), ""},
		"a Monday":         {meeting("held_on", "2026-11-16"), "2026-11-23T17:00:00+07:00"},
		"a Saturday":       {meeting("held_on", "2026-11-21"), "2026-11-27T17:00:00+07:00"},
		"of two days":      {meeting("held_on", "2026-11-16", "ended_on", "2026-11-17"), "2026-11-24T17:00:00+07:00"},
		"before Tết":       {meeting("held_on", "2026-02-12"), "2026-02-26T17:00:00+07:00"},
		"that never ended": {meeting("held_on", "hôm qua"), ""},
	} {
		for _, regime := range []string{"party", "state"} {
			got := conclusionDue(calendar.National(), regime, c.content)
			if c.want == "" && !got.IsZero() || c.want != "" && !got.Equal(mustTime(t, c.want)) {
				t.Errorf("%s (%s): %v, want %s", name, regime, got, c.want)
			}
		}
	}
	k := clocks{days: calendar.National(), now: mustTime(t, "2026-11-20T10:00:00+07:00"), concluded: mustTime(t, "2026-11-20T17:00:00+07:00")}
	if at, _ := k.due(Transition{Action: "approve", Deadline: "2wd"}); !at.Equal(k.concluded) {
		t.Errorf("a step of a conclusion is due %v, after the conclusion itself", at)
	}
}

// A real document on its way: the holidays of the office count, and what is urgent is due half an hour after the signature.
func TestStepsAreDueByTheCalendar(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		tomorrow := calendar.National().Add(store.DateOf(time.Now()), 1)
		err := s.Update(ctx, func(tx *store.Tx) error {
			return tx.DB().Exec(`INSERT INTO holiday (day, name, kind, by_person, by_name, created_at) VALUES (?, 'Nghỉ', 'off', '', '', ?)`, tomorrow, tx.Now).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		v := o.walk(o.draft(), document.UnitReview)
		begun := v.Steps[0].CreatedAt
		if want := calendar.National().EndOfWork(begun, 2); len(v.Steps) != 1 || !v.Steps[0].Due.Equal(want) {
			t.Errorf("due %v, want %s: tomorrow is no working day here", v.Steps, want)
		}
		urgent, urgency := o.draft(), "hoa_toc"
		urgent, err = o.Edit(ctx, o.id(drafter), urgent.Document.ID, EditInput{Version: urgent.Document.Version, Urgency: &urgency})
		if err != nil {
			t.Fatal(err)
		}
		urgent = o.walk(urgent, document.Numbered)
		signedAt := urgent.Parts["sign"].At
		for _, step := range urgent.Steps {
			if step.Action == "seal" && !step.Due.Equal(signedAt.Add(30*time.Minute)) {
				t.Errorf("sealing is due %v, signed %v", step.Due, signedAt)
			}
		}
	})
}

// Whoever a late step lies before is told once, and nobody else.
func TestTheAlarmOfALateStep(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.walk(o.draft(), document.Signed)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		told := func(who string) (late int) {
			notices, err := o.notices(who)
			must(err)
			for _, n := range notices {
				if n.Label == "Quá hạn xử lý" && n.DocumentID == v.Document.ID {
					late++
				}
			}
			return late
		}
		must(o.alarm(ctx))
		if told(clerk) != 0 {
			t.Error("an alarm before the time")
		}
		must(s.Update(ctx, func(tx *store.Tx) error {
			return tx.DB().Exec(`UPDATE document_step SET due = ? WHERE document_id = ?`, tx.Now.Add(-time.Minute), v.Document.ID).Error
		}))
		for range 2 {
			must(o.alarm(ctx))
		}
		must(s.View(ctx, func(tx *store.Tx) error {
			again, err := lateSteps(tx, 10)
			if len(again) > 0 {
				t.Errorf("%d steps are looked at for ever", len(again))
			}
			return err
		}))
		for who, want := range map[string]int{clerk: 1, drafter: 0, signer: 0, admin: 0} {
			if got := told(who); got != want {
				t.Errorf("%s is told %d times, want %d", who, got, want)
			}
		}
	})
}

// notices are what a person has not seen, as notice gives them.
func (o *office) notices(username string) ([]notice.Notice, error) {
	o.t.Helper()
	policy, err := authz.Load()
	if err != nil {
		return nil, err
	}
	n := notice.New(notice.Config{Store: o.store, Policy: policy, Today: func() store.Date { return officeDay }})
	return n.List(context.Background(), o.id(username), notice.Query{Unseen: true})
}
