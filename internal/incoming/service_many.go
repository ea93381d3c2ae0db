package incoming

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// ManyLimit is how many deliveries may be acknowledged in one go.
const ManyLimit = 200

// Acknowledged is what became of one delivery of many. Err is nil when it is acknowledged; Replayed says that an earlier
// request with the same key had done it.
type Acknowledged struct {
	DeliveryID string
	Delivery   distribution.Delivery
	Replayed   bool
	Err        error
}

// AcknowledgeMany acknowledges deliveries, each exactly as Acknowledge does one: its own rights, checks, transaction and
// event. What is refused stops none of the others. They are taken in the order in which they came, whatever the order of the
// list, so that the earlier one has the smaller số đến; the answer is in that order. It stops when ctx is done: the one in
// hand is finished. With an Idempotency-Key a repeat does what is left and tells of the rest that it is done. Refused as a
// whole: NOTHING_CHOSEN, TOO_MANY_CHOSEN.
func (s *Service) AcknowledgeMany(ctx context.Context, a authz.Actor, ids []string, note string) (done []Acknowledged, err error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids))) // an id tells the time at which it was given
	switch {
	case len(ids) == 0:
		return nil, fault.New(fault.Unmet, "NOTHING_CHOSEN", "Chưa chọn văn bản nào để tiếp nhận.")
	case len(ids) > ManyLimit:
		return nil, fault.New(fault.Unmet, "TOO_MANY_CHOSEN", fmt.Sprintf("Mỗi lần tiếp nhận được nhiều nhất %d văn bản.", ManyLimit))
	}
	repeated := new(store.Repeated)
	if err := s.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetAnswer("") }); err != nil && !errors.As(err, &repeated) {
		return nil, err // the key stood for another request
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			return done, ctx.Err()
		}
		one, err := s.acknowledgeOne(store.WithPart(context.WithoutCancel(ctx), id), a, id, note)
		if err != nil {
			return done, err
		}
		done = append(done, one)
	}
	return done, nil
}

// acknowledgeOne gives an error only for what is no refusal.
func (s *Service) acknowledgeOne(ctx context.Context, a authz.Actor, id, note string) (one Acknowledged, err error) {
	one.DeliveryID = id
	repeated, err := s.Store.Answered(ctx)
	if repeated == nil && err == nil {
		if one.Delivery, err = s.Acknowledge(ctx, a, id, note); err != nil && !errors.As(err, &repeated) {
			if twin, lookErr := s.Store.Answered(ctx); lookErr == nil { // the same request, sent twice at once
				repeated = twin
			}
		}
	}
	refused := new(fault.Fault)
	switch {
	case repeated != nil:
		one.Replayed = true
		one.Delivery, err = s.Distribution.Copy(store.WithoutKey(ctx), a, id)
		return one, err
	case errors.As(err, &refused) && refused.Kind != fault.Internal:
		one.Err = refused
		return one, nil
	}
	return one, err
}
