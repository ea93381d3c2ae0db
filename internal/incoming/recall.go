package incoming

import (
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// CalledBackLabels are the ways in which the issuer called an arrival back, as a person reads them.
var CalledBackLabels = map[string]string{
	distribution.Recall: "Đã bị thu hồi", distribution.TakeBack: "Đã được cơ quan gửi lấy lại",
}

// CalledBack settles the arrivals of copies that were recalled or are back with their sender: they wait for nobody and
// nobody is reminded; what the book says of them stays. It runs in the transaction that calls them back, after
// distribution has written why; each gets its event, and the văn thư of its office hear of it. Those that went back or lie
// in a hồ sơ stay as they are. on is the office's date. Three questions for all of them, so that a recall from 5,000 receivers costs rows alone.
func CalledBack(tx *store.Tx, deliveryIDs []string, on store.Date) error {
	calls, err := distribution.CalledBackFor(tx, deliveryIDs)
	if err != nil {
		return err
	}
	open, err := openArrivals(tx, deliveryIDs)
	if err != nil || len(open) == 0 {
		return err
	}
	clerks, err := directory.Clerks(tx, on)
	if err != nil {
		return err
	}
	people := map[string]string{}
	for _, a := range open {
		call, called := lastCall(calls[a.ID])
		if !called {
			continue
		}
		if err := callBack(tx, a, call, people, clerks[a.OfficeID]); err != nil {
			return err
		}
	}
	return nil
}

// callBack settles one of them; people remembers the names of who called.
func callBack(tx *store.Tx, a Arrival, call distribution.CalledBack, people map[string]string, clerks []string) error {
	if _, known := people[call.AskedBy]; !known {
		p, _, err := directory.PersonByID(tx, call.AskedBy)
		if err != nil {
			return err
		}
		people[call.AskedBy] = p.Name
	}
	a.CalledBack = call.Kind
	a.StepDue, a.Overdue = time.Time{}, false
	if err := changeCalledBack(tx, &a); err != nil {
		return err
	}
	err := audit.Record(tx, audit.Event{
		Subject: subject(a.ID), Action: call.Kind, ActorID: call.AskedBy, ActorName: people[call.AskedBy], From: string(a.State), To: string(a.State),
		Version: a.Version, Comment: call.Reason,
	})
	if err != nil {
		return err
	}
	label := "Văn bản đến đã bị cơ quan ban hành thu hồi"
	if call.Kind == distribution.TakeBack {
		label = "Văn bản đến đã được cơ quan gửi lấy lại"
	}
	return notice.Tell(tx, append([]string{a.HandlerID}, clerks...), notice.Message{
		About: notice.Arrival, AboutID: a.ID, Action: calledBackAction(call.Kind), Key: noticeKey(call.Kind, a.Version), Label: label, Urgent: true,
	})
}

// HeardOfRecall are those who were told that one of some arrivals was recalled: a word of the document itself would tell
// them the same again.
func HeardOfRecall(tx *store.Tx, deliveryIDs []string) ([]string, error) {
	return notice.Heard(tx, notice.Arrival, calledBackAction(distribution.Recall), deliveryIDs)
}

// calledBackAction is what the notice of a call is about.
func calledBackAction(kind string) string { return "arrival_" + kind }

// lastCall is what holds now of the calls for one copy: a recall stands over whatever came of a lấy lại before it.
func lastCall(calls []distribution.CalledBack) (last distribution.CalledBack, called bool) {
	for _, c := range calls {
		if !called || c.Kind == distribution.Recall || c.Gone() {
			last, called = c, true
		}
	}
	return last, called
}

// goesOn refuses what would take an arrival further that was called back; what was done with before may still be filed.
func (a Arrival) goesOn() error {
	switch {
	case a.CalledBack == "" || a.State == Done:
		return nil
	case a.State == Waiting:
		return distribution.ErrRecalled
	}
	return ErrCalledBack
}

// copyCalls are the calls for the copy of an arrival from inside.
func copyCalls(tx *store.Tx, a Arrival) ([]distribution.CalledBack, error) {
	if a.DeliveryID == "" {
		return nil, nil
	}
	calls, err := distribution.CalledBackFor(tx, []string{a.DeliveryID})
	return calls[a.DeliveryID], err
}
