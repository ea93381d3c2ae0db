package signoff

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/document"
)

// parts are the five people of I2, by the action that each of them takes: drafter, content approver, form checker,
// signer and sealer are pairwise distinct (NĐ 30/2020 Art. 12, 32).
var parts = []string{"submit", "approve", "check_format", "sign", "seal"}

// editors are the states in which the drafter writes.
var editors = []document.State{document.Drafting, document.Returned}

// demands are the guards without which an effect, or an action, must not happen.
var demands = map[string][]string{
	"submit":                {"mandatory_fields", "recipients_resolve"},
	"check_format":          {"no_format_errors"},
	"return":                {"reason_given"},
	"effect:sign":           {"version_checked", "signer_entitled", "actor_is_signer"},
	"effect:seal":           {"signature_valid"},
	"effect:issue":          {"seal_valid", "recipients_resolve"},
	"effect:file":           {"case_file_named"},
	"effect:assign_number":  {"signature_valid", "series_open"},
	"effect:open_opinions":  {"consulted_named"},
	"effect:record_opinion": {"opinion_asked"},
	// After issue (NĐ 30/2020 Art. 18).
	"effect:decide_recall":     {"recall_undecided", "recall_authority", "reason_given"},
	"effect:withdraw_recall":   {"recall_decided", "recall_authority", "reason_given"},
	"effect:recall":            {"recall_decided", "recall_by_another"},
	"effect:take_back":         {"copies_out", "reason_given"},
	"effect:begin_replacement": {"in_force", "replacement_free", "reason_given"},
	"effect:begin_amendment":   {"in_force", "reason_given"},
	"effect:begin_correction":  {"in_force", "form_error", "reason_given"},
}

// check proves a chain: names are known, every state is reached and can end, nothing is issued without signature,
// number and seal in that order, and no path lets one person play two parts. All faults are told, not only the first.
func (c *Chain) check() error {
	faults := c.checkNames()
	if len(faults) == 0 {
		faults = append(faults, c.checkShape()...)
		_, broken := c.explore()
		faults = append(faults, broken...)
	}
	if len(faults) == 0 {
		return nil
	}
	sort.Strings(faults)
	return fmt.Errorf("luồng trình ký %q không hợp lệ:\n- %w", c.ID, errors.New(strings.Join(slices.Compact(faults), "\n- ")))
}

func (c *Chain) checkNames() (faults []string) {
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if c.ID == "" || c.Name == "" {
		say("thiếu id hoặc name")
	}
	if len(c.Transitions) == 0 {
		say("không có bước nào")
	}
	for state, label := range c.States {
		if !slices.Contains(document.States, state) {
			say("trạng thái %q không có trong hệ thống", state)
		}
		if label == "" {
			say("trạng thái %q không có nhãn", state)
		}
	}
	known := func(where string, s document.State) {
		if _, ok := c.States[s]; !ok {
			say("%s: trạng thái %q không được khai báo", where, s)
		}
	}
	known("initial", c.Initial)
	if !slices.Contains(editors, c.Initial) {
		say("initial %q: ở đó người soạn thảo không sửa được", c.Initial)
	}
	for _, s := range c.Final {
		known("final", s)
	}
	for _, pair := range c.Merge {
		if len(pair) != 2 || !slices.Contains(pair, "submit") || !slices.Contains(pair, "approve") {
			say("merge %v: chỉ được gộp người soạn thảo với người duyệt nội dung [submit, approve]", pair)
		}
	}
	for i, t := range c.Transitions {
		where := fmt.Sprintf("bước %d (%s)", i+1, t.Action)
		if !slices.Contains(actions, t.Action) {
			say("%s: hành động %q không có trong hệ thống", where, t.Action)
		}
		if t.Label == "" {
			say("%s: thiếu nhãn", where)
		}
		if len(t.From) == 0 {
			say("%s: thiếu from", where)
		}
		for _, s := range t.From {
			known(where, s)
		}
		if t.To != "" || !slices.Contains(afterIssue, t.Action) {
			known(where, t.To)
		}
		if !slices.Contains(authz.Acts(), t.Act) {
			say("%s: quyền %q không có trong chính sách", where, t.Act)
		}
		if !t.Deadline.valid() {
			say("%s: thời hạn %q không đọc được (ví dụ: 1wd, 30m, asked)", where, t.Deadline)
		}
		c.checkWords(where, t, say)
	}
	return faults
}

func (c *Chain) checkWords(where string, t Transition, say func(string, ...any)) {
	for _, g := range t.Guards {
		if guards[g] == nil {
			say("%s: điều kiện %q không có trong hệ thống", where, g)
		}
	}
	for _, e := range t.Effects {
		if effects[e].commit == nil {
			say("%s: tác dụng %q không có trong hệ thống", where, e)
		}
	}
	for _, n := range t.Notify {
		if !slices.Contains(notified, n) {
			say("%s: không biết báo cho %q", where, n)
		}
	}
	for _, p := range t.SeparateFrom {
		if !slices.Contains(parts, p) {
			say("%s: separate_from %q không phải là một phần việc (%s)", where, p, strings.Join(parts, ", "))
		}
	}
}

func (c *Chain) checkShape() (faults []string) {
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, t := range c.Transitions {
		wanted := demands[t.Action]
		for _, e := range t.Effects {
			wanted = append(slices.Clone(wanted), demands["effect:"+e]...)
		}
		for _, g := range wanted {
			if !slices.Contains(t.Guards, g) {
				say("hành động %q thiếu điều kiện %q", t.Action, g)
			}
		}
		if t.Action == "return" && !(slices.Contains(editors, t.To) && slices.ContainsFunc(c.from(t.To), func(n Transition) bool { return n.Action == "submit" })) {
			say("trả lại về %q: ở đó không ai sửa và trình lại được", t.To)
		}
		c.checkAfterIssue(t, say)
		for _, s := range t.From {
			if slices.Contains(c.Final, s) && !slices.Contains(afterIssue, t.Action) {
				say("trạng thái kết thúc %q còn bước đi tiếp %q", s, t.Action)
			}
		}
	}
	for state := range c.States {
		c.checkForks(state, say)
	}
	return faults
}

// checkAfterIssue: what is done with an issued document leaves its state as it is, and the actions of the way do none of it.
func (c *Chain) checkAfterIssue(t Transition, say func(string, ...any)) {
	if !slices.Contains(afterIssue, t.Action) {
		for _, e := range t.Effects {
			if effects[e].after {
				say("tác dụng %q chỉ dùng cho việc sau phát hành, không dùng cho hành động %q", e, t.Action)
			}
		}
		return
	}
	for _, s := range t.From {
		if s != document.Issued && s != document.Filed {
			say("hành động %q chỉ làm được sau phát hành, không từ %q", t.Action, s)
		}
		if t.To != "" && t.To != s {
			say("hành động %q không được đổi trạng thái của văn bản đã phát hành", t.Action)
		}
	}
	for _, e := range t.Effects {
		if !effects[e].after {
			say("hành động %q không được có tác dụng %q", t.Action, e)
		}
	}
	if len(t.Effects) == 0 {
		say("hành động %q không có tác dụng nào", t.Action)
	}
}

// checkForks refuses two arrows of one action out of one state unless their guards exclude each other.
func (c *Chain) checkForks(state document.State, say func(string, ...any)) {
	out := c.from(state)
	for i, a := range out {
		for _, b := range out[i+1:] {
			if a.Action == b.Action && !exclusive(a.Guards, b.Guards) {
				say("hành động %q từ %q có hai đích mà điều kiện không loại trừ nhau", a.Action, state)
			}
		}
	}
}

func exclusive(a, b []string) bool {
	for _, pair := range [][2]string{{"last_opinion", "more_opinions"}, {"recall_undecided", "recall_decided"}} {
		if slices.Contains(a, pair[0]) && slices.Contains(b, pair[1]) || slices.Contains(b, pair[0]) && slices.Contains(a, pair[1]) {
			return true
		}
	}
	return false
}

// node is a place of the exhaustive walk: where a document stands, what was done to it and which parts stand.
type node struct {
	state                    document.State
	signed, numbered, sealed bool
	played                   string // the standing parts, sorted and joined
}

// explore walks every path there is, and says how many situations it met. The space is small: twelve states, three marks and
// five parts.
func (c *Chain) explore() (situations int, faults []string) {
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	start := node{state: c.Initial}
	next := map[node][]node{}
	queue := []node{start}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if _, seen := next[at]; seen {
			continue
		}
		next[at] = nil
		for _, t := range c.from(at.state) {
			to := c.step(at, t, say)
			next[at] = append(next[at], to)
			queue = append(queue, to)
		}
	}
	reached := map[document.State]bool{}
	for n := range next {
		reached[n.state] = true
	}
	for state := range c.States {
		if !reached[state] {
			say("trạng thái %q không bao giờ tới được", state)
		}
	}
	ends := c.ending(next)
	for n := range next {
		if !ends[n] {
			say("từ trạng thái %q không có đường tới kết thúc", n.state)
		}
	}
	if !reached[document.Issued] {
		say("không có đường nào tới phát hành")
	}
	return len(next), faults
}

// step takes one arrow and says what it breaks.
func (c *Chain) step(at node, t Transition, say func(string, ...any)) node {
	to := at
	to.state = t.To
	for _, e := range t.Effects {
		switch e {
		case "sign":
			if at.signed {
				say("hành động %q ký lại một văn bản đã ký", t.Action)
			}
			if missing := c.unplayed(at); missing != "" {
				say("hành động %q ký khi chưa có ai %s", t.Action, PartLabels[missing])
			}
			to.signed = true
		case "assign_number":
			if !to.signed {
				say("hành động %q cấp số khi chưa có chữ ký", t.Action)
			}
			if at.numbered {
				say("hành động %q cấp số lần thứ hai", t.Action)
			}
			to.numbered = true
		case "seal":
			if !to.numbered {
				say("hành động %q đóng dấu khi chưa có số", t.Action)
			}
			to.sealed = true
		case "issue":
			if !to.sealed {
				say("hành động %q phát hành khi chưa đủ chữ ký, số và dấu", t.Action)
			}
		}
	}
	c.checkMarks(to, t, say)
	to.played = c.play(at, t, say)
	return to
}

// unplayed is a part that must stand before the signature and does not: somebody drafted, approved and checked.
func (c *Chain) unplayed(at node) string {
	played := strings.Fields(at.played)
	for _, part := range []string{"submit", "approve", "check_format"} {
		if !slices.Contains(played, part) && (part != "approve" || !c.merged("submit", "approve")) {
			return part
		}
	}
	return ""
}

// checkMarks compares where an arrow leads with what was done on the way.
func (c *Chain) checkMarks(to node, t Transition, say func(string, ...any)) {
	if to.signed && (slices.Contains(editors, to.state) || to.state == document.Withdrawn) {
		say("hành động %q đưa một văn bản đã ký về %q", t.Action, to.state)
	}
	wants := map[document.State][3]bool{
		document.Signed: {true, false, false}, document.Numbered: {true, true, false},
		document.Sealed: {true, true, true}, document.Issued: {true, true, true}, document.Filed: {true, true, true},
	}
	if want, ok := wants[to.state]; ok && (want[0] && !to.signed || want[1] && !to.numbered || want[2] && !to.sealed) {
		say("tới được %q khi thiếu %s", to.state, strings.Join(missing(to, want), ", "))
	}
	if to.state == document.Issued && t.To == document.Issued && !slices.Contains(t.From, document.Issued) && !slices.Contains(t.Effects, "issue") {
		say("hành động %q tới %q mà không gửi tới nơi nhận (issue)", t.Action, to.state)
	}
}

func missing(n node, want [3]bool) (names []string) {
	for i, has := range []bool{n.signed, n.numbered, n.sealed} {
		if want[i] && !has {
			names = append(names, []string{"chữ ký", "số", "dấu"}[i])
		}
	}
	return names
}

// play adds the part that t plays and checks it against the parts that stand. A document that is back in the drafter's
// hands is approved and checked anew: only the drafting stands.
func (c *Chain) play(at node, t Transition, say func(string, ...any)) string {
	played := strings.Fields(at.played)
	if slices.Contains(parts, t.Action) {
		for _, other := range played {
			if other != t.Action && !c.merged(other, t.Action) && !slices.Contains(t.SeparateFrom, other) {
				say("một người có thể vừa %q vừa %q: thiếu separate_from", other, t.Action)
			}
		}
		if !slices.Contains(played, t.Action) {
			played = append(played, t.Action)
		}
	}
	if slices.Contains(editors, t.To) {
		played = nil
	}
	sort.Strings(played)
	return strings.Join(played, " ")
}

// ending are the nodes from which a final state can be reached.
func (c *Chain) ending(next map[node][]node) map[node]bool {
	ends := map[node]bool{}
	for changed := true; changed; {
		changed = false
		for n, tos := range next {
			if ends[n] {
				continue
			}
			if slices.Contains(c.Final, n.state) || slices.ContainsFunc(tos, func(to node) bool { return ends[to] }) {
				ends[n], changed = true, true
			}
		}
	}
	return ends
}
