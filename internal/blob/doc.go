// Package blob keeps bytes under the SHA-256 of their content: in a local folder or in a MinIO (S3) bucket.
//
// It owns the bytes and nothing about them: no name, no type, no right to see. Which person may read which blob is
// decided by the rooms above before they ask for it; knowing a hash opens nothing by itself.
//
// What is always true:
//   - The name of a blob is the SHA-256 of its bytes in lower-case hex, and every path and object key is made from that
//     name alone, never from anything a person typed.
//   - A blob is there whole or not at all. Put reads everything into a temporary file while it hashes, makes it
//     durable, and only then gives it its name; when anything fails, the temporary file goes.
//   - No byte is given out unverified. Beside each blob lies its list of pieces (one SHA-256 per 4 MiB), so that a range
//     read is checked too; a piece that does not match is refused (BLOB_CORRUPT) before any of it is given out. A reading
//     from start to end is also checked against the name, before the last piece is given out.
//   - The list of pieces is only a short cut. One that is missing, damaged or made for other content is not believed:
//     the whole blob is then hashed against its name before the first byte is given out.
//
// A range read of a blob of more than one piece trusts the list of pieces. Someone who can write to the store could
// change a piece and its line in the list; the next reading from start to end finds it.
//
// Putting the same content again writes it again: that costs little and heals a damaged copy.
package blob
