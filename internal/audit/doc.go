// Package audit keeps what happened: an append-only log of events, one hash chain per subject, written in the
// transaction of the change; and, apart from it, the access log of what was refused.
//
// One chain per document, organ, person or series: a single chain for all would queue every writer behind one row.
// The database refuses UPDATE and DELETE by trigger; Verify finds what was changed by somebody who got past that.
//
// Invariant I7: every change has exactly one event, in the same transaction; a refusal leaves no event, only a line in
// the access log.
package audit
