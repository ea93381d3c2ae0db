package upkeep

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Rights is the policy as a person reads it: for every act, who may do it by which relation.
type Rights struct {
	File  string   // where the rows stand in the repository
	Roles []string // the columns: those asked for, or all
	Acts  []Right
	Rows  int // how many rows are shown
}

// Right is one act with the rows that grant it, in the order of Roles.
type Right struct {
	Act   string
	Cells [][]authz.Row
}

// Rights shows the policy, of one role or, with "", of all. Acts that nobody shown may do are left out.
func (s *Service) Rights(ctx context.Context, personID, role string) (r Rights, err error) {
	err = s.look(ctx, personID, authz.SystemRead, "", func(*store.Tx, authz.Actor) error {
		r = Rights{File: authz.PolicyFile, Roles: authz.Roles()}
		if role != "" {
			if !slices.Contains(r.Roles, role) {
				return fault.New(fault.Unmet, "ROLE_UNKNOWN", "Không có vai trò này.")
			}
			r.Roles = []string{role}
		}
		byAct := map[string][]authz.Row{}
		for _, row := range s.Policy.Rows() {
			byAct[row.Act] = append(byAct[row.Act], row)
		}
		for _, act := range authz.Acts() {
			line, any := Right{Act: act, Cells: make([][]authz.Row, len(r.Roles))}, false
			for _, row := range byAct[act] {
				if at := slices.Index(r.Roles, row.Role); at >= 0 {
					line.Cells[at] = append(line.Cells[at], row)
					any = true
					r.Rows++
				}
			}
			if any {
				r.Acts = append(r.Acts, line)
			}
		}
		return nil
	})
	return r, err
}

// Question is "may this person do this act to this document, and why?". Person is an account's name or a person's id.
type Question struct{ Person, Act, DocumentID string }

// Answer is yes or no, and what it rests on. It tells of the document only how the person asked about stands to it: the
// same for a document that is not there as for one to which the person has no relation.
type Answer struct {
	Question
	Name      string
	May       bool
	Roles     []authz.Role // held today
	Relations []authz.Relation
	Reasons   []authz.Reason
	// Organs names the organs of Roles and Reasons.
	Organs map[string]string
}

var (
	errPersonAsked = fault.New(fault.Unmet, "PERSON_UNKNOWN", "Không có người dùng này: ghi tên đăng nhập hoặc mã người dùng.")
	errActAsked    = fault.New(fault.Unmet, "ACT_UNKNOWN", "Không có quyền này trong chính sách.")
	errIDAsked     = fault.New(fault.Unmet, "DOCUMENT_ID_INVALID", "Mã văn bản không đúng dạng: lấy mã ở nhật ký hoặc ở địa chỉ trang văn bản.")
)

// Explain answers a question by the policy and the directory of today. What a chain asks besides (state, guards, who
// played another part) is not asked here.
func (s *Service) Explain(ctx context.Context, personID string, q Question) (a Answer, err error) {
	err = s.look(ctx, personID, authz.SystemRead, "", func(tx *store.Tx, _ authz.Actor) error {
		a = Answer{Question: q, Organs: map[string]string{}}
		if !slices.Contains(authz.Acts(), q.Act) {
			return errActAsked
		}
		if !readableID(q.DocumentID) {
			return errIDAsked
		}
		asked, err := s.personAsked(tx, q.Person)
		if err != nil {
			return err
		}
		place, err := document.PlaceOf(tx, q.DocumentID)
		if err != nil {
			return err
		}
		a.Name, a.Roles = asked.Name, asked.Roles
		a.Reasons = s.Policy.Explain(asked, q.Act, place)
		a.May = len(a.Reasons) > 0
		for _, rel := range slices.Concat(place.Persons, place.Organs) {
			if concerns(asked, rel.ID) && !slices.Contains(a.Relations, rel) {
				a.Relations = append(a.Relations, rel)
			}
		}
		ids := []string{}
		for _, r := range asked.Roles {
			ids = append(ids, r.Organ, r.Office)
		}
		organs, err := directory.OrgansByID(tx, ids)
		for id, o := range organs {
			a.Organs[id] = o.Name
		}
		return err
	})
	return a, err
}

// concerns says whether a relation is the actor's: his own, of whom he stands in for, or of an organ of his.
func concerns(a authz.Actor, id string) bool {
	return id == a.PersonID || slices.ContainsFunc(a.Roles, func(r authz.Role) bool {
		return id != "" && (id == r.For || id == r.Organ || id == r.Office)
	})
}

func (s *Service) personAsked(tx *store.Tx, said string) (authz.Actor, error) {
	said = strings.TrimSpace(said)
	id := said
	if p, known, err := directory.PersonByUsername(tx, strings.ToLower(said)); err != nil {
		return authz.Actor{}, err
	} else if known {
		id = p.ID
	}
	actor, err := login.Actor(tx, id, s.Today())
	if errors.Is(err, login.ErrNotLoggedIn) {
		return authz.Actor{}, errPersonAsked
	}
	return actor, err
}

// readableID says whether a text may be the id of something: ids of today are UUIDs, older ones and those of the directory words.
func readableID(id string) bool {
	return id != "" && len(id) <= idLimit && !strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r == unicode.ReplacementChar || unicode.IsControl(r) })
}

const idLimit = 200
