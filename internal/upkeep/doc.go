// Package upkeep is vận hành: what an administrator looks after so that the office can work. It shows who may do what and
// why, the work that is done after the commits, the log, the certificates that signing stands on, and how the machine fares.
//
// It owns no table: it reads what the log, the queue and the other rooms keep. It owns one job, the look at the certificates
// every six hours. It refuses everybody but administrators (acts system.read, audit.read and jobs.manage, which authz grants
// to no other role), and it never shows what a document says: no number, no trích yếu, no name of a receiver, no comment.
// Whoever keeps the machine running needs to know that something happened, not what; and I8 makes a document that he may not
// see one that is not there (docs/adr/0023).
//
// What of the log an administrator reads:
//   - of the directory, accounts, calendar, series, certificates and jobs: everything, with what was before and after;
//   - of a document, an arrival, a task, a hồ sơ and whatever else people work on: that something happened, when, by whom, in
//     which capacity, from which state to which. Comment and details are withheld, and the thing is named by its id alone,
//     unless authz lets him read the document by another role that he holds;
//   - of the access log: who was refused which act, when, from where, and the id that was asked for.
//
// The machine is one, so an administrator of any office on it reads all of this.
package upkeep
