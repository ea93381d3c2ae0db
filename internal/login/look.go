package login

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Look is how a person wants the pages, kept with the account so that every device gets it at the log-in. "" is no
// choice: then the device's own stands.
type Look struct {
	Language string `gorm:"column:language"` // "vi" or "en"
	Theme    string `gorm:"column:theme"`    // "auto" (as the device is set), "light" or "dark"
}

// ErrLookUnknown refuses a language or a theme that there is not.
var ErrLookUnknown = fault.New(fault.Unmet, "LOOK_UNKNOWN", "Chọn ngôn ngữ và màu trong danh sách.")

// SetLook keeps a person's own wish. What is "" in it stays as it was.
//
// Refused with ErrLookUnknown or ErrAccountUnknown.
func (s *Service) SetLook(ctx context.Context, owner authz.Actor, look Look) error {
	if !slices.Contains([]string{"", "vi", "en"}, look.Language) || !slices.Contains([]string{"", "auto", "light", "dark"}, look.Theme) {
		return ErrLookUnknown
	}
	return s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		if known, err := setLook(tx, owner.PersonID, look); err != nil || !known {
			return orElse(err, ErrAccountUnknown)
		}
		return nil
	})
}
