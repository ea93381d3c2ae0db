package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"trinhky/internal/web/client"
)

// walker carries one document over HTTP, logging in as each person; it knows of the system what any client knows.
type walker struct {
	base    string
	http    *http.Client
	clients map[string]*client.Client // by username
	people  []client.Person
	report  walkReport
	pdf     []byte
	// receipts are the signed receipts of the acknowledgements, by delivery.
	receipts map[string][]byte
	quiet    bool // says nothing of its steps
}

// walkReport is DIR/report.json.
type walkReport struct {
	Document   string           `json:"document"`
	Steps      []walkStep       `json:"steps"`
	Lines      []walkLine       `json:"lines"`
	Deliveries []walkDelivery   `json:"deliveries"`
	Signatures []walkSignature  `json:"signatures"`
	Symbol     string           `json:"symbol"`
	Findings   []client.Finding `json:"findings"`
	Audit      string           `json:"audit"`
}

type walkStep struct {
	Action string `json:"action"`
	Actor  string `json:"actor"`
	State  string `json:"state"`
}

type walkLine struct {
	Text       string   `json:"text"`
	Kind       string   `json:"kind"`
	Recipients []string `json:"recipients"`
}

type walkDelivery struct {
	Recipient    string `json:"recipient"`
	Kind         string `json:"kind"`
	Required     string `json:"required"`
	Acknowledged bool   `json:"acknowledged"`
	Read         bool   `json:"read"`
}

type walkSignature struct {
	Signer string `json:"signer"`
	Kind   string `json:"kind"`
	Valid  bool   `json:"valid"`
}

// as gives the connection of a person, who logs in the first time.
func (w *walker) as(ctx context.Context, username string) (*client.Client, error) {
	if c := w.clients[username]; c != nil {
		return c, nil
	}
	c := &client.Client{Base: w.base, HTTP: w.http}
	if _, err := c.LogIn(ctx, username, demoPassword); err != nil {
		return nil, fmt.Errorf("đăng nhập %s: %w", username, err)
	}
	w.clients[username] = c
	return c, nil
}

// carry takes a document from a draft to the last acknowledgement.
func (w *walker) carry(ctx context.Context, e errand) error {
	d, err := w.draft(ctx, e)
	if err != nil {
		return err
	}
	w.report.Document = d.ID
	for _, action := range []string{"submit", "approve", "check_format", "sign", "assign_number", "seal", "issue"} {
		if !offers(d, action) {
			continue // a small office's chain has no step of its own for the content
		}
		if action == "sign" {
			if err = w.decide(ctx, e, d); err != nil {
				return err
			}
		}
		if d, err = w.take(ctx, d, action); err != nil {
			return err
		}
	}
	w.report.Symbol = d.Symbol
	if err := w.receive(ctx, d); err != nil {
		return err
	}
	drafter := w.clients[e.office]
	if w.report.Findings, err = drafter.Check(ctx, d.ID); err != nil {
		return err
	}
	w.pdf, err = drafter.PDF(ctx, d.ID)
	return err
}

func offers(d client.Document, action string) bool {
	return slices.ContainsFunc(d.Available, func(a client.Action) bool { return a.Action == action })
}

// draft begins the document and names its signer: of those who may sign, the one whose position the text shows.
func (w *walker) draft(ctx context.Context, e errand) (client.Document, error) {
	c, err := w.as(ctx, e.office)
	if err != nil {
		return client.Document{}, err
	}
	if w.people, err = c.People(ctx); err != nil {
		return client.Document{}, err
	}
	d, err := c.Create(ctx, client.NewDocument{Text: e.text, Issuer: e.issuer})
	if err != nil {
		return d, fmt.Errorf("soạn thảo: %w", err)
	}
	kinds, err := c.Kinds(ctx)
	if err != nil {
		return d, err
	}
	signer := signerFor(kinds, d, e.text)
	if signer == "" {
		return d, fmt.Errorf("không ai ở %s có quyền ký %s", d.Issuer.Name, d.KindName)
	}
	d, err = c.Change(ctx, d.ID, client.Change{Signer: &signer}, client.IfMatch(d.Version))
	if err == nil {
		w.step("draft", d.Drafter.Name, d)
	}
	return d, err
}

func signerFor(kinds []client.Kind, d client.Document, text string) string {
	for _, k := range kinds {
		if k.Kind != d.Kind || k.Issuer != d.Issuer.ID || len(k.Signers) == 0 {
			continue
		}
		for _, s := range k.Signers {
			if len(s.Formula) > 0 && hasLine(text, s.Formula[len(s.Formula)-1]) {
				return s.ID
			}
		}
		return k.Signers[0].ID
	}
	return ""
}

func hasLine(text, line string) bool {
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) == line {
			return true
		}
	}
	return false
}

func (w *walker) step(action, actor string, d client.Document) {
	w.report.Steps = append(w.report.Steps, walkStep{Action: action, Actor: actor, State: d.State})
	if w.quiet {
		return
	}
	fmt.Printf("  %-14s %-22s → %s\n", action, actor, d.StateLabel)
}

// take finds somebody of the office who may take the action, and takes it.
func (w *walker) take(ctx context.Context, d client.Document, action string) (client.Document, error) {
	who, c, fresh, err := w.actor(ctx, d, action)
	if err != nil {
		return d, err
	}
	act := client.Act{}
	if action == "sign" || action == "seal" {
		shown, err := c.PDF(ctx, d.ID)
		if err != nil {
			return d, err
		}
		sum := sha256.Sum256(shown)
		act.PIN, act.SHA256 = demoPIN, hex.EncodeToString(sum[:])
	}
	key := client.IdempotencyKey(fmt.Sprintf("walk-%s-%s-%d", d.ID, action, fresh.Version))
	next, err := c.Fire(ctx, d.ID, action, act, client.IfMatch(fresh.Version), key)
	if err != nil {
		return d, fmt.Errorf("%s (%s): %w", action, who.Name, err)
	}
	w.step(action, who.Name, next)
	return next, nil
}

// roleOf says who is asked first to take an action.
var roleOf = map[string]string{
	"submit": "specialist", "approve": "unit_head", "check_format": "chief_of_office", "assign_number": "clerk", "seal": "clerk", "issue": "clerk",
}

// actor looks for somebody to whom the document itself says that the action is allowed. The form is not checked by the
// signer, who could not sign then.
func (w *walker) actor(ctx context.Context, d client.Document, action string) (client.Person, *client.Client, client.Document, error) {
	var refusals []error
	for _, p := range w.candidates(d, action) {
		c, err := w.as(ctx, p.Username)
		if err != nil {
			return p, nil, d, err
		}
		seen, err := c.Document(ctx, d.ID)
		if err != nil {
			continue // not this one's document
		}
		for _, a := range seen.Available {
			if a.Action == action && a.Allowed {
				return p, c, seen, nil
			}
			if a.Action == action {
				for _, r := range a.Reasons {
					refusals = append(refusals, fmt.Errorf("%s: %s (%s)", p.Name, r.Detail, r.Code))
				}
			}
		}
	}
	return client.Person{}, nil, d, fmt.Errorf("không ai thực hiện được bước %s:\n%w", action, errors.Join(refusals...))
}

// candidates are the people who may be asked: the drafter to submit, the signer to sign, else the office by role.
func (w *walker) candidates(d client.Document, action string) (found []client.Person) {
	for _, p := range w.people {
		switch {
		case action == "submit" && p.ID == d.Drafter.ID, action == "sign" && p.ID == d.Signer.ID:
			return []client.Person{p}
		case action == "submit" || action == "sign" || p.ID == d.Signer.ID || p.ID == d.Drafter.ID:
			continue
		case slices.ContainsFunc(p.Posts, func(post client.Post) bool { return post.Role == roleOf[action] && w.serves(post, d) }):
			found = append(found, p)
		}
	}
	return found
}

// serves says whether a post is in the drafter's office.
func (w *walker) serves(post client.Post, d client.Document) bool {
	for _, p := range w.people {
		if p.ID == d.Drafter.ID {
			return slices.ContainsFunc(p.Posts, func(own client.Post) bool { return own.Office == post.Office })
		}
	}
	return false
}

// receive lets every recipient take the document in: an organ's văn thư accepts, a person reads and acknowledges.
func (w *walker) receive(ctx context.Context, d client.Document) error {
	sender := w.clients[w.usernameOf(d.Drafter.ID)]
	deliveries, err := sender.Deliveries(ctx, d.ID)
	if err != nil {
		return err
	}
	for _, delivery := range deliveries {
		if err := w.acknowledge(ctx, d.ID, delivery); err != nil {
			return fmt.Errorf("%s: %w", delivery.Recipient.Name, err)
		}
	}
	if deliveries, err = sender.Deliveries(ctx, d.ID); err != nil {
		return err
	}
	w.tell(d, deliveries)
	return nil
}

func (w *walker) usernameOf(id string) string {
	for _, p := range w.people {
		if p.ID == id {
			return p.Username
		}
	}
	return ""
}

// acknowledge reads and, where it is asked for, acknowledges one delivery as its recipient.
func (w *walker) acknowledge(ctx context.Context, documentID string, delivery client.Delivery) error {
	username := w.usernameOf(delivery.Recipient.ID)
	if delivery.Kind == "organ" {
		username = w.clerkOf(delivery.Recipient, delivery.Office)
	}
	if username == "" {
		return errors.New("không có tài khoản nhận")
	}
	c, err := w.as(ctx, username)
	if err != nil {
		return err
	}
	box, err := c.Received(ctx, url.Values{})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(box.Items, func(r client.Received) bool { return r.Delivery.ID == delivery.ID }) {
		return errors.New("văn bản không có trong hộp đến")
	}
	if _, err := c.Document(ctx, documentID); err != nil {
		return err
	}
	if delivery.Required != "ack" {
		return nil
	}
	if _, err = c.Acknowledge(ctx, delivery.ID, "", client.IdempotencyKey("walk-ack-"+delivery.ID)); err != nil {
		return err
	}
	return w.keepReceipt(ctx, c, delivery.ID)
}

// clerkOf is the văn thư who takes in what an organ receives: its own, or the one of the office that serves it.
func (w *walker) clerkOf(organ client.Named, office string) string {
	for _, at := range []string{organ.ID, office} {
		for _, p := range w.people {
			if slices.ContainsFunc(p.Posts, func(post client.Post) bool { return post.Role == "clerk" && post.OfficeID == at }) {
				return p.Username
			}
		}
	}
	return ""
}

// tell writes lines and deliveries into the report.
func (w *walker) tell(d client.Document, deliveries []client.Delivery) {
	for _, line := range d.Recipients {
		told := walkLine{Text: line.Text, Kind: line.Kind, Recipients: []string{}}
		for _, delivery := range deliveries {
			if slices.Contains(delivery.Lines, line.N) {
				told.Recipients = append(told.Recipients, delivery.Recipient.Name)
			}
		}
		w.report.Lines = append(w.report.Lines, told)
		fmt.Printf("  nơi nhận %d. %s [%s] → %d nơi\n", line.N, line.Text, line.Kind, len(told.Recipients))
	}
	for _, delivery := range deliveries {
		w.report.Deliveries = append(w.report.Deliveries, walkDelivery{
			Recipient: delivery.Recipient.Name, Kind: delivery.Kind, Required: delivery.Required,
			Acknowledged: delivery.Acknowledged != nil, Read: delivery.Read != nil,
		})
	}
}

// wrong lists what does not hold of what the walk saw over HTTP.
func (w *walker) wrong() (faults []string) {
	seen := map[string]string{}
	for _, s := range w.report.Steps {
		if slices.Contains([]string{"draft", "approve", "check_format", "sign", "seal"}, s.Action) {
			if other := seen[s.Actor]; other != "" {
				faults = append(faults, fmt.Sprintf("%s vừa %s vừa %s", s.Actor, other, s.Action))
			}
			seen[s.Actor] = s.Action
		}
	}
	for _, d := range w.report.Deliveries {
		if d.Required == "ack" && !d.Acknowledged {
			faults = append(faults, d.Recipient+" chưa xác nhận")
		}
		if d.Required == "read" && !d.Read {
			faults = append(faults, d.Recipient+" chưa xem")
		}
	}
	for _, l := range w.report.Lines {
		if (len(l.Recipients) == 0) != (l.Kind == "archive") {
			faults = append(faults, fmt.Sprintf("dòng %q có %d nơi nhận", l.Text, len(l.Recipients)))
		}
	}
	if w.report.Symbol == "" || len(w.report.Deliveries) == 0 {
		faults = append(faults, "không có số ký hiệu hoặc không có nơi nhận")
	}
	return faults
}

const walkTimeout = 5 * time.Minute
