package signoff

import (
	"fmt"
	"slices"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// The states of a ballot.
const (
	BallotIsOpen   = "open"
	BallotIsClosed = "closed"
	BallotIsVoided = "voided"
)

// The verdicts of a phiếu xin ý kiến.
const (
	Agree    = "agree"    // Đồng ý
	Disagree = "disagree" // Không đồng ý
	Other    = "other"    // Ý kiến khác
)

// Ballot asks the members of a collective in writing, instead of a meeting, about one content version of a draft
// (168-QĐ/TW). What is signed must be that version.
type Ballot struct {
	ID             string     `gorm:"column:id"`
	DocumentID     string     `gorm:"column:document_id"`
	ContentVersion int        `gorm:"column:content_version"`
	ContentSHA256  string     `gorm:"column:content_sha256"`
	GroupID        string     `gorm:"column:group_id"`
	Body           string     `gorm:"column:body"` // "Ban Thường vụ Tỉnh ủy"
	Question       string     `gorm:"column:question"`
	InOffice       int        `gorm:"column:in_office"` // members on the day it was opened
	OpenedBy       string     `gorm:"column:opened_by"`
	OpenedAt       time.Time  `gorm:"column:opened_at"`
	Deadline       time.Time  `gorm:"column:deadline"`
	State          string     `gorm:"column:state"`
	EndedBy        string     `gorm:"column:ended_by"`
	EndedAt        *time.Time `gorm:"column:ended_at"`
	Reason         string     `gorm:"column:reason"`

	Voters []Voter `gorm:"-"`
}

// TableName is the ballots' table.
func (Ballot) TableName() string { return "ballot" }

// Voter is one member of the collective as he was when the ballot was opened, and his vote.
type Voter struct {
	BallotID string     `gorm:"column:ballot_id"`
	PersonID string     `gorm:"column:person_id"`
	Rank     int        `gorm:"column:rank"`
	Title    string     `gorm:"column:title"`
	Verdict  string     `gorm:"column:verdict"` // "" while he has not voted
	Comment  string     `gorm:"column:comment"`
	VotedAt  *time.Time `gorm:"column:voted_at"`
	Late     bool       `gorm:"column:late"` // after the deadline: kept, not counted
}

// TableName is the voters' table.
func (Voter) TableName() string { return "ballot_voter" }

// Tally counts a ballot. Late votes stand apart and count for nothing.
type Tally struct{ InOffice, Agree, Disagree, Other, Late, Silent int }

// Tally counts the votes.
func (b Ballot) Tally() Tally {
	t := Tally{InOffice: b.InOffice}
	for _, v := range b.Voters {
		switch {
		case v.Verdict == "":
			t.Silent++
		case v.Late:
			t.Late++
		case v.Verdict == Agree:
			t.Agree++
		case v.Verdict == Disagree:
			t.Disagree++
		default:
			t.Other++
		}
	}
	return t
}

// Passed says whether more than half of the members in office agree: not of those who answered (168-QĐ/TW).
func (t Tally) Passed() bool { return 2*t.Agree > t.InOffice }

// Passed says whether the ballot counts and carries.
func (b Ballot) Passed() bool { return b.State != BallotIsVoided && b.Tally().Passed() }

// over says whether no vote can change the result any more.
func (b Ballot) over(now time.Time) bool {
	return b.State != BallotIsOpen || now.After(b.Deadline) || b.Tally().Silent == 0
}

// voter is a member's line; nil for whoever is none.
func (b Ballot) voter(personID string) *Voter {
	if i := slices.IndexFunc(b.Voters, func(v Voter) bool { return v.PersonID == personID }); i >= 0 {
		return &b.Voters[i]
	}
	return nil
}

// Decision is what a meeting of a collective decided on one content version of a draft.
type Decision struct {
	ID             string     `gorm:"column:id"`
	DocumentID     string     `gorm:"column:document_id"`
	ContentVersion int        `gorm:"column:content_version"`
	ContentSHA256  string     `gorm:"column:content_sha256"`
	GroupID        *string    `gorm:"column:group_id"` // nil: the directory does not list the members
	Body           string     `gorm:"column:body"`
	MeetingDate    store.Date `gorm:"column:meeting_date"`
	MinutesID      string     `gorm:"column:minutes_id"` // the biên bản, a document here; "" = kept outside
	InOffice       int        `gorm:"column:in_office"`
	Present        int        `gorm:"column:present"`
	Agree          int        `gorm:"column:agree"`
	Against        int        `gorm:"column:against"`
	Note           string     `gorm:"column:note"`
	RecordedBy     string     `gorm:"column:recorded_by"`
	RecordedAt     time.Time  `gorm:"column:recorded_at"`
}

// TableName is the decisions' table.
func (Decision) TableName() string { return "collective_decision" }

// Passed says whether more than half of the members in office were for it.
func (d Decision) Passed() bool { return 2*d.Agree > d.InOffice }

// collective is the body that a document is signed for and, where the directory lists them, its members.
type collective struct {
	Name  string
	Group string // id; "" = the directory lists no members
}

// collectiveOf finds the collective of a document: the one that the draft names, else the one that its issuer signs for.
func collectiveOf(tx *store.Tx, d document.Document, issuer directory.Organ, on store.Date) (c collective, found bool, err error) {
	groups, err := directory.FindGroups(tx, on)
	if err != nil {
		return c, false, err
	}
	for _, g := range groups {
		named := d.OnBehalfOf == g.ID || (d.OnBehalfOf == "" || d.OnBehalfOf == issuer.ID) && g.Body == issuer.Body
		if g.Kind == directory.Collective && g.OwnerID == issuer.ID && g.Body != "" && named {
			return collective{Name: g.Name, Group: g.ID}, true, nil
		}
	}
	return collective{Name: issuer.Body}, issuer.Body != "", nil
}

// decided is what a collective said of a document, for the guard of the signature.
type decided struct {
	needed, passed bool
	ballot         *Ballot
	meeting        *Decision
	older          bool // something was decided, but on another text
}

// loadDecided looks up whether a collective's decision is needed, and which one is the newest on the newest text.
func (f *facts) loadDecided(tx *store.Tx) error {
	f.decided = decided{}
	if !f.kind.Collective || f.formula.Body == "" {
		return nil
	}
	f.decided.needed = true
	ballots, err := ballotsOf(tx, f.document.ID)
	if err != nil {
		return err
	}
	meetings, err := decisionsOf(tx, f.document.ID)
	if err != nil {
		return err
	}
	var at time.Time
	for i, b := range ballots {
		switch {
		case b.State == BallotIsVoided:
		case b.ContentVersion != f.document.ContentVersion:
			f.decided.older = true
		case b.OpenedAt.After(at):
			f.decided.ballot, f.decided.meeting, f.decided.passed, at = &ballots[i], nil, b.Passed(), b.OpenedAt
		}
	}
	for i, m := range meetings {
		switch {
		case m.ContentVersion != f.document.ContentVersion:
			f.decided.older = true
		case m.RecordedAt.After(at):
			f.decided.ballot, f.decided.meeting, f.decided.passed, at = nil, &meetings[i], m.Passed(), m.RecordedAt
		}
	}
	return nil
}

// collectiveDecided: a nghị quyết or quyết định that is signed for a collective was decided by it, as it stands.
func collectiveDecided(f *facts) []fault.Reason {
	d := f.decided
	switch {
	case !d.needed || d.passed:
		return nil
	case d.ballot != nil:
		t := d.ballot.Tally()
		return one("COLLECTIVE_NOT_PASSED", "Mới có %d trên %d thành viên %s đồng ý; phải quá nửa số thành viên đương nhiệm.", t.Agree, t.InOffice, d.ballot.Body)
	case d.meeting != nil:
		return one("COLLECTIVE_NOT_PASSED", "Hội nghị %s có %d trên %d thành viên đương nhiệm tán thành; phải quá nửa.", d.meeting.Body, d.meeting.Agree, d.meeting.InOffice)
	case d.older:
		return one("COLLECTIVE_OTHER_TEXT", "Nội dung đã sửa sau khi tập thể cho ý kiến; văn bản được ký phải đúng bản tập thể đã quyết định.")
	}
	return one("COLLECTIVE_UNDECIDED", "%s phải được tập thể quyết định trước khi ký: gửi phiếu xin ý kiến, hoặc ghi quyết định của hội nghị.", f.kind.Name)
}

// beforeSignature are the states in which a collective can still be asked.
var beforeSignature = []document.State{
	document.Drafting, document.Consulting, document.Returned, document.UnitReview, document.FormatCheck, document.AwaitingSignature,
}

// askable refuses to ask a collective about a document that is past it.
func (f *facts) askable() error {
	if slices.Contains(beforeSignature, f.document.State) {
		return nil
	}
	return fault.New(fault.Unmet, "WRONG_STATE", fmt.Sprintf("Không thể lấy ý kiến tập thể khi văn bản đang ở trạng thái “%s”.", f.chain.States[f.document.State]))
}
