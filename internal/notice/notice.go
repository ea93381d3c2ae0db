package notice

import (
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"trinhky/internal/store"
)

// Message is what people are told.
type Message struct {
	About, AboutID string // of what: document | arrival | task | case_file | calendar | series | copy | certificate, and which
	// DocumentID is the document whose right to be read decides who is told; "" where there is none.
	DocumentID string
	Action     string // what happened: an action's or an act's id
	Key        string // with person and thing: told once; an action that comes again carries a version or a date
	Label      string // in Vietnamese; no word of a document
	Urgent     bool
}

// Sorts of things, for About.
const (
	Document    = "document"
	Arrival     = "arrival"
	Task        = "task"
	CaseFile    = "case_file"
	Calendar    = "calendar"
	Series      = "series"
	Copy        = "copy"        // a bản sao
	Certificate = "certificate" // a chứng thư số
)

// aboutLabels name the sorts in a letter and on the page.
var aboutLabels = map[string]string{
	Document: "văn bản trình ký, ban hành", Arrival: "văn bản đến", Task: "nhiệm vụ", CaseFile: "hồ sơ", Calendar: "lịch làm việc",
	Series: "sổ văn bản", Copy: "bản sao văn bản", Certificate: "chứng thư số",
}

// AboutLabel names a sort of thing in Vietnamese.
func AboutLabel(about string) string {
	if label, ok := aboutLabels[about]; ok {
		return label
	}
	return "việc khác"
}

const (
	labelLimit = 200 // characters
	batch      = 200 // rows of one INSERT
)

// Tell tells every one of some people the same, inside the caller's transaction; who was told before is not told again.
// People may repeat, and "" among them is nobody.
func Tell(tx *store.Tx, people []string, m Message) error {
	switch {
	case m.About == "" || m.AboutID == "" || m.Action == "" || m.Key == "":
		return fmt.Errorf("notice: of what? about %q %q, action %q, key %q", m.About, m.AboutID, m.Action, m.Key)
	case m.Label == "" || utf8.RuneCountInString(m.Label) > labelLimit:
		return errors.New("notice: a label is one short Vietnamese sentence")
	}
	people = slices.Clone(people)
	slices.Sort(people)
	people = slices.DeleteFunc(slices.Compact(people), func(id string) bool { return id == "" })
	return insertNotices(tx, people, m)
}

// Notice is one line to one person.
type Notice struct {
	ID, About, AboutID, DocumentID string
	Action, Label                  string
	Urgent                         bool
	CreatedAt                      time.Time
	SeenAt                         *time.Time
	// Subject, Symbol, and the ids of regime and kind are the document's, for who may see it.
	Subject, Symbol, Regime, Kind string
}

// AboutLabel names the sort of thing.
func (n Notice) AboutLabel() string { return AboutLabel(n.About) }
