package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// output collects numbered objects behind whatever bytes are already there.
type output struct {
	bytes.Buffer
	offsets map[int]int // byte offset by object number
	next    int         // the next free object number
}

func newOutput(next int) *output { return &output{offsets: map[int]int{}, next: next} }

// alloc takes a fresh object number.
func (o *output) alloc() int {
	o.next++
	return o.next - 1
}

// object writes one object; body is everything between obj and endobj.
func (o *output) object(number, generation int, body string) {
	o.offsets[number] = o.Len()
	fmt.Fprintf(o, "%d %d obj\n%s\nendobj\n", number, generation, body)
}

// stream writes a compressed stream; entries are the keys of its dictionary but Length and Filter.
func (o *output) stream(object int, entries string, data []byte) error {
	packed, err := deflated(data)
	if err != nil {
		return err
	}
	o.plainStream(object, entries+" /Filter /FlateDecode", packed)
	return nil
}

// packers keeps compressors: a new one costs a megabyte, more than most of what is packed.
var packers = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(io.Discard, zlib.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant of the library
	}
	return z
}}

func deflated(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	z.Reset(&packed)
	if _, err := z.Write(data); err != nil {
		return nil, fmt.Errorf("pdf: compress: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pdf: compress: %w", err)
	}
	return packed.Bytes(), nil
}

// plainStream writes a stream as it is: the metadata, which PDF/A wants readable without a filter.
func (o *output) plainStream(number int, entries string, data []byte) {
	o.offsets[number] = o.Len()
	fmt.Fprintf(o, "%d 0 obj\n<<%s /Length %d>>\nstream\n", number, entries, len(data))
	o.Write(data)
	o.WriteString("\nendstream\nendobj\n")
}

// formStream writes a form XObject of the given size: what a field shows.
func (o *output) formStream(object int, width, height float64, resources, content string) error {
	return o.stream(object, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %s %s] /Resources <<%s>>", number(width), number(height), resources), []byte(content))
}

func writeMark(w io.Writer, tag string, number int) {
	fmt.Fprintf(w, "/%s <</MCID %d>> BDC\n", tag, number)
}

// textString writes a text string as UTF-16 in hexadecimal (ISO 32000-1 7.9.2.2).
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

// dateString writes a date with its zone (ISO 32000-1 7.9.4).
func dateString(t time.Time) string {
	zone := t.Format("-0700")
	return fmt.Sprintf("(D:%s%s'%s')", t.Format("20060102150405"), zone[:3], zone[3:])
}

// ref writes a reference to an object of generation 0.
func ref(number int) string { return fmt.Sprintf("%d 0 R", number) }
