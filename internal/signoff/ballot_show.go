package signoff

import (
	"bytes"
	"context"
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// BallotPage is what a collective was asked and decided about a document.
type BallotPage struct {
	Document   View
	Collective string // who decides; "" when the issuer answers alone
	Members    int    // in office today, as the directory lists them; 0 = it does not
	Needed     bool   // the signature waits for it
	Reasons    []fault.Reason
	Ballots    []BallotView // the newest first
	Decisions  []DecisionView
	MayOpen    bool
	SeesVotes  bool // who voted how: those who carry the document; a member sees his own vote and the count
}

// BallotView is a ballot with names.
type BallotView struct {
	Ballot
	Tally   Tally
	Passed  bool
	Void    bool // withdrawn, or the text has changed since
	Over    bool
	Opener  string
	Voters  []VoterView
	MayVote bool
	MayVoid bool
}

// VoterView is a voter with his name; Verdict and Comment are empty for whoever may not see them.
type VoterView struct {
	Voter
	Name string
	Mine bool
}

// DecisionView is a recorded decision with names.
type DecisionView struct {
	Decision
	Passed, Older   bool
	Recorder        string
	Minutes         string // the symbol and date of the biên bản, for whoever may see it
	MinutesReadable bool
}

// Ballots shows what a collective was asked and decided: to those who carry the document, and to its members.
func (s *Service) Ballots(ctx context.Context, personID, id string) (page BallotPage, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error { return s.ballotPage(tx, personID, id, &page) })
	return page, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

func (s *Service) ballotPage(tx *store.Tx, personID, id string, page *BallotPage) (err error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return err
	}
	if page.Document, err = s.show(tx, personID, id); err != nil {
		return err
	}
	ballots, err := ballotsOf(tx, id)
	if err != nil {
		return err
	}
	decisions, err := decisionsOf(tx, id)
	if err != nil {
		return err
	}
	role, may := s.policy.Capacity(f.actor, authz.BallotOpen, f.place)
	page.SeesVotes = s.policy.Can(f.actor, authz.DocumentEvents, f.place)
	page.MayOpen = may && role.By == "" && f.askable() == nil
	member := false
	for _, b := range ballots {
		member = member || b.voter(personID) != nil
	}
	if !member && !page.SeesVotes && !may {
		return errForbidden
	}
	if err := s.whoDecides(tx, f, page); err != nil {
		return err
	}
	var people []string
	for _, b := range ballots {
		people = append(people, b.OpenedBy)
		for _, v := range b.Voters {
			people = append(people, v.PersonID)
		}
	}
	for _, d := range decisions {
		people = append(people, d.RecordedBy)
	}
	names, err := peopleNames(tx, people)
	if err != nil {
		return err
	}
	for i := len(ballots) - 1; i >= 0; i-- {
		page.Ballots = append(page.Ballots, f.viewBallot(ballots[i], names, page, may && role.By == ""))
	}
	for i := len(decisions) - 1; i >= 0; i-- {
		view, err := s.viewDecision(tx, f, decisions[i], names)
		if err != nil {
			return err
		}
		page.Decisions = append(page.Decisions, view)
	}
	return nil
}

// whoDecides says which collective decides, and what the signature still waits for.
func (s *Service) whoDecides(tx *store.Tx, f *facts, page *BallotPage) error {
	c, found, err := collectiveOf(tx, f.document, f.issuer, f.on)
	if err != nil {
		return err
	}
	if found {
		page.Collective = c.Name
	}
	if c.Group != "" {
		_, members, err := directory.Members(tx, c.Group, f.on)
		if err != nil {
			return err
		}
		page.Members = len(members)
	}
	if f.document.Signed != "" {
		return nil
	}
	if err := f.entitle(tx); err != nil {
		return err
	}
	if err := f.loadDecided(tx); err != nil {
		return err
	}
	page.Needed, page.Reasons = f.decided.needed, collectiveDecided(f)
	return nil
}

func (f *facts) viewBallot(b Ballot, names map[string]string, page *BallotPage, runs bool) BallotView {
	asked := f.askable() == nil
	v := BallotView{
		Ballot: b, Tally: b.Tally(), Opener: names[b.OpenedBy], Over: b.over(f.now),
		Void: b.State == BallotIsVoided || b.ContentVersion != f.document.ContentVersion, MayVoid: runs && b.State == BallotIsOpen,
	}
	v.Passed = b.Passed() && !v.Void
	role, may := f.policy.Capacity(f.actor, authz.BallotVote, f.place)
	for _, voter := range b.Voters {
		one := VoterView{Voter: voter, Name: names[voter.PersonID], Mine: voter.PersonID == f.actor.PersonID}
		if one.Mine {
			v.MayVote = may && role.By == "" && asked && voter.Verdict == "" && b.State == BallotIsOpen && !v.Void
		}
		if !one.Mine && !page.SeesVotes {
			one.Verdict, one.Comment, one.VotedAt = "", "", nil
		}
		v.Voters = append(v.Voters, one)
	}
	return v
}

func (s *Service) viewDecision(tx *store.Tx, f *facts, d Decision, names map[string]string) (DecisionView, error) {
	v := DecisionView{Decision: d, Passed: d.Passed(), Older: d.ContentVersion != f.document.ContentVersion, Recorder: names[d.RecordedBy]}
	if d.MinutesID == "" {
		return v, nil
	}
	place, err := document.PlaceOf(tx, d.MinutesID)
	if err != nil || !s.policy.Can(f.actor, authz.DocumentRead, place) {
		return v, err
	}
	minutes, err := document.Load(tx, d.MinutesID)
	v.MinutesReadable, v.Minutes = true, minutes.Subject
	if minutes.Symbol != "" {
		v.Minutes = "số " + minutes.Symbol
	}
	return v, err
}

// VerdictWords are what people call the verdicts of a ballot.
var VerdictWords = map[string]string{Agree: "Đồng ý", Disagree: "Không đồng ý", Other: "Ý kiến khác", "": "Chưa có ý kiến"}

// BallotPDF prints a ballot, the newest where none is named: the question, the count, and for those who may see them the votes. It is a paper to be read
// and kept in the hồ sơ, no document of the system: nothing of it is stored.
func (s *Service) BallotPDF(ctx context.Context, personID, id, ballotID string) (Bytes, error) {
	var sheet layout.Sheet
	err := s.store.View(ctx, func(tx *store.Tx) error {
		var page BallotPage
		if err := s.ballotPage(tx, personID, id, &page); err != nil {
			return err
		}
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		for _, b := range page.Ballots {
			if b.ID == ballotID || ballotID == "" {
				sheet, err = f.ballotSheet(tx, b)
				return err
			}
		}
		if ballotID == "" {
			return fault.New(fault.Unmet, "BALLOT_NONE", "Chưa có đợt lấy phiếu nào về văn bản này.")
		}
		return errBallotUnknown
	})
	if err != nil {
		return Bytes{}, s.refused(ctx, personID, authz.DocumentRead, id, err)
	}
	rendition, err := heavy(ctx, s, personID, func() (layout.Rendition, error) { return layout.Render(sheet) })
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: nopCloser{bytes.NewReader(rendition.PDF)}, Name: "Phiếu xin ý kiến.pdf"}, nil
}

func (f *facts) ballotSheet(tx *store.Tx, b BallotView) (layout.Sheet, error) {
	office, err := directory.OrganByID(tx, f.document.OfficeID)
	if err != nil {
		return layout.Sheet{}, err
	}
	sheet := layout.Sheet{
		Regime: f.document.Regime, On: f.on, Issuer: printed(office), Place: office.Place, KindName: "PHIẾU XIN Ý KIẾN",
		Subject: "về dự thảo " + f.draftName(), Body: b.text(), Year: fmt.Sprint(f.on.Year()), Author: office.Name, Created: f.now,
		Draft: fmt.Sprintf("Bản nội dung số %d", b.ContentVersion), Formula: []string{"NGƯỜI TỔNG HỢP"}, SignerName: b.Opener,
	}
	sheet.Superior, err = printedAbove(tx, office)
	return sheet, err
}

// text is the body of the printed ballot.
func (b BallotView) text() document.Body {
	var t reportText
	t.paragraph("Văn phòng xin ý kiến bằng phiếu các thành viên %s về bản nội dung số %d (SHA-256: %s), hạn trả lời %s.",
		b.Body, b.ContentVersion, b.ContentSHA256[:16], b.Deadline.In(store.Hanoi).Format("15:04 ngày 02/01/2006"))
	if b.Question != "" {
		t.paragraph("Nội dung xin ý kiến: %s", b.Question)
	}
	cell := func(text string, bold bool) document.Cell {
		return document.Cell{Runs: []document.Run{{Text: text, Bold: bold}}}
	}
	rows := [][]document.Cell{{cell("STT", true), cell("Họ và tên", true), cell("Chức vụ", true), cell("Ý kiến", true), cell("Thời điểm", true)}}
	for i, v := range b.Voters {
		when, said := "", VerdictWords[v.Verdict]
		if v.VotedAt != nil {
			when = v.VotedAt.In(store.Hanoi).Format("15:04 02/01/2006")
		}
		if v.Late {
			said += " (quá hạn, không tính)"
		}
		if v.Comment != "" {
			said += ": " + v.Comment
		}
		rows = append(rows, []document.Cell{cell(fmt.Sprint(i+1), false), cell(v.Name, false), cell(v.Title, false), cell(said, false), cell(when, false)})
	}
	t = append(t, document.Block{Kind: document.Table, Rows: rows, HeaderRows: 1, Widths: []float64{0.08, 0.24, 0.26, 0.26, 0.16}})
	c := b.Tally
	t.paragraph("Tổng hợp: %d thành viên đương nhiệm; đồng ý %d, không đồng ý %d, ý kiến khác %d, chưa có ý kiến %d, quá hạn không tính %d.",
		c.InOffice, c.Agree, c.Disagree, c.Other, c.Silent, c.Late)
	switch {
	case b.Void:
		t.paragraph("Đợt lấy phiếu này không còn giá trị. %s", b.Reason)
	case b.Passed:
		t.paragraph("Kết quả: đã có quá nửa số thành viên đương nhiệm đồng ý.")
	default:
		t.paragraph("Kết quả: chưa có quá nửa số thành viên đương nhiệm đồng ý.")
	}
	return document.Body{Blocks: t}
}
