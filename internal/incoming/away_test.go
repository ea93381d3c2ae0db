package incoming

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/casefile"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// files is the room of hồ sơ, a floor below, over the same house.
func (h *house) files() *casefile.Service {
	return casefile.New(casefile.Config{Store: h.Store, Policy: h.Policy, Blobs: h.Blobs, Today: func() store.Date { return h.today }, Arrival: h.Paper, Arrivals: h.Papers})
}

// file opens a hồ sơ of the office, kept by somebody.
func (h *house) file(files *casefile.Service, code, keeper string) casefile.File {
	h.Helper()
	f, err := files.Add(h.ctx, h.as(keeper), casefile.Input{
		OrganID: officeID, Year: officeDay.Year(), Code: code, Title: "về " + code, Rule: casefile.Rules("party")[0].ID, Keeper: h.id(keeper),
	})
	h.must(err)
	return f
}

// What was dealt with goes into the office's open file that its code names; refused means that nothing of it happened.
func TestFilingIntoACaseFile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		files := h.files()
		mine, theirs := h.file(files, "01.TH", specialist), h.file(files, "02.HC", otherHead)
		away := func(a Arrival, code string) (Arrival, error) {
			return h.File(h.ctx, h.as(specialist), At{ID: a.ID}, code)
		}

		free, err := away(h.in(Done), "tủ 3, ngăn 2")
		if h.must(err); free.CaseFile != "tủ 3, ngăn 2" {
			t.Errorf("without a list of the year: %+v", free)
		}
		_, err = files.Add(h.ctx, h.as(registrar), casefile.Input{
			OrganID: officeID, Year: officeDay.Year(), Code: "03.TH", Title: "sẽ mở", Rule: casefile.Rules("party")[0].ID, Keeper: h.id(specialist), Planned: true,
		})
		h.must(err)
		_, err = files.IssuePlan(h.ctx, h.as(chief), officeID, officeDay.Year())
		h.must(err)
		a := h.in(Done)
		before := h.rows()
		for typed, want := range map[string]string{"tủ 3, ngăn 2": "CASE_FILE_UNKNOWN", theirs.Code: "CASE_FILE_NOT_YOURS", "03.TH": "CASE_FILE_NOT_OPEN", "": "CASE_FILE_MISSING"} {
			if _, err := away(a, typed); code(err) != want {
				t.Errorf("%q: %v, want %s", typed, err, want)
			}
		}
		if diff := cmp.Diff(before, h.rows()); diff != "" {
			t.Error("a refusal left something: " + diff)
		}
		a, err = away(a, " 01.th ")
		if h.must(err); a.CaseFile != mine.Code || a.State != Filed {
			t.Errorf("%+v", a)
		}
		v, err := files.Show(h.ctx, h.as(specialist), mine.ID)
		h.must(err)
		if len(v.Items) != 1 || v.Items[0].Source != casefile.FromArrival || v.Items[0].Paper.ID != a.ID || v.Items[0].Pages != 3 ||
			v.Items[0].Author != a.Author || v.Items[0].Symbol != a.Symbol {
			t.Errorf("%+v", v.Items)
		}
	})
}

// From the side of the file: an arrival that is registered and that the person may see; its signed PDF goes along.
func TestPuttingAnArrivalIntoACaseFile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		files := h.files()
		file, strange := h.file(files, "01.VT", registrar), h.file(files, "02.TH", colleague)
		d, deliveries := h.issue("08-TB/BTCTU", "- Tỉnh ủy Lâm Đồng;\n- Lưu Ban Tổ chức Tỉnh ủy.", nil)
		id := h.toProvince(deliveries).ID
		before := h.rows()
		if _, err := files.PutArrival(h.ctx, h.as(registrar), file.ID, id, ""); code(err) != "ARRIVAL_STATE" {
			t.Errorf("without số đến: %v", err)
		}
		if _, err := files.PutArrival(h.ctx, h.as(colleague), strange.ID, id, ""); code(err) != "ARRIVAL_NOT_FOUND" {
			t.Errorf("of others: %v", err)
		}
		if diff := cmp.Diff(before, h.rows()); diff != "" {
			t.Error("a refusal left something: " + diff)
		}
		_, err := h.Register(h.ctx, h.as(registrar), At{ID: id}, Registration{})
		h.must(err)
		_, err = files.PutArrival(h.ctx, h.as(registrar), file.ID, id, "bản chính")
		h.must(err)
		v, err := files.Show(h.ctx, h.as(registrar), file.ID)
		h.must(err)
		if len(v.Items) != 1 || v.Items[0].Blob != d.Sealed || v.Items[0].Symbol != "08-TB/BTCTU" || v.Items[0].Note != "bản chính" || !v.Items[0].Mine {
			t.Errorf("%+v", v.Items)
		}
		_, err = files.Share(h.ctx, h.as(registrar), file.ID, h.id(colleague), false)
		h.must(err)
		v, err = files.Show(h.ctx, h.as(colleague), file.ID)
		h.must(err)
		if len(v.Items) != 1 || v.Items[0].Mine {
			t.Errorf("to see the file opens the arrival: %+v", v.Items)
		}
	})
}
