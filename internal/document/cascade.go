package document

import (
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// Direction says which way a cascade is followed.
type Direction string

// The directions.
const (
	Upward   Direction = "up"   // what a document stands on
	Downward Direction = "down" // what answers it
	BothWays Direction = "both"
)

// How far a cascade goes.
const (
	DefaultDepth = 3
	MaxDepth     = 6
	MaxNodes     = 1000
)

// Cascade is which document stands on which: an excerpt of the graph of citations round one document, as one reader sees
// it. A document that the reader may not see is no node and is counted nowhere; cited in a text that he sees, it is the
// symbol as that text prints it, just as one that was never kept here.
type Cascade struct {
	Nodes     []CascadeNode // the document that was asked for first, then by steps away from it
	Edges     []CascadeEdge
	Truncated bool // there is more than fits: more than MaxNodes, or more citations than one step reads
}

// CascadeNode is a document, or a symbol that names none of ours.
type CascadeNode struct {
	Key      string // what edges call it: the document's id, or one made of the symbol
	ID       string // "" when it is outside
	Symbol   string // of one outside as it is printed; "" for a draft, and for what is known by a name
	Kind     string
	KindName string // of one outside the type that the text says
	Subject  string // of what is known by a name its name: "Nghị quyết Trung ương 4"
	Regime   string
	Issuer   string // the organ's name; of one outside as it is printed
	Date     store.Date
	State    State
	Outside  bool
	Standing Standing // of one outside: why it is no link
	Level    int      // steps away: negative above, positive below
	Marks    []Mark   // what became of it: recalled, replaced …
}

// CascadeEdge says that one document cites another.
type CascadeEdge struct {
	From, To string // keys; From cites To
	Relation Relation
	Raw      string // a citation as it is written
}

// CascadeOf follows the citations from a document up, down or both ways, depth steps far (0 = DefaultDepth, at most
// MaxDepth): one query a step, and one for the issuers that it met first. The reader must be one who may see root.
func CascadeOf(tx *store.Tx, see authz.Reach, root Document, way Direction, depth int) (Cascade, error) {
	if depth == 0 {
		depth = DefaultDepth
	}
	depth = min(max(depth, 1), MaxDepth)
	g := &growing{tx: tx, see: see, places: map[string]int{}, edges: map[[2]string]int{}, issuers: map[string]directory.Organ{}}
	start := citedRow{
		ID: root.ID, Symbol: root.Symbol, DocumentDate: root.DocumentDate, Kind: root.Kind, Regime: root.Regime, Subject: root.Subject,
		IssuerID: root.IssuerID, State: root.State,
	}
	if err := knowIssuers(tx, g.issuers, []citedRow{start}); err != nil {
		return Cascade{}, err
	}
	g.document(start, 0)
	if way != Downward {
		if err := g.follow(start, depth, -1); err != nil {
			return Cascade{}, err
		}
	}
	if way != Upward {
		if err := g.follow(start, depth, 1); err != nil {
			return Cascade{}, err
		}
	}
	return g.Cascade, g.mark()
}

// mark notes on the documents of ours what became of them.
func (g *growing) mark() error {
	ids := make([]string, 0, len(g.Nodes))
	for _, n := range g.Nodes {
		if !n.Outside {
			ids = append(ids, n.ID)
		}
	}
	marks, err := MarksFor(g.tx, ids)
	for i, n := range g.Nodes {
		g.Nodes[i].Marks = marks[n.ID]
	}
	return err
}

// growing is a cascade while it is read.
type growing struct {
	Cascade
	tx      *store.Tx
	see     authz.Reach
	places  map[string]int    // key → place among the nodes
	edges   map[[2]string]int // from, to → place among the edges
	issuers map[string]directory.Organ
}

// follow goes step by step one way: -1 up, 1 down. A document is gone on from once, so a circle of citations ends.
func (g *growing) follow(start citedRow, depth, way int) error {
	front, gone := []citedRow{start}, map[string]bool{start.ID: true}
	for step := 1; step <= depth && len(front) > 0; step++ {
		var ids, symbols []string
		for _, d := range front {
			if way < 0 {
				ids = append(ids, d.ID)
			} else if d.Symbol != "" && d.DocumentDate != "" {
				symbols = append(symbols, d.Symbol)
			}
		}
		rows, err := citingRows(g.tx, g.see, ids, symbols)
		if err != nil {
			return err
		}
		g.Truncated = g.Truncated || len(rows) == cascadeRows
		if err := g.meet(rows); err != nil {
			return err
		}
		var next []citedRow
		for _, one := range citingIn(rows, g.issuers) {
			for _, d := range g.step(one, front, way, way*step) {
				if !gone[d.ID] {
					gone[d.ID] = true
					next = append(next, d)
				}
			}
		}
		front = next
	}
	return nil
}

// meet looks up the issuers that rows name first.
func (g *growing) meet(rows []cascadeRow) error {
	met := make([]citedRow, 0, 2*len(rows))
	for _, r := range rows {
		met = append(met, r.Citing, r.Bearer)
	}
	return knowIssuers(g.tx, g.issuers, met)
}

// step puts the citations of one document into the graph, and gives the documents to go on from.
func (g *growing) step(one citing, front []citedRow, way, level int) (next []citedRow) {
	for i, v := range one.judged() {
		row := one.rows[i]
		bearer, known := one.bearers[v.ID]
		switch {
		case way < 0 && known:
			if g.document(bearer, level) {
				g.edge(row, bearer.ID)
				next = append(next, bearer)
			}
		case way < 0:
			if key, ok := g.outside(row, v.Standing, level); ok {
				g.edge(row, key)
			}
		case known && among(front, v.ID) && g.document(one.row, level):
			g.edge(row, v.ID)
			next = append(next, one.row)
		}
	}
	return next
}

func among(rows []citedRow, id string) bool {
	for _, r := range rows {
		if r.ID == id {
			return true
		}
	}
	return false
}

// document puts a document of ours into the graph; false when there is no more room.
func (g *growing) document(d citedRow, level int) bool {
	n := CascadeNode{
		Key: d.ID, ID: d.ID, Symbol: d.Symbol, Kind: d.Kind, Subject: d.Subject, Regime: d.Regime, Issuer: g.issuers[d.IssuerID].Name,
		Date: d.DocumentDate, State: d.State, Level: level,
	}
	if kind, err := KindByID(d.Regime, d.Kind); err == nil {
		n.KindName = kind.Name
	}
	return g.node(n)
}

// outside puts what names none of ours into the graph. Two texts that print one symbol and one date mean one document.
func (g *growing) outside(r cascadeRow, standing Standing, level int) (key string, ok bool) {
	n := CascadeNode{
		Key: "outside:" + r.Symbol + r.Name + ":" + r.Date, Symbol: r.Symbol, KindName: r.Type, Subject: r.Name, Issuer: r.Issuer,
		Date: store.Date(r.Date), Outside: true, Standing: standing, Level: level,
	}
	return n.Key, g.node(n)
}

func (g *growing) node(n CascadeNode) bool {
	if _, there := g.places[n.Key]; there {
		return true
	}
	if len(g.Nodes) == MaxNodes {
		g.Truncated = true
		return false
	}
	g.places[n.Key] = len(g.Nodes)
	g.Nodes = append(g.Nodes, n)
	return true
}

// edge draws one arrow between two documents, however often one cites the other: the strongest relation counts.
func (g *growing) edge(r cascadeRow, to string) {
	ends := [2]string{r.Citing.ID, to}
	if at, there := g.edges[ends]; there {
		if r.Relation.Stronger(g.Edges[at].Relation) {
			g.Edges[at].Relation, g.Edges[at].Raw = r.Relation, r.Raw
		}
		return
	}
	g.edges[ends] = len(g.Edges)
	g.Edges = append(g.Edges, CascadeEdge{From: r.Citing.ID, To: to, Relation: r.Relation, Raw: r.Raw})
}

// citing is one document's citations in one step, and every document that they may name.
type citing struct {
	row     citedRow
	rows    []cascadeRow // one a citation and relation
	bearers map[string]citedRow
	issuers map[string]directory.Organ
}

// citingIn parts the rows of a step by document, in their order.
func citingIn(rows []cascadeRow, issuers map[string]directory.Organ) (all []citing) {
	type said struct {
		n        int
		relation Relation
	}
	var seen map[said]bool
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].row.ID != r.Citing.ID {
			all = append(all, citing{row: r.Citing, bearers: map[string]citedRow{}, issuers: issuers})
			seen = map[said]bool{}
		}
		one := &all[len(all)-1]
		if at := (said{r.N, r.Relation}); !seen[at] {
			seen[at] = true
			one.rows = append(one.rows, r)
		}
		if r.Bearer.ID != "" {
			one.bearers[r.Bearer.ID] = r.Bearer
		}
	}
	return all
}

// judged are the verdicts on the rows, one each.
func (c citing) judged() []Verdict {
	cited := make([]Citation, len(c.rows))
	for i, r := range c.rows {
		link := Link{Raw: r.Raw, Role: Cited, Symbol: r.Symbol, Date: r.Date, Issuer: r.Issuer, Type: r.Type}
		cited[i] = link.citation(nil)
	}
	candidates := make([]Candidate, 0, len(c.bearers))
	for _, k := range c.bearers {
		candidates = append(candidates, k.candidate(c.issuers))
	}
	return Judge(cited, candidates, c.row.DocumentDate)
}
