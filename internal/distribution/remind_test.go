package distribution

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// TestTheClockOfReminders: before the end, at the end, and every second working day after it.
func TestTheClockOfReminders(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	due := at("2026-03-11T00:00:00+07:00")
	if got := firstReminder(due, at("2026-03-10T09:00:00+07:00")); !got.Equal(at("2026-03-10T16:00:00+07:00")) {
		t.Errorf("first: %v", got)
	}
	if got := firstReminder(due, at("2026-03-10T15:30:00+07:00")); !got.Equal(due) {
		t.Errorf("what is sent in the evening is not reminded of within the hour: %v", got)
	}
	days := calendar.National()
	for _, c := range []struct {
		now     string
		overdue bool
		kind    string
		next    string
	}{
		{"2026-03-10T16:02:00+07:00", false, RemindBefore, "2026-03-11T00:00:00+07:00"},
		{"2026-03-11T00:03:00+07:00", false, RemindOverdue, "2026-03-13T08:00:00+07:00"},
		{"2026-03-13T08:03:00+07:00", true, RemindAgain, "2026-03-17T08:00:00+07:00"}, // over a weekend
		{"2026-04-29T08:00:00+07:00", true, RemindAgain, "2026-05-05T08:00:00+07:00"}, // 30/4, 1/5 and a weekend
	} {
		got := reminderOf(Delivery{Due: due, Overdue: c.overdue}, days, at(c.now))
		if got.kind != c.kind || !got.next.Equal(at(c.next)) {
			t.Errorf("at %s: %s, then %v; want %s, then %s", c.now, got.kind, got.next.In(store.Hanoi), c.kind, c.next)
		}
	}
}

// noticesOf counts what a person was told of.
func (o *office) noticesOf(person, action string) (n int) {
	o.Helper()
	o.view(func(tx *store.Tx) error {
		return tx.SQL().QueryRow(`SELECT count(*) FROM notice WHERE person_id = '` + person + `' AND action = '` + action + `'`).Scan(&n)
	})
	return n
}

// TestRemindersEndWithTheAnswer: the clock reminds those who wait and nobody else, again and again, and stops.
func TestRemindersEndWithTheAnswer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2014)
		r := o.resolved(bt, "- Huyện ủy Tuy Phong;\n- Ban Tổ chức Tỉnh ủy;\n- Ban Tuyên giáo Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		id := o.issueAt(bt, r, time.Date(2014, 6, 10, 3, 0, 0, 0, time.UTC))
		waits, answers, recalled := o.deliveries(id)[0], o.deliveries(id)[1], o.deliveries(id)[2]
		clerk, other, third := o.clerk(o.organ(waits.Name)), o.clerk(o.organ(answers.Name)), o.clerk(o.organ(recalled.Name))
		rewind := func() { // the moment of the next reminder comes
			o.update(func(tx *store.Tx) error {
				_, err := tx.SQL().Exec(`UPDATE delivery SET remind_at = sent_at, version = version + 1 WHERE remind_at IS NOT NULL`)
				return err
			})
		}
		clock := func() {
			if err := o.service.MarkOverdue(ctx); err != nil {
				t.Fatal(err)
			}
		}
		clock()
		clock() // nothing is due twice
		if n := o.noticesOf(clerk.PersonID, "remind"); n != 1 {
			t.Errorf("told %d times at the end of the term", n)
		}
		if _, err := o.takeIn(other, answers.ID, ""); err != nil {
			t.Fatal(err)
		}
		o.update(func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(`UPDATE delivery SET recalled_at = sent_at, version = version + 1 WHERE id = '` + recalled.ID + `'`)
			return err
		})
		rewind()
		clock()
		rewind()
		clock()
		for who, want := range map[string]int{clerk.PersonID: 3, other.PersonID: 1, third.PersonID: 1} {
			if n := o.noticesOf(who, "remind"); n != want {
				t.Errorf("told %d times, want %d", n, want)
			}
		}
		if diff := cmp.Diff([]string{"overdue", "acknowledge", "remind", "remind"}, o.trail(id)); diff != "" {
			t.Error(diff)
		}
		if d := o.deliveryTo(id, answers.Name); !d.RemindAt.IsZero() || !d.Overdue {
			t.Errorf("%+v", d)
		}
	})
}

func TestRemindingByHand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2014)
		r := o.resolved(bt, "- Huyện ủy Tuy Phong;\n- Ban Tổ chức Tỉnh ủy;\n- Ban Tuyên giáo Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		r.Recipients[1].Channel, r.Recipients[1].Email, r.Recipients[2].Channel = ByEmail, "btc@example.vn", ByPaper
		id := o.issue(bt, r)
		sender, copies := o.clerk(o.organ(bt)), o.deliveries(id)
		clerk := o.clerk(o.organ(copies[0].Name))
		for who, c := range map[string]struct {
			id   string
			want string
		}{"tung.hd": {id, "DOCUMENT_NOT_FOUND"}, "bach.tt": {id, "DELIVERY_LIST_FORBIDDEN"}} {
			if _, err := o.service.Remind(ctx, o.person(who), c.id, nil); codeOf(err) != c.want {
				t.Errorf("%s reminds: %v", who, err)
			}
		}
		if _, err := o.service.Remind(ctx, sender, id, []string{copies[2].ID}); codeOf(err) != "REMIND_BY_PAPER" {
			t.Errorf("paper: %v", err)
		}
		n, err := o.service.Remind(ctx, sender, id, nil)
		if err != nil || n != 2 || o.noticesOf(clerk.PersonID, "remind") != 1 {
			t.Errorf("%d reminded, %d notices: %v", n, o.noticesOf(clerk.PersonID, "remind"), err)
		}
		if _, err := o.service.Remind(ctx, sender, id, nil); codeOf(err) != "REMINDED_JUST_NOW" {
			t.Errorf("at once again: %v", err)
		}
		var letters int
		o.view(func(tx *store.Tx) error {
			return tx.SQL().QueryRow(`SELECT count(*) FROM river_job WHERE kind = 'distribution.letters' AND CAST(args AS text) LIKE '%"reminder"%'`).Scan(&letters)
		})
		if letters != 1 {
			t.Errorf("%d jobs of reminding letters", letters)
		}
		if _, err := o.takeIn(clerk, copies[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.Remind(ctx, sender, id, []string{copies[0].ID}); codeOf(err) != "NOTHING_TO_REMIND" {
			t.Errorf("after the receipt: %v", err)
		}
		if diff := cmp.Diff([]string{"remind", "acknowledge"}, o.trail(id)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestARefusalIsTold: drafter and văn thư of the sender hear of it.
func TestARefusalIsTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, id := issued(t, s)
		d := o.deliveryTo(id, "Huyện ủy Tuy Phong")
		if _, err := o.service.Refuse(context.Background(), o.clerk(o.organ(d.Name)), d.ID, "duplicate", "trùng"); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"drafter", o.clerk(o.organ(bt)).PersonID} {
			if n := o.noticesOf(who, "refuse"); n != 1 {
				t.Errorf("%s was told %d times", who, n)
			}
		}
	})
}

// TestNobodyIsDroppedForWantOfAChannel: told at submit, line by line, with what is missing.
func TestNobodyIsDroppedForWantOfAChannel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		o.addOrgans(5)
		set := func(i, channel, email string) {
			o.update(func(tx *store.Tx) error {
				_, err := tx.SQL().Exec(`UPDATE organ SET channel = '` + channel + `', email = '` + email + `' WHERE id = 'tram-` + i + `'`)
				return err
			})
		}
		set("0", "account", "")
		set("2", "email", "khong phai dia chi")
		set("3", "email", "vanthu@tram3.vn")
		set("4", "paper", "")
		text := "- Trạm Y tế số 0;\n- Trạm Y tế số 1;\n- Trạm Y tế số 2;\n- Trạm Y tế số 3;\n- Trạm Y tế số 4;\n- Lưu Văn phòng Tỉnh ủy."
		_, err := o.resolve("Văn phòng Tỉnh ủy Lâm Đồng", text, Env{})
		if got, want := codeOf(err), "RECIPIENTS_UNRESOLVED RECIPIENT_UNREACHABLE RECIPIENT_UNREACHABLE"; got != want {
			t.Fatalf("%v", err)
		}
		for _, words := range []string{"Dòng 1 “Trạm Y tế số 0”: Trạm Y tế số 0 chưa có văn thư", "“khong phai dia chi” không hợp lệ"} {
			if !strings.Contains(err.Error(), words) {
				t.Errorf("it does not say %q: %v", words, err)
			}
		}
		set("0", "paper", "") // what the directory itself would refuse, and what it does not know
		set("2", "paper", "")
		r := o.resolved("Văn phòng Tỉnh ủy Lâm Đồng", text, Env{})
		r.Recipients[0].Channel, r.Recipients[1].Channel, r.Recipients[1].Email = "fax", ByEmail, ""
		o.view(func(tx *store.Tx) error {
			reasons, err := unreachable(tx, r, o.on)
			if len(reasons) != 2 || !strings.Contains(reasons[0].Detail, "chưa có kênh nhận") || !strings.Contains(reasons[1].Detail, "chưa ghi địa chỉ") {
				t.Errorf("%v", reasons)
			}
			return err
		})
	})
}

// TestTheBookOfThePost has the columns of the sổ gửi văn bản đi bưu điện, and only what was posted.
func TestTheBookOfThePost(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, store.DateOf(time.Now()))
		o.addOrgans(2)
		issuer := "Văn phòng Tỉnh ủy Lâm Đồng"
		r := o.resolved(issuer, "- Trạm Y tế số 0;\n- Trạm Y tế số 1;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		r.Recipients[1].Channel, r.Recipients[1].Email = ByEmail, "tram1@example.vn"
		id := o.issue(issuer, r)
		sender, paper, mail := o.clerk(o.organ(issuer)), o.deliveries(id)[0], o.deliveries(id)[1]
		yesterday := store.DateOf(time.Now().AddDate(0, 0, -1))
		for _, c := range []struct {
			on   Delivery
			post Post
			want string
		}{
			{paper, Post{}, "POST_MARK_REQUIRED"}, {paper, Post{Mark: "EV1", SentOn: yesterday}, "POST_DATE_INVALID"},
			{paper, Post{Mark: "EV1", SentOn: "2026-13-01"}, "POST_DATE_INVALID"}, {paper, Post{Mark: "EV1", Envelopes: 10_000}, "POST_ENVELOPES_INVALID"},
			{paper, Post{Mark: strings.Repeat("ă", maxNote+1)}, "NOTE_TOO_LONG"}, {mail, Post{Mark: "EV1"}, "DELIVERY_NOT_ON_PAPER"},
			{paper, Post{Mark: "EV123456789VN", SignedBy: "Lê Thị B", Envelopes: 2, Note: "hỏa tốc"}, ""},
		} {
			if _, err := o.service.RecordPost(ctx, sender, c.on.ID, c.post); codeOf(err) != c.want {
				t.Errorf("%+v: %v, want %s", c.post, err, c.want)
			}
		}
		if _, err := o.service.AlsoPaper(ctx, sender, mail.ID, true); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.RecordPost(ctx, sender, mail.ID, Post{Mark: "EV2"}); err != nil {
			t.Errorf("kèm bản giấy: %v", err)
		}
		if _, err := o.service.RecordPost(ctx, o.person("tung.hd"), paper.ID, Post{Mark: "EV3"}); codeOf(err) != "DELIVERY_NOT_FOUND" {
			t.Errorf("a stranger: %v", err)
		}
		var office directory.Organ
		var doc document.Document
		o.view(func(tx *store.Tx) (err error) {
			if doc, err = document.Load(tx, id); err == nil {
				office, err = directory.OrganByID(tx, doc.OfficeID)
			}
			return err
		})
		o.view(func(tx *store.Tx) error {
			b, err := PostBook(tx, office, o.on, o.on)
			if err != nil {
				return err
			}
			var titles []string
			for _, column := range b.Columns {
				titles = append(titles, column.Title)
			}
			if diff := cmp.Diff([]string{"Ngày chuyển", "Số, ký hiệu văn bản", "Nơi nhận văn bản", "Số lượng bì", "Ký nhận và dấu bưu điện", "Ghi chú"}, titles); diff != "" {
				t.Error(diff)
			}
			day := o.on.Time().Format("02/01/2006")
			want := [][]string{{day, doc.Symbol, "Trạm Y tế số 0", "2", "Lê Thị B; EV123456789VN", "hỏa tốc"}, {day, doc.Symbol, "Trạm Y tế số 1", "1", "EV2", ""}}
			for i, row := range b.Rows {
				if i >= len(want) || cmp.Diff(want[i], row.Cells) != "" {
					t.Errorf("row %d: %v", i, row.Cells)
				}
			}
			if len(b.Rows) != len(want) {
				t.Errorf("%d rows", len(b.Rows))
			}
			return nil
		})
		if diff := cmp.Diff([]string{"post", "with_paper", "post"}, o.trail(id)); diff != "" {
			t.Error(diff)
		}
		if d := o.deliveryTo(id, paper.Name); d.State != Sent || d.PostedOn != o.on {
			t.Errorf("posted is not received: %+v", d)
		}
	})
}
