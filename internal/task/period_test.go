package task

import (
	"testing"

	"trinhky/internal/store"
)

func TestPeriodsAreRulesAndWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		period      Period
		rule, words string
	}{
		{Period{Every: "tuần"}, "FREQ=WEEKLY;BYDAY=FR", "hằng tuần, thứ Sáu"},
		{Period{Every: "tháng", Day: 20}, "FREQ=MONTHLY;BYMONTHDAY=20", "hằng tháng, ngày 20"},
		{Period{Every: "tháng"}, "FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"},
		{Period{Every: "quý", Day: 25}, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25", "hằng quý, ngày 25 tháng cuối quý"},
		{Period{Every: "6 tháng", Day: 15}, "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", "6 tháng một lần, ngày 15 tháng 6 và tháng 12"},
		{Period{Every: "năm", Day: 18, Month: 11}, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18", "hằng năm, ngày 18/11"},
		{Period{Every: "năm", Month: 12}, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "hằng năm, ngày cuối tháng 12"},
	} {
		rule, err := c.period.Rule()
		if err != nil || rule != c.rule {
			t.Errorf("%+v is the rule %q (%v), want %q", c.period, rule, err, c.rule)
		}
		if back, ok := PeriodOf(c.rule); !ok || back != c.period {
			t.Errorf("%q is read back as %+v, %t", c.rule, back, ok)
		}
		if words := RuleWords(c.rule); words != c.words {
			t.Errorf("%q in words: %q, want %q", c.rule, words, c.words)
		}
	}
}

func TestRulesThatNoPeriodMakes(t *testing.T) {
	t.Parallel()
	for rule, words := range map[string]string{
		"":                                     "",
		"FREQ=DAILY":                           "hằng ngày",
		"FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=5": "hằng năm, ngày 5/1, 5/7",
		"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5": "theo quy tắc FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5",
		"FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-2":  "theo quy tắc FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-2",
	} {
		if got := RuleWords(rule); got != words {
			t.Errorf("%q in words: %q, want %q", rule, got, words)
		}
		if p, ok := PeriodOf(rule); ok {
			t.Errorf("%q is read as the period %+v", rule, p)
		}
	}
	for _, p := range []Period{{}, {Every: "ngày"}, {Every: "tháng", Day: 32}, {Every: "tháng", Day: -1}, {Every: "năm", Month: 13}} {
		if rule, err := p.Rule(); err == nil {
			t.Errorf("%+v is the rule %q", p, rule)
		}
	}
}

func TestAReportIsNamedOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind ObligationKind
		due  store.Date
		want string
	}{
		{Monthly, "2026-12-25", "Báo cáo tháng 12/2026"},
		{Quarterly, "2026-12-25", "Báo cáo quý IV/2026"},
		{HalfYearly, "2026-06-15", "Báo cáo 6 tháng đầu năm 2026"},
		{HalfYearly, "2026-12-15", "Báo cáo năm 2026"},
		{Yearly, "2026-12-15", "Báo cáo năm 2026"},
		{Interim, "2026-11-18", "Sơ kết năm 2026"},
		{Final, "2027-11-18", "Tổng kết năm 2027"},
	} {
		if got := reportTitle(c.kind, c.due); got != c.want {
			t.Errorf("%s due %s is called %q, want %q", c.kind, c.due, got, c.want)
		}
	}
}
