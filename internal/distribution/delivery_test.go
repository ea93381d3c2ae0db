package distribution

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const bt = "Văn phòng Tỉnh ủy Bình Thuận"

// issued is a document of the worked example, sent.
func issued(t *testing.T, s *store.Store) (*office, string) {
	o := open(t, s, day2014)
	return o, o.issue(bt, o.resolved(bt, workedLines, Env{Body: document.Body{Blocks: []document.Block{paragraph(workedClosing)}}}))
}

func (o *office) trail(id string) (actions []string) {
	o.Helper()
	o.view(func(tx *store.Tx) error {
		entries, err := audit.Trail(tx, audit.Document(id))
		for _, e := range entries {
			actions = append(actions, e.Action)
		}
		return err
	})
	return actions
}

func TestFreezeKeepsNamesAndGrantsAccess(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, id := issued(t, s)
		d := o.deliveryTo(id, "Huyện ủy Tuy Phong")
		if d.State != Sent || d.Ack != Required || !d.Task || d.Due.IsZero() || cmp.Diff([]string{"Ban Thường vụ Huyện ủy Tuy Phong"}, d.Capacities) != "" {
			t.Errorf("%+v", d)
		}
		member := o.deliveryTo(id, "Huỳnh Kim Tùng")
		if member.Ack != Read || !member.Due.IsZero() || member.Kind != Person {
			t.Errorf("%+v", member)
		}
		o.view(func(tx *store.Tx) error {
			place, err := document.PlaceOf(tx, id)
			want := map[authz.Relation]bool{
				{ID: d.OrganID, Why: authz.Received}: true, {ID: d.OfficeID, Why: authz.Received}: true, {ID: member.PersonID, Why: authz.Addressed}: true,
			}
			for _, r := range append(place.Organs, place.Persons...) {
				delete(want, r)
			}
			if len(want) > 0 {
				t.Errorf("no access: %v", want)
			}
			return err
		})
		err := o.store.Update(context.Background(), func(tx *store.Tx) error {
			_, err := Freeze(tx, id, Resolution{Lines: Parse(workedLines).Lines}, tx.Now)
			return err
		})
		if codeOf(err) != "RECIPIENTS_FROZEN" {
			t.Errorf("frozen twice: %v", err)
		}
	})
}

func TestTheWayOfAReceipt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id := issued(t, s)
		d := o.deliveryTo(id, "Huyện ủy Tuy Phong")
		clerk := o.clerk(o.organ("Huyện ủy Tuy Phong"))

		page, err := o.service.Received(ctx, clerk, ReceivedFilter{})
		if err != nil || len(page.Items) != 1 || page.Items[0].ID != d.ID || !page.Items[0].MayAcknowledge || !page.Items[0].MayRefuse {
			t.Fatalf("in the inbox: %+v %v", page, err)
		}
		if err := o.service.MarkRead(ctx, clerk, id); err != nil {
			t.Fatal(err)
		}
		read := o.deliveryTo(id, d.Name)
		if err := o.service.MarkRead(ctx, clerk, id); err != nil {
			t.Fatal(err)
		}
		if again := o.deliveryTo(id, d.Name); read.ReadAt.IsZero() || !again.ReadAt.Equal(read.ReadAt) || again.Version != read.Version {
			t.Errorf("read once: %+v, then %+v", read, again)
		}
		got, err := o.takeIn(clerk, d.ID, " đã nhận đủ ")
		if err != nil || got.State != Acknowledged || got.ArrivalNumber != 1 || got.ArrivalYear != 2014 || got.Note != "đã nhận đủ" {
			t.Fatalf("%+v %v", got, err)
		}
		before := o.deliveryTo(id, d.Name)
		if _, err := o.takeIn(clerk, d.ID, ""); codeOf(err) != "ALREADY_ACKNOWLEDGED" {
			t.Errorf("twice: %v", err)
		}
		if _, err := o.service.Refuse(ctx, clerk, d.ID, "duplicate", "trùng"); codeOf(err) != "ALREADY_ACKNOWLEDGED" {
			t.Errorf("refused afterwards: %v", err)
		}
		if diff := cmp.Diff(before, o.deliveryTo(id, d.Name)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"read", "acknowledge"}, o.trail(id)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAPersonAcknowledges(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, id := issued(t, s)
		d := o.deliveryTo(id, "Trần Quốc An")
		got, err := o.service.Acknowledge(context.Background(), o.person("an.tq"), d.ID, "")
		if err != nil || got.ArrivalNumber != 0 || got.ReadAt.IsZero() || got.State != Acknowledged {
			t.Errorf("%+v %v", got, err)
		}
	})
}

// TestAttack1And5: knowing the id of another's delivery opens nothing (attacks 1, 2 and 5): 404, nothing written.
func TestAttack1And5AnothersDeliveryDoesNotExist(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id := issued(t, s)
		organ, person := o.deliveryTo(id, "Huyện ủy Tuy Phong"), o.deliveryTo(id, "Trần Quốc An")
		front := o.clerk(o.organ("Ban Tổ chức Tỉnh ủy Bình Thuận"))
		sender := o.clerk(o.organ(bt))
		strangers := map[string]authz.Actor{
			"văn thư of another receiver": front, "sender's văn thư": sender, "another addressee": o.person("khoi.pk"),
			"nobody": {}, "the machine": {Kind: authz.System}, "a guest of the document": {Kind: authz.Guest, GuestDocument: id},
		}
		for who, a := range strangers {
			for _, target := range []Delivery{organ, person} {
				if _, err := o.service.Acknowledge(ctx, a, target.ID, ""); codeOf(err) != "DELIVERY_NOT_FOUND" {
					t.Errorf("%s acknowledges for %s: %v", who, target.Name, err)
				}
				if _, err := o.takeIn(a, target.ID, ""); codeOf(err) != "DELIVERY_NOT_FOUND" {
					t.Errorf("%s takes in for %s: %v", who, target.Name, err)
				}
				if _, err := o.service.Refuse(ctx, a, target.ID, "duplicate", "trùng"); codeOf(err) != "DELIVERY_NOT_FOUND" {
					t.Errorf("%s refuses for %s: %v", who, target.Name, err)
				}
			}
		}
		leader := o.person("bach.tt") // bí thư of the receiving Huyện ủy: sees it, does not accept it
		if _, err := o.takeIn(leader, organ.ID, ""); codeOf(err) != "DELIVERY_NOT_YOUR_ACT" {
			t.Errorf("leader of the receiver: %v", err)
		}
		if _, err := o.service.Acknowledge(ctx, o.clerk(o.organ("Huyện ủy Tuy Phong")), organ.ID, ""); codeOf(err) != "DELIVERY_TAKEN_IN" {
			t.Errorf("an organ's copy without a số đến: %v", err)
		}
		if _, err := o.service.Acknowledge(ctx, front, "no-such-id", ""); codeOf(err) != "DELIVERY_NOT_FOUND" {
			t.Errorf("no such id: %v", err)
		}
		if diff := cmp.Diff([]Delivery{organ, person}, []Delivery{o.deliveryTo(id, organ.Name), o.deliveryTo(id, person.Name)}); diff != "" {
			t.Error(diff)
		}
		if got := o.trail(id); len(got) != 0 {
			t.Errorf("events of refusals: %v", got)
		}
		page, err := o.service.Received(ctx, front, ReceivedFilter{})
		if err != nil || len(page.Items) != 1 || page.Items[0].Name != "Ban Tổ chức Tỉnh ủy Bình Thuận" {
			t.Errorf("another's inbox: %+v %v", page.Items, err)
		}
	})
}

func TestRefusalNeedsAReason(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id := issued(t, s)
		d := o.deliveryTo(id, "Huyện ủy Tuy Phong")
		clerk := o.clerk(o.organ("Huyện ủy Tuy Phong"))
		for _, c := range []struct{ code, reason, want string }{
			{"duplicate", "  ", "REASON_REQUIRED"}, {"", "", "REASON_REQUIRED"}, {"bored", "không thích", "REASON_UNKNOWN REASON_UNKNOWN"},
			{"duplicate", strings.Repeat("ă", maxNote+1), "NOTE_TOO_LONG"},
		} {
			if _, err := o.service.Refuse(ctx, clerk, d.ID, c.code, c.reason); codeOf(err) != c.want {
				t.Errorf("%q %q: %v", c.code, c.reason, err)
			}
		}
		got, err := o.service.Refuse(ctx, clerk, d.ID, "missing_pages", "thiếu trang 2")
		if err != nil || got.State != Refused || got.ReasonCode != "missing_pages" || got.ArrivalNumber != 0 {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := o.takeIn(clerk, d.ID, ""); codeOf(err) != "ALREADY_REFUSED" {
			t.Errorf("afterwards: %v", err)
		}
		if diff := cmp.Diff([]string{"refuse"}, o.trail(id)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestJobsDeliverAndMarkOverdue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id := issued(t, s)
		runner := jobs.NewRunner(s, slog.New(slog.DiscardHandler))
		done := make(chan error, 64)
		jobs.Handle(runner, func(ctx context.Context, args DeliverArgs) error {
			err := o.service.deliver(ctx, args)
			done <- err
			return err
		})
		if err := runner.Start(ctx); err != nil {
			t.Fatal(err)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if err := runner.Stop(ctx); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, d := range o.deliveries(id) {
			ids = append(ids, d.ID)
			if d.State != Arrived || d.ArrivedAt.IsZero() {
				t.Errorf("%s: %s", d.Name, d.State)
			}
		}
		if err := o.service.deliver(ctx, DeliverArgs{DocumentID: id, Deliveries: ids}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"deliver"}, o.trail(id)); diff != "" {
			t.Errorf("delivered again: %s", diff)
		}
		if err := o.service.MarkOverdue(ctx); err != nil {
			t.Fatal(err)
		}
		if d := o.deliveryTo(id, "Huyện ủy Tuy Phong"); d.Overdue {
			t.Error("overdue on the first day")
		}
	})
}

func TestOverdue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2014)
		r := o.resolved(bt, workedLines, Env{})
		id := o.issueAt(bt, r, time.Date(2014, 6, 10, 3, 0, 0, 0, time.UTC))
		for range 2 {
			if err := o.service.MarkOverdue(ctx); err != nil {
				t.Fatal(err)
			}
		}
		d := o.deliveryTo(id, "Huyện ủy Tuy Phong")
		if !d.Overdue || d.Version != 2 || o.deliveryTo(id, "Huỳnh Kim Tùng").Overdue {
			t.Errorf("%+v", d)
		}
		if diff := cmp.Diff([]string{"overdue"}, o.trail(id)); diff != "" {
			t.Error(diff)
		}
		o.view(func(tx *store.Tx) error {
			reminders, err := remindersOf(tx, []string{d.ID})
			if len(reminders) != 1 {
				t.Errorf("%d reminders", len(reminders))
			}
			return err
		})
		page, err := o.service.Received(ctx, o.clerk(o.organ("Huyện ủy Tuy Phong")), ReceivedFilter{Only: "overdue"})
		if err != nil || len(page.Items) != 1 {
			t.Errorf("%+v %v", page, err)
		}
		if _, err := o.takeIn(o.clerk(o.organ("Huyện ủy Tuy Phong")), d.ID, ""); err != nil {
			t.Error(err)
		}
		if late := o.deliveryTo(id, "Huyện ủy Tuy Phong"); !late.Overdue || late.Waiting() {
			t.Errorf("late, but received: %+v", late)
		}
	})
}

func (o *office) issueAt(issuer string, r Resolution, at time.Time) string {
	o.Helper()
	id := o.issue(issuer, Resolution{})
	o.update(func(tx *store.Tx) error {
		_, err := Freeze(tx, id, r, at)
		return err
	})
	return id
}

func TestBoardAndAllAcknowledged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2014)
		id := o.issue(bt, o.resolved(bt, "- Thường trực Tỉnh ủy;\n- Huyện ủy Tuy Phong;\n- Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{}))
		all := func() (done bool) {
			o.view(func(tx *store.Tx) (err error) {
				done, err = AllAcknowledged(tx, id)
				return err
			})
			return done
		}
		if all() {
			t.Error("all acknowledged before anybody did")
		}
		acknowledge := func(a authz.Actor, name string) {
			if _, err := o.service.Acknowledge(ctx, a, o.deliveryTo(id, name).ID, ""); err != nil {
				t.Error(err)
			}
		}
		if _, err := o.takeIn(o.clerk(o.organ("Huyện ủy Tuy Phong")), o.deliveryTo(id, "Huyện ủy Tuy Phong").ID, ""); err != nil {
			t.Error(err)
		}
		for username, name := range map[string]string{"khoi.pk": "Phan Khắc Khôi", "khang.nk": "Nguyễn Kim Khang"} {
			acknowledge(o.person(username), name)
		}
		if all() {
			t.Error("one is missing")
		}
		board, _, err := o.service.Live(ctx, o.clerk(o.organ(bt)), id, CopyFilter{})
		if err != nil {
			t.Fatal(err)
		}
		first := board.Lines[0]
		if first.Text != "Thường trực Tỉnh ủy" || first.Sent != 3 || first.Acknowledged != 2 || first.Waiting != 1 || first.Read != 2 {
			t.Errorf("%+v", first)
		}
		if l := board.Lines; l[1].Acknowledged != 1 || l[2].Sent < 10 || l[3].Sent != 0 || l[3].Kind != Archive {
			t.Errorf("%+v", l[1:])
		}
		acknowledge(o.person("an.tq"), "Trần Quốc An")
		if !all() {
			t.Error("those who only read need not acknowledge")
		}
	})
}

func TestWhoListsDeliveries(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, id := issued(t, s)
		for who, c := range map[string]struct {
			actor authz.Actor
			want  string
		}{
			"sender's văn thư":   {o.clerk(o.organ(bt)), ""},
			"receiver's văn thư": {o.clerk(o.organ("Huyện ủy Tuy Phong")), "DELIVERY_LIST_FORBIDDEN"},
			"a stranger":         {o.person("tung.hd"), "DOCUMENT_NOT_FOUND"},
		} {
			if _, err := o.service.Deliveries(context.Background(), c.actor, id); codeOf(err) != c.want {
				t.Errorf("%s: %v", who, err)
			}
		}
	})
}
