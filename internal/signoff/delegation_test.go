package signoff

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const (
	second  = "trinh.lk" // văn thư, who stands in for nobody
	peer    = outsider   // a chuyên viên of the approver's room
	foreign = "quyen.db" // of Ban Tổ chức Tỉnh ủy
)

// away lets somebody be away for a week and another stand in.
func (o *office) away(who, standIn string, scope directory.Scope) string {
	o.t.Helper()
	ids, err := o.GiveAbsence(context.Background(), o.id(who), AbsenceInput{
		From: officeDay, To: "2014-06-16", StandIns: []StandIn{{scope, o.id(standIn)}},
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return ids[0]
}

// lastEvent is the newest event of a document.
func (o *office) lastEvent(id string) (last audit.Entry) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		trail, err := audit.Trail(tx, audit.Document(id))
		if err == nil {
			last = trail[len(trail)-1]
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return last
}

func TestAStandInApprovesAndSaysSo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.UnitReview)
		if _, err := o.Show(ctx, o.id(peer), v.Document.ID); err == nil {
			t.Fatal("a colleague sees the draft before he stands in")
		}
		id := o.away(approver, peer, directory.ScopeContent)
		if got := len(must[[]Waiting](t)(o.Waiting(ctx, o.id(peer)))); got != 1 {
			t.Errorf("%d documents wait for the stand-in, want 1", got)
		}
		v, err := o.Fire(ctx, o.id(peer), v.Document.ID, "approve", v.input("approve"))
		if err != nil {
			t.Fatal(err)
		}
		event := o.lastEvent(v.Document.ID)
		if !strings.Contains(event.Capacity, "(thay đồng chí ") || !strings.Contains(event.Capacity, "vắng mặt)") || event.ActorID != o.id(peer) {
			t.Errorf("the event does not say in whose place: %q", event.Capacity)
		}
		if p := v.Parts["approve"]; p.Person != o.id(peer) || p.InPlaceOf != o.id(approver) || p.Capacity != event.Capacity {
			t.Errorf("the part is played by %+v", p)
		}
		// Ended early, it gives nothing any more, and ends once.
		if err := o.EndAbsence(ctx, o.id(approver), id); err != nil {
			t.Fatal(err)
		}
		o.refused("ABSENCE_ENDED", func() error { return o.EndAbsence(ctx, o.id(approver), id) })
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.Show(ctx, o.id(peer), v.Document.ID); return err })
	})
}

// Parts that must be different people are so for the stand-in and for whom he stands in, whoever played first.
func TestAStandInPlaysForTwo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		t.Run("the absent person drafted", func(t *testing.T) {
			o := openOffice(t, s)
			v, err := o.Draft(ctx, o.id(approver), DraftInput{
				Kind: "notice", Subject: "về lịch họp", Signer: o.id(signer), RecipientsText: "- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
				Body: &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Họp giao ban."}}}}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if v, err = o.Fire(ctx, o.id(approver), v.Document.ID, "submit", v.input("submit")); err != nil {
				t.Fatal(err)
			}
			o.away(approver, peer, directory.ScopeContent)
			o.refused("CONDITIONS_UNMET", func() error {
				_, err := o.Fire(ctx, o.id(peer), v.Document.ID, "approve", v.input("approve"))
				return err
			})
			// The database refuses too: in either order, for either of the two.
			for name, p := range map[string]part{
				"the person stood in for": {Person: o.id(peer), InPlaceOf: o.id(approver)},
				"the stand-in":            {Person: o.id(drafter), InPlaceOf: o.id(peer)},
			} {
				err := s.Update(ctx, func(tx *store.Tx) error {
					if err := dropParts(tx, v.Document.ID); err != nil {
						return err
					}
					first := part{Person: o.id(approver)}
					if name == "the stand-in" {
						first = part{Person: o.id(peer), InPlaceOf: o.id(signer)}
					}
					if err := playPart(tx, v.Document.ID, "check_format", first); err != nil {
						t.Fatal(err)
					}
					return playPart(tx, v.Document.ID, "approve", p)
				})
				if err == nil {
					t.Errorf("the database took %s for two parts", name)
				}
			}
		})
	})
}

func TestWhoMayStandIn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		give := func(by string, change func(*AbsenceInput)) func() error {
			return func() error {
				in := AbsenceInput{From: officeDay, To: "2014-06-16", StandIns: []StandIn{{directory.ScopeContent, o.id(peer)}}}
				change(&in)
				_, err := o.GiveAbsence(ctx, o.id(by), in)
				return err
			}
		}
		o.refused("STAND_IN_UNKNOWN", give(approver, func(in *AbsenceInput) { in.StandIns[0].Person = o.id(foreign) }))
		o.refused("STAND_IN_UNKNOWN", give(approver, func(in *AbsenceInput) { in.StandIns[0].Person = o.id(second) }))
		o.refused("STAND_IN_UNKNOWN", give(approver, func(in *AbsenceInput) { in.StandIns[0].Person = o.id(admin) }))
		o.refused("STAND_IN_UNKNOWN", give(approver, func(in *AbsenceInput) { in.StandIns[0].Person = "nobody" }))
		o.refused("ABSENCE_INVALID", give(approver, func(in *AbsenceInput) { in.StandIns[0].Person = o.id(approver) }))
		o.refused("ABSENCE_INVALID", give(approver, func(in *AbsenceInput) { in.StandIns[0].Scope = "sign" }))
		o.refused("ABSENCE_INVALID", give(approver, func(in *AbsenceInput) { in.StandIns[0].Scope = directory.ScopeForm }))
		o.refused("ABSENCE_INVALID", give(approver, func(in *AbsenceInput) { in.From, in.To = "2014-05-01", "2014-06-01" }))
		o.refused("ABSENCE_INVALID", give(approver, func(in *AbsenceInput) { in.To = "" }))
		o.refused("ABSENCE_INVALID", give(drafter, func(*AbsenceInput) {})) // a chuyên viên approves nothing
		o.refused("STAND_IN_MISSING", give(approver, func(in *AbsenceInput) { in.StandIns = nil }))
		o.refused("SECRET_REFUSED", give(approver, func(in *AbsenceInput) { in.Source = "Độ mật: TỐI MẬT" }))
		// For another: only the head of the văn phòng, with a writing, and not for himself to take.
		o.refused("PERSON_UNKNOWN", give(drafter, func(in *AbsenceInput) { in.Person = o.id(approver) }))
		o.refused("PERSON_UNKNOWN", give(signer, func(in *AbsenceInput) { in.Person = o.id(foreign) }))
		o.refused("PERSON_UNKNOWN", give(signer, func(in *AbsenceInput) { in.Person = "nobody" }))
		o.refused("ABSENCE_INVALID", give(signer, func(in *AbsenceInput) { in.Person = o.id(approver) }))
		o.refused("STAND_IN_SELF", give(signer, func(in *AbsenceInput) {
			in.Person, in.Source, in.StandIns[0].Person = o.id(approver), "Thông báo 01", o.id(signer)
		}))
		if err := give(signer, func(in *AbsenceInput) { in.Person, in.Source = o.id(approver), "Thông báo số 12-TB/VPTU" })(); err != nil {
			t.Fatal(err)
		}
		o.refused("ABSENCE_OVERLAPS", give(approver, func(in *AbsenceInput) { in.StandIns[0].Person = o.id(drafter) }))
		mine := must[Delegations](t)(o.Delegations(ctx, o.id(approver)))
		if len(mine.Mine) != 1 || !mine.Mine[0].InForce || mine.Mine[0].Source != "Thông báo số 12-TB/VPTU" {
			t.Errorf("the absent person reads %+v", mine.Mine)
		}
		if theirs := must[Delegations](t)(o.Delegations(ctx, o.id(foreign))); len(theirs.Mine)+len(theirs.StandsIn)+len(theirs.Office) != 0 {
			t.Errorf("another organ reads %+v", theirs)
		}
		o.refused("ABSENCE_UNKNOWN", func() error { return o.EndAbsence(ctx, o.id(foreign), mine.Mine[0].ID) })
		o.refused("ABSENCE_UNKNOWN", func() error { return o.EndAbsence(ctx, o.id(drafter), mine.Mine[0].ID) })
		o.refused("FORBIDDEN", func() error { return o.EndAbsence(ctx, o.id(peer), mine.Mine[0].ID) })
	})
}

// It ends by itself, and what a stand-in was lent goes no further than him.
func TestAnAbsenceEndsByItself(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		o.away(approver, peer, directory.ScopeContent)
		lent := func(who string, on store.Date) (titles []string) {
			t.Helper()
			err := s.View(context.Background(), func(tx *store.Tx) error {
				roles, err := directory.Roles(tx, o.id(who), on)
				for _, r := range roles {
					if r.For != "" {
						titles = append(titles, r.Name)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return titles
		}
		for on, want := range map[store.Date]int{"2014-06-09": 0, officeDay: 1, "2014-06-16": 1, "2014-06-17": 0} {
			if got := lent(peer, on); len(got) != want {
				t.Errorf("on %s the stand-in has %v", on, got)
			}
		}
		// A chuyên viên holds nothing that could be lent on: only the approver's own post is.
		o.refused("ABSENCE_INVALID", func() error {
			_, err := o.GiveAbsence(context.Background(), o.id(peer), AbsenceInput{From: officeDay, To: officeDay, StandIns: []StandIn{{directory.ScopeContent, o.id(drafter)}}})
			return err
		})
	})
}

func TestTwoGiveOneAbsenceAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		var wait sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wait.Go(func() {
				_, errs[i] = o.GiveAbsence(context.Background(), o.id(approver), AbsenceInput{
					From: officeDay, To: "2014-06-16", StandIns: []StandIn{{directory.ScopeContent, o.id([]string{peer, drafter}[i%2])}},
				})
			})
		}
		wait.Wait()
		given := slices.DeleteFunc(errs, func(err error) bool { return err != nil })
		if len(given) != 1 {
			t.Errorf("%d people stand in at once", len(given))
		}
	})
}

// A thư ký reads what waits for the leader, sorts it, and signs nothing.
func TestASecretaryReadsAndSorts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.AwaitingSignature)
		id := v.Document.ID
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.Show(ctx, o.id(peer), id); return err })
		_, err := o.GiveAbsence(ctx, o.id(signer), AbsenceInput{From: officeDay, StandIns: []StandIn{{directory.ScopeSecretary, o.id(peer)}}})
		if err != nil {
			t.Fatal(err) // of a thư ký an end may be left out
		}
		box := must[Inbox](t)(o.Inbox(ctx, o.id(peer), o.id(signer)))
		if len(box.Entries) != 1 || !box.Entries[0].ToSign || box.Own {
			t.Fatalf("the secretary reads %+v", box.Entries)
		}
		seen, err := o.Show(ctx, o.id(peer), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range seen.Available {
			if a.Allowed {
				t.Errorf("a secretary may %s", a.Action)
			}
		}
		for _, action := range []string{"sign", "return", "withdraw", "approve"} {
			o.refused("FORBIDDEN", func() error { _, err := o.Fire(ctx, o.id(peer), id, action, v.input("sign")); return err })
		}
		if got := len(must[[]Waiting](t)(o.Waiting(ctx, o.id(peer)))); got != 0 {
			t.Errorf("%d documents wait for the secretary himself", got)
		}
		if err := o.Sort(ctx, o.id(peer), o.id(signer), id, PileFirst, "Cần ký trước 15 giờ."); err != nil {
			t.Fatal(err)
		}
		waiting := must[[]Waiting](t)(o.Waiting(ctx, o.id(signer)))
		if waiting[0].Pile != PileFirst || waiting[0].PileNote != "Cần ký trước 15 giờ." {
			t.Errorf("the leader reads %+v", waiting[0])
		}
		o.refused("PILE_UNKNOWN", func() error { return o.Sort(ctx, o.id(peer), o.id(signer), id, "bin", "") })
		o.refused("FORBIDDEN", func() error { return o.Sort(ctx, o.id(drafter), o.id(signer), id, PileFirst, "") })
		o.refused("DOCUMENT_NOT_FOUND", func() error { return o.Sort(ctx, o.id(foreign), o.id(signer), id, PileFirst, "") })
		o.refused("PERSON_UNKNOWN", func() error { _, err := o.Inbox(ctx, o.id(drafter), o.id(signer)); return err })
		// A stand-in for another scope is no secretary.
		o.away(checker, drafter, directory.ScopeForm)
		o.refused("PERSON_UNKNOWN", func() error { _, err := o.Inbox(ctx, o.id(drafter), o.id(checker)); return err })
	})
}

// No stand-in of any scope ever signs: the policy refuses such a row at load, and the role has none.
func TestAStandInNeverSigns(t *testing.T) {
	t.Parallel()
	policy, err := authz.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{authz.StandInContent, authz.StandInForm, authz.StandInDirection, authz.Secretary} {
		for _, why := range authz.Whys() {
			for _, act := range []string{authz.DocumentSign, authz.DocumentCopySign, authz.DocumentEdit, authz.DocumentSeal, authz.BallotVote} {
				if policy.Grants(role, act, why) {
					t.Errorf("%s may %s as %s", role, act, why)
				}
			}
		}
	}
}

// A mandate is the head's own to give, has an end and a writing, and ends early at once.
func TestMandatesAreGivenAndEnded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		const head = "khoi.pk" // Bí thư
		give := func(by string, change func(*MandateInput)) func() error {
			return func() error {
				in := MandateInput{
					Organ: "bt-tu", Grantee: o.id(signer), Formula: "T/L", Source: "Quy chế làm việc", Kinds: []string{"plan"}, From: officeDay, To: "2014-07-10",
				}
				change(&in)
				_, err := o.GiveMandate(ctx, o.id(by), in)
				return err
			}
		}
		o.refused("MANDATE_UNKNOWN", give(signer, func(*MandateInput) {}))
		o.refused("MANDATE_UNKNOWN", give(head, func(in *MandateInput) { in.Organ = "bt-vptu" }))
		o.refused("MANDATE_DATES", give(head, func(in *MandateInput) { in.To = "" }))
		o.refused("MANDATE_DATES", give(head, func(in *MandateInput) { in.From = "2014-06-01" }))
		o.refused("MANDATE_INVALID", give(head, func(in *MandateInput) { in.Source = " " }))
		o.refused("MANDATE_INVALID", give(head, func(in *MandateInput) { in.Formula = "TUQ" })) // the Party knows none
		o.refused("MANDATE_INVALID", give(head, func(in *MandateInput) { in.Grantee = o.id(second) }))
		o.refused("MANDATE_INVALID", give(head, func(in *MandateInput) { in.Grantee = o.id(checker) })) // a deputy, not allowed by the rules
		o.refused("KIND_NOT_ALLOWED", give(head, func(in *MandateInput) { in.Kinds = []string{"strategy"} }))
		o.refused("GRANTEE_UNKNOWN", give(head, func(in *MandateInput) { in.Grantee = "nobody" }))
		if err := give(head, func(in *MandateInput) { in.Grantee, in.ForDeputy = o.id(checker), true })(); err != nil {
			t.Fatal(err)
		}
		formula := func() string {
			t.Helper()
			var lines []string
			err := s.View(ctx, func(tx *store.Tx) error {
				f, err := directory.SigningFormulaFor(tx, o.id(checker), "bt-tu", "", "plan", officeDay)
				lines = f.Lines
				if err != nil {
					lines = []string{"none"}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(lines, " / ")
		}
		if got := formula(); got != "T/L BAN THƯỜNG VỤ / K/T CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG" {
			t.Errorf("the deputy signs %q", got)
		}
		mine := must[Delegations](t)(o.Delegations(ctx, o.id(head)))
		at := slices.IndexFunc(mine.Mandates, func(m MandateView) bool { return m.GranteeID == o.id(checker) })
		if at < 0 || !mine.Mandates[at].MayEnd || !mine.Mandates[at].InForce {
			t.Fatalf("the head reads %+v", mine.Mandates)
		}
		id := mine.Mandates[at].ID
		o.refused("FORBIDDEN", func() error { return o.EndMandate(ctx, o.id(checker), id) })
		o.refused("MANDATE_UNKNOWN", func() error { return o.EndMandate(ctx, o.id(foreign), id) })
		if err := o.EndMandate(ctx, o.id(head), id); err != nil {
			t.Fatal(err)
		}
		o.refused("MANDATE_ENDED", func() error { return o.EndMandate(ctx, o.id(head), id) })
		if got := formula(); got != "none" {
			t.Errorf("after the end the deputy still signs %q", got)
		}
	})
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
