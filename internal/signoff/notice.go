package signoff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/incoming"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// notifyArgs is the job that tells people of an action: ids only, never text.
type notifyArgs struct {
	DocumentID string   `json:"document_id"`
	Action     string   `json:"action"`
	Version    int      `json:"version"`
	ActorID    string   `json:"actor_id"`
	Whys       []string `json:"whys"`
}

// Kind names the job.
func (notifyArgs) Kind() string { return "signoff.notify" }

// tidyArgs is the daily job that forgets old Idempotency-Keys, working texts and uploads that nobody finished.
type tidyArgs struct{}

// Kind names the job.
func (tidyArgs) Kind() string { return "signoff.tidy" }

// alarmArgs is the job that tells of steps that were not done in time.
type alarmArgs struct{}

// Kind names the job.
func (alarmArgs) Kind() string { return "signoff.alarm" }

// Work registers the jobs of this room.
func (s *Service) Work(runner *jobs.Runner) {
	jobs.Handle(runner, s.notify)
	jobs.Handle(runner, s.notifyOfComment)
	jobs.Handle(runner, func(ctx context.Context, _ tidyArgs) error {
		return s.store.Update(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.ForgetKeys(), document.ForgetWorkings(tx), document.ForgetUploads(tx))
		})
	})
	runner.Every(24*time.Hour, tidyArgs{})
	jobs.Handle(runner, func(ctx context.Context, _ alarmArgs) error { return s.alarm(ctx) })
	runner.Every(time.Minute, alarmArgs{})
}

// notify writes a notice for everybody whom the relations of the document name; running twice tells nobody twice. Who
// they are is read first, and the notices are written in small transactions: a long Nơi nhận keeps no writer waiting.
func (s *Service) notify(ctx context.Context, args notifyArgs) error {
	var people []string
	var message notice.Message
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		if message, err = s.messageOf(tx, args); err != nil {
			return err
		}
		people, err = s.told(tx, args)
		return err
	})
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(people, noticeBatch) {
		if err := s.store.Update(ctx, func(tx *store.Tx) error { return notice.Tell(tx, batch, message) }); err != nil {
			return err
		}
	}
	return nil
}

const noticeBatch = 200

// noticeKey tells a notice of an action from that of any other: an action gives the document a version of its own.
func noticeKey(action string, version int) string { return fmt.Sprintf("%s:%d", action, version) }

// toldLabels say of an action that it was done: its own name, read in a list of news, would ask the reader to do it. An
// office that names an action otherwise is told of it by that name.
var toldLabels = map[string]string{
	"Trình": "Đã trình", "Cho ý kiến": "Đã cho ý kiến", "Duyệt nội dung": "Đã duyệt nội dung", "Xác nhận thể thức": "Đã xác nhận thể thức",
	"Ký số": "Đã ký số", "Cấp số": "Đã cấp số", "Đóng dấu": "Đã đóng dấu", "Phát hành": "Đã phát hành", "Lưu hồ sơ": "Đã lưu hồ sơ",
	"Trả lại": "Bị trả lại", "Rút lại": "Đã rút lại", "Hủy luồng": "Đã hủy luồng", "Quyết định thu hồi": "Có quyết định thu hồi",
	"Thu hồi": "Đã thu hồi", "Rút quyết định thu hồi": "Đã rút quyết định thu hồi",
}

// messageOf says what an action is called on the document's own chain; never what the document says.
func (s *Service) messageOf(tx *store.Tx, args notifyArgs) (notice.Message, error) {
	d, err := document.Load(tx, args.DocumentID)
	if err != nil {
		return notice.Message{}, err
	}
	chain, err := s.chainOf(tx, d)
	if err != nil {
		return notice.Message{}, err
	}
	label := chain.label(args.Action)
	if done, ok := toldLabels[label]; ok {
		label = done
	}
	if label == "" {
		label = laterLabels[args.Action]
	}
	if label == "" {
		return notice.Message{}, fmt.Errorf("tell of %q: the chain %s has no such action", args.Action, chain.ID)
	}
	return notice.Message{
		About: notice.Document, AboutID: d.ID, DocumentID: d.ID, Action: args.Action, Key: noticeKey(args.Action, args.Version),
		Label: label, Urgent: d.Urgency != "",
	}, nil
}

// told are the people to tell, each once, without the one who acted.
func (s *Service) told(tx *store.Tx, args notifyArgs) (people []string, err error) {
	place, err := document.PlaceOf(tx, args.DocumentID)
	if err != nil {
		return nil, err
	}
	for _, r := range place.Persons {
		if slices.Contains(args.Whys, r.Why) {
			people = append(people, r.ID)
		}
	}
	for _, r := range place.Organs {
		if !slices.Contains(args.Whys, r.Why) {
			continue
		}
		staff, err := s.staffWho(tx, r, authz.DocumentRead)
		if err != nil {
			return nil, err
		}
		people = append(people, staff...)
	}
	concerns := func(r authz.Relation) bool { return !slices.Contains(args.Whys, r.Why) }
	place.Persons, place.Organs = slices.DeleteFunc(place.Persons, concerns), slices.DeleteFunc(place.Organs, concerns)
	standIns, err := s.standIns(tx, people, authz.DocumentRead, place)
	if err != nil {
		return nil, err
	}
	heard, err := heardAlready(tx, args)
	if err != nil {
		return nil, err
	}
	people = append(people, standIns...)
	slices.Sort(people)
	return slices.DeleteFunc(slices.Compact(people), func(id string) bool { return id == args.ActorID || heard[id] }), nil
}

// heardAlready are those who heard of the action in another way: of a recall, the văn thư and handlers of its arrivals.
func heardAlready(tx *store.Tx, args notifyArgs) (map[string]bool, error) {
	heard := map[string]bool{}
	if args.Action != "recall" {
		return heard, nil
	}
	deliveries, err := distribution.DeliveriesOf(tx, args.DocumentID)
	if err != nil {
		return nil, err
	}
	people, err := incoming.HeardOfRecall(tx, idsOf(deliveries))
	for _, id := range people {
		heard[id] = true
	}
	return heard, err
}

// standIns are those who stand in for some of the people who are told, and are let do the act to the place by it: each is
// told within his scope, and of nothing that he could not open.
func (s *Service) standIns(tx *store.Tx, people []string, act string, place authz.Place) (told []string, err error) {
	for _, scope := range directory.Scopes {
		for some := range slices.Chunk(people, noticeBatch) {
			found, err := directory.StandIns(tx, some, scope, s.officeDate())
			if err != nil {
				return nil, err
			}
			for _, id := range found {
				if slices.Contains(people, id) || slices.Contains(told, id) {
					continue
				}
				actor, err := login.Actor(tx, id, s.officeDate())
				if err != nil {
					return nil, err
				}
				if s.policy.Can(actor, act, place) {
					told = append(told, id)
				}
			}
		}
	}
	return told, nil
}

// staffWho are the people at an organ whose role lets them do an act through the relation.
func (s *Service) staffWho(tx *store.Tx, r authz.Relation, act string) (people []string, err error) {
	staff, err := directory.Staff(tx, r.ID, s.officeDate())
	if err != nil {
		return nil, err
	}
	for _, h := range staff {
		if s.policy.Grants(h.Role, act, r.Why) {
			people = append(people, h.PersonID)
		}
	}
	return people, nil
}

// tellVoters tells every member but the one who sent the ballot; nobody stands in for a voter.
func (f *facts) tellVoters(tx *store.Tx, b Ballot) error {
	var people []string
	for _, v := range b.Voters {
		if v.PersonID != b.OpenedBy {
			people = append(people, v.PersonID)
		}
	}
	return notice.Tell(tx, people, notice.Message{
		About: notice.Document, AboutID: b.DocumentID, DocumentID: b.DocumentID, Action: "open_ballot", Key: "ballot:" + b.ID,
		Label: "Xin ý kiến bằng phiếu", Urgent: f.document.Urgency != "",
	})
}

// alarm tells whoever a step lies before that its time is over, once: for what is urgent 30 minutes after the signature
// (NĐ 30/2020 Art. 18: "ngay sau khi ký"), else at the end of the working day that the chain or the law gives.
func (s *Service) alarm(ctx context.Context) error {
	for {
		var n int
		err := s.store.Update(ctx, func(tx *store.Tx) error {
			late, err := lateSteps(tx, noticeBatch)
			if err != nil {
				return err
			}
			n = len(late)
			for _, step := range late {
				if err := s.tellLate(tx, step); err != nil {
					return err
				}
			}
			return markAlarmed(tx, late)
		})
		if err != nil || n < noticeBatch {
			return err
		}
	}
}

func (s *Service) tellLate(tx *store.Tx, step lateStep) (err error) {
	people, act := []string{step.PersonID}, authz.DocumentRead // of what lies before a leader his thư ký is told, who signs nothing
	if step.OrganID != "" {
		act = step.Act
		if people, err = s.staffWho(tx, authz.Relation{ID: step.OrganID, Why: step.Why}, act); err != nil {
			return err
		}
	}
	standIns, err := s.standIns(tx, people, act, placeOfStep(step.Step))
	if err != nil {
		return err
	}
	return notice.Tell(tx, append(people, standIns...), notice.Message{
		About: notice.Document, AboutID: step.DocumentID, DocumentID: step.DocumentID, Action: step.Action, Key: "late:" + step.ID,
		Label: "Quá hạn xử lý", Urgent: step.Urgency != "",
	})
}
