package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"slices"
)

// section is one cross-reference section with its trailer: what one save of the file wrote.
type section struct {
	at       int // byte offset of the table or stream
	prev     int // offset of the one before, -1 at the first
	stream   bool
	encrypt  bool
	root     string        // the reference to the catalog, as written
	entries  map[int]entry // by object number
	finished int           // end of the revision: just behind the %%EOF that closes it; 0 if another section shares it
}

// entry says where an object stands.
type entry struct {
	free   bool
	offset int // in the file; 0 for an object within an object stream
	holder int // number of the object stream
}

// sections reads the chain of cross-reference sections, the newest first. It repairs nothing: a file whose chain does
// not hold can be shown in two ways by two viewers, and has no place under a signature.
func sections(data []byte) ([]section, error) {
	last := bytes.LastIndex(data, []byte("startxref"))
	if last < 0 {
		return nil, fmt.Errorf("no startxref")
	}
	l := lexer{data: data, at: last + len("startxref")}
	at, err := l.integer()
	if err != nil {
		return nil, fmt.Errorf("startxref: %w", err)
	}
	var chain []section
	for at >= 0 {
		if slices.ContainsFunc(chain, func(s section) bool { return s.at == at }) || len(chain) > 10000 {
			return nil, fmt.Errorf("the cross-reference sections run in a circle")
		}
		s, err := readSection(data, at)
		if err != nil {
			return nil, fmt.Errorf("cross-reference section at byte %d: %w", at, err)
		}
		s.finished = revisionEnd(data, at)
		chain = append(chain, s)
		at = s.prev
	}
	return chain, nil
}

// revisionEnd finds "startxref AT %%EOF" behind the section and gives the byte behind it and its line end.
func revisionEnd(data []byte, at int) int {
	for from := at; ; {
		i := bytes.Index(data[from:], []byte("startxref"))
		if i < 0 {
			return 0
		}
		from += i + len("startxref")
		l := lexer{data: data, at: from}
		n, err := l.integer()
		if err != nil || n != at {
			continue
		}
		for l.at < len(data) && isSpace(data[l.at]) {
			l.at++
		}
		if !l.take("%%EOF") {
			continue
		}
		l.take("\r")
		l.take("\n")
		return l.at
	}
}

func readSection(data []byte, at int) (section, error) {
	s := section{at: at, prev: -1, entries: map[int]entry{}}
	if at >= len(data) {
		return s, errSyntax
	}
	l := &lexer{data: data, at: at}
	l.space()
	if !l.take("xref") {
		s.stream = true
		return s, s.readStream(l)
	}
	if err := s.readTable(l); err != nil {
		return s, err
	}
	trailer, err := l.dict(0)
	if err != nil {
		return s, fmt.Errorf("trailer: %w", err)
	}
	if hybrid, ok := trailer["XRefStm"]; ok {
		// A hybrid file hides some objects in a stream from old readers; entries of the table win.
		where, err := integerAt(data, hybrid)
		if err != nil {
			return s, err
		}
		hidden := section{entries: map[int]entry{}}
		if err := hidden.readStream(&lexer{data: data, at: min(where, len(data))}); err != nil {
			return s, err
		}
		for n, e := range hidden.entries {
			if known, ok := s.entries[n]; !ok || known.free {
				s.entries[n] = e
			}
		}
	}
	return s, s.readTrailer(data, trailer)
}

// readTrailer reads the keys that a classic trailer and the dictionary of a stream have in common.
func (s *section) readTrailer(data []byte, trailer map[string]span) (err error) {
	_, s.encrypt = trailer["Encrypt"]
	if root, ok := trailer["Root"]; ok {
		s.root = string(data[root.start:root.end])
	}
	if prev, ok := trailer["Prev"]; ok {
		if s.prev, err = integerAt(data, prev); err != nil {
			return fmt.Errorf("/Prev: %w", err)
		}
	}
	return nil
}

// readTable reads a classic table up to its trailer keyword.
func (s *section) readTable(l *lexer) error {
	for {
		l.space()
		if l.take("trailer") {
			return nil
		}
		first, err := l.integer()
		if err != nil {
			return err
		}
		count, err := l.integer()
		if err != nil {
			return err
		}
		for n := first; n < first+count; n++ {
			offset, err := l.integer()
			if err != nil {
				return err
			}
			if _, err = l.integer(); err != nil {
				return err
			}
			l.space()
			switch kind := l.word(); kind {
			case "n", "f":
				s.entries[n] = entry{free: kind == "f", offset: offset}
			default:
				return errSyntax
			}
		}
	}
}

// readStream reads a cross-reference stream (ISO 32000-1 7.5.8).
func (s *section) readStream(l *lexer) error {
	if _, err := l.objectHead(); err != nil {
		return err
	}
	dict, err := l.dict(0)
	if err != nil {
		return err
	}
	data := l.data
	if err := s.readTrailer(data, dict); err != nil {
		return err
	}
	content, err := streamContent(l, dict)
	if err != nil {
		return err
	}
	widths, err := integers(data, dict["W"])
	if err != nil || len(widths) != 3 || widths[0]+widths[1]+widths[2] == 0 || slices.Max(widths) > 8 {
		return fmt.Errorf("/W: %w", errSyntax)
	}
	index, err := integers(data, dict["Index"])
	if err != nil {
		return err
	}
	if len(index) == 0 {
		size, err := integerAt(data, dict["Size"])
		if err != nil {
			return err
		}
		index = []int{0, size}
	}
	return s.readEntries(content, widths, index)
}

// readEntries reads the rows of a cross-reference stream; index is pairs of first number and count.
func (s *section) readEntries(content []byte, widths, index []int) error {
	field := func(width, missing int) int {
		if width == 0 {
			return missing
		}
		v := 0
		for _, c := range content[:width] {
			v = v<<8 | int(c)
		}
		content = content[width:]
		return v
	}
	row := widths[0] + widths[1] + widths[2]
	for ; len(index) >= 2; index = index[2:] {
		for n := index[0]; n < index[0]+index[1]; n++ {
			if len(content) < row {
				return fmt.Errorf("the table ends early: %w", errSyntax)
			}
			kind, second, _ := field(widths[0], 1), field(widths[1], 0), field(widths[2], 0)
			switch kind {
			case 0:
				s.entries[n] = entry{free: true}
			case 1:
				s.entries[n] = entry{offset: second}
			case 2:
				s.entries[n] = entry{holder: second}
			}
		}
	}
	return nil
}

// integers reads an array of integers; an absent one is empty.
func integers(data []byte, s span) ([]int, error) {
	if s.end == 0 {
		return nil, nil
	}
	l := lexer{data: data[:s.end], at: s.start}
	if !l.take("[") {
		return nil, errSyntax
	}
	var list []int
	for {
		l.space()
		if l.take("]") {
			return list, nil
		}
		n, err := l.integer()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
}

const largestTable = 64 << 20 // unpacked bytes of a cross-reference stream

// streamContent unpacks the stream that follows a dictionary: plain or Flate, with a PNG predictor or none.
func streamContent(l *lexer, dict map[string]span) ([]byte, error) {
	l.space()
	if !l.take("stream") {
		return nil, fmt.Errorf("no stream: %w", errSyntax)
	}
	l.take("\r")
	l.take("\n")
	length, err := integerAt(l.data, dict["Length"])
	if err != nil || length > len(l.data)-l.at {
		return nil, fmt.Errorf("/Length: %w", errSyntax)
	}
	raw := l.data[l.at : l.at+length]
	filter := string(l.data[dict["Filter"].start:dict["Filter"].end])
	if filter == "" {
		return raw, nil
	}
	if !slices.Contains([]string{"FlateDecode", "[FlateDecode]"}, string(bytes.ReplaceAll(bytes.ReplaceAll([]byte(filter), []byte("/"), nil), []byte(" "), nil))) {
		return nil, fmt.Errorf("filter %s: %w", filter, errSyntax)
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(z, largestTable))
	if err != nil {
		return nil, err
	}
	parameters, ok := dict["DecodeParms"]
	if !ok {
		return content, nil
	}
	p := &lexer{data: l.data[:parameters.end], at: parameters.start}
	if p.take("[") {
		p.space()
	}
	keys, err := p.dict(0)
	if err != nil {
		return nil, err
	}
	if predictor, ok := keys["Predictor"]; ok {
		if n, err := integerAt(l.data, predictor); err != nil || n == 1 {
			return content, err
		}
		columns, err := integerAt(l.data, keys["Columns"])
		if err != nil {
			return nil, err
		}
		return unpredict(content, columns)
	}
	return content, nil
}

// unpredict undoes the PNG filters None, Sub and Up over rows of single bytes, the ones that table writers use.
func unpredict(content []byte, columns int) ([]byte, error) {
	if columns < 1 || columns > 64 {
		return nil, fmt.Errorf("predictor: %w", errSyntax)
	}
	out := make([]byte, 0, len(content))
	above := make([]byte, columns)
	for len(content) > columns {
		kind, row := content[0], slices.Clone(content[1:columns+1])
		for i := range row {
			switch {
			case kind == 2:
				row[i] += above[i]
			case kind == 1 && i > 0:
				row[i] += row[i-1]
			case kind > 2:
				return nil, fmt.Errorf("predictor %d: %w", kind, errSyntax)
			}
		}
		out, above, content = append(out, row...), row, content[columns+1:]
	}
	return out, nil
}
