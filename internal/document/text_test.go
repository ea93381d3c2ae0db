package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"\uFEFFmột\r\nhai\rba":        "một\nhai\nba",
		"Tỉnh u\u0309y":               "Tỉnh ủy",
		"23-\u00A0CT/TU – uỷ \u00D0U": "23-\u00A0CT/TU – uỷ \u00D0U",
		"a\x07b\u200Bc\u202Ed\u00ADe": "abcde",
		"một\fhai\u2029ba\t.":         "một\nhai\n\nba\t.",
	} {
		if got, err := Normalize([]byte(in)); err != nil || got != want {
			t.Errorf("Normalize(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for name, test := range map[string]struct {
		in   []byte
		code string
	}{
		"not UTF-8": {[]byte("Th\xd4ng b\xb8o"), "TEXT_NOT_UTF8"}, "UTF-16": {[]byte("T\x00h\x00"), "TEXT_NOT_UTF8"},
		"empty": {nil, "TEXT_EMPTY"}, "spaces": {[]byte(" \u00A0\n\t\u200B"), "TEXT_EMPTY"},
		"one byte too many": {make([]byte, MaxText+1), "TEXT_TOO_LARGE"},
	} {
		if _, err := Normalize(test.in); code(err) != test.code {
			t.Errorf("%s: %v, want %s", name, err, test.code)
		}
	}
	if _, err := Normalize([]byte(strings.Repeat("a", MaxText))); err != nil {
		t.Errorf("a text of the greatest size: %v", err)
	}
}

// BenchmarkNormalizeTooLarge: what is too large is refused unread.
func BenchmarkNormalizeTooLarge(b *testing.B) {
	raw := []byte(strings.Repeat("u\u0309", 7<<20)) // 21 MB that NFC would have to work on
	for b.Loop() {
		if _, err := Normalize(raw); code(err) != "TEXT_TOO_LARGE" {
			b.Fatal(err)
		}
	}
}

func TestNormalizeHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once, err := Normalize(rapid.SliceOf(rapid.Byte()).Draw(t, "raw"))
		if err != nil {
			return
		}
		again, err := Normalize([]byte(once))
		if err != nil || again != once || !utf8.ValidString(once) || !norm.NFC.IsNormalString(once) {
			t.Fatalf("%q → %q, %v", once, again, err)
		}
	})
}

func TestScanSecrecy(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{
		"MẬT", "TỐI MẬT", "TUYỆT MẬT", "  [TỐI  MẬT]  ", "**MẬT**", "Tuyệt mật", "M Ậ T", "Số 05-BC/TU\t\tMẬT", "Số: 12/BC-UBND   TỐI MẬT", "Số 05-BC/TU MẬT",
		"TỈNH ỦY   MẬT", "Độ mật: Tối mật", "Mức độ mật: MẬT", "độ mật : mật", "\u200BM\u200BẬT", "MA\u0323\u0302T", "BÁO CÁO\n│ TUYỆT MẬT │\nnội dung",
		"- Ban A;\rMẬT\r- Lưu.", "- Ban A;\vMẬT\v- Lưu.", "x\u2028MẬT", "MẬ\u034FT", "\u3164MẬT", "ＭẬＴ", "VĂN PHÒNG\u2003\u2003MẬT", "Độ mật\u00A0: TỐI MẬT",
		"TèI MËT", "mËt", "TOÁI MAÄT",
		"Về việc sửa kho (MẬT)", "[TỐI MẬT] Về việc sửa kho", "về việc sửa kho ( TUYỆT  MẬT ).",
	} {
		if ScanSecrecy(secret, "") == nil {
			t.Errorf("%q is let through", secret)
		}
		if code(RefuseSecret(secret, "")) != "SECRET_REFUSED" {
			t.Errorf("%q is not refused", secret)
		}
	}
	for _, open := range []string{
		"bảo vệ bí mật nhà nước", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ", "TÀI LIỆU HỘI NGHỊ", "5053-CV/VPTW/nb", "BẢO MẬT", "Mật ong",
		"dấu chỉ các mức độ mật gồm MẬT, TỐI MẬT và TUYỆT MẬT theo quy định", "- TUYỆT MẬT;", "Độ mật: Thường", "Độ mật: không", "mật", "bí mật", "Số liệu về bí mật",
		"đóng dấu (MẬT) ở góc trái", "tài liệu (mật)",
	} {
		if got := ScanSecrecy(open, ""); got != nil {
			t.Errorf("%q: %v", open, got)
		}
	}
	for name, secret := range map[string]bool{
		"TỐI MẬT - báo cáo.docx": true, "bao_cao_toi_mat.pdf": true, "Báo cáo (MẬT).docx": true, "MẬT_05-BC.pdf": true, "Tuyệt mật.txt": true,
		"Quy chế BẢO MẬT thông tin.docx": false, "bảo vệ BÍ MẬT nhà nước.pdf": false, "mat_bang.xlsx": false, "Mật khẩu.txt": false, "": false,
	} {
		if got := ScanSecrecy("văn bản", name) != nil; got != secret {
			t.Errorf("file name %q: secret = %v", name, got)
		}
	}
}
