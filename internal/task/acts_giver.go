package task

import (
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// notOwnReport: the reporter never confirms an own task, whatever posts he holds.
func notOwnReport(d *desk) error {
	if d.task.ReportedBy == d.actor.PersonID {
		return fault.New(fault.Unmet, "OWN_REPORT", "Người báo cáo không tự xác nhận hoàn thành nhiệm vụ của mình.")
	}
	return nil
}

func closeTask(tx *store.Tx, d *desk, _ Input) error {
	at := tx.Now
	d.task.ClosedAt, d.task.ClosedBy = &at, d.actor.PersonID
	return nil
}

// cancelTask stops a task by a document.
func cancelTask(tx *store.Tx, d *desk, in Input) error {
	if in.Document == "" {
		return fault.New(fault.Unmet, "CANCEL_DOCUMENT_REQUIRED", "Dừng thực hiện phải có văn bản: ghi số, ký hiệu văn bản cho dừng.")
	}
	d.task.CancelDocument = in.Document
	return closeTask(tx, d, in)
}

func extensionAsked(d *desk) error {
	if d.task.Extension != "requested" {
		return fault.New(fault.Unmet, "NO_EXTENSION", "Không có đề nghị gia hạn nào đang chờ.")
	}
	if d.task.ExtensionBy == d.actor.PersonID {
		return fault.New(fault.Unmet, "OWN_EXTENSION", "Người xin gia hạn không tự quyết định gia hạn.")
	}
	return nil
}

func decideExtension(_ *store.Tx, d *desk, in Input) error {
	t := &d.task
	switch in.Verdict {
	case "agree":
		if err := future("Hạn mới", t.ExtensionTo, d.today); err != nil {
			return err
		}
		t.Extension, t.Due, t.Escalated = "agreed", t.ExtensionTo, 0
	case "refuse":
		if in.Note == "" {
			return fault.New(fault.Unmet, "REASON_REQUIRED", "Không đồng ý gia hạn phải nêu lý do.")
		}
		t.Extension = "refused"
	default:
		return fault.New(fault.Unmet, "VERDICT_UNKNOWN", "Chọn đồng ý hoặc không đồng ý gia hạn.")
	}
	return nil
}

// undated: the văn phòng sets a date of its own only where the text has none.
func undated(d *desk) error {
	if d.task.Due != "" {
		return fault.New(fault.Unmet, "HAS_DEADLINE", fmt.Sprintf("Văn bản đã nêu thời hạn %s; chỉ đặt ngày theo dõi khi văn bản không nêu thời hạn.", dayText(d.task.Due)))
	}
	return nil
}

func setMonitor(_ *store.Tx, d *desk, in Input) error {
	if in.To != "" {
		if err := future("Ngày theo dõi", in.To, d.today); err != nil {
			return err
		}
	}
	d.task.MonitorDue, d.task.Escalated = in.To, 0
	return nil
}

// remindByHand reminds the lead, once a day at most.
func remindByHand(tx *store.Tx, d *desk, _ Input) error {
	if at := d.task.RemindedAt; at != nil && store.DateOf(*at) == store.DateOf(tx.Now) {
		return fault.New(fault.Unmet, "REMINDED_TODAY", "Hôm nay đã đôn đốc nhiệm vụ này.")
	}
	at := tx.Now
	d.task.RemindedAt = &at
	b := bell{tx: tx, on: d.today}
	return b.tellLead(d.task, notice.Message{
		Action: "task_remind", Key: "remind:" + string(store.DateOf(tx.Now)), Label: "Đôn đốc thực hiện nhiệm vụ", Urgent: d.task.Standing(d.today, d.today) == Overdue,
	})
}

// giveOn gives a task that was handed back: to the same lead, or to another organ that got the document.
func giveOn(tx *store.Tx, d *desk, in Input) error {
	if in.Organ == "" || in.Organ == d.task.LeadID {
		if in.Note == "" {
			return fault.New(fault.Unmet, "REASON_REQUIRED", "Giao lại cho chính cơ quan đã trả phải nêu lý do.")
		}
		return nil
	}
	deliveries, err := distribution.DeliveriesOf(tx, d.task.DocumentID)
	if err != nil {
		return err
	}
	to := receiversOf(deliveries)
	at := slices.IndexFunc(to, func(r receiver) bool { return r.OrganID == in.Organ })
	if at < 0 {
		return fault.New(fault.Unmet, "LEAD_NOT_RECIPIENT", "Cơ quan được giao không có trong Nơi nhận của văn bản.")
	}
	return d.moveTo(tx, to[at])
}

// succeed moves an open task of a closed organ to one that took over from it.
func succeed(tx *store.Tx, d *desk, in Input) error {
	was, err := directory.OrganByID(tx, d.task.LeadID)
	if err != nil {
		return err
	}
	if was.Open(d.today) {
		return fault.New(fault.Unmet, "ORGAN_OPEN", fmt.Sprintf("%s vẫn đang hoạt động, nhiệm vụ không chuyển được.", was.Name))
	}
	heirs, err := directory.LivingSuccessors(tx, was.ID, d.today)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(heirs, func(o directory.Organ) bool { return o.ID == in.Organ })
	if in.Organ == "" && len(heirs) == 1 {
		at = 0
	}
	if at < 0 {
		return notHeir(was, heirs)
	}
	heir := heirs[at]
	if d.task.State == HandedBack || d.task.State == Accepted || d.task.State == InProgress {
		d.task.State = Given // the successor has not accepted anything
	}
	if err := d.moveTo(tx, receiver{Party{heir.ID, heir.Name}, heir.Office(), nil}); err != nil {
		return err
	}
	// The successor got no copy of its own when the document was issued, and must read what it has to do.
	return document.Grant(tx, document.Access{DocumentID: d.task.DocumentID, OrganID: heir.ID, Why: authz.Received},
		document.Access{DocumentID: d.task.DocumentID, OrganID: heir.Office(), Why: authz.Received})
}

func notHeir(was directory.Organ, heirs []directory.Organ) error {
	reasons := make([]fault.Reason, len(heirs))
	for i, o := range heirs {
		reasons[i] = fault.Reason{Code: "ORGAN_SUCCESSOR", Detail: o.Name}
	}
	return fault.New(fault.Unmet, "NOT_A_SUCCESSOR", fmt.Sprintf("Chọn cơ quan kế thừa của %s.", was.Name), reasons...)
}

// moveTo makes another organ the lead; whom the task was given to inside the old one has it no longer.
func (d *desk) moveTo(tx *store.Tx, to receiver) error {
	t := &d.task
	for _, why := range []string{authz.Received, authz.Handler} {
		if err := revoke(tx, aTask, t.ID, why); err != nil {
			return err
		}
	}
	t.LeadID, t.LeadName, t.LeadOfficeID, t.HandlerID = to.OrganID, to.Name, orElse(to.officeID, to.OrganID), ""
	return grant(tx, aTask, t.ID, leadPlace(*t))
}
