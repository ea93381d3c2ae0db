package directory

import (
	"fmt"
	"slices"

	"trinhky/internal/store"
)

func (a *applier) addPeople() error {
	for _, p := range a.people {
		was, there, err := PersonByUsername(a.tx, p.Username)
		if err != nil {
			return err
		}
		if there {
			a.persons[p.Username] = was.ID
			a.samePerson(was, p)
			continue
		}
		p.ID = store.NewID()
		ok, err := a.refused(p.place, AddPerson(a.tx, a.by, p.Person))
		if err != nil {
			return err
		}
		if ok {
			a.persons[p.Username] = p.ID
			a.done.Added++
		}
	}
	return nil
}

// samePerson: the account is known by its username; a name that is another is another person.
func (a *applier) samePerson(was Person, now importedPerson) {
	same := true
	for _, c := range []struct{ header, was, now string }{
		{"Họ và tên", was.Name, now.Name}, {"Thư điện tử", was.Email, now.Email}, {"Giới tính", was.Gender, now.Gender},
	} {
		if c.now != "" && Fold(c.was) != Fold(c.now) {
			a.differs(now.place, c.header, c.was, c.now)
			same = false
		}
	}
	if same {
		a.done.Kept++
	}
}

func (a *applier) addTerms() error {
	for _, t := range a.terms {
		if !a.known(t.place, "Cơ quan", t.OrganID) {
			continue
		}
		standing, err := termsOf(a.tx, t.OrganID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(standing, func(s Term) bool { return s.Number == t.Number })
		if at < 0 {
			ok, err := a.refused(t.place, AddTerm(a.tx, a.by, t.Term))
			if err != nil {
				return err
			}
			if ok {
				a.done.Added++
			}
			continue
		}
		was := standing[at]
		switch {
		case was.From != t.From:
			a.differs(t.place, "Từ ngày", string(was.From), string(t.From))
		case endsNow(was.To, t.To):
			ok, err := a.refused(t.place, EndTerm(a.tx, a.by, was, t.To))
			if err != nil {
				return err
			}
			if ok {
				a.done.Ended++
			}
		case was.To != t.To:
			a.differs(t.place, "Đến ngày", string(was.To), string(t.To))
		default:
			a.done.Kept++
		}
	}
	return nil
}

func (a *applier) addPosts() error {
	for _, p := range a.Import.posts {
		id, ok, err := a.personID(p.place, "Tên đăng nhập", p.username)
		if err != nil {
			return err
		}
		if !a.known(p.place, "Cơ quan", p.OrganID) || !ok {
			continue
		}
		if err := a.addPost(p, id); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) addPost(p importedPost, personID string) error {
	standing, loaded := a.posts[p.OrganID]
	if !loaded {
		var err error
		if standing, err = holdingsWhere(a.tx, "h.organ_id = ?", p.OrganID); err != nil {
			return err
		}
	}
	p.PersonID = personID
	at := slices.IndexFunc(standing, func(h HoldingView) bool {
		return h.PersonID == personID && h.Position == p.Position && h.From == p.From
	})
	if at >= 0 {
		a.posts[p.OrganID] = standing
		return a.samePost(standing[at], p)
	}
	p.ID = store.NewID()
	if p.Rank == 0 {
		p.Rank = len(standing) + 1
	}
	ok, err := a.refused(p.place, checkHolding(p.Holding, a.organ[p.OrganID], standing))
	if ok {
		err = putHolding(a.tx, a.by, p.Holding)
		standing = append(standing, HoldingView{Holding: p.Holding, Name: p.username})
		a.done.Added++
	}
	a.posts[p.OrganID] = standing
	return err
}

func (a *applier) samePost(was HoldingView, now importedPost) error {
	before := len(a.faults)
	for _, c := range []struct{ header, was, now string }{
		{"Chức danh", was.Title, now.Title}, {"In ở cơ quan khác", was.Outside, now.Outside}, {"Vai trò", was.Role, now.Role},
		{"Vị trí", string(was.Standing), string(now.Standing)},
	} {
		if c.was != c.now {
			a.differs(now.place, c.header, c.was, c.now)
		}
	}
	if now.Rank != 0 && now.Rank != was.Rank {
		a.differs(now.place, "Thứ tự", fmt.Sprint(was.Rank), fmt.Sprint(now.Rank))
	}
	switch {
	case len(a.faults) > before:
	case endsNow(was.To, now.To):
		ok, err := a.refused(now.place, EndHolding(a.tx, a.by, was.ID, now.To))
		if err != nil {
			return err
		}
		if ok {
			a.done.Ended++
			for i := range a.posts[now.OrganID] {
				if h := &a.posts[now.OrganID][i]; h.ID == was.ID {
					h.To = now.To
				}
			}
		}
	case was.To != now.To:
		a.differs(now.place, "Đến ngày", string(was.To), string(now.To))
	default:
		a.done.Kept++
	}
	return nil
}

func (a *applier) addMandates() error {
	for _, m := range a.mandates {
		grantor, known, err := a.personID(m.place, "Người giao", m.grantor)
		if err != nil {
			return err
		}
		grantee, there, err := a.personID(m.place, "Người nhận", m.grantee)
		if err != nil {
			return err
		}
		if !a.known(m.place, "Cơ quan", m.OrganID) || !known || !there {
			continue
		}
		m.GrantorID, m.GranteeID = grantor, grantee
		was, there, err := mandateByID(a.tx, m.ID)
		if err != nil {
			return err
		}
		if there {
			a.sameMandate(was, m)
			continue
		}
		ok, err := a.refused(m.place, AddMandate(a.tx, a.by, m.Mandate))
		if err != nil {
			return err
		}
		if ok {
			a.done.Added++
		}
	}
	return nil
}

func (a *applier) sameMandate(was Mandate, now importedMandate) {
	same := true
	for _, c := range []struct{ header, was, now string }{
		{"Người giao", was.GrantorID, now.GrantorID}, {"Người nhận", was.GranteeID, now.GranteeID}, {"Cơ quan", was.OrganID, now.OrganID},
		{"Hình thức", was.Formula, now.Formula}, {"Loại văn bản", fmt.Sprint(was.Kinds), fmt.Sprint(now.Kinds)},
		{"Văn bản giao quyền", was.SourceDocument, now.SourceDocument}, {"Từ ngày", string(was.From), string(now.From)}, {"Đến ngày", string(was.To), string(now.To)},
	} {
		if c.was != c.now {
			a.differs(now.place, c.header, c.was, c.now)
			same = false
		}
	}
	if same {
		a.done.Kept++
	}
}
