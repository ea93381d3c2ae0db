package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Subject is what a chain of events is about.
type Subject struct {
	Kind string // document | organ | person | series
	ID   string
}

// Document is the subject of a document's chain.
func Document(id string) Subject { return Subject{Kind: "document", ID: id} }

// Event is one change, as the room that made it tells it.
type Event struct {
	Subject   Subject
	Action    string // the act's id, e.g. "sign"
	ActorID   string
	ActorName string
	// Capacity is the right the person acted by: an own position, or the mandate's formula and grantor (domain: every
	// act done by delegation says so).
	Capacity string
	From, To string // states; empty where none changed
	Version  int    // the subject's version after the change
	Comment  string
	Details  any // what else is known, as JSON; nil for nothing
}

// Entry is an event in its place in the chain.
type Entry struct {
	ID        int64
	Subject   Subject
	Seq       int
	At        time.Time
	Action    string
	ActorID   string
	ActorName string
	Capacity  string
	From, To  string
	Version   int
	Comment   string
	Details   json.RawMessage
	Prev      string
	Hash      string
}

// digest is what Hash must be: SHA-256 over a JSON array of every field, so that no two entries share one text.
func (e Entry) digest() (string, error) {
	text, err := json.Marshal([]any{
		e.Subject.Kind, e.Subject.ID, e.Seq, e.At.UTC().Format("2006-01-02T15:04:05.000000Z"), e.Action, e.ActorID,
		e.ActorName, e.Capacity, e.From, e.To, e.Version, e.Comment, string(e.Details), e.Prev,
	})
	if err != nil {
		return "", fmt.Errorf("hash an event: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Refusal is one line of the access log.
type Refusal struct {
	ActorID   string
	Act       string
	SubjectID string
	Code      string
	Address   string // the direct peer's, or what a configured proxy says
}
