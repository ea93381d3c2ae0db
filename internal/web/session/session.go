package session

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// The cookie's names. A browser accepts __Host- only with Secure, Path=/ and no Domain, so that no neighbouring host can
// plant one (RFC 6265bis §4.1.3.2).
const (
	secureCookie = "__Host-trinhky"
	plainCookie  = "trinhky"
)

type contextKey struct{}

type who struct{ personID, token string }

// With gives ctx the person who is logged in and the token that says so.
func With(ctx context.Context, personID, token string) context.Context {
	return context.WithValue(ctx, contextKey{}, who{personID, token})
}

// PersonID is who is logged in; "" for nobody.
func PersonID(ctx context.Context) string { return of(ctx).personID }

// Token is the token of the request; "" for nobody.
func Token(ctx context.Context) string { return of(ctx).token }

func of(ctx context.Context) who {
	w, _ := ctx.Value(contextKey{}).(who)
	return w
}

// SetCookie gives a browser the token of a session until expires. No script reads it; SameSite=Lax sends it with the
// first click on a link in a mail and with no foreign form.
func SetCookie(w http.ResponseWriter, token string, expires time.Time, secure bool) {
	cookie := newCookie(secure)
	cookie.Value, cookie.Expires = token, expires
	http.SetCookie(w, cookie)
}

// ClearCookie takes the token away.
func ClearCookie(w http.ResponseWriter, secure bool) {
	cookie := newCookie(secure)
	cookie.MaxAge = -1
	http.SetCookie(w, cookie)
}

func newCookie(secure bool) *http.Cookie {
	return &http.Cookie{Name: name(secure), Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

func name(secure bool) string {
	if secure {
		return secureCookie
	}
	return plainCookie
}

// FromRequest is the token of a request: of the Authorization header, else of the cookie.
func FromRequest(r *http.Request, secure bool) (token string) {
	if token, ok := Bearer(r); ok {
		return token
	}
	cookie, err := r.Cookie(name(secure))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// Bearer is the token of the Authorization header. Ok tells that the request speaks for a program, which no foreign page
// can make a browser send.
func Bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(token), true
}
