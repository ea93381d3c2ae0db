package docx

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// accented are the 67 Vietnamese letters that no Western alphabet has without a mark.
const accented = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

// toTCVN3 codes a text for .VnTime, or for .VnTimeH when it is in capitals.
func toTCVN3(text string) (coded, font string) {
	font = ".VnTime"
	if strings.ToUpper(text) == text {
		font, text = ".VnTimeH", strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		if code, ok := tcvn3Codes[r]; ok {
			return code
		}
		return r
	}, text), font
}

// toVNI codes a text for VNI-Times.
func toVNI(text string) string {
	var s strings.Builder
	for _, r := range text {
		small := unicode.ToLower(r)
		upper := small != r
		put := func(c rune) {
			if upper {
				c = unicode.ToUpper(c)
			}
			s.WriteRune(c)
		}
		if code, ok := alone(small); ok {
			put(code)
			continue
		}
		whole := []rune(norm.NFD.String(string(small)))
		base, marks := whole[0], string(whole[1:])
		if code, ok := alone([]rune(norm.NFC.String(string(base) + "\u031B"))[0]); ok && strings.ContainsRune(marks, '\u031B') {
			base, marks = code, strings.ReplaceAll(marks, "\u031B", "")
		}
		put(base)
		if marks == "" {
			continue
		}
		for mark, stands := range vniMarks {
			if norm.NFD.String(stands) == norm.NFD.String(marks) || sameMarks(stands, marks) {
				put(mark)
			}
		}
	}
	return s.String()
}

func alone(letter rune) (rune, bool) {
	for code, stands := range vniAlone {
		if stands == letter {
			return code, true
		}
	}
	return 0, false
}

func sameMarks(a, b string) bool { return norm.NFC.String("a"+a) == norm.NFC.String("a"+b) }

func TestEveryLetterComesBack(t *testing.T) {
	t.Parallel()
	if n := len([]rune(accented)); n != 67 {
		t.Fatalf("%d letters", n)
	}
	for _, letter := range accented + strings.ToUpper(accented) {
		want := string(letter)
		coded, font := toTCVN3(want)
		if coded == want && letter != 'ý' || strings.ContainsFunc(coded, func(r rune) bool { return r > 0xFF }) {
			t.Errorf("%s has no code in TCVN3: %q", want, coded)
		}
		if got := toUnicode(coded, codingOf(font)); got != want {
			t.Errorf("TCVN3: %s → %q → %s", want, coded, got)
		}
		coded = toVNI(want)
		if strings.ContainsFunc(coded, func(r rune) bool { return r > 0xFF }) {
			t.Errorf("%s has no code in VNI: %q", want, coded)
		}
		if got := toUnicode(coded, vni); got != want {
			t.Errorf("VNI: %s → %q → %s", want, coded, got)
		}
	}
}

// The vectors were typed by hand in these codes; they do not come from the tables under test.
func TestKnownLegacyTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ font, coded, want string }{
		{".VnTime", "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"},
		{".VnTimeH", "§éc lËp - Tù do - H¹nh phóc", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"},
		{".VnArial", "Tr­êng §¹i häc", "Trường Đại học"},
		{".VnTime", "¡n, ¢u, £, ¤, ¥, ¦", "Ăn, Âu, Ê, Ô, Ơ, Ư"},
		{"VNI-Times", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
		{"VNI-Times", "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
		{"VNI-Helve", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"},
		{"VNI-Times", "Thuôû ñoù, ngöôøi kyõ sö nghæ ôû huyeän Yeân Myõ", "Thuở đó, người kỹ sư nghỉ ở huyện Yên Mỹ"},
		{".VnTime", "Thông báo về việc", "Thông báo về việc"}, // Unicode under the font all the same
		{"VNI-Times", "Thông báo về việc", "Thông báo về việc"},
		{"Times New Roman", "Céng hoµ", "Céng hoµ"},
		// Read by Windows-1258: Đ and ữ's neighbours stand in the places of é and õ.
		{".VnTime", "L·nh đ¹o", "L·nh đ¹o"},
		{".VnTime", "Huy\u01A0n đ", "Huy\u01A0n đ"},
		{".VnTime", "ti\u01A0p t\u00F4c", "tiếp tục"},
	} {
		if got := toUnicode(c.coded, codingOf(c.font)); got != c.want {
			t.Errorf("%s: %q → %q, want %q", c.font, c.coded, got, c.want)
		}
	}
}

func TestSentencesComeBack(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"Thường trực Tỉnh ủy ghi nhận, biểu dương kết quả mà cấp ủy, chính quyền và nhân dân trong xã đã đạt được.",
		"Bên cạnh đó, chất lượng sinh hoạt ở một số chi bộ còn hạn chế; tỷ lệ hồ sơ giải quyết mới đạt 71,4%.",
		"Quyết nghị: khuyến khích nuôi tằm, trồng khoai; sửa chữa kênh mương, đường huyện lộ; mở rộng nghĩa trang liệt sỹ.",
		"Ngoài ra, quỹ khuyến học của phường Quỳnh Mỹ ủng hộ mỗi cháu ba quyển vở, hẹn kỳ sau.",
	} {
		coded, font := toTCVN3(want)
		if got := toUnicode(coded, codingOf(font)); got != want {
			t.Errorf("TCVN3: %s\n got %s", want, got)
		}
		upper := strings.ToUpper(want)
		coded, font = toTCVN3(upper)
		if got := toUnicode(coded, codingOf(font)); got != upper {
			t.Errorf("TCVN3 capitals: %s\n got %s", upper, got)
		}
		for _, text := range []string{want, upper} {
			if got := toUnicode(toVNI(text), vni); got != text {
				t.Errorf("VNI: %s\n got %s", text, got)
			}
		}
	}
}

func TestTCVN3UnderAnotherFont(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Céng hoµ x· héi chñ nghÜa ViÖt Nam, ngµy 5 th¸ng 6":   true,
		"Th­êng trùc TØnh ñy giao V¨n phßng theo dâi, b¸o c¸o": true,
		"Cộng hòa xã hội chủ nghĩa Việt Nam":                   false,
		"Café crème, 25 ± 3 °C, 10 µm, © 2026 · ½":             false,
		"Société Générale, Genève, 4 µg · l»":                  false,
		"Giá: 5 ¥, 3 £; § 12":                                  false,
		"":                                                     false,
	} {
		if got := tcvn3Certain(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzLegacy(f *testing.F) {
	for _, s := range []string{"Céng hoµ", "Coäng hoøa", "§éc lËp", "đã có", "Đ\u0301", "\u00AD\u00AD"} {
		f.Add(s, uint8(1))
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, c uint8) {
		from := coding(c % 4)
		got := toUnicode(text, from)
		if !norm.NFC.IsNormalString(got) && norm.NFC.IsNormalString(text) && from != tcvn3Capitals {
			t.Fatalf("%q → %q is not NFC", text, got)
		}
		tcvn3Certain(text)
	})
}
