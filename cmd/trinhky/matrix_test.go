package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/web/client"
)

// TestMatrix asks, in each state of a document, each person of the matrix for everything, over HTTP.
func TestMatrix(t *testing.T) {
	t.Parallel()
	if withoutRace(t) {
		return
	}
	m := readMatrix(t)
	for _, b := range m.blocks {
		t.Run(b.state, func(t *testing.T) {
			t.Parallel()
			h := openHall(t, m)
			cold := h.coldTables()
			d := h.inState(b.state)
			// First whatever leaves the document as it is, so that one serves for all of it.
			for _, c := range b.cells {
				switch {
				case c.want != 200:
					h.refuses(m, c, d)
				case !isAct(c.row):
					h.shows(m, c, d)
				}
			}
			for _, c := range b.cells {
				if c.want == 200 && isAct(c.row) {
					h.does(m, c, h.inState(b.state))
				}
			}
			h.same("after all of "+b.state, cold, h.coldTables())
		})
	}
}

// The matrix names every state and every act of the chains, so that a new one must be decided on here first.
func TestMatrixIsWhole(t *testing.T) {
	t.Parallel()
	m := readMatrix(t)
	states := []document.State{
		document.Drafting, document.Consulting, document.UnitReview, document.FormatCheck, document.AwaitingSignature, document.Signed,
		document.Numbered, document.Sealed, document.Issued, document.Filed, document.Returned, document.Withdrawn,
	}
	if len(m.blocks) != len(states) {
		t.Errorf("%d states in the matrix, want %d", len(m.blocks), len(states))
	}
	for _, state := range states {
		if !slices.ContainsFunc(m.blocks, func(b block) bool { return b.state == string(state) }) {
			t.Errorf("the matrix has no state %s", state)
		}
	}
	for _, b := range m.blocks {
		var rows []string
		for _, c := range b.cells {
			if len(rows) == 0 || rows[len(rows)-1] != c.row {
				rows = append(rows, c.row)
			}
		}
		if !slices.Equal(rows, matrixRows) {
			t.Errorf("%s has the rows\n%v\nwant\n%v", b.state, rows, matrixRows)
		}
	}
}

// shown are the rows that only look; the others change a document.
var shown = []string{"read", "pdf", "check", "versions", "redline", "comments", "events", "deliveries"}

var matrixRows = append(slices.Clone(shown),
	"edit", "fix", "attach", "comment", "submit", "request_opinion", "give_opinion", "approve", "check_format", "waive", "return", "withdraw", "cancel", "sign",
	"assign_number", "seal", "issue", "file", "recall", "take_back", "replace", "amend", "correct",
)

func isAct(row string) bool { return !slices.Contains(shown, row) }

// matrix is testdata/matrix.tsv.
type matrix struct {
	columns []string
	people  map[string]string // usernames by column
	blocks  []block
}

// block is one state.
type block struct {
	state string
	cells []cell
}

// cell is what one person must be answered in one row.
type cell struct {
	state, row, column string
	want               int
}

func (c cell) String() string { return fmt.Sprintf("%s · %s · %s", c.state, c.row, c.column) }

// usernames are everybody of the matrix.
func (m matrix) usernames() (names []string) {
	for _, column := range m.columns {
		names = append(names, m.people[column])
	}
	return names
}

func readMatrix(t *testing.T) matrix {
	t.Helper()
	file, err := os.Open("testdata/matrix.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m := matrix{people: map[string]string{}}
	scanner := bufio.NewScanner(file)
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		if err := m.add(fieldsOf(line)); err != nil {
			t.Fatalf("matrix.tsv line %d: %v", n, err)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return m
}

func fieldsOf(line string) []string {
	fields := strings.Split(line, "\t")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields
}

// add takes one line in.
func (m *matrix) add(fields []string) error {
	state, isState := strings.CutPrefix(fields[0], "state ")
	switch {
	case fields[0] == "person" && len(fields) == 4:
		m.columns = append(m.columns, fields[1])
		m.people[fields[1]] = fields[2]
		return nil
	case isState && slices.Equal(fields[1:], m.columns):
		m.blocks = append(m.blocks, block{state: state})
		return nil
	case isState || len(m.blocks) == 0 || len(fields) != len(m.columns)+1:
		return fmt.Errorf("%q does not fit the columns %v", fields, m.columns)
	}
	b := &m.blocks[len(m.blocks)-1]
	for i, column := range m.columns {
		want, err := strconv.Atoi(fields[i+1])
		if err != nil || !slices.Contains([]int{200, 403, 404, 422}, want) {
			return fmt.Errorf("%s, %s: %q is no answer", fields[0], column, fields[i+1])
		}
		b.cells = append(b.cells, cell{b.state, fields[0], column, want})
	}
	return nil
}

// refuses checks a cell that is not 200: the status, and that nothing happened.
func (h *hall) refuses(m matrix, c cell, d client.Document) {
	h.t.Helper()
	who := m.people[c.column]
	a := h.leavesNothing(c.String(), who, d.ID, func() answer { return h.ask(who, c.row, d) })
	if a.StatusCode != c.want {
		h.t.Errorf("%s: %d %s, the matrix says %d", c, a.StatusCode, a.problem.Code, c.want)
	}
}

// shows checks a cell in which a person reads.
func (h *hall) shows(m matrix, c cell, d client.Document) {
	h.t.Helper()
	h.still = nil // what a recipient reads is marked as read
	before := len(h.accessLog(0))
	a := h.ask(m.people[c.column], c.row, d)
	if a.StatusCode != 200 {
		h.t.Errorf("%s: %d %s, the matrix says 200", c, a.StatusCode, a.problem.Code)
		return
	}
	if len(a.body) == 0 {
		h.t.Errorf("%s: an empty answer", c)
	}
	if after := len(h.accessLog(0)); after != before {
		h.t.Errorf("%s: was shown, with %d lines in the access log", c, after-before)
	}
}

// does checks a cell in which a person acts: it leaves exactly one event (I7).
func (h *hall) does(m matrix, c cell, d client.Document) {
	h.t.Helper()
	events, refusals := h.eventsOf(d.ID), len(h.accessLog(0))
	a := h.ask(m.people[c.column], c.row, d)
	if a.StatusCode/100 != 2 {
		h.t.Errorf("%s: %d %s, the matrix says 200\n%s", c, a.StatusCode, a.problem.Code, reasonsOf(a.problem))
		return
	}
	if n := h.eventsOf(d.ID) - events; n != 1 {
		h.t.Errorf("%s: done, with %d events", c, n)
	}
	if after := len(h.accessLog(0)); after != refusals {
		h.t.Errorf("%s: done, with %d lines in the access log", c, after-refusals)
	}
}

func reasonsOf(p client.Problem) string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Detail)
	for _, r := range p.Reasons {
		fmt.Fprintf(&b, "- %s: %s\n", r.Code, r.Detail)
	}
	return b.String()
}
