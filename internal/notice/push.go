package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/push"
	"trinhky/internal/store"
)

// deviceLimit is how many browsers of one person are told; the oldest gives way.
const deviceLimit = 10

// pushArgs is the job that tells one browser: its row's id, never an address or a word.
type pushArgs struct {
	DeviceID string `json:"device_id"`
}

// Kind names the job.
func (pushArgs) Kind() string { return "notice.push" }

// ErrNoPush refuses a browser where the office allows no outside push service, or not that one.
var ErrNoPush = fault.New(fault.Unmet, "PUSH_NOT_ALLOWED", "Văn phòng không cho phép dịch vụ thông báo của trình duyệt này.")

// AddDevice has a browser of a person told from now on: what is new by then is not told again. A browser that was another
// person's is this one's now. Gives the device's id, which that browser alone keeps, so that it can be let go with it.
func (s *Service) AddDevice(ctx context.Context, personID string, d push.Device) (id string, err error) {
	if err = s.Push.Check(d); err != nil {
		err = ErrNoPush.Because(err)
	} else {
		err = s.Store.Update(ctx, func(tx *store.Tx) (err error) {
			if id, err = putDevice(tx, personID, d); err != nil {
				return err
			}
			return s.noteDevice(tx, personID, "push_device_added", id)
		})
	}
	return id, audit.Denied(ctx, s.Store, audit.Refusal{ActorID: personID, Act: "notice.push", SubjectID: personID}, err)
}

// DropDevice ends that; of a browser that nobody is told on it asks nothing.
func (s *Service) DropDevice(ctx context.Context, personID, endpoint string) error {
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		dropped, err := dropDevice(tx, personID, endpoint)
		if err != nil {
			return err
		}
		if !dropped {
			return tx.SetAnswer(personID)
		}
		return s.noteDevice(tx, personID, "push_device_removed", personID)
	})
}

// LeaveDevice lets the browser with an id go, which its person has left: logged out, or somebody else, now, is logged in
// there. A browser of now itself, and one that nobody is told on, stays as it is.
func (s *Service) LeaveDevice(ctx context.Context, id, now string) error {
	if id == "" {
		return nil
	}
	return s.Store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		row, known, err := deviceOf(tx, id)
		if err != nil || !known || row.PersonID == now {
			return err
		}
		if err := forgetDevice(tx, id); err != nil {
			return err
		}
		return s.noteDevice(tx, row.PersonID, "push_device_removed", "")
	})
}

// TellsDevice says whether the browser with an id is told of what is a person's.
func (s *Service) TellsDevice(ctx context.Context, personID, id string) (tells bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		row, known, err := deviceOf(tx, id)
		tells = known && row.PersonID == personID
		return err
	})
	return tells, err
}

// ForgetDevices lets all browsers of a person go but the one with an id, in the transaction in which the password or the
// account ends whoever else came in with it; its event stands for both.
func ForgetDevices(tx *store.Tx, personID, but string) error { return forgetDevices(tx, personID, but) }

// ForgetDevices is the same for a person's own new password, whose event was written just now.
func (s *Service) ForgetDevices(ctx context.Context, personID, but string) error {
	return s.Store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return forgetDevices(tx, personID, but) })
}

func (s *Service) noteDevice(tx *store.Tx, personID, action, answer string) error {
	person, known, err := directory.PersonByID(tx, personID)
	if err != nil {
		return err
	}
	if !known {
		return fault.New(fault.NotFound, "PERSON_UNKNOWN", "Không tìm thấy người dùng.")
	}
	err = audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "person", ID: personID}, Action: action, ActorID: personID, ActorName: person.Name,
	})
	if err != nil {
		return err
	}
	return tx.SetAnswer(answer)
}

// knock finds the browsers to be told of something new, outside their person's quiet hours, and hands each to the queue.
// Running twice tells nothing twice.
func (s *Service) knock(ctx context.Context) error {
	if s.Push == nil {
		return nil
	}
	for {
		var n int
		err := s.Store.Update(ctx, func(tx *store.Tx) error {
			found, err := devicesToTell(tx, s.now().In(store.Hanoi).Hour(), gatherBatch)
			n = len(found)
			for _, id := range found {
				if err == nil {
					err = jobs.Enqueue(tx, pushArgs{DeviceID: id})
				}
			}
			return err
		})
		if err != nil || n < gatherBatch {
			return err
		}
	}
}

// pushed is what a service worker is given to show (templates/scripts/service-worker.js).
type pushed struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	Path  string `json:"path"`
}

// push tells one browser how much is new. A browser that is gone is forgotten; a refusal for good stays on its row.
func (s *Service) push(ctx context.Context, args pushArgs) error {
	if s.Push == nil {
		return nil
	}
	var row deviceRow
	var known bool
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		row, known, err = deviceOf(tx, args.DeviceID)
		return err
	})
	if err != nil || !known {
		return err
	}
	var lines []countRow
	err = s.view(ctx, row.PersonID, func(tx *store.Tx, reach authz.Reach) (err error) {
		lines, err = unseenCounts(tx, row.PersonID, reach)
		return err
	})
	if err != nil || len(lines) == 0 { // all of it was seen meanwhile
		return err
	}
	message, urgent := pushOf(lines)
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("write a push: %w", err)
	}
	err = s.Push.Send(ctx, push.Device{Endpoint: row.Endpoint, Key: row.Key, Secret: row.Secret}, body, urgent)
	if err != nil && !push.Permanent(err) {
		return err // the queue tries again
	}
	why := ""
	if err != nil {
		why = clip(err.Error())
	}
	return s.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		if push.Gone(err) {
			return forgetDevice(tx, row.ID)
		}
		return settleDevice(tx, row.ID, why)
	})
}

// pushOf says how many things of which sort are new, as a letter does.
func pushOf(lines []countRow) (pushed, bool) {
	title, sorts, urgent := counted(lines)
	return pushed{title, strings.Join(sorts, "; "), "/notices"}, urgent
}
