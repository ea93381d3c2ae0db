package api

import (
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/casefile"
	"trinhky/internal/web/client"
)

func caseFileOf(f casefile.File) client.CaseFile {
	return client.CaseFile{
		ID: f.ID, Organ: f.OrganID, Year: f.Year, Code: f.Code, Heading: f.Heading, Title: f.Title, Retention: f.RetentionText(),
		Rule: f.RetentionRule, Keeper: client.Named{ID: f.KeeperID, Name: f.KeeperName}, Unit: f.UnitID, Note: f.Note, State: string(f.State),
		StateText: casefile.StateLabel(f.State), OpenedOn: string(f.OpenedOn), EndedOn: string(f.EndedOn), ClosedOn: string(f.ClosedOn),
		From: string(f.From), To: string(f.To), Documents: f.Documents, Pages: f.Pages, HandOverBy: string(f.HandOverBy),
		KeepUntil: string(f.KeepUntil), KeepReason: f.KeepReason, ArchivedOn: string(f.ArchivedOn), ExpiresOn: string(f.ExpiresOn), Version: f.Version,
	}
}

func caseFileViewOf(v casefile.View) client.CaseFileView {
	view := client.CaseFileView{CaseFile: caseFileOf(v.File), May: actsOf(v.May)}
	view.Items = each(v.Items, func(i casefile.Item) client.CaseFileItem {
		item := client.CaseFileItem{
			ID: i.ID, Source: i.Source, Symbol: i.Symbol, Date: string(i.Date), KindName: i.KindName, Subject: i.Subject, Author: i.Author,
			Pages: i.Pages, Sheets: i.Sheets, Note: i.Note,
		}
		if i.Mine && i.Source == casefile.FromDocument {
			item.DocumentID = i.Paper.ID
		}
		return item
	})
	view.Shares = each(v.Access, func(a casefile.Access) client.CaseFileShare {
		return client.CaseFileShare{To: client.Named{ID: a.PersonID + a.OrganID, Name: a.Name}, Work: a.Why == authz.Handler}
	})
	view.Loans = each(v.Loans, func(l casefile.Loan) client.CaseLoan {
		return client.CaseLoan{
			ID: l.ID, CaseFile: l.CaseFileID, Item: l.ItemID, Borrower: client.Named{ID: l.BorrowerID, Name: l.BorrowerName}, Purpose: l.Purpose,
			AskedOn: string(l.AskedOn), DueOn: string(l.DueOn), State: l.State, DecidedBy: l.DecidedName, ReturnedOn: string(l.ReturnedOn), Note: l.Note,
		}
	})
	if v.File.State == casefile.Open {
		view.Documents = len(v.Items)
	}
	return view
}

func handoverOf(h casefile.Handover) client.Handover {
	out := client.Handover{
		ID: h.ID, Organ: h.OrganID, State: h.State, ProposedBy: client.Named{ID: h.ProposedBy, Name: h.ProposedName},
		ProposedAt: h.ProposedAt.Format(time.RFC3339), Note: h.Note, Files: each(h.Files, caseFileOf),
	}
	if h.DecidedAt != nil {
		out.DecidedBy, out.DecidedAt = &client.Named{ID: h.DecidedBy, Name: h.DecidedName}, h.DecidedAt.Format(time.RFC3339)
	}
	return out
}

// actsOf are the acts that one may do, in a fixed order.
func actsOf(may map[string]bool) []string {
	acts := []string{}
	for act, yes := range may {
		if yes {
			acts = append(acts, act)
		}
	}
	slices.Sort(acts)
	return acts
}
