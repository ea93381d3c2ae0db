package client

import "time"

// Field is a field that the document's kind has of its own.
type Field struct {
	Name     string `json:"name"`
	Label    string `json:"label"`
	Type     string `json:"type" enum:"text,date"`
	Required bool   `json:"required,omitempty"`
	Value    string `json:"value"`
}

// Ballots are what a collective was asked and decided about a document.
type Ballots struct {
	Collective string     `json:"collective,omitempty" doc:"tập thể quyết định"`
	Members    int        `json:"members" doc:"in office today; 0: the directory does not list them"`
	Needed     bool       `json:"needed" doc:"the signature waits for the collective's decision"`
	Reasons    []Reason   `json:"reasons,omitempty"`
	Ballots    []Ballot   `json:"ballots"`
	Decisions  []Decision `json:"decisions"`
	MayOpen    bool       `json:"may_open"`
}

// Ballot is one phiếu xin ý kiến.
type Ballot struct {
	ID             string    `json:"id"`
	ContentVersion int       `json:"content_version"`
	ContentSHA256  string    `json:"content_sha256"`
	Body           string    `json:"body"`
	Question       string    `json:"question,omitempty"`
	OpenedBy       string    `json:"opened_by"`
	OpenedAt       time.Time `json:"opened_at"`
	Deadline       time.Time `json:"deadline"`
	State          string    `json:"state" enum:"open,closed,voided"`
	Void           bool      `json:"void" doc:"withdrawn, or the text has changed since"`
	Reason         string    `json:"reason,omitempty"`
	Passed         bool      `json:"passed" doc:"more than half of the members in office agree"`
	InOffice       int       `json:"in_office"`
	Agree          int       `json:"agree"`
	Disagree       int       `json:"disagree"`
	Other          int       `json:"other"`
	Late           int       `json:"late" doc:"kept, not counted"`
	Silent         int       `json:"silent"`
	MayVote        bool      `json:"may_vote"`
	Voters         []Voter   `json:"voters"`
}

// Voter is a member; of another member's vote only those who carry the document read the verdict.
type Voter struct {
	Person  Named      `json:"person"`
	Title   string     `json:"title"`
	Verdict string     `json:"verdict,omitempty" enum:",agree,disagree,other"`
	Comment string     `json:"comment,omitempty"`
	VotedAt *time.Time `json:"voted_at,omitempty"`
	Late    bool       `json:"late,omitempty"`
}

// Decision is what a meeting of the collective decided.
type Decision struct {
	ID             string    `json:"id"`
	ContentVersion int       `json:"content_version"`
	Body           string    `json:"body"`
	MeetingDate    string    `json:"meeting_date"`
	Minutes        string    `json:"minutes,omitempty" doc:"id of the biên bản, for those who may read it"`
	InOffice       int       `json:"in_office"`
	Present        int       `json:"present"`
	Agree          int       `json:"agree"`
	Against        int       `json:"against"`
	Note           string    `json:"note,omitempty"`
	Passed         bool      `json:"passed"`
	Older          bool      `json:"older" doc:"of an earlier text"`
	RecordedBy     string    `json:"recorded_by"`
	RecordedAt     time.Time `json:"recorded_at"`
}

// NewBallot opens a ballot on the newest text.
type NewBallot struct {
	ContentVersion int    `json:"content_version"`
	Deadline       string `json:"deadline" doc:"RFC 3339 time or yyyy-mm-dd"`
	Question       string `json:"question,omitempty"`
}

// NewVote is a member's vote.
type NewVote struct {
	Ballot  string `json:"ballot"`
	Verdict string `json:"verdict" enum:"agree,disagree,other"`
	Comment string `json:"comment,omitempty"`
}

// BallotWithdrawal takes an open ballot back.
type BallotWithdrawal struct {
	Ballot string `json:"ballot"`
	Reason string `json:"reason"`
}

// NewDecision records what a meeting decided on the newest text.
type NewDecision struct {
	ContentVersion int    `json:"content_version"`
	MeetingDate    string `json:"meeting_date" doc:"yyyy-mm-dd"`
	Minutes        string `json:"minutes,omitempty" doc:"id of the biên bản"`
	InOffice       int    `json:"in_office,omitempty" doc:"left out: as the directory says"`
	Present        int    `json:"present"`
	Agree          int    `json:"agree"`
	Against        int    `json:"against,omitempty"`
	Note           string `json:"note,omitempty"`
}

// Copy is a bản sao y, sao lục or trích sao.
type Copy struct {
	ID         string     `json:"id"`
	DocumentID string     `json:"document_id,omitempty" doc:"of the original, for those who may read it"`
	Original   string     `json:"original,omitempty"`
	Form       string     `json:"form" enum:"true_copy,recopy,extract"`
	FormName   string     `json:"form_name"`
	Organ      Named      `json:"organ"`
	Signer     Named      `json:"signer"`
	Formula    []string   `json:"formula"`
	State      string     `json:"state" enum:"prepared,signed,numbered,sealed,cancelled"`
	Version    int        `json:"version"`
	Symbol     string     `json:"symbol,omitempty"`
	Date       string     `json:"date,omitempty"`
	PDFSHA256  string     `json:"pdf_sha256"`
	Recipients []string   `json:"recipients"`
	Actions    []string   `json:"actions" doc:"that the actor may take now"`
	Verdict    string     `json:"verdict,omitempty" enum:",valid,invalid,unknown" doc:"of its signatures"`
	SealedAt   *time.Time `json:"sealed_at,omitempty"`
}

// NewCopy prepares a copy.
type NewCopy struct {
	Form           string `json:"form" enum:"true_copy,recopy,extract"`
	Organ          string `json:"organ,omitempty" doc:"that copies; left out: the văn thư's own"`
	Signer         string `json:"signer"`
	SourceCopy     string `json:"source_copy,omitempty" doc:"recopy: the sao y"`
	Blocks         []int  `json:"blocks,omitempty" doc:"extract: numbers of the blocks of the body, from 1"`
	RecipientsText string `json:"recipients_text,omitempty"`
}

// CopyAct goes with a step of a copy.
type CopyAct struct {
	Version int    `json:"version,omitempty"`
	PIN     string `json:"pin,omitempty" doc:"sign: of the person's key; seal: of the organ's"`
	SHA256  string `json:"sha256,omitempty" doc:"sign and seal: of the bytes that were shown"`
	Reason  string `json:"reason,omitempty" doc:"cancel"`
}

// Delegations are who stands in for whom, as far as it concerns the actor.
type Delegations struct {
	On       string    `json:"on"`
	Mine     []Absence `json:"mine" doc:"who stands in for the actor"`
	StandsIn []Absence `json:"stands_in" doc:"whom the actor stands in for"`
	Office   []Absence `json:"office,omitempty" doc:"of the people for whom the actor may give absences"`
	Mandates []Mandate `json:"mandates"`
	MayAsk   []Named   `json:"may_ask,omitempty" doc:"who may stand in for the actor"`
	Staff    []Named   `json:"staff,omitempty" doc:"for whom the actor may give an absence"`
	Heads    []Named   `json:"heads,omitempty" doc:"organs whose mandates the actor gives"`
}

// Absence is one person who stands in for another in one scope.
type Absence struct {
	ID      string `json:"id"`
	Person  Named  `json:"person"`
	StandIn Named  `json:"stand_in"`
	Scope   string `json:"scope" enum:"content,form,direction,secretary"`
	From    string `json:"from"`
	To      string `json:"to,omitempty"`
	Source  string `json:"source,omitempty"`
	GivenBy Named  `json:"given_by"`
	EndedOn string `json:"ended_on,omitempty"`
	InForce bool   `json:"in_force"`
	MayEnd  bool   `json:"may_end"`
}

// NewAbsence says who stands in while somebody is away.
type NewAbsence struct {
	Person   string       `json:"person,omitempty" doc:"left out: the actor"`
	From     string       `json:"from"`
	To       string       `json:"to,omitempty" doc:"the last day; may be left out for a secretary"`
	Source   string       `json:"source,omitempty" doc:"the writing; required for another person"`
	StandIns []NewStandIn `json:"stand_ins"`
}

// NewStandIn is who stands in for one scope.
type NewStandIn struct {
	Scope  string `json:"scope" enum:"content,form,direction,secretary"`
	Person string `json:"person"`
}

// Mandate is a right to sign for an organ.
type Mandate struct {
	ID        string   `json:"id"`
	Grantor   Named    `json:"grantor"`
	Grantee   Named    `json:"grantee"`
	Organ     Named    `json:"organ"`
	Formula   string   `json:"formula"`
	Kinds     []string `json:"kinds,omitempty"`
	From      string   `json:"from"`
	To        string   `json:"to,omitempty"`
	Source    string   `json:"source"`
	ForDeputy bool     `json:"for_deputy,omitempty"`
	EndedOn   string   `json:"ended_on,omitempty"`
	InForce   bool     `json:"in_force"`
	MayEnd    bool     `json:"may_end"`
}

// NewMandate gives a right to sign: the head of the organ alone.
type NewMandate struct {
	Organ     string   `json:"organ"`
	Grantee   string   `json:"grantee"`
	Formula   string   `json:"formula" enum:"KT,TL,TUQ,K/T,T/L,T/M"`
	Kinds     []string `json:"kinds,omitempty" doc:"ids of kinds; left out: every kind"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Source    string   `json:"source"`
	ForDeputy bool     `json:"for_deputy,omitempty" doc:"the rules of the office let a deputy of the ordered agency sign"`
}

// Inbox is what waits for a leader and was sent to him, as it was sorted.
type Inbox struct {
	Owner   Named        `json:"owner"`
	Entries []InboxEntry `json:"entries"`
}

// InboxEntry is one document of an inbox.
type InboxEntry struct {
	DocumentID string `json:"document_id"`
	Subject    string `json:"subject"`
	Symbol     string `json:"symbol,omitempty"`
	StateLabel string `json:"state_label"`
	Issuer     string `json:"issuer"`
	ToSign     bool   `json:"to_sign"`
	Pile       string `json:"pile" enum:"first,normal,later"`
	Note       string `json:"note,omitempty"`
	SortedBy   string `json:"sorted_by,omitempty"`
}

// Sorting puts a document into a pile.
type Sorting struct {
	Document string `json:"document"`
	Pile     string `json:"pile" enum:"first,normal,later"`
	Note     string `json:"note,omitempty"`
}
