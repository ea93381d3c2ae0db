package establishment

import (
	"context"
	"fmt"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// PeopleList is a page of people.
type PeopleList struct {
	On     store.Date
	People []directory.Person
	Posts  map[string][]directory.HoldingView // by person
	Organs map[string]string                  // names
	Next   string
}

// People lists people by name.
func (s *Service) People(ctx context.Context, who string, q directory.ListQuery) (list PeopleList, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		q.On, list.On = d.on, d.on
		if list.People, list.Posts, list.Next, err = directory.PersonPage(d.tx, q); err != nil {
			return err
		}
		var ids []string
		for _, held := range list.Posts {
			for _, h := range held {
				ids = append(ids, h.OrganID)
			}
		}
		list.Organs, err = d.names(ids)
		return err
	})
	return list, err
}

// PersonView is a person through time.
type PersonView struct {
	directory.Person
	On       store.Date
	Posts    []directory.HoldingView
	Mandates []directory.Mandate // given or got
	Absences []directory.Absence // own ones, and those in which the person stands in
	People   map[string]string   // names
	Organs   map[string]string
	Waiting  []Proposal
	MayEdit  bool
}

// Person shows a person. Fault PERSON_UNKNOWN.
func (s *Service) Person(ctx context.Context, who, id string) (v PersonView, err error) {
	err = s.view(ctx, who, func(d *desk) error {
		v.On = d.on
		var known bool
		if v.Person, known, err = directory.PersonByID(d.tx, id); err != nil || !known {
			return orElse(err, errPersonUnknown)
		}
		if v.Posts, err = directory.AllHoldingsOf(d.tx, id); err != nil {
			return err
		}
		if v.Mandates, err = directory.MandatesAbout(d.tx, id); err != nil {
			return err
		}
		own, err := directory.AbsencesOf(d.tx, id)
		if err != nil {
			return err
		}
		others, err := directory.AbsencesFor(d.tx, id)
		if err != nil {
			return err
		}
		v.Absences = append(own, others...)
		if v.Waiting, err = waitingAbout(d.tx, id); err != nil {
			return err
		}
		var people, organs []string
		for _, h := range v.Posts {
			organs = append(organs, h.OrganID)
		}
		for _, m := range v.Mandates {
			people, organs = append(people, m.GrantorID, m.GranteeID), append(organs, m.OrganID)
		}
		for _, a := range v.Absences {
			people = append(people, a.PersonID, a.StandInID)
		}
		found, err := directory.PeopleByID(d.tx, people)
		if err != nil {
			return err
		}
		v.People = map[string]string{}
		for id, p := range found {
			v.People[id] = p.Name
		}
		if v.Organs, err = d.names(organs); err != nil {
			return err
		}
		_, err = d.over(id)
		if refusal, unexpected := refusalOf(err); unexpected != nil {
			return unexpected
		} else {
			v.MayEdit = refusal == nil
		}
		return nil
	})
	return v, err
}

// NewPerson is somebody with an account and, unless Organ is "", a first post.
type NewPerson struct {
	Name, Username, Email, Gender string
	Post                          directory.Holding // OrganID "" = no post yet
}

// AddPerson adds somebody and opens the account: its first password is told this once and must be changed at the first
// log-in. Faults of directory.AddPerson and AddHolding; EMAIL_INVALID, USERNAME_TAKEN, POST_DECIDED (a post that
// decides on proposals is itself proposed, once the person is there), FORBIDDEN.
func (s *Service) AddPerson(ctx context.Context, who string, p NewPerson) (id, password string, err error) {
	made, err := s.Login.MakePassword(ctx, p.Username)
	if err != nil {
		return "", "", err
	}
	err = s.update(ctx, who, "", func(d *desk) error {
		by, err := d.anywhere()
		if p.Post.OrganID != "" {
			by, err = d.as(authz.DirectoryEdit, p.Post.OrganID)
		}
		if err != nil {
			return err
		}
		if p.Post.OrganID != "" && s.Decides(p.Post.Role) {
			return errPostDecided
		}
		id = store.NewID()
		person := directory.Person{ID: id, Name: strings.TrimSpace(p.Name), Username: strings.TrimSpace(p.Username), Gender: p.Gender}
		if person.Email, err = directory.CheckEmail(p.Email); err != nil {
			return err
		}
		if err := directory.AddPerson(d.tx, by, person); err != nil {
			return err
		}
		if err := s.Login.OpenAccount(d.tx, d.actor, id, made); err != nil {
			return err
		}
		if p.Post.OrganID == "" {
			return nil
		}
		p.Post.ID, p.Post.PersonID = store.NewID(), id
		return directory.AddHolding(d.tx, by, p.Post)
	})
	if err != nil {
		return "", "", err
	}
	return id, made.Password, nil
}

var (
	errPostDecided = fault.New(fault.Unmet, "POST_DECIDED", "Giao vai trò quản trị, lãnh đạo văn phòng cần hai người: tạo người dùng trước, rồi đề nghị ở trang của người đó.")
	errPostOwn     = fault.New(fault.Forbidden, "POST_OWN", "Không tự sửa chức vụ của mình.")
	errOwnPassword = fault.New(fault.Unmet, "ACCOUNT_OWN", "Mật khẩu của mình đổi ở trang Đổi mật khẩu.")
)

// ResetPassword gives an account a new first password, told this once. Faults PERSON_UNKNOWN, ACCOUNT_OWN, FORBIDDEN.
func (s *Service) ResetPassword(ctx context.Context, who, personID string) (password string, err error) {
	if who == personID {
		return "", errOwnPassword
	}
	username := ""
	err = s.view(ctx, who, func(d *desk) error {
		p, known, err := directory.PersonByID(d.tx, personID)
		username = p.Username
		if err != nil || !known {
			return orElse(err, errPersonUnknown)
		}
		_, err = d.over(personID)
		return err
	})
	if err != nil {
		return "", err
	}
	made, err := s.Login.MakePassword(ctx, username)
	if err != nil {
		return "", err
	}
	err = s.update(ctx, who, personID, func(d *desk) error {
		if _, err := d.over(personID); err != nil {
			return err
		}
		if err := notice.ForgetDevices(d.tx, personID, ""); err != nil {
			return err
		}
		return s.Login.OpenAccount(d.tx, d.actor, personID, made)
	})
	return made.Password, err
}

// ChangePerson writes a name and gender. Faults of directory.ChangePerson; FORBIDDEN.
func (s *Service) ChangePerson(ctx context.Context, who string, p directory.Person) error {
	return s.update(ctx, who, p.ID, func(d *desk) error {
		by, err := d.over(p.ID)
		if err != nil {
			return err
		}
		return directory.ChangePerson(d.tx, by, p)
	})
}

// RetirePerson ends all posts of a person with a last day; the account closes at once when that day is past. Faults of
// directory.RetirePerson; RETIRE_MANDATE while a mandate to sign is in force, POST_OWN, FORBIDDEN.
func (s *Service) RetirePerson(ctx context.Context, who, personID string, last store.Date) error {
	return s.update(ctx, who, personID, func(d *desk) error {
		if who == personID {
			return errPostOwn
		}
		by, err := d.over(personID)
		if err != nil {
			return err
		}
		organs, err := d.organsOf(personID)
		if err != nil {
			return err
		}
		if _, err := d.as(authz.DirectoryEdit, organs...); err != nil { // a post in another's organ is another's to end
			return err
		}
		mandates, err := directory.MandatesAbout(d.tx, personID)
		if err != nil {
			return err
		}
		for _, m := range mandates {
			if !m.Over(d.on) {
				return fault.New(fault.Unmet, "RETIRE_MANDATE",
					fmt.Sprintf("Còn giấy giao quyền ký đang có hiệu lực (%s, %s): đề nghị kết thúc giấy đó trước.", m.Formula, m.SourceDocument))
			}
		}
		if err := directory.RetirePerson(d.tx, by, personID, last); err != nil {
			return err
		}
		if last >= d.on {
			return nil
		}
		if err := notice.ForgetDevices(d.tx, personID, ""); err != nil {
			return err
		}
		return s.Login.CloseAccount(d.tx, d.actor, personID)
	})
}

// GivePost gives a person a post from a day on, beside those that he holds. That of an administrator or of the head of an
// office, who decide on proposals, waits for a second person: then proposal is its id. Faults of directory.AddHolding; POST_OWN, PERSON_UNKNOWN, PROPOSAL_WAITS, FORBIDDEN.
func (s *Service) GivePost(ctx context.Context, who string, h directory.Holding) (proposal string, err error) {
	if who == h.PersonID {
		return "", errPostOwn
	}
	h.ID = store.NewID()
	if !s.Decides(h.Role) {
		return "", s.update(ctx, who, h.PersonID, func(d *desk) error {
			by, err := d.as(authz.DirectoryEdit, h.OrganID)
			if err != nil {
				return err
			}
			if _, known, err := directory.PersonByID(d.tx, h.PersonID); err != nil || !known {
				return orElse(err, errPersonUnknown)
			}
			return directory.AddHolding(d.tx, by, h)
		})
	}
	return s.propose(ctx, who, func(d *desk) (Proposal, any, []string, error) {
		person, known, err := directory.PersonByID(d.tx, h.PersonID)
		if err != nil || !known {
			return Proposal{}, nil, nil, orElse(err, errPersonUnknown)
		}
		organ, err := directory.OrganAt(d.tx, h.OrganID, h.From)
		if err != nil {
			return Proposal{}, nil, nil, err
		}
		if err := directory.CheckHolding(d.tx, h); err != nil {
			return Proposal{}, nil, nil, err
		}
		role := "vai trò quản trị"
		if h.Role != authz.Administrator {
			role = "chức vụ " + h.Title
		}
		summary := fmt.Sprintf("Giao %s tại %s cho %s (%s), từ ngày %s.", role, organ.Name, person.Name, person.Username, h.From.Time().Format("02/01/2006"))
		return Proposal{Kind: KindAdministrator, SubjectKind: "person", SubjectID: h.PersonID, Summary: summary}, h, []string{h.OrganID}, nil
	})
}

// EndPost ends a post with a last day. Faults HOLDING_ENDED, POST_OWN, FORBIDDEN.
func (s *Service) EndPost(ctx context.Context, who, holdingID string, last store.Date) error {
	return s.update(ctx, who, holdingID, func(d *desk) error {
		h, known, err := directory.HoldingByID(d.tx, holdingID)
		if err != nil || !known {
			return orElse(err, fault.New(fault.NotFound, "HOLDING_UNKNOWN", "Không có chức vụ này."))
		}
		if h.PersonID == who {
			return errPostOwn
		}
		by, err := d.as(authz.DirectoryEdit, h.OrganID)
		if err != nil {
			return err
		}
		return directory.EndHolding(d.tx, by, holdingID, last)
	})
}

// GiveMandate records a written right to sign that the head of an organ gave; the writing is named. Faults of
// directory.AddMandate; POST_OWN, FORBIDDEN.
func (s *Service) GiveMandate(ctx context.Context, who string, m directory.Mandate) error {
	return s.update(ctx, who, m.GranteeID, func(d *desk) error {
		if m.GranteeID == who {
			return errPostOwn
		}
		by, err := d.as(authz.DirectoryEdit, m.OrganID)
		if err != nil {
			return err
		}
		head, err := directory.HeadOf(d.tx, m.OrganID, m.From)
		if err != nil {
			return err
		}
		m.ID, m.GrantorID = store.NewID(), head.PersonID
		return directory.AddMandate(d.tx, by, m)
	})
}

// ProposeMandateEnd asks a second person to end a mandate from a day on. Gives the proposal's id. Faults MANDATE_ENDED,
// MANDATE_UNKNOWN, PROPOSAL_WAITS, FORBIDDEN.
func (s *Service) ProposeMandateEnd(ctx context.Context, who, mandateID string, on store.Date) (string, error) {
	return s.propose(ctx, who, func(d *desk) (Proposal, any, []string, error) {
		m, known, err := directory.MandateByID(d.tx, mandateID)
		switch {
		case err != nil || !known:
			return Proposal{}, nil, nil, orElse(err, fault.New(fault.NotFound, "MANDATE_UNKNOWN", "Không có giấy giao quyền này."))
		case !on.Valid() || m.Over(on):
			return Proposal{}, nil, nil, fault.New(fault.Conflict, "MANDATE_ENDED", "Văn bản giao quyền ký này đã hết hiệu lực, hoặc ngày không hợp lệ.")
		}
		person, _, err := directory.PersonByID(d.tx, m.GranteeID)
		if err != nil {
			return Proposal{}, nil, nil, err
		}
		organ, err := directory.OrganByID(d.tx, m.OrganID)
		if err != nil {
			return Proposal{}, nil, nil, err
		}
		summary := fmt.Sprintf("Kết thúc quyền ký %s của %s tại %s (%s), từ ngày %s.", m.Formula, person.Name, organ.Name, m.SourceDocument, on.Time().Format("02/01/2006"))
		return Proposal{Kind: KindMandateEnd, SubjectKind: "person", SubjectID: m.GranteeID, Summary: summary},
			mandateEnd{Mandate: m.ID, On: on, Organ: m.OrganID}, []string{m.OrganID}, nil
	})
}
