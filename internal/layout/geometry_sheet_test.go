package layout

import (
	"strings"

	"trinhky/internal/document"
)

// The sheets that the geometry of a rule set is measured on: between them they hold every component of a page.

func prosed(s string) document.Block {
	return document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: s}}}
}

// longText takes three lines and more in either regime, each of them with one word that begins it alone.
const longText = "Thực hiện chương trình công tác năm 2026, Văn phòng Tỉnh ủy đã phối hợp với các ban, cơ quan tham mưu, giúp việc của Tỉnh ủy khảo sát thực trạng công tác văn thư, lưu trữ tại các đảng bộ xã, phường; tổng hợp ý kiến góp ý và hoàn thiện dự thảo. Nội dung chính của dự thảo gồm mục tiêu, nhiệm vụ, giải pháp và phân công thực hiện, bảo đảm phù hợp với mô hình tổ chức mới và điều kiện của từng địa phương trong tỉnh."

func geometryBody(grounds, closing string) document.Body {
	blocks := []document.Block{
		prosed(grounds), prosed(longText), heading(1, "I-", "SỰ CẦN THIẾT"), prosed("Việc ban hành là cần thiết."),
		item("-", "Gạch đầu dòng thứ nhất của danh mục công việc."),
	}
	for range 4 {
		blocks = append(blocks, prosed(longText))
	}
	return document.Body{Blocks: append(blocks, prosed(closing))}
}

func partyGeometry() Sheet {
	return Sheet{
		Regime: "party", Superior: []string{"TỈNH ỦY SÔNG LAM"}, Issuer: []string{"VĂN PHÒNG"}, Symbol: "TTr/VPTU", Place: "Vĩnh An",
		KindName: "TỜ TRÌNH", Subject: "về việc ban hành quy định về công tác văn thư, lưu trữ trong các cơ quan của Đảng",
		AddressWord: "Kính trình", Addressees: []string{"Ban Thường vụ Tỉnh ủy"},
		Body:       geometryBody("Căn cứ Chương trình công tác năm 2026 của Tỉnh ủy;", "Văn phòng Tỉnh ủy kính trình."),
		Recipients: []string{"- Như trên;", "- Lưu Văn phòng Tỉnh ủy."}, Typist: "NTH-12b",
		Formula: []string{"K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"}, SignerName: "Trần Hữu Đức",
		Urgency: "THƯỢNG KHẨN", Circulation: "LƯU HÀNH NỘI BỘ", Draft: "Dự thảo lần 2",
		Contact: "Địa chỉ: số 12 đường Lê Lợi, phường Vĩnh An", Year: "2026", Created: made,
	}
}

func stateGeometry() Sheet {
	return Sheet{
		Regime: "state", Superior: []string{"UBND TỈNH SÔNG LAM"}, Issuer: []string{"SỞ NỘI VỤ"}, Symbol: "TTr-SNV", Place: "Vĩnh An",
		KindName: "TỜ TRÌNH", Subject: "Về việc ban hành quy định về công tác văn thư, lưu trữ trong các cơ quan nhà nước",
		AddressWord: "Kính gửi", Addressees: []string{"Ủy ban nhân dân tỉnh"},
		Body:       geometryBody("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;", "Sở Nội vụ kính trình./."),
		Recipients: []string{"- Như trên;", "- Lưu: VT, VTLT (2)."}, Typist: "PL.(300)",
		Formula: []string{"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"}, SignerName: "Lê Thị Ngọc Ánh",
		Urgency: "HỎA TỐC", Circulation: "XEM XONG TRẢ LẠI", Draft: "Dự thảo lần 2",
		Contact: "Địa chỉ: số 12 đường Lê Lợi, phường Vĩnh An", Year: "2026", Created: made,
	}
}

func partyLetter() Sheet {
	s := partyGeometry()
	s.KindName, s.Symbol, s.Subject, s.AddressWord = "", "CV/VPTU", "triển khai quy định mới về công tác văn thư", "Kính gửi"
	s.Addressees, s.Urgency, s.Circulation, s.Draft = []string{"Các ban của Tỉnh ủy", "Đảng ủy các xã, phường"}, "HỎA TỐC", "", ""
	s.Formula, s.Contact = []string{"CHÁNH VĂN PHÒNG"}, ""
	return s
}

func stateLetterOf() Sheet {
	s := stateGeometry()
	s.KindName, s.Symbol, s.Subject = "", "SNV-VP", "triển khai quy định mới về công tác văn thư"
	s.Addressees, s.Urgency, s.Circulation, s.Draft = []string{"Các sở, ban, ngành", "UBND các xã, phường"}, "KHẨN", "", ""
	s.Formula, s.Contact = []string{"GIÁM ĐỐC"}, ""
	return s
}

func minutesOf(s Sheet, recorder, chair string) Sheet {
	s.KindName, s.Symbol, s.Subject, s.Addressees = "BIÊN BẢN", strings.Replace(s.Symbol, "TTr", "BB", 1), "họp giao ban tuần", nil
	s.Urgency, s.Circulation, s.Draft, s.Contact, s.Typist = "KHẨN", "", "", "", ""
	s.Recorder = &Signer{Formula: []string{recorder}, Name: "Phạm Thị Thu"}
	s.Formula = []string{chair}
	return s
}

// structured gives a sheet a body of Chương, Điều, khoản and điểm.
func structured(s Sheet) Sheet {
	s.Contact, s.Urgency, s.Circulation, s.Draft = "", "", "", ""
	blocks := []document.Block{
		{Kind: document.Heading, Level: 1, Ordinal: "Chương I", Runs: []document.Run{{Text: "QUY ĐỊNH CHUNG"}}},
		heading(3, "Điều 1.", "Nguyên tắc làm việc"),
		{Kind: document.Paragraph, Ordinal: "1.", Runs: []document.Run{{Text: "Khoản thứ nhất của Điều."}}},
		{Kind: document.Paragraph, Ordinal: "a)", Runs: []document.Run{{Text: "Điểm thứ nhất của khoản."}}},
	}
	for range 5 {
		blocks = append(blocks, prosed(longText))
	}
	s.Body = document.Body{Blocks: append(blocks, prosed("Hết văn bản."))}
	return s
}

func partyStructured() Sheet { return structured(partyGeometry()) }
func stateStructured() Sheet { return structured(stateGeometry()) }

func partyMinutes() Sheet {
	return minutesOf(partyGeometry(), "NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ")
}
func stateMinutes() Sheet { return minutesOf(stateGeometry(), "THƯ KÝ", "CHỦ TỌA") }

func partyCopy() Sheet {
	s := partyLetter()
	s.Copy = &Copy{
		Form: "SAO LỤC", Issuer: []string{"ĐẢNG ỦY XÃ THẠCH BÀN"}, Symbol: "24-BS/ĐU", Place: "Thạch Bàn", Date: "ngày 12 tháng 3 năm 2026",
		Recipients: []string{"- Các chi bộ;", "- Lưu Đảng ủy."}, Formula: []string{"T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"}, SignerName: "Vũ Minh Hà",
	}
	return s
}

func stateCopy() Sheet {
	s := stateLetterOf()
	s.Copy = &Copy{
		Form: "SAO Y", Issuer: []string{"ỦY BAN NHÂN DÂN", "XÃ THẠCH BÀN"}, Symbol: "12/SY-UBND", Place: "Thạch Bàn", Date: "ngày 12 tháng 3 năm 2026",
		Recipients: []string{"- Các thôn;", "- Lưu: VT."}, Formula: []string{"TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"}, SignerName: "Vũ Minh Hà",
	}
	return s
}
