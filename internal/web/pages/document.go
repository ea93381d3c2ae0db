package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/audit"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// documentView is the page of one document.
type documentView struct {
	page
	View     signoff.View
	Address  string // đồng chí | ông/bà
	PDF      pdfView
	Open     []actionView // what the person may do now, the way on first
	Blocked  []actionView // what the person could do, were it not for the reasons
	Barred   []actionView // what is for others to do
	Steps    []stepView
	Ballot   *stepView // the person's own vote, which a ballot waits for
	Timeline []momentView
	Returned *momentView  // who returned it and why, while it lies with its drafter
	Since    []momentView // what happened since a stale form was opened
	Stays    []stayView
	Stages   []signoff.Stage
	Threads  []signoff.Thread // góp ý that are not resolved
	Said     int              // how many there are
	Sayers   map[string]string
	Copies   []statusChoice  // where the recipients' copies stand
	Total    int             // of the copies
	Done     string          // the action that the person took just now, as the chain calls it
	Before   *signoff.Chosen // what was signed before this page was opened as the next
	Next     string          // the next document that waits for the person's signature; "" for none
	Left     int64           // how many wait
	Receipts int             // events of recipients, which the deliveries' page shows
	Lines    []distribution.Line
	Findings []signoff.Finding
	Versions []versionView
	Signer   string         // the lines above the name and the name
	After    bool           // there is a page of what becomes of it after issue
	Received bool           // it came from elsewhere
	Mine     []receivedItem // copies that came to the person or his organ, to be acknowledged or refused
	Decided  *receivedItem  // the one that was decided on just now
	Typing   time.Time      // when the person typed on after the newest version; zero for not
}

// pdfView is the file that the page shows: what sign and seal give back.
type pdfView struct {
	SHA256 string // "" for the preview of a draft, which nobody can sign
	Path   string
}

// NoFile is for a viewer that gets its file from the person's own device.
func (page) NoFile() pdfView { return pdfView{} }

// stayView is one stay of the document on its way.
type stayView struct {
	signoff.Stay
	Took string
	Late bool
	Over string // by how much
}

// stepView is one thing that the document waits for.
type stepView struct {
	Label, Who string
	Due        *time.Time
	Overdue    bool
}

// momentView is one event of the timeline.
type momentView struct {
	Action, Label, Who, Capacity, Comment, State string
	At                                           time.Time
	After                                        string // how long after the event before
	By                                           string // the person's id
	Version                                      int    // of the document after it
}

// refusal is a POST that the page is shown again for.
type refusal struct {
	fault  *fault.Fault
	action string
	input  actionInput
	opened int // the version that the form was opened with; 0 where that is no matter
}

func (s *site) document(c echo.Context, who string) error {
	return s.documentPage(c, who, c.Param("id"), nil)
}

// documentPage shows a document; again is the refused POST that led here, or nil.
func (s *site) documentPage(c echo.Context, who, id string, again *refusal) error {
	ctx := c.Request().Context()
	v, err := s.Signoff.Show(ctx, who, id)
	if err != nil {
		return err
	}
	s.seen(ctx, who, v)
	view := documentView{View: v, Address: addressOf(v.Document.Regime), PDF: pdfOf(v), Steps: stepsOf(v), Signer: signerOf(v)}
	view.Ballot = ballotOf(v, view.Steps, who)
	view.Lines = distribution.ParseWith(v.Content.RecipientsText, distribution.ContextOf(v.Content.Body)).Lines
	if err := s.fillDocument(ctx, who, &view); err != nil {
		return err
	}
	status := http.StatusOK
	if view.page, err = s.page(c, who, titleOf(v), ""); err != nil {
		return err
	}
	if view.Decided, err = s.receivedDone(c, who); err != nil {
		return err
	}
	view.Verbatim = true
	view.After = issued(v.Document) && v.MayReadEvents
	for _, a := range v.Available {
		if slices.Contains(afterIssue, a.Action) { // they have a page of their own
			continue
		}
		action := actionView{Action: a, Key: view.Key, View: &view}
		if again != nil && again.action == a.Action {
			action.Input, action.Again = again.input, true
		}
		switch {
		case a.Allowed:
			view.Open = append(view.Open, action)
		case a.Reasons[0].Code == "FORBIDDEN":
			view.Barred = append(view.Barred, action)
		default:
			view.Blocked = append(view.Blocked, action)
		}
	}
	slices.SortStableFunc(view.Open, func(a, b actionView) int { return rank(a.Action.Action) - rank(b.Action.Action) })
	if err := s.askable(ctx, who, view.Open); err != nil {
		return err
	}
	if err := s.offerFiles(ctx, who, view.Open); err != nil {
		return err
	}
	if again != nil {
		view.Fault, status = again.fault, statusOf(again.fault)
		view.tellSince(again)
	} else if err := s.afterwards(c, who, &view); err != nil {
		return err
	}
	return render(c, status, "documents/document", view)
}

// tellSince gathers what happened since a form was opened, for one that came too late.
func (v *documentView) tellSince(again *refusal) {
	if again.opened == 0 || again.fault.Kind != fault.Conflict {
		return
	}
	for _, m := range v.Timeline {
		if m.Version > again.opened {
			v.Since = append(v.Since, m)
		}
	}
}

// afterwards says what the person has just done, and offers a signer what waits next.
func (s *site) afterwards(c echo.Context, who string, view *documentView) (err error) {
	ctx := c.Request().Context()
	if n := len(view.Timeline); n > 0 {
		if last := view.Timeline[n-1]; last.By == who && last.Action == c.QueryParam("done") {
			view.Done = last.Label
		}
	} else if c.QueryParam("done") == "give_opinion" && answered(view.View, who) {
		view.Done = labelOf(view.View, "give_opinion")
	}
	if before := c.QueryParam("after"); before != "" {
		chosen, err := s.Signoff.ToSign(ctx, who, []string{before})
		if err != nil {
			return err
		}
		if len(chosen) == 1 && chosen[0].Signed != "" && chosen[0].SignerID == who {
			view.Before = &chosen[0]
		}
	}
	if view.View.Document.SignerID != who {
		return nil
	}
	view.Next, view.Left, err = s.Signoff.NextToSign(ctx, who, view.View.Document.ID)
	return err
}

// fillDocument reads what Show leaves out: the trail, the versions, the findings.
func (s *site) fillDocument(ctx context.Context, who string, view *documentView) error {
	v := view.View
	id := v.Document.ID
	if v.MayReadEvents {
		journey, err := s.Signoff.Journey(ctx, who, id)
		if err != nil {
			return err
		}
		view.Timeline, view.Receipts = timelineOf(journey.Trail)
		view.Returned = returnedBy(v.Document, view.Timeline)
		view.Stages, view.Stays = journey.Stages, staysOf(journey.Stays)
		if view.Versions, err = s.versionsOf(ctx, who, id); err != nil {
			return err
		}
	}
	if issued(v.Document) {
		view.Received = !v.MayListDeliveries
		if err := s.fillMine(ctx, who, view); err != nil {
			return err
		}
		return s.fillBoard(ctx, who, view)
	}
	if v.MayReadEvents {
		said, err := s.Signoff.Comments(ctx, who, id)
		if err != nil {
			return err
		}
		view.Sayers = said.People
		open := slices.DeleteFunc(said.Threads, func(t signoff.Thread) bool { return t.ResolvedAt != nil })
		view.Said, view.Threads = len(open), open[:min(len(open), threadsOnPage)]
	}
	if v.MayEdit {
		kept, found, err := s.Signoff.Working(ctx, who, id, "")
		if err != nil {
			return err
		}
		if found {
			view.Typing = kept.SavedAt
		}
	}
	checked, err := s.Signoff.Findings(ctx, who, id)
	view.Findings = checked.Findings
	return err
}

// threadsOnPage are as many góp ý as the page tells of; the text's own page has them all.
const threadsOnPage = 10

// fillBoard sums up what became of the copies.
func (s *site) fillBoard(ctx context.Context, who string, view *documentView) error {
	if !view.View.MayListDeliveries {
		return nil
	}
	board, _, err := s.Distribution.Live(ctx, actor(who), view.View.Document.ID, distribution.CopyFilter{Limit: 1})
	if err != nil {
		return err
	}
	for _, word := range distribution.Statuses {
		if n := board.Total.By[word]; n > 0 {
			view.Copies = append(view.Copies, statusChoice{word, n, false})
		}
	}
	return nil
}

func staysOf(stays []signoff.Stay) (views []stayView) {
	now := time.Now()
	for _, stay := range stays {
		v := stayView{Stay: stay, Took: lengthText(stay.Took(now)), Late: stay.Late(now)}
		if v.Late {
			v.Over = lengthText(stay.From.Add(stay.Took(now)).Sub(stay.Due))
		}
		views = append(views, v)
	}
	return views
}

// fillMine reads what came to the person or his organ of an issued document and waits for an answer.
func (s *site) fillMine(ctx context.Context, who string, view *documentView) (err error) {
	id := view.View.Document.ID
	view.Mine, err = s.waitingReceived(ctx, who, store.NewID(), distribution.ReceivedFilter{DocumentID: id, Limit: 20})
	for i := range view.Mine {
		view.Mine[i].Back = "document"
	}
	return err
}

// seen notes that the person has the document before the eyes. That it could not be noted keeps nobody from reading.
func (s *site) seen(ctx context.Context, who string, v signoff.View) {
	note := func(err error) {
		if err != nil {
			s.Log.WarnContext(ctx, "that a document was opened was not noted", "document", v.Document.ID, "error", err)
		}
	}
	note(s.Notices.SeeThing(ctx, who, notice.Document, v.Document.ID))
	if issued(v.Document) {
		note(s.Distribution.MarkRead(ctx, actor(who), v.Document.ID))
	}
}

func issued(d document.Document) bool { return d.State == document.Issued || d.State == document.Filed }

// titleOf is what the page is called in the browser.
func titleOf(v signoff.View) string {
	name := v.Kind.Name
	if v.Document.Symbol != "" {
		name += " " + v.Document.Symbol
	}
	return name + " " + v.Content.Subject
}

// pdfOf names the file in its address: if it changes under the page, the page shows none rather than another.
func pdfOf(v signoff.View) pdfView {
	sha := v.Document.PDF()
	return pdfView{SHA256: sha, Path: withQuery("/documents/"+v.Document.ID+"/pdf", "sha256", sha, "version", previewOf(v, sha))}
}

// previewOf keeps a browser from showing the preview of an older text.
func previewOf(v signoff.View, sha string) string {
	if sha != "" {
		return ""
	}
	return strconv.Itoa(v.Document.Version)
}

func signerOf(v signoff.View) string {
	if v.Document.SignerID == "" {
		return ""
	}
	return v.People[v.Document.SignerID]
}

func stepsOf(v signoff.View) (steps []stepView) {
	now := time.Now()
	for _, step := range v.Steps {
		who := v.Organs[step.OrganID]
		if step.PersonID != "" {
			who = addressOf(v.Document.Regime) + " " + v.People[step.PersonID]
		}
		steps = append(steps, stepView{
			Label: labelOf(v, step.Action), Who: who, Due: step.Due, Overdue: step.Due != nil && now.After(*step.Due),
		})
	}
	return steps
}

// labelOf is the chain's own word for an action, where it has one in this state.
func labelOf(v signoff.View, action string) string {
	for _, a := range v.Available {
		if a.Action == action {
			return a.Label
		}
	}
	return actionLabels[action]
}

// returnedBy is the last return of a document that is to be mended: what its drafter must know before anything else.
func returnedBy(d document.Document, timeline []momentView) *momentView {
	if d.State != document.Returned {
		return nil
	}
	for i := range slices.Backward(timeline) {
		if timeline[i].Action == "return" {
			return &timeline[i]
		}
	}
	return nil
}

// receipts are the events of the way to the recipients: too many for a timeline of the chain.
var receipts = []string{"deliver", "read", "acknowledge", "refuse", "prove", "overdue", "destroy", "sent_back", "give_back", "keep"}

func timelineOf(trail []audit.Entry) (moments []momentView, receipt int) {
	var before time.Time
	for _, e := range trail {
		if slices.Contains(receipts, e.Action) {
			receipt++
			continue
		}
		m := momentView{
			Action: e.Action, Label: actionLabels[e.Action], Who: e.ActorName, Capacity: e.Capacity, Comment: e.Comment, At: e.At,
			By: e.ActorID, Version: e.Version,
		}
		if e.From != e.To {
			m.State = stateLabels[document.State(e.To)]
		}
		if !before.IsZero() {
			m.After = lengthText(e.At.Sub(before))
		}
		before = e.At
		moments = append(moments, m)
	}
	return moments, receipt
}
