// Package distribution owns "Nơi nhận": who gets a document, and what becomes of every copy.
//
// Three steps, each its own file. Parse reads the block as it is printed, with no database. Resolve names the organs and
// people behind each line on a date. Freeze writes them down at issue, once: what was printed, who it meant, in what capacity.
// From then on a delivery only moves forward:
//
//	sent ──► arrived ──► acknowledged   (an organ: its văn thư, with a số đến; a person: Đã xem / Đã nhận; outside: by link)
//	  │         └──────► refused        (with a reason; the sender is told)
//	  └───────► proved by văn thư where the receiver has no account (paper, email)
//
// read_at, overdue, failed_at, posted_on and recalled_at are marks beside the state: reading is not receiving, a late
// receipt is still a receipt, a letter that came back can be sent again, and what is recalled is no longer acknowledged. The
// board says one word of all this (Status).
//
// Channels: an account arrives by itself; a letter to those outside holds who sends, that something waits, and a link made
// when the letter leaves (internal/login); it keeps one Message-ID however often it is sent. Paper is văn thư's: posted
// (the sổ gửi văn bản đi bưu điện), then proved. A receiver without a channel is refused at submit.
//
// It refuses a second decision, a decision after a recall, one on another's copy (which does not exist for who did not
// receive it), a letter that says anything of the document, and a token in a job, a log, an event or an answer.
//
// Invariants, kept by the code and by the database: the frozen columns of a line and of a delivery never change; one
// document reaches one receiver once, whatever the number of groups it stands in; the issuer never receives its own
// document except to file it; every decision is one row, one audit event and one signed receipt in the same transaction, and
// without the signature it does not happen; receipts and postings are only added; the clock and the hand remind only who
// still waits; every change writes one audit event in the same transaction.
//
// The words themselves (abbreviations, phrases, purposes) are data: policies/recipients.yaml.
package distribution
