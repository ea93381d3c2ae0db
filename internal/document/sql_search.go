package document

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// fewSeen is up to how many documents a person who sees no more is searched for through those, one by one, instead of
// through the index of words.
const fewSeen = 3000

// search is one question being answered: the same conditions in the same order on both databases.
type search struct {
	tx      *store.Tx
	q       Query
	asked   asked
	tiers   []condition // each without those before it
	sight   condition   // what the person may see, over `document_search AS s`
	few     bool        // the person sees so little that it is gone through
	windows []condition // of time, the newest first, to be asked one after the other: see choose
	fenced  bool        // the index of words first, the order after
}

// condition is SQL with its arguments; "" is always true.
type condition struct {
	sql  string
	args []any
}

func newSearch(tx *store.Tx, q Query, typing bool) (*search, error) {
	a, err := takeApart(q.Text, typing)
	if err != nil {
		return nil, err
	}
	s := &search{tx: tx, q: q, asked: a}
	if len(a.all) == 0 {
		s.tiers = []condition{s.narrowed()}
	} else {
		title, words := s.found("title"), s.found("folded")
		s.tiers = []condition{title, words.butNot(title)}
		if a.symbol != "" {
			symbol := condition{"s.symbol = ?", []any{a.symbol}}
			s.tiers = []condition{symbol, title.butNot(symbol), words.butNot(title).butNot(symbol)}
		}
	}
	if s.sight, err = s.seen(); err != nil {
		return nil, err
	}
	return s, s.choose()
}

func (c condition) and(other condition) condition { return c.joined(" AND ", other) }
func (c condition) or(other condition) condition  { return c.joined(" OR ", other) }
func (c condition) butNot(other condition) condition {
	return c.and(condition{"NOT (" + other.sql + ")", other.args})
}

func (c condition) joined(word string, other condition) condition {
	switch {
	case c.sql == "":
		return other
	case other.sql == "":
		return c
	}
	return condition{"(" + c.sql + word + other.sql + ")", slices.Concat(c.args, other.args)}
}

// tsquery is the whole question to PostgreSQL's index: words and filters.
func (s *search) tsquery() string {
	parts := s.q.facets()
	if len(s.asked.all) > 0 {
		parts = append(parts, s.asked.tsquery())
	}
	return strings.Join(parts, " & ")
}

// narrowed asks PostgreSQL's index for the filters alone.
func (s *search) narrowed() condition {
	if s.tx.Dialect() == store.SQLite || len(s.q.facets()) == 0 {
		return condition{}
	}
	return condition{"s.words @@ ?::tsquery", []any{s.tsquery()}}
}

// found is match in one.
func (s *search) found(column string) condition {
	index, text := s.match(column)
	return index.and(text)
}

// match asks the index for the words in one column of s, and the text itself where words must stand together.
func (s *search) match(column string) (index, text condition) {
	if s.tx.Dialect() == store.Postgres {
		index = condition{"s." + tsvectors[column] + " @@ ?::tsquery", []any{s.tsquery()}}
	} else {
		index = condition{"s.n IN (SELECT rowid FROM document_words WHERE document_words MATCH ?)", []any{column + " : (" + s.asked.fts() + ")"}}
	}
	for _, w := range s.asked.all {
		if !w.textAsked() {
			continue
		}
		var ways condition
		for _, p := range w {
			ways = ways.or(condition{"s." + column + " LIKE ?", []any{p.like()}}) // words have no % or _
		}
		text = text.and(ways)
	}
	for _, exact := range s.asked.exact {
		text = text.and(condition{"s.exact LIKE ?", []any{"%" + exact + "%"}})
	}
	return index, text
}

var tsvectors = map[string]string{"title": "title_words", "folded": "words"}

// facets are the filters that PostgreSQL's index of words knows, too.
func (q Query) facets() (all []string) {
	for _, f := range [][2]string{{"k", q.Kind}, {"i", q.Issuer}, {"p", q.Person}} {
		if f[1] != "" {
			all = append(all, "'"+strings.NewReplacer("'", "", `\`, "").Replace(facet(f[0], f[1]))+"'")
		}
	}
	return all
}

// seen is document_access in the cheaper of two forms: a short list to go through, or a question about every hit.
func (s *search) seen() (condition, error) {
	if s.q.See.None() {
		return condition{sql: "1 = 0"}, nil
	}
	if s.q.See.DocumentID != "" {
		return condition{"s.document_id = ?", []any{s.q.See.DocumentID}}, nil
	}
	list, args := accessOf(s.q.See)
	var n int64
	probe := "SELECT count(*) FROM (SELECT document_id FROM (" + list + ") AS a LIMIT ?) AS few"
	if err := s.tx.DB().Raw(probe, append(append([]any(nil), args...), fewSeen+1)...).Scan(&n).Error; err != nil {
		return condition{}, fmt.Errorf("search: %w", err)
	}
	switch s.few = n <= fewSeen; {
	case s.tx.Dialect() == store.SQLite:
		return condition{"s.document_id IN (" + list + ")", args}, nil
	case s.few: // an array is walked through the key; a list would be joined by whatever the planner thinks best
		return condition{"s.document_id = ANY (ARRAY(SELECT document_id FROM (" + list + ") AS few))", args}, nil
	}
	return eachSeen(s.q.See), nil
}

// accessOf lists the documents that are seen, through the two indexes of document_access.
func accessOf(see authz.Reach) (string, []any) {
	sight, args := Visible(see)
	return strings.TrimSuffix(strings.TrimPrefix(sight, "d.id IN ("), ")"), args
}

// eachSeen asks for one document at a time. A scalar sub-query is never turned into a join: the planner would read
// every row of document_access first.
func eachSeen(see authz.Reach) condition {
	var parts []string
	var args []any
	if len(see.PersonWhys) > 0 {
		parts = append(parts, "(a.person_id = ? AND a.organ_id = '' AND a.why IN ?)")
		args = append(args, see.PersonID, see.PersonWhys)
	}
	for _, other := range see.Others {
		parts = append(parts, "(a.person_id = ? AND a.organ_id = '' AND a.why = ?)")
		args = append(args, other.ID, other.Why)
	}
	for _, organ := range see.Organs {
		parts = append(parts, "(a.person_id = '' AND a.organ_id = ? AND a.why = ?)")
		args = append(args, organ.ID, organ.Why)
	}
	return condition{"(SELECT true FROM document_access a WHERE a.document_id = s.document_id AND (" + strings.Join(parts, " OR ") + ") LIMIT 1)", args}
}

// from is every row that the filters and the person's sight leave. What PostgreSQL's index of words knows is not asked
// of document again.
func (s *search) from() *gorm.DB {
	query, q := s.tx.DB().Table("document_search AS s"), s.q
	if s.tx.Dialect() == store.Postgres {
		q.Kind, q.Issuer, q.Person = "", "", ""
	}
	if q.Kind != "" || q.Issuer != "" || q.Person != "" || q.State != "" || q.CaseFile != "" {
		query = query.Joins("JOIN document d ON d.id = s.document_id")
	}
	for _, f := range []struct{ sql, value string }{
		{"d.kind = ?", q.Kind}, {"d.issuer_id = ?", q.Issuer}, {"d.state = ?", string(q.State)}, {"d.case_file = ?", q.CaseFile},
		{"s.day >= ?", string(q.From)}, {"s.day <= ?", string(q.To)},
	} {
		if f.value != "" {
			query = query.Where(f.sql, f.value)
		}
	}
	if q.Person != "" {
		query = query.Where("(d.signer_id = ? OR d.drafter_id = ?)", q.Person, q.Person)
	}
	return query.Where(s.sight.sql, s.sight.args...)
}

// documents are the rows of hits, in their order.
func (s *search) documents(places []spot) ([]Document, error) {
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.ID
	}
	byID, err := documentsByID(s.tx, ids)
	if err != nil {
		return nil, err
	}
	found := make([]Document, len(ids))
	for i, id := range ids {
		found[i] = byID[id]
	}
	return found, nil
}

func documentsByID(tx *store.Tx, ids []string) (map[string]Document, error) {
	var rows []Document
	if err := tx.DB().Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("load documents: %w", err)
	}
	byID := make(map[string]Document, len(rows))
	for _, d := range rows {
		byID[d.ID] = d
	}
	return byID, nil
}

// hits are the documents with what was found in them marked.
func (s *search) hits(places []spot) ([]Hit, error) {
	documents, err := s.documents(places)
	if err != nil || len(documents) == 0 {
		return nil, err
	}
	bodies, err := newestBodies(s.tx, documents)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, len(documents))
	for i, d := range documents {
		hits[i] = Hit{Document: d, Subject: s.asked.mark(d.Subject), Excerpt: s.asked.excerpt(bodies[d.ID])}
	}
	return hits, nil
}

// newestBodies are the texts of the newest content versions; one too long to look through for every page has none.
func newestBodies(tx *store.Tx, documents []Document) (map[string]Body, error) {
	ids := make([]string, len(documents))
	for i, d := range documents {
		ids[i] = d.ID
	}
	var rows []contentRow
	err := tx.DB().Table("document_version AS v").Select("v.*").
		Joins("JOIN document d ON d.id = v.document_id AND d.content_version = v.n").Where("d.id IN ? AND length(v.body) <= ?", ids, excerptText).
		Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the texts of hits: %w", err)
	}
	bodies := make(map[string]Body, len(rows))
	for _, r := range rows {
		c, err := r.content()
		if err != nil {
			return nil, err
		}
		bodies[r.DocumentID] = c.Body
	}
	return bodies, nil
}
