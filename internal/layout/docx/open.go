package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"trinhky/internal/fault"
)

// What is read of a file at the most. A report of a thousand pages stays below each.
const (
	maxFile    = 64 << 20  // bytes of the file
	maxParts   = 4000      // parts of the package
	maxMedia   = 500       // pictures
	maxClaim   = 256 << 20 // unfolded bytes, as the archive's directory claims them
	maxPart    = 32 << 20  // unfolded bytes of one part
	maxUnfold  = 64 << 20  // unfolded bytes of all parts that are read
	maxRatio   = 250       // unfolded to folded bytes of a part with text, beyond ratioFrom
	ratioFrom  = 1 << 20
	maxDepth   = 200     // of elements within elements
	maxElement = 700_000 // of all parts together
	maxParas   = 100_000 // paragraphs, those in cells too; a line break and a tab count as one
	maxLetters = 8 << 20 // bytes of text, with the numbers that Word prints
	maxFields  = 50      // fields within fields
	maxNested  = 8       // tables within tables
	maxSection = 500     // sections
)

// archive is an opened package. Every byte that it unfolds is counted.
type archive struct {
	parts    map[string]*zip.File // by name in lower case
	types    contentTypes
	unfold   int64
	elements int
}

// openArchive looks at everything that the directory of the archive tells and refuses what no program writes. It
// unfolds nothing.
func openArchive(raw []byte) (*archive, error) {
	if err := sniff(raw); err != nil {
		return nil, err
	}
	if err := countEntries(raw); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, errBroken.Because(err)
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File))}
	claimed := uint64(0)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue // a folder, as a person who zips by hand leaves
		}
		claimed += f.UncompressedSize64
		if err := a.add(f, claimed); err != nil {
			return nil, err
		}
	}
	return a, a.identify()
}

// add takes one entry of the directory.
func (a *archive) add(f *zip.File, claimed uint64) error {
	name := strings.ToLower(f.Name) // part names differ by more than case (ECMA-376 part 2, 6.2.2)
	if !goodName(f.Name) {
		return errHostile.Because(errors.New("part name " + f.Name))
	}
	if a.parts[name] != nil {
		return errHostile.Because(errors.New("part twice: " + name))
	}
	if f.Flags&1 != 0 {
		return errEncrypted
	}
	if f.UncompressedSize64 > maxClaim || claimed > maxClaim {
		return errHostile.Because(errors.New("claims too many bytes: " + name))
	}
	text := path.Ext(name) == ".xml" || path.Ext(name) == ".rels"
	if text && f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		return errHostile.Because(errors.New("folded too tightly: " + name))
	}
	if base := path.Base(name); base == "vbaproject.bin" || base == "vbadata.xml" {
		return errMacros
	}
	a.parts[name] = f
	return nil
}

// goodName refuses what would lead out of the package.
func goodName(name string) bool {
	if name == "" || len(name) > 400 || strings.ContainsAny(name, "\\:") || strings.HasPrefix(name, "/") {
		return false
	}
	for _, segment := range strings.Split(name, "/") {
		if segment == "" || segment == "." || segment == ".." || strings.Contains(strings.ToLower(segment), "%2e%2e") {
			return false
		}
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 || r == 0x7f })
}

// identify reads the list of content types: a Word document and nothing else.
func (a *archive) identify() error {
	if a.parts["[content_types].xml"] == nil {
		if a.parts["mimetype"] != nil && a.parts["content.xml"] != nil {
			return errOpenDocument
		}
		return errNotWord
	}
	if err := a.readTypes(); err != nil {
		return err
	}
	if a.types.macros {
		return errMacros
	}
	if !a.types.word {
		return errNotWord
	}
	return nil
}

// contentTypes is what [Content_Types].xml says that matters here.
type contentTypes struct{ word, macros bool }

func (a *archive) readTypes() error {
	return a.walk("[content_types].xml", func(d *decoder) error {
		return d.each(func(root xml.StartElement) error {
			return d.each(func(e xml.StartElement) error {
				kind := strings.ToLower(attr(e, "ContentType"))
				a.types.macros = a.types.macros || strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject")
				a.types.word = a.types.word || strings.Contains(kind, "wordprocessingml.document.main") || strings.Contains(kind, "wordprocessingml.template.main")
				return nil
			})
		})
	})
}

// walk reads a part as XML; a part that is not there is empty.
func (a *archive) walk(name string, read func(*decoder) error) error {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	r, err := a.open(f)
	if err != nil {
		return err
	}
	defer r.Close()
	return refusal(read(newDecoder(a, r)))
}

// bytes reads a whole part.
func (a *archive) bytes(name string) ([]byte, error) {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	r, err := a.open(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return b, refusal(err)
}

func (a *archive) open(f *zip.File) (io.ReadCloser, error) {
	if f.UncompressedSize64 > maxPart {
		return nil, errTooLarge
	}
	r, err := f.Open()
	if err != nil {
		return nil, errBroken.Because(err)
	}
	return &counted{ReadCloser: r, archive: a, left: maxPart}, nil
}

// refusal gives every error of reading the shape of a refusal.
func refusal(err error) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return errBroken.Because(err)
}

// counted counts what comes out of a part, whatever the archive claims.
type counted struct {
	io.ReadCloser
	archive *archive
	left    int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.left -= int64(n)
	c.archive.unfold += int64(n)
	if c.left < 0 || c.archive.unfold > maxUnfold {
		return 0, errTooLarge
	}
	return n, err
}
