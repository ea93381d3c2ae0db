package client

import "time"

// ReportScope is whose figures somebody may see.
type ReportScope struct {
	Of   string `json:"of" doc:"dùng cho tham số of: office:MÃ, register:MÃ hoặc unit:MÃ"`
	Name string `json:"name"`
}

// InTime counts what had a time limit.
type InTime struct {
	InTime  int `json:"in_time"`
	Late    int `json:"late" doc:"cả việc quá hạn mà chưa xong"`
	Percent int `json:"percent" doc:"phần trăm đúng hạn, làm tròn xuống; -1: không có việc nào có hạn"`
}

// ReportPeriod is the figures of one group of days, or of all.
type ReportPeriod struct {
	Period    string `json:"period,omitempty" doc:"2026-03, 2026-Q1 hoặc 2026; không có: cả kỳ"`
	Begun     int    `json:"begun" doc:"dự thảo bắt đầu trong kỳ"`
	Issued    int    `json:"issued"`
	Documents InTime `json:"documents"`
	Steps     InTime `json:"steps"`
	Receipts  InTime `json:"receipts"`
	Arrivals  InTime `json:"arrivals"`
	Tasks     InTime `json:"tasks"`
}

// StepPace is how long a step of a chain takes.
type StepPace struct {
	Chain   string `json:"chain"`
	State   string `json:"state"`
	Label   string `json:"label"`
	Clock   string `json:"clock" doc:"work: phút làm việc theo lịch của cơ quan; wall: phút đồng hồ, của văn bản khẩn"`
	Count   int    `json:"count"`
	Median  int    `json:"median" doc:"phút"`
	P90     int    `json:"p90" doc:"phút"`
	Overall InTime `json:"in_time"`
}

// ReportRow is what was drafted, issued and returned of a kind or by a unit.
type ReportRow struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Begun     int     `json:"begun"`
	Issued    int     `json:"issued"`
	Returned  int     `json:"returned" doc:"văn bản phát hành đã từng bị trả lại"`
	Returns   int     `json:"returns" doc:"số lần trả lại của các văn bản ấy"`
	Mean      float64 `json:"mean_returns" doc:"số lần trả lại trên một văn bản phát hành; -1: không phát hành văn bản nào"`
	Documents InTime  `json:"documents"`
}

// ReportArrivals is how incoming documents were dealt with, by the unit in charge or by kind.
type ReportArrivals struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Total   int    `json:"total"`
	Done    int    `json:"done"`
	Open    int    `json:"open"`
	Undated int    `json:"undated" doc:"không có hạn"`
	InTime  InTime `json:"in_time"`
	Running int    `json:"running" doc:"chưa xong, còn trong hạn"`
}

// ReportWait is a desk on which documents lie now.
type ReportWait struct {
	Holder string    `json:"holder" doc:"person:MÃ hoặc organ:MÃ"`
	Name   string    `json:"name"`
	Action string    `json:"action"`
	Label  string    `json:"label"`
	Unit   Named     `json:"unit" doc:"đơn vị soạn thảo đang chờ"`
	Count  int       `json:"count"`
	Late   int       `json:"late"`
	Oldest time.Time `json:"oldest" doc:"văn bản chờ lâu nhất, từ lúc nào"`
}

// Report is the figures of one scope over a span of days.
type Report struct {
	Of           ReportScope      `json:"of"`
	From         string           `json:"from" format:"date"`
	To           string           `json:"to" format:"date"`
	By           string           `json:"by"`
	At           time.Time        `json:"at" doc:"tính lúc nào"`
	Whole        ReportPeriod     `json:"whole"`
	Periods      []ReportPeriod   `json:"periods"`
	Steps        []StepPace       `json:"steps"`
	Waiting      []ReportWait     `json:"waiting"`
	Kinds        []ReportRow      `json:"kinds"`
	Units        []ReportRow      `json:"units"`
	ArrivalUnits []ReportArrivals `json:"arrival_units"`
	ArrivalKinds []ReportArrivals `json:"arrival_kinds"`
}

// LyingDocument is a document on a desk.
type LyingDocument struct {
	ID         string     `json:"id"`
	Symbol     string     `json:"symbol,omitempty"`
	Kind       string     `json:"kind"`
	Subject    string     `json:"subject"`
	State      string     `json:"state"`
	StateLabel string     `json:"state_label"`
	Since      time.Time  `json:"since"`
	Due        *time.Time `json:"due,omitempty"`
	Late       bool       `json:"late"`
}

// LyingPage is one page of what a number of a report stands for.
type LyingPage struct {
	Items []LyingDocument `json:"items" doc:"chỉ những văn bản được xem"`
	All   int             `json:"all" doc:"tất cả, kể cả những văn bản không được xem"`
	Next  string          `json:"next,omitempty"`
}
