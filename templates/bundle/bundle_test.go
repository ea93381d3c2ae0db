package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestTheCommittedFilesAreWhatTheSourcesGive: nobody edits a bundle by hand, or forgets to make it anew.
func TestTheCommittedFilesAreWhatTheSourcesGive(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("../scripts/node_modules"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("templates/scripts has no node_modules: npm install there")
		}
		t.Skip("templates/scripts has no node_modules: npm install there")
	}
	made, err := build("../scripts", "../styles")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(made)) {
		committed, err := os.ReadFile(path.Join("../static", name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(committed, made[name]) {
			t.Errorf("templates/static/%s (%d bytes) is not what the sources give (%d bytes): go generate ./templates", name, len(committed), len(made[name]))
		}
	}
	err = fs.WalkDir(os.DirFS("../static"), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".css")) && made[name] == nil {
			t.Errorf("templates/static/%s has no source", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPackageOf(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"app.js": "", "islands/counts.js": "", "node_modules/pdfjs-dist/build/pdf.mjs": "pdfjs-dist",
		"node_modules/@scope/name/index.js": "@scope/name", "../../cache/node_modules/orderedmap/x.js": "orderedmap",
	} {
		if got := packageOf(file); got != want {
			t.Errorf("%s belongs to %q, want %q", file, got, want)
		}
	}
}
