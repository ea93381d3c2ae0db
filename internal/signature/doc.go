// Package signature owns digital signatures: who signs with which key, the two signatures of an issued document, and
// the judgement over any signed PDF.
//
// Keys live in a folder outside the database: the demo's certificate authority and one PKCS#12 file per person or
// organ, encrypted under a PIN that is stored nowhere. The database holds only what was signed, by which certificate
// and when (document_signature, append-only).
//
// The order is fixed (NĐ 30/2020 Art. 5): the person certifies the rendition (field nguoi_ky, DocMDP
// P=2), the number and the date are filled into the fields so and ngay, the organ signs in co_quan. Each step appends
// to the file; no signed byte is ever rewritten.
//
// It refuses: an organ's signature over anything but a document whose personal signature verifies (I5), a second
// signature in the same place, a personal signature after any other, a wrong PIN (five in a row lock the key for
// fifteen minutes), a signing time that is not the real clock's.
//
// What a person did not see cannot be signed later: Verify calls a document invalid when anything visible changed
// after a signature, even if every signature still matches its own bytes (attacks 25 and 26).
package signature
