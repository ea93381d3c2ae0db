package establishment

import (
	"context"
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/register"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

// Preview is what a reorganisation would do, before anything is done.
type Preview struct {
	directory.Effects
	Names     map[string]string // of groups' owners and of heirs that stand already
	Drafts    int               // documents on their way, not yet signed: their drafters choose another issuer
	Signed    int               // signed, and neither numbered, sealed nor issued: they bar it
	Waiting   int64             // deliveries that nobody has accepted
	Arrivals  int64             // incoming papers that are not done
	Tasks     int64             // tasks that nobody has closed
	Books     int               // series of numbers, which end with the organ
	Refusal   *fault.Fault      // why it cannot be done; nil when it can
	MayDecide bool
}

// errTrial takes a trial back.
var errTrial = fmt.Errorf("establishment: a trial is taken back")

// Preview tells what a reorganisation would do and what bars it; nothing is done. Fault FORBIDDEN.
func (s *Service) Preview(ctx context.Context, who string, r directory.Reorganisation) (p Preview, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		if _, err = d.as(authz.DirectoryEdit, touchedBy(r)...); err != nil {
			return err
		}
		p, err = d.preview(r)
		return err
	})
	if err != nil {
		return p, err
	}
	p.Refusal, err = s.try(ctx, who, r)
	return p, err
}

// touchedBy are the organs over which a reorganisation needs the right: those that end and those that take over.
func touchedBy(r directory.Reorganisation) []string {
	begins := map[string]bool{}
	for _, o := range r.New {
		begins[o.ID] = true
	}
	touched := append([]string{}, r.Ending...)
	for _, h := range r.Heirs {
		if !begins[h.OrganID] {
			touched = append(touched, h.OrganID)
		}
	}
	return touched
}

func (d *desk) preview(r directory.Reorganisation) (p Preview, err error) {
	if p.Effects, err = directory.EffectsOf(d.tx, r); err != nil {
		return p, err
	}
	var ids, named []string
	for _, o := range p.Ending {
		ids = append(ids, o.ID)
		series, err := register.SeriesOf(d.tx, o.ID)
		if err != nil {
			return p, err
		}
		p.Books += len(series)
	}
	states, err := document.OnTheWay(d.tx, ids)
	if err != nil {
		return p, err
	}
	for state, n := range states {
		switch state {
		case "signed", "numbered", "sealed":
			p.Signed += n
		default:
			p.Drafts += n
		}
	}
	if p.Waiting, err = distribution.Waiting(d.tx, ids); err != nil {
		return p, err
	}
	if p.Arrivals, err = incoming.OpenOf(d.tx, ids); err != nil {
		return p, err
	}
	if p.Tasks, err = task.OpenOf(d.tx, ids); err != nil {
		return p, err
	}
	for _, m := range p.Members {
		named = append(named, m.Group.OwnerID)
	}
	for _, h := range r.Heirs {
		named = append(named, h.OrganID)
	}
	for _, h := range p.Posts {
		named = append(named, h.OrganID)
	}
	p.Names, err = d.names(named)
	return p, err
}

// try carries a reorganisation out and takes it back: the refusal that it met, or nil.
func (s *Service) try(ctx context.Context, who string, r directory.Reorganisation) (*fault.Fault, error) {
	err := s.Store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		return s.sit(tx, who, func(d *desk) error {
			if err := d.reorganise(r, authz.DirectoryEdit); err != nil {
				return err
			}
			return errTrial
		})
	})
	return refusalOf(err)
}

// reorganise refuses what would strand a document, and carries the rest out.
func (d *desk) reorganise(r directory.Reorganisation, act string) error {
	by, err := d.as(act, touchedBy(r)...)
	if err != nil {
		return err
	}
	p, err := d.preview(r)
	if err != nil {
		return err
	}
	if p.Signed > 0 {
		return fault.New(fault.Unmet, "REORGANISATION_DOCUMENTS",
			fmt.Sprintf("Còn %d văn bản đã ký, chưa phát hành: cấp số, đóng dấu và phát hành, hoặc trả lại các văn bản đó trước.", p.Signed))
	}
	return directory.Reorganise(d.tx, by, r)
}
