// Package incoming owns văn bản đến: what came to an organ, its số đến, and what became of it until it lies in a hồ sơ
// (NĐ 30/2020 Art. 20-24; domain: văn bản đến).
//
//	waiting ─▶ registered ─▶ submitted ─▶ directed ─▶ assigned ─▶ in_progress ─▶ done ─▶ filed
//	   └─▶ refused
//
// An arrival is one paper or file that came to one organ: from inside (Expect, when a document is issued; it bears the id
// of its delivery), as a scan, on paper, or by mail. Its văn thư registers it, and only then does it oblige anybody
// (Art. 22): number, receipt to the sender and arrival change in one transaction, or none of them. The leader directs
// (bút phê: one chủ trì, any phối hợp and để biết, a term), the head of the unit gives it to a person, who works, answers
// or says why not; somebody else confirms.
//
// Who may do what is policies/policy.csv, asked with the arrival's own place:
//
//	received   the receiving organ and the office whose văn thư serves it
//	office     the receiving organ again, for the posts held right there: its leaders
//	addressed  of a letter passed on unopened, the person it names
//	unit       the units and organs that the direction names: their heads, by the posts of the day
//	handler    the people that the direction or a unit's head names
//
// What it refuses: to write on what came (the opinion stands on the Phiếu giải quyết, which Slip draws); a second số đến; a
// term that is over; two chủ trì; to confirm one's own work; marks of secrecy, before anything is stored; to open for
// anybody a letter that was passed on unopened.
//
// Invariants, kept by the code and by the database: a state changes along the arrows and with the version; a number is given
// once and stays; what was directed, noted or uploaded never changes; each change has one event on the arrival's chain
// (“arrival”), in the same transaction. Expect alone writes none: the issue is one change of the document.
//
// What its issuer recalls or takes back (CalledBack) keeps its state and what the book says of it, waits for nobody and goes
// no further; only what was done with before may still be filed. File puts it into a hồ sơ of the office (internal/casefile).
//
// Whoever handles an arrival of a document of this system may open that document too (document_access, authz.Handler);
// the heads of a unit who come later read it through the arrival.
package incoming
