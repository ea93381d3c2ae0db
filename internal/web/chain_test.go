package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

func TestADocumentGoesTheWholeWayOverHTTP(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s)
		d := o.walk(o.draft(), "issued")
		if d.Symbol != "01-TB/VPTU" || d.DocumentDate != string(officeDay) || d.IssuedAt == nil || len(d.Signatures) != 2 || len(d.Parts) != 5 {
			t.Errorf("issued: %q of %q at %v with %d signatures by %v", d.Symbol, d.DocumentDate, d.IssuedAt, len(d.Signatures), d.Parts)
		}
		pdf, err := o.as(drafter).PDF(ctx, d.ID)
		o.must(err)
		if sum := sha256.Sum256(pdf); hex.EncodeToString(sum[:]) != d.PDFSHA256 {
			t.Error("the PDF is not the one that the document names")
		}
		o.everybodyReceives(d)
		events, err := o.as(drafter).Events(ctx, d.ID)
		o.must(err)
		var actions []string
		for _, e := range events {
			actions = append(actions, e.Action)
		}
		want := []string{"draft", "submit", "approve", "check_format", "sign", "assign_number", "seal", "issue"}
		if len(actions) < len(want) || !slices.Equal(actions[:len(want)], want) || !slices.Contains(actions, "acknowledge") || !slices.Contains(actions, "read") {
			t.Errorf("events %v", actions)
		}
		if d = o.walk(d, "filed"); d.CaseFile != "01.VP" {
			t.Errorf("filed under %q", d.CaseFile)
		}
		o.bookHas(d)
		o.must(s.View(ctx, func(tx *store.Tx) error {
			report, err := audit.Verify(tx)
			if err != nil || report.Fault != nil {
				t.Errorf("the log: %v, %v", report.Fault, err)
			}
			bad, err := signoff.VerifyStates(tx)
			if bad != nil {
				t.Errorf("not where its events say: %v", bad)
			}
			return err
		}))
	})
}

// everybodyReceives lets every recipient read and acknowledge, each with the own account.
func (o *office) everybodyReceives(d client.Document) {
	o.t.Helper()
	ctx := context.Background()
	people, err := o.as(drafter).People(ctx)
	o.must(err)
	sent, err := o.as(drafter).Deliveries(ctx, d.ID)
	o.must(err)
	if len(sent) < 3 {
		o.t.Fatalf("only %d deliveries", len(sent))
	}
	for _, delivery := range sent {
		who := receiver(people, delivery)
		if who == "" {
			o.t.Fatalf("nobody receives for %s", delivery.Recipient.Name)
		}
		c := o.as(who)
		box, err := c.Received(ctx, url.Values{"only": {"unread"}})
		o.must(err)
		at := slices.IndexFunc(box.Items, func(r client.Received) bool { return r.Delivery.ID == delivery.ID })
		if at < 0 || !box.Items[at].MayAcknowledge || box.Items[at].Document.Issuer.Name != d.Issuer.Name || box.Items[at].Document.Symbol != d.Symbol {
			o.t.Fatalf("%s has it not in the box: %+v", who, box.Items)
		}
		_, err = c.Document(ctx, d.ID)
		o.must(err)
		got, err := c.Acknowledge(ctx, delivery.ID, "Đã nhận đủ")
		o.must(err)
		if got.Read == nil || got.Acknowledged == nil || got.AcknowledgedBy == "" || got.Status != "acknowledged" || got.Note != "Đã nhận đủ" || got.StatusLabel == "" {
			o.t.Errorf("%s after reading and acknowledging: %+v", who, got)
		}
		if (got.Kind == "organ") != (got.ArrivalNumber == 1) {
			o.t.Errorf("%s took it in as số đến %d", who, got.ArrivalNumber)
		}
	}
}

// receiver is the username of who takes a delivery in.
func receiver(people []client.Person, d client.Delivery) string {
	for _, p := range people {
		if p.ID == d.Recipient.ID || d.Kind == "organ" && slices.ContainsFunc(p.Posts, func(post client.Post) bool {
			return post.Role == "clerk" && post.OfficeID == d.Office
		}) {
			return p.Username
		}
	}
	return ""
}

func (o *office) bookHas(d client.Document) {
	o.t.Helper()
	ctx := context.Background()
	var books []client.Book
	o.must(o.as(clerk).Do(ctx, "GET", "/registers", nil, &books))
	at := slices.IndexFunc(books, func(b client.Book) bool { return b.Issuer.ID == d.Issuer.ID && b.Symbol == "TB" })
	if at < 0 || books[at].Last != 1 {
		o.t.Fatalf("books %+v", books)
	}
	var lines []client.RegisterRow
	o.must(o.as(clerk).Do(ctx, "GET", "/registers/"+books[at].ID, nil, &lines))
	if len(lines) != 1 || lines[0].DocumentID != d.ID || lines[0].Symbol != d.Symbol || lines[0].Subject != d.Subject {
		o.t.Errorf("the book: %+v", lines)
	}
	o.refused(o.send(recipient, "GET", "registers/"+books[at].ID, ""), 404, "REGISTER_UNKNOWN")
}

func TestOnlyARecipientsLookMarksADeliveryRead(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	d := o.walk(o.draft(), "issued")
	sender := o.as(drafter)
	unread := func() (n int) {
		t.Helper()
		sent, err := sender.Deliveries(ctx, d.ID)
		o.must(err)
		for _, delivery := range sent {
			if delivery.Read == nil {
				n++
			}
		}
		return n
	}
	before := unread()
	for _, who := range []string{drafter, clerk, approver} {
		_, err := o.as(who).Document(ctx, d.ID)
		o.must(err)
		_, err = o.as(who).PDF(ctx, d.ID)
		o.must(err)
	}
	if n := unread(); n != before {
		t.Errorf("the senders' own look marked %d deliveries read", before-n)
	}
	_, err := o.as(recipient).PDF(ctx, d.ID)
	o.must(err)
	if n := unread(); n != before-1 {
		t.Errorf("after a recipient's look %d of %d are unread", n, before)
	}
}

func TestMeKindsNoticesAndDirectory(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	me, err := o.as(drafter).Me(ctx)
	o.must(err)
	if me.ID != o.ids[drafter] || me.Date != string(officeDay) || len(me.Roles) != 1 || me.Roles[0].OrganName == "" || me.Roles[0].OfficeName == "" {
		t.Errorf("me: %+v", me)
	}
	if _, counted := me.Counts["todo"]; !counted {
		t.Errorf("counts: %v", me.Counts)
	}
	kinds, err := o.as(drafter).Kinds(ctx)
	o.must(err)
	at := slices.IndexFunc(kinds, func(k client.Kind) bool { return k.Kind == "notice" && len(k.Signers) > 0 })
	if at < 0 || kinds[at].IssuerName == "" || len(kinds[at].Signers[0].Formula) == 0 {
		t.Errorf("kinds: %+v", kinds)
	}
	var organs []client.Organ
	o.must(o.as(drafter).Do(ctx, "GET", "/directory/organs", nil, &organs))
	if len(organs) < 10 {
		t.Errorf("%d organs", len(organs))
	}
	var notices []client.Notice
	o.must(o.as(drafter).Do(ctx, "GET", "/notices", nil, &notices))
	if notices == nil {
		t.Error("no notices are null and not []")
	}
}

func TestListsGoOnByCursor(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	want := map[string]bool{}
	for range 5 {
		want[o.draft().ID] = true
	}
	query := url.Values{"limit": {"2"}, "q": {"LỊCH trực"}, "kind": {"notice"}}
	pages := 0
	for {
		page, err := o.as(drafter).List(ctx, "drafts", query)
		o.must(err)
		pages++
		for _, item := range page.Items {
			if !want[item.ID] || item.KindName == "" || item.StateLabel == "" || item.Issuer.Name == "" || item.Drafter.Name == "" {
				t.Errorf("item %+v", item)
			}
			delete(want, item.ID)
		}
		if page.Next == "" {
			break
		}
		query.Set("cursor", page.Next)
	}
	if len(want) != 0 || pages != 3 {
		t.Errorf("%d documents missing after %d pages", len(want), pages)
	}
	for _, bad := range []string{"box=attic", "limit=0", "limit=201", "from=10/06/2014", "cursor=%21", "surprise=1"} {
		if a := o.send(drafter, "GET", "documents?"+bad, ""); a.StatusCode != http.StatusUnprocessableEntity || a.problem.Code == "" {
			t.Errorf("%s: %d %s", bad, a.StatusCode, a.body)
		}
	}
}
