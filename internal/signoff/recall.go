package signoff

import (
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/incoming"
	"trinhky/internal/login"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// recallGround is the rule that governs recalls, where whoever decides names none of his own.
var recallGround = map[directory.Regime]string{
	directory.State: "Điều 18 khoản 4 Nghị định số 30/2020/NĐ-CP ngày 05/3/2020",
	directory.Party: "Thẩm quyền của cơ quan ban hành văn bản theo quy định về công tác văn thư của Đảng",
}

// decideRecall writes who decided, why and on what ground. Nothing goes out yet: the notice of recall is văn thư's to send.
func decideRecall(tx *store.Tx, _ *Service, f *facts) error {
	step := recallStep{
		DocumentID: f.document.ID, Round: f.after.round, Step: stepDecided, PersonID: f.actor.PersonID, Capacity: f.capacity(Transition{}),
		Reason: strings.TrimSpace(f.input.Comment), Ground: strings.TrimSpace(f.input.Ground), At: tx.Now,
	}
	if step.Ground == "" {
		step.Ground = recallGround[directory.Regime(f.document.Regime)]
	}
	f.after.decided = &step
	f.noted = map[string]any{"step": step.Step, "ground": step.Ground}
	return insertRecallStep(tx, step)
}

// withdrawRecall takes a decision back that văn thư has not executed: nothing went out, nobody outside was told. The decision
// stays on record, and the document may be recalled by another.
func withdrawRecall(tx *store.Tx, _ *Service, f *facts) error {
	decided := f.after.decided
	step := recallStep{
		DocumentID: f.document.ID, Round: f.after.round, Step: stepWithdrawn, PersonID: f.actor.PersonID, Capacity: f.capacity(Transition{}),
		Reason: strings.TrimSpace(f.input.Comment), At: tx.Now,
	}
	f.after.decided, f.after.round = nil, f.after.round+1
	f.noted = map[string]any{"step": step.Step, "decided_by": decided.PersonID, "reason_of_decision": decided.Reason}
	return insertRecallStep(tx, step)
}

// recall executes what was decided: the document is marked for good, no copy is delivered or accepted any more, links in
// letters end, who has no account is written to, and every receiver owes the destruction of his copy.
func recall(tx *store.Tx, _ *Service, f *facts) error {
	step := recallStep{DocumentID: f.document.ID, Round: f.after.round, Step: stepExecuted, PersonID: f.actor.PersonID, Capacity: f.capacity(Transition{}), At: tx.Now}
	if err := insertRecallStep(tx, step); err != nil {
		return err
	}
	decided := f.after.decided
	if err := document.PutMark(tx, f.document.ID, document.MarkRecalled, "", f.actor.PersonID, decided.Reason); err != nil {
		return err
	}
	called, err := distribution.CallBack(tx, f.document.ID, f.actor.PersonID, decided.Reason)
	if err != nil {
		return err
	}
	if err := revokeLinks(tx, called); err != nil {
		return err
	}
	if err := incoming.CalledBack(tx, idsOf(called), f.on); err != nil {
		return err
	}
	f.after.executed = &step
	f.noted = map[string]any{"step": step.Step, "decided_by": decided.PersonID, "reason": decided.Reason, "ground": decided.Ground, "copies": len(called)}
	return nil
}

// revokeLinks ends the links that letters about some copies carry.
func revokeLinks(tx *store.Tx, deliveries []distribution.Delivery) error {
	var mailed []string
	for _, d := range deliveries {
		if d.Channel == distribution.ByEmail || d.By() == distribution.ByEmail {
			mailed = append(mailed, d.ID)
		}
	}
	return login.RevokeLinks(tx, mailed...)
}

// takeBack closes the copies that nobody has taken in, and asks the receivers of the others (edXML 15/16).
func takeBack(tx *store.Tx, s *Service, f *facts) error {
	reason := strings.TrimSpace(f.input.Comment)
	taken, asked, err := distribution.TakeOut(tx, f.document.ID, f.input.To, f.actor.PersonID, reason, f.on)
	if err != nil {
		return err
	}
	f.noted = map[string]any{"taken": idsOf(taken), "asked": idsOf(asked)}
	if err := incoming.CalledBack(tx, idsOf(taken), f.on); err != nil {
		return err
	}
	if err := s.tellTaken(tx, taken, asked); err != nil {
		return err
	}
	all, err := distribution.AllTaken(tx, f.document.ID)
	if err != nil || !all || f.marked(document.MarkTakenBack) {
		return err
	}
	return document.PutMark(tx, f.document.ID, document.MarkTakenBack, "", f.actor.PersonID, reason)
}

func idsOf(deliveries []distribution.Delivery) []string {
	ids := make([]string, len(deliveries))
	for i, d := range deliveries {
		ids[i] = d.ID
	}
	return ids
}

// tellTaken tells the people whose copy is gone, who can no longer see it and so hear no word of it, and those who are asked.
// The văn thư of organs whose copy is gone hear of their arrival.
func (s *Service) tellTaken(tx *store.Tx, taken, asked []distribution.Delivery) error {
	for _, d := range taken {
		if d.ArrivedAt.IsZero() || d.OrganID != "" {
			continue // it never came, or the arrival was told
		}
		if err := s.tellReceiver(tx, d, "", "Một văn bản gửi đến đã được cơ quan gửi lấy lại"); err != nil {
			return err
		}
	}
	for _, d := range asked {
		if err := s.tellReceiver(tx, d, d.DocumentID, "Cơ quan gửi đề nghị lấy lại văn bản đã tiếp nhận"); err != nil {
			return err
		}
	}
	return nil
}

// tellReceiver tells whoever receives a copy, and who stands in for him in reading what comes: the copy's own place decides
// within whose scope it lies, since the document may be closed to both by now.
func (s *Service) tellReceiver(tx *store.Tx, d distribution.Delivery, documentID, label string) error {
	people, place := []string{d.PersonID}, authz.Place{Persons: []authz.Relation{{ID: d.PersonID, Why: authz.Addressed}}}
	if d.OrganID != "" {
		people, place = nil, authz.Place{Organs: []authz.Relation{{ID: d.OrganID, Why: authz.Received}, {ID: d.OfficeID, Why: authz.Received}}}
		staff, err := directory.Staff(tx, d.OfficeID, s.officeDate())
		if err != nil {
			return err
		}
		for _, h := range staff {
			if h.Role == authz.Clerk {
				people = append(people, h.PersonID)
			}
		}
	}
	standIns, err := s.standIns(tx, people, authz.DocumentRead, place)
	if err != nil {
		return err
	}
	return notice.Tell(tx, append(people, standIns...), notice.Message{
		About: notice.Document, AboutID: d.DocumentID, DocumentID: documentID, Action: "take_back", Key: "take_back:" + d.ID, Label: label, Urgent: true,
	})
}
