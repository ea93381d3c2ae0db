package distribution

import (
	"fmt"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/mail"
	"trinhky/internal/store"
)

// unreachable are the receivers that no channel leads to: RECIPIENT_UNREACHABLE, told at submit with the name and what is
// missing, so that nobody is dropped in silence at issue.
func unreachable(tx *store.Tx, r Resolution, on store.Date) ([]fault.Reason, error) {
	var reasons []fault.Reason
	var clerks map[string][]string
	for _, n := range r.Recipients {
		if n.Channel == ByAccount && n.OrganID != "" && clerks == nil {
			var err error
			if clerks, err = directory.Clerks(tx, on); err != nil {
				return nil, fmt.Errorf("who is reached: %w", err)
			}
		}
		if why := unreachedBecause(n, clerks, on); why != "" {
			reasons = append(reasons, fault.Reason{Code: "RECIPIENT_UNREACHABLE", Detail: r.whereNamed(n) + n.Name + " " + why})
		}
		if len(reasons) == mostReasons {
			break
		}
	}
	return reasons, nil
}

// unreachedBecause says what is missing, as the end of a sentence that begins with the receiver's name.
func unreachedBecause(n Recipient, clerks map[string][]string, on store.Date) string {
	switch n.Channel {
	case ByAccount:
		if n.OrganID != "" && len(clerks[n.OfficeID]) == 0 && len(clerks[n.OrganID]) == 0 {
			return fmt.Sprintf("chưa có văn thư tiếp nhận trên hệ thống vào ngày %s; bổ sung văn thư hoặc đổi kênh nhận trong danh bạ.", on.Time().Format("02/01/2006"))
		}
	case ByEmail:
		if n.Email == "" {
			return "nhận qua thư điện tử nhưng danh bạ chưa ghi địa chỉ thư; bổ sung địa chỉ hoặc đổi kênh nhận."
		}
		if _, err := mail.Address(n.Email); err != nil {
			return fmt.Sprintf("có địa chỉ thư điện tử “%s” không hợp lệ trong danh bạ.", n.Email)
		}
	case ByPaper:
	default:
		return "chưa có kênh nhận văn bản nào trong danh bạ (tài khoản, thư điện tử hoặc bản giấy)."
	}
	return ""
}

// whereNamed is the line that first names a receiver.
func (r Resolution) whereNamed(n Recipient) string {
	for _, l := range r.Lines {
		if len(n.Lines) > 0 && l.N == n.Lines[0] {
			return fmt.Sprintf("Dòng %d “%s”: ", l.N, l.Text)
		}
	}
	return ""
}
