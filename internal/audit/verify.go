package audit

import (
	"errors"
	"fmt"

	"trinhky/internal/store"
)

// Report is what Verify found.
type Report struct {
	Chains int    `json:"chains"`
	Events int    `json:"events"`
	Fault  *Break `json:"fault,omitempty"` // the first bad row; nil when the log is whole
}

// Break is the first place where the log is not what was written.
type Break struct {
	Subject Subject `json:"subject"`
	Seq     int     `json:"seq"`
	ID      int64   `json:"id,omitempty"`
	Detail  string  `json:"detail"` // in Vietnamese
}

// Error says where and what.
func (b *Break) Error() string {
	return fmt.Sprintf("chuỗi %s %s, mắt xích %d (dòng %d): %s", b.Subject.Kind, b.Subject.ID, b.Seq, b.ID, b.Detail)
}

// breakLabels are what may be wrong with a chain.
var breakLabels = struct{ headDiffers, linkMissing, chainGone, loose, changed string }{
	headDiffers: "cuối chuỗi không khớp với đầu mối: có sự kiện bị xóa hoặc chèn",
	linkMissing: "thiếu mắt xích %d",
	chainGone:   "cả chuỗi sự kiện bị xóa",
	loose:       "không nối với sự kiện trước",
	changed:     "nội dung sự kiện đã bị sửa",
}

// Verify recomputes every chain and compares it with its head; it stops at the first bad row.
func Verify(tx *store.Tx) (Report, error) {
	heads, err := heads(tx)
	if err != nil {
		return Report{}, err
	}
	report := Report{Chains: len(heads)}
	var last Entry
	closed := func() *Break { // the chain that ends at last must end where its head says
		if last.Seq == 0 {
			return nil
		}
		head, ok := heads[last.Subject]
		delete(heads, last.Subject)
		if !ok || head.Seq != last.Seq || head.Hash != last.Hash {
			return &Break{last.Subject, last.Seq, last.ID, breakLabels.headDiffers}
		}
		return nil
	}
	err = eachEvent(tx, func(e Entry) error {
		report.Events++
		if e.Subject != last.Subject {
			if bad := closed(); bad != nil {
				return bad
			}
			last = Entry{Subject: e.Subject}
		}
		if bad := follows(last, e); bad != nil {
			return bad
		}
		last = e
		return nil
	})
	if err == nil {
		if bad := closed(); bad != nil {
			err = bad
		}
	}
	if err == nil {
		for subject, head := range heads {
			err = &Break{subject, head.Seq, 0, breakLabels.chainGone}
			break
		}
	}
	if errors.As(err, &report.Fault) {
		err = nil
	}
	return report, err
}

// follows says what is wrong with e as the entry after last.
func follows(last, e Entry) *Break {
	bad := func(detail string) *Break { return &Break{e.Subject, e.Seq, e.ID, detail} }
	if e.Seq != last.Seq+1 {
		return bad(fmt.Sprintf(breakLabels.linkMissing, last.Seq+1))
	}
	if e.Prev != last.Hash {
		return bad(breakLabels.loose)
	}
	want, err := e.digest()
	if err != nil || want != e.Hash {
		return bad(breakLabels.changed)
	}
	return nil
}
