package signoff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
)

// actions are the actions that a chain may have, in the order of a document's way.
var actions = []string{
	"submit", "request_opinion", "give_opinion", "approve", "check_format", "sign", "assign_number", "seal", "issue", "file",
	"return", "withdraw", "cancel", "recall", "withdraw_recall", "take_back", "replace", "amend", "correct",
}

// afterIssue are those of an issued document: its state stays, marks beside it say what became of it.
var afterIssue = []string{"recall", "withdraw_recall", "take_back", "replace", "amend", "correct"}

// FireInput is what a person gives with an action.
type FireInput struct {
	Version  int       // of the document that the person looked at; 0 asks for no check
	Comment  string    // the reason of a return or a recall, the opinion's words, a note
	To       []string  // who is asked for an opinion; of lấy lại which deliveries; who drafts a later document: ids
	Due      time.Time // by when an opinion is asked
	Verdict  string    // of an opinion: agree | other | not_mine
	PIN      string    // of the signer's or the organ's key
	SHA256   string    // of the bytes that were shown: what is signed is what was seen
	CaseFile string    // số và ký hiệu hồ sơ
	Ground   string    // the legal ground of a recall; "" = the rule that governs recalls
	Error    string    // what a correction mends: form | content

	keys *keyring // of many documents that are signed in one go; nil opens the key with the PIN
}

// Fire takes an action with a document and gives the document as it is then.
func (s *Service) Fire(ctx context.Context, personID, id, action string, in FireInput) (View, error) {
	if err := s.fire(ctx, personID, id, action, in); err != nil {
		return View{}, err
	}
	return s.Show(ctx, personID, id)
}

// fire is Fire without the look at the end.
func (s *Service) fire(ctx context.Context, personID, id, action string, in FireInput) error {
	var f *facts
	err := in.clean()
	if err == nil {
		f, err = s.prepare(ctx, personID, id, action, in)
	}
	if err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error { return s.commit(tx, f, personID, action, in) })
	}
	return s.refused(ctx, personID, "document."+action, id, err)
}

const (
	commentLimit  = 4000 // characters
	caseFileLimit = 200
	groundLimit   = 500
)

// clean treats the words beside the text as the text is treated: they stay in the log for good.
func (in *FireInput) clean() error {
	for _, words := range []*string{&in.Comment, &in.CaseFile, &in.Ground} {
		if err := document.RefuseSecret(*words, ""); err != nil {
			return err
		}
		if err := normalize(words); err != nil {
			return err
		}
	}
	if utf8.RuneCountInString(in.Comment) > commentLimit {
		return fault.New(fault.Unmet, "COMMENT_TOO_LONG", "Ý kiến dài quá 4.000 ký tự.")
	}
	if utf8.RuneCountInString(in.Ground) > groundLimit {
		return fault.New(fault.Unmet, "GROUND_TOO_LONG", "Căn cứ thu hồi dài quá 500 ký tự.")
	}
	if utf8.RuneCountInString(in.CaseFile) > caseFileLimit {
		return fault.New(fault.Unmet, "CASE_FILE_TOO_LONG", "Số và ký hiệu hồ sơ dài quá 200 ký tự.")
	}
	return nil
}

// prepare checks rights and guards on a View, then does the slow work; what it stores under its hash harms nobody if
// the commit never comes.
func (s *Service) prepare(ctx context.Context, personID, id, action string, in FireInput) (*facts, error) {
	var f *facts
	var taken Transition
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		f, taken, _, err = s.decide(tx, personID, id, action, in, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.verifyStored(ctx, f, taken); err != nil {
		return nil, err
	}
	for _, name := range taken.Effects {
		if work := effects[name].prepare; work != nil {
			if err := work(ctx, s, f); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

// decide loads the facts and takes the action in memory: rights, version, guards, machine. Nothing is written.
func (s *Service) decide(tx *store.Tx, personID, id, action string, in FireInput, was *facts) (*facts, Transition, document.State, error) {
	none := Transition{}
	f, err := s.load(tx, personID, id)
	if err != nil {
		return nil, none, "", err
	}
	f.input, f.action = in, action
	if was != nil {
		f.verified, f.ready = was.verified, was.ready
		f.remember(was)
	}
	if !slices.Contains(actions, action) || f.chain.label(action) == "" {
		return nil, none, "", fault.New(fault.Unmet, "ACTION_UNKNOWN", fmt.Sprintf("Luồng trình ký của văn bản không có bước %q.", action))
	}
	if !f.may(action) {
		return nil, none, "", errForbidden
	}
	if in.Version != 0 && in.Version != f.document.Version || was != nil && was.document.Version != f.document.Version {
		return nil, none, "", document.ErrStale
	}
	if err := f.loadFor(tx, f.ways(action)); err != nil {
		return nil, none, "", err
	}
	taken, state, err := f.turn(tx.Context(), action)
	return f, taken, state, err
}

// commit decides again inside the transaction and writes: rows, one event, jobs.
func (s *Service) commit(tx *store.Tx, was *facts, personID, action string, in FireInput) error {
	f, taken, state, err := s.decide(tx, personID, was.document.ID, action, in, was)
	if err != nil {
		return err
	}
	from, signed := f.document.State, f.document.Signed != ""
	f.document.State = state
	capacity := f.capacity(taken)
	for _, name := range taken.Effects {
		if err := effects[name].commit(tx, s, f); err != nil {
			return err
		}
	}
	if err := f.settleParts(tx, taken, capacity); err != nil {
		return err
	}
	if err := document.Change(tx, &f.document); err != nil {
		return err
	}
	if err := f.timeStep(tx, taken, from, signed); err != nil {
		return err
	}
	if err := s.putOnDesks(tx, f); err != nil {
		return err
	}
	err = audit.Record(tx, audit.Event{
		Subject: audit.Document(f.document.ID), Action: action, ActorID: f.actor.PersonID, ActorName: f.actor.Name,
		Capacity: capacity, From: string(from), To: string(state), Version: f.document.Version, Comment: in.Comment,
		Details: f.told(),
	})
	if err != nil {
		return err
	}
	if len(taken.Notify) > 0 {
		if err := jobs.Enqueue(tx, notifyArgs{DocumentID: f.document.ID, Action: action, Version: f.document.Version, ActorID: personID, Whys: taken.Notify}); err != nil {
			return err
		}
	}
	return tx.SetAnswer(f.document.ID)
}

// settleParts writes who plays the part of this action, and forgets all parts when the drafter has the document back.
func (f *facts) settleParts(tx *store.Tx, taken Transition, capacity string) error {
	if slices.Contains(editors, taken.To) {
		f.document.CheckedVersion, f.document.Rendition = 0, ""
		if err := closeOpinions(tx, f.document.ID); err != nil {
			return err
		}
		return dropParts(tx, f.document.ID)
	}
	if !slices.Contains(parts, taken.Action) {
		return nil
	}
	return playPart(tx, f.document.ID, taken.Action, part{Person: f.actor.PersonID, Capacity: capacity, InPlaceOf: f.inPlaceOf(taken)})
}

// putOnDesks takes the document off every desk and puts it on those that its state waits for: for each transition
// with a deadline, before everybody whom the policy lets do its act.
func (s *Service) putOnDesks(tx *store.Tx, f *facts) error {
	if err := document.CloseSteps(tx, f.document.ID, ""); err != nil {
		return err
	}
	place, err := document.PlaceOf(tx, f.document.ID)
	if err != nil {
		return err
	}
	days, err := calendar.Load(tx)
	if err != nil {
		return err
	}
	clocks, done := f.clocksOf(days), map[string]bool{}
	if err := f.loadAfter(tx); err != nil {
		return err
	}
	for _, t := range f.chain.from(f.document.State) {
		due, waits := clocks.due(t)
		if !waits || done[t.Action] || !f.opened(t) {
			continue
		}
		done[t.Action] = true
		if t.Deadline == asked {
			if err := f.askEach(tx, t); err != nil {
				return err
			}
			continue
		}
		for _, step := range s.desks(t.Act, place) {
			step.DocumentID, step.Action, step.Act, step.Due = f.document.ID, t.Action, t.Act, due
			if err := document.OpenStep(tx, step); err != nil {
				return err
			}
		}
	}
	return f.reopenVotes(tx)
}

// desks are the persons and organs before whom an act on a document lies.
func (s *Service) desks(act string, place authz.Place) (steps []document.Step) {
	for _, r := range place.Persons {
		if grantedVia(s.policy, act, r.Why) {
			steps = append(steps, document.Step{PersonID: r.ID, Why: r.Why})
		}
	}
	for _, r := range place.Organs {
		if grantedVia(s.policy, act, r.Why) {
			steps = append(steps, document.Step{OrganID: r.ID, Why: r.Why})
		}
	}
	return steps
}

// askEach opens a step for every question that waits for its answer.
func (f *facts) askEach(tx *store.Tx, t Transition) error {
	for _, o := range f.opinions {
		if o.Verdict != "" {
			continue
		}
		step := document.Step{
			DocumentID: f.document.ID, Action: t.Action, Act: t.Act, PersonID: o.PersonID, OrganID: o.OrganID,
			Why: authz.Consulted, Due: o.Due, CreatedAt: o.AskedAt,
		}
		if err := document.OpenStep(tx, step); err != nil {
			return err
		}
	}
	return nil
}

// capacity says by which right the actor acts: the formula for the signature, whom the actor stands in for, else the
// position held.
func (f *facts) capacity(t Transition) string {
	if slices.Contains(t.Effects, "sign") && len(f.formula.Lines) > 0 {
		return strings.Join(f.formula.Lines, " / ") // TL., TUQ., KT. say by whose right
	}
	if lent := f.lent(t); lent.For != "" {
		return lent.Title // says in whose place
	}
	for _, r := range f.actor.Roles {
		if r.Office == f.document.OfficeID || r.Organ == f.document.UnitID {
			return r.Title
		}
	}
	if len(f.actor.Roles) > 0 {
		return f.actor.Roles[0].Title
	}
	return ""
}
