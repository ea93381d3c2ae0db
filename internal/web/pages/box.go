package pages

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// boxColumns are what a box can show of a document; boxStandard what it does until somebody chooses.
var (
	boxColumns = []column{
		{"symbol", "Số, ký hiệu"}, {"subject", "Trích yếu"}, {"issuer", "Cơ quan ban hành"}, {"unit", "Đơn vị soạn"}, {"drafter", "Người soạn"},
		{"signer", "Người ký"}, {"state", "Trạng thái"}, {"due", "Hạn xử lý"}, {"urgency", "Độ khẩn"}, {"created", "Soạn ngày"}, {"changed", "Thay đổi lúc"},
	}
	boxStandard = []string{"symbol", "subject", "issuer", "drafter", "state", "changed"}
	// deskStandard is for what somebody waits for.
	deskStandard = []string{"symbol", "subject", "issuer", "drafter", "state", "due", "changed"}
)

// boxView is one page of a box.
type boxView struct {
	page
	listView
	Box       box
	Filter    boxFilter
	Items     []itemView
	Kinds     []choice
	States    []choice
	Urgencies []choice
	Narrow    []narrowing // to an organ, a unit, a person: chosen in the list itself
	Sign      bool        // several can be chosen, to be signed at once
}

// narrowing is a filter without a field: what it is, and the address without it.
type narrowing struct{ Label, Name, Without string }

// boxFilter is what the form holds.
type boxFilter struct {
	Query, Kind, State, Issuer, Unit, Person, Urgency, From, To, Order string
	Overdue                                                            bool
}

// itemView is one document in a list.
type itemView struct {
	document.Document
	KindName, Issuer, Unit, Drafter, Signer, StateLabel string
	OfIssuer, OfUnit, OfDrafter, OfSigner               string // addresses of the list narrowed to them
	Marks                                               []document.Mark
	ConclusionDue                                       time.Time // zero: no thông báo kết luận, or it is out
	StepDue                                             time.Time // zero: nobody has a limit
	Late                                                bool
}

const boxPage = 30

// cellView is one cell: a document, and which of its columns.
type cellView struct {
	Item   itemView
	Column string
}

func cell(item itemView, column string) cellView { return cellView{item, column} }

func (s *site) box(c echo.Context, who string) error {
	id := c.Param("box")
	standard := boxStandard
	if slices.Contains([]string{"todo", "signing", "sealing", "waiting"}, id) {
		standard = deskStandard
	}
	frame, err := s.list(c, who, "boxes/"+id, boxColumns, standard)
	if err != nil {
		return err
	}
	get := frame.values.Get
	f := boxFilter{
		Query: get("q"), Kind: get("kind"), State: get("state"), Issuer: get("issuer"), Unit: get("unit"), Person: get("person"), Urgency: get("urgency"),
		From: get("from"), To: get("to"), Order: get("order"), Overdue: get("overdue") != "",
	}
	list, err := s.Signoff.List(c.Request().Context(), who, document.Filter{
		Box: id, Query: f.Query, Kind: f.Kind, State: document.State(f.State), Issuer: f.Issuer, Unit: f.Unit, Person: f.Person, Urgency: f.Urgency,
		Overdue: f.Overdue, From: store.Date(f.From), To: store.Date(f.To), OldestFirst: f.Order == "oldest",
		Cursor: c.QueryParam("cursor"), Back: c.QueryParam("back") != "", Limit: boxPage,
	})
	if err != nil {
		return err
	}
	p, err := s.page(c, who, boxLabels[id], id, id)
	if err != nil {
		return err
	}
	view := boxView{page: p, listView: frame, Filter: f, Kinds: kindChoices(), States: stateChoices(), Urgencies: urgencyChoices(), Sign: id == "signing"}
	view.listView.Key = p.Key
	for _, b := range p.Me.Boxes {
		if b.ID == id {
			view.Box = b
		}
	}
	view.fill(list)
	return render(c, http.StatusOK, "boxes/box", view)
}

func (v *boxView) fill(list signoff.Listing) {
	v.turn(list.Prev, list.Next)
	now := time.Now()
	for _, d := range list.Documents {
		item := itemView{
			Document: d, KindName: kindName(d), Issuer: list.Organs[d.IssuerID], Unit: list.Organs[d.UnitID], Drafter: list.People[d.DrafterID], Signer: list.People[d.SignerID],
			StateLabel: list.States[d.ID], Marks: list.Marks[d.ID], ConclusionDue: list.Conclusions[d.ID], StepDue: list.Dues[d.ID],
			OfIssuer: v.with("issuer", d.IssuerID), OfUnit: v.with("unit", d.UnitID), OfDrafter: v.with("person", d.DrafterID), OfSigner: v.with("person", d.SignerID),
		}
		item.Late = !item.StepDue.IsZero() && now.After(item.StepDue)
		v.Items = append(v.Items, item)
	}
	narrow := func(label, field, id, name, unknown string) {
		if id == "" {
			return
		}
		if name == "" {
			name = unknown
		}
		v.Narrow = append(v.Narrow, narrowing{label, name, v.with(field, "")})
	}
	narrow("Cơ quan", "issuer", v.Filter.Issuer, list.Organs[v.Filter.Issuer], "một cơ quan")
	narrow("Đơn vị", "unit", v.Filter.Unit, list.Organs[v.Filter.Unit], "một đơn vị")
	narrow("Người soạn hoặc ký", "person", v.Filter.Person, list.People[v.Filter.Person], "một người")
}

func urgencyChoices() (all []choice) {
	for _, u := range document.Urgencies[1:] { // thường is what has no stamp: nobody looks for it
		all = append(all, choice{u, document.UrgencyLabel(u)})
	}
	return all
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// kindName is the kind's name; the kind's id where the catalogue no longer has it.
func kindName(d document.Document) string {
	if k, err := document.KindByID(d.Regime, d.Kind); err == nil {
		return k.Name
	}
	return d.Kind
}

// kindChoices are the kinds of both regimes, each once.
func kindChoices() (all []choice) {
	seen := map[string]bool{}
	for _, regime := range []directory.Regime{directory.Party, directory.State} {
		for _, k := range document.Kinds(string(regime)) {
			if !seen[k.ID] {
				seen[k.ID] = true
				all = append(all, choice{k.ID, k.Name})
			}
		}
	}
	return all
}

func stateChoices() (all []choice) {
	for _, state := range document.States {
		all = append(all, choice{string(state), stateLabels[state]})
	}
	return all
}
