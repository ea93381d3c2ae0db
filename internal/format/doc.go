// Package format checks thể thức: it looks at a document, or at a text of one, and says what is wrong with its form.
//
// It owns the rules F01 to F20 of the checker as far as they are built, their codes and their sentences. It changes
// nothing, stores nothing and signs nothing; a finding of level E bars the way (check_format is refused), one of level W
// is for the eye. An E is given only where the text leaves no doubt: a good document never gets one.
//
// Built: F01 header of a text, F03 number and symbol, F04 type allowed for the issuer, F05 place and date of a text, F06
// type and trích yếu, F08 citations, F09 short citations, F10 ordinals, F11 ending, F13 Nơi nhận, F14 Kính gửi, F18
// secrecy. The others need the directory or the pages and are judged where those are known (signing, resolving).
package format
