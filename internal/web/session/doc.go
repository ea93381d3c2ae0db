// Package session carries who is logged in: from the request's token to the context of a call.
//
// It owns the cookie and the Authorization header, and what a context remembers of them. It refuses to take a cookie
// where a Bearer token was sent, so that no request is protected by one rule and answered by the other. It knows no
// rights: those are read anew in every transaction, from the person's id alone.
package session
