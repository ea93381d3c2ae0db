package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundles are the files that pages load, each named as its source in templates/scripts.
var bundles = []string{"app.js", "editor.js", "viewer.js", "viewer.worker.js", "service-worker.js", "sign.js", "drafting.js", "files.js", "scan.js", "parties.js"}

// copies are files of others that a bundle fetches at run time under the name that its maker gave them.
var copies = map[string]string{
	"decoders/jbig2_nowasm_fallback.js":    "pdfjs-dist/wasm/jbig2_nowasm_fallback.js",    // faxes and scans
	"decoders/openjpeg_nowasm_fallback.js": "pdfjs-dist/wasm/openjpeg_nowasm_fallback.js", // JPEG 2000
}

// extraLicences are those that a package keeps beside the one of its own. Those that it should keep and does not stand in
// scripts/licences/PACKAGE.
var extraLicences = map[string][]string{
	"pdfjs-dist": {"wasm/LICENSE_JBIG2", "wasm/LICENSE_PDFJS_JBIG2", "wasm/LICENSE_OPENJPEG", "wasm/LICENSE_PDFJS_OPENJPEG"},
}

// licencesFile holds the licences of everything from others that the files contain.
const licencesFile = "licences.txt"

// sheet is the one stylesheet, named as its source in templates/styles.
const sheet = "trinhky.css"

// build makes every file, by its name in templates/static. The same sources give the same bytes on every machine.
func build(scripts, styles string) (map[string][]byte, error) {
	dir, err := filepath.Abs(scripts)
	if err != nil {
		return nil, err
	}
	files, packages := map[string][]byte{}, map[string]bool{}
	for _, name := range bundles {
		if files[name], err = bundle(dir, name, packages); err != nil {
			return nil, err
		}
	}
	if files[sheet], err = stylesheet(filepath.Join(styles, sheet)); err != nil {
		return nil, err
	}
	for name, from := range copies {
		content, err := os.ReadFile(filepath.Join(dir, "node_modules", filepath.FromSlash(from)))
		if err != nil {
			return nil, err
		}
		if files[name], err = minified(content); err != nil {
			return nil, fmt.Errorf("%s: %w", from, err)
		}
		packages[packageOf("node_modules/"+from)] = true
	}
	files[licencesFile], err = licences(dir, packages)
	return files, err
}

// bundle gives one file with all that it imports, and notes whose packages these were.
func bundle(dir, name string, packages map[string]bool) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(dir, name)}, AbsWorkingDir: dir, Outfile: filepath.Join(dir, "out", name),
		Bundle: true, Format: api.FormatESModule, Platform: api.PlatformBrowser, Target: api.ES2022, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
		Metafile: true, TreeShaking: api.TreeShakingTrue, LogLevel: api.LogLevelSilent,
	})
	if err := failure(result.Errors); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var meta struct{ Inputs map[string]any }
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return nil, fmt.Errorf("read what %s is made of: %w", name, err)
	}
	for input := range meta.Inputs {
		if from := packageOf(input); from != "" {
			packages[from] = true
		}
	}
	return result.OutputFiles[0].Contents, nil
}

// stylesheet gives one sheet out of the files that it imports.
func stylesheet(file string) ([]byte, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{path}, Outfile: path + ".out", Bundle: true, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		MinifyWhitespace: true, MinifySyntax: true, LogLevel: api.LogLevelSilent,
		// Nothing is rewritten for old browsers: they have light-dark() and nesting, or a plainer page.
		Target: api.ESNext,
	})
	if err := failure(result.Errors); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return result.OutputFiles[0].Contents, nil
}

func minified(source []byte) ([]byte, error) {
	result := api.Transform(string(source), api.TransformOptions{
		Format: api.FormatESModule, Target: api.ES2022, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LogLevel: api.LogLevelSilent,
	})
	return result.Code, failure(result.Errors)
}

func failure(messages []api.Message) error {
	var all []error
	for _, m := range messages {
		where := ""
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d: ", m.Location.File, m.Location.Line)
		}
		if strings.HasPrefix(m.Text, "Could not resolve") {
			where = "a package is missing, make scripts brings it: " + where
		}
		all = append(all, errors.New(where+m.Text))
	}
	return errors.Join(all...)
}

// packageOf is the npm package that a file belongs to, "" for our own.
func packageOf(file string) string {
	_, rest, found := strings.Cut(file, "node_modules/")
	if !found {
		return ""
	}
	parts := strings.SplitN(rest, "/", 3)
	if strings.HasPrefix(rest, "@") && len(parts) > 1 {
		return path.Join(parts[0], parts[1])
	}
	return parts[0]
}

// licences gathers name, version and licence text of packages, in the order of their names.
func licences(dir string, packages map[string]bool) ([]byte, error) {
	var names []string
	for name := range packages {
		names = append(names, name)
	}
	slices.Sort(names)
	var out strings.Builder
	out.WriteString("The scripts of Trình Ký's pages contain the following software by others.\n")
	for _, name := range names {
		home := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		raw, err := os.ReadFile(filepath.Join(home, "package.json"))
		if err != nil {
			return nil, err
		}
		var about struct{ Version, License string }
		if err := json.Unmarshal(raw, &about); err != nil {
			return nil, fmt.Errorf("package.json of %s: %w", name, err)
		}
		texts, err := filepath.Glob(filepath.Join(home, "LICENSE*"))
		if err != nil || len(texts) == 0 {
			return nil, fmt.Errorf("%s has no licence file: %w", name, errors.Join(err, os.ErrNotExist))
		}
		for _, extra := range extraLicences[name] {
			texts = append(texts, filepath.Join(home, filepath.FromSlash(extra)))
		}
		inside, err := filepath.Glob(filepath.Join(dir, "licences", filepath.FromSlash(name), "*.txt"))
		if err != nil {
			return nil, err
		}
		texts = append(texts, inside...)
		fmt.Fprintf(&out, "\n%s\n%s %s (%s)\n", strings.Repeat("=", 79), name, about.Version, about.License)
		for _, file := range texts {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&out, "%s\n%s\n\n%s\n", strings.Repeat("-", 79), filepath.Base(file), strings.TrimSpace(string(text)))
		}
	}
	return []byte(out.String()), nil
}
