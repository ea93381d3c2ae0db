// Package language holds the interface's second language: an English catalogue for templates and words that are written
// in Vietnamese.
//
// The Vietnamese is the source and stands where it is used: in the templates of internal/web/pages, in the labels of the
// rooms, in the sentences of faults. A message is a run of text of a template as it stands there, with the output actions
// in it ("{{.Total}} nơi"), so a translation is itself template source, may put its actions in another order, and is
// checked against the page's view like everything else. The catalogue is gettext's (.po), one file for each part of the
// interface, so that a translator may use the tools he knows.
//
// It translates the interface and never a document: nobody hands it a subject, a body, a name.
package language
