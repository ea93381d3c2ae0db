package signoff

import (
	"encoding/json"
	"fmt"

	"trinhky/internal/audit"
	"trinhky/internal/store"
)

// VerifyStates finds a document whose row is not where its chain of events left it: the state, the bytes or the number
// were changed beside the log, or the document has no log at all. Nil when all agree.
func VerifyStates(tx *store.Tx) (*audit.Break, error) {
	return standing(tx, "")
}

// VerifyState is VerifyStates of one document.
func VerifyState(tx *store.Tx, id string) (*audit.Break, error) { return standing(tx, id) }

func standing(tx *store.Tx, id string) (*audit.Break, error) {
	rows, err := statesOf(tx, id)
	if err != nil {
		return nil, fmt.Errorf("compare documents with their events: %w", err)
	}
	for _, r := range rows {
		if detail := r.differs(); detail != "" {
			return &audit.Break{Subject: audit.Document(r.ID), Seq: r.Seq, Detail: detail}, nil
		}
	}
	return nil, nil
}

// stateRow is a document beside the event that made its version. Receipts are events of the document too, but they
// move a delivery, not the document, and come after the event that took the version.
type stateRow struct {
	ID, State, Signed, Sealed, Symbol string
	Seq                               int
	ToState, Details                  string
}

// rowLabels are how a document's row may differ from its events.
var rowLabels = struct{ untold, state, unreadable, bytes string }{
	untold:     "văn bản không có sự kiện nào cho phiên bản hiện tại",
	state:      "trạng thái văn bản là %q, sự kiện cuối ghi %q",
	unreadable: "chi tiết sự kiện không đọc được",
	bytes:      "tệp đã ký, tệp đã đóng dấu hoặc số ký hiệu khác với sự kiện cuối",
}

func (r stateRow) differs() string {
	if r.Seq == 0 {
		return rowLabels.untold
	}
	if r.ToState != r.State {
		return fmt.Sprintf(rowLabels.state, r.State, r.ToState)
	}
	if r.Signed == "" {
		return ""
	}
	var told struct{ Signed, Sealed, Symbol string }
	if err := json.Unmarshal([]byte(r.Details), &told); err != nil {
		return rowLabels.unreadable
	}
	if told.Signed != r.Signed || told.Sealed != r.Sealed || told.Symbol != r.Symbol {
		return rowLabels.bytes
	}
	return ""
}
