package api

import (
	"time"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signature"
	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
)

// parts are the five in the order of a document's way.
var parts = []string{"submit", "approve", "check_format", "sign", "seal"}

// documentOf is a document as it crosses the wire.
func documentOf(v signoff.View) client.Document {
	d := v.Document
	person := func(id string) client.Named { return client.Named{ID: id, Name: v.People[id]} }
	organ := func(id string) client.Named { return client.Named{ID: id, Name: v.Organs[id]} }
	out := client.Document{
		ID: d.ID, Kind: d.Kind, KindName: v.Kind.Name, Subkind: d.Subkind, Regime: d.Regime, Issuer: organ(d.IssuerID),
		Unit: organ(d.UnitID), Drafter: person(d.DrafterID),
		Signer:  client.Signer{ID: d.SignerID, Name: v.People[d.SignerID], Formula: v.Formula},
		Subject: v.Content.Subject, AddressWord: v.Content.AddressWord, Addressees: v.Content.Addressees, Place: d.Place,
		Urgency: d.Urgency, SecurityLevel: d.SecurityLevel, Due: string(d.Due), ConclusionDue: momentAt(v.ConclusionDue), State: string(d.State), StateLabel: v.StateLabel,
		Version: d.Version, ContentVersion: d.ContentVersion, Symbol: d.Symbol, DocumentDate: string(d.DocumentDate),
		CaseFile: d.CaseFile, PDFSHA256: d.PDF(), Body: bodyOf(v.Content.Body), RecipientsText: v.Content.RecipientsText,
		Recipients: linesOf(v.Content), MayEdit: v.MayEdit, Fields: fieldsOf(v), WithPaper: d.WithPaper, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, IssuedAt: d.IssuedAt,
		Parts: []client.Part{}, Opinions: []client.Opinion{},
	}
	out.Available = each(v.Available, func(a signoff.Action) client.Action {
		return client.Action{Action: a.Action, Label: a.Label, Allowed: a.Allowed, Reasons: each(a.Reasons, func(r fault.Reason) client.Reason {
			return client.Reason{Code: r.Code, Detail: r.Detail}
		})}
	})
	out.Steps = each(v.Steps, func(s document.Step) client.Step {
		holder := organ(s.OrganID)
		if s.PersonID != "" {
			holder = person(s.PersonID)
		}
		return client.Step{Action: s.Action, Holder: holder, Due: s.Due}
	})
	for _, name := range parts {
		if p, played := v.Parts[name]; played {
			out.Parts = append(out.Parts, client.Part{Part: name, Person: person(p.Person), Capacity: p.Capacity, At: p.At})
		}
	}
	for _, o := range v.Opinions {
		opinion := client.Opinion{
			Round: o.Round, Asked: organ(o.OrganID), Question: o.Question, Due: o.Due, Verdict: o.Verdict, Comment: o.Comment, AnsweredAt: o.AnsweredAt,
		}
		if o.PersonID != "" {
			opinion.Asked = person(o.PersonID)
		}
		if o.AnsweredBy != "" {
			by := person(o.AnsweredBy)
			opinion.AnsweredBy = &by
		}
		out.Opinions = append(out.Opinions, opinion)
	}
	out.Attachments = each(v.Attachments, attachmentOf)
	fateOf(v, &out)
	out.Citations = each(v.Citations, citationOf)
	out.Signatures = each(v.Signatures, func(s signature.Signature) client.Signature {
		return client.Signature{Signer: s.SignerName, Kind: string(s.Kind), Serial: s.CertificateSerial, SignedAt: s.SignedAt}
	})
	return out
}

// linesOf are the lines of Nơi nhận as the text alone says them.
func linesOf(c document.Content) []client.Line {
	block := distribution.ParseWith(c.RecipientsText, distribution.ContextOf(c.Body))
	return each(block.Lines, func(l distribution.Line) client.Line {
		return client.Line{N: l.N, Text: l.Text, Kind: string(l.Kind), Ack: string(l.Ack), Task: l.Task}
	})
}

func attachmentOf(a document.Attachment) client.Attachment {
	return client.Attachment{ID: a.ID, Name: a.Name, MediaType: a.MediaType, Size: a.Size, SHA256: a.SHA256, CreatedAt: a.CreatedAt}
}

func contentOf(c document.Content) client.ContentVersion {
	return client.ContentVersion{
		N: c.N, Subject: c.Subject, RecipientsText: c.RecipientsText, Body: bodyOf(c.Body), SHA256: c.SHA256, SourceSHA256: c.SourceSHA256, Author: c.AuthorID, CreatedAt: c.CreatedAt,
	}
}

// itemOf is a document in a list; names are looked up by the caller.
func itemOf(d document.Document, stateLabel string, organs, people map[string]string) client.Item {
	item := client.Item{
		ID: d.ID, Kind: d.Kind, Symbol: d.Symbol, Subject: d.Subject, Issuer: client.Named{ID: d.IssuerID, Name: organs[d.IssuerID]},
		Drafter: client.Named{ID: d.DrafterID, Name: people[d.DrafterID]}, State: string(d.State), StateLabel: stateLabel,
		Urgency: d.Urgency, DocumentDate: string(d.DocumentDate), Version: d.Version, UpdatedAt: d.UpdatedAt,
	}
	if kind, err := document.KindByID(d.Regime, d.Kind); err == nil {
		item.KindName = kind.Name
	}
	return item
}

// momentAt is nil for what has not happened.
func momentAt(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
