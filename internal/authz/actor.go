package authz

// Role names. They are the first column of policies/policy.csv and the value
// of directory's Holding.Role.
const (
	Specialist    = "specialist"      // chuyên viên: drafts and gives opinions
	UnitHead      = "unit_head"       // trưởng phòng: first approval of a unit's drafts
	ChiefOfOffice = "chief_of_office" // chánh văn phòng: checks format, signs TL/T/L
	Leader        = "leader"          // người ký: signs and returns
	Clerk         = "clerk"           // văn thư: number, seal, send, receive, file; never signs
	Archivist     = "archivist"       // lưu trữ: reads what was filed
	Administrator = "administrator"   // quản trị: the machine and the directory; no content
	Delegate      = "delegate"        // holder of a mandate (uỷ quyền): signs what it names

	// What an absence or a thư ký's post lends (directory.Absence), never a holding's role: less than the role of the
	// person stood in for, and never the right to sign.
	StandInContent   = "stand_in_content"   // approves the content of a unit's drafts
	StandInForm      = "stand_in_form"      // checks their form
	StandInDirection = "stand_in_direction" // directs what arrives
	Secretary        = "secretary"          // thư ký, trợ lý: reads and sorts a leader's inbox
)

// Kind says what stands behind an Actor.
type Kind string

const (
	// Person is a logged-in person with roles from the directory.
	Person Kind = "person"
	// Guest holds a one-document link; see guestActs.
	Guest Kind = "guest"
	// System is the machine's own work (timers, jobs). It passes through no
	// policy: Can denies it, so that a job never borrows a person's right.
	System Kind = "system"
)

// Role is one role of a person, at one place.
type Role struct {
	Name   string // one of the role names above
	Organ  string // id of the organ or unit where the role is held
	Office string // id of the organ the unit belongs to; Organ itself when Organ is an organ
	Title  string // the position as a person reads it ("Phó Bí thư")
	By     string // id of the mandate or absence that gives the role, "" when held directly
	For    string // id of the person stood in for: it is his relations, not the actor's own, that the role counts by; "" for his own
}

// Actor is who acts: a person with the roles held today, a guest of one
// document, or the machine. The zero Actor may do nothing.
type Actor struct {
	Kind          Kind
	PersonID      string
	Name          string
	Roles         []Role
	GuestDocument string // id of the only document a Guest may read
	GuestDelivery string // id of the only delivery of it that a Guest may acknowledge
}

// Has reports whether the actor holds the named role anywhere. It is for
// choosing what a screen shows; a decision is always Policy.Can.
func (a Actor) Has(role string) bool {
	for _, r := range a.Roles {
		if r.Name == role {
			return true
		}
	}
	return false
}
