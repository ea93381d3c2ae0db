package directory

import (
	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// Clerks are the văn thư on a date, by the organ where they are; one who sits in a unit stands under the whole organ. One
// question for all offices, for who reaches many of them at once.
func Clerks(tx *store.Tx, on store.Date) (map[string][]string, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	held, err := holdingsWhere(tx, "h.role = ? AND "+heldOn, authz.Clerk, on, on, on, on)
	if err != nil {
		return nil, err
	}
	units, err := wholesOf(tx)
	if err != nil {
		return nil, err
	}
	clerks := map[string][]string{}
	for _, h := range held {
		organ := h.OrganID
		if whole := units[organ]; whole != "" {
			organ = whole
		}
		clerks[organ] = append(clerks[organ], h.PersonID)
	}
	return clerks, nil
}
