package task

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Filter narrows a list of tasks.
type Filter struct {
	Mine       bool // that the person, or an organ for which the person accepts, has to do
	Lead       string
	Document   string
	Obligation string
	State      State
	Standing   Standing
	Query      string // words of the text, as written
	Cursor     string
	Back       bool // the page before the cursor; with no cursor the last page
	Limit      int  // 1 … 200; 0 is 50
}

// Page is one page of tasks, the nearest date first; Prev and Next are "" where there is none.
type Page struct {
	Tasks      []View
	Prev, Next string
}

const (
	defaultPage = 50
	maxPage     = 200
)

func pageOf(limit int) int {
	if limit <= 0 {
		return defaultPage
	}
	return min(limit, maxPage)
}

// Tasks lists the tasks that a person sees.
func (s *Service) Tasks(ctx context.Context, a authz.Actor, f Filter) (page Page, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		page, err = s.tasks(tx, actor, f)
		return err
	})
	return page, err
}

func (s *Service) tasks(tx *store.Tx, actor authz.Actor, f Filter) (page Page, err error) {
	if f.State != "" && !slices.Contains(States, f.State) || f.Standing != "" && !slices.Contains(Standings, f.Standing) {
		return page, fault.New(fault.Malformed, "FILTER_INVALID", "Điều kiện lọc không hợp lệ.")
	}
	if f.Query, err = line("Từ tìm", f.Query, shortLimit); err != nil {
		return page, err
	}
	f.Limit = pageOf(f.Limit)
	days, err := s.days(tx)
	if err != nil {
		return page, err
	}
	see := s.policy.Reach(actor, authz.TaskRead)
	if f.Mine {
		see = ownDuties(s.policy.Reach(actor, authz.TaskAccept))
	}
	tasks, err := listTasks(tx, see, f, days)
	if err != nil {
		return page, err
	}
	place := func(t Task) string { return encodeCursor(string(sortDate(t)), t.ID) }
	tasks, before, after := store.Turn(tasks, f.Limit, f.Back, f.Cursor != "")
	if before {
		page.Prev = place(tasks[0])
	}
	if after {
		page.Next = place(tasks[len(tasks)-1])
	}
	var handlers []string
	for _, t := range tasks {
		if t.HandlerID != "" {
			handlers = append(handlers, t.HandlerID)
		}
	}
	names, err := peopleNames(tx, handlers)
	if err != nil {
		return page, err
	}
	for _, t := range tasks {
		page.Tasks = append(page.Tasks, View{Task: t, Standing: t.Standing(days.today, days.soon), Handler: names[t.HandlerID]})
	}
	return page, nil
}

// ownDuties keeps the relations by which a task is to be done: as the lead, or given to the person.
func ownDuties(r authz.Reach) authz.Reach {
	r.PersonWhys = slices.DeleteFunc(slices.Clone(r.PersonWhys), func(why string) bool { return why != authz.Handler })
	r.Organs = slices.DeleteFunc(slices.Clone(r.Organs), func(o authz.Relation) bool { return o.Why != authz.Received })
	return r
}

// sight is the dates against which tasks stand.
type sight struct{ today, soon store.Date }

func (s *Service) days(tx *store.Tx) (sight, error) {
	c, err := loadCalendar(tx)
	if err != nil {
		return sight{}, err
	}
	return sight{s.today(), soonest(c, s.today())}, nil
}

// sortDate is where a task stands in a list: by its date, those without one last.
func sortDate(t Task) store.Date {
	if t.Limit() == "" {
		return "9999-12-31"
	}
	return t.Limit()
}

// BoardRow counts the tasks of an organ or of a conclusion.
type BoardRow struct {
	ID, Name string // organ or document
	Symbol   string // of a document
	// Fresh counts the tasks nobody has accepted yet, Doing those at work, Waiting the reports to be confirmed; DueSoon and
	// Overdue count among all of these. Undated ones have no date at all.
	Total, Fresh, Doing, Waiting, DueSoon, Overdue, Undated, DoneInTime, DoneLate, Stopped int
}

// Board is one page of a board.
type Board struct {
	Rows []BoardRow
	Next string
}

// BoardBy counts the tasks that a person sees, by organ ("organ") or by conclusion ("document").
func (s *Service) BoardBy(ctx context.Context, a authz.Actor, by, cursor string, limit int) (b Board, err error) {
	if by != "organ" && by != "document" {
		return b, fault.New(fault.Malformed, "FILTER_INVALID", "Bảng theo dõi theo cơ quan hoặc theo kết luận.")
	}
	limit = pageOf(limit)
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		days, err := s.days(tx)
		if err != nil {
			return err
		}
		b.Rows, err = boardRows(tx, s.policy.Reach(actor, authz.TaskRead), by, cursor, limit+1, days)
		if len(b.Rows) > limit {
			b.Rows = b.Rows[:limit]
			last := b.Rows[limit-1]
			b.Next = encodeCursor(last.Name, last.ID)
		}
		return err
	})
	return b, err
}
