package task

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/xlsx"
)

func TestRules(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		"FREQ=MONTHLY;BYMONTHDAY=25": "", "RRULE:FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15": "", "freq=weekly;byday=fr": "",
		"FREQ=SECONDLY": "RULE_TOO_FINE", "FREQ=MINUTELY;INTERVAL=5": "RULE_TOO_FINE", "FREQ=HOURLY": "RULE_TOO_FINE", "FREQ=DAILY;BYSECOND=1,2": "RULE_TOO_FINE",
		"": "RULE_INVALID", "mỗi tháng": "RULE_INVALID", "FREQ=MONTHLY;BYMONTHDAY=45": "RULE_INVALID", "FREQ=YEARLY;INTERVAL=99999": "RULE_INVALID",
		"FREQ=MONTHLY;COUNT=99999999": "RULE_INVALID", "FREQ=YEARLY;BYEASTER=0": "RULE_INVALID", "FREQ=MONTHLY\nDTSTART:19700101": "RULE_INVALID",
		"FREQ=DAILY;" + strings.Repeat("X", 300): "RULE_INVALID",
	} {
		if _, err := ParseRule(text); codeOf(err) != code {
			t.Errorf("%q: %v, want %q", text, err, code)
		}
	}
}

// A rule that never ends, or never begins, is looked at for so many steps and no more: the test itself ends.
func TestAHostileRuleEnds(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31", "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MONTHLY;INTERVAL=60;BYMONTHDAY=31;BYMONTH=2", "FREQ=YEARLY;BYYEARDAY=366;INTERVAL=3", "FREQ=DAILY;INTERVAL=1;BYWEEKNO=53;BYMONTH=6",
	} {
		rule, err := ParseRule(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		all := rule.Dates("2025-01-01", "2035-06-01", "", windowMost)
		if len(all) > windowMost || len(window(all, "2035-06-01")) > windowMost {
			t.Errorf("%s: %d dates", text, len(all))
		}
	}
	rule, err := ParseRule("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15")
	if err != nil {
		t.Fatal(err)
	}
	want := []store.Date{"2025-12-15", "2026-03-15"}
	if diff := cmp.Diff(want, rule.Dates("2025-03-15", "2025-10-01", "2026-05-01", 24)); diff != "" {
		t.Error(diff)
	}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hoàn thành trước ngày 30/9/2025.":                         "2025-09-30 hoàn thành trước ngày 30/9/2025",
		"chậm nhất là ngày 05 tháng 10 năm 2025;":                  "2025-10-05 chậm nhất là ngày 05 tháng 10 năm 2025",
		"chậm nhất ngày 05/8":                                      "2026-08-05 chậm nhất ngày 05/8",
		"trước ngày 29/2":                                          "2028-02-29 trước ngày 29/2",
		"trong tháng 02/2028 phải xong":                            "2028-02-29 trong tháng 02/2028",
		"trong quý I":                                              "2026-03-31 trong quý I",
		"xong trước quý IV/2025":                                   "2025-09-30 xong trước quý IV/2025",
		"xong trước 15/10/2025":                                    "2025-10-15 xong trước 15/10/2025",
		"trước ngày 31/2/2026":                                     "none ",
		"Báo cáo số 403-BC/TU, ngày 03/6/2014":                     "none ",
		"hằng tháng, trước ngày 25, báo cáo":                       "FREQ=MONTHLY;BYMONTHDAY=25 hằng tháng, trước ngày 25",
		"báo cáo trước ngày 15/12 hằng năm":                        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15 trước ngày 15/12 hằng năm",
		"hằng quý, trước ngày 15 tháng cuối quý báo cáo":           "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15 hằng quý, trước ngày 15 tháng cuối quý",
		"định kỳ 6 tháng, năm báo cáo":                             "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1 định kỳ 6 tháng, năm",
		"sơ kết định kỳ hằng năm vào ngày 18/11":                   "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18 định kỳ hằng năm vào ngày 18/11",
		"báo cáo khi có yêu cầu":                                   "on_request khi có yêu cầu",
		"trong thời hạn 10 ngày làm việc":                          "2025-09-24 trong thời hạn 10 ngày làm việc",
		"hằng quý báo cáo; riêng đề án hoàn thành trước ngày 1/11": "2025-11-01 hoàn thành trước ngày 1/11",
	} {
		d := DeadlineIn(text, "2025-09-10")
		if got := d.when() + " " + d.Text; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if d.Text != "" && text[d.From:d.To] != d.Text {
			t.Errorf("%q: the span is %q", text, text[d.From:d.To])
		}
	}
}

func TestObligationsProposed(t *testing.T) {
	t.Parallel()
	body := bodyOf(`1. Văn phòng Tỉnh ủy theo dõi việc thực hiện Chỉ thị; sơ kết định kỳ hằng năm vào ngày 18/11.
2. Các đảng ủy trực thuộc hằng quý, trước ngày 15 tháng cuối quý báo cáo kết quả về Văn phòng Tỉnh ủy.
3. Tổng kết 5 năm thực hiện Kế hoạch vào năm 2030.
4. Sơ kết năm 2024 đã đạt kết quả tốt.`, true)
	var got []string
	for _, o := range Obligations(body, "2025-09-10") {
		got = append(got, strings.Join([]string{string(o.Kind), o.Rule, string(o.FirstDue), strings.Join(o.Leads, "+")}, " "))
	}
	want := []string{
		"interim FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18 2025-11-18 ",
		"quarter FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15 2025-09-15 Các đảng ủy trực thuộc",
		"final FREQ=YEARLY;COUNT=1 2030-12-31 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// openOf are the tasks of an obligation as "due state", in order.
func (o *office) openOf(id string) (out []string) {
	o.Helper()
	v, err := o.service.Obligation(context.Background(), o.as(chief), id)
	o.must(err)
	for _, t := range v.Tasks {
		out = append(out, t.LeadID+" "+string(t.Due)+" "+string(t.State))
	}
	return out
}

func TestObligationsMakeTasksOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.given()
		in := ObligationInput{Kind: Monthly, Text: "Báo cáo công tác dân vận", Rule: "FREQ=MONTHLY;BYMONTHDAY=25", Organs: []string{district}}
		before := o.rows()
		for code, change := range map[string]func(*ObligationInput){
			"RULE_TOO_FINE": func(i *ObligationInput) { i.Rule = "FREQ=SECONDLY" }, "DEADLINE_PAST": func(i *ObligationInput) { i.FirstDue = "2014-01-25" },
			"LEAD_NOT_RECIPIENT": func(i *ObligationInput) { i.Organs = []string{"bt-vptu"} }, "OBLIGATION_KIND_UNKNOWN": func(i *ObligationInput) { i.Kind = "century" },
			"RULE_WITHOUT_DATES": func(i *ObligationInput) { i.Rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" }, "ENDS_BEFORE_IT_BEGINS": func(i *ObligationInput) { i.Ends = "2014-06-11" },
			"ORGANS_MISSING": func(i *ObligationInput) { i.Organs = nil },
		} {
			wrong := in
			change(&wrong)
			if _, err := o.service.Oblige(ctx, o.as(chief), id, wrong); codeOf(err) != code {
				t.Errorf("want %s: %v", code, err)
			}
		}
		if _, err := o.service.Oblige(ctx, o.as(clerk), id, in); codeOf(err) != "FORBIDDEN" {
			t.Errorf("who has to report sets it: %v", err)
		}
		if diff := cmp.Diff(before, o.rows()); diff != "" {
			t.Errorf("refusals left something: %s", diff)
		}
		v, err := o.service.Oblige(ctx, o.as(chief), id, in)
		o.must(err)
		want := []string{district + " 2014-06-25 new", district + " 2014-07-25 new", district + " 2014-08-25 new"}
		if diff := cmp.Diff(want, o.openOf(v.ID)); diff != "" {
			t.Error(diff)
		}
		o.must(o.service.Generate(ctx))
		o.must(o.service.Generate(ctx))
		if diff := cmp.Diff(want, o.openOf(v.ID)); diff != "" {
			t.Errorf("generated again: %s", diff)
		}
		v, err = o.service.Reschedule(ctx, o.as(chief), v.ID, v.Version, "2014-07-25", "2014-08-05", "số liệu tháng chưa có")
		o.must(err)
		if got := o.openOf(v.ID)[1]; got != district+" 2014-08-05 new" {
			t.Errorf("moved: %s", got)
		}
		if _, err := o.service.Reschedule(ctx, o.as(chief), v.ID, v.Version, "2014-07-25", "2014-08-05", " "); codeOf(err) != "REASON_REQUIRED" {
			t.Errorf("without a reason: %v", err)
		}
		o.on = "2014-08-01"
		o.must(o.service.Generate(ctx))
		if got := o.openOf(v.ID); len(got) != 5 || got[4] != district+" 2014-10-25 new" {
			t.Errorf("the window moved on: %v", got)
		}
		// Overlapping directives: one does for both.
		other, err := o.service.Oblige(ctx, o.as(chief), id, ObligationInput{Kind: Monthly, Text: "Báo cáo tháng", Rule: "FREQ=MONTHLY;BYMONTHDAY=20", Organs: []string{district, mttq}, FirstDue: "2014-08-20"})
		o.must(err)
		merged, err := o.service.Merge(ctx, o.as(chief), other.ID, v.ID, other.Version, "trùng nội dung")
		o.must(err)
		if merged.State != "merged" || merged.MergedInto != v.ID {
			t.Errorf("%+v", merged.Obligation)
		}
		for _, one := range o.openOf(other.ID) {
			if !strings.HasSuffix(one, "cancelled") {
				t.Errorf("still to be done: %s", one)
			}
		}
		var took int
		for _, one := range o.openOf(v.ID) {
			if strings.HasPrefix(one, mttq) {
				took++
			}
		}
		if took == 0 {
			t.Error("the organ of the merged obligation owes nothing any more")
		}
		v, err = o.service.End(ctx, o.as(chief), v.ID, 0, "30-TB/VPTU", "hết nhiệm vụ")
		o.must(err)
		if v.State != "ended" || len(v.Next) != 0 {
			t.Errorf("%+v", v)
		}
		if _, err := o.service.Obligation(ctx, o.as(stranger), v.ID); codeOf(err) != "OBLIGATION_NOT_FOUND" {
			t.Errorf("a stranger looks: %v", err)
		}
	})
}

func TestARequestForFigures(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		in := RequestInput{
			Title: "Số liệu 6 tháng", Due: "2014-06-20", Organs: []string{district, mttq, "bt-btgtu"},
			Columns: []Column{{Name: "Số chi bộ", Kind: Figure}, {Name: "Đảng viên", Unit: "người", Kind: Figure}, {Name: "Ghi chú", Kind: Words}},
		}
		before := o.rows()
		for code, change := range map[string]func(*RequestInput){
			"ORGAN_NOT_BELOW": func(i *RequestInput) { i.Organs = []string{"bt-tu"} }, "DEADLINE_PAST": func(i *RequestInput) { i.Due = "2014-06-01" },
			"COLUMNS_COUNT": func(i *RequestInput) { i.Columns = make([]Column, 31) }, "COLUMN_TWICE": func(i *RequestInput) { i.Columns = append(i.Columns, i.Columns[0]) },
			"TITLE_MISSING": func(i *RequestInput) { i.Title = "" }, "ORGANS_COUNT": func(i *RequestInput) { i.Organs = nil }, "COLUMN_KIND": func(i *RequestInput) { i.Columns = []Column{{Name: "x"}} },
		} {
			wrong := in
			change(&wrong)
			if _, err := o.service.Ask(ctx, o.as(drafter), wrong); codeOf(err) != code {
				t.Errorf("want %s: %v", code, err)
			}
		}
		if diff := cmp.Diff(before, o.rows()); diff != "" {
			t.Errorf("refusals left something: %s", diff)
		}
		v, err := o.service.Ask(ctx, o.as(drafter), in)
		o.must(err)
		answer := func(who string, cells []string, submit bool) (RequestView, error) {
			return o.service.Answer(ctx, o.as(who), v.ID, AnswerInput{Cells: cells, Submit: submit})
		}
		for code, cells := range map[string][]string{
			"CELLS_COUNT": {"1"}, "ANSWER_INVALID NOT_A_NUMBER": {"mười", "2", ""}, "ANSWER_INVALID FIGURE_MISSING": {"", "2", ""},
		} {
			if _, err := answer(clerk, cells, true); codeOf(err) != code {
				t.Errorf("want %s: %v", code, err)
			}
		}
		own, err := answer(clerk, []string{"12", "", "nháp"}, false)
		o.must(err)
		if len(own.Answers) != 1 || own.Answers[0].State != "draft" || len(own.Totals) != 0 {
			t.Errorf("an organ sees its own: %+v", own)
		}
		if asked, err := o.service.Request(ctx, o.as(drafter), v.ID); err != nil || asked.Answers[0].Shown(0) != "" {
			t.Errorf("a draft is shown: %+v %v", asked.Answers, err)
		}
		own, err = answer(clerk, []string{"12", "1.234,5", "đủ"}, true)
		o.must(err)
		if got := own.Answers[0]; got.Late || got.SubmittedOn != "2014-06-10" || got.Cells[1] != "1.234,5" {
			t.Errorf("%+v", got)
		}
		o.on = "2014-06-21"
		own, err = answer(clerk, []string{"13", "1.234,5", "đủ"}, false) // a correction stays submitted, and in time
		o.must(err)
		if got := own.Answers[0]; got.Late || got.Corrected != 1 || got.State != "submitted" {
			t.Errorf("%+v", got)
		}
		own, err = answer(front, []string{"7", "1000", ""}, true)
		o.must(err)
		if got := own.Answers[0]; !got.Late || got.Cells[1] != "1.000" {
			t.Errorf("%+v", got)
		}
		if _, err := answer(stranger, []string{"1", "1", ""}, true); codeOf(err) != "REQUEST_NOT_FOUND" {
			t.Errorf("a stranger answers: %v", err)
		}
		if _, err := o.service.CloseRequest(ctx, o.as(clerk), v.ID, 0); codeOf(err) != "FORBIDDEN" {
			t.Errorf("who is asked closes: %v", err)
		}
		shown, err := o.service.CloseRequest(ctx, o.as(drafter), v.ID, 0)
		o.must(err)
		if diff := cmp.Diff([]string{"20", "2.234,5", ""}, shown.Totals); diff != "" {
			t.Error(diff)
		}
		if _, err := answer(clerk, []string{"14", "1", ""}, true); codeOf(err) != "REQUEST_CLOSED" {
			t.Errorf("answered after the closing: %v", err)
		}
		block, _, err := o.service.Gathered(ctx, o.as(drafter), v.ID)
		o.must(err)
		o.must(block.Check())
		want := "TT\tCơ quan, đơn vị\tSố chi bộ\tĐảng viên (người)\tGhi chú\n1\tHuyện ủy Tuy Phong\t13\t1.234,5\tđủ\n" +
			"2\tỦy ban Mặt trận Tổ quốc Việt Nam huyện Tuy Phong\t7\t1.000\t\n3\tBan Tuyên giáo Tỉnh ủy Bình Thuận\t\t\t\n\tTổng cộng\t20\t2.234,5\t"
		if diff := cmp.Diff(want, block.Text()); diff != "" {
			t.Error(diff)
		}
		workbook, err := o.service.Workbook(ctx, o.as(drafter), v.ID)
		o.must(err)
		tables, err := xlsx.Read(bytes.NewReader(workbook), 1<<20)
		o.must(err)
		if rows := tables[0].Rows; rows[1][1] != "Huyện ủy Tuy Phong" || rows[1][2] != "13" || rows[1][5] != "Đã gửi" || rows[2][5] != "Gửi quá hạn" || rows[3][5] != "Chưa gửi" {
			t.Errorf("%q", rows)
		}
		if _, err := o.service.Workbook(ctx, o.as(clerk), v.ID); codeOf(err) != "FORBIDDEN" {
			t.Errorf("who is asked exports: %v", err)
		}
	})
}

func TestFigures(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1.234.567,5": "1.234.567,5", "1 234": "1.234", "0": "0", "-3": "-3", "12.5": "12,5", "1.234": "1.234", "0,001": "0,001", "12,50": "12,5",
		"": "?", "1.23.456": "?", "1,2,3": "?", "mười": "?", "--1": "?", "1e9": "?", "0x10": "?", "1/3": "?", strings.Repeat("9", 60): "?",
	} {
		got := "?"
		if n, ok := figure(in); ok {
			got = figureText(n)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	if r := settings(); r.DueSoon != 3 || r.DefaultDays != 0 {
		t.Errorf("as the file says: %+v", r)
	}
	if _, err := readRules([]byte("due_soon: -1")); err == nil {
		t.Error("days that cannot be are read")
	}
}

// A default date of the office is moved off weekends, and told apart from one of the text.
func TestTheDefaultDate(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	o.view(func(tx *store.Tx) error {
		c, err := loadCalendar(tx)
		if err != nil {
			return err
		}
		g := giver{on: "2014-06-05", calendar: c}
		for days, want := range map[int]store.Date{10: "2014-06-16", 9: "2014-06-16", 11: "2014-06-16", 12: "2014-06-17"} {
			if got := g.afterDays(days); got != want {
				t.Errorf("%d days: %s, want %s", days, got, want)
			}
		}
		return nil
	})
}
