package layout

import (
	"testing"

	"trinhky/internal/document"
)

// TestArticlesAndAuthority: "Điều 1." is bold before running text, and the căn cứ below the name of who decides are set as
// căn cứ (NĐ 30/2020 Phụ lục I, mẫu 1.2).
func TestArticlesAndAuthority(t *testing.T) {
	t.Parallel()
	r, err := ReadText([]byte(`ỦY BAN NHÂN DÂN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH SÔNG LAM     Độc lập - Tự do - Hạnh phúc

Số: 12/QĐ-UBND     Vĩnh An, ngày 05 tháng 3 năm 2026

QUYẾT ĐỊNH
Về việc ban hành Quy chế phối hợp
ỦY BAN NHÂN DÂN TỈNH SÔNG LAM

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;

Theo đề nghị của Giám đốc Sở Nội vụ.

QUYẾT ĐỊNH:

Điều 1. Ban hành Quy chế phối hợp.

Điều 2. Quyết định có hiệu lực từ ngày ký./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT, NC.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Lam`), Known{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Subject != "Về việc ban hành Quy chế phối hợp" || len(r.Body.Blocks) == 0 || r.Body.Blocks[0].Text() != "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM" {
		t.Fatalf("trích yếu %q, body begins with %q", r.Subject, r.Body.Text())
	}
	rules, err := Rules("state", "2026-03-05")
	if err != nil {
		t.Fatal(err)
	}
	c := &composer{rules: rules}
	if n := c.grounds(r.Body.Blocks); n != 3 {
		t.Errorf("%d blocks up to the last căn cứ, want 3", n)
	}
	article := document.Block{Kind: document.Paragraph, Ordinal: "Điều 1.", Runs: []document.Run{{Text: "Ban hành."}}}
	if runs := c.numbered(article); !runs[0].Bold || runs[1].Bold {
		t.Errorf("of %+v only the ordinal is bold", runs)
	}
	article.Ordinal = "1."
	if runs := c.numbered(article); runs[0].Bold {
		t.Error("a khoản's number is not bold")
	}
}
