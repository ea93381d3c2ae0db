package login

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Look is how a person wants the pages, kept with the account so that every device gets it at the log-in. "" is no
// choice: then the device's own stands.
type Look struct {
	Language string `gorm:"column:language"` // "vi" or "en"
	Theme    string `gorm:"column:theme"`    // "auto" (as the device is set), "light" or "dark"
	Keys     string `gorm:"column:keys"`     // "on" or "off": whether single letters are commands (WCAG 2.1.4)
}

// ErrLookUnknown refuses a language or a theme that there is not.
var ErrLookUnknown = fault.New(fault.Unmet, "LOOK_UNKNOWN", "Chọn ngôn ngữ và màu trong danh sách.")

// SetLook keeps a person's own wish. What is "" in it stays as it was.
//
// Refused with ErrLookUnknown or ErrAccountUnknown.
func (s *Service) SetLook(ctx context.Context, owner authz.Actor, look Look) error {
	if !slices.Contains([]string{"", "vi", "en"}, look.Language) || !slices.Contains([]string{"", "auto", "light", "dark"}, look.Theme) ||
		!slices.Contains([]string{"", "on", "off"}, look.Keys) {
		return ErrLookUnknown
	}
	return s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		if known, err := setLook(tx, owner.PersonID, look); err != nil || !known {
			return orElse(err, ErrAccountUnknown)
		}
		return nil
	})
}

// visitGap is how long somebody stays away from the workbench before it is a new visit.
const visitGap = 30 * time.Minute

// Visit notes that a person looks at the workbench, and gives the moment since which changes are news: the last look of the
// visit before. A reload, or a look every few minutes, moves it not; who comes back after half an hour has a new one.
func (s *Service) Visit(ctx context.Context, personID string) (since time.Time, err error) {
	var was visit
	var now time.Time
	err = s.store.View(ctx, func(tx *store.Tx) error {
		now = tx.Now
		was, err = visitOf(tx, personID)
		return err
	})
	if err != nil || was.SeenAt != nil && now.Sub(*was.SeenAt) < visitGap/6 { // not a write for every reload
		return was.since(), err
	}
	err = s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		if was, err = visitOf(tx, personID); err != nil {
			return err
		}
		if was.SeenAt != nil && tx.Now.Sub(*was.SeenAt) >= visitGap {
			was.Since = was.SeenAt
		}
		was.SeenAt = &tx.Now
		return setVisit(tx, personID, was)
	})
	return was.since(), err
}

// SeeChanges says that a person has seen what changed until now.
func (s *Service) SeeChanges(ctx context.Context, personID string) error {
	return s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		return setVisit(tx, personID, visit{SeenAt: &tx.Now, Since: &tx.Now})
	})
}

// since is zero for who comes for the first time: nothing is news then.
func (v visit) since() time.Time {
	if v.Since == nil {
		return time.Time{}
	}
	return *v.Since
}
