package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/web/client"
)

// TestBadTextIsRefusedAndLeavesNothing: the ways in which what somebody sends is no document.
func TestBadTextIsRefusedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	with := func(change func(*client.NewDocument)) string {
		in := d.notice()
		change(&in)
		return d.jsonOf(in)
	}
	text := func(s string) string { return with(func(in *client.NewDocument) { in.Body, in.Text = nil, s }) }
	d.as(drafter)
	million := strings.Repeat("Phường 1 báo cáo. ", 1<<20/22)
	for _, test := range []struct {
		name, body string
		status     int
		code       string
	}{
		{"nothing at all", `{}`, 422, "KIND_MISSING"},
		{"an empty text and no kind", `{"text":""}`, 422, "KIND_MISSING"},
		{"only spaces", text(" \n\t\u00A0\u200B\r\n"), 400, "TEXT_EMPTY"},
		{"20 MB of text", text(strings.Repeat("Phòng 12 trực đêm.\n", 20<<20/23)), 413, "TEXT_TOO_LARGE"},
		{"a body of 30 MB", text(strings.Repeat("x", 30<<20)), 413, "BODY_TOO_LARGE"},
		{"20 MB in one paragraph", with(func(in *client.NewDocument) { in.Body.Blocks[0].Runs[0].Text = strings.Repeat("a ", 10<<20) }), 413, "TEXT_TOO_LARGE"},
		{"6 MB in many paragraphs", with(func(in *client.NewDocument) {
			in.Body.Blocks = slices.Repeat([]client.Block{{Kind: "paragraph", Runs: []client.Run{{Text: strings.Repeat("Trực. ", 400)}}}}, 2000)
		}), 413, "TEXT_TOO_LARGE"},
		{"2 MB of recipients", with(func(in *client.NewDocument) { in.RecipientsText = strings.Repeat("- Ban A;\n", 2<<20/10) }), 413, "TEXT_TOO_LARGE"},
		{"a trích yếu of 501 characters", with(func(in *client.NewDocument) { in.Subject = strings.Repeat("ệ", 501) }), 422, "SUBJECT_TOO_LONG"},
		{"a place of a million characters", with(func(in *client.NewDocument) { in.Place = million }), 422, "PLACE_INVALID"},
		{"a place of two lines", with(func(in *client.NewDocument) { in.Place = "Phan Thiết\nngày 01" }), 422, "PLACE_INVALID"},
		{"addressees without end", with(func(in *client.NewDocument) { in.Addressees = slices.Repeat([]string{million}, 4) }), 413, "TEXT_TOO_LARGE"},
		{"100,000 addressees", with(func(in *client.NewDocument) { in.Addressees = slices.Repeat([]string{"Ban A"}, 100000) }), 413, "TEXT_TOO_LARGE"},
		{"TCVN3 bytes", `{"kind":"notice","subject":"vÒ viÖc \xb5\xcb","text":"` + "\xb5\xcb th\xad" + `"}`, 400, "TEXT_NOT_UTF8"},
		{"bytes cut in the middle of a letter", `{"kind":"notice","subject":"về lịch trực","text":"trực ` + "\xe1\xbb" + `"}`, 400, "TEXT_NOT_UTF8"},
		{"a NUL", `{"kind":"notice","subject":"về\u0000lịch"}`, 400, "CONTROL_CHARACTER"},
		{"an unknown kind", with(func(in *client.NewDocument) { in.Kind = "hịch" }), 422, "KIND_UNKNOWN"},
		{"an unknown kind beside a text", `{"kind":"hịch","text":"Văn phòng thông báo lịch trực."}`, 422, "KIND_UNKNOWN"},
		{"an unknown signer beside a text", `{"kind":"notice","signer":"nobody","text":"Văn phòng thông báo lịch trực."}`, 422, "SIGNER_NOT_ENTITLED"},
		{"an unknown kind of a text", `{"text":"Chào các anh, mai họp nhé."}`, 422, "KIND_MISSING"},
		{"a kind that the issuer may not issue", with(func(in *client.NewDocument) { in.Kind = "resolution" }), 422, "KIND_NOT_ALLOWED"},
		{"a kind of a megabyte", with(func(in *client.NewDocument) { in.Kind = million }), 422, "ID_TOO_LONG"},
		{"an issuer of a megabyte", with(func(in *client.NewDocument) { in.Issuer = million }), 422, "ID_TOO_LONG"},
		{"a body to sign for of a megabyte", with(func(in *client.NewDocument) { in.OnBehalfOf = million }), 422, "ID_TOO_LONG"},
		{"an unknown use of a kind", with(func(in *client.NewDocument) { in.Subkind = "notice.hịch" }), 422, "KIND_UNKNOWN"},
		{"an unknown issuer", with(func(in *client.NewDocument) { in.Issuer = "tu-nowhere" }), 404, "ORGAN_UNKNOWN"},
		{"an issuer of another office", with(func(in *client.NewDocument) { in.Issuer = "bt-btctu" }), 403, "FORBIDDEN"},
		{"an unknown signer", with(func(in *client.NewDocument) { in.Signer = "nobody" }), 422, "SIGNER_NOT_ENTITLED"},
		{"an unknown urgency", with(func(in *client.NewDocument) { in.Urgency = "gấp" }), 422, "INPUT_INVALID"},
		{"a day that is none", with(func(in *client.NewDocument) { in.Due = "2014-02-30" }), 422, "DATE_INVALID"},
		{"an unknown field", `{"kind":"notice","subject":"về lịch trực","state":"issued"}`, 422, "UNKNOWN_FIELD"},
		{"an unknown field deep inside", `{"kind":"notice","subject":"về lịch trực","body":{"blocks":[{"kind":"paragraph","html":"<b>"}]}}`, 422, "UNKNOWN_FIELD"},
		{"a field in other letters", `{"kind":"notice","Subject":"về lịch trực"}`, 422, "UNKNOWN_FIELD"},
		{"a number for a text", `{"kind":"notice","subject":12}`, 422, "INPUT_INVALID"},
		{"a block of no kind", with(func(in *client.NewDocument) { in.Body.Blocks[0].Kind = "video" }), 422, "INPUT_INVALID"},
		{"text and body", with(func(in *client.NewDocument) { in.Text = "Trực." }), 422, "TEXT_AND_BODY"},
		{"no JSON", `kind=notice`, 400, "BODY_UNREADABLE"},
		{"JSON that breaks off", `{"kind":"notice","subject":"về`, 400, "BODY_UNREADABLE"},
		{"JSON of another shape", `["notice"]`, 422, "INPUT_INVALID"},
		{"a very deep JSON", strings.Repeat(`{"body":`, 20000), 400, "BODY_UNREADABLE"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			d.unchanged(func() { d.refused(d.send(drafter, "POST", "/documents", test.body), test.status, test.code) })
		})
	}
}

// TestAnIssuerThatWasClosedOnTheDate: Tỉnh ủy Bình Thuận ended on 30/6/2025.
func TestAnIssuerThatWasClosedOnTheDate(t *testing.T) {
	t.Parallel()
	d := openDesk(t, "2025-08-01")
	d.as(partyDrafter)
	d.unchanged(func() {
		a := d.send(partyDrafter, "POST", "/documents", `{"kind":"notice","issuer":"bt-tu","subject":"về lịch trực"}`)
		d.refused(a, 422, "ORGAN_CLOSED")
		if len(a.problem.Reasons) == 0 || !strings.Contains(a.body, "Lâm Đồng") {
			t.Errorf("who took over is not told: %s", a.body)
		}
	})
}

// TestTextOfOtherSpellingsIsKeptInOne: decomposed letters are composed, the Icelandic Ð and hard spaces are understood
// where a number or a name is read, and nothing else of the text is touched.
func TestTextOfOtherSpellingsIsKeptInOne(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	in := d.notice()
	sentence := "Thực hiện Quyết định số 217\u00A0-\u00A0Q\u00D0/TW ngày 02/01/2009 và Kế hoạch số 57-KH/\u00D0U ngày 01/02/2014, Văn phòng Tỉnh ủy thông báo như sau."
	in.Body.Blocks[0].Runs[0].Text = norm.NFD.String(sentence)
	in.Subject, in.Place = norm.NFD.String(in.Subject), norm.NFD.String("Phan Thiết")
	in.RecipientsText = norm.NFD.String("-\u00A0Thường trực\u00A0Tỉnh ủy;\n- Ban Tổ chức Tỉnh uỷ;\n- Lưu\u00A0Văn phòng Tỉnh ủy.")
	made, err := d.as(drafter).Create(ctx, in)
	d.must(err)
	kept := d.send(drafter, "GET", "/documents/"+made.ID, "")
	if at := norm.NFC.QuickSpanString(kept.body); at < len(kept.body) {
		t.Errorf("what is kept is not NFC at %.40q", kept.body[at:])
	}
	if made.Subject != norm.NFC.String(in.Subject) || made.Place != "Phan Thiết" || made.Body.Blocks[0].Runs[0].Text != sentence {
		t.Errorf("kept as %q, %q, %q", made.Subject, made.Place, made.Body.Blocks[0].Runs[0].Text)
	}
	var symbols []string
	for _, c := range made.Citations {
		symbols = append(symbols, c.Symbol)
	}
	if want := []string{"217-QĐ/TW", "57-KH/ĐU"}; !slices.Equal(symbols, want) {
		t.Errorf("citations %q, want %q", symbols, want)
	}
	if made = d.walk(made, "unit_review"); len(made.Recipients) != 3 {
		t.Errorf("recipients %+v", made.Recipients)
	}
}

// TestAWholeTextOfOtherSpellings: the same through text, which is read into fields.
func TestAWholeTextOfOtherSpellings(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	sample, err := samples.ReadFile("walk/ke-hoach-2014.txt")
	d.must(err)
	plain, err := d.as(drafter).Create(ctx, client.NewDocument{Text: string(sample)})
	d.must(err)
	odd := "\uFEFF" + strings.ReplaceAll(norm.NFD.String(string(sample)), "\n", "\r\n")
	made, err := d.as(drafter).Create(ctx, client.NewDocument{Text: odd})
	d.must(err)
	if !slices.EqualFunc(plain.Body.Blocks, made.Body.Blocks, func(a, b client.Block) bool { return d.jsonOf(a) == d.jsonOf(b) }) ||
		plain.Subject != made.Subject || plain.RecipientsText != made.RecipientsText || plain.Kind != made.Kind || plain.Issuer != made.Issuer {
		t.Errorf("read as\n%s\nand, decomposed, as\n%s", d.jsonOf(plain), d.jsonOf(made))
	}
	if plain.Kind != "plan" || len(plain.Body.Blocks) < 5 || plain.RecipientsText == "" {
		t.Errorf("the sample is read as %s", d.jsonOf(plain))
	}
}

// TestABlankDraftIsNotSubmitted: what a person has not written yet is no mistake before it is handed on.
func TestABlankDraftIsNotSubmitted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	blank, err := d.as(drafter).Create(ctx, client.NewDocument{Kind: "notice", Text: ""})
	d.must(err)
	d.unchanged(func() {
		a := d.send(drafter, "POST", "/documents/"+blank.ID+"/actions/submit", `{}`)
		d.refused(a, 422, "CONDITIONS_UNMET")
		for _, code := range []string{"SUBJECT_MISSING", "BODY_MISSING", "RECIPIENTS_MISSING", "SIGNER_MISSING"} {
			if !slices.ContainsFunc(a.problem.Reasons, func(r client.Reason) bool { return r.Code == code }) {
				t.Errorf("%s is not told: %s", code, a.body)
			}
		}
	})
}

// TestABadChangeLeavesTheDraft: the same rules hold for PATCH.
func TestABadChangeLeavesTheDraft(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	draft := d.draft()
	for _, test := range []struct {
		name, body string
		status     int
		code       string
	}{
		{"only spaces", `{"text":" \n "}`, 400, "TEXT_EMPTY"},
		{"6 MB of text", d.jsonOf(map[string]string{"text": strings.Repeat("Trực đêm.\n", 6<<20/10)}), 413, "TEXT_TOO_LARGE"},
		{"broken bytes", `{"subject":"về ` + "\xff" + `"}`, 400, "TEXT_NOT_UTF8"},
		{"an unknown field", `{"state":"issued"}`, 422, "UNKNOWN_FIELD"},
		{"a kind", `{"kind":"plan"}`, 422, "UNKNOWN_FIELD"},
		{"a text and an unknown signer", `{"text":"Văn phòng thông báo lịch trực.","signer":"nobody"}`, 422, "SIGNER_NOT_ENTITLED"},
		{"an unknown signer", `{"signer":"nobody"}`, 422, "SIGNER_NOT_ENTITLED"},
		{"a signer of 300 letters", d.jsonOf(map[string]string{"signer": strings.Repeat("k", 300)}), 422, "ID_TOO_LONG"},
		{"an unknown urgency", `{"urgency":"gấp"}`, 422, "URGENCY_UNKNOWN"},
		{"a day that is none", `{"due":"mai"}`, 422, "DATE_INVALID"},
		{"a place of two lines", `{"place":"Phan Thiết\nngày 01"}`, 422, "PLACE_INVALID"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			d.unchanged(func() { d.refused(d.send(drafter, "PATCH", "/documents/"+draft.ID, test.body), test.status, test.code) })
		})
	}
}

// TestWordsBesideTheTextAreCleanedToo: a comment is kept for good in the log of events.
func TestWordsBesideTheTextAreCleanedToo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	doc := d.walk(d.draft(), "unit_review")
	comment := "Nói rõ giờ trực của từng phòng."
	_, err := d.as(approver).Fire(ctx, doc.ID, "return", client.Act{Comment: norm.NFD.String("\u202E" + comment)})
	d.must(err)
	events, err := d.as(drafter).Events(ctx, doc.ID)
	d.must(err)
	if last := events[len(events)-1]; last.Action != "return" || last.Comment != comment {
		t.Errorf("the event keeps %q", last.Comment)
	}
	d.unchanged(func() {
		a := d.send(drafter, "POST", "/documents/"+doc.ID+"/actions/cancel", d.jsonOf(client.Act{Comment: strings.Repeat("ệ", 4001)}))
		d.refused(a, 422, "COMMENT_TOO_LONG")
	})
	d.unchanged(func() {
		d.refused(d.send(drafter, "POST", "/documents/"+doc.ID+"/actions/publish", `{}`), 422, "ACTION_UNKNOWN")
	})
}
