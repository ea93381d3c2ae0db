// Package mail sends one letter at a time to the office's SMTP server.
//
// It owns the connection (timeouts, TLS, log-in), what a letter looks like on the wire, and the one question that decides
// what happens next: is this refusal for good (Permanent), or worth another try? It keeps nothing and tries nothing again;
// that is the work of the room that asked, through its jobs.
//
// What is always true: an address is one mailbox and nothing else (a name, a list or a line break in it is refused), no
// header holds a control character, the Message-ID is the caller's, so that a letter that is sent again is the same letter,
// and a password goes over a connection that is not encrypted only where the administrator wrote so.
package mail
