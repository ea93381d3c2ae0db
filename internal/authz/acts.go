package authz

// Acts are verbs of the office, never URLs. They are the second column of
// policies/policy.csv and the act of a chain's transitions.
const (
	DocumentCreate         = "document.create"          // soạn thảo
	DocumentRead           = "document.read"            // xem
	DocumentEdit           = "document.edit"            // sửa dự thảo
	DocumentAttach         = "document.attach"          // đính kèm tệp
	DocumentSubmit         = "document.submit"          // trình
	DocumentWithdraw       = "document.withdraw"        // rút lại
	DocumentCancel         = "document.cancel"          // hủy luồng
	DocumentRequestOpinion = "document.request_opinion" // xin ý kiến
	DocumentGiveOpinion    = "document.give_opinion"    // cho ý kiến
	DocumentApprove        = "document.approve"         // duyệt nội dung (ký nháy)
	DocumentCheckFormat    = "document.check_format"    // xác nhận thể thức
	DocumentWaive          = "document.waive"           // chấp nhận lưu ý thể thức, có lý do
	DocumentReturn         = "document.return"          // trả lại
	DocumentSign           = "document.sign"            // ký số, ký duyệt
	DocumentAssignNumber   = "document.assign_number"   // cấp số
	DocumentSeal           = "document.seal"            // đóng dấu
	DocumentIssue          = "document.issue"           // phát hành
	DocumentFile           = "document.file"            // lưu hồ sơ
	DocumentOrderRecall    = "document.order_recall"    // quyết định thu hồi
	DocumentRecall         = "document.recall"          // thu hồi theo quyết định
	DocumentTakeBack       = "document.take_back"       // lấy lại
	DocumentReplace        = "document.replace"         // thay thế
	DocumentAmend          = "document.amend"           // sửa đổi
	DocumentCorrect        = "document.correct"         // đính chính
	DocumentComment        = "document.comment"         // góp ý vào dự thảo
	DocumentEvents         = "document.events"          // lịch sử thao tác
	DocumentCopy           = "document.copy"            // lập, cấp số, đóng dấu bản sao
	DocumentCopySign       = "document.copy_sign"       // ký bản sao

	BallotOpen = "ballot.open" // xin ý kiến tập thể, ghi quyết định của tập thể
	BallotVote = "ballot.vote" // biểu quyết bằng phiếu

	InboxSort = "inbox.sort" // sắp xếp hộp văn bản của lãnh đạo

	AbsenceGive = "absence.give" // cử người thay người khác vắng mặt

	DeliveryList        = "delivery.list"        // theo dõi nơi nhận
	DeliveryAcknowledge = "delivery.acknowledge" // xác nhận đã nhận
	DeliveryRefuse      = "delivery.refuse"      // từ chối tiếp nhận
	DeliveryRemind      = "delivery.remind"      // đôn đốc nơi nhận

	IncomingRead     = "incoming.read"     // xem văn bản đến
	IncomingRegister = "incoming.register" // vào sổ văn bản đến
	IncomingRefuse   = "incoming.refuse"   // trả lại nơi gửi
	IncomingSubmit   = "incoming.submit"   // trình người phân phối
	IncomingSort     = "incoming.sort"     // đề xuất phân phối
	IncomingDirect   = "incoming.direct"   // bút phê, phân phối; quyết định gia hạn
	IncomingAssign   = "incoming.assign"   // giao việc trong đơn vị
	IncomingWork     = "incoming.work"     // xử lý, báo cáo, lưu hồ sơ
	IncomingNote     = "incoming.note"     // ghi tiến độ
	IncomingConfirm  = "incoming.confirm"  // xác nhận hoàn thành

	RegisterRead        = "register.read"         // xem sổ
	RegisterReserve     = "register.reserve"      // giữ số dự phòng
	RegisterVoid        = "register.void"         // hủy số
	RegisterOpen        = "register.open"         // đề nghị mở sổ giữa kỳ
	RegisterOpenApprove = "register.open_approve" // duyệt mở sổ giữa kỳ

	CaseFileRead        = "casefile.read"         // xem hồ sơ
	CaseFileOpen        = "casefile.open"         // lập, mở hồ sơ
	CaseFilePut         = "casefile.put"          // đưa văn bản vào, rút ra
	CaseFileClose       = "casefile.close"        // kết thúc, mở lại hồ sơ; chia sẻ
	CaseFilePlan        = "casefile.plan"         // lập danh mục hồ sơ
	CaseFilePlanApprove = "casefile.plan_approve" // ban hành danh mục hồ sơ
	CaseFileHandOver    = "casefile.hand_over"    // nộp lưu
	CaseFileAccept      = "casefile.accept"       // nhận nộp lưu
	CaseFileKeepBack    = "casefile.keep_back"    // đồng ý giữ lại hồ sơ
	CaseFileBorrow      = "casefile.borrow"       // đề nghị sử dụng bản lưu
	CaseFileLend        = "casefile.lend"         // cho phép sử dụng bản lưu
	CaseFileReturn      = "casefile.return"       // nhận lại bản lưu; xem sổ sử dụng

	TaskPropose     = "task.propose"      // sửa danh sách nhiệm vụ của văn bản
	TaskConfirmList = "task.confirm_list" // xác nhận danh sách nhiệm vụ
	TaskRead        = "task.read"         // xem nhiệm vụ
	TaskAccept      = "task.accept"       // tiếp nhận, trả lại, bắt đầu thực hiện
	TaskAssign      = "task.assign"       // phân công người thực hiện trong cơ quan
	TaskReport      = "task.report"       // báo cáo kết quả, xin gia hạn
	TaskConfirm     = "task.confirm"      // xác nhận hoàn thành, yêu cầu bổ sung, giao lại
	TaskExtend      = "task.extend"       // quyết định gia hạn
	TaskMonitor     = "task.monitor"      // đặt ngày theo dõi, đôn đốc, chuyển cho cơ quan kế thừa
	TaskCancel      = "task.cancel"       // dừng thực hiện
	TaskOblige      = "task.oblige"       // đặt, dời, gộp chế độ báo cáo định kỳ

	RequestAsk    = "request.ask"    // lập yêu cầu số liệu
	RequestManage = "request.manage" // đóng yêu cầu, lấy số liệu vào dự thảo
	RequestAnswer = "request.answer" // điền số liệu
	RequestRead   = "request.read"   // xem yêu cầu số liệu

	DirectoryRead    = "directory.read"    // tra danh bạ
	DirectoryEdit    = "directory.edit"    // sửa danh bạ
	DirectoryApprove = "directory.approve" // quyết định việc tổ chức, cán bộ cần hai người
	JobsManage       = "jobs.manage"       // quản lý việc nền
	SystemRead       = "system.read"       // xem luồng, quyền, chứng thư số, tình trạng hệ thống
	AuditRead        = "audit.read"        // tra cứu nhật ký, không có nội dung văn bản

	CalendarEdit = "calendar.edit" // sửa lịch làm việc

	ReportRead = "report.read" // xem báo cáo thống kê
)

var acts = []string{
	DocumentCreate, DocumentRead, DocumentEdit, DocumentAttach, DocumentSubmit, DocumentWithdraw, DocumentCancel,
	DocumentRequestOpinion, DocumentGiveOpinion, DocumentApprove, DocumentCheckFormat, DocumentWaive, DocumentReturn, DocumentSign,
	DocumentAssignNumber, DocumentSeal, DocumentIssue, DocumentFile, DocumentOrderRecall, DocumentRecall, DocumentTakeBack,
	DocumentReplace, DocumentAmend, DocumentCorrect, DocumentComment, DocumentEvents,
	DocumentCopy, DocumentCopySign, BallotOpen, BallotVote, InboxSort, AbsenceGive,
	DeliveryList, DeliveryAcknowledge, DeliveryRefuse, DeliveryRemind,
	IncomingRead, IncomingRegister, IncomingRefuse, IncomingSubmit, IncomingSort, IncomingDirect, IncomingAssign, IncomingWork,
	IncomingNote, IncomingConfirm,
	RegisterRead, RegisterReserve, RegisterVoid, RegisterOpen, RegisterOpenApprove,
	CaseFileRead, CaseFileOpen, CaseFilePut, CaseFileClose, CaseFilePlan, CaseFilePlanApprove, CaseFileHandOver,
	CaseFileAccept, CaseFileKeepBack, CaseFileBorrow, CaseFileLend, CaseFileReturn,
	TaskPropose, TaskConfirmList, TaskRead, TaskAccept, TaskAssign, TaskReport, TaskConfirm, TaskExtend, TaskMonitor, TaskCancel, TaskOblige,
	RequestAsk, RequestManage, RequestAnswer, RequestRead,
	DirectoryRead, DirectoryEdit, DirectoryApprove, JobsManage, SystemRead, AuditRead, CalendarEdit, ReportRead,
}

var roles = []string{Specialist, UnitHead, ChiefOfOffice, Leader, Clerk, Archivist, Administrator, Delegate, StandInContent, StandInForm, StandInDirection, Secretary}

var whys = []string{Drafter, Consulted, Unit, Office, Signer, Register, Received, Addressed, Archive, Kept, Handler}

// Acts lists every act there is, in the order of a document's life. The
// slice is the caller's own.
func Acts() []string { return append([]string(nil), acts...) }

// Roles lists every role name there is. The slice is the caller's own.
func Roles() []string { return append([]string(nil), roles...) }

// Whys lists every reach word there is. The slice is the caller's own.
func Whys() []string { return append([]string(nil), whys...) }

// guestActs is all that a holder of a one-document link may do, whatever
// the policy file says.
var guestActs = map[string]bool{DocumentRead: true, DeliveryAcknowledge: true, DeliveryRefuse: true}
