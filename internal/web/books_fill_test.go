package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"trinhky/internal/web/client"
)

const archivist = "thu.th"

// filled is where each book and list of an office that has worked lies, by its name in the issue.
type filled struct{ address, title string }

// works lets Văn phòng Tỉnh ủy work until every book has lines of every sort: plain, with long subjects, reserved, voided,
// of secret papers.
func (o *office) works() map[string]filled {
	o.t.Helper()
	issued := o.issuesSome()
	organ, year := issued[0].Issuer.ID, officeDay.Year()
	o.numbers(organ)
	o.takesIn(organ, issued[0])
	o.posts()
	files, handover := o.keepsFiles(organ, issued)
	query := fmt.Sprintf("?issuer=%s&year=%d", organ, year)
	return map[string]filled{
		"sổ văn bản đi":         {"registers/outgoing%s?issuer=" + organ, "SỔ ĐĂNG KÝ VĂN BẢN ĐI"},
		"sổ văn bản đến":        {"registers/incoming%s" + query, "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"},
		"sổ theo dõi":           {"registers/follow-up%s" + query, "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN"},
		"sổ bưu điện":           {"registers/post%s" + query, "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN"},
		"sổ sử dụng bản lưu":    {"registers/loans%s" + query, "SỔ SỬ DỤNG BẢN LƯU"},
		"danh mục hồ sơ":        {fmt.Sprintf("case-plans/%s/%d%%s", organ, year), "DANH MỤC HỒ SƠ"},
		"mục lục văn bản":       {"case-files/" + files[0] + "%s", "MỤC LỤC VĂN BẢN TRONG HỒ SƠ"},
		"mục lục hồ sơ nộp lưu": {"case-handovers/" + handover + "%s", "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU"},
	}
}

// longSubject is as long as they come in an office.
const longSubject = "tình hình tiếp thu ý kiến của các huyện ủy, thị ủy, thành ủy và các cơ quan tham mưu, giúp việc của Tỉnh ủy đối với dự thảo đánh giá " +
	"kết quả thực hiện nhiệm vụ phát triển kinh tế - xã hội, quốc phòng - an ninh, công tác xây dựng Đảng, xây dựng hệ thống chính trị " +
	"6 tháng đầu năm và phương hướng, nhiệm vụ trọng tâm 6 tháng cuối năm 2014; việc chuẩn bị đại hội đảng bộ các cấp, nhiệm kỳ 2015 - 2020"

func (o *office) issuesSome() (issued []client.Document) {
	o.t.Helper()
	for i, subject := range []string{
		"về lịch trực tháng 6 năm 2014", longSubject, "về việc phân công tiếp khách của Tỉnh ủy",
		"về công tác văn thư, lưu trữ 6 tháng đầu năm 2014", "về tổ chức Hội nghị cán bộ, công chức, viên chức năm 2014",
	} {
		in := o.notice()
		in.Subject = subject
		if i >= 3 {
			in.Kind = map[int]string{3: "report", 4: "plan"}[i]
		}
		in.RecipientsText = "- Thường trực Tỉnh ủy;\n- Các ban của Tỉnh ủy;\n- Ban Thường vụ Huyện ủy Tuy Phong;\n- Lưu Văn phòng Tỉnh ủy."
		d, err := o.as(drafter).Create(context.Background(), in)
		o.must(err)
		issued = append(issued, o.walk(d, "issued"))
	}
	return issued
}

// numbers are kept, voided and given to secret papers, of what goes out and of what comes in.
func (o *office) numbers(organ string) {
	o.t.Helper()
	ctx := context.Background()
	for _, n := range []struct {
		kind, reason string
		secret, void bool
	}{
		{"notice", "Văn bản giấy của đồng chí Chánh Văn phòng, ký ngoài giờ hành chính", false, false},
		{"notice", "", true, false}, {"notice", "Giữ cho thông báo lịch tiếp công dân", false, true}, {"report", "Báo cáo bản giấy", false, false},
		{"ĐẾN", "Văn bản giấy chờ bóc bì", false, false}, {"ĐẾN", "", true, false}, {"ĐẾN", "Vào nhầm sổ của cơ quan khác", false, true},
	} {
		var made client.Number
		o.must(o.as(clerk).Do(ctx, http.MethodPost, "/registers/numbers", client.NewNumber{
			Issuer: organ, Kind: n.kind, Date: string(officeDay), Reason: n.reason, Secret: n.secret,
		}, &made))
		if n.void {
			path := fmt.Sprintf("/registers/%s/numbers/%d/voiding", made.Book, made.Number)
			o.must(o.as(clerk).Do(ctx, http.MethodPost, path, client.WithReason{Reason: "Cấp nhầm, văn bản không ban hành"}, nil))
		}
	}
}

// takesIn registers what came on paper; some of it is distributed, some is done.
func (o *office) takesIn(organ string, reply client.Document) {
	o.t.Helper()
	ctx := context.Background()
	for i, in := range []client.ArrivalFields{
		{Author: "Ban Tổ chức Trung ương", Symbol: "1234-CV/BTCTW", DocumentDate: "2014-06-02", KindName: "Công văn", Subject: "về việc báo cáo tình hình thực hiện Nghị quyết Đại hội", Urgency: "khan", Pages: 3},
		{Author: "Ủy ban nhân dân tỉnh Bình Thuận", Symbol: "1987/UBND-TH", DocumentDate: "2014-06-05", KindName: "Công văn", Subject: longSubject, Pages: 12},
		{Author: "Đảng ủy Khối các cơ quan tỉnh", Symbol: "77-BC/ĐUK", DocumentDate: "2014-06-03", KindName: "Báo cáo", Subject: "sơ kết công tác xây dựng Đảng quý II năm 2014", Pages: 20},
		{Author: "Ban Chỉ đạo Phòng, chống lụt, bão và Tìm kiếm cứu nạn tỉnh Bình Thuận", Symbol: "05/CĐ-BCĐ", DocumentDate: "2014-06-09", KindName: "Công điện", Subject: "về ứng phó với áp thấp nhiệt đới", Urgency: "hoa_toc", Pages: 1},
		{Author: "Sở Nội vụ tỉnh Bình Thuận", Symbol: "456/SNV-VTLT", DocumentDate: "2014-06-06", KindName: "Công văn", Subject: "về kiểm tra công tác văn thư, lưu trữ năm 2014", Pages: 2},
	} {
		var a client.Arrival
		do := func(who, action string, act client.ArrivalAct) {
			o.t.Helper()
			if err := o.as(who).Do(ctx, http.MethodPost, "/arrivals/"+a.ID+"/actions/"+action, act, &a); err != nil {
				o.t.Fatalf("%s of %s by %s: %v", action, in.Symbol, who, err)
			}
		}
		o.must(o.as(clerk).Do(ctx, http.MethodPost, "/arrivals", client.NewArrival{Organ: organ, Source: "paper", ArrivalFields: in}, &a))
		do(clerk, "register", client.ArrivalAct{})
		if i == 4 {
			continue
		}
		do(clerk, "submit", client.ArrivalAct{To: o.ids[signer]})
		if i == 3 {
			continue
		}
		do(signer, "direct", client.ArrivalAct{Text: "Phòng Tổng hợp tham mưu", Lead: &client.ArrivalTarget{Organ: reply.Unit.ID}, Due: "2014-06-20"})
		if i == 2 {
			continue
		}
		do(approver, "assign", client.ArrivalAct{To: o.ids[drafter], Due: "2014-06-18", Text: "Làm ngay"})
		do(drafter, "start", client.ArrivalAct{})
		if i == 0 {
			do(drafter, "report", client.ArrivalAct{Reply: reply.ID})
			do(approver, "confirm", client.ArrivalAct{})
		}
	}
}

// posts sends paper to organs outside.
func (o *office) posts() {
	o.t.Helper()
	ctx := context.Background()
	o.clinics(4)
	in := o.notice()
	in.Subject, in.RecipientsText = "về khám sức khỏe định kỳ", "- Các trạm y tế của tỉnh;\n- Lưu Văn phòng Tỉnh ủy."
	d, err := o.as(drafter).Create(ctx, in)
	o.must(err)
	d = o.walk(d, "issued")
	copies, err := o.as(clerk).Deliveries(ctx, d.ID)
	o.must(err)
	for i, c := range copies {
		o.must(o.as(clerk).Do(ctx, http.MethodPost, "/deliveries/"+c.ID+"/by-post", nil, nil))
		p := client.Posting{SentOn: string(officeDay), Envelopes: i + 1, Mark: fmt.Sprintf("RR %09d VN", 48211300+i)}
		if i == 2 {
			p.SignedBy, p.Note = "Bưu tá Nguyễn Thị Hồng Phượng", "Kèm 02 đĩa CD và phụ lục; gửi bảo đảm theo đề nghị của phòng soạn thảo"
		}
		o.must(o.as(clerk).Do(ctx, http.MethodPost, "/deliveries/"+c.ID+"/posts", p, nil))
	}
}

// keepsFiles makes the list of the year, puts papers into files, lends some, and hands a file over.
func (o *office) keepsFiles(organ string, issued []client.Document) (files []string, handover string) {
	o.t.Helper()
	ctx, year := context.Background(), officeDay.Year()
	for _, f := range []client.NewCaseFile{
		{Code: "01.TH", Heading: "I. TỔNG HỢP", Title: "Hồ sơ thông báo kết luận của Thường trực Tỉnh ủy năm 2014", Rule: "conclusion"},
		{Code: "02.TH", Heading: "I. TỔNG HỢP", Title: "Hồ sơ " + longSubject, Rule: "matter", Note: "Phối hợp với Ban Tổ chức Tỉnh ủy"},
		{Code: "03.TH", Heading: "I. TỔNG HỢP", Title: "Báo cáo tháng, tuần của các phòng", Rule: "report_month"},
		{Code: "01.HC", Heading: "II. HÀNH CHÍNH, LƯU TRỮ, CƠ YẾU", Title: "Tập lưu công văn trao đổi, giấy mời", Rule: "exchange"},
	} {
		f.Organ, f.Year, f.Keeper, f.Planned = organ, year, o.ids[drafter], true
		var made client.CaseFileView
		o.must(o.as(clerk).Do(ctx, http.MethodPost, "/case-files", f, &made))
		files = append(files, made.ID)
	}
	o.must(o.as(checker).Do(ctx, http.MethodPost, fmt.Sprintf("/case-plans/%s/%d/issue", organ, year), nil, nil))
	var view client.CaseFileView
	o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-files/"+files[0]+"/actions/open", client.CaseFileStep{}, &view))
	for _, d := range issued {
		_, err := o.as(clerk).Fire(ctx, d.ID, "file", client.Act{CaseFile: "01.TH"}, client.IfMatch(d.Version))
		o.must(err)
	}
	for _, p := range []client.NewCaseFileItem{
		{Symbol: "15-GM/VPTU", Subject: "dự Hội nghị giao ban báo chí tháng 6 năm 2014", KindName: "Giấy mời", Date: "2014-06-01", Author: "Văn phòng Tỉnh ủy", Pages: 2, Note: "Bản giấy"},
		{Subject: "Ảnh chụp hội nghị, 24 tấm, có chú thích ở mặt sau", Date: "2014-06-05", Pages: 24, Note: "Không đánh số tờ"},
	} {
		o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-files/"+files[0]+"/items", p, &view))
	}
	o.lends(files[0], view.Items)
	o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-files/"+files[0]+"/actions/close", client.CaseFileStep{Date: string(officeDay)}, &view))
	var h client.Handover
	o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-handovers", client.NewHandover{Files: files[:1]}, &h))
	o.must(o.as(archivist).Do(ctx, http.MethodPost, "/case-handovers/"+h.ID+"/decision", client.HandoverDecision{Accept: true, Note: "đủ"}, nil))
	return files, h.ID
}

// lends: one copy is out, one is back, one was refused, one waits.
func (o *office) lends(file string, items []client.CaseFileItem) {
	o.t.Helper()
	ctx := context.Background()
	for i, decisions := range [][]string{{"lend"}, {"lend", "return"}, {"refuse"}, {}} {
		var view client.CaseFileView
		purpose := strings.Repeat("Đối chiếu số liệu báo cáo quý II của các phòng. ", 1+i%2*3)
		o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-files/"+file+"/loans", client.NewLoan{Item: items[i].ID, Purpose: purpose, Due: "2014-06-30"}, &view))
		loan := ""
		for _, l := range view.Loans {
			if l.State == "asked" {
				loan = l.ID
			}
		}
		for _, decision := range decisions {
			who := map[string]string{"return": clerk}[decision]
			if who == "" {
				who = checker
			}
			o.must(o.as(who).Do(ctx, http.MethodPost, "/case-loans/"+loan+"/decision", client.LoanDecision{Decision: decision, Note: map[string]string{"refuse": "bản gốc đang chỉnh lý"}[decision]}, nil))
		}
	}
}
