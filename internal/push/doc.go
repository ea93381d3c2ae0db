// Package push hands a short message to the push service of somebody's browser (RFC 8030), encrypted for that browser alone
// (RFC 8291) and signed with the key of this server (VAPID, RFC 8292).
//
// It owns the key and the list of services that the office allows, and the one question that decides what happens next:
// is this device gone, refused for good, or worth another try? It keeps nothing and tries nothing again; that is the work
// of the room that asked, through its jobs.
//
// What is always true: only https, only to a host that the administrator named, never on to where an answer points; a
// person's browser names the address, and without this a server could be made to knock on doors inside the office. What
// the service sees is who is told, when and how long the message is, all of one length; the room that asks puts no word of
// a document into it.
package push
