package client

import "time"

// Finding is one finding of the checker of thể thức.
type Finding struct {
	ID        string  `json:"id" doc:"dấu vết của phát hiện trong phiên bản nội dung này; để chấp nhận có lý do"`
	Rule      string  `json:"rule" doc:"F01 … F20"`
	Code      string  `json:"code"`
	Level     string  `json:"level" enum:"E,W"`
	Where     string  `json:"where"`
	Paragraph int     `json:"paragraph,omitempty" doc:"đoạn của nội dung, từ 1"`
	Page      int     `json:"page,omitempty"`
	Message   string  `json:"message"`
	Found     string  `json:"found,omitempty" doc:"đang ghi"`
	Wants     string  `json:"wants,omitempty" doc:"quy tắc đòi hỏi"`
	Source    string  `json:"source,omitempty" doc:"văn bản quy định"`
	Fix       *Fix    `json:"fix,omitempty"`
	Waived    *Waiver `json:"waived,omitempty"`
}

// Fix is a mechanical change.
type Fix struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Waiver is why a warning was let stand.
type Waiver struct {
	By     Named     `json:"by"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Fixes are the changes that a drafter wants made.
type Fixes struct {
	IDs []string `json:"ids" maxItems:"1000" doc:"id của fix trong các phát hiện"`
}

// Waivers are the warnings that a form checker lets stand.
type Waivers struct {
	Findings []string `json:"findings" maxItems:"1000" doc:"id của các phát hiện mức W"`
	Reason   string   `json:"reason" maxLength:"4000"`
}
