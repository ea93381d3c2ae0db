package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"trinhky/internal/jobs"
	"trinhky/internal/mail"
	"trinhky/internal/store"
)

// Condition is how a part of the machine fares.
type Condition string

// The conditions.
const (
	Well    Condition = "ok"
	Warned  Condition = "warned"  // works, and somebody should look
	Broken  Condition = "failed"  // does not work
	Unasked Condition = "unknown" // nobody can say from here
)

// ConditionLabels name them.
var ConditionLabels = map[Condition]string{Well: "Bình thường", Warned: "Cần xem", Broken: "Hỏng", Unasked: "Chưa biết"}

// Check is one part of the machine: what was found, and what to do. It names no server, no path and no secret.
type Check struct {
	ID        string
	Condition Condition
	Found     string // in Vietnamese; figures and moments
	Advice    string // "" where there is nothing to do
}

// Label names the part.
func (c Check) Label() string { return CheckLabels[c.ID] }

// CheckLabels name the parts, in words.
var CheckLabels = map[string]string{
	"database": "Cơ sở dữ liệu", "schema": "Lược đồ cơ sở dữ liệu", "blobs": "Kho tệp", "disk": "Dung lượng đĩa", "jobs": "Việc nền", "mail": "Thư điện tử",
	"clock": "Đồng hồ", "backup": "Sao lưu", "authority": "Tổ chức cấp chứng thư", "certificates": "Chứng thư số",
}

// AdviceLabels say what to do.
var AdviceLabels = map[string]string{
	"database":       "Kiểm tra máy chủ cơ sở dữ liệu và đường mạng tới nó; xem nhật ký của chương trình.",
	"slow":           "Cơ sở dữ liệu trả lời chậm: xem tải của máy, của đĩa.",
	"schema":         "Chạy “trinhky migrate” bằng đúng bản chương trình đang dùng.",
	"blobs":          "Kiểm tra kho tệp còn ghi được không: quyền của thư mục, hoặc máy chủ MinIO (S3).",
	"disk":           "Giải phóng hoặc mở rộng đĩa; hết chỗ thì mọi thao tác ghi bị từ chối.",
	"jobs_late":      "Việc đến hạn chưa có người làm: xem các máy chủ có đang chạy không, rồi xem trang Việc nền.",
	"jobs_dead":      "Có việc đã dừng sau nhiều lần thử: mở trang Việc nền để chạy lại.",
	"mail_off":       "Chưa cấu hình máy chủ thư: nơi nhận bên ngoài chỉ nhận được bản giấy. Đặt --smtp, --mail-from, --address.",
	"mail":           "Không vào được máy chủ thư: kiểm tra địa chỉ, tài khoản, chứng thư TLS của máy chủ thư.",
	"clock":          "Đồng hồ của máy này và của cơ sở dữ liệu lệch nhau: bật đồng bộ giờ (NTP) trên cả hai.",
	"backup_unknown": "Chương trình không tự sao lưu. Sao lưu cơ sở dữ liệu, kho tệp và thư mục khóa; đặt --backup-stamp là tệp mà việc sao lưu cập nhật sau mỗi lần xong.",
	"backup_old":     "Lần sao lưu gần nhất đã quá 26 giờ: kiểm tra việc sao lưu.",
	"roots":          "Chưa có chứng thư gốc nào được tin: đặt roots.pem vào thư mục khóa, nếu không thì chữ ký không kiểm tra được.",
	"roots_end":      "Chứng thư của tổ chức cấp sắp hết hạn: xin chứng thư mới trước ngày ấy.",
	"certificates":   "Có chứng thư hết hạn hoặc sắp hết hạn: xem trang Chứng thư số.",
}

// Health is how the machine fares as a whole.
type Health struct {
	Checks  []Check
	At      time.Time
	Version string
}

// Worst is the worst condition of all.
func (h Health) Worst() Condition {
	for _, c := range []Condition{Broken, Warned} {
		if slices.ContainsFunc(h.Checks, func(k Check) bool { return k.Condition == c }) {
			return c
		}
	}
	return Well
}

const (
	checkTimeout = 5 * time.Second
	slowAnswer   = 500 * time.Millisecond
	lateJobs     = time.Minute
	clockWarned  = 2 * time.Second
	clockBroken  = time.Minute
	backupAge    = 26 * time.Hour
	rootsAhead   = 90 * 24 * time.Hour
	littleRoom   = 10 // percent
	noRoom       = 2  // percent
)

// Health looks at every part, all at once, none longer than five seconds.
func (s *Service) Health(ctx context.Context, personID string) (h Health, err error) {
	if err := s.Enter(ctx, personID); err != nil {
		return h, err
	}
	parts := []struct {
		id   string
		look func(context.Context) Check
	}{
		{"database", s.database}, {"schema", s.schema}, {"blobs", s.blobs}, {"disk", s.disk}, {"jobs", s.queue}, {"mail", s.mailServer},
		{"clock", s.clock}, {"backup", s.backup}, {"authority", s.authority}, {"certificates", s.ending},
	}
	h = Health{At: s.Clock().UTC(), Version: s.Version, Checks: make([]Check, len(parts))}
	var all sync.WaitGroup
	for i, part := range parts {
		all.Go(func() {
			within, cancel := context.WithTimeout(ctx, checkTimeout)
			defer cancel()
			h.Checks[i] = part.look(within)
			h.Checks[i].ID = part.id
		})
	}
	all.Wait()
	return h, ctx.Err()
}

func (c Check) broken(advice string) Check { return c.as(Broken, advice) }

func (c Check) warned(advice string) Check { return c.as(Warned, advice) }

func (c Check) well() Check { return c.as(Well, "") }

func (c Check) unasked(advice string) Check { return c.as(Unasked, advice) }

func (c Check) as(condition Condition, advice string) Check {
	c.Condition, c.Advice = condition, AdviceLabels[advice]
	return c
}

func (s *Service) database(ctx context.Context) Check {
	from := time.Now()
	if err := s.Store.Ping(ctx); err != nil {
		return Check{Found: "Không trả lời."}.broken("database")
	}
	took := time.Since(from)
	found := Check{Found: fmt.Sprintf("%s, trả lời sau %d ms.", map[store.Dialect]string{store.SQLite: "SQLite", store.Postgres: "PostgreSQL"}[s.Store.Dialect()], took.Milliseconds())}
	if took > slowAnswer {
		return found.warned("slow")
	}
	return found.well()
}

func (s *Service) schema(ctx context.Context) Check {
	current, newest, err := s.Store.Versions(ctx)
	switch {
	case err != nil:
		return Check{Found: "Không đọc được số hiệu lược đồ."}.broken("database")
	case current != newest:
		return Check{Found: fmt.Sprintf("Đang ở bản %d, chương trình cần bản %d.", current, newest)}.broken("schema")
	}
	return Check{Found: fmt.Sprintf("Bản %d, mới nhất.", current)}.well()
}

func (s *Service) blobs(ctx context.Context) Check {
	if err := s.Blobs.Check(ctx); err != nil {
		return Check{Found: "Không ghi được."}.broken("blobs")
	}
	return Check{Found: "Ghi và đọc được."}.well()
}

func (s *Service) disk(context.Context) Check {
	least, found := 101, Check{}
	for _, folder := range s.Folders {
		free, size, err := room(folder)
		if err != nil || size == 0 {
			continue
		}
		if percent := int(free * 100 / size); percent < least {
			least, found = percent, Check{Found: fmt.Sprintf("Còn %d GB, bằng %d %% của đĩa.", free>>30, percent)}
		}
	}
	switch {
	case least > 100:
		return Check{Found: "Dữ liệu không nằm trên đĩa của máy này."}.unasked("")
	case least < noRoom:
		return found.broken("disk")
	case least < littleRoom:
		return found.warned("disk")
	}
	return found.well()
}

func (s *Service) queue(ctx context.Context) Check {
	var late time.Duration
	sums := map[jobs.Standing]int64{}
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		if late, err = jobs.Late(tx); err != nil {
			return err
		}
		counts, err := jobs.Counts(tx)
		for _, c := range counts {
			sums[c.Standing] += c.N
		}
		return err
	})
	if err != nil {
		return Check{Found: "Không đọc được hàng đợi."}.broken("database")
	}
	found := Check{Found: fmt.Sprintf("%d đang chờ, %d đang chạy, %d sẽ thử lại, %d đã dừng; chậm %d giây.",
		sums[jobs.Queued], sums[jobs.Running], sums[jobs.Failed], sums[jobs.Dead], int(late.Seconds()))}
	switch {
	case late > lateJobs:
		return found.broken("jobs_late")
	case sums[jobs.Dead] > 0:
		return found.warned("jobs_dead")
	}
	return found.well()
}

func (s *Service) mailServer(ctx context.Context) Check {
	err := s.Mail.Reach(ctx)
	switch {
	case errors.Is(err, mail.ErrOff):
		return Check{Found: "Chưa cấu hình."}.warned("mail_off")
	case err != nil:
		return Check{Found: "Không kết nối hoặc không đăng nhập được."}.broken("mail")
	}
	return Check{Found: "Kết nối và đăng nhập được."}.well()
}

func (s *Service) clock(ctx context.Context) Check {
	var skew time.Duration
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		theirs, asked, err := databaseClock(tx)
		skew = theirs.Sub(asked).Abs()
		return err
	})
	found := Check{Found: fmt.Sprintf("Lệch %d ms so với cơ sở dữ liệu.", skew.Milliseconds())}
	switch {
	case err != nil:
		return Check{Found: "Không hỏi được giờ của cơ sở dữ liệu."}.broken("database")
	case skew > clockBroken:
		return found.broken("clock")
	case skew > clockWarned:
		return found.warned("clock")
	default:
		return found.well()
	}
}

func (s *Service) backup(context.Context) Check {
	if s.BackupStamp == "" {
		return Check{Found: "Chưa biết."}.unasked("backup_unknown")
	}
	info, err := os.Stat(filepath.Clean(s.BackupStamp))
	if errors.Is(err, fs.ErrNotExist) {
		return Check{Found: "Chưa có lần nào."}.broken("backup_old")
	}
	if err != nil {
		return Check{Found: "Không đọc được tệp đánh dấu."}.unasked("backup_unknown")
	}
	found := Check{Found: "Lần gần nhất " + info.ModTime().In(store.Hanoi).Format("15:04 02/01/2006") + "."}
	if s.Clock().Sub(info.ModTime()) > backupAge {
		return found.broken("backup_old")
	}
	return found.well()
}

func (s *Service) authority(context.Context) Check {
	roots := s.Keys.Authorities()
	if len(roots) == 0 {
		return Check{Found: "Chưa có chứng thư gốc."}.warned("roots")
	}
	first := roots[0]
	for _, r := range roots {
		if r.Until.Before(first.Until) {
			first = r
		}
	}
	found := Check{Found: fmt.Sprintf("%d chứng thư gốc, hạn sớm nhất %s.", len(roots), store.DateOf(first.Until).Time().Format("02/01/2006"))}
	switch left := first.Until.Sub(s.Clock()); {
	case left < 0:
		return found.broken("roots_end")
	case left < rootsAhead:
		return found.warned("roots_end")
	}
	return found.well()
}

func (s *Service) ending(context.Context) Check {
	shown, unopened, err := s.Keys.Certificates()
	if err != nil {
		return Check{Found: "Không đọc được thư mục khóa."}.broken("certificates")
	}
	over, near := 0, 0
	for _, c := range shown {
		switch held(c, s.Clock()).Validity {
		case Expired:
			over++
		case Soon:
			near++
		}
	}
	found := Check{Found: fmt.Sprintf("%d chứng thư: %d hết hạn, %d sắp hết hạn; %d khóa chưa ai mở.", len(shown), over, near, unopened)}
	if over+near > 0 {
		return found.warned("certificates")
	}
	return found.well()
}
