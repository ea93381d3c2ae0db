package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// What is refused before a field is looked at. encoding/json would put U+FFFD for broken bytes, without a word, and
// PostgreSQL keeps no NUL.
var (
	errNotUTF8 = errors.New("không phải UTF-8")
	errNUL     = errors.New("có ký tự NUL")
	errNotJSON = errors.New("không phải JSON hợp lệ")
)

// config is huma's: our JSON, our document, nothing served by itself.
func config() huma.Config {
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Trình Ký", Version: "1", Description: description},
			Servers: []*huma.Server{{URL: base}},
			Components: &huma.Components{SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":  {Type: "http", Scheme: "bearer", Description: "token của POST /sessions, hoặc mã truy cập cho chương trình"},
				"cookie": {Type: "apiKey", In: "cookie", Name: "__Host-trinhky"},
			}},
		},
		Formats:                      map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{noteCause},
	}
}

const description = "Soạn thảo, trình ký, ký số, cấp số, phát hành và theo dõi văn bản. Mọi lỗi theo RFC 9457: code, detail và reasons[]. " +
	"Ghi có điều kiện bằng If-Match (ETag là phiên bản của văn bản); gửi lại an toàn bằng Idempotency-Key. " +
	"Danh sách đi tiếp bằng cursor lấy từ next."

// unmarshal reads a body. Huma calls it first to look at the value, then to fill the input.
func unmarshal(data []byte, v any) error {
	if !utf8.Valid(data) {
		return errNotUTF8
	}
	if err := json.Unmarshal(data, v); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return fmt.Errorf("%w, ở byte %d", errNotJSON, syntax.Offset)
		}
		return errNotJSON
	}
	if value, ok := v.(*any); ok && holdsNUL(*value) {
		return errNUL
	}
	return nil
}

// holdsNUL looks through a decoded value for U+0000.
func holdsNUL(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.ContainsRune(v, 0)
	case []any:
		for _, item := range v {
			if holdsNUL(item) {
				return true
			}
		}
	case map[string]any:
		for name, item := range v {
			if strings.ContainsRune(name, 0) || holdsNUL(item) {
				return true
			}
		}
	}
	return false
}
