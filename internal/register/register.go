package register

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/audit"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Status of a number.
const (
	Assigned = "assigned" // on a document
	Reserved = "reserved" // kept for a document outside the system: number and date, nothing else
	Voided   = "voided"   // hủy số: given or reserved, then given up; never used again
)

// Entry is what a book says about a numbered document, copied from it at that moment.
type Entry struct {
	// DocumentID is the document, or in a book of incoming papers the paper's own record, so that a document that is
	// sent inside the system can be entered by each receiver.
	DocumentID string
	Date       store.Date // of the document; of arrival for incoming
	Symbol     string     // as printed after the number: document.Kind.SymbolFor
	KindName   string     // "Thông báo"; "" is printed as the subject alone
	Subject    string     // trích yếu
	Signer     string
	Recipients string // as printed in the book
	Copies     int
	By         string // person id of the văn thư
}

// By is who changes a book, and by which right.
type By struct{ ID, Name, Capacity string }

const reasonLimit = 500 // characters

// Assign gives the next number of the series to a document, as part of the caller's transaction: if that fails after
// all, the number is free again. So every error must be returned, never passed over. The caller records the event.
//
// Refused: ALREADY_NUMBERED; NUMBER_DATE_ORDER when the date lies before that of the previous number; NUMBER_YEAR.
func Assign(tx *store.Tx, k Key, e Entry) (Number, error) {
	if e.DocumentID == "" || e.Copies < 0 {
		return Number{}, fmt.Errorf("register: an entry needs a document and no negative copies: %q, %d", e.DocumentID, e.Copies)
	}
	// Before the number is taken: nothing that can be refused comes after.
	if err := refuseSecondNumber(tx, e.DocumentID); err != nil {
		return Number{}, err
	}
	n, err := take(tx, k, e.Date)
	if err != nil {
		return Number{}, err
	}
	err = insertEntry(tx, entryRow{
		SeriesID: n.SeriesID, Number: n.Value, Status: Assigned, DocumentID: &e.DocumentID, EntryDate: e.Date,
		Symbol: e.Symbol, KindName: e.KindName, Subject: e.Subject, Signer: e.Signer, Recipients: e.Recipients,
		Copies: e.Copies, ByPerson: e.By, CreatedAt: tx.Now,
	})
	if store.IsDuplicate(err) { // another transaction numbered the document since we looked
		return Number{}, alreadyNumbered().Because(err)
	}
	return n, err
}

// Reserve takes the next number for a document outside the system, on paper or secret. The book keeps its date and the
// reason, no subject.
func Reserve(tx *store.Tx, k Key, date store.Date, reason string, by By) (Number, error) {
	reason, err := checkReason(reason)
	if err != nil {
		return Number{}, err
	}
	n, err := take(tx, k, date)
	if err != nil {
		return Number{}, err
	}
	err = insertEntry(tx, entryRow{
		SeriesID: n.SeriesID, Number: n.Value, Status: Reserved, EntryDate: date, Reason: reason, ByPerson: by.ID, CreatedAt: tx.Now,
	})
	if err != nil {
		return Number{}, err
	}
	return n, record(tx, n.SeriesID, "reserve_number", by, reason, map[string]any{"number": n.Value, "date": date})
}

// Void gives a number up for good (hủy số): its line stays in the book with the reason and the number is not used
// again. Refused: NUMBER_UNKNOWN, ALREADY_VOIDED.
func Void(tx *store.Tx, k Key, number int, reason string, by By) error {
	reason, err := checkReason(reason)
	if err != nil {
		return err
	}
	entry, err := findEntry(tx, k, number)
	if err != nil {
		return err
	}
	if entry.Status == Voided {
		return alreadyVoided(number)
	}
	if err := voidEntry(tx, entry, reason, by.ID); err != nil {
		return err
	}
	return record(tx, entry.SeriesID, "void_number", by, reason, map[string]any{"number": number, "was": entry.Status})
}

// Open begins a series in mid-period at the last number of the paper book, so that the next number follows it. Two
// different people answer for it: who asked, and who approved. Refused: SERIES_ALREADY_OPEN once the series exists,
// OPENING_NEEDS_TWO_PEOPLE, OPENING_NUMBER.
func Open(tx *store.Tx, k Key, last int, by, approvedBy By) error {
	return openAs(tx, store.NewID(), k, last, by.ID, approvedBy)
}

func openAs(tx *store.Tx, id string, k Key, last int, askedBy string, approvedBy By) error {
	if err := checkOpening(k, last); err != nil {
		return err
	}
	if askedBy == "" || approvedBy.ID == "" || askedBy == approvedBy.ID {
		return needsTwoPeople()
	}
	opened, err := insertOpened(tx, id, k, last, askedBy, approvedBy.ID)
	if err != nil {
		return err
	}
	if !opened {
		return alreadyOpen()
	}
	return record(tx, id, "open_series", approvedBy, "", map[string]any{"last": last, "asked_by": askedBy})
}

// lastNumber is the greatest number that a symbol can carry: six digits.
const lastNumber = 999999

func checkOpening(k Key, last int) error {
	if err := k.check(""); err != nil {
		return err
	}
	if last < 1 || last >= lastNumber {
		return fault.New(fault.Unmet, "OPENING_NUMBER", "Số cuối của sổ giấy phải từ 1 đến 999998. Sổ chưa có số nào thì không cần mở.")
	}
	return nil
}

func checkReason(reason string) (string, error) {
	reason = strings.Join(strings.Fields(norm.NFC.String(strings.ToValidUTF8(reason, ""))), " ")
	if reason == "" {
		return "", fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi lý do.")
	}
	if utf8.RuneCountInString(reason) > reasonLimit {
		return "", fault.New(fault.Unmet, "REASON_TOO_LONG", fmt.Sprintf("Lý do dài quá %d ký tự.", reasonLimit))
	}
	return reason, document.RefuseSecret(reason, "")
}

func record(tx *store.Tx, seriesID, action string, by By, comment string, details map[string]any) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "series", ID: seriesID}, Action: action,
		ActorID: by.ID, ActorName: by.Name, Capacity: by.Capacity, Comment: comment, Details: details,
	})
}

func alreadyNumbered() *fault.Fault {
	return fault.New(fault.Unmet, "ALREADY_NUMBERED", "Văn bản đã được cấp số.")
}

func alreadyVoided(number int) *fault.Fault {
	return fault.New(fault.Unmet, "ALREADY_VOIDED", fmt.Sprintf("Số %s đã hủy.", digits(number)))
}

func numberUnknown(number int) *fault.Fault {
	return fault.New(fault.NotFound, "NUMBER_UNKNOWN", fmt.Sprintf("Sổ không có số %s.", digits(number)))
}

func alreadyOpen() *fault.Fault {
	return fault.New(fault.Unmet, "SERIES_ALREADY_OPEN", "Sổ đã mở hoặc đã cấp số, không thể mở lại từ số khác.")
}

func needsTwoPeople() *fault.Fault {
	return fault.New(fault.Unmet, "OPENING_NEEDS_TWO_PEOPLE", "Mở sổ giữa kỳ cần hai người: một người đề nghị, một người khác duyệt.")
}
