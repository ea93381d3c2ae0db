package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// ErrEncrypted is what Open says of a file that is locked with a password or carries an encryption dictionary.
var ErrEncrypted = errors.New("pdf: the file is encrypted")

// File is a PDF that has been read. It is never changed, but serves one goroutine: the parser unpacks objects at first need.
type File struct {
	data  []byte
	table *model.XRefTable
	chain []section
	pages []filePage
}

// filePage is a page with the attributes it inherits.
type filePage struct {
	number, generation int
	dict               types.Dict
	box                [4]float64 // media box: left, bottom, right, top
}

const longestRead = 30 * time.Second // a file that takes longer to parse is hostile

var disableParserFolder = sync.OnceFunc(api.DisableConfigDir)

// Open reads a file. It refuses encrypted files and those whose cross-reference chain is broken.
func Open(b []byte) (f *File, err error) {
	defer func() {
		if r := recover(); r != nil { // the parser is not ours and the file may be hostile
			f, err = nil, fmt.Errorf("pdf: the parser gave up: %v", r)
		}
	}()
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, errors.New("pdf: not a PDF file")
	}
	chain, err := sections(b)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	for _, s := range chain {
		if s.encrypt {
			return nil, ErrEncrypted
		}
	}
	disableParserFolder()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	ctx, cancel := context.WithTimeout(context.Background(), longestRead)
	defer cancel()
	read, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(b), conf)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	if read.Encrypt != nil {
		return nil, ErrEncrypted
	}
	f = &File{data: b, table: read.XRefTable, chain: chain}
	if err := f.agree(); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return f, f.readPages()
}

// agree checks that the parser stands on the same cross-reference table as the file has: it repairs in silence, and
// what was repaired another viewer may read otherwise.
func (f *File) agree() error {
	if f.table.Root == nil {
		return errors.New("no catalog")
	}
	live := f.live()
	for n, e := range live {
		if e.free || e.offset == 0 {
			continue
		}
		l := &lexer{data: f.data, at: min(e.offset, len(f.data))}
		if head, err := l.objectHead(); err != nil || head != n {
			return fmt.Errorf("object %d is not where the cross-reference table says", n)
		}
	}
	for n, e := range f.table.Table {
		if e == nil || e.Free || e.Object == nil || n == 0 {
			continue
		}
		own, ok := live[n]
		if !ok || own.free {
			return fmt.Errorf("object %d is not in the cross-reference table", n)
		}
		if own.offset != 0 && (e.Offset == nil || int(*e.Offset) != own.offset) {
			return fmt.Errorf("object %d was read from elsewhere", n)
		}
	}
	return nil
}

// live maps every object number to its newest entry.
func (f *File) live() map[int]entry {
	live := map[int]entry{}
	for _, s := range f.chain {
		for n, e := range s.entries {
			if _, newer := live[n]; !newer {
				live[n] = e
			}
		}
	}
	return live
}

// Pages counts the pages.
func (f *File) Pages() int { return len(f.pages) }

// PageSize gives the width and height of a page in points; pages count from 1.
func (f *File) PageSize(page int) (width, height float64, err error) {
	if page < 1 || page > len(f.pages) {
		return 0, 0, fmt.Errorf("pdf: no page %d of %d", page, len(f.pages))
	}
	box := f.pages[page-1].box
	return box[2] - box[0], box[3] - box[1], nil
}

// get follows references to the object itself; what is missing or broken is nil, as the format demands.
func (f *File) get(o types.Object) types.Object {
	for range 32 {
		r, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		var err error
		if o, err = f.table.Dereference(r); err != nil {
			return nil
		}
	}
	return nil
}

// object gives an object by number.
func (f *File) object(number int) types.Object {
	e := f.table.Table[number]
	if e == nil || e.Free || e.Generation == nil {
		return nil
	}
	return f.get(*types.NewIndirectRef(number, *e.Generation))
}

// generation is the generation number an object is stored under.
func (f *File) generation(number int) int {
	if e := f.table.Table[number]; e != nil && e.Generation != nil {
		return *e.Generation
	}
	return 0
}

func (f *File) dict(o types.Object) types.Dict {
	switch d := f.get(o).(type) {
	case types.Dict:
		return d
	case types.StreamDict:
		return d.Dict
	}
	return nil
}

func (f *File) array(o types.Object) types.Array {
	a, _ := f.get(o).(types.Array)
	return a
}

func (f *File) integer(o types.Object) int {
	switch n := f.get(o).(type) {
	case types.Integer:
		return int(n)
	case types.Float:
		return int(n)
	}
	return 0
}

func (f *File) number(o types.Object) float64 {
	switch n := f.get(o).(type) {
	case types.Integer:
		return float64(n)
	case types.Float:
		return float64(n)
	}
	return 0
}

func (f *File) name(o types.Object) string {
	n, _ := f.get(o).(types.Name)
	return string(n)
}

// text decodes a text string; anything else is empty.
func (f *File) text(o types.Object) string {
	s, err := types.StringOrHexLiteral(f.get(o))
	if err != nil || s == nil {
		return ""
	}
	return *s
}

// rectangle reads left, bottom, right, top, whichever way round the corners were written.
func (f *File) rectangle(o types.Object) (box [4]float64, ok bool) {
	a := f.array(o)
	if len(a) != 4 {
		return box, false
	}
	for i := range box {
		box[i] = f.number(a[i])
	}
	return [4]float64{min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])}, true
}

func (f *File) catalog() types.Dict { return f.dict(*f.table.Root) }

// number of the object that a reference names; 0 for a direct object.
func refNumber(o types.Object) int {
	if r, ok := o.(types.IndirectRef); ok {
		return int(r.ObjectNumber)
	}
	return 0
}

const mostPages = 100_000

// readPages walks the page tree in order.
func (f *File) readPages() error {
	catalog := f.catalog()
	if catalog == nil {
		return errors.New("pdf: no catalog")
	}
	seen := map[int]bool{}
	var walk func(o types.Object, box [4]float64, depth int) error
	walk = func(o types.Object, box [4]float64, depth int) error {
		n, d := refNumber(o), f.dict(o)
		if d == nil || seen[n] || depth > deepest || len(f.pages) > mostPages {
			return errors.New("pdf: the page tree is broken")
		}
		seen[n] = true
		if own, ok := f.rectangle(d["MediaBox"]); ok {
			box = own
		}
		kids, isNode := d["Kids"]
		if !isNode && f.name(d["Type"]) != "Pages" {
			f.pages = append(f.pages, filePage{number: n, generation: f.generation(n), dict: d, box: box})
			return nil
		}
		for _, kid := range f.array(kids) {
			if err := walk(kid, box, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(catalog["Pages"], [4]float64{0, 0, 595.28, 841.89}, 0); err != nil {
		return err
	}
	if len(f.pages) == 0 {
		return errors.New("pdf: no pages")
	}
	return nil
}
