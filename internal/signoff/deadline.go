package signoff

import (
	"time"

	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Deadline is how long a step may take: "2wd" working days, "30m" minutes, "asked" as whoever asks says, "" none.
type Deadline string

func (d Deadline) valid() bool { return d == asked || calendar.Term(d).Valid() }

const asked Deadline = "asked"

// afterSignature are the steps on which the law sets a clock, from the signature on: văn thư registers and issues in the
// same day, what is urgent at once (NĐ 30/2020 Art. 4, 18).
var afterSignature = map[string]calendar.Clock{
	"assign_number": calendar.RegisterOutgoing, "seal": calendar.IssueOutgoing, "issue": calendar.IssueOutgoing,
}

// clocks are what a document's deadlines count on.
type clocks struct {
	days     *calendar.Calendar
	now      time.Time
	urgent   bool
	signedAt time.Time // the moment of the personal signature; zero before it
	// concluded is when the thông báo kết luận of a meeting must be out; zero for any other document.
	concluded time.Time
}

// clocksOf gathers them.
func (f *facts) clocksOf(days *calendar.Calendar) clocks {
	k := clocks{days: days, now: f.now, urgent: f.document.Urgency != "", concluded: conclusionDue(days, f.document.Regime, f.content)}
	if !k.concluded.IsZero() {
		// Meetings are of the office's calendar, desks of the real clock: an office of another date keeps the same distance.
		k.concluded = k.concluded.Add(store.DateOf(f.now).Time().Sub(f.on.Time()))
	}
	if f.document.Signed != "" {
		k.signedAt = f.parts["sign"].At
		if k.signedAt.IsZero() { // it is signed in this very transaction
			k.signedAt = f.now
		}
	}
	return k
}

// due is when a step must be done; false for one that nobody waits for. What the file allows never goes beyond the law.
func (k clocks) due(t Transition) (at *time.Time, waits bool) {
	switch t.Deadline {
	case "":
		return nil, false
	case asked:
		return nil, true
	}
	end := k.days.End(calendar.Term(t.Deadline), k.now)
	if clock, legal := afterSignature[t.Action]; legal && !k.signedAt.IsZero() {
		end = earlier(end, k.days.Due(clock, k.signedAt, k.urgent))
	}
	if !k.concluded.IsZero() {
		end = earlier(end, k.concluded)
	}
	return &end, true
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// conclusionDue is when the conclusion of a meeting must have been issued: five working days after the meeting ended (QĐ
// 45/2018/QĐ-TTg; in the Party by its own quy chế, five unless it says otherwise). The zero time for a document that names
// no meeting.
func conclusionDue(days *calendar.Calendar, regime string, c document.Content) time.Time {
	meeting, ok := c.Meeting()
	if !ok {
		return time.Time{}
	}
	return days.Due(conclusionClock(regime), meeting.EndedAt, false)
}

func conclusionClock(regime string) calendar.Clock {
	if directory.Regime(regime) == directory.State {
		return calendar.ConclusionState
	}
	return calendar.ConclusionParty
}

// conclusionsDue is conclusionDue of what a list shows and is still to be issued, by document.
func conclusionsDue(tx *store.Tx, documents []document.Document) (map[string]time.Time, error) {
	dues := map[string]time.Time{}
	meetings, err := document.Meetings(tx, idsIn(documents))
	if err != nil || len(meetings) == 0 {
		return dues, err
	}
	days, err := calendar.Load(tx)
	if err != nil {
		return dues, err
	}
	for _, d := range documents {
		if m, concludes := meetings[d.ID]; concludes && d.IssuedAt == nil && d.State != document.Withdrawn {
			dues[d.ID] = days.Due(conclusionClock(d.Regime), m.EndedAt, false)
		}
	}
	return dues, nil
}
