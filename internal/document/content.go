package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"trinhky/internal/directory"
)

// digest is the SHA-256 of what a person wrote: what was checked and signed is told apart from any other version.
func (c Content) digest() string {
	text, err := json.Marshal([]any{c.Subject, c.AddressWord, c.Addressees, c.RecipientsText, c.Body})
	if err != nil {
		panic("document: content that is no JSON: " + err.Error()) // strings and bools only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Same says whether two contents hold the same words: a change of the signer alone makes no new version of the text.
func (c Content) Same(other Content) bool { return c.digest() == other.digest() }

// searchText is what a list's search looks through: folded, so that "ke hoach" finds "Kế hoạch".
func searchText(d Document, c Content) string {
	return directory.Fold(d.Symbol + " " + c.Subject)
}
