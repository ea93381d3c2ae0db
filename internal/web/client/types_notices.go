package client

import "time"

// SeenNotices says which notices were seen: one by id, all about one thing, or all up to a notice.
type SeenNotices struct {
	ID      string `json:"id,omitempty" maxLength:"200"`
	About   string `json:"about,omitempty" maxLength:"50"`
	AboutID string `json:"about_id,omitempty" maxLength:"200"`
	UpTo    string `json:"up_to,omitempty" maxLength:"200"`
}

// NoticeWish is how the actor wants to be told, beside the application. Hours are of the office's zone.
type NoticeWish struct {
	Mail       string `json:"mail" enum:"none,immediate,digest"`
	DigestHour int    `json:"digest_hour" minimum:"0" maximum:"23" doc:"giờ gửi thư tổng hợp hằng ngày"`
	QuietFrom  int    `json:"quiet_from" minimum:"0" maximum:"23" doc:"từ giờ này, thư gửi ngay chờ đến quiet_to; hai giờ bằng nhau: không có giờ nghỉ"`
	QuietTo    int    `json:"quiet_to" minimum:"0" maximum:"23"`
}

// NoticeSettings are the wish, where mails go, and what became of the last ones.
type NoticeSettings struct {
	NoticeWish
	Address  string         `json:"address" doc:"địa chỉ thư điện tử theo danh bạ; để trống: chưa có"`
	Possible bool           `json:"possible" doc:"máy chủ này có gửi thư điện tử hay không"`
	Letters  []NoticeLetter `json:"letters"`
}

// NoticeLetter is one mail to the actor.
type NoticeLetter struct {
	Kind      string     `json:"kind" enum:"immediate,digest"`
	State     string     `json:"state" enum:"waiting,sent,failed,unneeded"`
	Error     string     `json:"error,omitempty"`
	Attempts  int        `json:"attempts"`
	CreatedAt time.Time  `json:"created_at"`
	SettledAt *time.Time `json:"settled_at,omitempty"`
}
