package signature

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Attack 25: incremental saving, signature wrapping and universal forgery, on a document that one has signed and on
// one that is sealed. None may come out as valid, nor as merely unknown.
func TestAttack25ForgeriesAreReported(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	signed := d.certify(t)
	for _, state := range []struct {
		name string
		b    []byte
	}{{"signed", signed}, {"sealed", d.seal(t, signed)}} {
		if r := d.verify(state.b); r.Verdict != Valid {
			t.Fatalf("%s, untouched: %s", state.name, r.summary())
		}
		for _, family := range []struct {
			name      string
			forgeries []forgery
		}{{"ISA", incrementalSaving}, {"SWA", wrapping}, {"USF", universal}} {
			for _, f := range family.forgeries {
				t.Run(state.name+"/"+family.name+"/"+f.name, func(t *testing.T) {
					bad := f.make(t, state.b)
					if bytes.Equal(bad, state.b) {
						t.Fatal("the forgery changed nothing")
					}
					r := d.verify(bad)
					if r.Verdict != Invalid || len(r.Reasons) == 0 {
						t.Errorf("verdict %q, reasons %q", r.Verdict, r.Reasons)
					}
				})
			}
		}
	}
}

// Attack 26: a change after the certification that no signature of the file covers is named in the report, in words.
func TestAttack26TheReportNamesWhatChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sealed := d.seal(t, d.certify(t))
	for name, want := range map[string]string{
		"page content replaced":   "trang",
		"free text over the page": "trang",
		"number filled again":     "“so”",
		"page added":              "trang",
		"font replaced":           "trang",
	} {
		i := slices.IndexFunc(incrementalSaving, func(f forgery) bool { return f.name == name })
		r := d.verify(incrementalSaving[i].make(t, sealed))
		if r.Verdict != Invalid || !strings.Contains(strings.Join(r.Reasons, "\n"), want) {
			t.Errorf("%s: %s, want a sentence with %q", name, r.summary(), want)
		}
	}
}

func TestFlippedByteInEachRegionIsInvalid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	signed := d.certify(t)
	sealed := d.seal(t, signed)
	start, end := hole(t, sealed)
	first, _ := hole(t, signed)
	regions := map[string]int{
		"header": 5, "first object": bytes.Index(sealed, []byte(" 0 obj")), "content": bytes.Index(sealed, []byte("stream\n")) + 20,
		"first table": bytes.Index(sealed, []byte("0000000000 65535")) + 3, "personal value": first + 40, "personal padding": first + 12000,
		"between the signatures": len(signed) + 30, "organ's dictionary": bytes.LastIndex(sealed, []byte("/SubFilter")) + 3,
		"organ's value": start + 40, "organ's padding": end - 40, "last table": bytes.LastIndex(sealed, []byte("xref\n")) - 60,
		"last trailer": bytes.LastIndex(sealed, []byte("/Size")) + 2, "end": len(sealed) - 3,
	}
	flip := func(at int) []byte {
		bad := bytes.Clone(sealed)
		bad[at] ^= 1
		return bad
	}
	for name, at := range regions {
		if r := d.verify(flip(at)); r.Verdict != Invalid {
			t.Errorf("%s (byte %d): %s", name, at, r.summary())
		}
	}
	for at := 1; at < len(sealed); at += len(sealed)/40 + 1 {
		if r := d.verify(flip(at)); r.Verdict != Invalid {
			t.Errorf("byte %d of %d: %s", at, len(sealed), r.summary())
		}
	}
}

// Every cut of the file is refused, or is an earlier state of it: then it says so.
func TestCutFileNeverPassesForTheWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	signed := d.certify(t)
	sealed := d.seal(t, signed)
	for at := len(sealed) - 1; at > 0; at -= len(sealed)/24 + 1 {
		if r := d.verify(sealed[:at]); r.Verdict == Valid {
			t.Errorf("cut at %d of %d: %s", at, len(sealed), r.summary())
		}
	}
	r := d.verify(sealed[:len(signed)])
	if r.Verdict != Valid || len(r.Signatures) != 1 || !strings.Contains(fmt.Sprint(r.Signatures[0].Notes), "chưa được phát hành") {
		t.Errorf("the state before the seal: %s %+v", r.summary(), r.Signatures)
	}
}

// Certificates and revocation lists may be added for the archive (EN 319 142-1 §5.4): they change nothing that is shown.
func TestValidationDataBehindTheSealIsPermitted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sealed := d.seal(t, d.certify(t))
	catalog, n := root(t, sealed), fresh(t, sealed)
	root := d.keys.authority.cert.Raw
	b := increment(t, sealed, map[int]string{
		catalog: replace(t, body(t, sealed, catalog), "/Type /Catalog", fmt.Sprintf("/Type /Catalog /DSS %d 0 R", n)),
		n:       fmt.Sprintf("<</Type /DSS /Certs [%d 0 R]>>", n+1),
		n + 1:   fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(root), root),
	})
	r := d.verify(b)
	if r.Verdict != Valid || len(r.Signatures) != 2 || r.Signatures[1].CoversWholeFile {
		t.Error(r.summary())
	}
}

func TestOrganWithoutAPersonIsInvalid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.verify(organFirst(t, d))
	if r.Verdict != Invalid || !strings.Contains(r.summary(), "không có chữ ký số của người có thẩm quyền") {
		t.Error(r.summary())
	}
}

func FuzzVerify(f *testing.F) {
	d := newDesk(f)
	signed := d.certify(f)
	f.Add(signed)
	f.Add(d.seal(f, signed))
	f.Fuzz(func(t *testing.T, b []byte) {
		// another process' seeds are signed under another root: what a mutation makes of them can never be trusted
		if r := d.verify(b); r.Verdict == Valid && !bytes.HasPrefix(b, signed[:len(signed)/2]) {
			t.Errorf("valid: %s", r.summary())
		}
	})
}
