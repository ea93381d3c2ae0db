package register

import (
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Opening is a mid-period opening that waits for its second person: the series' chain of events begins with it.
type Opening struct {
	ID         string // and, once approved, of the series
	Key        Key
	Last       int    // the last number of the paper book
	ProposedBy string // person id
	// ProposedName is filled for lists.
	ProposedName string
}

// propose writes the proposal down. It is checked again when it is approved, since numbers may be given meanwhile.
func propose(tx *store.Tx, o Opening, by By) error {
	if err := checkOpening(o.Key, o.Last); err != nil {
		return err
	}
	_, exists, err := findSeries(tx, o.Key)
	if err != nil {
		return err
	}
	if exists {
		return alreadyOpen()
	}
	made, err := insertOpening(tx, o)
	if err != nil {
		return err
	}
	if !made {
		return fault.New(fault.Unmet, "OPENING_WAITS", "Đã có một đề nghị mở sổ này đang chờ duyệt.")
	}
	return record(tx, o.ID, "propose_opening", by, "", openingDetails(o))
}

func approve(tx *store.Tx, o Opening, by By) error {
	if by.ID == o.ProposedBy {
		return needsTwoPeople()
	}
	decided, err := decideOpening(tx, o.ID, approved, by.ID)
	if err != nil {
		return err
	}
	if !decided {
		return openingUnknown()
	}
	return openAs(tx, o.ID, o.Key, o.Last, o.ProposedBy, by)
}

func decline(tx *store.Tx, o Opening, reason string, by By) error {
	reason, err := checkReason(reason)
	if err != nil {
		return err
	}
	if by.ID == o.ProposedBy {
		return needsTwoPeople()
	}
	decided, err := decideOpening(tx, o.ID, declined, by.ID)
	if err != nil {
		return err
	}
	if !decided {
		return openingUnknown()
	}
	return record(tx, o.ID, "refuse_opening", by, reason, openingDetails(o))
}

func openingDetails(o Opening) map[string]any {
	return map[string]any{
		"issuer": o.Key.IssuerID, "symbol": o.Key.Symbol, "period": fmt.Sprintf("%s %s", o.Key.PeriodKind, o.Key.PeriodID),
		"last": o.Last, "proposed_by": o.ProposedBy,
	}
}

func openingUnknown() *fault.Fault {
	return fault.New(fault.NotFound, "OPENING_UNKNOWN", "Không có đề nghị mở sổ nào đang chờ duyệt.")
}
