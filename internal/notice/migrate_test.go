package notice

import (
	"context"
	"io/fs"
	"testing"

	"github.com/pressly/goose/v3"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/migrations"
)

// What was told before this room had the table is still told after it, and the other way round.
func TestTheTableIsTakenOver(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		d := r.document(drafter)
		r.tell(d, "approve:2", drafter, approver)
		r.tell(d, "comment:2:c1", drafter)
		r.message(Message{About: Task, AboutID: "t1", Action: "assign", Key: "k", Label: "L"}, drafter)
		all, err := r.List(ctx, r.id(drafter), Query{})
		r.must(err)
		r.must(r.See(ctx, r.id(drafter), Seen{ID: all[1].ID}))

		files, err := fs.Sub(migrations.FS, string(s.Dialect()))
		r.must(err)
		dialect := goose.DialectSQLite3
		if s.Dialect() == store.Postgres {
			dialect = goose.DialectPostgres
		}
		provider, err := goose.NewProvider(dialect, s.Pool(), files)
		r.must(err)
		_, err = provider.DownTo(ctx, 14)
		r.must(err)
		if n := r.count("notice WHERE document_id = '" + d + "'"); n != 3 {
			t.Errorf("%d notices of the document went back, want 3", n)
		}
		r.exec(`INSERT INTO notice (id, person_id, document_id, event, comment_id, action, created_at) VALUES ('old', ?, ?, 7, 'c9', 'reply', ?)`, r.id(drafter), d, r.now())
		_, err = provider.Up(ctx)
		r.must(err)
		list, err := r.List(ctx, r.id(drafter), Query{Unseen: true})
		r.must(err)
		if len(list) != 2 || list[0].ID != "old" || list[0].Label == "" || list[0].About != Document || list[0].AboutID != d {
			t.Errorf("after all: %+v", list)
		}
		r.tell(d, "reply:7:c9", drafter) // the same event, told again by its job
		if n := r.count("notice WHERE person_id = '" + r.id(drafter) + "'"); n != 3 {
			t.Errorf("%d notices, want 3: an old one was told again", n)
		}
		r.wish(drafter, Wish{Mail: Immediate})
		r.must(r.gather(ctx))
		if n := r.count("notice_mail"); n != 0 {
			t.Errorf("%d letters of what was told before there were letters", n)
		}
	})
}
