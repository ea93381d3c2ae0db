// Package pages is the HTML side of the door: pages on which everything is read, decided and acknowledged by hand, complete
// without a script. They are written in Vietnamese and said in English where a person wants it (web/language). Scripts of
// ours make them more than that; what those ask for is answered here too, in JSON, at the addresses of the page.
//
// A handler decodes, makes one call to a room and replies. Every POST carries a random key, so that a double click acts
// once, and ends in a redirect; a refused one gives the same page again with the sentence and the reasons of the refusal
// and what was typed. What a page shows is gathered in a view struct beside its handler; the templates (templates/pages,
// path = route) are checked against these structs in a test. Nothing stands inline: style and scripts are files of our own,
// served for ever under names that hold their hash.
//
// It decides nothing: who may do what, and why not, is what the rooms say. It never shows a document, or that there is
// one, to whoever the rooms tell that there is none.
package pages
