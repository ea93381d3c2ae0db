package distribution

// Kind is what a line of Nơi nhận, or one receiver in it, names.
type Kind string

// The kinds of a line.
const (
	Ref         Kind = "ref"          // Như trên, Như Điều 3: receivers named elsewhere in the document
	Org         Kind = "org"          // an organ: its văn thư receives
	OrgGroup    Kind = "org_group"    // organs that are members of a group on the day of issue
	Collective  Kind = "collective"   // the office-holders of a standing body (Thường trực, Ban Thường vụ)
	PersonGroup Kind = "person_group" // office-holders on the day of issue
	Person      Kind = "person"       // one person, by name or position
	Archive     Kind = "archive"      // Lưu: the văn thư's store and the drafting unit's hồ sơ
	Compound    Kind = "compound"     // several receivers in one line
)

func (k Kind) known() bool {
	switch k {
	case Ref, Org, OrgGroup, Collective, PersonGroup, Person, Archive, Compound:
		return true
	}
	return false
}

// Acknowledgement is what a line asks of its receivers.
type Acknowledgement string

// What a receiver must do. A line says each when it names several; a delivery is never each.
const (
	Required Acknowledgement = "required" // accept with a số đến, or mark Đã nhận
	Each     Acknowledgement = "each"     // required of every member
	Read     Acknowledgement = "read"     // a read mark
	None     Acknowledgement = "none"
)

// Block is a parsed Nơi nhận. Its JSON holds what was understood; the printed words stay in Text.
type Block struct {
	Lines []Line `json:"lines"`
	// Separator ends most lines but the last (";"; older papers ","); Terminator ends the last (".").
	Separator  string  `json:"separator"`
	Terminator string  `json:"terminator"`
	Errors     []Error `json:"errors"`
	// TypistMark is what follows the final dot ("Thuận100b"); Copies the number in it, 0 when none.
	TypistMark string `json:"-"`
	Copies     int    `json:"-"`
}

// Error is what is wrong with the block as text; N is the line's number, 0 for the whole block.
type Error struct {
	N      int    `json:"n,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Line is one line of Nơi nhận.
type Line struct {
	N     int             `json:"n"`
	Kind  Kind            `json:"kind"`
	Key   string          `json:"key,omitempty"`
	Parts []Target        `json:"parts,omitempty"` // of a compound, in order
	Scope string          `json:"scope,omitempty"` // "TU", "HU:Tuy Phong", "huyện Tuy Phong"
	Ack   Acknowledgement `json:"ack"`
	// Task: the receiver is also asked to do something (purpose t/h, or named in the closing sentence or a numbered paragraph).
	Task bool `json:"task"`

	Text     string   `json:"-"` // as printed, without bullet and final mark
	End      string   `json:"-"` // ";" "." "," or "" as printed
	Purposes []string `json:"-"` // report, execute, coordinate, inform, monitor, direct, publish
	Articles []int    `json:"-"` // of "Như Điều 3"
	Archive  []string `json:"-"` // codes of "Lưu: VT, TH": where it is filed
	Copies   int      `json:"-"` // of "Lưu: VT, TH (2)"
	single   Target   // the receiver of a line that is no compound
}

// Target is one receiver named in a line.
type Target struct {
	Kind  Kind   `json:"kind"`
	Key   string `json:"key,omitempty"`
	Scope string `json:"scope,omitempty"` // only where it differs from the line's

	Text   string `json:"-"` // as printed
	Name   string `json:"-"` // abbreviations read out: "Thường trực Tỉnh ủy"
	Body   string `json:"-"` // the organ whose collective this is: "Huyện ủy Tuy Phong"
	Within string `json:"-"` // the organ before the colon of a nested list: "Văn phòng Chính phủ"
	Head   string `json:"-"` // what stands before the colon, as printed: "UBND các xã, phường"
	// Options are the names that it may have when the head leaves more than one open: "Ủy ban nhân dân xã Tuy Phong",
	// "Ủy ban nhân dân phường Tuy Phong".
	Options []string `json:"-"`
	area    string   // folded name of the area or committee that the scope came from
	place   string
	shared  string // the area that the list ends with and that may be this one's too: "Hội Nông dân, Hội LHPN tỉnh"
	named   string // what a phrase is about: the cụm thi đua whose Cụm trưởng is meant
	phrase  *phrase
}

// Targets are the receivers of the line: the parts of a compound, else the one.
func (l Line) Targets() []Target {
	if len(l.Parts) > 0 {
		return l.Parts
	}
	return []Target{l.single}
}

// Context is what stands elsewhere in the document and bears on its Nơi nhận.
type Context struct {
	// Closing is the closing paragraph ("để {X} biết, triển khai thực hiện"); Paragraphs are all paragraphs of the body, with
	// their ordinals.
	Closing    string
	Paragraphs []string
	// IssuerOffice and the other Own names are the issuer, its superior and its office: their collectives are our own people.
	IssuerOffice string
	Own          []string
	// Addressees are the Kính gửi lines. Known says that they are given; then "Như trên" without them is an error.
	Addressees      []string
	KnownAddressees bool
}

// Words are how a receiver is called: as printed, or, in a list under a head that it shares, in full.
func (t Target) Words() string {
	if t.Head != "" && t.Within == "" {
		return t.Name
	}
	return t.Text
}
