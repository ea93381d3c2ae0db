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
const fewSeen = 1000

// search is one question being answered: the same conditions in the same order on both databases.
type search struct {
	tx    *store.Tx
	q     Query
	asked asked
	tiers []tier    // each without those before it
	whole tier      // all of them at once, for the count
	few   bool      // the person sees so little that it is gone through
	sight condition // what the person may see, as an index narrows it: over `document_search AS s`
	check condition // the same, asked of document_access for one row, where sight is but a copy; "" where it is not
}

// tier is one part of the order: those whose symbol it is, those with all words in the title, the rest.
type tier struct {
	index condition // what an index answers
	text  condition // asked of the rows that the index gives
	words string    // the column of PostgreSQL's index of words
	way
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
	if err := s.look(); err != nil {
		return nil, err
	}
	column := "folded"
	if typing {
		column = "title"
	}
	if err := s.leaveOpenToText(column); err != nil {
		return nil, err
	}
	if len(a.all) == 0 {
		s.tiers = []tier{{index: s.narrowed(), words: "words"}}
		s.whole = s.tiers[0]
	} else {
		title, whole := s.match("title"), s.match("folded") // whatever has the words in its symbol or title has them in folded
		s.whole, s.tiers = whole, []tier{title, whole.butNot(title)}
		if a.symbol != "" {
			symbol := tier{index: condition{"s.symbol = ?", []any{a.symbol}}.and(s.narrowed()), words: "words"}
			s.tiers = []tier{symbol, title.butNot(symbol), whole.butNot(title).butNot(symbol)}
		}
	}
	for i := range s.tiers {
		if err := s.choose(&s.tiers[i]); err != nil {
			return nil, err
		}
	}
	return s, s.choose(&s.whole)
}

func (c condition) and(other condition) condition { return c.joined(" AND ", other) }
func (c condition) or(other condition) condition  { return c.joined(" OR ", other) }
func (t tier) butNot(other tier) tier {
	was := other.index.and(other.text)
	t.index = t.index.and(condition{"NOT (" + was.sql + ")", was.args})
	return t
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
	if words := s.asked.tsquery(); words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, " & ")
}

// narrowed asks PostgreSQL's index for the filters alone.
func (s *search) narrowed() condition {
	facets := s.q.facets()
	if s.tx.Dialect() == store.SQLite || len(facets) == 0 {
		return condition{}
	}
	return condition{"s.words @@ ?::tsquery", []any{strings.Join(facets, " & ")}}
}

// match asks the index for the words in one column of s, and the text itself where words must stand together.
func (s *search) match(column string) tier {
	t := tier{words: tsvectors[column]}
	if s.tx.Dialect() == store.SQLite {
		t.index = condition{"s.n IN (SELECT rowid FROM document_words WHERE document_words MATCH ?)", []any{column + " : (" + s.asked.fts() + ")"}}
	} else if query := s.tsquery(); query != "" {
		t.index = condition{"s." + t.words + " @@ ?::tsquery", []any{query}}
	}
	for _, w := range s.asked.all {
		if !w.textAsked() && !(s.asked.openInText && w.open()) {
			continue
		}
		var ways condition
		for _, p := range w {
			ways = ways.or(condition{"s." + column + " LIKE ?", []any{p.like()}}) // words have no % or _
		}
		t.text = t.text.and(ways)
	}
	for _, exact := range s.asked.exact {
		t.text = t.text.and(condition{"s.exact LIKE ?", []any{"%" + exact + "%"}})
	}
	return t
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

// look decides how the person's sight narrows: a short list to go through, or the copy of document_access in the index
// of words with a question about every hit.
func (s *search) look() error {
	see := s.q.See
	switch {
	case see.None():
		s.few, s.sight = true, condition{sql: "1 = 0"}
		return nil
	case see.DocumentID != "":
		s.few, s.sight = true, condition{"s.document_id = ?", []any{see.DocumentID}}
		return nil
	}
	list, args := accessOf(see)
	if s.tx.Dialect() == store.SQLite {
		s.sight = condition{"s.document_id IN (" + list + ")", args}
		return nil
	}
	var n int64
	probe := "SELECT count(*) FROM (SELECT document_id FROM (" + list + ") AS a LIMIT ?) AS few"
	if err := s.tx.DB().Raw(probe, append(slices.Clone(args), fewSeen+1)...).Scan(&n).Error; err != nil {
		return fmt.Errorf("search: %w", err)
	}
	if s.few = n <= fewSeen; s.few { // an array is walked through the key; a list would be joined by whatever the planner thinks best
		s.sight = condition{"s.document_id = ANY (ARRAY(SELECT document_id FROM (" + list + ") AS few))", args}
		return nil
	}
	s.sight, s.check = indexedSight(see), eachSeen(see, "s.document_id")
	// For this transaction: the planner takes the words of a row to be as cheap to read as its day, though they lie beside the
	// table; it must look at the words of the question each time; and the rows of a common word need more than 4 MB.
	const settings = "SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '32MB', true)"
	if err := s.tx.DB().Exec(settings).Error; err != nil {
		return fmt.Errorf("search: %w", err)
	}
	return nil
}

// indexedSight asks the copy of document_access that lies beside the words.
func indexedSight(see authz.Reach) condition {
	var keys []any
	for _, why := range see.PersonWhys {
		keys = append(keys, see.PersonID+"//"+why)
	}
	for _, other := range see.Others {
		keys = append(keys, other.ID+"//"+other.Why)
	}
	for _, organ := range see.Organs {
		keys = append(keys, "/"+organ.ID+"/"+organ.Why)
	}
	return condition{"s.sight && ARRAY[" + strings.TrimPrefix(strings.Repeat(",?", len(keys)), ",") + "]::text[]", keys}
}

// accessOf lists the documents that are seen, through the two indexes of document_access.
func accessOf(see authz.Reach) (string, []any) {
	sight, args := Visible(see)
	return strings.TrimSuffix(strings.TrimPrefix(sight, "d.id IN ("), ")"), args
}

// eachSeen asks for one document at a time. A scalar sub-query is never turned into a join: the planner would read
// every row of document_access first.
func eachSeen(see authz.Reach, id string) condition {
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
	return condition{"(SELECT true FROM document_access a WHERE a.document_id = " + id + " AND (" + strings.Join(parts, " OR ") + ") LIMIT 1)", args}
}

// from is every row that the filters leave. What PostgreSQL's index of words knows is not asked
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
	} {
		if f.value != "" {
			query = query.Where(f.sql, f.value)
		}
	}
	if q.Person != "" {
		query = query.Where("(d.signer_id = ? OR d.drafter_id = ?)", q.Person, q.Person)
	}
	return query
}

// dated are the rows of the days that are asked for.
func (s *search) dated(query *gorm.DB, day string) *gorm.DB {
	if s.q.From != "" {
		query = query.Where(day+" >= ?", s.q.From)
	}
	if s.q.To != "" {
		query = query.Where(day+" <= ?", s.q.To)
	}
	return query
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
