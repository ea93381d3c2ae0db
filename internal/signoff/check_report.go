package signoff

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/format"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// CheckReport renders the Báo cáo thẩm định of the newest text: a report of the office that checks, to be signed by who
// asks for it. It is a courtesy, no document of the system: nothing of it is stored. Only whoever may check the form gets
// one; the other faults are those of signing for the office.
func (s *Service) CheckReport(ctx context.Context, personID, id string) (Bytes, error) {
	var sheet layout.Sheet
	err := s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		if !s.policy.Can(f.actor, authz.DocumentCheckFormat, f.place) {
			return errForbidden
		}
		if err := f.examine(tx); err != nil {
			return err
		}
		sheet, err = f.reportSheet(tx)
		return err
	})
	if err != nil {
		return Bytes{}, s.refused(ctx, personID, authz.DocumentCheckFormat, id, err)
	}
	rendition, err := heavy(ctx, s, personID, func() (layout.Rendition, error) { return layout.Render(sheet) })
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: nopCloser{bytes.NewReader(rendition.PDF)}, Name: "Báo cáo thẩm định.pdf"}, nil
}

// reportSheet is the page of the report: it bears the office's name, and its sender's formula.
func (f *facts) reportSheet(tx *store.Tx) (layout.Sheet, error) {
	office, err := directory.OrganAt(tx, f.document.OfficeID, f.on)
	if err != nil {
		return layout.Sheet{}, err
	}
	kind, err := document.KindByID(string(office.Regime), "report")
	if err != nil {
		return layout.Sheet{}, err
	}
	formula, err := directory.SigningFormulaFor(tx, f.actor.PersonID, office.ID, "", kind.ID, f.on)
	if err != nil {
		return layout.Sheet{}, err
	}
	body, err := f.reportBody(tx)
	if err != nil {
		return layout.Sheet{}, err
	}
	sheet := layout.Sheet{
		Regime: string(office.Regime), On: f.on, Issuer: printed(office), Symbol: kind.SymbolFor(office.Code, ""), Place: office.Place,
		KindName: strings.ToUpper(kind.Name), Subject: "thẩm định dự thảo " + f.draftName(), Body: body,
		Recipients: reportRecipients(f, office), Formula: formula.Lines, SignerName: f.actor.Name,
		Draft: fmt.Sprintf("Thẩm định dự thảo lần %d", f.document.ContentVersion), Year: fmt.Sprint(f.on.Year()), Author: office.Name, Created: f.now,
	}
	sheet.Superior, err = printedAbove(tx, office)
	return sheet, err
}

// draftName names the draft in a sentence: "thông báo về lịch trực".
func (f *facts) draftName() string {
	return strings.TrimSpace(lower(f.kind.Name) + " " + f.content.Subject)
}

func reportRecipients(f *facts, office directory.Organ) []string {
	above := f.issuer.Name
	if office.ID == f.issuer.ID {
		above = "Lãnh đạo " + office.Name
	}
	if office.Regime == directory.Party {
		return []string{"- " + above + ";", "- Lưu " + placeless(office.Name) + "."}
	}
	return []string{"- " + above + ";", "- Lưu: VT, VP."} // it is the văn phòng that reports
}

// placeless is a Party office's name as its archive line has it: "Văn phòng Tỉnh ủy", without the place (05-HD/VPTW 9.2.5).
func placeless(name string) string {
	for _, committee := range []string{"Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Quận ủy", "Đảng ủy"} {
		if before, _, found := strings.Cut(name, committee+" "); found {
			return before + committee
		}
	}
	return name
}

// reportBody follows the report that a commune's Party office issues: form, then substance, then what is proposed.
func (f *facts) reportBody(tx *store.Tx) (document.Body, error) {
	var b reportText
	b.paragraph("Văn phòng đã thẩm định dự thảo %s (lần %d) và báo cáo như sau:", f.draftName(), f.document.ContentVersion)
	b.heading("1.", "Thể thức văn bản")
	var bars, warnings, waived []format.Finding
	for _, found := range f.findings {
		_, let := f.waivers[found.ID]
		switch {
		case found.Level == format.LevelError:
			bars = append(bars, found)
		case let:
			waived = append(waived, found)
		default:
			warnings = append(warnings, found)
		}
	}
	b.findings("Lỗi phải sửa", bars)
	b.findings("Lưu ý", warnings)
	if err := f.waived(tx, &b, waived); err != nil {
		return document.Body{}, err
	}
	if len(f.findings) == 0 {
		b.paragraph("Dự thảo bảo đảm thể thức và kỹ thuật trình bày.")
	}
	b.heading("2.", "Nội dung và số liệu chuyên môn")
	if err := f.substance(tx, &b); err != nil {
		return document.Body{}, err
	}
	b.heading("3.", "Đề xuất, kiến nghị")
	end := "Đề nghị xem xét, ký ban hành"
	switch {
	case len(bars) > 0:
		end = "Đề nghị đơn vị soạn thảo sửa các lỗi đã nêu và trình thẩm định lại"
	case len(warnings) > 0:
		end = "Đề nghị đơn vị soạn thảo xem xét các lưu ý đã nêu trước khi trình ký"
	}
	mark := "."
	if rules, err := layout.Rules(f.document.Regime, f.on); err == nil {
		mark = rules.Ending.Want
	}
	b.paragraph("%s", end+mark)
	return document.Body{Blocks: b}, nil
}

// waived tells of each warning that was let stand who let it, and why.
func (f *facts) waived(tx *store.Tx, b *reportText, found []format.Finding) error {
	if len(found) == 0 {
		return nil
	}
	var people []string
	for _, one := range found {
		people = append(people, f.waivers[one.ID].PersonID)
	}
	names, err := peopleNames(tx, people)
	if err != nil {
		return err
	}
	b.paragraph("Lưu ý đã được chấp nhận, có lý do (%d):", len(found))
	for _, one := range found {
		waiver := f.waivers[one.ID]
		b.item("%s %s chấp nhận với lý do: %s.", told(one), names[waiver.PersonID], strings.TrimRight(oneLine(waiver.Reason), ". "))
	}
	return nil
}

// substance tells who answers for the content, and what was said of it: the checker of thể thức has no judgement there.
func (f *facts) substance(tx *store.Tx, b *reportText) error {
	if p := f.parts["approve"]; p.Person != "" {
		approver, _, err := directory.PersonByID(tx, p.Person)
		if err != nil {
			return err
		}
		b.paragraph("Nội dung do %s, %s, duyệt và chịu trách nhiệm.", approver.Name, p.Capacity)
	} else {
		b.paragraph("Nội dung chưa được lãnh đạo đơn vị soạn thảo duyệt.")
	}
	opinions, err := allOpinions(tx, f.document.ID)
	if err != nil {
		return err
	}
	var people, organs []string
	for _, o := range opinions {
		people, organs = append(people, o.PersonID), append(organs, o.OrganID)
	}
	names := map[string]string{} // of both: every id is one of a kind
	if err := namesOf(tx, people, organs, names, names); err != nil {
		return err
	}
	words := map[string]string{"agree": "đồng ý", "other": "có ý kiến khác", "not_mine": "không thuộc thẩm quyền", "none": "không có ý kiến"}
	for _, o := range opinions {
		verdict := words[o.Verdict]
		if verdict == "" {
			verdict = "chưa trả lời"
		}
		b.item("%s: %s.", names[cmp.Or(o.PersonID, o.OrganID)], strings.TrimRight(strings.TrimSpace(verdict+": "+oneLine(o.Comment)), ": ."))
	}
	return nil
}

// reportText is a body while it is written.
type reportText []document.Block

func (b *reportText) add(kind document.BlockKind, level int, ordinal, text string) {
	run := document.Run{Text: text, Bold: kind == document.Heading}
	*b = append(*b, document.Block{Kind: kind, Level: level, Ordinal: ordinal, Runs: []document.Run{run}})
}

func (b *reportText) heading(ordinal, text string) { b.add(document.Heading, 4, ordinal, text) }

func (b *reportText) paragraph(text string, args ...any) {
	b.add(document.Paragraph, 0, "", fmt.Sprintf(text, args...))
}

func (b *reportText) item(text string, args ...any) {
	b.add(document.Item, 1, "-", fmt.Sprintf(text, args...))
}

func (b *reportText) findings(title string, found []format.Finding) {
	if len(found) == 0 {
		return
	}
	b.paragraph("%s (%d):", title, len(found))
	for _, one := range found {
		b.item("%s", told(one))
	}
}

// told is a finding in a sentence.
func told(one format.Finding) string {
	where := one.Where
	if one.Paragraph > 0 {
		where = fmt.Sprintf("đoạn %d, “%s”", one.Paragraph, one.Where)
	}
	return fmt.Sprintf("%s (%s; %s): %s", one.Rule, where, one.Source, one.Message)
}
