package signoff

import (
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Sửa đổi leaves the old one in force; đính chính takes errors of form alone, by công văn.
func TestAmendAndCorrect(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		old := o.walk(o.draft(), document.Issued)
		// The chánh văn phòng who signed has it drafted by whoever drafted the first.
		o.do(signer, old, "amend", FireInput{Comment: "Thêm một ca trực."})
		amendment := o.laterOf(old)
		if amendment.Document.DrafterID != o.id(drafter) {
			t.Errorf("drafted by %s", amendment.Document.DrafterID)
		}
		o.walk(amendment, document.Issued)
		o.hasMarks(old, document.MarkAmended)

		refusal := o.try(drafter, old, "correct", FireInput{Comment: "Sai giờ.", Error: "content"})
		o.refused("CONDITIONS_UNMET", refusal)
		if reasons := fault.Of(refusal()).Reasons; len(reasons) != 1 || reasons[0].Code != "ERROR_OF_CONTENT" || !strings.Contains(reasons[0].Detail, "thay thế") {
			t.Errorf("an error of content is refused with %+v", reasons)
		}
		o.refused("CONDITIONS_UNMET", o.try(drafter, old, "correct", FireInput{Comment: "Sai giờ."}))
		o.do(drafter, old, "correct", FireInput{Comment: "Sai địa danh.", Error: "form"})
		letter := o.laterOf(old)
		if letter.Document.Kind != officialLetter || len(letter.Content.Addressees) == 0 {
			t.Errorf("corrected by a %s to %v", letter.Document.Kind, letter.Content.Addressees)
		}
		o.walk(letter, document.Issued)
		o.hasMarks(old, document.MarkAmended, document.MarkCorrected)
		if _, ended := document.Ended(o.shown(old).Fate.Marks); ended {
			t.Error("an amended and corrected document is out of force")
		}
		o.intact()
	})
}
