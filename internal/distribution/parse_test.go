package distribution

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
)

// Each line is one receiver's line as offices print it; most stand in real documents.
func TestLinesAsOfficesPrintThem(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text  string
		kind  Kind
		key   string
		scope string
		ack   Acknowledgement
		parts string // "kind:key kind:key"
	}{
		{"- TT. Tỉnh ủy (b/c);", Collective, "thuong_truc_tinh_uy", "TU", Required, ""},
		{"- Chủ tịch và các PCT UBND tỉnh;", PersonGroup, "ct_va_cac_pct_ubnd_tinh", "tỉnh", Read, ""},
		{"- CT và các PCT UBND tỉnh;", PersonGroup, "ct_va_cac_pct_ubnd_tinh", "tỉnh", Read, ""},
		{"- Như điều 3;", Ref, "nhu_dieu", "Điều 3", Each, ""},
		{"- Như trên;", Ref, "nhu_tren", "", Each, ""},
		{"- Như Kính gửi;", Ref, "nhu_kinh_gui", "", Each, ""},
		{"- Như các Điều 2, 3;", Ref, "nhu_dieu", "Điều 2, 3", Each, ""},
		{"- Lưu VT (NC). Thuận100b", Archive, "van_thu", "", None, ""},
		{"- Lưu: VT, (P.CTHĐND – M.Hùng).", Archive, "van_thu", "", None, ""},
		{"- Lưu: VT, HC (2).", Archive, "van_thu", "", None, ""},
		{"- Lưu Văn phòng Tỉnh ủy.", Archive, "van_phong_tinh_uy", "", None, ""},
		{"- Lưu VPĐU.", Archive, "van_phong_dang_uy", "", None, ""},
		{"- Lưu Đảng ủy.", Archive, "dang_uy", "", None, ""},
		{"- HĐND, UBND các tỉnh, thành phố trực thuộc Trung ương;", OrgGroup, "hdnd_ubnd_cac_tinh", "TW", Each, ""},
		{"- VPCP: BTCN, các PCN, Trợ lý TTg, ... Công báo;", Compound, "", "", Each, "person: person_group: person_group: org:"},
		{"- VPCP: BTCN, các PCN, Trợ lý TTg,\n  TGĐ Cổng TTĐT, Công báo;", Compound, "", "", Each, "person: person_group: person_group: person: org:"},
		{"- Ban Thường vụ Huyện ủy Tuy Phong;", Org, "btv_huyen_uy", "HU:Tuy Phong", Required, ""},
		{"- Sở Nội vụ;", Org, "", "", Required, ""},
		{"- Sở Văn hóa, Thể thao và Du lịch;", Org, "", "", Required, ""},
		{"- Sở Giáo dục và Đào tạo;", Org, "", "", Required, ""},
		{"- Các ban của Tỉnh uỷ;", OrgGroup, "cac_ban_cua_tinh_uy", "TU", Each, ""},
		{"- các huyện ủy, thị ủy, thành ủy;", OrgGroup, "cac_huyen_uy_thi_uy_thanh_uy", "TU", Each, ""},
		{"- Các sở, ban, ngành;", OrgGroup, "so_ban_nganh", "tỉnh", Each, ""},
		{"- Các Sở, ban, ngành thuộc UBND tỉnh;", OrgGroup, "so_ban_nganh", "tỉnh", Each, ""},
		{"- UBND các xã, phường, đặc khu;", OrgGroup, "ubnd_cac_dia_phuong", "", Each, ""},
		{"- Đảng ủy các xã, phường, đặc khu;", OrgGroup, "dang_uy_cac_xa", "", Each, ""},
		{"- UBND tỉnh;", Org, "ubnd_tinh", "tỉnh", Required, ""},
		{"- UBND xã Tuy Phong;", Org, "ubnd_xa", "xã Tuy Phong", Required, ""},
		{"- Đảng ủy xã Liên Hương;", Org, "dang_uy", "ĐU:xã Liên Hương", Required, ""},
		{"- Thường trực Tỉnh ủy;", Collective, "thuong_truc_tinh_uy", "TU", Required, ""},
		{"- Ban Thường vụ Tỉnh ủy (để b/c);", Collective, "btv_tinh_uy", "TU", Required, ""},
		{"- Thường trực HĐND tỉnh;", Collective, "thuong_truc_hdnd_tinh", "tỉnh", Required, ""},
		{"- Các đ/c Ủy viên Ban Thường vụ Tỉnh ủy;", PersonGroup, "uv_ban_thuong_vu_tinh_uy", "TU", Read, ""},
		{"- Các đ/c UVBTV Tỉnh ủy;", PersonGroup, "uv_ban_thuong_vu_tinh_uy", "TU", Read, ""},
		{"- đồng chí Nguyễn Văn A;", Person, "", "", Read, ""},
		{"- Đồng chí Nguyễn Văn A, Phó Bí thư Tỉnh ủy;", Person, "", "", Read, ""},
		{"- Bí thư Tỉnh ủy;", Person, "", "", Read, ""},
		{"- LĐVP;", PersonGroup, "lanh_dao_van_phong", "", Read, ""},
		{"- Thủ tướng, các Phó Thủ tướng Chính phủ;", PersonGroup, "thu_tuong_va_cac_ptt", "TW", Read, ""},
		{"- Ban Bí thư Trung ương Đảng;", Collective, "ban_bi_thu", "TW", Required, ""},
		{"- Văn phòng Trung ương và các Ban của Đảng;", Compound, "", "TW", Each, "org:van_phong_trung_uong org_group:cac_ban_cua_trung_uong"},
		{"- Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ;", OrgGroup, "bo_nganh_trung_uong", "TW", Each, ""},
		{"- Hội đồng Dân tộc và các Ủy ban của Quốc hội;", Compound, "", "", Each, "org: org_group:"},
		{"- TT. Tỉnh ủy, TT. HĐND tỉnh, UBND tỉnh;", Compound, "", "", Each, "collective:thuong_truc_tinh_uy collective:thuong_truc_hdnd_tinh org:ubnd_tinh"},
		{"- HĐND, UBND huyện Tuy Phong;", Compound, "", "huyện Tuy Phong", Each, "org:hdnd_huyen org:ubnd_huyen"},
		{"- Các sở: Nội vụ, Tài chính;", Compound, "", "", Each, "org: org:"},
		{"- Ban Tuyên giáo và Dân vận Tỉnh ủy, Ban Tổ chức Tỉnh ủy;", Compound, "", "", Each, "org: org:"},
		{"- Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị – xã hội\nhuyện Tuy Phong;", Compound, "", "huyện Tuy Phong", Each, "org:ubmttq_huyen org_group:doan_the_ctxh_huyen"},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			b := Parse("Nơi nhận:\n" + c.text)
			if len(b.Lines) != 1 {
				t.Fatalf("%d lines: %+v", len(b.Lines), b.Lines)
			}
			l := b.Lines[0]
			var parts []string
			for _, p := range l.Parts {
				parts = append(parts, string(p.Kind)+":"+p.Key)
			}
			if l.Kind != c.kind || l.Key != c.key || l.Scope != c.scope || l.Ack != c.ack || strings.Join(parts, " ") != c.parts {
				t.Errorf("got %s %q %q %s %q", l.Kind, l.Key, l.Scope, l.Ack, parts)
			}
		})
	}
}

func TestALineEndsAtItsMarkNotAtTheNewline(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text      string
		lines           []string
		separator, mark string
		codes           string
	}{
		{"wrapped", "Nơi nhận:\n- Như trên;\n- Ban Tuyên giáo\n  Tỉnh ủy;\n- Lưu: VT,\n TH (2).", []string{"Như trên", "Ban Tuyên giáo Tỉnh ủy", "Lưu: VT, TH (2)"}, ";", "", ""},
		{"on one line", "Nơi nhận: - Như trên; - Sở Nội vụ; - Lưu: VT.", []string{"Như trên", "Sở Nội vụ", "Lưu: VT"}, ";", "", ""},
		{"no bullets", "Như trên;\nTT. Tỉnh ủy;\nLưu Văn phòng Tỉnh ủy.", []string{"Như trên", "TT. Tỉnh ủy", "Lưu Văn phòng Tỉnh ủy"}, ";", "", ""},
		{"commas of older papers", "- Như trên,\n- Các ban của Tỉnh ủy,\n- Lưu VPTU.", []string{"Như trên", "Các ban của Tỉnh ủy", "Lưu VPTU"}, ",", "", ""},
		{"typist after the dot", "- Như trên;\n- Lưu VT (NC). Thuận100b", []string{"Như trên", "Lưu VT (NC)"}, ";", "Thuận100b", ""},
		{"typist without a space", "- Như trên;\n- Lưu: VT, TCKH.Thuận100b", []string{"Như trên", "Lưu: VT, TCKH"}, ";", "Thuận100b", ""},
		{"typist below", "- Như trên;\n- Lưu: VT.\nPL.(300)", []string{"Như trên", "Lưu: VT"}, ";", "PL.(300)", ""},
		{"dots inside", "- TT. Tỉnh ủy (b/c);\n- UBND Q. 1;\n- Lưu: VT, (P.CTHĐND – M.Hùng).", []string{"TT. Tỉnh ủy (b/c)", "UBND Q. 1", "Lưu: VT, (P.CTHĐND – M.Hùng)"}, ";", "", ""},
		{"nested bullets", "- Văn phòng Tỉnh ủy:\n + Lãnh đạo;\n + Các phòng;\n- Lưu VPTU.", []string{"Văn phòng Tỉnh ủy: Lãnh đạo, Các phòng", "Lưu VPTU"}, ";", "", ""},
		{"no-break spaces", "- Như\u00a0trên;\r\n- Lưu:\u00a0VT.", []string{"Như trên", "Lưu: VT"}, ";", "", ""},
		{"a forgotten mark", "- Như trên\n- Lưu: VT.", []string{"Như trên", "Lưu: VT"}, ";", "", "LINE_NOT_ENDED"},
		{"no last dot", "- Như trên;\n- Lưu: VT;", []string{"Như trên", "Lưu: VT"}, ";", "", "LAST_LINE_NOT_DOT"},
		{"a dot too early", "- Như trên.\n- Lưu: VT.", []string{"Như trên", "Lưu: VT"}, ";", "", "DOT_BEFORE_LAST_LINE"},
		{"no archive", "- Như trên.", []string{"Như trên"}, ";", "", "ARCHIVE_MISSING"},
		{"archive first", "- Lưu: VT;\n- Như trên.", []string{"Lưu: VT", "Như trên"}, ";", "", "ARCHIVE_NOT_LAST"},
		{"empty", "Nơi nhận:\n", []string{}, "", "", "RECIPIENTS_EMPTY"},
		{"text after", "- Lưu: VT.\n\nĐây là một đoạn văn dài không thuộc phần nơi nhận của văn bản.", []string{"Lưu: VT"}, ";", "", "TEXT_AFTER_END"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := Parse(c.text)
			texts := []string{}
			for _, l := range b.Lines {
				texts = append(texts, l.Text)
			}
			codes := []string{}
			for _, e := range b.Errors {
				codes = append(codes, e.Code)
			}
			if diff := cmp.Diff(c.lines, texts); diff != "" {
				t.Error(diff)
			}
			if len(c.lines) > 0 && b.Separator != c.separator || b.TypistMark != c.mark || strings.Join(codes, " ") != c.codes {
				t.Errorf("separator %q, mark %q, errors %q", b.Separator, b.TypistMark, codes)
			}
		})
	}
}

func TestDetailsOfALine(t *testing.T) {
	t.Parallel()
	b := Parse("- Như Điều 2, 3 (t/h);\n- TT. Tỉnh ủy (để b/c, chỉ đạo);\n- Các sở: Nội vụ, Tài chính;\n- VPCP: BTCN;\n- Lưu: VT, HC (2). Thuận100b")
	if diff := cmp.Diff([]int{2, 3}, b.Lines[0].Articles); diff != "" || !b.Lines[0].Task {
		t.Errorf("%s, task %v", diff, b.Lines[0].Task)
	}
	if diff := cmp.Diff([]string{"report", "direct"}, b.Lines[1].Purposes); diff != "" {
		t.Error(diff)
	}
	if got := b.Lines[2].Parts; got[0].Name != "Sở Nội vụ" || got[1].Name != "Sở Tài chính" {
		t.Errorf("names %q and %q", got[0].Name, got[1].Name)
	}
	if got := b.Lines[3].Targets()[0].Within; got != "Văn phòng Chính phủ" {
		t.Errorf("within %q", got)
	}
	if l := b.Lines[4]; l.Copies != 2 || b.Copies != 100 || cmp.Diff([]string{"VT", "HC"}, l.Archive) != "" {
		t.Errorf("archive %q, %d copies, %d printed", l.Archive, l.Copies, b.Copies)
	}
}

const workedLines = `Nơi nhận:
- Thường trực Tỉnh ủy;
- Các ban của Tỉnh ủy;
- Ban Thường vụ Huyện ủy Tuy Phong;
- Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị - xã hội huyện Tuy Phong;
- Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy;
- Lưu Văn phòng Tỉnh ủy.`

// workedExample is what domain §7 says of these lines.
const workedExample = `{"lines":[
 {"n":1,"kind":"collective","key":"thuong_truc_tinh_uy","scope":"TU","ack":"required","task":false},
 {"n":2,"kind":"org_group","key":"cac_ban_cua_tinh_uy","scope":"TU","ack":"each","task":false},
 {"n":3,"kind":"org","key":"btv_huyen_uy","scope":"HU:Tuy Phong","ack":"required","task":true},
 {"n":4,"kind":"compound","parts":[{"kind":"org","key":"ubmttq_huyen"},{"kind":"org_group","key":"doan_the_ctxh_huyen"}],"scope":"huyện Tuy Phong","ack":"each","task":true},
 {"n":5,"kind":"person_group","key":"uv_ban_thuong_vu_tinh_uy","scope":"TU","ack":"read","task":false},
 {"n":6,"kind":"archive","key":"van_phong_tinh_uy","ack":"none","task":false}],
 "separator":";","terminator":".","errors":[]}`

// The closing sentence is written with "đề", as it is often mistyped.
const workedClosing = "Văn phòng Tỉnh ủy thông báo ý kiến kết luận của Thường trực Tỉnh ủy đề Ban Thường vụ Huyện ủy Tuy Phong biết, triển khai thực hiện./."

func TestWorkedExample(t *testing.T) {
	t.Parallel()
	same(t, ParseWith(workedLines, Context{Closing: workedClosing, Paragraphs: []string{
		"2.2- Đầu tư nghiên cứu; lãnh đạo Mặt trận Tổ quốc Việt Nam và các ban của Tỉnh ủy tiếp tục đổi mới.",
		"2.3- Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị - xã hội quan tâm tuyên truyền, giáo dục.",
		workedClosing,
	}}))
}

func TestWorkedExampleInTheSeed(t *testing.T) {
	t.Parallel()
	found, err := filepath.Glob("../../../shared/seeds/002_*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Skip("the seed texts are not beside the repository")
	}
	raw, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	from, to := strings.Index(text, "Nơi nhận:"), strings.Index(text, "CHÁNH VĂN PHÒNG")
	paragraphs := strings.Split(text[:from], "\n\n")
	closing := ""
	for _, p := range paragraphs {
		if strings.TrimSpace(p) != "" {
			closing = p
		}
	}
	same(t, ParseWith(text[from:to], Context{Closing: closing, Paragraphs: paragraphs}))
}

func same(t *testing.T, b Block) {
	t.Helper()
	raw, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal([]byte(workedExample), &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTasks(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		c    Context
		want bool
	}{
		{"named before biết, triển khai thực hiện", Context{Closing: "Văn phòng thông báo để Sở Nội vụ biết, triển khai thực hiện."}, true},
		{"named as whose conclusion it is", Context{Closing: "Thông báo kết luận của Sở Nội vụ để Sở Tài chính biết, thực hiện."}, false},
		{"told of it, while another acts", Context{Closing: "Thông báo để Sở Nội vụ nắm tình hình, để Sở Tài chính triển khai thực hiện."}, false},
		{"only to know", Context{Closing: "Văn phòng thông báo để Sở Nội vụ biết."}, false},
		{"asked in a numbered paragraph", Context{Paragraphs: []string{"2. Thời gian tới, đề nghị Sở Nội vụ quan tâm một số vấn đề sau:"}}, true},
		{"subject of a numbered paragraph", Context{Paragraphs: []string{"a) Sở Nội vụ chủ trì, phối hợp rà soát."}}, true},
		{"decides in a numbered paragraph", Context{Paragraphs: []string{"2. Sở Nội vụ giao:", "1. Sở Nội vụ ghi nhận kết quả bước đầu."}}, false},
		{"praised in a numbered paragraph", Context{Paragraphs: []string{"1. Sở Nội vụ đã tập trung rà soát."}}, false},
		{"mentioned in running text", Context{Paragraphs: []string{"Sở Nội vụ báo cáo tại cuộc họp."}}, false},
		{"a part of a word", Context{Paragraphs: []string{"a) Sở Nội vụng phối hợp."}}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := ParseWith("- Sở Nội vụ;\n- Lưu: VT.", c.c).Lines[0].Task; got != c.want {
				t.Errorf("task %v", got)
			}
		})
	}
}

func TestOwnCollectiveIsPeopleAnothersIsAnOrgan(t *testing.T) {
	t.Parallel()
	text := "- Thường trực Huyện ủy Tuy Phong;\n- Lưu Văn phòng Huyện ủy."
	if got := Parse(text).Lines[0].Kind; got != Org {
		t.Errorf("without an issuer: %s", got)
	}
	if got := ParseWith(text, Context{Own: []string{"Huyện ủy Tuy Phong"}}).Lines[0].Kind; got != Collective {
		t.Errorf("of the Huyện ủy itself: %s", got)
	}
}

func TestRefNeedsAddressees(t *testing.T) {
	t.Parallel()
	text := "- Như trên;\n- Lưu: VT."
	if got := ParseWith(text, Context{KnownAddressees: true}).Errors; len(got) != 1 || got[0].Code != "REF_WITHOUT_ADDRESSEES" {
		t.Errorf("%+v", got)
	}
	if got := ParseWith(text, Context{KnownAddressees: true, Addressees: []string{"Sở Nội vụ"}}).Errors; len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestContextOfABody(t *testing.T) {
	t.Parallel()
	c := ContextOf(document.Body{Blocks: []document.Block{
		{Kind: document.Paragraph, Ordinal: "1.", Runs: []document.Run{{Text: "Sở Nội vụ chủ trì."}}},
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Thông báo để các sở "}, {Text: "biết", Bold: true}, {Text: "."}}},
		{Kind: document.Table, Rows: [][]document.Cell{{{Runs: []document.Run{{Text: "a"}}}}}},
	}})
	if c.Closing != "Thông báo để các sở biết." || len(c.Paragraphs) != 2 || c.Paragraphs[0] != "1. Sở Nội vụ chủ trì." {
		t.Errorf("%+v", c)
	}
}

// A hostile text ends in an error, not in hours: each of these once took minutes.
func TestAHostileTextIsGivenUp(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"Ban, ", "các ban và ", "a.", "(b/c)", "\n", "("} {
		Parse("- a" + strings.Repeat(piece, 10_000) + ".")
	}
	for _, block := range []string{
		strings.Repeat("1. a\n\n", 100_000), "- Lưu: " + strings.Repeat("aa.b", 200_000), "- a (" + strings.Repeat("aa.b ", 200_000),
		"- Lưu: " + strings.Repeat("a.", 200_000) + strings.Repeat(" ", 600_000), strings.Repeat("- a;\n", 100_000),
	} {
		Parse(block)
	}
	b := Parse("- " + strings.Repeat("các ban và ", 10_000) + "các ban.")
	if !slices.ContainsFunc(b.Errors, func(e Error) bool { return e.Code == "RECIPIENTS_TOO_LONG" }) {
		t.Errorf("%+v", b.Errors)
	}
}

func TestABrokenLexiconIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"unknown field":       "phrazes: []",
		"unknown kind":        "phrases: [{match: [Ban], kind: board, key: x}]",
		"no key":              "phrases: [{match: [Ban], kind: org}]",
		"unknown placeholder": `phrases: [{match: ["Ban {thing}"], kind: org, key: x}]`,
		"open bracket":        `phrases: [{match: ["Ban [Tổ chức"], kind: org, key: x}]`,
	} {
		if _, err := readLexicon([]byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(workedLines)
	f.Add("- VPCP: BTCN, các PCN, ... Công báo;\n- Lưu VT (NC). Thuận100b")
	f.Add("Nơi nhận:\n+ (a;b).c\n: , và các\n- Lưu")
	f.Fuzz(func(t *testing.T, text string) {
		b := Parse(text)
		for i, l := range b.Lines {
			if l.N != i+1 || l.Text == "" || !l.Kind.known() || len(l.Targets()) == 0 || !l.Targets()[0].Kind.known() {
				t.Fatalf("line %d of %q: %+v", i+1, text, l)
			}
		}
	})
}
