// Package report counts how an office works: what was finished in time, how long each step takes, who waits for whom now,
// how much of each kind and unit was drafted, issued and returned.
//
// It owns no table and changes nothing: it reads the rows that other rooms write (document, document_step,
// document_step_time, delivery, arrival, task), grouped in SQL over one organ's column and a span of days, so that a year of
// an office is read from an index and never a row per document. Medians come out of a histogram by the minute.
//
// Whose figures somebody sees is a Scope, given by report.read:
//   - unit: the head of a unit, over the documents that the unit drafts, the arrivals that it has charge of, its tasks;
//   - office: the chief of an office, over all that the office serves; a leader, over what the organ that he leads issues
//     and receives;
//   - register: a văn thư, over the documents of the office from the signature on.
//
// The figures of unit, office (of a chief) and register count nothing that the person could not open. A leader answers for
// the whole organ and sees its counts, but the lists behind them (Waiting) show only what document.read lets him open, and
// say how many more there are. Whoever has no scope is refused (403).
//
// What is counted when: documents by the office's day of their issue, those begun by the day of their beginning, steps by the
// day of their end, receipts by the day of issue of what was sent, arrivals by the day of their số đến, tasks by their
// limit. A rate has only what has a term; what is past its term and unfinished counts as late. Steps are timed since the
// migration that brought document_step_time: what was before has no times.
package report
