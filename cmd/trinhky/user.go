package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"os"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

type userCommand struct {
	Create  userCreate  `cmd:"" help:"Mở tài khoản cho một người trong danh bạ, hoặc đặt lại mật khẩu; in mật khẩu lần đầu một lần."`
	Disable userDisable `cmd:"" help:"Khóa tài khoản: thoát ngay mọi phiên."`
	Enable  userEnable  `cmd:"" help:"Mở lại tài khoản đã khóa."`
}

// userFlags are what each of them takes.
type userFlags struct {
	Username string `arg:"" help:"Tên đăng nhập trong danh bạ."`
	Database string `default:"sqlite:trinhky.db" env:"TRINHKY_DATABASE" help:"sqlite:TỆP hoặc postgres://…"`
}

type (
	userCreate  struct{ userFlags }
	userDisable struct{ userFlags }
	userEnable  struct{ userFlags }
)

// byCommandLine stands in the events of what an administrator does at the machine itself.
var byCommandLine = authz.Actor{Kind: authz.System, Name: "Dòng lệnh trinhky user"}

// Run sets a first password that is printed once; whoever logs in with it must choose an own one.
func (c *userCreate) Run(ctx context.Context) error {
	return c.with(ctx, func(accounts *login.Service, p directory.Person) error {
		password := firstPassword()
		if err := accounts.SetPassword(ctx, byCommandLine, p.ID, p.Username, password); err != nil {
			return err
		}
		fmt.Printf("%s (%s)\nmật khẩu lần đầu: %s\nChỉ in một lần; người dùng phải đổi khi đăng nhập.\n", p.Username, p.Name, password)
		return nil
	})
}

// Run closes an account.
func (c *userDisable) Run(ctx context.Context) error {
	return c.with(ctx, func(accounts *login.Service, p directory.Person) error {
		if err := accounts.Disable(ctx, byCommandLine, p.ID); err != nil {
			return err
		}
		fmt.Printf("đã khóa tài khoản %s (%s)\n", p.Username, p.Name)
		return nil
	})
}

// Run opens an account again.
func (c *userEnable) Run(ctx context.Context) error {
	return c.with(ctx, func(accounts *login.Service, p directory.Person) error {
		if err := accounts.Enable(ctx, byCommandLine, p.ID); err != nil {
			return err
		}
		fmt.Printf("đã mở lại tài khoản %s (%s)\n", p.Username, p.Name)
		return nil
	})
}

// with finds the person in the directory and does something with the account; a refusal is told and exits with 1.
func (c *userFlags) with(ctx context.Context, do func(*login.Service, directory.Person) error) error {
	db, err := openExisting(ctx, c.Database)
	if err != nil {
		return err
	}
	defer db.Close()
	var person directory.Person
	err = db.View(ctx, func(tx *store.Tx) error {
		var known bool
		if person, known, err = directory.PersonByUsername(tx, strings.ToLower(strings.TrimSpace(c.Username))); err == nil && !known {
			err = fault.New(fault.NotFound, "PERSON_UNKNOWN", fmt.Sprintf("Danh bạ không có người dùng “%s”; thêm bằng trinhky import.", c.Username))
		}
		return err
	})
	if err == nil {
		err = do(login.New(db, login.Config{}), person)
	}
	if refused := (*fault.Fault)(nil); errors.As(err, &refused) {
		fmt.Fprintf(os.Stderr, "trinhky: %s [%s]\n", refused.Detail, refused.Code)
		return exit(1)
	}
	return err
}

// firstPassword is 80 random bits in letters and digits that nobody mistakes for one another.
func firstPassword() string {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // never fails
	text := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
}
