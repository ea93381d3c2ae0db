// Package book makes one printed register out of rows: a PDF that can be printed and bound as it is (NĐ 30/2020 Art. 16,
// 22: a register kept in a system must be printed in full and bound), and a workbook of the same columns.
//
// It owns how a book looks: cover, page that opens it, repeated table head with column numbers, pages numbered in one
// run, totals at the foot of every page, page that closes it. It knows no register: what the columns are called and what
// stands in them comes from the room whose book it is.
//
// Always: no word of a row is lost, however long its cells are; the pages are numbered 1 … N without the cover, and the
// opening page says N; the same book gives the same bytes. Time and size grow with the number of rows.
//
// It refuses a book without columns, and a row that has more cells than there are columns.
package book
