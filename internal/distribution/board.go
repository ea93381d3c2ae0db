package distribution

import (
	"encoding/json"
	"fmt"
	"slices"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Status is where a copy stands as the board shows it: one word, the one that asks most of the sender.
type Status string

// The words of the board, in the order in which a copy reaches them.
const (
	IsSent         Status = "sent"         // đã gửi
	IsArrived      Status = "arrived"      // đã đến
	IsRead         Status = "read"         // đã xem
	IsAcknowledged Status = "acknowledged" // đã xác nhận
	IsRefused      Status = "refused"      // từ chối
	IsOverdue      Status = "overdue"      // quá hạn
	IsFailed       Status = "failed"       // lỗi gửi
	IsRecalled     Status = "recalled"     // đã thu hồi
)

// Statuses are the words of the board, in order.
var Statuses = []Status{IsSent, IsArrived, IsRead, IsAcknowledged, IsRefused, IsOverdue, IsFailed, IsRecalled}

// statusLabels are what people read.
var statusLabels = map[Status]string{
	IsSent: "Đã gửi", IsArrived: "Đã đến", IsRead: "Đã xem", IsAcknowledged: "Đã xác nhận", IsRefused: "Từ chối",
	IsOverdue: "Quá hạn", IsFailed: "Lỗi gửi", IsRecalled: "Đã thu hồi",
}

// Label is the word as people read it.
func (s Status) Label() string { return statusLabels[s] }

// Status is the word of a delivery; statusSQL says the same in the database.
func (d Delivery) Status() Status {
	switch {
	case !d.RecalledAt.IsZero():
		return IsRecalled
	case d.State == Acknowledged:
		return IsAcknowledged
	case d.State == Refused:
		return IsRefused
	case !d.FailedAt.IsZero():
		return IsFailed
	case d.Overdue && d.Waiting():
		return IsOverdue
	case !d.ReadAt.IsZero():
		return IsRead
	case d.State == Arrived:
		return IsArrived
	}
	return IsSent
}

// Tally counts copies: how many came how far, and where they stand now.
type Tally struct {
	Sent, Arrived, Read, Acknowledged, Refused int // how many came so far; Sent counts them all
	Waiting                                    int // still owe an answer
	Overdue                                    int // of those, whose time is over
	Failed, Recalled                           int
	By                                         map[Status]int // each copy once
}

func (t *Tally) add(g group) {
	t.Sent += g.N
	for _, one := range []struct {
		is bool
		n  *int
	}{
		{g.Arrived, &t.Arrived}, {g.Read, &t.Read}, {g.State == string(Acknowledged), &t.Acknowledged}, {g.State == string(Refused), &t.Refused},
		{g.waiting(), &t.Waiting}, {g.Status == string(IsOverdue), &t.Overdue}, {g.Status == string(IsFailed), &t.Failed},
		{g.Status == string(IsRecalled), &t.Recalled},
	} {
		if one.is {
			*one.n += g.N
		}
	}
	if t.By == nil {
		t.By = map[Status]int{}
	}
	t.By[Status(g.Status)] += g.N
}

// BoardLine is what became of one line of Nơi nhận.
type BoardLine struct {
	N     int
	Kind  Kind
	Key   string
	Scope string
	Text  string
	Ack   Acknowledgement
	Task  bool
	Tally
}

// Overview is a document's board without its copies: each line as printed, and all copies, each once.
type Overview struct {
	Lines []BoardLine
	Total Tally
	Marks []document.Mark // what became of the document itself
}

// Board sums up, line by line as printed, what became of a document's copies. Its work does not grow with their number:
// the database counts.
func Board(tx *store.Tx, documentID string) (Overview, error) {
	rows, err := linesOf(tx, documentID)
	if err != nil {
		return Overview{}, err
	}
	board := Overview{Lines: make([]BoardLine, len(rows)), Total: Tally{By: map[Status]int{}}}
	if board.Marks, err = document.MarksOf(tx, documentID); err != nil {
		return Overview{}, err
	}
	place := make(map[int]int, len(rows))
	for i, r := range rows {
		board.Lines[i] = BoardLine{
			N: r.N, Kind: Kind(r.Kind), Key: r.Key, Scope: r.Scope, Text: r.Text, Ack: Acknowledgement(r.Ack), Task: r.Task,
			Tally: Tally{By: map[Status]int{}},
		}
		place[r.N] = i
	}
	groups, err := groupsOf(tx, documentID)
	if err != nil {
		return Overview{}, err
	}
	for _, g := range groups {
		board.Total.add(g)
		var lines []int
		if err := json.Unmarshal([]byte(g.Lines), &lines); err != nil {
			return Overview{}, fmt.Errorf("read the lines of deliveries: %w", err)
		}
		for _, n := range lines {
			if i, ok := place[n]; ok {
				board.Lines[i].add(g)
			}
		}
	}
	return board, nil
}

// CopyFilter chooses copies of a document.
type CopyFilter struct {
	Status Status // "" = all
	Line   int    // 0 = all
	Text   string // part of the receiver's name, with or without accents… as typed; "" = all
	Cursor string // Next of the page before
	Limit  int    // 1 … 200; 0 is 50
}

// CopyPage is one page of copies, in the order in which the lines name them; Next is "" at the end.
type CopyPage struct {
	Items []Delivery
	Next  string
}

func (f *CopyFilter) check() error {
	if f.Limit == 0 {
		f.Limit = 50
	}
	if f.Limit < 0 || f.Limit > 200 || f.Line < 0 || len(f.Text) > 400 || f.Status != "" && !slices.Contains(Statuses, f.Status) {
		return fault.New(fault.Malformed, "FILTER_INVALID", "Điều kiện lọc không hợp lệ.")
	}
	return nil
}
