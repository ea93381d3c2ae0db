package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"trinhky/internal/store"
)

// unchanged runs an act and checks that it left nothing: every table row for row, but for at most one line of the access
// log, and every file of the blob store.
func (d *desk) unchanged(act func()) {
	d.t.Helper()
	before, filesBefore := d.tables(), d.blobs()
	act()
	after, filesAfter := d.tables(), d.blobs()
	refusals := after["access_log"].rows - before["access_log"].rows
	if refusals < 0 || refusals > 1 {
		d.t.Errorf("%d new lines in the access log", refusals)
	}
	delete(before, "access_log")
	delete(after, "access_log")
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if before[name] != after[name] {
			d.t.Errorf("table %s: %d rows, then %d (%.8s, %.8s)", name, before[name].rows, after[name].rows, before[name].hash, after[name].hash)
		}
	}
	if !slices.Equal(filesBefore, filesAfter) {
		d.t.Errorf("blobs\n%v\nthen\n%v", filesBefore, filesAfter)
	}
}

// table is how much is in one and a hash of all of it.
type table struct {
	rows int
	hash string
}

func (d *desk) tables() map[string]table {
	d.t.Helper()
	found := map[string]table{}
	d.must(d.app.store.View(context.Background(), func(tx *store.Tx) error {
		names, err := column(tx, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
		if err != nil {
			return err
		}
		for _, name := range names {
			query := `SELECT * FROM "` + name + `" ORDER BY 1, 2`
			if name == "login_session" { // when a session was last used is noted once a minute, whatever is asked
				query = `SELECT token_hash, person_id FROM login_session ORDER BY 1`
			}
			if found[name], err = contents(tx, query); err != nil {
				return fmt.Errorf("table %s: %w", name, err)
			}
		}
		return nil
	}))
	if len(found) < 20 {
		d.t.Fatalf("only %d tables", len(found))
	}
	return found
}

func column(tx *store.Tx, query string) (values []string, err error) {
	rows, err := tx.SQL().Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, rows.Err()
}

func contents(tx *store.Tx, query string) (t table, err error) {
	rows, err := tx.SQL().Query(query)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return t, err
	}
	sum := sha256.New()
	for rows.Next() {
		values, places := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return t, err
		}
		for _, v := range values {
			fmt.Fprintf(sum, "%d:%s;", len(v), v)
		}
		t.rows++
	}
	t.hash = hex.EncodeToString(sum.Sum(nil))
	return t, rows.Err()
}

// blobs are the files of the blob store with their sizes; what is on its way in counts too.
func (d *desk) blobs() (files []string) {
	d.t.Helper()
	d.must(filepath.WalkDir(filepath.Join(d.dir, "blobs"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			files = append(files, fmt.Sprintf("%s %d", name, info.Size()))
		}
		return err
	}))
	return files
}

// traces are the files of the data folder in which a string occurs, and the log where it does.
func (d *desk) traces(marker string) (where []string) {
	d.t.Helper()
	d.must(filepath.WalkDir(d.dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		if bytes.Contains(content, []byte(marker)) || strings.Contains(name, marker) {
			where = append(where, name)
		}
		return err
	}))
	if strings.Contains(d.log.String(), marker) {
		where = append(where, "the log")
	}
	return where
}

// logbook is a log that a test reads, and waits for.
type logbook struct {
	mu    sync.Mutex
	text  bytes.Buffer
	grown *sync.Cond
}

func newLogbook() *logbook {
	l := &logbook{}
	l.grown = sync.NewCond(&l.mu)
	return l
}

// Write keeps a line.
func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.grown.Broadcast()
	return l.text.Write(p)
}

// String is all of it.
func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// count is how many lines pattern matches by now.
func (l *logbook) count(pattern *regexp.Regexp) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(pattern.FindAllIndex(l.text.Bytes(), -1))
}

// wait returns once pattern matches more than n lines.
func (l *logbook) wait(pattern *regexp.Regexp, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(pattern.FindAllIndex(l.text.Bytes(), -1)) <= n {
		l.grown.Wait()
	}
}
