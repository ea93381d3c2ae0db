package document_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// shelf holds documents that are laid there as they would be after their way; people see what they were granted.
type shelf struct {
	t *testing.T
	s *store.Store
}

// paper is one document of a test.
type paper struct {
	id, symbol, date, subject, text string
	issuer                          string
	seenBy                          []string
}

func (h shelf) lay(papers ...paper) {
	h.t.Helper()
	err := h.s.Update(context.Background(), func(tx *store.Tx) error {
		for _, p := range papers {
			kind := "notice"
			if symbol, ok := document.ParseSymbol(p.symbol); ok && symbol.Type == "CT" {
				kind = "directive"
			} else if ok && symbol.Type == "KH" {
				kind = "plan"
			}
			d := document.Document{
				ID: p.id, Kind: kind, Regime: "party", IssuerID: p.issuer, DrafterID: "someone", State: document.Drafting,
				Symbol: p.symbol, DocumentDate: store.Date(p.date), ChainID: "c", ChainVersion: "v",
			}
			body := document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: p.text}}}}}
			if err := document.Create(tx, &d, document.Content{Subject: p.subject, Body: body, AuthorID: "someone"}); err != nil {
				return err
			}
			if err := document.Cite(tx, p.id, document.LinksIn(p.subject, body)); err != nil {
				return err
			}
			for _, who := range p.seenBy {
				if err := document.Grant(tx, document.Access{DocumentID: p.id, PersonID: who, Why: authz.Addressed}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func reach(who string) authz.Reach {
	return authz.Reach{PersonID: who, PersonWhys: []string{authz.Addressed}}
}

func (h shelf) cascade(who, id string, way document.Direction, depth int) (c document.Cascade) {
	h.t.Helper()
	err := h.s.View(context.Background(), func(tx *store.Tx) error {
		d, err := document.Load(tx, id)
		if err != nil {
			return err
		}
		c, err = document.CascadeOf(tx, reach(who), d, way, depth)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// drawn is a cascade in a few lines: its arrows, and the nodes without one.
func drawn(c document.Cascade) (lines []string) {
	for _, n := range c.Nodes {
		line := n.Key
		if n.Outside {
			line = "(" + n.Symbol + n.Subject + " " + string(n.Date) + " " + string(n.Standing) + ")"
		}
		lines = append(lines, fmt.Sprintf("%d %s", n.Level, line))
	}
	slices.Sort(lines)
	for _, e := range c.Edges {
		lines = append(lines, e.From+" "+string(e.Relation)+" "+e.To)
	}
	slices.Sort(lines[len(c.Nodes):])
	return lines
}

// family is a directive, the plans that carry it out, and what stands on these.
func family() []paper {
	const directive = "Chỉ thị số 23-CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy"
	const plan = "Kế hoạch số 77-KH/HU, ngày 15/5/2017 của Ban Thường vụ Huyện ủy"
	return []paper{
		{id: "old", symbol: "05-CT/TU", date: "2012-02-01", subject: "về thi đua", text: "Các cấp ủy triển khai.", seenBy: []string{"an"}},
		{id: "directive", symbol: "23-CT/TU", date: "2017-04-21", subject: "về thi đua ở khu phố", text: "Chỉ thị này thay thế Chỉ thị số 5-CT/TU, ngày 01/02/2012 của Ban Thường vụ Tỉnh ủy. Căn cứ Nghị quyết Trung ương 4.", seenBy: []string{"an", "bình"}},
		{id: "district", symbol: "77-KH/HU", date: "2017-05-15", subject: "thực hiện " + directive, text: "Căn cứ Chỉ thị 23, Huyện ủy đề ra kế hoạch.", seenBy: []string{"an", "bình", "chi"}},
		{id: "town", symbol: "57-KH/ĐU", date: "2017-05-24", subject: "thực hiện phong trào", text: "Căn cứ " + directive + "; " + plan + "; Đảng ủy ban hành kế hoạch.", seenBy: []string{"an", "chi"}},
		{id: "draft", subject: "sơ kết " + plan, text: "Sau 5 năm thực hiện Kế hoạch 77.", seenBy: []string{"an"}},
	}
}

// Three people follow one plan and see three graphs.
func TestACascadeShowsWhatItsReaderMaySee(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := shelf{t, s}
		h.lay(family()...)
		for who, want := range map[string][]string{
			"an": {
				"-1 directive", "-2 (Nghị quyết Trung ương 4  unnumbered)", "-2 old", "0 district", "1 draft", "1 town",
				"directive grounds outside:Nghị quyết Trung ương 4:", "directive replaces old", "district implements directive",
				"draft implements district", "town grounds district",
			},
			"bình": {
				"-1 directive", "-2 (05-CT/TU 2012-02-01 unknown)", "-2 (Nghị quyết Trung ương 4  unnumbered)", "0 district",
				"directive grounds outside:Nghị quyết Trung ương 4:", "directive replaces outside:5-CT/TU:2012-02-01", "district implements directive",
			},
			"chi": {
				"-1 (23-CT/TU 2017-04-21 unknown)", "0 district", "1 town",
				"district implements outside:23-CT/TU:2017-04-21", "town grounds district",
			},
		} {
			// What a text prints, 5-CT/TU, is what its reader sees of a document that is not for him.
			want := slices.Clone(want)
			for i := range want {
				want[i] = strings.Replace(want[i], "(05-CT/TU", "(5-CT/TU", 1)
			}
			if diff := cmp.Diff(want, drawn(h.cascade(who, "district", document.BothWays, 0))); diff != "" {
				t.Errorf("%s:\n%s", who, diff)
			}
		}
	})
}

// Nothing that a reader is told differs between a shelf where what he may not see is there and one where it never was.
func TestACascadeIsNoOracle(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := shelf{t, s}
		hidden := map[string]bool{"directive": true, "town": true, "draft": true}
		for _, p := range family() {
			if p.id == "old" || !hidden[p.id] {
				p.seenBy = []string{"dũng"}
				h.lay(p)
			}
		}
		cites := paper{id: "note", subject: "về thi đua", seenBy: []string{"dũng"},
			text: "Theo Chỉ thị số 23-CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy và Kế hoạch 57-KH/ĐU, Chỉ thị 23."}
		h.lay(cites)
		all := func() (answers []any) {
			for _, id := range []string{"district", "note", "old"} {
				for _, way := range []document.Direction{document.Upward, document.Downward, document.BothWays} {
					answers = append(answers, h.cascade("dũng", id, way, document.MaxDepth))
				}
				answers = append(answers, h.links("dũng", id))
			}
			return answers
		}
		before := all()
		for _, p := range family() {
			if hidden[p.id] {
				p.seenBy = []string{"an"}
				h.lay(p)
			}
		}
		h.lay(paper{id: "twin", symbol: "77-KH/HU", date: "2017-05-15", subject: "trùng số, ký hiệu", seenBy: []string{"an"}})
		if diff := cmp.Diff(before, all()); diff != "" {
			t.Errorf("a document that dũng may not see is told of:\n%s", diff)
		}
		if len(before) != 12 || len(h.cascade("an", "directive", document.BothWays, 0).Nodes) < 4 {
			t.Error("nothing is hidden: the test proves nothing")
		}
	})
}

func (h shelf) links(who, id string) (links []document.Link) {
	h.t.Helper()
	err := h.s.View(context.Background(), func(tx *store.Tx) error {
		d, err := document.Load(tx, id)
		if err != nil {
			return err
		}
		links, err = document.CitationsFor(tx, d, reach(who))
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return links
}

func TestACircleOfCitationsEnds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := shelf{t, s}
		// a cites b, b cites c, c cites a: what is dated later than the citing one cannot be meant, so all are of one day.
		for i, id := range []string{"a", "b", "c"} {
			next := (i+1)%3 + 1
			h.lay(paper{id: id, symbol: fmt.Sprintf("%02d-KH/HU", i+1), date: "2017-05-15", subject: "về thi đua",
				text: fmt.Sprintf("Căn cứ Kế hoạch số %02d-KH/HU, ngày 15/5/2017; số %02d-KH/HU là văn bản này.", next, i+1), seenBy: []string{"an"}})
		}
		queries := countQueries(t, s)
		h.cascade("an", "a", document.BothWays, document.MaxDepth)
		if n := queries(); n != 1+3+3+1 { // the last reads the marks
			t.Errorf("%d queries: the circle is gone round again", n)
		}
		want := []string{"-1 b", "-2 c", "0 a", "a grounds b", "b grounds c", "c grounds a"}
		if diff := cmp.Diff(want, edgesWithin(drawn(h.cascade("an", "a", document.Upward, document.MaxDepth)))); diff != "" {
			t.Error(diff)
		}
		want = []string{"0 a", "1 c", "2 b", "a grounds b", "b grounds c", "c grounds a"}
		if diff := cmp.Diff(want, edgesWithin(drawn(h.cascade("an", "a", document.Downward, document.MaxDepth)))); diff != "" {
			t.Error(diff)
		}
		h.lay(paper{id: "q", symbol: "91-KH/HU", date: "2017-06-15", subject: "về thi đua", text: "Căn cứ Kế hoạch số 01-KH/HU, ngày 15/5/2017.", seenBy: []string{"an"}})
		queries()
		h.cascade("an", "q", document.Upward, document.MaxDepth)
		if n := queries(); n != 1+4+1 {
			t.Errorf("%d queries: a circle behind a document is gone round again", n)
		}
	})
}

// edgesWithin leaves out what is outside.
func edgesWithin(lines []string) []string {
	return slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, "outside:") || strings.Contains(l, "(") })
}

// A thousand documents take as many queries as three.
func TestACascadeOfAThousand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := shelf{t, s}
		all := []paper{{id: "root", symbol: "01-CT/TU", date: "2017-01-02", subject: "về thi đua", seenBy: []string{"an"}}}
		for i := range 1200 {
			over, date, symbol := "Chỉ thị số 01-CT/TU, ngày 02/01/2017", "2017-02-02", fmt.Sprintf("%d-KH/HU", i+10)
			if i >= 40 { // the rest carry out one of the first forty
				over, date = fmt.Sprintf("Kế hoạch số %d-KH/HU, ngày 02/02/2017", i%40+10), "2017-03-03"
			}
			all = append(all, paper{id: fmt.Sprintf("p%04d", i), symbol: symbol, date: date, subject: "thực hiện " + over, text: "Triển khai " + over + ".", seenBy: []string{"an"}})
		}
		h.lay(all...)
		queries := countQueries(t, s)
		c := h.cascade("an", "root", document.Downward, 0)
		if len(c.Nodes) != document.MaxNodes || !c.Truncated || len(c.Edges) != document.MaxNodes-1 {
			t.Errorf("%d nodes, %d edges, truncated %v", len(c.Nodes), len(c.Edges), c.Truncated)
		}
		// Load, a step each for three levels, and the marks: nobody here has an issuer to look up.
		if n := queries(); n != 1+document.DefaultDepth+1 {
			t.Errorf("%d queries, want %d", n, 1+document.DefaultDepth+1)
		}
		up := h.cascade("an", "p1199", document.Upward, document.MaxDepth)
		if n := queries(); n > 1+3+1 || up.Truncated || len(up.Nodes) != 3 {
			t.Errorf("%d queries, %d nodes", n, len(up.Nodes))
		}
	})
}

// countQueries counts what a store is asked from now on; each call gives the number since the last.
func countQueries(t *testing.T, s *store.Store) func() int {
	t.Helper()
	n := 0
	count := func(*gorm.DB) { n++ }
	err := s.View(context.Background(), func(tx *store.Tx) error {
		callbacks := tx.DB().Callback()
		for name, register := range map[string]func() error{
			"query": func() error { return callbacks.Query().Before("gorm:query").Register("count", count) },
			"row":   func() error { return callbacks.Row().Before("gorm:row").Register("count", count) },
			"raw":   func() error { return callbacks.Raw().Before("gorm:raw").Register("count", count) },
		} {
			if err := register(); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return func() int {
		since := n
		n = 0
		return since
	}
}

// What a citation leads to is looked up when it is read, by issuer, symbol and date.
func TestACitationIsKnownByItsIdentity(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := shelf{t, s}
		text := "Căn cứ Quy định số 217-QĐ/TW, ngày 02/01/2020 của Ban Bí thư và Quyết định số 218-QĐ/TW của Bộ Chính trị; " +
			"thực hiện Chỉ thị 218; Báo cáo số 403-BC/TU, ngày 03/6/2014 của Ban Thường vụ Huyện ủy; theo Quy định 217; Nghị quyết Trung ương 4."
		h.lay(paper{id: "citing", subject: "về giám sát", text: text, seenBy: []string{"an"}})
		got := func() (lines []string) {
			for _, l := range h.links("an", "citing") {
				line := fmt.Sprintf("%s %s %s", l.Raw, l.Standing, l.CitedID)
				for _, c := range l.Candidates {
					line += " " + c.ID
				}
				lines = append(lines, strings.TrimSpace(line))
			}
			return lines
		}
		want := []string{
			"217-QĐ/TW unknown", "218-QĐ/TW ambiguous", "Chỉ thị 218 unnumbered", "403-BC/TU misattributed", "Quy định 217 unknown",
			"Nghị quyết Trung ương 4 unnumbered",
		}
		if diff := cmp.Diff(want, got()); diff != "" {
			t.Error(diff)
		}
		h.lay( // issued after the citing one was stored
			paper{id: "of 2013", symbol: "217-QĐ/TW", date: "2013-12-12", subject: "về giám sát", seenBy: []string{"an"}},
			paper{id: "of 2020", symbol: "217-QĐ/TW", date: "2020-01-02", subject: "về gửi, nhận văn bản", seenBy: []string{"an"}},
			paper{id: "218 of 2013", symbol: "218-QĐ/TW", date: "2013-12-12", subject: "về góp ý", seenBy: []string{"an"}},
			paper{id: "403", symbol: "403-BC/TU", date: "2014-06-03", subject: "về dân vận", seenBy: []string{"an"}},
		)
		want = []string{
			"217-QĐ/TW known of 2020", "218-QĐ/TW ambiguous  218 of 2013", "Chỉ thị 218 unnumbered", "403-BC/TU misattributed", "Quy định 217 known of 2020",
			"Nghị quyết Trung ương 4 unnumbered",
		}
		if diff := cmp.Diff(want, got()); diff != "" {
			t.Error(diff)
		}
	})
}
