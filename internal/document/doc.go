// Package document holds văn bản: its kind, its text in every version, its citations and attachments, and who may see
// it. It knows a document's state but not who may change it: that is internal/signoff.
//
// It owns document_access and document_step, the only tables that lists, counts, search and rights read: whoever makes
// a relation (drafting, consulting, delivering) writes it here in the same transaction.
//
// It refuses state secrets (NĐ 63/2026, Luật 117/2025 Art. 5: the database has one security level), a kind that the
// issuer may not issue, and every change of a document that does not take the next version. Content versions are kept
// for ever; signed bytes never change (the database refuses both).
package document
