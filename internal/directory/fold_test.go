package directory

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	t.Parallel()
	same := [][]string{
		{"Huyện ủy Tuy Phong", "HUYỆN UỶ  TUY PHONG", "huyện uỷ\u00a0Tuy Phong ", norm.NFD.String("Huyện ủy Tuy Phong")},
		{"hòa", "hoà", "HÒA"},
		{"khỏe", "khoẻ"},
		{"quý", "qúy"},
		{"lý", "lí", "LÝ"},
		{"Kỹ thuật", "kĩ thuật"},
		{"Mỹ Lý", "Mĩ Lí"},
		{"toàn", "tòan"},
		{"Đảng ủy", "Ðảng uỷ", "đảng ủy"},
		{"chính trị - xã hội", "chính trị – xã hội", "chính trị-xã hội"},
		{"thủy lợi", "thuỷ lợi"},
	}
	for _, row := range same {
		for _, s := range row[1:] {
			if Fold(s) != Fold(row[0]) {
				t.Errorf("Fold(%q) = %q, Fold(%q) = %q", s, Fold(s), row[0], Fold(row[0]))
			}
		}
	}
	differ := [][2]string{{"hoà", "hoá"}, {"Ban", "Bàn"}, {"đảng", "dảng"}, {"Tuy Phong", "Tuyphong"}, {"tay", "tai"}, {"Quy", "Qui"}, {"ý", "í"}, {"mày", "mài"}}
	for _, pair := range differ {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%q and %q fold alike: %q", pair[0], pair[1], Fold(pair[0]))
		}
	}
	for in, want := range map[string]string{"  Sở Nội vụ ": "sở nội vụ", "Lý": "lí", "Phòng Khoa giáo - Văn xã": "phòng khoa giáo-văn xã", "": "", "Phường 5": "phường 5", "-": "-", "a -": "a-"} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldTwiceIsFoldOnce(t *testing.T) {
	t.Parallel()
	letters := []rune("aàáoòóeèuùúyýỳqhlkmĐÐđ –-\u00a0THỦY5")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom(letters)).Draw(t, "s")
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, Fold(once))
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		Fold("Ủy ban Mặt trận Tổ quốc Việt Nam huyện Tuy Phong")
	}
}
