package login

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

// livePasses are those of some token hashes that still open: sessions in use since idleSince, and API tokens.
func livePasses(tx *store.Tx, hashes []string, now, idleSince time.Time) (live []string, err error) {
	err = tx.DB().Raw(`SELECT t.token_hash FROM login_session t JOIN account a ON a.person_id = t.person_id
			WHERE t.token_hash IN ? AND t.expires_at > ? AND t.used_at > ? AND a.disabled_at IS NULL
		UNION ALL SELECT t.token_hash FROM api_token t JOIN account a ON a.person_id = t.person_id
			WHERE t.token_hash IN ? AND t.expires_at > ? AND a.disabled_at IS NULL`, hashes, now, idleSince, hashes, now).Scan(&live).Error
	if err != nil {
		return nil, fmt.Errorf("login: find live tokens: %w", err)
	}
	return live, nil
}
