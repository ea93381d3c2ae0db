package client

// NewNumber asks for the next number of a series for a paper outside the system.
type NewNumber struct {
	Issuer string `json:"issuer" minLength:"1" maxLength:"100"`
	Kind   string `json:"kind" minLength:"1" maxLength:"100" doc:"mã loại văn bản; ĐẾN: số đến; ĐH: văn bản đại hội"`
	Date   string `json:"date" format:"date"`
	Reason string `json:"reason,omitempty" maxLength:"500" doc:"bắt buộc, trừ văn bản mật"`
	Secret bool   `json:"secret,omitempty" doc:"văn bản mật, đăng ký trên giấy: sổ chỉ giữ số và ngày"`
}

// Number is a number that was given out.
type Number struct {
	Book   string `json:"book" doc:"mã sổ"`
	Number int    `json:"number"`
	Text   string `json:"text" doc:"như in: 05"`
	Date   string `json:"date" format:"date"`
}

// WithReason says why.
type WithReason struct {
	Reason string `json:"reason" maxLength:"500"`
}

// NewOpening proposes that a series goes on from a paper book.
type NewOpening struct {
	Issuer string `json:"issuer" minLength:"1" maxLength:"100"`
	Kind   string `json:"kind" minLength:"1" maxLength:"100"`
	Last   int    `json:"last" minimum:"1" maximum:"999998" doc:"số cuối của sổ giấy"`
}

// Opening is a proposal that waits for its second person.
type Opening struct {
	ID         string `json:"id"`
	Issuer     Named  `json:"issuer"`
	Name       string `json:"name"`
	Period     string `json:"period"`
	Last       int    `json:"last"`
	ProposedBy Named  `json:"proposed_by"`
	MayApprove bool   `json:"may_approve"`
}
