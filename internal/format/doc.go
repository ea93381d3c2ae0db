// Package format checks thể thức: it looks at a document, a text or a Word file and says what is wrong with its form, by
// the rules F01 to F20.
//
// It owns the rules, their codes and sentences (law.go says of each what is wanted, and by which instrument), and the
// mechanical fixes: Apply changes a copy of what it is given, and nothing else. It stores nothing and decides nothing: a
// finding of level E bars check_format, one of level W is for the eye, and a person answers it.
//
// Invariants: a good document gets no finding, an E is given only where there is no doubt; every finding says where, what
// was found, what is wanted and why; a fix takes its finding away, brings no new one, and done twice is done once.
//
//	F01 header       F06 type, trích yếu   F11 ending              F16 page numbers, appendices
//	F02 names        F07 căn cứ            F12 signature block     F17 urgency
//	F03 symbol       F08 citations         F13 Nơi nhận            F18 secrecy
//	F04 authority    F09 short citations   F14 Kính gửi            F19 closed organs
//	F05 place, date  F10 ordinals          F15 type and spacing    F20 words and letters
//
// What a rule needs beyond the document itself (the directory on the date, the register of documents, who may sign) is in
// Facts; without them the rule is silent, so that a file can be checked where there is no database. F00 is what an import
// changed or left out.
package format
