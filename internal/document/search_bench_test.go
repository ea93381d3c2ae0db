package document_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// benchDocuments is how many documents the search is measured over: TRINHKY_BENCH_DOCUMENTS, or a tenth of a million.
func benchDocuments(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("TRINHKY_BENCH_DOCUMENTS"))
	if err != nil {
		return 100_000
	}
	return n
}

// BenchmarkSearch asks the ten commonest shapes of question of a large store and gives the 95th percentile of each in
// milliseconds, once for who sees a quarter of all documents and once for who sees a few hundred.
func BenchmarkSearch(b *testing.B) {
	s := storetest.Postgres(b)
	n := benchDocuments(b)
	start := time.Now()
	fillLibrary(b, s, n)
	b.Logf("%d documents in %s", n, time.Since(start).Round(time.Second))
	measureAll(b, s)
}

func measureAll(b *testing.B, s *store.Store) {
	chief := authz.Reach{PersonID: "chief", PersonWhys: []string{authz.Drafter, authz.Signer}, Organs: []authz.Relation{
		{ID: "office-0", Why: authz.Office}, {ID: "office-0", Why: authz.Received},
	}}
	specialist := authz.Reach{PersonID: "person-7", PersonWhys: []string{authz.Drafter, authz.Consulted, authz.Addressed}}
	for name, see := range map[string]authz.Reach{"chief": chief, "specialist": specialist} {
		for _, shape := range shapes {
			b.Run(name+"/"+shape.name, func(b *testing.B) { measureShape(b, s, see, shape) })
		}
	}
}

type shape struct {
	name string
	ask  func(r *rand.Rand) document.Query
}

// word picks one of the bench's words; low numbers are common.
func word(n int) string { return "tu" + strconv.Itoa(n) }

var shapes = []shape{
	{"symbol", func(r *rand.Rand) document.Query {
		return document.Query{Text: fmt.Sprintf("%d-KH/DV%d", 1+r.IntN(900), r.IntN(40))}
	}},
	{"kind and number", func(r *rand.Rand) document.Query {
		return document.Query{Text: fmt.Sprintf("ke hoach %d", 1+r.IntN(900))}
	}},
	{"common words", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(5)) + " " + word(r.IntN(10))}
	}},
	{"rare word", func(r *rand.Rand) document.Query { return document.Query{Text: word(15_000 + r.IntN(4_000))} }},
	{"common and rare", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(10)) + " " + word(2_000+r.IntN(4_000))}
	}},
	{"quoted phrase", func(r *rand.Rand) document.Query {
		if r.IntN(2) == 0 {
			return document.Query{Text: fmt.Sprintf("%q", word(r.IntN(10))+" "+word(r.IntN(30)))}
		}
		return document.Query{Text: fmt.Sprintf("%q", "don vi "+strconv.Itoa(r.IntN(40)))}
	}},
	{"issuer and word", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(50)), Issuer: fmt.Sprintf("organ-%d", r.IntN(40))}
	}},
	{"dates and word", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(50)), From: "2025-03-01", To: "2025-06-30"}
	}},
	{"signer", func(r *rand.Rand) document.Query {
		return document.Query{Person: fmt.Sprintf("person-%d", r.IntN(3000))}
	}},
	{"kind and state", func(*rand.Rand) document.Query { return document.Query{Kind: "plan", State: document.Numbered} }},
	{"suggestion", nil},
	{"nothing", func(r *rand.Rand) document.Query { return document.Query{Text: word(r.IntN(10)) + " khongcotunay"} }},
}

func measureShape(b *testing.B, s *store.Store, see authz.Reach, shape shape) {
	r := rand.New(rand.NewPCG(1, 2))
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		err := s.View(context.Background(), func(tx *store.Tx) error {
			if shape.ask == nil {
				_, err := document.Suggest(tx, see, word(r.IntN(30))+" tu"+strconv.Itoa(1+r.IntN(20)))
				return err
			}
			q := shape.ask(r)
			q.See = see
			_, err := document.Search(tx, q)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// fillLibrary lays n documents in PostgreSQL with its own generator: words fall off as in speech (the tenth is ten times
// as rare as the first), forty organs, four offices, two versions of who sees.
func fillLibrary(b *testing.B, s *store.Store, n int) {
	b.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	zipf := rand.NewZipf(r, 1.1, 3, 19_999)
	lines := make([]string, 20_000)
	for i := range lines {
		words := make([]string, 40)
		for j := range words {
			words[j] = word(int(zipf.Uint64()))
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
	exec(`CREATE TABLE made AS SELECT g AS n, lpad(g::text, 12, '0') AS id, 1 + g / 40 AS number, g % 40 AS organ,
		(random() * 2999)::int AS signer, (random() * 2999)::int AS drafter, (ARRAY['plan','notice','report','decision'])[1 + (random() * 3)::int] AS kind,
		to_char(date '2022-01-01' + (random() * 1700)::int, 'YYYY-MM-DD') AS day,
		(random() * 19999)::int AS l1, (random() * 19999)::int AS l2, (random() * 19999)::int AS l3 FROM generate_series(1, $1::int) g`, n)
	exec(`INSERT INTO document (id, kind, subkind, regime, issuer_id, office_id, unit_id, on_behalf_of, drafter_id, signer_id, subject, place, urgency,
		security_level, due, state, chain_id, chain_version, version, content_version, checked_version, office_date, number, symbol, document_date,
		rendition, signed, sealed, case_file, created_at, updated_at)
		SELECT m.id, kind, '', 'party', 'organ-' || organ, 'office-' || organ % 4, '', '', 'person-' || drafter, 'person-' || signer, left(a.text, 60), '', '',
		'thuong', '', 'numbered', 'c', 'v', 1, 1, 1, day, number, number || '-KH/DV' || organ, day, 'r', 's', '', '', day::timestamptz, day::timestamptz
		FROM made m JOIN line a ON a.n = l1`)
	exec(`INSERT INTO document_version (document_id, n, subject, address_word, addressees, recipients_text, body, source_sha256, content_sha256, author_id, created_at)
		SELECT m.id, 1, '', '', '[]', '', json_build_object('blocks', json_build_array(json_build_object('kind', 'paragraph', 'runs',
		json_build_array(json_build_object('text', b.text || ' ' || c.text)))))::text, '', '', '', now() FROM made m JOIN line b ON b.n = l2 JOIN line c ON c.n = l3`)
	exec(`INSERT INTO document_access SELECT id, 'person-' || drafter, '', 'drafter', now() FROM made`)
	exec(`INSERT INTO document_access SELECT id, 'person-' || signer, '', 'signer', now() FROM made ON CONFLICT DO NOTHING`)
	exec(`INSERT INTO document_access SELECT id, '', 'office-' || organ % 4, 'office', now() FROM made`)
	exec(`INSERT INTO document_access SELECT id, '', 'office-' || (organ + 1) % 4, 'received', now() FROM made WHERE n % 21 = 0`)
	exec(`INSERT INTO document_search (document_id, day, symbol, title, folded, exact, facets, sight)
		SELECT m.id, day, number || ' kh dv' || organ, t.title, t.title || '| ' || b.text || ' ' || c.text || ' ', t.title || '| ' || b.text || ' ' || c.text || ' ',
		'=k:' || kind || ' =i:organ-' || organ || ' =p:person-' || drafter || ' =p:person-' || signer || ' =m:' || replace(left(day, 7), '-', ''), document_sight(m.id)
		FROM made m JOIN line a ON a.n = l1 JOIN line b ON b.n = l2 JOIN line c ON c.n = l3,
		LATERAL (SELECT ' ke hoach | ' || number || ' kh dv' || organ || ' | ' || left(a.text, 60) || ' | don vi ' || organ || ' ' AS title) t`)
	for _, made := range indexes {
		exec(made)
	}
	for _, table := range []string{"document", "document_search", "document_access", "document_version"} {
		exec("VACUUM ANALYZE " + table)
	}
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
