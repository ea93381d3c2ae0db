package distribution

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestCompletion(t *testing.T) {
	t.Parallel()
	const tinhUy, ubnd, xa = "Tỉnh ủy Lâm Đồng", "Ủy ban nhân dân tỉnh Lâm Đồng", "Đảng ủy xã Tuy Phong"
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		who := o.person("lieu.bd")
		for _, c := range []struct{ issuer, q, first string }{
			{tinhUy, "ban to chuc", "Ban Tổ chức Tỉnh ủy Lâm Đồng"},
			{tinhUy, "Ban Tổ chức", "Ban Tổ chức Tỉnh ủy Lâm Đồng"},
			{tinhUy, "btctu", "Ban Tổ chức Tỉnh ủy Lâm Đồng"},
			{ubnd, "snv", "Sở Nội vụ tỉnh Lâm Đồng"},
			{ubnd, "so noi vu", "Sở Nội vụ tỉnh Lâm Đồng"},
			{tinhUy, "tttu", "Thường trực Tỉnh ủy"},
			{tinhUy, "TT. Tỉnh", "Thường trực Tỉnh ủy"},
			{tinhUy, "thuong truc", "Thường trực Tỉnh ủy"},
			{xa, "thuong truc", "Thường trực Đảng ủy"},
			{xa, "cac chi bo", "Các chi bộ"},
			{ubnd, "cac so", "Các sở, ban, ngành"},
			{ubnd, "chau hoai uyen", "bà Châu Hoài Uyên"},
			{tinhUy, "nhu tren", "Như trên"},
			{ubnd, "luu", "Lưu: VT, TH"},
			{tinhUy, "Huyện ủy Tuy Phong", "Đảng ủy xã Tuy Phong"}, // closed: who took over
			{tinhUy, "tổ chúc", ""},                                // an accent that is typed counts
			{tinhUy, "vũ trụ", ""},
			{tinhUy, " ,;", ""},
		} {
			found, err := o.service.Complete(context.Background(), who, o.organ(c.issuer).ID, c.q, "")
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(found) > 0 {
				got = found[0].Text
			}
			if got != c.first || len(found) > mostSuggestions {
				t.Errorf("%s, %q: %+v", c.issuer, c.q, found)
			}
		}
		o.neverOffers("Huyện ủy", "huyen uy", who)
	})
}

// neverOffers looks for what has closed among what is offered.
func (o *office) neverOffers(name, q string, who authz.Actor) {
	o.Helper()
	found, err := o.service.Complete(context.Background(), who, o.organ("Tỉnh ủy Lâm Đồng").ID, q, "")
	if err != nil || slices.ContainsFunc(found, func(s Suggestion) bool { return strings.HasPrefix(s.Text, name) }) {
		o.Errorf("%v %+v", err, found)
	}
}

// Whatever is offered means somebody: a line of it resolves.
func TestWhatIsOfferedResolves(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		who, offered := o.person("lieu.bd"), 0
		for _, issuer := range []string{"Văn phòng Tỉnh ủy Lâm Đồng", "Ủy ban nhân dân tỉnh Lâm Đồng", "Đảng ủy xã Tuy Phong"} {
			for _, q := range []string{"b", "c", "t", "u", "x", "so", "lanh dao", "chu tich", "pho"} {
				found, err := o.service.Complete(context.Background(), who, o.organ(issuer).ID, q, "")
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range found {
					if f.Kind == "archive" || strings.HasPrefix(f.Text, "Như ") {
						continue
					}
					offered++
					p, err := o.service.Preview(context.Background(), who, Draft{IssuerID: o.organ(issuer).ID, Text: "- " + f.Text + ";\n- Lưu: VT, TH."})
					if err != nil || len(p.Lines[0].Problems) > 0 && p.Lines[0].Problems[0].Code != "RECIPIENT_UNREACHABLE" {
						t.Errorf("%s is offered %q (%s): %v %+v", issuer, f.Text, f.Kind, err, p.Lines[0].Problems)
					}
				}
			}
		}
		t.Logf("%d offers resolve", offered)
	})
}

// What a template left is no organ that the directory lacks: the line says that it waits to be filled in.
func TestWhatATemplateLeftIsNotLookedUp(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		who, issuer := o.person("lieu.bd"), o.organ("Văn phòng Tỉnh ủy Lâm Đồng").ID
		p, err := o.service.Preview(context.Background(), who, Draft{IssuerID: issuer, Addressees: []string{"[cơ quan, đồng chí được mời]"},
			Text: "- Như trên;\n- [cơ quan, đơn vị phải thực hiện];\n- Lưu Văn phòng Tỉnh ủy."})
		if err != nil || p.Ready || len(p.Lines) != 3 {
			t.Fatalf("%+v %v", p, err)
		}
		for _, l := range p.Lines[:2] {
			if len(l.Problems) == 0 || slices.ContainsFunc(l.Problems, func(p Problem) bool {
				return !strings.HasSuffix(p.Detail, ": Nơi nhận trong [ngoặc vuông] chưa được điền.")
			}) {
				t.Errorf("%+v", l.Problems)
			}
		}
	})
}

func TestPreview(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		who, issuer := o.person("lieu.bd"), o.organ("Văn phòng Tỉnh ủy Lâm Đồng").ID
		p, err := o.service.Preview(context.Background(), who, Draft{IssuerID: issuer, Addressees: []string{"Ban Tổ chức Tỉnh ủy"},
			Text: "- Như trên;\n- TT. Tỉnh ủy (b/c);\n- Ban Tổ chức Tỉnh uỷ Lâm Đồn;\n- Huyện ủy Tuy Phong;\n- Các ban của Tỉnh ủy, Văn phòng Tỉnh ủy\n- Lưu Văn phòng Tỉnh ủy."})
		if err != nil {
			t.Fatal(err)
		}
		if p.Ready || len(p.Lines) != 6 || p.On != day2026 {
			t.Fatalf("%+v", p)
		}
		if l := p.Lines[0]; len(l.Recipients) != 1 || l.Recipients[0].Channel != ByAccount || l.Recipients[0].Ack != Required {
			t.Errorf("Như trên: %+v", l)
		}
		if l := p.Lines[1]; len(l.Recipients) != 3 || l.Purposes[0] != "report" {
			t.Errorf("Thường trực: %+v", l)
		}
		if l := p.Lines[2]; len(l.Problems) != 1 || l.Problems[0].Code != "RECIPIENT_UNKNOWN" || !slices.Contains(l.Problems[0].Suggestions, "Ban Tổ chức Tỉnh ủy Lâm Đồng") {
			t.Errorf("mistyped: %+v", l.Problems)
		}
		if l := p.Lines[3]; len(l.Problems) != 1 || len(l.Problems[0].Suggestions) != 2 {
			t.Errorf("closed: %+v", l.Problems)
		}
		if l := p.Lines[4]; len(l.Recipients) != 4 || len(l.PassedOver) != 1 || len(l.Problems) != 1 || l.Problems[0].Code != "LINE_NOT_ENDED" {
			t.Errorf("boards and ourselves: %+v", l)
		}
		for name, c := range map[string]struct {
			who   authz.Actor
			draft Draft
			code  string
		}{
			"too long":      {who, Draft{IssuerID: issuer, Text: strings.Repeat("- Sở Nội vụ;\n", 10_000)}, "RECIPIENTS_TOO_LONG"},
			"no issuer":     {who, Draft{IssuerID: "nowhere", Text: "- Như trên;"}, "ORGAN_UNKNOWN"},
			"closed issuer": {who, Draft{IssuerID: "bt-tu", Text: "- Như trên;"}, "ORGAN_CLOSED"},
			"nobody's post": {o.person("bach.tt"), Draft{IssuerID: issuer, Text: "- Như trên;"}, "FORBIDDEN"},
		} {
			if _, err := o.service.Preview(context.Background(), c.who, c.draft); fault.Of(err).Code != c.code {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := o.service.Preview(context.Background(), who, Draft{IssuerID: issuer}); err != nil {
			t.Errorf("an empty block is a problem, no refusal: %v", err)
		}
		if _, err := o.service.Complete(context.Background(), who, issuer, strings.Repeat("a", 201), ""); fault.Of(err).Code != "QUERY_TOO_LONG" {
			t.Error(err)
		}
	})
}

// A preview of what is only thought of follows the articles of the text.
func TestPreviewReadsTheBody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		body := document.Body{Blocks: []document.Block{paragraph("Điều 3. Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.")}}
		p, err := o.service.Preview(context.Background(), o.person("lieu.bd"), Draft{IssuerID: "ld-ubnd", Body: body, Text: "- Như Điều 3;\n- Lưu: VT, TH."})
		if err != nil || !p.Ready || p.Total != 1 || p.Lines[0].Recipients[0].Name != "Sở Nội vụ tỉnh Lâm Đồng" {
			t.Errorf("%v %+v", err, p)
		}
	})
}

// In a directory of 5,000 more organs a completion is still quick.
func TestCompletionInALargeDirectory(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		o.addOrgans(5000)
		who := o.person("lieu.bd")
		started := time.Now()
		const times = 5
		for i := range times {
			found, err := o.service.Complete(context.Background(), who, "ld-ubnd", fmt.Sprintf("tram y te so %d", 4990+i), "")
			if err != nil || len(found) == 0 || found[0].Text != fmt.Sprintf("Trạm Y tế số %d", 4990+i) {
				t.Fatalf("%v %+v", err, found)
			}
		}
		t.Logf("%v a completion among %d organs", time.Since(started)/times, 5000)
	})
}
