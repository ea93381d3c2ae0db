package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/house"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/notice"
	"trinhky/internal/push"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/web"
)

// settings are what an installation decides.
type settings struct {
	Database string // sqlite:FILE or postgres://…
	Blobs    string // a folder, or http(s)://key:secret@host/bucket of a MinIO
	Keys     string // the folder of private keys
	KeyRules signature.KeyPolicy
	Date     store.Date        // "" = today
	Today    func() store.Date // the office's date where it moves; nil = Date
	Proxies  []netip.Prefix
	Secure   bool          // behind https: cookies are __Host- and Secure
	SMTP     string        // smtp://…, smtps://…; "" = no mail is sent
	MailFrom string        // the mailbox that letters come from
	Address  string        // of this server, as people type it: https://vanban.tinhuy.vn
	Push     []string      // the hosts of the outside push services that the office allows; none = nobody is told through one
	PushFrom string        // the mailbox that such a service may write to
	LinkLife time.Duration // how long a link in a mail opens its document; 0 = 30 days
	Demo     string        // the folder of a demo, whose pages let one person play all parts; "": a real office
	// BackupStamp is a file that the office's backup touches when it is done; "" for none.
	BackupStamp string
}

// app is the assembled system.
type app struct {
	store   *store.Store
	login   *login.Service
	keys    *signature.Keys
	runner  *jobs.Runner
	events  *notice.Hub
	handler http.Handler
}

// assemble opens everything and builds the house on it; nothing runs yet.
func assemble(ctx context.Context, s settings, log *slog.Logger) (_ *app, err error) {
	db, err := store.Open(ctx, s.Database)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	blobs, err := openBlobs(ctx, s.Blobs)
	if err != nil {
		return nil, err
	}
	keys, err := signature.OpenKeys(s.Keys, s.KeyRules)
	if err != nil {
		return nil, err
	}
	sender, err := mail.Open(s.SMTP, s.MailFrom)
	if err != nil {
		return nil, err
	}
	pushes, err := push.Open(filepath.Join(s.Keys, "push.key"), s.PushFrom, s.Push, nil)
	if err != nil {
		return nil, err
	}
	rooms, err := house.Build(house.Ground{
		Store: db, Blobs: blobs, Keys: keys, Today: s.today, Mail: sender, Push: pushes, Address: s.Address, LinkLife: s.LinkLife, Log: log,
		Folders: s.folders(), BackupStamp: s.BackupStamp, Version: version(),
	})
	if err != nil {
		return nil, err
	}
	runner := jobs.NewRunner(db, log)
	rooms.Work(runner)
	var demo *web.Demo
	if s.Demo != "" {
		demo = &web.Demo{Password: demoPassword, PIN: demoPIN, Accounts: func(ctx context.Context) (accounts []directory.Account, err error) {
			err = db.View(ctx, func(tx *store.Tx) error {
				accounts, err = directory.Accounts(tx, s.today())
				return err
			})
			return accounts, err
		}, Filled: func() time.Time { return filledAt(s.Demo) }}
	}
	door := web.New(web.Config{
		Rooms: rooms, Demo: demo,
		Ready:   func(ctx context.Context) error { return errors.Join(db.Ping(ctx), blobs.Check(ctx)) },
		Version: version(), Proxies: s.Proxies, Secure: s.Secure, Log: log,
	})
	return &app{store: db, login: rooms.Login, keys: keys, runner: runner, events: rooms.Events, handler: door}, nil
}

// folders are those that this machine's own disks hold.
func (s settings) folders() []string {
	folders := []string{s.Keys}
	if file, ours := strings.CutPrefix(s.Database, "sqlite:"); ours {
		folders = append(folders, filepath.Dir(file))
	}
	if !strings.Contains(s.Blobs, "://") {
		folders = append(folders, s.Blobs)
	}
	return folders
}

// today is the office's date.
func (s settings) today() store.Date {
	if s.Today != nil {
		return s.Today()
	}
	if s.Date != "" {
		return s.Date
	}
	return store.DateOf(time.Now())
}

// migrate brings the schema to the newest number. Only where it moved is every document asked for its place in the search:
// a start does not wait for a million of them.
func migrate(ctx context.Context, db *store.Store) error {
	behind, err := db.Behind(ctx)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	if err := jobs.Migrate(ctx, db); err != nil {
		return err
	}
	if !behind {
		return nil
	}
	return document.IndexMissing(ctx, db)
}

func openBlobs(ctx context.Context, where string) (blob.Store, error) {
	if !strings.HasPrefix(where, "http://") && !strings.HasPrefix(where, "https://") {
		return blob.Folder(where)
	}
	config, err := blob.ParseMinIO(where)
	if err != nil {
		return nil, err
	}
	return blob.MinIO(ctx, config)
}

// Close ends what assemble opened.
func (a *app) Close() error { return a.store.Close() }

// serve answers on a listener until ctx ends, then lets requests and jobs finish.
func (a *app) serve(ctx context.Context, listener net.Listener) error {
	if err := a.runner.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	server := &http.Server{Handler: a.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	live, quiet := context.WithCancel(context.WithoutCancel(ctx))
	defer quiet()
	go a.events.Run(live)
	server.RegisterOnShutdown(a.events.Stop) // open streams would keep Shutdown waiting
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
		defer cancel()
		err = server.Shutdown(grace)
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	err = errors.Join(err, a.runner.Stop(grace))
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// demoPassword and demoPIN open every account and key of the demo, which nobody uses for anything real; demoDatabase is its
// database.
const (
	demoPassword = "trinhky"
	demoPIN      = "123456"
	demoDatabase = "trinhky.db"
)

// demoSettings keeps everything in one folder.
func demoSettings(dir string, date store.Date) settings {
	return settings{
		Database: "sqlite:" + filepath.Join(dir, demoDatabase), Blobs: filepath.Join(dir, "blobs"),
		Keys: filepath.Join(dir, "keys"), KeyRules: signature.KeyPolicy{MakeAtFirstUse: true, FirstPIN: demoPIN}, Date: date, Demo: dir,
	}
}

// assembleDemo is assemble with the demo's offices, people and accounts.
func assembleDemo(ctx context.Context, dir string, date store.Date, log *slog.Logger) (*app, error) {
	return assembleDemoOn(ctx, dir, demoSettings(dir, date), log)
}

// assembleDemoOn is assembleDemo with settings of one's own.
func assembleDemoOn(ctx context.Context, dir string, s settings, log *slog.Logger) (*app, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	a, err := assemble(ctx, s, log)
	if err != nil {
		return nil, err
	}
	if err := a.loadDemo(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *app) loadDemo(ctx context.Context) error {
	if err := directory.LoadDemo(ctx, a.store); err != nil {
		return err
	}
	var people []directory.Person
	err := a.store.View(ctx, func(tx *store.Tx) error {
		for _, on := range []store.Date{"2014-06-10", store.DateOf(time.Now())} {
			found, err := directory.People(tx, on)
			if err != nil {
				return err
			}
			people = append(people, found...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.login.LoadDemoAccounts(ctx, people, demoPassword)
}
