package document

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
	"trinhky/templates"
)

// boilerplate holds the templates of both regimes. The files are part of the binary, so a fault in them stops it at
// start.
var boilerplate = func() []Template {
	all, err := loadTemplates(templates.FS)
	if err != nil {
		panic(err)
	}
	return all
}()

func loadTemplates(files fs.FS) ([]Template, error) {
	var all []Template
	for _, regime := range []string{string(directory.Party), string(directory.State)} {
		names, err := fs.Glob(files, "official/"+regime+"/*.txt")
		if err != nil {
			return nil, fmt.Errorf("templates of documents: %w", err)
		}
		for _, name := range names {
			raw, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, fmt.Errorf("templates of documents: %w", err)
			}
			t, err := readTemplate(regime, strings.TrimSuffix(path.Base(name), ".txt"), string(raw))
			if err != nil {
				return nil, fmt.Errorf("templates of documents: %s: %w", name, err)
			}
			all = append(all, t)
		}
	}
	return all, nil
}

// readTemplate reads a file: "tên: …" and "loại: …" above a line of dashes, the text below it.
func readTemplate(regime, name, raw string) (Template, error) {
	t := Template{ID: regime + "-" + name, Regime: regime}
	head, text, ok := strings.Cut(raw, "\n---\n")
	if !ok {
		return t, fmt.Errorf("no line --- between the head and the text")
	}
	kindName := ""
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch value = strings.TrimSpace(value); key {
		case "tên":
			t.Name = value
		case "loại":
			kindName = value
		default:
			return t, fmt.Errorf("the head has %q; it takes tên and loại", key)
		}
	}
	kind, known := KindByName(regime, kindName)
	t.Kind, t.text = kind.ID, strings.Trim(text, "\n")+"\n"
	switch {
	case t.Name == "" || strings.TrimSpace(text) == "":
		return t, fmt.Errorf("no name or no text")
	case !known:
		return t, fmt.Errorf("there is no kind %q", kindName)
	case !norm.NFC.IsNormalString(raw) || strings.ContainsAny(raw, "\r\t\u00A0Ð"):
		return t, fmt.Errorf("not NFC, or with tabs, no-break spaces or U+00D0 for Đ")
	}
	for _, field := range templateField.FindAllString(text, -1) {
		if _, known := (TemplateContext{}).fields()[fieldName(field)]; !known {
			return t, fmt.Errorf("there is no field %s", field)
		}
	}
	return t, nil
}
