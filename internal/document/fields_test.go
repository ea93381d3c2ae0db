package document

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/fault"
)

func conclusion(t *testing.T) []FieldSpec {
	t.Helper()
	kind, err := KindByID("party", "notice")
	if err != nil {
		t.Fatal(err)
	}
	specs := kind.FieldsFor("", "kết luận của Thường trực Tỉnh ủy")
	if len(specs) != 5 {
		t.Fatalf("a thông báo kết luận has %d fields", len(specs))
	}
	if got := kind.FieldsFor("", "về lịch trực"); got != nil {
		t.Fatalf("a notice of another kind has the fields %v", got)
	}
	return specs
}

func TestFieldsAreChecked(t *testing.T) {
	t.Parallel()
	specs := conclusion(t)
	was := Content{Fields: []Field{{FieldMeeting, "Hội nghị"}, {FieldChair, "đồng chí An"}}}
	for name, tt := range map[string]struct {
		given map[string]string
		want  []Field
		code  string
	}{
		"kept":         {nil, was.Fields, ""},
		"ordered":      {map[string]string{FieldHeldOn: "2014-06-05"}, []Field{{FieldMeeting, "Hội nghị"}, {FieldHeldOn, "2014-06-05"}, {FieldChair, "đồng chí An"}}, ""},
		"emptied":      {map[string]string{FieldChair: "  "}, []Field{{FieldMeeting, "Hội nghị"}}, ""},
		"one line":     {map[string]string{FieldMeeting: " Hội\nnghị  giao ban "}, []Field{{FieldMeeting, "Hội nghị giao ban"}, {FieldChair, "đồng chí An"}}, ""},
		"NFC":          {map[string]string{FieldMeeting: "Ho\u0323p"}, []Field{{FieldMeeting, "Họp"}, {FieldChair, "đồng chí An"}}, ""},
		"no such day":  {map[string]string{FieldHeldOn: "2014-02-30"}, nil, "FIELD_DATE"},
		"unknown":      {map[string]string{"signer": "x"}, nil, "FIELD_UNKNOWN"},
		"too long":     {map[string]string{FieldMeeting: strings.Repeat("ă", 1001)}, nil, "FIELD_TOO_LONG"},
		"state secret": {map[string]string{FieldMeeting: "TỐI MẬT"}, nil, "SECRET_REFUSED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := was.WithFields(specs, tt.given)
			var refused *fault.Fault
			if errors.As(err, &refused) != (tt.code != "") || tt.code != "" && refused.Code != tt.code {
				t.Fatalf("got %v, want %q", err, tt.code)
			}
			if tt.code == "" {
				if diff := cmp.Diff(tt.want, got.Fields); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestRequiredFieldsAreMissed(t *testing.T) {
	t.Parallel()
	specs := conclusion(t)
	codes := func(c Content) (all []string) {
		for _, r := range c.MissingFields(specs) {
			all = append(all, r.Detail)
		}
		return all
	}
	if diff := cmp.Diff([]string{"Chưa ghi hội nghị, cuộc họp.", "Chưa ghi ngày họp.", "Chưa ghi chủ trì."}, codes(Content{})); diff != "" {
		t.Error(diff)
	}
	whole := Content{Fields: []Field{{FieldMeeting, "Hội nghị"}, {FieldHeldOn, "2014-06-05"}, {FieldEndedOn, "2014-06-04"}, {FieldChair, "An"}}}
	if diff := cmp.Diff([]string{"Ngày kết thúc họp trước ngày họp."}, codes(whole)); diff != "" {
		t.Error(diff)
	}
}

// The five-day clock of a thông báo kết luận begins at the end of the day on which the meeting ended.
func TestMeeting(t *testing.T) {
	t.Parallel()
	c := Content{Fields: []Field{{FieldMeeting, "Hội nghị"}, {FieldHeldOn, "2014-06-05"}}}
	if m, ok := c.Meeting(); !ok || m.EndedAt.Format("2006-01-02 15:04 -0700") != "2014-06-05 17:00 +0700" {
		t.Errorf("got %+v, %v", m, ok)
	}
	c.Fields = append(c.Fields, Field{FieldEndedOn, "2014-06-06"})
	if m, _ := c.Meeting(); m.EndedAt.Day() != 6 {
		t.Errorf("a meeting of two days ended on %v", m.EndedAt)
	}
	if _, ok := (Content{}).Meeting(); ok {
		t.Error("no fields told of a meeting")
	}
}

func TestMeetingIsReadFromTheText(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		subject string
		text    []string
		want    map[string]string
	}{
		"working visit": {
			"KẾT LUẬN CỦA THƯỜNG TRỰC TỈNH ỦY tại buổi làm việc với Thường trực Huyện ủy Hòa Sơn về công tác xây dựng đảng",
			[]string{"Ngày 05/6/2014, đồng chí Trần Văn Bình – Phó Bí thư Tỉnh ủy có buổi làm việc với Thường trực Huyện ủy Hòa Sơn về công tác. Cùng dự buổi làm việc có đại diện các ban của Tỉnh ủy và tập thể Thường trực Huyện ủy. Sau khi nghe báo cáo, đồng chí kết luận:", "1. Năm 2013 …"},
			map[string]string{FieldMeeting: "buổi làm việc với Thường trực Huyện ủy Hòa Sơn", FieldHeldOn: "2014-06-05", FieldChair: "đồng chí Trần Văn Bình – Phó Bí thư Tỉnh ủy", FieldParties: "đại diện các ban của Tỉnh ủy và tập thể Thường trực Huyện ủy"},
		},
		"two days": {
			"kết luận của đồng chí Bí thư Tỉnh ủy tại Hội nghị sơ kết 6 tháng",
			[]string{"Từ ngày 05 tháng 6 năm 2014 đến ngày 06 tháng 6 năm 2014, Hội nghị sơ kết 6 tháng được tổ chức tại thành phố."},
			map[string]string{FieldMeeting: "Hội nghị sơ kết 6 tháng", FieldHeldOn: "2014-06-05", FieldEndedOn: "2014-06-06", FieldChair: "đồng chí Bí thư Tỉnh ủy"},
		},
		"state": {
			"kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp về tiến độ",
			[]string{"Ngày 20 tháng 11 năm 2026, Phó Chủ tịch Ủy ban nhân dân tỉnh đã chủ trì cuộc họp nghe báo cáo tiến độ."},
			map[string]string{FieldMeeting: "cuộc họp", FieldHeldOn: "2026-11-20", FieldChair: "Phó Chủ tịch Ủy ban nhân dân tỉnh"},
		},
		"template": {
			"kết luận của [tập thể hoặc đồng chí chủ trì] tại [tên hội nghị, cuộc họp]",
			[]string{"Ngày [ngày họp], [tập thể hoặc đồng chí chủ trì] đã chủ trì [tên hội nghị, cuộc họp] để [mục đích]. Cùng dự có [thành phần dự]."},
			map[string]string{},
		},
		"no such day": {"kết luận của Thường trực Tỉnh ủy", []string{"Ngày 31/6/2014, Thường trực Tỉnh ủy họp."}, map[string]string{FieldChair: "Thường trực Tỉnh ủy"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var body Body
			for _, line := range tt.text {
				body.Blocks = append(body.Blocks, Block{Kind: Paragraph, Runs: []Run{{Text: line}}})
			}
			if diff := cmp.Diff(tt.want, MeetingIn(tt.subject, body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFieldsAreOfTheVersion(t *testing.T) {
	t.Parallel()
	plain := Content{Subject: "kết luận của Thường trực Tỉnh ủy"}
	told := plain
	told.Fields = []Field{{FieldHeldOn, "2014-06-05"}}
	if plain.Same(told) || plain.digest() == told.digest() {
		t.Error("a content with another field is the same")
	}
	r := Compare(plain, told)
	if r.Summary.Inserted != 1 || r.Passages[1].Part != FieldPart {
		t.Errorf("the redline does not show the field: %+v", r.Summary)
	}
	if got := r.Passages[1].Words[0].Text; got != "Ngày họp: 05/06/2014" {
		t.Errorf("the redline says %q", got)
	}
}
