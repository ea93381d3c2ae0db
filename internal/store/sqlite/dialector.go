// Package sqlite is a small GORM dialector over modernc.org/sqlite, which is pure Go and can interrupt a query.
// The schema belongs to migrations/: there is no AutoMigrate behind it.
package sqlite

import (
	"database/sql"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Mode says what a handle is for.
type Mode int

// The two handles of a store.
const (
	Reader Mode = iota // query_only, deferred
	Writer             // BEGIN IMMEDIATE: the lock is taken at the start, so a writer waits instead of failing later
)

// Open opens path. The pragmas are per connection, hence in the DSN; busy_timeout comes first so that the rest wait too.
func Open(path string, mode Mode) (*sql.DB, error) {
	values := url.Values{}
	for _, pragma := range []string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"} {
		values.Add("_pragma", pragma)
	}
	values.Set("_time_format", "sqlite")
	values.Set("_txlock", "immediate")
	if mode == Reader {
		values.Set("_txlock", "deferred")
		values.Add("_pragma", "query_only(1)")
	}
	base, err := driver.NewConnector((&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: values.Encode()}).String())
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{base}), nil
}

// IsFull says whether SQLite could not write for want of space.
func IsFull(err error) bool {
	var e *driver.Error
	if !errors.As(err, &e) {
		return false
	}
	code := e.Code() & 0xff
	return code == lib.SQLITE_FULL || e.Code() == lib.SQLITE_IOERR_WRITE || e.Code() == lib.SQLITE_IOERR_FSYNC
}

// IsTrigger says whether a trigger of ours refused (RAISE(ABORT, …)).
func IsTrigger(err error) bool {
	var e *driver.Error
	return errors.As(err, &e) && e.Code() == lib.SQLITE_CONSTRAINT_TRIGGER
}

// Dialector lets GORM write SQLite's dialect on an open handle.
type Dialector struct{ Conn *sql.DB }

// Name is what GORM calls the dialect.
func (Dialector) Name() string { return "sqlite" }

// Initialize registers GORM's callbacks with RETURNING, drops row locks, as the writer already holds the only lock, and
// writes a LIMIT as a number: one that is bound makes SQLite compile the statement a second time for every use.
func (d Dialector) Initialize(db *gorm.DB) error {
	db.ConnPool = d.Conn
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses:        []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses:        []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses:        []string{"DELETE", "FROM", "WHERE", "RETURNING"},
		LastInsertIDReversed: true,
	})
	db.ClauseBuilders["FOR"] = func(clause.Clause, clause.Builder) {}
	db.ClauseBuilders["LIMIT"] = writeLimit
	return nil
}

func writeLimit(c clause.Clause, b clause.Builder) {
	limit, ok := c.Expression.(clause.Limit)
	if !ok {
		c.Build(b)
		return
	}
	most := -1 // SQLite has no OFFSET without a LIMIT; this one is none
	if limit.Limit != nil {
		most = *limit.Limit
	}
	if most < 0 && limit.Offset <= 0 {
		return
	}
	_, _ = b.WriteString("LIMIT " + strconv.Itoa(most))
	if limit.Offset > 0 {
		_, _ = b.WriteString(" OFFSET " + strconv.Itoa(limit.Offset))
	}
}

// Migrator exists because GORM asks for one; nothing here uses it.
func (d Dialector) Migrator(db *gorm.DB) gorm.Migrator {
	return migrator.Migrator{Config: migrator.Config{DB: db, Dialector: d}}
}

// DataTypeOf names SQLite's storage class for a field.
func (Dialector) DataTypeOf(f *schema.Field) string {
	switch f.DataType {
	case schema.Bool, schema.Int, schema.Uint:
		return "integer"
	case schema.Float:
		return "real"
	case schema.String:
		return "text"
	case schema.Time:
		return "timestamp"
	case schema.Bytes:
		return "blob"
	}
	return string(f.DataType)
}

// DefaultValueOf is NULL: defaults are the schema's.
func (Dialector) DefaultValueOf(*schema.Field) clause.Expression { return clause.Expr{SQL: "NULL"} }

// BindVarTo writes a placeholder.
func (Dialector) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') }

// QuoteTo quotes a name, each part of a dotted one by itself.
func (Dialector) QuoteTo(w clause.Writer, name string) {
	quoted := strings.ReplaceAll(name, `"`, `""`)
	_, _ = w.WriteString(`"` + strings.ReplaceAll(quoted, ".", `"."`) + `"`)
}

// Explain renders a statement for a log.
func (Dialector) Explain(query string, vars ...any) string {
	return logger.ExplainSQL(query, nil, `'`, vars...)
}

// SavePoint and RollbackTo let GORM nest transactions.
func (Dialector) SavePoint(tx *gorm.DB, name string) error { return tx.Exec("SAVEPOINT " + name).Error }

// RollbackTo goes back to a savepoint.
func (Dialector) RollbackTo(tx *gorm.DB, name string) error {
	return tx.Exec("ROLLBACK TO SAVEPOINT " + name).Error
}

// Translate gives SQLite's constraint errors GORM's names.
func (Dialector) Translate(err error) error {
	var e *driver.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errors.Join(gorm.ErrDuplicatedKey, err)
	case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return errors.Join(gorm.ErrForeignKeyViolated, err)
	case lib.SQLITE_CONSTRAINT_CHECK:
		return errors.Join(gorm.ErrCheckConstraintViolated, err)
	}
	return err
}
