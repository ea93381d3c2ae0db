package signature

import (
	"crypto/sha256"
	"encoding/hex"

	"trinhky/internal/fault"
)

// HolderKind says whose key it is.
type HolderKind string

// A key belongs to a person, who signs on personal authority, or to an organ, whose key the văn thư holds
// (NĐ 30/2020 Art. 32, 33).
const (
	OfPerson HolderKind = "person"
	OfOrgan  HolderKind = "organ"
	ofSystem HolderKind = "system" // the installation itself: receipts alone
)

// Holder is whom a certificate names. ID is the person's or the organ's id in the directory; Name becomes the
// certificate's CN, Organ its O (for an organ, empty means its own name), Title its title (people only).
type Holder struct {
	Kind  HolderKind
	ID    string
	Name  string
	Organ string
	Title string
}

func (h Holder) check() error {
	if (h.Kind != OfPerson && h.Kind != OfOrgan) || h.ID == "" || h.Name == "" {
		return fault.New(fault.Internal, "KEY_HOLDER", "Không xác định được chủ thể của khóa ký số.")
	}
	return nil
}

// userID is the UID attribute of the certificate's subject, as Vietnamese authorities write "CCCD:…" for a person and
// "MST:…" for an organ: it binds the certificate to the directory.
func (h Holder) userID() string { return string(h.Kind) + ":" + h.ID }

// fileName is derived from ids by hashing: nothing that a user typed becomes a path (attack 39).
func (h Holder) fileName() string {
	sum := sha256.Sum256([]byte("trinhky/key\x00" + h.userID()))
	return hex.EncodeToString(sum[:])
}
