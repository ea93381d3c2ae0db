package pages

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A văn thư numbers, seals and issues without leaving the screen and without scripts; what one document is refused for keeps
// no other from its seal, and what is sent twice is done once.
func TestTheScreenOfAClerk(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		first, second := o.draft(), o.draft()
		o.walk(first, "sign")
		o.walk(second, "sign")
		id := func(document string) string { return strings.TrimPrefix(document, "/documents/") }

		desk := o.as(clerk).get("/clerk").is(http.StatusOK).says("Chờ cấp số", "01-TB/VPTU", "02-TB/VPTU", "Không có văn bản nào chờ đóng dấu.")
		form := desk.form("/clerk" + first + "/actions/assign_number")
		form.send().is(http.StatusOK).says("Đã cấp số")
		again := form.send().is(http.StatusOK) // a second press
		if o.count("register_entry") != 1 {
			t.Fatalf("%d numbers were given", o.count("register_entry"))
		}
		again.form("/clerk" + second + "/actions/assign_number").send().is(http.StatusOK)

		many, refusals := o.as(clerk).get("/clerk").form("/clerk/seals"), o.count("access_log")
		many.values["doc"] = []string{id(first), id(second)}
		for i := range 199 {
			many.values.Add("doc", fmt.Sprintf("none-%d", i))
		}
		many.submit(one("pin", pin)).is(http.StatusUnprocessableEntity).says("nhiều nhất 200 văn bản")
		if o.count("document_signature") != 2 || o.count("access_log") != refusals {
			t.Fatalf("of 201 chosen documents some were tried: %d signatures, %d refusals", o.count("document_signature"), o.count("access_log")-refusals)
		}
		seals := o.as(clerk).get("/clerk").form("/clerk/seals")
		stale := seals
		stale.values.Set("version-"+id(second), "1")
		stale.values["doc"] = []string{id(first), id(second)}
		half := stale.submit(one("pin", pin)).is(http.StatusUnprocessableEntity).says("xem kết quả từng văn bản", "Đã đóng dấu", "Chưa đóng dấu", "Văn bản đã thay đổi")
		if o.count("document_signature") != 3 {
			t.Fatalf("%d signatures, want those of two signers and one seal", o.count("document_signature"))
		}
		stale.submit(one("pin", pin)).is(http.StatusUnprocessableEntity).says("Đã đóng dấu", "Chưa đóng dấu") // the same form, once more
		if o.count("document_signature") != 3 {
			t.Fatal("it was sealed twice")
		}
		rest := half.form("/clerk/seals")
		wrong := rest.submit(one("doc", id(second), "pin", "999999")).is(http.StatusUnprocessableEntity).says("Mã PIN không đúng")
		if !strings.Contains(wrong.raw, `id="seal-pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required aria-invalid="true" aria-describedby="fault"`) {
			t.Error("the field does not say that its PIN was refused")
		}
		if o.count("document_signature") != 3 {
			t.Fatal("a wrong PIN left a seal")
		}
		rest.values.Set("key", "once-more")
		rest.submit(one("doc", id(second), "pin", pin)).is(http.StatusOK).says("Đã đóng dấu")
		nothing := o.as(clerk).get("/clerk").says("Không có văn bản nào chờ đóng dấu.")
		nothing.form("/clerk"+first+"/actions/issue").send().is(http.StatusOK).says("Đã phát hành hôm nay", "0/", "đã xác nhận")
		o.as(clerk).get("/clerk?doc="+id(second)).is(http.StatusOK).says("02-TB/VPTU", "SHA-256")

		for _, other := range []string{drafter, signer, keeper} {
			if v := o.as(other).get("/clerk"); v.status != http.StatusForbidden {
				t.Errorf("%s opens the screen of a văn thư: %d", other, v.status)
			}
		}
		o.as(outsider).get("/clerk").is(http.StatusOK).says("Không có văn bản nào chờ cấp số.")
		if v := o.as(outsider).get("/clerk?doc=" + id(second)); v.status != http.StatusNotFound {
			t.Errorf("văn thư of another organ sees the file: %d", v.status)
		}
	})
}

// count counts the rows of a table.
func (o *office) count(table string) (n int64) {
	o.t.Helper()
	must(o.t, o.store.View(o.t.Context(), func(tx *store.Tx) error { return tx.DB().Table(table).Count(&n).Error }))
	return n
}
