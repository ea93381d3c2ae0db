package casefile

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Config is what the room works with.
type Config struct {
	Store  *store.Store
	Policy *authz.Policy
	Blobs  blob.Store
	Today  func() store.Date // the office's day
	// Arrival reads an arrival that the actor may see, as a paper; wired from the room of arrivals above. Nil: none.
	Arrival func(tx *store.Tx, actor authz.Actor, id string) (Paper, error)
	// Arrivals says which of some arrivals Arrival would give the actor; wired with it.
	Arrivals func(tx *store.Tx, actor authz.Actor, ids []string) (map[string]bool, error)
}

// Service is the room's use-cases. Who may do them is read in the same transaction, from the directory of the day.
type Service struct{ Config }

// New makes the service.
func New(c Config) *Service { return &Service{c} }

// actor reads who acts, with the roles of the day; a guest is nobody here.
func (s *Service) actor(tx *store.Tx, a authz.Actor) (authz.Actor, error) {
	if a.Kind != authz.Person {
		return a, ErrNotFound
	}
	return login.Actor(tx, a.PersonID, s.Today())
}

// desk is who acts, by which right, on which file.
type desk struct {
	actor  authz.Actor
	by     By
	file   File
	access []Access
	organ  directory.Organ
}

// at reads a file for an act. Who may not even see it hears that there is none.
func (s *Service) at(tx *store.Tx, a authz.Actor, act, fileID string) (d desk, err error) {
	if d.actor, err = s.actor(tx, a); err != nil {
		return d, err
	}
	if d.file, err = load(tx, fileID); err != nil {
		return d, err
	}
	if d.access, err = accessOf(tx, fileID); err != nil {
		return d, err
	}
	place := d.file.place(d.access)
	role, may := s.Policy.Capacity(d.actor, act, place)
	if !may {
		if s.Policy.Can(d.actor, authz.CaseFileRead, place) {
			return d, ErrForbidden
		}
		return d, ErrNotFound
	}
	d.by = By{ID: d.actor.PersonID, Name: d.actor.Name, Capacity: role.Title}
	d.organ, err = directory.OrganByID(tx, d.file.OrganID)
	return d, err
}

// atOrgan is at for an act on an organ's files as a whole.
func (s *Service) atOrgan(tx *store.Tx, a authz.Actor, act, organID string) (d desk, err error) {
	if d.actor, err = s.actor(tx, a); err != nil {
		return d, err
	}
	if d.organ, err = directory.OrganByID(tx, organID); err != nil {
		if f := new(fault.Fault); errors.As(err, &f) && f.Kind == fault.NotFound {
			return d, ErrNotFound
		}
		return d, err
	}
	place := authz.Place{Organs: []authz.Relation{{ID: organID, Why: authz.Office}}}
	role, may := s.Policy.Capacity(d.actor, act, place)
	if !may {
		if s.Policy.Can(d.actor, authz.CaseFileOpen, place) {
			return d, ErrForbidden
		}
		return d, ErrNotFound
	}
	d.by = By{ID: d.actor.PersonID, Name: d.actor.Name, Capacity: role.Title}
	return d, nil
}

// change carries out an act on a file, at the version that the person saw (0 = whatever it is).
func (s *Service) change(ctx context.Context, a authz.Actor, act, fileID string, version int, fn func(*store.Tx, *desk) error) (File, error) {
	var file File
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		d, err := s.at(tx, a, act, fileID)
		if err != nil {
			return err
		}
		if version != 0 && version != d.file.Version {
			return ErrStale
		}
		if err := fn(tx, &d); err != nil {
			return err
		}
		file = d.file
		return tx.SetAnswer(file.ID)
	})
	return file, s.refused(ctx, a, act, fileID, err)
}

func (s *Service) refused(ctx context.Context, a authz.Actor, act, id string, err error) error {
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: a.PersonID, Act: act, SubjectID: id}, err)
}

// Page is one page of a list, and the cursor of the next; "" at the end.
type Page struct {
	Files []File
	Count map[string]int // papers in each, by file id
	Next  string
}

// List reads a page of the files that the actor may see, newest year first, by code.
func (s *Service) List(ctx context.Context, a authz.Actor, f Filter) (page Page, err error) {
	after, err := decodeCursor(f.Cursor)
	if err != nil {
		return page, err
	}
	limit := min(max(f.Limit, 0), 200)
	if limit == 0 {
		limit = 50
	}
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		see := s.Policy.Reach(actor, authz.CaseFileRead)
		if page.Files, err = listFiles(tx, f, see, after, limit); err != nil {
			return err
		}
		if len(page.Files) > limit {
			page.Files = page.Files[:limit]
			page.Next = encodeCursor(page.Files[limit-1])
		}
		if page.Count, err = countItems(tx, idsOf(page.Files)); err != nil {
			return err
		}
		return nameKeepers(tx, page.Files)
	})
	return page, err
}

func idsOf(files []File) []string {
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	return ids
}

func nameKeepers(tx *store.Tx, files []File) error {
	var ids []string
	for _, f := range files {
		if !slices.Contains(ids, f.KeeperID) {
			ids = append(ids, f.KeeperID)
		}
	}
	people, err := directory.PeopleByID(tx, ids)
	if err != nil {
		return err
	}
	for i := range files {
		files[i].KeeperName = people[files[i].KeeperID].Name
	}
	return nil
}

func encodeCursor(f File) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(f.Year) + " " + folded(f.Code) + " " + f.ID))
}

func decodeCursor(cursor string) (*fileRow, error) {
	if cursor == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(raw), " ")
	if err == nil && len(parts) == 3 {
		if year, err := strconv.Atoi(parts[0]); err == nil {
			return &fileRow{Year: year, Folded: parts[1], ID: parts[2]}, nil
		}
	}
	return nil, fault.New(fault.Unmet, "CURSOR_INVALID", "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.")
}

// View is all that the page of a file needs.
type View struct {
	File   File
	Organ  directory.Organ
	Rule   Rule // as the table has it today; zero when it no longer does
	Items  []Item
	Access []Access
	Loans  []Loan
	May    map[string]bool // the acts that the actor may do to it
}

// Show reads a file with its contents (casefile.read).
func (s *Service) Show(ctx context.Context, a authz.Actor, id string) (v View, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		d, err := s.at(tx, a, authz.CaseFileRead, id)
		if err != nil {
			return err
		}
		v, err = s.view(tx, d)
		return err
	})
	return v, s.refused(ctx, a, authz.CaseFileRead, id, err)
}

func (s *Service) view(tx *store.Tx, d desk) (v View, err error) {
	v = View{File: d.file, Organ: d.organ, Access: d.access, May: map[string]bool{}}
	v.Rule, _ = ruleOf(d.file.RetentionRule, string(d.organ.Regime))
	place := d.file.place(d.access)
	for _, act := range []string{authz.CaseFilePut, authz.CaseFileClose, authz.CaseFileHandOver, authz.CaseFileKeepBack, authz.CaseFileBorrow, authz.CaseFileLend, authz.CaseFileReturn} {
		v.May[act] = s.Policy.Can(d.actor, act, place)
	}
	if v.Items, err = itemsOf(tx, d.file.ID); err != nil {
		return v, err
	}
	numbered(v.Items)
	if err := s.markMine(tx, d.actor, v.Items); err != nil {
		return v, err
	}
	files := []File{v.File}
	if err := nameKeepers(tx, files); err != nil {
		return v, err
	}
	v.File = files[0]
	if err := nameAccess(tx, v.Access); err != nil {
		return v, err
	}
	v.Loans, err = loansWhere(tx, "case_file_id = ?", d.file.ID)
	if !v.May[authz.CaseFileLend] && !v.May[authz.CaseFileReturn] {
		v.Loans = slices.DeleteFunc(v.Loans, func(l Loan) bool { return l.BorrowerID != d.actor.PersonID })
	}
	return v, err
}

// markMine says of each paper whether the actor may read it: one question for all documents, one for all arrivals.
func (s *Service) markMine(tx *store.Tx, actor authz.Actor, items []Item) error {
	ids := map[string][]string{}
	for _, i := range items {
		ids[i.Source] = append(ids[i.Source], i.Paper.ID)
	}
	documents, err := readable(tx, s.Policy.Reach(actor, authz.DocumentRead), ids[FromDocument])
	if err != nil {
		return err
	}
	var arrivals map[string]bool
	if s.Arrivals != nil && len(ids[FromArrival]) > 0 {
		if arrivals, err = s.Arrivals(tx, actor, ids[FromArrival]); err != nil {
			return err
		}
	}
	for k := range items {
		switch id := items[k].Paper.ID; items[k].Source {
		case FromDocument:
			items[k].Mine = documents[id]
		case FromArrival:
			items[k].Mine = arrivals[id]
		}
	}
	return nil
}

func nameAccess(tx *store.Tx, access []Access) error {
	var people, organs []string
	for _, a := range access {
		people, organs = append(people, a.PersonID), append(organs, a.OrganID)
	}
	persons, err := directory.PeopleByID(tx, people)
	if err != nil {
		return err
	}
	bodies, err := directory.OrgansByID(tx, organs)
	if err != nil {
		return err
	}
	for i, a := range access {
		access[i].Name = persons[a.PersonID].Name + bodies[a.OrganID].Name
	}
	return nil
}
