package storetest

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"trinhky/internal/store"
)

// Library is an archive for measures, laid in PostgreSQL with its own generator: words fall off as in speech (the tenth is ten
// times as rare as the first), two ways in which somebody sees a document. What is not named has names of its own: forty
// organs "organ-0" …, four offices "office-0" …, three thousand people "person-0" …, everything numbered.
type Library struct {
	N              int
	Organs         []string // issuers
	Offices        []string // each serves every fourth organ, or however many offices there are
	People         []string // drafters and signers
	States         []string // in turn
	Chain, Version string   // of all
}

// LibrarySize is how many documents are measured over: TRINHKY_BENCH_DOCUMENTS, or a tenth of a million.
func LibrarySize(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("TRINHKY_BENCH_DOCUMENTS"))
	if err != nil {
		return 100_000
	}
	return n
}

func numbered(name string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("%s-%d", name, i))
	}
	return all
}

// pick is SQL for one of some names, by a number counted from zero.
func pick(names []string, n string) string {
	return "(ARRAY['" + strings.Join(names, "','") + "'])[1 + (" + n + ") % " + strconv.Itoa(len(names)) + "]"
}

// Fill lays the library.
func (l Library) Fill(b *testing.B, s *store.Store) {
	b.Helper()
	start, n := time.Now(), l.N
	for names, standard := range map[*[]string][]string{
		&l.Organs: numbered("organ", 40), &l.Offices: numbered("office", 4), &l.People: numbered("person", 3000), &l.States: {"numbered"},
	} {
		if *names == nil {
			*names = standard
		}
	}
	if l.Chain == "" {
		l.Chain, l.Version = "c", "v"
	}
	r := rand.New(rand.NewPCG(7, 7))
	zipf := rand.NewZipf(r, 1.1, 3, 19_999)
	lines := make([]string, 20_000)
	for i := range lines {
		words := make([]string, 40)
		for j := range words {
			words[j] = "tu" + strconv.FormatUint(zipf.Uint64(), 10)
		}
		lines[i] = strings.Join(words, " ")
	}
	conn, err := s.Pool().Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	exec := func(query string, args ...any) {
		if _, err := conn.ExecContext(b.Context(), query, args...); err != nil {
			b.Fatalf("%s: %v", query[:min(80, len(query))], err)
		}
	}
	// An empty store is filled without foreign keys and triggers, and its indexes are made once, at the end.
	for _, setting := range []string{"session_replication_role = replica", "maintenance_work_mem = '1GB'", "work_mem = '256MB'", "synchronous_commit = off"} {
		exec("SET " + setting)
	}
	indexes := takeIndexes(b, conn, "document", "document_version", "document_access", "document_search")
	exec(`CREATE TABLE line (n integer PRIMARY KEY, text text)`)
	for at := 0; at < len(lines); at += 1000 {
		var values []string
		for i, l := range lines[at : at+1000] {
			values = append(values, fmt.Sprintf("(%d,'%s')", at+i, l))
		}
		exec("INSERT INTO line VALUES " + strings.Join(values, ","))
	}
	// One row a document, made once and read by every table below.
	exec(`CREATE TABLE made AS SELECT g AS n, lpad(g::text, 12, '0') AS id, 1 + g / 40 AS number, g % 40 AS organ, `+pick(l.Organs, "g")+` AS issuer,
		`+pick(l.Offices, "g % 40")+` AS office, `+pick(l.Offices, "g % 40 + 1")+` AS other, `+pick(l.States, "g / 40")+` AS state,
		`+pick(l.People, "(random() * 2999)::int")+` AS signer, `+pick(l.People, "(random() * 2999)::int")+` AS drafter, (ARRAY['plan','notice','report','decision'])[1 + (random() * 3)::int] AS kind,
		to_char(date '2022-01-01' + (random() * 1700)::int, 'YYYY-MM-DD') AS day,
		(random() * 19999)::int AS l1, (random() * 19999)::int AS l2, (random() * 19999)::int AS l3 FROM generate_series(1, $1::int) g`, n)
	exec(`INSERT INTO document (id, kind, subkind, regime, issuer_id, office_id, unit_id, on_behalf_of, drafter_id, signer_id, subject, place, urgency,
		security_level, due, state, chain_id, chain_version, version, content_version, checked_version, office_date, number, symbol, document_date,
		rendition, signed, sealed, case_file, created_at, updated_at, issued_at)
		SELECT m.id, kind, '', 'party', issuer, office, '', '', drafter, signer, left(a.text, 60), '', '',
		'thuong', '', state, '` + l.Chain + `', '` + l.Version + `', 1, 1, 1, day, number, number || '-KH/DV' || organ, day, 'r', 's',
		CASE WHEN state IN ('issued', 'filed') THEN 's' ELSE '' END, '', day::timestamptz, day::timestamptz + m.n * interval '1 microsecond', day::timestamptz
		FROM made m JOIN line a ON a.n = l1`)
	exec(`INSERT INTO document_version (document_id, n, subject, address_word, addressees, recipients_text, body, source_sha256, content_sha256, author_id, created_at)
		SELECT m.id, 1, '', '', '[]', '', json_build_object('blocks', json_build_array(json_build_object('kind', 'paragraph', 'runs',
		json_build_array(json_build_object('text', b.text || ' ' || c.text)))))::text, '', '', '', now() FROM made m JOIN line b ON b.n = l2 JOIN line c ON c.n = l3`)
	exec(`INSERT INTO document_access SELECT id, drafter, '', 'drafter', now() FROM made`)
	exec(`INSERT INTO document_access SELECT id, signer, '', 'signer', now() FROM made ON CONFLICT DO NOTHING`)
	exec(`INSERT INTO document_access SELECT id, '', office, 'office', now() FROM made`)
	exec(`INSERT INTO document_access SELECT id, '', other, 'received', now() FROM made WHERE n % 21 = 0`)
	exec(`INSERT INTO document_search (document_id, day, symbol, title, folded, exact, facets, sight)
		SELECT m.id, day, number || ' kh dv' || organ, t.title, t.title || '| ' || b.text || ' ' || c.text || ' ', t.title || '| ' || b.text || ' ' || c.text || ' ',
		'=k:' || kind || ' =i:' || issuer || ' =p:' || drafter || ' =p:' || signer || ' =m:' || replace(left(day, 7), '-', ''), document_sight(m.id)
		FROM made m JOIN line a ON a.n = l1 JOIN line b ON b.n = l2 JOIN line c ON c.n = l3,
		LATERAL (SELECT ' ke hoach | ' || number || ' kh dv' || organ || ' | ' || left(a.text, 60) || ' | don vi ' || organ || ' ' AS title) t`)
	for _, made := range indexes {
		exec(made)
	}
	for _, table := range []string{"document", "document_search", "document_access", "document_version"} {
		exec("VACUUM ANALYZE " + table)
	}
	exec("DROP TABLE made, line")
	b.Logf("%d documents in %s", n, time.Since(start).Round(time.Second))
}

// takeIndexes drops the plain indexes of tables and gives the statements that make them again.
func takeIndexes(b *testing.B, conn *sql.Conn, tables ...string) (made []string) {
	b.Helper()
	rows, err := conn.QueryContext(b.Context(), `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY($1)
		AND indexname NOT IN (SELECT conname FROM pg_constraint)`, tables)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			b.Fatal(err)
		}
		names, made = append(names, name), append(made, definition)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	for _, name := range names {
		if _, err := conn.ExecContext(b.Context(), "DROP INDEX "+name); err != nil {
			b.Fatal(err)
		}
	}
	return made
}
