package casefile

import (
	"fmt"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// What a paper in a file is.
const (
	FromDocument = "document" // a document of this system, at any stage
	FromArrival  = "arrival"  // văn bản đến
	OnPaper      = "paper"    // lies on paper only
)

// Paper is what is put into a file: the columns of its contents list, and where its bytes are.
type Paper struct {
	Source   string // FromDocument, FromArrival or OnPaper
	ID       string // of the document or the arrival; of a paper, the item's own
	Symbol   string
	Date     store.Date
	KindName string
	Subject  string
	Author   string // tác giả văn bản
	Pages    int
	Blob     string // SHA-256 of its PDF; "" = on paper, or not laid out yet
	Note     string
}

// Named is the column “Tên loại và trích yếu”.
func (p Paper) Named() string {
	if p.KindName == "" {
		return p.Subject
	}
	return p.KindName + " " + p.Subject
}

// Item is a paper in a file.
type Item struct {
	ID, CaseFileID string
	Paper
	AddedBy string
	AddedAt time.Time
	Sheets  string // “Tờ số/Trang số” within the file: "4-7"; "" when its pages are not counted
	Mine    bool   // the actor may read the document or the arrival itself
}

// numbered gives the items their places in the run of pages.
func numbered(items []Item) []Item {
	next := 1
	for i := range items {
		switch n := items[i].Pages; {
		case n == 1:
			items[i].Sheets = fmt.Sprintf("%d", next)
		case n > 1:
			items[i].Sheets = fmt.Sprintf("%d-%d", next, next+n-1)
		}
		next += items[i].Pages
	}
	return items
}

// PaperOf is a document as a paper; pages are counted by the caller, outside any transaction.
func PaperOf(tx *store.Tx, d document.Document, pages int) (Paper, error) {
	kind, err := document.KindByID(d.Regime, d.Kind)
	if err != nil {
		return Paper{}, err
	}
	issuer, err := directory.OrganByID(tx, d.IssuerID)
	if err != nil {
		return Paper{}, err
	}
	return Paper{
		Source: FromDocument, ID: d.ID, Symbol: d.Symbol, Date: d.DocumentDate, KindName: kind.Name, Subject: d.Subject,
		Author: issuer.Name, Pages: pages, Blob: d.PDF(),
	}, nil
}

// Put puts a paper into an open file, inside the caller's transaction; the caller has made sure that the actor may put
// papers into it and may see the paper. One that lies in it already is brought up to date, and no event is written.
func Put(tx *store.Tx, by By, f File, p Paper) error {
	if f.State != Open {
		return ErrNotOpen
	}
	item := Item{ID: store.NewID(), CaseFileID: f.ID, Paper: p, AddedBy: by.ID, AddedAt: tx.Now}
	if p.Source == OnPaper {
		item.Paper.ID = item.ID
	}
	made, err := insertItem(tx, item)
	if err != nil {
		return err
	}
	if !made {
		return refreshItem(tx, f.ID, p)
	}
	return record(tx, f, "put", by, "", map[string]any{"item": item.ID, "source": p.Source, "paper": item.Paper.ID, "symbol": p.Symbol})
}

// FilesOf are the files in which a document or an arrival lies: for its own page, whose reader hears of them by code only.
func FilesOf(tx *store.Tx, source, id string) ([]File, error) { return lyingIn(tx, source, id) }

func record(tx *store.Tx, f File, action string, by By, comment string, details map[string]any) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "case_file", ID: f.ID}, Action: action, ActorID: by.ID, ActorName: by.Name,
		Capacity: by.Capacity, To: string(f.State), Version: f.Version, Comment: comment, Details: details,
	})
}

// finished says whether a document no longer moves: its file can be closed over it.
func finished(d document.Document) bool {
	switch d.State {
	case document.Issued, document.Filed, document.Withdrawn:
		return true
	}
	return false
}

// refresh brings every document of a file up to date before it is closed, and refuses when one is still on its way. A
// document keeps the pages that were counted, unless its bytes have changed since: then pages says how many there are now.
func refresh(tx *store.Tx, f File, items []Item, pages map[string]int) ([]Item, error) {
	var ids []string
	for _, item := range items {
		if item.Source == FromDocument {
			ids = append(ids, item.Paper.ID)
		}
	}
	documents, err := document.ByIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	var unfinished []fault.Reason
	for i, item := range items {
		d, found := documents[item.Paper.ID]
		if item.Source != FromDocument || !found {
			continue
		}
		if !finished(d) {
			unfinished = append(unfinished, fault.Reason{Code: "DOCUMENT_UNFINISHED", Detail: "Văn bản chưa ban hành: " + d.Subject})
			continue
		}
		n := item.Pages
		if d.PDF() != item.Blob {
			n = pages[d.PDF()]
		}
		now, err := PaperOf(tx, d, n)
		if err != nil {
			return nil, err
		}
		now.Note = item.Note
		if now != item.Paper {
			if err := refreshItem(tx, f.ID, now); err != nil {
				return nil, err
			}
			items[i].Paper = now
		}
	}
	if len(unfinished) > 0 {
		return nil, fault.New(fault.Unmet, "CASE_FILE_UNFINISHED", "Trong hồ sơ còn văn bản đang xử lý, chưa kết thúc hồ sơ được.",
			unfinished[:min(len(unfinished), 20)]...)
	}
	return items, nil
}

// changedBlobs are the bytes that documents have now where they are no longer those that were put in.
func changedBlobs(tx *store.Tx, items []Item) (blobs []string, err error) {
	var ids []string
	for _, item := range items {
		if item.Source == FromDocument {
			ids = append(ids, item.Paper.ID)
		}
	}
	documents, err := document.ByIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		if d, ok := documents[item.Paper.ID]; ok && item.Source == FromDocument && d.PDF() != item.Blob {
			blobs = append(blobs, d.PDF())
		}
	}
	return blobs, nil
}
