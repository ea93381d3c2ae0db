package docx

import "strings"

// Document is a Word file as read: what its pages show once every tracked change is accepted. Lengths are points.
type Document struct {
	Elements []Element
	Sections []Setup
	Remarks  []Remark
	// Scan is every word in the file, a line a paragraph: deleted and hidden ones, comments and margins too.
	Scan string
}

// Element is a paragraph or a table.
type Element struct {
	Para  *Para
	Table *Grid
}

// Para is a paragraph.
type Para struct {
	Number string // what Word prints before it: "1.", "a)", "Điều 3."; "-" for every drawn bullet
	Spans  []Span
	Style  string // the name of its style: "heading 1"
	// StyleAlign and StyleBold are what the style alone says.
	StyleAlign            string
	StyleBold, StyleSlant bool
	Align                 string // left | center | right | both
	First, Left           float64
	Before, After         float64
	Line                  float64 // points; with the rule "auto" a multiple of single spacing
	LineRule              string  // auto | exact | atLeast
	Outline               int     // 1 = the highest level of a heading; 0 = none
	Bordered              bool
	NewPage               bool   // it begins a page or a section
	PageNumber            bool   // it holds the number of the page
	joins                 bool   // its end is deleted: the next paragraph goes on in it
	ends                  *Setup // of the section that ends with it
}

// Span is a stretch of text in one look: "\n" is a line break, "\t" a tab. A picture has no text.
type Span struct {
	Text  string
	Look  *Look
	Note  string // a footnote that hangs on its end
	Image *Image
}

// Look is how letters look.
type Look struct {
	Font                    string
	Size                    float64
	Bold, Italic, Underline bool
	Caps                    bool   // small letters print as capitals: the text has them so, but for styles of our own
	Script                  string // super | sub
	hidden                  bool
}

// Image is a picture in PNG or JPEG.
type Image struct {
	Bytes         []byte
	MediaType     string
	Width, Height float64 // millimetres
	Alt           string
}

// Grid is a table. A row leaves out the cells that others cover.
type Grid struct {
	Columns  []float64
	Rows     []GridRow
	Bordered bool
}

// GridRow is a row of a table.
type GridRow struct {
	Header bool // repeats on every page
	Cells  []GridCell
}

// GridCell is a cell of a table.
type GridCell struct {
	Column     int
	Span, Down int // columns and rows that it covers, at least 1
	Elements   []Element
	goesOn     bool // covered by the cell above
}

// Setup is the pages of one section, which ends before the element End.
type Setup struct {
	End                                            int
	Width, Height, Top, Bottom, Left, Right        float64
	TitlePage                                      bool
	FirstHeader, Header, FirstFooter, Footer       []*Para
	firstHeaderID, headerID, firstFooterID, footID string
}

// Remark says what reading changed or left out.
type Remark struct{ Code, Where string }

// The codes of remarks.
const (
	TrackedChanges = "TRACKED_CHANGES_ACCEPTED"
	Comments       = "COMMENTS_DROPPED"
	TextBox        = "TEXT_BOX_MOVED"
	OLE            = "OLE_DROPPED"
	LegacyFont     = "LEGACY_FONT_CONVERTED"
	ImageDropped   = "IMAGE_DROPPED"
	ImageMoved     = "IMAGE_MOVED"
	NestedTable    = "NESTED_TABLE_FLATTENED"
	HiddenText     = "HIDDEN_TEXT_DROPPED"
	Equation       = "EQUATION_FLATTENED"
	OtherContent   = "CONTENT_DROPPED"
)

// Text is the paragraph's text without its number.
func (p *Para) Text() string {
	var text strings.Builder
	for _, s := range p.Spans {
		text.WriteString(s.Text)
	}
	return text.String()
}
