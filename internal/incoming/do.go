package incoming

import (
	"context"
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
)

// Input is what goes with an action; each reads its own part.
type Input struct {
	Order      // Text, Due and, for direct, the parts
	Anyway     string
	ReasonCode string
	To         string
	Kind       string // of a note
	Agree      bool
	Reply      string
	CaseFile   string
}

// Do carries out an action by its id, one of those that Show offers.
func (s *Service) Do(ctx context.Context, a authz.Actor, at At, action string, in Input) (Arrival, error) {
	switch action {
	case "register":
		return s.Register(ctx, a, at, Registration{Note: in.Text, Anyway: in.Anyway})
	case "refuse":
		return s.Return(ctx, a, at, in.ReasonCode, in.Text)
	case "give_back":
		return s.GiveBack(ctx, a, at, in.Text)
	case "submit":
		return s.Submit(ctx, a, at, in.To, in.Text)
	case "sort":
		return s.Sort(ctx, a, at, in.Text)
	case "direct":
		return s.Direct(ctx, a, at, in.Order)
	case "assign":
		return s.Assign(ctx, a, at, Assignment{PersonID: in.To, Due: in.Due, Text: in.Text})
	case "start":
		return s.Start(ctx, a, at)
	case "note":
		kind := in.Kind
		if kind == "" {
			kind = Progress
		}
		return s.Note(ctx, a, at, kind, in.Text)
	case "ask_extension":
		return s.AskExtension(ctx, a, at, in.Due, in.Text)
	case "decide_extension":
		return s.DecideExtension(ctx, a, at, in.Agree, in.Text)
	case "report":
		return s.Report(ctx, a, at, Result{Reply: in.Reply, Reason: in.Text})
	case "confirm":
		return s.Confirm(ctx, a, at, in.Text)
	case "send_back":
		return s.SendBack(ctx, a, at, in.Text)
	case "file":
		return s.File(ctx, a, at, in.CaseFile)
	}
	// Who may not see the arrival learns nothing from the name of an action either.
	if _, err := s.Show(ctx, a, at.ID); err != nil {
		return Arrival{}, err
	}
	return Arrival{}, fault.New(fault.Unmet, "ACTION_UNKNOWN", fmt.Sprintf("Không có việc “%s” với văn bản đến.", action))
}
