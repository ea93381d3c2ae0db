package directory_test

import (
	"slices"
	"strings"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// holder finds the n-th holder (from 0) of a position in an organ.
func holder(t *testing.T, tx *store.Tx, organ, position string, n int, on store.Date) directory.HoldingView {
	t.Helper()
	for _, h := range must[[]directory.HoldingView](t)(directory.Holdings(tx, organ, on)) {
		if h.Position == position {
			if n--; n < 0 {
				return h
			}
		}
	}
	t.Fatalf("nobody is %s at %s on %s", position, organ, on)
	return directory.HoldingView{}
}

// testSigningFormula is the catalogue of signature blocks (domain §3.4) over the demo's people.
func testSigningFormula(t *testing.T, tx *store.Tx) {
	rows := []struct {
		name, at, position string
		nth                int
		issuer, behalf     string
		kind               string
		on                 store.Date
		want               string // lines parted by " / "; a fault's code in capitals with an underscore
		capacity, body     string
	}{
		{name: "Party head", at: "bt-tu", position: "BÍ THƯ", issuer: "bt-tu", on: then, want: "T/M BAN THƯỜNG VỤ / BÍ THƯ", body: "BAN THƯỜNG VỤ"},
		{name: "Party deputy is no K/T", at: "bt-tu", position: "PHÓ BÍ THƯ", nth: 1, issuer: "bt-tu", on: then, want: "T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ", body: "BAN THƯỜNG VỤ"},
		{name: "for the collective by name", at: "ld-tu", position: "PHÓ BÍ THƯ", issuer: "ld-tu", behalf: "ld-btv-tinh-uy", on: today, want: "T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ", body: "BAN THƯỜNG VỤ"},
		{name: "a member is no signer", at: "bt-tu", position: "ỦY VIÊN BAN THƯỜNG VỤ", issuer: "bt-tu", on: then, want: "SIGNER_NOT_ENTITLED"},
		{name: "Party agency head", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-vptu", on: then, want: "CHÁNH VĂN PHÒNG"},
		{name: "conveys for another organ", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-vptu", behalf: "bt-thuong-truc-tinh-uy", on: then, want: "CHÁNH VĂN PHÒNG"},
		{name: "conveys for another organ by its id", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-vptu", behalf: "bt-tu", on: then, want: "CHÁNH VĂN PHÒNG"},
		{name: "for nobody known", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-vptu", behalf: "nowhere", on: then, want: "BODY_UNKNOWN"},
		{name: "Party agency deputy", at: "bt-vptu", position: "PHÓ CHÁNH VĂN PHÒNG", issuer: "bt-vptu", on: then, want: "K/T CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG"},
		{name: "inspection committee", at: "ld-ubkttu", position: "PHÓ CHỦ NHIỆM", issuer: "ld-ubkttu", on: today, want: "T/M ỦY BAN KIỂM TRA / PHÓ CHỦ NHIỆM", body: "ỦY BAN KIỂM TRA"},
		{name: "State head", at: "ld-ubnd", position: "CHỦ TỊCH", issuer: "ld-ubnd", on: today, want: "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH", body: "ỦY BAN NHÂN DÂN"},
		{name: "State deputy", at: "ld-ubnd", position: "PHÓ CHỦ TỊCH", issuer: "ld-ubnd", on: today, want: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", body: "ỦY BAN NHÂN DÂN"},
		{name: "sở head", at: "ld-snv", position: "GIÁM ĐỐC", issuer: "ld-snv", on: today, want: "GIÁM ĐỐC"},
		{name: "sở deputy", at: "ld-snv", position: "PHÓ GIÁM ĐỐC", issuer: "ld-snv", on: today, want: "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"},
		{name: "T/L", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-tu", kind: "notice", on: then, want: "T/L BAN THƯỜNG VỤ / CHÁNH VĂN PHÒNG", capacity: "mandate-bt-tl-cvp", body: "BAN THƯỜNG VỤ"},
		{name: "T/L of another kind", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-tu", kind: "resolution", on: then, want: "SIGNER_NOT_ENTITLED"},
		{name: "T/L of an unnamed kind", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-tu", on: then, want: "SIGNER_NOT_ENTITLED"},
		{name: "T/L after its end", at: "bt-vptu", position: "CHÁNH VĂN PHÒNG", issuer: "bt-tu", kind: "notice", on: "2015-10-17", want: "SIGNER_NOT_ENTITLED"},
		{name: "TL", at: "ld-vpubnd", position: "CHÁNH VĂN PHÒNG", issuer: "ld-ubnd", kind: "official_letter", on: today, want: "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG", capacity: "mandate-ubnd-tl-cvp"},
		{name: "TUQ", at: "ld-sxd", position: "GIÁM ĐỐC", issuer: "ld-ubnd", kind: "report", on: today, want: "TUQ. CHỦ TỊCH / GIÁM ĐỐC SỞ XÂY DỰNG", capacity: "mandate-ubnd-tuq-sxd"},
		{name: "TUQ on its last day", at: "ld-sxd", position: "GIÁM ĐỐC", issuer: "ld-ubnd", kind: "report", on: "2026-12-31", want: "TUQ. CHỦ TỊCH / GIÁM ĐỐC SỞ XÂY DỰNG", capacity: "mandate-ubnd-tuq-sxd"},
		{name: "TUQ a day later", at: "ld-sxd", position: "GIÁM ĐỐC", issuer: "ld-ubnd", kind: "report", on: "2027-01-01", want: "SIGNER_NOT_ENTITLED"},
		{name: "văn thư never", at: "ld-vptu-hc", position: "VĂN THƯ", issuer: "ld-vptu", on: today, want: "SIGNER_NOT_ENTITLED"},
		{name: "a unit issues nothing", at: "ld-vptu-th", position: "TRƯỞNG PHÒNG", issuer: "ld-vptu-th", on: today, want: "SIGNER_NOT_ENTITLED"},
		{name: "closed issuer", at: "ld-tu", position: "BÍ THƯ", issuer: "bt-tu", on: today, want: "ORGAN_CLOSED"},
		{name: "unknown issuer", at: "ld-tu", position: "BÍ THƯ", issuer: "nowhere", on: today, want: "ORGAN_UNKNOWN"},
	}
	for _, r := range rows {
		signer := holder(t, tx, r.at, r.position, r.nth, r.on)
		f, err := directory.SigningFormulaFor(tx, signer.PersonID, r.issuer, r.behalf, r.kind, r.on)
		if strings.Contains(r.want, "_") {
			t.Log(r.name, refused(t, err, r.want).Detail)
			continue
		}
		if r.capacity == "" {
			r.capacity = directory.Own
		}
		if got := strings.Join(f.Lines, " / "); err != nil || got != r.want || f.Capacity != r.capacity || f.Body != r.body || f.Position != f.Lines[len(f.Lines)-1] {
			t.Errorf("%s: %q %+v, %v; want %q", r.name, got, f, err, r.want)
		}
	}
}

// TestActingAndDelegatedDeputy changes the demo: an acting director, and a deputy chief ordered to sign.
func TestActingAndDelegatedDeputy(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		var acting, deputy string
		change(t, s, func(tx *store.Tx) error {
			head := holder(t, tx, "ld-stc", "GIÁM ĐỐC", 0, today)
			second := holder(t, tx, "ld-stc", "PHÓ GIÁM ĐỐC", 0, today)
			acting = second.PersonID
			for _, h := range []string{head.ID, second.ID} {
				if err := directory.EndHolding(tx, editor, h, "2026-10-31"); err != nil {
					return err
				}
			}
			err := directory.AddHolding(tx, editor, directory.Holding{ID: store.NewID(), PersonID: acting, OrganID: "ld-stc",
				Position: "GIÁM ĐỐC", Title: "Q. Giám đốc Sở Tài chính", Role: "leader", Standing: directory.Acting, Rank: 1, From: "2026-11-01"})
			if err != nil {
				return err
			}
			deputy = holder(t, tx, "ld-vpubnd", "PHÓ CHÁNH VĂN PHÒNG", 0, today).PersonID
			return directory.AddMandate(tx, editor, directory.Mandate{ID: "deputy-tl", GrantorID: holder(t, tx, "ld-ubnd", "CHỦ TỊCH", 0, today).PersonID,
				GranteeID: deputy, OrganID: "ld-ubnd", Formula: "TL", From: "2026-11-01", SourceDocument: "Quy chế làm việc", ForDeputy: true})
		})
		look(t, s, func(tx *store.Tx) {
			f, err := directory.SigningFormula(tx, acting, "ld-stc", "", today)
			if err != nil || !slices.Equal(f.Lines, []string{"Q. GIÁM ĐỐC"}) {
				t.Errorf("acting: %+v, %v", f, err)
			}
			f, err = directory.SigningFormula(tx, acting, "ld-stc", "", "2026-10-31")
			if err != nil || !slices.Equal(f.Lines, []string{"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"}) {
				t.Errorf("the day before: %+v, %v", f, err)
			}
			f, err = directory.SigningFormula(tx, deputy, "ld-ubnd", "", today)
			if err != nil || !slices.Equal(f.Lines, []string{"TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"}) {
				t.Errorf("ordered deputy: %+v, %v", f, err)
			}
		})
	})
}

// TestMandateEndsWithItsGrantor: the grantor must be the office-holder on the day of signing.
func TestMandateEndsWithItsGrantor(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	var grantee string
	demo(t, s, func(tx *store.Tx) { grantee = holder(t, tx, "ld-vpubnd", "CHÁNH VĂN PHÒNG", 0, today).PersonID })
	change(t, s, func(tx *store.Tx) error {
		return directory.EndHolding(tx, editor, holder(t, tx, "ld-ubnd", "CHỦ TỊCH", 0, today).ID, "2026-11-21")
	})
	look(t, s, func(tx *store.Tx) {
		if _, err := directory.SigningFormulaFor(tx, grantee, "ld-ubnd", "", "notice", "2026-11-21"); err != nil {
			t.Error(err)
		}
		_, err := directory.SigningFormulaFor(tx, grantee, "ld-ubnd", "", "notice", today)
		refused(t, err, "SIGNER_NOT_ENTITLED")
		for _, r := range must[[]string](t)(roleNames(tx, grantee, today)) {
			if strings.HasPrefix(r, "delegate") {
				t.Errorf("still a delegate: %s", r)
			}
		}
	})
}

func testSigners(t *testing.T, tx *store.Tx) {
	for kind, want := range map[string][]string{
		"decision": {"Chủ tịch UBND tỉnh", "Phó Chủ tịch Thường trực UBND tỉnh", "Phó Chủ tịch UBND tỉnh"},
		"report":   {"Chủ tịch UBND tỉnh", "Phó Chủ tịch Thường trực UBND tỉnh", "Phó Chủ tịch UBND tỉnh", "Giám đốc Sở Xây dựng"},
		"notice":   {"Chủ tịch UBND tỉnh", "Phó Chủ tịch Thường trực UBND tỉnh", "Phó Chủ tịch UBND tỉnh", "Chánh Văn phòng UBND tỉnh"},
	} {
		var titles []string
		for _, signer := range must[[]directory.Signer](t)(directory.Signers(tx, "ld-ubnd", kind, today)) {
			titles = append(titles, signer.Title)
		}
		if !slices.Equal(titles, want) {
			t.Errorf("%s: %q, want %q", kind, titles, want)
		}
	}
}
