package login

import (
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// Actor is the person with the roles held on a date, read in the caller's transaction. A person whom the directory does
// not know is nobody: ErrNotLoggedIn.
func Actor(tx *store.Tx, personID string, on store.Date) (authz.Actor, error) {
	person, known, err := directory.PersonByID(tx, personID)
	if err != nil {
		return authz.Actor{}, err
	}
	if !known {
		return authz.Actor{}, ErrNotLoggedIn.Because(fmt.Errorf("login: the directory has no person %q", personID))
	}
	roles, err := directory.Roles(tx, personID, on)
	if err != nil {
		return authz.Actor{}, err
	}
	return authz.Actor{Kind: authz.Person, PersonID: person.ID, Name: person.Name, Roles: roles}, nil
}
