package pages

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/incoming"
	"trinhky/internal/notice"
	"trinhky/internal/signoff"
	"trinhky/internal/task"
)

// workbenchView is the first page: what waits, what is new, the boxes.
type workbenchView struct {
	page
	Waiting []signoff.Waiting // overdue first
	More    bool              // others wait, which the box has
	Late    int               // of those shown
	// Returned are the person's own drafts that wait for nobody else, the last returned first; MoreReturned: Dự thảo has others.
	Returned     []returnedItem
	MoreReturned bool
	Changes      []changeItem
	Since        time.Time // of the changes; zero for who is here for the first time
	Notices      []noticeItem
	Piles        []pile // văn bản đến and nhiệm vụ
	Standing     signoff.Standing
	// Received are the copies to be acknowledged, the newest first; Done is the one that was, just now.
	Received []receivedItem
	Done     *receivedItem
}

// changeItem is what others did to a document of the person.
type changeItem struct {
	signoff.Change
	Label string
}

// returnedItem is a draft that came back.
type returnedItem struct {
	document.Document
	Issuer string
}

// returnedOnBench are as many of them as the first page shows.
const returnedOnBench = 5

// waitingOnBench are as many as the first page shows; the box "todo" has the rest. changesOnBench are the newest.
const (
	waitingOnBench = 25
	changesOnBench = 12
)

// pile is a count of things to be done and the list of them.
type pile struct {
	Path, Label string
	Count       int64
	Late        bool
}

// benchBoxes are the piles of văn bản đến that the first page counts.
var benchBoxes = []string{"waiting", "to_direct", "to_assign", "my_work", "overdue"}

// piles counts the văn bản đến and the tasks that the person has to do with, a question for each sort; a pile that can
// never be the person's is left out.
func (s *site) piles(ctx context.Context, who string) (piles []pile, err error) {
	arrivals, err := s.Incoming.Counts(ctx, actor(who))
	if err != nil {
		return nil, err
	}
	for _, id := range benchBoxes {
		if n, concerns := arrivals[id]; concerns {
			piles = append(piles, pile{withQuery("/incoming", "box", id), "Văn bản đến: " + incoming.BoxLabels[id], n, id == "overdue" && n > 0})
		}
	}
	tasks, err := s.Tasks.Counts(ctx, actor(who))
	if err != nil || !tasks.Concerns {
		return piles, err
	}
	return append(piles,
		pile{withQuery("/tasks", "only", "mine", "state", string(task.Given)), "Nhiệm vụ: Mới giao", tasks.New, false},
		pile{withQuery("/tasks", "only", "mine", "standing", string(task.DueSoon)), "Nhiệm vụ: " + task.StandingLabels[task.DueSoon], tasks.DueSoon, false},
		pile{withQuery("/tasks", "only", "mine", "standing", string(task.Overdue)), "Nhiệm vụ: " + task.StandingLabels[task.Overdue], tasks.Overdue, tasks.Overdue > 0},
	), nil
}

func (s *site) workbench(c echo.Context, who string) error {
	ctx := c.Request().Context()
	p, err := s.page(c, who, "Bàn làm việc", "workbench", "issued", "all", "received")
	if err != nil {
		return err
	}
	view := workbenchView{page: p}
	if view.Waiting, err = s.Signoff.Waiting(ctx, who); err != nil {
		return err
	}
	if view.More = len(view.Waiting) > waitingOnBench; view.More {
		view.Waiting = view.Waiting[:waitingOnBench]
	}
	for _, w := range view.Waiting {
		if w.Overdue {
			view.Late++
		}
	}
	returned, err := s.Signoff.List(ctx, who, document.Filter{Box: "drafts", State: document.Returned, Limit: returnedOnBench})
	if err != nil {
		return err
	}
	for _, d := range returned.Documents {
		view.Returned = append(view.Returned, returnedItem{d, returned.Organs[d.IssuerID]})
	}
	view.MoreReturned = returned.Next != ""
	if view.Piles, err = s.piles(ctx, who); err != nil {
		return err
	}
	if view.Standing, err = s.Signoff.Standing(ctx, who); err != nil {
		return err
	}
	if view.Since, view.Changes, err = s.changes(ctx, who); err != nil {
		return err
	}
	if view.Received, err = s.waitingReceived(ctx, who, view.Key, distribution.ReceivedFilter{Only: "waiting", Limit: receivedOnBench}); err != nil {
		return err
	}
	for i := range view.Received {
		view.Received[i].Back = "desk"
	}
	if view.Done, err = s.receivedDone(c, who); err != nil {
		return err
	}
	found, err := s.Notices.List(ctx, who, notice.Query{Unseen: true, Limit: noticesOnBench})
	if err != nil {
		return err
	}
	if view.Notices, err = s.noticeItems(ctx, who, found); err != nil {
		return err
	}
	return render(c, http.StatusOK, "index", view)
}

// changes are what others did to the person's documents since the visit before this one.
func (s *site) changes(ctx context.Context, who string) (since time.Time, items []changeItem, err error) {
	if since, err = s.Login.Visit(ctx, who); err != nil || since.IsZero() {
		return since, nil, err
	}
	changes, err := s.Signoff.Changes(ctx, who, since)
	if err != nil {
		return since, nil, err
	}
	for _, one := range changes[:min(len(changes), changesOnBench)] {
		label, known := actionLabels[one.Action]
		if !known {
			label = one.StateLabel
		}
		items = append(items, changeItem{one, label})
	}
	return since, items, nil
}

// seeChanges empties the list of what changed. Sent twice it says the same, so it needs no key.
func (s *site) seeChanges(c echo.Context, who string) error {
	if err := s.Login.SeeChanges(c.Request().Context(), who); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// receivedOnBench are as many copies to be acknowledged as the first page shows; /received has the rest.
const receivedOnBench = 5

// noticesOnBench are as many as the first page tells of; /notices has the rest.
const noticesOnBench = 8
