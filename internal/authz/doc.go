// Package authz answers two questions: may this actor do this act here (Can),
// and where may this actor do it at all (Reach). It defines the Actor.
//
// The rights are rows of policies/policy.csv: (role, act, why). A role comes
// from the office a person holds on the day (directory), a why from the
// relation between that person or their organ and the document (document).
// Nobody has a right because of who they are.
//
// Invariants:
//   - no row, an unknown word, or an error of the engine: no;
//   - Can and Reach agree: Can(a, act, p) == Reach(a, act).Covers(p);
//   - a policy is read once, checked whole, never changed, only swapped;
//   - what must never be granted (never.go) is refused at load, so an edit of
//     the file cannot let a văn thư sign or an administrator read;
//   - a guest passes through a fixed list for one document, not the policy.
//
// It does not know people, documents, states or time, keeps nothing in the
// database, and does not decide separation of duties (signoff does).
package authz
