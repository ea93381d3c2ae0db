// Package web is the door of Trình Ký: one HTTP handler over the services, with the JSON API (web/api) and the pages
// (web/pages) behind it.
//
// It owns what is true of every request: who is asking (session, direct peer or configured proxy), how large a request
// may be, what a browser may do with an answer, how a refusal reads, what is logged and counted. It refuses requests that
// a foreign page made a browser send, and paths with characters that no route of ours has.
//
// Invariants: no answer and no log line holds a token, a password, a PIN or a body; an address is never taken from a
// header unless a configured proxy sent it; a panic ends one request and no more.
package web
