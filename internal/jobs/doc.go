// Package jobs does work after the transaction that asked for it: River on SQLite and on PostgreSQL.
//
// Enqueue writes the job in the caller's transaction, so a rollback takes it back and a commit never loses it. A job
// may run more than once (a crash between work and mark): every handler must bear that. Arguments are written to the
// database in clear: no secrets, no link tokens, no text of a document.
package jobs
