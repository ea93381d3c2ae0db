package client

// Piece is a run of text; Found when it is what was looked for.
type Piece struct {
	Text  string `json:"text"`
	Found bool   `json:"found,omitempty"`
}

// Hit is a document that was found, with where.
type Hit struct {
	Item
	Signer  Named   `json:"signer"`
	Marked  []Piece `json:"marked" doc:"trích yếu, cắt tại những từ tìm thấy"`
	Excerpt []Piece `json:"excerpt" doc:"đoạn nội dung có từ tìm thấy"`
}

// Hits is one page of them.
type Hits struct {
	Items []Hit  `json:"items"`
	Next  string `json:"next,omitempty"`
	Count int    `json:"count" doc:"số văn bản tìm thấy mà người hỏi được xem"`
	More  bool   `json:"more,omitempty" doc:"true: còn nhiều hơn count"`
}

// Suggestion completes what is being typed.
type Suggestion struct {
	ID       string `json:"id"`
	KindName string `json:"kind_name"`
	Symbol   string `json:"symbol,omitempty"`
	Subject  string `json:"subject"`
}

// NewSearch is a search to keep.
type NewSearch struct {
	Name  string `json:"name" maxLength:"400"`
	Query string `json:"query" maxLength:"4000" doc:"như trên địa chỉ trang: q=ke+hoach&issuer=…"`
}

// SavedSearch is one that is kept.
type SavedSearch struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Query string `json:"query"`
}
