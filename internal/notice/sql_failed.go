package notice

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

// FailedLetter is a letter of notices that did not reach one of our own people.
type FailedLetter struct {
	ID, PersonID, Name, Address, Error string
	SettledAt                          time.Time
}

// FailedLetters are the newest of them, for whoever looks after the mail.
func FailedLetters(tx *store.Tx, limit int) (letters []FailedLetter, err error) {
	err = tx.DB().Raw(`SELECT m.id, m.person_id, coalesce(p.name, '') AS name, m.address, m.error, m.settled_at
		FROM notice_mail m LEFT JOIN person p ON p.id = m.person_id WHERE m.state = 'failed'
		ORDER BY m.settled_at DESC, m.id DESC LIMIT ?`, limit).Scan(&letters).Error
	if err != nil {
		return nil, fmt.Errorf("list the letters that failed: %w", err)
	}
	for i := range letters {
		letters[i].SettledAt = letters[i].SettledAt.UTC()
	}
	return letters, nil
}
