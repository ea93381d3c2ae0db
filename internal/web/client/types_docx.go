package client

import "time"

// Template is a template of a kind, filled for an issuer; Placeholders are what is left to the person.
type Template struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Kind         string   `json:"kind"`
	Regime       string   `json:"regime" enum:"party,state"`
	Issuer       Named    `json:"issuer"`
	Text         string   `json:"text"`
	Placeholders []string `json:"placeholders"`
}

// Imported is what became of a file that was sent as a draft.
type Imported struct {
	Document Document `json:"document"`
	// Source says that the newest text came from a file, which is kept as the source of its version.
	Source  bool     `json:"source"`
	Remarks []Remark `json:"remarks"`
	// Attachment is a PDF that was sent: it stands beside the document, whose text it did not change.
	Attachment *Attachment `json:"attachment,omitempty"`
}

// Remark is one thing that an import changed or left out.
type Remark struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Where   string `json:"where,omitempty"`
}

// Figure is a picture that the body of a document may show.
type Figure struct {
	SHA256    string    `json:"sha256"`
	MediaType string    `json:"media_type" enum:"image/png,image/jpeg"`
	Width     int       `json:"width" doc:"pixels"`
	Height    int       `json:"height"`
	Size      int64     `json:"size"`
	CreatedAt time.Time `json:"created_at"`
}
