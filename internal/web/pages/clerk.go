package pages

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/register"
	"trinhky/internal/signoff"
)

// clerkPages are a văn thư's screen: what to number, seal and issue, what came, and the registers beside it.
func (s *site) clerkPages(e *echo.Echo) {
	e.GET("/clerk", s.in(s.clerk))
	e.POST("/clerk/documents/:id/actions/:action", s.in(s.clerkAct))
	e.POST("/clerk/seals", s.in(s.clerkSeal))
}

// clerkView is the screen.
type clerkView struct {
	page
	Piles         []clerkPile
	Issued        []signoff.ClerkIssued
	Copies        []clerkCopy
	Arrivals      []clerkArrival
	MoreArrivals  bool
	Next          []seriesNext
	Shown         *clerkShown // whose file stands beside the lists
	Results       []sealResult
	Sealed        int  // how many were sealed just now, all of them
	SealPINWrong  bool // the PIN of the list that waits for the seal was refused
	TakesArrivals bool
}

// clerkPile is one list of the screen, in the words of its action.
type clerkPile struct {
	signoff.ClerkPile
	Title, Nothing string
	Rows           []clerkRow
}

// clerkRow is one document in a list.
type clerkRow struct {
	signoff.ClerkItem
	Key     string
	Here    bool // its file stands beside the lists
	Checked bool // among those to be sealed
}

// clerkCopy is a bản sao that waits.
type clerkCopy struct {
	signoff.CopyView
	StateLabel string
}

// clerkArrival is something that waits to be taken in.
type clerkArrival struct {
	arrivalRow
	Key  string
	Here bool
}

// seriesNext is the next number of a series.
type seriesNext struct {
	Issuer, Name, Period, Path string
	Next                       int
}

// clerkShown is the document, or the arrival, whose file stands beside the lists, with what is next for it.
type clerkShown struct {
	ID, Title, About, Path, StateLabel string
	Urgency                            string
	PDF                                *pdfView // nil: there is no file to show
	Row                                *clerkRow
	Action                             string // of Row; "" when nothing is this person's to do
	Issued                             bool
	PINWrong                           bool // of its seal
}

// sealResult is what became of one document that was to be sealed.
type sealResult struct {
	ID, Name string
	Refused  *fault.Fault // nil: it is sealed
}

// errNotClerk keeps the screen for those whose work it is.
var errNotClerk = fault.New(fault.Forbidden, "NOT_A_CLERK", "Trang này dành cho văn thư.")

var clerkTitles = map[string][2]string{
	"assign_number": {"Chờ cấp số", "Không có văn bản nào chờ cấp số."},
	"seal":          {"Chờ đóng dấu", "Không có văn bản nào chờ đóng dấu."},
	"issue":         {"Chờ phát hành", "Không có văn bản nào chờ phát hành."},
}

// clerkAsked is what the screen is opened with.
type clerkAsked struct {
	document, arrival string
	sealed            int
	refused           *fault.Fault
	results           []sealResult
	chosen            []string // documents ticked for the seal
	sealing           bool     // the list that waits for the seal was sent
}

func (s *site) clerk(c echo.Context, who string) error {
	sealed, _ := number(c.QueryParam("sealed"))
	return s.clerkPage(c, who, clerkAsked{document: c.QueryParam("doc"), arrival: c.QueryParam("arrival"), sealed: sealed})
}

func (s *site) clerkPage(c echo.Context, who string, asked clerkAsked) error {
	ctx := c.Request().Context()
	view, status := clerkView{Results: asked.results, Sealed: asked.sealed}, http.StatusOK
	var err error
	if view.page, err = s.page(c, who, "Văn thư", "clerk"); err != nil {
		return err
	}
	if !view.Me.Clerk {
		return errNotClerk
	}
	if asked.refused != nil {
		view.Fault, status = asked.refused, statusOf(asked.refused)
		view.SealPINWrong = asked.sealing && (view.PINWrong() || slices.ContainsFunc(asked.results, func(r sealResult) bool { return r.Refused != nil && pinRefused(r.Refused) }))
	}
	desk, err := s.Signoff.ClerkDesk(ctx, who)
	if err != nil {
		return err
	}
	view.Issued = desk.Issued
	for _, one := range desk.Copies {
		view.Copies = append(view.Copies, clerkCopy{one, copyStates[one.State]})
	}
	for _, pile := range desk.Piles {
		view.Piles = append(view.Piles, view.pile(pile, asked))
	}
	if err := s.clerkArrivals(c, who, &view, asked.arrival); err != nil {
		return err
	}
	shelves, err := s.Register.Shelves(ctx, actor(who))
	if err != nil {
		return err
	}
	view.Next = nextNumbers(shelves)
	if err := s.clerkShows(c, who, &view, asked); err != nil {
		return err
	}
	return render(c, status, "clerk", view)
}

func (v *clerkView) pile(pile signoff.ClerkPile, asked clerkAsked) clerkPile {
	words := clerkTitles[pile.Action]
	out := clerkPile{ClerkPile: pile, Title: words[0], Nothing: words[1]}
	for _, item := range pile.Items {
		id := item.Document.ID
		out.Rows = append(out.Rows, clerkRow{
			ClerkItem: item, Key: v.Key + "-" + id, Here: id == asked.document,
			Checked: id == asked.document || len(pile.Items) == 1 || slices.Contains(asked.chosen, id),
		})
	}
	return out
}

// clerkArrivalsShown are as many as the screen lists; the box has the rest.
const clerkArrivalsShown = 20

func (s *site) clerkArrivals(c echo.Context, who string, view *clerkView, here string) error {
	ctx := c.Request().Context()
	served, err := s.Incoming.Served(ctx, actor(who))
	if err != nil {
		return err
	}
	if view.TakesArrivals = len(served) > 0; !view.TakesArrivals {
		return nil
	}
	found, err := s.Incoming.List(ctx, actor(who), incoming.Filter{Box: "waiting", Limit: clerkArrivalsShown})
	if err != nil {
		return err
	}
	view.MoreArrivals = found.Next != ""
	for _, i := range found.Items {
		view.Arrivals = append(view.Arrivals, clerkArrival{
			arrivalRow: arrivalRow{Item: i, StateLabel: incoming.StateLabels[i.State], SourceLabel: incoming.SourceLabels[i.Source]},
			Key:        view.Key + "-" + i.ID, Here: i.ID == here,
		})
	}
	return nil
}

// nextNumbers are the series that count now, each with the number that it gives next: of one symbol the newest period.
func nextNumbers(shelves []register.Shelf) (next []seriesNext) {
	for _, shelf := range shelves {
		if !shelf.May[authz.RegisterRead] {
			continue
		}
		at := map[string]int{}
		for _, series := range shelf.Series {
			one := seriesNext{
				Issuer: shelf.Issuer.Name, Name: series.Key.Name(), Period: series.Key.Period(), Path: "/registers/" + series.ID, Next: series.Last + 1,
			}
			if i, known := at[series.Key.Symbol]; known {
				next[i] = one
				continue
			}
			at[series.Key.Symbol] = len(next)
			next = append(next, one)
		}
	}
	return next
}

// clerkShows puts the file of the chosen document, or arrival, beside the lists.
func (s *site) clerkShows(c echo.Context, who string, view *clerkView, asked clerkAsked) error {
	ctx := c.Request().Context()
	switch {
	case asked.document != "":
		v, err := s.Signoff.Show(ctx, who, asked.document)
		if err != nil {
			return err
		}
		pdf := pdfOf(v)
		view.Shown = &clerkShown{
			ID: v.Document.ID, Title: titleOf(v), About: v.Issuer.Name, Path: "/documents/" + v.Document.ID, StateLabel: v.StateLabel,
			Urgency: v.Document.Urgency, PDF: &pdf, Issued: issued(v.Document), PINWrong: view.PINWrong() && !asked.sealing,
		}
		for i := range view.Piles {
			for j := range view.Piles[i].Rows {
				if row := &view.Piles[i].Rows[j]; row.Here {
					view.Shown.Row, view.Shown.Action = row, view.Piles[i].Action
				}
			}
		}
	case asked.arrival != "":
		v, err := s.Incoming.Show(ctx, actor(who), asked.arrival)
		if err != nil {
			return err
		}
		view.Shown = &clerkShown{
			ID: v.ID, Title: v.Name() + " " + v.Subject, About: v.Author, Path: "/incoming/" + v.ID, StateLabel: incoming.StateLabels[v.State],
			Urgency: v.Urgency, PDF: arrivalFileShown(v),
		}
	}
	return nil
}

// clerkAct carries out one step of one document, and comes back to the screen with the document beside the lists.
func (s *site) clerkAct(c echo.Context, who string) error {
	id, action := c.Param("id"), c.Param("action")
	f, err := s.form(c, who)
	if err == nil {
		var version int
		if version, err = versionIn(f); err == nil {
			_, err = s.Signoff.Fire(f.ctx, who, id, action, signoff.FireInput{Version: version, PIN: f.Get("pin"), SHA256: f.Get("sha256")})
		}
	}
	return s.answer(f.ctx, c, err, always(withQuery("/clerk", "doc", id)), func(refused *fault.Fault) error {
		return s.clerkPage(c, who, clerkAsked{document: id, refused: refused})
	})
}
