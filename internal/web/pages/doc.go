// Package pages is the HTML side of the door: plain, complete Vietnamese pages on which the whole chain is done by hand,
// without a script.
//
// A handler decodes, makes one call to a room and replies. Every POST carries a random key, so that a double click acts
// once, and ends in a redirect; a refused one gives the same page again with the sentence and the reasons of the refusal
// and what was typed. What a page shows is gathered in a view struct beside its handler; the templates (templates/pages,
// path = route) are checked against these structs in a test. Nothing stands inline: style is one file of our own, served
// for ever under a name that holds its hash.
//
// It decides nothing: who may do what, and why not, is what the rooms say. It never shows a document, or that there is
// one, to whoever the rooms tell that there is none.
package pages
