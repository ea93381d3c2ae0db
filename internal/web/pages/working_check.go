package pages

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/format"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// findingAnswer is a finding beside the text that is being typed.
type findingAnswer struct {
	Level     string     `json:"level"`
	Label     string     `json:"label"` // "Lỗi F08"
	Message   string     `json:"message"`
	Where     string     `json:"where"`
	Field     string     `json:"field"` // of the form, to which one goes; "" for none
	Paragraph int        `json:"paragraph"`
	Words     string     `json:"words"` // to look for in the text
	Found     string     `json:"found"` // the same, where the message does not say them
	Wants     string     `json:"wants"`
	Fix       *fixAnswer `json:"fix"`
}

type fixAnswer struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

type checkAnswer struct {
	Findings []findingAnswer `json:"findings"`
	Errors   int             `json:"errors"`
	Warnings int             `json:"warnings"`
}

// spots are the fields in which the checker's places stand.
var spots = map[string]string{
	"Trích yếu": "subject", "Kính gửi": "addressees", "Nơi nhận": "recipients", "Độ khẩn": "urgency", "Nội dung": "body", "Người ký": "signer",
	"Địa danh": "place",
}

func (s *site) checkWorking(c echo.Context, who string) error {
	f, err := s.typedForm(c, who)
	if err != nil {
		return told(c, err)
	}
	t, err := s.typedText(f, who)
	if err != nil {
		return told(c, err)
	}
	findings, err := s.Signoff.CheckTyped(f.ctx, who, t)
	if err != nil {
		return told(c, err)
	}
	words := lookOf(c).catalogue()
	answer := checkAnswer{Findings: []findingAnswer{}}
	for _, found := range findings {
		one := findingAnswer{
			Level: string(found.Level), Label: words.Say("Lỗi") + " " + found.Rule, Message: words.Say(found.Message), Where: found.Where, Field: spots[found.Where],
			Paragraph: found.Paragraph, Words: found.Found, Wants: found.Wants,
		}
		if !strings.Contains(found.Message, "“"+found.Found+"”") {
			one.Found = found.Found
		}
		if found.Paragraph > 0 {
			one.Field = "body"
		}
		if answer.Errors++; found.Level == format.LevelWarning {
			answer.Errors, answer.Warnings = answer.Errors-1, answer.Warnings+1
			one.Label = words.Say("Lưu ý") + " " + found.Rule
		}
		if found.Fix != nil {
			one.Fix = &fixAnswer{found.Fix.ID, words.Say(found.Fix.Label)}
		}
		answer.Findings = append(answer.Findings, one)
	}
	return c.JSON(http.StatusOK, answer)
}

// fixedAnswer are the fields of the form as a fix leaves them.
type fixedAnswer struct {
	Subject    string `json:"subject"`
	Addressees string `json:"addressees"`
	Body       string `json:"body"`
	Recipients string `json:"recipients"`
}

func (s *site) fixWorking(c echo.Context, who string) error {
	f, err := s.typedForm(c, who)
	if err != nil {
		return told(c, err)
	}
	t, err := s.typedText(f, who)
	if err != nil {
		return told(c, err)
	}
	fixed, err := s.Signoff.FixTyped(f.ctx, who, t, f.Values["fix"])
	if err != nil {
		return told(c, err)
	}
	return c.JSON(http.StatusOK, fixedAnswer{
		Subject: fixed.Subject, Addressees: strings.Join(fixed.Addressees, "\n"), Body: editorText(fixed.Body), Recipients: fixed.RecipientsText,
	})
}

// resolvedAnswer is who would get the text as it is typed.
type resolvedAnswer struct {
	Ready    bool         `json:"ready"`
	Total    int          `json:"total"`
	Lines    []lineAnswer `json:"lines"`
	Problems []string     `json:"problems"`
}

// lineAnswer is one line of Nơi nhận: whom it reaches, and what is wrong with it.
type lineAnswer struct {
	Text     string          `json:"text"`
	Kind     string          `json:"kind"`
	Names    []string        `json:"names"` // the first of them
	More     int             `json:"more"`  // how many besides
	Problems []problemAnswer `json:"problems"`
}

type problemAnswer struct {
	Detail  string   `json:"detail"`
	Words   string   `json:"words"`
	Instead []string `json:"instead"` // what may stand in the place of the words
}

const namesShown = 3 // of a line

func (s *site) resolveWorking(c echo.Context, who string) error {
	f, err := s.typedForm(c, who)
	if err != nil {
		return told(c, err)
	}
	typed := formOf(f)
	var known signoff.View
	if id := f.Get("document"); id != "" {
		if known, err = s.Signoff.Show(f.ctx, who, id); err != nil {
			return told(c, err)
		}
		typed.Issuer = known.Document.IssuerID
	}
	p, err := s.preview(f, who, typed, known, "")
	if err != nil {
		return told(c, err)
	}
	words := lookOf(c).catalogue()
	answer := resolvedAnswer{Ready: p.Ready, Total: p.Total, Lines: []lineAnswer{}, Problems: []string{}}
	problem := func(p distribution.Problem) problemAnswer {
		return problemAnswer{Detail: words.Say(p.Detail), Words: p.Words, Instead: append([]string{}, p.Suggestions...)}
	}
	for _, p := range p.Problems {
		answer.Problems = append(answer.Problems, words.Say(p.Detail))
	}
	for _, l := range p.Lines {
		line := lineAnswer{Text: l.Text, Kind: words.Say(lineLabels[l.Kind]), Names: []string{}, Problems: []problemAnswer{}}
		for _, r := range l.Recipients[:min(namesShown, len(l.Recipients))] {
			line.Names = append(line.Names, r.Name)
		}
		line.More = len(l.Recipients) - len(line.Names)
		for _, p := range l.Problems {
			line.Problems = append(line.Problems, problem(p))
		}
		answer.Lines = append(answer.Lines, line)
	}
	return c.JSON(http.StatusOK, answer)
}

// citedAnswer is a document that the text may cite.
type citedAnswer struct {
	Text   string `json:"text"` // as it is put into the text
	Detail string `json:"detail"`
}

// citable completes what is typed into the field of legal grounds.
func (s *site) citable(c echo.Context, who string) error {
	found, err := s.Signoff.Citable(c.Request().Context(), who, c.QueryParam("q"))
	if err != nil {
		return told(c, err)
	}
	answer := []citedAnswer{}
	for _, d := range found {
		answer = append(answer, citedAnswer{Text: d.Text()})
	}
	return c.JSON(http.StatusOK, answer)
}

// completeRecipient completes what is typed into Nơi nhận.
func (s *site) completeRecipient(c echo.Context, who string) error {
	found, err := s.Distribution.Complete(c.Request().Context(), actor(who), c.QueryParam("issuer"), c.QueryParam("q"), "")
	if err != nil {
		return told(c, err)
	}
	words, answer := lookOf(c).catalogue(), []citedAnswer{}
	for _, f := range found {
		detail := words.Say(suggestionLabels[f.Kind])
		if f.Detail != "" {
			detail += " · " + f.Detail
		}
		answer = append(answer, citedAnswer{f.Text, detail})
	}
	return c.JSON(http.StatusOK, answer)
}

// draftInput is a form as a new document.
func draftInput(f form) signoff.DraftInput {
	typed := formOf(f)
	return signoff.DraftInput{
		Issuer: typed.Issuer, Kind: typed.Kind, Subject: typed.Subject, Text: typed.Body, RecipientsText: typed.Recipients,
		Addressees: f.lines("addressees"), Urgency: typed.Urgency, Signer: typed.Signer, Place: typed.Place, Due: store.Date(typed.DueDay),
		OnBehalfOf: typed.OnBehalfOf, Fields: filledIn(typed.Fields, document.Content{}), WithPaper: typed.WithPaper, Working: f.Get("working"),
	}
}

// editInput is a form as a change of a draft: the fields as typed; the text only where it is not the one that the form
// began with. The version is left to the caller.
func (s *site) editInput(f form, who, id string) (signoff.EditInput, error) {
	typed, addressees := formOf(f), f.lines("addressees")
	due := store.Date(typed.DueDay)
	in := signoff.EditInput{
		Subject: &typed.Subject, RecipientsText: &typed.Recipients, Addressees: &addressees,
		Urgency: &typed.Urgency, Signer: &typed.Signer, Place: &typed.Place, Due: &due, Working: f.Get("working"),
	}
	if f.Has("on_behalf_of") {
		in.OnBehalfOf = &typed.OnBehalfOf
	}
	if f.Has("fields_shown") { // an unticked box sends nothing
		in.WithPaper = &typed.WithPaper
	}
	v, err := s.Signoff.Show(f.ctx, who, id)
	if err != nil {
		return in, err
	}
	in.Fields = filledIn(typed.Fields, v.Content)
	if typed.Body == strings.TrimSpace(editorText(v.Content.Body)) {
		return in, nil
	}
	var figures []document.FigureFile
	if v.MayEdit {
		if figures, err = s.Signoff.Figures(f.ctx, who, id); err != nil {
			return in, err
		}
	}
	reading, err := readEditor(typed.Body, v.Content.Body, figures)
	if err != nil {
		return in, err
	}
	in.Body = &reading.Body
	moved(&in, reading)
	return in, nil
}
