package distribution

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"trinhky/internal/login"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// BenchmarkFiveThousand is the room's own part of an issue to 5,000 receivers, of its board, and of their receipts one after
// the other; over HTTP it is BenchmarkIssue5000 of internal/web.
func BenchmarkFiveThousand(b *testing.B) {
	for name, fresh := range map[string]func(testing.TB) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fiveThousand(b, fresh(b))
			}
		})
	}
}

func fiveThousand(b *testing.B, s *store.Store) {
	b.StopTimer()
	ctx := context.Background()
	const many = 5000
	o := open(b, s, day2026)
	o.addOrgans(many)
	issuer := "Văn phòng Tỉnh ủy Lâm Đồng"
	r := o.resolved(issuer, "- Trạm Y tế số 0;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
	one := r.Recipients[0]
	r.Recipients = nil
	for i := range many {
		one.OrganID, one.Channel, one.Email = "tram-"+strconv.Itoa(i), ByEmail, "tram@example.vn"
		one.OfficeID, one.Name = one.OrganID, "Trạm Y tế số "+strconv.Itoa(i)
		r.Recipients = append(r.Recipients, one)
	}
	took := map[string]time.Duration{}
	measure := func(what string, fn func()) {
		began := time.Now()
		fn()
		took[what] = time.Since(began)
	}
	var id string
	b.StartTimer()
	measure("freeze", func() { id = o.issue(issuer, r) })
	b.StopTimer()
	sender := o.clerk(o.organ(issuer))
	measure("board", func() {
		if _, _, err := o.service.Live(ctx, sender, id, CopyFilter{}); err != nil {
			b.Fatal(err)
		}
	})
	var tokens []string
	o.update(func(tx *store.Tx) error {
		tokens = nil
		all, err := DeliveriesOf(tx, id)
		for _, d := range all {
			token, err := login.NewLink(tx, id, d.ID, time.Hour)
			if err != nil {
				return err
			}
			tokens = append(tokens, token)
		}
		return err
	})
	measure("500 receipts", func() {
		for _, token := range tokens[:500] {
			if _, err := o.service.AcknowledgeByLink(ctx, token, "192.0.2.1", "Nguyễn Văn A", ""); err != nil {
				b.Fatal(err)
			}
		}
	})
	var told []string
	for _, what := range []string{"freeze", "board", "500 receipts"} {
		b.ReportMetric(float64(took[what].Milliseconds()), strings.ReplaceAll(what, " ", "-")+"-ms")
		told = append(told, what+" "+took[what].Round(time.Millisecond).String())
	}
	b.Log(strings.Join(told, ", "))
	b.StartTimer()
}
