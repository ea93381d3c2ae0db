package signoff

import (
	"slices"
	"strings"
	"testing"

	"trinhky/policies"
)

func chainSource(t *testing.T, name string) string {
	t.Helper()
	source, err := policies.FS.ReadFile("chains/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func TestTheChainsOfTheHouseHold(t *testing.T) {
	t.Parallel()
	chains, err := LoadChains(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(chains.All()); n != 3 {
		t.Errorf("%d chains, want 3", n)
	}
}

// Each broken file differs from a good one in one place, and is refused for that reason.
func TestBrokenChainsAreRefused(t *testing.T) {
	t.Parallel()
	type edit = [2]string
	for _, c := range []struct {
		name  string
		edits []edit
		want  string
	}{
		{"unknown key", []edit{{"initial: drafting", "initial: drafting\ncolour: red"}}, "unknown field"},
		{"unknown state", []edit{{"  filed: Đã lưu hồ sơ", "  filed: Đã lưu hồ sơ\n  burnt: Đã đốt"}}, `trạng thái "burnt" không có trong hệ thống`},
		{"undeclared state", []edit{{"  filed: Đã lưu hồ sơ\n", ""}}, `trạng thái "filed" không được khai báo`},
		{"unknown action", []edit{{"action: file", "action: shred"}}, `hành động "shred" không có trong hệ thống`},
		{"unknown act", []edit{{"act: document.file", "act: document.shred"}}, `quyền "document.shred" không có trong chính sách`},
		{"unknown guard", []edit{{"guards: [case_file_named]", "guards: [case_file_named, full_moon]"}}, `điều kiện "full_moon" không có trong hệ thống`},
		{"unknown effect", []edit{{"effects: [file]", "effects: [file, applause]"}}, `tác dụng "applause" không có trong hệ thống`},
		{"unknown relation to notify", []edit{{"notify: [unit]", "notify: [everybody]"}}, `không biết báo cho "everybody"`},
		{"unknown part", []edit{{"separate_from: [submit]", "separate_from: [typist]"}}, `separate_from "typist"`},
		{"no label", []edit{{"label: Trình\n", "label: \"\"\n"}}, "thiếu nhãn"},
		{"deadline that is none", []edit{{"deadline: 1wd", "deadline: soon"}}, `thời hạn "soon"`},
		{"unreachable state", []edit{{"from: [unit_review, format_check, awaiting_signature]\n    to: returned", "from: [unit_review]\n    to: drafting"}}, `trạng thái "returned" không bao giờ tới được`},
		{"dead end", []edit{{"final: [filed, withdrawn]", "final: [filed]"}}, `từ trạng thái "withdrawn" không có đường tới kết thúc`},
		{"final state with a way on", []edit{{"final: [filed, withdrawn]", "final: [filed, withdrawn, issued]"}}, `trạng thái kết thúc "issued" còn bước đi tiếp`},
		{"issue without signature", []edit{{"effects: [sign]", "effects: []"}}, `tới được "signed" khi thiếu chữ ký`},
		{"issue without number", []edit{{"effects: [assign_number]", "effects: []"}}, `đóng dấu khi chưa có số`},
		{"issue without seal", []edit{{"effects: [seal]", "effects: []"}}, `phát hành khi chưa đủ chữ ký, số và dấu`},
		{"a short cut round the number", []edit{{"from: [numbered]", "from: [signed, numbered]"}}, `đóng dấu khi chưa có số`},
		{"issued without sending", []edit{{"effects: [issue]", "effects: []"}}, "không gửi tới nơi nhận"},
		{"nobody receives: no way to issue", []edit{{"from: [sealed]\n    to: issued", "from: [sealed]\n    to: filed"}}, "không có đường nào tới phát hành"},
		{"signing without a checked version", []edit{{"guards: [version_checked, signer_entitled, actor_is_signer, collective_decided]", "guards: [signer_entitled, actor_is_signer, collective_decided]"}}, `hành động "sign" thiếu điều kiện "version_checked"`},
		{"anybody signs for the named signer", []edit{{"guards: [version_checked, signer_entitled, actor_is_signer, collective_decided]", "guards: [version_checked, signer_entitled, collective_decided]"}}, `hành động "sign" thiếu điều kiện "actor_is_signer"`},
		{"submitting without mandatory fields", []edit{{"guards: [mandatory_fields, recipients_resolve, relation_holds]", "guards: []"}}, `hành động "submit" thiếu điều kiện "mandatory_fields"`},
		{"return without a reason", []edit{{"guards: [reason_given]\n    notify: [drafter]", "guards: []\n    notify: [drafter]"}}, `hành động "return" thiếu điều kiện "reason_given"`},
		{"one person approves own draft", []edit{{"    separate_from: [submit]\n", ""}}, `vừa "submit" vừa "approve"`},
		{"one person checks own approval", []edit{{"separate_from: [submit, approve]", "separate_from: [submit]"}}, `vừa "approve" vừa "check_format"`},
		{"one person signs and seals", []edit{{"separate_from: [submit, approve, check_format, sign]", "separate_from: [submit, approve, check_format]"}}, `vừa "sign" vừa "seal"`},
		{"signer and sealer merged", []edit{{"initial: drafting", "merge:\n  - [sign, seal]\ninitial: drafting"}}, "merge [sign seal]"},
		{"return that reaches no editor", []edit{{"to: returned", "to: unit_review"}}, `trả lại về "unit_review"`},
		{"signed text back to the drafter", []edit{{"from: [consulting, unit_review, format_check, awaiting_signature]", "from: [consulting, unit_review, format_check, awaiting_signature, signed]"}}, `đưa một văn bản đã ký về "drafting"`},
		{"two numbers on one way", []edit{{"from: [signed]\n    to: numbered", "from: [signed, numbered]\n    to: numbered"}}, "cấp số lần thứ hai"},
		{"signed without a form check", []edit{{"from: [unit_review]\n    to: format_check", "from: [unit_review]\n    to: awaiting_signature"}}, "ký khi chưa có ai thẩm định thể thức"},
		{"fork without excluding guards", []edit{{"guards: [opinion_asked, last_opinion]", "guards: [opinion_asked]"}}, "hai đích mà điều kiện không loại trừ nhau"},
		{"recall without a decision", []edit{{"guards: [recall_decided, recall_by_another]", "guards: [recall_by_another]"}}, `hành động "recall" thiếu điều kiện "recall_decided"`},
		{"anybody decides a recall", []edit{{"guards: [recall_undecided, recall_authority, reason_given]", "guards: [recall_undecided, reason_given]"}}, `hành động "recall" thiếu điều kiện "recall_authority"`},
		{"an ended document is replaced", []edit{{"guards: [in_force, replacement_free, reason_given]", "guards: [replacement_free, reason_given]"}}, `hành động "replace" thiếu điều kiện "in_force"`},
		{"a correction of content", []edit{{"guards: [in_force, form_error, reason_given]", "guards: [in_force, reason_given]"}}, `hành động "correct" thiếu điều kiện "form_error"`},
		{"a recall that moves the state", []edit{{"    from: [issued, filed]\n    act: document.recall\n", "    from: [issued, filed]\n    to: filed\n    act: document.recall\n"}}, `không được đổi trạng thái của văn bản đã phát hành`},
		{"a draft is recalled", []edit{{"    from: [issued, filed]\n    act: document.recall\n", "    from: [drafting]\n    act: document.recall\n"}}, `chỉ làm được sau phát hành`},
		{"a recall that signs", []edit{{"effects: [recall]", "effects: [sign]"}}, `hành động "recall" không được có tác dụng "sign"`},
		{"a submission that recalls", []edit{{"effects: [file]", "effects: [file, take_back]"}}, `tác dụng "take_back" chỉ dùng cho việc sau phát hành`},
		{"starts where nobody writes", []edit{{"initial: drafting", "initial: unit_review"}}, `initial "unit_review"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source := chainSource(t, "party-office")
			for _, e := range c.edits {
				if !strings.Contains(source, e[0]) {
					t.Fatalf("the good file does not hold %q: the test breaks nothing", e[0])
				}
				source = strings.ReplaceAll(source, e[0], e[1])
			}
			_, err := ParseChain([]byte(source))
			if err == nil {
				t.Fatal("the broken chain was taken")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("refused, but not for %q:\n%v", c.want, err)
			}
		})
	}
}

// A chain of before there was anything to do after issue still loads, and its documents can be recalled all the same.
func TestAnOldChainIsLentWhatComesAfterIssue(t *testing.T) {
	t.Parallel()
	source := chainSource(t, "party-office")
	before, _, found := strings.Cut(strings.ReplaceAll(source, ", relation_holds", ""), "\n  # Sau phát hành")
	if !found {
		t.Fatal("the file has no part after issue")
	}
	old, err := ParseChain([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	today, err := ParseChain([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	n := len(old.Transitions)
	if old.label("recall") != "" {
		t.Fatal("the old chain recalls")
	}
	old.lendAfterIssue(today)
	if got := len(old.Transitions) - n; got != 7 || old.label("recall") != "Thu hồi" {
		t.Errorf("lent %d arrows, recall is %q", got, old.label("recall"))
	}
	old.lendAfterIssue(today)
	if len(old.Transitions) != n+7 {
		t.Error("lent twice")
	}
	// One of before decisions could be taken back is lent that, and keeps its own choice of the rest.
	without := func(c *Chain, actions ...string) {
		c.Transitions = slices.DeleteFunc(c.Transitions, func(t Transition) bool { return slices.Contains(actions, t.Action) })
	}
	without(old, "withdraw_recall", "amend")
	old.lendAfterIssue(today)
	if old.label("withdraw_recall") == "" || old.label("amend") != "" {
		t.Errorf("lent withdraw_recall %q, amend %q", old.label("withdraw_recall"), old.label("amend"))
	}
}

// A drawing says the chain's words, in the reader's language where he chose one, and marks where a document stands.
func TestAChainIsDrawnInTheReadersWords(t *testing.T) {
	t.Parallel()
	chain, err := ParseChain([]byte(chainSource(t, "party-office")))
	if err != nil {
		t.Fatal(err)
	}
	own := chain.SVG(Drawing{Here: "drafting"})
	said := chain.SVG(Drawing{Here: "drafting", Dark: true, Say: func(words string) string { return "<" + words + ">" }})
	for drawing, wants := range map[string][]string{
		own:  {">▸ Đang soạn thảo</text>", ">Trình</text>", "<title>Luồng trình ký: " + chain.Name, lightPalette.paper},
		said: {">▸ &lt;Đang soạn thảo&gt;</text>", ">&lt;Trình&gt;</text>", "<title>&lt;Luồng trình ký: &lt;" + chain.Name, darkPalette.paper},
	} {
		for _, want := range wants {
			if !strings.Contains(drawing, want) {
				t.Errorf("the drawing has no %q:\n%s", want, drawing)
			}
		}
	}
}
