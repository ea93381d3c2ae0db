package notice

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

type wishRow struct {
	PersonID   string     `gorm:"column:person_id;primaryKey"`
	Mail       string     `gorm:"column:mail"`
	DigestHour int        `gorm:"column:digest_hour"`
	QuietFrom  int        `gorm:"column:quiet_from"`
	QuietTo    int        `gorm:"column:quiet_to"`
	DigestDay  store.Date `gorm:"column:digest_day"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName is GORM's question.
func (wishRow) TableName() string { return "notice_wish" }

func wishOf(tx *store.Tx, personID string) (Wish, error) {
	var row wishRow
	err := tx.DB().Where("person_id = ?", personID).First(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return unsaid, nil
	}
	if err != nil {
		return Wish{}, fmt.Errorf("read how a person wants to be told: %w", err)
	}
	return Wish{Mail: row.Mail, DigestHour: row.DigestHour, QuietFrom: row.QuietFrom, QuietTo: row.QuietTo}, nil
}

func putWish(tx *store.Tx, personID string, w Wish, digestDay store.Date) error {
	row := wishRow{
		PersonID: personID, Mail: w.Mail, DigestHour: w.DigestHour, QuietFrom: w.QuietFrom, QuietTo: w.QuietTo, DigestDay: digestDay,
		UpdatedAt: tx.Now,
	}
	err := tx.DB().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "person_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"mail", "digest_hour", "quiet_from", "quiet_to", "digest_day", "updated_at"}),
	}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("write how a person wants to be told: %w", err)
	}
	return nil
}

// readyRow is somebody whose letter may be written now. Waits: there is something to write of.
type readyRow struct {
	PersonID, Mail string
	Waits          bool
}

// ready are the people whose letter may be written at a moment of the office's zone: who wants one a day and had none today,
// and who wants it at once, has no quiet hour and something new.
func ready(tx *store.Tx, now time.Time, limit int) (found []readyRow, err error) {
	hour, today := now.Hour(), store.DateOf(now)
	const unmailed = `EXISTS (SELECT 1 FROM notice n WHERE n.person_id = w.person_id AND n.seen_at IS NULL AND n.mail_id IS NULL)`
	err = tx.DB().Raw(`SELECT w.person_id, w.mail, `+unmailed+` AS waits FROM notice_wish w
		WHERE w.mail = 'digest' AND w.digest_hour <= ? AND w.digest_day < ?
			OR w.mail = 'immediate' AND `+unmailed+` AND NOT CASE WHEN w.quiet_from <= w.quiet_to
				THEN w.quiet_from <= ? AND ? < w.quiet_to ELSE ? >= w.quiet_from OR ? < w.quiet_to END
		ORDER BY w.person_id LIMIT ?`, hour, today, hour, hour, hour, hour, limit).Scan(&found).Error
	if err != nil {
		return nil, fmt.Errorf("find who is to be written to: %w", err)
	}
	return found, nil
}

func digestDone(tx *store.Tx, personID string, day store.Date) error {
	if err := tx.DB().Exec(`UPDATE notice_wish SET digest_day = ? WHERE person_id = ?`, day, personID).Error; err != nil {
		return fmt.Errorf("note a digest: %w", err)
	}
	return nil
}

type mailRow struct {
	ID        string     `gorm:"column:id"`
	PersonID  string     `gorm:"column:person_id"`
	Kind      string     `gorm:"column:kind"`
	MessageID string     `gorm:"column:message_id"`
	Address   string     `gorm:"column:address"`
	State     string     `gorm:"column:state"`
	Attempts  int        `gorm:"column:attempts"`
	Error     string     `gorm:"column:error"`
	CreatedAt time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	SettledAt *time.Time `gorm:"column:settled_at"`
}

// TableName is GORM's question.
func (mailRow) TableName() string { return "notice_mail" }

// insertLetter writes a letter and puts into it all that its reader was not written of.
func insertLetter(tx *store.Tx, row mailRow) error {
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a letter: %w", err)
	}
	err := tx.DB().Exec(`UPDATE notice SET mail_id = ? WHERE person_id = ? AND seen_at IS NULL AND mail_id IS NULL`, row.ID, row.PersonID).Error
	if err != nil {
		return fmt.Errorf("put notices into a letter: %w", err)
	}
	return nil
}

func letterOf(tx *store.Tx, id string) (row mailRow, err error) {
	if err := tx.DB().Where("id = ?", id).First(&row).Error; err != nil {
		return row, fmt.Errorf("read a letter: %w", err)
	}
	return row, nil
}

// countRow is how many things of a sort are in a letter.
type countRow struct {
	About     string
	N, Urgent int
}

// countsOf counts what is in a letter and still new to its reader.
func countsOf(tx *store.Tx, mailID string, reach authz.Reach) ([]countRow, error) {
	return countNew(tx, "n.mail_id", mailID, reach)
}

// countNew counts by sort the notices of one letter or one person that are unseen and may still be seen.
func countNew(tx *store.Tx, column, id string, reach authz.Reach) (lines []countRow, err error) {
	sight, args := told(reach)
	err = tx.DB().Raw(`SELECT n.about, count(*) AS n, sum(CASE WHEN n.urgent THEN 1 ELSE 0 END) AS urgent
		FROM notice n LEFT JOIN document d ON d.id = n.document_id
		WHERE `+column+` = ? AND n.seen_at IS NULL AND `+sight+` GROUP BY n.about`, append([]any{id}, args...)...).Scan(&lines).Error
	if err != nil {
		return nil, fmt.Errorf("count what is new: %w", err)
	}
	return lines, nil
}

// changeLetter writes what became of a letter that was still waiting.
func changeLetter(tx *store.Tx, row mailRow) error {
	err := tx.DB().Model(&mailRow{}).Where("id = ? AND state = 'waiting'", row.ID).
		Select("state", "attempts", "error", "settled_at").Updates(&row).Error
	if err != nil {
		return fmt.Errorf("write what became of a letter: %w", err)
	}
	return nil
}

// giveUp ends letters that have been waiting since before a moment.
func giveUp(tx *store.Tx, now, before time.Time) error {
	err := tx.DB().Exec(`UPDATE notice_mail SET state = 'failed', settled_at = ?,
		error = CASE WHEN error = '' THEN 'không gửi được trong hai ngày' ELSE error END
		WHERE state = 'waiting' AND created_at < ?`, now, before).Error
	if err != nil {
		return fmt.Errorf("give up old letters: %w", err)
	}
	return nil
}

func lettersOf(tx *store.Tx, personID string) (letters []Letter, err error) {
	err = tx.DB().Model(&mailRow{}).Where("person_id = ?", personID).Order("id DESC").Limit(20).Scan(&letters).Error
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	return letters, nil
}
