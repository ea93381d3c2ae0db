package signoff

import (
	"context"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// FilledTemplate is a template with all that the issuer and the office's date fill in.
type FilledTemplate struct {
	Template     document.Template
	Issuer       directory.Organ
	Text         string
	Placeholders []string // what is left to the person
}

// Template fills a template for an issuer that the person may draft for; "" is the organ of the person's own office.
func (s *Service) Template(ctx context.Context, personID, id, issuerID string) (FilledTemplate, error) {
	filled, err := s.fillTemplate(ctx, personID, id, issuerID)
	return filled, s.refused(ctx, personID, authz.DocumentCreate, "", err)
}

func (s *Service) fillTemplate(ctx context.Context, personID, id, issuerID string) (filled FilledTemplate, err error) {
	if filled.Template, err = document.TemplateByID(id); err != nil {
		return filled, err
	}
	on := s.officeDate()
	c := document.TemplateContext{On: on}
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, on)
		if err != nil {
			return err
		}
		unit := ""
		if c.Issuer, unit, err = s.issuerFor(tx, actor, issuerID, nil, on); err != nil {
			return err
		}
		if unit != c.Issuer.ID && unit != c.Issuer.Office() {
			if c.Unit, err = directory.OrganByID(tx, unit); err != nil {
				return err
			}
		}
		if c.Issuer.SuperiorID != "" {
			c.Superior, err = directory.OrganByID(tx, c.Issuer.SuperiorID)
		}
		return err
	})
	if err != nil {
		return filled, err
	}
	filled.Issuer = c.Issuer
	if filled.Text, err = filled.Template.Fill(c); err != nil {
		return filled, err
	}
	filled.Placeholders = document.Placeholders(filled.Text)
	return filled, nil
}

// fromTemplate puts a template's text under a draft that brings none of its own.
func (s *Service) fromTemplate(ctx context.Context, personID string, in *DraftInput) error {
	if in.Template == "" {
		return nil
	}
	filled, err := s.fillTemplate(ctx, personID, in.Template, in.Issuer)
	if err != nil {
		return err
	}
	switch kind := filled.Template.Kind; in.Kind {
	case "":
		in.Kind = kind
	case kind:
	default:
		return fault.New(fault.Unmet, "TEMPLATE_KIND", "Mẫu được chọn không phải của loại văn bản này.")
	}
	in.Issuer = filled.Issuer.ID
	if in.Text == "" && in.Body == nil {
		in.boilerplate = filled.Text
	}
	return nil
}
