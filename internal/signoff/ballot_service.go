package signoff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// voteAction is the step of a voter, beside those of the chain.
const voteAction = "vote"

// BallotInput opens a ballot on the newest text.
type BallotInput struct {
	ContentVersion int // the version that is voted on: the newest
	Deadline       time.Time
	Question       string
}

const longestBallot = 60 * 24 * time.Hour

// OpenBallot sends a phiếu xin ý kiến to everybody who is a member of the document's collective on the office's date.
func (s *Service) OpenBallot(ctx context.Context, personID, id string, in BallotInput) (ballotID string, err error) {
	if err = words(&in.Question); err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error {
			ballotID, err = s.openBallot(tx, personID, id, in)
			return err
		})
	}
	return ballotID, s.refused(ctx, personID, authz.BallotOpen, id, err)
}

// words treats what people write beside a text as the text is treated.
func words(s *string) error {
	in := FireInput{Comment: *s}
	err := in.clean()
	*s = strings.TrimSpace(in.Comment)
	return err
}

// forDecision loads a document whose collective the actor may ask: of the văn phòng, before the signature, newest text.
func (s *Service) forDecision(tx *store.Tx, personID, id string, version int) (*facts, authz.Role, error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return nil, authz.Role{}, err
	}
	role, may := s.policy.Capacity(f.actor, authz.BallotOpen, f.place)
	if !may || role.By != "" {
		return nil, role, errForbidden
	}
	if err := f.askable(); err != nil {
		return nil, role, err
	}
	if version != f.document.ContentVersion {
		return nil, role, document.ErrStale
	}
	return f, role, nil
}

func (s *Service) openBallot(tx *store.Tx, personID, id string, in BallotInput) (string, error) {
	f, role, err := s.forDecision(tx, personID, id, in.ContentVersion)
	if err != nil {
		return "", err
	}
	if !in.Deadline.After(tx.Now) || in.Deadline.After(tx.Now.Add(longestBallot)) {
		return "", fault.New(fault.Unmet, "DEADLINE_INVALID", "Hạn trả lời phiếu phải sau lúc này và không quá 60 ngày.")
	}
	b := Ballot{
		ID: store.NewID(), DocumentID: id, ContentVersion: f.document.ContentVersion, ContentSHA256: f.content.SHA256, Question: in.Question,
		OpenedBy: personID, OpenedAt: tx.Now, Deadline: in.Deadline.UTC().Truncate(time.Microsecond), State: BallotIsOpen,
	}
	if err := f.voters(tx, &b); err != nil {
		return "", err
	}
	if err := closeBefore(tx, f, personID); err != nil {
		return "", err
	}
	if err := insertBallot(tx, b); err != nil {
		return "", err
	}
	grants := make([]document.Access, len(b.Voters))
	for i, v := range b.Voters {
		grants[i] = document.Access{DocumentID: id, PersonID: v.PersonID, Why: authz.Consulted}
	}
	if err := document.Grant(tx, grants...); err != nil {
		return "", err
	}
	if err := putBallotOnDesks(tx, b); err != nil {
		return "", err
	}
	err = f.recordBeside(tx, role, "open_ballot", in.Question, map[string]any{
		"ballot": b.ID, "content_version": b.ContentVersion, "content_sha256": b.ContentSHA256, "in_office": b.InOffice, "deadline": b.Deadline, "body": b.Body,
	})
	if err != nil {
		return "", err
	}
	if err := f.tellVoters(tx, b); err != nil {
		return "", err
	}
	return b.ID, tx.SetAnswer(b.ID)
}

// voters are the members in office of the document's collective on the office's date.
func (f *facts) voters(tx *store.Tx, b *Ballot) error {
	c, found, err := collectiveOf(tx, f.document, f.issuer, f.on)
	if err != nil {
		return err
	}
	var members []directory.Person
	if found && c.Group != "" {
		if _, members, err = directory.Members(tx, c.Group, f.on); err != nil {
			return err
		}
	}
	if len(members) == 0 {
		return fault.New(fault.Unmet, "COLLECTIVE_UNKNOWN", "Danh bạ chưa có danh sách thành viên của tập thể quyết định văn bản này; hãy ghi quyết định của hội nghị.")
	}
	b.GroupID, b.Body, b.InOffice = c.Group, c.Name, len(members)
	for i, m := range members {
		held, err := directory.HoldingsOf(tx, m.ID, f.on)
		if err != nil {
			return err
		}
		voter := Voter{BallotID: b.ID, PersonID: m.ID, Rank: i + 1}
		for _, h := range held {
			if voter.Title == "" || h.OrganID == f.issuer.ID {
				voter.Title = h.Title
			}
		}
		b.Voters = append(b.Voters, voter)
	}
	return nil
}

// closeBefore closes the ballot before this one, if no vote can change it any more; else it is still open.
func closeBefore(tx *store.Tx, f *facts, by string) error {
	ballots, err := ballotsOf(tx, f.document.ID)
	if err != nil {
		return err
	}
	for _, b := range ballots {
		if b.State != BallotIsOpen {
			continue
		}
		if b.ContentVersion == f.document.ContentVersion && !b.over(tx.Now) {
			return errBallotOpen
		}
		if _, err := endBallot(tx, b.ID, BallotIsClosed, by, ""); err != nil {
			return err
		}
	}
	return closeVoteSteps(tx, f.document.ID, "")
}

// putBallotOnDesks puts the ballot before every voter who has not voted.
func putBallotOnDesks(tx *store.Tx, b Ballot) error {
	for _, v := range b.Voters {
		if v.Verdict != "" {
			continue
		}
		due := b.Deadline
		step := document.Step{DocumentID: b.DocumentID, Action: voteAction, Act: authz.BallotVote, PersonID: v.PersonID, Why: authz.Consulted, Due: &due}
		if err := document.OpenStep(tx, step); err != nil {
			return err
		}
	}
	return nil
}

// reopenVotes puts an open ballot back on the desks that a move of the document cleared, or voids it when the document is
// past asking.
func (f *facts) reopenVotes(tx *store.Tx) error {
	ballots, err := ballotsOf(tx, f.document.ID)
	if err != nil {
		return err
	}
	for _, b := range ballots {
		if b.State != BallotIsOpen {
			continue
		}
		if !slices.Contains(beforeSignature, f.document.State) {
			if _, err := endBallot(tx, b.ID, BallotIsClosed, f.actor.PersonID, ""); err != nil {
				return err
			}
			continue
		}
		if b.ContentVersion == f.document.ContentVersion && !b.over(tx.Now) {
			if err := putBallotOnDesks(tx, b); err != nil {
				return err
			}
		}
	}
	return nil
}

// voidBallots voids what is being voted on when the text changes: nobody may sign another text than was voted on. The
// edit's own event tells of it.
func (f *facts) voidBallots(tx *store.Tx, details map[string]any) error {
	ballots, err := ballotsOf(tx, f.document.ID)
	if err != nil {
		return err
	}
	var voided []string
	for _, b := range ballots {
		if b.State != BallotIsOpen {
			continue
		}
		if _, err := endBallot(tx, b.ID, BallotIsVoided, f.actor.PersonID, "Nội dung đã sửa sau khi gửi phiếu."); err != nil {
			return err
		}
		voided = append(voided, b.ID)
	}
	if len(voided) == 0 {
		return nil
	}
	details["ballots_voided"] = voided
	return closeVoteSteps(tx, f.document.ID, "")
}

// Vote casts a member's vote, once, from his own account: nobody votes for another. After the deadline it is kept and not
// counted.
func (s *Service) Vote(ctx context.Context, personID, id, ballotID, verdict, comment string) error {
	err := words(&comment)
	if err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error { return s.vote(tx, personID, id, ballotID, verdict, comment) })
	}
	return s.refused(ctx, personID, authz.BallotVote, id, err)
}

var errBallotUnknown = fault.New(fault.NotFound, "BALLOT_UNKNOWN", "Không tìm thấy đợt lấy phiếu này.")

// ballotIn finds a ballot of a document.
func ballotIn(tx *store.Tx, documentID, ballotID string) (Ballot, error) {
	ballots, err := ballotsOf(tx, documentID)
	if err != nil {
		return Ballot{}, err
	}
	for _, b := range ballots {
		if b.ID == ballotID {
			return b, nil
		}
	}
	return Ballot{}, errBallotUnknown
}

func (s *Service) vote(tx *store.Tx, personID, id, ballotID, verdict, comment string) error {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return err
	}
	if role, may := s.policy.Capacity(f.actor, authz.BallotVote, f.place); !may || role.By != "" {
		return errForbidden
	}
	b, err := ballotIn(tx, id, ballotID)
	if err != nil {
		return err
	}
	mine := b.voter(personID)
	if mine == nil {
		return errForbidden
	}
	switch {
	case verdict != Agree && verdict != Disagree && verdict != Other:
		return fault.New(fault.Unmet, "VERDICT_UNKNOWN", "Chọn một ý kiến: Đồng ý, Không đồng ý, hoặc Ý kiến khác.")
	case verdict == Other && comment == "":
		return fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi rõ ý kiến khác.")
	case mine.Verdict != "":
		return errVoted
	case b.State != BallotIsOpen || b.ContentVersion != f.document.ContentVersion:
		return errBallotEnded
	}
	if err := f.askable(); err != nil {
		return err
	}
	v := Voter{BallotID: b.ID, PersonID: personID, Verdict: verdict, Comment: comment, Late: tx.Now.After(b.Deadline)}
	cast, err := castVote(tx, v)
	if err != nil {
		return err
	}
	if !cast { // somebody was quicker: he himself in another window, or whoever ended the ballot
		return errVoted
	}
	if err := closeVoteSteps(tx, id, personID); err != nil {
		return err
	}
	err = f.recordBeside(tx, authz.Role{Title: mine.Title}, "vote", comment, map[string]any{
		"ballot": b.ID, "verdict": verdict, "late": v.Late, "content_version": b.ContentVersion,
	})
	if err != nil {
		return err
	}
	return tx.SetAnswer(b.ID)
}

var (
	errVoted       = fault.New(fault.Conflict, "VOTED", "Đã cho ý kiến bằng phiếu này rồi, hoặc đợt lấy phiếu vừa kết thúc.")
	errBallotEnded = fault.New(fault.Unmet, "BALLOT_ENDED", "Đợt lấy phiếu này đã kết thúc, hoặc nội dung đã sửa sau khi gửi phiếu.")
)

// VoidBallot takes an open ballot back, with a reason.
func (s *Service) VoidBallot(ctx context.Context, personID, id, ballotID, reason string) error {
	err := words(&reason)
	if err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error { return s.voidBallot(tx, personID, id, ballotID, reason) })
	}
	return s.refused(ctx, personID, authz.BallotOpen, id, err)
}

func (s *Service) voidBallot(tx *store.Tx, personID, id, ballotID, reason string) error {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return err
	}
	role, may := s.policy.Capacity(f.actor, authz.BallotOpen, f.place)
	if !may || role.By != "" {
		return errForbidden
	}
	b, err := ballotIn(tx, id, ballotID)
	if err != nil {
		return err
	}
	if reason == "" {
		return fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi rõ lý do.")
	}
	ended, err := endBallot(tx, b.ID, BallotIsVoided, personID, reason)
	if err != nil {
		return err
	}
	if !ended {
		return errBallotEnded
	}
	if err := closeVoteSteps(tx, id, ""); err != nil {
		return err
	}
	if err := f.recordBeside(tx, role, "void_ballot", reason, map[string]any{"ballot": b.ID}); err != nil {
		return err
	}
	return tx.SetAnswer(b.ID)
}

// recordBeside writes the event of an act beside the chain: it moves no state and no version.
func (f *facts) recordBeside(tx *store.Tx, role authz.Role, action, comment string, details map[string]any) error {
	if utf8.RuneCountInString(comment) > commentLimit {
		return fmt.Errorf("an event with %d characters of comment", utf8.RuneCountInString(comment))
	}
	return audit.Record(tx, audit.Event{
		Subject: audit.Document(f.document.ID), Action: action, ActorID: f.actor.PersonID, ActorName: f.actor.Name, Capacity: role.Title,
		From: string(f.document.State), To: string(f.document.State), Version: f.document.Version, Comment: comment, Details: details,
	})
}
