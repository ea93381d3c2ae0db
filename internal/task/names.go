package task

import (
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

func personName(tx *store.Tx, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	p, _, err := directory.PersonByID(tx, id)
	return p.Name, err
}

// peopleNames are the names of people, in one query.
func peopleNames(tx *store.Tx, ids []string) (map[string]string, error) {
	people, err := directory.PeopleByID(tx, ids)
	names := make(map[string]string, len(people))
	for id, p := range people {
		names[id] = p.Name
	}
	return names, err
}

func loadCalendar(tx *store.Tx) (*calendar.Calendar, error) { return calendar.Load(tx) }
