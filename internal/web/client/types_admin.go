package client

import "time"

// Job is one piece of background work.
type Job struct {
	ID       int64      `json:"id"`
	Kind     string     `json:"kind"`
	Label    string     `json:"label"`
	State    string     `json:"state" enum:"waiting,running,failed,dead"`
	GivenUp  bool       `json:"given_up" doc:"dừng bằng tay"`
	About    string     `json:"about,omitempty" doc:"loại đối tượng"`
	AboutID  string     `json:"about_id,omitempty"`
	Attempts int        `json:"attempts"`
	Most     int        `json:"most_attempts"`
	AskedAt  time.Time  `json:"asked_at"`
	NextAt   time.Time  `json:"next_at"`
	EndedAt  *time.Time `json:"ended_at,omitempty"`
	Error    string     `json:"error,omitempty" doc:"lỗi gần nhất, theo lời chương trình"`
	Advice   string     `json:"advice,omitempty"`
}

// Jobs are one page of them; Next is the before of the next page.
type Jobs struct {
	Items  []Job            `json:"items"`
	Counts map[string]int64 `json:"counts" doc:"số việc theo tình trạng"`
	Next   int64            `json:"next,omitempty"`
}

// LogEvent is one event of the log as an administrator may know it: of a document no comment, no details, no symbol.
type LogEvent struct {
	ID        int64             `json:"id"`
	At        time.Time         `json:"at"`
	Kind      string            `json:"kind"`
	SubjectID string            `json:"subject_id"`
	Subject   string            `json:"subject,omitempty" doc:"tên người, cơ quan; số ký hiệu nếu được xem văn bản"`
	Seq       int               `json:"seq"`
	Action    string            `json:"action"`
	Label     string            `json:"label"`
	ActorID   string            `json:"actor_id,omitempty"`
	Actor     string            `json:"actor,omitempty"`
	Capacity  string            `json:"capacity,omitempty"`
	From      string            `json:"from,omitempty"`
	To        string            `json:"to,omitempty"`
	Version   int               `json:"version"`
	Withheld  bool              `json:"withheld" doc:"ghi chú và chi tiết không thuộc quyền của người đọc"`
	Comment   string            `json:"comment,omitempty"`
	Details   map[string]string `json:"details,omitempty"`
	Digest    string            `json:"digest" doc:"SHA-256 của sự kiện, nối với sự kiện trước"`
}

// Log is one page of the log, the newest first.
type Log struct {
	Items []LogEvent `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// LogVerdict is what a look at one chain, or one day, of the log found.
type LogVerdict struct {
	Whole  bool      `json:"whole"`
	Chains int       `json:"chains"`
	Events int       `json:"events"`
	Fault  *LogFault `json:"fault,omitempty"`
}

// LogFault is the first place where the log is not what was written.
type LogFault struct {
	Kind      string `json:"kind"`
	SubjectID string `json:"subject_id"`
	Seq       int    `json:"seq"`
	Detail    string `json:"detail"`
}

// AccessRefusal is one line of the access log.
type AccessRefusal struct {
	At        time.Time `json:"at"`
	ActorID   string    `json:"actor_id,omitempty"`
	Actor     string    `json:"actor,omitempty"`
	Act       string    `json:"act"`
	SubjectID string    `json:"subject_id,omitempty"`
	Code      string    `json:"code"`
	Address   string    `json:"address,omitempty"`
}

// AccessRefusals are one page of the access log, the newest first.
type AccessRefusals struct {
	Items []AccessRefusal `json:"items"`
	Next  string          `json:"next,omitempty"`
}

// KeyCertificate is the certificate of one key.
type KeyCertificate struct {
	Kind     string    `json:"kind,omitempty" enum:"person,organ,"`
	HolderID string    `json:"holder_id,omitempty"`
	Name     string    `json:"name"`
	Organ    string    `json:"organ,omitempty"`
	Serial   string    `json:"serial"`
	Issuer   string    `json:"issuer"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	State    string    `json:"state" enum:"valid,soon,expired,not_yet,untrusted,unknown"`
	Days     int       `json:"days"`
	Stopped  []string  `json:"stopped" doc:"ai không ký, đóng dấu được khi hết hạn"`
}

// KeyCertificates are those of the installation.
type KeyCertificates struct {
	Items    []KeyCertificate `json:"items"`
	Unopened int              `json:"unopened" doc:"khóa chưa ai mở, chưa biết hạn"`
}

// Health is how the machine fares.
type Health struct {
	At      time.Time     `json:"at"`
	Version string        `json:"version"`
	State   string        `json:"state" enum:"ok,warned,failed"`
	Checks  []HealthCheck `json:"checks"`
}

// HealthCheck is one part of the machine.
type HealthCheck struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	State  string `json:"state" enum:"ok,warned,failed,unknown"`
	Found  string `json:"found"`
	Advice string `json:"advice,omitempty"`
}

// PolicyRow is one right, and the line of the policy file that grants it.
type PolicyRow struct {
	Role string `json:"role"`
	Act  string `json:"act"`
	Why  string `json:"why"`
	Line int    `json:"line"`
}

// Policy is every right of the installation.
type Policy struct {
	File string      `json:"file"`
	Rows []PolicyRow `json:"rows"`
}

// RightAnswer says whether a person may do an act to a document, and by which rows.
type RightAnswer struct {
	Person  string      `json:"person"`
	May     bool        `json:"may"`
	Reasons []PolicyRow `json:"reasons"`
}

// InstalledChain is a chain of the installation.
type InstalledChain struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	File       string   `json:"file"`
	Version    string   `json:"version" doc:"SHA-256 của tệp"`
	Classes    []string `json:"classes"`
	States     int      `json:"states"`
	Steps      int      `json:"steps"`
	Situations int      `json:"situations" doc:"số tình huống đã xét khi chứng minh"`
	Source     string   `json:"source,omitempty" doc:"tệp YAML; chỉ khi đọc một luồng"`
}
