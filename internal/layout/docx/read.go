package docx

import (
	"encoding/xml"
	"path"
	"sort"
	"strings"
)

// Read reads a Word file. Its refusals are DOC_OLD_FORMAT, DOCX_ENCRYPTED, DOCX_MACROS, DOCX_BROKEN, DOCX_HOSTILE,
// DOCX_TOO_LARGE, DOCX_TOO_MANY_IMAGES and IS_PDF. Nothing outside the file is ever fetched.
func Read(raw []byte) (*Document, error) {
	a, err := openArchive(raw)
	if err != nil {
		return nil, err
	}
	doc, err := a.read()
	return doc, refusal(err)
}

// reader holds what all stories of a file share.
type reader struct {
	*archive
	doc     *Document
	styles  *styles
	numbers *numbers
	notes   map[string]string // by "footnote 2", "endnote 1"
	looks   map[Look]*Look
	scan    strings.Builder
	images  int
	letters int
	paras   int
	failed  error // of a picture, told once its paragraph is read
	remarks map[Remark]bool
	media   map[string][]byte
}

func (a *archive) read() (*Document, error) {
	root, err := a.relations("")
	if err != nil {
		return nil, err
	}
	main := root.ofKind("officeDocument")
	if main == "" || a.parts[strings.ToLower(main)] == nil {
		return nil, errNotWord
	}
	rels, err := a.relations(main)
	if err != nil {
		return nil, err
	}
	r := &reader{archive: a, doc: &Document{}, notes: map[string]string{}, looks: map[Look]*Look{}, remarks: map[Remark]bool{}, media: map[string][]byte{}}
	if r.styles, err = a.readStyles(rels.ofKind("styles"), rels.ofKind("theme")); err != nil {
		return nil, err
	}
	if r.numbers, err = a.readNumbers(rels.ofKind("numbering")); err != nil {
		return nil, err
	}
	for _, kind := range []string{"footnote", "endnote"} {
		if err := r.readNotes(rels.ofKind(kind+"s"), kind); err != nil {
			return nil, err
		}
	}
	if err := r.readBody(main, rels); err != nil {
		return nil, err
	}
	if err := r.readMargins(rels); err != nil {
		return nil, err
	}
	if err := r.scanRest(main, rels); err != nil {
		return nil, err
	}
	r.doc.Scan = r.scan.String()
	return r.doc, nil
}

// relations are the targets of a part's relationships within the package, by id; those outside are never followed.
type links struct {
	targets map[string]string
	kinds   map[string]string // the last word of the type by id
	order   []string
}

func (r links) ofKind(kind string) string {
	for _, id := range r.order {
		if r.kinds[id] == kind {
			return r.targets[id]
		}
	}
	return ""
}

func (a *archive) relations(part string) (links, error) {
	r := links{targets: map[string]string{}, kinds: map[string]string{}}
	dir, base := path.Split(part)
	err := a.walk(dir+"_rels/"+base+".rels", func(d *decoder) error {
		return d.each(func(xml.StartElement) error {
			return d.each(func(e xml.StartElement) error {
				id, target := attr(e, "Id"), attr(e, "Target")
				if strings.EqualFold(attr(e, "TargetMode"), "External") {
					return nil
				}
				if !strings.HasPrefix(target, "/") {
					target = dir + target
				}
				r.targets[id] = strings.TrimPrefix(path.Clean("/"+target), "/")
				r.kinds[id] = path.Base(attr(e, "Type"))
				r.order = append(r.order, id)
				return nil
			})
		})
	})
	return r, err
}

func (r *reader) remark(code, where string) {
	remark := Remark{Code: code, Where: where}
	if !r.remarks[remark] && len(r.remarks) < 200 {
		r.remarks[remark] = true
		r.doc.Remarks = append(r.doc.Remarks, remark)
	}
}

func (r *reader) readNotes(part, kind string) error {
	if part == "" {
		return nil
	}
	rels, err := r.relations(part)
	if err != nil {
		return err
	}
	return r.walk(part, func(d *decoder) error {
		return d.each(func(xml.StartElement) error {
			return d.each(func(e xml.StartElement) error {
				if t := attr(e, "type"); t != "" && t != "normal" {
					return nil // the line between text and notes
				}
				s := &story{reader: r, rels: rels, where: "chú thích"}
				elements, err := s.blocks(d)
				r.notes[kind+" "+attr(e, "id")] = strings.TrimSpace(strings.Join(Lines(elements), " "))
				return err
			})
		})
	})
}

func (r *reader) readBody(part string, rels links) error {
	err := r.walk(part, func(d *decoder) error {
		return d.each(func(xml.StartElement) error {
			return d.each(func(e xml.StartElement) error {
				if e.Name.Local != "body" {
					return nil
				}
				s := &story{reader: r, rels: rels}
				elements, err := s.blocks(d)
				if err != nil {
					return err
				}
				r.doc.Elements = elements
				r.doc.Sections, err = sections(elements, s.last)
				return err
			})
		})
	})
	if err == nil && r.doc.Sections == nil {
		err = errBroken // no body
	}
	return err
}

// sections cuts the body where a paragraph ends a section.
func sections(elements []Element, last *Setup) ([]Setup, error) {
	var list []Setup
	for i, e := range elements {
		if e.Para != nil && e.Para.ends != nil {
			e.Para.ends.End = i + 1
			if list = append(list, *e.Para.ends); len(list) >= maxSection {
				return nil, errTooLarge
			}
		}
	}
	if last == nil {
		last = &Setup{}
	}
	last.End = len(elements)
	return append(list, *last), nil
}

// readMargins reads the headers and footers of every section, once each.
func (r *reader) readMargins(rels links) error {
	read := map[string][]*Para{}
	for i := range r.doc.Sections {
		s := &r.doc.Sections[i]
		for _, m := range []struct {
			id string
			to *[]*Para
		}{{s.firstHeaderID, &s.FirstHeader}, {s.headerID, &s.Header}, {s.firstFooterID, &s.FirstFooter}, {s.footID, &s.Footer}} {
			part := rels.targets[m.id]
			if m.id == "" || part == "" {
				continue
			}
			paras, known := read[part]
			if !known {
				var err error
				if paras, err = r.readMargin(part); err != nil {
					return err
				}
				read[part] = paras
			}
			*m.to = paras
		}
	}
	// What a section does not state goes on from the one before.
	for i := 1; i < len(r.doc.Sections); i++ {
		before, s := r.doc.Sections[i-1], &r.doc.Sections[i]
		if s.headerID == "" {
			s.Header = before.Header
		}
		if s.footID == "" {
			s.Footer = before.Footer
		}
	}
	return nil
}

func (r *reader) readMargin(part string) ([]*Para, error) {
	rels, err := r.relations(part)
	if err != nil {
		return nil, err
	}
	var paras []*Para
	err = r.walk(part, func(d *decoder) error {
		return d.each(func(xml.StartElement) error {
			s := &story{reader: r, rels: rels, margin: true, where: "lề trang"}
			elements, err := s.blocks(d)
			paras = Paras(elements)
			return err
		})
	})
	return paras, err
}

// scanRest looks through the parts that no page shows: comments, building blocks, the properties of the file.
func (r *reader) scanRest(main string, rels links) error {
	seen := map[string]bool{strings.ToLower(main): true}
	for _, kind := range []string{"styles", "numbering", "theme", "settings", "webSettings", "fontTable", "footnotes", "endnotes"} {
		seen[strings.ToLower(rels.ofKind(kind))] = true
	}
	for _, s := range r.doc.Sections {
		for _, id := range []string{s.firstHeaderID, s.headerID, s.firstFooterID, s.footID} {
			seen[strings.ToLower(rels.targets[id])] = true
		}
	}
	var rest []string
	for name := range r.parts {
		inside := strings.HasPrefix(name, "word/") && path.Ext(name) == ".xml" || name == "docprops/core.xml"
		if inside && !seen[name] && !strings.HasPrefix(name, "word/theme/") {
			rest = append(rest, name)
		}
	}
	sort.Strings(rest)
	for _, name := range rest {
		if path.Base(name) == "comments.xml" {
			r.remark(Comments, "")
		}
		if err := r.walk(name, r.scanWords); err != nil {
			return err
		}
	}
	return nil
}

// scanWords writes the characters of any part, a line a paragraph.
func (r *reader) scanWords(d *decoder) error {
	for {
		token, err := d.next()
		if err != nil {
			return ignoreEnd(err)
		}
		switch t := token.(type) {
		case xml.CharData:
			r.scan.Write(t)
		case xml.EndElement:
			if t.Name.Local != "t" && t.Name.Local != "r" {
				r.scan.WriteByte('\n')
			}
		}
	}
}
