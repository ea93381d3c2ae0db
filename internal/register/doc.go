// Package register keeps the books of numbers (sổ đăng ký văn bản): series, the numbers they give, and the lines of the
// printed books. It owns number_series, register_entry and series_opening.
//
// A series counts per issuer, symbol and period: a Party series per term of the committee and per type symbol
// (36-HD/VPTW 1.3), a State series per calendar year (NĐ 30/2020 Art. 15). Books of incoming papers count the same way,
// under the symbol Incoming.
//
// Invariants, held by the code and again by the database:
//   - the numbers of a series are opened_at+1 … last, each exactly once, without a gap: a number is taken inside the
//     transaction of the change that needs it, so a rollback gives it back;
//   - dates follow numbers: no number is dated before the one it follows;
//   - a number given or reserved is never deleted, changed or given again; it can only be voided, with a reason;
//   - a document bears at most one number;
//   - a series that continues a paper book is opened by two people, before its first number.
//
// It does not decide when a document may be numbered or whether its signature is valid (signoff does), records no event
// about a document (the caller of Assign does), and refuses to void the number of a document on its own: that is a step
// of the document's chain.
package register
