package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/web/client"
)

// The worked example of Nơi nhận (domain §7): who gets each line of seed 002, how many, and how each is to answer.
var seedLines = []struct {
	kind, required string
	task           bool
	organs         []string // by id
	people         int
}{
	{kind: "collective", required: "ack", people: 3},
	{kind: "org_group", required: "ack", organs: []string{"bt-btctu", "bt-btgtu", "bt-bdvtu", "bt-bnctu", "bt-ubkttu"}},
	{kind: "org", required: "ack", task: true, organs: []string{"bt-hu-tuyphong"}},
	{kind: "compound", required: "ack", task: true, organs: []string{
		"bt-mttq-tuyphong", "bt-ldld-tuyphong", "bt-hnd-tuyphong", "bt-hpn-tuyphong", "bt-doan-tuyphong", "bt-ccb-tuyphong",
	}},
	{kind: "person_group", required: "read", people: 13},
	{kind: "archive", required: "none"},
}

// seedTasks are its tasks (domain §5.3): the second 2.2 of the original is its bis; no paragraph names a deadline.
var seedTasks = []struct {
	ref, words, deliverable string
	leads                   []string
}{
	{"2.1", "sinh hoạt chi bộ", "kế hoạch thật cụ thể", seedLines[2].organs},
	{"2.2", "công tác dân vận", "", seedLines[2].organs},
	{"2.2-bis", "kết nạp đảng viên", "", seedLines[2].organs},
	{"2.3", "tuyên truyền", "", seedLines[3].organs},
	{"2.4", "217-QĐ/TW", "kế hoạch cụ thể", seedLines[2].organs},
}

// seedCopies is how many copies go out: the three of line 1 are among the thirteen of line 5.
const seedCopies = 3 + 5 + 1 + 6 + 13 - 3

// What must show of seed 002, by nothing but HTTP: from the draft to the last receipt, then a văn bản thay thế of it, then the
// thu hồi of that, with the board right at each moment.
func TestSeed002ToTheLastReceipt(t *testing.T) {
	t.Parallel()
	s := openSeed(t)
	d := s.carryTo(s.drafted, "submit", "approve", "check_format")
	s.confirmTasks(d.ID)
	d = s.carryTo(d, "sign", "assign_number", "seal", "issue")

	copies := s.worksOut(d)
	s.tasksAreGiven(d.ID, copies)
	s.boardIs("issued", d.ID, all("sent"))
	for _, c := range copies {
		s.acknowledges(d.ID, c)
	}
	s.boardIs("acknowledged", d.ID, all("acknowledged"))
	s.receiptsVerify(d, "acknowledgement")

	later := s.replaced(d)
	s.recalled(d, later)
}

// confirmTasks: văn phòng confirms what the text proposes, before the signer sees it.
func (s *seedWalk) confirmTasks(id string) {
	s.t.Helper()
	var list client.TaskItems
	s.do("lieu.td", http.MethodGet, "/documents/"+id+"/tasks", nil, &list)
	if list.Confirmed || len(list.Items) != len(seedTasks) || len(list.Problems) != 0 {
		s.t.Fatalf("proposed: confirmed %v, %d items, problems %+v", list.Confirmed, len(list.Items), list.Problems)
	}
	for i, item := range list.Items {
		want := seedTasks[i]
		if item.Ref != want.ref || !strings.Contains(item.Text, want.words) || item.Deliverable != want.deliverable ||
			item.DeadlineKind != "none" || item.Due != "" || !slices.Equal(ids(item.Leads), want.leads) {
			s.t.Errorf("proposed %s: leads %v, deadline %s %s, %q", item.Ref, ids(item.Leads), item.DeadlineKind, item.Due, item.Deliverable)
		}
	}
	s.do("lieu.td", http.MethodPost, "/documents/"+id+"/tasks/confirmation", client.VersionOnly{Version: list.Version}, &list)
	if !list.Confirmed {
		s.t.Error("the list is not confirmed")
	}
}

// tasksAreGiven: issuing gave each lead a task, which its own văn thư sees and may accept, and nobody else's does.
func (s *seedWalk) tasksAreGiven(id string, copies []client.Delivery) {
	s.t.Helper()
	want := map[string][]string{}
	for _, task := range seedTasks {
		want[task.ref] = task.leads
	}
	got := map[string][]string{}
	var list client.TaskList
	s.do("lieu.td", http.MethodGet, "/tasks?limit=200&document="+id, nil, &list)
	for _, task := range list.Items {
		got[task.Ref] = append(got[task.Ref], task.Lead.ID)
		if task.State != "new" || task.Standing != "undated" || task.StandingLabel != "Không nêu thời hạn" || task.Due != "" {
			s.t.Errorf("%s of %s: %s, %q, due %q", task.Ref, task.Lead.Name, task.State, task.StandingLabel, task.Due)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("tasks by lead: %s", diff)
	}
	for _, c := range copies {
		wanted := []string{}
		switch {
		case slices.Equal(c.Lines, []int{3}):
			wanted = []string{"2.1", "2.2", "2.2-bis", "2.4"}
		case slices.Equal(c.Lines, []int{4}):
			wanted = []string{"2.3"}
		case c.Kind == "person":
			continue // whose other posts may show tasks
		}
		var mine client.TaskList
		s.do(s.receiverOf(c), http.MethodGet, "/tasks?limit=200&document="+id, nil, &mine)
		refs := []string{}
		for _, task := range mine.Items {
			if task.Lead == c.Recipient {
				refs = append(refs, task.Ref)
			}
		}
		if slices.Sort(refs); !slices.Equal(refs, wanted) || len(wanted) == 0 && len(mine.Items) > 0 {
			s.t.Errorf("%s is given %v of %d tasks that it sees, want %v", c.Recipient.Name, refs, len(mine.Items), wanted)
		}
	}
}

// worksOut checks the copies against the worked example and gives them.
func (s *seedWalk) worksOut(d client.Document) []client.Delivery {
	s.t.Helper()
	copies, err := s.sender().Deliveries(s.ctx, d.ID)
	s.must(err)
	if len(copies) != seedCopies {
		s.t.Errorf("%d copies, want %d: who is in two lines gets one", len(copies), seedCopies)
	}
	for i, want := range seedLines {
		organs, people := []string{}, 0
		for _, c := range copies {
			if !slices.Contains(c.Lines, i+1) {
				continue
			}
			if c.Kind == "organ" {
				organs = append(organs, c.Recipient.ID)
			} else {
				people++
			}
			if i != 4 && (c.Required != want.required || c.Task != want.task) {
				s.t.Errorf("line %d to %s: %s, task %v", i+1, c.Recipient.Name, c.Required, c.Task)
			}
		}
		if !slices.Equal(organs, append([]string{}, want.organs...)) || people != want.people {
			s.t.Errorf("line %d goes to %v and %d people, want %v and %d", i+1, organs, people, want.organs, want.people)
		}
	}
	twice := 0
	for _, c := range copies {
		if slices.Equal(c.Lines, []int{1, 5}) {
			twice++
			if c.Required != "ack" || len(c.Capacities) != 2 {
				s.t.Errorf("%s is in both lines, yet %s as %v", c.Recipient.Name, c.Required, c.Capacities)
			}
		}
	}
	if twice != 3 {
		s.t.Errorf("%d people are in the lines 1 and 5, want 3", twice)
	}
	return copies
}

// replaced carries a replacement, begun on the issued document's page, to its issue.
func (s *seedWalk) replaced(old client.Document) client.Document {
	s.t.Helper()
	s.form(partyDrafter2014, "/documents/"+old.ID+"/aftermath/replace", "comment", "Bổ sung thời hạn báo cáo")
	seen := s.document(partyDrafter2014, old.ID)
	if len(seen.Marks) != 0 || len(seen.Related) != 1 || !seen.Related[0].Pending {
		s.t.Fatalf("begun: marks %+v, related %+v", seen.Marks, seen.Related)
	}
	s.standsAs("a replacement is only begun", old, "Còn hiệu lực")
	later := s.document(partyDrafter2014, seen.Related[0].ID)
	last := later.Body.Blocks[len(later.Body.Blocks)-1]
	if !strings.Contains(last.Runs[0].Text, "này thay thế") || !strings.Contains(last.Runs[0].Text, old.Symbol) {
		s.t.Errorf("the draft does not say what it replaces: %q", last.Runs[0].Text)
	}
	later = s.carryTo(later, "submit", "approve", "check_format", "sign", "assign_number", "seal")
	s.standsAs("the replacement is not issued", old, "Còn hiệu lực")
	later = s.carryTo(later, "issue")
	if later.Symbol == old.Symbol {
		s.t.Errorf("both are %s", old.Symbol)
	}
	s.standsAs("replaced", old, "Bị thay thế bởi "+later.Symbol)
	s.standsAs("it replaces", later, "Còn hiệu lực")
	s.boardIs("of the old one, replaced", old.ID, all("acknowledged")) // what was received stays received
	s.boardIs("of the new one", later.ID, all("sent"))
	for _, who := range []string{partyDrafter2014, "quyen.db", "an.tq"} { // sender, organ, person
		if m := s.document(who, old.ID).Marks; len(m) != 1 || m[0].Kind != "replaced" || m[0].By != later.ID || !m[0].Ends {
			s.t.Errorf("%s sees the marks %+v", who, m)
		}
	}
	return later
}

// recalled: some have taken the replacement in when its signer decides to recall it and văn thư tells everybody.
func (s *seedWalk) recalled(old, d client.Document) {
	s.t.Helper()
	copies := s.worksOut(d)
	early := func(c client.Delivery) bool { return slices.Contains(c.Lines, 2) || slices.Contains(c.Lines, 3) }
	for _, c := range copies {
		if early(c) {
			s.acknowledges(d.ID, c)
		}
	}
	some := all("sent")
	some[1], some[2] = map[string]int{"acknowledged": 5}, map[string]int{"acknowledged": 1}
	s.boardIs("six have it", d.ID, some)

	clerk, signer := "trinh.lk", s.usernameOf(d.Signer.ID)
	_, err := s.clients[clerk].Fire(s.ctx, d.ID, "recall", client.Act{})
	s.refused("văn thư recalls of her own", err, "CONDITIONS_UNMET")
	_, err = s.as(signer).Fire(s.ctx, d.ID, "recall", client.Act{Comment: "Nhiệm vụ nêu chưa đúng kết luận", Ground: "Biên bản buổi làm việc"})
	s.must(err)
	s.boardIs("decided, not executed", d.ID, some)
	s.standsAs("decided, not executed", d, "Còn hiệu lực")
	done, err := s.clients[clerk].Fire(s.ctx, d.ID, "recall", client.Act{})
	s.must(err)
	if r := done.Recall; r == nil || r.DecidedBy.ID != d.Signer.ID || r.ExecutedBy == nil || r.ExecutedBy.Name != "Lâm Kiều Trinh" {
		s.t.Errorf("the recall: %+v", r)
	}
	s.boardIs("recalled", d.ID, all("recalled"))
	s.standsAs("recalled", d, "Đã thu hồi")
	s.standsAs("still replaced", old, "Bị thay thế bởi "+d.Symbol)
	s.boardIs("of the old one, to the end", old.ID, all("acknowledged"))

	for i, c := range copies {
		_, err := s.as(s.receiverOf(c)).Acknowledge(s.ctx, c.ID, "", client.IdempotencyKey("too-late-"+c.ID))
		if early(c) {
			s.refused("again, too late", err, "")
		} else {
			s.refused("too late", err, "DELIVERY_RECALLED")
		}
		s.do(s.receiverOf(c), http.MethodPost, "/deliveries/"+c.ID+"/destruction", client.Destruction{Note: fmt.Sprintf("đã hủy bản %d", i+1)}, nil)
		if _, err := s.as(s.receiverOf(c)).Document(s.ctx, d.ID); c.Recipient.ID != d.Signer.ID {
			s.refused(c.Recipient.Name+" destroyed it and reads it", err, "DOCUMENT_NOT_FOUND")
		}
	}
	var back []client.CalledBack
	s.do(clerk, http.MethodGet, "/documents/"+d.ID+"/called-back", nil, &back)
	destroyed := 0
	for _, c := range back {
		if c.Kind == "recall" && c.Answer == "destroyed" {
			destroyed++
		}
	}
	if destroyed != seedCopies || len(back) != seedCopies {
		s.t.Errorf("%d of %d copies are destroyed, want %d", destroyed, len(back), seedCopies)
	}
	s.boardIs("destroyed", d.ID, all("recalled"))
	s.receiptsVerify(d, "destruction")
}

// all is a board on which every copy stands at one word.
func all(word string) []map[string]int {
	board := make([]map[string]int, len(seedLines))
	for i, l := range seedLines {
		board[i] = map[string]int{}
		if n := len(l.organs) + l.people; n > 0 {
			board[i][word] = n
		}
	}
	return board
}

func ids(all []client.Named) (out []string) {
	for _, n := range all {
		out = append(out, n.ID)
	}
	return out
}
