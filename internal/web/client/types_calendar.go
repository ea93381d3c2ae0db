package client

import "time"

// CalendarYear is one year of the office's working days.
type CalendarYear struct {
	Year int `json:"year"`
	// Days are those that are not like the others: days off, and weekends that are worked.
	Days    []CalendarDay `json:"days"`
	Worked  []int         `json:"worked" doc:"số ngày làm việc của từng tháng, từ tháng 1"`
	MayEdit bool          `json:"may_edit"`
}

// CalendarDay is a day that is not like the others.
type CalendarDay struct {
	Day      string     `json:"day" format:"date"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind" enum:"off,made_up"`
	National bool       `json:"national" doc:"ngày của cả nước; không phải ngày cơ quan tự đặt"`
	By       string     `json:"by,omitempty"`
	At       *time.Time `json:"at,omitempty"`
}

// NewCalendarDay decides a day.
type NewCalendarDay struct {
	Day  string `json:"day" format:"date"`
	Name string `json:"name" minLength:"1" maxLength:"800"`
	Kind string `json:"kind" enum:"off,made_up"`
}
