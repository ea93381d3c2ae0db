package client

// Candidate is a document that an ambiguous citation may name.
type Candidate struct {
	ID       string `json:"id"`
	Symbol   string `json:"symbol"`
	Date     string `json:"date"`
	KindName string `json:"kind_name"`
	Subject  string `json:"subject"`
}

// Cascade is which document stands on which, round one document and as the actor may see it.
type Cascade struct {
	Nodes     []CascadeNode `json:"nodes" doc:"văn bản được hỏi đứng đầu"`
	Edges     []CascadeEdge `json:"edges"`
	Truncated bool          `json:"truncated" doc:"true: còn nhiều hơn, không trả hết"`
}

// CascadeNode is a document, or, with Outside, a symbol that names none that the actor may see.
type CascadeNode struct {
	Key      string `json:"key" doc:"from và to của edges"`
	ID       string `json:"id,omitempty"`
	Symbol   string `json:"symbol,omitempty"`
	Kind     string `json:"kind,omitempty"`
	KindName string `json:"kind_name,omitempty"`
	Subject  string `json:"subject,omitempty"`
	Issuer   string `json:"issuer,omitempty"`
	Date     string `json:"date,omitempty"`
	State    string `json:"state,omitempty"`
	Outside  bool   `json:"outside"`
	Standing string `json:"standing,omitempty" enum:"ambiguous,unknown,misattributed,unnumbered" doc:"vì sao văn bản ngoài không dẫn được đến văn bản nào"`
	Level    int    `json:"level" doc:"số bậc: âm ở trên, dương ở dưới"`
	Marks    []Mark `json:"marks" doc:"văn bản đã ra sao sau phát hành"`
}

// CascadeEdge says that From cites To.
type CascadeEdge struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Relation string `json:"relation" enum:"mentions,grounds,implements,answers,amends,replaces"`
	Raw      string `json:"raw"`
}
