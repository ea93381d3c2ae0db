package document

import "testing"

func TestUrgencyIsReadOffItsStamp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line, urgency string
		bears         bool
	}{
		{"KHẨN", "khan", true}, {"THƯỢNG KHẨN", "thuong_khan", true}, {"HỎA TỐC", "hoa_toc", true}, {"HOẢ TỐC", "hoa_toc", true},
		{"Hỏa tốc hẹn giờ", "hoa_toc", true}, {"HOẢ TỐC HẸN GIỜ 08 GIỜ", "hoa_toc", true}, {"KHẨN CẤP", "", true}, {"THƯỜNG", "", false}, {"", "", false},
	} {
		if got := UrgencyOf(c.line); got != c.urgency || BearsUrgency(c.line) != c.bears {
			t.Errorf("%q: %q, want %q; bears one: %v, want %v", c.line, got, c.urgency, BearsUrgency(c.line), c.bears)
		}
	}
	for _, urgency := range Urgencies {
		if UrgencyLabel(urgency) == "" || UrgencyOf(UrgencyStamp(urgency)) != urgency {
			t.Errorf("%q: label %q, stamp %q", urgency, UrgencyLabel(urgency), UrgencyStamp(urgency))
		}
	}
}
