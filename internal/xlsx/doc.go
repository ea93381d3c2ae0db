// Package xlsx writes and reads workbooks: bytes only, nothing of the office.
//
// Write makes plain sheets to be read, printed and sorted: text, whole numbers, a frozen head, a print set-up. Read gives
// the text of every sheet of a workbook that somebody sent.
//
// Always:
//   - what Write puts into a cell is text or a whole number, never a formula, whatever the text begins with (= + - @);
//   - the same sheets give the same bytes;
//   - Read is bounded in bytes, unpacked bytes, sheets, rows, columns and characters, and never follows a link.
//
// It refuses, with a fault: what is no workbook, old .xls and workbooks with a password, macros, links to other workbooks,
// embedded objects, zip bombs and whatever is larger than its bounds.
package xlsx
