package notice

import (
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

type noticeRow struct {
	ID         string     `gorm:"column:id"`
	PersonID   string     `gorm:"column:person_id"`
	About      string     `gorm:"column:about"`
	AboutID    string     `gorm:"column:about_id"`
	DocumentID *string    `gorm:"column:document_id"`
	Action     string     `gorm:"column:action"`
	Key        string     `gorm:"column:key"`
	Label      string     `gorm:"column:label"`
	Urgent     bool       `gorm:"column:urgent"`
	CreatedAt  time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	SeenAt     *time.Time `gorm:"column:seen_at"`
	MailID     *string    `gorm:"column:mail_id"`
}

// TableName is GORM's question.
func (noticeRow) TableName() string { return "notice" }

func insertNotices(tx *store.Tx, people []string, m Message) error {
	if len(people) == 0 {
		return nil
	}
	rows := make([]noticeRow, len(people))
	for i, person := range people {
		rows[i] = noticeRow{
			ID: store.NewID(), PersonID: person, About: m.About, AboutID: m.AboutID, Action: m.Action, Key: m.Key, Label: m.Label,
			Urgent: m.Urgent, DocumentID: store.NullText(m.DocumentID), CreatedAt: tx.Now,
		}
	}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("write notices: %w", err)
	}
	return nil
}

// told is the one condition by which a notice is shown, over `notice AS n LEFT JOIN document AS d`: of no document, or of
// one that the person may see.
func told(see authz.Reach) (string, []any) {
	if see.None() {
		return "n.document_id IS NULL", nil
	}
	sight, args := document.VisibleEach(see)
	return "(n.document_id IS NULL OR " + sight + ")", args
}

// listNotices gives the notices of a person, the newest first, of those older than before ("" = all).
func listNotices(tx *store.Tx, personID string, see authz.Reach, unseen bool, before string, limit int) (notices []Notice, err error) {
	sight, args := told(see)
	where := "n.person_id = ? AND " + sight
	args = append([]any{personID}, args...)
	if unseen {
		where += " AND n.seen_at IS NULL"
	}
	if before != "" {
		where += " AND n.id < ?"
		args = append(args, before)
	}
	err = tx.DB().Raw(`SELECT n.id, n.about, n.about_id, COALESCE(n.document_id, '') AS document_id, n.action, n.label, n.urgent,
			n.created_at, n.seen_at, COALESCE(d.subject, '') AS subject, COALESCE(d.symbol, '') AS symbol,
			COALESCE(d.regime, '') AS regime, COALESCE(d.kind, '') AS kind
		FROM notice n LEFT JOIN document d ON d.id = n.document_id WHERE `+where+` ORDER BY n.id DESC LIMIT ?`,
		append(args, limit)...).Scan(&notices).Error
	if err != nil {
		return nil, fmt.Errorf("read the notices: %w", err)
	}
	for i := range notices {
		if notices[i].Label == "" { // told before notices had labels
			notices[i].Label = "Có việc mới"
		}
	}
	return notices, nil
}

// Heard are those who were told of an action on any of some things of one sort.
func Heard(tx *store.Tx, about, action string, ids []string) (people []string, err error) {
	for some := range slices.Chunk(ids, 500) {
		var found []string
		err := tx.DB().Model(&noticeRow{}).Distinct().Where("about = ? AND about_id IN ? AND action = ?", about, some, action).Pluck("person_id", &found).Error
		if err != nil {
			return nil, fmt.Errorf("ask who was told: %w", err)
		}
		people = append(people, found...)
	}
	return people, nil
}

// countUnseen counts what a person has not seen.
func countUnseen(tx *store.Tx, personID string, see authz.Reach) (n int64, err error) {
	sight, args := told(see)
	err = tx.DB().Raw(`SELECT count(*) FROM notice n LEFT JOIN document d ON d.id = n.document_id
		WHERE n.person_id = ? AND n.seen_at IS NULL AND `+sight, append([]any{personID}, args...)...).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count the notices: %w", err)
	}
	return n, nil
}

// see marks notices of a person as seen: one by id, all about one thing, or, with neither, all up to a moment.
func see(tx *store.Tx, personID string, what Seen) error {
	query := tx.DB().Model(&noticeRow{}).Where("person_id = ? AND seen_at IS NULL", personID)
	switch {
	case what.ID != "":
		query = query.Where("id = ?", what.ID)
	case what.AboutID != "":
		query = query.Where("about = ? AND about_id = ?", what.About, what.AboutID)
	default:
		query = query.Where("id <= ?", what.UpTo)
	}
	if err := query.Update("seen_at", tx.Now).Error; err != nil {
		return fmt.Errorf("mark the notices: %w", err)
	}
	return nil
}

func anyUnseen(tx *store.Tx, personID, about, id string) (some bool, err error) {
	err = tx.DB().Raw(`SELECT EXISTS (SELECT 1 FROM notice WHERE person_id = ? AND about = ? AND about_id = ? AND seen_at IS NULL)`,
		personID, about, id).Scan(&some).Error
	if err != nil {
		return false, fmt.Errorf("look for unseen notices: %w", err)
	}
	return some, nil
}
