package login

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// TestAttack43PasswordChangeEndsSessionsAndTokens, by an administrator and by the person.
func TestAttack43PasswordChangeEndsSessionsAndTokens(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		d.account(t, "p2", "lan")
		other := d.in(t, "lan").Token
		old := []string{d.in(t, "ha").Token, d.in(t, "ha").Token, d.token(t, "p1")}

		if err := d.SetPassword(t.Context(), admin, "p1", "ha.nguyen", "mật khẩu thứ hai"); err != nil {
			t.Fatal(err)
		}
		for i, token := range old {
			d.wantOut(t, token, fmt.Sprintf("token %d after the administrator's change", i))
		}
		if _, err := d.LogIn(t.Context(), "ha", password, home); !errors.Is(err, ErrLoginFailed) {
			t.Errorf("the old name and password: %v", err)
		}
		s, err := d.LogIn(t.Context(), "ha.nguyen", "mật khẩu thứ hai", home)
		if err != nil || !s.MustChange {
			t.Fatalf("the new name and password: %+v, %v", s, err)
		}
		token := d.token(t, "p1")

		if _, err := d.ChangePassword(t.Context(), actor("p1"), "sai", password, home); !errors.Is(err, ErrLoginFailed) {
			t.Errorf("change with a wrong old password: %v", err)
		}
		d.wantIn(t, s.Token, "p1")
		fresh, err := d.ChangePassword(t.Context(), actor("p1"), "mật khẩu thứ hai", password, home)
		if err != nil {
			t.Fatal(err)
		}
		d.wantOut(t, s.Token, "the session in which the password was changed")
		d.wantOut(t, token, "the API token after the person's own change")
		d.wantIn(t, fresh.Token, "p1")
		d.wantIn(t, other, "p2")
		if again := d.in(t, "ha.nguyen"); again.MustChange {
			t.Error("a person's own password still has to be changed")
		}

		want := []string{"account.set_password by p-admin", "account.issue_token by p1", "account.set_password by p-admin", "account.issue_token by p1", "account.change_password by p1"}
		if got := d.actions(t, "p1"); !slices.Equal(got, want) {
			t.Errorf("the audit log says %q, want %q", got, want)
		}
	})
}

// TestAttack43DisabledAccountIsOutAtOnce: a suspended person's session and tokens stop working.
func TestAttack43DisabledAccountIsOutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		session, token := d.in(t, "ha").Token, d.token(t, "p1")
		for range 2 { // the second time changes nothing and records nothing
			if err := d.Disable(t.Context(), admin, "p1"); err != nil {
				t.Fatal(err)
			}
		}
		d.wantOut(t, session, "session of a disabled account")
		d.wantOut(t, token, "token of a disabled account")
		if _, err := d.IssueToken(t.Context(), actor("p1"), "x", time.Hour); !errors.Is(err, ErrAccountUnknown) {
			t.Errorf("issue a token for a disabled account: %v", err)
		}
		if _, err := d.ChangePassword(t.Context(), actor("p1"), password, "mật khẩu thứ hai", home); !errors.Is(err, ErrLoginFailed) {
			t.Errorf("change the password of a disabled account: %v", err)
		}
		for range 2 {
			if err := d.Enable(t.Context(), admin, "p1"); err != nil {
				t.Fatal(err)
			}
		}
		d.wantOut(t, session, "the old session after the account was enabled again")
		d.in(t, "ha")
		for _, act := range []error{d.Disable(t.Context(), admin, "p9"), d.Enable(t.Context(), admin, "p9")} {
			if !errors.Is(act, ErrAccountUnknown) {
				t.Errorf("an unknown account: %v", act)
			}
		}
		want := []string{"account.set_password by p-admin", "account.issue_token by p1", "account.disable by p-admin", "account.enable by p-admin"}
		if got := d.actions(t, "p1"); !slices.Equal(got, want) {
			t.Errorf("the audit log says %q, want %q", got, want)
		}
	})
}

// TestDisabledRowAloneClosesTheDoor: even a session that somehow outlived the disabling opens nothing.
func TestDisabledRowAloneClosesTheDoor(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		session, token := d.in(t, "ha").Token, d.token(t, "p1")
		if _, err := d.store.Pool().ExecContext(t.Context(), `UPDATE account SET disabled_at = created_at`); err != nil {
			t.Fatal(err)
		}
		d.wantOut(t, session, "session")
		d.wantOut(t, token, "token")
	})
}

// TestLogInUnderWayDoesNotOutliveAChange: what happens between the comparison and the opening of the session counts.
func TestLogInUnderWayDoesNotOutliveAChange(t *testing.T) {
	changes := map[string]func(*testing.T, desk) error{
		"password": func(t *testing.T, d desk) error {
			return d.SetPassword(t.Context(), admin, "p1", "ha", "mật khẩu thứ hai")
		},
		"disabled": func(t *testing.T, d desk) error { return d.Disable(t.Context(), admin, "p1") },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, d desk) {
				d.account(t, "p1", "ha")
				compare := d.hasher.compare
				d.hasher.compare = func(password, hash string) (bool, error) {
					match, err := compare(password, hash)
					return match, errors.Join(err, change(t, d))
				}
				if _, err := d.LogIn(t.Context(), "ha", password, home); !errors.Is(err, ErrLoginFailed) {
					t.Errorf("got %v, want LOGIN_FAILED", err)
				}
				if n := d.count(t, `SELECT count(*) FROM login_session`); n != 0 {
					t.Errorf("%d sessions were opened", n)
				}
			})
		})
	}
}

func TestLogOutAll(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		d.account(t, "p2", "lan")
		gone, stays := []string{d.in(t, "ha").Token, d.in(t, "ha").Token, d.token(t, "p1")}, d.in(t, "lan").Token
		if err := d.LogOutAll(t.Context(), actor("p1"), "p1"); err != nil {
			t.Fatal(err)
		}
		for _, token := range gone {
			d.wantOut(t, token, "after logging out everywhere")
		}
		d.wantIn(t, stays, "p2")
	})
}

func TestSetPasswordRefuses(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		for _, c := range []struct {
			name, username, password string
			want                     error
		}{
			{"taken, in another spelling", " HA ", password, ErrUsernameTaken},
			{"no username", "  ", password, ErrUsernameInvalid},
			{"long username", strings.Repeat("ă", maxUsername+1), password, ErrUsernameInvalid},
			{"short", "lan", "bảy chữ", ErrPasswordInvalid},
			{"long", "lan", strings.Repeat("x", maxPassword+1), ErrPasswordInvalid},
			{"the username", "lan.nguyen", "Lan.Nguyen", ErrPasswordInvalid},
		} {
			if err := d.SetPassword(t.Context(), admin, "p2", c.username, c.password); !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", c.name, err, c.want)
			}
		}
		if _, err := d.ChangePassword(t.Context(), actor("p1"), password, "ngắn", home); !errors.Is(err, ErrPasswordInvalid) {
			t.Errorf("change to a short password: %v", err)
		}
		if _, err := d.ChangePassword(t.Context(), actor("p9"), password, password, home); !errors.Is(err, ErrAccountUnknown) {
			t.Errorf("change of an unknown account: %v", err)
		}
		if n := d.count(t, `SELECT count(*) FROM account`); n != 1 {
			t.Errorf("%d accounts, want 1", n)
		}
		if got := d.actions(t, "p2"); len(got) != 0 {
			t.Errorf("a refusal left events: %q", got)
		}
	})
}

// TestAttack19And43APITokens: an expired token is refused, and the id of another's token opens and ends nothing.
func TestAttack19And43APITokens(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		d.account(t, "p2", "lan")
		for _, c := range []struct {
			name string
			ttl  time.Duration
		}{{" ", time.Hour}, {"x", 0}, {"x", -time.Hour}, {"x", 367 * 24 * time.Hour}} {
			if _, err := d.IssueToken(t.Context(), actor("p1"), c.name, c.ttl); !errors.Is(err, ErrTokenInvalid) {
				t.Errorf("%q for %v: %v", c.name, c.ttl, err)
			}
		}
		token, err := d.IssueToken(t.Context(), actor("p1"), " đồng bộ ", 30*24*time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		d.clock.turn(30*24*time.Hour - time.Second) // a token does not end by idleness
		d.wantIn(t, token, "p1")
		if err := d.LogOut(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		d.wantIn(t, token, "p1")
		d.clock.turn(time.Second)
		d.wantOut(t, token, "expired")

		second := d.token(t, "p1")
		list, err := d.Tokens(t.Context(), "p1")
		if err != nil || len(list) != 2 || list[1].Name != "đồng bộ" || !list[1].ExpiresAt.Equal(d.now()) {
			t.Fatalf("the list is %+v, %v", list, err)
		}
		if err := d.RevokeToken(t.Context(), actor("p2"), list[0].ID); !errors.Is(err, ErrTokenUnknown) {
			t.Errorf("revoke another's token: %v", err)
		}
		d.wantOut(t, list[0].ID, "the id of a token")
		d.wantIn(t, second, "p1")
		if err := d.RevokeToken(t.Context(), actor("p1"), list[0].ID); err != nil {
			t.Fatal(err)
		}
		d.wantOut(t, second, "revoked")
		if theirs, err := d.Tokens(t.Context(), "p2"); err != nil || len(theirs) != 0 {
			t.Errorf("another's list is %+v, %v", theirs, err)
		}
	})
}

// TestNoSecretIsStored reads every column of every table.
func TestNoSecretIsStored(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		secrets := []string{password, d.in(t, "ha").Token, d.token(t, "p1")}
		if s, err := d.ChangePassword(t.Context(), actor("p1"), password, "mật khẩu thứ hai", home); err != nil {
			t.Fatal(err)
		} else {
			secrets = append(secrets, "mật khẩu thứ hai", s.Token)
		}
		secrets = append(secrets, d.token(t, "p1"))
		rows := everything(t, d.store)
		if len(rows) < 10 || !slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, hashToken(secrets[4])) }) {
			t.Fatalf("the search does not even find what is there: %d rows", len(rows))
		}
		for _, row := range rows {
			for i, secret := range secrets {
				if strings.Contains(row, secret) || len(secret) > 30 && strings.Contains(row, secret[4:]) {
					t.Errorf("secret %d lies in %s", i, row)
				}
			}
		}
	})
}

// TestTheDatabaseRefusesToo: what the code never writes, the tables do not take.
func TestTheDatabaseRefusesToo(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		for name, statement := range map[string]string{
			"a password in clear": `UPDATE account SET password_hash = 'mật khẩu'`,
			"no username":         `UPDATE account SET username = ''`,
			"a token in clear": `INSERT INTO login_session (token_hash, person_id, address, created_at, used_at, expires_at)
				SELECT 'tks_x', person_id, '', created_at, created_at, '2099-01-01' FROM account`,
			"a token of nobody": `INSERT INTO api_token (id, token_hash, person_id, name, created_at, used_at, expires_at)
				VALUES ('1', '` + hashToken("x") + `', 'p9', 'x', '2026-01-01', '2026-01-01', '2099-01-01')`,
		} {
			err := d.store.Update(t.Context(), func(tx *store.Tx) error {
				_, err := tx.SQL().ExecContext(t.Context(), statement)
				return err
			})
			if err == nil {
				t.Errorf("%s was taken", name)
			}
		}
	})
}

// everything gives each row of each table as text.
func everything(t *testing.T, s *store.Store) []string {
	t.Helper()
	list := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if s.Dialect() == store.Postgres {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
	}
	var found []string
	for _, table := range query(t, s, list) {
		for _, row := range query(t, s, `SELECT * FROM "`+table+`"`) {
			found = append(found, table+": "+row)
		}
	}
	return found
}

func query(t *testing.T, s *store.Store, statement string) []string {
	t.Helper()
	rows, err := s.Pool().QueryContext(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		fields := make([]string, len(values))
		for i, v := range values {
			value := *v.(*any)
			if b, ok := value.([]byte); ok {
				value = string(b)
			}
			fields[i] = fmt.Sprint(value)
		}
		found = append(found, strings.Join(fields, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestLoadDemoAccounts(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p0", "co.truoc")
		people := []directory.Person{{ID: "p0", Username: "co.truoc"}, {ID: "p1", Username: "an"}, {ID: "p2", Username: "binh"}}
		before := d.computed.Load()
		for range 2 {
			if err := d.LoadDemoAccounts(t.Context(), people, "demo"); err != nil {
				t.Fatal(err)
			}
		}
		if n := d.computed.Load() - before; n != 2 {
			t.Errorf("%d computations for two loads, want one each", n)
		}
		for _, u := range []string{"an", "binh"} {
			if s, err := d.LogIn(t.Context(), u, "demo", home); err != nil || s.MustChange {
				t.Errorf("%s: %+v, %v", u, s, err)
			}
		}
		d.in(t, "co.truoc") // with the password that was there
		if got, want := d.actions(t, "p1"), []string{"account.open_demo by "}; !slices.Equal(got, want) {
			t.Errorf("the audit log says %q, want %q", got, want)
		}
	})
}

func TestActorHasTheRolesOfTheDate(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		office := directory.Organ{
			ID: "vp", Name: "Văn phòng Tỉnh ủy", PrintedName: "VĂN PHÒNG", Code: "VPTU", Regime: directory.Party, Class: directory.ProvinceOffice,
			Level: "tinh", Channel: "account", ValidFrom: "2025-01-01",
		}
		err := d.store.Update(t.Context(), func(tx *store.Tx) error {
			return errors.Join(
				directory.AddOrgan(tx, directory.Editor{}, office),
				directory.AddPerson(tx, directory.Editor{}, directory.Person{ID: "p1", Name: "Nguyễn Thị Hà", Username: "ha"}),
				directory.AddHolding(tx, directory.Editor{}, directory.Holding{
					ID: "h1", PersonID: "p1", OrganID: "vp", Position: "CHUYÊN VIÊN", Title: "Chuyên viên", Role: authz.Specialist,
					Standing: directory.Member, From: "2025-01-01", To: "2026-06-30",
				}),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.store.View(t.Context(), func(tx *store.Tx) error {
			on, err := Actor(tx, "p1", "2026-06-30")
			if err != nil || on.Kind != authz.Person || on.PersonID != "p1" || on.Name != "Nguyễn Thị Hà" || !on.Has(authz.Specialist) {
				t.Errorf("on the last day: %+v, %v", on, err)
			}
			after, err := Actor(tx, "p1", "2026-07-01")
			if err != nil || len(after.Roles) != 0 {
				t.Errorf("the day after: %+v, %v", after, err)
			}
			if nobody, err := Actor(tx, "p9", "2026-06-30"); !errors.Is(err, ErrNotLoggedIn) || nobody.PersonID != "" {
				t.Errorf("somebody whom the directory does not know: %+v, %v", nobody, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
