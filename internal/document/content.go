package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// digest is the SHA-256 of what a person wrote: what was checked and signed is told apart from any other version.
func (c Content) digest() string {
	said := []any{c.Subject, c.AddressWord, c.Addressees, c.RecipientsText, c.Body}
	if len(c.Fields) > 0 { // a content without them keeps the digest it had before there were any
		said = append(said, c.Fields)
	}
	text, err := json.Marshal(said)
	if err != nil {
		panic("document: content that is no JSON: " + err.Error()) // strings and bools only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Same says whether two contents hold the same words: a change of the signer alone makes no new version of the text.
func (c Content) Same(other Content) bool { return c.digest() == other.digest() }
