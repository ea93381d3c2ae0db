package upkeep

import "trinhky/internal/jobs"

// KindLabels name what a chain of events is about, in the order in which they are offered.
var KindLabels = map[string]string{
	"document": "Văn bản", "arrival": "Văn bản đến", "copy": "Bản sao", "task": "Nhiệm vụ", "task_list": "Danh sách nhiệm vụ",
	"obligation": "Chế độ báo cáo", "data_request": "Yêu cầu số liệu", "case_file": "Hồ sơ", "case_plan": "Danh mục hồ sơ",
	"case_handover": "Nộp lưu", "series": "Sổ văn bản", "person": "Người dùng", "organ": "Cơ quan", "group": "Nhóm nơi nhận",
	"calendar": "Lịch làm việc", jobSubject: "Việc nền",
}

// open are the kinds of which an administrator reads comment and details: the machine's and the directory's own.
var open = map[string]bool{"series": true, "person": true, "organ": true, "group": true, "calendar": true, jobSubject: true}

// EventLabels say in words what an event tells.
var EventLabels = map[string]string{
	"draft": "Soạn thảo", "edit": "Sửa nội dung", "fix": "Sửa thể thức tự động", "waive": "Chấp nhận lưu ý thể thức", "attach": "Đính kèm tệp",
	"detach": "Bỏ tệp đính kèm", "figure": "Thêm hình", "submit": "Trình", "request_opinion": "Xin ý kiến", "give_opinion": "Cho ý kiến",
	"approve": "Duyệt nội dung", "check_format": "Xác nhận thể thức", "sign": "Ký số", "assign_number": "Cấp số", "seal": "Đóng dấu",
	"issue": "Phát hành", "file": "Lưu hồ sơ", "return": "Trả lại", "withdraw": "Rút lại", "cancel": "Hủy luồng",
	"deliver": "Gửi đến nơi nhận", "read": "Đã xem", "acknowledge": "Xác nhận đã nhận", "refuse": "Từ chối tiếp nhận", "prove": "Ghi nhận đã giao",
	"overdue": "Quá hạn xác nhận", "remind": "Đôn đốc", "mail": "Thư điện tử đã gửi", "mail_failed": "Thư điện tử không đến được", "bounce": "Thư bị trả lại",
	"resend": "Gửi lại thư", "by_post": "Chuyển gửi bản giấy", "post": "Gửi bưu điện", "with_paper": "Kèm bản giấy", "mail_recall": "Gửi thư thu hồi",
	"mail_recall_failed": "Thư thu hồi không đến được", "recall": "Thu hồi", "withdraw_recall": "Rút quyết định thu hồi", "take_back": "Lấy lại",
	"replace": "Soạn văn bản thay thế", "amend": "Soạn văn bản sửa đổi", "correct": "Soạn công văn đính chính", "replaced": "Bị thay thế",
	"amended": "Được sửa đổi", "corrected": "Được đính chính", "destroy": "Đã hủy bản bị thu hồi", "sent_back": "Bản bị thu hồi đã trả về",
	"give_back": "Đồng ý trả lại", "keep": "Không đồng ý trả lại", "open_ballot": "Gửi phiếu xin ý kiến", "vote": "Cho ý kiến bằng phiếu",
	"void_ballot": "Rút đợt lấy phiếu", "record_decision": "Ghi quyết định của tập thể", "comment": "Góp ý", "reply": "Trả lời góp ý",
	"resolve_comment": "Giải quyết góp ý", "prepare_copy": "Lập bản sao", "sign_copy": "Ký bản sao", "seal_copy": "Đóng dấu bản sao", "cancel_copy": "Hủy bản sao",
	"number_copy": "Cấp số bản sao", "issue_copy": "Phát hành bản sao",

	"enter": "Nhập văn bản đến", "register": "Vào sổ", "direct": "Bút phê", "assign": "Giao việc", "sort": "Đề xuất phân phối", "note": "Ghi tiến độ",
	"finish": "Hoàn thành", "confirm": "Xác nhận", "accept": "Tiếp nhận", "pass": "Chuyển", "upload": "Thêm tệp", "report": "Báo cáo kết quả",
	"extend": "Gia hạn", "start": "Bắt đầu thực hiện", "redo": "Yêu cầu bổ sung", "monitor": "Đặt ngày theo dõi", "escalate": "Báo cấp trên",
	"propose": "Đề xuất", "add": "Thêm", "remove": "Bỏ", "oblige": "Đặt chế độ báo cáo", "reschedule": "Dời kỳ báo cáo", "merge": "Gộp", "end": "Dừng",
	"ask": "Hỏi số liệu", "save": "Lưu tạm", "answer": "Trả lời", "use": "Lấy số liệu vào dự thảo",

	"create": "Lập", "open": "Mở", "close": "Kết thúc", "reopen": "Mở lại", "put": "Đưa văn bản vào", "take_out": "Rút văn bản ra", "share": "Cho xem",
	"unshare": "Thôi cho xem", "drop": "Bỏ", "begin_plan": "Lập danh mục hồ sơ", "issue_plan": "Ban hành danh mục hồ sơ", "hand_over": "Nộp lưu",
	"keep_back": "Giữ lại", "borrow": "Đề nghị sử dụng bản lưu", "lend": "Cho sử dụng bản lưu", "refuse_loan": "Không cho sử dụng bản lưu", "return_loan": "Nhận lại bản lưu",

	"reserve_number": "Giữ số dự phòng", "void_number": "Hủy số", "open_series": "Mở sổ", "propose_opening": "Đề nghị mở sổ giữa kỳ", "refuse_opening": "Không duyệt mở sổ giữa kỳ",
	"put_day": "Đặt ngày nghỉ, ngày làm bù", "remove_day": "Bỏ ngày đã đặt", "notice_wish": "Chọn cách nhận thông báo",

	"directory.add_organ": "Thêm cơ quan", "directory.close_organ": "Cơ quan kết thúc hoạt động", "directory.add_person": "Thêm người dùng",
	"directory.set_email": "Ghi địa chỉ thư điện tử", "directory.add_holding": "Giữ chức vụ", "directory.end_holding": "Thôi chức vụ",
	"directory.add_mandate": "Ủy quyền", "directory.end_mandate": "Hết ủy quyền", "directory.give_absence": "Cử người thay", "directory.end_absence": "Thôi người thay",
	"directory.add_term": "Thêm nhiệm kỳ", "directory.end_term": "Nhiệm kỳ kết thúc", "directory.add_group": "Thêm nhóm nơi nhận",
	"directory.add_member": "Thêm thành viên nhóm", "directory.end_member": "Thôi thành viên nhóm", "directory.change_lead": "Đổi đơn vị đứng đầu nhóm",
	"account.set_password": "Đặt mật khẩu", "account.change_password": "Đổi mật khẩu", "account.disable": "Khóa tài khoản", "account.enable": "Mở khóa tài khoản",
	"account.log_out_all": "Đăng xuất mọi nơi", "account.issue_token": "Cấp mã truy cập", "account.revoke_token": "Thu hồi mã truy cập", "account.open_demo": "Mở tài khoản chạy thử",

	actRetry: "Chạy lại việc nền", actGiveUp: "Dừng việc nền",
}

// DetailLabels name what an event of the directory or the machine keeps besides.
var DetailLabels = map[string]string{
	"was": "Trước đó", "name": "Tên", "username": "Tên đăng nhập", "email": "Thư điện tử", "from": "Từ", "to": "Đến", "on": "Ngày", "organ": "Cơ quan",
	"title": "Chức vụ", "role": "Vai trò", "position": "Chức danh", "kind": "Loại", "kinds": "Loại văn bản", "formula": "Hình thức ký", "source": "Căn cứ",
	"group": "Nhóm", "lead": "Đơn vị đứng đầu", "members": "Số thành viên", "number": "Số", "date": "Ngày", "last": "Số cuối", "successors": "Cơ quan kế thừa",
	"expires_at": "Hết hạn", "attempts": "Số lần thử", "standing": "Tình trạng", "person": "Người", "scope": "Phạm vi", "key": "Khóa",
}

// StandingLabels name where a job stands.
var StandingLabels = map[jobs.Standing]string{
	jobs.Queued: "Đang chờ", jobs.Running: "Đang chạy", jobs.Failed: "Hỏng, sẽ thử lại", jobs.Dead: "Đã dừng",
}

// JobLabels name the kinds of background work.
var JobLabels = map[string]string{
	"casefile.due": "Nhắc hạn hồ sơ, nộp lưu", "distribution.deliver": "Gửi đến hộp văn bản của nơi nhận", "distribution.letter": "Gửi một thư cho nơi nhận",
	"distribution.letters": "Gửi thư cho các nơi nhận", "distribution.overdue": "Xem nơi nhận quá hạn", "distribution.recall_letter": "Gửi một thư thu hồi",
	"distribution.recall_letters": "Gửi các thư thu hồi", "incoming.overdue": "Xem văn bản đến quá hạn", "notice.gather": "Gom thư thông báo", "notice.send": "Gửi thư thông báo",
	"signoff.alarm": "Nhắc bước quá hạn", "signoff.notify": "Báo cho người liên quan", "signoff.notify_comment": "Báo góp ý", "signoff.tidy": "Dọn khóa chống trùng đã cũ",
	"task.clock": "Nhắc hạn nhiệm vụ", "task.generate": "Lập kỳ báo cáo", certificateJob: "Xem hạn chứng thư số",
}

// ErrorLabels say what kind of failure stopped a job, and what helps.
var ErrorLabels = map[string]string{
	"":         "Chưa rõ nguyên nhân: xem thông báo của chương trình ở dưới, rồi thử chạy lại.",
	"mail":     "Máy chủ thư điện tử không nhận hoặc không kết nối được: kiểm tra cấu hình thư, rồi chạy lại.",
	"space":    "Hết dung lượng lưu trữ: giải phóng đĩa, rồi chạy lại.",
	"database": "Cơ sở dữ liệu bận hoặc không kết nối được: việc sẽ tự chạy lại.",
	"blob":     "Kho tệp không đọc, ghi được: kiểm tra kho, rồi chạy lại.",
	"timeout":  "Quá thời gian cho phép: máy đang bận, việc sẽ tự chạy lại.",
	"panic":    "Lỗi của chương trình: báo nhà cung cấp kèm thông báo ở dưới; chạy lại có thể không giúp được.",
}
