package format

import (
	"fmt"
	"strings"
	"testing"

	"trinhky/internal/layout"
)

const pagesOf40 = 13

// fortyPages is a Party plan of about forty pages, with citations, tables of names and work for many.
func fortyPages() string {
	var body strings.Builder
	for i := 1; i <= pagesOf40; i++ {
		fmt.Fprintf(&body, "%d. Nhiệm vụ thứ %d.\n\n", i, i)
		for j := 1; j <= 9; j++ {
			fmt.Fprintf(&body, "%d.%d- Đề nghị Ban Thường vụ Đảng ủy các xã, phường tiếp tục thực hiện Chỉ thị số %d-CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy về đẩy mạnh phong trào thi đua trên địa bàn; ", i, j, 20+i)
			body.WriteString(strings.Repeat("tập trung lãnh đạo, chỉ đạo, tổ chức triển khai thực hiện nhiệm vụ xây dựng tổ chức cơ sở đảng, công tác dân vận, Mặt trận và các đoàn thể trên địa bàn tỉnh bảo đảm tiến độ, chất lượng; ", 4))
			body.WriteString("kết quả báo cáo trước ngày 15 tháng 12 hằng năm.\n\n")
		}
	}
	return strings.Replace(goodNotice, "1. Việc chung.\n2. Việc riêng:\n2.1- Một.\n2.2- Hai.\n", body.String(), 1)
}

func BenchmarkCheckText(b *testing.B) {
	raw := []byte(fortyPages())
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := CheckText(raw, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheckDOCX(b *testing.B) {
	r, err := layout.ReadText([]byte(fortyPages()), layout.Known{})
	if err != nil {
		b.Fatal(err)
	}
	sheet := layout.Sheet{
		Regime: "party", On: "2026-06-10", Superior: r.Superior, Issuer: r.Issuer, Symbol: "TB/VPTU", Place: r.Place, KindName: r.KindName,
		Subject: r.Subject, Body: r.Body, Recipients: strings.Split(r.RecipientsText, "\n"), Formula: r.Formula, SignerName: r.SignerName,
	}
	pages, err := layout.Render(sheet)
	if err != nil {
		b.Fatal(err)
	}
	raw, err := layout.RenderDOCX(sheet)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := CheckDOCX(raw, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages.Pages), "pages")
}
