package document_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// BenchmarkSearch asks the ten commonest shapes of question of a large store and gives the 95th percentile of each in
// milliseconds, once for who sees a quarter of all documents and once for who sees a few hundred.
func BenchmarkSearch(b *testing.B) {
	s := storetest.Postgres(b)
	storetest.Library{N: storetest.LibrarySize(b)}.Fill(b, s)
	measureAll(b, s)
}

func measureAll(b *testing.B, s *store.Store) {
	chief := authz.Reach{PersonID: "chief", PersonWhys: []string{authz.Drafter, authz.Signer}, Organs: []authz.Relation{
		{ID: "office-0", Why: authz.Office}, {ID: "office-0", Why: authz.Received},
	}}
	specialist := authz.Reach{PersonID: "person-7", PersonWhys: []string{authz.Drafter, authz.Consulted, authz.Addressed}}
	for name, see := range map[string]authz.Reach{"chief": chief, "specialist": specialist} {
		for _, shape := range shapes {
			b.Run(name+"/"+shape.name, func(b *testing.B) { measureShape(b, s, see, shape) })
		}
	}
}

type shape struct {
	name string
	ask  func(r *rand.Rand) document.Query
}

// word picks one of the library's words; low numbers are common.
func word(n int) string { return "tu" + strconv.Itoa(n) }

var shapes = []shape{
	{"symbol", func(r *rand.Rand) document.Query {
		return document.Query{Text: fmt.Sprintf("%d-KH/DV%d", 1+r.IntN(900), r.IntN(40))}
	}},
	{"kind and number", func(r *rand.Rand) document.Query {
		return document.Query{Text: fmt.Sprintf("ke hoach %d", 1+r.IntN(900))}
	}},
	{"common words", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(5)) + " " + word(r.IntN(10))}
	}},
	{"rare word", func(r *rand.Rand) document.Query { return document.Query{Text: word(15_000 + r.IntN(4_000))} }},
	{"common and rare", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(10)) + " " + word(2_000+r.IntN(4_000))}
	}},
	{"quoted phrase", func(r *rand.Rand) document.Query {
		if r.IntN(2) == 0 {
			return document.Query{Text: fmt.Sprintf("%q", word(r.IntN(10))+" "+word(r.IntN(30)))}
		}
		return document.Query{Text: fmt.Sprintf("%q", "don vi "+strconv.Itoa(r.IntN(40)))}
	}},
	{"issuer and word", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(50)), Issuer: fmt.Sprintf("organ-%d", r.IntN(40))}
	}},
	{"dates and word", func(r *rand.Rand) document.Query {
		return document.Query{Text: word(r.IntN(50)), From: "2025-03-01", To: "2025-06-30"}
	}},
	{"signer", func(r *rand.Rand) document.Query {
		return document.Query{Person: fmt.Sprintf("person-%d", r.IntN(3000))}
	}},
	{"kind and state", func(*rand.Rand) document.Query { return document.Query{Kind: "plan", State: document.Numbered} }},
	{"suggestion", nil},
	{"nothing", func(r *rand.Rand) document.Query { return document.Query{Text: word(r.IntN(10)) + " khongcotunay"} }},
}

func measureShape(b *testing.B, s *store.Store, see authz.Reach, shape shape) {
	r := rand.New(rand.NewPCG(1, 2))
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		err := s.View(context.Background(), func(tx *store.Tx) error {
			if shape.ask == nil {
				_, err := document.Suggest(tx, see, word(r.IntN(30))+" tu"+strconv.Itoa(1+r.IntN(20)))
				return err
			}
			q := shape.ask(r)
			q.See = see
			_, err := document.Search(tx, q)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
