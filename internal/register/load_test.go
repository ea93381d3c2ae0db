package register

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// TestNumbersUnderLoad: 64 văn thư at once, every seventh transaction rolled back after the number was taken. What
// remains is 1 … n, each once.
func TestNumbersUnderLoad(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		clerks, times := 64, 500
		if testing.Short() {
			times = 40
		}
		rollback := errors.New("rolled back")
		var wg sync.WaitGroup
		var mu sync.Mutex
		given := map[int]string{}
		kept := 0
		for c := range clerks {
			wg.Go(func() {
				for i := range times {
					document := fmt.Sprintf("d-%d-%d", c, i)
					fails := (c*times+i)%7 == 0
					var n Number
					err := s.Update(context.Background(), func(tx *store.Tx) error {
						var err error
						n, err = Assign(tx, stateKey, Entry{DocumentID: document, Date: "2026-03-02"})
						if err == nil && fails {
							return rollback
						}
						return err
					})
					if fails != errors.Is(err, rollback) || (!fails && err != nil) {
						t.Errorf("%s: %v", document, err)
						return
					}
					if fails {
						continue
					}
					mu.Lock()
					if other, twice := given[n.Value]; twice {
						t.Errorf("number %d given to %s and %s", n.Value, other, document)
					}
					given[n.Value] = document
					kept++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		for n := 1; n <= kept; n++ {
			if given[n] == "" {
				t.Fatalf("number %d of %d was given to nobody", n, kept)
			}
		}
		view(t, s, func(tx *store.Tx) error {
			rows, err := Rows(tx, Filter{IssuerID: "ubnd"})
			if len(rows) != kept {
				t.Errorf("the book has %d lines, %d numbers were kept", len(rows), kept)
			}
			for _, r := range rows {
				if given[r.Number] != r.DocumentID {
					t.Fatalf("number %d: the book says %s, the document was %s", r.Number, r.DocumentID, given[r.Number])
				}
			}
			return errors.Join(err, Check(tx))
		})
	})
}

// TestManySeries numbers in random order across series: they never disturb each other.
func TestManySeries(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	organs(t, s)
	random := rand.New(rand.NewPCG(1, 2))
	symbols := []string{"TB", "QĐ", "KH", "CV"}
	count := map[string]int{}
	for i := range 200 {
		k := partyKey
		k.Symbol = symbols[random.IntN(len(symbols))]
		count[k.Symbol]++
		update(t, s, func(tx *store.Tx) error {
			n, err := Assign(tx, k, Entry{DocumentID: fmt.Sprintf("d%d", i), Date: "2026-01-05"})
			if n.Value != count[k.Symbol] {
				t.Errorf("%s: number %d, want %d", k.Symbol, n.Value, count[k.Symbol])
			}
			return err
		})
	}
	view(t, s, Check)
}
