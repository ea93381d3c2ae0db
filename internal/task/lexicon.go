package task

import (
	"strings"

	"trinhky/internal/directory"
)

// The words by which a conclusion gives work. They are compared folded, so that "hoà" is "hòa" and capitals do not count,
// except where a rule says so.
var (
	// mandates give work to whoever is named behind them.
	mandates = newPhrases("đề nghị", "giao", "giao cho", "yêu cầu", "phân công", "giao nhiệm vụ cho", "thống nhất giao", "đồng ý giao")

	// organHeads begin the name of whoever gets work; the first letter is a capital, or "các" stands before.
	organHeads = newPhrases(
		"ban", "sở", "ủy ban", "ubnd", "hđnd", "ubmttq", "mttq", "ubkt", "btv", "bch", "vptu", "btctu", "btgtu", "bdvtu", "bnctu", "btgdvtu",
		"ubkttu", "vphu", "vpđu", "hội đồng", "văn phòng", "tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "quận ủy", "đảng ủy", "đảng bộ",
		"chi bộ", "chi ủy", "cấp ủy", "tỉnh đoàn", "huyện đoàn", "xã đoàn", "mặt trận", "hội", "liên đoàn", "đoàn", "đoàn thể", "công an",
		"quân sự", "bộ", "trung tâm", "phòng", "trường", "chi cục", "cục", "tổng cục", "tòa án", "viện", "thanh tra", "kho bạc", "ngân hàng",
		"bảo hiểm", "báo", "đài", "công ty", "tập đoàn", "thường trực", "tổ", "tổ công tác", "cơ quan", "đơn vị", "địa phương", "ngành",
		"chủ tịch", "bí thư", "phó bí thư", "giám đốc", "thủ trưởng", "người đứng đầu", "trưởng ban", "trưởng phòng", "chánh văn phòng",
		"chủ nhiệm", "đồng chí", "tập thể", "lãnh đạo", "liên minh", "quỹ", "ấp", "thôn", "khu phố", "xã", "phường", "huyện", "đặc khu",
		"thuế", "hải quan", "hiệp hội", "trưởng", "chủ đầu tư", "đảng viên", "cán bộ", "doanh nghiệp", "tổ chức", "trạm", "hạt", "ubtp", "nhà máy", "bệnh viện", "đội", "tiểu ban")

	// groupNouns follow "các": "các sở, ban, ngành".
	many = newPhrases("các", "những", "toàn thể", "từng", "mỗi", "tất cả các")

	// inNames are words after which a verb of the list below is part of a name: "Ban tổ chức", "Ủy ban kiểm tra".
	inNames = map[string]bool{}

	// predicates begin what is to be done: a name ends before them.
	predicates = newPhrases(
		"chủ trì", "phối hợp", "tham mưu", "tiếp tục", "tăng cường", "tập trung", "khẩn trương", "quan tâm", "chỉ đạo", "lãnh đạo", "xây dựng",
		"ban hành", "rà soát", "tổ chức", "triển khai", "thực hiện", "hoàn thành", "hoàn thiện", "hoàn chỉnh", "báo cáo", "kiểm tra", "giám sát",
		"đôn đốc", "theo dõi", "hướng dẫn", "đẩy mạnh", "đẩy nhanh", "nâng cao", "đổi mới", "nghiên cứu", "chủ động", "nghiêm túc", "kịp thời",
		"thường xuyên", "tích cực", "phát huy", "quán triệt", "tuyên truyền", "vận động", "phát động", "làm tốt", "làm rõ", "bố trí", "cân đối",
		"phân bổ", "bảo đảm", "đảm bảo", "chuẩn bị", "lập", "trình", "đề xuất", "kiến nghị", "xem xét", "xử lý", "giải quyết", "khắc phục",
		"chấn chỉnh", "thanh tra", "điều tra", "sơ kết", "tổng kết", "đánh giá", "thống kê", "tổng hợp", "cập nhật", "công khai", "công bố",
		"phê duyệt", "thẩm định", "thẩm tra", "góp ý", "phản biện", "ký kết", "thu hút", "huy động", "hỗ trợ", "tạo điều kiện", "phát triển",
		"quản lý", "sử dụng", "khai thác", "bảo vệ", "giữ vững", "củng cố", "kiện toàn", "sắp xếp", "bổ sung", "sửa đổi", "điều chỉnh", "đào tạo",
		"bồi dưỡng", "quy hoạch", "luân chuyển", "tuyển dụng", "đề cao", "gương mẫu", "thông báo", "thông tin", "phổ biến", "cung cấp", "gửi",
		"chuyển", "tiếp nhận", "bàn giao", "đăng ký", "cụ thể hóa", "lồng ghép", "gắn", "duy trì", "mở rộng", "nhân rộng", "đăng tải", "biên soạn",
		"ưu tiên", "giảm", "hạn chế", "ngăn chặn", "phòng ngừa", "phòng, chống", "chống", "siết chặt", "xác định", "đối thoại", "tiếp", "đưa", "giao",
		"phân công", "yêu cầu", "đề nghị", "cần", "phải", "sớm", "có trách nhiệm", "có kế hoạch", "có giải pháp", "có biện pháp", "có phương án",
		"có văn bản", "có báo cáo", "chịu trách nhiệm", "căn cứ", "trên cơ sở", "đồng thời", "trước", "trong", "chậm nhất", "hằng ngày", "hằng tháng", "hằng quý",
		"hằng năm", "hằng tuần", "hàng ngày", "hàng tháng", "hàng quý", "hàng năm", "hàng tuần", "định kỳ", "để",
		"về", "việc", "nhiệm vụ", "làm", "nắm", "bám sát", "ra soát", "thành lập", "vào cuộc", "hoàn tất", "khảo sát", "lựa chọn", "giúp", "động viên",
		"chăm lo", "chủ trương", "thống nhất", "nhanh chóng", "cải thiện", "cải cách", "ứng dụng", "tháo gỡ", "đấu tranh", "xóa", "tăng", "niêm yết", "sửa chữa", "xong", "thăm", "tặng",
		"tiến hành", "nỗ lực", "phấn đấu", "gắn kết", "đi đầu", "tiếp thu", "kết luận", "nhấn mạnh", "ghi nhận", "cho ý kiến", "dạy", "bảo quản", "trang bị", "nhận", "kết nối", "ký", "dự kiến", "lấy ý kiến",
		"quyết liệt", "soát xét", "kê khai", "vận hành", "số hóa", "giới thiệu", "kết nạp", "phát hiện", "hòa giải", "biểu dương", "khen thưởng", "thông qua", "giải trình", "tổng duyệt", "mở", "trực tiếp", "khởi công", "chi trả")

	// narrated are words that say what was done, behind a subject.
	narrated = newPhrases("đã", "có", "chưa", "là", "còn", "được", "vẫn", "cơ bản", "luôn", "đạt")

	assessing = newPhrases("kết quả đạt được", "kết quả", "hạn chế", "khuyết điểm", "tồn tại", "ưu điểm", "nguyên nhân", "đánh giá", "nhận xét", "tình hình")
	tasking   = newPhrases("nhiệm vụ", "giải pháp", "thời gian tới", "cần tập trung", "tập trung", "công việc sau", "nội dung sau", "vấn đề sau",
		"yêu cầu", "đề nghị", "thực hiện tốt", "việc sau", "tổ chức thực hiện", "những công việc")

	lead    = newPhrases("chủ trì")
	by      = newPhrases("do", "giao", "giao cho", "đề nghị", "yêu cầu", "phân công")
	helping = newPhrases("phối hợp", "phối hợp với", "phối hợp cùng", "phối hợp chặt chẽ với", "phối hợp cùng với", "cùng phối hợp với", "phối hợp:", "phối hợp với các")
	toward  = newPhrases("đối với", "về phía", "riêng", "với")

	// gives are the predicates of whoever gives work, not of whoever gets it.
	gives = newPhrases("kết luận", "yêu cầu", "đề nghị", "giao", "phân công", "thống nhất", "nhấn mạnh", "ghi nhận", "biểu dương", "cho ý kiến", "thông báo")

	// areas end a name, unless a place or more of the same follows: "Hội Phụ nữ xã | thăm".
	areas    = newPhrases("tỉnh", "huyện", "xã", "phường", "đặc khu", "thị xã", "thị trấn", "thành phố", "quận", "tỉnh ủy", "huyện ủy", "thành ủy", "thị ủy", "đảng ủy")
	goesOn   = newPhrases("liên quan", "có liên quan", "trực thuộc", "cùng cấp", "cùng", "các", "cấp", "nêu trên", "trên địa bàn", "và", "viên", "khối", "cơ sở", "bộ phận", "đội", "đoàn", "ủy", "hội", "phụ trách")
	capitals = newPhrases("tỉnh ủy", "huyện ủy", "thành ủy", "thị ủy", "đảng ủy")
)

func init() {
	for _, w := range []string{"ban", "phòng", "sở", "tổ", "cục", "nhóm", "đội", "trạm", "viện", "đoàn", "quỹ", "hội"} {
		inNames[directory.Fold(w)] = true
	}
}

// inName says whether the verb at i is part of a name: "Ban Tổ chức", "Ủy ban kiểm tra", "các tổ chức đảng".
func inName(ws []token, i int) bool {
	before := ws[i-1]
	switch {
	case many.at(ws, i-1) > 0:
		return true
	case !inNames[before.fold]:
		return false
	case before.lower(): // of small-lettered heads only the Ủy ban takes a verb: "ủy ban kiểm tra"
		return i > 1 && before.fold == ban && (ws[i-2].fold == uy)
	}
	return true
}

var ban, uy = directory.Fold("ban"), directory.Fold("ủy")

// predicateAt is where what is to be done begins, from i on: the first small-lettered verb that is no part of a name.
func predicateAt(ws []token, i int) int {
	for j := i; j < len(ws); j++ {
		if stops(ws[j]) || j > i && ended(ws, j) {
			return j
		}
		if predicates.at(ws, j) == 0 || !ws[j].lower() {
			continue
		}
		if j > 0 && inName(ws, j) {
			continue
		}
		return j
	}
	return len(ws)
}

// ended says whether a name ends before j: behind the word of an area, or behind a committee, with a small letter that goes on
// with neither.
func ended(ws []token, j int) bool {
	if !ws[j].lower() || goesOn.at(ws, j) > 0 || areas.at(ws, j) > 0 {
		return false
	}
	for n := 1; n <= 2 && n <= j; n++ {
		if areas.at(ws, j-n) != n {
			continue
		}
		committee := capitals.at(ws, j-n) == n && ws[j-1].lower()
		if committee || ws[j-n].lower() {
			return true
		}
	}
	return false
}

// stops says whether a mark ends a name; a comma and a dash stand inside one.
func stops(t token) bool {
	switch t.raw {
	case ".", ";", ":", "(", ")", "“", "”", "\"", "?", "!", "…":
		return true
	}
	return false
}

// nameBegins says whether the words from i on begin the name of somebody who may get work.
func nameBegins(ws []token, i int) bool {
	if i >= len(ws) {
		return false
	}
	if n := many.at(ws, i); n > 0 {
		return i+n < len(ws) && !ws[i+n].mark()
	}
	if n := organHeads.at(ws, i); n > 0 {
		return !ws[i].lower() || ws[i].fold == newPhrases("đồng chí")[0][0] || standing[ws[i].fold]
	}
	return false
}

// standing are heads of names that are written small in running text: "cấp ủy các cấp", "thường trực các huyện ủy".
var standing = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range []string{"cấp", "thủ", "người", "đồng", "chủ", "giám", "bí", "tập", "trưởng"} {
		set[newPhrases(w)[0][0]] = true
	}
	return set
}()

// nameAt reads the names from i on: up to the predicate. End is where it stands; no names when there is none.
func nameAt(text string, ws []token, i int) (names []string, end int) {
	if !nameBegins(ws, i) {
		return nil, i
	}
	end = predicateAt(ws, i+1)
	if end-i > mostNameWords {
		return nil, i
	}
	return splitNames(text, ws[i:end]), end
}

// mostNameWords bounds how many words name those who get one task.
const mostNameWords = 60

// splitNames cuts "Ban Tổ chức, Ban Tuyên giáo và các huyện ủy" wherever a name begins behind a comma or "và".
func splitNames(text string, ws []token) (names []string) {
	start := 0
	put := func(end int) {
		if name := textOf(text, ws[start:end]); name != "" {
			names = append(names, name)
		}
	}
	for i := 1; i < len(ws); i++ {
		if ws[i].raw != "," && joints.at(ws, i) == 0 {
			continue
		}
		j := i
		for j < len(ws) && (ws[j].raw == "," || joints.at(ws, j) > 0) {
			j++
		}
		whole := i-start > 1 || strings.ToUpper(ws[start].raw) == ws[start].raw // "Báo" alone is no name, "UBND" is
		if j < len(ws) && whole && nameBegins(ws, j) && (many.at(ws, j) > 0 || !ws[j].lower()) {
			put(i)
			start = j
		}
		i = j
	}
	put(len(ws))
	return names
}
