package api

import (
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/signature"
	"trinhky/internal/web/client"
)

func arrivalItemOf(i incoming.Item) client.ArrivalItem {
	a := i.Arrival
	return client.ArrivalItem{
		ID: a.ID, Organ: client.Named{ID: a.OrganID, Name: i.Organ}, Source: a.Source, SourceLabel: incoming.SourceLabels[a.Source],
		DocumentID: a.DocumentID, Author: a.Author, Symbol: a.Symbol, DocumentDate: string(a.DocumentDate), KindName: a.KindName,
		Subject: a.Subject, Urgency: a.Urgency, State: string(a.State), StateLabel: incoming.StateLabels[a.State], ArrivalNumber: a.Number,
		ArrivalDate: string(a.Date), Arrived: a.ArrivedAt, Lead: i.Lead, Handler: i.Handler, Due: string(a.Due), StepDue: momentAt(a.StepDue),
		Overdue: a.Overdue, Unopened: a.Unopened, CalledBack: a.CalledBack, Verdict: a.Verdict, Version: a.Version,
	}
}

func arrivalOf(v incoming.View) client.Arrival {
	a := v.Arrival
	item := incoming.Item{Arrival: a, Organ: v.Organ.Name, Handler: v.People[a.HandlerID]}
	if n := len(v.Directions); n > 0 {
		item.Lead = v.Directions[n-1].Lead().Name
	}
	out := client.Arrival{
		ArrivalItem: arrivalItemOf(item), ArrivalYear: a.Year, AskedDue: string(a.AskedDue), Pages: a.Pages, Copies: a.Copies,
		PassedTo: v.People[a.PassedTo], RegisteredBy: v.People[a.RegisteredBy], Anyway: a.Anyway, ReasonCode: a.ReasonCode, Reason: a.Reason,
		InnerDue: string(a.InnerDue), Assignment: a.Assignment, HandlerID: a.HandlerID, Outcome: a.Outcome, ReplyID: a.ReplyID,
		ReplySymbol: a.ReplySymbol, OutcomeNote: a.OutcomeReason, ReportedBy: v.People[a.ReportedBy], ConfirmedBy: v.People[a.ConfirmedBy],
		CaseFile:  a.CaseFile,
		Available: each(v.Actions, arrivalActionOf), Files: each(v.Files, arrivalFileOf),
		Directions: each(v.Directions, directionOf),
		Notes: each(v.Notes, func(n incoming.Note) client.ArrivalNote {
			return client.ArrivalNote{Kind: n.Kind, Text: n.Text, By: client.Named{ID: n.ByID, Name: n.By}, Capacity: n.Capacity, At: n.At}
		}),
		Extensions: each(v.Extensions, func(e incoming.Extension) client.ArrivalExtension {
			return client.ArrivalExtension{
				Due: string(e.Due), Reason: e.Reason, AskedBy: v.People[e.AskedBy], AskedAt: e.AskedAt, State: e.State, Answer: e.Answer,
				DecidedBy: v.People[e.DecidedBy], DecidedAt: momentAt(e.DecidedAt),
			}
		}),
		Duplicates: each(v.Duplicates, func(d incoming.Arrival) client.ArrivalItem {
			return arrivalItemOf(incoming.Item{Arrival: d, Organ: v.Organ.Name})
		}),
		OtherSigner: v.OtherSigner,
		Readers:     each(v.Readers, func(p directory.Person) client.Named { return client.Named{ID: p.ID, Name: p.Name} }),
		Units:       each(v.Units, func(o directory.Organ) client.Named { return client.Named{ID: o.ID, Name: o.Name} }),
		Workers:     each(v.Workers, workerOf), Assignees: each(v.Assignees, workerOf),
	}
	if a.SubmittedTo != "" {
		out.SubmittedTo = &client.Named{ID: a.SubmittedTo, Name: v.People[a.SubmittedTo]}
	}
	if a.Verdict != "" {
		report := arrivalReportOf(a.Verdict, a.Report)
		out.Report = &report
	}
	return out
}

func workerOf(w incoming.Worker) client.Named { return client.Named{ID: w.ID, Name: w.Name} }

func arrivalActionOf(a incoming.Action) client.ArrivalAction {
	return client.ArrivalAction{Action: a.ID, Label: a.Label, Allowed: a.Allowed, Reasons: each(a.Reasons, func(r fault.Reason) client.Reason {
		return client.Reason{Code: r.Code, Detail: r.Detail}
	})}
}

func arrivalFileOf(f incoming.File) client.ArrivalFile {
	return client.ArrivalFile{
		ID: f.ID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256, Pages: f.Pages, Verdict: f.Verdict,
		VerdictLabel: incoming.VerdictLabels[f.Verdict], Report: arrivalReportOf(f.Verdict, f.Report),
	}
}

func directionOf(d incoming.Direction) client.Direction {
	return client.Direction{
		N: d.N, Text: d.Text, Lead: d.Lead().Name, Co: each(d.Of(incoming.Co), asIs), CC: each(d.Of(incoming.CC), asIs), Due: string(d.Due),
		By: client.Named{ID: d.ByID, Name: d.By}, Capacity: d.Capacity, At: d.At,
	}
}

func arrivalReportOf(verdict string, r signature.Report) client.ArrivalReport {
	return client.ArrivalReport{
		Verdict: verdict, Label: incoming.VerdictLabels[verdict], Reasons: each(r.Reasons, asIs),
		Signatures: each(r.Signatures, func(s signature.SignatureReport) client.ArrivalSignature {
			return client.ArrivalSignature{
				Signer: s.Signer, Organ: s.Organ, Time: momentAt(s.Time), Serial: s.Serial, Valid: s.Valid, Trusted: s.Trusted,
				Reasons: each(s.Reasons, asIs), Notes: each(s.Notes, asIs),
			}
		}),
	}
}

func asIs(s string) string { return s }
