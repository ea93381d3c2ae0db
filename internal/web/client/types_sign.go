package client

// SignMany asks to sign documents, each exactly as it was shown.
type SignMany struct {
	PIN       string          `json:"pin" minLength:"1" maxLength:"200" doc:"of the signer's key"`
	Documents []ShownDocument `json:"documents" minItems:"1" maxItems:"200"`
}

// ShownDocument is a document as the signer saw it: what changed since is refused.
type ShownDocument struct {
	ID      string `json:"id" minLength:"1" maxLength:"100"`
	Version int    `json:"version" minimum:"1"`
	SHA256  string `json:"sha256" pattern:"^[0-9a-f]{64}$" doc:"of the bytes that were shown"`
}

// SignedLine is a line of the answer: what became of one document.
type SignedLine struct {
	ID       string   `json:"id"`
	Signed   bool     `json:"signed"`
	Replayed bool     `json:"replayed,omitempty" doc:"an earlier request with the same key had signed it"`
	Code     string   `json:"code,omitempty" doc:"why it is not signed, as in a problem"`
	Detail   string   `json:"detail,omitempty"`
	Reasons  []Reason `json:"reasons,omitempty"`
}
