package main

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"

	"trinhky/internal/pdf"
	"trinhky/internal/web/client"
)

// filePlan is the Danh mục hồ sơ of Văn phòng Tỉnh ủy.
var filePlan = []client.NewCaseFile{
	{Code: "01.TH", Heading: "I. Tổng hợp", Title: "Hồ sơ kế hoạch số hóa tài liệu lưu trữ", Rule: "matter"},
	{Code: "02.TH", Heading: "I. Tổng hợp", Title: "Thông báo kết luận của Thường trực Tỉnh ủy và việc thực hiện", Rule: "conclusion"},
	{Code: "03.TH", Heading: "I. Tổng hợp", Title: "Hướng dẫn nghiệp vụ văn thư, lưu trữ", Rule: "matter"},
	{Code: "04.HC", Heading: "II. Hành chính", Title: "Công văn trao đổi với cơ quan ngoài Đảng", Rule: "exchange"},
}

// listFiles makes the Danh mục hồ sơ of the year and opens what is worked on.
func (f *filler) listFiles() {
	path := fmt.Sprintf("/case-plans/ld-vptu/%d", f.year())
	for _, line := range filePlan {
		line.Organ, line.Year, line.Planned, line.Keeper = "ld-vptu", f.year(), true, f.person("phong.tb")
		f.post("lieu.bd", "/case-files", line, nil)
	}
	f.post("khai.dn", path+"/issue", nil, nil)
	for _, c := range f.files() {
		if c.Code != "03.TH" {
			f.post("phong.tb", "/case-files/"+c.ID+"/actions/open", client.CaseFileStep{}, nil)
		}
	}
}

func (f *filler) files() map[string]client.CaseFile {
	var list client.CaseFileList
	f.do("phong.tb", http.MethodGet, fmt.Sprintf("/case-files?limit=50&organ=ld-vptu&year=%d", f.year()), nil, &list)
	files := map[string]client.CaseFile{}
	for _, c := range list.Items {
		files[c.Code] = c
	}
	return files
}

// closeFiles puts the plan and the conclusion into their files and closes the first, whose work has ended.
func (f *filler) closeFiles() {
	files := f.files()
	f.act("ke-hoach-so-hoa", "phong.tb", "file", client.Act{CaseFile: "01.TH"})
	f.post("huong.dp", "/case-files/"+files["02.TH"].ID+"/items", client.NewCaseFileItem{Document: f.docs["thong-bao-ket-luan"].ID}, nil)
	f.post("phong.tb", "/case-files/"+files["01.TH"].ID+"/actions/close", client.CaseFileStep{}, nil)
}

// letter is a văn bản đến and how far it has come.
type letter struct {
	in   client.NewArrival
	upTo string // "", register, submit, direct, assign, start, file
	due  int    // of the direction, days from the office's date
}

// letters are what came to Văn phòng Tỉnh ủy from outside, long ago and today.
var letters = struct{ before, today []letter }{
	before: []letter{
		{client.NewArrival{Source: "paper", ArrivalFields: client.ArrivalFields{
			Author: "Công ty cổ phần Cấp nước miền núi", Symbol: "15/CN", Subject: "về việc tạm ngừng cấp nước để sửa chữa đường ống", Pages: 1, Copies: 1,
		}}, "file", 2},
		{client.NewArrival{Source: "paper", ArrivalFields: client.ArrivalFields{
			Author: "Hội Khuyến học tỉnh", Symbol: "41/HKH", Subject: "về việc đề nghị phối hợp tổ chức tuyên dương gia đình học tập", Pages: 2, Copies: 1,
		}}, "assign", -4},
	},
	today: []letter{
		{client.NewArrival{Source: "scan", ArrivalFields: client.ArrivalFields{
			Author: "Bưu điện tỉnh", Symbol: "208/BĐT", Subject: "về việc thay đổi giờ phát công văn trong tháng", Pages: 1, Copies: 1,
		}}, "", 0},
		{client.NewArrival{Source: "paper", ArrivalFields: client.ArrivalFields{
			Author: "Công ty Điện lực", Symbol: "97/ĐL", Subject: "về lịch kiểm tra trạm biến áp của cơ quan", Pages: 1, Copies: 1,
		}}, "register", 0},
		{client.NewArrival{Source: "paper", ArrivalFields: client.ArrivalFields{
			Author: "Hội Cựu giáo chức tỉnh", Symbol: "12/HCGC", Subject: "về việc xin sử dụng hội trường cho buổi gặp mặt", Pages: 1, Copies: 1,
		}}, "submit", 0},
		{client.NewArrival{Source: "paper", ArrivalFields: client.ArrivalFields{
			Author: "Trường Trung cấp nghề", Symbol: "66/TCN", Subject: "về việc mời dự lễ khai giảng", Pages: 1, Copies: 1,
		}}, "direct", 5},
		{client.NewArrival{Source: "paper", ArrivalFields: client.ArrivalFields{
			Author: "Câu lạc bộ Hưu trí", Symbol: "09/CLB", Subject: "về kiến nghị chăm sóc sức khỏe cán bộ nghỉ hưu", Pages: 2, Copies: 1,
		}}, "start", 6},
	},
}

func (f *filler) arrivedBefore() {
	for _, l := range letters.before {
		f.arrive(l)
	}
}

func (f *filler) arrivesToday() {
	for _, l := range letters.today {
		f.arrive(l)
	}
}

// arrive takes a letter in and along its way.
func (f *filler) arrive(l letter) {
	l.in.Organ, l.in.DocumentDate = "ld-vptu", f.after(-12)
	var a client.Arrival
	f.post("lieu.bd", "/arrivals", l.in, &a)
	if l.in.Source == "scan" {
		f.upload("lieu.bd", "/arrivals/"+a.ID+"/attachments", "cong-van.pdf", f.scan(l.in.ArrivalFields))
	}
	for _, step := range []struct {
		who, action string
		in          client.ArrivalAct
	}{
		{"lieu.bd", "register", client.ArrivalAct{}},
		{"lieu.bd", "submit", client.ArrivalAct{To: f.person("khai.dn"), Text: "Kính trình đồng chí Chánh Văn phòng."}},
		{"khai.dn", "direct", client.ArrivalAct{Text: "Phòng Tổng hợp nghiên cứu, tham mưu trả lời.", Lead: &client.ArrivalTarget{Organ: "ld-vptu-th"}, Due: f.after(l.due)}},
		{"nhi.dk", "assign", client.ArrivalAct{To: f.person("phong.tb"), Text: "Đồng chí xử lý, báo cáo kết quả."}},
		{"phong.tb", "start", client.ArrivalAct{}},
		{"phong.tb", "report", client.ArrivalAct{Text: "Đã trao đổi trực tiếp với cơ quan gửi, không cần văn bản trả lời."}},
		{"nhi.dk", "confirm", client.ArrivalAct{}},
		{"phong.tb", "file", client.ArrivalAct{CaseFile: "04.HC"}},
	} {
		if l.upTo == "" || f.err != nil {
			return
		}
		f.do(step.who, http.MethodGet, "/arrivals/"+a.ID, nil, &a)
		f.do(step.who, http.MethodPost, "/arrivals/"+a.ID+"/actions/"+step.action, step.in, &a, client.IfMatch(a.Version))
		if step.action == l.upTo {
			return
		}
	}
}

// scan is a letter as it would come out of a scanner, drawn by our own writer.
func (f *filler) scan(l client.ArrivalFields) []byte {
	w := pdf.New(pdf.Meta{Title: l.Subject, Author: l.Author, Created: f.day.Time()})
	w.AddPage(595, 842)
	y := 90.0
	for _, line := range []string{l.Author, "Số: " + l.Symbol, "V/v " + l.Subject, "Kính gửi: Văn phòng Tỉnh ủy", "Trân trọng thông báo để quý cơ quan biết, phối hợp./."} {
		w.Begin("P")
		w.Text(85, y, pdf.Style{}, 13, line)
		w.End()
		y += 32
	}
	raw, err := w.Bytes()
	f.stop(err, "bản quét")
	return raw
}

// upload sends a file as somebody.
func (f *filler) upload(who, path, name string, content []byte) {
	if f.err != nil {
		return
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	f.stop(err, name)
	f.stop(form.Close(), name)
	request, err := http.NewRequestWithContext(f.ctx, http.MethodPost, f.base+"/api/v1"+path, &body)
	if err != nil {
		f.stop(err, name)
		return
	}
	c, err := f.as(f.ctx, who)
	if err != nil {
		f.stop(err, name)
		return
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Authorization", "Bearer "+c.Token)
	answer, err := f.http.Do(request)
	if err != nil {
		f.stop(err, name)
		return
	}
	defer answer.Body.Close()
	if answer.StatusCode >= http.StatusBadRequest {
		f.stop(fmt.Errorf("trả lời %d", answer.StatusCode), name)
	}
}
