package task

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Every office of these tests begins with the queue and the demo, loaded once.
func init() { storetest.Prepare(jobs.Migrate, directory.LoadDemo) }

// The cast: who gives, who gets, who has nothing to do with it. All of Bình Thuận on 10 June 2014.
const (
	drafter   = "thuan.qn" // chuyên viên of Văn phòng Tỉnh ủy
	head      = "loc.vv"   // trưởng phòng, the drafter's unit
	chief     = "lieu.td"  // phó chánh văn phòng
	secretary = "an.tq"    // phó bí thư Tỉnh ủy: the concluding authority
	clerk     = "duyen.tt" // văn thư of Huyện ủy Tuy Phong, the lead
	leader    = "bach.tt"  // bí thư Huyện ủy
	worker    = "tung.hd"  // chuyên viên of Huyện ủy, given the task where a test says so
	front     = "ngan.dp"  // văn thư of the Mặt trận, which helps
	stranger  = "chau.bh"  // văn thư of Ban Dân vận: gets the document, has no task
	peer      = "nhi.tk"   // chuyên viên beside the drafter
)

const (
	district = "bt-hu-tuyphong"
	mttq     = "bt-mttq-tuyphong"
)

// office is the room over the demo's directory on a date that a test may move.
type office struct {
	*testing.T
	store   *store.Store
	service *Service
	on      store.Date
}

func openOffice(t *testing.T, s *store.Store) *office {
	t.Helper()
	ctx := context.Background()
	o := &office{T: t, store: s, on: "2014-06-10"}
	o.must(directory.LoadDemo(ctx, s))
	o.must(jobs.Migrate(ctx, s))
	policy, err := authz.Load()
	o.must(err)
	blobs, err := blob.Folder(filepath.Join(t.TempDir(), "blobs"))
	o.must(err)
	o.service = New(s, policy, blobs, func() store.Date { return o.on })
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatalf("%v %v", err, fault.Of(err).Reasons)
	}
}

func (o *office) view(fn func(tx *store.Tx) error) {
	o.Helper()
	o.must(o.store.View(context.Background(), fn))
}

func (o *office) update(fn func(tx *store.Tx) error) {
	o.Helper()
	o.must(o.store.Update(context.Background(), fn))
}

// as is the actor behind an account.
func (o *office) as(username string) (a authz.Actor) {
	o.Helper()
	o.view(func(tx *store.Tx) error {
		p, known, err := directory.PersonByUsername(tx, username)
		if err == nil && !known {
			o.Fatalf("no account %q", username)
		}
		a = authz.Actor{Kind: authz.Person, PersonID: p.ID, Name: p.Name}
		return err
	})
	return a
}

const conclusionText = `Đồng chí Phó Bí thư Tỉnh ủy đã kết luận:
1. Trong năm 2013, Huyện ủy đã tập trung lãnh đạo, đạt nhiều kết quả.
2. Thời gian tới, đề nghị Ban Thường vụ Huyện ủy Tuy Phong quan tâm một số việc sau:
2.1- Xây dựng kế hoạch nâng cao chất lượng sinh hoạt chi bộ, phối hợp với Ủy ban Mặt trận Tổ quốc Việt Nam huyện Tuy Phong thực hiện, hoàn thành trước ngày 30/6/2014.
2.2- Đổi mới công tác dân vận của Đảng.
2.3- Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị - xã hội quan tâm tuyên truyền, giáo dục đoàn viên, hội viên.
2.4- Báo cáo tình hình hằng quý, trước ngày 15 tháng cuối quý về Văn phòng Tỉnh ủy.
Văn phòng Tỉnh ủy thông báo để Ban Thường vụ Huyện ủy Tuy Phong biết, triển khai thực hiện./.`

const recipientsText = `- Thường trực Tỉnh ủy;
- Các ban của Tỉnh ủy;
- Ban Thường vụ Huyện ủy Tuy Phong;
- Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị - xã hội huyện Tuy Phong;
- Lưu Văn phòng Tỉnh ủy.`

// draft writes a notice of Văn phòng Tỉnh ủy.
func (o *office) draft(text, recipients string) string {
	o.Helper()
	id := store.NewID()
	who := o.as(drafter)
	o.update(func(tx *store.Tx) error {
		d := document.Document{
			ID: id, Kind: "notice", Subkind: "notice.conclusion", Regime: "party", IssuerID: "bt-vptu", OfficeID: "bt-vptu", UnitID: "bt-vptu-th",
			DrafterID: who.PersonID, State: document.Drafting, OfficeDate: o.on,
		}
		c := document.Content{Subject: "kết luận của Thường trực Tỉnh ủy", RecipientsText: recipients, Body: bodyOf(text, true), AuthorID: who.PersonID}
		if err := document.Create(tx, &d, c); err != nil {
			return err
		}
		return document.Grant(tx, document.Access{DocumentID: id, PersonID: who.PersonID, Why: authz.Drafter},
			document.Access{DocumentID: id, OrganID: "bt-vptu", Why: authz.Office}, document.Access{DocumentID: id, OrganID: "bt-vptu-th", Why: authz.Unit})
	})
	return id
}

// issue does what signoff does at the end: the Nơi nhận frozen, the tasks delivered.
func (o *office) issue(id string) {
	o.Helper()
	o.update(func(tx *store.Tx) error {
		d, err := document.Load(tx, id)
		if err != nil {
			return err
		}
		c, err := document.ContentOf(tx, id, d.ContentVersion)
		if err != nil {
			return err
		}
		issuer, err := directory.OrganByID(tx, d.IssuerID)
		if err != nil {
			return err
		}
		env := distribution.Env{Issuer: issuer, On: o.on, Body: c.Body}
		r, err := distribution.Resolve(tx, distribution.ParseWith(c.RecipientsText, distribution.ContextOf(c.Body)), env)
		if err != nil {
			return err
		}
		at := tx.Now
		d.IssuedAt, d.DocumentDate, d.Symbol = &at, o.on, "05-TB/VPTU"
		if err := document.Change(tx, &d); err != nil {
			return err
		}
		deliveries, err := distribution.Freeze(tx, id, r, at)
		if err != nil {
			return err
		}
		return Deliver(tx, d, deliveries)
	})
}

// given confirms the list of a conclusion and issues it.
func (o *office) given() string {
	o.Helper()
	id := o.draft(conclusionText, recipientsText)
	_, err := o.service.ConfirmList(context.Background(), o.as(chief), id, 0)
	o.must(err)
	o.issue(id)
	return id
}

// find is the task of a document's paragraph with one lead.
func (o *office) find(documentID, ref, lead string) (t Task) {
	o.Helper()
	o.view(func(tx *store.Tx) error {
		tasks, err := tasksOfItems(tx, documentID)
		for _, one := range tasks {
			if one.Ref == ref && one.LeadID == lead {
				t = one
			}
		}
		return err
	})
	if t.ID == "" {
		o.Fatalf("no task %s of %s", ref, lead)
	}
	return t
}

// act does something and fails the test when it is refused.
func (o *office) act(who, id, name string, in Input) View {
	o.Helper()
	v, err := o.service.Act(context.Background(), o.as(who), id, name, in)
	o.must(err)
	return v
}

// evidence is a report's input.
var evidence = Input{Note: "Đã hoàn thành", Document: "12-BC/HU"}

// codeOf is the code of a refusal, then those of its reasons.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	f := fault.Of(err)
	codes := []string{f.Code}
	for _, r := range f.Reasons {
		codes = append(codes, r.Code)
	}
	return strings.Join(codes, " ")
}

// rows counts what a refusal must leave as it was.
func (o *office) rows() map[string]int64 {
	o.Helper()
	counts := map[string]int64{}
	o.view(func(tx *store.Tx) error {
		for _, table := range []string{"task_list", "task_item", "task", "report_obligation", "obligation_organ", "obligation_shift", "data_request", "data_answer",
			"task_access", "audit_event", "notice", "document_access", "river_job"} {
			var n int64
			if err := tx.DB().Raw("SELECT COUNT(*) FROM " + table).Scan(&n).Error; err != nil {
				return err
			}
			counts[table] = n
		}
		for table, column := range map[string]string{"task_list": "version", "task": "version", "report_obligation": "version", "data_request": "version", "data_answer": "version"} {
			var n int64
			if err := tx.DB().Raw("SELECT COALESCE(SUM(" + column + "), 0) FROM " + table).Scan(&n).Error; err != nil {
				return err
			}
			counts[table+" versions"] = n
		}
		return nil
	})
	return counts
}
