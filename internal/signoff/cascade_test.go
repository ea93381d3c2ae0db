package signoff

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// carryOut drafts a plan that carries out what it cites.
func (o *office) carryOut(who, subject, text string) View {
	o.t.Helper()
	v, err := o.Draft(context.Background(), o.id(who), DraftInput{Kind: "plan", Subject: subject, Signer: o.id(signer),
		Body:           &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: text}}}}},
		RecipientsText: "- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy."})
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) cascade(who, id string) []string {
	o.t.Helper()
	c, err := o.Cascade(context.Background(), o.id(who), id, document.BothWays, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	lines := []string{fmt.Sprintf(" %d nodes", len(c.Nodes))} // the blank sorts it before every id
	for _, e := range c.Edges {
		lines = append(lines, e.From+" "+string(e.Relation)+" "+e.To)
	}
	slices.Sort(lines)
	return lines
}

// Who drafts sees the drafts that carry a document out, who received it does not, and who was not sent it has no such
// page.
func TestACascadeKeepsToTheRights(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		first := o.walk(o.draft(), document.Issued).Document.ID
		const cites = "Thông báo số 01-TB/VPTU, ngày 10/6/2014 của Văn phòng Tỉnh ủy"
		mine := o.carryOut(drafter, "thực hiện "+cites, "Theo Thông báo 01, các phòng cử người trực.").Document.ID
		theirs := o.carryOut(outsider, "về lịch trực", "Căn cứ "+cites+", phòng cử người trực.").Document.ID

		for who, want := range map[string][]string{
			drafter:    {" 2 nodes", mine + " implements " + first},
			approver:   {" 3 nodes", mine + " implements " + first, theirs + " grounds " + first},
			"quyen.db": {" 1 nodes"}, // the office that received it
		} {
			slices.Sort(want)
			if diff := cmp.Diff(want, o.cascade(who, first)); diff != "" {
				t.Errorf("%s:\n%s", who, diff)
			}
		}
		// The citing text prints a symbol; that is all that its drafter, who may not see the cited document, is told.
		if diff := cmp.Diff([]string{" 2 nodes", theirs + " grounds outside:01-TB/VPTU:2014-06-10"}, o.cascade(outsider, theirs)); diff != "" {
			t.Error(diff)
		}
		o.refused("DOCUMENT_NOT_FOUND", func() error {
			_, err := o.Cascade(context.Background(), o.id(outsider), first, document.BothWays, 0)
			return err
		})
		v, err := o.Show(context.Background(), o.id(drafter), mine)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range v.Citations {
			got = append(got, fmt.Sprintf("%d %s %s %d %d %v", l.N, l.Raw, l.Relation, l.ShortOf, l.Paragraph, l.CitedID == first))
		}
		if diff := cmp.Diff([]string{"1 01-TB/VPTU implements 0 0 true", "2 Thông báo 01 grounds 1 1 true"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

// A new trích yếu alone may cite something else.
func TestAnEditOfTheSubjectCitesAnew(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		v := o.carryOut(drafter, "thực hiện Chỉ thị số 23-CT/TU", "Các phòng triển khai.")
		subject := "thay thế Kế hoạch số 5-KH/VPTU, ngày 05/01/2014"
		v, err := o.Edit(context.Background(), o.id(drafter), v.Document.ID, EditInput{Subject: &subject})
		if err != nil {
			t.Fatal(fault.Of(err))
		}
		if len(v.Citations) != 1 || v.Citations[0].Symbol != "5-KH/VPTU" || v.Citations[0].Relation != document.Replaces {
			t.Errorf("cites %+v", v.Citations)
		}
	})
}
