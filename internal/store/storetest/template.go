package storetest

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/google/uuid"

	"trinhky/internal/store"
)

// A database is migrated once in a process; every test copies it, which takes a fraction of the time.

// prepare is what is done to the template after it was migrated.
var prepare []func(context.Context, *store.Store) error

// Prepare lets the databases of a package's tests begin with more than the schema: the queue, an office of the demo. Call
// it in an init function of the tests.
func Prepare(steps ...func(context.Context, *store.Store) error) { prepare = append(prepare, steps...) }

// makeTemplate fills an empty database.
func makeTemplate(rawURL string) (err error) {
	ctx := context.Background()
	s, err := store.Open(ctx, rawURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	for _, step := range prepare {
		if err := step(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// sqliteTemplate is a whole file: what stood beside it, its log, is in it once it was closed.
var sqliteTemplate = sync.OnceValues(func() (whole []byte, err error) {
	dir, err := os.MkdirTemp("", "trinhky-template")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "template.db")
	if err := makeTemplate("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// lent is the template on the PostgreSQL server, there while any test has a copy of it.
var lent struct {
	sync.Mutex
	name string
	to   int
}

func borrowTemplate(server string) (name string, err error) {
	lent.Lock()
	defer lent.Unlock()
	if lent.to == 0 {
		lent.name = "t_template_" + uuid.New().String()
		if err := makeDatabase(server, lent.name, ""); err != nil {
			return "", err
		}
		address, err := database(server, lent.name)
		if err == nil {
			err = makeTemplate(address)
		}
		if err != nil {
			return "", errors.Join(err, dropTemplate(server))
		}
	}
	lent.to++
	return lent.name, nil
}

func returnTemplate(server string) error {
	lent.Lock()
	defer lent.Unlock()
	if lent.to--; lent.to > 0 {
		return nil
	}
	return dropTemplate(server)
}

func dropTemplate(server string) error {
	return onServer(server, `DROP DATABASE "`+lent.name+`" WITH (FORCE)`)
}

func makeDatabase(server, name, template string) error {
	statement := `CREATE DATABASE "` + name + `"`
	if template != "" {
		statement += ` TEMPLATE "` + template + `"`
	}
	return onServer(server, statement)
}

// onServer carries out one statement beside all databases of tests.
func onServer(server, statement string) (err error) {
	admin, err := store.Open(context.Background(), server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	_, err = admin.Pool().Exec(statement)
	return err
}

// database is the address of one database of a server.
func database(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
