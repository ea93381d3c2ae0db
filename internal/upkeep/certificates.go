package upkeep

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/jobs"
	"trinhky/internal/notice"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// Validity is where a certificate stands.
type Validity string

// The ways to stand.
const (
	Valid     Validity = "valid"
	Soon      Validity = "soon"      // ends within thirty days
	Expired   Validity = "expired"   // signs no more
	NotYet    Validity = "not_yet"   // begins later
	Untrusted Validity = "untrusted" // no root of this installation stands behind it: what it signs does not verify here
	Unknown   Validity = "unknown"   // names where its revocation is published, which nobody has looked up
)

// ValidityLabels name them.
var ValidityLabels = map[Validity]string{
	Valid: "Còn hiệu lực", Soon: "Sắp hết hạn", Expired: "Đã hết hạn", NotYet: "Chưa có hiệu lực", Untrusted: "Nguồn cấp không được tin cậy",
	Unknown: "Chưa rõ đã bị thu hồi hay chưa",
}

// Held is one certificate and whom its end would stop.
type Held struct {
	signature.Certificate
	Validity Validity
	Days     int // whole days until its end; negative after it
	// Stopped are who could not sign or seal without it: the holder who has a post, the văn thư of the organ.
	Stopped []string
}

// Label names how the certificate stands.
func (h Held) Label() string { return ValidityLabels[h.Validity] }

// Certificates are those of an installation, the first to end first.
type Certificates struct {
	Held []Held
	// Unopened are keys of which nothing is known, since nobody has signed with them since they came.
	Unopened    int
	Authorities []Held
}

const soon = 30 * 24 * time.Hour

// Certificates shows the keys' certificates.
func (s *Service) Certificates(ctx context.Context, personID string) (c Certificates, err error) {
	shown, unopened, err := s.Keys.Certificates() // outside of the transaction: files
	if err != nil {
		return c, err
	}
	err = s.look(ctx, personID, authz.SystemRead, "", func(tx *store.Tx, _ authz.Actor) error {
		now := s.Clock()
		c = Certificates{Unopened: unopened, Held: make([]Held, len(shown))}
		around, err := s.around(tx)
		if err != nil {
			return err
		}
		for i, one := range shown {
			c.Held[i] = held(one, now)
			for _, id := range around.users(one) {
				c.Held[i].Stopped = append(c.Held[i].Stopped, around.names[id])
			}
		}
		for _, root := range s.Keys.Authorities() {
			c.Authorities = append(c.Authorities, held(root, now))
		}
		return nil
	})
	return c, err
}

func held(c signature.Certificate, now time.Time) Held {
	h := Held{Certificate: c, Days: int(c.Until.Sub(now) / (24 * time.Hour))}
	if now.After(c.Until) {
		h.Days--
	}
	switch {
	case now.After(c.Until):
		h.Validity = Expired
	case now.Before(c.From):
		h.Validity = NotYet
	case !c.Trusted:
		h.Validity = Untrusted
	case c.Until.Sub(now) < soon:
		h.Validity = Soon
	case c.Revocable:
		h.Validity = Unknown
	default:
		h.Validity = Valid
	}
	return h
}

// around is who is in office today, gathered once for all certificates.
type around struct {
	names          map[string]string // of people with a post, by id
	clerks         map[string][]string
	administrators map[string][]string // by office
	offices        map[string]string   // of organs: whose văn thư and administrators serve them
	posts          map[string][]string // offices of a person's posts
}

func (s *Service) around(tx *store.Tx) (a around, err error) {
	a = around{
		names: map[string]string{}, administrators: map[string][]string{}, offices: map[string]string{}, posts: map[string][]string{},
	}
	if a.clerks, err = directory.Clerks(tx, s.Today()); err != nil {
		return a, err
	}
	organs, err := directory.Organs(tx, s.Today())
	if err != nil {
		return a, err
	}
	for _, o := range organs {
		a.offices[o.ID] = o.Office()
	}
	accounts, err := directory.Accounts(tx, s.Today())
	if err != nil {
		return a, err
	}
	for _, account := range accounts {
		a.names[account.ID] = account.Name
		for _, post := range account.Posts {
			a.posts[account.ID] = append(a.posts[account.ID], post.OfficeID)
			if post.Role == authz.Administrator {
				a.administrators[post.OfficeID] = append(a.administrators[post.OfficeID], account.ID)
			}
		}
	}
	return a, nil
}

// users are who signs or seals with a certificate: a holder in office, the văn thư of the office that serves an organ.
func (a around) users(c signature.Certificate) []string {
	if c.Kind == signature.OfOrgan {
		return a.clerks[a.offices[c.HolderID]]
	}
	if a.names[c.HolderID] != "" {
		return []string{c.HolderID}
	}
	return nil
}

// keepers are the administrators of the office to which the holder belongs; those of the whole machine where it has none.
func (a around) keepers(c signature.Certificate) (ids []string) {
	offices := a.posts[c.HolderID]
	if c.Kind == signature.OfOrgan {
		offices = []string{a.offices[c.HolderID]}
	}
	for _, office := range offices {
		ids = append(ids, a.administrators[office]...)
	}
	if len(ids) == 0 {
		for _, some := range a.administrators {
			ids = append(ids, some...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

const (
	certificateJob = "upkeep.certificates"
	// certificatesEvery is how often the clock looks; telling twice is not possible, so a restart costs nothing.
	certificatesEvery = 6 * time.Hour
)

// CertificatesArgs ask for a look at the certificates that end soon.
type CertificatesArgs struct{}

// Kind names the work.
func (CertificatesArgs) Kind() string { return certificateJob }

// Register says how this room's jobs are done, and asks for the look.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ CertificatesArgs) error { return s.WarnOfCertificates(ctx) })
	r.Every(certificatesEvery, CertificatesArgs{})
}

// ahead are the days before the end on which people are told, the last first.
var ahead = []int{1, 7, 30}

// WarnOfCertificates tells who uses a certificate and who looks after the machine that it ends in 30, 7 or 1 days, once
// each. Who was not told at thirty, since the key came later, is told of seven alone.
func (s *Service) WarnOfCertificates(ctx context.Context) error {
	shown, _, err := s.Keys.Certificates()
	if err != nil {
		return err
	}
	now := s.Clock()
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		people := around{}
		for _, c := range shown {
			days := warned(c.Until.Sub(now))
			if days == 0 {
				continue
			}
			if people.names == nil {
				if people, err = s.around(tx); err != nil {
					return err
				}
			}
			if err := warn(tx, people, c, days); err != nil {
				return err
			}
		}
		return nil
	})
}

// warned is the warning that is due: 30, 7, 1; 0 for none.
func warned(left time.Duration) int {
	if left <= 0 {
		return 0
	}
	for _, days := range ahead {
		if left <= time.Duration(days)*24*time.Hour {
			return days
		}
	}
	return 0
}

func warn(tx *store.Tx, people around, c signature.Certificate, days int) error {
	m := notice.Message{
		About: notice.Certificate, AboutID: c.Serial, Action: "certificate_ends", Key: fmt.Sprintf("ends:%d", days), Urgent: days < 30,
		Label: "Chứng thư số sắp hết hạn, đến hết ngày " + store.DateOf(c.Until).Time().Format("02/01/2006") + ": " + shortName(c.Name),
	}
	return notice.Tell(tx, slices.Concat(people.users(c), people.keepers(c)), m)
}

// shortName keeps a name inside the length of a notice.
func shortName(name string) string {
	if runes := []rune(strings.TrimSpace(name)); len(runes) > 120 {
		return string(runes[:119]) + "…"
	}
	return strings.TrimSpace(name)
}
