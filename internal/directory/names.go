package directory

import "trinhky/internal/store"

// OrgansByID are the organs of these ids, also closed ones, in two queries however many they are; unknown ids are left
// out.
func OrgansByID(tx *store.Tx, ids []string) (map[string]Organ, error) {
	found, err := organsByIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	organs := make(map[string]Organ, len(found))
	for _, o := range found {
		organs[o.ID] = o
	}
	return organs, nil
}

// PeopleByID are the people of these ids, in one query however many they are; unknown ids are left out.
func PeopleByID(tx *store.Tx, ids []string) (map[string]Person, error) { return peopleByIDs(tx, ids) }
