package distribution

import (
	"fmt"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
)

// leading resolves "Đơn vị Cụm trưởng Cụm thi đua …": the organ that leads the group on the day of issue.
func (r *resolver) leading(line Line, t Target) error {
	g, ok, err := r.group(Target{Kind: OrgGroup, Text: t.named, Name: t.named})
	if err == nil && !ok {
		err = r.unknown(t)
	}
	if err != nil {
		return err
	}
	if g.LeadOrganID == "" {
		return fault.New(fault.Unmet, "RECIPIENT_NO_LEAD", fmt.Sprintf("“%s” chưa ghi nhận đơn vị đứng đầu vào ngày %s.",
			g.Name, r.env.On.Time().Format("02/01/2006")))
	}
	lead, err := directory.OrganAt(r.tx, g.LeadOrganID, r.env.On)
	if err != nil {
		return err
	}
	r.receive(line, t, lead)
	return nil
}

// leaders resolves "Chủ tịch và các PCT UBND xã" where the directory keeps no such group: the head and the deputies of the organ
// that the phrase is about, as they are in office on the day.
func (r *resolver) leaders(line Line, t Target) error {
	o, err := r.ledBy(t)
	if err != nil {
		return err
	}
	people, err := r.headAndDeputies(o)
	if err == nil && len(people) == 0 {
		err = r.unknown(t)
	}
	if err != nil {
		return err
	}
	for _, p := range people {
		r.addPerson(line, t, p, Read)
	}
	return nil
}

// ledBy is the organ whose leaders a phrase names: inside "VPCP: …" the one before the colon, without a place our own.
func (r *resolver) ledBy(t Target) (directory.Organ, error) {
	office := strings.HasPrefix(t.phrase.Leaders, "Văn phòng")
	switch {
	case t.Within != "":
		return r.organNamed(Target{Kind: Org, Text: t.Within, Name: t.Within})
	case t.phrase.Leaders == "{issuer}":
		return r.env.Issuer, nil
	case office && t.Body == "":
		return directory.OrganByID(r.tx, r.env.Issuer.Office())
	}
	name := strings.ReplaceAll(t.phrase.Leaders, "{body}", t.Body)
	o, err := r.organNamed(Target{Kind: Org, Text: name, Name: name, place: t.place})
	if isUnknown(err) {
		err = r.unknown(t)
	}
	return o, err
}

// option resolves a name whose list leaves open what it is: "UBND các xã, phường: Tuy Phong, …".
func (r *resolver) option(line Line, t Target) error {
	var found []directory.Organ
	for _, name := range t.Options {
		words := name
		if t.Kind == Person {
			words = strings.TrimPrefix(name, headTitle.FindString(name))
		}
		_, isGroup, o, err := r.headedBy(words)
		switch {
		case err == nil && !isGroup:
			found = append(found, o)
		case err != nil && !isUnknown(err):
			return err
		}
	}
	if len(found) == 0 {
		return r.unknown(t)
	}
	if len(found) > 1 {
		names := make([]string, len(found))
		for i, o := range found {
			names[i] = o.Name
		}
		return ambiguous(t, names)
	}
	r.receive(line, t, found[0])
	return nil
}
