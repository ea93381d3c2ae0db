package signoff

import (
	"context"
	"io"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// View is all that a document's page needs, read in one transaction.
type View struct {
	Document    document.Document
	Content     document.Content
	Kind        document.Kind
	Issuer      directory.Organ
	Unit        directory.Organ
	ChainName   string
	StateLabel  string
	Formula     []string // the lines above the signer's name, "" while nobody may sign
	Available   []Action
	Steps       []document.Step
	Parts       map[string]part
	Opinions    []opinion
	Attachments []document.Attachment
	Citations   []document.Link
	Fate        aftermath // what became of it
	Signatures  []signature.Signature
	// ConclusionDue is when the thông báo kết luận of the meeting must be out; zero for any other document.
	ConclusionDue time.Time
	// People and Organs name every id in the view.
	People map[string]string
	Organs map[string]string
	// MayEdit and MayListDeliveries are the rights that are no action of the chain.
	MayEdit, MayListDeliveries, MayReadEvents, MayListTasks bool
}

// Action is an arrow out of the document's state as an actor sees it.
type Action struct {
	Action  string
	Label   string
	Allowed bool
	Reasons []fault.Reason
}

// Show gives a document as a person sees it; ErrNotFound for whoever may not.
func (s *Service) Show(ctx context.Context, personID, id string) (View, error) {
	var v View
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		v, err = s.show(tx, personID, id)
		return err
	})
	return v, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

func (s *Service) show(tx *store.Tx, personID, id string) (View, error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return View{}, err
	}
	if err := f.loadFor(tx, f.chain.from(f.document.State)); err != nil {
		return View{}, err
	}
	v := View{
		Document: f.document, Content: f.content, Kind: f.kind, Issuer: f.issuer, Unit: f.unit, ChainName: f.chain.Name,
		StateLabel: f.chain.States[f.document.State], Formula: f.formula.Lines, Available: s.available(f), Parts: f.parts,
		Signatures:        f.signatures,
		MayEdit:           f.mayEdit(s.policy) == nil,
		MayListDeliveries: s.policy.Can(f.actor, authz.DeliveryList, f.place),
		MayReadEvents:     s.policy.Can(f.actor, authz.DocumentEvents, f.place),
		MayListTasks:      s.policy.Can(f.actor, authz.TaskPropose, f.place) || s.policy.Can(f.actor, authz.TaskConfirmList, f.place),
	}
	if v.Steps, err = document.Steps(tx, id); err != nil {
		return View{}, err
	}
	if _, concludes := f.content.Meeting(); concludes {
		days, err := calendar.Load(tx)
		if err != nil {
			return View{}, err
		}
		v.ConclusionDue = conclusionDue(days, f.document.Regime, f.content)
	}
	if v.Opinions, err = allOpinions(tx, id); err != nil {
		return View{}, err
	}
	if !v.MayReadEvents {
		v.keepInside(f.actor)
	}
	if v.Attachments, err = document.Attachments(tx, id); err != nil {
		return View{}, err
	}
	if v.Citations, err = s.links(tx, f); err != nil {
		return View{}, err
	}
	if v.Fate, err = s.fate(tx, f); err != nil {
		return View{}, err
	}
	return v, v.name(tx)
}

// keepInside leaves out how a document came about, for those who only receive it or were only asked: they see what was
// asked of them.
func (v *View) keepInside(actor authz.Actor) {
	v.Parts = nil
	v.Steps = slices.DeleteFunc(v.Steps, func(s document.Step) bool { return s.PersonID == "" || s.PersonID != actor.PersonID })
	v.Opinions = slices.DeleteFunc(v.Opinions, func(o opinion) bool {
		return o.PersonID != actor.PersonID && o.AnsweredBy != actor.PersonID && !o.askedOf(actor)
	})
}

// askedOf says whether the question went to an organ where the actor holds a post.
func (o opinion) askedOf(actor authz.Actor) bool {
	return o.OrganID != "" && slices.ContainsFunc(actor.Roles, func(r authz.Role) bool { return r.Organ == o.OrganID || r.Office == o.OrganID })
}

// available runs every check that needs no input: a disabled button says why.
func (s *Service) available(f *facts) (actions []Action) {
	done := map[string]bool{}
	for _, t := range f.chain.from(f.document.State) {
		if done[t.Action] {
			continue
		}
		done[t.Action] = true
		a := Action{Action: t.Action, Label: t.Label}
		if ways := f.ways(t.Action); len(ways) > 0 {
			a.Label, a.Reasons = ways[0].Label, f.reasons(ways, false)
		} else {
			a.Reasons = []fault.Reason{{Code: errForbidden.Code, Detail: errForbidden.Detail}}
		}
		a.Allowed = len(a.Reasons) == 0
		actions = append(actions, a)
	}
	return actions
}

// name looks up every person and organ that the view mentions.
func (v *View) name(tx *store.Tx) error {
	v.People, v.Organs = map[string]string{}, map[string]string{}
	people := []string{v.Document.DrafterID, v.Document.SignerID, v.Content.AuthorID}
	organs := []string{v.Document.IssuerID, v.Document.OfficeID, v.Document.UnitID}
	for _, p := range v.Parts {
		people = append(people, p.Person)
	}
	people = append(people, v.Fate.people()...)
	for _, s := range v.Steps {
		people, organs = append(people, s.PersonID), append(organs, s.OrganID)
	}
	for _, o := range v.Opinions {
		people, organs = append(people, o.PersonID, o.AskedBy, o.AnsweredBy), append(organs, o.OrganID)
	}
	err := namesOf(tx, people, organs, v.People, v.Organs)
	v.Organs[v.Issuer.ID] = v.Issuer.Name // the name of the document's day
	return err
}

// namesOf looks names up, in three queries however many they are.
func namesOf(tx *store.Tx, people, organs []string, names, organNames map[string]string) error {
	persons, err := directory.PeopleByID(tx, known(people))
	if err != nil {
		return err
	}
	for id, p := range persons {
		names[id] = p.Name
	}
	found, err := directory.OrgansByID(tx, known(organs))
	if err != nil {
		return err
	}
	for id, o := range found {
		organNames[id] = o.Name
	}
	return nil
}

// peopleNames are the names of people, in one query.
func peopleNames(tx *store.Tx, people []string) (map[string]string, error) {
	names := map[string]string{}
	return names, namesOf(tx, people, nil, names, nil)
}

// known are ids without the empty one, each once.
func known(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// Listing is one page of a box, with the names that a list shows.
type Listing struct {
	document.Page
	People map[string]string
	Organs map[string]string
	States map[string]string // labels by document id
	Marks  map[string][]document.Mark
	// Conclusions are when the thông báo kết luận among them that are not issued yet must be out.
	Conclusions map[string]time.Time
	Dues        map[string]time.Time // when the next step of each should be taken; none where there is no limit
}

// List gives one page of a box.
func (s *Service) List(ctx context.Context, personID string, filter document.Filter) (Listing, error) {
	out := Listing{People: map[string]string{}, Organs: map[string]string{}, States: map[string]string{}}
	err := s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		if out.Page, err = document.List(tx, s.filterFor(actor, filter)); err != nil {
			return err
		}
		var people, organs []string
		for _, d := range out.Documents {
			chain, err := s.chainOf(tx, d)
			if err != nil {
				return err
			}
			out.States[d.ID] = chain.States[d.State]
			people, organs = append(people, d.DrafterID, d.SignerID), append(organs, d.IssuerID, d.UnitID)
		}
		if out.Dues, err = duesOf(tx, idsIn(out.Documents)); err != nil {
			return err
		}
		if out.Marks, err = document.MarksFor(tx, idsIn(out.Documents)); err != nil {
			return err
		}
		if out.Conclusions, err = conclusionsDue(tx, out.Documents); err != nil {
			return err
		}
		return namesOf(tx, people, organs, out.People, out.Organs)
	})
	return out, s.refused(ctx, personID, authz.DocumentRead, "", err)
}

// duesOf are the earliest limits of the steps that documents wait for.
func duesOf(tx *store.Tx, ids []string) (map[string]time.Time, error) {
	steps, err := document.StepsOf(tx, ids)
	dues := map[string]time.Time{}
	for id, some := range steps {
		for _, step := range some {
			if step.Due != nil && (dues[id].IsZero() || step.Due.Before(dues[id])) {
				dues[id] = *step.Due
			}
		}
	}
	return dues, err
}

// Counts counts boxes of a person, each up to document.CountCap; without any, all.
func (s *Service) Counts(ctx context.Context, personID string, boxes ...string) (map[string]int64, error) {
	counts := map[string]int64{}
	if len(boxes) == 0 {
		boxes = document.Boxes
	}
	err := s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		filter := s.filterFor(actor, document.Filter{})
		for _, box := range boxes {
			filter.Box = box
			if counts[box], err = document.Count(tx, filter); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, err
}

// Events is a document's trail.
func (s *Service) Events(ctx context.Context, personID, id string) (trail []audit.Entry, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		if !s.policy.Can(f.actor, authz.DocumentEvents, f.place) {
			return errForbidden
		}
		trail, err = audit.Trail(tx, audit.Document(id))
		return err
	})
	return trail, s.refused(ctx, personID, authz.DocumentEvents, id, err)
}

// Bytes are a stored or freshly rendered file. The caller closes Reader.
type Bytes struct {
	Reader io.ReadSeekCloser
	SHA256 string // what sign and seal are given back: the bytes that were shown
	Name   string
	Stored bool // false for the preview of a draft, which nobody can sign
}

// PDF gives the newest bytes of a document: sealed, signed, checked, or, of a draft, a preview.
func (s *Service) PDF(ctx context.Context, personID, id string) (Bytes, error) {
	f, err := s.forPages(ctx, personID, id)
	if err != nil {
		return Bytes{}, err
	}
	name := fileName(f)
	sha := f.document.PDF()
	if sha == "" {
		return s.preview(ctx, f, name)
	}
	reader, info, err := s.blobs.Open(ctx, sha)
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: reader, SHA256: info.SHA256, Name: name, Stored: true}, nil
}

// readStored reads stored bytes whole.
func (s *Service) readStored(ctx context.Context, sha string) ([]byte, error) {
	return blob.ReadAll(ctx, s.blobs, sha)
}
