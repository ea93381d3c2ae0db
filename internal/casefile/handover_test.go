package casefile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestHandingOverToTheArchive(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		one, two, three := r.closed("01.TH", 3), r.closed("02.TH", 2), r.file("03.TH")
		_, err := r.HandOver(r.ctx, who("an"), nil)
		r.want(err, "HANDOVER_FILES")
		_, err = r.HandOver(r.ctx, who("an"), []string{one.ID, three.ID})
		r.want(err, "CASE_FILE_STATE")
		_, err = r.HandOver(r.ctx, who("binh"), []string{one.ID})
		r.want(err, "CASE_FILE_NOT_FOUND")
		if n := r.count("case_handover"); n != 0 {
			t.Errorf("%d hand-overs after refusals", n)
		}
		h, err := r.HandOver(r.ctx, who("an"), []string{two.ID, one.ID, one.ID})
		r.want(err, "done")
		if len(h.Files) != 2 || h.Files[0].State != Submitted || h.UnitID != "th" {
			t.Errorf("%+v", h)
		}
		_, err = r.Reopen(r.ctx, who("an"), one.ID, 0, "x")
		r.want(err, "CASE_FILE_STATE")
		_, err = r.Accept(r.ctx, who("thu"), h.ID, "")
		r.want(err, "CASE_FILE_FORBIDDEN")
		_, err = r.Accept(r.ctx, who("la"), h.ID, "")
		r.want(err, "HANDOVER_NOT_FOUND")
		_, _, err = r.Handover(r.ctx, who("la"), h.ID)
		r.want(err, "HANDOVER_NOT_FOUND")
		_, err = r.ReturnHandover(r.ctx, who("luu"), h.ID, "")
		r.want(err, "REASON_MISSING")
		_, err = r.ReturnHandover(r.ctx, who("luu"), h.ID, "thiếu mục lục")
		r.want(err, "done")
		h, err = r.HandOver(r.ctx, who("an"), []string{one.ID, two.ID})
		r.want(err, "done")
		seenBefore := r.mine("luu", one)
		h, err = r.Accept(r.ctx, who("luu"), h.ID, "đủ")
		r.want(err, "done")
		if h.State != HandoverAccepted || h.Files[0].State != Archived || h.Files[0].ArchivedBy != "luu" {
			t.Errorf("%+v", h)
		}
		if seenAfter := r.mine("luu", one); seenBefore || !seenAfter {
			t.Errorf("the archive reads the document before: %v, after: %v", seenBefore, seenAfter)
		}
		_, err = r.Accept(r.ctx, who("luu"), h.ID, "")
		r.want(err, "HANDOVER_DECIDED")
		_, err = r.Reopen(r.ctx, who("an"), one.ID, 0, "x")
		r.want(err, "CASE_FILE_STATE")
		if err := s.Update(r.ctx, func(tx *store.Tx) error {
			return exec(tx, `UPDATE case_file SET title = 'khác', version = version + 1 WHERE id = ?`, one.ID)
		}); err == nil {
			t.Error("the database changes an archived file")
		}
		b, err := r.SubmittedBook(r.ctx, who("an"), h.ID)
		r.want(err, "done")
		if len(b.Columns) != 7 || len(b.Rows) != 2 || !slices.Equal(b.Rows[0].Cells, []string{"1", "01.TH", "Hồ sơ về việc 01.TH", "04/05/2026", "20 năm", "3", ""}) ||
			!strings.Contains(strings.Join(b.Closing, " "), "2 hồ sơ, 2 văn bản, 5 trang") {
			t.Errorf("%+v", b)
		}
		r.verify()
	})
}

// mine says whether somebody may read the first document of a file.
func (r *room) mine(person string, f File) (may bool) {
	r.Helper()
	r.update(r.Store, func(tx *store.Tx) error {
		actor, err := r.actor(tx, who(person))
		if err != nil {
			return err
		}
		items, err := itemsOf(tx, f.ID)
		if err != nil {
			return err
		}
		err = r.markMine(tx, actor, items)
		may = items[0].Mine
		return err
	})
	return may
}

func TestKeepingAFileBackNeedsConsent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		f := r.closed("01.TH", 1)
		for _, c := range []struct {
			who    string
			until  store.Date
			reason string
			want   string
		}{
			{"an", "2028-06-30", "còn dùng", "CASE_FILE_FORBIDDEN"}, {"chanh", "2028-06-30", "", "REASON_MISSING"},
			{"chanh", "2027-12-31", "còn dùng", "CASE_FILE_KEEP_UNTIL"}, {"chanh", "2030-01-01", "còn dùng", "CASE_FILE_KEEP_UNTIL"},
			{"la", "2028-06-30", "còn dùng", "CASE_FILE_NOT_FOUND"}, {"chanh", "2029-12-31", "theo Công văn 12-CV/VPTU", "done"},
		} {
			_, err := r.KeepBack(r.ctx, who(c.who), f.ID, 0, c.until, c.reason)
			r.want(err, c.want)
		}
		v, err := r.Show(r.ctx, who("an"), f.ID)
		r.want(err, "done")
		if v.File.Due() != "2029-12-31" || v.File.WarnOn != "2029-12-01" || v.File.KeepBy != "chanh" {
			t.Errorf("%+v", v.File)
		}
		r.verify()
	})
}

// The keeper and the văn thư are told 30 days before, once, and once more when it is late.
func TestDueFilesAreToldOf(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		r.closed("01.TH", 1)
		for _, step := range []struct {
			on   store.Date
			want int64
		}{{"2027-11-30", 0}, {"2027-12-01", 2}, {"2027-12-20", 2}, {"2028-01-01", 4}, {"2028-03-01", 4}} {
			r.on = step.on
			for range 2 {
				r.want(r.Remind(r.ctx), "done")
			}
			if n := r.count("notice"); n != step.want {
				t.Errorf("%s: %d notices, want %d", step.on, n, step.want)
			}
		}
	})
}

func TestBorrowingAPaper(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		f := r.closed("01.TH", 1)
		v, err := r.Show(r.ctx, who("an"), f.ID)
		r.want(err, "done")
		item := v.Items[0].ID
		borrow := func(person, purpose string, due store.Date) (Loan, error) {
			return r.Borrow(r.ctx, who(person), f.ID, item, purpose, due)
		}
		for _, c := range []struct {
			who, purpose string
			due          store.Date
			want         string
		}{
			{"binh", "đối chiếu", "2026-06-20", "CASE_FILE_NOT_FOUND"}, {"an", "", "2026-06-20", "FIELD_MISSING"},
			{"an", "đối chiếu", "2026-06-14", "LOAN_DUE"}, {"an", "đối chiếu", "2026-12-14", "LOAN_DUE"},
		} {
			_, err := borrow(c.who, c.purpose, c.due)
			r.want(err, c.want)
		}
		if n := r.count("case_loan"); n != 0 {
			t.Errorf("%d loans after refusals", n)
		}
		an, err := borrow("an", "đối chiếu", "2026-06-20")
		r.want(err, "done")
		_, err = borrow("an", "lần nữa", "2026-06-20")
		r.want(err, "LOAN_ASKED")
		chanh, err := borrow("chanh", "kiểm tra", "2026-06-20")
		r.want(err, "done")
		_, err = r.Lend(r.ctx, who("chanh"), chanh.ID, true, "")
		r.want(err, "LOAN_OWN")
		_, err = r.Lend(r.ctx, who("an"), an.ID, true, "")
		r.want(err, "CASE_FILE_FORBIDDEN")
		_, err = r.Lend(r.ctx, who("la"), an.ID, true, "")
		r.want(err, "LOAN_NOT_FOUND")
		_, err = r.Lend(r.ctx, who("chanh"), an.ID, false, "")
		r.want(err, "REASON_MISSING")
		_, err = r.Lend(r.ctx, who("chanh"), an.ID, true, "")
		r.want(err, "done")
		_, err = r.Lend(r.ctx, who("chanh"), an.ID, true, "")
		r.want(err, "LOAN_DECIDED")
		truong, err := borrow("truong", "họp", "2026-06-20")
		r.want(err, "done")
		_, err = r.Lend(r.ctx, who("chanh"), truong.ID, true, "")
		r.want(err, "LOAN_OUT")
		r.on = "2026-06-25"
		r.want(r.Remind(r.ctx), "done")
		if n := r.count("notice"); n != 1 {
			t.Errorf("%d notices of a late loan, want 1", n)
		}
		_, err = r.TakeBack(r.ctx, who("thu"), an.ID, "đủ trang")
		r.want(err, "done")
		_, err = r.TakeBack(r.ctx, who("thu"), an.ID, "")
		r.want(err, "LOAN_NOT_OUT")
		_, err = r.Loans(r.ctx, who("an"), LoanFilter{OrganID: "vptu"})
		r.want(err, "CASE_FILE_FORBIDDEN")
		b, err := r.LoanBook(r.ctx, who("thu"), LoanFilter{OrganID: "vptu"})
		r.want(err, "done")
		want := []string{"15/06/2026", "Nguyễn an", "01-TB/VPTU, 04/05/2026", "Thông báo kết luận 01.TH", "01.TH", "Đã nhận", "25/06/2026", "Nguyễn chanh, Chức vụ chief_of_office", "đối chiếu; đủ trang"}
		if len(b.Columns) != 9 || len(b.Rows) != 3 || !slices.Equal(b.Rows[0].Cells, want) {
			t.Errorf("%q", b.Rows)
		}
		r.verify()
	})
}

func TestSharingAFileOpensItsListAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		f := r.file("01.TH")
		d := r.document(document.Issued, "a", "2026-05-01", 1)
		_, err := r.PutDocument(r.ctx, who("an"), f.ID, d, "")
		r.want(err, "done")
		see := func(person string) string {
			page, err := r.List(r.ctx, who(person), Filter{OrganID: "vptu"})
			r.want(err, "done")
			_, err = r.Show(r.ctx, who(person), f.ID)
			if (len(page.Files) == 1) != (err == nil) {
				t.Errorf("%s: %d in the list, shown: %v", person, len(page.Files), err)
			}
			return code(err)
		}
		for person, want := range map[string]string{
			"an": "done", "binh": "CASE_FILE_NOT_FOUND", "truong": "done", "chanh": "done", "thu": "done", "luu": "CASE_FILE_NOT_FOUND",
			"quan": "CASE_FILE_NOT_FOUND", "la": "CASE_FILE_NOT_FOUND", "la.thu": "CASE_FILE_NOT_FOUND",
		} {
			if got := see(person); got != want {
				t.Errorf("%s: %s, want %s", person, got, want)
			}
		}
		_, err = r.Share(r.ctx, who("binh"), f.ID, "binh", false)
		r.want(err, "CASE_FILE_NOT_FOUND")
		_, err = r.Share(r.ctx, who("an"), f.ID, "nobody", false)
		r.want(err, "CASE_FILE_SHARE_UNKNOWN")
		_, err = r.Share(r.ctx, who("an"), f.ID, "binh", false)
		r.want(err, "done")
		if got := see("binh"); got != "done" {
			t.Errorf("binh: %s", got)
		}
		v, err := r.Show(r.ctx, who("binh"), f.ID)
		r.want(err, "done")
		if v.Items[0].Mine || v.May[authz.CaseFilePut] {
			t.Errorf("to see the file opens the document, or lets work on it: %+v", v)
		}
		_, err = r.PutPaper(r.ctx, who("binh"), f.ID, Paper{Subject: "x"})
		r.want(err, "CASE_FILE_FORBIDDEN")
		_, err = r.Share(r.ctx, who("an"), f.ID, "vphu", true)
		r.want(err, "done")
		_, err = r.PutPaper(r.ctx, who("la"), f.ID, Paper{Subject: "x"})
		r.want(err, "done")
		for _, id := range []string{"binh", "vphu"} {
			_, err = r.Unshare(r.ctx, who("an"), f.ID, id)
			r.want(err, "done")
		}
		if got := see("binh") + see("la"); got != "CASE_FILE_NOT_FOUNDCASE_FILE_NOT_FOUND" {
			t.Errorf("still seen: %s", got)
		}
		r.verify()
	})
}

// The package has the contents list, the data, and the signed bytes in the order of time; what the actor may not read is
// named, and not with it.
func TestExport(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		f := r.file("01.TH")
		for _, date := range []store.Date{"2026-06-01", "2026-05-01"} {
			_, err := r.PutDocument(r.ctx, who("an"), f.ID, r.document(document.Issued, "ngày "+string(date), date, 1), "")
			r.want(err, "done")
		}
		_, err := r.PutPaper(r.ctx, who("an"), f.ID, Paper{Subject: "giấy", Date: "2026-05-20", Pages: 4})
		r.want(err, "done")
		names, data := r.export("an", f)
		if want := []string{"000-muc-luc-van-ban.pdf", "ho-so.xml", "001-2026-05-01-02-tb-vptu.pdf", "003-2026-06-01-01-tb-vptu.pdf"}; !slices.Equal(names, want) {
			t.Errorf("%q, want %q", names, want)
		}
		if data.Notation != "01.TH" || data.Total != 3 || data.Pages != 6 || data.Papers[0].CodeNumber != "02" || data.Papers[0].CodeNotation != "TB/VPTU" ||
			data.Papers[1].Missing != "Bản giấy" || data.Papers[2].SHA256 == "" {
			t.Errorf("%+v", data)
		}
		_, err = r.Share(r.ctx, who("an"), f.ID, "binh", false)
		r.want(err, "done")
		names, data = r.export("binh", f)
		if len(names) != 2 || data.Papers[0].Missing == "" || data.Papers[0].SHA256 != "" {
			t.Errorf("%q %+v", names, data)
		}
		_, err = r.Export(r.ctx, who("la"), f.ID)
		r.want(err, "CASE_FILE_NOT_FOUND")
	})
}

func (r *room) export(person string, f File) (names []string, data dossier) {
	r.Helper()
	p, err := r.Export(r.ctx, who(person), f.ID)
	r.want(err, "done")
	var out bytes.Buffer
	r.want(p.Write(r.ctx, &out), "done")
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	r.want(err, "done")
	for _, e := range archive.File {
		names = append(names, e.Name)
		in, err := e.Open()
		r.want(err, "done")
		text, err := io.ReadAll(in)
		r.want(err, "done")
		if e.Name == "ho-so.xml" {
			r.want(xml.Unmarshal(text, &data), "done")
		} else if !bytes.HasPrefix(text, []byte("%PDF-")) {
			r.Errorf("%s is no PDF", e.Name)
		}
	}
	return names, data
}

// What needs two people is refused to one: who keeps a file takes no consent of his own, who hands over accepts nothing.
func TestOnePersonDoesNotDoBothParts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		closed := func(keeper, code string) File {
			f, err := r.Add(r.ctx, who(keeper), input(code, "Hồ sơ"))
			r.want(err, "done")
			_, err = r.PutPaper(r.ctx, who(keeper), f.ID, Paper{Subject: "giấy", Pages: 1})
			r.want(err, "done")
			f, err = r.Close(r.ctx, who(keeper), f.ID, 0, "")
			r.want(err, "done")
			return f
		}
		h, err := r.HandOver(r.ctx, who("luu"), []string{closed("luu", "01.LT").ID})
		r.want(err, "done")
		_, err = r.Accept(r.ctx, who("luu"), h.ID, "")
		r.want(err, "HANDOVER_TWO_PEOPLE")
		_, err = r.KeepBack(r.ctx, who("chanh"), closed("chanh", "02.LT").ID, 0, "2028-06-30", "còn dùng")
		r.want(err, "CASE_FILE_KEEP_OWN")
		r.verify()
	})
}

// How a document came about is the issuing side's alone: the archive of an organ that only received it reads the document
// in the hồ sơ, and nothing of its making.
func TestTheReceiversArchiveLearnsNothingOfTheMaking(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		own := r.document(document.Issued, "của mình", "2026-06-01", 1)
		received := r.document(document.Issued, "gửi đến", "2026-06-02", 1)
		r.update(s, func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(`UPDATE document SET issuer_id = 'vphu', office_id = 'vphu', version = version + 1 WHERE id = '` + received + `'`)
			return errors.Join(err, document.Grant(tx, document.Access{DocumentID: received, PersonID: "an", Why: authz.Addressed}))
		})
		f := r.file("09.TH")
		for _, id := range []string{own, received} {
			_, err := r.PutDocument(r.ctx, who("an"), f.ID, id, "")
			r.want(err, "done")
		}
		_, err := r.Close(r.ctx, who("an"), f.ID, 0, "")
		r.want(err, "done")
		h, err := r.HandOver(r.ctx, who("an"), []string{f.ID})
		r.want(err, "done")
		_, err = r.Accept(r.ctx, who("luu"), h.ID, "")
		r.want(err, "done")
		for id, sees := range map[string]map[string]bool{
			own: {authz.DocumentRead: true, authz.DocumentEvents: true}, received: {authz.DocumentRead: true, authz.DocumentEvents: false},
		} {
			r.update(s, func(tx *store.Tx) error {
				place, err := document.PlaceOf(tx, id)
				if err != nil {
					return err
				}
				actor, err := r.actor(tx, who("luu"))
				for act, may := range sees {
					if got := r.Policy.Can(actor, act, place); got != may {
						t.Errorf("%s of %s: %v", act, id, got)
					}
				}
				return err
			})
		}
	})
}
