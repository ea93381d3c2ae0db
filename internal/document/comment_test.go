package document

import (
	"slices"
	"strings"
	"testing"

	"trinhky/internal/fault"
)

func TestNewComment(t *testing.T) {
	t.Parallel()
	c := bodyOf(para(first), Block{Kind: Paragraph, Runs: []Run{{Text: "Có chú thích", Note: "Theo Quy chế số 01."}}})
	c.N = 2
	for _, tt := range []struct {
		name, quote, text string
		block             int
		wants, code       string
	}{
		{"whole block", "", "Cần nói rõ.", 1, first, ""},
		{"some words", "người trực", "Ai?", 1, "người trực", ""},
		{"words over a line's end", " người\ntrực ", "Ai?", 1, "người trực", ""},
		{"words of a footnote", "Quy chế số 01", "Đã hết hiệu lực.", 2, "Quy chế số 01", ""},
		{"words in another normal form", "người trực", "Ai?", 1, "người trực", ""},
		{"words that are not there", "người gác", "Ai?", 1, "", "QUOTE_NOT_FOUND"},
		{"no text", "", " \n", 1, "", "COMMENT_EMPTY"},
		{"too long", "", strings.Repeat("ă", 4001), 1, "", "COMMENT_TOO_LONG"},
		{"as long as may be", "", strings.Repeat("ă", 4000), 1, first, ""},
		{"no such block", "", "Cần nói rõ.", 3, "", "BLOCK_NOT_FOUND"},
		{"block zero", "", "Cần nói rõ.", 0, "", "BLOCK_NOT_FOUND"},
		{"a secret", "", "Xem kèm:\nTUYỆT MẬT\n", 1, "", "SECRET_REFUSED"},
		{"broken bytes", "", "a\xff", 1, "", "TEXT_NOT_UTF8"},
	} {
		got, err := NewComment(c, tt.block, tt.quote, tt.text)
		if code := codeOf(err); code != tt.code {
			t.Errorf("%s: %q, want %q", tt.name, code, tt.code)
		}
		if err == nil && (got.Quote != tt.wants || got.ContentVersion != 2 || got.Block != tt.block || got.Text == "") {
			t.Errorf("%s: %+v, want the quote %q", tt.name, got, tt.wants)
		}
	}
	long := bodyOf(para(strings.Repeat("chữ ", 200)))
	if got, err := NewComment(long, 1, "", "Dài quá."); err != nil || len([]rune(got.Quote)) > quoteAtFirst || !strings.HasSuffix(got.Quote, "chữ") {
		t.Errorf("the first words are %q, %v", got.Quote, err)
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

// A comment follows its block through edits, moves, and a deletion that is taken back; of one that stays deleted it
// keeps the words.
func TestPins(t *testing.T) {
	t.Parallel()
	edited := strings.Replace(first, "hành chính", "buổi tối", 1)
	again := strings.Replace(edited, "phân công", "cử", 1)
	version := func(n int, texts ...string) Content {
		var blocks []Block
		for _, text := range texts {
			blocks = append(blocks, para(text))
		}
		c := bodyOf(blocks...)
		c.N = n
		return c
	}
	versions := []Content{
		version(2, first, second, third),
		version(3, second, first, third), // moved
		version(4, second, edited, third, "Một đoạn mới được thêm vào cuối văn bản."),
		version(5, "Một đoạn mở đầu hoàn toàn khác.", second, again), // third is gone
		version(6, "Một đoạn mở đầu hoàn toàn khác.", again),         // second too
		version(7, second, "Một đoạn mở đầu hoàn toàn khác.", again), // and comes back
	}
	comments := []Comment{
		{ID: "edited", ContentVersion: 2, Block: 1, Quote: "trong giờ hành chính"},
		{ID: "kept", ContentVersion: 2, Block: 1, Quote: "Các phòng"},
		{ID: "back", ContentVersion: 2, Block: 2, Quote: "Trưởng phòng"},
		{ID: "gone", ContentVersion: 3, Block: 3, Quote: "Văn phòng Huyện ủy"},
		{ID: "new", ContentVersion: 7, Block: 2, Quote: "mở đầu"},
	}
	want := map[string]Pin{
		"edited": {3, false, 7}, "kept": {3, true, 7}, "back": {1, true, 7}, "gone": {0, false, 7}, "new": {2, true, 7},
	}
	got := Pins(versions, comments)
	for id, pin := range want {
		if got[id] != pin {
			t.Errorf("%s stands at %+v, want %+v", id, got[id], pin)
		}
	}
	if len(Pins(nil, comments)) != 0 {
		t.Error("pins in no text")
	}
	// The oldest version asked for may be older than every comment.
	if later := Pins(versions, slices.DeleteFunc(slices.Clone(comments), func(c Comment) bool { return c.ContentVersion < 7 })); later["new"] != want["new"] {
		t.Errorf("pinned at %+v", later["new"])
	}
}
