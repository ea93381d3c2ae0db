package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"trinhky/internal/signature"
)

// TestVerifyReadsReceipts: the command that checks a PDF checks a receipt too, with the same exit codes.
func TestVerifyReadsReceipts(t *testing.T) {
	t.Parallel()
	keys, err := signature.OpenKeys(t.TempDir(), signature.KeyPolicy{})
	if err != nil {
		t.Fatal(err)
	}
	receipts, err := keys.Receipts()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := receipts.Sign([]byte(`{"act":"acknowledgement","symbol":"05-TB/VPTU"}`))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, ca := write("R.p7m", signed), write("ca.pem", receipts.RootPEM())
	bad := write("X.p7m", bytes.Replace(signed, []byte("05-TB"), []byte("06-TB"), 1))
	for name, c := range map[string]struct {
		command verifyCommand
		code    int
	}{
		"as it was signed":   {verifyCommand{File: good, CA: ca}, 0},
		"as JSON":            {verifyCommand{File: good, CA: ca, JSON: true}, 0},
		"with another text":  {verifyCommand{File: bad, CA: ca}, 1},
		"without a root":     {verifyCommand{File: good}, 2},
		"of another kind":    {verifyCommand{File: ca, CA: ca}, 1},
		"that is not there":  {verifyCommand{File: filepath.Join(dir, "none"), CA: ca}, 2},
		"which is no CMS":    {verifyCommand{File: write("0.p7m", []byte{0x30, 0x03, 1, 2, 3}), CA: ca}, 1},
		"that was cut short": {verifyCommand{File: write("cut.p7m", signed[:len(signed)-7]), CA: ca}, 1},
	} {
		err := c.command.Run()
		var code exit
		errors.As(err, &code)
		if int(code) != c.code || err != nil && code == 0 {
			t.Errorf("%s: exit %d (%v), want %d", name, code, err, c.code)
		}
	}
}
