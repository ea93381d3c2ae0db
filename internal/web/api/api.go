package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"trinhky/internal/house"
	"trinhky/internal/signoff"
)

// Deps are the rooms that the API calls, and how it answers.
type Deps struct {
	*house.Rooms
	Secure bool // cookies are __Host- and Secure
	Log    *slog.Logger
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
	e.Pre(dottedFiles)
	a := humaecho.NewWithGroup(e, e.Group(base), config())
	h.routes(a)
	h.uploads(e)
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
	add(a, route{post, "/notices/seen", "seeNotices", "Đánh dấu thông báo đã xem", http.StatusNoContent, 0}, h.seeNotices)
	add(a, route{get, "/notices/preferences", "getNoticePreferences", "Cách nhận thông báo qua thư điện tử, và các thư gần đây", http.StatusOK, 0}, h.noticeSettings)
	add(a, route{post, "/notices/preferences", "setNoticePreferences", "Chọn cách nhận thông báo qua thư điện tử", http.StatusNoContent, once}, h.setNoticeWish)
	add(a, route{get, "/calendar", "getCalendar", "Lịch làm việc của một năm", http.StatusOK, 0}, h.calendar)
	add(a, route{post, "/calendar/days", "putCalendarDay", "Đặt một ngày nghỉ hoặc làm bù", http.StatusOK, once}, h.putCalendarDay)
	add(a, route{del, "/calendar/days/{day}", "removeCalendarDay", "Bỏ một ngày đã đặt riêng", http.StatusOK, once}, h.removeCalendarDay)
	add(a, route{get, "/directory/people", "listPeople", "Người dùng và chức vụ", http.StatusOK, 0}, h.people)
	add(a, route{post, "/directory/people/{person}/email", "setEmail", "Ghi địa chỉ thư điện tử của một người, chuỗi rỗng là xóa", http.StatusNoContent, once}, h.setEmail)
	add(a, route{get, "/directory/organs", "listOrgans", "Cơ quan, tổ chức", http.StatusOK, 0}, h.organs)
	add(a, route{get, "/directory/groups", "listGroups", "Nhóm nơi nhận có đơn vị đứng đầu (Cụm trưởng)", http.StatusOK, 0}, h.groups)
	add(a, route{post, "/directory/groups/{group}/lead", "changeLead", "Đổi đơn vị đứng đầu của một nhóm từ một ngày", http.StatusNoContent, once}, h.changeLead)
	add(a, route{get, "/recipients/completion", "completeRecipients", "Gợi ý nơi nhận khi đang gõ", http.StatusOK, 0}, h.completeRecipients)
	add(a, route{post, "/recipients/resolution", "resolveRecipients", "Xem trước ai nhận, theo từng dòng nơi nhận; không ghi gì", http.StatusOK, 0}, h.resolveRecipients)

	add(a, route{get, "/search", "search", "Tìm văn bản theo từ khóa và điều kiện", http.StatusOK, 0}, h.search)
	add(a, route{get, "/search/suggestions", "suggest", "Gợi ý văn bản khi đang gõ", http.StatusOK, 0}, h.suggest)
	add(a, route{get, "/saved-searches", "listSavedSearches", "Tìm kiếm đã lưu", http.StatusOK, 0}, h.savedSearches)
	add(a, route{post, "/saved-searches", "saveSearch", "Lưu một tìm kiếm", http.StatusCreated, once}, h.saveSearch)
	add(a, route{del, "/saved-searches/{search}", "dropSearch", "Bỏ một tìm kiếm đã lưu", http.StatusNoContent, 0}, h.dropSearch)

	add(a, route{get, "/documents", "listDocuments", "Danh sách văn bản của một hộp", http.StatusOK, 0}, h.list)
	add(a, route{post, "/documents", "createDocument", "Soạn văn bản", http.StatusCreated, once | text}, h.create)
	add(a, route{get, "/documents/{id}", "getDocument", "Đọc văn bản", http.StatusOK, 0}, h.read)
	add(a, route{patch, "/documents/{id}", "changeDocument", "Sửa dự thảo", http.StatusOK, once | text}, h.change)
	add(a, route{post, "/documents/{id}/actions/{action}", "fireAction", "Thực hiện một bước của luồng trình ký", http.StatusOK, once}, h.fire)
	add(a, route{post, "/signatures", "signMany", "Ký số nhiều văn bản với một lần nhập PIN; trả lời từng dòng (NDJSON) ngay khi xong từng văn bản", http.StatusOK, once | lines}, h.signMany)
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
	add(a, route{get, "/documents/{id}/board", "getBoard", "Bảng theo dõi: từng dòng của Nơi nhận, và một trang các nơi nhận", http.StatusOK, 0}, h.board)
	add(a, route{get, "/documents/{id}/posts", "listPosts", "Các lần gửi bưu điện của văn bản", http.StatusOK, 0}, h.posts)
	add(a, route{post, "/documents/{id}/reminders", "remind", "Đôn đốc các nơi chưa xác nhận", http.StatusOK, once}, h.remind)
	add(a, route{post, "/deliveries/{id}/proof", "prove", "Văn thư ghi nhận căn cứ đã giao (nơi nhận không có tài khoản)", http.StatusOK, once}, h.prove)
	add(a, route{post, "/deliveries/{id}/posts", "recordPost", "Văn thư ghi sổ gửi văn bản đi bưu điện", http.StatusOK, once}, h.post)
	add(a, route{post, "/deliveries/{id}/bounce", "recordBounce", "Văn thư ghi nhận thư điện tử bị trả lại", http.StatusOK, once}, h.bounce)
	add(a, route{post, "/deliveries/{id}/resending", "resend", "Gửi lại thư điện tử, đến địa chỉ đúng", http.StatusOK, once}, h.resend)
	add(a, route{post, "/deliveries/{id}/by-post", "sendByPost", "Chuyển từ thư điện tử sang gửi bản giấy", http.StatusOK, once}, h.byPost)
	add(a, route{post, "/deliveries/{id}/paper", "markPaper", "Đánh dấu có hoặc không kèm bản giấy", http.StatusOK, once}, h.withPaper)
	add(a, route{get, "/deliveries/{id}/receipt", "getReceipt", "Biên nhận đã ký số (.p7m)", http.StatusOK, file}, h.receipt)
	add(a, route{get, "/receipts/ca", "getReceiptRoot", "Chứng thư gốc để kiểm tra biên nhận (PEM)", http.StatusOK, public | file}, h.receiptRoot)
	h.linkRoutes(a)
	add(a, route{post, "/deliveries/{id}/acknowledgement", "acknowledge", "Xác nhận đã nhận", http.StatusOK, once}, h.acknowledge)
	add(a, route{post, "/deliveries/acknowledgements", "acknowledgeMany", "Xác nhận đã nhận nhiều văn bản, mỗi văn bản một kết quả", http.StatusOK, once}, h.acknowledgeMany)
	add(a, route{post, "/deliveries/{id}/refusal", "refuse", "Từ chối, trả lại nơi gửi", http.StatusOK, once}, h.refuse)
	add(a, route{get, "/documents/{id}/called-back", "listCalledBack", "Bản gửi được yêu cầu thu hồi, lấy lại", http.StatusOK, 0}, h.calledBack)
	add(a, route{get, "/called-back", "listCalls", "Văn bản đến mà nơi gửi yêu cầu thu hồi, lấy lại", http.StatusOK, 0}, h.calls)
	add(a, route{post, "/deliveries/{id}/destruction", "confirmDestroyed", "Xác nhận đã hủy bản điện tử bị thu hồi", http.StatusOK, once}, h.destroy)
	add(a, route{post, "/deliveries/{id}/take-back", "answerTakeBack", "Đồng ý hoặc không đồng ý trả lại bản đã tiếp nhận", http.StatusOK, once}, h.answerTakeBack)
	add(a, route{post, "/deliveries/{id}/sent-back", "recordSentBack", "Văn thư ghi nhận bản giấy bị thu hồi đã trả về", http.StatusOK, once}, h.sentBack)
	add(a, route{get, "/verify/{code}", "verifyCode", "Tra cứu công khai một văn bản đã phát hành theo mã; không có nội dung", http.StatusOK, public}, h.verify)
	add(a, route{get, "/arrivals", "listArrivals", "Văn bản đến của cơ quan, theo từng hộp", http.StatusOK, 0}, h.arrivals)
	add(a, route{post, "/arrivals", "enterArrival", "Nhập văn bản đến từ bên ngoài: bản quét, bản giấy, thư điện tử", http.StatusCreated, once}, h.enter)
	add(a, route{get, "/arrivals/counts", "countArrivals", "Số văn bản trong từng hộp văn bản đến", http.StatusOK, 0}, h.arrivalCounts)
	add(a, route{get, "/arrivals/{id}", "getArrival", "Đọc một văn bản đến", http.StatusOK, 0}, h.arrival)
	add(a, route{patch, "/arrivals/{id}", "changeArrival", "Sửa thông tin trước khi vào sổ", http.StatusOK, once}, h.changeArrival)
	add(a, route{post, "/arrivals/{id}/attachments", "uploadArrival", "Thêm tệp đã đến, kiểm tra chữ ký số ngay (multipart, phần “file”)", http.StatusCreated, once | upload}, h.uploadArrival)
	add(a, route{get, "/arrivals/{arrival}/attachments/{file}/content", "getArrivalFile", "Tải một tệp của văn bản đến", http.StatusOK, file}, h.arrivalFile)
	add(a, route{get, "/arrivals/{id}/pdf", "getArrivalPDF", "Tệp đã ký của văn bản gửi trên hệ thống", http.StatusOK, file}, h.arrivalPDF)
	add(a, route{get, "/arrivals/{id}/slip", "getArrivalSlip", "Phiếu giải quyết văn bản đến (PDF)", http.StatusOK, file}, h.arrivalSlip)
	add(a, route{post, "/arrivals/{id}/actions/{action}", "actOnArrival", "Vào sổ, trả lại, trình, bút phê, giao việc, xử lý, lưu văn bản đến", http.StatusOK, once}, h.actOnArrival)
	add(a, route{get, "/received", "listReceived", "Văn bản đến", http.StatusOK, 0}, h.received)
	add(a, route{get, "/reports/scopes", "listReportScopes", "Được xem số liệu của cơ quan, đơn vị nào", http.StatusOK, 0}, h.reportScopes)
	add(a, route{get, "/reports", "getReport", "Báo cáo: tỷ lệ đúng hạn, thời gian từng bước, đang chờ ai, theo loại và đơn vị", http.StatusOK, 0}, h.report)
	add(a, route{get, "/reports/waiting", "listWaiting", "Văn bản đứng sau một con số của phần đang chờ ai", http.StatusOK, 0}, h.reportWaiting)
	add(a, route{get, "/reports/xlsx", "getReportXLSX", "Báo cáo thành tệp XLSX", http.StatusOK, file}, h.reportXLSX)
	add(a, route{get, "/registers", "listBooks", "Sổ văn bản của văn phòng", http.StatusOK, 0}, h.books)
	add(a, route{get, "/registers/{book}", "readBook", "Các dòng của một sổ", http.StatusOK, 0}, h.book)
	add(a, route{get, "/registers/{book}/pdf", "getBookPDF", "Sổ thành tệp PDF để in, đóng quyển; cũng là /registers/{book}.pdf", http.StatusOK, file}, h.bookPDF)
	add(a, route{get, "/registers/{book}/xlsx", "getBookXLSX", "Sổ thành tệp XLSX; cũng là /registers/{book}.xlsx", http.StatusOK, file}, h.bookXLSX)
	add(a, route{post, "/registers/numbers", "reserveNumber", "Giữ số dự phòng, hoặc số của văn bản mật đăng ký trên giấy", http.StatusCreated, once}, h.reserveNumber)
	add(a, route{post, "/registers/{book}/numbers/{number}/voiding", "voidNumber", "Hủy một số dự phòng, có lý do", http.StatusNoContent, once}, h.voidNumber)
	add(a, route{get, "/registers/openings", "listOpenings", "Đề nghị mở sổ giữa kỳ đang chờ duyệt", http.StatusOK, 0}, h.openings)
	add(a, route{post, "/registers/openings", "proposeOpening", "Đề nghị mở sổ giữa kỳ, nối tiếp sổ giấy", http.StatusNoContent, once}, h.proposeOpening)
	add(a, route{post, "/registers/openings/{opening}/approval", "approveOpening", "Duyệt mở sổ giữa kỳ (người khác với người đề nghị)", http.StatusNoContent, once}, h.approveOpening)
	add(a, route{post, "/registers/openings/{opening}/refusal", "refuseOpening", "Không duyệt mở sổ giữa kỳ, có lý do", http.StatusNoContent, once}, h.refuseOpening)
	h.caseFileRoutes(a)
	h.aroundRoutes(a)
	h.taskRoutes(a)
	h.adminRoutes(a)
}
