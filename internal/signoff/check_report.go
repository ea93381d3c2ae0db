package signoff

import (
	"bytes"
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
	rendition, err := layout.Render(sheet)
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
	if office.SuperiorID != "" {
		superior, err := directory.OrganByID(tx, office.SuperiorID)
		if err != nil {
			return sheet, err
		}
		sheet.Superior = printed(superior)
	}
	return sheet, nil
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
		return []string{"- " + above + ";", "- Lưu " + office.Name + "."}
	}
	return []string{"- " + above + ";", "- Lưu: VT."}
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
	b.findings("Lưu ý đã được chấp nhận, có lý do", waived)
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
	words := map[string]string{"agree": "đồng ý", "other": "có ý kiến khác", "not_mine": "không thuộc thẩm quyền", "none": "không có ý kiến"}
	for _, o := range opinions {
		who := ""
		if o.PersonID != "" {
			person, _, err := directory.PersonByID(tx, o.PersonID)
			if err != nil {
				return err
			}
			who = person.Name
		} else {
			organ, err := directory.OrganByID(tx, o.OrganID)
			if err != nil {
				return err
			}
			who = organ.Name
		}
		verdict := words[o.Verdict]
		if verdict == "" {
			verdict = "chưa trả lời"
		}
		b.item("%s: %s.", who, strings.TrimRight(strings.TrimSpace(verdict+": "+oneLine(o.Comment)), ": ."))
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
		where := one.Where
		if one.Paragraph > 0 {
			where = fmt.Sprintf("đoạn %d, “%s”", one.Paragraph, one.Where)
		}
		b.item("%s (%s; %s): %s", one.Rule, where, one.Source, one.Message)
	}
}
