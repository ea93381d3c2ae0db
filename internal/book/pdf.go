package book

import (
	"fmt"
	"strings"

	"trinhky/internal/pdf"
	"trinhky/internal/store"
)

// PDF draws the book: cover, opening page, the rows, closing page. A Single list has its title over its first rows and
// what closes it below the last.
func (b Book) PDF() ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	w := pdf.New(pdf.Meta{Title: strings.TrimSpace(b.Title + " " + b.Period), Author: b.Owner, Subject: b.Subtitle})
	if b.Single {
		b.drawList(w)
	} else {
		b.drawBound(w)
	}
	return w.Bytes()
}

func newPage(w *pdf.Writer) { w.AddPage(pageWidth, pageHeight) }

// pageNumber is the run of pages, the cover left out.
func pageNumber(w *pdf.Writer, n, of int) {
	w.Begin("Artifact")
	s := fmt.Sprintf("Trang %d/%d", n, of)
	w.Text(pageWidth-right-pdf.Width(regular, cellSize, s), pageHeight-bottom, regular, cellSize, s)
	w.End()
}

func (b Book) drawBound(w *pdf.Writer) {
	t := lay(b, 0)
	pages := len(t.sheets) + 2
	newPage(w)
	b.drawCover(w)
	newPage(w)
	w.Bookmark(1, "Mở sổ", top)
	b.drawOpening(w, pages)
	pageNumber(w, 1, pages)
	w.Begin("Table")
	for n := range t.sheets {
		newPage(w)
		if n == 0 {
			w.Bookmark(1, "Phần đăng ký", top)
		}
		t.drawSheet(w, n, top)
		pageNumber(w, n+2, pages)
	}
	w.End()
	newPage(w)
	w.Bookmark(1, "Khóa sổ", top)
	b.drawClosing(w)
	pageNumber(w, pages, pages)
}

func (b Book) drawList(w *pdf.Writer) {
	title := b.listTitleHeight()
	t := lay(b, title-runningHead) // over the first rows stands the title, and no running line
	end := b.listEndHeight()
	last := t.sheets[len(t.sheets)-1]
	used := top + t.headH + t.numberH + leading + 6
	if len(t.sheets) == 1 {
		used += title
	} else {
		used += runningHead
	}
	for _, part := range last.slices {
		used += t.entries[part.entry].height(part.to - part.from)
	}
	pages := len(t.sheets)
	apart := used+end > pageHeight-bottom-leading
	if apart {
		pages++
	}
	var y float64
	for n := range t.sheets {
		newPage(w)
		y = top
		if n == 0 {
			y = b.drawListTitle(w)
			w.Begin("Table")
		}
		y = t.drawSheet(w, n, y)
		if n == len(t.sheets)-1 {
			w.End()
		}
		pageNumber(w, n+1, max(pages, 1))
		if n == len(t.sheets)-1 && !apart {
			b.drawListEnd(w, y)
		}
	}
	if apart {
		newPage(w)
		b.drawListEnd(w, top)
		pageNumber(w, pages, pages)
	}
}

// day is a date as on a page of a register; dots to be filled in by hand when there is none.
func day(d store.Date) string {
	if !d.Valid() {
		return "…../…../………"
	}
	return d.Time().Format("02/01/2006")
}
