package layout

import "fmt"

// ParagraphRule is running text.
type ParagraphRule struct {
	TypeRule `yaml:",inline"`
	Indent   float64 `yaml:"indent"` // of the first line
}

// HeadingRule is a heading of one level.
type HeadingRule struct {
	TypeRule   `yaml:",inline"`
	Indent     float64 `yaml:"indent"`
	Unnumbered string  `yaml:"unnumbered"` // center: a heading without an ordinal is centred
}

// DivisionRule is a heading whose ordinal is a word and a number (Chương I): two centred lines.
type DivisionRule struct {
	TypeRule `yaml:",inline"`
	Words    []string `yaml:"words"`
}

// GroundsRule is the style of the căn cứ that open a body: lines that begin with one of Words and end with ";".
type GroundsRule struct {
	Words []string `yaml:"words"`
	Style string   `yaml:"style"`
}

// ArticleRule is the look of an ordinal that is a word and a number before running text: "Điều 1.".
type ArticleRule struct {
	Words []string `yaml:"words"`
	Style string   `yaml:"style"`
}

// BodyRule is the text between the title and the closing.
type BodyRule struct {
	Text      ParagraphRule `yaml:"text"`
	Divisions DivisionRule  `yaml:"divisions"`
	Headings  []HeadingRule `yaml:"headings"` // by level, from 1; deeper levels take the last
	Articles  ArticleRule   `yaml:"articles"`
	Item      ParagraphRule `yaml:"item"`
	Grounds   GroundsRule   `yaml:"grounds"`
}

// TableRule is a table of the body.
type TableRule struct {
	Header  TypeRule `yaml:"header"`
	Cell    TypeRule `yaml:"cell"`
	Padding float64  `yaml:"padding"`
	Pen     float64  `yaml:"pen"`
	Before  float64  `yaml:"before"`
	After   float64  `yaml:"after"`
}

// NoteRule is the footnotes: at the foot of the page where their mark stands, under a short rule.
type NoteRule struct {
	TypeRule `yaml:",inline"` // Before is the gap between two notes
	Indent   float64          `yaml:"indent"`
	Gap      float64          `yaml:"gap"`    // at least so much between the text and the rule
	Length   float64          `yaml:"length"` // of the rule
	Pen      float64          `yaml:"pen"`
}

// FigureRule is a picture: centred, never wider than the column.
type FigureRule struct {
	Before float64 `yaml:"before"`
	After  float64 `yaml:"after"`
	// Caption are the words that begin the line under a picture: it is centred and stays on the picture's page.
	Caption      []string `yaml:"caption"`
	CaptionStyle string   `yaml:"caption_style"`
}

// AppendixRule is a phụ lục: the line "Phụ lục I", its title, and the line that says which document it goes with.
type AppendixRule struct {
	Label     TypeRule      `yaml:"label"`
	Title     TitleCaseRule `yaml:"title"`
	Reference ReferenceRule `yaml:"reference"`
	After     float64       `yaml:"after"`
	First     int           `yaml:"first"` // the first page of an appendix that carries a number; they are counted from 1
}

// TitleCaseRule is a title that may be set in capitals.
type TitleCaseRule struct {
	TypeRule `yaml:",inline"`
	Capitals bool    `yaml:"capitals"`
	Inset    float64 `yaml:"inset"`
}

// ReferenceRule is the line "(Kèm theo …)" under the title of an appendix.
type ReferenceRule struct {
	TypeRule `yaml:",inline"`
	// Words hold {kind}, {symbol} and {issuer}; what the number and the date stand for is left open. "" = no such line.
	Words  string `yaml:"words"`
	Letter string `yaml:"letter"` // {kind} of a công văn
	Begins string `yaml:"begins"` // a paragraph that begins so stands in the place of the line
}

func (r *RuleSet) checkBody(c *checker) {
	r.Body.check(c)
	c.typed("table.header", r.Table.Header)
	c.typed("table.cell", r.Table.Cell)
	c.want(r.Table.Pen > 0, "table.pen: must be above 0")
	c.typed("note", r.Note.TypeRule)
	c.want(r.Note.Pen > 0 && r.Note.Length > 0, "note: pen and length must be above 0")
	c.want(r.Note.Gap >= 0, "note.gap: is negative")
	c.want(r.Figure.Before >= 0 && r.Figure.After >= 0, "figure: before or after is negative")
	c.styled("figure.caption_style", r.Figure.CaptionStyle)
	c.typed("appendix.label", r.Appendix.Label)
	c.typed("appendix.title", r.Appendix.Title.TypeRule)
	c.typed("appendix.reference", r.Appendix.Reference.TypeRule)
	c.want(r.Appendix.Reference.Words == "" || r.Appendix.Reference.Letter != "", "appendix.reference.letter: is missing")
	c.want(r.Appendix.First >= 1, "appendix.first: must be 1 or more")
}

func (b BodyRule) check(c *checker) {
	c.typed("body.text", b.Text.TypeRule)
	c.typed("body.divisions", b.Divisions.TypeRule)
	c.styled("body.articles.style", b.Articles.Style)
	c.styled("body.grounds.style", b.Grounds.Style)
	c.typed("body.item", b.Item.TypeRule)
	c.want(len(b.Headings) > 0, "body.headings: is missing")
	for i, h := range b.Headings {
		where := fmt.Sprintf("body.headings[%d]", i)
		c.typed(where, h.TypeRule)
		c.want(h.Unnumbered == "" || h.Unnumbered == "center", "%s.unnumbered: %q is not center", where, h.Unnumbered)
	}
}
