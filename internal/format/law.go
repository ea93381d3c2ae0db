package format

import "strings"

// law is what a code stands for: how grave it is, what is wanted, and which instrument says so in each regime. In a
// source {guide} is the guideline of the rule set in force on the date; {36:…} and {05:…} are a place in one of them,
// told only where that one is in force.
type law struct {
	level        Level
	wants        string
	party, state string
}

// The instruments. House is said of what no instrument lays down in words but the system does.
const (
	guide     = "{guide}"
	rules399  = "Quy định 399-QĐ/TW"
	rules66   = "Quy định 66-QĐ/TW, Điều 15"
	decree    = "NĐ 30/2020/NĐ-CP"
	annexI    = "NĐ 30/2020/NĐ-CP, Phụ lục I"
	annexIII  = "NĐ 30/2020/NĐ-CP, Phụ lục III"
	annexVI   = "NĐ 30/2020/NĐ-CP, Phụ lục VI"
	secrets   = "Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5"
	unicode15 = "TCVN 6909:2001"
	house     = "Quy tắc của hệ thống"
	directed  = "Danh bạ cơ quan, tổ chức"
)

// source is the law's instrument for the document at hand.
func (f *findings) source(l law) string {
	text := l.state
	if f.regime == "party" || text == "" {
		text = l.party
	}
	name := ""
	if f.rules != nil {
		name, _, _ = strings.Cut(f.rules.Source, " ngày ")
	}
	text = strings.ReplaceAll(text, guide, name)
	for _, of := range []string{"36", "05"} {
		before, rest, ok := strings.Cut(text, "{"+of+":")
		if !ok {
			continue
		}
		inside, after, _ := strings.Cut(rest, "}")
		text = before + after
		if strings.Contains(name, " "+of+"-HD/") {
			text = before + ", mục " + inside + after
		}
	}
	if text == "" {
		return house
	}
	return text
}

func warn(wants, party, state string) law { return law{LevelWarning, wants, party, state} }
func bar(wants, party, state string) law  { return law{LevelError, wants, party, state} }

// laws are all codes there are, by rule and code.
var laws = merged(headLaws, textLaws, closingLaws, pageLaws, wordLaws)

func merged(tables ...map[string]law) map[string]law {
	all := map[string]law{}
	for _, t := range tables {
		for name, l := range t {
			all[name] = l
		}
	}
	return all
}

var headLaws = map[string]law{
	"F01 TWO_TITLES":     bar("Chỉ một: tiêu đề “Đảng Cộng sản Việt Nam” (văn bản của Đảng) hoặc Quốc hiệu và Tiêu ngữ (văn bản của Nhà nước).", rules66, annexI),
	"F01 TITLE_REGIME":   bar("Tiêu đề theo hệ của cơ quan ban hành.", rules66, annexI),
	"F01 HEADER_MISSING": warn("Đầu trang có tiêu đề (hoặc Quốc hiệu, Tiêu ngữ) và tên cơ quan ban hành.", rules66, annexI),
	"F01 TITLE_MISSING":  warn("Tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”, hoặc Quốc hiệu và Tiêu ngữ.", rules66, annexI),
	"F01 MOTTO_MISSING":  warn("Dưới Quốc hiệu có Tiêu ngữ “Độc lập - Tự do - Hạnh phúc”.", annexI, annexI),
	"F01 ISSUER_MISSING": warn("Tên cơ quan ban hành ở đầu trang.", rules66, annexI),

	"F02 ISSUER_NAME":   bar("Tên cơ quan ban hành như trong danh bạ vào ngày văn bản.", directed, directed),
	"F02 SUPERIOR_NAME": bar("Tên cơ quan cấp trên như trong danh bạ vào ngày văn bản.", directed, directed),
	"F02 ISSUER_CLOSED": bar("Cơ quan đang hoạt động vào ngày văn bản.", directed, directed),

	"F03 NUMBER_MISSING":       warn("Số và ký hiệu ở dưới tên cơ quan ban hành; số để trống khi còn là dự thảo.", rules66, annexI),
	"F03 NUMBER_UNREADABLE":    bar("Số, dấu nối, ký hiệu tên loại và cơ quan: 05-TB/VPTU (Đảng), 15/BC-UBND (Nhà nước).", guide, annexI),
	"F03 SYMBOL_TYPE_MISMATCH": bar("Ký hiệu tên loại theo tên loại văn bản.", guide, annexIII),
	"F03 ISSUER_CODE_MISMATCH": warn("Ký hiệu của cơ quan ban hành.", guide, annexI),
	"F03 SYMBOL_REGIME":        bar("Số và ký hiệu ghi theo hệ của tiêu đề: 05-TB/VPTU (Đảng), 15/BC-UBND (Nhà nước).", guide, annexI),
	"F03 NUMBER_COLON":         warn("“Số” không có dấu hai chấm (Đảng), “Số:” có dấu hai chấm (Nhà nước).", guide, annexI),
	"F03 NUMBER_PADDING":       warn("Số nhỏ hơn 10 ghi hai chữ số: 05.", guide, annexI),

	"F04 KIND_NOT_ALLOWED": bar("Tên loại mà cơ quan ban hành có thẩm quyền ban hành.", rules399, decree+", Điều 7"),

	"F05 DATE_MISSING":   warn("Địa danh và ngày, tháng, năm ở dưới tiêu đề.", rules66, annexI),
	"F05 DATE_INVALID":   warn("Một ngày có thật.", guide, annexI),
	"F05 DATE_PADDING":   warn("Ngày dưới 10 và tháng 1, 2 thêm số 0 ở trước, các tháng khác thì không: ngày 05 tháng 02, ngày 12 tháng 8.", guide, annexI+", Mục II.4"),
	"F05 PLACE_MISSING":  warn("Địa danh, dấu phẩy, rồi đến ngày, tháng, năm.", guide, annexI+", Mục II.4"),
	"F05 PLACE_MISMATCH": warn("Địa danh của cơ quan ban hành trong danh bạ.", directed, directed),

	"F06 KIND_MISSING":             bar("Tên loại văn bản (trừ công văn).", rules66, annexI),
	"F06 KIND_PRINTED":             warn("Công văn không in tên loại; trích yếu đặt dưới số và ký hiệu.", guide, annexI),
	"F06 SUBJECT_MISSING":          bar("Trích yếu nội dung.", rules66, annexI),
	"F06 SUBJECT_TOO_LONG":         bar("Trích yếu không quá 500 ký tự.", house, annexVI),
	"F06 SUBJECT_NOT_ONE_SENTENCE": warn("Trích yếu là một câu ngắn gọn.", guide, annexI),
	"F06 NOT_A_DOCUMENT":           warn("Văn bản có tên loại, nơi nhận, quyền hạn và chức vụ người ký.", rules66, annexI),
}

var textLaws = map[string]law{
	"F07 GROUND_MARK":    warn("Mỗi căn cứ kết thúc bằng dấu chấm phẩy, căn cứ cuối bằng dấu chấm (văn bản của Đảng: dấu chấm hoặc dấu phẩy).", guide, annexI),
	"F07 GROUND_LEAD":    warn("Căn cứ trong văn bản của Đảng bắt đầu bằng gạch đầu dòng, của Nhà nước thì không.", guide, annexI),
	"F07 GROUND_DATE":    warn("Căn cứ ghi đủ tên loại, số và ký hiệu, ngày, cơ quan ban hành, trích yếu.", guide, annexI),
	"F07 GROUND_ISSUER":  warn("Căn cứ ghi đủ tên loại, số và ký hiệu, ngày, cơ quan ban hành, trích yếu.", guide, annexI),
	"F07 GROUND_SUBJECT": warn("Căn cứ ghi đủ tên loại, số và ký hiệu, ngày, cơ quan ban hành, trích yếu.", guide, annexI),

	"F08 SYMBOL_UNREADABLE":    warn("Số và ký hiệu đúng cách ghi: 34-CT/TU, 15/BC-UBND, 30/2020/NĐ-CP.", guide, annexI),
	"F08 ISSUER_CODE_MISMATCH": warn("Ký hiệu và tên cơ quan ban hành của văn bản viện dẫn khớp nhau.", guide, annexI),
	"F08 CITATION_AMBIGUOUS":   warn("Viện dẫn đủ ngày và cơ quan ban hành để chỉ đúng một văn bản.", guide, annexI),
	"F08 CITATION_UNKNOWN":     warn("Văn bản viện dẫn có trong kho văn bản, hoặc người soạn thảo đã đối chiếu bản gốc.", house, house),

	"F09 SHORT_WITHOUT_FULL": warn("Viện dẫn lần đầu ghi đủ tên loại, số và ký hiệu, ngày, cơ quan ban hành, trích yếu; lần sau chỉ ghi tên loại và số.", guide, annexI),

	"F10 DUPLICATE_ORDINAL": warn("Mỗi số thứ tự dùng một lần trong cùng một cấp.", guide, annexI),
	"F10 ORDINAL_GAP":       warn("Số thứ tự cùng cấp nối tiếp nhau.", guide, annexI),
	"F10 ORDINAL_STYLE":     warn("Số thứ tự cùng cấp viết cùng một kiểu.", guide, annexI),

	"F11 BODY_EMPTY":        bar("Nội dung văn bản.", rules66, annexI),
	"F11 ENDING_MARK":       warn("Nội dung kết thúc bằng dấu chấm (Đảng) hoặc “./.” (Nhà nước).", guide, annexI),
	"F11 ENDING_OLD":        warn("Văn bản mới của Đảng kết thúc bằng dấu chấm; “./.” là cách ghi trước đây.", guide, annexI),
	"F11 TEXT_AFTER_ENDING": warn("Sau dấu kết thúc không còn nội dung.", guide, annexI),
	"F11 TEXT_UNPLACED":     warn("Mọi dòng thuộc về một thành phần của văn bản.", rules66, annexI),
}

var closingLaws = map[string]law{
	"F12 SIGNATURE_MISSING":   warn("Quyền hạn, chức vụ, họ tên người ký.", rules66, annexI),
	"F12 SIGNER_TITLE":        bar("Trước họ tên người ký không ghi học hàm, học vị.", house, annexI),
	"F12 FORMULA_STYLE":       bar("T/M, K/T, T/L trong văn bản của Đảng; TM., KT., TL., TUQ. trong văn bản của Nhà nước.", guide+"{36:1.7}", annexI),
	"F12 FORMULA_FORBIDDEN":   bar("Phó bí thư ký thay mặt (T/M) tập thể cấp ủy, không ký thay (K/T) bí thư.", guide+"{36:1.7}", ""),
	"F12 FORMULA_POSITION":    bar("Dưới dòng ký thay là chức vụ cấp phó của người ký.", guide+"{36:1.7}", decree+", Điều 13"),
	"F12 SIGNER_NOT_ENTITLED": bar("Người ký có thẩm quyền ký loại văn bản này vào ngày văn bản.", guide+"{36:1.7}", decree+", Điều 13"),
	"F12 FORMULA_MISMATCH":    bar("Quyền hạn, chức vụ của người ký theo danh bạ vào ngày văn bản.", guide+"{36:1.7}", decree+", Điều 13"),

	"F13 RECIPIENTS_EMPTY":         bar("Nơi nhận ghi từng cơ quan, cá nhân nhận văn bản và nơi lưu.", rules66, annexI),
	"F13 RECIPIENTS_TOO_LONG":      warn("Nơi nhận đọc được đến dòng cuối.", house, house),
	"F13 LAST_LINE_NOT_DOT":        warn("Dòng cuối của nơi nhận kết thúc bằng dấu chấm.", guide+"{05:9.2.5}", annexI),
	"F13 LINE_NOT_ENDED":           warn("Mỗi dòng nơi nhận kết thúc bằng dấu chấm phẩy.", guide+"{05:9.2.5}", annexI),
	"F13 DOT_BEFORE_LAST_LINE":     warn("Chỉ dòng cuối của nơi nhận kết thúc bằng dấu chấm.", guide+"{05:9.2.5}", annexI),
	"F13 ARCHIVE_NOT_LAST":         bar("Dòng “Lưu” là dòng cuối của nơi nhận.", guide+"{05:9.2.5}", annexI),
	"F13 ARCHIVE_MISSING":          bar("Dòng cuối của nơi nhận ghi nơi lưu.", guide+"{05:9.2.5}", annexI),
	"F13 ARCHIVE_FORM":             warn("“Lưu Văn phòng Tỉnh ủy.” (Đảng), “Lưu: VT, đơn vị soạn thảo.” (Nhà nước).", guide+"{05:9.2.5}", annexI),
	"F13 REF_WITHOUT_ADDRESSEES":   bar("“Như trên” chỉ dùng khi văn bản có Kính gửi hoặc Kính trình.", guide+"{05:9.2.5}", annexI),
	"F13 REF_WITHOUT_ARTICLE":      bar("“Như Điều n” dẫn đến một Điều có trong văn bản.", guide+"{05:9.2.5}", annexI),
	"F13 REF_ARTICLE_NAMES_NOBODY": bar("Điều được dẫn ở nơi nhận nêu tên cơ quan, cá nhân.", guide+"{05:9.2.5}", annexI),
	"F13 TEXT_AFTER_END":           warn("Sau dòng “Lưu” không còn nơi nhận.", guide+"{05:9.2.5}", annexI),
	"F13 RECIPIENT_UNKNOWN":        bar("Mỗi nơi nhận có trong danh bạ vào ngày văn bản.", directed, directed),
	"F13 RECIPIENT_AMBIGUOUS":      bar("Mỗi nơi nhận chỉ đúng một cơ quan hoặc cá nhân.", directed, directed),
	"F13 RECIPIENT_UNRESOLVED":     bar("Mỗi nơi nhận xác định được người nhận.", directed, directed),

	"F14 ADDRESSEES_MISSING":    bar("Công văn, tờ trình có Kính gửi (tờ trình của Đảng: Kính trình).", guide+"{05:9.2.4}", annexI),
	"F14 ADDRESSEES_UNEXPECTED": warn("Kính gửi chỉ có ở công văn, tờ trình, báo cáo gửi cấp trên.", guide+"{05:9.2.4}", annexI),
	"F14 ADDRESS_WORD":          warn("Tờ trình của Đảng ghi “Kính trình”, các văn bản khác ghi “Kính gửi”.", guide+"{05:9.2.4}", annexI),

	"F17 URGENCY_UNKNOWN":      warn("Độ khẩn là Khẩn, Thượng khẩn, Hỏa tốc hoặc Hỏa tốc hẹn giờ.", rules66, annexI),
	"F17 URGENCY_NOT_APPROVED": warn("Độ khẩn do người soạn thảo đề xuất, người ký quyết định.", rules66, annexI),

	"F18 SECRET_STAMP":     bar("Văn bản không mang dấu chỉ độ mật.", secrets, secrets),
	"F18 SECRET_LEVEL":     bar("Văn bản không ghi độ mật.", secrets, secrets),
	"F18 SECRET_FILE_NAME": bar("Tên tệp không mang dấu chỉ độ mật.", secrets, secrets),

	"F19 ORGAN_CLOSED": bar("Nơi nhận và nơi được giao việc đang hoạt động vào ngày văn bản.", directed, directed),
	"F19 LEVEL_ENDED":  bar("Từ 01/7/2025 không còn cấp huyện; ghi cơ quan kế thừa.", directed, directed),
}

var pageLaws = map[string]law{
	"F00 IMPORTED": warn("Nội dung nhập vào đúng như tệp gốc.", house, house),

	"F15 FONT":            warn("Phông chữ Times New Roman, Unicode theo TCVN 6909:2001.", guide, annexI),
	"F15 FONT_SIZE":       warn("Cỡ chữ trong khoảng cho phép của thành phần.", guide, annexI),
	"F15 FONT_STYLE":      warn("Kiểu chữ (đậm, nghiêng, gạch chân) của thành phần.", guide, annexI),
	"F15 CAPITALS":        warn("Chữ in hoa hoặc in thường theo thành phần.", guide, annexI),
	"F15 ALIGNMENT":       warn("Canh dòng theo thành phần.", guide, annexI),
	"F15 MARGIN":          warn("Lề trang trong khoảng cho phép.", guide, annexI),
	"F15 PAPER":           warn("Khổ giấy A4 (210 mm × 297 mm).", guide, annexI),
	"F15 INDENT":          warn("Dòng đầu đoạn lùi vào theo quy định.", guide, annexI),
	"F15 LINE_SPACING":    warn("Khoảng cách dòng trong khoảng cho phép.", guide, annexI),
	"F15 PARAGRAPH_SPACE": warn("Khoảng cách giữa các đoạn trong khoảng cho phép.", guide, annexI),

	"F16 PAGE_NUMBER_MISSING":    warn("Đánh số trang từ trang thứ hai.", guide, annexI),
	"F16 PAGE_NUMBER_FIRST":      warn("Trang đầu không hiện số trang.", guide, annexI),
	"F16 PAGE_NUMBER_PLACE":      warn("Số trang ở chính giữa lề trên.", guide, annexI),
	"F16 APPENDIX_NOT_MENTIONED": warn("Phụ lục được nhắc đến trong văn bản.", guide, annexI),
	"F16 APPENDIX_MISSING":       warn("Phụ lục được nhắc đến có kèm theo.", guide, annexI),
	"F16 APPENDIX_ORDINAL":       warn("Từ hai phụ lục trở lên được đánh số nối tiếp nhau.", guide, annexI),
}

var wordLaws = map[string]law{
	"F20 ETH_LETTER":     warn("Chữ Đ của tiếng Việt (U+0110), không phải Ð (U+00D0).", unicode15, unicode15),
	"F20 NBSP_IN_CODE":   warn("Trong số, ký hiệu không có dấu cách, kể cả dấu cách không ngắt.", house, house),
	"F20 SYMBOL_SPACING": warn("Số, ký hiệu viết liền, nối bằng dấu gạch ngắn: 23-CT/TU.", guide, annexI),
	"F20 NOT_NFC":        warn("Unicode dựng sẵn (NFC).", unicode15, unicode15),
	"F20 TONE_MARK":      warn("Dấu thanh đặt đúng chữ cái của vần.", house, house),
	"F20 TONE_MIXED":     warn("Một cách đặt dấu thanh trong cả văn bản.", house, house),
	"F20 SYLLABLE":       warn("Âm tiết có trong tiếng Việt.", house, house),
	"F20 LIKELY_TYPO":    warn("Từ ngữ đúng chính tả.", house, house),
	"F20 PLACEHOLDER":    warn("Chỗ trống của mẫu được điền, hoặc bỏ đi.", house, house),
	"F20 ABBREVIATION":   warn("Từ viết tắt được giải thích ở lần dùng đầu tiên.", house, house),
}
