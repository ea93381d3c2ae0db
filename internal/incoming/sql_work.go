package incoming

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

type accessRow struct {
	ArrivalID string    `gorm:"column:arrival_id"`
	PersonID  string    `gorm:"column:person_id"`
	OrganID   string    `gorm:"column:organ_id"`
	Why       string    `gorm:"column:why"`
	Part      string    `gorm:"column:part"`
	Since     time.Time `gorm:"column:since"`
}

func (accessRow) TableName() string { return "arrival_access" }

func dealingsOf(tx *store.Tx, id string) ([]dealing, error) {
	var rows []accessRow
	if err := tx.DB().Where("arrival_id = ?", id).Order("since, person_id, organ_id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read who deals with arrival: %w", err)
	}
	return dealings(rows), nil
}

func dealings(rows []accessRow) []dealing {
	list := make([]dealing, len(rows))
	for i, r := range rows {
		list[i] = dealing{PersonID: r.PersonID, OrganID: r.OrganID, Part: r.Part}
	}
	return list
}

// deal gives somebody a part in an arrival, or another one than before.
func deal(tx *store.Tx, id string, d dealing) error {
	row := accessRow{ArrivalID: id, PersonID: d.PersonID, OrganID: d.OrganID, Why: authz.Handler, Part: d.Part, Since: tx.Now}
	if d.OrganID != "" {
		row.Why = authz.Unit
	}
	err := tx.DB().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "arrival_id"}, {Name: "person_id"}, {Name: "organ_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"part"}),
	}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("give a part in arrival %s: %w", id, err)
	}
	return nil
}

// retire leaves those who deal with an arrival the right to read it, and no more.
func retire(tx *store.Tx, id string) error {
	err := tx.DB().Model(&accessRow{}).Where("arrival_id = ?", id).Select("part").Updates(map[string]any{"part": past}).Error
	if err != nil {
		return fmt.Errorf("retire who dealt with arrival %s: %w", id, err)
	}
	return nil
}

type directionRow struct {
	ArrivalID string     `gorm:"column:arrival_id"`
	N         int        `gorm:"column:n"`
	Text      string     `gorm:"column:text"`
	Due       store.Date `gorm:"column:due"`
	ByPerson  string     `gorm:"column:by_person"`
	ByName    string     `gorm:"column:by_name"`
	Capacity  string     `gorm:"column:capacity"`
	At        time.Time  `gorm:"column:at"`
}

func (directionRow) TableName() string { return "arrival_direction" }

type partRow struct {
	ArrivalID string `gorm:"column:arrival_id"`
	N         int    `gorm:"column:n"`
	Part      string `gorm:"column:part"`
	OrganID   string `gorm:"column:organ_id"`
	PersonID  string `gorm:"column:person_id"`
	Name      string `gorm:"column:name"`
}

func (partRow) TableName() string { return "arrival_part" }

func insertDirection(tx *store.Tx, id string, d Direction) error {
	row := directionRow{ArrivalID: id, N: d.N, Text: d.Text, Due: d.Due, ByPerson: d.ByID, ByName: d.By, Capacity: d.Capacity, At: d.At}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a direction: %w", err)
	}
	parts := make([]partRow, len(d.Parts))
	for i, p := range d.Parts {
		parts[i] = partRow{ArrivalID: id, N: d.N, Part: p.Part, OrganID: p.OrganID, PersonID: p.PersonID, Name: p.Name}
	}
	if err := tx.DB().Create(&parts).Error; err != nil {
		return fmt.Errorf("write the parts of a direction: %w", err)
	}
	return nil
}

// directionsOf are the directions of some arrivals, the first first; two queries, however many arrivals.
func directionsOf(tx *store.Tx, ids ...string) (map[string][]Direction, error) {
	of := map[string][]Direction{}
	if len(ids) == 0 {
		return of, nil
	}
	var rows []directionRow
	if err := tx.DB().Where("arrival_id IN ?", ids).Order("arrival_id, n").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read directions: %w", err)
	}
	var parts []partRow
	if err := tx.DB().Where("arrival_id IN ?", ids).Order("arrival_id, n, part DESC, name").Find(&parts).Error; err != nil {
		return nil, fmt.Errorf("read the parts of directions: %w", err)
	}
	for _, r := range rows {
		of[r.ArrivalID] = append(of[r.ArrivalID], Direction{
			N: r.N, Text: r.Text, Due: r.Due, ByID: r.ByPerson, By: r.ByName, Capacity: r.Capacity, At: r.At.UTC(),
		})
	}
	for _, p := range parts {
		d := &of[p.ArrivalID][p.N-1]
		d.Parts = append(d.Parts, Part{Part: p.Part, OrganID: p.OrganID, PersonID: p.PersonID, Name: p.Name})
	}
	return of, nil
}

type noteRow struct {
	ID        string    `gorm:"column:id"`
	ArrivalID string    `gorm:"column:arrival_id"`
	Kind      string    `gorm:"column:kind"`
	Text      string    `gorm:"column:text"`
	ByPerson  string    `gorm:"column:by_person"`
	ByName    string    `gorm:"column:by_name"`
	Capacity  string    `gorm:"column:capacity"`
	At        time.Time `gorm:"column:at"`
}

func (noteRow) TableName() string { return "arrival_note" }

func insertNote(tx *store.Tx, id string, n Note) error {
	row := noteRow{ID: store.NewID(), ArrivalID: id, Kind: n.Kind, Text: n.Text, ByPerson: n.ByID, ByName: n.By, Capacity: n.Capacity, At: tx.Now}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a note: %w", err)
	}
	return nil
}

// mostNotes bounds what one page shows of an arrival.
const mostNotes = 200

func notesOf(tx *store.Tx, id string) ([]Note, error) {
	var rows []noteRow
	if err := tx.DB().Where("arrival_id = ?", id).Order("id DESC").Limit(mostNotes).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read notes: %w", err)
	}
	list := make([]Note, len(rows))
	for i, r := range rows {
		list[len(rows)-1-i] = Note{ID: r.ID, Kind: r.Kind, Text: r.Text, ByID: r.ByPerson, By: r.ByName, Capacity: r.Capacity, At: r.At.UTC()}
	}
	return list, nil
}

type extensionRow struct {
	ID        string     `gorm:"column:id"`
	ArrivalID string     `gorm:"column:arrival_id"`
	Due       store.Date `gorm:"column:due"`
	Reason    string     `gorm:"column:reason"`
	AskedBy   string     `gorm:"column:asked_by"`
	AskedAt   time.Time  `gorm:"column:asked_at"`
	State     string     `gorm:"column:state"`
	Answer    string     `gorm:"column:answer"`
	DecidedBy string     `gorm:"column:decided_by"`
	DecidedAt *time.Time `gorm:"column:decided_at"`
}

func (extensionRow) TableName() string { return "arrival_extension" }

func (r extensionRow) extension() Extension {
	return Extension{
		ID: r.ID, Due: r.Due, Reason: r.Reason, AskedBy: r.AskedBy, AskedAt: r.AskedAt.UTC(), State: r.State, Answer: r.Answer,
		DecidedBy: r.DecidedBy, DecidedAt: store.Time(r.DecidedAt),
	}
}

func insertExtension(tx *store.Tx, id string, e Extension) error {
	row := extensionRow{ID: store.NewID(), ArrivalID: id, Due: e.Due, Reason: e.Reason, AskedBy: e.AskedBy, AskedAt: tx.Now, State: asked}
	if err := tx.DB().Create(&row).Error; err != nil {
		if store.IsDuplicate(err) {
			return ErrExtensionOpen.Because(err)
		}
		return fmt.Errorf("ask for an extension: %w", err)
	}
	return nil
}

func extensionsOf(tx *store.Tx, id string) ([]Extension, error) {
	var rows []extensionRow
	if err := tx.DB().Where("arrival_id = ?", id).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read extensions: %w", err)
	}
	list := make([]Extension, len(rows))
	for i, r := range rows {
		list[i] = r.extension()
	}
	return list, nil
}

func decideExtension(tx *store.Tx, e Extension) error {
	decidedAt := tx.Now
	done := tx.DB().Model(&extensionRow{}).Where("id = ? AND state = ?", e.ID, asked).Select("State", "Answer", "DecidedBy", "DecidedAt").
		Updates(extensionRow{State: e.State, Answer: e.Answer, DecidedBy: e.DecidedBy, DecidedAt: &decidedAt})
	if done.Error != nil {
		return fmt.Errorf("decide an extension: %w", done.Error)
	}
	if done.RowsAffected != 1 {
		return ErrNoExtension
	}
	return nil
}

type fileRow struct {
	ID        string    `gorm:"column:id"`
	ArrivalID string    `gorm:"column:arrival_id"`
	Name      string    `gorm:"column:name"`
	MediaType string    `gorm:"column:media_type"`
	Size      int64     `gorm:"column:size"`
	SHA256    string    `gorm:"column:sha256"`
	Pages     int       `gorm:"column:pages"`
	Verdict   string    `gorm:"column:verdict"`
	Report    string    `gorm:"column:report"`
	AddedBy   string    `gorm:"column:added_by"`
	AddedAt   time.Time `gorm:"column:added_at"`
}

func (fileRow) TableName() string { return "arrival_file" }

func insertFile(tx *store.Tx, f File) error {
	report, err := json.Marshal(f.Report)
	if err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	row := fileRow{
		ID: f.ID, ArrivalID: f.ArrivalID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256, Pages: f.Pages,
		Verdict: f.Verdict, Report: string(report), AddedBy: f.AddedBy, AddedAt: tx.Now,
	}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	return nil
}

func filesOf(tx *store.Tx, id string) ([]File, error) {
	var rows []fileRow
	if err := tx.DB().Where("arrival_id = ?", id).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the files of an arrival: %w", err)
	}
	list := make([]File, len(rows))
	for i, r := range rows {
		list[i] = File{
			ID: r.ID, ArrivalID: r.ArrivalID, Name: r.Name, MediaType: r.MediaType, Size: r.Size, SHA256: r.SHA256, Pages: r.Pages,
			Verdict: r.Verdict, AddedBy: r.AddedBy, AddedAt: r.AddedAt.UTC(),
		}
		if err := json.Unmarshal([]byte(r.Report), &list[i].Report); err != nil {
			return nil, fmt.Errorf("read the files of an arrival: %w", err)
		}
	}
	return list, nil
}
