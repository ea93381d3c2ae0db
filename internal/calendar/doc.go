// Package calendar knows which days an office works, and the legal clocks that count on them.
//
// It owns the table holiday, what an office adds to or takes from the national holidays of policies/holidays.yaml, and
// the clocks of policies/clocks.yaml (when a văn bản must be registered, issued, confirmed …). A day is, in this order:
// what the table says of it (day off, or working day made up: làm bù); a day that the file names; a holiday of every year
// by the Labour Code, or the working day after it where it falls on a weekend; else Monday to Friday work.
//
// It refuses a day without a name, a day outside the years it keeps, and whoever may not edit the calendar.
//
// What always holds:
//   - A Calendar never changes: Load gives the one of the caller's transaction. Who froze a due date keeps it, whatever
//     is edited later.
//   - Days are those of the office's zone (store.Hanoi); moments are UTC.
//   - A term in working days begins on the day after the event (Bộ luật Dân sự 2015 Art. 147), so what comes on a
//     Saturday has its first working day on Monday.
//   - Every edit has one event, in the same transaction: subject “calendar”, id the day.
package calendar
