package casefile

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// States of a hand-over.
const (
	HandoverProposed = "proposed" // chờ lưu trữ nhận
	HandoverAccepted = "accepted" // đã nhận
	HandoverReturned = "returned" // lưu trữ trả lại
)

// Handover is one biên bản giao nhận of files to lưu trữ hiện hành (NĐ 30/2020 Art. 30, Phụ lục V).
type Handover struct {
	ID, OrganID, UnitID                  string
	State                                string
	ProposedBy, ProposedName, ProposedAs string
	ProposedAt                           time.Time
	DecidedBy, DecidedName, DecidedAs    string
	DecidedAt                            *time.Time
	Note                                 string // of the archive: why returned
	Files                                []File
}

// maxHandover bounds the files of one hand-over.
const maxHandover = 500

var errHandover = fault.New(fault.NotFound, "HANDOVER_NOT_FOUND", "Không tìm thấy biên bản giao nhận hồ sơ.")

// HandOver proposes closed files to the archive (casefile.hand_over on each); they wait, unchangeable, for its answer.
func (s *Service) HandOver(ctx context.Context, a authz.Actor, fileIDs []string) (h Handover, err error) {
	fileIDs = slices.Compact(slices.Sorted(slices.Values(fileIDs)))
	if len(fileIDs) == 0 || len(fileIDs) > maxHandover {
		return h, fault.New(fault.Unmet, "HANDOVER_FILES", "Chọn từ 1 đến 500 hồ sơ để nộp lưu.")
	}
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		h = Handover{ID: store.NewID(), State: HandoverProposed, ProposedAt: tx.Now}
		for _, id := range fileIDs {
			d, err := s.at(tx, a, authz.CaseFileHandOver, id)
			if err != nil {
				return err
			}
			if d.file.State != Closed {
				return wrongState(d.file, "không nộp lưu được: "+d.file.Code)
			}
			if h.OrganID == "" {
				h.OrganID, h.UnitID = d.file.OrganID, d.file.UnitID
				h.ProposedBy, h.ProposedName, h.ProposedAs = d.by.ID, d.by.Name, d.by.Capacity
			}
			if d.file.OrganID != h.OrganID {
				return fault.New(fault.Unmet, "HANDOVER_ORGANS", "Một biên bản giao nhận chỉ gồm hồ sơ của một cơ quan.")
			}
			d.file.State = Submitted
			if err := change(tx, &d.file); err != nil {
				return err
			}
			if err := record(tx, d.file, "hand_over", d.by, "", map[string]any{"handover": h.ID}); err != nil {
				return err
			}
			h.Files = append(h.Files, d.file)
		}
		if err := insertHandover(tx, h); err != nil {
			return err
		}
		if err := recordHandover(tx, h, "propose", By{h.ProposedBy, h.ProposedName, h.ProposedAs}, ""); err != nil {
			return err
		}
		return tx.SetAnswer(h.ID)
	})
	return h, s.refused(ctx, a, authz.CaseFileHandOver, fileIDs[0], err)
}

// Accept takes a hand-over into lưu trữ hiện hành (casefile.accept, another person than who proposed it). From now on the
// files never change, and the archive may read the documents in them.
func (s *Service) Accept(ctx context.Context, a authz.Actor, id, note string) (Handover, error) {
	return s.decide(ctx, a, id, HandoverAccepted, note, func(tx *store.Tx, f *File, by By) error {
		f.State, f.ArchivedOn, f.ArchivedBy, f.WarnOn = Archived, s.Today(), by.ID, ""
		items, err := itemsOf(tx, f.ID)
		if err != nil {
			return err
		}
		var ids []string
		for _, i := range items {
			if i.Source == FromDocument {
				ids = append(ids, i.Paper.ID)
			}
		}
		grants, err := archived(tx, f.OrganID, ids)
		if err != nil {
			return err
		}
		for part := range slices.Chunk(grants, 500) {
			if err := document.Grant(tx, part...); err != nil {
				return err
			}
		}
		return nil
	})
}

// archived are the archive's rights on the documents of a file: those of the own house with how they came about, those
// that others sent as they were sent.
func archived(tx *store.Tx, organID string, ids []string) (grants []document.Access, err error) {
	organ, err := directory.OrganByID(tx, organID)
	if err != nil {
		return nil, err
	}
	known, err := document.ByIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		g := document.Access{DocumentID: id, OrganID: organID, Why: authz.Kept}
		if known[id].OfficeID == organ.Office() {
			g.Why = authz.Archive
		}
		grants = append(grants, g)
	}
	return grants, nil
}

// ReturnHandover gives a hand-over back with the reason; its files are closed as before (casefile.accept).
func (s *Service) ReturnHandover(ctx context.Context, a authz.Actor, id, reason string) (Handover, error) {
	return s.decide(ctx, a, id, HandoverReturned, reason, func(_ *store.Tx, f *File, _ By) error {
		f.State = Closed
		return nil
	})
}

func (s *Service) decide(ctx context.Context, a authz.Actor, id, state, note string, each func(*store.Tx, *File, By) error) (h Handover, err error) {
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		if h, err = loadHandover(tx, id); err != nil {
			return err
		}
		d, err := s.atOrgan(tx, a, authz.CaseFileAccept, h.OrganID)
		if err != nil {
			if fault.Of(err).Kind == fault.NotFound {
				return errHandover
			}
			return err
		}
		if note, err = clean("ghi chú", note, noteLimit, false); err != nil {
			return err
		}
		switch {
		case state == HandoverReturned && note == "":
			return ErrReason
		case h.State != HandoverProposed:
			return fault.New(fault.Unmet, "HANDOVER_DECIDED", "Biên bản giao nhận này đã được giải quyết.")
		case d.by.ID == h.ProposedBy:
			return fault.New(fault.Unmet, "HANDOVER_TWO_PEOPLE", "Người nộp không tự nhận hồ sơ vào lưu trữ.")
		}
		h.State, h.DecidedBy, h.DecidedName, h.DecidedAs, h.Note = state, d.by.ID, d.by.Name, d.by.Capacity, note
		at := tx.Now
		h.DecidedAt = &at
		if err := decideHandover(tx, h); err != nil {
			return err
		}
		action := map[string]string{HandoverAccepted: "accept", HandoverReturned: "return"}[state]
		for i := range h.Files {
			if err := each(tx, &h.Files[i], d.by); err != nil {
				return err
			}
			if err := change(tx, &h.Files[i]); err != nil {
				return err
			}
			if err := record(tx, h.Files[i], action, d.by, note, map[string]any{"handover": h.ID}); err != nil {
				return err
			}
		}
		if err := recordHandover(tx, h, action, d.by, note); err != nil {
			return err
		}
		return tx.SetAnswer(h.ID)
	})
	return h, s.refused(ctx, a, authz.CaseFileAccept, id, err)
}

// Handovers are those that the actor proposed, or that his archive or office has to do with; newest first, at most 200.
func (s *Service) Handovers(ctx context.Context, a authz.Actor) (list []Handover, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		list, err = handoversOf(tx, actor.PersonID, s.officesOf(actor))
		return err
	})
	return list, err
}

// officesOf are the organs whose hand-overs an actor may see: where he accepts them, or hands over for the whole organ.
func (s *Service) officesOf(actor authz.Actor) (organs []string) {
	for _, act := range []string{authz.CaseFileAccept, authz.CaseFileHandOver} {
		for _, o := range s.Policy.Reach(actor, act).Organs {
			if o.Why == authz.Office && !slices.Contains(organs, o.ID) {
				organs = append(organs, o.ID)
			}
		}
	}
	return organs
}

// Handover reads one, with its files, and says whether the actor may decide it.
func (s *Service) Handover(ctx context.Context, a authz.Actor, id string) (h Handover, may bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		if h, err = loadHandover(tx, id); err != nil {
			return err
		}
		place := authz.Place{Organs: []authz.Relation{{ID: h.OrganID, Why: authz.Office}}}
		may = s.Policy.Can(actor, authz.CaseFileAccept, place) && h.State == HandoverProposed && h.ProposedBy != actor.PersonID
		if h.ProposedBy != actor.PersonID && !slices.Contains(s.officesOf(actor), h.OrganID) {
			return errHandover
		}
		return nameKeepers(tx, h.Files)
	})
	return h, may, s.refused(ctx, a, authz.CaseFileRead, id, err)
}

func recordHandover(tx *store.Tx, h Handover, action string, by By, comment string) error {
	codes := make([]string, len(h.Files))
	for i, f := range h.Files {
		codes[i] = f.Code
	}
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "case_handover", ID: h.ID}, Action: action, ActorID: by.ID, ActorName: by.Name,
		Capacity: by.Capacity, To: h.State, Comment: comment, Details: map[string]any{"files": codes, "organ": h.OrganID},
	})
}
