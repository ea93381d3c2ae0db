package distribution

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// TestTheDatabaseCountsAsTheCodeDoes: statusSQL is Delivery.Status and waitingSQL is Delivery.Waiting, over copies that
// were put into states at random.
func TestTheDatabaseCountsAsTheCodeDoes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2026)
		const many = 60
		o.addOrgans(many)
		text := ""
		for i := range many {
			text += fmt.Sprintf("- Trạm Y tế số %d;\n", i)
		}
		r := o.resolved("Văn phòng Tỉnh ủy Lâm Đồng", text+"- Lưu Văn phòng Tỉnh ủy.", Env{})
		random := rand.New(rand.NewPCG(1, 2)) // any: what holds, holds for each
		for i := range r.Recipients {
			r.Recipients[i].Ack = []Acknowledgement{Required, Read, None}[random.IntN(3)]
			r.Recipients[i].Task = random.IntN(2) == 0
			if random.IntN(3) == 0 {
				r.Recipients[i].Lines = append(r.Recipients[i].Lines, 1)
			}
		}
		id := o.issueAt("Văn phòng Tỉnh ủy Lâm Đồng", r, time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC))
		for _, d := range o.deliveries(id) {
			o.update(func(tx *store.Tx) error { return o.scatter(tx, d, random) })
		}
		copies := o.deliveries(id)
		sender := o.clerk(o.organ("Văn phòng Tỉnh ủy Lâm Đồng"))
		board, _, err := o.service.Live(ctx, sender, id, CopyFilter{})
		if err != nil {
			t.Fatal(err)
		}
		want := Tally{By: map[Status]int{}}
		line1 := 0
		for _, d := range copies {
			want.Sent++
			want.By[d.Status()]++
			if d.Waiting() {
				want.Waiting++
			}
			if slices.Contains(d.Lines, 1) {
				line1++
			}
		}
		if diff := cmp.Diff(want.By, board.Total.By); diff != "" || board.Total.Waiting != want.Waiting || board.Total.Sent != many {
			t.Errorf("the board: %+v, want %+v %s", board.Total, want, diff)
		}
		if len(want.By) < 6 {
			t.Errorf("too few states to prove anything: %v", want.By)
		}
		for _, word := range append(slices.Clone(Statuses), "") {
			found := o.pages(id, CopyFilter{Status: word, Limit: 7})
			n := want.By[word]
			if word == "" {
				n = many
			}
			if len(found) != n || slices.ContainsFunc(found, func(d Delivery) bool { return word != "" && d.Status() != word }) {
				t.Errorf("filtered by %q: %d copies, want %d", word, len(found), n)
			}
		}
		if found := o.pages(id, CopyFilter{Line: 1, Limit: 5}); len(found) != line1 || board.Lines[0].Sent != line1 {
			t.Errorf("line 1: %d copies, the board counts %d, want %d", len(found), board.Lines[0].Sent, line1)
		}
		if found := o.pages(id, CopyFilter{Text: "số 1"}); len(found) != 11 {
			t.Errorf("by name: %d", len(found))
		}
		if found := o.pages(id, CopyFilter{Text: "%"}); len(found) != 0 {
			t.Errorf("a percent sign is no wildcard: %d", len(found))
		}
		for _, bad := range []CopyFilter{{Status: "lost"}, {Limit: 201}, {Limit: -1}, {Line: -1}} {
			if _, _, err := o.service.Live(ctx, sender, id, bad); codeOf(err) != "FILTER_INVALID" {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		if _, _, err := o.service.Live(ctx, o.person("tung.hd"), id, CopyFilter{}); codeOf(err) != "DOCUMENT_NOT_FOUND" {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// scatter puts a copy into some state that it may reach.
func (o *office) scatter(tx *store.Tx, d Delivery, random *rand.Rand) error {
	if random.IntN(2) == 0 {
		d.State, d.ArrivedAt = Arrived, tx.Now
	}
	if random.IntN(3) == 0 {
		d.ReadAt, d.ReadBy = tx.Now, "p"
	}
	d.Overdue = !d.Due.IsZero() && random.IntN(2) == 0
	switch random.IntN(5) {
	case 0:
		d.State, d.ArrivedAt, d.DecidedAt, d.DecidedBy = Acknowledged, tx.Now, tx.Now, "p"
	case 1:
		d.State, d.ArrivedAt, d.DecidedAt, d.DecidedBy, d.Note, d.ReasonCode = Refused, tx.Now, tx.Now, "p", "trùng", "duplicate"
	case 2:
		d.FailedAt, d.Failure = tx.Now, "hộp thư đầy"
	}
	if err := change(tx, &d); err != nil || random.IntN(5) > 0 {
		return err
	}
	_, err := tx.SQL().Exec(`UPDATE delivery SET recalled_at = sent_at, version = version + 1 WHERE id = '` + d.ID + `'`)
	return err
}

// pages reads all pages of a filter.
func (o *office) pages(id string, f CopyFilter) (all []Delivery) {
	o.Helper()
	sender := o.clerk(o.organ("Văn phòng Tỉnh ủy Lâm Đồng"))
	for {
		_, page, err := o.service.Live(context.Background(), sender, id, f)
		if err != nil {
			o.Fatal(err)
		}
		all = append(all, page.Items...)
		if f.Cursor = page.Next; f.Cursor == "" {
			return all
		}
	}
}
