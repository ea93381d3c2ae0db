package layout

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/store"
	"trinhky/policies"
)

// RuleSet is the thể thức of one regime over one stretch of time. Lengths on the page (margins, insets, indents,
// widths and heights of boxes) are millimetres; sizes, leadings, gaps (before, after, drop) and pens are points.
type RuleSet struct {
	Name       string         `yaml:"name"`
	Source     string         `yaml:"source"` // the instrument that lays the rules down
	Regime     string         `yaml:"regime"` // party | state
	From       store.Date     `yaml:"from"`
	To         store.Date     `yaml:"to"` // "" = still in force
	Page       PageRule       `yaml:"page"`
	PageNumber PageNumberRule `yaml:"page_number"`
	Head       HeadRule       `yaml:"head"`
	Stamps     StampsRule     `yaml:"stamps"`
	Title      TitleRule      `yaml:"title"`
	Address    AddressRule    `yaml:"address"`
	Body       BodyRule       `yaml:"body"`
	Table      TableRule      `yaml:"table"`
	Note       NoteRule       `yaml:"note"`
	Figure     FigureRule     `yaml:"figure"`
	Appendix   AppendixRule   `yaml:"appendix"`
	Closing    ClosingRule    `yaml:"closing"`
	Minutes    MinutesRule    `yaml:"minutes"`
	Copy       CopyRule       `yaml:"copy"`
	Contact    ContactRule    `yaml:"contact"`
	// What the pages do not draw of themselves, but people write and the checker of thể thức reads.
	Ending         EndingRule         `yaml:"ending"`
	GroundsMarks   GroundsMarksRule   `yaml:"grounds_marks"`
	ElectronicMark ElectronicMarkRule `yaml:"electronic_mark"`
	Allowed        AllowedRule        `yaml:"allowed"`
}

// PageRule is the paper and its margins.
type PageRule struct {
	Width  float64 `yaml:"width"`
	Height float64 `yaml:"height"`
	Top    float64 `yaml:"top"`
	Bottom float64 `yaml:"bottom"`
	Left   float64 `yaml:"left"`
	Right  float64 `yaml:"right"`
}

// TypeRule is how a line of text is set.
type TypeRule struct {
	Size    float64 `yaml:"size"`
	Leading float64 `yaml:"leading"` // from baseline to baseline, exactly
	Style   string  `yaml:"style"`   // regular (or nothing) | bold | italic | bold italic
	Before  float64 `yaml:"before"`  // gap above, dropped at the top of a page
}

// PageNumberRule is the page number, centred in the top margin.
type PageNumberRule struct {
	TypeRule `yaml:",inline"`
	Top      float64 `yaml:"top"`   // from the edge of the paper to the top of the line
	First    int     `yaml:"first"` // the first page that carries a number
}

// PenRule is a drawn rule under a text.
type PenRule struct {
	Share float64 `yaml:"share"` // of the width of the text above it
	Pen   float64 `yaml:"pen"`
	Drop  float64 `yaml:"drop"` // below the line of text
}

// MarkRule is what stands under the issuer or the trích yếu: a text ("*", "-----") or a drawn rule.
type MarkRule struct {
	TypeRule `yaml:",inline"`
	Text     string  `yaml:"text"`
	Rule     PenRule `yaml:"rule"`
}

// HeadRule is the header block of page 1: left the superior, the issuer and the number; right the motto (tiêu đề, or
// Quốc hiệu and tiêu ngữ) and the date.
type HeadRule struct {
	LeftShare     float64           `yaml:"left_share"` // of the width between the margins
	Gutter        float64           `yaml:"gutter"`
	After         float64           `yaml:"after"`
	Superior      TypeRule          `yaml:"superior"`
	Issuer        TypeRule          `yaml:"issuer"`
	IssuerMark    MarkRule          `yaml:"issuer_mark"`
	Motto         []MarkRule        `yaml:"motto"`
	Number        NumberRule        `yaml:"number"`
	Date          DateRule          `yaml:"date"`
	LetterSubject LetterSubjectRule `yaml:"letter_subject"`
}

// NumberRule is the line of số và ký hiệu: word, the field for the number, joint, symbol.
type NumberRule struct {
	TypeRule  `yaml:",inline"`
	Word      string `yaml:"word"`
	Joint     string `yaml:"joint"`
	MinDigits int    `yaml:"min_digits"`
	// Room is the number that the field holds in its full size; the field reaches Reach points further to the left, into
	// the space after the word, so that one digit more still reads well.
	Room  string  `yaml:"room"`
	Reach float64 `yaml:"reach"`
}

// DateRule is the line of địa danh and date.
type DateRule struct {
	TypeRule      `yaml:",inline"`
	Words         string `yaml:"words"`           // with {place}, {day}, {month}, {year}
	Beside        string `yaml:"beside"`          // mark | number: the line of the left column that it stands beside
	PadDayBelow   int    `yaml:"pad_day_below"`   // days below it take a leading 0
	PadMonthBelow int    `yaml:"pad_month_below"` // months below it take a leading 0
}

// LetterSubjectRule is the trích yếu of a công văn, under its number.
type LetterSubjectRule struct {
	TypeRule `yaml:",inline"`
	Prefix   string  `yaml:"prefix"`
	Inset    float64 `yaml:"inset"`
}

// StampsRule is độ khẩn, phạm vi lưu hành and the word of a draft, between the header block and the title.
type StampsRule struct {
	Urgency     StampRule `yaml:"urgency"`
	Circulation StampRule `yaml:"circulation"`
	Draft       StampRule `yaml:"draft"`
	After       float64   `yaml:"after"`
}

// StampRule is one stamp.
type StampRule struct {
	TypeRule `yaml:",inline"`
	Boxed    bool               `yaml:"boxed"`
	Pen      float64            `yaml:"pen"`
	Height   float64            `yaml:"height"`
	Padding  float64            `yaml:"padding"`
	Widths   map[string]float64 `yaml:"widths"` // the prescribed width for a word; any other word takes what it needs
	Color    Color              `yaml:"color"`  // nothing = black
}

// Color is red, green and blue, each from 0 to 255.
type Color [3]uint8

func (c Color) ink() pdf.Ink { return pdf.Ink{R: c[0], G: c[1], B: c[2]} }

// TitleRule is tên loại and trích yếu.
type TitleRule struct {
	Kind    TypeRule    `yaml:"kind"`
	Subject SubjectRule `yaml:"subject"`
	Mark    MarkRule    `yaml:"mark"`
	After   float64     `yaml:"after"`
}

// SubjectRule is the trích yếu under the name of the kind.
type SubjectRule struct {
	TypeRule `yaml:",inline"`
	Inset    float64 `yaml:"inset"` // from both margins
}

// AddressRule is Kính gửi, Kính trình.
type AddressRule struct {
	TypeRule `yaml:",inline"`
	Indent   float64 `yaml:"indent"`
	After    float64 `yaml:"after"`
}

// ClosingRule is Nơi nhận on the left and the signature block on the right.
type ClosingRule struct {
	Before         float64            `yaml:"before"`
	LeftShare      float64            `yaml:"left_share"`
	Gutter         float64            `yaml:"gutter"`
	RecipientsWord RecipientsWordRule `yaml:"recipients_word"`
	Recipient      TypeRule           `yaml:"recipient"`
	Authority      TypeRule           `yaml:"authority"` // the lines of quyền hạn: all of the formula but its last
	Position       TypeRule           `yaml:"position"`  // chức vụ: the last line of the formula
	Name           TypeRule           `yaml:"name"`
	Signature      BoxRule            `yaml:"signature"`
	Seal           BoxRule            `yaml:"seal"` // round: the height is the width
	Marks          RecipientMarksRule `yaml:"marks"`
	Typist         TypeRule           `yaml:"typist"` // the mark of the typist and the number of copies, under Nơi nhận
}

// MinutesRule is the two signature blocks of a biên bản, the recorder's on the left; Nơi nhận stands under them.
type MinutesRule struct {
	LeftShare float64  `yaml:"left_share"`
	Gutter    float64  `yaml:"gutter"`
	Formula   TypeRule `yaml:"formula"`
	After     float64  `yaml:"after"` // above Nơi nhận
}

// CopyRule is the block of a bản sao under what it copies: a rule across the page, the organ and its number on the left,
// the form and the date on the right. Nơi nhận and the signature are those of any document.
type CopyRule struct {
	Before float64  `yaml:"before"`
	After  float64  `yaml:"after"` // between the rule and the block, and between its two halves
	Pen    float64  `yaml:"pen"`
	Issuer TypeRule `yaml:"issuer"`
	Form   TypeRule `yaml:"form"`
	Number TypeRule `yaml:"number"`
	Date   TypeRule `yaml:"date"`
}

// ContactRule is the address line in the bottom margin of page 1, under a rule across the page.
type ContactRule struct {
	TypeRule `yaml:",inline"`
	Drop     float64 `yaml:"drop"` // of the rule, in millimetres below the text of the page
	Pen      float64 `yaml:"pen"`
}

// RecipientsWordRule is the words "Nơi nhận:".
type RecipientsWordRule struct {
	TypeRule  `yaml:",inline"`
	Text      string  `yaml:"text"`
	Underline float64 `yaml:"underline"` // pen; 0 = none
}

// BoxRule is the room of a signature field.
type BoxRule struct {
	Width  float64 `yaml:"width"`
	Height float64 `yaml:"height"`
}

// styles are the words for a style in a rule set.
var styles = map[string]pdf.Style{
	"": {}, "regular": {}, "bold": {Bold: true}, "italic": {Italic: true}, "bold italic": {Bold: true, Italic: true},
}

func (t TypeRule) style() pdf.Style { return styles[t.Style] }

// Rules gives the rule set of a regime on a date; a date before the first set of the regime takes that first set, and
// no date takes the newest. An unknown regime is fault RULE_SET_MISSING.
func Rules(regime string, on store.Date) (*RuleSet, error) {
	all, err := embedded()
	if err != nil {
		return nil, err
	}
	return choose(all, regime, on)
}

var embedded = sync.OnceValues(func() ([]*RuleSet, error) { return loadRules(policies.FS, "formats") })

func choose(all []*RuleSet, regime string, on store.Date) (*RuleSet, error) {
	var found *RuleSet
	for _, r := range all { // in order of From
		if r.Regime == regime && (found == nil || on == "" || r.From <= on) {
			found = r
		}
	}
	if found == nil {
		return nil, fault.New(fault.Unmet, "RULE_SET_MISSING", fmt.Sprintf("Không có bộ quy tắc thể thức cho hệ văn bản “%s”.", regime))
	}
	return found, nil
}

// loadRules reads every rule set of a folder, in order of date, and refuses what it does not understand.
func loadRules(files fs.FS, dir string) ([]*RuleSet, error) {
	names, err := fs.Glob(files, path.Join(dir, "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("list rule sets: %w", err)
	}
	var all []*RuleSet
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read rule set: %w", err)
		}
		r, err := parseRules(raw)
		if err != nil {
			return nil, fmt.Errorf("rule set %s: %w", name, err)
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b *RuleSet) int { return strings.Compare(string(a.From), string(b.From)) })
	return all, checkCover(all)
}

func parseRules(raw []byte) (*RuleSet, error) {
	var r RuleSet
	if err := yaml.UnmarshalWithOptions(raw, &r, yaml.Strict()); err != nil {
		return nil, err
	}
	return &r, r.check()
}
