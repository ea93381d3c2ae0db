package incoming

import (
	"fmt"

	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// The refusals of this room.
var (
	ErrNotFound  = fault.New(fault.NotFound, "ARRIVAL_NOT_FOUND", "Không tìm thấy văn bản đến.")
	ErrForbidden = fault.New(fault.Forbidden, "ARRIVAL_NOT_YOUR_ACT", "Được xem văn bản đến này nhưng việc này thuộc phần việc của người khác.")
	ErrStale     = fault.New(fault.Conflict, "STALE_VERSION", "Văn bản đến đã thay đổi, hãy tải lại.")

	ErrUnopened       = fault.New(fault.Unmet, "LETTER_UNOPENED", "Thư gửi đích danh chưa bóc: người nhận chuyển lại thì văn thư mới vào sổ.")
	ErrNotUnopened    = fault.New(fault.Unmet, "LETTER_OPENED", "Đây không phải thư gửi đích danh còn chưa bóc.")
	ErrFieldsOfInside = fault.New(fault.Unmet, "ARRIVAL_FIELDS_FIXED", "Văn bản gửi trên hệ thống đã có sẵn thông tin, không nhập lại.")
	ErrIncomplete     = fault.New(fault.Unmet, "ARRIVAL_INCOMPLETE", "Chưa đủ thông tin để vào sổ.")
	ErrFieldInvalid   = fault.New(fault.Unmet, "ARRIVAL_FIELD_INVALID", "Thông tin của văn bản đến chưa hợp lệ.")
	ErrDuplicate      = fault.New(fault.Unmet, "ARRIVAL_DUPLICATE", "Văn bản này có thể trùng với văn bản đã đến trong năm. Muốn vẫn vào sổ thì ghi lý do; nếu trùng thì trả lại.")
	ErrSignature      = fault.New(fault.Unmet, "ARRIVAL_SIGNATURE_INVALID", "Chữ ký số trên văn bản không hợp lệ. Muốn vẫn vào sổ thì ghi lý do; nếu không thì trả lại nơi gửi.")
	ErrReasonMissing  = fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi lý do.")
	ErrReasonUnknown  = fault.New(fault.Unmet, "REASON_UNKNOWN", "Lý do từ chối không có trong danh mục.")
	ErrReader         = fault.New(fault.Unmet, "DISTRIBUTOR_UNFIT", "Người được trình không phải lãnh đạo của cơ quan nhận và cũng không được lãnh đạo ủy quyền phân phối văn bản đến.")
	ErrLeadMissing    = fault.New(fault.Unmet, "LEAD_MISSING", "Phải giao đúng một đơn vị hoặc một người chủ trì.")
	ErrPartTwice      = fault.New(fault.Unmet, "PART_TWICE", "Một đơn vị hoặc một người chỉ có một phần việc trong một bút phê.")
	ErrPartUnknown    = fault.New(fault.Unmet, "PART_UNKNOWN", "Không tìm thấy đơn vị hoặc người được giao, hoặc nơi đó không có ai nhận việc được.")
	ErrDirection      = fault.New(fault.Unmet, "DIRECTION_MISSING", "Phải ghi ý kiến chỉ đạo.")
	ErrDuePast        = fault.New(fault.Unmet, "DUE_PAST", "Thời hạn đã qua hoặc không phải là một ngày.")
	ErrDueLater       = fault.New(fault.Unmet, "DUE_AFTER_OUTER", "Thời hạn giao trong đơn vị không được sau thời hạn của lãnh đạo.")
	ErrAssignee       = fault.New(fault.Unmet, "ASSIGNEE_UNFIT", "Người được giao phải là người của đơn vị chủ trì và làm được việc này.")
	ErrReplyMissing   = fault.New(fault.Unmet, "REPLY_MISSING", "Ghi số, ký hiệu văn bản trả lời đã phát hành; không phải trả lời thì ghi lý do.")
	ErrReplyUnknown   = fault.New(fault.Unmet, "REPLY_UNKNOWN", "Không tìm thấy văn bản trả lời đã phát hành.")
	ErrNotReported    = fault.New(fault.Unmet, "NOT_REPORTED", "Người giải quyết chưa báo cáo hoàn thành.")
	ErrReported       = fault.New(fault.Unmet, "ALREADY_REPORTED", "Đã báo cáo hoàn thành, đang chờ xác nhận.")
	ErrOwnReport      = fault.New(fault.Forbidden, "OWN_REPORT", "Người báo cáo không tự xác nhận việc của mình.")
	ErrOwnExtension   = fault.New(fault.Forbidden, "OWN_EXTENSION", "Người xin gia hạn không tự quyết định.")
	ErrExtensionOpen  = fault.New(fault.Unmet, "EXTENSION_OPEN", "Đã xin gia hạn, đang chờ quyết định.")
	ErrNoExtension    = fault.New(fault.Unmet, "EXTENSION_NONE", "Không có đề nghị gia hạn nào đang chờ.")
	ErrNoDue          = fault.New(fault.Unmet, "NO_DUE", "Văn bản không có thời hạn giải quyết nên không cần gia hạn.")
	ErrCaseFile       = fault.New(fault.Unmet, "CASE_FILE_MISSING", "Phải ghi số và ký hiệu hồ sơ.")
	ErrTooManyFiles   = fault.New(fault.Unmet, "ARRIVAL_FILES", fmt.Sprintf("Mỗi văn bản đến có không quá %d tệp.", mostFiles))
	ErrFileEmpty      = fault.New(fault.Unmet, "FILE_EMPTY", "Tệp không có nội dung.")
	ErrFileName       = fault.New(fault.Unmet, "NAME_INVALID", "Tên tệp không hợp lệ hoặc quá dài.")
	ErrPhotograph     = fault.New(fault.Unmet, "PHOTOGRAPH_UNREADABLE", "Không đọc được ảnh: tệp đã hỏng, quá 20 MB hoặc quá 40 triệu điểm ảnh.")
	ErrFileUnknown    = fault.New(fault.NotFound, "ARRIVAL_FILE_NOT_FOUND", "Không tìm thấy tệp.")
	ErrNoFile         = fault.New(fault.NotFound, "ARRIVAL_NO_FILE", "Văn bản đến này không có tệp.")
	ErrCalledBack     = fault.New(fault.Unmet, "ARRIVAL_CALLED_BACK", "Cơ quan ban hành đã thu hồi hoặc lấy lại văn bản này, không xử lý tiếp.")
	ErrCopyGone       = fault.New(fault.NotFound, "ARRIVAL_COPY_GONE", "Bản này đã được thu hồi hoặc lấy lại, cơ quan nhận không còn giữ tệp.")
	ErrBox            = fault.New(fault.Unmet, "BOX_UNKNOWN", "Không có hộp văn bản đến này.")
	ErrFilter         = fault.New(fault.Malformed, "FILTER_INVALID", "Điều kiện lọc không hợp lệ.")
)

// wrongState says which step an arrival is at, in place of the one that the act needs.
func wrongState(a Arrival) error {
	return fault.New(fault.Unmet, "ARRIVAL_STATE", fmt.Sprintf("Văn bản đến đang ở bước “%s”, không làm việc này được.", StateLabels[a.State]))
}

// decided is what a second decision on the same arrival hears: its number, or that it went back.
func decided(a Arrival) error {
	if a.State == Refused {
		return distribution.ErrAlreadyRefused
	}
	return distribution.ErrAlreadyAcknowledged.With(fault.Reason{
		Code: "ARRIVAL_NUMBER", Detail: fmt.Sprintf("Đã vào sổ văn bản đến, số đến %d ngày %s.", a.Number, day(a.Date)),
	})
}

// day prints a date as offices do: a 0 before days under 10 and before months 1 and 2 only.
func day(d store.Date) string {
	t := d.Time()
	if t.IsZero() {
		return ""
	}
	if t.Month() <= 2 {
		return t.Format("02/01/2006")
	}
	return t.Format("02/1/2006")
}
