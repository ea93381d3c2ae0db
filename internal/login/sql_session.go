package login

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

// session is a row of who is in.
type session struct {
	TokenHash string    `gorm:"column:token_hash;primaryKey"`
	PersonID  string    `gorm:"column:person_id"`
	Address   string    `gorm:"column:address"`
	CreatedAt time.Time `gorm:"column:created_at;autoCreateTime:false"`
	UsedAt    time.Time `gorm:"column:used_at"`
	ExpiresAt time.Time `gorm:"column:expires_at"`
}

// TableName is GORM's question.
func (session) TableName() string { return "login_session" }

// apiToken is a row of a token for programs.
type apiToken struct {
	ID        string    `gorm:"column:id;primaryKey"`
	TokenHash string    `gorm:"column:token_hash"`
	PersonID  string    `gorm:"column:person_id"`
	Name      string    `gorm:"column:name"`
	CreatedAt time.Time `gorm:"column:created_at;autoCreateTime:false"`
	UsedAt    time.Time `gorm:"column:used_at"`
	ExpiresAt time.Time `gorm:"column:expires_at"`
}

// TableName is GORM's question.
func (apiToken) TableName() string { return "api_token" }

// pass is what a token of either kind opens.
type pass struct {
	PersonID          string
	UsedAt, ExpiresAt time.Time
	MustChange        bool
}

// findPass gives what a token opens, if its account is not disabled; false when nothing. The time limits are for the
// caller to judge.
func findPass(tx *store.Tx, token string) (pass, bool, error) {
	query := `SELECT t.person_id, t.used_at, t.expires_at, a.must_change FROM login_session t JOIN account a ON a.person_id = t.person_id
		WHERE t.token_hash = ? AND a.disabled_at IS NULL`
	if isAPIToken(token) {
		query = `SELECT t.person_id, t.used_at, t.expires_at, a.must_change FROM api_token t JOIN account a ON a.person_id = t.person_id
		WHERE t.token_hash = ? AND a.disabled_at IS NULL`
	}
	var p pass
	found := tx.DB().Raw(query, hashToken(token)).Scan(&p)
	if found.Error != nil {
		return p, false, fmt.Errorf("login: find a token: %w", found.Error)
	}
	return p, found.RowsAffected == 1, nil
}

// touch notes that a token was used now.
func touch(tx *store.Tx, token string, now time.Time) error {
	statement := `UPDATE login_session SET used_at = ? WHERE token_hash = ? AND used_at < ?`
	if isAPIToken(token) {
		statement = `UPDATE api_token SET used_at = ? WHERE token_hash = ? AND used_at < ?`
	}
	if err := tx.DB().Exec(statement, now, hashToken(token), now).Error; err != nil {
		return fmt.Errorf("login: note the use of a token: %w", err)
	}
	return nil
}

// addSession writes a session and takes away those that are over, whoever's they are: expired now, or unused since
// idleSince.
func addSession(tx *store.Tx, s session, idleSince time.Time) error {
	err := tx.DB().Exec(`DELETE FROM login_session WHERE expires_at <= ? OR used_at <= ?`, s.CreatedAt, idleSince).Error
	if err != nil {
		return fmt.Errorf("login: take ended sessions away: %w", err)
	}
	if err := tx.DB().Create(&s).Error; err != nil {
		return fmt.Errorf("login: open a session: %w", err)
	}
	return nil
}

func endSession(tx *store.Tx, token string) error {
	if err := tx.DB().Exec(`DELETE FROM login_session WHERE token_hash = ?`, hashToken(token)).Error; err != nil {
		return fmt.Errorf("login: end a session: %w", err)
	}
	return nil
}

// endAll ends the sessions and API tokens of a person and says how many of each.
func endAll(tx *store.Tx, personID string) (ended, error) {
	sessions := tx.DB().Exec(`DELETE FROM login_session WHERE person_id = ?`, personID)
	if sessions.Error != nil {
		return ended{}, fmt.Errorf("login: end the sessions of a person: %w", sessions.Error)
	}
	tokens := tx.DB().Exec(`DELETE FROM api_token WHERE person_id = ?`, personID)
	if tokens.Error != nil {
		return ended{}, fmt.Errorf("login: end the tokens of a person: %w", tokens.Error)
	}
	return ended{Sessions: sessions.RowsAffected, Tokens: tokens.RowsAffected}, nil
}

func addToken(tx *store.Tx, t apiToken) error {
	if err := tx.DB().Create(&t).Error; err != nil {
		return fmt.Errorf("login: issue a token: %w", err)
	}
	return nil
}

// tokensOf lists the tokens of a person, the newest first, without what they open with.
func tokensOf(tx *store.Tx, personID string) ([]Token, error) {
	var rows []apiToken
	err := tx.DB().Select("id", "name", "created_at", "used_at", "expires_at").
		Where("person_id = ?", personID).Order("id DESC").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("login: list tokens: %w", err)
	}
	list := make([]Token, len(rows))
	for i, r := range rows {
		list[i] = Token{ID: r.ID, Name: r.Name, CreatedAt: r.CreatedAt.UTC(), UsedAt: r.UsedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC()}
	}
	return list, nil
}

// dropToken takes away a token of this person; false when the person has none of this id.
func dropToken(tx *store.Tx, personID, id string) (bool, error) {
	done := tx.DB().Exec(`DELETE FROM api_token WHERE person_id = ? AND id = ?`, personID, id)
	if done.Error != nil {
		return false, fmt.Errorf("login: revoke a token: %w", done.Error)
	}
	return done.RowsAffected == 1, nil
}
