// Command bundle makes templates/static out of templates/scripts and templates/styles: `go generate ./templates` runs it after npm in
// templates/scripts. What it makes is committed, so that building and running the server needs no Node, and its test says
// whether the two still agree. It is no part of the server.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := write("scripts", "styles", "static"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write puts what build made into a folder.
func write(scripts, styles, static string) error {
	files, err := build(scripts, styles)
	if err != nil {
		return err
	}
	for name, content := range files {
		file := filepath.Join(static, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
