package distribution

import (
	"context"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Live is the board of a document with one page of its copies, read at one moment.
func (s *Service) Live(ctx context.Context, a authz.Actor, documentID string, f CopyFilter) (board Overview, page CopyPage, err error) {
	if err := f.check(); err != nil {
		return board, page, err
	}
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if err := s.mayList(tx, a, documentID); err != nil {
			return err
		}
		if board, err = Board(tx, documentID); err != nil {
			return err
		}
		found, err := copiesOf(tx, documentID, f)
		if err != nil {
			return err
		}
		page = CopyPage{Items: found}
		if len(found) > f.Limit {
			page.Items, page.Next = found[:f.Limit], found[f.Limit-1].ID
		}
		return nil
	})
	return board, page, s.refused(ctx, a, authz.DeliveryList, documentID, err)
}

// ErrReceiptNotYet says that nothing was decided on the copy so far.
var ErrReceiptNotYet = fault.New(fault.Unmet, "RECEIPT_NOT_YET", "Chưa có biên nhận của văn bản gửi này.")

// ReceiptsOf are the signed receipts of a copy, in order of time: for its receiver, and for those who may list the
// deliveries of the document. ErrNotFound for everybody else.
func (s *Service) ReceiptsOf(ctx context.Context, a authz.Actor, deliveryID string) (receipts []Receipt, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, d, err := s.load(tx, a, deliveryID)
		if err != nil {
			return err
		}
		if !s.policy.Can(actor, authz.DocumentRead, d.place()) {
			if err := s.mayListAs(tx, actor, d.DocumentID); err != nil {
				return ErrNotFound
			}
		}
		if receipts, err = receiptsOf(tx, d.ID); err == nil && len(receipts) == 0 {
			err = ErrReceiptNotYet
		}
		return err
	})
	return receipts, s.refused(ctx, a, authz.DeliveryList, deliveryID, err)
}

// ReceiptByLink is the newest receipt of the copy that a link is for: what somebody outside keeps as proof.
func (s *Service) ReceiptByLink(ctx context.Context, token, address string) (r Receipt, err error) {
	l, err := s.OpenLink(ctx, token, address)
	if err != nil {
		return r, err
	}
	err = s.store.View(ctx, func(tx *store.Tx) error {
		all, err := receiptsOf(tx, l.ID)
		if err == nil && len(all) == 0 {
			err = ErrReceiptNotYet
		}
		if err == nil {
			r = all[len(all)-1]
		}
		return err
	})
	return r, err
}

// Copy is one copy of a document, for its receiver and for those who may list the deliveries; ErrNotFound for others.
func (s *Service) Copy(ctx context.Context, a authz.Actor, deliveryID string) (d Delivery, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.load(tx, a, deliveryID); err != nil {
			return err
		}
		if s.policy.Can(actor, authz.DocumentRead, d.place()) || s.mayListAs(tx, actor, d.DocumentID) == nil {
			return nil
		}
		return ErrNotFound
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DeliveryList, deliveryID, err)
	}
	return d, nil
}
