package casefile

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Organs are those whose files the actor may make: the organs where he works, by name.
func (s *Service) Organs(ctx context.Context, a authz.Actor) (organs []directory.Organ, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		var ids []string
		for _, r := range actor.Roles {
			place := authz.Place{Organs: []authz.Relation{{ID: r.Office, Why: authz.Office}}}
			if s.Policy.Can(actor, authz.CaseFileOpen, place) && !slices.Contains(ids, r.Office) {
				ids = append(ids, r.Office)
			}
		}
		byID, err := directory.OrgansByID(tx, ids)
		if err != nil {
			return err
		}
		organs = nil
		for _, id := range ids {
			if o, ok := byID[id]; ok {
				organs = append(organs, o)
			}
		}
		return nil
	})
	return organs, err
}

// PlanView is a list with its lines.
type PlanView struct {
	Organ directory.Organ
	Plan  Plan // its ID is "" when nobody has begun it
	Year  int
	Files []File
	Rules []Rule
	Staff []directory.HoldingView // who may be a keeper
	May   map[string]bool         // CaseFilePlan, CaseFilePlanApprove, CaseFileOpen
}

// Plan reads the list of an organ's year: for everybody who works there.
func (s *Service) Plan(ctx context.Context, a authz.Actor, organID string, year int) (v PlanView, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		d, err := s.atOrgan(tx, a, authz.CaseFileOpen, organID)
		if err != nil {
			return err
		}
		v = PlanView{Organ: d.organ, Year: year, Rules: Rules(string(d.organ.Regime)), May: map[string]bool{}}
		place := authz.Place{Organs: []authz.Relation{{ID: organID, Why: authz.Office}}}
		for _, act := range []string{authz.CaseFilePlan, authz.CaseFilePlanApprove, authz.CaseFileOpen} {
			v.May[act] = s.Policy.Can(d.actor, act, place)
		}
		if v.Plan, _, err = planOf(tx, organID, year); err != nil {
			return err
		}
		if v.Files, err = filesOf(tx, organID, year); err != nil {
			return err
		}
		if v.Staff, err = directory.Staff(tx, organID, s.Today()); err != nil {
			return err
		}
		return nameKeepers(tx, v.Files)
	})
	return v, s.refused(ctx, a, authz.CaseFileOpen, organID, err)
}

// Add makes a file: a line of the list (Planned, casefile.plan), or one that is opened at once (casefile.open). Only who
// makes the list names another keeper.
func (s *Service) Add(ctx context.Context, a authz.Actor, in Input) (f File, err error) {
	act := authz.CaseFileOpen
	if in.Planned || in.Keeper != "" && in.Keeper != a.PersonID {
		act = authz.CaseFilePlan
	}
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		d, err := s.atOrgan(tx, a, act, in.OrganID)
		if err != nil {
			return err
		}
		if in.Keeper == "" {
			in.Keeper = d.actor.PersonID
		}
		f, err = shape(tx, in, File{
			ID: store.NewID(), OrganID: in.OrganID, State: Planned, Version: 1, CreatedBy: d.by.ID, CreatedAt: tx.Now,
		}, d.organ, s.Today())
		if err != nil {
			return err
		}
		if in.Planned {
			if err := begin(tx, in.OrganID, in.Year, d.by); err != nil {
				return err
			}
		} else {
			f.State, f.OpenedOn = Open, s.Today()
		}
		if err := insertFile(tx, f); err != nil {
			return err
		}
		if err := record(tx, f, "create", d.by, "", map[string]any{"code": f.Code, "retention": f.RetentionText(), "rule": f.RetentionRule}); err != nil {
			return err
		}
		return tx.SetAnswer(f.ID)
	})
	return f, s.refused(ctx, a, act, in.OrganID, err)
}

// begin makes the list of a year when its first line is written.
func begin(tx *store.Tx, organID string, year int, by By) error {
	_, found, err := planOf(tx, organID, year)
	if err != nil || found {
		return err
	}
	p := Plan{ID: store.NewID(), OrganID: organID, Year: year, State: PlanDrafting, Version: 1, CreatedBy: by.ID, CreatedAt: tx.Now}
	if err := insertPlan(tx, p); err != nil {
		return err
	}
	return recordPlan(tx, p, "begin_plan", by, nil)
}

// Edit changes what a file is called and how long it is kept, before it is closed (casefile.close by its keeper; a line of
// the list by who makes the list). Its organ and year stay.
func (s *Service) Edit(ctx context.Context, a authz.Actor, id string, version int, in Input) (File, error) {
	return s.plannedOr(ctx, a, authz.CaseFileClose, id, version, func(tx *store.Tx, d *desk) error {
		if d.file.State != Planned && d.file.State != Open {
			return wrongState(d.file, "không sửa được nữa")
		}
		in.OrganID, in.Year = d.file.OrganID, d.file.Year
		if in.Keeper == "" {
			in.Keeper = d.file.KeeperID
		}
		was := d.file
		next, err := shape(tx, in, d.file, d.organ, s.Today())
		if err != nil {
			return err
		}
		d.file = next
		if err := change(tx, &d.file); err != nil {
			return err
		}
		return record(tx, d.file, "edit", d.by, "", map[string]any{"was": was.Label(), "now": d.file.Label(), "retention": d.file.RetentionText(), "keeper": d.file.KeeperID})
	})
}

// Drop takes a line out of the list before the file is opened (casefile.plan).
func (s *Service) Drop(ctx context.Context, a authz.Actor, id string) error {
	_, err := s.plannedOr(ctx, a, "", id, 0, func(tx *store.Tx, d *desk) error {
		if d.file.State != Planned {
			return wrongState(d.file, "không bỏ khỏi danh mục được")
		}
		if err := deletePlanned(tx, d.file); err != nil {
			return err
		}
		return record(tx, d.file, "drop", d.by, "", map[string]any{"code": d.file.Code, "title": d.file.Title})
	})
	return err
}

// Open begins a file of the list (casefile.close: its keeper; or who makes the list).
func (s *Service) Open(ctx context.Context, a authz.Actor, id string, version int) (File, error) {
	return s.plannedOr(ctx, a, authz.CaseFileClose, id, version, func(tx *store.Tx, d *desk) error {
		if d.file.State != Planned {
			return wrongState(d.file, "không mở lại từ danh mục được")
		}
		d.file.State, d.file.OpenedOn = Open, s.Today()
		if err := change(tx, &d.file); err != nil {
			return err
		}
		return record(tx, d.file, "open", d.by, "", nil)
	})
}

// plannedOr is change for acts that the maker of the list may do to its lines: he may when the file is still one, anybody
// else by the act on the file itself ("" = nobody else).
func (s *Service) plannedOr(ctx context.Context, a authz.Actor, act, id string, version int, fn func(*store.Tx, *desk) error) (File, error) {
	var file File
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		f, err := load(tx, id)
		if err != nil {
			return err
		}
		var d desk
		maker, makerErr := s.atOrgan(tx, a, authz.CaseFilePlan, f.OrganID)
		switch {
		case makerErr == nil && f.State == Planned:
			d = maker
			d.file = f
		case fault.System(makerErr) != nil:
			return makerErr
		case act == "":
			if makerErr == nil {
				return wrongState(f, "không bỏ khỏi danh mục được")
			}
			return makerErr
		default:
			if d, err = s.at(tx, a, act, id); err != nil {
				return err
			}
		}
		if version != 0 && version != f.Version {
			return ErrStale
		}
		if err := fn(tx, &d); err != nil {
			return err
		}
		file = d.file
		return tx.SetAnswer(id)
	})
	if act == "" {
		act = authz.CaseFilePlan
	}
	return file, s.refused(ctx, a, act, id, err)
}

// IssuePlan issues the list of an organ's year (casefile.plan_approve: the head). It must have a line. From now on what is
// filed goes into one of the organ's files; further lines may follow, as a supplement.
func (s *Service) IssuePlan(ctx context.Context, a authz.Actor, organID string, year int) (Plan, error) {
	var p Plan
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		d, err := s.atOrgan(tx, a, authz.CaseFilePlanApprove, organID)
		if err != nil {
			return err
		}
		var found bool
		if p, found, err = planOf(tx, organID, year); err != nil {
			return err
		}
		files, err := filesOf(tx, organID, year)
		if err != nil {
			return err
		}
		switch {
		case !found || len(files) == 0:
			return fault.New(fault.Unmet, "CASE_PLAN_EMPTY", "Danh mục hồ sơ của năm này chưa có hồ sơ nào.")
		case p.State == PlanIssued:
			return fault.New(fault.Unmet, "CASE_PLAN_ISSUED", "Danh mục hồ sơ của năm này đã ban hành.")
		}
		p.State, p.IssuedOn, p.IssuedBy, p.IssuedAs = PlanIssued, s.Today(), d.by.ID, d.by.Capacity
		if err := issuePlan(tx, &p); err != nil {
			return err
		}
		if err := recordPlan(tx, p, "issue_plan", d.by, map[string]any{"files": len(files)}); err != nil {
			return err
		}
		return tx.SetAnswer(p.ID)
	})
	return p, s.refused(ctx, a, authz.CaseFilePlanApprove, organID, err)
}

// CopyPlan begins the list of a year with the lines of the year before, those of which the same people still keep
// (casefile.plan). Lines that are there already stay. It gives how many were added.
func (s *Service) CopyPlan(ctx context.Context, a authz.Actor, organID string, year int) (added int, err error) {
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		d, err := s.atOrgan(tx, a, authz.CaseFilePlan, organID)
		if err != nil {
			return err
		}
		if year < s.Today().Year()-1 || year > s.Today().Year()+1 {
			return fault.New(fault.Unmet, "CASE_FILE_YEAR", "Chỉ lập danh mục theo năm trước cho năm nay, năm trước hoặc năm sau.")
		}
		before, err := filesOf(tx, organID, year-1)
		if err != nil {
			return err
		}
		now, err := filesOf(tx, organID, year)
		if err != nil {
			return err
		}
		if err := begin(tx, organID, year, d.by); err != nil {
			return err
		}
		staff, err := directory.Staff(tx, organID, s.Today())
		if err != nil {
			return err
		}
		added = 0
		for _, old := range before {
			works := func(h directory.HoldingView) bool { return h.PersonID == old.KeeperID }
			same := func(f File) bool { return folded(f.Code) == folded(old.Code) }
			if slices.ContainsFunc(now, same) || !slices.ContainsFunc(staff, works) {
				continue
			}
			f := File{
				ID: store.NewID(), OrganID: organID, Year: year, Code: old.Code, Heading: old.Heading, Title: old.Title,
				Retention: old.Retention, RetentionRule: old.RetentionRule, KeeperID: old.KeeperID, UnitID: old.UnitID, Note: old.Note,
				State: Planned, Version: 1, CreatedBy: d.by.ID, CreatedAt: tx.Now,
			}
			if err := insertFile(tx, f); err != nil {
				return err
			}
			if err := record(tx, f, "create", d.by, "", map[string]any{"code": f.Code, "from_year": year - 1}); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	return added, s.refused(ctx, a, authz.CaseFilePlan, organID, err)
}
