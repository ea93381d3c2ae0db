package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
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

// searchText is what a list's search looks through.
func searchText(d Document, c Content) string { return Searchable(d.Symbol + " " + c.Subject) }

// Searchable drops case, tone and vowel marks, so that "ke hoach" finds "Kế hoạch".
func Searchable(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ', r == 'Đ', r == 'ð', r == 'Ð':
			return 'd'
		}
		return r
	}, norm.NFD.String(s)))
}
