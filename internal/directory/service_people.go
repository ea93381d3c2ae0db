package directory

import (
	"context"
	"net/mail"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Contact is a person as the directory's page shows him: the address only to who may change it.
type Contact struct {
	Account
	Email   string
	MayEdit bool
}

var (
	errPersonUnknown   = fault.New(fault.NotFound, "PERSON_UNKNOWN", "Không tìm thấy người dùng.")
	errContactForeign  = fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ quản trị của cơ quan có người này được sửa địa chỉ thư điện tử.")
	errAddressNotValid = fault.New(fault.Unmet, "EMAIL_INVALID", "Địa chỉ thư điện tử không hợp lệ, ví dụ đúng: ten@coquan.vn.")
)

const addressLimit = 254 // RFC 5321

// Contacts lists the people who hold a post today, office by office, for who may look the directory up.
func (s *Service) Contacts(ctx context.Context, personID string) (list []Contact, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, personID)
		if err != nil {
			return err
		}
		if s.policy.Reach(actor, authz.DirectoryRead).None() {
			return errReadForbidden
		}
		accounts, err := Accounts(tx, s.today())
		if err != nil {
			return err
		}
		edits := map[string]bool{} // by office
		list = make([]Contact, len(accounts))
		for i, account := range accounts {
			list[i].Account = account
			for _, post := range account.Posts {
				may, known := edits[post.OfficeID]
				if !known {
					if may, err = s.editsPeopleOf(tx, actor, post.OfficeID); err != nil {
						return err
					}
					edits[post.OfficeID] = may
				}
				list[i].MayEdit = list[i].MayEdit || may
			}
			if list[i].MayEdit {
				list[i].Email = account.Email
			}
			list[i].Account.Email = ""
		}
		return nil
	})
	return list, audit.Denied(ctx, s.store, audit.Refusal{ActorID: personID, Act: authz.DirectoryRead}, err)
}

func (s *Service) editsPeopleOf(tx *store.Tx, actor authz.Actor, organID string) (bool, error) {
	organ, err := OrganByID(tx, organID)
	return err == nil && s.policy.Can(actor, authz.DirectoryEdit, placeOf(organ)), err
}

// SetEmail writes where a person's letters go; "" for nowhere. By an administrator of an office that the person has a post
// in, or that serves it. Faults PERSON_UNKNOWN, FORBIDDEN, EMAIL_INVALID.
func (s *Service) SetEmail(ctx context.Context, by, personID, address string) error {
	address = strings.TrimSpace(address)
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, by)
		if err != nil {
			return err
		}
		if s.policy.Reach(actor, authz.DirectoryRead).None() {
			return errReadForbidden
		}
		person, known, err := PersonByID(tx, personID)
		if err != nil {
			return err
		}
		if !known {
			return errPersonUnknown
		}
		capacity, err := s.capacityOver(tx, actor, personID)
		if err != nil {
			return err
		}
		if !validAddress(address) {
			return errAddressNotValid
		}
		if address == person.Email {
			return nil
		}
		if err := setEmail(tx, personID, address); err != nil {
			return err
		}
		return Editor{ID: actor.PersonID, Name: actor.Name, Capacity: capacity}.record(tx, "person", personID, "directory.set_email",
			map[string]any{"was": person.Email, "email": address})
	})
	return audit.Denied(ctx, s.store, audit.Refusal{ActorID: by, Act: authz.DirectoryEdit, SubjectID: personID}, err)
}

// capacityOver is the post by which the actor looks after a person's place in the directory.
func (s *Service) capacityOver(tx *store.Tx, actor authz.Actor, personID string) (string, error) {
	accounts, err := Accounts(tx, s.today())
	if err != nil {
		return "", err
	}
	for _, account := range accounts {
		if account.ID != personID {
			continue
		}
		for _, post := range account.Posts {
			organ, err := OrganByID(tx, post.OfficeID)
			if err != nil {
				return "", err
			}
			if role, can := s.policy.Capacity(actor, authz.DirectoryEdit, placeOf(organ)); can {
				return role.Title, nil
			}
		}
	}
	return "", errContactForeign
}

func validAddress(address string) bool {
	if address == "" {
		return true
	}
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address && len(address) <= addressLimit
}
