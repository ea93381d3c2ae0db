package incoming

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/register"
	"trinhky/internal/store"
)

// Span chooses the lines of a book: those of one organ and one year, and, where they are given, from one day to another.
type Span struct {
	OrganID  string
	Year     int
	From, To store.Date
}

// mostLines bounds a book: the longest yearly book of a province is a tenth of it.
const mostLines = 100_000

// Book is the Sổ đăng ký văn bản đến of an organ and a year: ten columns (NĐ 30/2020 Phụ lục IV). Numbers that were kept or
// voided in the series have their lines; the series as a whole has no gap. For who reads the books of the organ
// (register.read at its office).
func (s *Service) Book(ctx context.Context, a authz.Actor, span Span) (book.Book, error) {
	b := book.Book{
		Title: "Sổ đăng ký văn bản đến", Unit: "văn bản", Signers: []string{"Văn thư", "Người đứng đầu văn phòng"},
		Columns: []book.Column{
			{Title: "Ngày đến", Width: 22, Align: book.Center}, {Title: "Số đến", Width: 12, Align: book.Center}, {Title: "Tác giả", Width: 34},
			{Title: "Số, ký hiệu văn bản", Width: 28}, {Title: "Ngày tháng văn bản", Width: 22, Align: book.Center},
			{Title: "Tên loại và trích yếu nội dung văn bản", Width: 56}, {Title: "Đơn vị hoặc người nhận", Width: 30},
			{Title: "Ngày chuyển", Width: 22, Align: book.Center}, {Title: "Ký nhận", Width: 17}, {Title: "Ghi chú", Width: 30},
		},
	}
	return s.book(ctx, a, span, b, func(e entry) []string {
		who, when := e.receiver()
		return []string{
			printed(e.Date), fmt.Sprint(e.Number), e.Author, e.Symbol, printed(e.DocumentDate), strings.TrimSpace(e.KindName + " " + e.Subject),
			who, when, e.signedFor(), e.remark(),
		}
	})
}

// FollowUp is the Sổ theo dõi giải quyết văn bản đến: seven columns (NĐ 30/2020 Phụ lục IV).
func (s *Service) FollowUp(ctx context.Context, a authz.Actor, span Span) (book.Book, error) {
	b := book.Book{
		Title: "Sổ theo dõi giải quyết văn bản đến", Unit: "văn bản", Signers: []string{"Văn thư", "Người đứng đầu văn phòng"},
		Columns: []book.Column{
			{Title: "Số đến", Width: 14, Align: book.Center},
			{Title: "Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", Width: 72},
			{Title: "Đơn vị hoặc người nhận", Width: 38}, {Title: "Thời hạn giải quyết", Width: 26, Align: book.Center},
			{Title: "Tiến độ giải quyết", Width: 38}, {Title: "Số, ký hiệu văn bản trả lời", Width: 30}, {Title: "Ghi chú", Width: 39},
		},
	}
	on := s.Today()
	return s.book(ctx, a, span, b, func(e entry) []string {
		who, _ := e.receiver()
		named := strings.TrimSpace(e.KindName + " " + e.Symbol)
		if e.DocumentDate != "" {
			named += " ngày " + printed(e.DocumentDate)
		}
		return []string{fmt.Sprint(e.Number), named + " của " + e.Author, who, printed(e.Term()), e.standing(on), e.ReplySymbol, e.OutcomeReason}
	})
}

// entry is one registered arrival with what the books say of it.
type entry struct {
	Arrival
	parts   []Part
	handler string
	reader  string
}

// receiver is to whom it went, and when: the unit in charge, else the leader before whom it lies.
func (e entry) receiver() (who, when string) {
	switch {
	case len(e.parts) > 0:
		var names []string
		for _, p := range e.parts {
			if p.Part == Lead {
				names = append(names, p.Name)
			}
		}
		who = strings.Join(names, "; ")
		if e.handler != "" && !slices.Contains(names, e.handler) {
			who += " (" + e.handler + ")"
		}
	case e.reader != "":
		who = e.reader
	}
	if !e.SubmittedAt.IsZero() {
		when = printed(store.DateOf(e.SubmittedAt))
	}
	return who, when
}

// signedFor says that whoever got it through the system has confirmed it there; on paper the cell stays for the hand.
func (e entry) signedFor() string {
	if e.HandlerID != "" && slices.Contains([]State{InProgress, Done, Filed}, e.State) {
		return "Đã nhận trên hệ thống"
	}
	return ""
}

func (e entry) remark() string {
	var said []string
	if e.Urgency != "" {
		said = append(said, document.UrgencyLabel(e.Urgency))
	}
	if e.Source == Paper {
		said = append(said, "Bản giấy")
	}
	if e.Anyway != "" {
		said = append(said, e.Anyway)
	}
	return strings.Join(said, "; ")
}

// standing is how far the work is: “Tiến độ giải quyết”.
func (e entry) standing(on store.Date) string {
	late := e.Late(on)
	switch {
	case e.State == Done || e.State == Filed:
		if late {
			return "Hoàn thành ngày " + printed(store.DateOf(e.ReportedAt)) + ", quá hạn"
		}
		return "Hoàn thành ngày " + printed(store.DateOf(e.ReportedAt))
	case e.Outcome != "":
		return "Đã báo cáo, chờ xác nhận"
	case late:
		return StateLabels[e.State] + ", quá hạn"
	}
	return StateLabels[e.State]
}

// book fills a printed register with the numbers of the series, in their order, and what each stands for.
func (s *Service) book(ctx context.Context, a authz.Actor, span Span, b book.Book, cells func(entry) []string) (book.Book, error) {
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		organ, err := s.bookOwner(tx, a, span.OrganID)
		if err != nil {
			return err
		}
		entries, err := entriesOf(tx, span)
		if err != nil {
			return err
		}
		others, err := otherNumbers(tx, organ, span)
		if err != nil {
			return err
		}
		b.Owner, b.Period, b.From, b.To = organ.Name, fmt.Sprintf("Năm %d", span.Year), span.From, span.To
		if span.Year > 0 { // the whole year, where no day is named
			b.From = store.Date(cmp.Or(string(b.From), fmt.Sprintf("%04d-01-01", span.Year)))
			b.To = store.Date(cmp.Or(string(b.To), fmt.Sprintf("%04d-12-31", span.Year)))
		}
		b.Rows = merge(entries, others, cells, len(b.Columns))
		if n := len(b.Rows); n > 0 {
			b.FirstNumber, b.LastNumber = numberOf(entries, others)
		}
		if organ.SuperiorID == "" {
			return nil
		}
		above, err := directory.OrganByID(tx, organ.SuperiorID)
		b.Superior = above.Name
		return err
	})
	return b, s.refused(ctx, a, authz.RegisterRead, span.OrganID, err)
}

// bookOwner is the organ whose book it is, for who may read it; for everybody else there is none.
func (s *Service) bookOwner(tx *store.Tx, a authz.Actor, organID string) (directory.Organ, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return directory.Organ{}, err
	}
	organ, err := directory.OrganByID(tx, organID)
	if err != nil || !s.Policy.Can(actor, authz.RegisterRead, authz.Place{Organs: []authz.Relation{{ID: organ.Office(), Why: authz.Office}}}) {
		return directory.Organ{}, ErrNotFound.Because(err)
	}
	return organ, nil
}

// entriesOf are the registered arrivals of a span, with names: a fixed number of queries.
func entriesOf(tx *store.Tx, span Span) ([]entry, error) {
	list, err := registeredIn(tx, span)
	if err != nil {
		return nil, err
	}
	var ids, people []string
	for _, a := range list {
		ids, people = append(ids, a.ID), append(people, a.HandlerID, a.SubmittedTo)
	}
	parts, err := lastPartsOf(tx, span)
	if err != nil {
		return nil, err
	}
	slices.Sort(people)
	names, err := namesOf(tx, slices.Compact(people))
	if err != nil {
		return nil, err
	}
	entries := make([]entry, len(list))
	for i, a := range list {
		entries[i] = entry{Arrival: a, parts: parts[ids[i]], handler: names[a.HandlerID], reader: names[a.SubmittedTo]}
	}
	return entries, nil
}

// namesOf looks people up in pieces that every database takes.
func namesOf(tx *store.Tx, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for piece := range slices.Chunk(ids, 1000) {
		people, err := directory.PeopleByID(tx, piece)
		if err != nil {
			return nil, err
		}
		for id, p := range people {
			names[id] = p.Name
		}
	}
	return names, nil
}

// otherNumbers are those of the series that are no arrival's: kept for secret papers, or voided.
func otherNumbers(tx *store.Tx, organ directory.Organ, span Span) ([]register.Row, error) {
	rows, err := register.Rows(tx, register.Filter{
		IssuerID: organ.ID, Symbol: register.Incoming, PeriodKind: register.Year, PeriodID: fmt.Sprint(span.Year), From: span.From, To: span.To,
	})
	return slices.DeleteFunc(rows, func(r register.Row) bool { return r.Status == register.Assigned }), err
}

// merge puts both in the order of their numbers. A voided number of an arrival stands once, as voided.
func merge(entries []entry, others []register.Row, cells func(entry) []string, columns int) []book.Row {
	var rows []book.Row
	at := 0
	for _, o := range others {
		for at < len(entries) && entries[at].Number < o.Number {
			rows = append(rows, book.Row{Cells: cells(entries[at])})
			at++
		}
		if at < len(entries) && entries[at].Number == o.Number {
			at++
		}
		rows = append(rows, otherRow(o, columns))
	}
	for ; at < len(entries); at++ {
		rows = append(rows, book.Row{Cells: cells(entries[at])})
	}
	return rows
}

func otherRow(o register.Row, columns int) book.Row {
	row := book.Row{Cells: make([]string, columns), Kind: book.Reserved}
	if o.Status == register.Voided {
		row.Kind = book.Voided
	}
	number := 0
	if columns > 7 { // of the two books only the first begins with the day
		row.Cells[0], number = printed(o.Date), 1
	}
	row.Cells[number], row.Cells[columns-1] = fmt.Sprint(o.Number), o.Note()
	return row
}

func numberOf(entries []entry, others []register.Row) (first, last string) {
	var all []int
	for _, e := range entries {
		all = append(all, e.Number)
	}
	for _, o := range others {
		all = append(all, o.Number)
	}
	return fmt.Sprint(slices.Min(all)), fmt.Sprint(slices.Max(all))
}

// printed is a day as all five books write it: columns of dates line up.
func printed(d store.Date) string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format("02/01/2006")
}
