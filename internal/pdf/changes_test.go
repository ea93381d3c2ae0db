package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// kinds sums up changes: the kinds in order, each with the fields it names.
func kinds(changes []Change) string {
	set := map[string]bool{}
	for _, c := range changes {
		set[strings.TrimSpace(string(c.Kind)+" "+c.Field)] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}

// TestLifeOfADocument: every save of the walk of an outgoing document is told for what it is.
func TestLifeOfADocument(t *testing.T) {
	t.Parallel()
	certified := signedSample(t)
	sealed := sign(t, certified, "co_quan", SignatureSpec{}, map[string]string{"so": "109", "ngay": "ngày 10 tháng 6 năm 2014"})
	u := open(t, sealed).Update()
	if err := u.AddValidation([][]byte{sampleCMS}, nil, nil); err != nil {
		t.Fatal(err)
	}
	final, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	values, err := Signatures(final)
	if err != nil || len(values) != 2 {
		t.Fatalf("%d signatures, %v", len(values), err)
	}
	for i, want := range []string{"filled ngay, filled so, signed co_quan, validation", "validation"} {
		changes, err := Changes(final, values[i].CoversUpTo)
		if err != nil {
			t.Fatal(err)
		}
		if got := kinds(changes); got != want {
			t.Errorf("after signature %d: %s, want %s\n%+v", i+1, got, want, changes)
		}
		if bad := Forbidden(2, changes); len(bad) > 0 {
			t.Errorf("forbidden: %+v", bad)
		}
	}
	changes, _ := Changes(final, values[0].CoversUpTo)
	if i := slices.IndexFunc(changes, func(c Change) bool { return c.Field == "so" && c.New == "109" && c.Old == "" }); i < 0 {
		t.Errorf("the number filled in is not told: %+v", changes)
	}
	if len(Forbidden(1, changes)) == 0 {
		t.Error("a certification against any change allows filling")
	}
	revisions, err := Revisions(final)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", "signed nguoi_ky", "filled ngay, filled so, signed co_quan", "validation"} {
		if got := kinds(revisions[i].Changes); got != want {
			t.Errorf("revision %d: %s, want %s\n%+v", i+1, got, want, revisions[i].Changes)
		}
	}
	if len(revisions) != 4 || revisions[1].End != int64(len(certified)) || revisions[3].End != int64(len(final)) {
		t.Errorf("%d revisions", len(revisions))
	}
}

func TestForeignRevisions(t *testing.T) {
	t.Parallel()
	signed := sign(t, streamFile(), "co_quan", SignatureSpec{Certify: 2}, nil)
	u := open(t, signed).Update()
	if err := u.FillText("so", "9"); err != nil {
		t.Fatal(err)
	}
	b, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	revisions, err := Revisions(b)
	if err != nil || len(revisions) != 3 {
		t.Fatalf("%d revisions, %v", len(revisions), err)
	}
	for i, want := range []string{"", "signed, signed co_quan", "filled so"} {
		if got := kinds(revisions[i].Changes); got != want {
			t.Errorf("revision %d: %s, want %s\n%+v", i+1, got, want, revisions[i].Changes)
		}
	}
}

// TestTampering changes a certified file in the ways that attacks on PDF signatures do, and expects each to be seen.
func TestTampering(t *testing.T) {
	t.Parallel()
	signed := signedSample(t)
	catalogNumber := func(u *Update) int { return int(u.file.table.Root.ObjectNumber) }
	must := func(d types.Dict, err error) types.Dict {
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct {
		change func(u *Update)
		want   ChangeKind
	}{
		"page content rewritten": {func(u *Update) {
			n := refNumber(u.file.pages[0].dict["Contents"])
			u.out.plainStream(n, "", []byte("BT ET"))
			u.changed[0] = nil
		}, PageChanged},
		"page content replaced": {func(u *Update) {
			n := u.out.alloc()
			u.out.plainStream(n, "", []byte("BT ET"))
			must(u.edit(u.file.pages[0].number, u.file.pages[0].dict))["Contents"] = *types.NewIndirectRef(n, 0)
		}, PageChanged},
		"font replaced": {func(u *Update) {
			fonts := u.file.dict(u.file.dict(u.file.pages[0].dict["Resources"])["Font"])
			must(u.edit(refNumber(fonts["Serif"]), u.file.dict(fonts["Serif"])))["BaseFont"] = types.Name("Evil")
		}, PageChanged},
		"page dropped": {func(u *Update) {
			n := refNumber(u.file.catalog()["Pages"])
			d := must(u.edit(n, u.file.dict(u.file.catalog()["Pages"])))
			d["Kids"], d["Count"] = u.file.array(d["Kids"])[:1], types.Integer(1)
		}, PageChanged},
		"pages swapped": {func(u *Update) {
			n := refNumber(u.file.catalog()["Pages"])
			d := must(u.edit(n, u.file.dict(u.file.catalog()["Pages"])))
			kids := u.file.array(d["Kids"])
			d["Kids"] = types.Array{kids[1], kids[0]}
		}, PageChanged},
		"annotation added": {func(u *Update) {
			n := u.out.alloc()
			u.out.object(n, 0, "<</Type /Annot /Subtype /FreeText /Rect [0 0 500 500] /Contents (x)>>")
			d := must(u.edit(u.file.pages[0].number, u.file.pages[0].dict))
			d["Annots"] = append(slices.Clone(u.file.array(d["Annots"])), *types.NewIndirectRef(n, 0))
		}, Annotated},
		"field moved": {func(u *Update) {
			f := mustField(t, u, "so")
			must(u.edit(f.number, f.dict))["Rect"] = types.Array{types.Integer(0), types.Integer(0), types.Integer(500), types.Integer(800)}
		}, OtherChange},
		"signature's look changed": {func(u *Update) {
			f := mustField(t, u, "nguoi_ky")
			n := u.out.alloc()
			u.out.plainStream(n, "/Type /XObject /Subtype /Form /BBox [0 0 1 1]", nil)
			must(u.edit(f.number, f.dict))["AP"] = types.Dict{"N": *types.NewIndirectRef(n, 0)}
		}, OtherChange},
		"signature removed": {func(u *Update) {
			f := mustField(t, u, "nguoi_ky")
			delete(must(u.edit(f.number, f.dict)), "V")
		}, OtherChange},
		"empty signature field painted": {func(u *Update) {
			f := mustField(t, u, "co_quan")
			n := u.out.alloc()
			u.out.plainStream(n, "/Type /XObject /Subtype /Form /BBox [0 0 1 1]", nil)
			must(u.edit(f.number, f.dict))["AP"] = types.Dict{"N": *types.NewIndirectRef(n, 0)}
		}, OtherChange},
		"action on opening": {func(u *Update) {
			must(u.editCatalog())["OpenAction"] = types.Array{types.Integer(0)}
		}, OtherChange},
		"certification dropped": {func(u *Update) {
			delete(must(u.editCatalog()), "Perms")
		}, OtherChange},
		"field dropped from the form": {func(u *Update) {
			d := must(u.editCatalog())
			form := u.file.dict(d["AcroForm"]).Clone().(types.Dict)
			form["Fields"] = u.file.array(form["Fields"])[1:]
			d["AcroForm"] = form
		}, OtherChange},
		"object hidden from the table": {func(u *Update) {
			n := refNumber(u.file.pages[0].dict["Contents"])
			u.out.plainStream(n, "", []byte("BT ET"))
			delete(u.out.offsets, n)
			must(u.editCatalog())["Version"] = types.Name("1.7")
		}, OtherChange},
		"metadata": {func(u *Update) {
			n := refNumber(u.file.catalog()["Metadata"])
			u.out.plainStream(n, "/Type /Metadata /Subtype /XML", []byte("<x/>"))
			u.changed[catalogNumber(u)] = u.file.catalog()
		}, Validation},
		"garbage": {func(u *Update) {
			u.out.object(u.out.alloc(), 0, "<</Nobody /refers>>")
			u.changed[catalogNumber(u)] = u.file.catalog()
		}, Unused},
	} {
		u := open(t, signed).Update()
		c.change(u)
		delete(u.changed, 0)
		u.writeChanged()
		u.finish()
		b := u.out.Bytes()
		changes, err := Changes(b, int64(len(signed)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !slices.ContainsFunc(changes, func(x Change) bool { return x.Kind == c.want }) {
			t.Errorf("%s: %+v, want a change %s", name, changes, c.want)
		}
		if harmless := c.want == Validation || c.want == Unused; (len(Forbidden(2, changes)) == 0) != harmless {
			t.Errorf("%s: forbidden %+v", name, Forbidden(2, changes))
		}
	}
}

func mustField(t *testing.T, u *Update, name string) *formField {
	t.Helper()
	f, err := u.field(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestShadow prepares a file before it is signed so that filling a field later would change the page: the page draws the
// object that the field shows, or a reference that leads nowhere yet.
func TestShadow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dangling bool
		resource string // P leads upwards elsewhere; here it is only a name
	}{{false, "X"}, {true, "X"}, {false, "P"}, {true, "P"}} {
		base := open(t, sample(t))
		u := base.Update()
		so := mustField(t, u, "so")
		shown := refNumber(base.dict(so.dict["AP"])["N"])
		if c.dangling {
			shown = base.nextNumber() + 1000
		}
		page, err := u.edit(base.pages[0].number, base.pages[0].dict)
		if err != nil {
			t.Fatal(err)
		}
		resources := base.dict(page["Resources"]).Clone().(types.Dict)
		resources["XObject"] = types.Dict{c.resource: *types.NewIndirectRef(shown, 0)}
		page["Resources"] = resources
		prepared, err := u.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		signed := sign(t, prepared, "nguoi_ky", SignatureSpec{Certify: 2}, nil)
		u = open(t, signed).Update()
		so = mustField(t, u, "so")
		u.out.plainStream(shown, "/Type /XObject /Subtype /Form /BBox [0 0 9 9]", []byte("0 0 9 9 re f"))
		edited, err := u.edit(so.number, so.dict)
		if err != nil {
			t.Fatal(err)
		}
		edited["V"], edited["AP"] = raw("(109)"), types.Dict{"N": *types.NewIndirectRef(shown, 0)}
		b, err := u.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		changes, err := Changes(b, int64(len(signed)))
		if err != nil {
			t.Fatal(err)
		}
		if len(Forbidden(2, changes)) == 0 {
			t.Errorf("%+v: the page changes unseen: %+v", c, changes)
		}
	}
}

// TestNewSignatureField: other makers add the field with the signature.
func TestNewSignatureField(t *testing.T) {
	t.Parallel()
	signed := signedSample(t)
	u := open(t, signed).Update()
	f := u.file
	value, field := u.out.alloc(), u.out.alloc()
	u.out.object(value, 0, "<</Type /Sig /ByteRange [0 1 2 3] /Contents <00>>>")
	u.out.object(field, 0, fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /T (them) /V %d 0 R /Rect [0 0 0 0] /F 132 /P %d 0 R>>", value, f.pages[0].number))
	page, err := u.edit(f.pages[0].number, f.pages[0].dict)
	if err != nil {
		t.Fatal(err)
	}
	page["Annots"] = append(slices.Clone(f.array(page["Annots"])), *types.NewIndirectRef(field, 0))
	catalog, err := u.editCatalog()
	if err != nil {
		t.Fatal(err)
	}
	form := f.dict(catalog["AcroForm"]).Clone().(types.Dict)
	form["Fields"] = append(slices.Clone(f.array(form["Fields"])), *types.NewIndirectRef(field, 0))
	catalog["AcroForm"] = form
	b, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	changes, err := Changes(b, int64(len(signed)))
	if err != nil {
		t.Fatal(err)
	}
	if got := kinds(changes); got != "new_signature them" {
		t.Errorf("%s\n%+v", got, changes)
	}
}

func TestChangesRefuse(t *testing.T) {
	t.Parallel()
	signed := signedSample(t)
	longer := sign(t, signed, "co_quan", SignatureSpec{}, nil)
	for name, since := range map[string]int{"before the file": -1, "behind the file": len(longer) + 1, "within a revision": len(signed) + 50, "within an object": len(signed) - 300} {
		if _, err := Changes(longer, int64(since)); err == nil {
			t.Errorf("%s: told", name)
		}
	}
	if changes, err := Changes(longer, int64(len(longer))); err != nil || changes != nil {
		t.Errorf("nothing changed: %v, %v", changes, err)
	}
	// A history that leaves out the signed state.
	u := open(t, signed).Update()
	u.file.chain = u.file.chain[1:]
	if _, err := u.editCatalog(); err != nil {
		t.Fatal(err)
	}
	b, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Changes(b, int64(len(signed))); err == nil || !bytes.HasPrefix(b, signed) {
		t.Errorf("a history without the signed state is accepted: %v", err)
	}
}
