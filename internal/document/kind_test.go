package document

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
)

func code(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

// TestKindsAreTheRules: the numbers of types and the codes of domain §1.
func TestKindsAreTheRules(t *testing.T) {
	t.Parallel()
	codes := func(regime string) string {
		var all []string
		for _, k := range Kinds(regime) {
			if k.Code != "" {
				all = append(all, k.Code)
			}
		}
		return strings.Join(all, " ")
	}
	if diff := cmp.Diff("NQ QĐ CT KL QC QĐ TT HD TB TC LKG BC KH QH CTr ĐA PA DA TTr CV BB BS GGT GM", codes("party")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB SY TrS SL", codes("state")); diff != "" {
		t.Error(diff)
	}
	if p, s := len(Kinds("party")), len(Kinds("state")); p != 25+1+8 || s != 29+3 {
		t.Errorf("%d Party kinds, %d State kinds", p, s)
	}
}

func TestMayIssue(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ regime, kind, class, code string }{
		{"party", "directive", directory.ProvinceCommittee, ""},
		{"party", "directive", directory.CommuneCommittee, "KIND_NOT_ALLOWED"},
		{"party", "directive", directory.ProvinceOffice, "KIND_NOT_ALLOWED"},
		{"party", "notice", directory.ProvinceOffice, ""},
		{"party", "guideline", directory.CommuneCommittee, ""},
		{"party", "guideline", directory.Cell, "KIND_NOT_ALLOWED"},
		{"party", "regulation", directory.Cell, "KIND_NOT_ALLOWED"},
		{"party", "resolution", directory.Cell, ""},
		{"party", "resolution", directory.PartyBoard, "KIND_NOT_ALLOWED"},
		{"party", "notice", directory.Department, "KIND_NOT_ALLOWED"},
		{"state", "notice", directory.Department, ""},
		{"state", "directive", directory.Department, "KIND_NOT_ALLOWED"},
		{"state", "directive", directory.CommunePeopleCommittee, ""},
		{"state", "statute", directory.Department, "KIND_UNKNOWN"},
		{"", "notice", directory.Department, "KIND_UNKNOWN"},
	} {
		if got := code(MayIssue(test.regime, test.kind, test.class)); got != test.code {
			t.Errorf("MayIssue(%s, %s, %s) = %q, want %q", test.regime, test.kind, test.class, got, test.code)
		}
	}
}

func TestKind(t *testing.T) {
	t.Parallel()
	notice, ok := KindByName("party", " THÔNG  BÁO ")
	if !ok || notice.ID != "notice" || notice.SubkindOf("KẾT LUẬN CỦA THƯỜNG TRỰC") != "notice.conclusion" || notice.SubkindOf("về lịch họp") != "" {
		t.Errorf("%+v", notice)
	}
	if got := code(notice.MaySubkind("notice.other")); got != "KIND_UNKNOWN" {
		t.Error(got)
	}
	if err := notice.MaySubkind("notice.conclusion"); err != nil {
		t.Error(err)
	}
	for want, args := range map[string][4]string{
		"TB/VPTU": {"party", "notice", "VPTU", ""}, "CV/TU": {"party", "official_letter", "TU", "TH"}, "BC-UBND": {"state", "report", "UBND", "VX"},
		"UBND-VX": {"state", "official_letter", "UBND", "VX"}, "QyĐ-SNV": {"state", "regulation", "SNV", ""},
	} {
		k, err := KindByID(args[0], args[1])
		if err != nil || k.SymbolFor(args[2], args[3]) != want {
			t.Errorf("%v: %q, %v, want %q", args, k.SymbolFor(args[2], args[3]), err, want)
		}
	}
	if got := KindsByCode("party", "QĐ"); len(got) != 2 || got[0].Series != got[1].Series || got[0].ID != "decision" {
		t.Errorf("QĐ is shared by decision and regulation: %+v", got)
	}
	if got := KindsByCode("party", "Ctr"); got != nil {
		t.Errorf("case counts: %+v", got)
	}
}

func TestLoadKindsRefuses(t *testing.T) {
	t.Parallel()
	const good = "{id: notice, name: Thông báo, code: TB, mark: S, issuers: [cell], issuers_mark: S}"
	for name, test := range map[string]struct{ kinds, want string }{
		"good":             {good, ""},
		"unknown field":    {strings.Replace(good, "code:", "kode:", 1), "unknown field"},
		"unknown class":    {strings.Replace(good, "[cell]", "[ministry]", 1), "neither a class"},
		"a unit":           {strings.Replace(good, "[cell]", "[unit]", 1), "neither a class"},
		"twice":            {good + "\n  - " + good, "twice"},
		"no mark":          {strings.Replace(good, "mark: S,", "mark: X,", 1), "mark"},
		"U+00D0":           {strings.Replace(good, "TB", "Ð", 1), "U+00D0"},
		"unknown need":     {strings.Replace(good, "code:", "recipients: maybe, code:", 1), "required, optional"},
		"foreign subkind":  {strings.Replace(good, "code:", "subkinds: [{id: plan.x, name: X}], code:", 1), "subkind"},
		"of other regimes": {"", "not the list"},
	} {
		file := "regime: party\nkinds:\n  - " + test.kinds + "\n"
		if test.kinds == "" {
			file = "regime: state\nkinds: []\n"
		}
		_, err := loadKinds(fstest.MapFS{"k.yaml": {Data: []byte(file)}}, "k.yaml", "party")
		if got := ""; err != nil {
			if got = err.Error(); test.want == "" || !strings.Contains(got, test.want) {
				t.Errorf("%s: %s", name, got)
			}
		} else if test.want != "" {
			t.Errorf("%s is accepted", name)
		}
	}
}
