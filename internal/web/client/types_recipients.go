package client

// RecipientSuggestion is something that may be typed into a Nơi nhận.
type RecipientSuggestion struct {
	Text   string `json:"text"`
	Kind   string `json:"kind" enum:"organ,group,person,phrase,archive"`
	ID     string `json:"id,omitempty" doc:"of the organ, group or person"`
	Detail string `json:"detail,omitempty" doc:"the organ above, a person's post, whom it succeeds"`
}

// RecipientText is a Nơi nhận that is being typed, and what stands elsewhere in the document.
type RecipientText struct {
	Issuer     string   `json:"issuer" doc:"id of the issuing organ"`
	Text       string   `json:"text" doc:"the block as it will be printed"`
	Addressees []string `json:"addressees,omitempty" doc:"Kính gửi, for “Như trên”"`
	Body       *Body    `json:"body,omitempty" doc:"for “Như Điều n” and for who is given a task"`
	On         string   `json:"on,omitempty" format:"date" doc:"default: the office's date"`
}

// RecipientPreview is who would get a document, line by line.
type RecipientPreview struct {
	On       string             `json:"on" format:"date"`
	Ready    bool               `json:"ready" doc:"nothing bars the submission"`
	Total    int                `json:"total" doc:"receivers, each once"`
	Cut      bool               `json:"cut" doc:"not all receivers are listed"`
	Lines    []RecipientLine    `json:"lines"`
	Problems []RecipientProblem `json:"problems" doc:"of the block as a whole"`
	Warnings []Reason           `json:"warnings"`
}

// RecipientLine is one line: how it was read and whom it reaches.
type RecipientLine struct {
	N          int                `json:"n"`
	Text       string             `json:"text"`
	Kind       string             `json:"kind" enum:"ref,org,org_group,collective,person_group,person,archive,compound"`
	Key        string             `json:"key,omitempty"`
	Scope      string             `json:"scope,omitempty"`
	Parts      []RecipientPart    `json:"parts"`
	Purposes   []string           `json:"purposes" doc:"report, execute, coordinate, inform, monitor, direct, publish"`
	Task       bool               `json:"task"`
	Archive    []string           `json:"archive" doc:"where it is filed"`
	Copies     int                `json:"copies,omitempty"`
	Recipients []RecipientOfLine  `json:"recipients"`
	PassedOver []string           `json:"passed_over" doc:"named, and gets nothing: the issuer"`
	Problems   []RecipientProblem `json:"problems"`
}

// RecipientPart is one of several receivers in a line, as it was read.
type RecipientPart struct {
	Text  string `json:"text"`
	Kind  string `json:"kind"`
	Key   string `json:"key,omitempty"`
	Scope string `json:"scope,omitempty"`
}

// RecipientOfLine is who gets a copy.
type RecipientOfLine struct {
	Name       string   `json:"name"`
	Kind       string   `json:"kind" enum:"organ,person"`
	ID         string   `json:"id"`
	Channel    string   `json:"channel" enum:"account,email,paper"`
	Ack        string   `json:"ack" enum:"required,read,none"`
	Task       bool     `json:"task"`
	Capacities []string `json:"capacities"`
	Lines      []int    `json:"lines"`
}

// RecipientProblem is a receiver that cannot be named, or what is wrong with the block as text.
type RecipientProblem struct {
	Line        int      `json:"line" doc:"0 for the whole block"`
	Words       string   `json:"words,omitempty"`
	Code        string   `json:"code"`
	Detail      string   `json:"detail"`
	Suggestions []string `json:"suggestions" doc:"what may stand in place of words: successors, or the names that could be meant"`
}

// Group is a group of Nơi nhận that somebody leads.
type Group struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Owner   Named       `json:"owner"`
	Leads   []GroupLead `json:"leads" doc:"who led it, leads it and will, in order"`
	MayEdit bool        `json:"may_edit"`
}

// GroupLead is one stretch of time in which an organ leads a group.
type GroupLead struct {
	Organ Named  `json:"organ"`
	From  string `json:"from" format:"date"`
	To    string `json:"to,omitempty" format:"date"`
}

// NewLead gives a group another lead.
type NewLead struct {
	Organ string `json:"organ" doc:"id of the organ"`
	From  string `json:"from" format:"date" doc:"its first day"`
}
