// Package signoff is trình ký: the one room where a document's state changes.
//
// A chain (policies/chains/*.yaml) is data; it is proved when it is loaded. Fire takes one action of one person through
// it in two halves: prepare, on a View, checks rights and guards and does the slow work (render, unlock, sign); commit,
// in one Update, checks everything again, turns the machine, writes the rows, one event and the jobs.
//
// A draft begins from fields, a text, a template or an uploaded file, which is kept as it came (Draft, Import), and every
// edit is a version (Edit, Versions, Redline). What is said about it (Comment), what the checker of thể thức finds and
// whoever let a warning stand (Check, ApplyFixes, Waive) move no state, but each change is an event too.
//
// What is done with an issued document (after.go: recall, take_back, replace, amend, correct) leaves its state: marks beside
// it say what became of it. A recall is decided by whoever signed or signs for the issuer, and executed by văn thư; a
// replacement, amendment or correction is a document of its own, which takes effect on the old one when it is issued.
//
// It refuses, and then nothing happened: whoever may not see the document (404), may not do the act (403), comes with a
// stale version (409), or meets a wrong state, an unmet guard or a part that another person must play (422, with every
// reason). A refusal leaves one line in the access log.
//
// Invariants: I1 a state changes only here; I2 drafter, content approver, form checker, signer and sealer are pairwise
// distinct; I5 nothing is issued without a personal signature, then a number, then the organ's signature; I7 one event
// a change, in its transaction.
package signoff
