package distribution

import (
	"slices"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Env is where and when a block is resolved.
type Env struct {
	Issuer     directory.Organ
	On         store.Date // the office's date: groups expand to their members of that day
	Addressees []string   // the Kính gửi lines, for "Như trên"
	Body       document.Body
}

// Resolution is who gets a document, before it is frozen.
type Resolution struct {
	Lines      []Line
	Recipients []Recipient // in the order in which they are first named
	Warnings   []fault.Reason
	Problems   []Problem // what stands in the way, in the order of the lines
	PassedOver []Passed
}

// Problem is a receiver that cannot be named, or what is wrong with the block as text.
type Problem struct {
	Line         int    // 0 for the whole block
	Words        string // the receiver's words; "" when it is not about one
	Code, Detail string
	Suggestions  []string // what may stand there instead: successors, or the names that could be meant
}

// Passed is an organ that is named and receives nothing, since it issues the document.
type Passed struct {
	Line  int
	Words string
	Name  string
}

// Recipient is one receiver: an organ or a person, once, whatever the number of lines that name it.
type Recipient struct {
	Kind     Kind // Org or Person
	OrganID  string
	OfficeID string // the organ whose văn thư receives for it; OrganID itself as a rule
	PersonID string
	Name     string
	Channel  string // account | email | paper
	Email    string
	// Capacities are the words under which it was named: "Thường trực Tỉnh ủy", "Ủy viên Ban Thường vụ Tỉnh ủy".
	Capacities []string
	Ack        Acknowledgement // Required, Read or None
	Task       bool
	Lines      []int
}

// id tells receivers apart.
func (r Recipient) id() string { return r.OrganID + "/" + r.PersonID }

// add puts a receiver in, or adds what another line says of it: all capacities are kept, the strongest duty wins.
func (r *Resolution) add(index map[string]int, n Recipient) {
	i, ok := index[n.id()]
	if !ok {
		index[n.id()] = len(r.Recipients)
		r.Recipients = append(r.Recipients, n)
		return
	}
	known := &r.Recipients[i]
	for _, c := range n.Capacities {
		if !slices.Contains(known.Capacities, c) {
			known.Capacities = append(known.Capacities, c)
		}
	}
	for _, l := range n.Lines {
		if !slices.Contains(known.Lines, l) {
			known.Lines = append(known.Lines, l)
		}
	}
	if strength[n.Ack] > strength[known.Ack] {
		known.Ack = n.Ack
	}
	known.Task = known.Task || n.Task
}

var strength = map[Acknowledgement]int{None: 0, Read: 1, Required: 2}
