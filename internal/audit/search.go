package audit

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Filter chooses events. What is empty asks for nothing.
type Filter struct {
	Subject  Subject  // its Kind, its ID, or both
	Kinds    []string // of which kind it may be, where only its ID is known
	ActorID  string
	Action   string
	From, To time.Time // from the first moment until before the second
	Place    Place     // events after this one in the list, which are older
	Limit    int       // at least 1
}

// Place is where a page of a list ends: a list goes on by key, so that the ten-thousandth page costs what the first does.
type Place struct {
	At time.Time
	ID int64
}

// String is the place as a cursor; "" for none.
func (p Place) String() string {
	if p.ID == 0 {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d", p.At.UnixMicro(), p.ID))
}

var errPlace = fault.New(fault.Unmet, "CURSOR_INVALID", "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.")

// ParsePlace reads a cursor; "" is the beginning. Fault CURSOR_INVALID.
func ParsePlace(cursor string) (p Place, err error) {
	if cursor == "" {
		return p, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return p, errPlace.Because(err)
	}
	micro, id, _ := strings.Cut(string(text), ".")
	at, err := strconv.ParseInt(micro, 10, 64)
	if err == nil {
		p.ID, err = strconv.ParseInt(id, 10, 64)
	}
	if err != nil || p.ID <= 0 || at < 0 || at > maxMicro {
		return Place{}, errPlace.Because(err)
	}
	p.At = time.UnixMicro(at).UTC()
	return p, nil
}

// maxMicro is the end of the year 9999: beyond it the databases write a moment in other ways.
const maxMicro = 253402300799_000000

// Place is where the entry stands in a list.
func (e Entry) Place() Place { return Place{At: e.At, ID: e.ID} }

// Search gives events, the newest first.
func Search(tx *store.Tx, f Filter) ([]Entry, error) { return searchEvents(tx, f) }

// Refused is one line of the access log in its place.
type Refused struct {
	Refusal
	ID int64
	At time.Time
}

// Place is where the line stands in a list.
func (r Refused) Place() Place { return Place{At: r.At, ID: r.ID} }

// Refusals gives lines of the access log, the newest first. Of the filter it takes Subject.ID, ActorID, Action (an act of
// authz), the days, the place and the limit.
func Refusals(tx *store.Tx, f Filter) ([]Refused, error) { return searchRefusals(tx, f) }

// VerifyChain recomputes the chain of one subject and compares it with its head.
func VerifyChain(tx *store.Tx, s Subject) (report Report, err error) {
	entries, err := Trail(tx, s)
	if err != nil {
		return report, err
	}
	head, known, err := headOf(tx, s)
	if err != nil || !known && len(entries) == 0 {
		return report, err
	}
	report.Chains, report.Events = 1, len(entries)
	var last Entry
	for _, e := range entries {
		if report.Fault = follows(last, e); report.Fault != nil {
			return report, nil
		}
		last = e
	}
	switch {
	case len(entries) == 0:
		report.Fault = &Break{Subject: s, Seq: head.Seq, Detail: breakLabels.chainGone}
	case !known || head.Seq != last.Seq || head.Hash != last.Hash:
		report.Fault = &Break{s, last.Seq, last.ID, breakLabels.headDiffers}
	}
	return report, nil
}

// VerifyBetween recomputes the events of a span of time, each with the one before it, the one after it and its chain's
// head. What it cannot see is a chain of which nothing of that time is left: that is Verify's.
func VerifyBetween(tx *store.Tx, from, to time.Time) (report Report, err error) {
	var last Subject
	err = eachLinked(tx, from, to, func(l linked) error {
		report.Events++
		if l.Subject != last {
			report.Chains++
			last = l.Subject
		}
		before := Entry{Seq: l.Seq - 1, Hash: l.before}
		if l.Seq > 1 && l.before == "" {
			before.Seq = l.Seq - 2 // the event before is gone: follows says which
		}
		if bad := follows(before, l.Entry); bad != nil {
			return bad
		}
		if !l.followed && l.headSeq > l.Seq {
			return &Break{l.Subject, l.Seq + 1, 0, fmt.Sprintf(breakLabels.linkMissing, l.Seq+1)}
		}
		if !l.followed && (l.headSeq != l.Seq || l.headHash != l.Hash) {
			return &Break{l.Subject, l.Seq, l.ID, breakLabels.headDiffers}
		}
		return nil
	})
	if errors.As(err, &report.Fault) {
		err = nil
	}
	return report, err
}
