package pages

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/language"
)

// chosen opens the page of documents as a list's form does, by their addresses.
func (p *person) chosen(documents ...string) *view {
	q := url.Values{}
	for _, d := range documents {
		q.Add("document", strings.TrimPrefix(d, "/documents/"))
	}
	return p.get("/sign?" + q.Encode())
}

// Without a script: the chosen documents, one PIN, and a page of what became of each. What changed meanwhile is not signed,
// and the others are.
func TestManyAreSignedOnAPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		o.walk(o.draft(), "sign") // the key, and its PIN, is made at its first use
		var documents []string
		for range 4 {
			d := o.draft()
			o.walk2(d, "submit", "approve", "check_format")
			documents = append(documents, d)
		}
		p := o.as(signer)
		page := p.chosen(append(documents, documents[0], "/documents/"+store.NewID())...).is(http.StatusOK)
		form := page.form("/sign")
		if ticked := form.values["document"]; len(ticked) != 4 {
			t.Fatalf("%d documents are ticked: %v", len(ticked), ticked)
		}
		if strings.Contains(o.as(colleague).chosen(documents...).words, "lịch trực") {
			t.Error("a colleague is shown what he may not see")
		}
		if others := o.as(checker).chosen(documents...); others.offers("/sign") && len(others.form("/sign").values["document"]) > 0 {
			t.Error("somebody else's signature is offered")
		}

		back := form.submit(one("pin", "999999"))
		if back.status < 400 || strings.Contains(back.raw, "999999") {
			t.Errorf("a wrong PIN gave %d, or came back in the page", back.status)
		}
		if !strings.Contains(back.raw, `required aria-invalid="true" aria-describedby="fault"`) {
			t.Error("the field does not say that its PIN was refused")
		}
		if again := back.form("/sign"); len(again.values["document"]) != 4 || again.values.Get("pin") != "" {
			t.Errorf("after a wrong PIN the form holds %v", again.values)
		}
		if none := (&formHTML{by: p, action: "/sign", values: one("key", store.NewID(), "pin", pin)}).send(); none.status != http.StatusUnprocessableEntity {
			t.Errorf("nothing chosen gave %d", none.status)
		}
		o.fire(signer, documents[2], "return", one("comment", "Nói rõ giờ trực.")).is(http.StatusOK)
		o.walk2(documents[2], "submit", "approve", "check_format")
		done := form.submit(one("pin", pin)).is(http.StatusOK).says("Đã ký 3 văn bản", "1 văn bản chưa ký", "Văn bản đã thay đổi, hãy tải lại.")
		sentAgain := form.send().is(http.StatusOK)
		if squeeze(sentAgain.words) != squeeze(done.words) {
			t.Errorf("sent again it tells\n%s\nand told\n%s", squeeze(sentAgain.words), squeeze(done.words))
		}
		for i, d := range documents {
			if signed := strings.Contains(o.as(signer).get(d).words, "Đã ký, chờ cấp số – văn bản đang ở đây"); signed != (i != 2) {
				t.Errorf("document %d signed: %v", i, signed)
			}
		}
		rest := p.get(done.link("/sign?"))
		if ticked := rest.form("/sign").values["document"]; len(ticked) != 1 {
			t.Errorf("to be looked at again: %v", ticked)
		}
		rest.form("/sign").submit(one("pin", pin)).is(http.StatusOK).says("Đã ký 1 văn bản")
		p.chosen().says("Chưa chọn văn bản nào")
		p.chosen(documents...).says("Văn bản này đã ký.")
	})
}

// link is the address of the first link that begins so.
func (v *view) link(prefix string) string {
	v.by.t.Helper()
	i := slices.IndexFunc(v.links, func(to string) bool { return strings.HasPrefix(to, prefix) })
	if i < 0 {
		v.by.t.Fatalf("%s has no link to %s…", v.path, prefix)
	}
	return v.links[i]
}

// As many documents as may be signed in one go, of the longest subjects, are a page that a slow line brings soon.
func TestThePageOfManyDocumentsIsSmall(t *testing.T) {
	t.Parallel()
	view := signView{page: page{Title: "Ký số nhiều văn bản", Key: store.NewID()}, Ready: signoff.ManyLimit, Most: signoff.ManyLimit}
	for i := range signoff.ManyLimit {
		sum := sha256.Sum256([]byte{byte(i)})
		d := document.Document{
			ID: store.NewID(), Kind: "notice", State: document.AwaitingSignature, Version: 5, Rendition: hex.EncodeToString(sum[:]),
			Subject: fmt.Sprintf("%d %s", i, strings.Repeat("về việc triển khai thực hiện Kết luận của Ban Thường vụ Tỉnh ủy ", 4)),
		}
		pdf := pdfView{SHA256: d.Rendition, Path: withQuery("/documents/"+d.ID+"/pdf", "sha256", d.Rendition)}
		view.Items = append(view.Items, signItem{
			Chosen:   signoff.Chosen{Document: d, StateLabel: "Chờ ký duyệt", Drafter: "Tô Bá Phong", Issuer: "Văn phòng Tỉnh ủy Lâm Đồng", Waits: true},
			KindName: "Thông báo", PDF: pdf, Shown: d.ID + ".5." + d.Rendition,
		})
	}
	var out bytes.Buffer
	must(t, pagesIn(look{language.Vietnamese, asTheMachine})["sign"].ExecuteTemplate(&out, "layout.html", view))
	if small := packed(out.Bytes())(); len(small) > 30<<10 {
		t.Errorf("%d bytes, %d compressed", out.Len(), len(small))
	}
}
