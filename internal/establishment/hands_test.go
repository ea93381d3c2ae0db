package establishment_test

import (
	"context"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/establishment"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// One administrator, however many accounts he makes or gets into, is one person.
func TestOneHandIsNotTwoPeople(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		first, second, chief, deputy := h.ids["kien.hb"], h.ids["ngan.tm"], h.ids["khai.dn"], h.ids["huong.dp"]
		post := directory.Holding{OrganID: "ld-vptu", Position: "PHÓ CHÁNH VĂN PHÒNG", Title: "Phó Chánh Văn phòng", Role: authz.ChiefOfOffice, Standing: directory.Deputy, From: today, Rank: 9}
		puppet := establishment.NewPerson{Name: "Nguyễn Thị Rối", Username: "roi.nt", Gender: "nữ", Email: "roi@example.vn", Post: post}
		h.refused("a second person of his own making", "POST_DECIDED", func() error { _, _, err := h.AddPerson(ctx, first, puppet); return err })
		puppet.Post = directory.Holding{}
		id, _, err := h.AddPerson(ctx, first, puppet)
		h.must(err)
		post.PersonID = id
		held := h.count("holding")
		making, err := h.GivePost(ctx, first, post)
		h.must(err)
		if making == "" || h.count("holding") != held {
			t.Errorf("one administrator made a head of office, who decides on his proposals: %q", making)
		}
		h.refused("and approves it himself", "PROPOSAL_TWO_PEOPLE", func() error { return h.Approve(ctx, first, making) })

		ofFirst, err := h.Propose(ctx, first, merger())
		h.must(err)
		if p, err := h.Proposal(ctx, chief, ofFirst); err != nil || !p.MayDecide || p.OneHand != nil {
			t.Errorf("the head of office sees %+v, %v", p, err)
		}
		_, err = h.ResetPassword(ctx, first, chief) // and comes in as the head of office
		h.must(err)
		h.refused("who was given the password by the proposer", "PROPOSAL_ONE_HAND", func() error { return h.Approve(ctx, chief, ofFirst) })
		if p, err := h.Proposal(ctx, chief, ofFirst); err != nil || p.MayDecide || p.OneHand == nil {
			t.Errorf("the head of office whose password the proposer gave sees %+v, %v", p, err)
		}
		h.must(h.Refuse(ctx, deputy, ofFirst, "Chưa đủ căn cứ."))

		_, err = h.ResetPassword(ctx, first, second) // comes in as the other administrator, too
		h.must(err)
		ofSecond, err := h.Propose(ctx, second, merger())
		h.must(err)
		h.refused("who gave the proposer the password", "PROPOSAL_ONE_HAND", func() error { return h.Approve(ctx, first, ofSecond) })
		h.refused("who has it from the same", "PROPOSAL_ONE_HAND", func() error { return h.Approve(ctx, chief, ofSecond) })
		_, err = h.ResetPassword(ctx, second, deputy) // and from there to a third
		h.must(err)
		h.must(h.Withdraw(ctx, second, ofSecond))
		ofFirst, err = h.Propose(ctx, first, merger())
		h.must(err)
		h.refused("who has it from one who has it from the proposer", "PROPOSAL_ONE_HAND", func() error { return h.Approve(ctx, deputy, ofFirst) })

		// The machine's own console ties nobody to anybody, and whoever got no password from either is another person.
		h.must(h.login.SetPassword(ctx, authz.Actor{Kind: authz.System}, h.ids["khoi.vk"], "khoi.vk", "một mật khẩu khác"))
		h.must(h.Approve(ctx, h.ids["khoi.vk"], ofFirst))
	})
}
