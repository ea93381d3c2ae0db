package incoming

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Boxes are the piles of văn bản đến, in the order of the way.
var Boxes = []string{"waiting", "to_submit", "to_direct", "extensions", "to_assign", "my_work", "to_confirm", "overdue", "all"}

// BoxLabels are the piles as a person reads them.
var BoxLabels = map[string]string{
	"waiting": "Chờ tiếp nhận", "to_submit": "Chờ trình", "to_direct": "Chờ phân phối", "extensions": "Xin gia hạn", "to_assign": "Chờ giao việc",
	"my_work": "Việc của tôi", "to_confirm": "Chờ xác nhận hoàn thành", "overdue": "Quá hạn", "all": "Tất cả",
}

// boxActs is the act that a box waits for; one without is read, or, for my_work, narrowed to the person.
var boxActs = map[string]string{
	"waiting": authz.IncomingRegister, "to_submit": authz.IncomingSubmit, "to_direct": authz.IncomingDirect, "extensions": authz.IncomingDirect,
	"to_assign": authz.IncomingAssign, "my_work": authz.IncomingWork, "to_confirm": authz.IncomingConfirm, "overdue": authz.IncomingRead,
	"all": authz.IncomingRead,
}

// Filter narrows a list.
type Filter struct {
	Box      string // "" is all
	Query    string // words of number, symbol, author, kind or subject, with or without accents
	OrganID  string // the receiver
	State    State
	Source   string
	From, To store.Date // of the arrival: the day of the số đến, or, where there is none, of its coming
	Year     int        // of the số đến
	Cursor   string
	Back     bool // the page before the cursor; with no cursor the last page
	Limit    int  // 1 … 200; 0 is 50
}

// Page is one page, newest first; Prev and Next are "" where there is none.
type Page struct {
	Items      []Item
	Prev, Next string
}

// Item is an arrival in a list, with the names that it shows.
type Item struct {
	Arrival
	Organ   string // the receiver's name
	Lead    string // who is in charge
	Handler string
}

const (
	defaultLimit = 50
	maxLimit     = 200
)

func (f *Filter) check() error {
	if f.Box == "" {
		f.Box = "all"
	}
	if _, known := boxActs[f.Box]; !known {
		return ErrBox
	}
	if f.Limit == 0 {
		f.Limit = defaultLimit
	}
	if f.Limit < 0 || f.Limit > maxLimit || f.From != "" && !f.From.Valid() || f.To != "" && !f.To.Valid() ||
		f.State != "" && !slices.Contains(States, f.State) || len(f.Query) > 500 {
		return ErrFilter
	}
	return nil
}

// List reads one page of a box: only what the actor may see, in a fixed number of queries.
func (s *Service) List(ctx context.Context, a authz.Actor, f Filter) (page Page, err error) {
	if err := f.check(); err != nil {
		return page, err
	}
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		page = Page{}
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		list, err := listed(tx, s.sight(actor, boxActs[f.Box]), actor.PersonID, f)
		if err != nil {
			return err
		}
		list, before, after := store.Turn(list, f.Limit, f.Back, f.Cursor != "")
		if before {
			page.Prev = list[0].ID
		}
		if after {
			page.Next = list[len(list)-1].ID
		}
		page.Items, err = items(tx, list)
		return err
	})
	return page, err
}

// Counts are how many arrivals lie in each box of the actor, for the workbench; a box of whose act the actor has no right at
// all is left out.
func (s *Service) Counts(ctx context.Context, a authz.Actor) (counts map[string]int64, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		counts = map[string]int64{}
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		sights := map[string]sight{}
		for _, box := range Boxes {
			if sight := s.sight(actor, boxActs[box]); !sight.none() {
				sights[box] = sight
			}
		}
		counts, err = counted(tx, sights, actor.PersonID)
		return err
	})
	return counts, err
}

// sight is where an actor may do an act: the mirror of can, for lists.
type sight struct {
	receivers []string // organs and offices that receive
	owners    []string // organs of whose own arrivals the actor has charge by a post there
	units     []string // units in charge
	persons   []string // whose parts the actor may act in: his own, and theirs for whom he stands in
	passed    []string // to whom letters were passed
	parts     []string // in which parts
}

func (s sight) none() bool {
	return len(s.receivers)+len(s.owners)+len(s.units)+len(s.persons)+len(s.passed) == 0
}

func (s *Service) sight(actor authz.Actor, act string) sight {
	v := sight{parts: reaching(act)}
	whole := s.Policy.Reach(actor, act)
	for _, r := range whole.Organs {
		if r.Why == authz.Received {
			v.receivers = append(v.receivers, r.ID)
		}
	}
	person := func(id, why string) {
		switch {
		case why == authz.Handler && len(v.parts) > 0:
			v.persons = append(v.persons, id)
		case why == authz.Addressed:
			v.passed = append(v.passed, id)
		}
	}
	for _, why := range whole.PersonWhys {
		person(whole.PersonID, why)
	}
	for _, other := range whole.Others {
		person(other.ID, other.Why)
	}
	for _, r := range s.Policy.Reach(posted(actor), act).Organs {
		switch {
		case r.Why == authz.Office:
			v.owners = append(v.owners, r.ID)
		case r.Why == authz.Unit && len(v.parts) > 0:
			v.units = append(v.units, r.ID)
		}
	}
	return v
}

// duplicateLimit bounds what a warning lists.
const duplicateLimit = 5

// Duplicates are arrivals of the same organ in the year of today that look like this one: author, symbol and date the same.
func (s *Service) Duplicates(ctx context.Context, a authz.Actor, id string) (like []Arrival, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, a, id)
		if err != nil {
			return err
		}
		like, err = duplicatesOf(tx, f.arrival, f.on.Year())
		return err
	})
	return like, err
}

// Like are arrivals of this year that may be what somebody is about to take in, by what is typed so far: the symbol the same,
// the date too once there is one, the author beginning as typed. Only those that the actor sees; none without a symbol.
// Refused as Enter is: ErrForbidden, ErrFieldInvalid.
func (s *Service) Like(ctx context.Context, a authz.Actor, organID string, typed Fields) (like []Arrival, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		organ, _, err := s.receiver(tx, actor, organID)
		if err != nil {
			return err
		}
		if symbol, ok := document.ParseSymbol(typed.Symbol); ok { // as Enter keeps it
			typed.Symbol = symbol.String()
		}
		like, err = likeOf(tx, s.sight(actor, authz.IncomingRead), organ.ID, typed, s.Today().Year())
		return err
	})
	return like, err
}
