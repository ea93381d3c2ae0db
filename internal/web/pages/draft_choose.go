package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// newView is the page on which a person chooses what to draft, or pastes a whole text.
type newView struct {
	page
	Issuers []choice
	Issuer  string // whose kinds are offered
	Query   string // what of them was asked for
	Kinds   []kindOffer
	Begun   []begunView
	Paste   draftForm
}

// begunView is what the person began to type and never saved.
type begunView struct {
	document.Working
	Kind string
}

// kindOffer is a kind with its boilerplate.
type kindOffer struct {
	document.Kind
	Templates []document.Template
}

// Plain is the template that is called as the kind is, to which the kind's name leads; nil where there is none, and the
// name leads to an empty page.
func (k kindOffer) Plain() *document.Template {
	for i := range k.Templates {
		if k.Templates[i].Name == k.Name {
			return &k.Templates[i]
		}
	}
	return nil
}

// Others are the templates with names of their own.
func (k kindOffer) Others() (others []document.Template) {
	for _, t := range k.Templates {
		if t.Name != k.Name {
			others = append(others, t)
		}
	}
	return others
}

// choosePage offers the kinds, and the field for a whole text.
func (s *site) choosePage(c echo.Context, who string, paste draftForm, offers []signoff.Offer, refused *fault.Fault) error {
	view := newView{Paste: paste, Issuer: paste.Issuer, Query: strings.TrimSpace(c.QueryParam("q"))}
	if asked := c.QueryParam("issuer"); asked != "" {
		view.Issuer = asked
	}
	for _, offer := range offers {
		if n := len(view.Issuers); n == 0 || view.Issuers[n-1].Value != offer.Issuer.ID {
			view.Issuers = append(view.Issuers, choice{offer.Issuer.ID, offer.Issuer.Name})
		}
	}
	if !slices.ContainsFunc(view.Issuers, func(i choice) bool { return i.Value == view.Issuer }) {
		view.Issuer = ""
		if len(view.Issuers) > 0 {
			view.Issuer = s.ownIssuer(c.Request().Context(), who, view.Issuers)
		}
	}
	for _, offer := range offers {
		if offer.Issuer.ID == view.Issuer && strings.Contains(directory.Bare(offer.Kind.Name), directory.Bare(view.Query)) {
			view.Kinds = append(view.Kinds, kindOffer{offer.Kind, document.Templates(offer.Kind.Regime, offer.Kind.ID)})
		}
	}
	if err := s.begun(c.Request().Context(), who, offers, &view); err != nil {
		return err
	}
	var err error
	if view.page, err = s.page(c, who, "Dự thảo văn bản mới", "new"); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "documents/new", view)
}

// ownIssuer is the organ of the person's own office among those that he may draft for, or else the first of them.
func (s *site) ownIssuer(ctx context.Context, who string, issuers []choice) string {
	me, err := s.Signoff.Me(ctx, who)
	if err == nil {
		for _, r := range me.Actor.Roles {
			if slices.ContainsFunc(issuers, func(i choice) bool { return i.Value == r.Office }) {
				return r.Office
			}
		}
	}
	return issuers[0].Value
}

// begun lists what the person began to type, as far as it may still be drafted.
func (s *site) begun(ctx context.Context, who string, offers []signoff.Offer, view *newView) error {
	list, err := s.Signoff.Workings(ctx, who)
	if err != nil {
		return err
	}
	for _, w := range list {
		for _, offer := range offers {
			if offer.Issuer.ID == w.IssuerID && offer.Kind.ID == w.Kind {
				view.Begun = append(view.Begun, begunView{w, offer.Kind.Name})
			}
		}
	}
	return nil
}
