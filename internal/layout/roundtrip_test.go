package layout

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sheetOf is the sheet of a draft that was read. Its number and date are left open, as RenderDOCX leaves them.
func sheetOf(r Reading) Sheet {
	symbol := r.NumberLine
	if i := strings.IndexAny(symbol, "-/"); i >= 0 {
		symbol = symbol[i+1:]
	}
	s := Sheet{
		Regime: r.Regime, Superior: r.Superior, Issuer: r.Issuer, Symbol: symbol, Place: r.Place, KindName: r.KindName, Subject: r.Subject,
		AddressWord: r.AddressWord, Addressees: r.Addressees, Body: r.Body, Formula: r.Formula, SignerName: r.SignerName,
		Urgency: r.Urgency, Circulation: r.Circulation, Draft: r.Draft, Images: r.Images, Typist: r.Typist, Contact: r.Contact, Recorder: r.Recorder, Copy: r.Copy,
		Created: made,
	}
	if r.HasRecipients {
		s.Recipients = strings.Split(r.RecipientsText, "\n")
	}
	if s.Regime == "" {
		s.Regime = "state"
	}
	return s
}

var severalSpaces = regexp.MustCompile(`[ \x{00A0}]+`)

// textOf is the canonical text of a reading. Several spaces count as one, and so does a no-break space: our pages, and
// the Word file with them, print one, which does not break where the line must not.
func textOf(r Reading) string { return severalSpaces.ReplaceAllString(r.Text(), " ") }

const openNotice = `ĐẢNG CỘNG SẢN VIỆT NAM
TỈNH ỦY SÔNG LAM
VĂN PHÒNG
Số -TB/VPTU
Vĩnh An, ngày
KHẨN
Dự thảo lần 2

THÔNG BÁO
kết luận của Thường trực Tỉnh ủy về công tác dân vận 6 tháng đầu năm 2026

Ngày 05/6/2026, đồng chí Phó Bí thư Tỉnh ủy đã kết luận:

I- ĐÁNH GIÁ CHUNG

1. Đã làm tốt^[Báo cáo số 12-BC/ĐU, ngày 03/6/2026.] nhiều việc.

2. Thời gian tới:

2.1- Tập trung lãnh đạo “*nâng cao chất lượng*”;

a) việc thứ nhất, *quan trọng* và **gấp**;

b) việc thứ hai:

- rà soát **ngay**.

+ từng hồ sơ.

2.2- Việc trùng số.

2.2- Việc trùng số, giữ như người viết.

II- TỔ CHỨC THỰC HIỆN

các đơn vị báo cáo

-----

gửi về Văn phòng trước ngày 30/6.

| STT | Nội dung | Ghi chú |
|---|---|---|
| 1 | Họp *giao ban* | 5 \| 7 |
| 2 | Dòng một<br>dòng hai |  |

Văn phòng thông báo để các đơn vị biết, thực hiện.

Nơi nhận:
- Thường trực Tỉnh ủy;
- Các ban của Tỉnh ủy và các cơ quan tham mưu, giúp việc cấp ủy;
- Lưu Văn phòng Tỉnh ủy.
		K/T CHÁNH VĂN PHÒNG
		PHÓ CHÁNH VĂN PHÒNG
		Nguyễn Văn An
`

const openDecision = `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: /QĐ-UBND
Đà Lạt, ngày

QUYẾT ĐỊNH
Về việc ban hành Quy chế làm việc

Căn cứ Luật Tổ chức chính quyền địa phương;

Theo đề nghị của Giám đốc Sở Nội vụ.

QUYẾT ĐỊNH:

Chương I NHỮNG QUY ĐỊNH CHUNG

Điều 1. Phạm vi

Ban hành kèm theo Quyết định này Quy chế làm việc.

Điều 2. Hiệu lực thi hành

1. Quyết định có hiệu lực từ ngày ký.

a) điểm a;

đ) điểm đ./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT, TH (2).
PL.(30)
		TM. ỦY BAN NHÂN DÂN
		KT. CHỦ TỊCH
		PHÓ CHỦ TỊCH
		Trần Thị Bình
		Địa chỉ: 4 Trần Hưng Đạo, Đà Lạt. Điện thoại: 0263 1234567

Phụ lục I
DANH MỤC CÔNG VIỆC

(Kèm theo Quyết định số /QĐ-UBND)

1. Việc thứ nhất.

| Cột |
|---|
| a |

Phụ lục II
BIỂU MẪU

Nội dung biểu mẫu.
`

const openLetter = `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
ỦY BAN NHÂN DÂN TỈNH SÔNG LAM
SỞ KHOA HỌC VÀ CÔNG NGHỆ
Số: /SKHCN-CĐS
Sông Lam, ngày
V/v triển khai chữ ký số chuyên dùng công vụ

Kính gửi:
- Văn phòng Ủy ban nhân dân tỉnh;
- Các sở, ban, ngành tỉnh;
- Ủy ban nhân dân các xã, phường.

Sở đề nghị các đơn vị báo cáo./.

Nơi nhận:
- Như trên;
- Lưu: VT, CĐS.
		KT. GIÁM ĐỐC
		PHÓ GIÁM ĐỐC
		Lê Thị Hoa
`

const openMinutes = `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
ỦY BAN NHÂN DÂN XÃ THẠCH BÀN
VĂN PHÒNG
Số: /BB-VP
Thạch Bàn, ngày

BIÊN BẢN
Họp giao ban tuần

Cuộc họp kết thúc lúc 11 giờ cùng ngày.

THƯ KÝ
Lê Văn Tám
		CHỦ TỌA
		Phạm Thị Hoa
`

const openCopy = `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
ỦY BAN NHÂN DÂN
TỈNH SÔNG LAM
Số: /CT-UBND
Sông Lam, ngày

CHỈ THỊ
Về việc trực Tết

Các cơ quan trực đủ quân số./.

Nơi nhận:
- Các sở;
- Lưu: VT.
		CHỦ TỊCH
		Lê Văn Tám

SAO Y
ỦY BAN NHÂN DÂN XÃ THẠCH BÀN
Số: 12/SY-UBND
Thạch Bàn, ngày 05 tháng 02 năm 2026

Nơi nhận:
- Các thôn;
- Lưu: VT.
		TL. CHỦ TỊCH
		CHÁNH VĂN PHÒNG
		Phạm Thị Hoa
`

// TestCanonicalText: the text of a reading reads as the same reading.
func TestCanonicalText(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"notice": openNotice, "decision": openDecision, "letter": openLetter, "minutes": openMinutes, "copy": openCopy} {
		if got := readBack(t, text).Text(); got != text {
			t.Errorf("%s: %s", name, cmp.Diff(text, got))
		}
	}
	for _, text := range []string{typedNotice, typedDecision} {
		once := readBack(t, text)
		if diff := cmp.Diff(once, readBack(t, once.Text())); diff != "" {
			t.Error(diff)
		}
	}
}

func readBack(t interface{ Fatal(...any) }, text string) Reading {
	r, err := ReadText([]byte(text), Known{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// throughWord is a reading written as a Word file and read again.
func throughWord(t interface{ Fatal(...any) }, r Reading) Reading {
	raw, err := RenderDOCX(sheetOf(r))
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadDOCX(raw, Known{Regime: r.Regime})
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestTextThroughWord(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"notice": openNotice, "decision": openDecision, "letter": openLetter, "minutes": openMinutes, "copy": openCopy} {
		want := readBack(t, text)
		got := throughWord(t, want)
		if diff := cmp.Diff(textOf(want), textOf(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if len(got.Remarks) > 0 || len(got.Unplaced) > 0 {
			t.Errorf("%s: remarks %v, unplaced %q", name, got.Remarks, got.Unplaced)
		}
		for i, b := range got.Body.Blocks[:min(len(got.Body.Blocks), len(want.Body.Blocks))] {
			if w := want.Body.Blocks[i]; b.Kind != w.Kind || b.Level != w.Level || b.HeaderRows != w.HeaderRows || b.Align != w.Align {
				t.Errorf("%s: block %d is %s/%d %q, was %s/%d %q", name, i+1, b.Kind, b.Level, b.Align, w.Kind, w.Level, w.Align)
			}
		}
	}
}

func TestSeedsThroughWord(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../shared/seeds/*.txt")
	if err != nil || len(files) == 0 {
		t.Skip("no seeds beside the repository")
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := readBack(t, string(raw))
		got := throughWord(t, want)
		// A seed has no header: what RenderDOCX prints of one is not in the text, nor is the statement of signing.
		want.SignatureState = ""
		want.Regime, got.Regime = "", ""
		got.PartyTitle, got.NationalTitle, got.HasNumberLine, got.NumberLine, got.DateLine = false, false, false, "", ""
		if diff := cmp.Diff(textOf(want), textOf(got)); diff != "" {
			t.Errorf("%s: %s", filepath.Base(file), diff)
		}
	}
}

func TestBodiesThroughWord(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{"Đảng ủy xã", "tập trung lãnh đạo", "nâng cao", "Chỉ thị số 23-CT/TU", "Quyết định", "2026", "“chất lượng”", "(gọi tắt)", "hồ sơ", "A/B", "71,4%", "Ủy ban nhân dân", "– nhất là", "*", "a|b"})
	ordinal := rapid.SampledFrom([]string{"", "", "I-", "II-", "1.", "2.", "2.1-", "2.2.", "a)", "đ)", "-", "+", "Điều 1.", "Điều 2.", "Chương I"})
	sentence := rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(words, 1, 20).Draw(t, "words"), " ")
		return s + rapid.SampledFrom([]string{".", ";", ":", "", "./."}).Draw(t, "end")
	})
	styled := rapid.Custom(func(t *rapid.T) string {
		s := sentence.Draw(t, "sentence")
		switch rapid.IntRange(0, 5).Draw(t, "style") {
		case 0:
			return "**" + strings.NewReplacer("*", "", "  ", " ").Replace(s) + "**"
		case 1:
			return "Theo *" + strings.NewReplacer("*", "", "  ", " ").Replace(s) + "* mà làm."
		case 2:
			return s + "^[" + sentence.Draw(t, "note") + "]"
		case 3:
			return strings.ToUpper(s)
		}
		return s
	})
	paragraph := rapid.Custom(func(t *rapid.T) string {
		return strings.TrimSpace(ordinal.Draw(t, "ordinal") + " " + styled.Draw(t, "text"))
	})
	table := rapid.Custom(func(t *rapid.T) string {
		columns := rapid.IntRange(1, 5).Draw(t, "columns")
		cell := rapid.Custom(func(t *rapid.T) string { return strings.ReplaceAll(sentence.Draw(t, "cell"), "|", `\|`) })
		row := rapid.Custom(func(t *rapid.T) string {
			return "| " + strings.Join(rapid.SliceOfN(cell, columns, columns).Draw(t, "cells"), " | ") + " |"
		})
		rows := rapid.SliceOfN(row, 2, 5).Draw(t, "rows")
		return rows[0] + "\n|" + strings.Repeat("---|", columns) + "\n" + strings.Join(rows[1:], "\n")
	})
	rapid.Check(t, func(t *rapid.T) {
		blocks := rapid.SliceOfN(rapid.OneOf(paragraph, paragraph, paragraph, table), 1, 8).Draw(t, "blocks")
		text := strings.Replace(openNotice, "I- ĐÁNH GIÁ CHUNG", strings.Join(blocks, "\n\n"), 1)
		once := readBack(t, text)
		if again := readBack(t, once.Text()); again.Text() != once.Text() {
			t.Fatalf("the canonical text is none: %s", cmp.Diff(once.Text(), again.Text()))
		}
		if diff := cmp.Diff(textOf(once), textOf(throughWord(t, once))); diff != "" {
			t.Fatalf("%s", diff)
		}
	})
}
