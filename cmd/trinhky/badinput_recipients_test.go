package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/web/client"
)

// submit is the attempt to hand a document on.
func (d *desk) submit(doc client.Document) answer {
	d.t.Helper()
	return d.send(drafter, "POST", "/documents/"+doc.ID+"/actions/submit", `{}`, "If-Match", `"`+fmt.Sprint(doc.Version)+`"`)
}

// TestALineThatNobodyCanResolve: the draft may hold it, the way on is closed until it names somebody.
func TestALineThatNobodyCanResolve(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	for _, test := range []struct{ name, line, code, says string }{
		{"an organ that never was", "- Ban Quản lý Sao Hỏa;", "RECIPIENT_UNKNOWN", "Ban Quản lý Sao Hỏa"},
		{"no name at all", "- abc xyz 123;", "RECIPIENT_UNKNOWN", "abc xyz 123"},
		{"a reference to nobody", "- Như Điều 9;", "REF_ARTICLE_NAMES_NOBODY", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			in := d.notice()
			in.RecipientsText = "- Thường trực Tỉnh ủy;\n" + test.line + "\n- Lưu Văn phòng Tỉnh ủy."
			doc, err := d.as(drafter).Create(context.Background(), in)
			d.must(err)
			d.unchanged(func() {
				a := d.submit(doc)
				d.refused(a, 422, "CONDITIONS_UNMET")
				if !slices.ContainsFunc(a.problem.Reasons, func(r client.Reason) bool { return r.Code == test.code && strings.Contains(r.Detail, test.says) }) {
					t.Errorf("reasons %+v, want %s", a.problem.Reasons, test.code)
				}
			})
		})
	}
}

// TestFiveThousandRecipientsNobodyKnows: the draft is kept, and what is wrong with it is told in a few lines.
func TestFiveThousandRecipientsNobodyKnows(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	in := d.notice()
	in.RecipientsText = ""
	for i := range 5000 {
		in.Recipients = append(in.Recipients, fmt.Sprintf("- Công ty Không Tên số %d;", i))
	}
	began := time.Now()
	doc, err := d.as(drafter).Create(ctx, in)
	d.must(err)
	d.unchanged(func() {
		a := d.submit(doc)
		d.refused(a, 422, "CONDITIONS_UNMET")
		if n := len(a.problem.Reasons); n < 2 || n > 25 {
			t.Errorf("%d reasons: not what a person reads", n)
		}
		if last := a.problem.Reasons[len(a.problem.Reasons)-1]; last.Code != "MORE_REASONS" || !strings.HasPrefix(last.Detail, "Còn ít nhất ") {
			t.Errorf("the last reason is %+v", last)
		}
	})
	shown, err := d.as(drafter).Document(ctx, doc.ID)
	d.must(err)
	for _, action := range shown.Available {
		if len(action.Reasons) > 25 {
			t.Errorf("%s: %d reasons", action.Action, len(action.Reasons))
		}
	}
	t.Logf("drafted, refused and shown in %v", time.Since(began).Round(time.Millisecond))
}

// fewOffices is a Nơi nhận that names the same organs and people over and over.
func fewOffices(times int) string {
	lines := "- Thường trực Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;\n- Ban Tuyên giáo Tỉnh ủy;\n- Ban Dân vận Tỉnh ủy;\n- Các ban của Tỉnh ủy;\n"
	return strings.Repeat(lines, times) + "- Lưu Văn phòng Tỉnh ủy."
}

func TestFiveThousandRecipientsOfAFewOffices(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	in := d.notice()
	in.RecipientsText = fewOffices(1000)
	began := time.Now()
	doc, err := d.as(drafter).Create(context.Background(), in)
	d.must(err)
	doc = d.walk(doc, "unit_review")
	if len(doc.Recipients) != 5001 {
		t.Errorf("%d lines", len(doc.Recipients))
	}
	t.Logf("drafted and submitted in %v", time.Since(began).Round(time.Millisecond))
}

// TestWhoIsNamedTwiceGetsOneCopy: and the copy tells every line that named them.
func TestWhoIsNamedTwiceGetsOneCopy(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	in := d.notice()
	in.RecipientsText = fewOffices(20)
	doc, err := d.as(drafter).Create(ctx, in)
	d.must(err)
	doc = d.walk(doc, "issued")
	sent, err := d.as(drafter).Deliveries(ctx, doc.ID)
	d.must(err)
	seen := map[string]bool{}
	for _, delivery := range sent {
		if seen[delivery.Recipient.ID] {
			t.Errorf("%s gets two copies", delivery.Recipient.Name)
		}
		seen[delivery.Recipient.ID] = true
		if len(delivery.Lines) < 20 {
			t.Errorf("%s stands on lines %v", delivery.Recipient.Name, delivery.Lines)
		}
	}
	if len(sent) < 5 || len(doc.Recipients) != 101 {
		t.Errorf("%d deliveries of %d lines", len(sent), len(doc.Recipients))
	}
}
