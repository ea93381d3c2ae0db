package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// weeksAgo is what the offices did long before: their lists of files, a plan that goes on from a paper book, a conclusion.
func (f *filler) weeksAgo() {
	f.on(firstWeek)
	f.listFiles()
	f.goOnFromPaper()
	plan := f.issue("ke-hoach-so-hoa")
	f.answer(plan, map[string]string{"ld-btctu": "ack", "ld-btgdvtu": "ack", "ld-ubkttu": "ack", "ld-bnctu": "ack", "xa-du-tuyphong": "ack", "xa-du-lienhuong": "ack"})
	f.post("huong.dp", "/documents/"+plan.ID+"/obligations", client.ObligationInput{
		Kind: "month", Text: "Báo cáo kết quả số hóa tài liệu lưu trữ", Rule: "FREQ=MONTHLY;BYMONTHDAY=25", Organs: []string{"ld-btctu", "ld-btgdvtu"},
	}, nil)
	f.conclude("thong-bao-ket-luan", "huong.dp")
	f.answer(f.docs["thong-bao-ket-luan"], map[string]string{"ld-btctu": "ack", "ld-btgdvtu": "ack", "ld-ubkttu": "ack", "ld-bnctu": "ack"})
}

// lastDays are what they did since: what is late by now was due in these days.
func (f *filler) lastDays() {
	f.on(lastWeek)
	f.issue("cong-van-tap-huan")
	f.issue("huong-dan-lap-ho-so")
	f.issue("ubnd-ke-hoach")
	f.answer(f.docs["ubnd-ke-hoach"], map[string]string{"ld-snv": "ack", "ld-stc": "ack", "ld-sxd": "refuse", "xa-ubnd-tuyphong": "ack"})
	f.conclude("ubnd-ket-luan", "van.nt")
	f.answer(f.docs["ubnd-ket-luan"], map[string]string{"ld-stc": "ack", "ld-sxd": "ack"})
	f.arrivedBefore()
	f.workOnTasks()
}

// today is what waits on the desks now.
func (f *filler) today() {
	f.on(0)
	f.issue("ke-hoach-giao-ban")
	f.answer(f.docs["ke-hoach-giao-ban"], map[string]string{"ld-btctu": "ack", "ld-btgdvtu": "open", "ld-bnctu": "refuse", "xa-du-tuyphong": "ack"})
	f.aftermath()
	f.onTheirWay()
	f.asksMembers()
	f.copies()
	f.post("van.nt", "/absences", client.NewAbsence{
		From: f.after(0), To: f.after(4), StandIns: []client.NewStandIn{{Scope: "form", Person: f.person("tung.tt")}},
	}, nil)
	f.arrivesToday()
	f.closeFiles()
}

// goOnFromPaper lets the numbers of the Party's plans go on from a paper book that ended with 76: one proposes, another approves.
func (f *filler) goOnFromPaper() {
	f.post("lieu.bd", "/registers/openings", client.NewOpening{Issuer: "ld-tu", Kind: "plan", Last: 76}, nil)
	var waiting []client.Opening
	f.do("huong.dp", http.MethodGet, "/registers/openings", nil, &waiting)
	for _, o := range waiting {
		f.post("huong.dp", "/registers/openings/"+o.ID+"/approval", nil, nil)
	}
}

// conclude issues a conclusion whose tasks văn phòng has confirmed.
func (f *filler) conclude(name, office string) {
	d := f.draftPaper(name)
	var tasks client.TaskItems
	f.do(office, http.MethodGet, "/documents/"+d.ID+"/tasks", nil, &tasks)
	f.post(office, "/documents/"+d.ID+"/tasks/confirmation", client.VersionOnly{Version: tasks.Version}, nil)
	f.carryOn(name, "issue")
}

// answer lets some organs that got a document answer: "ack", "refuse" or "open"; the others have not opened it.
func (f *filler) answer(d client.Document, answers map[string]string) {
	var copies []client.Delivery
	if d.Regime == "state" {
		f.do("van.lt", http.MethodGet, "/documents/"+d.ID+"/deliveries", nil, &copies)
	} else {
		f.do("lieu.bd", http.MethodGet, "/documents/"+d.ID+"/deliveries", nil, &copies)
	}
	for _, c := range copies {
		if c.Kind != "organ" || f.err != nil {
			continue
		}
		clerk := f.clerkOf(c.Recipient, c.Office)
		switch answers[c.Recipient.ID] {
		case "ack":
			f.post(clerk, "/deliveries/"+c.ID+"/acknowledgement", client.Acknowledgement{}, nil)
		case "refuse":
			f.post(clerk, "/deliveries/"+c.ID+"/refusal", client.Refusal{Reason: "Văn bản không thuộc nhiệm vụ của cơ quan, đề nghị gửi đúng nơi thực hiện.", ReasonCode: "wrong_recipient"}, nil)
		case "open":
			f.do(clerk, http.MethodGet, "/documents/"+d.ID, nil, nil)
		}
	}
}

// workOnTasks: the leads take their tasks on; one is done with its evidence, one asks for more time, one stays with its lead
// until it is late, one was only given.
func (f *filler) workOnTasks() {
	for _, t := range f.tasksOf("thong-bao-ket-luan", "huong.dp") {
		switch t.Lead.ID {
		case "ld-btctu":
			f.task("hang.qn", t, "accept", client.TaskAct{})
			f.task("hang.qn", t, "start", client.TaskAct{})
		case "ld-btgdvtu":
			f.task("chau.lk", t, "accept", client.TaskAct{})
			f.task("chau.lk", t, "report", client.TaskAct{Note: "Đã biên soạn xong tài liệu gồm 30 câu hỏi, đáp.", Document: f.docs["ke-hoach-so-hoa"].Symbol})
			f.task("huong.dp", t, "confirm", client.TaskAct{Note: "Tài liệu đạt yêu cầu."})
		case "ld-ubkttu":
			f.task("xuan.ht", t, "accept", client.TaskAct{})
			f.task("xuan.ht", t, "start", client.TaskAct{})
			f.task("xuan.ht", t, "request_extension", client.TaskAct{To: f.after(20), Note: "Đoàn kiểm tra cần thêm thời gian làm việc ở các xã xa trung tâm."})
		}
	}
	for _, t := range f.tasksOf("ubnd-ket-luan", "van.nt") {
		if t.Lead.ID == "ld-stc" {
			f.task("trinh.pt", t, "accept", client.TaskAct{})
		}
	}
}

func (f *filler) tasksOf(name, who string) []client.Task {
	var list client.TaskList
	f.do(who, http.MethodGet, "/tasks?limit=50&document="+f.docs[name].ID, nil, &list)
	return list.Items
}

func (f *filler) task(who string, t client.Task, action string, in client.TaskAct) {
	f.post(who, "/tasks/"+t.ID+"/actions/"+action, in, nil)
}

// aftermath: one document is recalled, by its signer and the văn thư; another is replaced by a later one.
func (f *filler) aftermath() {
	f.act("cong-van-tap-huan", "khai.dn", "recall", client.Act{
		Comment: "Lớp tập huấn được hoãn sang quý sau.", Ground: "Quy chế làm việc của Văn phòng Tỉnh ủy",
	})
	f.act("cong-van-tap-huan", "lieu.bd", "recall", client.Act{})
	old := f.act("huong-dan-lap-ho-so", "phong.tb", "replace", client.Act{Comment: "Rút ngắn thời hạn nộp lưu theo kết luận của Thường trực Tỉnh ủy."})
	f.do("phong.tb", http.MethodGet, "/documents/"+old.ID, nil, &old)
	for _, r := range old.Related {
		if !r.Later || f.err != nil {
			continue
		}
		var later client.Document
		f.do("phong.tb", http.MethodGet, "/documents/"+r.ID, nil, &later)
		_, paper := f.paper("huong-dan-lap-ho-so")
		text := strings.Replace(paper.Text, "sáu tháng", "ba tháng", 1) + fmt.Sprintf("\n\n4. Hướng dẫn này thay thế Hướng dẫn số %s ngày %s.",
			old.Symbol, store.Date(old.DocumentDate).Time().Format("02/01/2006"))
		f.docs["huong-dan-moi"] = f.change("phong.tb", later, client.Change{Signer: &paper.Signer, Text: &text})
		f.carryOn("huong-dan-moi", "issue")
	}
}

func (f *filler) change(who string, d client.Document, in client.Change) client.Document {
	f.do(who, http.MethodPatch, "/documents/"+d.ID, in, &d, client.IfMatch(d.Version))
	return d
}

// onTheirWay leaves documents at every step: with the drafter, returned, with the unit, with who checks the form, with the
// signer, with the văn thư before and after the number and the seal.
func (f *filler) onTheirWay() {
	for _, p := range []struct{ name, last string }{
		{"bao-cao-thang", ""}, {"bao-cao-tiep-dan", "submit"}, {"ke-hoach-truc", "submit"}, {"cong-van-so-lieu", "approve"},
		{"giay-moi-so-ket", "check_format"}, {"chuong-trinh-lam-viec", "sign"}, {"bao-cao-van-thu", "seal"},
		{"ubnd-bao-cao", ""}, {"ubnd-cong-van", "approve"}, {"ubnd-chuong-trinh", "check_format"},
		{"ubnd-to-trinh", "submit"}, {"ubnd-thong-bao", "sign"},
	} {
		f.draftPaper(p.name)
		if p.last != "" {
			f.carryOn(p.name, p.last)
		}
	}
	returned := f.docs["bao-cao-tiep-dan"]
	f.post("nhi.dk", "/documents/"+returned.ID+"/comments", client.NewComment{Block: 2, Text: "Bổ sung số lượt tiếp và số đơn theo từng lĩnh vực."}, nil)
	f.act("bao-cao-tiep-dan", "nhi.dk", "return", client.Act{Comment: "Báo cáo chưa có số liệu; bổ sung rồi trình lại trong ngày."})
	f.commentAndAnswer(f.docs["cong-van-so-lieu"].ID)
}

func (f *filler) commentAndAnswer(id string) {
	var said client.Comments
	f.post("huong.dp", "/documents/"+id+"/comments", client.NewComment{Block: 2, Text: "Nên ghi rõ mốc thời gian lấy số liệu."}, nil)
	f.do("phong.tb", http.MethodGet, "/documents/"+id+"/comments", nil, &said)
	for _, thread := range said.Threads {
		f.post("phong.tb", "/documents/"+id+"/comments", client.NewComment{ReplyTo: thread.ID, Text: "Số liệu lấy đến ngày ký công văn; sẽ ghi rõ nếu công văn được trả lại để sửa."}, nil)
	}
}

// asksMembers sends a phiếu xin ý kiến to Ban Thường vụ; some have answered.
func (f *filler) asksMembers() {
	d := f.draftPaper("quyet-dinh-quy-che")
	var asked client.Ballots
	f.post("huong.dp", "/documents/"+d.ID+"/ballots", client.NewBallot{
		ContentVersion: d.ContentVersion, Deadline: time.Now().AddDate(0, 0, 3).Format(time.RFC3339), Question: "Đồng chí có đồng ý ban hành Quy chế không?",
	}, &asked)
	for i, who := range []string{"loan.tt", "thinh.ld", "lan.tn", "quyen.dn"} {
		if len(asked.Ballots) == 0 {
			return
		}
		vote := client.NewVote{Ballot: asked.Ballots[0].ID, Verdict: "agree"}
		if i == 3 {
			vote.Verdict, vote.Comment = "other", "Đề nghị quy định rõ trách nhiệm của người đứng đầu cơ quan."
		}
		f.post(who, "/documents/"+d.ID+"/votes", vote, nil)
	}
}

// copies makes a sao y of the plan, all the way, and one that waits for its signer.
func (f *filler) copies() {
	plan := f.docs["ke-hoach-so-hoa"]
	for _, last := range []string{"seal", ""} {
		var c client.Copy
		f.post("lieu.bd", "/documents/"+plan.ID+"/copies", client.NewCopy{Form: "true_copy", Organ: "ld-vptu", Signer: f.person("khai.dn"), RecipientsText: "- Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh;\n- Lưu Văn phòng Tỉnh ủy."}, &c)
		if last == "" {
			return
		}
		for _, step := range []struct{ who, action string }{{"khai.dn", "sign"}, {"lieu.bd", "assign_number"}, {"lieu.bd", last}} {
			f.do(step.who, http.MethodGet, "/copies/"+c.ID, nil, &c)
			f.post(step.who, "/copies/"+c.ID+"/actions/"+step.action, client.CopyAct{Version: c.Version, PIN: demoPIN, SHA256: c.PDFSHA256}, &c)
		}
	}
}

// year is the office's, as lists of files have it.
func (f *filler) year() int { return f.day.Time().Year() }
