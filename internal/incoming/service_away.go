package incoming

import (
	"context"

	"trinhky/internal/authz"
	"trinhky/internal/casefile"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// File puts what was dealt with into a hồ sơ of the office, by the number and symbol of the file (NĐ 30/2020 Art. 29). An
// office without a list of the year keeps its files elsewhere: there the code stays the text it is. Refused: what
// casefile.FileAway refuses.
func (s *Service) File(ctx context.Context, a authz.Actor, at At, caseFile string) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingWork, func(f *facts) error {
		if err := f.mine(Done); err != nil {
			return err
		}
		code, err := line("Số và ký hiệu hồ sơ", caseFile, fileCodeLimit)
		if err != nil {
			return err
		}
		if code == "" {
			return ErrCaseFile
		}
		paper, err := paperOf(f.tx, f.arrival)
		if err != nil {
			return err
		}
		code, err = casefile.FileAway(f.tx, casefile.Filing{
			Policy: s.Policy, Actor: f.actor, Capacity: f.capacity(), OrganID: f.arrival.OfficeID, Paper: paper, Date: f.on,
		}, code)
		if err != nil {
			return err
		}
		f.arrival.CaseFile, f.arrival.FiledAt = code, f.tx.Now
		f.step(Filed)
		f.says("file", "", map[string]any{"case_file": code})
		return nil
	})
}

// Paper is an arrival that the actor may see, for the contents list of a hồ sơ: what the room of hồ sơ, a floor below, asks.
// What has no số đến yet, or went back, is no paper of the office's work.
func (s *Service) Paper(tx *store.Tx, actor authz.Actor, id string) (casefile.Paper, error) {
	f, err := s.load(tx, actor, id)
	if err != nil {
		return casefile.Paper{}, err
	}
	if f.arrival.Number == 0 {
		return casefile.Paper{}, wrongState(f.arrival)
	}
	if err := f.arrival.goesOn(); err != nil {
		return casefile.Paper{}, err
	}
	return paperOf(tx, f.arrival)
}

// Papers says which of some arrivals Paper would give the actor, in one question.
func (s *Service) Papers(tx *store.Tx, a authz.Actor, ids []string) (map[string]bool, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return nil, err
	}
	seen, err := seenAmong(tx, s.sight(actor, authz.IncomingRead), ids)
	if err != nil {
		return nil, err
	}
	papers := map[string]bool{}
	for _, one := range seen {
		papers[one.ID] = one.Number != 0 && one.goesOn() == nil
	}
	return papers, nil
}

// paperOf fills the columns of the contents list. The bytes are the signed PDF of what came from inside, else the first PDF
// that came.
func paperOf(tx *store.Tx, a Arrival) (casefile.Paper, error) {
	p := casefile.Paper{
		Source: casefile.FromArrival, ID: a.ID, Symbol: a.Symbol, Date: a.DocumentDate, KindName: a.KindName, Subject: a.Subject,
		Author: a.Author, Pages: a.Pages,
	}
	if a.DocumentID != "" {
		d, err := document.Load(tx, a.DocumentID)
		p.Blob = d.Sealed
		return p, err
	}
	files, err := filesOf(tx, a.ID)
	for _, one := range files {
		if one.MediaType == pdfType {
			p.Blob = one.SHA256
			break
		}
	}
	return p, err
}

const pdfType = "application/pdf"

// Known are those of some arrivals that the actor may read, by id: what a list of notices says of them.
func (s *Service) Known(ctx context.Context, a authz.Actor, ids []string) (map[string]Arrival, error) {
	known := map[string]Arrival{}
	if len(ids) == 0 {
		return known, nil
	}
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		seen, err := seenAmong(tx, s.sight(actor, authz.IncomingRead), ids)
		for _, one := range seen {
			known[one.ID] = one
		}
		return err
	})
	return known, err
}
