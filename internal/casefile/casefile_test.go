package casefile

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestTheListOfAYear(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		line := func(code, title, keeper string) error {
			in := input(code, title)
			in.Planned, in.Keeper = true, keeper
			_, err := r.Add(r.ctx, who("thu"), in)
			return err
		}
		_, err := r.IssuePlan(r.ctx, who("chanh"), "vptu", 2026)
		r.want(err, "CASE_PLAN_EMPTY")
		r.want(line("01.TH", "Kết luận của Thường trực", "an"), "done")
		r.want(line("02.TH", "Báo cáo năm", "binh"), "done")
		r.want(line("01 . th", "Trùng", "an"), "CASE_FILE_CODE_TAKEN")
		r.want(line("03.TH", "Người ngoài", "la"), "CASE_FILE_KEEPER")
		r.want(line("", "Không số", "an"), "FIELD_MISSING")
		r.want(line("04.TH", "TUYỆT MẬT", "an"), "SECRET_REFUSED")
		r.want(line(strings.Repeat("1", 21), "Dài", "an"), "FIELD_TOO_LONG")
		if n := r.count("case_file"); n != 2 {
			t.Errorf("%d files after refusals", n)
		}
		v, err := r.Plan(r.ctx, who("an"), "vptu", 2026)
		r.want(err, "done")
		if len(v.Files) != 2 || v.Files[0].State != Planned || v.Files[1].KeeperName != "Nguyễn binh" || v.May[authz.CaseFilePlanApprove] {
			t.Errorf("%+v", v.Files)
		}
		_, err = r.IssuePlan(r.ctx, who("thu"), "vptu", 2026)
		r.want(err, "CASE_FILE_FORBIDDEN")
		_, err = r.IssuePlan(r.ctx, who("la"), "vptu", 2026)
		r.want(err, "CASE_FILE_NOT_FOUND")
		p, err := r.IssuePlan(r.ctx, who("chanh"), "vptu", 2026)
		r.want(err, "done")
		if p.State != PlanIssued || p.IssuedOn != today || p.IssuedAs != "Chức vụ chief_of_office" {
			t.Errorf("%+v", p)
		}
		_, err = r.IssuePlan(r.ctx, who("chanh"), "vptu", 2026)
		r.want(err, "CASE_PLAN_ISSUED")
		// A line is opened by its keeper, not by a colleague, who does not even see it.
		_, err = r.Open(r.ctx, who("binh"), v.Files[0].ID, 0)
		r.want(err, "CASE_FILE_NOT_FOUND")
		f, err := r.Open(r.ctx, who("an"), v.Files[0].ID, 0)
		r.want(err, "done")
		if f.State != Open || f.OpenedOn != today {
			t.Errorf("%+v", f)
		}
		r.want(r.Drop(r.ctx, who("thu"), f.ID), "CASE_FILE_STATE")
		r.want(r.Drop(r.ctx, who("thu"), v.Files[1].ID), "done")
		added, err := r.CopyPlan(r.ctx, who("thu"), "vptu", 2027)
		if err != nil || added != 1 {
			t.Errorf("%d copied: %v", added, err)
		}
		if added, err = r.CopyPlan(r.ctx, who("thu"), "vptu", 2027); err != nil || added != 0 {
			t.Errorf("%d copied again: %v", added, err)
		}
		r.verify()
	})
}

// One document lies in two files; the order is that of the dates, whatever came first; the same twice is one.
func TestPapersLieInOrderOfTheirDates(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		one, two := r.file("01.TH"), r.file("02.TH")
		late, early := r.document(document.Issued, "sau", "2026-06-01", 3), r.document(document.Issued, "trước", "2026-05-01", 2)
		draft := r.document(document.Drafting, "dự thảo", "2026-06-10", 0)
		for _, put := range []struct{ file, document string }{{one.ID, late}, {one.ID, draft}, {one.ID, early}, {two.ID, late}, {one.ID, late}} {
			_, err := r.PutDocument(r.ctx, who("an"), put.file, put.document, "")
			r.want(err, "done")
		}
		_, err := r.PutPaper(r.ctx, who("an"), one.ID, Paper{Symbol: "12/GM", Date: "2026-05-15", KindName: "Giấy mời", Subject: "họp", Author: "Sở Nội vụ", Pages: 1})
		r.want(err, "done")
		v, err := r.Show(r.ctx, who("an"), one.ID)
		r.want(err, "done")
		var got []string
		for _, i := range v.Items {
			got = append(got, i.Subject+" "+i.Sheets)
		}
		if want := []string{"trước 1-2", "họp 3", "sau 4-6", "dự thảo "}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		var in []File
		r.update(s, func(tx *store.Tx) (err error) { in, err = FilesOf(tx, FromDocument, late); return err })
		if len(in) != 2 {
			t.Errorf("the document lies in %d files, want 2", len(in))
		}
		for _, refused := range []struct {
			err  error
			want string
		}{
			{err1(r.PutDocument(r.ctx, who("binh"), one.ID, late, "")), "DOCUMENT_NOT_FOUND"},
			{err1(r.PutDocument(r.ctx, who("an"), one.ID, "nothing", "")), "DOCUMENT_NOT_FOUND"},
			{err1(r.PutPaper(r.ctx, who("an"), one.ID, Paper{Date: "2026-06-16", Subject: "mai"})), "CASE_FILE_DATE"},
			{err1(r.PutPaper(r.ctx, who("an"), one.ID, Paper{})), "FIELD_MISSING"},
			{err1(r.PutPaper(r.ctx, who("an"), one.ID, Paper{Subject: "TỐI MẬT"})), "SECRET_REFUSED"},
			{err1(r.PutArrival(r.ctx, who("an"), one.ID, "x", "")), "ARRIVAL_NOT_FOUND"},
			{err1(r.TakeOut(r.ctx, who("an"), one.ID, v.Items[0].ID, " ")), "REASON_MISSING"},
			{err1(r.TakeOut(r.ctx, who("an"), two.ID, v.Items[0].ID, "nhầm")), "CASE_FILE_ITEM_UNKNOWN"},
			{err1(r.TakeOut(r.ctx, who("binh"), one.ID, v.Items[0].ID, "nhầm")), "CASE_FILE_NOT_FOUND"},
		} {
			r.want(refused.err, refused.want)
		}
		if n := r.count("case_file_item"); n != 5 {
			t.Errorf("%d items after refusals, want 5", n)
		}
		_, err = r.TakeOut(r.ctx, who("truong"), one.ID, v.Items[3].ID, "dự thảo bỏ")
		r.want(err, "done")
		_, err = r.TakeOut(r.ctx, who("truong"), one.ID, v.Items[3].ID, "lần nữa")
		r.want(err, "CASE_FILE_ITEM_UNKNOWN")
		if n := r.count("case_file_item"); n != 5 {
			t.Errorf("the row of what was taken out is gone: %d", n)
		}
		r.verify()
	})
}

func err1[T any](_ T, err error) error { return err }

func TestAFileIsClosedOverFinishedWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		f := r.file("01.TH")
		_, err := r.Close(r.ctx, who("an"), f.ID, 0, "")
		r.want(err, "CASE_FILE_EMPTY")
		draft := r.document(document.Drafting, "dự thảo", "2026-06-10", 0)
		_, err = r.PutDocument(r.ctx, who("an"), f.ID, draft, "")
		r.want(err, "done")
		_, err = r.PutDocument(r.ctx, who("an"), f.ID, r.document(document.Issued, "a", "2025-12-30", 4), "")
		r.want(err, "done")
		_, err = r.Close(r.ctx, who("an"), f.ID, 0, "")
		r.want(err, "CASE_FILE_UNFINISHED")
		// The draft is issued meanwhile: closing takes over what it has become.
		sha := r.sheets(2)
		r.update(s, func(tx *store.Tx) error {
			return exec(tx, `UPDATE document SET state = 'issued', number = 9, symbol = '09-TB/VPTU', document_date = '2026-06-12',
				rendition = ?, signed = ?, sealed = ?, checked_version = 1, issued_at = created_at, version = version + 1 WHERE id = ?`, sha, sha, sha, draft)
		})
		_, err = r.Close(r.ctx, who("an"), f.ID, f.Version+7, "")
		r.want(err, "STALE_VERSION")
		_, err = r.Close(r.ctx, who("an"), f.ID, 0, "2026-06-16")
		r.want(err, "CASE_FILE_DATE")
		f, err = r.Close(r.ctx, who("an"), f.ID, 0, "2026-06-13")
		r.want(err, "done")
		if f.State != Closed || f.Documents != 2 || f.Pages != 6 || f.From != "2025-12-30" || f.To != "2026-06-12" || f.HandOverBy != "2027-12-31" ||
			f.WarnOn != "2027-12-01" || f.ExpiresOn != "2046-12-31" {
			t.Errorf("%+v", f)
		}
		_, err = r.PutDocument(r.ctx, who("an"), f.ID, draft, "")
		r.want(err, "CASE_FILE_NOT_OPEN")
		v, err := r.Show(r.ctx, who("an"), f.ID)
		r.want(err, "done")
		if v.Items[1].Symbol != "09-TB/VPTU" || v.Items[1].Sheets != "5-6" {
			t.Errorf("%+v", v.Items[1])
		}
		_, err = r.TakeOut(r.ctx, who("an"), f.ID, v.Items[0].ID, "x")
		r.want(err, "CASE_FILE_NOT_OPEN")
		// The database refuses too.
		err = s.Update(r.ctx, func(tx *store.Tx) error {
			return exec(tx, `UPDATE case_file_item SET removed_by = 'x', removed_reason = 'x', removed_at = added_at WHERE id = ?`, v.Items[0].ID)
		})
		if err == nil {
			t.Error("the database lets a paper out of a closed file")
		}
		_, err = r.Reopen(r.ctx, who("an"), f.ID, 0, "")
		r.want(err, "REASON_MISSING")
		f, err = r.Reopen(r.ctx, who("an"), f.ID, 0, "có văn bản đến sau")
		r.want(err, "done")
		if f.State != Open || f.Documents != 0 || f.HandOverBy != "" {
			t.Errorf("%+v", f)
		}
		r.verify()
	})
}

// A short retention need not be handed over; for ever has no end.
func TestRetentionMakesTheDates(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	r := open(t, s)
	for _, c := range []struct {
		rule             string
		handOver, expire store.Date
	}{{"policy_own", "2027-12-31", ""}, {"report_month", "2027-12-31", "2031-12-31"}, {"matter", "2027-12-31", "2046-12-31"}} {
		in := input(c.rule, "Hồ sơ")
		in.Rule, in.Code = c.rule, "R."+c.rule[:6]
		f, err := r.Add(r.ctx, who("an"), in)
		r.want(err, "done")
		_, err = r.PutPaper(r.ctx, who("an"), f.ID, Paper{Subject: "giấy", Pages: 1})
		r.want(err, "done")
		f, err = r.Close(r.ctx, who("an"), f.ID, 0, "2026-01-02")
		r.want(err, "done")
		if f.HandOverBy != c.handOver || f.ExpiresOn != c.expire {
			t.Errorf("%s: %s %s", c.rule, f.HandOverBy, f.ExpiresOn)
		}
	}
	in := input("X", "Hồ sơ")
	in.Rule = "congress_of_another"
	_, err := r.Add(r.ctx, who("an"), in)
	r.want(err, "RETENTION_UNKNOWN")
}

// Of many who put the same document in at once, all succeed and it lies there once.
func TestPuttingInAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		f, d := r.file("01.TH"), r.document(document.Issued, "a", "2026-05-01", 1)
		var group sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			group.Go(func() { _, errs[i] = r.PutDocument(r.ctx, who("an"), f.ID, d, "") })
		}
		group.Wait()
		for _, err := range errs {
			r.want(err, "done")
		}
		if n := r.count("case_file_item"); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
		r.verify()
	})
}

// verify walks the log: every change has its event, in order.
func (r *room) verify() {
	r.Helper()
	if err := r.Store.View(r.ctx, func(tx *store.Tx) error { _, err := audit.Verify(tx); return err }); err != nil {
		r.Error(err)
	}
}
