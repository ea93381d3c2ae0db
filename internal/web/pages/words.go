package pages

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"trinhky/internal/casefile"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/register"
	"trinhky/internal/report"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
	"trinhky/internal/upkeep"
)

// The words below are those of the offices' own systems (domain: vocabulary).

var boxLabels = map[string]string{
	"drafts": "Dự thảo", "todo": "Chờ xử lý", "waiting": "Đang xử lý", "signing": "Văn bản ký duyệt",
	"sealing": "Văn bản đóng dấu", "issued": "Văn bản ban hành", "received": "Văn bản đến", "all": "Tất cả",
}

// boxShort name boxes below a page on a phone.
var boxShort = map[string]string{"signing": "Ký duyệt", "sealing": "Đóng dấu", "received": "Đến"}

var boxAbout = map[string]string{
	"drafts": "đang soạn hoặc bị trả lại", "todo": "đang chờ tôi", "waiting": "tôi đã trình, đang đi luồng",
	"signing": "chờ tôi ký", "sealing": "chờ cấp số, đóng dấu, phát hành", "issued": "đã phát hành",
	"received": "gửi đến tôi hoặc cơ quan", "all": "mọi văn bản tôi được xem",
}

var stateLabels = map[document.State]string{
	document.Drafting: "Đang soạn thảo", document.Consulting: "Đang xin ý kiến", document.Returned: "Bị trả lại",
	document.UnitReview: "Trình lãnh đạo phòng", document.FormatCheck: "Thẩm định thể thức",
	document.AwaitingSignature: "Chờ ký duyệt", document.Signed: "Đã ký, chờ cấp số", document.Numbered: "Đã cấp số",
	document.Sealed: "Đã đóng dấu", document.Issued: "Đã phát hành", document.Filed: "Đã lưu hồ sơ",
	document.Withdrawn: "Đã hủy luồng",
}

var actionLabels = map[string]string{
	"draft": "Soạn thảo", "edit": "Sửa nội dung", "fix": "Sửa thể thức tự động", "waive": "Chấp nhận lưu ý thể thức", "attach": "Đính kèm tệp", "detach": "Bỏ tệp đính kèm", "figure": "Thêm hình", "submit": "Trình",
	"request_opinion": "Xin ý kiến", "give_opinion": "Cho ý kiến", "approve": "Duyệt nội dung",
	"check_format": "Xác nhận thể thức", "sign": "Ký số", "assign_number": "Cấp số", "seal": "Đóng dấu",
	"issue": "Phát hành", "file": "Lưu hồ sơ", "return": "Trả lại", "withdraw": "Rút lại", "cancel": "Hủy luồng",
	"deliver": "Gửi đến nơi nhận", "read": "Đã xem", "acknowledge": "Xác nhận đã nhận", "refuse": "Từ chối tiếp nhận",
	"prove": "Ghi nhận đã giao", "overdue": "Quá hạn xác nhận",
	"recall": "Thu hồi", "withdraw_recall": "Rút quyết định thu hồi", "take_back": "Lấy lại", "replace": "Soạn văn bản thay thế", "amend": "Soạn văn bản sửa đổi", "correct": "Soạn công văn đính chính",
	"replaced": "Bị thay thế", "amended": "Được sửa đổi", "corrected": "Được đính chính", "destroy": "Đã hủy bản bị thu hồi", "sent_back": "Bản bị thu hồi đã trả về",
	"give_back": "Đồng ý trả lại", "keep": "Không đồng ý trả lại",
	"open_ballot": "Gửi phiếu xin ý kiến", "vote": "Cho ý kiến bằng phiếu", "void_ballot": "Rút đợt lấy phiếu", "record_decision": "Ghi quyết định của tập thể",
	"comment": "Góp ý", "reply": "Trả lời góp ý", "resolve_comment": "Giải quyết góp ý",
}

// lookLabels name what of a passage's look a redline found changed.
var lookLabels = map[string]string{
	"kind": "loại đoạn", "level": "cấp", "ordinal": "số thứ tự", "align": "căn lề", "columns": "cột bảng", "landscape": "hướng giấy",
	"picture": "hình", "runs": "kiểu chữ",
}

var verdictLabels = map[string]string{
	"": "Chưa trả lời", "agree": "Đồng ý", "other": "Có ý kiến khác", "not_mine": "Không thuộc thẩm quyền", "none": "Không trả lời",
}

var lineLabels = map[distribution.Kind]string{
	distribution.Ref: "Nơi nhận đã nêu ở trên", distribution.Org: "Cơ quan", distribution.OrgGroup: "Nhóm cơ quan",
	distribution.Collective: "Tập thể lãnh đạo", distribution.PersonGroup: "Nhóm cá nhân", distribution.Person: "Cá nhân",
	distribution.Archive: "Lưu", distribution.Compound: "Nhiều nơi nhận",
}

var ackLabels = map[distribution.Acknowledgement]string{
	distribution.Required: "phải xác nhận", distribution.Each: "từng nơi phải xác nhận", distribution.Read: "để đọc", distribution.None: "",
}

var deliveryLabels = map[distribution.State]string{
	distribution.Sent: "Đã gửi", distribution.Arrived: "Đã đến, chờ tiếp nhận", distribution.Acknowledged: "Đã xác nhận",
	distribution.Refused: "Từ chối",
}

var channelLabels = map[string]string{
	distribution.ByAccount: "trên hệ thống", distribution.ByEmail: "thư điện tử", distribution.ByPaper: "bản giấy",
}

var numberLabels = map[string]string{
	register.Assigned: "Đã cấp", register.Reserved: "Số dự phòng", register.Voided: "Đã hủy số",
}

var headlines = map[int]string{
	http.StatusBadRequest: "Không đọc được yêu cầu", http.StatusUnauthorized: "Cần đăng nhập",
	http.StatusForbidden: "Không có quyền", http.StatusNotFound: "Không tìm thấy",
	http.StatusMethodNotAllowed: "Không làm được việc này ở đây", http.StatusConflict: "Văn bản đã thay đổi",
	http.StatusRequestEntityTooLarge: "Nội dung quá lớn", http.StatusUnprocessableEntity: "Chưa thực hiện được",
	http.StatusTooManyRequests: "Quá nhiều lần thử", http.StatusInternalServerError: "Hệ thống gặp lỗi",
	http.StatusServiceUnavailable: "Hệ thống đang bận", http.StatusInsufficientStorage: "Hết chỗ lưu trữ",
}

// addressOf is how a regime's pages call a person.
func addressOf(regime string) string {
	if regime == string(directory.Party) {
		return "đồng chí"
	}
	return "ông/bà"
}

// words are what templates may say beside their views.
var words = template.FuncMap{
	"filing":     func(files []casefile.File, typed string) filing { return filing{files, typed} },
	"purpose":    func(key string) string { return purposeLabels[key] },
	"suggestion": func(kind string) string { return suggestionLabels[kind] },
	"asset":      assetPath,
	"waiting":    document.PlaceholderPattern,
	"copyPDF": func(id, sha string) pdfView {
		return pdfView{SHA256: sha, Path: withQuery("/copies/"+id+"/pdf", "sha256", sha)}
	},
	"upTo": upTo,
	"cell": cell, "fact": fact, "arrivalCell": arrivalCell, "taskCell": taskCell,
	"date":       dateText,
	"isoDate":    func(s string) string { return dateText(store.Date(s)) },
	"moment":     momentText,
	"taskState":  func(s task.State) string { return task.Labels[s] },
	"standingOf": func(s task.Standing) string { return task.StandingLabels[s] },
	"reportKind": func(k task.ObligationKind) string { return task.ObligationLabels[k] },
	"deadline":   deadlineText,
	"ruleWords":  task.RuleWords,
	"quoted":     func(sentence, words string) bool { return strings.Contains(sentence, "“"+words+"”") },
	"iso":        func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"size":       sizeText,
	"join":       strings.Join,
	"add":        func(a, b int) int { return a + b },
	"fields":     shownFields,
	"delegated":  func(key string, list []signoff.Delegation) delegationList { return delegationList{key, list} },
	"copyState":  func(s signoff.CopyState) string { return copyStates[s] },
	"copyAction": func(a string) string { return copyActions[a] },
	"ballotSaid": func(v string) string { return signoff.VerdictWords[v] },
	"plus":       func(a, b int) int { return a + b },
	"person":     directory.Address,
	"short":      func(sha string) string { return sha[:min(12, len(sha))] },
	"state":      func(s document.State) string { return stateLabels[s] },
	"urgency":    document.UrgencyLabel,
	"urgencies":  func() []string { return document.Urgencies },
	"action":     func(a string) string { return actionLabels[a] },
	"verdict":    func(v string) string { return verdictLabels[v] },
	"line":       func(k distribution.Kind) string { return lineLabels[k] },
	"ack":        func(a distribution.Acknowledgement) string { return ackLabels[a] },
	"delivery":   func(s distribution.State) string { return deliveryLabels[s] },
	"channel":    func(c string) string { return channelLabels[c] },
	"numbered":   func(s string) string { return numberLabels[s] },
	"relation":   func(r document.Relation) string { return relationLabels[r] },
	"standing":   func(s document.Standing) string { return standingLabels[s] },
	"kind":       kindName,
	"casefile":   casefile.StateLabel,
	"handover":   func(s string) string { return handoverLabels[s] },
	"lookWord":   func(look string) string { return lookLabels[look] },
	"groupOf":    groupOf,
	"lengthOf":   lengthOf,
	"rowsOf":     func(head string, rows []report.Row, kinds bool) reportRows { return reportRows{head, rows, kinds} },
	"arrivalsOf": func(head string, rows []report.ArrivalRow) arrivalRows { return arrivalRows{head, rows} },
	"hundredths": func(n int) string { return fmt.Sprintf("%d,%02d", n/100, n%100) },
	"refusals":   func() []choice { return refusalChoices },
	"breakable":  breakable,
	"role":       func(role string) string { return upkeep.RoleLabels[role] },
	"subject":    func(kind string) string { return upkeep.KindLabels[kind] },
	"anyState":   stateLabel,
	"condition":  func(c upkeep.Condition) string { return upkeep.ConditionLabels[c] },
	"job":        func(kind string) string { return upkeep.Work{Job: jobs.Job{Kind: kind}}.Label() },
	"act":        func(act string) string { return upkeep.ActLabels[act] },
	"why":        func(why string) string { return upkeep.WhyLabels[why] },
	"stepOf":     func(row clerkRow, action string) clerkShown { return clerkShown{Row: &row, Action: action} },
}

var handoverLabels = map[string]string{
	casefile.HandoverProposed: "Chờ lưu trữ nhận", casefile.HandoverAccepted: "Đã nhận vào lưu trữ", casefile.HandoverReturned: "Lưu trữ trả lại",
}

// choice is one entry of a list to choose from.
type choice struct{ Value, Label string }

// refusalChoices are why a delivery may be refused, in the order in which they are offered.
var refusalChoices = func() (all []choice) {
	for _, code := range []string{"wrong_recipient", "invalid_signature", "missing_pages", "duplicate", "other"} {
		all = append(all, choice{code, distribution.ReasonCodes[code]})
	}
	return all
}()

// dateText is a date as on screen: dd/MM/yyyy; "" for none.
func dateText(d store.Date) string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format("02/01/2006")
}

// momentText is a moment of the office's clock; "" for none. It takes a time or a pointer to one.
func momentText(at any) (string, error) {
	var t time.Time
	switch at := at.(type) {
	case time.Time:
		t = at
	case *time.Time:
		if at != nil {
			t = *at
		}
	default:
		return "", fmt.Errorf("%T is no moment", at)
	}
	if t.IsZero() {
		return "", nil
	}
	return t.In(store.Hanoi).Format("15:04 02/01/2006"), nil
}

// deadlineText is the moment by which something is to be done. The midnight that ends a day is the end of that day:
// "hết ngày 23/11/2026", where "00:00 24/11/2026" would be read as a day later.
func deadlineText(at any) (string, error) {
	text, err := momentText(at)
	if day, midnight := strings.CutPrefix(text, "00:00 "); midnight {
		t, err := time.Parse("02/01/2006", day)
		return "hết ngày " + t.AddDate(0, 0, -1).Format("02/01/2006"), err
	}
	return text, err
}

func sizeText(bytes int64) string {
	switch {
	case bytes < 1<<10:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1<<20:
		return fmt.Sprintf("%d KB", (bytes+1<<9)>>10)
	}
	return strings.Replace(fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20)), ".", ",", 1)
}

// lengthText is how long something took, in the two greatest units.
func lengthText(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case d < time.Minute:
		return "chưa đầy 1 phút"
	case days > 0 && hours > 0:
		return fmt.Sprintf("%d ngày %d giờ", days, hours)
	case days > 0:
		return fmt.Sprintf("%d ngày", days)
	case hours > 0 && minutes > 0:
		return fmt.Sprintf("%d giờ %d phút", hours, minutes)
	case hours > 0:
		return fmt.Sprintf("%d giờ", hours)
	}
	return fmt.Sprintf("%d phút", minutes)
}

// breakable cuts an id behind its dots and underscores, where a narrow column may break it: "document.create".
func breakable(id string) (parts []string) {
	for part := range strings.SplitAfterSeq(id, ".") {
		parts = append(parts, strings.SplitAfter(part, "_")...)
	}
	return parts
}
