package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"trinhky/internal/fault"
)

// Table is the text of one sheet: Rows[0] is its first row, rows and cells that hold nothing at the end are left out.
// Dates are dd/mm/yyyy, of a formula there is the value that was saved with it.
type Table struct {
	Name string
	Rows [][]string
}

// What a workbook may have.
const (
	maxParts    = 2000
	maxUnpacked = 256 << 20 // bytes, of all parts together
	maxSheets   = 50
	maxDepth    = 64 // elements within elements: a sheet needs ten

	// MaxRows, MaxColumns and MaxCells are what Read takes; a cell is cut by nobody, it has Excel's own bound.
	MaxRows    = 50_000
	MaxColumns = 200
	MaxCells   = 1_000_000
	// maxLooked bounds the cells that are looked at, empty ones too: one cell in the last column makes a row of 16,384.
	maxLooked = 64_000_000
)

// Read gives the text of every sheet of a workbook of at most limit bytes. Refused, all as faults: XLSX_TOO_LARGE,
// XLSX_UNREADABLE, XLSX_OLD, XLSX_MACROS, XLSX_LINKS, XLSX_OBJECTS, XLSX_BOMB, XLSX_TOO_MANY_CELLS.
func Read(r io.Reader, limit int64) ([]Table, error) {
	file, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	if int64(len(file)) > limit {
		return nil, fault.New(fault.TooLarge, "XLSX_TOO_LARGE", fmt.Sprintf("Tệp Excel lớn quá %d MB.", max(limit>>20, 1)))
	}
	if err := inspect(file); err != nil {
		return nil, err
	}
	return open(file)
}

func unreadable(cause error) *fault.Fault {
	return fault.New(fault.Unmet, "XLSX_UNREADABLE", "Không đọc được tệp: đây không phải là tệp Excel .xlsx hợp lệ.").Because(cause)
}

// inspect unpacks every part once, before the library sees any, counting what really comes out: sizes in a zip may lie.
func inspect(file []byte) error {
	if bytes.HasPrefix(file, []byte{0xd0, 0xcf, 0x11, 0xe0}) {
		return fault.New(fault.Unmet, "XLSX_OLD", "Tệp là .xls cũ hoặc có đặt mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu.")
	}
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return unreadable(err)
	}
	if len(archive.File) > maxParts {
		return bomb()
	}
	left := int64(maxUnpacked)
	seen := map[string]bool{}
	for _, part := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		if seen[name] {
			return unreadable(fmt.Errorf("part %s stands there twice", name))
		}
		seen[name] = true
		if err := refusedPart(name); err != nil {
			return err
		}
		if left, err = inspectPart(part, name, left); err != nil {
			return err
		}
	}
	return nil
}

// refusedPart knows by its name what no list of people, organs or figures needs.
func refusedPart(name string) error {
	switch {
	case strings.Contains(name, "vbaproject") || strings.Contains(name, "macrosheets/") || strings.Contains(name, "vbadata"):
		return fault.New(fault.Unmet, "XLSX_MACROS", "Tệp Excel có macro, không nhận. Hãy lưu lại thành .xlsx không có macro.")
	case strings.Contains(name, "externallinks/") || strings.Contains(name, "xl/connections.xml") || strings.Contains(name, "querytables/"):
		return links()
	case strings.Contains(name, "embeddings/") || strings.Contains(name, "activex/") || strings.Contains(name, "ctrlprops/"):
		return fault.New(fault.Unmet, "XLSX_OBJECTS", "Tệp Excel có đối tượng nhúng, không nhận. Hãy bỏ đối tượng rồi lưu lại.")
	}
	return nil
}

func links() *fault.Fault {
	return fault.New(fault.Unmet, "XLSX_LINKS", "Tệp Excel có liên kết ra tệp hoặc nguồn dữ liệu khác, không nhận. Hãy dán thành giá trị rồi lưu lại.")
}

func bomb() *fault.Fault {
	return fault.New(fault.TooLarge, "XLSX_BOMB", "Tệp Excel giải nén ra quá lớn, không nhận.")
}

func inspectPart(part *zip.File, name string, left int64) (int64, error) {
	in, err := part.Open()
	if err != nil {
		return 0, unreadable(err)
	}
	defer in.Close()
	counted := &io.LimitedReader{R: in, N: left + 1}
	if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
		err = inspectXML(counted, strings.HasSuffix(name, ".rels"))
	} else {
		_, err = io.Copy(io.Discard, counted)
	}
	if counted.N <= 0 {
		return 0, bomb()
	}
	if refused := new(fault.Fault); errors.As(err, &refused) {
		return 0, err
	}
	if err != nil {
		return 0, unreadable(fmt.Errorf("%s: %w", name, err))
	}
	return counted.N - 1, nil
}

// inspectXML reads a part to its end: no DTD, no depth without bound, and of a part's relations none that leads out but a
// hyperlink, which is text to us.
func inspectXML(in io.Reader, relations bool) error {
	tokens := xml.NewDecoder(in)
	depth := 0
	for {
		token, err := tokens.Token() // checks that elements close
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			return errors.New("a document type is declared")
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return bomb()
			}
			if relations && leadsOut(t) {
				return links()
			}
		case xml.EndElement:
			depth--
		}
	}
}

func leadsOut(relation xml.StartElement) bool {
	var mode, kind string
	for _, a := range relation.Attr {
		switch a.Name.Local {
		case "TargetMode":
			mode = a.Value
		case "Type":
			kind = a.Value
		}
	}
	return strings.EqualFold(mode, "External") && !strings.HasSuffix(kind, "/hyperlink")
}

// open reads the inspected workbook. The library is not ours: should a malformed file make it panic, the file is refused.
func open(file []byte) (tables []Table, err error) {
	defer func() {
		if wrong := recover(); wrong != nil {
			tables, err = nil, unreadable(fmt.Errorf("panic: %v", wrong))
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, ShortDatePattern: "dd/mm/yyyy", LongDatePattern: "dd/mm/yyyy",
	})
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	names := f.GetSheetList()
	if len(names) > maxSheets {
		return nil, tooMany()
	}
	left := budget{cells: MaxCells, looked: maxLooked}
	for _, name := range names {
		table, err := readSheet(f, name, &left)
		if err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	return tables, nil
}

func tooMany() *fault.Fault {
	return fault.New(fault.TooLarge, "XLSX_TOO_MANY_CELLS",
		fmt.Sprintf("Tệp Excel có quá nhiều ô: tối đa %d trang tính, %d dòng, %d cột.", maxSheets, MaxRows, MaxColumns))
}

// budget is what is left of the cells that a workbook may hold, and that may be looked at.
type budget struct{ cells, looked int }

// readSheet takes the cells off the budget; a million empty rows below a formatted column cost nothing of what it may hold.
func readSheet(f *excelize.File, name string, left *budget) (Table, error) {
	table := Table{Name: norm.NFC.String(name)}
	rows, err := f.Rows(name)
	if err != nil {
		return table, unreadable(err)
	}
	for at := 0; rows.Next(); at++ {
		row, err := rows.Columns()
		if err != nil {
			return table, errors.Join(unreadable(err), rows.Close())
		}
		if left.looked -= len(row); left.looked < 0 {
			return table, errors.Join(tooMany(), rows.Close())
		}
		row = cleaned(row)
		if len(row) == 0 {
			continue
		}
		if left.cells -= len(row); left.cells < 0 || len(row) > MaxColumns || at >= MaxRows {
			return table, errors.Join(tooMany(), rows.Close())
		}
		for len(table.Rows) < at {
			table.Rows = append(table.Rows, nil)
		}
		table.Rows = append(table.Rows, row)
	}
	if err := errors.Join(rows.Error(), rows.Close()); err != nil {
		return table, unreadable(err)
	}
	return table, nil
}

// cleaned is the row in NFC without space around its cells, cut behind the last that holds anything.
func cleaned(row []string) []string {
	last := 0
	for i, s := range row {
		row[i] = strings.TrimSpace(norm.NFC.String(s))
		if row[i] != "" {
			last = i + 1
		}
	}
	return row[:last]
}
