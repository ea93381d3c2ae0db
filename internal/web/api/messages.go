package api

import (
	"strings"

	"github.com/danielgtaylor/huma/v2/validation"
)

// unknownQuery is one of the few sentences that huma has no variable for.
const unknownQuery = "unknown query parameter"

// fixed are huma's sentences without a variable.
var fixed = map[string]string{
	unknownQuery:                           "tham số không có trong hợp đồng",
	"invalid integer":                      "phải là số nguyên",
	"invalid float":                        "phải là số",
	"invalid boolean":                      "phải là true hoặc false",
	"unparsable value":                     "giá trị không đọc được",
	"required query parameter is missing":  "thiếu tham số",
	"required header parameter is missing": "thiếu tiêu đề",
	"required path parameter is missing":   "thiếu tham số",
	"write only property is non-zero":      "trường này không được gửi",
	"expected at most one value, but received multiple values":        "chỉ nhận một giá trị",
	"expected value to match exactly one schema but matched multiple": "giá trị không rõ loại",
}

// vietnamese says one of huma's sentences so that a person here understands it.
func vietnamese(message string) string {
	if said, ok := fixed[message]; ok {
		return said
	}
	switch {
	case strings.HasPrefix(message, "unknown content type"):
		return "loại nội dung không được nhận"
	case strings.HasPrefix(message, "invalid "):
		return "giá trị không hợp lệ"
	}
	return message
}

// speakVietnamese replaces the sentences that huma composes.
func speakVietnamese() {
	validation.MsgUnexpectedProperty = "trường không có trong hợp đồng"
	validation.MsgExpectedRFC3339DateTime = "phải là thời điểm dạng 2006-01-02T15:04:05+07:00"
	validation.MsgExpectedRFC1123DateTime = "phải là thời điểm dạng RFC 1123"
	validation.MsgExpectedRFC3339Date = "phải là ngày dạng yyyy-mm-dd"
	validation.MsgExpectedRFC3339Time = "phải là giờ dạng 15:04:05"
	validation.MsgExpectedBoolean = "phải là true hoặc false"
	validation.MsgExpectedNumber = "phải là số"
	validation.MsgExpectedInteger = "phải là số nguyên"
	validation.MsgExpectedString = "phải là chuỗi ký tự"
	validation.MsgExpectedBase64String = "phải là base64"
	validation.MsgExpectedArray = "phải là danh sách"
	validation.MsgExpectedObject = "phải là đối tượng"
	validation.MsgExpectedArrayItemsUnique = "có phần tử lặp lại"
	validation.MsgExpectedOneOf = "phải là một trong: %s"
	validation.MsgExpectedMinimumNumber = "phải từ %v trở lên"
	validation.MsgExpectedExclusiveMinimumNumber = "phải lớn hơn %v"
	validation.MsgExpectedMaximumNumber = "không được quá %v"
	validation.MsgExpectedExclusiveMaximumNumber = "phải nhỏ hơn %v"
	validation.MsgExpectedNumberBeMultipleOf = "phải là bội số của %v"
	validation.MsgExpectedMinLength = "phải có ít nhất %d ký tự"
	validation.MsgExpectedMaxLength = "không được quá %d ký tự"
	validation.MsgExpectedBePattern = "phải là %s"
	validation.MsgExpectedMatchPattern = "phải theo mẫu %s"
	validation.MsgExpectedMinItems = "phải có ít nhất %d phần tử"
	validation.MsgExpectedMaxItems = "không được quá %d phần tử"
	validation.MsgExpectedRequiredProperty = "thiếu trường %s"
}
