package incoming

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/authz"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// doer is one act with input that is right for it.
type doer struct {
	id  string
	who []string // whose act it is
	in  []State  // where it is possible
	do  func(h *house, a authz.Actor, at At) error
}

func doers(h *house) []doer {
	run := func(action string, in Input) func(*house, authz.Actor, At) error {
		return func(h *house, a authz.Actor, at At) error {
			_, err := h.Do(h.ctx, a, at, action, in)
			return err
		}
	}
	leaders := []string{secretary, deputy}
	o := order()
	return []doer{
		{"register", []string{registrar}, []State{Waiting}, run("register", Input{})},
		{"refuse", []string{registrar}, []State{Waiting}, run("refuse", Input{ReasonCode: "other", Order: Order{Text: "gửi nhầm"}})},
		{"edit", []string{registrar}, []State{Waiting}, func(h *house, a authz.Actor, at At) error {
			_, err := h.Edit(h.ctx, a, at, Fields{Author: "Ban Tổ chức Trung ương", Subject: "về công tác cán bộ"})
			return err
		}},
		{"upload", []string{registrar}, []State{Waiting}, func(h *house, a authz.Actor, at At) error {
			_, err := h.Upload(h.ctx, a, at, "ban-quet.pdf", strings.NewReader("%PDF-1.4 không có gì"))
			return err
		}},
		{"submit", []string{registrar}, []State{Registered, Submitted}, run("submit", Input{To: h.id(deputy)})},
		{"sort", []string{registrar, chief, secretary, deputy}, []State{Registered, Submitted}, run("sort", Input{Order: Order{Text: "đề xuất Phòng Tổng hợp"}})},
		{"direct", leaders, []State{Submitted, Directed, Assigned, InProgress}, run("direct", Input{Order: o})},
		{"assign", []string{head}, []State{Directed, Assigned, InProgress}, run("assign", Input{To: h.id(colleague)})},
		{"start", []string{specialist}, []State{Assigned}, run("start", Input{})},
		{"note", []string{head, specialist, otherHead}, []State{Directed, Assigned, InProgress, "reported"}, run("note", Input{Order: Order{Text: "đang chờ số liệu"}})},
		{"ask_extension", []string{specialist}, []State{Assigned, InProgress}, run("ask_extension", Input{Order: Order{Text: "chờ số liệu", Due: "2026-05-04"}})},
		{"report", []string{specialist}, []State{InProgress}, run("report", Input{Order: Order{Text: "để biết"}})},
		{"confirm", []string{head, chief, secretary, deputy}, []State{"reported"}, run("confirm", Input{})},
		{"send_back", []string{head, chief, secretary, deputy}, []State{"reported"}, run("send_back", Input{Order: Order{Text: "bổ sung"}})},
		{"file", []string{specialist}, []State{Done}, run("file", Input{CaseFile: "01.TH"})},
	}
}

// sees says who sees a paper of Tỉnh ủy in a state: those who received it always, those who deal with it from then on.
func sees(who string, state State) bool {
	switch who {
	case registrar, secretary, deputy, chief:
		return true
	case head, otherHead:
		return slices.Contains([]State{Directed, Assigned, InProgress, "reported", Done, Filed}, state)
	case specialist:
		return slices.Contains([]State{Assigned, InProgress, "reported", Done, Filed}, state)
	}
	return false
}

// Every act in every state by everybody: what is not one's own is refused, and refused means that nothing happened.
func TestEveryActInEveryStateByEverybody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		for _, state := range []State{Waiting, Refused, Registered, Submitted, Directed, Assigned, InProgress, "reported", Done, Filed} {
			for _, d := range doers(h) {
				a := h.in(state)
				for _, who := range everybody {
					mine, possible := slices.Contains(d.who, who), slices.Contains(d.in, state)
					if mine && possible && sees(who, state) {
						continue // done below, by one of them
					}
					before := h.rows()
					err := d.do(h, h.as(who), At{ID: a.ID})
					got := code(err)
					switch {
					case err == nil:
						t.Errorf("%s: %s did %s", state, who, d.id)
						a = h.in(state)
						continue
					case !sees(who, state) && got != ErrNotFound.Code:
						t.Errorf("%s: %s may not see it and hears %s of %s", state, who, got, d.id)
					case sees(who, state) && got == ErrNotFound.Code:
						t.Errorf("%s: %s sees it and hears that there is none, %s", state, who, d.id)
					case sees(who, state) && !mine && got != ErrForbidden.Code && got != "ARRIVAL_STATE" && got != "ALREADY_ACKNOWLEDGED" && got != "ALREADY_REFUSED":
						t.Errorf("%s: %s hears %s of %s", state, who, got, d.id)
					case strings.Contains(got, " "):
						t.Errorf("%s: %s: %s is no refusal: %v", state, who, d.id, err)
					}
					if diff := cmp.Diff(before, h.rows()); diff != "" {
						t.Errorf("%s: %s was refused %s, and yet:\n%s", state, who, d.id, diff)
					}
				}
				if !slices.Contains(d.in, state) {
					continue
				}
				for _, who := range d.who {
					if !sees(who, state) {
						continue
					}
					if err := d.do(h, h.as(who), At{ID: a.ID}); err != nil {
						t.Errorf("%s: %s by %s: %v", state, d.id, who, err)
					}
					break
				}
			}
		}
	})
}

// What the page offers is what the room lets one do, and the other way round.
func TestShowOffersWhatCanBeDone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		for _, state := range []State{Waiting, Registered, Submitted, Directed, Assigned, InProgress, "reported", Done, Filed} {
			a := h.in(state)
			for _, who := range everybody {
				v, err := h.Show(h.ctx, h.as(who), a.ID)
				if (err == nil) != sees(who, state) {
					t.Errorf("%s: %s sees it: %v", state, who, err)
					continue
				}
				for _, d := range doers(h) {
					if d.id == "edit" || d.id == "upload" || err != nil {
						continue
					}
					want := slices.Contains(d.who, who) && slices.Contains(d.in, state)
					if v.May(d.id) != want {
						t.Errorf("%s: %s may %s: %v on the page", state, who, d.id, v.May(d.id))
					}
				}
			}
		}
	})
}
