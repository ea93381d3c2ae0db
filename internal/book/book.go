package book

import (
	"fmt"

	"trinhky/internal/store"
)

// Align places the text of a column.
type Align int

// The alignments.
const (
	Left Align = iota
	Center
	Right
)

// Column is one column of the book: its head and its width on paper. Widths are weighed against each other: together they
// fill the width between the margins, 257 mm.
type Column struct {
	Title string
	Width float64 // mm
	Align Align
}

// What a row is.
const (
	Plain    = ""         // an entry
	Reserved = "reserved" // số dự phòng
	Voided   = "voided"   // số đã hủy
	Group    = "group"    // a heading over the rows that follow; its first cell is the text
)

// Row is one line of the book: a text per column. Missing cells are empty.
type Row struct {
	Cells []string
	Kind  string // Plain, Reserved, Voided or Group
}

// Book is one printed register.
type Book struct {
	Title    string // "Sổ đăng ký văn bản đi"
	Subtitle string // which of them: "Thông báo (TB)"; "" for none
	Owner    string // the organ whose book it is
	Superior string // the organ above it, over its name; "" for none
	Period   string // "Năm 2026", "Nhiệm kỳ 2025 - 2030"
	Volume   int    // quyển số; 0 = left to be written by hand
	From, To store.Date
	// FirstNumber and LastNumber are what the cover says: "01", "125"; "" leaves the line out.
	FirstNumber, LastNumber string
	// Unit is what the rows are, counted: "văn bản", "hồ sơ", "lượt mượn".
	Unit    string
	Columns []Column
	Rows    []Row
	// Opening and Closing are further sentences for the first and the last page.
	Opening, Closing []string
	// Signers are the posts under whose names room is left to sign the opening and the closing, from left to right.
	Signers []string
	// Single leaves cover and opening page out: a list (danh mục, mục lục), not a bound register.
	Single bool
}

// Counts are the totals of rows.
type Counts struct{ Entries, Reserved, Voided int }

// Count adds the rows up.
func Count(rows []Row) (c Counts) {
	for _, r := range rows {
		switch r.Kind {
		case Plain:
			c.Entries++
		case Reserved:
			c.Reserved++
		case Voided:
			c.Voided++
		}
	}
	return c
}

func (b Book) unit() string {
	if b.Unit == "" {
		return "văn bản"
	}
	return b.Unit
}

func (b Book) check() error {
	if len(b.Columns) == 0 {
		return fmt.Errorf("book: %q has no columns", b.Title)
	}
	for i, r := range b.Rows {
		if len(r.Cells) > len(b.Columns) {
			return fmt.Errorf("book: row %d of %q has %d cells for %d columns", i+1, b.Title, len(r.Cells), len(b.Columns))
		}
	}
	return nil
}

// cell is the text of a column in a row.
func (r Row) cell(column int) string {
	if column < len(r.Cells) {
		return r.Cells[column]
	}
	return ""
}
