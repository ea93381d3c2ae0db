package casefile

import (
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

type fileRow struct {
	ID            string     `gorm:"column:id"`
	OrganID       string     `gorm:"column:organ_id"`
	Year          int        `gorm:"column:year"`
	Code          string     `gorm:"column:code"`
	Folded        string     `gorm:"column:folded"`
	Heading       string     `gorm:"column:heading"`
	Title         string     `gorm:"column:title"`
	Search        string     `gorm:"column:search"`
	Retention     int        `gorm:"column:retention"`
	RetentionRule string     `gorm:"column:retention_rule"`
	KeeperID      string     `gorm:"column:keeper_id"`
	UnitID        string     `gorm:"column:unit_id"`
	Note          string     `gorm:"column:note"`
	State         State      `gorm:"column:state"`
	OpenedOn      store.Date `gorm:"column:opened_on"`
	EndedOn       store.Date `gorm:"column:ended_on"`
	ClosedOn      store.Date `gorm:"column:closed_on"`
	From          store.Date `gorm:"column:from_date"`
	To            store.Date `gorm:"column:to_date"`
	Documents     int        `gorm:"column:documents"`
	Pages         int        `gorm:"column:pages"`
	HandOverBy    store.Date `gorm:"column:hand_over_by"`
	WarnOn        store.Date `gorm:"column:warn_on"`
	KeepUntil     store.Date `gorm:"column:keep_until"`
	KeepReason    string     `gorm:"column:keep_reason"`
	KeepBy        string     `gorm:"column:keep_by"`
	ArchivedOn    store.Date `gorm:"column:archived_on"`
	ArchivedBy    string     `gorm:"column:archived_by"`
	ExpiresOn     store.Date `gorm:"column:expires_on"`
	Version       int        `gorm:"column:version"`
	CreatedBy     string     `gorm:"column:created_by"`
	CreatedAt     time.Time  `gorm:"column:created_at"`
}

// TableName is for GORM.
func (fileRow) TableName() string { return "case_file" }

func rowOf(f File) fileRow {
	return fileRow{
		ID: f.ID, OrganID: f.OrganID, Year: f.Year, Code: f.Code, Folded: folded(f.Code), Heading: f.Heading, Title: f.Title,
		Search: directory.Bare(f.Code + " " + f.Heading + " " + f.Title), Retention: f.Retention, RetentionRule: f.RetentionRule,
		KeeperID: f.KeeperID, UnitID: f.UnitID, Note: f.Note, State: f.State, OpenedOn: f.OpenedOn, EndedOn: f.EndedOn,
		ClosedOn: f.ClosedOn, From: f.From, To: f.To, Documents: f.Documents, Pages: f.Pages, HandOverBy: f.HandOverBy,
		WarnOn: f.WarnOn, KeepUntil: f.KeepUntil, KeepReason: f.KeepReason, KeepBy: f.KeepBy, ArchivedOn: f.ArchivedOn,
		ArchivedBy: f.ArchivedBy, ExpiresOn: f.ExpiresOn, Version: f.Version, CreatedBy: f.CreatedBy, CreatedAt: f.CreatedAt,
	}
}

func (r fileRow) file() File {
	return File{
		ID: r.ID, OrganID: r.OrganID, Year: r.Year, Code: r.Code, Heading: r.Heading, Title: r.Title, Retention: r.Retention,
		RetentionRule: r.RetentionRule, KeeperID: r.KeeperID, UnitID: r.UnitID, Note: r.Note, State: r.State,
		OpenedOn: r.OpenedOn, EndedOn: r.EndedOn, ClosedOn: r.ClosedOn, From: r.From, To: r.To, Documents: r.Documents,
		Pages: r.Pages, HandOverBy: r.HandOverBy, WarnOn: r.WarnOn, KeepUntil: r.KeepUntil, KeepReason: r.KeepReason,
		KeepBy: r.KeepBy, ArchivedOn: r.ArchivedOn, ArchivedBy: r.ArchivedBy, ExpiresOn: r.ExpiresOn, Version: r.Version,
		CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt,
	}
}

func insertFile(tx *store.Tx, f File) error {
	row := rowOf(f)
	err := tx.DB().Create(&row).Error
	if store.IsDuplicate(err) {
		return ErrCodeTaken.Because(err)
	}
	if err != nil {
		return fmt.Errorf("write the hồ sơ: %w", err)
	}
	return nil
}

// changeable are the columns that a change may touch.
var changeable = []string{
	"code", "folded", "heading", "title", "search", "retention", "retention_rule", "keeper_id", "unit_id", "note", "state",
	"opened_on", "ended_on", "closed_on", "from_date", "to_date", "documents", "pages", "hand_over_by", "warn_on", "keep_until",
	"keep_reason", "keep_by", "archived_on", "archived_by", "expires_on", "version",
}

// change writes a file as it now is, over the version it was read at, and moves the version on.
func change(tx *store.Tx, f *File) error {
	row := rowOf(*f)
	row.Version = f.Version + 1
	written := tx.DB().Model(&fileRow{}).Where("id = ? AND version = ?", f.ID, f.Version).Select(changeable).Updates(&row)
	if store.IsDuplicate(written.Error) {
		return ErrCodeTaken.Because(written.Error)
	}
	if written.Error != nil {
		return fmt.Errorf("change the hồ sơ: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	f.Version++
	return nil
}

func deletePlanned(tx *store.Tx, f File) error {
	gone := tx.DB().Exec(`DELETE FROM case_file WHERE id = ? AND version = ? AND state = 'planned'`, f.ID, f.Version)
	if gone.Error != nil {
		return fmt.Errorf("take a line out of the list: %w", gone.Error)
	}
	if gone.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}

func load(tx *store.Tx, id string) (File, error) {
	var row fileRow
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&row)
	if found.Error != nil {
		return File{}, fmt.Errorf("read the hồ sơ: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return File{}, ErrNotFound
	}
	return row.file(), nil
}

// byCode finds the organ's file of a code: the open one of the latest year, else the latest.
func byCode(tx *store.Tx, organID, code string) (File, bool, error) {
	var row fileRow
	found := tx.DB().Where("organ_id = ? AND folded = ?", organID, folded(code)).
		Order("CASE WHEN state = 'open' THEN 0 ELSE 1 END, year DESC").Limit(1).Find(&row)
	if found.Error != nil {
		return File{}, false, fmt.Errorf("find the hồ sơ: %w", found.Error)
	}
	return row.file(), found.RowsAffected == 1, nil
}

// Filter chooses files. Empty fields choose everything.
type Filter struct {
	OrganID string
	Year    int
	State   State
	Query   string // words of code, heading or title, with or without accents
	Cursor  string
	Limit   int // 1 … 200; 0 is 50
}

// seen are the files that a reach takes in: the mirror of File.place.
func seen(query *gorm.DB, see authz.Reach) *gorm.DB {
	var parts []string
	var args []any
	add := func(sql string, values ...any) {
		parts = append(parts, sql)
		args = append(args, values...)
	}
	persons := append([]authz.Relation(nil), see.Others...)
	for _, why := range see.PersonWhys {
		persons = append(persons, authz.Relation{ID: see.PersonID, Why: why})
	}
	for _, p := range persons {
		switch p.Why {
		case authz.Drafter:
			add("keeper_id = ?", p.ID)
		case authz.Addressed, authz.Handler:
			add("id IN (SELECT case_file_id FROM case_file_access WHERE person_id <> '' AND person_id = ? AND why = ?)", p.ID, p.Why)
		}
	}
	for _, o := range see.Organs {
		switch o.Why {
		case authz.Unit:
			add("unit_id = ?", o.ID)
		case authz.Office:
			add("organ_id = ?", o.ID)
		case authz.Archive:
			add("(organ_id = ? AND state IN ('submitted', 'archived'))", o.ID)
		case authz.Addressed, authz.Handler:
			add("id IN (SELECT case_file_id FROM case_file_access WHERE organ_id <> '' AND organ_id = ? AND why = ?)", o.ID, o.Why)
		}
	}
	if len(parts) == 0 {
		return query.Where("1 = 0")
	}
	return query.Where("("+strings.Join(parts, " OR ")+")", args...)
}

// listFiles gives one more than the limit when there is a next page.
func listFiles(tx *store.Tx, f Filter, see authz.Reach, after *fileRow, limit int) ([]File, error) {
	query := seen(tx.DB().Model(&fileRow{}), see)
	if f.OrganID != "" {
		query = query.Where("organ_id = ?", f.OrganID)
	}
	if f.Year != 0 {
		query = query.Where("year = ?", f.Year)
	}
	if f.State != "" {
		query = query.Where("state = ?", f.State)
	}
	for _, word := range strings.Fields(directory.Bare(f.Query)) {
		query = query.Where(`search LIKE ? ESCAPE '!'`, "%"+likeEscaper.Replace(word)+"%")
	}
	if after != nil {
		query = query.Where("(year < ? OR (year = ? AND (folded > ? OR (folded = ? AND id > ?))))", after.Year, after.Year, after.Folded, after.Folded, after.ID)
	}
	var rows []fileRow
	if err := query.Order("year DESC, folded, id").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("list hồ sơ: %w", err)
	}
	files := make([]File, len(rows))
	for i, r := range rows {
		files[i] = r.file()
	}
	return files, nil
}

var likeEscaper = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// filesOf are all files of an organ's year, in the order of the list.
func filesOf(tx *store.Tx, organID string, year int) ([]File, error) {
	return filesWhere(tx, "organ_id = ? AND year = ?", organID, year)
}

func filesWhere(tx *store.Tx, condition string, args ...any) ([]File, error) {
	var rows []fileRow
	if err := tx.DB().Where(condition, args...).Order("year, heading, folded, id").Limit(maxList).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the hồ sơ: %w", err)
	}
	files := make([]File, len(rows))
	for i, r := range rows {
		files[i] = r.file()
	}
	return files, nil
}

// maxList bounds a list that is read whole: a year of a large office has some hundreds of files.
const maxList = 10_000

type planRow struct {
	ID        string     `gorm:"column:id"`
	OrganID   string     `gorm:"column:organ_id"`
	Year      int        `gorm:"column:year"`
	State     string     `gorm:"column:state"`
	IssuedOn  store.Date `gorm:"column:issued_on"`
	IssuedBy  string     `gorm:"column:issued_by"`
	IssuedAs  string     `gorm:"column:issued_as"`
	Version   int        `gorm:"column:version"`
	CreatedBy string     `gorm:"column:created_by"`
	CreatedAt time.Time  `gorm:"column:created_at"`
}

// TableName is for GORM.
func (planRow) TableName() string { return "case_plan" }

// planOf is the list of an organ's year; false when it has none yet.
func planOf(tx *store.Tx, organID string, year int) (Plan, bool, error) {
	var row planRow
	found := tx.DB().Where("organ_id = ? AND year = ?", organID, year).Limit(1).Find(&row)
	if found.Error != nil {
		return Plan{}, false, fmt.Errorf("read the list of hồ sơ: %w", found.Error)
	}
	return Plan(row), found.RowsAffected == 1, nil
}

// insertPlan begins a list; that somebody else began it is no mistake.
func insertPlan(tx *store.Tx, p Plan) error {
	row := planRow(p)
	if err := tx.DB().Create(&row).Error; err != nil && !store.IsDuplicate(err) {
		return fmt.Errorf("begin the list of hồ sơ: %w", err)
	}
	return nil
}

func issuePlan(tx *store.Tx, p *Plan) error {
	issued := tx.DB().Exec(`UPDATE case_plan SET state = ?, issued_on = ?, issued_by = ?, issued_as = ?, version = version + 1
		WHERE id = ? AND version = ? AND state = ?`, PlanIssued, p.IssuedOn, p.IssuedBy, p.IssuedAs, p.ID, p.Version, PlanDrafting)
	if issued.Error != nil {
		return fmt.Errorf("issue the list of hồ sơ: %w", issued.Error)
	}
	if issued.RowsAffected != 1 {
		return ErrStale
	}
	p.Version++
	return nil
}

func accessOf(tx *store.Tx, fileID string) ([]Access, error) {
	var rows []Access
	err := tx.DB().Table("case_file_access").Select("case_file_id", "person_id", "organ_id", "why").
		Where("case_file_id = ?", fileID).Order("since, person_id, organ_id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read who may see the hồ sơ: %w", err)
	}
	return rows, nil
}

func grant(tx *store.Tx, a Access, by string) (bool, error) {
	made := tx.DB().Exec(`INSERT INTO case_file_access (case_file_id, person_id, organ_id, why, given_by, since) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, a.CaseFileID, a.PersonID, a.OrganID, a.Why, by, tx.Now)
	if made.Error != nil {
		return false, fmt.Errorf("open the hồ sơ to somebody: %w", made.Error)
	}
	return made.RowsAffected == 1, nil
}

func revoke(tx *store.Tx, a Access) (bool, error) {
	gone := tx.DB().Exec(`DELETE FROM case_file_access WHERE case_file_id = ? AND person_id = ? AND organ_id = ?`, a.CaseFileID, a.PersonID, a.OrganID)
	if gone.Error != nil {
		return false, fmt.Errorf("close the hồ sơ to somebody: %w", gone.Error)
	}
	return gone.RowsAffected > 0, nil
}

// dueFiles are closed files whose warning day has come, by id.
func dueFiles(tx *store.Tx, on store.Date, after string, limit int) ([]File, error) {
	return filesAfter(tx, limit, "state = 'closed' AND warn_on <> '' AND warn_on <= ? AND id > ?", on, after)
}

// expiredFiles are archived files whose retention is over, by id.
func expiredFiles(tx *store.Tx, on store.Date, after string, limit int) ([]File, error) {
	return filesAfter(tx, limit, "state = 'archived' AND expires_on <> '' AND expires_on < ? AND id > ?", on, after)
}

func filesAfter(tx *store.Tx, limit int, condition string, args ...any) ([]File, error) {
	var rows []fileRow
	if err := tx.DB().Where(condition, args...).Order("id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("look for hồ sơ: %w", err)
	}
	files := make([]File, len(rows))
	for i, r := range rows {
		files[i] = r.file()
	}
	return files, nil
}
