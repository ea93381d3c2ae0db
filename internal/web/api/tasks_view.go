package api

import (
	"trinhky/internal/audit"
	"trinhky/internal/store"
	"trinhky/internal/task"
	"trinhky/internal/web/client"
)

func taskOf(v task.View) client.Task {
	out := client.Task{
		ID: v.ID, DocumentID: v.DocumentID, Symbol: v.Symbol, Subject: v.Subject, ObligationID: v.ObligationID, Ref: v.Ref, Text: v.Text,
		Deliverable: v.Deliverable, ReportTo: v.ReportTo, Lead: client.Named{ID: v.LeadID, Name: v.LeadName}, Co: each(v.Co, partyOf),
		Handler: client.Named{ID: v.HandlerID, Name: v.Handler}, DeadlineText: v.DeadlineText, Due: string(v.Due), MonitorDue: string(v.MonitorDue),
		State: string(v.State), StateLabel: task.Labels[v.State], Standing: string(v.Standing), StandingLabel: task.StandingLabels[v.Standing],
		Note: v.Note, Evidence: v.EvidenceSymbol, EvidenceID: v.EvidenceDocument, EvidenceFile: v.EvidenceName, ReportedOn: string(v.ReportedOn),
		ClosedAt: v.ClosedAt, CancelledBy: v.CancelDocument, Extension: v.Extension, ExtensionTo: string(v.ExtensionTo),
		May: append([]string{}, v.May...), Version: v.Version, UpdatedAt: v.UpdatedAt,
	}
	for _, e := range v.History {
		out.History = append(out.History, taskEvent(e))
	}
	return out
}

func taskEvent(e audit.Entry) client.Event {
	return client.Event{
		Seq: e.Seq, At: e.At, Action: e.Action, Actor: client.Named{ID: e.ActorID, Name: e.ActorName}, Capacity: e.Capacity, From: e.From, To: e.To,
		Version: e.Version, Comment: e.Comment, Hash: e.Hash,
	}
}

func partyOf(p task.Party) client.Named { return client.Named{ID: p.OrganID, Name: p.Name} }

func taskItemsOf(v task.ListView) client.TaskItems {
	out := client.TaskItems{
		DocumentID: v.DocumentID, Version: v.Version, Confirmed: v.IsConfirmed, Receivers: each(v.Receivers, partyOf), MayPropose: v.MayPropose,
		MayConfirm: v.MayConfirm, Items: []client.TaskItem{}, Problems: []client.Reason{},
	}
	for _, r := range v.Problems {
		out.Problems = append(out.Problems, client.Reason{Code: r.Code, Detail: r.Detail})
	}
	for _, i := range v.Items {
		out.Items = append(out.Items, client.TaskItem{
			N: i.N, Ref: i.Ref, Text: i.Text, Leads: each(i.Leads, partyOf), Co: each(i.Co, partyOf), DeadlineKind: string(i.Deadline.Kind),
			Due: string(i.Deadline.Date), Rule: i.Deadline.Rule, DeadlineText: i.Deadline.Text, Deliverable: i.Deliverable, ReportTo: i.ReportTo,
			DeliveredAt: i.DeliveredAt, Tasks: each(v.Tasks[i.N], taskOf),
		})
	}
	return out
}

func obligationOf(v task.ObligationView) client.Obligation {
	o := v.Obligation
	return client.Obligation{
		ID: o.ID, DocumentID: o.DocumentID, Symbol: o.Symbol, Kind: string(o.Kind), KindLabel: task.ObligationLabels[o.Kind], Text: o.Text,
		Rule: o.Rule, FirstDue: string(o.FirstDue), Ends: string(o.Ends), Receivers: o.Receivers,
		Organs: each(o.Parties(), partyOf), State: o.State, MergedInto: o.MergedInto, Reason: o.Reason,
		Next: each(v.Next, func(d store.Date) string { return string(d) }), Tasks: each(v.Tasks, taskOf), MayManage: v.MayManage, Version: o.Version,
	}
}

func dataRequestOf(v task.RequestView) client.DataRequest {
	out := bareRequestOf(v.Request)
	out.Issuer.Name, out.Totals, out.MayManage, out.Mine = v.Asker, v.Totals, v.MayManage, v.Mine
	for _, a := range v.Answers {
		out.Answers = append(out.Answers, client.DataAnswer{
			Organ: client.Named{ID: a.OrganID, Name: a.Name}, Cells: append([]string{}, a.Cells...), State: a.State, Late: a.Late,
			SubmittedOn: string(a.SubmittedOn), Corrected: a.Corrected, Version: a.Version,
		})
	}
	return out
}

func bareRequestOf(r task.Request) client.DataRequest {
	return client.DataRequest{
		ID: r.ID, ObligationID: r.ObligationID, Title: r.Title, Guide: r.Guide, Due: string(r.Due), Issuer: client.Named{ID: r.IssuerID}, State: r.State,
		Version: r.Version, Columns: each(r.Columns, func(c task.Column) client.DataColumn {
			return client.DataColumn{Name: c.Name, Unit: c.Unit, Kind: string(c.Kind)}
		}),
	}
}
