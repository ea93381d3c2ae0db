package jobs

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Standing is where a job stands, as a person sorts them. What is done is dropped after a day, what is dead after seven, or
// after one where somebody gave it up.
type Standing string

// The standings of jobs.
const (
	Queued  Standing = "waiting" // its moment has not come, or no worker was free
	Running Standing = "running"
	Failed  Standing = "failed" // tried in vain, to be tried again
	Dead    Standing = "dead"   // tried in vain for the last time, or given up
)

// Standings are all that are shown, in the order of a job's life.
var Standings = []Standing{Queued, Running, Failed, Dead}

var states = map[Standing][]rivertype.JobState{
	Queued:  {rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateScheduled},
	Running: {rivertype.JobStateRunning},
	Failed:  {rivertype.JobStateRetryable},
	Dead:    {rivertype.JobStateDiscarded, rivertype.JobStateCancelled},
}

// Job is one job as it stands.
type Job struct {
	ID       int64
	Kind     string
	Standing Standing
	GivenUp  bool            // by somebody's hand
	Args     json.RawMessage // ids only
	Attempts int
	Most     int // attempts after which it is dead
	Asked    time.Time
	Next     time.Time // when it is tried, or was to be
	Tried    time.Time // last; zero for never
	Ended    time.Time // zero while it is alive
	Fault    string    // the last error, as the program wrote it
	FaultAt  time.Time
}

// List gives jobs of one standing, the newest first; before is the id of the last one of the page before, 0 for none. Kind ""
// is all kinds.
func List(tx *store.Tx, standing Standing, kind string, before int64, limit int) ([]Job, error) {
	wanted, known := states[standing]
	if !known {
		return nil, fmt.Errorf("list jobs: no standing %q", standing)
	}
	params := river.NewJobListParams().States(wanted...).OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(limit)
	if kind != "" {
		params = params.Kinds(kind)
	}
	if before > 0 {
		params = params.Where("id < @before", river.NamedArgs{"before": before})
	}
	found, err := inserters[tx.Dialect()].JobListTx(tx.Context(), tx.SQL(), params)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	list := make([]Job, len(found.Jobs))
	for i, row := range found.Jobs {
		list[i] = jobOf(row)
	}
	return list, nil
}

func jobOf(row *rivertype.JobRow) Job {
	j := Job{
		ID: row.ID, Kind: row.Kind, Args: row.EncodedArgs, Attempts: row.Attempt, Most: row.MaxAttempts,
		Asked: row.CreatedAt.UTC(), Next: row.ScheduledAt.UTC(), GivenUp: row.State == rivertype.JobStateCancelled,
	}
	for standing, within := range states {
		for _, state := range within {
			if state == row.State {
				j.Standing = standing
			}
		}
	}
	if row.AttemptedAt != nil {
		j.Tried = row.AttemptedAt.UTC()
	}
	if row.FinalizedAt != nil {
		j.Ended = row.FinalizedAt.UTC()
	}
	if n := len(row.Errors); n > 0 {
		j.Fault, j.FaultAt = row.Errors[n-1].Error, row.Errors[n-1].At.UTC()
	}
	return j
}

// The refusals of work on jobs.
var (
	ErrUnknown = fault.New(fault.NotFound, "JOB_UNKNOWN", "Không có việc nền này, hoặc việc đã xong và được dọn.")
	ErrRunning = fault.New(fault.Conflict, "JOB_RUNNING", "Việc nền đang chạy, hãy chờ lượt này kết thúc.")
	ErrOver    = fault.New(fault.Conflict, "JOB_OVER", "Việc nền đã xong hoặc đã dừng.")
)

// Retry puts a job at the head of the queue, also one that is dead; it has an attempt more where it had used all. It gives
// the job as it stood. Faults JOB_UNKNOWN, JOB_RUNNING, JOB_OVER (it is done).
func Retry(tx *store.Tx, id int64) (Job, error) {
	was, row, err := find(tx, id)
	switch {
	case err != nil:
		return was, err
	case was.Standing == Running:
		return was, ErrRunning
	case row.State == rivertype.JobStateCompleted:
		return was, ErrOver
	}
	if _, err := inserters[tx.Dialect()].JobRetryTx(tx.Context(), tx.SQL(), id); err != nil {
		return was, fmt.Errorf("try job %d again: %w", id, err)
	}
	return was, nil
}

// GiveUp ends a job that is not at work: it is not tried again unless somebody asks. It gives the job as it stood. Faults
// JOB_UNKNOWN, JOB_RUNNING, JOB_OVER.
func GiveUp(tx *store.Tx, id int64) (Job, error) {
	was, row, err := find(tx, id)
	switch {
	case err != nil:
		return was, err
	case was.Standing == Running:
		return was, ErrRunning
	case row.FinalizedAt != nil:
		return was, ErrOver
	}
	if _, err := inserters[tx.Dialect()].JobCancelTx(tx.Context(), tx.SQL(), id); err != nil {
		return was, fmt.Errorf("give job %d up: %w", id, err)
	}
	return was, nil
}

func find(tx *store.Tx, id int64) (Job, *rivertype.JobRow, error) {
	row, err := inserters[tx.Dialect()].JobGetTx(tx.Context(), tx.SQL(), id)
	if errors.Is(err, rivertype.ErrNotFound) {
		return Job{}, nil, ErrUnknown
	}
	if err != nil {
		return Job{}, nil, fmt.Errorf("find job %d: %w", id, err)
	}
	return jobOf(row), row, nil
}
