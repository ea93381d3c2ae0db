package notice

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

const (
	pollEvery   = time.Second
	checkEvery  = 5 // polls between two looks at the sessions
	streamLimit = 5000
	// ownLimit: browsers keep one stream for each window that is in front.
	ownLimit = 10
)

// Hub tells connected browsers that something is new for them. One hub serves a process; it asks the database once a second
// for all who are connected, in one question, so what another replica writes is seen as well.
type Hub struct {
	store    *store.Store
	sessions *login.Service
	today    func() store.Date
	log      *slog.Logger

	mu      sync.Mutex
	streams map[*Stream]bool
	closed  bool
	polls   int
}

// Stream is one connected browser window.
type Stream struct {
	hub      *Hub
	personID string
	organs   []string
	token    string
	seen     stamp
	known    bool
	changed  chan struct{}
	ended    chan struct{}
}

// NewHub makes a hub; Run or Poll moves it. Today is the date by which posts are held.
func NewHub(s *store.Store, sessions *login.Service, today func() store.Date, log *slog.Logger) *Hub {
	return &Hub{store: s, sessions: sessions, today: today, log: log, streams: map[*Stream]bool{}}
}

// Changed gets a value when something may be new; several changes may come as one.
func (s *Stream) Changed() <-chan struct{} { return s.changed }

// Ended is closed when the session is over or the server stops.
func (s *Stream) Ended() <-chan struct{} { return s.ended }

// Close takes the stream off the hub.
func (s *Stream) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.hub.streams, s)
}

var (
	errTooManyStreams = fault.New(fault.TooMany, "TOO_MANY_STREAMS", "Đang mở quá nhiều cửa sổ, hãy đóng bớt.")
	errHubFull        = fault.New(fault.Unavailable, "STREAMS_FULL", "Máy chủ đang phục vụ quá nhiều kết nối, hãy tải lại trang để xem thông báo.")
)

// Open connects a person's window. The posts that the person holds now say whose desks it hears of.
func (h *Hub) Open(ctx context.Context, personID, token string) (*Stream, error) {
	s := &Stream{hub: h, personID: personID, token: token, changed: make(chan struct{}, 1), ended: make(chan struct{})}
	err := h.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, h.today())
		for _, r := range actor.Roles {
			s.organs = append(s.organs, r.Organ, r.Office)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(s.organs)
	s.organs = slices.Compact(s.organs)
	h.mu.Lock()
	defer h.mu.Unlock()
	own := 0
	for other := range h.streams {
		if other.personID == personID {
			own++
		}
	}
	switch {
	case h.closed || len(h.streams) >= streamLimit:
		return nil, errHubFull
	case own >= ownLimit:
		return nil, errTooManyStreams
	}
	h.streams[s] = true
	return s, nil
}

// Run polls until ctx ends, then ends every stream.
func (h *Hub) Run(ctx context.Context) {
	defer h.Stop()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := h.Poll(ctx); err != nil && ctx.Err() == nil {
				h.log.WarnContext(ctx, "what is new could not be read", "error", err)
			}
		}
	}
}

// Stop ends every stream, and lets none in any more: before a server shuts down, which waits for open connections.
func (h *Hub) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.streams {
		h.end(s)
	}
}

// end closes one stream; the caller holds the lock.
func (h *Hub) end(s *Stream) {
	if h.streams[s] {
		delete(h.streams, s)
		close(s.ended)
	}
}

// Poll looks once, and wakes the streams of those for whom something changed since the look before.
func (h *Hub) Poll(ctx context.Context) error {
	streams := h.connected()
	if len(streams) == 0 {
		return nil
	}
	if h.polls++; h.polls%checkEvery == 0 {
		if err := h.endOver(ctx, streams); err != nil {
			return err
		}
	}
	var people, organs []string
	for _, s := range streams {
		people, organs = append(people, s.personID), append(organs, s.organs...)
	}
	var now stamps
	err := h.store.View(ctx, func(tx *store.Tx) (err error) {
		now, err = stampsOf(tx, distinct(people), distinct(organs))
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range streams {
		s.note(now.of(s))
	}
	return nil
}

// note wakes the stream when its stamp is another than before; the first is what its page began with.
func (s *Stream) note(now stamp) {
	if s.known && s.seen == now {
		return
	}
	s.seen, s.known = now, true
	select {
	case s.changed <- struct{}{}:
	default: // it is awake already
	}
}

// endOver ends the streams whose session is over.
func (h *Hub) endOver(ctx context.Context, streams []*Stream) error {
	var tokens []string
	for _, s := range streams {
		tokens = append(tokens, s.token)
	}
	alive, err := h.sessions.Alive(ctx, distinct(tokens))
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range streams {
		if !alive[s.token] {
			h.end(s)
		}
	}
	return nil
}

func (h *Hub) connected() []*Stream {
	h.mu.Lock()
	defer h.mu.Unlock()
	streams := make([]*Stream, 0, len(h.streams))
	for s := range h.streams {
		streams = append(streams, s)
	}
	return streams
}

func distinct(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
