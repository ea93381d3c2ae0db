package api

import (
	"strings"

	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// What comes over the wire, as the rooms take it. Every field is named: a new one of a room is not settable by accident.

func draftOf(in client.NewDocument) (signoff.DraftInput, error) {
	out := signoff.DraftInput{
		Kind: in.Kind, Subkind: in.Subkind, Issuer: in.Issuer, OnBehalfOf: in.OnBehalfOf, Subject: in.Subject, Text: in.Text,
		RecipientsText: in.RecipientsText, Addressees: in.Addressees, Urgency: in.Urgency, SecurityLevel: in.SecurityLevel,
		Signer: in.Signer, Place: in.Place, Due: store.Date(in.Due), Template: in.Template, Fields: in.Fields, WithPaper: in.WithPaper,
	}
	if in.Body != nil {
		body := bodyIn(*in.Body)
		out.Body = &body
	}
	if len(in.Recipients) > 0 {
		if in.RecipientsText != "" {
			return out, bothGiven("recipients", "recipients_text")
		}
		out.RecipientsText = strings.Join(in.Recipients, "\n")
	}
	if in.Addressee != "" {
		if len(in.Addressees) > 0 {
			return out, bothGiven("addressee", "addressees")
		}
		out.Addressees = []string{in.Addressee}
	}
	return out, nil
}

func bothGiven(one, other string) error {
	return fault.New(fault.Unmet, "FIELDS_CONFLICT", "Chỉ gửi một trong hai trường: "+one+" hoặc "+other+".")
}

func editOf(in client.Change) signoff.EditInput {
	out := signoff.EditInput{
		Subject: in.Subject, Text: in.Text, RecipientsText: in.RecipientsText, Addressees: in.Addressees, Urgency: in.Urgency,
		Signer: in.Signer, Place: in.Place, OnBehalfOf: in.OnBehalfOf, Fields: in.Fields, WithPaper: in.WithPaper,
	}
	if in.Body != nil {
		body := bodyIn(*in.Body)
		out.Body = &body
	}
	if in.Due != nil {
		due := store.Date(*in.Due)
		out.Due = &due
	}
	return out
}

func actOf(in client.Act) (signoff.FireInput, error) {
	due, err := momentOf(in.Due)
	return signoff.FireInput{
		Comment: in.Comment, To: in.To, Due: due, Verdict: in.Verdict, PIN: in.PIN, SHA256: in.SHA256, CaseFile: in.CaseFile,
		Ground: in.Ground, Error: in.Mistake,
	}, err
}
