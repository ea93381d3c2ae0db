package upkeep

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

const (
	jobSubject = "job"
	actRetry   = "job.retry"
	actGiveUp  = "job.give_up"
)

// Work is one job as an administrator sees it.
type Work struct {
	jobs.Job
	// SubjectKind and SubjectID name what the job is about by its id; "" where its arguments name nothing.
	SubjectKind, SubjectID string
}

// Label names the kind of work; its id where it has no name.
func (w Work) Label() string {
	if label := JobLabels[w.Kind]; label != "" {
		return label
	}
	return w.Kind
}

// Sentence says what stopped it and what helps; "" where nothing did.
func (w Work) Sentence() string {
	if w.Fault == "" {
		return ""
	}
	return ErrorLabels[sortOf(w.Fault)]
}

// sortOf sorts the program's own words for an error.
func sortOf(text string) string {
	text = strings.ToLower(text)
	for _, sort := range []struct{ name, words string }{
		{"panic", "panic"}, {"space", "no space|disk full|database or disk is full|nospc"}, {"timeout", "deadline exceeded|timed out|timeout"},
		{"mail", "mail:|smtp"}, {"blob", "blob|bucket|minio"}, {"database", "database is locked|connection refused|reach the database|sqlstate|store:|bad connection"},
	} {
		for word := range strings.SplitSeq(sort.words, "|") {
			if strings.Contains(text, word) {
				return sort.name
			}
		}
	}
	return ""
}

// Queue is one page of the jobs of a standing, the newest first, and how many there are of each.
type Queue struct {
	Standing jobs.Standing
	Kind     string
	Jobs     []Work
	Next     int64 // the id behind which the next page begins; 0 at the end
	Counts   map[jobs.Standing]int64
	Kinds    []jobs.Count // of this standing
}

// Queue shows jobs. An unknown standing is that of failed ones.
func (s *Service) Queue(ctx context.Context, personID string, standing jobs.Standing, kind string, before int64) (q Queue, err error) {
	if StandingLabels[standing] == "" {
		standing = jobs.Failed
	}
	err = s.look(ctx, personID, authz.JobsManage, "", func(tx *store.Tx, _ authz.Actor) error {
		q = Queue{Standing: standing, Kind: kind, Counts: map[jobs.Standing]int64{}}
		counts, err := jobs.Counts(tx)
		if err != nil {
			return err
		}
		for _, c := range counts {
			q.Counts[c.Standing] += c.N
			if c.Standing == standing {
				q.Kinds = append(q.Kinds, c)
			}
		}
		found, err := jobs.List(tx, standing, kind, before, defaultPage+1)
		if err != nil {
			return err
		}
		if len(found) > defaultPage {
			found = found[:defaultPage]
			q.Next = found[defaultPage-1].ID
		}
		for _, j := range found {
			w := Work{Job: j}
			w.SubjectKind, w.SubjectID = subjectOf(j.Args)
			q.Jobs = append(q.Jobs, w)
		}
		return nil
	})
	return q, err
}

// subjectOf reads what a job is about from its arguments, which hold ids.
func subjectOf(raw json.RawMessage) (kind, id string) {
	var args map[string]any
	if json.Unmarshal(raw, &args) != nil {
		return "", ""
	}
	for _, known := range []struct{ key, kind string }{
		{"document_id", "document"}, {"document", "document"}, {"delivery", "delivery"}, {"deliveries", "delivery"}, {"person", "person"},
		{"person_id", "person"}, {"letter", "letter"}, {"mail", "letter"}, {"id", ""},
	} {
		switch v := args[known.key].(type) {
		case string:
			if v != "" {
				return known.kind, v
			}
		case []any:
			if len(v) > 0 {
				if first, ok := v[0].(string); ok {
					return known.kind, first
				}
			}
		}
	}
	return "", ""
}

// Retry puts a job at the head of the queue. Faults of jobs.Retry.
func (s *Service) Retry(ctx context.Context, personID string, id int64) error {
	return s.onJob(ctx, personID, id, actRetry, jobs.Retry)
}

// GiveUp ends a job that is not at work. Faults of jobs.GiveUp.
func (s *Service) GiveUp(ctx context.Context, personID string, id int64) error {
	return s.onJob(ctx, personID, id, actGiveUp, jobs.GiveUp)
}

func (s *Service) onJob(ctx context.Context, personID string, id int64, action string, do func(*store.Tx, int64) (jobs.Job, error)) error {
	name := strconv.FormatInt(id, 10)
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		actor, role, err := s.admit(tx, personID, authz.JobsManage)
		if err != nil {
			return err
		}
		was, err := do(tx, id)
		if err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: audit.Subject{Kind: jobSubject, ID: name}, Action: action, ActorID: actor.PersonID, ActorName: actor.Name, Capacity: role.Title,
			Details: map[string]any{"kind": was.Kind, "standing": was.Standing, "attempts": was.Attempts},
		})
		if err != nil {
			return err
		}
		return tx.SetAnswer(name)
	})
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: personID, Act: authz.JobsManage, SubjectID: name}, err)
}

// Undelivered is a letter to a receiver that did not arrive, as an administrator sees it: the office that must act, why and
// when. The document and its receiver are told only to who may follow that document's deliveries.
type Undelivered struct {
	DeliveryID, DocumentID string // the document's id is "" where the reader may not follow it
	Office                 string // which sent it
	Symbol, Recipient      string
	Domain                 string // of the address: what a mail administrator needs
	FailedAt               time.Time
	Attempts               int
	Bounced                bool   // a văn thư noted that it came back
	Failure                string // of the mail server
}

// Failures are the letters that did not arrive: to receivers, and notices to our own people.
type Failures struct {
	Letters []Undelivered
	Notices []notice.FailedLetter
	More    bool
}

const failuresShown = 100

// Failures shows the newest letters that did not arrive and that nobody has sent otherwise yet.
func (s *Service) Failures(ctx context.Context, personID string) (f Failures, err error) {
	err = s.look(ctx, personID, authz.JobsManage, "", func(tx *store.Tx, actor authz.Actor) error {
		found, err := distribution.Undelivered(tx, failuresShown+1)
		if err != nil {
			return err
		}
		if f = (Failures{}); len(found) > failuresShown {
			found, f.More = found[:failuresShown], true
		}
		if f.Letters, err = s.undelivered(tx, actor, found); err != nil {
			return err
		}
		f.Notices, err = notice.FailedLetters(tx, failuresShown)
		return err
	})
	return f, err
}

func (s *Service) undelivered(tx *store.Tx, actor authz.Actor, found []distribution.Delivery) ([]Undelivered, error) {
	ids := make([]string, len(found))
	for i, d := range found {
		ids[i] = d.DocumentID
	}
	all, err := document.ByIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	seen, err := document.Seen(tx, s.Policy.Reach(actor, authz.DeliveryList), ids)
	if err != nil {
		return nil, err
	}
	issuers := []string{}
	for _, d := range all {
		issuers = append(issuers, d.IssuerID)
	}
	organs, err := directory.OrgansByID(tx, issuers)
	if err != nil {
		return nil, err
	}
	list := make([]Undelivered, len(found))
	for i, d := range found {
		_, domain, _ := strings.Cut(d.MailTo(), "@")
		u := Undelivered{
			DeliveryID: d.ID, Office: organs[all[d.DocumentID].IssuerID].Name, Domain: domain, FailedAt: d.FailedAt, Attempts: d.Attempts, Bounced: !d.MailedAt.IsZero(),
		}
		if !u.Bounced {
			u.Failure = d.Failure
		}
		if doc, visible := seen[d.DocumentID]; visible {
			u.DocumentID, u.Symbol, u.Recipient, u.Failure = d.DocumentID, doc.Symbol, d.Name, d.Failure
		}
		list[i] = u
	}
	return list, nil
}
