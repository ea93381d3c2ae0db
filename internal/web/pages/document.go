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
	Timeline []momentView
	Receipts int // events of recipients, which the deliveries' page shows
	Lines    []distribution.Line
	Findings []signoff.Finding
	Versions []versionView
	Signer   string // the lines above the name and the name
	After    bool   // there is a page of what becomes of it after issue
	Received bool   // it came from elsewhere, and may have to be acknowledged
}

// pdfView is the file that the page shows: what sign and seal give back.
type pdfView struct {
	SHA256 string // "" for the preview of a draft, which nobody can sign
	Path   string
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
}

// refusal is a POST that the page is shown again for.
type refusal struct {
	fault  *fault.Fault
	action string
	input  actionInput
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
	view.Lines = distribution.ParseWith(v.Content.RecipientsText, distribution.ContextOf(v.Content.Body)).Lines
	if err := s.fillDocument(ctx, who, &view); err != nil {
		return err
	}
	status := http.StatusOK
	if view.page, err = s.page(c, who, titleOf(v), ""); err != nil {
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
	}
	return render(c, status, "documents/document", view)
}

// fillDocument reads what Show leaves out: the trail, the versions, the findings.
func (s *site) fillDocument(ctx context.Context, who string, view *documentView) error {
	v := view.View
	id := v.Document.ID
	if v.MayReadEvents {
		trail, err := s.Signoff.Events(ctx, who, id)
		if err != nil {
			return err
		}
		view.Timeline, view.Receipts = timelineOf(trail)
		if view.Versions, err = s.versionsOf(ctx, who, id); err != nil {
			return err
		}
	}
	if issued(v.Document) {
		view.Received = !v.MayListDeliveries
		return nil
	}
	checked, err := s.Signoff.Findings(ctx, who, id)
	view.Findings = checked.Findings
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
