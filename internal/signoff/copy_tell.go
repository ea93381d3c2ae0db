package signoff

import (
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// copyTold is what whoever a copy concerns next is told of a step.
var copyTold = map[string]string{
	"prepare": "Bản sao chờ ký", "sign": "Bản sao đã ký, chờ cấp số, đóng dấu", "seal": "Có bản sao văn bản gửi đến", "cancel": "Bản sao đã hủy",
}

// tellCopy tells of a step of a copy: the signer that it waits for him, who prepared it that it is signed, the receivers'
// văn thư that it came. The original's words go only to those who may see the original; a receiver of an extract may not.
func (s *Service) tellCopy(tx *store.Tx, c Copy, actorID, action string, sent []copyRecipient) error {
	var people []string
	m := notice.Message{
		About: notice.Copy, AboutID: c.ID, DocumentID: c.DocumentID, Action: "copy_" + action, Key: "copy_" + action, Label: copyTold[action],
	}
	switch action {
	case "prepare":
		people = []string{c.SignerID}
	case "sign":
		people = []string{c.PreparedBy}
	case "cancel":
		people = []string{c.SignerID, c.PreparedBy}
	case "seal":
		m.DocumentID = ""
		for _, r := range sent {
			if r.OrganID == "" {
				people = append(people, r.PersonID)
				continue
			}
			staff, err := s.staffWho(tx, authz.Relation{ID: r.OrganID, Why: authz.Received}, authz.IncomingRegister)
			if err != nil {
				return err
			}
			people = append(people, staff...)
		}
	}
	people = slices.DeleteFunc(people, func(id string) bool { return id == actorID })
	if len(people) == 0 {
		return nil
	}
	return notice.Tell(tx, people, m)
}
