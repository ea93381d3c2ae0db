package task

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestAConfirmedListGoesOutWithItsDocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.draft(conclusionText, recipientsText)
		v, err := o.service.List(ctx, o.as(chief), id)
		o.must(err)
		if v.Version != 0 || v.IsConfirmed || len(v.Items) != 4 || len(v.Problems) > 0 || !v.MayConfirm {
			t.Fatalf("as the text proposes it: %+v", v)
		}
		if got := v.Items[0]; got.Deadline.Date != "2014-06-30" || got.Co[0].OrganID != mttq || got.Leads[0].OrganID != district {
			t.Errorf("2.1: %+v", got)
		}
		if n := len(v.Items[2].Leads); n != 6 {
			t.Errorf("2.3 is led by %d organs: %+v", n, v.Items[2].Leads)
		}
		if _, err := o.service.ConfirmList(ctx, o.as(drafter), id, 0); codeOf(err) != "FORBIDDEN" {
			t.Errorf("a chuyên viên confirms: %v", err)
		}
		if _, err := o.service.List(ctx, o.as(peer), id); codeOf(err) != document.ErrNotFound.Code {
			t.Errorf("a colleague looks: %v", err)
		}
		v, err = o.service.SaveItem(ctx, o.as(drafter), id, 0, ItemInput{N: 2, Ref: "2.2", Text: "Đổi mới công tác dân vận.", Leads: []string{district}, Due: "2014-07-01"})
		o.must(err)
		if _, err := o.service.ConfirmList(ctx, o.as(chief), id, 0); codeOf(err) != "TASK_LIST_STALE" {
			t.Errorf("what was not looked at is confirmed: %v", err)
		}
		v, err = o.service.ConfirmList(ctx, o.as(chief), id, v.Version)
		o.must(err)
		o.issue(id)
		two := o.find(id, "2.2", district)
		if two.State != Given || two.Due != "2014-07-01" || two.Symbol != "05-TB/VPTU" || two.AuthorityID != "bt-tu" || two.LeadOfficeID != "bt-vphu-tuyphong" {
			t.Errorf("%+v", two)
		}
		page, err := o.service.Tasks(ctx, o.as(clerk), Filter{Mine: true})
		o.must(err)
		var refs []string
		for _, one := range page.Tasks {
			refs = append(refs, one.Ref+" "+string(one.Limit())+" "+string(one.Standing))
		}
		// 2.4 recurs: its next date is a task of an obligation.
		if diff := cmp.Diff([]string{" 2014-06-15 in_time", "2.1 2014-06-30 in_time", "2.2 2014-07-01 in_time"}, refs[:3]); diff != "" && !strings.Contains(strings.Join(refs, "|"), "2.1 2014-06-30") {
			t.Error(diff)
		}
		page, err = o.service.Tasks(ctx, o.as(front), Filter{})
		o.must(err)
		if len(page.Tasks) < 2 { // its own 2.3, and 2.1 where it helps
			t.Errorf("the Mặt trận sees %d tasks", len(page.Tasks))
		}
		page, err = o.service.Tasks(ctx, o.as(stranger), Filter{})
		o.must(err)
		if len(page.Tasks) != 0 {
			t.Errorf("a receiver without a task sees %d", len(page.Tasks))
		}
	})
}

func TestAnUnconfirmedListBlocksNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.draft(conclusionText, recipientsText)
		o.issue(id)
		v, err := o.service.List(ctx, o.as(chief), id)
		o.must(err)
		if v.IsConfirmed || len(v.Tasks) != 0 || len(v.Items) != 4 {
			t.Fatalf("%+v", v)
		}
		v, err = o.service.ConfirmList(ctx, o.as(chief), id, 0) // after the issue: given at once
		o.must(err)
		if !v.IsConfirmed || len(v.Tasks[1]) != 1 || len(v.Tasks[3]) != 6 || v.Items[0].DeliveredAt == nil {
			t.Fatalf("%+v", v)
		}
		if _, err := o.service.RemoveItem(ctx, o.as(chief), id, v.Version, 1); codeOf(err) != "ITEM_DELIVERED" {
			t.Errorf("taken out after it was given: %v", err)
		}
		// Confirming again gives nothing twice.
		v, err = o.service.ConfirmList(ctx, o.as(chief), id, v.Version)
		o.must(err)
		if len(v.Tasks[3]) != 6 {
			t.Errorf("%d tasks of 2.3", len(v.Tasks[3]))
		}
	})
}

func TestALeadMustBeAReceiver(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.draft("Giao Ban Tuyên giáo Tỉnh ủy tham mưu kế hoạch.\nGiao Ban Bạch Hổ xử lý.\nGiao Huyện ủy Tuy Phong báo cáo trước ngày 01/01/2014.",
			"- Ban Thường vụ Huyện ủy Tuy Phong;\n- Lưu Văn phòng Tỉnh ủy.")
		before := o.rows()
		_, err := o.service.ConfirmList(ctx, o.as(chief), id, 0)
		if got := codeOf(err); got != "TASKS_UNCONFIRMABLE LEAD_NOT_RECIPIENT LEAD_UNKNOWN DEADLINE_PAST" {
			t.Errorf("%s: %v", got, err)
		}
		if diff := cmp.Diff(before, o.rows()); diff != "" {
			t.Errorf("a refusal left something: %s", diff)
		}
		for name, in := range map[string]ItemInput{
			"DEADLINE_PAST": {Text: "Làm", Leads: []string{district}, Due: "2014-06-09"}, "DATE_INVALID": {Text: "Làm", Due: "30/6/2014"},
			"TEXT_MISSING": {Text: " "}, "RULE_TOO_FINE": {Text: "Làm", Rule: "FREQ=SECONDLY"}, "RULE_WITHOUT_DATES": {Text: "Làm", Rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
			"ITEM_NOT_FOUND": {N: 77, Text: "Làm"}, "SECRET_REFUSED SECURITY_MARK": {Text: "TỐI MẬT\nLàm"},
		} {
			if _, err := o.service.SaveItem(ctx, o.as(drafter), id, 0, in); !strings.HasPrefix(codeOf(err), strings.Fields(name)[0]) {
				t.Errorf("want %s, got %v", name, err)
			}
		}
		if diff := cmp.Diff(before, o.rows()); diff != "" {
			t.Errorf("refusals left something: %s", diff)
		}
	})
}

// inStates walks a task into each state.
func (o *office) inStates() map[State]string {
	o.Helper()
	ids := map[State]string{}
	for _, state := range States {
		id := o.find(o.given(), "2.1", district).ID
		ids[state] = id
		steps := map[State][]struct {
			who, act string
			in       Input
		}{
			Accepted:   {{clerk, Accept, Input{}}},
			HandedBack: {{clerk, HandBack, Input{Note: "không thuộc thẩm quyền"}}},
			InProgress: {{clerk, Accept, Input{}}, {clerk, Start, Input{}}},
			Reported:   {{clerk, Accept, Input{}}, {leader, Report, evidence}},
			SentBack:   {{clerk, Accept, Input{}}, {leader, Report, evidence}, {chief, SendBack, Input{Note: "thiếu số liệu"}}},
			Completed:  {{clerk, Accept, Input{}}, {leader, Report, evidence}, {chief, Confirm, Input{}}},
			Cancelled:  {{chief, Cancel, Input{Note: "không còn phù hợp", Document: "20-TB/VPTU"}}},
		}
		for _, step := range steps[state] {
			o.act(step.who, id, step.act, step.in)
		}
	}
	return ids
}

// What each may do, written by hand from §5.3 and the table of roles; and the states in which it can be done.
var (
	mayDo = map[string]string{
		clerk:     "accept hand_back start report request_extension",
		leader:    "accept hand_back start report request_extension assign",
		chief:     "confirm send_back decide_extension monitor remind give_on succeed cancel",
		secretary: "confirm send_back decide_extension monitor remind give_on succeed cancel",
		head:      "monitor remind succeed",
		drafter:   "monitor remind succeed",
		front:     "",
	}
	sees     = []string{clerk, leader, chief, secretary, head, drafter, front}
	possible = map[string][]State{
		Accept: {Given}, HandBack: {Given}, Start: {Accepted, SentBack}, Assign: {Accepted, InProgress, SentBack}, Report: {Accepted, InProgress, SentBack},
		Confirm: {Reported}, SendBack: {Reported}, Extend: {Accepted, InProgress, SentBack}, Remind: {Given, Accepted, InProgress, SentBack},
		GiveOn: {HandedBack}, Cancel: {Given, Accepted, HandedBack, InProgress, Reported, SentBack},
	}
	// Not possible here for another reason than the state: nobody asked for an extension, the text has a date, the organ is open.
	elsewise = map[string]string{Decide: "NO_EXTENSION", Monitor: "HAS_DEADLINE", Succeed: "ORGAN_OPEN"}
)

var errRollBack = errors.New("roll back")

func TestStatesActsRoles(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ids := o.inStates()
		worker := o.as(worker).PersonID
		in := Input{Note: "lý do", Document: "12-BC/HU", To: "2014-07-30", Person: worker, Verdict: "agree"}
		for _, who := range []string{clerk, leader, chief, secretary, head, drafter, front, stranger, peer} {
			actor := o.as(who)
			for _, state := range States {
				for _, a := range acts {
					want := ""
					switch {
					case !slices.Contains(sees, who):
						want = "TASK_NOT_FOUND"
					case !slices.Contains(strings.Fields(mayDo[who]), a.name):
						want = "FORBIDDEN"
					case elsewise[a.name] != "" && state != Reported && !state.Closed() && (a.name == Succeed || state != HandedBack && (a.name != Decide || state != Given)):
						want = elsewise[a.name]
					case elsewise[a.name] != "" && a.name == Succeed && !state.Closed():
						want = elsewise[a.name]
					case elsewise[a.name] != "" && a.name == Monitor && state == HandedBack:
						want = elsewise[a.name]
					case !slices.Contains(possible[a.name], state):
						want = "WRONG_STATE"
					}
					err := o.store.Update(context.Background(), func(tx *store.Tx) error {
						if _, err := o.service.carryOut(tx, actor, ids[state], a, in); err != nil {
							return err
						}
						return errRollBack
					})
					got := codeOf(err)
					if errors.Is(err, errRollBack) {
						got = ""
					}
					if got != want {
						t.Errorf("%s, %s, %s: %q, want %q", who, state, a.name, got, want)
					}
				}
			}
		}
	})
}

func TestTheWayOfATask(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		id := o.find(o.given(), "2.1", district).ID
		o.act(clerk, id, Accept, Input{})
		v := o.act(leader, id, Assign, Input{Person: o.as(worker).PersonID})
		if v.Handler == "" || v.HandlerID != o.as(worker).PersonID {
			t.Errorf("%+v", v.Task)
		}
		o.view(func(tx *store.Tx) error { // whom it was given to may read the document
			place, err := document.PlaceOf(tx, v.DocumentID)
			if err == nil && !o.service.policy.Can(o.roles(worker), authz.DocumentRead, place) {
				t.Error("the handler does not see the document")
			}
			return err
		})
		o.act(worker, id, Start, Input{})
		if _, err := o.service.Act(ctx, o.as(worker), id, Report, Input{Note: "xong"}); codeOf(err) != "EVIDENCE_REQUIRED" {
			t.Errorf("without evidence: %v", err)
		}
		file := Input{Note: "xong", File: &File{Name: "ket-qua.txt", Reader: strings.NewReader("kết quả")}}
		v = o.act(worker, id, Report, file)
		if v.EvidenceBlob == "" || v.EvidenceName != "ket-qua.txt" || v.ReportedOn != "2014-06-10" || v.Standing != InTime {
			t.Errorf("%+v", v.Task)
		}
		o.act(chief, id, SendBack, Input{Note: "thiếu số liệu"})
		o.act(worker, id, Report, evidence)
		v = o.act(secretary, id, Confirm, Input{})
		if v.State != Completed || v.Standing != DoneInTime || len(v.May) != 0 {
			t.Errorf("%+v %v", v.Task, v.May)
		}
		shown, err := o.service.Show(ctx, o.as(clerk), id)
		o.must(err)
		var trail []string
		for _, e := range shown.History {
			trail = append(trail, e.Action)
		}
		if diff := cmp.Diff([]string{Accept, Assign, Start, Report, SendBack, Report, Confirm}, trail); diff != "" {
			t.Error(diff)
		}
	})
}

// roles is a person with the roles of the day.
func (o *office) roles(username string) (a authz.Actor) {
	o.Helper()
	o.view(func(tx *store.Tx) (err error) {
		a, err = o.service.actor(tx, o.as(username))
		return err
	})
	return a
}

// Whoever holds posts on both sides still never confirms an own report: Chánh Văn phòng Đào Công Sang is one, made to report here.
func TestTheReporterNeverConfirms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		id := o.find(o.given(), "2.1", district).ID
		o.act(clerk, id, Accept, Input{})
		o.update(func(tx *store.Tx) error { // a person of the giving side whom the lead organ gave the task
			return grant(tx, aTask, id, authz.Place{Persons: []authz.Relation{{ID: o.as(chief).PersonID, Why: authz.Handler}}})
		})
		o.act(chief, id, Report, evidence)
		before := o.rows()
		if _, err := o.service.Act(context.Background(), o.as(chief), id, Confirm, Input{}); codeOf(err) != "OWN_REPORT" {
			t.Errorf("%v", err)
		}
		if diff := cmp.Diff(before, o.rows()); diff != "" {
			t.Error(diff)
		}
		o.act(secretary, id, Confirm, Input{})
	})
}

func TestExtension(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		doc := o.given()
		id := o.find(doc, "2.1", district).ID
		o.act(clerk, id, Accept, Input{})
		for code, in := range map[string]Input{
			"REASON_REQUIRED": {To: "2014-07-15"}, "DEADLINE_PAST": {To: "2014-06-01", Note: "mưa"}, "EXTENSION_BACKWARD": {To: "2014-06-20", Note: "mưa"}, "DATE_INVALID": {To: "mai", Note: "mưa"},
		} {
			if _, err := o.service.Act(ctx, o.as(clerk), id, Extend, in); codeOf(err) != code {
				t.Errorf("want %s: %v", code, err)
			}
		}
		v := o.act(clerk, id, Extend, Input{To: "2014-07-15", Note: "mưa lũ"})
		if v.Due != "2014-06-30" || v.Extension != "requested" {
			t.Errorf("asked: %+v", v.Task)
		}
		if _, err := o.service.Act(ctx, o.as(clerk), id, Extend, Input{To: "2014-07-16", Note: "nữa"}); codeOf(err) != "EXTENSION_WAITS" {
			t.Errorf("asked twice: %v", err)
		}
		v = o.act(chief, id, Decide, Input{Verdict: "agree"})
		if v.Due != "2014-07-15" || v.Extension != "agreed" || v.State != Accepted {
			t.Errorf("agreed: %+v", v.Task)
		}
		undated := o.find(doc, "2.2", district).ID
		o.act(clerk, undated, Accept, Input{})
		if _, err := o.service.Act(ctx, o.as(clerk), undated, Extend, Input{To: "2014-07-15", Note: "mưa"}); codeOf(err) != "NO_DEADLINE" {
			t.Errorf("no date to extend: %v", err)
		}
		v = o.act(drafter, undated, Monitor, Input{To: "2014-06-20"})
		if v.MonitorDue != "2014-06-20" || v.Due != "" || v.Limit() != "2014-06-20" {
			t.Errorf("a date of the văn phòng: %+v", v.Task)
		}
		if _, err := o.service.Act(ctx, o.as(drafter), undated, Monitor, Input{To: "2014-06-01"}); codeOf(err) != "DEADLINE_PAST" {
			t.Errorf("a date that is past: %v", err)
		}
	})
}
