package signoff

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

type partRow struct {
	DocumentID string    `gorm:"column:document_id"`
	Part       string    `gorm:"column:part"`
	PersonID   string    `gorm:"column:person_id"`
	Capacity   string    `gorm:"column:capacity"`
	InPlaceOf  string    `gorm:"column:in_place_of"`
	At         time.Time `gorm:"column:at"`
}

func (partRow) TableName() string { return "document_part" }

func partsOf(tx *store.Tx, id string) (map[string]part, error) {
	var rows []partRow
	if err := tx.DB().Where("document_id = ?", id).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the parts: %w", err)
	}
	parts := make(map[string]part, len(rows))
	for _, r := range rows {
		parts[r.Part] = part{Person: r.PersonID, Capacity: r.Capacity, InPlaceOf: r.InPlaceOf, At: r.At.UTC()}
	}
	return parts, nil
}

// playPart writes who plays a part, and in whose place; the database refuses one person in two parts.
func playPart(tx *store.Tx, id, name string, p part) error {
	row := partRow{DocumentID: id, Part: name, PersonID: p.Person, Capacity: p.Capacity, InPlaceOf: p.InPlaceOf, At: tx.Now}
	if err := tx.DB().Create(&row).Error; store.IsDuplicate(err) || store.IsRefused(err) {
		return fault.New(fault.Unmet, "SAME_PERSON", "Một người không được đảm nhận hai phần việc phải tách biệt của một văn bản.").Because(err)
	} else if err != nil {
		return fmt.Errorf("write the part: %w", err)
	}
	return nil
}

// dropParts forgets who approved and checked: the document is back in the drafter's hands.
func dropParts(tx *store.Tx, id string) error {
	if err := tx.DB().Where("document_id = ?", id).Delete(&partRow{}).Error; err != nil {
		return fmt.Errorf("drop the parts: %w", err)
	}
	return nil
}

// opinion is one question to a person or an organ, and the answer.
type opinion struct {
	ID             string     `gorm:"column:id"`
	DocumentID     string     `gorm:"column:document_id"`
	Round          int        `gorm:"column:round"`
	ContentVersion int        `gorm:"column:content_version"`
	PersonID       string     `gorm:"column:person_id"`
	OrganID        string     `gorm:"column:organ_id"`
	AskedBy        string     `gorm:"column:asked_by"`
	Question       string     `gorm:"column:question"`
	Due            *time.Time `gorm:"column:due"`
	AskedAt        time.Time  `gorm:"column:asked_at"`
	Verdict        string     `gorm:"column:verdict"`
	Comment        string     `gorm:"column:comment"`
	AnsweredBy     string     `gorm:"column:answered_by"`
	AnsweredAt     *time.Time `gorm:"column:answered_at"`
}

func (opinion) TableName() string { return "document_opinion" }

// opinionsOf are the questions of the newest round.
func opinionsOf(tx *store.Tx, id string) (opinions []opinion, err error) {
	err = tx.DB().Where("document_id = ? AND round = (SELECT max(round) FROM document_opinion WHERE document_id = ?)", id, id).
		Order("asked_at, id").Find(&opinions).Error
	if err != nil {
		return nil, fmt.Errorf("read the opinions: %w", err)
	}
	return opinions, nil
}

// allOpinions are the questions of every round, for the page.
func allOpinions(tx *store.Tx, id string) (opinions []opinion, err error) {
	if err = tx.DB().Where("document_id = ?", id).Order("round, asked_at, id").Find(&opinions).Error; err != nil {
		return nil, fmt.Errorf("read the opinions: %w", err)
	}
	return opinions, nil
}

func insertOpinion(tx *store.Tx, o opinion) error {
	if err := tx.DB().Create(&o).Error; err != nil {
		return fmt.Errorf("ask for an opinion: %w", err)
	}
	return nil
}

func answerOpinion(tx *store.Tx, o opinion) error {
	written := tx.DB().Model(&opinion{}).Where("id = ? AND verdict = ''", o.ID).
		Select("Verdict", "Comment", "AnsweredBy", "AnsweredAt").Updates(o)
	if written.Error != nil {
		return fmt.Errorf("write the opinion: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return document.ErrStale
	}
	return nil
}

// closeOpinions marks what was not answered: late is no consent (domain: văn bản đi).
func closeOpinions(tx *store.Tx, id string) error {
	err := tx.DB().Model(&opinion{}).Where("document_id = ? AND verdict = ''", id).Update("verdict", "none").Error
	if err != nil {
		return fmt.Errorf("close the opinions: %w", err)
	}
	return nil
}

type chainRow struct {
	Version   string    `gorm:"column:version"`
	ChainID   string    `gorm:"column:chain_id"`
	Source    string    `gorm:"column:source"`
	FirstUsed time.Time `gorm:"column:first_used"`
}

func (chainRow) TableName() string { return "chain_version" }

func keepChain(tx *store.Tx, c *Chain) error {
	row := chainRow{Version: c.Version, ChainID: c.ID, Source: string(c.Source), FirstUsed: tx.Now}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("keep the chain: %w", err)
	}
	return nil
}

func keptChain(tx *store.Tx, version string) ([]byte, error) {
	var row chainRow
	found := tx.DB().Where("version = ?", version).Limit(1).Find(&row)
	if found.Error != nil {
		return nil, fmt.Errorf("read the chain: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return nil, fmt.Errorf("read the chain: version %s was not kept", version)
	}
	return []byte(row.Source), nil
}

// statesOf reads every document beside the event that made its version, or, with an id, that one.
func statesOf(tx *store.Tx, id string) (rows []stateRow, err error) {
	only, args := "", []any{}
	if id != "" {
		only, args = "WHERE d.id = ?", []any{id}
	}
	err = tx.DB().Raw(`SELECT d.id, d.state, d.signed, d.sealed, d.symbol, coalesce(e.seq, 0) AS seq,
		coalesce(e.to_state, '') AS to_state, coalesce(e.details, '') AS details
		FROM document d LEFT JOIN audit_event e ON e.subject_kind = 'document' AND e.subject_id = d.id AND e.seq =
			(SELECT min(f.seq) FROM audit_event f WHERE f.subject_kind = 'document' AND f.subject_id = d.id AND f.version = d.version)
		`+only+` ORDER BY d.id`, args...).Scan(&rows).Error
	return rows, err
}
