package docx

import "trinhky/internal/fault"

// The refusals of a file, each with what its sender can do about it.
var (
	errOld = fault.New(fault.Unmet, "DOC_OLD_FORMAT",
		"Tệp ở định dạng Word cũ (.doc, .rtf): hãy mở bằng Word, chọn “Lưu dưới dạng” và lưu lại thành .docx rồi tải lên.")
	errEncrypted = fault.New(fault.Unmet, "DOCX_ENCRYPTED",
		"Tệp Word đang đặt mật khẩu: hãy mở tệp, gỡ mật khẩu (Thông tin › Bảo vệ tài liệu), lưu lại rồi tải lên.")
	errMacros = fault.New(fault.Unmet, "DOCX_MACROS",
		"Tệp Word có chứa macro, hệ thống không nhận: hãy lưu lại dưới dạng “Tài liệu Word (.docx)” không có macro rồi tải lên.")
	errBroken = fault.New(fault.Malformed, "DOCX_BROKEN",
		"Tệp không phải tài liệu Word .docx hoặc đã hỏng: hãy mở tệp bằng Word, lưu lại thành .docx rồi tải lên.")
	errHostile = fault.New(fault.Unmet, "DOCX_HOSTILE",
		"Tệp có cấu trúc bất thường như tệp tấn công, hệ thống không đọc: hãy soạn hoặc lưu lại nội dung trong một tệp .docx mới.")
	errTooLarge = fault.New(fault.TooLarge, "DOCX_TOO_LARGE",
		"Tệp Word quá lớn để đọc: hãy giảm kích thước ảnh hoặc tách phụ lục thành tệp riêng rồi tải lên.")
	errTooManyImages = fault.New(fault.Unmet, "DOCX_TOO_MANY_IMAGES",
		"Tệp Word có quá nhiều hình ảnh (hơn 500): hãy bỏ bớt hình hoặc tách thành tệp đính kèm rồi tải lên.")
	errPDF = fault.New(fault.Unmet, "IS_PDF",
		"Tệp là PDF, không lấy được nội dung để soạn thảo; tệp được giữ làm tệp đính kèm. Hãy tải lên bản .docx nếu muốn soạn tiếp.")
	errOpenDocument = fault.New(fault.Malformed, "DOCX_BROKEN",
		"Tệp là OpenDocument (.odt), không phải .docx: hãy mở bằng LibreOffice hoặc Word, lưu lại thành .docx rồi tải lên.")
	errNotWord = fault.New(fault.Malformed, "DOCX_BROKEN",
		"Tệp không phải văn bản Word (có thể là bảng tính, bản trình chiếu hoặc tệp nén đổi tên): hãy tải lên đúng tệp .docx.")
)
