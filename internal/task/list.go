package task

import (
	"time"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Item is one proposed task of a document.
type Item struct {
	N           int
	Ref, Text   string
	Leads, Co   []Party
	Deadline    Deadline
	Deliverable string
	ReportTo    string
	Source      []Span // none: it was added by hand
	DeliveredAt *time.Time
}

// List is what a document asks for, as proposed and as confirmed.
type List struct {
	DocumentID     string
	ContentVersion int // of the text that it was read from
	ConfirmedBy    string
	ConfirmedAt    *time.Time
	Version        int // 0: nobody has touched it, the items are what the text proposes
	Items          []Item
}

// Confirmed says whether the văn phòng stands by the list for a text.
func (l List) Confirmed(d document.Document) bool {
	return l.ConfirmedAt != nil && l.ContentVersion == d.ContentVersion
}

// mostItems bounds a list.
const mostItems = mostProposals

// find is the place of an item; -1 for none.
func (l List) find(n int) int {
	for i, item := range l.Items {
		if item.N == n {
			return i
		}
	}
	return -1
}

// itemOf makes a proposal the n-th item of a list, its names found by f.
func itemOf(n int, p Proposal, f finder) Item {
	return Item{
		N: n, Ref: p.Ref, Text: p.Text, Leads: f.parties(p.Leads), Co: f.parties(p.Co), Deadline: p.Deadline,
		Deliverable: p.Deliverable, ReportTo: p.ReportTo, Source: p.Source,
	}
}

// check says what keeps an item from being given; receivers are the organs that get the document.
func (i Item) check(receivers map[string]bool, today store.Date) (reasons []fault.Reason) {
	add := func(code, detail string) {
		reasons = append(reasons, fault.Reason{Code: code, Detail: i.name() + ": " + detail})
	}
	if len(i.Leads) == 0 {
		add("LEAD_MISSING", "chưa có cơ quan chủ trì.")
	}
	for _, lead := range i.Leads {
		switch {
		case lead.OrganID == "":
			add("LEAD_UNKNOWN", "danh bạ không có cơ quan chủ trì “"+lead.Name+"”, hãy chọn lại.")
		case !receivers[lead.OrganID]:
			add("LEAD_NOT_RECIPIENT", "cơ quan chủ trì “"+lead.Name+"” không có trong Nơi nhận.")
		}
	}
	if i.Deadline.Kind == OnDate && i.Deadline.Date < today {
		add("DEADLINE_PAST", "thời hạn "+dayText(i.Deadline.Date)+" đã qua.")
	}
	return reasons
}

// name is what a refusal calls an item.
func (i Item) name() string {
	if i.Ref != "" {
		return "Nhiệm vụ " + i.Ref
	}
	return "Nhiệm vụ “" + shorten(i.Text, 40) + "”"
}

// shorten cuts a text after some characters.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
