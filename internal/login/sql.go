package login

import (
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"trinhky/internal/store"
)

// account is a row of who may come in.
type account struct {
	PersonID      string     `gorm:"column:person_id;primaryKey"`
	Username      string     `gorm:"column:username"`
	PasswordHash  string     `gorm:"column:password_hash"`
	MustChange    bool       `gorm:"column:must_change"`
	CreatedAt     time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	PasswordSetAt time.Time  `gorm:"column:password_set_at"`
	LastLoginAt   *time.Time `gorm:"column:last_login_at"`
	DisabledAt    *time.Time `gorm:"column:disabled_at"`
	Look          Look       `gorm:"embedded"`
}

// TableName is GORM's question.
func (account) TableName() string { return "account" }

// findAccount gives the account of a folded username; false when there is none.
func findAccount(tx *store.Tx, username string) (account, bool, error) {
	return oneAccount(tx.DB().Where("username = ?", username))
}

func accountOf(tx *store.Tx, personID string) (account, bool, error) {
	return oneAccount(tx.DB().Where("person_id = ?", personID))
}

func oneAccount(query *gorm.DB) (account, bool, error) {
	var a account
	found := query.Limit(1).Find(&a)
	if found.Error != nil {
		return a, false, fmt.Errorf("login: find an account: %w", found.Error)
	}
	return a, found.RowsAffected == 1, nil
}

// putAccount opens an account or gives an old one a new username and password.
func putAccount(tx *store.Tx, a account) error {
	err := tx.DB().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "person_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"username", "password_hash", "must_change", "password_set_at"}),
	}).Create(&a).Error
	if store.IsDuplicate(err) {
		return ErrUsernameTaken.Because(err)
	}
	if err != nil {
		return fmt.Errorf("login: write an account: %w", err)
	}
	return nil
}

// addAccount opens an account where the person has none; false when there is one.
func addAccount(tx *store.Tx, a account) (bool, error) {
	added := tx.DB().Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "person_id"}}, DoNothing: true}).Create(&a)
	if store.IsDuplicate(added.Error) {
		return false, ErrUsernameTaken.Because(added.Error)
	}
	if added.Error != nil {
		return false, fmt.Errorf("login: open an account: %w", added.Error)
	}
	return added.RowsAffected == 1, nil
}

// setPassword replaces the password that hash old stands for; false when it is not, or no longer, the account's.
func setPassword(tx *store.Tx, personID, old, hash string, now time.Time) (bool, error) {
	done := tx.DB().Model(&account{}).
		Where("person_id = ? AND password_hash = ? AND disabled_at IS NULL", personID, old).
		Select("password_hash", "must_change", "password_set_at").
		Updates(map[string]any{"password_hash": hash, "must_change": false, "password_set_at": now})
	if done.Error != nil {
		return false, fmt.Errorf("login: change a password: %w", done.Error)
	}
	return done.RowsAffected == 1, nil
}

// cameIn notes a log-in, if the account still has the password that was compared and is not disabled. The row stays
// locked until the session is written: whoever changes the password or disables the account comes before, and this
// finds nothing, or after, and ends the session too.
func cameIn(tx *store.Tx, a account, now time.Time) (bool, error) {
	done := tx.DB().Model(&account{}).
		Where("person_id = ? AND password_hash = ? AND disabled_at IS NULL", a.PersonID, a.PasswordHash).
		Select("last_login_at").Updates(map[string]any{"last_login_at": now})
	if done.Error != nil {
		return false, fmt.Errorf("login: note a log-in: %w", done.Error)
	}
	return done.RowsAffected == 1, nil
}

// setDisabled closes an account (at a moment) or opens it again (nil); false when there is nothing to change.
func setDisabled(tx *store.Tx, personID string, at *time.Time) (bool, error) {
	done := tx.DB().Model(&account{}).
		Where("person_id = ? AND (disabled_at IS NULL) = ?", personID, at != nil).
		Select("disabled_at").Updates(map[string]any{"disabled_at": at})
	if done.Error != nil {
		return false, fmt.Errorf("login: disable or enable an account: %w", done.Error)
	}
	return done.RowsAffected == 1, nil
}

// setLook keeps what of a look is chosen; false when there is no such account.
func setLook(tx *store.Tx, personID string, look Look) (bool, error) {
	wish := map[string]any{"person_id": personID} // so that a wish for nothing also says whether the account is there
	if look.Language != "" {
		wish["language"] = look.Language
	}
	if look.Theme != "" {
		wish["theme"] = look.Theme
	}
	if look.Keys != "" {
		wish["keys"] = look.Keys
	}
	done := tx.DB().Model(&account{}).Where("person_id = ?", personID).Updates(wish)
	if done.Error != nil {
		return false, fmt.Errorf("login: keep a look: %w", done.Error)
	}
	return done.RowsAffected == 1, nil
}

// failures counts how often an attempt failed since a moment.
func failures(tx *store.Tx, attempt string, since time.Time) (int, error) {
	var count []int
	err := tx.DB().Raw(`SELECT failures FROM login_failure WHERE attempt = ? AND since > ?`, attempt, since).Scan(&count).Error
	if err != nil {
		return 0, fmt.Errorf("login: count failures: %w", err)
	}
	if len(count) == 0 {
		return 0, nil
	}
	return count[0], nil
}

// addFailure counts one more; whatever began at or before since is over and forgotten.
func addFailure(tx *store.Tx, attempt string, since, now time.Time) error {
	if err := tx.DB().Exec(`DELETE FROM login_failure WHERE since <= ?`, since).Error; err != nil {
		return fmt.Errorf("login: forget old failures: %w", err)
	}
	err := tx.DB().Exec(`INSERT INTO login_failure (attempt, failures, since) VALUES (?, 1, ?)
		ON CONFLICT (attempt) DO UPDATE SET failures = login_failure.failures + 1`, attempt, now).Error
	if err != nil {
		return fmt.Errorf("login: count a failure: %w", err)
	}
	return nil
}

func forgetFailures(tx *store.Tx, attempt string) error {
	if err := tx.DB().Exec(`DELETE FROM login_failure WHERE attempt = ?`, attempt).Error; err != nil {
		return fmt.Errorf("login: forget failures: %w", err)
	}
	return nil
}

// visit is when a person looked at the workbench last, and since when changes are news.
type visit struct {
	SeenAt *time.Time `gorm:"column:bench_seen_at"`
	Since  *time.Time `gorm:"column:bench_since"`
}

func visitOf(tx *store.Tx, personID string) (v visit, err error) {
	if err := tx.DB().Model(&account{}).Select("bench_seen_at", "bench_since").Where("person_id = ?", personID).Limit(1).Find(&v).Error; err != nil {
		return v, fmt.Errorf("login: read a visit: %w", err)
	}
	return v, nil
}

func setVisit(tx *store.Tx, personID string, v visit) error {
	err := tx.DB().Model(&account{}).Where("person_id = ?", personID).Updates(map[string]any{"bench_seen_at": v.SeenAt, "bench_since": v.Since}).Error
	if err != nil {
		return fmt.Errorf("login: keep a visit: %w", err)
	}
	return nil
}
