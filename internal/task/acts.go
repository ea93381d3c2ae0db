package task

import (
	"context"
	"fmt"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// Input is what an act takes; which fields, the act says.
type Input struct {
	Version  int        // of the task that the person looked at; 0 asks for no check
	Note     string     // a reason, a report, an answer
	To       store.Date // a new date
	Person   string     // to whom it is given
	Organ    string     // the new lead
	Document string     // number and sign of a document: evidence, or what stops the task
	File     *File      // evidence
	Verdict  string     // agree | refuse, of an extension
}

// act is one thing that can be done with a task.
type act struct {
	name   string
	label  string
	right  string // of authz
	from   []State
	to     State // "" = it stays
	reason bool  // a note must be given
	// when says why not, beside right and state; nil for nothing more.
	when func(d *desk) error
	// do changes the task; nil for nothing more than the state.
	do func(tx *store.Tx, d *desk, in Input) error
	// tells whom it is told: lead, giver or nobody.
	tells string
	told  string // what they read
}

// Acts of a task, in the order of its life.
const (
	Accept   = "accept"
	HandBack = "hand_back"
	Start    = "start"
	Assign   = "assign"
	Report   = "report"
	Confirm  = "confirm"
	SendBack = "send_back"
	Extend   = "request_extension"
	Decide   = "decide_extension"
	Monitor  = "monitor"
	Remind   = "remind"
	GiveOn   = "give_on"
	Succeed  = "succeed"
	Cancel   = "cancel"
)

var open = []State{Given, Accepted, HandedBack, InProgress, Reported, SentBack}

// acts are the table of the room.
var acts = []act{
	{name: Accept, label: "Tiếp nhận", right: authz.TaskAccept, from: []State{Given}, to: Accepted, tells: "giver", told: "Nhiệm vụ đã được tiếp nhận"},
	{name: HandBack, label: "Trả lại: không thuộc thẩm quyền", right: authz.TaskAccept, from: []State{Given}, to: HandedBack, reason: true, tells: "giver", told: "Nhiệm vụ bị trả lại vì không thuộc thẩm quyền"},
	{name: Start, label: "Bắt đầu thực hiện", right: authz.TaskAccept, from: []State{Accepted, SentBack}, to: InProgress},
	{name: Assign, label: "Phân công người thực hiện", right: authz.TaskAssign, from: []State{Accepted, InProgress, SentBack}, do: assign, tells: "lead", told: "Được phân công thực hiện nhiệm vụ"},
	{name: Report, label: "Báo cáo kết quả", right: authz.TaskReport, from: []State{Accepted, InProgress, SentBack}, to: Reported, do: reportDone, tells: "giver", told: "Nhiệm vụ đã có báo cáo kết quả, chờ xác nhận"},
	{name: Confirm, label: "Xác nhận hoàn thành", right: authz.TaskConfirm, from: []State{Reported}, to: Completed, when: notOwnReport, do: closeTask, tells: "lead", told: "Nhiệm vụ được xác nhận hoàn thành"},
	{name: SendBack, label: "Yêu cầu bổ sung", right: authz.TaskConfirm, from: []State{Reported}, to: SentBack, reason: true, tells: "lead", told: "Báo cáo nhiệm vụ cần bổ sung"},
	{name: Extend, label: "Xin gia hạn", right: authz.TaskReport, from: []State{Accepted, InProgress, SentBack}, reason: true, when: extendable, do: askExtension, tells: "giver", told: "Nhiệm vụ được đề nghị gia hạn"},
	{name: Decide, label: "Quyết định gia hạn", right: authz.TaskExtend, from: []State{Accepted, InProgress, SentBack}, when: extensionAsked, do: decideExtension, tells: "lead", told: "Đề nghị gia hạn nhiệm vụ đã có quyết định"},
	{name: Monitor, label: "Đặt ngày theo dõi", right: authz.TaskMonitor, from: []State{Given, Accepted, InProgress, SentBack, HandedBack}, when: undated, do: setMonitor},
	{name: Remind, label: "Đôn đốc", right: authz.TaskMonitor, from: []State{Given, Accepted, InProgress, SentBack}, do: remindByHand},
	{name: GiveOn, label: "Giao lại", right: authz.TaskConfirm, from: []State{HandedBack}, to: Given, do: giveOn, tells: "lead", told: "Nhiệm vụ mới được giao, cần tiếp nhận"},
	{name: Succeed, label: "Chuyển cho cơ quan kế thừa", right: authz.TaskMonitor, from: open, do: succeed, tells: "lead", told: "Nhiệm vụ được chuyển từ cơ quan đã kết thúc hoạt động"},
	{name: Cancel, label: "Dừng thực hiện", right: authz.TaskCancel, from: open, to: Cancelled, reason: true, do: cancelTask, tells: "lead", told: "Nhiệm vụ đã được dừng thực hiện"},
}

// ActLabels are what people call the acts.
var ActLabels = func() map[string]string {
	labels := map[string]string{"deliver": "Giao nhiệm vụ", "escalate": "Báo cấp trên vì quá hạn", "remind_by_clock": "Nhắc tự động"}
	for _, a := range acts {
		labels[a.name] = a.label
	}
	return labels
}()

func actNamed(name string) (act, error) {
	i := slices.IndexFunc(acts, func(a act) bool { return a.name == name })
	if i < 0 {
		return act{}, fault.New(fault.NotFound, "ACT_UNKNOWN", fmt.Sprintf("Không có thao tác %q với nhiệm vụ.", name))
	}
	return acts[i], nil
}

// may are the acts that the actor can do now.
func (d *desk) may() (names []string) {
	for _, a := range acts {
		if d.refuses(a) == nil {
			names = append(names, a.name)
		}
	}
	return names
}

// refuses says why the actor cannot do an act now, without looking at its input; nil when nothing keeps him.
func (d *desk) refuses(a act) error {
	if !d.service.policy.Can(d.actor, a.right, d.place) {
		return ErrForbidden
	}
	if !slices.Contains(a.from, d.task.State) {
		return fault.New(fault.Unmet, "WRONG_STATE", fmt.Sprintf("Không thể “%s” khi nhiệm vụ đang ở trạng thái “%s”.", a.label, Labels[d.task.State]))
	}
	if a.when != nil {
		return a.when(d)
	}
	return nil
}

// Act does something with a task. What is refused leaves everything as it was.
func (s *Service) Act(ctx context.Context, a authz.Actor, id, name string, in Input) (v View, err error) {
	does, err := actNamed(name)
	if err != nil {
		return v, s.refused(ctx, a, name, id, err)
	}
	if in.Note, err = line("Nội dung", in.Note, noteLimit); err == nil {
		in.Document, err = line("Số, ký hiệu văn bản", in.Document, shortLimit)
	}
	if err == nil && in.File != nil {
		err = s.keepFile(ctx, a, id, does, in.File)
	}
	if err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error {
			v, err = s.carryOut(tx, a, id, does, in)
			return err
		})
	}
	return v, s.refused(ctx, a, does.right, id, err)
}

// carryOut is Act inside its transaction.
func (s *Service) carryOut(tx *store.Tx, a authz.Actor, id string, does act, in Input) (View, error) {
	d, err := s.open(tx, a, id)
	if err != nil {
		return View{}, err
	}
	if err := d.refuses(does); err != nil {
		return View{}, err
	}
	if in.Version != 0 && in.Version != d.task.Version {
		return View{}, ErrStale
	}
	if does.reason && in.Note == "" {
		return View{}, fault.New(fault.Unmet, "REASON_REQUIRED", fmt.Sprintf("“%s” phải nêu lý do.", does.label))
	}
	was := d.task.State
	if does.to != "" {
		d.task.State = does.to
	}
	d.task.Note = in.Note
	capacity := s.title(d.actor, does.right, d.place)
	if does.do != nil {
		if err := does.do(tx, &d, in); err != nil {
			return View{}, err
		}
	}
	if err := change(tx, &d.task); err != nil {
		return View{}, err
	}
	err = audit.Record(tx, audit.Event{
		Subject: taskSubject(id), Action: does.name, ActorID: d.actor.PersonID, ActorName: d.actor.Name, Capacity: capacity,
		From: string(was), To: string(d.task.State), Version: d.task.Version, Comment: in.Note, Details: d.details(in),
	})
	if err != nil {
		return View{}, err
	}
	if err := d.tell(tx, does); err != nil {
		return View{}, err
	}
	if d.place, err = placeOf(tx, aTask, id); err != nil {
		return View{}, err
	}
	v := d.view()
	if v.Handler, err = personName(tx, v.HandlerID); err != nil {
		return View{}, err
	}
	return v, tx.SetAnswer(id)
}

// details are what else an event keeps.
func (d *desk) details(in Input) map[string]any {
	details := map[string]any{}
	for key, value := range map[string]string{
		"document": in.Document, "to": string(in.To), "person": in.Person, "organ": in.Organ, "verdict": in.Verdict,
	} {
		if value != "" {
			details[key] = value
		}
	}
	if in.File != nil {
		details["file"] = in.File.SHA256
	}
	return details
}

func (d *desk) tell(tx *store.Tx, does act) error {
	b := bell{tx: tx, on: d.today}
	m := notice.Message{Action: "task_" + does.name, Key: fmt.Sprintf("%s:%d", does.name, d.task.Version), Label: does.told}
	switch does.tells {
	case "lead":
		return b.tellLead(d.task, m)
	case "giver":
		return b.tellGiver(d.task, m)
	}
	return nil
}
