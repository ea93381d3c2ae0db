package directory_test

import (
	"context"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestChangeLead(t *testing.T) {
	t.Parallel()
	const cum = "ld-cum-thi-dua-cac-so"
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if err := directory.LoadDemo(context.Background(), s); err != nil {
			t.Fatal(err)
		}
		policy, err := authz.Load()
		if err != nil {
			t.Fatal(err)
		}
		service := directory.New(s, policy, func() store.Date { return "2026-03-10" })
		who := func(username string) (id string) {
			change(t, s, func(tx *store.Tx) error {
				p, _, err := directory.PersonByUsername(tx, username)
				id = p.ID
				return err
			})
			return id
		}
		admin, clerk := "", ""
		change(t, s, func(tx *store.Tx) error {
			staff, err := directory.Staff(tx, "ld-vpubnd", "2026-03-10")
			for _, h := range staff {
				switch h.Role {
				case authz.Administrator:
					admin = h.Username
				case authz.Clerk:
					clerk = h.Username
				}
			}
			return err
		})
		change(t, s, func(tx *store.Tx) error {
			if admin == "" { // the demo's UBND has none: give the role to its văn thư beside
				admin = "admin.ubnd"
				p := directory.Person{ID: "person-admin-ubnd", Name: "Quản Trị Viên", Username: admin}
				if err := directory.AddPerson(tx, editor, p); err != nil {
					return err
				}
				return directory.AddHolding(tx, editor, directory.Holding{ID: "h-admin", PersonID: p.ID, OrganID: "ld-vpubnd", Position: "QUẢN TRỊ HỆ THỐNG",
					Title: "Quản trị hệ thống", Role: authz.Administrator, Standing: directory.Member, From: "2025-07-01"})
			}
			return nil
		})
		ctx := context.Background()
		refused(t, service.ChangeLead(ctx, who(clerk), cum, "ld-sxd", "2026-04-01"), "FORBIDDEN")
		refused(t, service.ChangeLead(ctx, "nobody", cum, "ld-sxd", "2026-04-01"), "FORBIDDEN")
		for _, c := range []struct {
			group, organ string
			from         store.Date
			code         string
		}{
			{"nothing", "ld-sxd", "2026-04-01", "GROUP_UNKNOWN"},
			{cum, "nowhere", "2026-04-01", "ORGAN_UNKNOWN"},
			{cum, "bt-btgtu", "2026-04-01", "ORGAN_CLOSED"},
			{cum, "xa-ubnd-tuyphong", "2026-04-01", "LEAD_INVALID"}, // no member
			{cum, "ld-sxd", "2025-12-01", "LEAD_INVALID"},           // before the last change
			{cum, "ld-snnmt", "2026-04-01", "LEAD_INVALID"},         // leads already
			{cum, "ld-sxd", "", "LEAD_INVALID"},
		} {
			refused(t, service.ChangeLead(ctx, who(admin), c.group, c.organ, c.from), c.code)
		}
		if err := service.ChangeLead(ctx, who(admin), cum, "ld-sxd", "2026-04-01"); err != nil {
			t.Fatal(err)
		}
		groups, err := service.Groups(ctx, who(admin))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			if g.ID != cum {
				continue
			}
			if len(g.Leads) != 3 || g.Leads[1].To != "2026-03-31" || g.Leads[2].Name != "Sở Xây dựng tỉnh Lâm Đồng" || !g.MayEdit || g.LeadOrganID != "ld-snnmt" {
				t.Errorf("%+v", g)
			}
		}
		// The database itself keeps two leads off one day.
		err = s.Update(ctx, func(tx *store.Tx) error {
			_, err := tx.SQL().Exec("INSERT INTO group_lead (group_id, organ_id, valid_from) VALUES ('" + cum + "', 'ld-snv', '2026-05-01')")
			return err
		})
		if err == nil {
			t.Error("two leads on one day")
		}
	})
}
