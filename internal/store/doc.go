// Package store opens the database and owns every transaction.
//
// It speaks SQLite (the default: one file, pure Go) and PostgreSQL through the same functions. View reads, Update
// writes; Update is the only BEGIN in the house. Rooms take the *Tx that the outermost service opened, so that a
// document, its number, its event and its jobs are one commit or none.
//
// SQLite runs on two handles: one write connection with BEGIN IMMEDIATE, and a pool of query_only readers under WAL.
// A read-then-write transaction on a shared pool fails at once instead of waiting; see docs/adr/0002-sqlite.md.
package store
