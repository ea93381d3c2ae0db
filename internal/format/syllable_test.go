package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	for want, words := range map[verdict]string{
		possible: `nghiêng nghỉ khuỷu khuya hòa hoà thúy thuý quý quốc quyết quỳnh quẹt quặng gì giếng gìn giặt giới gỉ gà nghề nghĩ kỹ kẻ ký
			của cứa mía chìa hoằng ngoéo ngoẹo loắt thoăn xoong boong tuyệt tuyên huýt huỵch thuở quở khuếch huênh tuềnh nguệch luân luật
			ươm ướt ưỡn rượu hươu khướu yếu yên yểm ở ủy uỷ á ạ ôi ăn ấy êm ít ích oản oái uống uất út ừ đường người những thưởng
			khoẻ khỏe đặc được Trường`,
		misplaced:  `hòan tòan hoaì qủa khỏan nghịêm giưã`,
		impossible: `nghành ngưòii chunng hoàhn cât mốt̀ nghà kác cẻc lịchh trưa̋ng phướnggg`,
	} {
		for _, word := range strings.Fields(words) {
			word = norm.NFC.String(strings.ToLower(word))
			if got := judge(word); got != want {
				t.Errorf("judge(%q) = %d, want %d", word, got, want)
			}
		}
	}
	for word, want := range map[string]bool{
		"vắcxin": true, "kilômét": true, "ôtô": true, "crôm": true, "pôlyme": true, "thựchiện": true, "fílm": true,
		"ngưòi": false, "đựơc": false, "nghỉêm": false, "nghành": false, "chunng": false,
	} {
		if got := foreign(word); got != want {
			t.Errorf("foreign(%q) = %v", word, got)
		}
	}
}

// TestNoFalseAlarm: the Vietnamese of this very repository, which people have read, has no impossible syllable. A word
// that is quoted to be wrong does not count.
func TestNoFalseAlarm(t *testing.T) {
	t.Parallel()
	read := 0
	for _, pattern := range []string{"../../policies/*.yaml", "../../policies/*/*.yaml", "../../policies/*.csv", "../../README*.md", "../../templates/pages/*.html", "../../templates/pages/*/*.html", "../../templates/official/*/*", "../../templates/official/*", "../directory/demo/*.yaml", "../signoff/*.go", "../register/*.go", "../distribution/re*.go", "../login/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				continue // a folder
			}
			for line := range strings.Lines(norm.NFC.String(strings.ReplaceAll(string(raw), `\n`, " "))) {
				for _, m := range tokens.FindAllStringIndex(line, -1) {
					word := line[m[0]:m[1]]
					if !lowerWord(word) || touches(line, m[0], m[1]) {
						continue
					}
					read++
					if v := judge(word); v != possible && !foreign(word) {
						t.Errorf("%s: %q (%d) in %s", file, word, v, strings.TrimFunc(line, unicode.IsSpace))
					}
				}
			}
		}
	}
	if read < 2000 {
		t.Errorf("only %d words were read", read)
	}
}

// TestSeedsAreSpelled: what is no syllable in the seeds.
func TestSeedsAreSpelled(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"000_72ef83b8bb7c602e.txt", "001_2c7221eaf46217ea.txt", "002_0e1e5b514ef6e61b.txt", "004_ed95d894b6b52846.txt"} {
		f := &findings{}
		f.spelling(plainScript(norm.NFC.String(string(seed(t, name)))))
		for _, one := range f.all {
			if one.Code == "SYLLABLE" || one.Code == "TONE_MARK" {
				t.Errorf("%s: %+v", name, one)
			}
		}
	}
}
