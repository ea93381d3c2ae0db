package casefile

import (
	"fmt"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// States of a list.
const (
	PlanDrafting = "drafting" // đang lập
	PlanIssued   = "issued"   // đã ban hành
)

// Plan is the Danh mục hồ sơ of an organ and a year; its lines are the files of that year (NĐ 30/2020 Art. 28).
type Plan struct {
	ID, OrganID string
	Year        int
	State       string // PlanDrafting or PlanIssued
	IssuedOn    store.Date
	IssuedBy    string
	IssuedAs    string // the capacity of who issued it
	Version     int
	CreatedBy   string
	CreatedAt   time.Time
}

// Input is what a person says of a file.
type Input struct {
	OrganID string
	Year    int
	Code    string
	Heading string
	Title   string
	Rule    string // id of a retention rule
	Keeper  string // person id; "" = the actor
	Note    string
	Planned bool // a line of the list, to be opened later
}

// shape makes the file that the input describes, or says what is wrong with it.
func shape(tx *store.Tx, in Input, f File, organ directory.Organ, on store.Date) (File, error) {
	var err error
	if f.Code, err = clean("số và ký hiệu hồ sơ", in.Code, codeLimit, true); err != nil {
		return f, err
	}
	if f.Heading, err = clean("đề mục", in.Heading, headingLimit, false); err != nil {
		return f, err
	}
	if f.Title, err = clean("tiêu đề hồ sơ", in.Title, titleLimit, true); err != nil {
		return f, err
	}
	if f.Note, err = clean("ghi chú", in.Note, noteLimit, false); err != nil {
		return f, err
	}
	rule, err := ruleOf(in.Rule, string(organ.Regime))
	if err != nil {
		return f, err
	}
	if in.Year < on.Year()-50 || in.Year > on.Year()+1 {
		return f, fault.New(fault.Unmet, "CASE_FILE_YEAR", fmt.Sprintf("Năm của danh mục hồ sơ phải từ %d đến %d.", on.Year()-50, on.Year()+1))
	}
	f.Year, f.Retention, f.RetentionRule = in.Year, rule.Years, rule.ID
	f.KeeperID = in.Keeper
	f.UnitID, err = unitOf(tx, in.Keeper, organ, on)
	return f, err
}

// unitOf is where in the organ a person works; the keeper of a file is one of its people.
func unitOf(tx *store.Tx, personID string, organ directory.Organ, on store.Date) (string, error) {
	staff, err := directory.Staff(tx, organ.ID, on)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(staff, func(h directory.HoldingView) bool { return h.PersonID == personID })
	if at < 0 {
		return "", fault.New(fault.Unmet, "CASE_FILE_KEEPER", "Người lập hồ sơ phải đang công tác tại "+organ.Name+".")
	}
	return staff[at].OrganID, nil
}

func recordPlan(tx *store.Tx, p Plan, action string, by By, details map[string]any) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "case_plan", ID: p.ID}, Action: action, ActorID: by.ID, ActorName: by.Name,
		Capacity: by.Capacity, To: p.State, Version: p.Version, Details: details,
	})
}

// KeepsPlan says whether an organ has issued its list of a year: then what is filed goes into one of its files.
func KeepsPlan(tx *store.Tx, organID string, year int) (bool, error) {
	plan, found, err := planOf(tx, organID, year)
	return found && plan.State == PlanIssued, err
}
