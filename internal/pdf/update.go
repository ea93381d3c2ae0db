package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Update is one incremental save: objects appended behind the file with a cross-reference section of the file's own kind
// (table or stream). The first mistake ends it. An Update serves one goroutine and is finished by Bytes or Sign.
type Update struct {
	file    *File
	out     *output
	fields  []formField
	changed map[int]types.Dict // existing dictionaries to be written again
	err     error              // the first mistake, or that the update is finished
}

// Update starts an incremental save of the file.
func (f *File) Update() *Update {
	out := newOutput(f.nextNumber())
	out.Write(f.data)
	if n := len(f.data); n > 0 && f.data[n-1] != '\n' {
		out.WriteByte('\n')
	}
	return &Update{file: f, out: out, changed: map[int]types.Dict{}}
}

// nextNumber is the first object number that no revision of the file has used.
func (f *File) nextNumber() int {
	highest := 0
	for _, s := range f.chain {
		for n := range s.entries {
			highest = max(highest, n)
		}
	}
	return highest + 1
}

var errFinished = errors.New("pdf: the update is already finished")

// Bytes gives the file with the update appended.
func (u *Update) Bytes() ([]byte, error) {
	if u.err != nil {
		return nil, u.err
	}
	if len(u.changed) == 0 {
		return nil, errors.New("pdf: an update that changes nothing")
	}
	u.err = errFinished
	u.writeChanged()
	u.finish()
	return u.out.Bytes(), nil
}

// step does one step of the update, unless a step before went wrong: what a failed step left behind must not be saved.
func (u *Update) step(do func() error) error {
	if u.err == nil {
		u.err = do()
	}
	return u.err
}

// edit gives the pending copy of an existing dictionary.
func (u *Update) edit(number int, d types.Dict) (types.Dict, error) {
	if number == 0 {
		return nil, errors.New("pdf: the object to change is written within another one")
	}
	if pending, ok := u.changed[number]; ok {
		return pending, nil
	}
	copied := maps.Clone(d)
	u.changed[number] = copied
	return copied, nil
}

// editCatalog gives the pending copy of the catalog.
func (u *Update) editCatalog() (types.Dict, error) {
	return u.edit(int(u.file.table.Root.ObjectNumber), u.file.catalog())
}

// field finds a field by its full name.
func (u *Update) field(name string) (*formField, error) {
	if u.fields == nil {
		var err error
		if u.fields, err = u.file.formFields(); err != nil {
			return nil, err
		}
	}
	for i := range u.fields {
		if u.fields[i].Name == name {
			return &u.fields[i], nil
		}
	}
	return nil, fmt.Errorf("pdf: no field named %q", name)
}

// writeChanged writes the pending dictionaries in the order of their numbers.
func (u *Update) writeChanged() {
	for _, n := range slices.Sorted(maps.Keys(u.changed)) {
		u.out.object(n, u.file.generation(n), serialize(u.changed[n]))
	}
}

// finish writes the cross-reference section and the trailer.
func (u *Update) finish() {
	f := u.file
	id := sha256.Sum256(u.out.Bytes()[len(f.data):])
	first := fmt.Sprintf("<%x>", id[:16])
	if len(f.table.ID) > 0 {
		first = serialize(f.table.ID[0])
	}
	newest := f.chain[0]
	trailer := fmt.Sprintf("/Root %s /Prev %d /ID [%s <%x>]", serialize(*f.table.Root), newest.at, first, id[:16])
	if f.table.Info != nil {
		trailer += " /Info " + serialize(*f.table.Info)
	}
	at := u.out.Len()
	if newest.stream {
		u.writeStream(trailer)
	} else {
		u.writeTable(trailer)
	}
	fmt.Fprintf(u.out, "startxref\n%d\n%%%%EOF\n", at)
}

// writeTable writes a classic table: one subsection for each run of consecutive numbers.
func (u *Update) writeTable(trailer string) {
	numbers := slices.Sorted(maps.Keys(u.out.offsets))
	u.out.WriteString("xref\n")
	for len(numbers) > 0 {
		run := 1
		for run < len(numbers) && numbers[run] == numbers[0]+run {
			run++
		}
		fmt.Fprintf(u.out, "%d %d\n", numbers[0], run)
		for _, n := range numbers[:run] {
			fmt.Fprintf(u.out, "%010d %05d n \n", u.out.offsets[n], u.file.generation(n))
		}
		numbers = numbers[run:]
	}
	fmt.Fprintf(u.out, "trailer\n<</Size %d %s>>\n", u.out.next, trailer)
}

// writeStream writes a cross-reference stream, uncompressed, which lists itself as well.
func (u *Update) writeStream(trailer string) {
	self := u.out.alloc()
	u.out.offsets[self] = u.out.Len()
	var index strings.Builder
	var rows bytes.Buffer
	for _, n := range slices.Sorted(maps.Keys(u.out.offsets)) {
		fmt.Fprintf(&index, "%d 1 ", n)
		row := binary.BigEndian.AppendUint64([]byte{1}, uint64(u.out.offsets[n]))
		rows.Write(binary.BigEndian.AppendUint16(row, uint16(u.file.generation(n))))
	}
	fmt.Fprintf(u.out, "%d 0 obj\n<</Type /XRef /W [1 8 2] /Index [%s] /Size %d %s /Length %d>>\nstream\n",
		self, strings.TrimSpace(index.String()), u.out.next, trailer, rows.Len())
	u.out.Write(rows.Bytes())
	u.out.WriteString("\nendstream\nendobj\n")
}
