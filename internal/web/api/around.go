package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// aroundRoutes are those beside the chain: what a collective decides, copies, who stands in for whom.
func (h *handlers) aroundRoutes(a huma.API) {
	const get, post = http.MethodGet, http.MethodPost
	add(a, route{get, "/documents/{id}/ballots", "listBallots", "Ý kiến, quyết định của tập thể về văn bản", http.StatusOK, 0}, h.ballots)
	add(a, route{post, "/documents/{id}/ballots", "openBallot", "Gửi phiếu xin ý kiến các thành viên tập thể", http.StatusCreated, once}, h.openBallot)
	add(a, route{get, "/documents/{id}/ballots/pdf", "getBallotPDF", "Phiếu và bảng tổng hợp ý kiến (PDF)", http.StatusOK, file}, h.ballotPDF)
	add(a, route{post, "/documents/{id}/ballots/withdrawal", "withdrawBallot", "Rút đợt lấy phiếu, có lý do", http.StatusOK, once}, h.withdrawBallot)
	add(a, route{post, "/documents/{id}/votes", "vote", "Cho ý kiến bằng phiếu, một lần", http.StatusOK, once}, h.vote)
	add(a, route{post, "/documents/{id}/decisions", "recordDecision", "Ghi quyết định của hội nghị tập thể", http.StatusCreated, once}, h.recordDecision)

	add(a, route{get, "/documents/{id}/copies", "listCopiesOf", "Bản sao của văn bản", http.StatusOK, 0}, h.copiesOf)
	add(a, route{post, "/documents/{id}/copies", "prepareCopy", "Lập bản sao y, sao lục, trích sao", http.StatusCreated, once}, h.prepareCopy)
	add(a, route{get, "/copies", "listCopies", "Bản sao của cơ quan, chờ tôi ký, hoặc gửi đến", http.StatusOK, 0}, h.copies)
	add(a, route{get, "/copies/{copy}", "getCopy", "Một bản sao và chữ ký số trên đó", http.StatusOK, 0}, h.copy)
	add(a, route{get, "/copies/{copy}/pdf", "getCopyPDF", "Tệp PDF của bản sao", http.StatusOK, file}, h.copyPDF)
	add(a, route{post, "/copies/{copy}/actions/{action}", "fireCopyAction", "Ký, cấp số, đóng dấu hoặc hủy bản sao", http.StatusOK, once}, h.fireCopy)

	add(a, route{get, "/absences", "listAbsences", "Ai thay tôi, tôi thay ai, giao quyền ký", http.StatusOK, 0}, h.absences)
	add(a, route{post, "/absences", "giveAbsence", "Cử người thay khi vắng mặt", http.StatusCreated, once}, h.giveAbsence)
	add(a, route{post, "/absences/{absence}/end", "endAbsence", "Kết thúc việc thay trước hạn", http.StatusOK, once}, h.endAbsence)
	add(a, route{post, "/mandates", "giveMandate", "Giao quyền ký (ký thay, thừa lệnh, thừa ủy quyền)", http.StatusCreated, once}, h.giveMandate)
	add(a, route{post, "/mandates/{mandate}/end", "endMandate", "Chấm dứt giao quyền ký trước hạn", http.StatusOK, once}, h.endMandate)
	add(a, route{get, "/inboxes/{person}", "getInbox", "Hộp văn bản của lãnh đạo, cho chính người đó và thư ký", http.StatusOK, 0}, h.inbox)
	add(a, route{post, "/inboxes/{person}", "sortInbox", "Sắp xếp hộp văn bản; không ký, không chuyển", http.StatusOK, once}, h.sortInbox)
}
