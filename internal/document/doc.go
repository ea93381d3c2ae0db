// Package document holds văn bản: its kind, its text in every version, its citations and attachments, and who may see
// it. It knows a document's state but not who may change it: that is internal/signoff.
//
// It owns document_access and document_step, the only tables that lists, counts, search and rights read: whoever makes
// a relation (drafting, consulting, delivering) writes it here in the same transaction.
//
// Citations are stored as the text says them; which document one names is looked up for the reader whenever it is read
// (Judge, CitationsFor, CascadeOf): by issuer, symbol and date, among what that reader may see, and nowhere else.
//
// It refuses state secrets (NĐ 63/2026, Luật 117/2025 Art. 5: the database has one security level), a kind that the
// issuer may not issue, and every change of a document that does not take the next version. Content versions are kept
// for ever; signed bytes never change (the database refuses both).
//
// Compare gives what changed between any two contents, complete: either one can be had back from it. A comment stays
// pinned to the version that it was made on; Pins follows its paragraph to the newest, and one whose paragraph is gone
// keeps the words that it was about.
package document
