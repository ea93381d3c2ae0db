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
	DocumentRecall         = "document.recall"          // thu hồi
	DocumentTakeBack       = "document.take_back"       // lấy lại
	DocumentReplace        = "document.replace"         // thay thế
	DocumentAmend          = "document.amend"           // sửa đổi
	DocumentCorrect        = "document.correct"         // đính chính
	DocumentComment        = "document.comment"         // góp ý vào dự thảo
	DocumentEvents         = "document.events"          // lịch sử thao tác

	DeliveryList        = "delivery.list"        // theo dõi nơi nhận
	DeliveryAcknowledge = "delivery.acknowledge" // xác nhận đã nhận
	DeliveryRefuse      = "delivery.refuse"      // từ chối tiếp nhận

	RegisterRead        = "register.read"         // xem sổ
	RegisterReserve     = "register.reserve"      // giữ số dự phòng
	RegisterVoid        = "register.void"         // hủy số
	RegisterOpen        = "register.open"         // đề nghị mở sổ giữa kỳ
	RegisterOpenApprove = "register.open_approve" // duyệt mở sổ giữa kỳ

	DirectoryRead = "directory.read" // tra danh bạ
	DirectoryEdit = "directory.edit" // sửa danh bạ
	JobsManage    = "jobs.manage"    // quản lý việc nền
)

var acts = []string{
	DocumentCreate, DocumentRead, DocumentEdit, DocumentAttach, DocumentSubmit, DocumentWithdraw, DocumentCancel,
	DocumentRequestOpinion, DocumentGiveOpinion, DocumentApprove, DocumentCheckFormat, DocumentWaive, DocumentReturn, DocumentSign,
	DocumentAssignNumber, DocumentSeal, DocumentIssue, DocumentFile, DocumentRecall, DocumentTakeBack,
	DocumentReplace, DocumentAmend, DocumentCorrect, DocumentComment, DocumentEvents,
	DeliveryList, DeliveryAcknowledge, DeliveryRefuse,
	RegisterRead, RegisterReserve, RegisterVoid, RegisterOpen, RegisterOpenApprove,
	DirectoryRead, DirectoryEdit, JobsManage,
}

var roles = []string{Specialist, UnitHead, ChiefOfOffice, Leader, Clerk, Archivist, Administrator, Delegate}

var whys = []string{Drafter, Consulted, Unit, Office, Signer, Register, Received, Addressed, Archive, Handler}

// Acts lists every act there is, in the order of a document's life. The
// slice is the caller's own.
func Acts() []string { return append([]string(nil), acts...) }

// Roles lists every role name there is. The slice is the caller's own.
func Roles() []string { return append([]string(nil), roles...) }

// Whys lists every reach word there is. The slice is the caller's own.
func Whys() []string { return append([]string(nil), whys...) }

// guestActs is all that a holder of a one-document link may do, whatever
// the policy file says.
var guestActs = map[string]bool{DocumentRead: true, DeliveryAcknowledge: true}
