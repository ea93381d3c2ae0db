package notice

import (
	"context"
	"errors"
	"strings"
	"testing"

	"trinhky/internal/fault"
	"trinhky/internal/mail"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestImmediateLettersKeepQuietHours(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		r.clock("2026-11-20 20:00")
		r.wish(drafter, Wish{Mail: Immediate, QuietFrom: 21, QuietTo: 6})
		d, hidden := r.document(drafter), r.document(approver)
		r.tell(d, "1", drafter, approver)
		r.tell(hidden, "1", drafter)
		r.message(Message{About: Task, AboutID: "t1", Action: "assign", Key: "k", Label: "Được giao", Urgent: true}, drafter)
		r.work()
		r.work() // and no second letter of the same
		if r.sent() != 1 {
			t.Fatalf("%d letters, want 1", r.sent())
		}
		m := r.letters[0]
		if m.To != drafter+"@example.vn" || m.Subject != "Có 2 việc mới trên Trình Ký" || !strings.HasSuffix(m.MessageID, "@vanban.example.vn") {
			t.Errorf("the letter is %+v", m)
		}
		for _, line := range []string{"- nhiệm vụ: 1 (khẩn: 1)\n", "- văn bản trình ký, ban hành: 1\n", "https://vanban.example.vn/\n", "https://vanban.example.vn/notices\n"} {
			if !strings.Contains(m.Text, line) {
				t.Errorf("the letter lacks %q:\n%s", line, m.Text)
			}
		}
		for _, secret := range []string{"lịch trực", "Duyệt", "Được giao", d} {
			if strings.Contains(m.Subject+m.Text, secret) {
				t.Errorf("the letter tells %q", secret)
			}
		}
		for _, hour := range []string{"2026-11-20 21:00", "2026-11-20 23:59", "2026-11-21 00:00", "2026-11-21 05:59"} {
			r.clock(hour)
			r.tell(d, hour, drafter)
			r.work()
			if r.sent() != 1 {
				t.Fatalf("a letter went at %s", hour)
			}
		}
		r.clock("2026-11-21 06:00")
		r.work()
		if r.sent() != 2 || !strings.Contains(r.letters[1].Subject, "4 việc") {
			t.Errorf("in the morning: %d letters, %+v", r.sent(), r.letters)
		}
	})
}

func TestQuietHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to, hour int
		quiet          bool
	}{
		{21, 6, 21, true}, {21, 6, 20, false}, {21, 6, 5, true}, {21, 6, 6, false}, {12, 14, 12, true}, {12, 14, 13, true}, {12, 14, 14, false},
		{12, 14, 11, false}, {0, 0, 0, false}, {7, 7, 7, false}, {0, 23, 22, true}, {0, 23, 23, false},
	} {
		if got := (Wish{QuietFrom: c.from, QuietTo: c.to}).quiet(c.hour); got != c.quiet {
			t.Errorf("%d–%d at %d: %v", c.from, c.to, c.hour, got)
		}
	}
}

func TestOneDigestADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		r.clock("2026-11-20 09:00") // after the hour: the first digest is tomorrow's
		r.wish(drafter, Wish{Mail: Digest, DigestHour: 7, QuietFrom: 0, QuietTo: 23})
		d := r.document(drafter)
		at := func(hour, key string, want int) {
			t.Helper()
			r.clock(hour)
			if key != "" {
				r.tell(d, key, drafter)
			}
			r.work()
			if r.sent() != want {
				t.Fatalf("at %s %d letters, want %d", hour, r.sent(), want)
			}
		}
		at("2026-11-20 10:00", "1", 0)
		at("2026-11-20 23:59", "2", 0)
		at("2026-11-21 06:59", "", 0)
		at("2026-11-21 07:00", "", 1)
		if !strings.Contains(r.letters[0].Subject, "2 việc") {
			t.Errorf("the digest is %+v", r.letters[0])
		}
		at("2026-11-21 07:01", "3", 1) // today's has gone
		at("2026-11-22 09:30", "", 2)  // a server that slept at seven sends late
		at("2026-11-23 07:00", "", 2)  // nothing new, no letter …
		at("2026-11-23 08:00", "4", 2) // … and none later that day
		at("2026-11-24 07:00", "", 3)
		ids := map[string]bool{}
		for _, m := range r.letters {
			ids[m.MessageID] = true
		}
		if len(ids) != 3 {
			t.Errorf("%d Message-IDs of 3 letters", len(ids))
		}
	})
}

// Every letter goes at least once with one Message-ID, or its failure is on the row.
func TestLettersThatFail(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		r.wish(drafter, Wish{Mail: Immediate})
		d := r.document(drafter)
		down := errors.New("dial tcp: connection refused")
		r.answer = func(mail.Message) error { return down }
		r.tell(d, "1", drafter)
		for range 3 {
			r.work()
		}
		last := func() Letter {
			t.Helper()
			letters, err := r.Letters(ctx, r.id(drafter))
			r.must(err)
			return letters[0]
		}
		if l := last(); l.State != waiting || l.Attempts != 3 || !strings.Contains(l.Error, "refused") || l.SettledAt != nil {
			t.Errorf("after three attempts %+v", l)
		}
		r.answer = func(mail.Message) error { return nil }
		r.work()
		if l := last(); l.State != sent || l.Attempts != 4 || l.Error != "" || l.SettledAt == nil {
			t.Errorf("at last %+v", l)
		}
		for _, m := range r.letters {
			if m.MessageID != r.letters[0].MessageID {
				t.Errorf("sent again as another letter: %s, %s", m.MessageID, r.letters[0].MessageID)
			}
		}
		r.answer = func(mail.Message) error { return down }
		r.tell(d, "2", drafter)
		for range attemptLimit + 3 {
			r.work()
		}
		if l := last(); l.State != failed || l.Attempts != attemptLimit || l.Error == "" {
			t.Errorf("a server that never answers: %+v", l)
		}
		r.tell(d, "3", drafter)
		r.answer = func(mail.Message) error { return mail.ErrAddress } // for good
		before := r.sent()
		r.work()
		r.work()
		if l := last(); l.State != failed || l.Attempts != 1 || r.sent() != before+1 {
			t.Errorf("refused for good: %+v after %d attempts", l, r.sent()-before)
		}
		if n, err := r.Unseen(ctx, r.id(drafter)); err != nil || n != 3 {
			t.Errorf("in the application all is told, whatever the mail does: %d, %v", n, err)
		}
	})
}

func TestLettersThatNobodyNeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		r.clock("2026-11-20 09:00")
		r.wish(drafter, Wish{Mail: Immediate})
		r.wish(approver, Wish{Mail: Immediate})
		d := r.document(drafter)
		r.tell(d, "1", drafter, approver) // the approver may not see it
		r.must(r.gather(ctx))
		r.must(r.SeeThing(ctx, r.id(drafter), Document, d))
		r.work()
		if r.sent() != 0 || r.count("notice_mail WHERE state = 'unneeded' AND settled_at IS NOT NULL") != 2 {
			t.Errorf("%d letters went, %d were not needed", r.sent(), r.count("notice_mail WHERE state = 'unneeded'"))
		}
		// The address went away, and a letter whose job was lost.
		r.exec(`UPDATE person SET email = '' WHERE id = ?`, r.id(drafter))
		r.tell(d, "2", drafter)
		r.work()
		if l, err := r.Letters(ctx, r.id(drafter)); err != nil || l[0].State != failed || l[0].Error == "" || r.sent() != 0 {
			t.Errorf("without an address %+v, %v", l, err)
		}
		r.message(Message{About: Task, AboutID: "t", Action: "a", Key: "k", Label: "L"}, approver)
		r.must(r.gather(ctx))
		r.clock("2026-11-22 09:01")
		r.must(r.gather(ctx))
		if n := r.count("notice_mail WHERE state = 'failed'"); n != 2 {
			t.Errorf("%d letters failed, want the lost one too", n)
		}
	})
}

func TestWishes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		w, err := r.Wish(ctx, r.id(drafter))
		r.must(err)
		if w.Mail != NoMail || !w.Possible || w.Address != "" {
			t.Errorf("who said nothing wants %+v", w)
		}
		r.tell(r.document(drafter), "1", drafter)
		r.work()
		if r.sent() != 0 || r.count("notice_mail") != 0 {
			t.Errorf("%d letters to who wants none", r.sent())
		}
		refused := func(w Wish, code string) {
			t.Helper()
			if err := r.SetWish(ctx, r.id(drafter), w); fault.Of(err).Code != code {
				t.Errorf("%+v: %v, want %s", w, err, code)
			}
		}
		refused(Wish{Mail: Digest}, "NOTICE_NO_ADDRESS")
		refused(Wish{Mail: "pigeon"}, "NOTICE_MAIL_UNKNOWN")
		refused(Wish{Mail: NoMail, DigestHour: 24}, "NOTICE_HOUR_INVALID")
		refused(Wish{Mail: NoMail, QuietFrom: -1}, "NOTICE_HOUR_INVALID")
		if r.count("notice_wish") != 0 || r.count("access_log WHERE act = 'notice.wish'") != 4 {
			t.Errorf("%d wishes, %d refusals", r.count("notice_wish"), r.count("access_log WHERE act = 'notice.wish'"))
		}
		want := Wish{Mail: Digest, DigestHour: 16, QuietFrom: 22, QuietTo: 5}
		r.wish(drafter, Wish{Mail: Immediate})
		r.wish(drafter, want)
		want.Address, want.Possible = drafter+"@example.vn", true
		if w, err := r.Wish(ctx, r.id(drafter)); err != nil || w != want {
			t.Errorf("wants %+v, %v, want %+v", w, err, want)
		}
		if n := r.count("audit_event WHERE action = 'notice_wish'"); n != 2 {
			t.Errorf("%d events of 2 changes", n)
		}
		r.Service.Send = nil // a server without mail
		r.must(r.SetWish(ctx, r.id(drafter), Wish{Mail: Immediate}))
		r.must(r.gather(ctx))
		if w, err := r.Wish(ctx, r.id(drafter)); err != nil || w.Possible || r.count("notice_mail") != 0 {
			t.Errorf("without a mail server %+v, %v, %d letters", w, err, r.count("notice_mail"))
		}
	})
}
