package distribution

import (
	"context"
	"strings"
	"testing"
	"time"

	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// recalled calls every copy of a document back, as the room above does when văn thư sends the notice.
func (o *office) recalled(id string) {
	o.Helper()
	o.update(func(tx *store.Tx) error {
		called, err := CallBack(tx, id, o.clerk(o.organ(bt)).PersonID, "Sai số liệu.")
		if err != nil {
			return err
		}
		ids := make([]string, len(called))
		for i, d := range called {
			ids[i] = d.ID
		}
		return login.RevokeLinks(tx, ids...)
	})
}

func (o *office) notices(id string) (notices map[string]RecallNotice) {
	o.Helper()
	o.view(func(tx *store.Tx) (err error) {
		notices, err = RecallNotices(tx, id)
		return err
	})
	return notices
}

func (o *office) count(query string) (n int) {
	o.Helper()
	o.view(func(tx *store.Tx) error { return tx.SQL().QueryRow(query).Scan(&n) })
	return n
}

// TestWhoHasNoAccountHearsOfARecall: a letter without content and without a link goes where a letter went, once however often
// the job runs; what never left is not told of; a mailbox that takes nothing makes it a paper notice, which stands in the sổ.
func TestWhoHasNoAccountHearsOfARecall(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		server := newSMTPD(t)
		server.start()
		o := open(t, s, day2014)
		sender, err := mail.Open("smtp://"+server.address+"?tls=none", "Ban Tuyên giáo <vanthu@tinhuy.example.vn>")
		if err != nil {
			t.Fatal(err)
		}
		o.service.SendBy(Outbox{Sender: sender, Address: "https://vanban.example.vn/"})
		r := o.resolved(bt, "- Huyện ủy Tuy Phong;\n- Ban Tổ chức Tỉnh ủy;\n- Ban Dân vận Tỉnh ủy;\n- Ban Nội chính Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		ways := []struct{ channel, email string }{{ByEmail, "huyen@example.vn"}, {ByEmail, "khongco@example.vn"}, {ByPaper, ""}, {ByEmail, "chua@example.vn"}}
		for i, w := range ways {
			r.Recipients[i].Channel, r.Recipients[i].Email = w.channel, w.email
		}
		id := o.issue(bt, r)
		copies, clerk := o.deliveries(id), o.clerk(o.organ(bt))
		token := o.link(copies[0], time.Hour)
		o.link(copies[1], time.Hour)
		if _, err := o.service.RecordPost(ctx, clerk, copies[2].ID, Post{Mark: "EV1"}); err != nil {
			t.Fatal(err)
		}
		refused := func(code string, p Post) {
			t.Helper()
			posts := o.count("SELECT count(*) FROM delivery_post")
			if _, err := o.service.RecordPost(ctx, clerk, copies[2].ID, p); codeOf(err) != code || o.count("SELECT count(*) FROM delivery_post") != posts {
				t.Errorf("posted %+v: %v", p, err)
			}
		}
		refused("NO_RECALL_TO_POST", Post{Mark: "EV2", About: PostedRecall})
		refused("POST_ABOUT_INVALID", Post{Mark: "EV2", About: "thư riêng"})

		o.recalled(id)
		notices := o.notices(id)
		if len(notices) != 3 || notices[copies[0].ID].Way != ByEmail || notices[copies[2].ID].Way != ByPaper || !notices[copies[2].ID].ToPost() {
			t.Fatalf("notices %+v", notices)
		}
		if _, err := o.service.OpenLink(ctx, token, "192.0.2.1"); codeOf(err) != "LINK_UNKNOWN" {
			t.Errorf("the link still opens: %v", err)
		}
		if n := o.count("SELECT count(*) FROM river_job WHERE kind = 'distribution.recall_letters'"); n != 1 {
			t.Errorf("%d jobs ask for letters", n)
		}
		for range 2 { // a job may run twice
			for _, d := range copies[:2] {
				if err := o.service.recallLetter(ctx, RecallLetterArgs{Delivery: d.ID}); err != nil {
					t.Fatal(err)
				}
			}
		}
		letters := server.letters()
		if len(letters) != 1 || letters[0].to != "huyen@example.vn" || letters[0].id != copies[0].ID+".recall@tinhuy.example.vn" {
			t.Fatalf("letters %+v", letters)
		}
		for _, secret := range []string{"tkl_", "https://", "kết luận", id, copies[0].Name, "Sai số liệu"} {
			if strings.Contains(letters[0].text+letters[0].subject, secret) {
				t.Errorf("the letter says %q", secret)
			}
		}
		notices = o.notices(id)
		if n := notices[copies[0].ID]; n.SentAt == nil || n.ToPost() || n.Label() != "Đã gửi thư báo thu hồi" {
			t.Errorf("%+v", n)
		}
		if n := notices[copies[1].ID]; n.FailedAt == nil || n.Failure == "" || !n.ToPost() {
			t.Errorf("%+v", n)
		}
		if n := o.count("SELECT count(*) FROM notice WHERE action = 'mail_recall_failed' AND person_id = '" + clerk.PersonID + "'"); n != 1 {
			t.Errorf("văn thư was told of the failure %d times", n)
		}
		for _, d := range copies[1:3] {
			if _, err := o.service.RecordPost(ctx, clerk, d.ID, Post{Mark: "EV3", About: PostedRecall}); err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Join(o.trail(id), " "); got != "post mail_recall mail_recall_failed post post" {
			t.Errorf("the log: %s", got)
		}
		notices = o.notices(id)
		if notices[copies[1].ID].ToPost() || notices[copies[2].ID].ToPost() {
			t.Errorf("notices %+v", notices)
		}
		o.view(func(tx *store.Tx) error {
			book, err := PostBook(tx, o.organ(bt), "2014-01-01", "2014-12-31")
			if err == nil && (len(book.Rows) != 3 || book.Rows[0].Cells[5] != "" || book.Rows[2].Cells[5] != "Thông báo thu hồi") {
				t.Errorf("the sổ: %+v", book.Rows)
			}
			return err
		})
	})
}
