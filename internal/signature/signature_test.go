package signature_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/fault"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func exampleRow(kind signature.Kind) signature.Signature {
	s := signature.Signature{
		DocumentID: "d-1", Kind: kind, PersonID: "p-1", OrganID: "o-1", SignerName: "Nguyễn Văn Ất", CertificateSerial: "0A",
		CertificateDER: []byte{0x30, 0x00, 0xff}, BlobSHA256: strings.Repeat("a", 64),
		SignedAt: time.Date(2026, 3, 5, 7, 8, 9, 0, time.UTC),
	}
	if kind == signature.KindOrgan {
		s.BlobSHA256, s.PersonID = strings.Repeat("b", 64), "p-2"
	}
	return s
}

func record(s *store.Store, rows ...signature.Signature) error {
	return s.Update(context.Background(), func(tx *store.Tx) error {
		for _, r := range rows {
			if err := signature.Record(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func of(t *testing.T, s *store.Store) (list []signature.Signature) {
	t.Helper()
	err := s.View(context.Background(), func(tx *store.Tx) (err error) {
		list, err = signature.Of(tx, "d-1")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestRowsComeBackInTheOrderOfSigning(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		personal, organ := exampleRow(signature.KindPersonal), exampleRow(signature.KindOrgan)
		if err := record(s, personal); err != nil {
			t.Fatal(err)
		}
		if err := record(s, organ); err != nil {
			t.Fatal(err)
		}
		got := of(t, s)
		for i := range got {
			if got[i].ID == "" {
				t.Error("a row without an id")
			}
			got[i].ID = ""
		}
		if d := cmp.Diff([]signature.Signature{personal, organ}, got); d != "" {
			t.Error(d)
		}
	})
}

func TestASecondOrEarlyRowIsRefusedAndNothingHappened(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if err := record(s, exampleRow(signature.KindOrgan)); fault.Of(err).Code != "SIGNATURE_ORDER" {
			t.Errorf("organ first: %v", err)
		}
		if n := len(of(t, s)); n != 0 {
			t.Fatalf("%d rows after a refusal", n)
		}
		if err := record(s, exampleRow(signature.KindPersonal)); err != nil {
			t.Fatal(err)
		}
		if err := record(s, exampleRow(signature.KindPersonal)); fault.Of(err).Code != "ALREADY_SIGNED" {
			t.Errorf("twice: %v", err)
		}
		if n := len(of(t, s)); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

// The database refuses by itself what the code would refuse: each statement runs on a document that one person signed.
func TestTheDatabaseRefusesToo(t *testing.T) {
	t.Parallel()
	const insert = `INSERT INTO document_signature (id, document_id, kind, person_id, organ_id, signer_name, certificate_serial,
		certificate_der, blob_sha256, signed_at) SELECT 'x', %, certificate_der, %, signed_at FROM document_signature`
	other := "'" + strings.Repeat("c", 64) + "'"
	row := func(names, blob string) string {
		return strings.Replace(strings.Replace(insert, "%", names, 1), "%", blob, 1)
	}
	for _, c := range []struct{ name, sql, says string }{
		{"update", `UPDATE document_signature SET signer_name = 'x'`, "append-only"},
		{"delete", `DELETE FROM document_signature`, "append-only"},
		{"twice", row(`document_id, 'personal', 'p', 'o', 'n', '1'`, other), ""},
		{"organ first", row(`'d-2', 'organ', 'p', 'o', 'n', '1'`, other), "the person signs before the organ"},
		{"organ over the same bytes", row(`document_id, 'organ', 'p', 'o', 'n', '1'`, "blob_sha256"), "the person signs before the organ"},
		{"organ without a name", row(`document_id, 'organ', 'p', '', 'n', '1'`, other), "an_organs_signature_names_the_organ"},
		{"unknown kind", row(`document_id, 'other', 'p', 'o', 'n', '1'`, other), "a_signature_is_personal_or_the_organs"},
		{"nobody", row(`'d-2', 'personal', '', 'o', 'n', '1'`, other), "a_signature_names_who_used_the_key"},
		{"no hash", row(`'d-2', 'personal', 'p', 'o', 'n', '1'`, "'short'"), "signed_bytes_are_named_by_their_hash"},
	} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				if err := record(s, exampleRow(signature.KindPersonal)); err != nil {
					t.Fatal(err)
				}
				err := s.Update(context.Background(), func(tx *store.Tx) error {
					_, err := tx.SQL().Exec(c.sql)
					return err
				})
				if err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: %v", c.sql, err)
				}
				if n := len(of(t, s)); n != 1 {
					t.Errorf("%d rows", n)
				}
			})
		})
	}
}
