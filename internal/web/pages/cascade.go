package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
)

// cascadeView is the page of the documents that one stands on and that answer it.
type cascadeView struct {
	page
	Root      paperView
	Way       document.Direction
	Ways      []choice
	Depth     int
	Depths    []int
	Picture   *pictureView // nil when there is too much, or nothing, to draw
	Levels    []levelView  // the picture in words
	Count     int          // documents beside the root
	Truncated bool
}

// levelView is the documents as many steps away.
type levelView struct {
	Label  string
	Papers []paperView
}

// paperView is one document of a cascade.
type paperView struct {
	Name, About string
	Subject     string
	Path        string // "" when it is outside
	Cites       []citesView
	Marks       []document.Mark
}

// citesView is one arrow out of a document.
type citesView struct{ Relation, Name, Path string }

var relationLabels = map[document.Relation]string{
	document.Grounds: "căn cứ", document.Implements: "thực hiện", document.Replaces: "thay thế", document.Amends: "sửa đổi, bổ sung",
	document.Answers: "trả lời", document.Mentions: "nhắc đến",
}

var standingLabels = map[document.Standing]string{
	document.CitationAmbiguous:     "chưa đủ ngày, cơ quan để biết là văn bản nào",
	document.CitationUnknown:       "không có bản để xem",
	document.CitationMisattributed: "ký hiệu không khớp cơ quan ban hành được nêu",
	document.CitationUnnumbered:    "không ghi số, ký hiệu",
}

var ways = []choice{
	{string(document.BothWays), "Cả hai chiều"}, {string(document.Upward), "Văn bản làm căn cứ"}, {string(document.Downward), "Văn bản thực hiện"},
}

func (s *site) cascade(c echo.Context, who string) error {
	way := document.Direction(c.QueryParam("direction"))
	if !slices.ContainsFunc(ways, func(w choice) bool { return w.Value == string(way) }) {
		way = document.BothWays
	}
	depth, err := strconv.Atoi(c.QueryParam("depth"))
	if err != nil || depth < 1 || depth > document.MaxDepth {
		depth = document.DefaultDepth
	}
	graph, err := s.Signoff.Cascade(c.Request().Context(), who, c.Param("id"), way, depth)
	if err != nil {
		return err
	}
	say := saysIn(lookOf(c).catalogue().Say)
	view := cascadeView{
		Root: paperOf(graph.Nodes[0], say), Way: way, Ways: ways, Depth: depth, Picture: drawCascade(graph, say), Levels: levelsOf(graph, say),
		Count: len(graph.Nodes) - 1, Truncated: graph.Truncated,
	}
	for d := 1; d <= document.MaxDepth; d++ {
		view.Depths = append(view.Depths, d)
	}
	if view.page, err = s.page(c, who, "Văn bản liên quan: "+view.Root.Name, ""); err != nil {
		return err
	}
	return render(c, http.StatusOK, "documents/cascade", view)
}

// saysIn gives the words of the pages in the reader's language. A drawing is laid out in them, so they are said before
// the template has it.
type saysIn func(vietnamese string) string

func paperOf(n document.CascadeNode, say saysIn) paperView {
	p := paperView{Name: paperName(n, say), Subject: n.Subject}
	if n.Date != "" {
		p.About = say("ngày " + dateText(n.Date))
	}
	if n.Outside {
		p.About = joined(p.About, n.Issuer, say(standingLabels[n.Standing]))
		if n.Symbol == "" {
			p.Name, p.Subject = n.Subject, ""
		}
		return p
	}
	p.About, p.Path, p.Marks = joined(p.About, n.Issuer, say(stateLabels[n.State])), "/documents/"+n.ID, n.Marks
	return p
}

// paperName is what a document is called in a line: "Chỉ thị 23-CT/TU".
func paperName(n document.CascadeNode, say saysIn) string {
	switch {
	case n.Symbol != "" && n.KindName != "":
		return n.KindName + " " + n.Symbol
	case n.Symbol != "":
		return n.Symbol
	case n.Outside:
		return n.Subject
	}
	return n.KindName + " " + say("(chưa có số)")
}

func joined(words ...string) (line string) {
	for _, w := range words {
		if w == "" {
			continue
		}
		if line != "" {
			line += ", "
		}
		line += w
	}
	return line
}

// levelsOf is the graph as lists, from the farthest above to the farthest below.
func levelsOf(g document.Cascade, say saysIn) (levels []levelView) {
	cites, byKey := map[string][]citesView{}, map[string]document.CascadeNode{}
	for _, n := range g.Nodes {
		byKey[n.Key] = n
	}
	for _, e := range g.Edges {
		to := paperOf(byKey[e.To], say)
		cites[e.From] = append(cites[e.From], citesView{say(relationLabels[e.Relation]), to.Name, to.Path})
	}
	for _, level := range levelNumbers(g) {
		one := levelView{Label: levelLabel(level)}
		for _, n := range g.Nodes {
			if n.Level == level {
				p := paperOf(n, say)
				p.Cites = cites[n.Key]
				one.Papers = append(one.Papers, p)
			}
		}
		levels = append(levels, one)
	}
	return levels
}

func levelNumbers(g document.Cascade) (levels []int) {
	for _, n := range g.Nodes {
		levels = append(levels, n.Level)
	}
	slices.Sort(levels)
	return slices.Compact(levels)
}

func levelLabel(level int) string {
	switch {
	case level < 0:
		return fmt.Sprintf("Văn bản làm căn cứ, bậc %d", -level)
	case level > 0:
		return fmt.Sprintf("Văn bản thực hiện, bậc %d", level)
	}
	return "Văn bản này"
}
