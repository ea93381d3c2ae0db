package document

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
	"trinhky/policies"
)

// catalogue holds the kinds of both regimes. The files are part of the binary, so a fault in them stops it at start.
var catalogue = func() map[string][]Kind {
	kinds := map[string][]Kind{}
	for _, regime := range []directory.Regime{directory.Party, directory.State} {
		loaded, err := loadKinds(policies.FS, "kinds/"+string(regime)+".yaml", string(regime))
		if err != nil {
			panic(err)
		}
		kinds[string(regime)] = loaded
	}
	return kinds
}()

type kindFile struct {
	Regime string              `yaml:"regime"`
	Groups map[string][]string `yaml:"groups"`
	Kinds  []kindRow           `yaml:"kinds"`
}

type kindRow struct {
	ID          string       `yaml:"id"`
	Name        string       `yaml:"name"`
	Code        string       `yaml:"code"`
	Series      string       `yaml:"series"`
	PrintsName  *bool        `yaml:"prints_name"` // true when absent
	Address     Need         `yaml:"address"`     // none when absent
	AddressWord string       `yaml:"address_word"`
	Recipients  Need         `yaml:"recipients"` // required when absent
	Issuers     []string     `yaml:"issuers"`
	IssuersMark string       `yaml:"issuers_mark"`
	Mark        string       `yaml:"mark"`
	Subkinds    []subkindRow `yaml:"subkinds"`
	Fields      []fieldRow   `yaml:"fields"`
	Collective  bool         `yaml:"collective"` // signed for a collective it needs the collective's decision
}

type subkindRow struct {
	ID            string     `yaml:"id"`
	Name          string     `yaml:"name"`
	SubjectPrefix string     `yaml:"subject_prefix"`
	Fields        []fieldRow `yaml:"fields"`
}

type fieldRow struct {
	ID       string    `yaml:"id"`
	Label    string    `yaml:"label"`
	Type     FieldType `yaml:"type"` // text when absent
	Required bool      `yaml:"required"`
}

func fieldsOf(rows []fieldRow) ([]FieldSpec, error) {
	var specs []FieldSpec
	for _, row := range rows {
		if row.Type == "" {
			row.Type = TextField
		}
		again := slices.ContainsFunc(specs, func(s FieldSpec) bool { return s.ID == row.ID })
		if row.ID == "" || row.Label == "" || again || row.Type != TextField && row.Type != DateField {
			return nil, fmt.Errorf("field %q has no id, no label or an unknown type, or stands twice", row.ID)
		}
		specs = append(specs, FieldSpec(row))
	}
	return specs, nil
}

// issuingClasses are the classes of organ that issue documents; a unit inside an organ does not.
var issuingClasses = []string{
	directory.ProvinceCommittee, directory.ProvinceOffice, directory.PartyBoard, directory.InspectionCommittee,
	directory.DistrictCommittee, directory.DistrictOffice, directory.CommuneCommittee, directory.CommunePartyOffice,
	directory.CommunePartyBoard, directory.Cell, directory.FatherlandFront, directory.MassOrganisation,
	directory.ProvincePeopleCommittee, directory.ProvincePCOffice, directory.Department, directory.CommunePeopleCommittee,
}

func loadKinds(files fs.FS, path, regime string) ([]Kind, error) {
	raw, err := fs.ReadFile(files, path)
	if err != nil {
		return nil, fmt.Errorf("kinds of document: %w", err)
	}
	var file kindFile
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&file); err != nil {
		return nil, fmt.Errorf("kinds of document: %s: %w", path, err)
	}
	if file.Regime != regime || len(file.Kinds) == 0 {
		return nil, fmt.Errorf("kinds of document: %s is not the list of regime %q", path, regime)
	}
	kinds := make([]Kind, 0, len(file.Kinds))
	seen := map[string]bool{}
	for _, row := range file.Kinds {
		k, err := row.kind(file)
		if err == nil && (seen[k.ID] || seen[k.Name]) {
			err = fmt.Errorf("id or name used twice")
		}
		if err != nil {
			return nil, fmt.Errorf("kinds of document: %s: kind %q: %w", path, row.ID, err)
		}
		seen[k.ID], seen[k.Name] = true, true
		kinds = append(kinds, k)
	}
	return kinds, nil
}

func (row kindRow) kind(file kindFile) (Kind, error) {
	k := Kind{
		ID: row.ID, Regime: file.Regime, Name: row.Name, Code: row.Code, Series: row.Series,
		PrintsName: row.PrintsName == nil || *row.PrintsName,
		Addressed:  row.Address, AddressWord: row.AddressWord, Recipients: row.Recipients,
		Mark: row.Mark, ClassesMark: row.IssuersMark, Collective: row.Collective,
	}
	if k.Series == "" {
		k.Series = k.Code
	}
	if k.Addressed == "" {
		k.Addressed = None
	}
	if k.Addressed != None && k.AddressWord == "" {
		k.AddressWord = "Kính gửi"
	}
	if k.Recipients == "" {
		k.Recipients = Required
	}
	for _, s := range row.Subkinds {
		if !strings.HasPrefix(s.ID, k.ID+".") || s.Name == "" {
			return Kind{}, fmt.Errorf("subkind %q has no name or is not of this kind", s.ID)
		}
		fields, err := fieldsOf(s.Fields)
		if err != nil {
			return Kind{}, err
		}
		k.Subkinds = append(k.Subkinds, Subkind{ID: s.ID, Name: s.Name, SubjectPrefix: s.SubjectPrefix, Fields: fields})
	}
	var err error
	if k.Fields, err = fieldsOf(row.Fields); err != nil {
		return Kind{}, err
	}
	classes, err := expand(row.Issuers, file.Groups)
	if err != nil {
		return Kind{}, err
	}
	k.Classes = classes
	return k, k.check()
}

func (k Kind) check() error {
	marks := []string{"S", "R", "U"}
	needs := []Need{Required, Optional, None}
	switch {
	case k.ID == "" || k.Name == "":
		return fmt.Errorf("no id or no name")
	case !norm.NFC.IsNormalString(k.Name+k.Code) || strings.ContainsRune(k.Code, 'Ð'):
		return fmt.Errorf("name or code is not NFC, or has U+00D0 for Đ")
	case !slices.Contains(marks, k.Mark) || !slices.Contains(marks, k.ClassesMark):
		return fmt.Errorf("mark must be S, R or U")
	case !slices.Contains(needs, k.Addressed) || !slices.Contains(needs, k.Recipients):
		return fmt.Errorf("address and recipients must be required, optional or none")
	}
	return nil
}

// expand replaces the names of groups by their classes, each class once.
func expand(names []string, groups map[string][]string) ([]string, error) {
	var classes []string
	for _, name := range names {
		members, ok := groups[name]
		if !ok {
			members = []string{name}
		}
		for _, class := range members {
			if !slices.Contains(issuingClasses, class) {
				return nil, fmt.Errorf("%q is neither a class of organ nor a group", class)
			}
			if !slices.Contains(classes, class) {
				classes = append(classes, class)
			}
		}
	}
	return classes, nil
}
