package incoming

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/pdf"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// sealed is a PDF with both signatures of this system.
func (h *house) sealed() []byte {
	h.Helper()
	w := pdf.New(pdf.Meta{Title: "Thông báo"})
	w.AddPage(595.28, 841.89)
	w.Begin("P")
	w.TextField(pdf.Field{Name: signature.FieldNumber, Tooltip: "Số", Rect: pdf.Rect{X: 90, Y: 95, W: 180, H: 18}, Size: 13})
	w.TextField(pdf.Field{Name: signature.FieldDate, Tooltip: "Ngày", Rect: pdf.Rect{X: 300, Y: 95, W: 240, H: 18}, Size: 13})
	w.Text(90, 160, pdf.Style{}, 14, "Đồng ý chi 500.000.000 đồng.")
	w.SignatureField(pdf.Field{Name: signature.FieldOrgan, Tooltip: "Cơ quan", Rect: pdf.Rect{X: 260, Y: 600, W: 120, H: 90}})
	w.SignatureField(pdf.Field{Name: signature.FieldPersonal, Tooltip: "Người ký", Rect: pdf.Rect{X: 340, Y: 620, W: 180, H: 60}})
	w.End()
	plain, err := w.Bytes()
	h.must(err)
	person, err := h.Keys.Unlock(h.ctx, signature.Holder{Kind: signature.OfPerson, ID: "p", Name: "Nguyễn Văn An", Organ: "Ban Tổ chức Tỉnh ủy", Title: "TRƯỞNG BAN"}, "123456")
	h.must(err)
	signed, err := signature.Certify(plain, person, signature.Personal{Signer: "Nguyễn Văn An", Title: "TRƯỞNG BAN", Organ: "Ban Tổ chức Tỉnh ủy", Reason: "Ký", Time: time.Now()})
	h.must(err)
	organ, err := h.Keys.Unlock(h.ctx, signature.Holder{Kind: signature.OfOrgan, ID: "ld-btctu", Name: "Ban Tổ chức Tỉnh ủy", Organ: "Ban Tổ chức Tỉnh ủy"}, "123456")
	h.must(err)
	done, err := signature.Seal(signed, organ, signature.Organ{Number: "Số 05-TB/BTCTU", DateText: "Lâm Đồng, ngày 10 tháng 3 năm 2026", Reason: "Đóng dấu", Time: time.Now()})
	h.must(err)
	return done
}

// Signatures are judged at once when a file comes, and before what came from inside is registered.
func TestSignaturesAreChecked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		good := h.sealed()
		changed := bytes.Replace(good, []byte("/Title"), []byte("/Titel"), 1)
		if bytes.Equal(good, changed) {
			t.Fatal("nothing was changed")
		}
		for name, test := range map[string]struct {
			raw     []byte
			verdict string
			signers int
		}{"valid": {good, "valid", 2}, "changed": {changed, "invalid", 2}, "none": {scanned(t, 2), None, 0}} {
			a := h.paper(<-symbols)
			f, err := h.Upload(h.ctx, h.as(registrar), At{ID: a.ID}, "van-ban.pdf", bytes.NewReader(test.raw))
			if err != nil || f.Verdict != test.verdict || len(f.Report.Signatures) != test.signers {
				t.Errorf("%s: %s %+v %v", name, f.Verdict, f.Report, err)
			}
			v, err := h.Show(h.ctx, h.as(registrar), a.ID)
			if warned := strings.Contains(v.OtherSigner, "của Ban Tổ chức Tỉnh ủy, không phải của tác giả ghi ở đây (Ban Tổ chức Trung ương)"); err != nil || warned != (test.signers > 0) {
				t.Errorf("%s: who signed in place of the author: %q %v", name, v.OtherSigner, err)
			}
			if test.verdict == "invalid" && !strings.Contains(strings.Join(f.Report.Reasons, " "), "thay đổi") {
				t.Errorf("the report does not say what happened: %v", f.Report.Reasons)
			}
		}
		_, deliveries := h.issue("21-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", good)
		got, err := h.Register(h.ctx, h.as(registrar), At{ID: h.toProvince(deliveries).ID}, Registration{})
		if err != nil || got.Verdict != "valid" || got.Report.Signatures[0].Signer != "Nguyễn Văn An" {
			t.Errorf("%+v %v", got.Report, err)
		}
		for author, warns := range map[string]bool{"Ban Tổ chức Tỉnh uỷ  Lâm Đồng": false, "Văn phòng Ban Tổ chức Tỉnh ủy": true, "": false} {
			h.view(func(tx *store.Tx) error {
				warning, err := View{Arrival: Arrival{Fields: Fields{Author: author}, Report: got.Report}}.otherSigner(tx)
				if (warning != "") != warns {
					t.Errorf("%q: %q", author, warning)
				}
				return err
			})
		}
		_, deliveries = h.issue("22-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", changed)
		id := h.toProvince(deliveries).ID
		if _, err := h.Acknowledge(h.ctx, h.as(registrar), id, ""); code(err) != ErrSignature.Code {
			t.Errorf("a forgery is taken in: %v", err)
		}
		if _, err := h.Refuse(h.ctx, h.as(registrar), id, "invalid_signature", "chữ ký không hợp lệ"); err != nil {
			t.Error(err)
		}
	})
}

func TestALongFileIsLookedThrough(t *testing.T) {
	t.Parallel()
	long := bytes.Repeat([]byte("x"), 3<<20)
	for _, at := range []int{0, 1<<20 - 5, 1 << 20, 2<<20 - 1} {
		marked := bytes.Clone(long)
		copy(marked[at:], "/ByteRange")
		if found, err := throughStream(bytes.NewReader(marked)); err != nil || found.Verdict != string(signature.Unknown) {
			t.Errorf("at %d: %+v %v", at, found, err)
		}
	}
	if found, err := throughStream(bytes.NewReader(long)); err != nil || found.Verdict != None {
		t.Errorf("%+v %v", found, err)
	}
}

func TestBoxesAndCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		at := map[string]Arrival{}
		for _, state := range []State{Waiting, Registered, Submitted, Directed, Assigned, InProgress, "reported"} {
			at[string(state)] = h.in(state)
		}
		a := at[string(InProgress)]
		_, err := h.AskExtension(h.ctx, h.as(specialist), At{ID: a.ID}, "2026-06-01", "chờ số liệu")
		h.must(err)
		for box, want := range map[string]struct{ who, state string }{
			"waiting": {registrar, "waiting"}, "to_submit": {registrar, "registered"}, "to_direct": {secretary, "submitted"},
			"to_assign": {head, "directed"}, "to_confirm": {head, "reported"}, "extensions": {secretary, "in_progress"},
		} {
			page, err := h.List(h.ctx, h.as(want.who), Filter{Box: box})
			if err != nil || len(page.Items) != 1 || page.Items[0].ID != at[want.state].ID {
				t.Errorf("%s: %d items, %v", box, len(page.Items), err)
			}
			counts, err := h.Counts(h.ctx, h.as(want.who))
			if err != nil || counts[box] != 1 {
				t.Errorf("%s: %v %v", box, counts, err)
			}
		}
		mine, err := h.List(h.ctx, h.as(specialist), Filter{Box: "my_work"})
		if err != nil || len(mine.Items) != 2 || mine.Items[0].Handler == "" || mine.Items[0].Lead == "" || mine.Items[0].Organ == "" {
			t.Errorf("%+v %v", mine, err)
		}
		for who, want := range map[string]int{registrar: 7, secretary: 7, head: 4, specialist: 3, colleague: 0, admin: 0, otherHead: 4} {
			page, err := h.List(h.ctx, h.as(who), Filter{})
			if err != nil || len(page.Items) != want {
				t.Errorf("%s sees %d, want %d: %v", who, len(page.Items), want, err)
			}
		}
		// What the deputy may direct is not on his desk: it was put before the Bí thư.
		if page, err := h.List(h.ctx, h.as(deputy), Filter{Box: "to_direct"}); err != nil || len(page.Items) != 0 {
			t.Errorf("%+v %v", page, err)
		}
		var all []string
		for f := (Filter{Limit: 2}); ; {
			page, err := h.List(h.ctx, h.as(registrar), f)
			h.must(err)
			for _, i := range page.Items {
				all = append(all, i.ID)
			}
			if f.Cursor = page.Next; f.Cursor == "" {
				break
			}
		}
		if len(all) != 7 {
			t.Errorf("page by page: %d", len(all))
		}
		found, err := h.List(h.ctx, h.as(registrar), Filter{Query: "cong tac CAN BO", State: Submitted, From: officeDay, To: officeDay})
		if err != nil || len(found.Items) != 1 {
			t.Errorf("%+v %v", found, err)
		}
		for name, f := range map[string]Filter{"box": {Box: "nơi nào"}, "limit": {Limit: 1000}, "state": {State: "lost"}, "date": {From: "hôm qua"}} {
			if _, err := h.List(h.ctx, h.as(registrar), f); err == nil {
				t.Errorf("a filter with a wrong %s is taken", name)
			}
		}
	})
}

// Whoever stands in for the Bí thư directs in his place and says so; a secretary reads and sorts, and never directs.
func TestStandInsDirectAndSecretariesSort(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Registered)
		if _, err := h.Submit(h.ctx, h.as(registrar), At{ID: a.ID}, h.id(chief), ""); code(err) != ErrReader.Code {
			t.Errorf("the chánh văn phòng whom nobody let direct: %v", err)
		}
		h.update(func(tx *store.Tx) error {
			by := directory.Editor{ID: h.id(secretary), Name: "Bí thư"}
			err := directory.GiveAbsence(tx, by, directory.Absence{ID: store.NewID(), PersonID: h.id(secretary), StandInID: h.id(chief), Scope: directory.ScopeDirection, From: officeDay, To: "2026-03-31", GivenBy: h.id(secretary)}, officeDay)
			if err != nil {
				return err
			}
			return directory.GiveAbsence(tx, by, directory.Absence{ID: store.NewID(), PersonID: h.id(secretary), StandInID: h.id(colleague), Scope: directory.ScopeSecretary, From: officeDay, GivenBy: h.id(secretary)}, officeDay)
		})
		_, err := h.Submit(h.ctx, h.as(registrar), At{ID: a.ID}, h.id(chief), "")
		h.must(err)
		if _, err := h.Sort(h.ctx, h.as(colleague), At{ID: a.ID}, "Đề xuất Phòng Tổng hợp"); err != nil {
			t.Errorf("the thư ký sorts: %v", err)
		}
		if _, err := h.Direct(h.ctx, h.as(colleague), At{ID: a.ID}, order()); code(err) != ErrForbidden.Code {
			t.Errorf("the thư ký directs: %v", err)
		}
		_, err = h.Direct(h.ctx, h.as(chief), At{ID: a.ID}, order())
		h.must(err)
		h.view(func(tx *store.Tx) error {
			trail, err := audit.Trail(tx, subject(a.ID))
			last := trail[len(trail)-1]
			if last.Action != "direct" || !strings.Contains(last.Capacity, "Hoàng Duy Phong") {
				t.Errorf("%+v", last)
			}
			return err
		})
		h.today = "2026-04-01"
		b := h.in(Registered)
		if _, err := h.Submit(h.ctx, h.as(registrar), At{ID: b.ID}, h.id(chief), ""); code(err) != ErrReader.Code {
			t.Errorf("after its time is over: %v", err)
		}
	})
}

func TestOverdueIsMarkedAndToldOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(InProgress) // due on 18 March 2026, which is over by the real clock
		h.must(h.MarkOverdue(h.ctx))
		v, err := h.Show(h.ctx, h.as(head), a.ID)
		if err != nil || !v.Overdue {
			t.Fatalf("%+v %v", v.Arrival, err)
		}
		before := h.rows()
		h.must(h.MarkOverdue(h.ctx))
		if diff := cmp.Diff(before, h.rows()); diff != "" {
			t.Error(diff)
		}
		var told int
		h.must(s.Pool().QueryRow("SELECT COUNT(*) FROM notice WHERE action = 'arrival_overdue'").Scan(&told))
		if told < 3 {
			t.Errorf("%d people were told", told)
		}
		page, err := h.List(h.ctx, h.as(specialist), Filter{Box: "overdue"})
		if err != nil || len(page.Items) != 1 {
			t.Errorf("%+v %v", page, err)
		}
		if got, err := h.Report(h.ctx, h.as(specialist), At{ID: a.ID}, Result{Reason: "để biết"}); err != nil || got.Outcome != NoReply {
			t.Errorf("what is late can still be done: %v", err)
		}
	})
}

// A list and an issue take the same number of statements however many rows there are.
func TestListsAskNothingPerRow(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		count := func() int {
			n := 0
			h.must(s.View(h.ctx, func(tx *store.Tx) error {
				actor, err := h.actor(tx, h.as(registrar))
				if err != nil {
					return err
				}
				defer watch(tx, &n)()
				list, err := listed(tx, h.sight(actor, authz.IncomingRead), actor.PersonID, Filter{Box: "all", Limit: 200})
				if err != nil {
					return err
				}
				_, err = items(tx, list)
				return err
			}))
			return n
		}
		h.in(Assigned)
		few := count()
		for range 5 {
			h.in(Assigned)
		}
		if many := count(); few != many || few == 0 {
			t.Errorf("%d statements for one row, %d for six", few, many)
		}
	})
}

// The database refuses what the code would never write.
func TestTheDatabaseRefusesToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(InProgress)
		waiting := h.paper("1-CV/X")
		for name, sql := range map[string]string{
			"jump to the end":               "UPDATE arrival SET state = 'filed', version = version + 1 WHERE id = '" + a.ID + "'",
			"go back":                       "UPDATE arrival SET state = 'registered', version = version + 1 WHERE id = '" + a.ID + "'",
			"skip the register":             "UPDATE arrival SET state = 'submitted', submitted_to = 'x', submitted_at = arrived_at, version = version + 1 WHERE id = '" + waiting.ID + "'",
			"another number":                "UPDATE arrival SET arrival_number = 99, version = version + 1 WHERE id = '" + a.ID + "'",
			"another author afterwards":     "UPDATE arrival SET author = 'khác', version = version + 1 WHERE id = '" + a.ID + "'",
			"no version":                    "UPDATE arrival SET overdue = true WHERE id = '" + a.ID + "'",
			"confirm oneself":               "UPDATE arrival SET state = 'done', outcome = 'no_reply', outcome_reason = 'x', reported_by = 'p', reported_at = arrived_at, confirmed_by = 'p', confirmed_at = arrived_at, version = version + 1 WHERE id = '" + a.ID + "'",
			"an inner term after the outer": "UPDATE arrival SET inner_due = '2027-01-01', version = version + 1 WHERE id = '" + a.ID + "'",
			"forget an arrival":             "DELETE FROM arrival WHERE id = '" + a.ID + "'",
			"rewrite a direction":           "UPDATE arrival_direction SET text = 'khác'",
			"a second lead":                 "INSERT INTO arrival_part (arrival_id, n, part, person_id, name) VALUES ('" + a.ID + "', 1, 'lead', 'x', 'x')",
			"rewrite a note":                "UPDATE arrival_note SET text = 'khác'",
			"begin registered":              "INSERT INTO arrival (id, organ_id, office_id, source, arrived_at, state, created_at, updated_at, version) SELECT 'x', organ_id, office_id, 'paper', arrived_at, 'registered', created_at, updated_at, 1 FROM arrival",
		} {
			if _, err := s.Pool().Exec(sql); err == nil {
				t.Errorf("the database lets one %s", name)
			}
		}
	})
}

func TestExpectTakesManyReceiversAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		d, deliveries := h.issue("31-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		one := h.toProvince(deliveries)
		const many = 5000
		took := time.Duration(0)
		err := s.Update(h.ctx, func(tx *store.Tx) error {
			copies := make([]Arrival, many)
			for i := range copies {
				copies[i] = Arrival{ID: store.NewID(), OrganID: one.OrganID, OfficeID: one.OfficeID, Source: Paper, Fields: Fields{Subject: d.Subject}, ArrivedAt: tx.Now}
			}
			start := time.Now()
			err := insertArrivals(tx, copies)
			took = time.Since(start)
			return err
		})
		h.must(err)
		t.Logf("%d arrivals in %v", many, took)
		var n int
		h.must(s.Pool().QueryRow("SELECT COUNT(*) FROM arrival").Scan(&n))
		if n != many+len(onlyOrgans(deliveries)) {
			t.Errorf("%d arrivals", n)
		}
	})
}

func onlyOrgans(deliveries []distribution.Delivery) (list []distribution.Delivery) {
	for _, d := range deliveries {
		if d.OrganID != "" {
			list = append(list, d)
		}
	}
	return list
}

func TestReadOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		for symbol, want := range map[string]Fields{
			"05 - TB/VPTU":     {Symbol: "05-TB/VPTU", KindName: "Thông báo", Author: "Văn phòng Tỉnh ủy Lâm Đồng", AuthorID: "ld-vptu"},
			"12/2020/NĐ-CP":    {Symbol: "12/2020/NĐ-CP", KindName: "Nghị định"},
			"không số":         {Symbol: "không số"},
			"77-KH/XYZ":        {Symbol: "77-KH/XYZ", KindName: "Kế hoạch"},
			"123/UBND-VX":      {Symbol: "123/UBND-VX", KindName: "Công văn"},
			"<b>1-TB/VPTU</b>": {Symbol: "<b>1-TB/VPTU</b>"},
		} {
			got := Fields{Symbol: symbol}
			h.view(func(tx *store.Tx) error { return readOff(tx, &got, officeDay) })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", symbol, diff)
			}
		}
	})
}
