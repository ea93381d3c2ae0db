package distribution

import (
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// toldLabels say what became of a copy, and whose it was.
var toldLabels = map[string]string{
	"refuse": "Văn bản bị từ chối, trả lại: %s", "mail_failed": "Thư điện tử gửi văn bản không đến được: %s",
	"mail_recall_failed": "Thư báo thu hồi không đến được, cần gửi bằng bản giấy: %s",
}

// tellSender tells the drafter and the văn thư who issued what became of a copy.
func (s *Service) tellSender(tx *store.Tx, d Delivery, action string) error {
	doc, err := document.Load(tx, d.DocumentID)
	if err != nil {
		return err
	}
	people, err := s.clerksOf(tx, doc.OfficeID)
	if err != nil {
		return err
	}
	return notice.Tell(tx, append(people, doc.DrafterID), notice.Message{
		About: notice.Document, AboutID: doc.ID, DocumentID: doc.ID, Action: action, Label: shorten(fmt.Sprintf(toldLabels[action], d.Name)),
		Key: fmt.Sprintf("%s %s %d", action, d.ID, d.Version), Urgent: true,
	})
}

// clerksOf are the văn thư of an office on the day.
func (s *Service) clerksOf(tx *store.Tx, officeID string) (people []string, err error) {
	staff, err := directory.Staff(tx, officeID, s.today())
	if err != nil {
		return nil, err
	}
	for _, h := range staff {
		if h.Role == authz.Clerk {
			people = append(people, h.PersonID)
		}
	}
	return people, nil
}

// shorten keeps a label within what a notice holds.
func shorten(label string) string {
	const most = 200
	runes := []rune(label)
	if len(runes) <= most {
		return label
	}
	return string(runes[:most-1]) + "…"
}
