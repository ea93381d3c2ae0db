package document

import (
	"fmt"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

type citationRow struct {
	DocumentID  string   `gorm:"column:document_id"`
	N           int      `gorm:"column:n"`
	Raw         string   `gorm:"column:raw"`
	Role        Role     `gorm:"column:role"`
	Symbol      string   `gorm:"column:symbol"`
	CitedDate   string   `gorm:"column:cited_date"`
	Issuer      string   `gorm:"column:issuer"`
	Type        string   `gorm:"column:type"`
	Relation    Relation `gorm:"column:relation"`
	ShortOf     int      `gorm:"column:short_of"`
	Paragraph   int      `gorm:"column:paragraph"`
	CitedSymbol string   `gorm:"column:cited_symbol"`
}

func (citationRow) TableName() string { return "document_citation" }

func (r citationRow) link() Link {
	return Link{
		N: r.N, Raw: r.Raw, Role: r.Role, Symbol: r.Symbol, Date: r.CitedDate, Issuer: r.Issuer, Type: r.Type, Relation: r.Relation,
		ShortOf: r.ShortOf, Paragraph: r.Paragraph,
	}
}

// Cite replaces the citations of a document's text by those that LinksIn found.
func Cite(tx *store.Tx, id string, links []Link) error {
	if err := tx.DB().Where("document_id = ?", id).Delete(&citationRow{}).Error; err != nil {
		return fmt.Errorf("write citations: %w", err)
	}
	if len(links) == 0 {
		return nil
	}
	rows, symbols := make([]citationRow, len(links)), registered(links)
	for i, l := range links {
		rows[i] = citationRow{
			DocumentID: id, N: i + 1, Raw: l.Raw, Role: l.Role, Symbol: l.Symbol, CitedDate: l.Date, Issuer: l.Issuer, Type: l.Type,
			Relation: l.Relation, ShortOf: l.ShortOf, Paragraph: l.Paragraph, CitedSymbol: symbols[i],
		}
		if l.Role == Own || l.Relation == "" { // its own number cites nothing
			rows[i].Relation = Mentions
		}
		if l.Role == Own {
			rows[i].CitedSymbol = ""
		}
	}
	if err := tx.DB().CreateInBatches(rows, 500).Error; err != nil {
		return fmt.Errorf("write citations: %w", err)
	}
	return nil
}

// CitationsFor are what a document cites, judged by what a reader may see.
func CitationsFor(tx *store.Tx, d Document, see authz.Reach) ([]Link, error) {
	var rows []citationRow
	if err := tx.DB().Where("document_id = ?", d.ID).Order("n").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read citations: %w", err)
	}
	links := make([]Link, len(rows))
	for i, r := range rows {
		links[i] = r.link()
		if r.Role == Own {
			links[i].Relation = ""
		}
	}
	verdicts, err := StandingOf(tx, see, d, citations(links))
	if err != nil {
		return nil, err
	}
	var known []string
	for _, v := range verdicts {
		if v.ID != "" {
			known = append(known, v.ID)
		}
	}
	marks, err := MarksFor(tx, known)
	if err != nil {
		return nil, err
	}
	for i, v := range verdicts {
		links[i].Standing, links[i].CitedID, links[i].Candidates, links[i].Marks = v.Standing, v.ID, v.Candidates, marks[v.ID]
	}
	return links, nil
}

// StandingOf judges the citations of a text by the documents that a reader may see, with one query however many there
// are. citing is the document that the text is of; the zero Document for a text that is not stored.
func StandingOf(tx *store.Tx, see authz.Reach, citing Document, cited []Citation) ([]Verdict, error) {
	seen := map[string]bool{}
	var symbols []string
	for _, c := range cited {
		if c.Role != Cited || c.Symbol == "" {
			continue
		}
		if symbol := c.Parsed.Registered(); !seen[symbol] {
			seen[symbol] = true
			symbols = append(symbols, symbol)
		}
	}
	candidates, err := bearing(tx, see, symbols, citing.ID)
	if err != nil {
		return nil, err
	}
	return Judge(cited, candidates, citing.DocumentDate), nil
}

// citedRow is a document that may be cited.
type citedRow struct {
	ID           string     `gorm:"column:id"`
	Symbol       string     `gorm:"column:symbol"`
	DocumentDate store.Date `gorm:"column:document_date"`
	Kind         string     `gorm:"column:kind"`
	Regime       string     `gorm:"column:regime"`
	Subject      string     `gorm:"column:subject"`
	IssuerID     string     `gorm:"column:issuer_id"`
	State        State      `gorm:"column:state"`
}

func (r citedRow) candidate(issuers map[string]directory.Organ) Candidate {
	c := Candidate{ID: r.ID, Symbol: r.Symbol, Date: r.DocumentDate, Kind: r.Kind, Regime: r.Regime, Subject: r.Subject, IssuerID: r.IssuerID}
	if o, ok := issuers[r.IssuerID]; ok {
		c.IssuerNames = namesOf(o)
	}
	return c
}

// bearing are the documents that bear one of the symbols and that the reader may see.
func bearing(tx *store.Tx, see authz.Reach, symbols []string, but string) ([]Candidate, error) {
	if len(symbols) == 0 || see.None() {
		return nil, nil
	}
	sight, args := Visible(see)
	var rows []citedRow
	err := tx.DB().Raw(`SELECT d.id, d.symbol, d.document_date, d.kind, d.regime, d.subject, d.issuer_id, d.state FROM document d
		WHERE d.symbol <> '' AND d.document_date <> '' AND d.state <> 'withdrawn' AND d.symbol IN ? AND d.id <> ? AND `+sight,
		append([]any{symbols, but}, args...)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("find the cited documents: %w", err)
	}
	issuers := map[string]directory.Organ{}
	if err := knowIssuers(tx, issuers, rows); err != nil {
		return nil, err
	}
	candidates := make([]Candidate, len(rows))
	for i, r := range rows {
		candidates[i] = r.candidate(issuers)
	}
	return candidates, nil
}

// knowIssuers adds the issuers of rows that are not known yet.
func knowIssuers(tx *store.Tx, known map[string]directory.Organ, rows []citedRow) error {
	asked := map[string]bool{}
	var ids []string
	for _, r := range rows {
		if _, ok := known[r.IssuerID]; !ok && !asked[r.IssuerID] && r.IssuerID != "" {
			asked[r.IssuerID] = true
			ids = append(ids, r.IssuerID)
		}
	}
	found, err := directory.OrgansByID(tx, ids)
	for id, o := range found {
		known[id] = o
	}
	return err
}

// cascadeRow is one citation of a document, with one of the documents that it may name; K… are empty for none.
type cascadeRow struct {
	Citing   citedRow `gorm:"embedded;embeddedPrefix:d_"`
	N        int      `gorm:"column:n"` // of the full citation
	Raw      string   `gorm:"column:raw"`
	Relation Relation `gorm:"column:relation"`
	Symbol   string   `gorm:"column:symbol"`
	Date     string   `gorm:"column:cited_date"`
	Issuer   string   `gorm:"column:issuer"`
	Type     string   `gorm:"column:type"`
	Name     string   `gorm:"column:name"` // of what has no symbol, as written
	Bearer   citedRow `gorm:"embedded;embeddedPrefix:k_"`
}

// cascadeRows bounds what one step of a cascade reads.
const cascadeRows = 20000

// The step of a cascade: citations c of documents d, each as its full one f says, with every document k that bears the
// symbol. d and k are of those that the reader may see, and of no others: the answer is the same whether a document that
// he may not see exists or not.
const cascadeStep = `SELECT %[1]s, f.n, min(c.raw) AS raw, c.relation, f.symbol, f.cited_date, f.issuer, f.type,
		CASE WHEN f.symbol = '' THEN f.raw ELSE '' END AS name, %[2]s
	FROM document_citation c
	JOIN document_citation f ON f.document_id = c.document_id AND f.n = CASE WHEN c.short_of > 0 THEN c.short_of ELSE c.n END
	JOIN seen d ON d.id = c.document_id
	LEFT JOIN seen k ON k.symbol = c.cited_symbol AND k.symbol <> '' AND k.document_date <> '' AND k.state <> 'withdrawn' AND k.id <> c.document_id
	WHERE c.role = 'cited' AND %[3]s
	GROUP BY %[4]s, f.n, c.relation, f.symbol, f.cited_date, f.issuer, f.type, f.raw, %[5]s
	ORDER BY d.document_date, d.id, f.n, c.relation, k.document_date, k.id LIMIT ?`

var citedColumns = []string{"id", "symbol", "document_date", "kind", "regime", "subject", "issuer_id", "state"}

func columnsOf(table string) string { return table + "." + strings.Join(citedColumns, ", "+table+".") }

func columnsAs(table string) string {
	named := make([]string, len(citedColumns))
	for i, column := range citedColumns {
		named[i] = fmt.Sprintf("%[1]s.%[2]s AS %[1]s_%[2]s", table, column)
	}
	return strings.Join(named, ", ")
}

// citingRows reads one step: up, the citations of the documents with these ids; down, the citations of these symbols.
func citingRows(tx *store.Tx, see authz.Reach, ids, symbols []string) (rows []cascadeRow, err error) {
	if see.None() || len(ids)+len(symbols) == 0 {
		return nil, nil
	}
	sight, args := Visible(see)
	condition, wanted := "c.document_id IN ?", ids
	if len(symbols) > 0 {
		condition, wanted = "c.cited_symbol <> '' AND c.cited_symbol IN ? AND d.state <> 'withdrawn'", symbols
	}
	query := "WITH seen AS NOT MATERIALIZED (SELECT d.* FROM document d WHERE " + sight + ") " +
		fmt.Sprintf(cascadeStep, columnsAs("d"), columnsAs("k"), condition, columnsOf("d"), columnsOf("k"))
	if err := tx.DB().Raw(query, append(args, wanted, cascadeRows)...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the cascade: %w", err)
	}
	return rows, nil
}
