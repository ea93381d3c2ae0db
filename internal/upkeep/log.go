package upkeep

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Query chooses events, or lines of the access log. Subject is an id, a username, or the symbol of a document that the
// asker may see; Actor a username or an id; both days are included. "" asks for nothing.
type Query struct {
	Kind, Subject, Actor, Action string
	From, To                     store.Date
	Cursor                       string
	Limit                        int // 1 … 200; 0 is 50
}

const (
	defaultPage = 50
	longestPage = 200
)

// Line is one event as its reader may know it.
type Line struct {
	ID        int64
	At        time.Time
	Kind      string // of the subject
	SubjectID string
	Name      string // of the subject: of a person, an organ, or the symbol of a document that the reader may see
	Visible   bool   // the subject is a document that the reader may see
	Seq       int
	Action    string
	ActorID   string
	ActorName string
	Capacity  string
	From, To  string // states
	Version   int
	Withheld  bool // comment and details are not the reader's
	Comment   string
	Details   []Detail
	Hash      string
}

// Label is what happened, in words; the id of an act that has none.
func (l Line) Label() string {
	if label := EventLabels[l.Action]; label != "" {
		return label
	}
	return l.Action
}

// Detail is one thing that an event keeps besides.
type Detail struct{ Key, Value string }

// Label names it; its key where it has no name.
func (d Detail) Label() string {
	if label := DetailLabels[d.Key]; label != "" {
		return label
	}
	return d.Key
}

// Lines are one page of the log, the newest first, and the cursor of the next; "" at the end.
type Lines struct {
	Lines []Line
	Next  string
}

// Log reads a page of the log. Faults QUERY_KIND_UNKNOWN, QUERY_DAY_INVALID, CURSOR_INVALID.
func (s *Service) Log(ctx context.Context, personID string, q Query) (page Lines, err error) {
	err = s.look(ctx, personID, authz.AuditRead, "", func(tx *store.Tx, actor authz.Actor) error {
		f, err := s.filter(tx, actor, q)
		if err != nil {
			return err
		}
		if q.Kind != "" && KindLabels[q.Kind] == "" {
			return fault.New(fault.Unmet, "QUERY_KIND_UNKNOWN", "Không có loại đối tượng này trong nhật ký.")
		}
		limit := f.Limit
		f.Limit++
		entries, err := audit.Search(tx, f)
		if err != nil {
			return err
		}
		if len(entries) > limit {
			entries = entries[:limit]
			page.Next = entries[limit-1].Place().String()
		}
		page.Lines, err = s.lines(tx, actor, entries)
		return err
	})
	return page, err
}

// filter reads what was asked for.
func (s *Service) filter(tx *store.Tx, actor authz.Actor, q Query) (f audit.Filter, err error) {
	if f.Place, err = audit.ParsePlace(q.Cursor); err != nil {
		return f, err
	}
	if f.Limit = min(q.Limit, longestPage); f.Limit <= 0 {
		f.Limit = defaultPage
	}
	if q.From != "" && !q.From.Valid() || q.To != "" && !q.To.Valid() || q.From != "" && q.To != "" && q.To < q.From {
		return f, fault.New(fault.Unmet, "QUERY_DAY_INVALID", "Khoảng ngày không hợp lệ.")
	}
	if q.From != "" {
		f.From = q.From.Time()
	}
	if q.To != "" {
		f.To = q.To.Time().AddDate(0, 0, 1)
	}
	f.Action, f.Subject.Kind = q.Action, q.Kind
	if f.ActorID, err = personMeant(tx, q.Actor); err != nil {
		return f, err
	}
	if q.Subject == "" {
		return f, nil
	}
	if f.Subject, err = s.subjectMeant(tx, actor, q.Kind, q.Subject); err == nil && f.Subject.Kind == "" {
		f.Kinds = slices.Sorted(maps.Keys(KindLabels))
	}
	return f, err
}

// personMeant is the id of whom a username names; what names nobody may be an id.
func personMeant(tx *store.Tx, said string) (string, error) {
	said = strings.TrimSpace(said)
	if said == "" {
		return "", nil
	}
	p, known, err := directory.PersonByUsername(tx, strings.ToLower(said))
	if err != nil || !known {
		return said, err
	}
	return p.ID, nil
}

// subjectMeant finds what a text names. The symbol of a document that the reader may not see names nothing: it is taken for
// an id that nothing has, and the answer is that of a document that is not there.
func (s *Service) subjectMeant(tx *store.Tx, actor authz.Actor, kind, said string) (audit.Subject, error) {
	said = strings.TrimSpace(said)
	if kind == "" || kind == "person" {
		id, err := personMeant(tx, said)
		if err != nil || id != said || kind == "person" {
			return audit.Subject{Kind: "person", ID: id}, err
		}
	}
	if see := s.Policy.Reach(actor, authz.DocumentEvents); !see.None() && (kind == "" || kind == "document") {
		found, err := document.List(tx, document.Filter{Box: "all", Query: said, PersonID: actor.PersonID, See: see})
		if err != nil {
			return audit.Subject{}, err
		}
		for _, d := range found.Documents {
			if strings.EqualFold(d.Symbol, said) {
				return audit.Document(d.ID), nil
			}
		}
	}
	return audit.Subject{Kind: kind, ID: said}, nil
}

// lines tells entries to a reader: what he may not know is taken out here, and nowhere else.
func (s *Service) lines(tx *store.Tx, actor authz.Actor, entries []audit.Entry) ([]Line, error) {
	ids := map[string][]string{}
	for _, e := range entries {
		if !slices.Contains(ids[e.Subject.Kind], e.Subject.ID) {
			ids[e.Subject.Kind] = append(ids[e.Subject.Kind], e.Subject.ID)
		}
	}
	seen, err := document.Seen(tx, s.Policy.Reach(actor, authz.DocumentEvents), ids["document"])
	if err != nil {
		return nil, err
	}
	people, err := directory.PeopleByID(tx, ids["person"])
	if err != nil {
		return nil, err
	}
	organs, err := directory.OrgansByID(tx, ids["organ"])
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(entries))
	for i, e := range entries {
		l := Line{
			ID: e.ID, At: e.At, Kind: e.Subject.Kind, SubjectID: e.Subject.ID, Seq: e.Seq, Action: e.Action, ActorID: e.ActorID, ActorName: e.ActorName,
			Capacity: e.Capacity, From: e.From, To: e.To, Version: e.Version, Hash: e.Hash, Withheld: true,
		}
		switch d, visible := seen[e.Subject.ID]; {
		case e.Subject.Kind == "document" && visible:
			l.Visible, l.Withheld, l.Name = true, false, d.Symbol
		case open[e.Subject.Kind]:
			l.Withheld = false
			l.Name = people[e.Subject.ID].Name
			if e.Subject.Kind == "organ" {
				l.Name = organs[e.Subject.ID].Name
			}
		}
		if !l.Withheld {
			l.Comment, l.Details = e.Comment, detailsOf(e.Details)
		}
		lines[i] = l
	}
	return lines, nil
}

// detailsOf reads what an event keeps: what was before comes first.
func detailsOf(raw json.RawMessage) (details []Detail) {
	var kept map[string]any
	if json.Unmarshal(raw, &kept) != nil {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(kept)) {
		if value := valueText(kept[key]); value != "" {
			details = append(details, Detail{key, value})
		}
	}
	slices.SortStableFunc(details, func(a, b Detail) int { return rankOf(a.Key) - rankOf(b.Key) })
	return details
}

func rankOf(key string) int {
	if key == "was" {
		return 0
	}
	return 1
}

const longestValue = 300 // characters

func valueText(v any) string {
	var text string
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		text = v
	case float64, bool:
		text = fmt.Sprint(v)
	default:
		raw, err := json.Marshal(v)
		if err != nil || string(raw) == "[]" || string(raw) == "{}" {
			return ""
		}
		text = string(raw)
	}
	if runes := []rune(text); len(runes) > longestValue {
		text = string(runes[:longestValue-1]) + "…"
	}
	return text
}
