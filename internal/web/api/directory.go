package api

import (
	"context"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

func (h *handlers) people(ctx context.Context, _ *none) (*of[[]client.Person], error) {
	contacts, err := h.Directory.Contacts(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[[]client.Person]{each(contacts, func(c directory.Contact) client.Person {
		return client.Person{
			ID: c.ID, Name: c.Name, Username: c.Username, Email: c.Email, MayEdit: c.MayEdit,
			Posts: each(c.Posts, func(p directory.Post) client.Post {
				return client.Post{OrganID: p.OrganID, Organ: p.Organ, OfficeID: p.OfficeID, Office: p.Office, Title: p.Title, Role: p.Role}
			}),
		}
	})}, nil
}

type emailInput struct {
	Person string `path:"person"`
	Body   client.NewEmail
}

func (h *handlers) setEmail(ctx context.Context, in *emailInput) (*none, error) {
	return nil, h.Directory.SetEmail(ctx, session.PersonID(ctx), in.Person, in.Body.Email)
}

func (h *handlers) organs(ctx context.Context, _ *none) (*of[[]client.Organ], error) {
	organs, _, err := h.Signoff.Directory(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[[]client.Organ]{each(organs, func(o directory.Organ) client.Organ {
		return client.Organ{
			ID: o.ID, Name: o.Name, Code: o.Code, Regime: string(o.Regime), Class: o.Class, Parent: o.ParentID, Unit: o.UnitOf != "",
		}
	})}, nil
}

// names looks up what organs and people are called, those that are no more too.
func (h *handlers) names(ctx context.Context, organs, people []string) (map[string]string, error) {
	names := map[string]string{"": ""}
	err := h.Store.View(ctx, func(tx *store.Tx) error {
		for _, id := range organs {
			if _, known := names[id]; known {
				continue
			}
			organ, err := directory.OrganByID(tx, id)
			if err != nil {
				return err
			}
			names[id] = organ.Name
		}
		for _, id := range people {
			if _, known := names[id]; known {
				continue
			}
			person, _, err := directory.PersonByID(tx, id)
			if err != nil {
				return err
			}
			names[id] = person.Name
		}
		return nil
	})
	return names, err
}
