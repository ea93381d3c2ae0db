package pages

import (
	"bytes"
	"html/template"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/register"
	"trinhky/internal/web/language"
	"trinhky/templates"
)

// views says which struct each page is given: a page that is not here, or a struct that no page uses, fails.
var views = map[string]any{
	"login": loginView{}, "settings/look": lookView{}, "settings/device": deviceView{}, "offline": keptView{}, "demo": tourView{}, "password": passwordView{}, "error": errorView{}, "index": workbenchView{}, "boxes/box": boxView{},
	"documents/new": newView{}, "documents/draft": draftView{}, "documents/document": documentView{},
	"documents/cascade": cascadeView{}, "documents/version": oldVersionView{}, "documents/redline": redlineView{}, "documents/check": checkView{}, "documents/import": importView{}, "documents/deliveries": deliveriesView{}, "links/link": linkView{}, "received": receivedView{},
	"aftermath/document": aftermathView{}, "aftermath/received": callsView{}, "verify/verify": verifyView{},
	"search/search":     searchView{},
	"sign":              signView{},
	"calendar/calendar": calendarView{}, "notices/notices": noticesView{},
	"incoming/arrivals": arrivalsView{}, "incoming/new": enterView{}, "incoming/arrival": arrivalView{},
	"recipients": recipientsView{}, "clerk": clerkView{},
	"help": helpView{}, "reports/reports": reportsView{}, "reports/waiting": waitingReportView{},
	"people/people": peopleView{},
	"admin/index":   adminView{}, "admin/chains": chainsView{}, "admin/chain": chainView{}, "admin/policies": policiesView{},
	"admin/jobs": queueView{}, "admin/failures": failuresView{}, "admin/log": logView{}, "admin/refusals": refusalsView{},
	"admin/certificates": certificatesView{}, "admin/health": healthView{},
	"admin/organs": adminOrgansView{}, "admin/organ-new": newOrganView{}, "admin/organ": adminOrganView{}, "admin/reorganisation": reorganisationView{},
	"admin/proposals": proposalsView{}, "admin/proposal": proposalView{}, "admin/people": staffView{}, "admin/person-new": newPersonView{},
	"admin/person": staffPersonView{}, "admin/account": accountView{}, "admin/groups": adminGroupsView{}, "admin/group": adminGroupView{}, "admin/terms": adminTermsView{},
	"registers": registersView{}, "registers/book": registerBookView{}, "case-files/list": caseFilesView{}, "case-files/file": caseFileView{},
	"case-files/plan": casePlanView{}, "case-files/handovers": handoversView{}, "case-files/handover": handoverView{},
	"tasks/tasks": tasksView{}, "tasks/board": taskBoardView{}, "tasks/task": taskView{}, "tasks/proposed": proposedView{}, "tasks/obligations": obligationsView{},
	"ballots/ballots": ballotsView{}, "copies/copies": copiesView{}, "copies/copy": copyView{}, "absences/absences": absencesView{}, "absences/inbox": inboxView{},
	"tasks/obligation": obligationView{}, "tasks/requests": dataRequestsView{}, "tasks/request": dataRequestView{},
}

// looks are all sets of pages that there are, but for the light and the dark.
var looks = []look{{language.Vietnamese, asTheMachine}, {language.English, dark}}

// Every field, method and function that a template names is there, in every branch, also those that no test page takes.
func TestTemplatesAskForWhatViewsHave(t *testing.T) {
	t.Parallel()
	for _, l := range looks {
		all, err := parsePages(templates.FS, l)
		must(t, err)
		if len(all) != len(views) {
			t.Errorf("%d pages, %d views", len(all), len(views))
		}
		for name, page := range all {
			if views[name] == nil {
				t.Errorf("no view is named for the page %s", name)
				continue
			}
			for _, fault := range checkTemplate(page, "layout.html", reflect.TypeOf(views[name])) {
				t.Errorf("%v, %s: %s", l, name, fault)
			}
		}
	}
}

// A checker that never refuses proves nothing.
func TestTheTemplateCheckerRefuses(t *testing.T) {
	t.Parallel()
	for source, refused := range map[string]bool{
		`{{.Title}}`: false, `{{.Nothing}}`: true, `{{if false}}{{.Nothing}}{{end}}`: true, `{{range .Me.Boxes}}{{.Label}}{{end}}`: false,
		`{{range .Me.Boxes}}{{.Lable}}{{end}}`: true, `{{with .Me}}{{.Name}}{{$.Title}}{{end}}`: false, `{{with .Me}}{{.Title}}{{end}}`: true,
		`{{$b := .Me}}{{$b.Office}}`: false, `{{$b := .Me}}{{$b.Ofice}}`: true, `{{moment .Title}}`: false, `{{size .Title}}`: true,
		`{{template "part" .Me}}{{define "part"}}{{.Office}}{{end}}`: false, `{{template "part" .}}{{define "part"}}{{.Office}}{{end}}`: true,
		`{{.Fault.Detail.Nothing}}`: true, `{{range $i, $x := .Fault.Reasons}}{{$i}}{{$x.Code}}{{end}}`: false, `{{.Title "x"}}`: true,
	} {
		one := template.Must(template.New("page").Funcs(wordsIn(look{})).Parse(source))
		if got := checkTemplate(one, "page", reflect.TypeOf(page{})); len(got) > 0 != refused {
			t.Errorf("%s: %v, refused should be %v", source, got, refused)
		}
	}
	broken := fstest.MapFS{
		"pages/layout.html": {Data: []byte(`{{template "main" .}}`)}, "pages/parts.html": {}, "pages/parts-lists.html": {}, "pages/parts-scan.html": {},
		"pages/x.html": {Data: []byte(`{{define "main"}}{{unknown .}}{{end}}`)},
	}
	if _, err := parsePages(broken, look{}); err == nil {
		t.Error("a page with an unknown function was parsed")
	}
}

// Every page is written whole with nothing in its view, and with something everywhere.
func TestPagesAreWrittenEmptyAndFull(t *testing.T) {
	t.Parallel()
	for _, l := range looks {
		all, err := parsePages(templates.FS, l)
		must(t, err)
		for name, empty := range views {
			for _, v := range []any{empty, full(reflect.TypeOf(empty))} {
				var out bytes.Buffer
				if err := all[name].ExecuteTemplate(&out, "layout.html", v); err != nil {
					t.Errorf("%v, %s: %v", l, name, err)
				}
				if !strings.HasSuffix(strings.TrimSpace(out.String()), "</html>") {
					t.Errorf("%v, %s is cut", l, name)
				}
			}
		}
	}
}

// full gives a value in which every field says something.
func full(typ reflect.Type) any {
	v := reflect.New(typ).Elem()
	fill(v, 8)
	return v.Interface()
}

var fixed = map[reflect.Type]any{
	reflect.TypeFor[time.Time](): time.Date(2014, 6, 10, 8, 0, 0, 0, time.UTC),
}

func fill(v reflect.Value, depth int) {
	if depth == 0 || !v.CanSet() && v.Kind() != reflect.Struct { // an embedded view's own fields can be set, it cannot
		return
	}
	if value, ok := fixed[v.Type()]; ok {
		v.Set(reflect.ValueOf(value))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("<x>")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth-1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), depth-1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth-1)
		}
	}
}

// The words that templates are given for codes leave none out.
func TestEveryCodeHasItsWord(t *testing.T) {
	t.Parallel()
	for code := range distribution.ReasonCodes {
		found := false
		for _, c := range refusalChoices {
			found = found || c.Value == code && c.Label != ""
		}
		if !found {
			t.Errorf("the reason %q cannot be chosen", code)
		}
	}
	for kind := range statuses {
		if headlines[statuses[kind]] == "" {
			t.Errorf("no headline for %d", statuses[kind])
		}
	}
	for _, status := range []string{register.Assigned, register.Reserved, register.Voided} {
		if numberLabels[status] == "" {
			t.Errorf("no word for a number that is %s", status)
		}
	}
	if statusOf(fault.New(fault.Internal, "X", "")) != 500 {
		t.Error("an internal fault is no 500")
	}
}
