package incoming

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/audit"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/register"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestTheWayOfAPaper(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Filed)
		if a.Number != 1 || a.Year != 2026 || a.Date != officeDay || a.HandlerID != h.id(specialist) || a.CaseFile != "01.TH" {
			t.Errorf("%+v", a)
		}
		want := []string{"enter", "register", "submit", "direct", "assign", "start", "report", "confirm", "file"}
		if diff := cmp.Diff(want, h.trail(a.ID)); diff != "" {
			t.Error(diff)
		}
		v, err := h.Show(h.ctx, h.as(head), a.ID)
		h.must(err)
		if len(v.Directions) != 1 || v.Directions[0].Lead().Name != "Phòng Tổng hợp Văn phòng Tỉnh ủy" || v.Directions[0].By == "" || v.People[h.id(specialist)] == "" {
			t.Errorf("%+v", v.Directions)
		}
		if len(v.Notes) != 1 || v.Notes[0].Kind != Sorting {
			t.Errorf("%+v", v.Notes)
		}
		h.view(func(tx *store.Tx) error {
			report, err := audit.Verify(tx)
			if report.Fault != nil {
				t.Errorf("%+v", report.Fault)
			}
			if err != nil {
				return err
			}
			return register.Check(tx)
		})
	})
}

// What comes from inside takes the same yearly series as paper, the receipt goes to the sender, and a second văn thư hears
// the number that there is.
func TestInsideAndPaperShareOneSeries(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		_, deliveries := h.issue("05-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Văn phòng Tỉnh ủy;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		organs := 0
		for _, d := range deliveries {
			if d.OrganID == "" {
				continue
			}
			organs++
			if _, err := h.Show(h.ctx, h.as(registrar), d.ID); err != nil {
				t.Errorf("no arrival for %s: %v", d.Name, err)
			}
		}
		if organs == 0 {
			t.Fatal("no organ received it")
		}
		h.in(Registered)
		d := h.toProvince(deliveries)
		got, err := h.Acknowledge(h.ctx, h.as(registrar), d.ID, " đã nhận đủ ")
		h.must(err)
		if got.State != distribution.Acknowledged || got.ArrivalNumber != 2 || got.ArrivalYear != 2026 || got.Note != "đã nhận đủ" {
			t.Errorf("%+v", got)
		}
		before := h.rows()
		_, err = h.Acknowledge(h.ctx, h.as(registrar2), d.ID, "")
		if code(err) != "ALREADY_ACKNOWLEDGED" {
			t.Errorf("twice: %v", err)
		}
		_, err = h.Refuse(h.ctx, h.as(registrar2), d.ID, "duplicate", "trùng")
		if code(err) != "ALREADY_ACKNOWLEDGED" {
			t.Errorf("refused afterwards: %v", err)
		}
		if diff := cmp.Diff(before, h.rows()); diff != "" {
			t.Error(diff)
		}
		a, err := h.Show(h.ctx, h.as(registrar), d.ID)
		h.must(err)
		if a.State != Registered || a.Number != 2 || a.Author != "Ban Tổ chức Tỉnh ủy Lâm Đồng" || a.KindName != "Thông báo" || a.Symbol != "05-TB/BTCTU" {
			t.Errorf("%+v", a.Arrival)
		}
		if next := h.in(Registered); next.Number != 3 {
			t.Errorf("the next paper has %d", next.Number)
		}
	})
}

func TestARefusalGoesBackToTheSender(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		_, deliveries := h.issue("06-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		d := h.toProvince(deliveries)
		got, err := h.Refuse(h.ctx, h.as(registrar), d.ID, "wrong_recipient", "sai nơi nhận")
		h.must(err)
		a, err := h.Show(h.ctx, h.as(registrar), d.ID)
		h.must(err)
		if got.State != distribution.Refused || a.State != Refused || a.Reason != "sai nơi nhận" || a.Number != 0 {
			t.Errorf("%+v %+v", got, a.Arrival)
		}
		if _, err := h.Acknowledge(h.ctx, h.as(registrar), d.ID, ""); code(err) != "ALREADY_REFUSED" {
			t.Errorf("acknowledged afterwards: %v", err)
		}
	})
}

// Whoever is given an arrival from inside may open its document; the colleague at the next desk may not.
func TestHandlersOpenTheDocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		d, deliveries := h.issue("07-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		a := Arrival{ID: h.toProvince(deliveries).ID}
		for _, stage := range stages[:4] {
			var err error
			a, err = stage.step(h, a)
			h.must(err)
		}
		see := func(who string) bool {
			may := false
			h.view(func(tx *store.Tx) error {
				actor, err := h.actor(tx, h.as(who))
				if err != nil {
					return err
				}
				place, err := document.PlaceOf(tx, d.ID)
				may = h.Policy.Can(actor, "document.read", place)
				return err
			})
			return may
		}
		for who, want := range map[string]bool{head: true, specialist: true, otherHead: true, "tung.lx": true, registrar: true, "ngan.tm": false} {
			if see(who) != want {
				t.Errorf("%s sees the document: %v", who, !want)
			}
		}
	})
}

func TestARedirectionLeavesItsHistory(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(InProgress)
		again := Order{Text: "Chuyển Phòng Hành chính - Lưu trữ", Lead: Target{OrganID: unit2}, CC: []Target{{PersonID: h.id(chief)}}}
		a, err := h.Direct(h.ctx, h.as(deputy), At{ID: a.ID, Version: a.Version}, again)
		h.must(err)
		if a.State != Directed || a.HandlerID != "" || a.Directions != 2 || a.Due != "" {
			t.Errorf("%+v", a)
		}
		v, err := h.Show(h.ctx, h.as(specialist), a.ID)
		if err != nil || len(v.Directions) != 2 || len(v.Actions) != 0 {
			t.Errorf("who had it reads on, and does nothing: %+v %v", v.Actions, err)
		}
		if _, err := h.Assign(h.ctx, h.as(head), At{ID: a.ID}, Assignment{PersonID: h.id(specialist)}); code(err) != ErrForbidden.Code {
			t.Errorf("the former unit assigns: %v", err)
		}
		if _, err := h.Assign(h.ctx, h.as(otherHead), At{ID: a.ID}, Assignment{PersonID: h.id(otherHead)}); err != nil {
			t.Errorf("the new unit: %v", err)
		}
		if _, err := h.Start(h.ctx, h.as(specialist), At{ID: a.ID}); code(err) != ErrForbidden.Code {
			t.Errorf("the former handler: %v", err)
		}
	})
}

func TestALetterIsPassedUnopened(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a, err := h.Enter(h.ctx, h.as(registrar), Entry{OrganID: province, Source: Paper, PassedTo: h.id(specialist), Fields: Fields{Author: "Ông Nguyễn Văn A"}})
		h.must(err)
		if _, err := h.Register(h.ctx, h.as(registrar), At{ID: a.ID}, Registration{}); code(err) != ErrUnopened.Code {
			t.Errorf("registered unopened: %v", err)
		}
		if _, err := h.GiveBack(h.ctx, h.as(registrar), At{ID: a.ID}, ""); code(err) != ErrForbidden.Code {
			t.Errorf("văn thư opens it: %v", err)
		}
		if _, err := h.GiveBack(h.ctx, h.as(colleague), At{ID: a.ID}, ""); code(err) != ErrNotFound.Code {
			t.Errorf("a colleague opens it: %v", err)
		}
		_, err = h.GiveBack(h.ctx, h.as(specialist), At{ID: a.ID}, "")
		h.must(err)
		if _, err := h.Register(h.ctx, h.as(registrar), At{ID: a.ID}, Registration{}); code(err) != ErrIncomplete.Code {
			t.Errorf("registered without trích yếu: %v", err)
		}
		_, err = h.Edit(h.ctx, h.as(registrar), At{ID: a.ID}, Fields{Author: "Ông Nguyễn Văn A", Subject: "kiến nghị về đất đai"})
		h.must(err)
		_, err = h.Register(h.ctx, h.as(registrar), At{ID: a.ID}, Registration{})
		h.must(err)
	})
}

func TestExtensions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(InProgress)
		at := At{ID: a.ID}
		for due, want := range map[store.Date]string{"2026-03-01": ErrDuePast.Code, "2026-03-20": ErrDuePast.Code, "ngày mai": ErrDuePast.Code} {
			if _, err := h.AskExtension(h.ctx, h.as(specialist), at, due, "chờ số liệu"); code(err) != want {
				t.Errorf("until %s: %v", due, err)
			}
		}
		_, err := h.AskExtension(h.ctx, h.as(specialist), at, "2026-04-01", "chờ số liệu")
		h.must(err)
		if _, err := h.AskExtension(h.ctx, h.as(specialist), at, "2026-04-02", "chờ số liệu"); code(err) != ErrExtensionOpen.Code {
			t.Errorf("asked twice: %v", err)
		}
		if _, err := h.DecideExtension(h.ctx, h.as(head), at, true, ""); code(err) != ErrForbidden.Code {
			t.Errorf("the unit's head decides: %v", err)
		}
		if _, err := h.DecideExtension(h.ctx, h.as(secretary), at, false, ""); code(err) != ErrReasonMissing.Code {
			t.Errorf("refused without a reason: %v", err)
		}
		got, err := h.DecideExtension(h.ctx, h.as(secretary), at, true, "")
		h.must(err)
		if got.Due != "2026-04-01" || got.Term() != "2026-04-01" || got.State != InProgress {
			t.Errorf("%+v", got)
		}
		if _, err := h.DecideExtension(h.ctx, h.as(secretary), at, true, ""); code(err) != ErrNoExtension.Code {
			t.Errorf("decided twice: %v", err)
		}
	})
}

func TestAReplyIsAnIssuedDocumentThatTheHandlerSees(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		reply, _ := h.issue("09-TB/BTCTU", "- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		a := h.in(InProgress)
		at := At{ID: a.ID}
		for name, in := range map[string]Result{"unknown": {Reply: "99-TB/BTCTU"}, "not the handler's to see": {Reply: reply.ID}, "by its number": {Reply: "09-TB/BTCTU"}} {
			if _, err := h.Report(h.ctx, h.as(specialist), at, in); code(err) != ErrReplyUnknown.Code {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Report(h.ctx, h.as(specialist), at, Result{}); code(err) != ErrReplyMissing.Code {
			t.Errorf("neither: %v", err)
		}
		h.update(func(tx *store.Tx) error {
			return document.Grant(tx, document.Access{DocumentID: reply.ID, PersonID: h.id(specialist), Why: "drafter"})
		})
		got, err := h.Report(h.ctx, h.as(specialist), at, Result{Reply: reply.ID})
		h.must(err)
		if got.Outcome != Replied || got.ReplySymbol != "09-TB/BTCTU" || got.State != InProgress {
			t.Errorf("%+v", got)
		}
		back, err := h.SendBack(h.ctx, h.as(head), at, "Bổ sung phụ lục")
		h.must(err)
		if back.Outcome != "" || back.ReplyID != "" || back.State != InProgress {
			t.Errorf("%+v", back)
		}
	})
}
