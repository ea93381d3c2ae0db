package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// serialize writes a parsed object back as PDF syntax, keys in order, so that the same object is always the same text.
func serialize(o types.Object) string {
	var b strings.Builder
	writeObject(&b, o)
	return b.String()
}

func writeObject(b *strings.Builder, o types.Object) {
	switch v := o.(type) {
	case types.Dict:
		writeDict(b, v)
	case types.StreamDict:
		writeDict(b, v.Dict)
	case types.Array:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(' ')
			}
			writeObject(b, item)
		}
		b.WriteByte(']')
	case types.Name:
		b.WriteString("/" + types.EncodeName(string(v)))
	case types.StringLiteral:
		b.WriteString("(" + string(v) + ")") // the parser keeps escapes as they were
	case types.HexLiteral:
		b.WriteString("<" + string(v) + ">")
	case types.Integer:
		b.WriteString(strconv.Itoa(int(v)))
	case types.Float:
		b.WriteString(strconv.FormatFloat(float64(v), 'f', -1, 64))
	case types.Boolean:
		b.WriteString(strconv.FormatBool(bool(v)))
	case types.IndirectRef:
		fmt.Fprintf(b, "%d %d R", v.ObjectNumber, v.GenerationNumber)
	case raw:
		b.WriteString(string(v))
	default:
		b.WriteString("null")
	}
}

func writeDict(b *strings.Builder, d types.Dict) {
	b.WriteString("<<")
	for _, key := range slices.Sorted(maps.Keys(d)) {
		b.WriteString("/" + types.EncodeName(key) + " ")
		writeObject(b, d[key])
	}
	b.WriteString(">>")
}

// raw is PDF syntax that is put into an object as it stands.
type raw string

// String, PDFString and Clone make raw an object of the parser's kind.
func (r raw) String() string { return string(r) }

// PDFString gives the syntax.
func (r raw) PDFString() string { return string(r) }

// Clone gives the value itself.
func (r raw) Clone() types.Object { return r }
