package login

import (
	"errors"
	"testing"

	"trinhky/internal/authz"
)

func TestALookIsKeptWithTheAccount(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		ctx := t.Context()
		binh := authz.Actor{Kind: authz.Person, PersonID: "p-binh"}
		if err := d.SetPassword(ctx, admin, binh.PersonID, "binh", password); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			wish, want Look
			err        error
		}{
			{Look{}, Look{}, nil},
			{Look{Language: "en", Theme: "dark"}, Look{"en", "dark", ""}, nil},
			{Look{Language: "fr", Theme: "light"}, Look{"en", "dark", ""}, ErrLookUnknown},
			{Look{Language: "vi", Theme: "pink"}, Look{"en", "dark", ""}, ErrLookUnknown},
			{Look{Language: "vi"}, Look{"vi", "dark", ""}, nil},
		} {
			if err := d.SetLook(ctx, binh, step.wish); !errors.Is(err, step.err) {
				t.Errorf("%v: %v, want %v", step.wish, err, step.err)
			}
			in, err := d.LogIn(ctx, "binh", password, home)
			if err != nil || in.Look != step.want {
				t.Errorf("after %v: %v, %v, want %v", step.wish, in.Look, err, step.want)
			}
		}
		if err := d.SetPassword(ctx, admin, binh.PersonID, "binh", password+"2"); err != nil {
			t.Fatal(err)
		}
		if in, err := d.LogIn(ctx, "binh", password+"2", home); err != nil || in.Look != (Look{"vi", "dark", ""}) {
			t.Errorf("with a new password: %v, %v", in.Look, err)
		}
		if err := d.SetLook(ctx, authz.Actor{Kind: authz.Person, PersonID: "p-nobody"}, Look{Theme: "dark"}); !errors.Is(err, ErrAccountUnknown) {
			t.Errorf("nobody's look: %v", err)
		}
	})
}
