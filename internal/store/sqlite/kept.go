package sqlite

import (
	"container/list"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// keptStatements is how many statements a connection keeps. The rooms have about as many that are asked for all day; each
// takes some tens of kilobytes.
const keptStatements = 256

// connector opens connections that keep their statements.
type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	raw, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := raw.(connection)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's %T cannot do all that is asked of a connection", raw), raw.Close())
	}
	return &keeper{connection: inner, kept: map[string]*list.Element{}, order: list.New()}, nil
}

// connection is all that database/sql asks of the driver's.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// statement is a prepared one as the driver has it.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// keeper is a connection that keeps the statements it has prepared, the latest used first: SQLite takes longer to compile
// most of ours than to carry them out. A statement that is carried out is not among those kept, so that the same one
// inside it is prepared anew; one that failed is not kept. SQLite itself compiles again what a change of the schema made
// old. database/sql lets one goroutine at a time into a connection.
type keeper struct {
	connection
	kept  map[string]*list.Element // of a keptStatement, by its text
	order *list.List
}

type keptStatement struct {
	text string
	statement
}

// keeps says whether a text is worth keeping: a pragma acts while it is compiled, and the schema changes once.
func keeps(text string) bool {
	verb, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToUpper(verb) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// take gives the kept statement of a text, or a new one; it is the caller's until put or closed.
func (k *keeper) take(ctx context.Context, text string) (statement, error) {
	if e, ok := k.kept[text]; ok {
		delete(k.kept, text)
		return k.order.Remove(e).(keptStatement).statement, nil
	}
	s, err := k.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	full, ok := s.(statement)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's %T takes no context", s), s.Close())
	}
	return full, nil
}

// put keeps a statement that has been carried out, and closes the one that was not used for the longest time.
func (k *keeper) put(text string, s statement) error {
	if _, twin := k.kept[text]; twin {
		return s.Close()
	}
	k.kept[text] = k.order.PushFront(keptStatement{text, s})
	if k.order.Len() <= keptStatements {
		return nil
	}
	oldest := k.order.Remove(k.order.Back()).(keptStatement)
	delete(k.kept, oldest.text)
	return oldest.Close()
}

// ExecContext carries out a statement that returns no rows.
func (k *keeper) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if !keeps(text) {
		return k.connection.ExecContext(ctx, text, args)
	}
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return result, k.put(text, s)
}

// QueryContext carries out a statement that returns rows; it is kept once they are closed.
func (k *keeper) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if !keeps(text) {
		return k.connection.QueryContext(ctx, text, args)
	}
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	full, ok := found.(rows)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's %T does not tell its columns", found), found.Close(), s.Close())
	}
	return &keptRows{rows: full, done: func(broken bool) error {
		if broken {
			return s.Close()
		}
		return k.put(text, s)
	}}, nil
}

// Close closes what is kept, then the connection.
func (k *keeper) Close() error {
	var errs []error
	for e := k.order.Front(); e != nil; e = e.Next() {
		errs = append(errs, e.Value.(keptStatement).Close())
	}
	return errors.Join(append(errs, k.connection.Close())...)
}

// rows is all that database/sql asks of the driver's.
type rows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

type keptRows struct {
	rows
	done func(broken bool) error
}

// Close ends the reading and gives the statement back.
func (r *keptRows) Close() error {
	err := r.rows.Close()
	return errors.Join(err, r.done(err != nil))
}
