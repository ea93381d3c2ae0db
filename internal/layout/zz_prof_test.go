package layout

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"os"

	"trinhky/internal/document"
)

func TestZZ(t *testing.T) {
	T := document.Table
	cell := func(s string) document.Cell { return document.Cell{Runs: []document.Run{{Text: s}}} }
	long := func(n int) document.Block { return document.Block{Kind: T, Rows: [][]document.Cell{{cell(strings.Repeat("a ", n/2))}, {}}} }
	cases := map[string][]document.Block{}
	cases["cell"] = []document.Block{long(1<<20)}
	h := long(1<<19); h.HeaderRows = 1
	cases["head"] = []document.Block{h}
	var rows [][]document.Cell
	for range 120 { rows = append(rows, []document.Cell{{Down: 1000}, {Down: 999}}) }
	cases["tall"] = []document.Block{{Kind: T, Rows: rows}}
	rows = nil
	for i := range 8000 { if i%2==0 {rows = append(rows, []document.Cell{{Down: 2},{}})} else {rows = append(rows, []document.Cell{{Down: 2}})} }
	cases["chain"] = []document.Block{{Kind: T, Rows: rows}}
	var app, notes []document.Block
	for range 3000 { app = append(app, document.Block{Kind: document.Appendix, Ordinal: "Phụ lục"}) }
	cases["app"] = app
	var nr, gl []document.Run
	for range 5000 { nr = append(nr, document.Run{Text: "a ", Note: "b"}) }
	notes = []document.Block{{Kind: document.Paragraph, Runs: nr}}
	cases["notes"] = notes
	for range 10000 { gl = append(gl, document.Run{Text: "a"}) }
	cases["glued"] = []document.Block{{Kind: document.Paragraph, Runs: gl}}
	var hs []document.Block
	for range 10000 { hs = append(hs, document.Block{Kind: document.Heading, Level: 1, Runs: []document.Run{{Text: "a"}}}) }
	cases["heads"] = hs
	cases["word"] = []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: strings.Repeat("a", 1<<19)}}}}
	cases["nbsp"] = []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: strings.Repeat("a\u00a0", 1<<18)}}}}
	for name, b := range cases {
		if w := os.Getenv("ZZ"); w != "" && w != name { continue }
		s := stateReport(b...)
		at := time.Now()
		r, err := Render(s)
		pd := time.Since(at)
		at = time.Now()
		if err == nil && os.Getenv("ZD") != "no" { _, err = RenderDOCX(s) }
		fmt.Println(name, "pieces", document.Body{Blocks: b}.Pieces(), "pages", r.Pages, "pdf", pd, "docx", time.Since(at), err)
	}
}
