package task

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type listRow struct {
	DocumentID     string     `gorm:"column:document_id"`
	ContentVersion int        `gorm:"column:content_version"`
	ConfirmedBy    string     `gorm:"column:confirmed_by"`
	ConfirmedAt    *time.Time `gorm:"column:confirmed_at"`
	Version        int        `gorm:"column:version"`
}

// TableName is the list's table.
func (listRow) TableName() string { return "task_list" }

type itemRow struct {
	DocumentID   string     `gorm:"column:document_id"`
	N            int        `gorm:"column:n"`
	Ref          string     `gorm:"column:ref"`
	Text         string     `gorm:"column:text"`
	Leads        string     `gorm:"column:leads"`
	Co           string     `gorm:"column:co"`
	DeadlineKind string     `gorm:"column:deadline_kind"`
	Due          store.Date `gorm:"column:due"`
	Rule         string     `gorm:"column:rule"`
	DeadlineText string     `gorm:"column:deadline_text"`
	Deliverable  string     `gorm:"column:deliverable"`
	ReportTo     string     `gorm:"column:report_to"`
	Source       string     `gorm:"column:source"`
	DeliveredAt  *time.Time `gorm:"column:delivered_at"`
}

// TableName is the item's table.
func (itemRow) TableName() string { return "task_item" }

// itemSource is where an item stands in the body, and its deadline in its text.
type itemSource struct {
	Spans []Span `json:"spans,omitempty"`
	From  int    `json:"from,omitempty"`
	To    int    `json:"to,omitempty"`
}

func (i Item) row(documentID string) (itemRow, error) {
	r := itemRow{
		DocumentID: documentID, N: i.N, Ref: i.Ref, Text: i.Text, DeadlineKind: string(i.Deadline.Kind), Due: i.Deadline.Date,
		Rule: i.Deadline.Rule, DeadlineText: i.Deadline.Text, Deliverable: i.Deliverable, ReportTo: i.ReportTo, DeliveredAt: i.DeliveredAt,
	}
	var err error
	if r.Leads, err = jsonOf(i.Leads); err != nil {
		return r, err
	}
	if r.Co, err = jsonOf(i.Co); err != nil {
		return r, err
	}
	r.Source, err = jsonOf(itemSource{i.Source, i.Deadline.From, i.Deadline.To})
	return r, err
}

func (r itemRow) item() (Item, error) {
	i := Item{
		N: r.N, Ref: r.Ref, Text: r.Text, Deliverable: r.Deliverable, ReportTo: r.ReportTo, DeliveredAt: r.DeliveredAt,
		Deadline: Deadline{Kind: DeadlineKind(r.DeadlineKind), Date: r.Due, Rule: r.Rule, Text: r.DeadlineText},
	}
	var source itemSource
	for _, field := range []struct {
		text string
		into any
	}{{r.Leads, &i.Leads}, {r.Co, &i.Co}, {r.Source, &source}} {
		if err := parse(field.text, field.into); err != nil {
			return i, err
		}
	}
	i.Source, i.Deadline.From, i.Deadline.To = source.Spans, source.From, source.To
	return i, nil
}

// listOf reads the list of a document; Version is 0 when there is none yet.
func listOf(tx *store.Tx, documentID string) (l List, err error) {
	l.DocumentID = documentID
	var head listRow
	found := tx.DB().Where("document_id = ?", documentID).Limit(1).Find(&head)
	if found.Error != nil {
		return l, fmt.Errorf("read a task list: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return l, nil
	}
	l.ContentVersion, l.ConfirmedBy, l.ConfirmedAt, l.Version = head.ContentVersion, head.ConfirmedBy, head.ConfirmedAt, head.Version
	var rows []itemRow
	if err := tx.DB().Where("document_id = ?", documentID).Order("n").Find(&rows).Error; err != nil {
		return l, fmt.Errorf("read a task list: %w", err)
	}
	for _, r := range rows {
		item, err := r.item()
		if err != nil {
			return l, err
		}
		l.Items = append(l.Items, item)
	}
	return l, nil
}

// writeList writes a list as the version after the one it was loaded with, its items whole; ErrListStale when somebody was
// quicker. Delivered items stay as they are.
func writeList(tx *store.Tx, l *List) error {
	was := l.Version
	l.Version = was + 1
	head := listRow{l.DocumentID, l.ContentVersion, l.ConfirmedBy, l.ConfirmedAt, l.Version}
	if was == 0 {
		if err := tx.DB().Create(&head).Error; err != nil {
			if store.IsDuplicate(err) {
				return ErrListStale.Because(err)
			}
			return fmt.Errorf("write a task list: %w", err)
		}
	} else {
		written := tx.DB().Model(&listRow{}).Where("document_id = ? AND version = ?", l.DocumentID, was).
			Select("ContentVersion", "ConfirmedBy", "ConfirmedAt", "Version").Updates(&head)
		if written.Error != nil {
			return fmt.Errorf("write a task list: %w", written.Error)
		}
		if written.RowsAffected != 1 {
			return ErrListStale
		}
	}
	if err := tx.DB().Where("document_id = ? AND delivered_at IS NULL", l.DocumentID).Delete(&itemRow{}).Error; err != nil {
		return fmt.Errorf("write a task list: %w", err)
	}
	for _, item := range l.Items {
		if item.DeliveredAt != nil {
			continue
		}
		row, err := item.row(l.DocumentID)
		if err != nil {
			return err
		}
		if err := tx.DB().Create(&row).Error; err != nil {
			return fmt.Errorf("write a task: %w", err)
		}
	}
	return nil
}

// markDelivered notes that items were given.
func markDelivered(tx *store.Tx, documentID string, items []int) error {
	if len(items) == 0 {
		return nil
	}
	err := tx.DB().Model(&itemRow{}).Where("document_id = ? AND n IN ?", documentID, items).Update("delivered_at", tx.Now).Error
	if err != nil {
		return fmt.Errorf("mark delivered items: %w", err)
	}
	return nil
}
