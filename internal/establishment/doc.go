// Package establishment is tổ chức, cán bộ as administrators keep it: who may change the directory, what a change would do
// to documents, books and deliveries, and which changes wait for a second person.
//
// It owns the table directory_proposal; what it changes belongs to directory and login. It brings these together with
// document, register, distribution, incoming and task, of which it asks figures and changes nothing.
//
// What always holds:
//   - An administrator looks after the organs that his office serves and whatever is under them (directory.edit), never
//     his own posts.
//   - What is grave waits for another person with directory.approve, an administrator or the head of the office, fourteen
//     days at most: ending, merging, splitting organs; making somebody one of these two; ending a mandate to sign.
//   - Two accounts of which one gave the other its password in the last thirty days, or that got theirs from the same
//     administrator, are not two people.
//   - A proposal was tried out, in a transaction that was taken back, before it is kept; it is carried out as it was
//     written or refused: an organ that changed meanwhile makes it stale.
//   - No organ ends while a document of its own is signed and not issued: its number and its seal would be nobody's.
//   - A first password is told once, and replaced at the first log-in.
package establishment
