// Package docx is Word's file format, OOXML (ECMA-376): it writes Word files and reads those that people upload. It knows
// paragraphs, styles, numbers, tables, pictures and notes, and nothing of official documents: that is layout's.
//
// It owns the package (zip and parts), the styles with all that they inherit, automatic numbers as Word prints them,
// tracked changes as if all were accepted, and the codings before Unicode, TCVN3 and VNI, that a font stands for.
//
// Reading trusts nothing. A file is refused by name before it is unfolded when its directory shows what no program
// writes, and while it is unfolded when it grows beyond what a document can be: every byte, element, paragraph, letter
// and picture is counted. A document type, and with it every entity, is refused. Nothing outside the file is followed:
// no linked picture, no template, no other document. Macros are refused, embedded objects left out.
//
// Invariants: the same File gives the same bytes. What Read gives is in Unicode NFC without characters that nobody sees;
// Document.Scan holds every word of the file, deleted, hidden and commented ones too; what was changed or left out
// stands in Remarks.
package docx
