package pages

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// An administrator writes a person's address; then, and only then, that person may ask for letters.
func TestAddressesByThePages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		path := "/people/" + o.idOf(drafter) + "/email"
		if plain := o.as(drafter).get("/people").is(http.StatusOK).says("Văn phòng Tỉnh ủy Bình Thuận"); strings.Contains(plain.raw, "/email") {
			t.Error("a chuyên viên is offered to write addresses")
		}
		page := o.as(keeper).get("/people").is(http.StatusOK)
		for _, wrong := range []string{"khong phai thu", "a@b.vn\r\nBcc: x@y.vn", "Tên <a@b.vn>"} {
			page.form(path).submit(one("email", wrong)).is(http.StatusUnprocessableEntity).says("không hợp lệ")
			page = o.as(keeper).get("/people")
		}
		if got := o.address(drafter); got != "" {
			t.Errorf("a refused address is kept: %q", got)
		}
		page.form(path).submit(one("email", " thuan@vptu.vn ")).is(http.StatusOK)
		if got := o.address(drafter); got != "thuan@vptu.vn" {
			t.Errorf("the address is %q", got)
		}
		o.as(drafter).get("/notices").says("thuan@vptu.vn")
		o.as(drafter).get("/notices").form("/notices/preferences").submit(one("mail", "digest", "digest_hour", "16", "quiet_from", "22", "quiet_to", "5")).is(http.StatusOK)
		if strings.Contains(o.as(recipient).get("/people").raw, "thuan@vptu.vn") {
			t.Error("another office reads the address")
		}
	})
}

func (o *office) address(username string) (address string) {
	o.t.Helper()
	must(o.t, o.store.View(context.Background(), func(tx *store.Tx) error {
		p, _, err := directory.PersonByUsername(tx, username)
		address = p.Email
		return err
	}))
	return address
}
