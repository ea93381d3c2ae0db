package signoff

import (
	"context"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/layout"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// issuers has one organ of every class that issues documents.
var issuers = []directory.Organ{
	{Class: directory.ProvinceCommittee, Regime: directory.Party, Level: "tinh", Name: "Tỉnh ủy Sông Lam", ShortNames: []string{"Tỉnh ủy"}, Body: "BAN THƯỜNG VỤ"},
	{Class: directory.ProvinceOffice, Regime: directory.Party, Level: "tinh", Name: "Văn phòng Tỉnh ủy Sông Lam", ShortNames: []string{"Văn phòng Tỉnh ủy"}, HeadPosition: "CHÁNH VĂN PHÒNG"},
	{Class: directory.PartyBoard, Regime: directory.Party, Level: "tinh", Name: "Ban Tổ chức Tỉnh ủy Sông Lam", ShortNames: []string{"Ban Tổ chức Tỉnh ủy"}, HeadPosition: "TRƯỞNG BAN"},
	{Class: directory.InspectionCommittee, Regime: directory.Party, Level: "tinh", Name: "Ủy ban Kiểm tra Tỉnh ủy Sông Lam", ShortNames: []string{"Ủy ban Kiểm tra Tỉnh ủy"}, Body: "ỦY BAN KIỂM TRA"},
	{Class: directory.DistrictCommittee, Regime: directory.Party, Level: "huyen", Name: "Huyện ủy Tuy Phong", Body: "BAN THƯỜNG VỤ"},
	{Class: directory.DistrictOffice, Regime: directory.Party, Level: "huyen", Name: "Văn phòng Huyện ủy Tuy Phong", HeadPosition: "CHÁNH VĂN PHÒNG"},
	{Class: directory.CommuneCommittee, Regime: directory.Party, Level: "xa", Name: "Đảng ủy xã Thạch Bàn", Body: "BAN THƯỜNG VỤ"},
	{Class: directory.CommunePartyOffice, Regime: directory.Party, Level: "xa", Name: "Văn phòng Đảng ủy xã Thạch Bàn", ShortNames: []string{"Văn phòng Đảng ủy"}, HeadPosition: "CHÁNH VĂN PHÒNG"},
	{Class: directory.CommunePartyBoard, Regime: directory.Party, Level: "xa", Name: "Ban Xây dựng Đảng Đảng ủy xã Thạch Bàn", ShortNames: []string{"Ban Xây dựng Đảng"}, HeadPosition: "TRƯỞNG BAN"},
	{Class: directory.Cell, Regime: directory.Party, Level: "xa", Name: "Chi bộ Văn phòng", Body: "CHI BỘ"},
	{Class: directory.FatherlandFront, Regime: directory.Party, Level: "tinh", Name: "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sông Lam", ShortNames: []string{"Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"}, Body: "BAN THƯỜNG TRỰC"},
	{Class: directory.MassOrganisation, Regime: directory.Party, Level: "tinh", Name: "Hội Nông dân tỉnh Sông Lam", ShortNames: []string{"Hội Nông dân tỉnh"}, Body: "BAN THƯỜNG VỤ"},
	{Class: directory.ProvincePeopleCommittee, Regime: directory.State, Level: "tinh", Name: "Ủy ban nhân dân tỉnh Sông Lam", ShortNames: []string{"Ủy ban nhân dân tỉnh"}, Body: "ỦY BAN NHÂN DÂN"},
	{Class: directory.ProvincePCOffice, Regime: directory.State, Level: "tinh", Name: "Văn phòng Ủy ban nhân dân tỉnh Sông Lam", HeadPosition: "CHÁNH VĂN PHÒNG"},
	{Class: directory.Department, Regime: directory.State, Level: "tinh", Name: "Sở Nội vụ tỉnh Sông Lam", ShortNames: []string{"Sở Nội vụ"}, HeadPosition: "GIÁM ĐỐC"},
	{Class: directory.CommunePeopleCommittee, Regime: directory.State, Level: "xa", Name: "Ủy ban nhân dân phường Vĩnh An", Body: "ỦY BAN NHÂN DÂN"},
}

// Every template, for every organ that may issue its kind: what is filled in reads as a document, makes pages, and the
// checker finds nothing wrong with it but the places that wait for words.
func TestEveryTemplateMakesADocument(t *testing.T) {
	t.Parallel()
	for _, template := range document.AllTemplates() {
		t.Run(template.ID, func(t *testing.T) {
			t.Parallel()
			kind, err := document.KindByID(template.Regime, template.Kind)
			if err != nil {
				t.Fatal(err)
			}
			used := 0
			for _, issuer := range issuers {
				if string(issuer.Regime) != template.Regime || !slices.Contains(kind.Classes, issuer.Class) {
					continue
				}
				used++
				for _, on := range []store.Date{"2014-06-20", "2026-11-20"} {
					if issuer.Level == "huyen" && on > "2025-06-30" { // the districts ended
						continue
					}
					text, err := template.Fill(document.TemplateContext{Issuer: issuer, Unit: directory.Organ{Code: "TH"}, On: on})
					if err != nil {
						t.Errorf("%s: %v", issuer.Class, err)
						continue
					}
					mustMakeADocument(t, template, kind, issuer, on, text)
				}
			}
			if used == 0 && template.ID != "state-nghi-quyet" { // a people's council's: the directory has no such class yet
				t.Error("no organ of ours may use it")
			}
		})
	}
}

func mustMakeADocument(t *testing.T, template document.Template, kind document.Kind, issuer directory.Organ, on store.Date, text string) {
	t.Helper()
	r, err := ReadText(text)
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.Join(append(append([]string{r.Subject, r.RecipientsText}, r.Addressees...), r.Body.Text()), "\n")
	for _, p := range document.Placeholders(text) {
		if !strings.Contains(strings.Join(strings.Fields(whole), " "), p) {
			t.Errorf("%s: %s is lost on the way", issuer.Class, p)
		}
	}
	switch {
	case len(r.Unplaced) > 0 || r.SignerName != "" || len(r.Formula) > 0:
		t.Errorf("%s: read with leftovers: %q %q %q", issuer.Class, r.Unplaced, r.SignerName, r.Formula)
	case kind.PrintsName && r.Kind != template.Kind:
		t.Errorf("%s: read as %q", issuer.Class, r.Kind)
	case r.Subject == "" || len(r.Body.Blocks) < 4:
		t.Errorf("%s: no trích yếu, or too little text: %q, %d blocks", issuer.Class, r.Subject, len(r.Body.Blocks))
	case (kind.Recipients == document.Required) != r.HasRecipients && kind.Recipients != document.Optional:
		t.Errorf("%s: Nơi nhận: %q", issuer.Class, r.RecipientsText)
	case kind.Addressed == document.Required && r.AddressWord != kind.AddressWord:
		t.Errorf("%s: %q instead of %q", issuer.Class, r.AddressWord, kind.AddressWord)
	case strings.Contains(whole, "{{"):
		t.Errorf("%s: a field was not filled:\n%s", issuer.Class, whole)
	}
	class := issuer.Class
	for _, f := range format.Check(format.Content{
		Regime: template.Regime, Kind: kind, Subject: r.Subject, AddressWord: r.AddressWord, Addressees: r.Addressees,
		Body: r.Body, RecipientsText: r.RecipientsText, IssuerClass: class, On: on, Place: "Vĩnh An",
	}) {
		if !strings.HasPrefix(f.Code, "PLACEHOLDER") {
			t.Errorf("%s, %s: %s %s %s: %s (%s)", class, on, f.Level, f.Rule, f.Code, f.Message, f.Where)
		}
	}
	sheet := layout.Sheet{
		Regime: template.Regime, On: on, Issuer: []string{strings.ToUpper(issuer.Name)}, Symbol: kind.SymbolFor("X", "TH"), Place: "Vĩnh An",
		Subject: r.Subject, Addressees: r.Addressees, AddressWord: r.AddressWord, Body: r.Body, Recipients: recipientLines(r.RecipientsText),
		Formula: []string{"CHỦ TỊCH"}, SignerName: "Trần Hữu Đức", Year: "2026",
	}
	if kind.PrintsName {
		sheet.KindName = strings.ToUpper(kind.Name)
	}
	if rendition, err := layout.Render(sheet); err != nil || rendition.Pages == 0 {
		t.Errorf("%s: %d pages, %v", class, rendition.Pages, err)
	}
}

func TestADraftBeginsFromATemplate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		filled, err := o.Template(ctx, o.id(drafter), "party-bao-cao-thang", "")
		if err != nil || filled.Issuer.ID != "bt-vptu" || !strings.Contains(filled.Text, "kết quả công tác tháng 5 năm 2014, nhiệm vụ tháng 6 năm 2014") || len(filled.Placeholders) < 5 {
			t.Fatalf("%+v, %v", filled, err)
		}
		v, err := o.Draft(ctx, o.id(drafter), DraftInput{Template: "party-bao-cao-thang", Signer: o.id(signer), RecipientsText: "- Lưu Văn phòng Tỉnh ủy."})
		if err != nil {
			t.Fatal(err)
		}
		if v.Kind.ID != "report" || v.Content.Subject != "kết quả công tác tháng 5 năm 2014, nhiệm vụ tháng 6 năm 2014" || v.Content.RecipientsText != "- Lưu Văn phòng Tỉnh ủy." ||
			v.Content.SourceSHA256 != "" || len(document.Placeholders(v.Content.Body.Text())) < 5 {
			t.Errorf("%+v", v.Content)
		}
		own, err := o.Draft(ctx, o.id(drafter), DraftInput{Template: "party-bao-cao-thang", Text: "BÁO CÁO\nvề việc khác\n\nCó một việc khác."})
		if err != nil || own.Content.Subject != "về việc khác" || own.Content.SourceSHA256 == "" {
			t.Errorf("a text of one's own: %+v, %v", own.Content, err)
		}
		for name, test := range map[string]struct {
			in   DraftInput
			who  string
			code string
		}{
			"unknown": {DraftInput{Template: "party-thu-tinh"}, drafter, "TEMPLATE_UNKNOWN"}, "another kind": {DraftInput{Template: "party-ke-hoach", Kind: "notice"}, drafter, "TEMPLATE_KIND"},
			"the other regime": {DraftInput{Template: "state-ke-hoach"}, drafter, "TEMPLATE_REGIME"}, "no right": {DraftInput{Template: "party-ke-hoach"}, clerk, "FORBIDDEN"},
			"not this issuer's": {DraftInput{Template: "party-chi-thi"}, drafter, "KIND_NOT_ALLOWED"}, "another office": {DraftInput{Template: "party-ke-hoach", Issuer: "bt-btctu"}, drafter, "FORBIDDEN"},
		} {
			t.Log(name)
			o.refused(test.code, func() error { _, err := o.Draft(ctx, o.id(test.who), test.in); return err })
			if test.in.Kind == "" {
				if _, err := o.Template(ctx, o.id(test.who), test.in.Template, test.in.Issuer); fault.Of(err).Code != test.code {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	})
}

func TestADecisionsOwnWordIsNoKind(t *testing.T) {
	t.Parallel()
	body := "*Căn cứ Luật Tổ chức chính quyền địa phương;*\n\n*Theo đề nghị của Chánh Văn phòng.*\n\n**QUYẾT ĐỊNH:**\n\nĐiều 1. Ban hành quy chế.\n\nĐiều 2. Thi hành./."
	alone, err := ReadText(body)
	if err != nil || len(alone.Body.Blocks) != 5 || alone.Subject != "" || alone.Kind != "" || len(alone.Unplaced) != 0 {
		t.Errorf("%d blocks, %q, %q, %v", len(alone.Body.Blocks), alone.Subject, alone.Unplaced, err)
	}
	whole, err := ReadText("QUYẾT ĐỊNH\nVề việc ban hành quy chế\n\n" + body)
	if err != nil || len(whole.Body.Blocks) != 5 || whole.Subject != "Về việc ban hành quy chế" || whole.Kind != "decision" {
		t.Errorf("%+v, %v", whole, err)
	}
}
