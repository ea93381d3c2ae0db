package layout

import (
	"slices"
	"strings"
	"unicode"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout/docx"
)

// Remark says what reading a Word file changed or left out. Where is the first words of the paragraph, "" = the file.
type Remark struct{ Code, Message, Where string }

// remarkTexts are what a person reads of each remark.
var remarkTexts = map[string]string{
	docx.TrackedChanges: "Tệp có sửa đổi đang theo dõi (Track Changes); nội dung được lấy như đã chấp nhận mọi sửa đổi.",
	docx.Comments:       "Tệp có bình luận (Comments); bình luận không được đưa vào văn bản.",
	docx.TextBox:        "Chữ trong hộp văn bản (Text Box) được chuyển thành đoạn văn thường.",
	docx.OLE:            "Đối tượng nhúng (OLE) không được đưa vào văn bản; hãy đính kèm tệp gốc của đối tượng nếu cần.",
	docx.LegacyFont:     "Chữ gõ bằng phông TCVN3 hoặc VNI đã được chuyển sang Unicode; hãy đọc lại cho chắc.",
	docx.ImageDropped:   "Một hình không phải PNG hoặc JPEG trong tệp, hoặc nằm ngoài phần nội dung, không được đưa vào văn bản.",
	docx.ImageMoved:     "Hình trong bảng được chuyển xuống dưới bảng.",
	docx.NestedTable:    "Bảng lồng trong bảng được trải thành dòng chữ.",
	docx.HiddenText:     "Chữ ẩn trong tệp không được đưa vào văn bản.",
	docx.Equation:       "Công thức được chuyển thành chữ thường; hãy đọc lại cho chắc.",
	docx.OtherContent:   "Tệp chèn nội dung từ tệp khác; phần chèn không được đưa vào văn bản.",
}

// ReadDOCX takes a Word file apart as ReadText does a text: header, kind, trích yếu, Kính gửi, body, Nơi nhận and
// signature block, wherever the file has them: in tables without lines, behind tabs or in paragraphs. Tracked changes
// count as accepted; text in TCVN3 and VNI fonts comes out in Unicode; Remarks say what was changed or left out.
//
// Faults: DOC_OLD_FORMAT, DOCX_ENCRYPTED, DOCX_MACROS, DOCX_BROKEN, DOCX_HOSTILE, DOCX_TOO_LARGE, DOCX_TOO_MANY_IMAGES,
// IS_PDF, those of ReadText, and SECRET_REFUSED for a mark of secrecy anywhere in the file, be it deleted or hidden.
func ReadDOCX(raw []byte, known Known) (Reading, error) {
	doc, err := docx.Read(raw)
	if err != nil {
		return Reading{}, err
	}
	if err := document.RefuseSecret(doc.Scan, ""); err != nil {
		return Reading{}, err
	}
	w := newWordReading(doc)
	if err := w.check(); err != nil {
		return Reading{}, err
	}
	w.readParts(known)
	w.readMargins()
	w.Look = w.look()
	for _, r := range doc.Remarks {
		w.Remarks = append(w.Remarks, Remark{Code: r.Code, Message: remarkTexts[r.Code], Where: r.Where})
	}
	return w.Reading, nil
}

// wordReading is a Reading while it is made from a Word file.
type wordReading struct {
	Reading
	doc   *docx.Document
	lines []wordLine
	texts []string // of the lines, as the readers of text want them
	// Where the parts lie in lines: the body, its end, the appendices behind the signature.
	kind                kindLine
	address             int // the first line of Kính gửi; -1 = none
	body, end, appendix int
	blockOf             map[int]int // the block of the body that a line is in, from 1
}

func newWordReading(doc *docx.Document) *wordReading {
	w := &wordReading{doc: doc, lines: flatten(doc), blockOf: map[int]int{}, address: -1}
	w.texts = make([]string, len(w.lines))
	for i, l := range w.lines {
		w.texts[i] = strings.TrimRightFunc(l.text, unicode.IsSpace)
	}
	return w
}

// check refuses a file whose words are too many, or none.
func (w *wordReading) check() error {
	size, written := 0, false
	for _, l := range w.lines {
		if l.table != nil {
			for _, s := range docx.Lines([]docx.Element{{Table: l.table}}) {
				size += len(s)
			}
			written = true
		}
		size += len(l.text)
		written = written || strings.TrimSpace(l.text) != "" || l.pictures() > 0
	}
	if size > document.MaxText {
		return fault.New(fault.TooLarge, "DOCX_TOO_LARGE", "Văn bản trong tệp Word vượt quá 5 MB chữ, hệ thống không nhận.")
	}
	if !written {
		return fault.New(fault.Malformed, "TEXT_EMPTY", "Văn bản không có nội dung.")
	}
	return nil
}

// readParts finds the parts as the reader of texts does, and makes the body of what lies between.
func (w *wordReading) readParts(known Known) {
	w.kind = findKindLine(w.texts)
	w.body = w.readTop(w.texts, w.kind, known)
	for i := w.body - 1; i >= 0 && w.AddressWord != ""; i-- {
		if addressLine.MatchString(strings.TrimSpace(w.texts[i])) {
			w.address = i
		}
	}
	original := findCopy(w.texts, w.body)
	w.readCopy(w.texts[original:], known)
	w.lines, w.texts = w.lines[:original], w.texts[:original]
	w.appendix = findAppendices(w.texts, w.body, func(i int) bool { return w.lines[i].newPage })
	w.end = w.readTail(w.texts[:w.appendix], w.body)
	w.readBody(w.body, w.end)
	w.readAppendices()
	unmark(w.Body.Blocks)
	w.judge(known)
	for i, l := range w.lines {
		if l.pictures() > 0 && (i < w.body || i >= w.end && i < w.appendix) {
			w.remark(docx.ImageDropped, "")
		}
		if l.table != nil && (i < w.body || i >= w.end && i < w.appendix) {
			w.Unplaced = append(w.Unplaced, docx.Lines([]docx.Element{{Table: l.table}})...)
		}
	}
	w.Unplaced = slices.DeleteFunc(w.Unplaced, func(s string) bool { return strings.Contains(s, tableMark) })
}

func (w *wordReading) remark(code, where string) {
	r := Remark{Code: code, Message: remarkTexts[code], Where: where}
	if !slices.Contains(w.Remarks, r) {
		w.Remarks = append(w.Remarks, r)
	}
}

// readMargins places what stands in headers and footers: stamps and the address line; what fits nowhere is unplaced.
func (w *wordReading) readMargins() {
	seen, read := map[string]bool{}, map[*docx.Para]bool{} // sections share the paragraphs that they take over
	for _, s := range w.doc.Sections {
		for _, paras := range [][]*docx.Para{s.FirstHeader, s.Header, s.FirstFooter, s.Footer} {
			for _, p := range paras {
				if read[p] {
					break
				}
				read[p] = true
				for _, line := range strings.Split(p.Text(), "\n") {
					line = strings.Join(strings.Fields(bare(line)), " ")
					if line == "" || rulesOnly.MatchString(line) || seen[line] {
						continue
					}
					seen[line] = true
					w.margin(line)
				}
			}
		}
	}
}

func (w *wordReading) margin(line string) {
	switch {
	case w.headPart(line):
	case w.Contact == "" && contactLine.MatchString(line):
		w.Contact = line
	default:
		w.Unplaced = append(w.Unplaced, line)
	}
}
