// Package login lets people in: accounts and their passwords, sessions, API tokens, and the links in letters to those
// outside; and it names the Actor who then acts.
//
// It owns who may come in and who is in. It says nothing of rights: Actor reads the roles from directory inside the
// caller's transaction, on the date the caller gives, never from the session; so a post that ended yesterday gives no
// right today, whoever is still logged in. Whether one person may open or disable the account of another is for the
// room above to ask authz, before it calls.
//
// What is always true:
//   - No secret is stored: of a password its argon2id hash, of a token the SHA-256. A token carries 256 random bits.
//   - An unknown username, a wrong password and a disabled account get the same answer after the same work: one
//     argon2id computation, the same reads and the same writes.
//   - At most Config.ParallelHashes computations (19 MiB each) run at once; who waits too long is told so (TOO_BUSY).
//   - Ten failures of one username from one address within ten minutes close that pair until the ten minutes are over
//     (TOO_MANY_ATTEMPTS). The same person comes in from any other address, and other people from this one.
//   - A new password, or a disabled account, ends all sessions and API tokens of the person in the same transaction, and
//     a log-in that was under way with the old password ends in a refusal.
//   - A session ends after Config.Idle without use and after Config.Absolute in any case; an API token at its date.
//   - A link opens one document for the receiver of one delivery, until it expires or is revoked; unknown, expired and
//     revoked ones get one answer. Its token stands in the letter alone: it is made when the letter is written.
//   - Using a session writes at most once a minute: reading pages must not queue behind the one writer of SQLite.
//
// Sessions are a few lines of our own instead of alexedwards/scs: scs lives in HTTP middleware and keeps a session as an
// opaque blob under its token. Here one token serves as __Host- cookie and as Bearer, a password change must find the
// sessions of a person, and a request that only reads must not commit; each of these would have gone around scs.
package login
