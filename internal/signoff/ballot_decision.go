package signoff

import (
	"context"
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// DecisionInput records what a meeting decided on the newest text.
type DecisionInput struct {
	ContentVersion                    int
	MeetingDate                       store.Date
	Minutes                           string // id of the biên bản
	InOffice, Present, Agree, Against int    // InOffice 0 = as the directory says
	Note                              string
}

// RecordDecision writes down what a meeting of the document's collective decided on the newest text.
func (s *Service) RecordDecision(ctx context.Context, personID, id string, in DecisionInput) (decisionID string, err error) {
	if err = words(&in.Note); err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error {
			decisionID, err = s.recordDecision(tx, personID, id, in)
			return err
		})
	}
	return decisionID, s.refused(ctx, personID, authz.BallotOpen, id, err)
}

func (s *Service) recordDecision(tx *store.Tx, personID, id string, in DecisionInput) (string, error) {
	f, role, err := s.forDecision(tx, personID, id, in.ContentVersion)
	if err != nil {
		return "", err
	}
	d := Decision{
		ID: store.NewID(), DocumentID: id, ContentVersion: f.document.ContentVersion, ContentSHA256: f.content.SHA256, MeetingDate: in.MeetingDate,
		MinutesID: in.Minutes, InOffice: in.InOffice, Present: in.Present, Agree: in.Agree, Against: in.Against, Note: in.Note,
		RecordedBy: personID, RecordedAt: tx.Now,
	}
	if err := s.meetingOf(tx, f, &d); err != nil {
		return "", err
	}
	if err := insertDecision(tx, d); err != nil {
		return "", err
	}
	err = f.recordBeside(tx, role, "record_decision", in.Note, map[string]any{
		"decision": d.ID, "content_version": d.ContentVersion, "content_sha256": d.ContentSHA256, "meeting": d.MeetingDate, "minutes": d.MinutesID,
		"in_office": d.InOffice, "present": d.Present, "agree": d.Agree, "against": d.Against, "body": d.Body,
	})
	if err != nil {
		return "", err
	}
	return d.ID, tx.SetAnswer(d.ID)
}

// meetingOf checks the figures of a meeting against each other and against the directory of that day.
func (s *Service) meetingOf(tx *store.Tx, f *facts, d *Decision) error {
	if !d.MeetingDate.Valid() || d.MeetingDate > f.on {
		return fault.New(fault.Unmet, "MEETING_DATE", "Ngày họp của tập thể phải là một ngày không sau hôm nay.")
	}
	c, found, err := collectiveOf(tx, f.document, f.issuer, d.MeetingDate)
	if err != nil {
		return err
	}
	if !found {
		return fault.New(fault.Unmet, "COLLECTIVE_UNKNOWN", "Cơ quan ban hành không làm việc theo chế độ tập thể.")
	}
	d.Body = c.Name
	if c.Group != "" {
		_, members, err := directory.Members(tx, c.Group, d.MeetingDate)
		if err != nil {
			return err
		}
		if d.InOffice == 0 {
			d.InOffice = len(members)
		}
		if d.InOffice != len(members) {
			return fault.New(fault.Unmet, "IN_OFFICE_DIFFERS", fmt.Sprintf("Theo danh bạ, ngày đó %s có %d thành viên đương nhiệm.", c.Name, len(members)))
		}
		d.GroupID = &c.Group
	}
	if d.Present < 1 || d.Present > d.InOffice || d.Agree < 0 || d.Against < 0 || d.Agree+d.Against > d.Present {
		return fault.New(fault.Unmet, "MEETING_FIGURES", "Số thành viên dự họp phải từ 1 đến số đương nhiệm; số tán thành và không tán thành không quá số dự họp.")
	}
	if d.MinutesID == "" {
		return nil
	}
	minutes, err := s.load(tx, f.actor.PersonID, d.MinutesID)
	if err != nil {
		return hidden(err, fault.New(fault.Unmet, "MINUTES_UNKNOWN", "Không tìm thấy biên bản hội nghị này."))
	}
	if minutes.kind.ID != minutesKind || minutes.document.Signed == "" {
		return fault.New(fault.Unmet, "MINUTES_UNKNOWN", "Văn bản được dẫn không phải là một biên bản đã ký.")
	}
	return nil
}
