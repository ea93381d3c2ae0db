package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/fault"
	"trinhky/internal/register"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

func (h *handlers) books(ctx context.Context, _ *none) (*of[[]client.Book], error) {
	shelves, err := h.Register.Shelves(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	all := []client.Book{}
	for _, shelf := range shelves {
		for _, s := range shelf.Series {
			all = append(all, client.Book{
				ID: s.ID, Issuer: client.Named{ID: shelf.Issuer.ID, Name: shelf.Issuer.Name}, Regime: s.Key.Regime, Symbol: s.Key.Symbol,
				Incoming: s.Key.Symbol == register.Incoming, PeriodKind: s.Key.PeriodKind, Period: s.Key.PeriodID,
				Last: s.Last, LastDate: string(s.LastDate), ContinuesFrom: s.OpenedAt,
			})
		}
	}
	return &of[[]client.Book]{all}, nil
}

// BookQuery is what an address asks of a book; exported, since huma looks into no other embedded struct.
type BookQuery struct {
	Book   string     `path:"book" doc:"mã một sổ, hoặc: outgoing, incoming, follow-up, post, loans"`
	Issuer string     `query:"issuer" maxLength:"100" doc:"cơ quan, của sổ theo tên; mặc định: cơ quan đầu tiên được xem sổ"`
	Year   int        `query:"year" minimum:"1945" maximum:"2200"`
	Term   string     `query:"term" maxLength:"100" doc:"nhiệm kỳ, của sổ văn bản đi khối Đảng"`
	Symbol string     `query:"symbol" maxLength:"20" doc:"ký hiệu loại, của sổ văn bản đi"`
	From   store.Date `query:"from" format:"date"`
	To     store.Date `query:"to" format:"date"`
	Query  string     `query:"q" maxLength:"200" doc:"từ trong các cột, có dấu hoặc không"`
}

// wanted is what the query asks for; a book by name belongs to an organ that the actor's office serves.
func (h *handlers) wanted(ctx context.Context, in *BookQuery) (register.Wanted, []register.Shelf, error) {
	w := register.Wanted{
		Book: in.Book, IssuerID: in.Issuer, Year: in.Year, Term: in.Term, Symbol: in.Symbol, From: in.From, To: in.To, Query: in.Query,
	}
	shelves, err := h.Register.Shelves(ctx, actorOf(ctx))
	if err != nil {
		return w, nil, err
	}
	readable := func(s register.Shelf) bool {
		return s.May[authz.RegisterRead] && (in.Issuer == "" || s.Issuer.ID == in.Issuer)
	}
	if at := slices.IndexFunc(shelves, readable); at >= 0 && w.IssuerID == "" {
		w.IssuerID = shelves[at].Issuer.ID
	}
	return w, shelves, nil
}

type bookRowsInput struct {
	BookQuery
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" doc:"mặc định 500"`
}

type bookRowsOutput struct {
	Next string `header:"X-Next-Cursor" doc:"cursor của trang sau; không có ở trang cuối"`
	Body []client.RegisterRow
}

// book reads a page of rows: of the outgoing series with every field, of the other books with their cells.
func (h *handlers) book(ctx context.Context, in *bookRowsInput) (*bookRowsOutput, error) {
	w, shelves, err := h.wanted(ctx, &in.BookQuery)
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 500
	}
	switch w.Book {
	case register.BookIncoming, register.BookFollowUp, register.BookPost, register.BookLoans:
		return h.bookRows(ctx, w, in)
	}
	series := chosenSeries(w, shelves)
	readable := func(s register.Shelf) bool { return s.May[authz.RegisterRead] && s.Issuer.ID == w.IssuerID }
	if len(series) == 0 && (w.Book != register.BookOutgoing || !slices.ContainsFunc(shelves, readable)) {
		return nil, fault.New(fault.NotFound, "REGISTER_UNKNOWN", "Không tìm thấy sổ văn bản.")
	}
	return h.seriesRows(ctx, w, series, in)
}

// chosenSeries are the series that a request means, in the order of the shelf.
func chosenSeries(w register.Wanted, shelves []register.Shelf) (series []register.Series) {
	f := w.Filter()
	for _, shelf := range shelves {
		for _, s := range shelf.Series {
			k := s.Key
			byName := w.Book == register.BookOutgoing && k.IssuerID == w.IssuerID && k.Symbol != register.Incoming &&
				(f.Symbol == "" || k.Symbol == f.Symbol) && (f.PeriodID == "" || k.PeriodID == f.PeriodID && k.PeriodKind == f.PeriodKind)
			if byName || s.ID == w.Book {
				series = append(series, s)
			}
		}
	}
	return series
}

var errCursor = fault.New(fault.Unmet, "CURSOR_INVALID", "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.")

// cursorOf and readCursor: where a page ended, which series or list, and behind which row.
func cursorOf(list string, after int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(list + " " + strconv.Itoa(after)))
}

func readCursor(cursor string) (list string, after int, err error) {
	if cursor == "" {
		return "", 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	list, number, found := strings.Cut(string(raw), " ")
	after, numberErr := strconv.Atoi(number)
	if err != nil || numberErr != nil || !found || after < 0 {
		return "", 0, errCursor
	}
	return list, after, nil
}

func (h *handlers) seriesRows(ctx context.Context, w register.Wanted, series []register.Series, in *bookRowsInput) (*bookRowsOutput, error) {
	at, after, err := readCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &bookRowsOutput{Body: []client.RegisterRow{}}
	if at != "" {
		begin := slices.IndexFunc(series, func(s register.Series) bool { return s.ID == at })
		if begin < 0 {
			return nil, errCursor
		}
		series = series[begin:]
	}
	for _, s := range series {
		page, err := h.Register.Sheet(ctx, actorOf(ctx), s, register.Filter{From: w.From, To: w.To, Query: w.Query}, after, in.Limit-len(out.Body))
		if err != nil {
			return nil, err
		}
		out.Body = append(out.Body, each(page.Rows, registerRowOf)...)
		if after = page.Next; after != 0 || len(out.Body) >= in.Limit {
			out.Next = cursorOf(s.ID, max(after, s.Last))
			if after != 0 {
				out.Next = cursorOf(s.ID, after)
			} else if s.ID == series[len(series)-1].ID {
				out.Next = ""
			}
			return out, nil
		}
	}
	return out, nil
}

func registerRowOf(r register.Row) client.RegisterRow {
	row := client.RegisterRow{
		Number: r.Number, Symbol: r.Printed(), Date: string(r.Date), Status: r.Status, KindName: r.KindName, Subject: r.Subject,
		Signer: r.Signer, Recipients: r.Recipients, Copies: r.Copies, Note: r.Note(), DocumentID: r.DocumentID, SentOn: string(r.SentOn),
		Kept: r.Kept, Receipt: r.Receipt,
	}
	if r.OfCopy {
		row.DocumentID, row.CopyID = "", r.DocumentID
	}
	if r.Key.Symbol != register.Incoming {
		row.Cells = r.Cells()
	}
	return row
}

func (h *handlers) bookRows(ctx context.Context, w register.Wanted, in *bookRowsInput) (*bookRowsOutput, error) {
	_, after, err := readCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	b, err := h.Book(ctx, actorOf(ctx), w)
	if err != nil {
		return nil, err
	}
	out := &bookRowsOutput{}
	rows := b.Rows[min(after, len(b.Rows)):]
	if len(rows) > in.Limit {
		rows, out.Next = rows[:in.Limit], cursorOf(w.Book, after+in.Limit)
	}
	out.Body = each(rows, func(r book.Row) client.RegisterRow { return client.RegisterRow{Status: statusOfRow(r), Cells: r.Cells} })
	return out, nil
}

func statusOfRow(r book.Row) string {
	if r.Kind == book.Plain {
		return register.Assigned
	}
	return r.Kind
}

func (h *handlers) bookPDF(ctx context.Context, in *BookQuery) (*fileOutput, error) {
	return h.bookFile(ctx, in, book.Book.PDF, ".pdf", "application/pdf")
}

func (h *handlers) bookXLSX(ctx context.Context, in *BookQuery) (*fileOutput, error) {
	return h.bookFile(ctx, in, book.Book.XLSX, ".xlsx", sheetType)
}

// sheetType is the media type of a workbook.
const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (h *handlers) bookFile(ctx context.Context, in *BookQuery, print func(book.Book) ([]byte, error), suffix, mediaType string) (*fileOutput, error) {
	w, _, err := h.wanted(ctx, in)
	if err != nil {
		return nil, err
	}
	b, err := h.Book(ctx, actorOf(ctx), w)
	if err != nil {
		return nil, err
	}
	return serveBook(b, print, suffix, mediaType)
}

// serveBook answers with a book as a file.
func serveBook(b book.Book, print func(book.Book) ([]byte, error), suffix, mediaType string) (*fileOutput, error) {
	content, err := print(b)
	if err != nil {
		return nil, err
	}
	name := strings.Join(slices.DeleteFunc([]string{b.Title, b.Subtitle, b.Period}, func(s string) bool { return s == "" }), " - ")
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[:120])
	}
	return serve(signoff.Bytes{Reader: inMemory{bytes.NewReader(content)}, Name: strings.ReplaceAll(name, "/", "-") + suffix}, "attachment", mediaType)
}

type newNumberInput struct{ Body client.NewNumber }

type numberOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Number
}

func (h *handlers) reserveNumber(ctx context.Context, in *newNumberInput) (*numberOutput, error) {
	out := &numberOutput{}
	var err error
	out.Replayed, err = h.carryOut(ctx, func() error {
		n, err := h.Register.ReserveNumber(ctx, actorOf(ctx), register.Reservation{
			IssuerID: in.Body.Issuer, Kind: in.Body.Kind, Date: store.Date(in.Body.Date), Reason: in.Body.Reason, Secret: in.Body.Secret,
		})
		out.Body = client.Number{Book: n.SeriesID, Number: n.Value, Text: n.String(), Date: string(n.Date)}
		return err
	}, func(ctx context.Context, answer string) error {
		id, number, _ := strings.Cut(answer, " ")
		value, err := strconv.Atoi(number)
		out.Body = client.Number{Book: id, Number: value, Text: register.Number{Value: value}.String(), Date: in.Body.Date}
		return err
	})
	return out, err
}

type voidInput struct {
	Book   string `path:"book"`
	Number int    `path:"number" minimum:"1" maximum:"999999"`
	Body   client.WithReason
}

func (h *handlers) voidNumber(ctx context.Context, in *voidInput) (*none, error) {
	_, err := h.carryOut(ctx, func() error {
		return h.Register.VoidNumber(ctx, actorOf(ctx), in.Book, in.Number, in.Body.Reason)
	}, func(context.Context, string) error { return nil })
	return nil, err
}

func (h *handlers) openings(ctx context.Context, _ *none) (*of[[]client.Opening], error) {
	shelves, err := h.Register.Shelves(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	all := []client.Opening{}
	for _, shelf := range shelves {
		if !shelf.May[authz.RegisterOpen] && !shelf.May[authz.RegisterOpenApprove] {
			continue
		}
		waiting, err := h.Register.Openings(ctx, actorOf(ctx), shelf.Issuer.ID)
		if err != nil {
			return nil, err
		}
		for _, o := range waiting {
			all = append(all, client.Opening{
				ID: o.ID, Issuer: client.Named{ID: shelf.Issuer.ID, Name: shelf.Issuer.Name}, Name: o.Key.Name(), Period: o.Key.Period(), Last: o.Last,
				ProposedBy: client.Named{ID: o.ProposedBy, Name: o.ProposedName}, MayApprove: shelf.May[authz.RegisterOpenApprove],
			})
		}
	}
	return &of[[]client.Opening]{all}, nil
}

type newOpeningInput struct{ Body client.NewOpening }

func (h *handlers) proposeOpening(ctx context.Context, in *newOpeningInput) (*none, error) {
	_, err := h.carryOut(ctx, func() error {
		_, err := h.Register.ProposeOpening(ctx, actorOf(ctx), in.Body.Issuer, in.Body.Kind, in.Body.Last)
		return err
	}, func(context.Context, string) error { return nil })
	return nil, err
}

type openingInput struct {
	Opening string `path:"opening"`
}

func (h *handlers) approveOpening(ctx context.Context, in *openingInput) (*none, error) {
	_, err := h.carryOut(ctx, func() error { return h.Register.ApproveOpening(ctx, actorOf(ctx), in.Opening) }, func(context.Context, string) error { return nil })
	return nil, err
}

type openingRefusal struct {
	Opening string `path:"opening"`
	Body    client.WithReason
}

func (h *handlers) refuseOpening(ctx context.Context, in *openingRefusal) (*none, error) {
	_, err := h.carryOut(ctx, func() error {
		return h.Register.RefuseOpening(ctx, actorOf(ctx), in.Opening, in.Body.Reason)
	}, func(context.Context, string) error { return nil })
	return nil, err
}
