package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/web/client"
	"trinhky/internal/xlsx"
)

// The books over HTTP: a number kept, voided, of a secret paper; the same rows as JSON, page, XLSX and PDF; nothing of it for
// outsiders.
func TestBooks(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	d := o.walk(o.draft(), "issued")
	number := func(kind, reason string, secret bool) client.Number {
		t.Helper()
		var n client.Number
		o.must(o.as(clerk).Do(ctx, http.MethodPost, "/registers/numbers", client.NewNumber{Issuer: d.Issuer.ID, Kind: kind, Date: string(officeDay), Reason: reason, Secret: secret}, &n))
		return n
	}
	kept := number("notice", "Văn bản giấy", false)
	secret := number("notice", "Điều không được ghi", true)
	if kept.Number != 2 || secret.Number != 3 || kept.Book != secret.Book {
		t.Fatalf("%+v %+v", kept, secret)
	}
	const key = "giu-so-1"
	for range 2 { // a repeat takes no second number
		body := fmt.Sprintf(`{"issuer":%q,"kind":"notice","date":%q,"reason":"giấy"}`, d.Issuer.ID, officeDay)
		var n client.Number
		a := o.send(clerk, http.MethodPost, "registers/numbers", body, "Idempotency-Key", key)
		if o.must(json.Unmarshal([]byte(a.body), &n)); a.StatusCode != http.StatusCreated || n.Number != 4 {
			t.Errorf("%d %s", a.StatusCode, a.body)
		}
	}
	o.refused(o.send(drafter, http.MethodPost, "registers/numbers", fmt.Sprintf(`{"issuer":%q,"kind":"notice","date":%q,"reason":"x"}`, d.Issuer.ID, officeDay)), 404, "REGISTER_UNKNOWN")
	path := fmt.Sprintf("registers/%s/numbers/%d/voiding", kept.Book, kept.Number)
	o.refused(o.send(clerk, http.MethodPost, path, `{"reason":""}`), 422, "REASON_MISSING")
	o.refused(o.send(clerk, http.MethodPost, fmt.Sprintf("registers/%s/numbers/1/voiding", kept.Book), `{"reason":"nhầm"}`), 422, "NUMBER_IN_USE")
	if a := o.send(clerk, http.MethodPost, path, `{"reason":"không dùng"}`); a.StatusCode != http.StatusNoContent {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}

	var rows []client.RegisterRow
	o.must(o.as(clerk).Do(ctx, http.MethodGet, "/registers/"+kept.Book, nil, &rows))
	if len(rows) != 4 || len(rows[0].Cells) != 10 || rows[0].Symbol != d.Symbol || rows[0].SentOn != string(officeDay) || rows[0].Receipt == "" || rows[1].Status != "voided" ||
		rows[2].Status != "reserved" || strings.Contains(rows[2].Note, "không được ghi") {
		t.Errorf("%+v", rows)
	}
	first := o.send(clerk, http.MethodGet, "registers/outgoing?limit=3&issuer="+d.Issuer.ID, "")
	rest := o.send(clerk, http.MethodGet, "registers/outgoing?limit=3&issuer="+d.Issuer.ID+"&cursor="+first.Header.Get("X-Next-Cursor"), "")
	if first.Header.Get("X-Next-Cursor") == "" || rest.Header.Get("X-Next-Cursor") != "" || strings.Count(rest.body, `"cells"`) != 1 {
		t.Errorf("%s\n%s", first.body, rest.body)
	}
	o.refused(o.send(clerk, http.MethodGet, "registers/outgoing?cursor=!!", ""), 422, "CURSOR_INVALID")

	year := officeDay.Year()
	for _, book := range []string{kept.Book, "outgoing", "incoming", "follow-up", "post", "loans"} {
		query := fmt.Sprintf("?issuer=%s&year=%d", d.Issuer.ID, year)
		if book == kept.Book || book == "outgoing" {
			query = "?issuer=" + d.Issuer.ID
		}
		for suffix, begins := range map[string]string{"": "[", ".pdf": "%PDF-", ".xlsx": "PK", "/pdf": "%PDF-"} {
			a := o.send(clerk, http.MethodGet, "registers/"+book+suffix+query, "")
			if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.body, begins) {
				t.Errorf("%s%s: %d %.200s", book, suffix, a.StatusCode, a.body)
			}
			for _, outsider := range []string{drafter, recipient} {
				if a := o.send(outsider, http.MethodGet, "registers/"+book+suffix+query, ""); a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusForbidden {
					t.Errorf("%s reads %s%s: %d %.200s", outsider, book, suffix, a.StatusCode, a.body)
				}
			}
		}
	}
	a := o.send(clerk, http.MethodGet, "registers/"+kept.Book+".xlsx", "")
	tables, err := xlsx.Read(strings.NewReader(a.body), 1<<20)
	o.must(err)
	if got := tables[0].Rows[2:]; len(got) != 4 || got[0][0] != d.Symbol || got[1][9] != "Hủy số: không dùng" || !slices.Equal(got[2][:2], []string{"03", dayText(string(officeDay))}) {
		t.Errorf("%q", got)
	}
}

func dayText(iso string) string { return iso[8:] + "/" + iso[5:7] + "/" + iso[:4] }

// A hồ sơ over HTTP, from the list of the year to the archive.
func TestCaseFiles(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	d := o.walk(o.draft(), "issued")
	office := d.Issuer.ID // which serves itself
	year := officeDay.Year()
	plan := fmt.Sprintf("/case-plans/%s/%d", office, year)
	var made client.Named
	o.must(o.as(clerk).Do(ctx, http.MethodPost, "/case-files", client.NewCaseFile{
		Organ: office, Year: year, Code: "01.VP", Heading: "I. Tổng hợp", Title: "Lịch trực năm 2014", Rule: "matter", Keeper: o.ids[drafter], Planned: true,
	}, &made))
	o.refused(o.send(clerk, http.MethodPost, strings.TrimPrefix(plan, "/")+"/issue", ""), 403, "CASE_FILE_FORBIDDEN")
	o.must(o.as(checker).Do(ctx, http.MethodPost, plan+"/issue", nil, nil))
	var view client.CaseFileView
	o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-files/"+made.ID+"/actions/open", client.CaseFileStep{}, &view))
	// Lưu hồ sơ, as a step of the document's chain, puts it into the file; a code that names none is refused.
	_, err := o.as(clerk).Fire(ctx, d.ID, "file", client.Act{CaseFile: "99.XX"}, client.IfMatch(d.Version))
	if refusal(err).Code != "CASE_FILE_UNKNOWN" {
		t.Errorf("an unknown code: %v", err)
	}
	if now, err := o.as(clerk).Document(ctx, d.ID); err != nil || now.State != "issued" || now.Version != d.Version {
		t.Errorf("a refused filing changed the document: %+v %v", now, err)
	}
	_, err = o.as(clerk).Fire(ctx, d.ID, "file", client.Act{CaseFile: "01.vp"}, client.IfMatch(d.Version))
	o.must(err)
	o.must(o.as(drafter).Do(ctx, http.MethodGet, "/case-files/"+made.ID, nil, &view))
	if len(view.Items) != 1 || view.Items[0].DocumentID != d.ID || view.Items[0].Pages != 1 || view.Items[0].Symbol != d.Symbol {
		t.Fatalf("%+v", view)
	}
	o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-files/"+made.ID+"/items", client.NewCaseFileItem{Subject: "Giấy mời họp", Date: "2014-06-01", Pages: 2}, &view))
	o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-files/"+made.ID+"/actions/close", client.CaseFileStep{}, &view))
	if view.State != "closed" || view.Documents != 2 || view.CaseFile.Pages != 3 {
		t.Errorf("%+v", view.CaseFile)
	}
	for _, address := range []string{"case-files/" + made.ID, strings.TrimPrefix(plan, "/")} {
		for suffix, begins := range map[string]string{"/pdf": "%PDF-", ".xlsx": "PK"} {
			if a := o.send(drafter, http.MethodGet, address+suffix, ""); a.StatusCode != http.StatusOK || !strings.HasPrefix(a.body, begins) {
				t.Errorf("%s%s: %d %.200s", address, suffix, a.StatusCode, a.body)
			}
		}
	}
	a := o.send(drafter, http.MethodGet, "case-files/"+made.ID+"/package", "")
	archive, err := zip.NewReader(bytes.NewReader([]byte(a.body)), int64(len(a.body)))
	o.must(err)
	if len(archive.File) != 3 {
		t.Errorf("%d files in the package, want 3", len(archive.File))
	}
	var h client.Handover
	o.must(o.as(drafter).Do(ctx, http.MethodPost, "/case-handovers", client.NewHandover{Files: []string{made.ID}}, &h))
	if h.State != "proposed" || len(h.Files) != 1 || h.MayDecide {
		t.Errorf("%+v", h)
	}
	o.refused(o.send(clerk, http.MethodPost, "case-handovers/"+h.ID+"/decision", `{"accept":true}`), 403, "CASE_FILE_FORBIDDEN")
	for _, page := range []string{"/case-files", "/case-files/" + made.ID, plan, "/case-handovers", "/case-handovers/" + h.ID, "/registers/outgoing", "/registers"} {
		if shown := o.leafThrough(clerk, page); strings.Contains(shown, "<no value>") {
			t.Errorf("%s: %.300s", page, shown)
		}
	}
	if !slices.Contains(view.May, authz.CaseFileClose) {
		t.Errorf("%q", view.May)
	}

	// An outsider cannot tell a file from none.
	for _, address := range []string{"case-files/%s", "case-files/%s/pdf", "case-files/%s/xlsx", "case-files/%s/package", "case-handovers/%s", "case-handovers/%s/pdf"} {
		for _, real := range []string{made.ID, h.ID} {
			exists, not := o.send(recipient, http.MethodGet, fmt.Sprintf(address, real), ""), o.send(recipient, http.MethodGet, fmt.Sprintf(address, "none"), "")
			if exists.StatusCode != 404 || withoutIDs(exists.body, real) != withoutIDs(not.body, "none") {
				t.Errorf("%s is told apart: %d %s\n%s", address, exists.StatusCode, exists.body, not.body)
			}
		}
	}
	for _, step := range []string{"items", "actions/close", "shares", "loans"} {
		body := map[string]string{"items": `{"subject":"x"}`, "actions/close": `{}`, "shares": `{"to":"x"}`, "loans": `{"item":"x","purpose":"x","due":"2014-06-20"}`}[step]
		exists, not := o.send(recipient, http.MethodPost, "case-files/"+made.ID+"/"+step, body), o.send(recipient, http.MethodPost, "case-files/none/"+step, body)
		if exists.StatusCode != 404 || withoutIDs(exists.body, made.ID) != withoutIDs(not.body, "none") {
			t.Errorf("%s is told apart: %d %s\n%s", step, exists.StatusCode, exists.body, not.body)
		}
	}
}

// withoutIDs is a problem without what names the request.
func withoutIDs(body, id string) string {
	var p map[string]any
	if json.Unmarshal([]byte(body), &p) != nil {
		return body
	}
	delete(p, "instance")
	rest, err := json.Marshal(p)
	if err != nil {
		return body
	}
	return strings.ReplaceAll(string(rest), id, "·")
}

// leafThrough is a page as somebody's browser is shown it.
func (o *office) leafThrough(who, path string) string {
	o.t.Helper()
	request, err := http.NewRequest(http.MethodGet, o.url+path, nil)
	o.must(err)
	request.AddCookie(&http.Cookie{Name: "trinhky", Value: o.as(who).Token})
	a := o.do(request)
	if a.StatusCode != http.StatusOK {
		o.t.Errorf("GET %s as %s: %d %.300s", path, who, a.StatusCode, a.body)
	}
	return a.body
}
