package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/login"
	"trinhky/internal/register"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// Deps are the services that the API calls.
type Deps struct {
	Signoff      *signoff.Service
	Distribution *distribution.Service
	Register     *register.Service
	Login        *login.Service
	Store        *store.Store
	Secure       bool // cookies are __Host- and Secure
	Log          *slog.Logger
}

// handlers answer the routes.
type handlers struct{ Deps }

const (
	base = "/api/v1"

	jsonLimit = 1 << 20 // bytes of a body
	// TextLimit is the most bytes of a request that brings a document's text: far more than the text may have, so that
	// one that is too long hears so and not that the connection broke.
	TextLimit = 24 << 20
	// UploadLimit is the most bytes of a request that brings an attachment: 512 MB and what surrounds the file.
	UploadLimit = 512<<20 + 1<<20
	// ImportLimit is the most bytes of a request that brings a draft as a file: 32 MB and what surrounds it.
	ImportLimit = signoff.ImportLimit + 1<<20

	// How long a body may take to come.
	bodyTimeout = time.Minute
	textTimeout = 5 * time.Minute
)

// Register puts the API's routes into e.
func Register(e *echo.Echo, d Deps) {
	h := &handlers{d}
	a := humaecho.NewWithGroup(e, e.Group(base), config())
	h.routes(a)
	serveDocs(e, a.OpenAPI())
}

// routes is the table. once = takes an Idempotency-Key; text = may be as long as a document.
func (h *handlers) routes(a huma.API) {
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	add(a, route{post, "/sessions", "logIn", "Đăng nhập", http.StatusCreated, public}, h.logIn)
	add(a, route{del, "/sessions/current", "logOut", "Đăng xuất", http.StatusNoContent, 0}, h.logOut)
	add(a, route{get, "/me", "getMe", "Người đang đăng nhập, vai trò, số văn bản trong từng hộp", http.StatusOK, 0}, h.me)
	add(a, route{get, "/kinds", "listKinds", "Loại văn bản được soạn thảo và người được ký", http.StatusOK, 0}, h.kinds)
	add(a, route{get, "/templates/{template}", "getTemplate", "Mẫu văn bản, đã điền theo cơ quan ban hành và ngày làm việc", http.StatusOK, 0}, h.template)
	add(a, route{get, "/notices", "listNotices", "Thông báo chưa xem", http.StatusOK, 0}, h.notices)
	add(a, route{get, "/directory/people", "listPeople", "Người dùng và chức vụ", http.StatusOK, 0}, h.people)
	add(a, route{get, "/directory/organs", "listOrgans", "Cơ quan, tổ chức", http.StatusOK, 0}, h.organs)

	add(a, route{get, "/documents", "listDocuments", "Danh sách văn bản của một hộp", http.StatusOK, 0}, h.list)
	add(a, route{post, "/documents", "createDocument", "Soạn văn bản", http.StatusCreated, once | text}, h.create)
	add(a, route{get, "/documents/{id}", "getDocument", "Đọc văn bản", http.StatusOK, 0}, h.read)
	add(a, route{patch, "/documents/{id}", "changeDocument", "Sửa dự thảo", http.StatusOK, once | text}, h.change)
	add(a, route{post, "/documents/{id}/actions/{action}", "fireAction", "Thực hiện một bước của luồng trình ký", http.StatusOK, once}, h.fire)
	add(a, route{get, "/documents/{id}/versions", "listVersions", "Các phiên bản nội dung", http.StatusOK, 0}, h.versions)
	add(a, route{get, "/documents/{id}/versions/{n}", "getVersion", "Một phiên bản nội dung; “1...3”: những gì đã đổi từ phiên bản 1 đến 3", http.StatusOK, 0}, h.version)
	add(a, route{get, "/documents/{id}/versions/{n}/pdf", "getRedlinePDF", "So sánh hai phiên bản, thành tệp PDF", http.StatusOK, file}, h.redlinePDF)
	add(a, route{get, "/documents/{id}/comments", "listComments", "Góp ý vào từng đoạn của dự thảo", http.StatusOK, 0}, h.comments)
	add(a, route{post, "/documents/{id}/comments", "comment", "Góp ý, hoặc trả lời một góp ý", http.StatusCreated, once}, h.comment)
	add(a, route{post, "/documents/{id}/comments/{cid}/resolution", "resolveComment", "Đánh dấu góp ý đã giải quyết", http.StatusOK, once}, h.resolve)
	add(a, route{get, "/documents/{id}/pdf", "getPDF", "Bản PDF hiện tại; sau phát hành là tệp đã ký", http.StatusOK, file}, h.pdf)
	add(a, route{get, "/documents/{id}/docx", "getDOCX", "Bản Word hiện tại, để soạn tiếp; không có giá trị pháp lý", http.StatusOK, file}, h.docx)
	add(a, route{post, "/documents/import", "importDocument", "Soạn văn bản từ tệp .docx hoặc .txt (multipart, phần “file”)", http.StatusCreated, once | upload}, h.importNew)
	add(a, route{post, "/documents/{id}/import", "importVersion", "Thay nội dung dự thảo bằng tệp .docx hoặc .txt (multipart, phần “file”)", http.StatusOK, once | upload}, h.importInto)
	add(a, route{get, "/documents/{id}/import", "getImport", "Những gì đã đổi hoặc bỏ khi lấy nội dung từ tệp", http.StatusOK, 0}, h.imported)
	add(a, route{get, "/documents/{id}/versions/{n}/source", "getSource", "Bản gốc của một phiên bản: tệp đã gửi lên", http.StatusOK, file}, h.source)
	add(a, route{get, "/documents/{id}/figures", "listFigures", "Hình dùng được trong nội dung", http.StatusOK, 0}, h.figures)
	add(a, route{post, "/documents/{id}/figures", "addFigure", "Thêm hình PNG hoặc JPEG (multipart, phần “file”)", http.StatusCreated, once | upload}, h.addFigure)
	add(a, route{get, "/documents/{id}/figures/{sha}", "getFigure", "Tải hình", http.StatusOK, file}, h.figure)
	add(a, route{get, "/documents/{id}/check", "checkDocument", "Thẩm định thể thức", http.StatusOK, 0}, h.check)
	add(a, route{post, "/documents/{id}/check/fixes", "fixFormat", "Sửa thể thức tự động, thành một phiên bản nội dung mới", http.StatusOK, once}, h.fix)
	add(a, route{post, "/documents/{id}/check/waivers", "waiveFindings", "Chấp nhận lưu ý thể thức, có lý do", http.StatusOK, once}, h.waive)
	add(a, route{get, "/documents/{id}/check/report", "getCheckReport", "Báo cáo thẩm định (PDF)", http.StatusOK, file}, h.checkReport)
	add(a, route{get, "/documents/{id}/cascade", "getCascade", "Văn bản làm căn cứ và văn bản thực hiện, theo từng bậc", http.StatusOK, 0}, h.cascade)
	add(a, route{get, "/documents/{id}/events", "listEvents", "Nhật ký của văn bản", http.StatusOK, 0}, h.events)
	add(a, route{get, "/documents/{id}/attachments", "listAttachments", "Tệp kèm theo", http.StatusOK, 0}, h.attachments)
	add(a, route{post, "/documents/{id}/attachments", "attach", "Thêm tệp kèm theo (multipart, phần “file”)", http.StatusCreated, once | upload}, h.attach)
	add(a, route{del, "/documents/{id}/attachments/{aid}", "detach", "Bỏ tệp kèm theo", http.StatusNoContent, once}, h.detach)
	add(a, route{get, "/documents/{id}/attachments/{aid}/content", "getAttachment", "Tải tệp kèm theo", http.StatusOK, file}, h.content)

	add(a, route{get, "/documents/{id}/deliveries", "listDeliveries", "Tình hình gửi, nhận", http.StatusOK, 0}, h.deliveries)
	add(a, route{post, "/deliveries/{id}/acknowledgement", "acknowledge", "Xác nhận đã nhận", http.StatusOK, once}, h.acknowledge)
	add(a, route{post, "/deliveries/{id}/refusal", "refuse", "Từ chối, trả lại nơi gửi", http.StatusOK, once}, h.refuse)
	add(a, route{get, "/received", "listReceived", "Văn bản đến", http.StatusOK, 0}, h.received)
	add(a, route{get, "/registers", "listBooks", "Sổ văn bản của văn phòng", http.StatusOK, 0}, h.books)
	add(a, route{get, "/registers/{book}", "readBook", "Các dòng của một sổ", http.StatusOK, 0}, h.book)
}
