package client

import "time"

// Mark is what became of an issued document: a flag beside its state, which stays.
type Mark struct {
	Kind     string    `json:"kind" enum:"recalled,replaced,amended,corrected,taken_back"`
	Label    string    `json:"label"`
	By       string    `json:"by,omitempty" doc:"id of the later document"`
	BySymbol string    `json:"by_symbol,omitempty"`
	ByDate   string    `json:"by_date,omitempty"`
	Ends     bool      `json:"ends" doc:"the document is no longer in force"`
	At       time.Time `json:"at"`
	Reason   string    `json:"reason,omitempty"`
}

// Related is a document that replaces, amends or corrects this one, or that this one does so to.
type Related struct {
	ID         string `json:"id"`
	KindName   string `json:"kind_name"`
	Symbol     string `json:"symbol,omitempty"`
	Subject    string `json:"subject"`
	Date       string `json:"date,omitempty"`
	State      string `json:"state"`
	Relation   string `json:"relation" enum:"replaced,amended,corrected" doc:"what the later one does to the earlier"`
	Later      bool   `json:"later" doc:"the other document is the later one"`
	Pending    bool   `json:"pending" doc:"the later one is not issued yet"`
	ReasonText string `json:"reason,omitempty"`
}

// Recall is who decided that a document is recalled, why and on what ground, and when the notice went out.
type Recall struct {
	DecidedBy  Named      `json:"decided_by"`
	Capacity   string     `json:"capacity,omitempty"`
	DecidedAt  time.Time  `json:"decided_at"`
	Reason     string     `json:"reason"`
	Ground     string     `json:"ground"`
	ExecutedBy *Named     `json:"executed_by,omitempty"`
	ExecutedAt *time.Time `json:"executed_at,omitempty"`
}

// CalledBack is a copy that its sender wants back.
type CalledBack struct {
	DeliveryID string     `json:"delivery_id"`
	DocumentID string     `json:"document_id"`
	Recipient  string     `json:"recipient"`
	Symbol     string     `json:"symbol,omitempty"`
	KindName   string     `json:"kind_name,omitempty"`
	Date       string     `json:"date,omitempty"`
	Issuer     string     `json:"issuer,omitempty"`
	Kind       string     `json:"kind" enum:"recall,take_back"`
	Reason     string     `json:"reason"`
	AskedAt    time.Time  `json:"asked_at"`
	Answer     string     `json:"answer,omitempty" enum:",destroyed,sent_back,taken,agreed,refused"`
	Label      string     `json:"label"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	Note       string     `json:"note,omitempty"`
	MayAnswer  bool       `json:"may_answer"`
	// Notice is how a receiver without an account was told of a recall; only the sending side sees it.
	Notice *RecallNotice `json:"notice,omitempty"`
}

// RecallNotice is how a receiver without an account hears that a document is recalled.
type RecallNotice struct {
	Way      string     `json:"way" enum:"email,paper"`
	Label    string     `json:"label"`
	SentAt   *time.Time `json:"sent_at,omitempty" doc:"when the mail server took the letter"`
	FailedAt *time.Time `json:"failed_at,omitempty"`
	Failure  string     `json:"failure,omitempty"`
	PostedOn string     `json:"posted_on,omitempty" doc:"yyyy-mm-dd"`
	ToPost   bool       `json:"to_post" doc:"văn thư still has to send it on paper: POST /deliveries/{id}/posts with about recall"`
}

// CalledBackList is one page of copies that are called back.
type CalledBackList struct {
	Items []CalledBack `json:"items"`
	Next  string       `json:"next,omitempty"`
}

// Destruction confirms that a recalled electronic copy is destroyed.
type Destruction struct {
	Note string `json:"note,omitempty"`
}

// TakeBackAnswer is a receiver's answer to a sender who wants an accepted copy back.
type TakeBackAnswer struct {
	Agree bool   `json:"agree"`
	Note  string `json:"note,omitempty" doc:"the reason, when it is refused"`
}

// SentBack is what văn thư notes of a copy on paper that came back.
type SentBack struct {
	Proof string `json:"proof"`
}

// Verification is all that the public page tells of an issued document.
type Verification struct {
	Symbol   string `json:"symbol"`
	KindName string `json:"kind_name"`
	Date     string `json:"date"`
	Issuer   string `json:"issuer"`
	SHA256   string `json:"sha256" doc:"of the issued file"`
	InForce  bool   `json:"in_force"`
	Standing string `json:"standing" doc:"còn hiệu lực, đã thu hồi, bị thay thế bởi số …"`
}
