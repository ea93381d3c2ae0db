package incoming

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/pdf"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Two văn thư register the same arrival at once: one wins, the other hears the number, and there is one.
func TestTwoClerksRegisterAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		_, deliveries := h.issue("11-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		inside := h.toProvince(deliveries).ID
		for round, id := range []string{inside, h.paper("1-CV/X").ID, h.paper("2-CV/X").ID} {
			entries, events, receipts := h.count("register_entry"), h.count("audit_event WHERE subject_kind = 'arrival' AND action = 'register'"), h.count("delivery_receipt")
			var wait sync.WaitGroup
			codes := make([]string, 8)
			for i := range codes {
				who := []string{registrar, registrar2}[i%2]
				wait.Go(func() {
					_, err := h.Register(h.ctx, h.as(who), At{ID: id}, Registration{})
					codes[i] = code(err)
				})
			}
			wait.Wait()
			won := 0
			for _, c := range codes {
				switch c {
				case "":
					won++
				case "ALREADY_ACKNOWLEDGED":
				default:
					t.Errorf("a loser hears %s", c)
				}
			}
			v, err := h.Show(h.ctx, h.as(registrar), id)
			if won != 1 || err != nil || v.Number != round+1 {
				t.Errorf("%d won, number %d, %v: %v", won, v.Number, err, codes)
			}
			wanted := 0
			if id == inside {
				wanted = 1 // the sender gets one receipt
			}
			if a, b, c := h.count("register_entry")-entries, h.count("audit_event WHERE subject_kind = 'arrival' AND action = 'register'")-events, h.count("delivery_receipt")-receipts; a != 1 || b != 1 || c != wanted {
				t.Errorf("eight who register at once leave %d numbers, %d events, %d receipts", a, b, c)
			}
		}
	})
}

// A form that was filled in for an older version changes nothing.
func TestAStaleVersionIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Submitted)
		if _, err := h.Direct(h.ctx, h.as(secretary), At{ID: a.ID, Version: a.Version - 1}, order()); code(err) != ErrStale.Code {
			t.Errorf("%v", err)
		}
		b := h.paper("8-CV/X")
		_, err := h.Register(h.ctx, h.as(registrar), At{ID: b.ID, Version: b.Version}, Registration{})
		h.must(err)
		if _, err := h.Register(h.ctx, h.as(registrar2), At{ID: b.ID, Version: b.Version}, Registration{}); code(err) != "ALREADY_ACKNOWLEDGED" || !strings.Contains(err.Error(), "số đến 2 ") {
			t.Errorf("a colleague was quicker: %v", err)
		}
	})
}

func TestDuplicatesWarn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		first, err := h.Register(h.ctx, h.as(registrar), At{ID: h.paper("77-CV/BTCTW").ID}, Registration{})
		h.must(err)
		again := h.paper("77- CV/BTCTW")
		_, err = h.Register(h.ctx, h.as(registrar), At{ID: again.ID}, Registration{})
		if code(err) != ErrDuplicate.Code || strings.Contains(err.Error(), first.ID) || !strings.Contains(err.Error(), "số đến 1") {
			t.Errorf("%v", err)
		}
		like, err := h.Duplicates(h.ctx, h.as(registrar), again.ID)
		if err != nil || len(like) != 1 {
			t.Errorf("%+v %v", like, err)
		}
		if _, err := h.Return(h.ctx, h.as(registrar2), At{ID: h.paper("77-CV/BTCTW").ID}, "duplicate", "trùng số đến 1"); err != nil {
			t.Error(err)
		}
		got, err := h.Register(h.ctx, h.as(registrar), At{ID: again.ID}, Registration{Anyway: "bản có dấu đỏ"})
		if err != nil || got.Number != 2 || got.Anyway != "bản có dấu đỏ" {
			t.Errorf("%+v %v", got, err)
		}
	})
}

// While văn thư types, what may be the same shows, as far as it is theirs to see.
func TestLikeWhileTyping(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		first := h.paper("77-CV/BTCTW")
		back := h.paper("77-CV/BTCTW")
		_, err := h.Return(h.ctx, h.as(registrar), At{ID: back.ID}, "wrong_recipient", "gửi nhầm")
		h.must(err)
		for name, test := range map[string]struct {
			typed Fields
			want  int
		}{
			"the symbol alone, spaced":  {Fields{Symbol: "77- CV/BTCTW"}, 1},
			"the author's beginning":    {Fields{Symbol: "77-CV/BTCTW", Author: "ban tổ"}, 1},
			"another author":            {Fields{Symbol: "77-CV/BTCTW", Author: "Ban Tuyên giáo"}, 0},
			"the date":                  {Fields{Symbol: "77-CV/BTCTW", DocumentDate: "2026-03-05"}, 1},
			"another date":              {Fields{Symbol: "77-CV/BTCTW", DocumentDate: "2026-03-04"}, 0},
			"the beginning of a symbol": {Fields{Symbol: "77-CV"}, 0},
			"everything but a symbol":   {Fields{Author: "Ban Tổ chức Trung ương", DocumentDate: "2026-03-05"}, 0},
			"a pattern is no symbol":    {Fields{Symbol: "%"}, 0},
		} {
			like, err := h.Like(h.ctx, h.as(registrar), province, test.typed)
			if err != nil || len(like) != test.want || test.want == 1 && like[0].ID != first.ID {
				t.Errorf("%s: %v %v", name, like, err)
			}
		}
		for _, who := range []string{specialist, admin, head} {
			if like, err := h.Like(h.ctx, h.as(who), province, Fields{Symbol: "77-CV/BTCTW"}); code(err) != ErrForbidden.Code || like != nil {
				t.Errorf("%s: %v %v", who, like, err)
			}
		}
		if like, err := h.Like(h.ctx, h.as(registrar), "xa-vpdu-tuyphong", Fields{Symbol: "77-CV/BTCTW"}); code(err) != ErrFieldInvalid.Code || like != nil {
			t.Errorf("another office's organ: %v %v", like, err)
		}
	})
}

func TestDirectionsThatAreRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Submitted)
		with := func(change func(*Order)) Order {
			o := order()
			change(&o)
			return o
		}
		for name, test := range map[string]struct {
			order Order
			want  string
		}{
			"a deadline in the past":      {with(func(o *Order) { o.Due = "2026-03-09" }), ErrDuePast.Code},
			"no date at all":              {with(func(o *Order) { o.Due = "thứ hai" }), ErrDuePast.Code},
			"no words":                    {with(func(o *Order) { o.Text = " \n " }), ErrDirection.Code},
			"nobody in charge":            {with(func(o *Order) { o.Lead = Target{} }), ErrLeadMissing.Code},
			"an organ and a person":       {with(func(o *Order) { o.Lead.PersonID = h.id(head) }), ErrPartUnknown.Code},
			"in charge and at the side":   {with(func(o *Order) { o.Co = append(o.Co, Target{OrganID: unit}) }), ErrPartTwice.Code},
			"a unit of another house":     {with(func(o *Order) { o.Lead = Target{OrganID: "xa-vpdu-tuyphong"} }), ErrPartUnknown.Code},
			"an organ that is none":       {with(func(o *Order) { o.Lead = Target{OrganID: "' OR 1=1"} }), ErrPartUnknown.Code},
			"a văn thư, who registers":    {with(func(o *Order) { o.Lead = Target{PersonID: h.id(registrar)} }), ErrPartUnknown.Code},
			"too long":                    {with(func(o *Order) { o.Text = strings.Repeat("ạ", directionLimit+1) }), ErrFieldInvalid.Code},
			"a mark of secrecy":           {with(func(o *Order) { o.Text = "TUYỆT MẬT" }), "SECRET_REFUSED"},
			"what nobody can read (NUL)":  {with(func(o *Order) { o.Text = "a\x00b" }), ErrFieldInvalid.Code},
			"what nobody can read (0xff)": {with(func(o *Order) { o.Text = "a\xff" }), ErrFieldInvalid.Code},
		} {
			before := h.rows()
			if _, err := h.Direct(h.ctx, h.as(secretary), At{ID: a.ID}, test.order); code(err) != test.want {
				t.Errorf("%s: %v", name, err)
			}
			if before != h.rows() {
				t.Errorf("%s: something was written", name)
			}
		}
	})
}

func TestAssignmentsThatAreRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Directed)
		for name, test := range map[string]struct {
			in   Assignment
			want string
		}{
			"somebody of another unit":   {Assignment{PersonID: h.id(otherHead)}, ErrAssignee.Code},
			"nobody":                     {Assignment{}, ErrAssignee.Code},
			"later than the leader says": {Assignment{PersonID: h.id(specialist), Due: "2026-03-21"}, ErrDueLater.Code},
			"in the past":                {Assignment{PersonID: h.id(specialist), Due: "2026-03-01"}, ErrDuePast.Code},
		} {
			if _, err := h.Assign(h.ctx, h.as(head), At{ID: a.ID}, test.in); code(err) != test.want {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Nobody confirms his own work, also not the head of the unit who did it himself.
func TestNobodyConfirmsHisOwnWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Directed)
		at := At{ID: a.ID}
		_, err := h.Assign(h.ctx, h.as(head), at, Assignment{PersonID: h.id(head)})
		h.must(err)
		_, err = h.Start(h.ctx, h.as(head), at)
		h.must(err)
		_, err = h.Report(h.ctx, h.as(head), at, Result{Reason: "để biết"})
		h.must(err)
		if _, err := h.Confirm(h.ctx, h.as(head), at, ""); code(err) != ErrOwnReport.Code {
			t.Errorf("%v", err)
		}
		if got, err := h.Confirm(h.ctx, h.as(secretary), at, ""); err != nil || got.State != Done {
			t.Errorf("%v", err)
		}
	})
}

func TestWhatCannotBeEntered(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		good := Fields{Author: "Ban Tổ chức Trung ương", Subject: "về công tác cán bộ"}
		with := func(change func(*Entry)) Entry {
			e := Entry{OrganID: province, Source: Paper, Fields: good}
			change(&e)
			return e
		}
		for name, test := range map[string]struct {
			who   string
			entry Entry
			want  string
		}{
			"by a chuyên viên":         {specialist, with(func(*Entry) {}), ErrForbidden.Code},
			"by quản trị":              {admin, with(func(*Entry) {}), ErrForbidden.Code},
			"for another office":       {registrar, with(func(e *Entry) { e.OrganID = "xa-du-tuyphong" }), ErrFieldInvalid.Code},
			"from inside":              {registrar, with(func(e *Entry) { e.Source = Inside }), ErrFieldInvalid.Code},
			"a secret subject":         {registrar, with(func(e *Entry) { e.Fields.Subject = "về phương án (MẬT)" }), "SECRET_REFUSED"},
			"a date ahead":             {registrar, with(func(e *Entry) { e.Fields.DocumentDate = "2027-01-01" }), ErrFieldInvalid.Code},
			"an urgency that is none":  {registrar, with(func(e *Entry) { e.Fields.Urgency = "rất khẩn" }), ErrFieldInvalid.Code},
			"fewer than no pages":      {registrar, with(func(e *Entry) { e.Fields.Pages = -1 }), ErrFieldInvalid.Code},
			"an author too long":       {registrar, with(func(e *Entry) { e.Fields.Author = strings.Repeat("a", authorLimit+1) }), ErrFieldInvalid.Code},
			"passed to nobody":         {registrar, with(func(e *Entry) { e.PassedTo = "person-nobody" }), ErrPartUnknown.Code},
			"an author nobody has":     {registrar, with(func(e *Entry) { e.Fields.AuthorID = "no-organ" }), "ORGAN_UNKNOWN"},
			"a subject with a NUL":     {registrar, with(func(e *Entry) { e.Fields.Subject = "a\x00" }), ErrFieldInvalid.Code},
			"by a person of the world": {"", with(func(*Entry) {}), ErrForbidden.Code},
		} {
			before := h.rows()
			actor := authz.Actor{Kind: authz.Guest, GuestDocument: "x"}
			if test.who != "" {
				actor = h.as(test.who)
			}
			if _, err := h.Enter(h.ctx, actor, test.entry); code(err) != test.want {
				t.Errorf("%s: %v", name, err)
			}
			if before != h.rows() {
				t.Errorf("%s: something was written", name)
			}
		}
	})
}

// scanned is a PDF of n pages with a picture on each, as a scanner makes it.
func scanned(t testing.TB, n int) []byte {
	t.Helper()
	w := pdf.New(pdf.Meta{Title: "Bản quét"})
	for i := range n {
		w.AddPage(595.28, 841.89)
		w.Begin("P")
		w.Text(90, 100, pdf.Style{}, 14, fmt.Sprintf("Trang %d", i+1))
		w.End()
	}
	b, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAScanOfThreeHundredPages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a, err := h.Enter(h.ctx, h.as(registrar), Entry{OrganID: province, Source: Scan, Fields: Fields{Symbol: "12-CV/BTCTW", Author: "Ban Tổ chức Trung ương", Subject: "về hồ sơ"}})
		h.must(err)
		raw := scanned(t, 300)
		files, events := h.count("arrival_file"), h.count("audit_event")
		// The bytes of a scanner's pictures, behind the end of the file as a comment: long, and still the same file.
		f, err := h.Upload(h.ctx, h.as(registrar), At{ID: a.ID}, `C:\quét\hồ sơ "300" trang.pdf`, bytes.NewReader(raw))
		h.must(err)
		if f.Pages != 300 || f.Verdict != None || f.Name != "hồ sơ 300 trang.pdf" || f.MediaType != "application/pdf" || f.Size != int64(len(raw)) {
			t.Errorf("%+v", f)
		}
		if a, b := h.count("arrival_file")-files, h.count("audit_event")-events; a != 1 || b != 1 {
			t.Errorf("300 pages leave %d files and %d events", a, b)
		}
		v, err := h.Show(h.ctx, h.as(registrar), a.ID)
		h.must(err)
		if v.Pages != 300 || v.Arrival.Verdict != None || len(v.Files) != 1 || v.KindName != "Công văn" && v.KindName != "" {
			t.Errorf("%+v", v.Arrival)
		}
		content, err := h.Open(h.ctx, h.as(secretary), a.ID, f.ID)
		h.must(err)
		read, err := io.ReadAll(content.Reader)
		h.must(err)
		h.must(content.Reader.Close())
		if !bytes.Equal(read, raw) {
			t.Error("the file is not what came")
		}
		if _, err := h.Open(h.ctx, h.as(specialist), a.ID, f.ID); code(err) != ErrNotFound.Code {
			t.Errorf("a stranger reads the file: %v", err)
		}
	})
}

// cutReader breaks off in the middle.
type cutReader struct{ r io.Reader }

func (c cutReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func TestUploadsThatAreRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.paper("3-CV/X")
		for name, test := range map[string]struct {
			file string
			r    io.Reader
			want string
		}{
			"nothing":           {"a.pdf", strings.NewReader(""), ErrFileEmpty.Code},
			"cut in the middle": {"a.pdf", cutReader{strings.NewReader("%PDF-1.4")}, "UPLOAD_CUT"},
			"a secret name":     {"TỐI MẬT.pdf", strings.NewReader("%PDF-1.4"), "SECRET_REFUSED"},
			"a secret text":     {"a.txt", strings.NewReader("ỦY BAN\nTUYỆT MẬT\n"), "SECRET_REFUSED"},
			"no name":           {"..", strings.NewReader("%PDF-1.4"), ErrFileName.Code},
		} {
			before := h.rows()
			if _, err := h.Upload(h.ctx, h.as(registrar), At{ID: a.ID}, test.file, test.r); code(err) != test.want {
				t.Errorf("%s: %v", name, err)
			}
			if before != h.rows() {
				t.Errorf("%s: something was written", name)
			}
		}
		// A broken PDF is kept as it came, and said to be broken.
		f, err := h.Upload(h.ctx, h.as(registrar), At{ID: a.ID}, "hong.pdf", strings.NewReader("%PDF-1.4\nhỏng"))
		if err != nil || f.Verdict != string(signature.Invalid) || f.Pages != 0 || len(f.Report.Reasons) == 0 {
			t.Errorf("%+v %v", f, err)
		}
		if _, err := h.Register(h.ctx, h.as(registrar), At{ID: a.ID}, Registration{}); code(err) != ErrSignature.Code {
			t.Errorf("registered without a word: %v", err)
		}
		if _, err := h.Register(h.ctx, h.as(registrar), At{ID: a.ID}, Registration{Anyway: "bản giấy có dấu đỏ"}); err != nil {
			t.Error(err)
		}
	})
}
