package establishment_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/establishment"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const (
	today store.Date = "2026-11-22"
	dawn  store.Date = "2027-03-01"
)

func init() {
	storetest.Prepare(func(ctx context.Context, s *store.Store) error { return directory.LoadDemo(ctx, s) })
}

// hall is the demo's Văn phòng Tỉnh ủy with its two administrators.
type hall struct {
	t *testing.T
	s *store.Store
	*establishment.Service
	login *login.Service
	ids   map[string]string // by username
}

func open(t *testing.T, s *store.Store) *hall {
	t.Helper()
	policy, err := authz.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{t: t, s: s, login: login.New(s, login.Config{}), ids: map[string]string{}}
	h.Service = establishment.New(establishment.Config{Store: s, Policy: policy, Login: h.login, Today: func() store.Date { return today }})
	h.look(func(tx *store.Tx) error {
		people, err := directory.People(tx, today)
		for _, p := range people {
			h.ids[p.Username] = p.ID
		}
		return err
	})
	return h
}

func (h *hall) look(fn func(*store.Tx) error) {
	h.t.Helper()
	if err := h.s.View(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) count(table string) (n int) {
	h.t.Helper()
	h.look(func(tx *store.Tx) error { return tx.SQL().QueryRow("SELECT count(*) FROM " + table).Scan(&n) })
	return n
}

// state counts what a change may write; a refusal may leave a line in the access log, and nothing here.
func (h *hall) state() (counts string) {
	h.t.Helper()
	for _, table := range []string{"organ", "organ_past", "organ_successor", "person", "account", "holding", "mandate", "term", "org_group", "group_member", "group_lead", "audit_event"} {
		counts += fmt.Sprintf("%s %d, ", table, h.count(table))
	}
	for _, query := range []string{
		"SELECT count(*) FROM directory_proposal WHERE status = 'proposed'", "SELECT count(*) FROM organ WHERE valid_to = ''",
		"SELECT count(*) FROM holding WHERE valid_to = ''", "SELECT count(*) FROM mandate WHERE ended_on = ''",
	} {
		var n int
		h.look(func(tx *store.Tx) error { return tx.SQL().QueryRow(query).Scan(&n) })
		counts += fmt.Sprintf("%d, ", n)
	}
	return counts
}

// refused carries out what is to be refused with a code, and sees that nothing happened.
func (h *hall) refused(what, code string, do func() error) {
	h.t.Helper()
	before := h.state()
	err := do()
	if err == nil || !strings.Contains(err.Error(), code) {
		h.t.Errorf("%s: %v, want %s", what, err, code)
	}
	if f := new(fault.Fault); !errors.As(err, &f) {
		h.t.Errorf("%s is told to nobody: %v", what, err)
	}
	if after := h.state(); after != before {
		h.t.Errorf("%s: refused, but\n%s\n%s", what, before, after)
	}
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// merger joins two boards into a new one.
func merger() directory.Reorganisation {
	return directory.Reorganisation{
		From: dawn, Ending: []string{"ld-btctu", "ld-bnctu"}, Heirs: []directory.Succession{{OrganID: "moi"}}, Source: "Quyết định số 5-QĐ/TU",
		New: []directory.Organ{{ID: "moi", Name: "Ban Tổ chức - Nội chính Tỉnh ủy", PrintedName: "BAN TỔ CHỨC - NỘI CHÍNH", Code: "BTCNCTU", Regime: directory.Party,
			Class: directory.PartyBoard, Level: "tinh", Channel: "account", ParentID: "ld-tu", SuperiorID: "ld-tu", HeadPosition: "TRƯỞNG BAN"}},
	}
}

func TestAMergerNeedsTwoPeople(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		first, second, chief, clerk, elsewhere := h.ids["kien.hb"], h.ids["ngan.tm"], h.ids["khai.dn"], h.ids["lieu.bd"], h.ids["toan.hc"]
		for what, who := range map[string]string{"a văn thư": clerk, "the head of the office": chief, "another office's administrator": elsewhere, "nobody": "nobody"} {
			h.refused(what+" proposes", map[bool]string{true: "NOT_LOGGED_IN", false: "FORBIDDEN"}[who == "nobody"], func() error {
				_, err := h.Propose(ctx, who, merger())
				return err
			})
		}
		before := h.state()
		preview, err := h.Preview(ctx, first, merger())
		h.must(err)
		if preview.Refusal != nil || len(preview.Ending) != 2 || len(preview.Posts) == 0 || len(preview.Members) != 2 || h.state() != before {
			t.Errorf("preview %+v, %v", preview, preview.Refusal)
		}
		events := h.count("audit_event")
		id, err := h.Propose(ctx, first, merger())
		h.must(err)
		if n := h.count("audit_event") - events; n != 1 {
			t.Errorf("a proposal left %d events", n)
		}
		h.refused("the same again", "PROPOSAL_WAITS", func() error { _, err := h.Propose(ctx, second, merger()); return err })
		h.refused("who proposed approves", "PROPOSAL_TWO_PEOPLE", func() error { return h.Approve(ctx, first, id) })
		h.refused("another office approves", "FORBIDDEN", func() error { return h.Approve(ctx, elsewhere, id) })
		h.refused("a văn thư approves", "FORBIDDEN", func() error { return h.Approve(ctx, clerk, id) })
		h.refused("no reason", "PROPOSAL_REASON", func() error { return h.Refuse(ctx, second, id, " ") })
		h.refused("another withdraws", "FORBIDDEN", func() error { return h.Withdraw(ctx, second, id) })
		for who, may := range map[string]bool{first: false, second: true, chief: true, elsewhere: false} {
			p, err := h.Proposal(ctx, who, id)
			h.must(err)
			if p.MayDecide != may || p.Preview == nil || !strings.Contains(p.Summary, "Sáp nhập") {
				t.Errorf("%s sees %+v", who, p)
			}
		}
		results := make([]error, 6) // many decide at once: one does
		var all sync.WaitGroup
		for i := range results {
			all.Go(func() { results[i] = h.Approve(ctx, []string{second, chief}[i%2], id) })
		}
		all.Wait()
		done := 0
		for _, err := range results {
			if err == nil {
				done++
			} else if !strings.Contains(err.Error(), "PROPOSAL_OVER") {
				t.Error(err)
			}
		}
		if done != 1 {
			t.Errorf("approved %d times", done)
		}
		h.look(func(tx *store.Tx) error {
			for on, names := range map[store.Date]string{"2027-02-28": "Ban Tổ chức Tỉnh ủy Lâm Đồng", dawn: "Ban Tổ chức - Nội chính Tỉnh ủy", "2027-03-02": "Ban Tổ chức - Nội chính Tỉnh ủy"} {
				organs, _, err := directory.Members(tx, "ld-cac-ban-tinh-uy", on)
				listed := ""
				for _, o := range organs {
					listed += o.Name + "; "
				}
				if err != nil || !strings.Contains(listed, names) {
					t.Errorf("on %s: %s, %v", on, listed, err)
				}
			}
			return nil
		})
		h.refused("approved again", "PROPOSAL_OVER", func() error { return h.Approve(ctx, second, id) })
		h.refused("merged again", "ORGAN_CLOSED", func() error { _, err := h.Propose(ctx, first, merger()); return err })
	})
}

func TestAProposalGrowsOld(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		first, second := h.ids["kien.hb"], h.ids["ngan.tm"]
		id, err := h.Propose(ctx, first, merger())
		h.must(err)
		h.must(s.Update(ctx, func(tx *store.Tx) error { // the organ is another meanwhile
			o, err := directory.OrganByID(tx, "ld-btctu")
			if err != nil {
				return err
			}
			c := directory.ChangeOf(o)
			c.Code, c.From, c.Source = "BTC", today, "QĐ"
			return directory.ChangeOrgan(tx, directory.Editor{ID: first}, o.ID, c)
		}))
		h.refused("approve what is stale", "DIRECTORY_STALE", func() error { return h.Approve(ctx, second, id) })
		h.must(h.Refuse(ctx, second, id, "Cơ quan đã đổi ký hiệu."))
		h.refused("approve what was refused", "PROPOSAL_OVER", func() error { return h.Approve(ctx, second, id) })
		id, err = h.Propose(ctx, first, merger())
		h.must(err)
		h.must(s.Update(ctx, func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(`UPDATE directory_proposal SET expires_at = proposed_at WHERE id = '` + id + `'`)
			return err
		}))
		h.refused("approve what has expired", "PROPOSAL_OVER", func() error { return h.Approve(ctx, second, id) })
		events := h.count("audit_event")
		next, err := h.Propose(ctx, first, merger())
		h.must(err)
		if n := h.count("audit_event") - events; n != 2 { // one expired, one was made
			t.Errorf("%d events", n)
		}
		h.must(h.Withdraw(ctx, first, next))
		list, err := h.Proposals(ctx, second)
		h.must(err)
		got := ""
		for _, p := range list {
			got += p.Status + " "
		}
		if got != "withdrawn expired refused " {
			t.Errorf("proposals: %s", got)
		}
	})
}

// No organ ends while one of its documents has a signature and no seal.
func TestASignedDocumentBarsTheEnd(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		h.must(s.Update(ctx, func(tx *store.Tx) error {
			return insertDocument(tx, "signed", "ld-btctu", h.ids["dat.dk"])
		}))
		h.refused("propose", "REORGANISATION_DOCUMENTS", func() error { _, err := h.Propose(ctx, h.ids["kien.hb"], merger()); return err })
		preview, err := h.Preview(ctx, h.ids["kien.hb"], merger())
		h.must(err)
		if preview.Signed != 1 || preview.Refusal == nil || preview.Refusal.Code != "REORGANISATION_DOCUMENTS" {
			t.Errorf("preview %+v", preview)
		}
	})
}

func TestPeopleComeAndGo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		first, second := h.ids["kien.hb"], h.ids["ngan.tm"]
		post := directory.Holding{OrganID: "ld-btctu", Position: "CHUYÊN VIÊN", Title: "Chuyên viên", Role: authz.Specialist, Standing: directory.Member, From: today, Rank: 9}
		newcomer := establishment.NewPerson{Name: "Nguyễn Thị Mới", Username: "moi.nt", Gender: "nữ", Email: "moi@example.vn", Post: post}
		admin := newcomer
		admin.Post.Role = authz.Administrator
		h.refused("an administrator at once", "POST_DECIDED", func() error { _, _, err := h.AddPerson(ctx, first, admin); return err })
		taken := newcomer
		taken.Username = "kien.hb"
		h.refused("a taken name", "USERNAME_TAKEN", func() error { _, _, err := h.AddPerson(ctx, first, taken); return err })
		away := newcomer
		away.Post.OrganID = "ld-snv"
		h.refused("a post elsewhere", "FORBIDDEN", func() error { _, _, err := h.AddPerson(ctx, first, away); return err })
		id, password, err := h.AddPerson(ctx, first, newcomer)
		h.must(err)
		session, err := h.login.LogIn(ctx, "moi.nt", password, "127.0.0.1")
		if err != nil || !session.MustChange {
			t.Errorf("the first log-in: %+v, %v", session, err)
		}
		h.refused("an own post", "POST_OWN", func() error {
			own := post
			own.PersonID = first
			_, err := h.GivePost(ctx, first, own)
			return err
		})
		concurrent := post
		concurrent.PersonID, concurrent.OrganID, concurrent.Position, concurrent.Title, concurrent.From = id, "ld-bnctu", "CHUYÊN VIÊN", "Chuyên viên kiêm nhiệm", "2026-12-01"
		if proposal, err := h.GivePost(ctx, first, concurrent); err != nil || proposal != "" {
			t.Errorf("kiêm nhiệm: %q, %v", proposal, err)
		}
		machine := directory.Holding{PersonID: id, OrganID: "ld-vptu", Position: "QUẢN TRỊ HỆ THỐNG", Title: "Quản trị", Role: authz.Administrator, Standing: directory.Member, From: "2026-12-01"}
		proposal, err := h.GivePost(ctx, first, machine)
		h.must(err)
		roles := func(on store.Date) (names string) {
			h.look(func(tx *store.Tx) error {
				held, err := directory.Roles(tx, id, on)
				for _, r := range held {
					names += r.Name + "@" + r.Organ + " "
				}
				return err
			})
			return names
		}
		if got := roles("2026-12-01"); strings.Contains(got, "administrator") {
			t.Errorf("proposed, and already %s", got)
		}
		h.refused("who proposed approves", "PROPOSAL_TWO_PEOPLE", func() error { return h.Approve(ctx, first, proposal) })
		h.must(h.Approve(ctx, second, proposal))
		for on, want := range map[store.Date]string{
			"2026-11-21": "", today: "specialist@ld-btctu ", "2026-11-30": "specialist@ld-btctu ",
			"2026-12-01": "administrator@ld-vptu specialist@ld-bnctu specialist@ld-btctu ",
		} {
			got := strings.Fields(roles(on))
			for _, w := range strings.Fields(want) {
				if !strings.Contains(strings.Join(got, " "), w) {
					t.Errorf("on %s %v lacks %s", on, got, w)
				}
			}
			if len(got) != len(strings.Fields(want)) {
				t.Errorf("on %s %v, want %s", on, got, want)
			}
		}
		h.must(h.ChangePerson(ctx, first, directory.Person{ID: id, Name: "Nguyễn Thị Mười", Gender: "nữ", Version: 1}))
		h.refused("changed meanwhile", "DIRECTORY_STALE", func() error {
			return h.ChangePerson(ctx, second, directory.Person{ID: id, Name: "Nguyễn Thị Một", Version: 1})
		})
		again, err := h.ResetPassword(ctx, second, id)
		h.must(err)
		if _, err := h.login.Person(ctx, session.Token); err == nil {
			t.Error("a session outlives its password")
		}
		if _, err := h.login.LogIn(ctx, "moi.nt", again, "127.0.0.1"); err != nil {
			t.Error(err)
		}
		h.refused("retire oneself", "POST_OWN", func() error { return h.RetirePerson(ctx, first, first, today) })
		h.refused("retire before it began", "HOLDING_ENDED", func() error { return h.RetirePerson(ctx, first, id, "2026-11-25") })
		h.must(h.RetirePerson(ctx, first, id, "2026-12-31"))
		if got := roles("2026-12-31") + "|" + roles("2027-01-01"); !strings.HasSuffix(got, "|") || got == "|" {
			t.Errorf("roles on the last day and the day after: %s", got)
		}
		h.refused("retire twice", "PERSON_RETIRED", func() error { return h.RetirePerson(ctx, first, id, "2026-12-31") })
	})
}

func TestAMandateEndsByTwo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		first, second := h.ids["kien.hb"], h.ids["ngan.tm"]
		h.must(h.GiveMandate(ctx, first, directory.Mandate{GranteeID: h.ids["van.dt"], OrganID: "ld-btctu", Formula: "T/L", From: today, SourceDocument: "Quy chế làm việc", ForDeputy: true}))
		var mandate string
		h.look(func(tx *store.Tx) error {
			given, err := directory.MandatesTo(tx, h.ids["van.dt"], today)
			for _, m := range given {
				if m.SourceDocument == "Quy chế làm việc" {
					mandate = m.ID
				}
			}
			return err
		})
		h.refused("retire who may sign", "RETIRE_MANDATE", func() error { return h.RetirePerson(ctx, first, h.ids["van.dt"], today) })
		id, err := h.ProposeMandateEnd(ctx, first, mandate, "2026-12-01")
		h.must(err)
		h.refused("who proposed approves", "PROPOSAL_TWO_PEOPLE", func() error { return h.Approve(ctx, first, id) })
		h.must(h.Approve(ctx, second, id))
		h.look(func(tx *store.Tx) error {
			for on, want := range map[store.Date]int{"2026-11-30": 1, "2026-12-01": 0, "2026-12-02": 0} {
				given, err := directory.MandatesTo(tx, h.ids["van.dt"], on)
				if err != nil || len(given) != want {
					t.Errorf("on %s: %d mandates, %v", on, len(given), err)
				}
			}
			return nil
		})
		h.refused("end it twice", "MANDATE_ENDED", func() error { _, err := h.ProposeMandateEnd(ctx, first, mandate, "2026-12-05"); return err })
	})
}

// insertDocument writes a signed document as bare as the database lets it be.
func insertDocument(tx *store.Tx, state, issuer, drafter string) error {
	_, err := tx.SQL().Exec(`INSERT INTO document (id, kind, subkind, regime, issuer_id, office_id, unit_id, on_behalf_of, drafter_id, signer_id,
		subject, place, urgency, security_level, due, state, chain_id, chain_version, version, content_version, checked_version, office_date, number,
		symbol, document_date, rendition, signed, sealed, case_file, created_at, updated_at)
		VALUES ('d', 'notice', '', 'party', '` + issuer + `', '` + issuer + `', '` + issuer + `', '', '` + drafter + `', '', 'về việc trực', '', 'thuong', 'thuong', '',
		'` + state + `', 'c', 'v', 1, 1, 1, '2026-11-22', 0, '', '', 'r', 's', '', '', '2026-11-22 00:00:00', '2026-11-22 00:00:00')`)
	return err
}
