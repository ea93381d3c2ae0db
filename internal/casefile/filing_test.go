package casefile

import (
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Filing by a code: into the open file that it names; an unknown one is refused only where the office keeps a list.
func TestFilingByACode(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		d := r.document(document.Issued, "a", "2026-05-01", 2)
		away := func(person, code string) (got string, err error) {
			err = s.Update(r.ctx, func(tx *store.Tx) error {
				actor, err := r.actor(tx, who(person))
				if err != nil {
					return err
				}
				doc, err := document.Load(tx, d)
				if err != nil {
					return err
				}
				paper, err := PaperOf(tx, doc, 2)
				if err != nil {
					return err
				}
				got, err = FileAway(tx, Filing{Policy: r.Policy, Actor: actor, Capacity: "x", OrganID: doc.OfficeID, Paper: paper, Date: today}, code)
				return err
			})
			return got, err
		}
		got, err := away("thu", " tủ  3 ")
		if got != "tủ 3" || err != nil {
			t.Errorf("without a list: %q %v", got, err)
		}
		f := r.file("01.TH")
		in := input("02.TH", "khác")
		in.Planned, in.Keeper = true, "binh"
		_, err = r.Add(r.ctx, who("thu"), in)
		r.want(err, "done")
		_, err = r.IssuePlan(r.ctx, who("chanh"), "vptu", 2026)
		r.want(err, "done")
		for _, c := range []struct{ who, code, want string }{
			{"thu", "tủ 3", "CASE_FILE_UNKNOWN"}, {"thu", "02.TH", "CASE_FILE_NOT_OPEN"}, {"binh", "01.TH", "CASE_FILE_NOT_YOURS"},
			{"thu", "", "FIELD_MISSING"}, {"thu", "01.th", "done"}, {"an", "01.TH", "done"},
		} {
			got, err := away(c.who, c.code)
			r.want(err, c.want)
			if c.want == "done" && got != "01.TH" {
				t.Errorf("%q", got)
			}
		}
		v, err := r.Show(r.ctx, who("an"), f.ID)
		r.want(err, "done")
		if len(v.Items) != 1 || v.Items[0].Pages != 2 {
			t.Errorf("%+v", v.Items)
		}
		offer, err := r.Offer(r.ctx, who("binh"), "vptu")
		if err != nil || len(offer) != 0 {
			t.Errorf("%v %v", offer, err)
		}
		if offer, err = r.Offer(r.ctx, who("thu"), "vptu"); err != nil || len(offer) != 1 {
			t.Errorf("%v %v", offer, err)
		}
		r.verify()
	})
}
