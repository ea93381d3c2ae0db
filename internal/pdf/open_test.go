package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	good := sample(t)
	start := bytes.LastIndex(good, []byte("startxref\n"))
	for name, b := range map[string][]byte{
		"empty":            nil,
		"text":             []byte("Thông báo"),
		"header alone":     []byte("%PDF-1.7\n"),
		"cut":              good[:len(good)/2],
		"no startxref":     good[:start],
		"startxref astray": append(bytes.Clone(good[:start]), "startxref\n17\n%%EOF\n"...),
		"startxref far":    append(bytes.Clone(good[:start]), "startxref\n99999999\n%%EOF\n"...),
		"circle":           circle(good),
		"moved object":     bytes.Replace(good, []byte("%PDF-1.7\n"), []byte("%PDF-1.7\n%\n"), 1),
		"entry astray":     bytes.Replace(good, []byte("0000000015 00000 n"), []byte("0000000019 00000 n"), 1),
		"no pages":         bytes.Replace(good, []byte("/Type /Pages /Kids ["), []byte("/Type /Pages /Kidz ["), 1),
	} {
		if _, err := Open(b); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	locked := bytes.Replace(good, []byte("trailer\n<<"), []byte("trailer\n<</Encrypt 1 0 R "), 1)
	if _, err := Open(locked); !errors.Is(err, ErrEncrypted) {
		t.Errorf("encrypted: %v", err)
	}
}

// circle gives a file whose last section names itself as the one before.
func circle(b []byte) []byte {
	at := bytes.LastIndex(b, []byte("xref\n0 "))
	return bytes.Replace(b, []byte("trailer\n<<"), fmt.Appendf(nil, "trailer\n<</Prev %d ", at), 1)
}

func TestPageSize(t *testing.T) {
	t.Parallel()
	f := open(t, streamFile())
	if w, h, err := f.PageSize(1); f.Pages() != 1 || w != 400 || h != 300 || err != nil { // inherited
		t.Errorf("%d pages, %g × %g, %v", f.Pages(), w, h, err)
	}
	if _, _, err := f.PageSize(2); err == nil {
		t.Error("a page that is not there has a size")
	}
}

// TestLexer: positions of values, and what is no syntax.
func TestLexer(t *testing.T) {
	t.Parallel()
	src := "<</A (a\\)(b)c) /B <414> /C [1 0 R <</D /x>>] /E 12 0 R /F -1.5%comment\n/G true>>rest"
	l := &lexer{data: []byte(src)}
	entries, err := l.dict(0)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"A": "(a\\)(b)c)", "B": "<414>", "C": "[1 0 R <</D /x>>]", "E": "12 0 R", "F": "-1.5", "G": "true"} {
		if s := entries[key]; src[s.start:s.end] != want {
			t.Errorf("%s is %q, want %q", key, src[s.start:s.end], want)
		}
	}
	if src[l.at:] != "rest" {
		t.Errorf("stopped before %q", src[l.at:])
	}
	for _, bad := range []string{"", "<<", "<</A", "<</A 1 /A 2>>", "<</A (>>", "<</A <12>>", "<</A [1 2>>", "<<1 2>>", "<</A" + strings.Repeat("[", 1000)} {
		if _, err := (&lexer{data: []byte(bad)}).dict(0); err == nil {
			t.Errorf("%.20q: read", bad)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample(f))
	f.Add(streamFile())
	signed := sign(f, streamFile(), "co_quan", SignatureSpec{Certify: 2, Reserve: 20}, nil)
	f.Add(signed)
	u := open(f, signed).Update()
	if err := u.FillText("so", "109"); err != nil {
		f.Fatal(err)
	}
	filled, err := u.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(filled)
	f.Add([]byte("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1 /Root 1 0 R>>\nstartxref\n9\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(b)
		if err != nil {
			return
		}
		if file.Pages() == 0 {
			t.Fatal("a file without pages was opened")
		}
		values, _ := Signatures(b)
		for _, v := range values {
			if n := len(v.Covered(b)); int64(n) != v.ByteRange[1]+v.ByteRange[3] {
				t.Fatalf("%d bytes covered", n)
			}
			_, _ = Changes(b, v.CoversUpTo)
		}
		_, _ = Revisions(b)
		fields, err := file.Fields()
		if err != nil {
			return
		}
		for _, field := range fields {
			u := file.Update()
			if u.FillText(field.Name, "1") != nil {
				continue
			}
			if out, err := u.Bytes(); err != nil || !bytes.HasPrefix(out, b) {
				t.Fatalf("filled %q: %v", field.Name, err)
			}
		}
	})
}
