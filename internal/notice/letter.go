package notice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/jobs"
	"trinhky/internal/mail"
	"trinhky/internal/store"
)

// The states of a letter.
const (
	waiting  = "waiting"
	sent     = "sent"
	failed   = "failed"
	unneeded = "unneeded"
)

const (
	// gatherEvery is how often new notices are put into letters: what comes within it goes together.
	gatherEvery = time.Minute
	gatherBatch = 200 // people of one transaction
	// attemptLimit: with the queue's growing pauses the tenth attempt is made some seven hours after the first.
	attemptLimit = 10
	// letterLife is after how long a letter that is still waiting has failed, whatever became of its job.
	letterLife = 48 * time.Hour
	errorLimit = 500 // characters
)

// gatherArgs is the job that puts new notices into letters and tells browsers of them.
type gatherArgs struct{}

// Kind names the job.
func (gatherArgs) Kind() string { return "notice.gather" }

// sendArgs is the job that sends one letter: its id, never an address or a word.
type sendArgs struct {
	MailID string `json:"mail_id"`
}

// Kind names the job.
func (sendArgs) Kind() string { return "notice.send" }

// Work registers the jobs of this room.
func (s *Service) Work(runner *jobs.Runner) {
	jobs.Handle(runner, func(ctx context.Context, _ gatherArgs) error { return errors.Join(s.gather(ctx), s.knock(ctx)) })
	jobs.Handle(runner, s.send)
	jobs.Handle(runner, s.push)
	runner.Every(gatherEvery, gatherArgs{})
}

// gather puts what nobody was written of into letters: for those who want it at once and have no quiet hour now, and, after
// the hour of their choice, for those who want one letter a day. Running twice writes no second letter of anything.
func (s *Service) gather(ctx context.Context) error {
	if s.Send == nil {
		return nil
	}
	for {
		var n int
		err := s.Store.Update(ctx, func(tx *store.Tx) error {
			if err := giveUp(tx, s.now(), s.now().Add(-letterLife)); err != nil {
				return err
			}
			found, err := ready(tx, s.now().In(store.Hanoi), gatherBatch)
			n = len(found)
			if err != nil || n == 0 {
				return err
			}
			return s.writeLetters(tx, found)
		})
		if err != nil || n < gatherBatch {
			return err
		}
	}
}

// writeLetters makes a letter for each person and hands it to the queue.
func (s *Service) writeLetters(tx *store.Tx, found []readyRow) error {
	today := store.DateOf(s.now())
	ids := make([]string, len(found))
	for i, r := range found {
		ids[i] = r.PersonID
	}
	people, err := directory.PeopleByID(tx, ids)
	if err != nil {
		return err
	}
	for _, r := range found {
		if r.Mail == Digest {
			if err := digestDone(tx, r.PersonID, today); err != nil {
				return err
			}
		}
		if !r.Waits {
			continue
		}
		id := store.NewID()
		row := mailRow{ID: id, PersonID: r.PersonID, Kind: r.Mail, MessageID: id + "@" + s.Domain, State: waiting, CreatedAt: s.now()}
		if row.Address = people[r.PersonID].Email; row.Address == "" {
			row.State, row.Error, row.SettledAt = failed, "danh bạ không còn địa chỉ thư điện tử", &row.CreatedAt
		}
		if err := insertLetter(tx, row); err != nil {
			return err
		}
		if row.State != waiting {
			continue
		}
		if err := jobs.Enqueue(tx, sendArgs{MailID: id}); err != nil {
			return err
		}
	}
	return nil
}

// send sends one letter. A crash between the server's yes and the row's makes the queue send the same letter, with the same
// Message-ID, once more.
func (s *Service) send(ctx context.Context, args sendArgs) error {
	var row mailRow
	var lines []countRow
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		row, err = letterOf(tx, args.MailID)
		return err
	})
	if err != nil || row.State != waiting {
		return err
	}
	err = s.view(ctx, row.PersonID, func(tx *store.Tx, reach authz.Reach) (err error) {
		lines, err = countsOf(tx, row.ID, reach)
		return err
	})
	if err != nil {
		return err
	}
	if len(lines) == 0 { // all of it was seen before the letter went
		return s.settle(ctx, row, unneeded, nil)
	}
	message := s.letter(lines)
	message.To, message.MessageID = row.Address, row.MessageID
	err = s.Send(ctx, message)
	switch {
	case err == nil:
		return s.settle(ctx, row, sent, nil)
	case mail.Permanent(err) || row.Attempts+1 >= attemptLimit:
		return s.settle(ctx, row, failed, err)
	}
	if noted := s.settle(ctx, row, waiting, err); noted != nil {
		return noted
	}
	return err // the queue tries again
}

// settle writes what became of an attempt. Who broke off the job does not take back what the server has said.
func (s *Service) settle(ctx context.Context, row mailRow, state string, cause error) error {
	row.State, row.Attempts, row.Error = state, row.Attempts+1, ""
	if cause != nil {
		row.Error = clip(cause.Error())
	}
	if state != waiting {
		now := s.now()
		row.SettledAt = &now
	}
	return s.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return changeLetter(tx, row) })
}

func clip(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if utf8.RuneCountInString(s) > errorLimit {
		s = string([]rune(s)[:errorLimit])
	}
	return s
}

// counted says in numbers alone how many things are new, all together and of each sort.
func counted(lines []countRow) (title string, sorts []string, urgent bool) {
	slices.SortFunc(lines, func(a, b countRow) int { return strings.Compare(AboutLabel(a.About), AboutLabel(b.About)) })
	n := 0
	for _, l := range lines {
		n += l.N
		text := fmt.Sprintf("%s: %d", AboutLabel(l.About), l.N)
		if l.Urgent > 0 {
			urgent = true
			text += fmt.Sprintf(" (khẩn: %d)", l.Urgent)
		}
		sorts = append(sorts, text)
	}
	return fmt.Sprintf("Có %d việc mới trên Trình Ký", n), sorts, urgent
}

// letter says how many things of which sort are new: numbers only.
func (s *Service) letter(lines []countRow) mail.Message {
	title, sorts, _ := counted(lines)
	return mail.Message{
		Subject: title,
		Text: title + ":\n\n- " + strings.Join(sorts, "\n- ") + "\n\nMở bàn làm việc: " + s.Link + "/\n\n" +
			"Thư này không nêu nội dung văn bản. Đổi cách nhận thư: " + s.Link + "/notices\n",
	}
}

// Letter is a mail to a person and what became of it.
type Letter struct {
	ID, Kind, State, Error string
	Attempts               int
	CreatedAt              time.Time
	SettledAt              *time.Time
}

// Letters are a person's last letters, the newest first, at most 20: that one failed must not stay unseen.
func (s *Service) Letters(ctx context.Context, personID string) (letters []Letter, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		letters, err = lettersOf(tx, personID)
		return err
	})
	return letters, err
}
