// Package distribution owns "Nơi nhận": who gets a document, and what becomes of every copy.
//
// Three steps, each its own file. Parse reads the block as it is printed, with no database. Resolve names the organs and
// people behind each line on a date. Freeze writes them down at issue, once: what was printed, who it meant, in what capacity.
// From then on a delivery only moves forward:
//
//	sent ──► arrived ──► acknowledged   (an organ: its văn thư, with a số đến; a person: Đã xem / Đã nhận)
//	  │         └──────► refused        (with a reason; the sender is told)
//	  └───────► proved by văn thư where the receiver has no account (paper, email)
//
// read_at and overdue are marks beside the state: reading is not receiving, and a late receipt is still a receipt.
//
// Invariants, kept by the code and by the database: the frozen columns of a line and of a delivery never change; one
// document reaches one receiver once, whatever the number of groups it stands in; the issuer never receives its own
// document except to file it; an arrival number is unique and without gaps per organ and year, paper and electronic together
// (NĐ 30/2020 Art. 22); every change writes one audit event in the same transaction; a delivery that is not yours does not
// exist for you.
//
// The words themselves (abbreviations, phrases, purposes) are data: policies/recipients.yaml.
package distribution
