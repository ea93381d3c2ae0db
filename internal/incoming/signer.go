package incoming

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// SignedBy are the organs, or where a certificate names none the people, whose digital signatures the arrival bears, each
// once and in order: "hợp lệ" alone does not say whose (NĐ 30/2020 Art. 21: văn thư checks who issued it).
func (v View) SignedBy() (names []string) {
	reports := []signature.Report{v.Arrival.Report}
	for _, f := range v.Files {
		reports = append(reports, f.Report)
	}
	for _, r := range reports {
		for _, s := range r.Signatures {
			name := s.Organ
			if name == "" {
				name = s.Signer
			}
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// otherSigner is the warning of an arrival none of whose signatures is the stated author's; "" where one is, or none is stated.
func (v View) otherSigner(tx *store.Tx) (string, error) {
	signers := v.SignedBy()
	if len(signers) == 0 || v.Author == "" {
		return "", nil
	}
	authors := []string{v.Author}
	if v.AuthorID != "" {
		organs, err := directory.OrgansByID(tx, []string{v.AuthorID})
		if err != nil {
			return "", err
		}
		o := organs[v.AuthorID]
		authors = append(append(authors, o.Name), o.ShortNames...)
	}
	for _, signer := range signers {
		if slices.ContainsFunc(authors, func(author string) bool { return sameOrgan(signer, author) }) {
			return "", nil
		}
	}
	return fmt.Sprintf("Chữ ký số là của %s, không phải của tác giả ghi ở đây (%s). Hãy đối chiếu trước khi vào sổ.", strings.Join(signers, "; "), v.Author), nil
}

// sameOrgan compares two names of an organ; the name of its area may be left out of one: "Ban Tổ chức Tỉnh ủy".
func sameOrgan(a, b string) bool {
	a, b = directory.Fold(a), directory.Fold(b)
	return a != "" && b != "" && (strings.HasPrefix(a+" ", b+" ") || strings.HasPrefix(b+" ", a+" "))
}
