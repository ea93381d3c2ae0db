package signoff

import (
	"fmt"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

var errBallotOpen = fault.New(fault.Conflict, "BALLOT_OPEN", "Đang có một đợt lấy phiếu về văn bản này.")

func insertBallot(tx *store.Tx, b Ballot) error {
	if err := tx.DB().Create(&b).Error; store.IsDuplicate(err) {
		return errBallotOpen.Because(err)
	} else if err != nil {
		return fmt.Errorf("open a ballot: %w", err)
	}
	if err := tx.DB().CreateInBatches(b.Voters, 500).Error; err != nil {
		return fmt.Errorf("write the voters: %w", err)
	}
	return nil
}

// ballotsOf are a document's ballots with their voters, the oldest first.
func ballotsOf(tx *store.Tx, documentID string) ([]Ballot, error) {
	var ballots []Ballot
	if err := tx.DB().Where("document_id = ?", documentID).Order("opened_at, id").Find(&ballots).Error; err != nil {
		return nil, fmt.Errorf("read the ballots: %w", err)
	}
	if len(ballots) == 0 {
		return nil, nil
	}
	place := map[string]int{}
	ids := make([]string, len(ballots))
	for i, b := range ballots {
		ids[i], place[b.ID] = b.ID, i
	}
	var voters []Voter
	if err := tx.DB().Where("ballot_id IN ?", ids).Order("rank, person_id").Find(&voters).Error; err != nil {
		return nil, fmt.Errorf("read the voters: %w", err)
	}
	for _, v := range voters {
		b := &ballots[place[v.BallotID]]
		b.Voters = append(b.Voters, v)
	}
	return ballots, nil
}

// endBallot ends a ballot that is still open; false when it is not.
func endBallot(tx *store.Tx, id, state, by, reason string) (bool, error) {
	ended := tx.DB().Model(&Ballot{}).Where("id = ? AND state = ?", id, BallotIsOpen).Select("state", "ended_by", "ended_at", "reason").
		Updates(map[string]any{"state": state, "ended_by": by, "ended_at": tx.Now, "reason": reason})
	if ended.Error != nil {
		return false, fmt.Errorf("end a ballot: %w", ended.Error)
	}
	return ended.RowsAffected == 1, nil
}

// castVote writes a member's vote if he has none and the ballot is open.
func castVote(tx *store.Tx, v Voter) (bool, error) {
	cast := tx.DB().Model(&Voter{}).
		Where("ballot_id = ? AND person_id = ? AND verdict = '' AND EXISTS (SELECT 1 FROM ballot WHERE id = ? AND state = ?)", v.BallotID, v.PersonID, v.BallotID, BallotIsOpen).
		Select("verdict", "comment", "voted_at", "late").
		Updates(map[string]any{"verdict": v.Verdict, "comment": v.Comment, "voted_at": tx.Now, "late": v.Late})
	if cast.Error != nil {
		return false, fmt.Errorf("cast a vote: %w", cast.Error)
	}
	return cast.RowsAffected == 1, nil
}

func insertDecision(tx *store.Tx, d Decision) error {
	if err := tx.DB().Create(&d).Error; err != nil {
		return fmt.Errorf("record a decision: %w", err)
	}
	return nil
}

// decisionsOf are the recorded decisions of meetings on a document, the oldest first.
func decisionsOf(tx *store.Tx, documentID string) (decisions []Decision, err error) {
	if err = tx.DB().Where("document_id = ?", documentID).Order("recorded_at, id").Find(&decisions).Error; err != nil {
		return nil, fmt.Errorf("read the decisions: %w", err)
	}
	return decisions, nil
}

// closeVoteSteps takes a ballot off the desks of its voters, or off one voter's.
func closeVoteSteps(tx *store.Tx, documentID, personID string) error {
	steps := tx.DB().Where("document_id = ? AND action = ?", documentID, voteAction)
	if personID != "" {
		steps = steps.Where("person_id = ?", personID)
	}
	if err := steps.Delete(&document.Step{}).Error; err != nil {
		return fmt.Errorf("close the steps of a ballot: %w", err)
	}
	return nil
}
