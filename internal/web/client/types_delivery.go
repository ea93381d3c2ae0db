package client

import "time"

// Tally counts copies of a document. Board counts each copy once, by the word of the board where it stands.
type Tally struct {
	Sent         int            `json:"sent"`
	Arrived      int            `json:"arrived"`
	Read         int            `json:"read"`
	Acknowledged int            `json:"acknowledged"`
	Refused      int            `json:"refused"`
	Waiting      int            `json:"waiting"`
	Overdue      int            `json:"overdue"`
	Failed       int            `json:"failed"`
	Recalled     int            `json:"recalled"`
	Board        map[string]int `json:"board"`
}

// BoardLine is what became of one line of Nơi nhận.
type BoardLine struct {
	N        int    `json:"n"`
	Kind     string `json:"kind"`
	Text     string `json:"text"`
	Required string `json:"required" enum:"ack,read,none"`
	Task     bool   `json:"task"`
	Tally    Tally  `json:"tally"`
}

// Board is the live board of a document, with one page of its copies.
type Board struct {
	Lines  []BoardLine `json:"lines"`
	Total  Tally       `json:"total"`
	Marks  []Mark      `json:"marks" doc:"văn bản đã ra sao sau phát hành"`
	Copies []Delivery  `json:"copies"`
	Next   string      `json:"next,omitempty"`
}

// Reminders say whom to remind; none is everybody who still waits.
type Reminders struct {
	Deliveries []string `json:"deliveries,omitempty" maxItems:"1000"`
}

// Reminded says how many were.
type Reminded struct {
	Reminded int `json:"reminded"`
}

// Proof is why văn thư holds that a copy was handed over.
type Proof struct {
	Proof string `json:"proof"`
}

// Bounce is why a letter came back.
type Bounce struct {
	Reason string `json:"reason"`
}

// Resend is where a letter goes now; empty is the same address.
type Resend struct {
	Address string `json:"address,omitempty"`
}

// WithPaper says whether a paper copy goes with the electronic one.
type WithPaper struct {
	Paper bool `json:"paper"`
}

// Posting is one envelope handed to the post.
type Posting struct {
	ID         string `json:"id,omitempty" readOnly:"true"`
	DeliveryID string `json:"delivery_id,omitempty" readOnly:"true"`
	Recipient  string `json:"recipient,omitempty" readOnly:"true"`
	SentOn     string `json:"sent_on,omitempty" doc:"yyyy-mm-dd; left out: the office's day"`
	Envelopes  int    `json:"envelopes,omitempty" doc:"left out: 1"`
	Mark       string `json:"mark,omitempty" doc:"post mark or tracking number"`
	SignedBy   string `json:"signed_by,omitempty"`
	Note       string `json:"note,omitempty"`
	About      string `json:"about,omitempty" enum:"document,recall" doc:"what the envelope held; left out: the document"`
}

// Letter is what a link in a mail shows.
type Letter struct {
	Issuer         string     `json:"issuer"`
	Recipient      string     `json:"recipient"`
	Symbol         string     `json:"symbol"`
	Date           string     `json:"date"`
	Subject        string     `json:"subject"`
	Urgency        string     `json:"urgency,omitempty"`
	SHA256         string     `json:"sha256" doc:"of the signed PDF"`
	Readable       bool       `json:"readable" doc:"false once it was recalled"`
	Board          string     `json:"board"`
	BoardLabel     string     `json:"board_label"`
	Expires        time.Time  `json:"expires"`
	Acknowledged   *time.Time `json:"acknowledged,omitempty"`
	AcknowledgedBy string     `json:"acknowledged_by,omitempty"`
	Attachments    []Named    `json:"attachments"`
}

// LinkRefusal is the same step, with which somebody outside sends the document back.
type LinkRefusal struct {
	Name   string `json:"name" doc:"who refuses"`
	Code   string `json:"code" doc:"why, as of a refusal of a delivery"`
	Reason string `json:"reason"`
}

// LinkAcknowledgement is the second, deliberate step of somebody outside.
type LinkAcknowledgement struct {
	Name string `json:"name" doc:"who confirms"`
	Note string `json:"note,omitempty"`
}
