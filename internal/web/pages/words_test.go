package pages

import (
	"strings"
	"testing"
	"time"

	"trinhky/internal/store"
)

func TestADeadlineAtMidnightIsTheEndOfTheDayBefore(t *testing.T) {
	t.Parallel()
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 12, day, hour, minute, 0, 0, store.Hanoi)
	}
	afternoon := at(1, 17, 0)
	for _, test := range []struct {
		at   any
		want string
	}{
		{at(24, 0, 0), "hết ngày 23/12/2026"}, {at(1, 0, 0).UTC(), "hết ngày 30/11/2026"}, {&afternoon, "17:00 01/12/2026"},
		{at(24, 0, 1), "00:01 24/12/2026"}, {(*time.Time)(nil), ""}, {time.Time{}, ""},
	} {
		if got, err := deadlineText(test.at); err != nil || got != test.want {
			t.Errorf("%v: %q, %v, want %q", test.at, got, err, test.want)
		}
	}
	if _, err := deadlineText("mai"); err == nil {
		t.Error("a word is no moment")
	}
}

// A state is named by the kind of thing that is in it: some words name states of several.
func TestStatesOfTheLogHaveNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, state, want string }{
		{"document", "filed", "Đã lưu hồ sơ"}, {"document", "arrived", "Đã đến, chờ tiếp nhận"}, {"case_file", "closed", "Đã kết thúc"},
		{"arrival", "submitted", "Trình lãnh đạo"}, {"case_file", "submitted", "Đã nộp, chờ lưu trữ nhận"}, {"copy", "cancelled", "Đã hủy"},
		{"task", "cancelled", "Dừng thực hiện"}, {"series", "whatever", "whatever"},
	} {
		if got := stateLabel(c.kind, c.state); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.kind, c.state, got, c.want)
		}
	}
}

func TestIDsBreakBehindDots(t *testing.T) {
	t.Parallel()
	if got := strings.Join(breakable("document.request_opinion"), "|"); got != "document.|request_|opinion" {
		t.Error(got)
	}
}
