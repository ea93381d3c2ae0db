package layout

import (
	"encoding/xml"
	"math"
	"strings"
	"testing"
)

// bbox is what pdftotext -bbox-layout prints; coordinates are points from the top left corner.
type bbox struct {
	Pages []struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
		Lines  []struct {
			Words []bboxWord `xml:"word"`
		} `xml:"flow>block>line"`
	} `xml:"body>doc>page"`
}

type bboxWord struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// placedText is a line of words as it stands on a page, in millimetres.
type placedText struct {
	text                     string
	page                     int
	left, right, top, bottom float64
}

func (p placedText) middle() float64 { return (p.left + p.right) / 2 }

func placedLines(t *testing.T, r Rendition) []placedText {
	t.Helper()
	var doc bbox
	if err := xml.Unmarshal([]byte(poppler(t, r.PDF, "pdftotext", "-bbox-layout")), &doc); err != nil {
		t.Fatal(err)
	}
	var lines []placedText
	for i, page := range doc.Pages {
		if math.Abs(page.Width/mm-210) > 0.1 || math.Abs(page.Height/mm-297) > 0.1 {
			t.Errorf("page %d is %.1f × %.1f mm, want A4", i+1, page.Width/mm, page.Height/mm)
		}
		for _, l := range page.Lines {
			p := placedText{page: i + 1, left: math.Inf(1), top: math.Inf(1)}
			var words []string
			for _, w := range l.Words {
				words = append(words, w.Text)
				p.left, p.top = math.Min(p.left, w.XMin/mm), math.Min(p.top, w.YMin/mm)
				p.right, p.bottom = math.Max(p.right, w.XMax/mm), math.Max(p.bottom, w.YMax/mm)
			}
			p.text = strings.Join(words, " ")
			lines = append(lines, p)
		}
	}
	return lines
}

func findLine(t *testing.T, lines []placedText, begin string) placedText {
	t.Helper()
	for _, l := range lines {
		if strings.HasPrefix(l.text, begin) {
			return l
		}
	}
	t.Fatalf("no line begins with %q", begin)
	return placedText{}
}

// near fails unless a measure is within 1 mm.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1 {
		t.Errorf("%s: %.1f mm, want %.1f", what, got, want)
	}
}

func TestEverythingStandsWithinTheMargins(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Sheet{"party": partyNotice(everything(12, 14)...), "state": stateReport(everything(12, 14)...), "letter": stateLetter(everything(9, 8)...)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mustRender(t, s)
			full, numbers := 0, 0
			for _, l := range placedLines(t, r) {
				if l.left < 29 || l.right > 196 || l.bottom > 278 {
					t.Errorf("page %d: %q stands at %.1f–%.1f, down to %.1f mm", l.page, l.text, l.left, l.right, l.bottom)
				}
				if l.top < 19 { // only a page number
					numbers++
					near(t, "the middle of a page number", l.middle(), (30+195)/2.0)
					if l.page == 1 || l.top < 8 || len(l.text) > 2 {
						t.Errorf("page %d: %q in the top margin at %.1f mm", l.page, l.text, l.top)
					}
				}
				if math.Abs(l.right-195) < 0.3 && l.right-l.left > 150 {
					full++
				}
			}
			if numbers != r.Pages-1 {
				t.Errorf("%d page numbers on %d pages", numbers, r.Pages)
			}
			if full < 20 {
				t.Errorf("only %d lines reach the right margin: the body is not justified", full)
			}
		})
	}
}

func TestPartyHeader(t *testing.T) {
	t.Parallel()
	lines := placedLines(t, mustRender(t, partyNotice(everything(3, 0)...)))
	column := 30 + 165*0.45
	left, right := (30+column-1)/2, (column+1+195)/2
	superior, issuer, star, number := findLine(t, lines, "TỈNH ỦY SÔNG LAM"), findLine(t, lines, "VĂN PHÒNG"), findLine(t, lines, "*"), findLine(t, lines, "Số")
	motto, date := findLine(t, lines, "ĐẢNG CỘNG SẢN VIỆT NAM"), findLine(t, lines, "Vĩnh An, ngày")
	near(t, "the middle of the superior", superior.middle(), left)
	near(t, "the middle of the issuer", issuer.middle(), left)
	near(t, "the middle of the star", star.middle(), left)
	near(t, "the middle of the motto", motto.middle(), right)
	near(t, "the top of the motto", motto.top, 20)
	near(t, "the top of the superior", superior.top, 20)
	if !(superior.top < issuer.top && issuer.top < star.top && star.top < number.top) {
		t.Error("superior, issuer, star and number are not under each other")
	}
	if date.top < motto.bottom+1 || date.top > number.bottom {
		t.Errorf("the date stands at %.1f mm, the motto ends at %.1f, the number at %.1f", date.top, motto.bottom, number.bottom)
	}
	kind, first, second := findLine(t, lines, "THÔNG BÁO"), findLine(t, lines, "Ngày 05/6/2026"), findLine(t, lines, "việc. Sau khi")
	near(t, "the middle of the kind", kind.middle(), (30+195)/2.0)
	near(t, "the indent of a first line", first.left, 40)
	near(t, "the left edge of the second line", second.left, 30)
	near(t, "from line to line", second.top-first.top, 18/mm)
	position, name, word := findLine(t, lines, "PHÓ CHÁNH VĂN PHÒNG"), findLine(t, lines, "Trần Hữu Đức"), findLine(t, lines, "Nơi nhận:")
	if gap := name.top - position.bottom; gap < 25 {
		t.Errorf("%.1f mm between position and name, want 25 or more", gap)
	}
	near(t, "the middle of the name", name.middle(), position.middle())
	near(t, "the left edge of Nơi nhận", word.left, 30)
	near(t, "the top of Nơi nhận", word.top, findLine(t, lines, "K/T CHÁNH").top)
}

func TestStateHeader(t *testing.T) {
	t.Parallel()
	lines := placedLines(t, mustRender(t, stateReport(everything(3, 0)...)))
	country, motto := findLine(t, lines, "CỘNG HÒA"), findLine(t, lines, "Độc lập")
	number, date := findLine(t, lines, "Số:"), findLine(t, lines, "Sông Lam, ngày")
	near(t, "the top of Quốc hiệu", country.top, 20)
	near(t, "the middle of tiêu ngữ", motto.middle(), country.middle())
	near(t, "the date beside the number", date.top, number.top)
	near(t, "the middle of the issuer", findLine(t, lines, "ỦY BAN NHÂN DÂN").middle(), findLine(t, lines, "TỈNH SÔNG LAM").middle())
	near(t, "the middle of Kính gửi", findLine(t, lines, "Kính gửi: Bộ Tài chính").middle(), (30+195)/2.0)
	if country.right > 196 || country.left < findLine(t, lines, "TỈNH SÔNG LAM").right {
		t.Errorf("Quốc hiệu stands at %.1f–%.1f mm", country.left, country.right)
	}
}

func TestLongNamesWrapWithinTheirColumn(t *testing.T) {
	t.Parallel()
	s := partyNotice(prose(2))
	s.Issuer = []string{"BAN TUYÊN GIÁO VÀ DÂN VẬN TỈNH ỦY SÔNG LAM VÀ BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"}
	s.Subject = strings.TrimSpace(strings.Repeat("kết quả thực hiện chuyển đổi số ", 16)) // 500 characters and a few
	s.Urgency, s.Circulation, s.Draft = "THƯỢNG KHẨN", "LƯU HÀNH NỘI BỘ", "Dự thảo lần 2"
	lines := placedLines(t, mustRender(t, s))
	column := 30 + 165*0.45
	issuer, inSubject := 0, 0
	for _, l := range lines {
		if l.text == strings.ToUpper(l.text) && strings.ContainsAny(l.text, "ABC") && l.top > 24 && l.top < 50 && l.left < column {
			issuer++
			if l.right > column {
				t.Errorf("%q reaches %.1f mm, beyond its column", l.text, l.right)
			}
		}
		if strings.Contains(l.text, "chuyển đổi số") || strings.Contains(l.text, "kết quả thực") {
			inSubject++
			near(t, "the middle of a line of the trích yếu", l.middle(), (30+195)/2.0)
		}
	}
	if issuer < 3 || inSubject < 5 {
		t.Errorf("the issuer takes %d lines, the trích yếu %d", issuer, inSubject)
	}
	for i, a := range lines {
		for _, b := range lines[i+1:] {
			if a.page == b.page && a.left < b.right && b.left < a.right && a.top+1 < b.bottom-1 && b.top+1 < a.bottom-1 {
				t.Errorf("%q and %q overlap", a.text, b.text)
			}
		}
	}
}
