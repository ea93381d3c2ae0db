package directory

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"

	"trinhky/internal/store"
)

//go:embed demo/*.yaml
var demoFiles embed.FS

// demoEditor stands in the events of the demo's own data.
var demoEditor = Editor{Name: "Dữ liệu trình diễn"}

// demoFile is one file of demo/: offices with their staff, then what refers to people.
type demoFile struct {
	From     store.Date // the first day of every row that says nothing else
	To       store.Date
	Organs   []demoOrgan
	Mandates []demoMandate
	Groups   []demoGroup
}

type demoOrgan struct {
	ID, Name string
	Printed  []string // a header line each
	Short    []string
	Code     string
	Regime   Regime
	Class    string
	Level    string
	Body     string
	Head     string
	Parent   string
	Superior string
	Office   string
	UnitOf   string `yaml:"unit_of"`
	Place    string
	Address  string
	Seal     float64
	Channel  string
	Email    string
	From, To store.Date
	Heirs    []demoHeir
	Terms    []demoTerm
	Staff    []demoStaff
}

type demoHeir struct{ Organ, Share string }

type demoTerm struct {
	Number   string
	From, To store.Date
}

// demoStaff is a post; the person is made where a name stands beside the username for the first time.
type demoStaff struct {
	Username, Name, Gender   string
	Position, Outside, Title string
	Standing                 Standing
	Role                     string
	From, To                 store.Date
}

type demoMandate struct {
	ID, Grantor, Grantee string // usernames
	Organ, Formula       string
	Kinds                []string
	Source               string
	From, To             store.Date
}

type demoGroup struct {
	ID, Key, Kind, Owner, Lead string
	Scope, Name, Body          string
	Patterns                   []string
	Organs                     []string
	People                     []string // usernames
	Positions                  []demoPosition
	Leads                      []demoLead // the changes of the lead after the first
	From, To                   store.Date
}

type demoLead struct {
	Organ string
	From  store.Date
}

type demoPosition struct{ Organ, Position string }

func readDemo() ([]demoFile, error) {
	names, err := fs.Glob(demoFiles, "demo/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("read the demo: %w", err)
	}
	files := make([]demoFile, len(names))
	for i, name := range names {
		text, err := demoFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read the demo: %w", err)
		}
		if err := yaml.UnmarshalWithOptions(text, &files[i], yaml.Strict()); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return files, nil
}

// addDemo adds every organ before the first person, since an organ of one file may succeed one of another.
func addDemo(tx *store.Tx, files []demoFile) error {
	for _, add := range []func(*store.Tx, demoFile) error{addDemoOrgans, addDemoHeirs, addDemoPeople, addDemoMandates, addDemoGroups} {
		for _, f := range files {
			if err := add(tx, f); err != nil {
				return fmt.Errorf("load the demo: %w", err)
			}
		}
	}
	return nil
}

func addDemoOrgans(tx *store.Tx, f demoFile) error {
	for _, d := range f.Organs {
		o := Organ{
			ID: d.ID, Name: d.Name, PrintedName: strings.Join(d.Printed, "\n"), ShortNames: d.Short, Code: d.Code, Regime: d.Regime,
			Class: d.Class, Level: d.Level, Body: d.Body, HeadPosition: d.Head, ParentID: d.Parent, SuperiorID: d.Superior,
			OfficeID: d.Office, UnitOf: d.UnitOf, Place: d.Place, Address: d.Address, SealWidthMM: d.Seal,
			Channel: orElse(d.Channel, "account"), Email: d.Email, ValidFrom: orElse(d.From, f.From), ValidTo: orElse(d.To, f.To),
		}
		if err := AddOrgan(tx, demoEditor, o); err != nil {
			return err
		}
		for _, t := range d.Terms {
			term := Term{ID: d.ID + "-" + t.Number, OrganID: d.ID, Number: t.Number, From: t.From, To: t.To}
			if err := AddTerm(tx, demoEditor, term); err != nil {
				return err
			}
		}
	}
	return nil
}

func addDemoHeirs(tx *store.Tx, f demoFile) error {
	for _, d := range f.Organs {
		if len(d.Heirs) == 0 {
			continue
		}
		heirs := make([]Succession, len(d.Heirs))
		for i, h := range d.Heirs {
			heirs[i] = Succession{OrganID: h.Organ, Share: h.Share}
		}
		if err := addSuccessors(tx, demoEditor, d.ID, "directory.name_successors", orElse(d.To, f.To), "", heirs); err != nil {
			return err
		}
	}
	return nil
}

func addDemoPeople(tx *store.Tx, f demoFile) error {
	for _, o := range f.Organs {
		for i, d := range o.Staff {
			if d.Name != "" {
				p := Person{ID: demoPersonID(d.Username), Name: d.Name, Username: d.Username, Gender: d.Gender}
				if err := AddPerson(tx, demoEditor, p); err != nil {
					return err
				}
			}
			h := Holding{
				ID: store.NewID(), PersonID: demoPersonID(d.Username), OrganID: o.ID, Position: d.Position, Outside: d.Outside,
				Title: d.Title, Role: d.Role, Standing: orElse(d.Standing, Member), Rank: i + 1,
				From: orElse(d.From, max(o.From, f.From)), To: orElse(d.To, orElse(o.To, f.To)),
			}
			if err := AddHolding(tx, demoEditor, h); err != nil {
				return fmt.Errorf("%s: %w", d.Username, err)
			}
		}
	}
	return nil
}

func addDemoMandates(tx *store.Tx, f demoFile) error {
	for _, d := range f.Mandates {
		m := Mandate{
			ID: d.ID, GrantorID: demoPersonID(d.Grantor), GranteeID: demoPersonID(d.Grantee), OrganID: d.Organ, Formula: d.Formula,
			Kinds: d.Kinds, From: d.From, To: d.To, SourceDocument: d.Source,
		}
		if err := AddMandate(tx, demoEditor, m); err != nil {
			return fmt.Errorf("%s: %w", d.ID, err)
		}
	}
	return nil
}

func addDemoGroups(tx *store.Tx, f demoFile) error {
	for _, d := range f.Groups {
		from, to := orElse(d.From, f.From), orElse(d.To, f.To)
		var members []GroupMember
		for _, id := range d.Organs {
			members = append(members, GroupMember{Kind: OrganMember, OrganID: id, From: from, To: to})
		}
		for _, username := range d.People {
			members = append(members, GroupMember{Kind: PersonMember, PersonID: demoPersonID(username), From: from, To: to})
		}
		for _, p := range d.Positions {
			members = append(members, GroupMember{Kind: PositionMember, OrganID: p.Organ, Position: p.Position, From: from, To: to})
		}
		g := Group{
			ID: d.ID, Key: d.Key, Kind: d.Kind, OwnerID: d.Owner, Scope: d.Scope, Name: d.Name, Body: d.Body,
			Patterns: d.Patterns, LeadOrganID: d.Lead, ValidFrom: from, ValidTo: to,
		}
		if err := AddGroup(tx, demoEditor, g, members); err != nil {
			return fmt.Errorf("%s: %w", d.ID, err)
		}
		for _, l := range d.Leads {
			if err := ChangeLead(tx, demoEditor, d.ID, l.Organ, l.From); err != nil {
				return fmt.Errorf("%s: %w", d.ID, err)
			}
		}
	}
	return nil
}

func demoPersonID(username string) string { return "person-" + username }

func orElse[T ~string](value, otherwise T) T {
	if value != "" {
		return value
	}
	return otherwise
}
