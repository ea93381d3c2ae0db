// Package layout is thể thức: it turns a document into pages and into a Word file by a rule set, and text and Word files
// back into a document.
//
// It owns the rule sets (policies/formats/*.yaml, one regime over one stretch of time), the breaking of lines and
// pages, and the places of everything on them: the header block, the title, the body, Nơi nhận and the signature
// block, with the empty fields that the signing of a document fills in later. Sizes, margins, rules and fixed words
// come from the rule set alone; the code knows no regime.
//
// It looks nothing up: a Sheet holds all that a page shows. It neither signs nor stores, and it never changes a word:
// what a person wrote comes back out of the PDF in the same order, in NFC, dashes as they were, a no-break space as a
// space. A character that the fonts do not have is refused by name (GLYPH_MISSING), never drawn as a box.
//
// Invariants: the same Sheet gives the same bytes; the signature block stands whole on one page and takes the last two
// lines of the body with it; a paragraph leaves or takes at least two lines at a page break; a heading, and a line
// that introduces a list or a table, stays with what follows; the header rows of a table head every page of it; rows
// that a cell covers together, and a picture with its caption, stand on one page. A footnote begins at the foot of the
// page where its mark stands and may go on to the next. Where a page cannot hold what belongs together, a note waits for
// the next page, a picture becomes smaller, covering cells are cut into their rows, a tall row is split, in this order;
// no text is lost or drawn twice, and nothing stands outside the margins.
//
// The flow. A block becomes rows (body.go, table.go, figure.go, appendix.go), a breaker takes pages off their front
// (break.go, note.go), and a pen draws them (draw.go). The text up to the signature is one section; each appendix is
// another, on paper of its own that may lie on its side, its pages counted from 1 (pages.go).
//
// Word. RenderDOCX (word*.go) writes the same sheet by the same rules; where a line of ours ends only because words belong
// together, the file says so in its own ways, so that it breaks alike. ReadDOCX (read_docx*.go) turns a file into lines
// and hands them to the very reader of texts (read*.go), then puts runs, tables and pictures back in their places: there
// is one way to recognise a header. What the file looks like is kept for the checker (read_look.go). The bytes of the
// format, and all that is hostile in them, are the sub-package docx's business.
//
// The fields. "so" is an empty text field exactly where the number goes, between the word and the symbol: room for the
// expected number, or for three digits when none is known (one more still fits, a little smaller). The place and the
// word before the day ("Phan Thiết, ngày") are printed, so that a draft reads as a document that awaits its date and the
// place is under the signer's signature; "ngay" covers the rest of that line, day, month and year, since a document
// written in December may be dated in January. "nguoi_ky" is the signer's signature field, between position and name;
// "co_quan" is the organ's, over the left third of the signer's (NĐ 30/2020 Phụ lục I, II.8). In a bản sao both stand in
// the block of the copy; the recorder of a biên bản has room to sign but no field. NumberText and DateText give what
// sealing writes into the first two.
package layout
