package layout

import (
	"fmt"

	"trinhky/internal/layout/docx"
	"trinhky/internal/pdf"
)

// The styles of a Word file: ids for programs; their names, which people see, are Vietnamese.
const (
	styleMotto             = "TkMotto"
	styleSuperior          = "TkSuperior"
	styleIssuer            = "TkIssuer"
	styleMark              = "TkMark" // the "*" under an issuer, the hyphens under a trích yếu
	styleRule              = "TkRule" // a drawn rule
	styleNumber            = "TkNumber"
	styleDate              = "TkDate"
	styleLetterSubject     = "TkLetterSubject"
	styleUrgency           = "TkUrgency"
	styleCirculation       = "TkCirculation"
	styleDraft             = "TkDraft"
	styleKind              = "TkKind"
	styleSubject           = "TkSubject"
	styleAddress           = "TkAddress"
	styleBody              = "TkBody"
	styleGround            = "TkGround"
	styleItem              = "TkItem"
	styleDivision          = "TkDivision"
	styleHeading           = "TkHeading" // and the level
	styleTableHead         = "TkTableHead"
	styleTableCell         = "TkTableCell"
	styleFigure            = "TkFigure"
	styleCaption           = "TkCaption"
	styleNote              = "FootnoteText" // the names that Word and LibreOffice look for
	styleNoteMark          = "FootnoteReference"
	styleAppendix          = "TkAppendix"
	styleAppendixTitle     = "TkAppendixTitle"
	styleAppendixReference = "TkAppendixReference"
	styleRecipientsWord    = "TkRecipientsWord"
	styleRecipient         = "TkRecipient"
	styleTypist            = "TkTypist"
	styleAuthority         = "TkAuthority"
	stylePosition          = "TkPosition"
	styleMinutesFormula    = "TkMinutesFormula"
	styleSigner            = "TkSigner"
	styleCopyIssuer        = "TkCopyIssuer"
	styleCopyForm          = "TkCopyForm"
	styleCopyNumber        = "TkCopyNumber"
	styleCopyDate          = "TkCopyDate"
	styleContact           = "TkContact"
	stylePageNumber        = "TkPageNumber"
	styleEnd               = "TkEnd"
)

// styles gives every style of the rule set, also those that this document does not use: an office goes on with them.
func (w *wordWriter) styles() []docx.Style {
	r := w.rules
	c := r.Closing
	list := []docx.Style{
		{ID: "Normal", Name: "Normal", Default: true, Format: docx.Format{Spacing: &docx.Spacing{}}},
		centredStyle(styleMotto, "TK Tiêu đề", mottoRule(r)),
		centredStyle(styleSuperior, "TK Cơ quan cấp trên", r.Head.Superior),
		centredStyle(styleIssuer, "TK Cơ quan ban hành", r.Head.Issuer),
		centredStyle(styleMark, "TK Dấu dưới tên", r.Head.IssuerMark.TypeRule),
		{ID: styleRule, Name: "TK Đường kẻ", Based: "Normal", Format: docx.Format{Spacing: &docx.Spacing{Line: 1}, Align: "center"}, Font: docx.Font{Size: 1}},
		centredStyle(styleNumber, "TK Số, ký hiệu", r.Head.Number.TypeRule),
		centredStyle(styleDate, "TK Địa danh, ngày tháng", r.Head.Date.TypeRule),
		centredStyle(styleLetterSubject, "TK Trích yếu công văn", r.Head.LetterSubject.TypeRule),
		centredStyle(styleUrgency, "TK Độ khẩn", r.Stamps.Urgency.TypeRule),
		centredStyle(styleCirculation, "TK Phạm vi lưu hành", r.Stamps.Circulation.TypeRule),
		centredStyle(styleDraft, "TK Dự thảo", r.Stamps.Draft.TypeRule),
		centredStyle(styleKind, "TK Tên loại", r.Title.Kind),
		centredStyle(styleSubject, "TK Trích yếu", r.Title.Subject.TypeRule),
		plainStyle(styleAddress, "TK Kính gửi", r.Address.TypeRule, "left", nil),
		plainStyle(styleBody, "TK Nội dung", r.Body.Text.TypeRule, "both", &docx.Indent{First: r.Body.Text.Indent * mm}),
		plainStyle(styleGround, "TK Căn cứ", withStyle(r.Body.Text.TypeRule, r.Body.Grounds.Style), "both", &docx.Indent{First: r.Body.Text.Indent * mm}),
		plainStyle(styleItem, "TK Gạch đầu dòng", r.Body.Item.TypeRule, "both", &docx.Indent{First: r.Body.Item.Indent * mm}),
		outlined(centredStyle(styleDivision, "TK Chương, mục", r.Body.Divisions.TypeRule), 1),
	}
	for i, h := range r.Body.Headings {
		s := plainStyle(fmt.Sprint(styleHeading, i+1), fmt.Sprintf("TK Đề mục %d", i+1), h.TypeRule, "both", &docx.Indent{First: h.Indent * mm})
		list = append(list, outlined(s, i+1))
	}
	list = append(list,
		centredStyle(styleTableHead, "TK Đầu bảng", r.Table.Header),
		plainStyle(styleTableCell, "TK Ô bảng", r.Table.Cell, "left", nil),
		docx.Style{ID: styleFigure, Name: "TK Hình", Based: "Normal", Format: docx.Format{Spacing: &docx.Spacing{Before: r.Figure.Before}, Align: "center"}, Font: docx.Font{Size: 1}},
		centredStyle(styleCaption, "TK Tên hình", withStyle(r.Body.Text.TypeRule, r.Figure.CaptionStyle)),
		plainStyle(styleNote, "footnote text", r.Note.TypeRule, "both", &docx.Indent{First: r.Note.Indent * mm}),
		docx.Style{ID: styleNoteMark, Name: "footnote reference", Character: true, Font: docx.Font{Script: "superscript"}},
		outlined(centredStyle(styleAppendix, "TK Phụ lục", r.Appendix.Label), 1),
		centredStyle(styleAppendixTitle, "TK Tên phụ lục", r.Appendix.Title.TypeRule),
		centredStyle(styleAppendixReference, "TK Kèm theo", r.Appendix.Reference.TypeRule),
		plainStyle(styleRecipientsWord, "TK Nơi nhận", c.RecipientsWord.TypeRule, "left", nil),
		plainStyle(styleRecipient, "TK Dòng nơi nhận", c.Recipient, "left", hanging(c.Recipient, c.Marks.Bullet)),
		plainStyle(styleTypist, "TK Người đánh máy, số bản", c.Typist, "left", nil),
		centredStyle(styleAuthority, "TK Quyền hạn", c.Authority),
		centredStyle(stylePosition, "TK Chức vụ", c.Position),
		centredStyle(styleMinutesFormula, "TK Chức trách biên bản", r.Minutes.Formula),
		centredStyle(styleSigner, "TK Họ tên", c.Name),
		centredStyle(styleCopyIssuer, "TK Cơ quan sao", r.Copy.Issuer),
		centredStyle(styleCopyForm, "TK Hình thức sao", r.Copy.Form),
		centredStyle(styleCopyNumber, "TK Số bản sao", r.Copy.Number),
		centredStyle(styleCopyDate, "TK Ngày sao", r.Copy.Date),
		centredStyle(styleContact, "TK Địa chỉ liên hệ", r.Contact.TypeRule),
		centredStyle(stylePageNumber, "TK Số trang", r.PageNumber.TypeRule),
		docx.Style{ID: styleEnd, Name: "TK Cuối phần", Based: "Normal", Format: docx.Format{Spacing: &docx.Spacing{Line: 1}}, Font: docx.Font{Size: 1}},
	)
	for i := range list {
		list[i].Priority = i
		switch list[i].ID {
		case styleUrgency:
			list[i].Font.Color = r.Stamps.Urgency.Color.hex()
		case styleAppendixTitle:
			list[i].Font.Caps = r.Appendix.Title.Capitals
		}
	}
	return list
}

// plainStyle is the style of a rule.
func plainStyle(id, name string, t TypeRule, align string, indent *docx.Indent) docx.Style {
	style := t.style()
	return docx.Style{
		ID: id, Name: name, Based: "Normal",
		Format: docx.Format{Spacing: spacing(t, t.Before), Indent: indent, Align: align},
		Font:   docx.Font{Size: t.Size, Bold: style.Bold, Italic: style.Italic},
	}
}

func centredStyle(id, name string, t TypeRule) docx.Style {
	return plainStyle(id, name, t, "center", nil)
}

// outlined gives a style its place in the outline. What follows a heading is text.
func outlined(s docx.Style, level int) docx.Style {
	s.Format.Outline, s.Format.KeepNext, s.Format.KeepLines = min(level, 9), true, true
	s.Next = styleBody
	return s
}

func withStyle(t TypeRule, name string) TypeRule {
	if t.Style == "" || t.Style == "regular" {
		t.Style = name
	}
	return t
}

func mottoRule(r *RuleSet) TypeRule {
	if len(r.Head.Motto) == 0 {
		return r.Head.Issuer
	}
	return r.Head.Motto[0].TypeRule
}

// spacing is the exact leading of a rule, below a gap.
func spacing(t TypeRule, before float64) *docx.Spacing {
	return &docx.Spacing{Before: before, Line: t.Leading}
}

// hanging lets the lines of an item stand behind its bullet.
func hanging(t TypeRule, bullet string) *docx.Indent {
	wide := pdf.Width(t.style(), t.Size, bullet)
	return &docx.Indent{Left: wide, First: -wide}
}
