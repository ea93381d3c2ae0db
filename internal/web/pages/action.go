package pages

import (
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/casefile"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// actionView is one action as a form, or as a disabled button that says why.
type actionView struct {
	Action signoff.Action
	Key    string
	View   *documentView
	Input  actionInput     // what was typed before a refusal; never the PIN
	Again  bool            // it was refused just now
	Offers []askGroup      // whom an opinion may be asked of
	Files  []casefile.File // into which it may be put; none where the office keeps no hồ sơ here
}

// actionInput is what a person types with an action.
type actionInput struct {
	Comment, Verdict, Due, CaseFile string
	To                              []string
}

// Main says whether the action is the way on, and shown open.
func (a actionView) Main() bool { return rank(a.Action.Action) < len(onward) }

// Grave says whether the action takes the document off its way.
func (a actionView) Grave() bool { return a.Action.Action == "return" || a.Action.Action == "cancel" }

// Asks says whether the page asks once more before the action: it cannot be taken back, or takes back what others did. A
// signature asks for a PIN, which is asking enough.
func (a actionView) Asks() bool {
	return slices.Contains([]string{"return", "cancel", "withdraw", "assign_number", "issue"}, a.Action.Action)
}

// NeedsPIN says whether the action signs.
func (a actionView) NeedsPIN() bool { return a.Action.Action == "sign" || a.Action.Action == "seal" }

// Comments says what the comment field of the action is called; "" for none.
func (a actionView) Comments() string {
	switch a.Action.Action {
	case "return", "cancel":
		return "Lý do (bắt buộc)"
	case "request_opinion":
		return "Nội dung xin ý kiến"
	case "give_opinion":
		return "Ý kiến (bắt buộc nếu có ý kiến khác)"
	}
	return "Ghi chú"
}

// onward are the actions that carry a document on, in the order of the way.
var onward = []string{"give_opinion", "submit", "approve", "check_format", "sign", "assign_number", "seal", "issue", "file"}

func rank(action string) int {
	if i := slices.Index(onward, action); i >= 0 {
		return i
	}
	return len(onward)
}

// askGroup is an office with its people, or the organs, of whom an opinion may be asked.
type askGroup struct {
	Name    string
	Open    bool // somebody in it is chosen
	Choices []askChoice
}

type askChoice struct {
	ID, Name, Title string
	Chosen          bool
}

// askable fills the pickers of the actions that ask for an opinion.
func (s *site) askable(ctx context.Context, who string, actions []actionView) error {
	for i := range actions {
		a := &actions[i]
		if a.Action.Action != "request_opinion" {
			continue
		}
		organs, accounts, err := s.Signoff.Directory(ctx, who)
		if err != nil {
			return err
		}
		group := func(name string, choice askChoice) {
			choice.Chosen = slices.Contains(a.Input.To, choice.ID)
			n := slices.IndexFunc(a.Offers, func(g askGroup) bool { return g.Name == name })
			if n < 0 {
				n = len(a.Offers)
				a.Offers = append(a.Offers, askGroup{Name: name})
			}
			a.Offers[n].Open = a.Offers[n].Open || choice.Chosen
			a.Offers[n].Choices = append(a.Offers[n].Choices, choice)
		}
		own := ""
		for _, account := range accounts {
			if len(account.Posts) > 0 && account.ID == who {
				own = account.Posts[0].Office
			}
			if len(account.Posts) > 0 && account.ID != a.View.View.Document.DrafterID {
				group(account.Posts[0].Office, askChoice{ID: account.ID, Name: account.Name, Title: account.Posts[0].Title})
			}
		}
		for _, organ := range organs {
			group("Cơ quan, đơn vị", askChoice{ID: organ.ID, Name: organ.Name})
		}
		if n := slices.IndexFunc(a.Offers, func(g askGroup) bool { return g.Name == own }); n >= 0 { // whom one asks most
			mine := a.Offers[n]
			mine.Open = true
			a.Offers = slices.Insert(slices.Delete(a.Offers, n, n+1), 0, mine)
		}
	}
	return nil
}

func (s *site) act(c echo.Context, who string) error {
	id, action := c.Param("id"), c.Param("action")
	input, opened := actionInput{}, 0
	f, err := s.form(c, who)
	if err == nil {
		input = actionInput{
			Comment: f.text("comment"), Verdict: f.Get("verdict"), Due: f.Get("due"), CaseFile: f.text("case_file"), To: f.Values["to"],
		}
		opened, _ = number(f.Get("version"))
		var in signoff.FireInput
		if in, err = input.fire(f); err == nil {
			_, err = s.Signoff.Fire(f.ctx, who, id, action, in)
		}
	}
	to := func(string) string {
		if action == "sign" && f.Get("then") == "next" {
			if next := s.nextToSign(f.ctx, who, id); next != "" {
				return withQuery("/documents/"+next, "after", id)
			}
		}
		return withQuery("/documents/"+id, "done", action)
	}
	return s.answer(f.ctx, c, err, to, func(refused *fault.Fault) error {
		return s.documentPage(c, who, id, &refusal{fault: refused, action: action, input: input, opened: opened})
	})
}

// nextToSign is what a signer goes on to; that it could not be found is no reason to call a signature failed.
func (s *site) nextToSign(ctx context.Context, who, signed string) string {
	next, _, err := s.Signoff.NextToSign(ctx, who, signed)
	if err != nil {
		s.Log.WarnContext(ctx, "the next document to sign was not found", "error", err)
	}
	return next
}

// fire is the input as signoff takes it. The version and the hash are those of the page that the person looked at.
func (i actionInput) fire(f form) (signoff.FireInput, error) {
	version, err := versionIn(f)
	if err != nil {
		return signoff.FireInput{}, err
	}
	in := signoff.FireInput{
		Version: version, Comment: i.Comment, To: i.To, Verdict: i.Verdict, PIN: f.Get("pin"), SHA256: f.Get("sha256"), CaseFile: i.CaseFile,
	}
	if i.Due == "" {
		return in, nil
	}
	day := store.Date(i.Due)
	if !day.Valid() {
		return in, fault.New(fault.Unmet, "DATE_INVALID", "Thời hạn cho ý kiến không phải là một ngày.")
	}
	in.Due = day.Time().Add(17 * time.Hour) // the end of the office's day
	return in, nil
}

// versionIn is the document's version in a form; a form without one is stale by definition.
func versionIn(f form) (int, error) {
	version, ok := number(f.Get("version"))
	if !ok || version <= 0 {
		return 0, document.ErrStale
	}
	return version, nil
}

// answered says whether the person gave an opinion: whoever is only asked sees no timeline that says so.
func answered(v signoff.View, who string) bool {
	for _, o := range v.Opinions {
		if o.AnsweredBy == who {
			return true
		}
	}
	return false
}
