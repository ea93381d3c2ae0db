package notice

import (
	"context"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// The ways to be told by mail, beside the application, which always tells.
const (
	NoMail    = "none"
	Immediate = "immediate" // within a minute or two, but for quiet hours
	Digest    = "digest"    // once a day
)

// Wish is how a person wants to be told. Hours are of the office's zone, 0 to 23.
type Wish struct {
	Mail       string
	DigestHour int // at which the day's one letter goes
	// QuietFrom to QuietTo, the latter not included, also over midnight: letters wait until the hours are over. Equal: never.
	QuietFrom, QuietTo int
	// Address is where letters go, as the directory has it; "" for nobody's. It is not set here.
	Address string
	// Possible: this server sends mail at all.
	Possible bool
}

// unsaid is the wish of who said nothing.
var unsaid = Wish{Mail: NoMail, DigestHour: 7, QuietFrom: 21, QuietTo: 6}

// quiet says whether letters wait in an hour of the day.
func (w Wish) quiet(hour int) bool {
	if w.QuietFrom <= w.QuietTo {
		return w.QuietFrom <= hour && hour < w.QuietTo
	}
	return hour >= w.QuietFrom || hour < w.QuietTo
}

func (w Wish) check() error {
	hours := []int{w.DigestHour, w.QuietFrom, w.QuietTo}
	for _, h := range hours {
		if h < 0 || h > 23 {
			return fault.New(fault.Unmet, "NOTICE_HOUR_INVALID", "Giờ phải từ 0 đến 23.")
		}
	}
	switch w.Mail {
	case NoMail, Immediate, Digest:
		return nil
	}
	return fault.New(fault.Unmet, "NOTICE_MAIL_UNKNOWN", "Chọn: không gửi thư, gửi ngay, hoặc mỗi ngày một thư.")
}

// Wish gives how a person wants to be told.
func (s *Service) Wish(ctx context.Context, personID string) (w Wish, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		if w, err = wishOf(tx, personID); err != nil {
			return err
		}
		w.Address, err = addressOf(tx, personID)
		return err
	})
	w.Possible = s.Send != nil
	return w, err
}

// SetWish changes how a person wants to be told; own wishes only, so no right is asked.
func (s *Service) SetWish(ctx context.Context, personID string, w Wish) error {
	err := w.check()
	if err == nil {
		err = s.Store.Update(ctx, func(tx *store.Tx) error { return s.setWish(tx, personID, w) })
	}
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: personID, Act: "notice.wish", SubjectID: personID}, err)
}

func (s *Service) setWish(tx *store.Tx, personID string, w Wish) error {
	person, known, err := directory.PersonByID(tx, personID)
	if err != nil {
		return err
	}
	if !known {
		return fault.New(fault.NotFound, "PERSON_UNKNOWN", "Không tìm thấy người dùng.")
	}
	if w.Mail != NoMail && person.Email == "" {
		return fault.New(fault.Unmet, "NOTICE_NO_ADDRESS", "Danh bạ chưa có địa chỉ thư điện tử của người nhận, hãy nhờ quản trị bổ sung ở mục Danh bạ.")
	}
	now := s.now().In(store.Hanoi)
	day := store.DateOf(now)
	if now.Hour() < w.DigestHour { // today's hour is still to come
		day = store.DateOf(now.AddDate(0, 0, -1))
	}
	if err := putWish(tx, personID, w, day); err != nil {
		return err
	}
	err = audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "person", ID: personID}, Action: "notice_wish", ActorID: personID, ActorName: person.Name,
		Details: map[string]any{"mail": w.Mail, "digest_hour": w.DigestHour, "quiet_from": w.QuietFrom, "quiet_to": w.QuietTo},
	})
	if err != nil {
		return err
	}
	return tx.SetAnswer(personID)
}

func addressOf(tx *store.Tx, personID string) (string, error) {
	person, _, err := directory.PersonByID(tx, personID)
	return person.Email, err
}

// now is the clock at the precision both databases keep.
func (s *Service) now() time.Time { return s.Clock().UTC().Truncate(time.Microsecond) }
