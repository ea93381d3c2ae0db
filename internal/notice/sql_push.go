package notice

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"trinhky/internal/authz"
	"trinhky/internal/push"
	"trinhky/internal/store"
)

// deviceRow is a browser that is told. Told is the last notice that it was told of.
type deviceRow struct {
	ID        string    `gorm:"column:id"`
	PersonID  string    `gorm:"column:person_id"`
	Endpoint  string    `gorm:"column:endpoint"`
	Key       string    `gorm:"column:public_key"`
	Secret    string    `gorm:"column:secret"`
	Told      string    `gorm:"column:told"`
	Error     string    `gorm:"column:error"`
	CreatedAt time.Time `gorm:"column:created_at;autoCreateTime:false"`
}

// TableName is GORM's question.
func (deviceRow) TableName() string { return "notice_device" }

const newestNotice = `COALESCE((SELECT max(n.id) FROM notice n WHERE n.person_id = ?), '')`

// putDevice writes a browser and lets the person's oldest go where there are too many. A browser that is told already gets
// another id: whoever knew the old one is no longer in it.
func putDevice(tx *store.Tx, personID string, d push.Device) (id string, err error) {
	row := deviceRow{ID: store.NewID(), PersonID: personID, Endpoint: d.Endpoint, Key: d.Key, Secret: d.Secret, CreatedAt: tx.Now}
	if err := tx.DB().Raw(`SELECT `+newestNotice, personID).Scan(&row.Told).Error; err != nil {
		return "", fmt.Errorf("find a person's last notice: %w", err)
	}
	err = tx.DB().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "endpoint"}},
		DoUpdates: clause.AssignmentColumns([]string{"id", "person_id", "public_key", "secret", "told", "error", "created_at"}),
	}).Create(&row).Error
	if err == nil {
		err = tx.DB().Exec(`DELETE FROM notice_device WHERE person_id = ? AND id NOT IN
			(SELECT id FROM notice_device WHERE person_id = ? ORDER BY created_at DESC, id DESC LIMIT ?)`, personID, personID, deviceLimit).Error
	}
	if err != nil {
		return "", fmt.Errorf("write a browser to be told: %w", err)
	}
	return row.ID, nil
}

func forgetDevices(tx *store.Tx, personID, but string) error {
	if err := tx.DB().Where("person_id = ? AND id <> ?", personID, but).Delete(&deviceRow{}).Error; err != nil {
		return fmt.Errorf("forget a person's browsers: %w", err)
	}
	return nil
}

func dropDevice(tx *store.Tx, personID, endpoint string) (dropped bool, err error) {
	gone := tx.DB().Where("person_id = ? AND endpoint = ?", personID, endpoint).Delete(&deviceRow{})
	if gone.Error != nil {
		return false, fmt.Errorf("forget a browser: %w", gone.Error)
	}
	return gone.RowsAffected > 0, nil
}

func forgetDevice(tx *store.Tx, id string) error {
	if err := tx.DB().Where("id = ?", id).Delete(&deviceRow{}).Error; err != nil {
		return fmt.Errorf("forget a browser: %w", err)
	}
	return nil
}

// settleDevice writes why a browser was not told; "" when it was.
func settleDevice(tx *store.Tx, id, why string) error {
	if err := tx.DB().Model(&deviceRow{}).Where("id = ?", id).Update("error", why).Error; err != nil {
		return fmt.Errorf("write what became of a push: %w", err)
	}
	return nil
}

func deviceOf(tx *store.Tx, id string) (row deviceRow, known bool, err error) {
	err = tx.DB().Where("id = ?", id).First(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, false, nil
	}
	if err != nil {
		return row, false, fmt.Errorf("read a browser to be told: %w", err)
	}
	return row, true, nil
}

// devicesToTell are browsers whose person has something new at an hour that is not quiet for them; from now on they count
// as told of it.
func devicesToTell(tx *store.Tx, hour, limit int) (ids []string, err error) {
	quietFrom, quietTo := unsaid.QuietFrom, unsaid.QuietTo
	err = tx.DB().Raw(`SELECT d.id FROM notice_device d LEFT JOIN notice_wish w ON w.person_id = d.person_id
		WHERE EXISTS (SELECT 1 FROM notice n WHERE n.person_id = d.person_id AND n.seen_at IS NULL AND n.id > d.told)
			AND NOT CASE WHEN COALESCE(w.quiet_from, ?) <= COALESCE(w.quiet_to, ?)
				THEN COALESCE(w.quiet_from, ?) <= ? AND ? < COALESCE(w.quiet_to, ?)
				ELSE ? >= COALESCE(w.quiet_from, ?) OR ? < COALESCE(w.quiet_to, ?) END
		ORDER BY d.id LIMIT ?`,
		quietFrom, quietTo, quietFrom, hour, hour, quietTo, hour, quietFrom, hour, quietTo, limit).Scan(&ids).Error
	if err == nil && len(ids) > 0 {
		err = tx.DB().Exec(`UPDATE notice_device SET told = COALESCE((SELECT max(n.id) FROM notice n WHERE n.person_id = notice_device.person_id), '')
			WHERE id IN ?`, ids).Error
	}
	if err != nil {
		return nil, fmt.Errorf("find the browsers to be told: %w", err)
	}
	return ids, nil
}

// unseenCounts counts by sort what a person has not seen and may still see.
func unseenCounts(tx *store.Tx, personID string, reach authz.Reach) ([]countRow, error) {
	return countNew(tx, "n.person_id", personID, reach)
}
