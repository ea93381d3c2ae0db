package incoming

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trinhky/internal/book"
	"trinhky/internal/directory"
	"trinhky/internal/pdf"
	"trinhky/internal/register"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestBooks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		h.in(Filed)
		h.update(func(tx *store.Tx) error {
			organ, err := directory.OrganByID(tx, province)
			if err != nil {
				return err
			}
			_, err = register.Reserve(tx, register.KeyForIncoming(organ, officeDay), officeDay, "văn bản trên giấy", register.By{ID: h.id(registrar), Name: "Văn thư"})
			return err
		})
		h.in(Submitted)
		b, err := h.Book(h.ctx, h.as(registrar), Span{OrganID: province, Year: 2026})
		h.must(err)
		if len(b.Columns) != 10 || len(b.Rows) != 3 || b.Rows[1].Kind != book.Reserved || b.Rows[1].Cells[1] != "2" || b.FirstNumber != "1" || b.LastNumber != "3" {
			t.Errorf("%+v", b)
		}
		first := b.Rows[0].Cells
		if first[0] != "10/03/2026" || first[1] != "1" || first[2] != "Ban Tổ chức Trung ương" || first[4] != "05/03/2026" || first[5] != "Công văn về công tác cán bộ" ||
			!strings.Contains(first[6], "Phòng Tổng hợp") {
			t.Errorf("%q", first)
		}
		f, err := h.FollowUp(h.ctx, h.as(chief), Span{OrganID: province, Year: 2026})
		h.must(err)
		if len(f.Columns) != 7 || len(f.Rows) != 3 || !strings.HasPrefix(f.Rows[0].Cells[4], "Hoàn thành ngày") || f.Rows[2].Cells[4] != "Trình lãnh đạo" {
			t.Errorf("%+v", f.Rows)
		}
		for _, one := range []book.Book{b, f} {
			if raw, err := one.PDF(); err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
				t.Error(err)
			}
			if raw, err := one.XLSX(); err != nil || len(raw) == 0 {
				t.Error(err)
			}
		}
		if _, err := h.Book(h.ctx, h.as(specialist), Span{OrganID: province, Year: 2026}); code(err) != ErrNotFound.Code {
			t.Errorf("a chuyên viên reads the book: %v", err)
		}
	})
}

// The slip says what was said, by whom and when; it can be drawn from the first step on, and with hostile and long words.
func TestSlip(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Submitted)
		o := order()
		o.Text = strings.Repeat("Phòng Tổng hợp chủ trì, phối hợp các cơ quan liên quan tham mưu. ", 20) + strings.Repeat("x", 300) + "\n(BT /F1 Tf <script>alert(1)</script> \\)"
		_, err := h.Direct(h.ctx, h.as(secretary), At{ID: a.ID}, o)
		h.must(err)
		_, err = h.Assign(h.ctx, h.as(head), At{ID: a.ID}, Assignment{PersonID: h.id(specialist), Text: "Làm ngay"})
		h.must(err)
		_, err = h.Note(h.ctx, h.as(specialist), At{ID: a.ID}, Proposal, "Đề xuất trả lời bằng công văn")
		h.must(err)
		raw, err := h.Slip(h.ctx, h.as(specialist), a.ID)
		h.must(err)
		file, err := pdf.Open(raw)
		if err != nil || file.Pages() < 2 {
			t.Errorf("%v", err)
		}
		if dir := os.Getenv("TRINHKY_LOOK"); dir != "" { // to look at it
			h.must(os.WriteFile(filepath.Join(dir, "phieu.pdf"), raw, 0o600))
		}
		if _, err := h.Slip(h.ctx, h.as(registrar), h.paper("1-CV/X").ID); code(err) != "SLIP_TOO_EARLY" {
			t.Errorf("%v", err)
		}
		if _, err := h.Slip(h.ctx, h.as(colleague), a.ID); code(err) != ErrNotFound.Code {
			t.Errorf("%v", err)
		}
	})
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "một", strings.Repeat("dài", 200), "a\n\nb", strings.Repeat("chữ nghĩa ", 100)} {
		for _, line := range wrap(s, pdf.Style{}, 13, 100) {
			if pdf.Width(pdf.Style{}, 13, line) > 100 {
				t.Errorf("%q is too long", line)
			}
		}
		joined := strings.Join(wrap(s, pdf.Style{}, 13, 100), "")
		if strings.Join(strings.Fields(joined), "") != strings.Join(strings.Fields(s), "") {
			t.Errorf("%q lost words: %q", s, joined)
		}
	}
}
