package notice

import (
	"fmt"

	"trinhky/internal/store"
)

// stamp stands for all that a window shows: it is another whenever a count may be.
type stamp struct {
	notices, steps mark
	desks          mark // of all the organs together
}

// mark is how many rows there are and which is the newest: one that goes and one that comes give another mark.
type mark struct {
	N    int64
	Last string
}

// stamps are the marks of people and organs.
type stamps struct{ notices, steps, desks map[string]mark }

func (all stamps) of(s *Stream) stamp {
	now := stamp{notices: all.notices[s.personID], steps: all.steps[s.personID]}
	for _, organ := range s.organs {
		m := all.desks[organ]
		now.desks.N += m.N
		now.desks.Last = max(now.desks.Last, m.Last)
	}
	return now
}

// stampsOf reads the marks of all in one question: unseen notices, and steps on the desks of people and of organs.
func stampsOf(tx *store.Tx, people, organs []string) (stamps, error) {
	all := stamps{notices: map[string]mark{}, steps: map[string]mark{}, desks: map[string]mark{}}
	var rows []struct {
		Sort, ID, Last string
		N              int64
	}
	if len(organs) == 0 {
		organs = []string{""} // an empty list is no list
	}
	err := tx.DB().Raw(`SELECT 'notice' AS sort, person_id AS id, count(*) AS n, max(id) AS last
			FROM notice WHERE seen_at IS NULL AND person_id IN ? GROUP BY person_id
		UNION ALL SELECT 'step', person_id, count(*), max(id) FROM document_step WHERE person_id <> '' AND person_id IN ? GROUP BY person_id
		UNION ALL SELECT 'desk', organ_id, count(*), max(id) FROM document_step WHERE organ_id <> '' AND organ_id IN ? GROUP BY organ_id`,
		people, people, organs).Scan(&rows).Error
	if err != nil {
		return all, fmt.Errorf("look for what is new: %w", err)
	}
	into := map[string]map[string]mark{"notice": all.notices, "step": all.steps, "desk": all.desks}
	for _, r := range rows {
		into[r.Sort][r.ID] = mark{N: r.N, Last: r.Last}
	}
	return all, nil
}
