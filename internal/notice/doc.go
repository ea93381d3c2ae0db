// Package notice tells people what happened that concerns them: in the application at once, and if they want it by mail or
// on a device.
//
// It owns the tables notice (one line to one person), notice_wish (how each wants to be told), notice_mail (each letter
// and what became of it) and notice_device (browsers that are told through an outside push service), and Hub, which tells
// connected browsers that something is new. Rooms above call Tell inside the transaction of what they tell of.
//
// It refuses a notice without a subject or a label, and letters and pushes about anything but numbers: they say how many
// new things of which sort wait, and where to log in; never a name, number, subject or word of a document (NĐ 30/2020
// Art. 4; attacks on mail boxes are not ours to stop).
//
// What always holds:
//   - One person is told once of one key about one thing, whoever tells it again.
//   - A notice about a document that the person may no longer see is not shown and not counted; it comes back with the
//     right. What is not about a document names no document.
//   - A notice goes into one letter at most, and a letter keeps its Message-ID however often it is sent: a reader sees it
//     once. A letter is sent at least once unless everything in it has been seen by then; a failure stays on the row.
//   - What a person has seen stays for the record; what nobody has seen is never dropped.
package notice
