package directory

import (
	"fmt"
	"slices"

	"trinhky/internal/store"
)

// Bearers gives, of names folded by Fold, those that organs bear: "" for a name of an organ that stands on a date or has
// yet to open, else the id of the organ that bore it last and has ended. It is for looking through a text, where most
// runs of words are no name at all.
func Bearers(tx *store.Tx, folded []string, on store.Date) (map[string]string, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	type bearer struct{ Name, ID, ValidTo string }
	borne, last := map[string]string{}, map[string]string{}
	for chunk := range slices.Chunk(folded, 200) {
		var found []bearer
		err := tx.DB().Raw(`SELECT folded_name AS name, id, valid_to FROM organ WHERE folded_name IN ?
			UNION ALL SELECT s.folded_name, o.id, o.valid_to FROM organ_short_name s JOIN organ o ON o.id = s.organ_id
			WHERE s.folded_name IN ?`, chunk, chunk).Scan(&found).Error
		if err != nil {
			return nil, fmt.Errorf("find who bears a name: %w", err)
		}
		for _, b := range found {
			switch to := store.Date(b.ValidTo); {
			case to == "" || to >= on:
				borne[b.Name], last[b.Name] = "", "9999"
			case b.ValidTo > last[b.Name]:
				borne[b.Name], last[b.Name] = b.ID, b.ValidTo
			}
		}
	}
	return borne, nil
}
