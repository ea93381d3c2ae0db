package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// things are the addresses that name something else than a document by a part of them, with what each is sent.
var things = map[string]string{
	"GET /api/v1/arrivals/:arrival/attachments/:file/content": "", "GET /incoming/:arrival/files/:file": "",

	"GET /api/v1/copies/:copy": "", "GET /api/v1/copies/:copy/pdf": "", "GET /copies/:copy": "", "GET /copies/:copy/pdf": "",
	"POST /api/v1/copies/:copy/actions/:action": `{"reason":"Lập nhầm."}`, "POST /copies/:copy/actions/:action": "reason=nh%E1%BA%A7m",

	"POST /api/v1/absences/:absence/end": "", "POST /absences/:absence/end": "x=1", "POST /api/v1/mandates/:mandate/end": "", "POST /mandates/:mandate/end": "x=1",
	"GET /api/v1/inboxes/:person": "", "GET /inboxes/:person": "",
	"POST /api/v1/inboxes/:person": `{"document":":document","pile":"first"}`, "POST /inboxes/:person": "document=:document&pile=first",

	"GET /api/v1/case-files/:file": "", "GET /case-files/:file": "", "GET /api/v1/case-files/:file/pdf": "", "GET /case-files/:file/pdf": "",
	"GET /api/v1/case-files/:file/xlsx": "", "GET /case-files/:file/xlsx": "", "GET /api/v1/case-files/:file/package": "", "GET /case-files/:file/package": "",
	"PATCH /api/v1/case-files/:file": `{"code":"09.TH","title":"Hồ sơ khác","rule":"matter"}`, "POST /case-files/:file/edit": "code=09.TH&title=kh%C3%A1c&rule=matter",
	"DELETE /api/v1/case-files/:file": "", "POST /case-plans/:organ/:year/lines/:file/:action": "x=1",
	"POST /api/v1/case-files/:file/items": `{"document":":document"}`, "POST /case-files/:file/items": "document=:document",
	"POST /api/v1/case-files/:file/items/:item/removal": `{"reason":" "}`, "POST /case-files/:file/items/:item/removal": "reason=+",
	"POST /api/v1/case-files/:file/actions/:action": `{}`, "POST /case-files/:file/actions/:action": "x=1",
	"POST /api/v1/case-files/:file/shares": `{"to":":outsider"}`, "POST /case-files/:file/shares": "to=:outsider",
	"POST /api/v1/case-files/:file/loans":      `{"item":":item","purpose":"Đối chiếu số liệu.","due":"2014-06-20"}`,
	"POST /case-files/:file/items/:item/loans": "purpose=%C4%91%E1%BB%91i+chi%E1%BA%BFu&due=2014-06-20",
	"POST /api/v1/case-loans/:loan/decision":   `{"decision":"lend"}`, "POST /case-files/:file/loans/:loan/:decision": "note=%C4%91%C6%B0%E1%BB%A3c",
	"GET /api/v1/case-plans/:organ/:year": "", "GET /case-plans/:organ/:year": "", "GET /api/v1/case-plans/:organ/:year/pdf": "",
	"GET /case-plans/:organ/:year/pdf": "", "GET /api/v1/case-plans/:organ/:year/xlsx": "", "GET /case-plans/:organ/:year/xlsx": "",
	"POST /case-plans/:organ/:year": "code=08.TH&title=kh%C3%A1c&rule=matter", "POST /api/v1/case-plans/:organ/:year/issue": "",
	"POST /case-plans/:organ/:year/issue": "x=1", "POST /api/v1/case-plans/:organ/:year/copy": "", "POST /case-plans/:organ/:year/copy": "x=1",
	"GET /api/v1/case-handovers/:handover": "", "GET /case-handovers/:handover": "", "GET /api/v1/case-handovers/:handover/pdf": "",
	"GET /case-handovers/:handover/pdf": "", "GET /api/v1/case-handovers/:handover/xlsx": "", "GET /case-handovers/:handover/xlsx": "",
	"POST /api/v1/case-handovers/:handover/decision": `{"accept":true}`, "POST /case-handovers/:handover/:decision": "note=%C4%91%E1%BB%A7",

	"GET /api/v1/tasks/:task": "", "GET /tasks/:task": "", "GET /api/v1/tasks/:task/evidence": "", "GET /tasks/:task/evidence": "",
	"POST /api/v1/tasks/:task/actions/:action": `{}`, "POST /tasks/:task/actions/:action": "x=1",
	"POST /api/v1/tasks/:task/evidence": "file", "POST /tasks/:task/evidence": "file",
	"GET /api/v1/obligations/:obligation": "", "GET /obligations/:obligation": "",
	"POST /api/v1/obligations/:obligation/shifts":  `{"reason":"Nghỉ lễ.","occurrence":"2014-06-25","to":"2014-06-27"}`,
	"POST /api/v1/obligations/:obligation/merging": `{"reason":"Trùng nội dung.","into":":obligation"}`,
	"POST /api/v1/obligations/:obligation/end":     `{"reason":"Hết yêu cầu."}`, "POST /obligations/:obligation/:action": "reason=h%E1%BA%BFt",
	"GET /api/v1/data-requests/:request": "", "GET /data-requests/:request": "", "GET /api/v1/data-requests/:request/xlsx": "", "GET /data-requests/:request/xlsx": "",
	"POST /api/v1/data-requests/:request/answers": `{"cells":["12"]}`, "POST /api/v1/data-requests/:request/closing": `{"version":1}`,
	"POST /api/v1/data-requests/:request/table": `{"document":":document"}`, "POST /data-requests/:request/:action": "cell=12",

	"DELETE /api/v1/saved-searches/:search": "", "POST /search/saved/:search/removal": "x=1", "POST /views/:search/removal": "list=boxes%2Fall",

	"GET /api/v1/registers/:book": "", "GET /registers/:book": "", "GET /api/v1/registers/:book/pdf": "", "GET /registers/:book/pdf": "",
	"GET /api/v1/registers/:book/xlsx": "", "GET /registers/:book/xlsx": "",
	"POST /api/v1/registers/:book/numbers/:number/voiding": `{"reason":"Không dùng."}`, "POST /registers/:book/numbers/:number/voiding": "reason=kh%C3%B4ng",
	"POST /api/v1/registers/openings/:opening/approval": "", "POST /api/v1/registers/openings/:opening/refusal": `{"reason":"Sai số cuối."}`,
	"POST /registers/openings/:opening/:decision": "reason=sai",

	"HEAD /uploads/:transfer": "", "PATCH /uploads/:transfer": "tus", "POST /uploads/:transfer": "tus", "DELETE /uploads/:transfer": "",
}

// open are the addresses whose last part names nothing that is hidden from anybody who is logged in, with why.
var open = map[string]string{
	"GET /static/*": "the same files for all", "OPTIONS /uploads/:transfer": "what is spoken there, the same for all", "GET /boxes/:box": "the boxes are the reader's own",
	"GET /verify/:code": "public, TestAttack12", "POST /verify/:code": "public", "GET /api/v1/verify/:code": "public",
	"GET /l/:token": "the token is the right, TestAttack11", "GET /l/:token/pdf": "as above", "GET /l/:token/attachments/:aid": "as above",
	"GET /l/:token/receipt": "as above", "POST /l/:token/acknowledgement": "as above", "POST /l/:token/refusal": "as above", "POST /api/v1/l/:token/refusal": "as above", "GET /api/v1/l/:token": "as above", "GET /api/v1/l/:token/pdf": "as above",
	"GET /api/v1/l/:token/attachments/:aid": "as above", "GET /api/v1/l/:token/receipt": "as above", "POST /api/v1/l/:token/acknowledgement": "as above",
	"GET /api/v1/templates/:template": "the templates come with the program", "DELETE /api/v1/calendar/days/:day": "everybody reads the calendar",
	"POST /calendar/days/:day/removal": "as above", "POST /api/v1/directory/groups/:group/lead": "everybody reads the directory",
	"POST /recipients/groups/:group/lead": "as above", "POST /api/v1/directory/people/:person/email": "everybody reads the directory",
	"POST /people/:person/email":                       "as above",
	"GET /admin/organs/:organ":                         "whoever may not edit the directory hears so, whatever is named: TestTheDirectoryIsTheAdministrators",
	"POST /admin/organs/:organ/change":                 "as above",
	"GET /admin/proposals/:proposal":                   "as above",
	"POST /admin/proposals/:proposal/:decision":        "as above",
	"GET /admin/people/:person":                        "as above",
	"POST /admin/people/:person/:act":                  "as above",
	"POST /admin/people/:person/posts/:post/end":       "as above",
	"POST /admin/people/:person/mandates/:mandate/end": "as above",
	"GET /admin/groups/:group":                         "as above",
	"POST /admin/groups/:group/members":                "as above",
	"POST /admin/groups/:group/members/:rank/end":      "as above",
	"POST /admin/groups/:group/end":                    "as above",
	"POST /admin/groups/:group/lead":                   "as above",
	"POST /admin/terms/:term/end":                      "as above",
	"GET /admin/chains/:chain":                         "administrators alone, whatever is named: TestTheMachineIsTheAdministrators", "GET /admin/chains/:chain/drawing": "as above",
	"POST /admin/jobs/:job/:decision": "as above", "GET /api/v1/admin/chains/:chain": "as above", "POST /api/v1/admin/jobs/:job/retry": "as above",
	"POST /api/v1/admin/jobs/:job/giving-up": "as above",
}

// thing is one of each that an address names, by the name of the part; those of the same office know each other.
type thing map[string]string

// nothing is the same with ids that nobody has ever given.
func (t thing) nothing() thing {
	not := maps.Clone(t)
	for name := range not {
		not[name] = store.NewID()
	}
	not["number"], not["outsider"] = "7", t["outsider"]
	return not
}

// in puts the ids of things into an address or into what is sent there.
func (t thing) in(text string) string {
	for _, part := range []struct{ pattern, name string }{
		{"/case-files/:file", "case_file"}, {"/lines/:file", "case_file"}, {":file", "upload"}, {":year", "2014"},
		{"/copies/:copy/actions/:action", "cancel"}, {"/tasks/:task/actions/:action", "accept"}, {"/actions/:action", "close"},
		{"/lines/:file/:action", "drop"}, {"/obligations/:obligation/:action", "end"}, {"/data-requests/:request/:action", "closing"},
		{"/openings/:opening/:decision", "approval"}, {"/loans/:loan/:decision", "lend"}, {"/case-handovers/:handover/:decision", "acceptance"},
	} {
		switch value, named := t[part.name]; {
		case named:
			text = strings.ReplaceAll(text, part.pattern, part.pattern[:strings.LastIndex(part.pattern, ":")]+value)
		case part.pattern == ":year":
			text = strings.ReplaceAll(text, part.pattern, part.name)
		default:
			text = strings.ReplaceAll(text, part.pattern, strings.TrimSuffix(strings.TrimSuffix(part.pattern, ":action"), ":decision")+part.name)
		}
	}
	text = strings.ReplaceAll(text, ":action", "drop") // of a line whose file has its id by now
	for _, name := range slices.Sorted(maps.Keys(t)) {
		text = strings.ReplaceAll(text, ":"+name, t[name])
	}
	return text
}

// TestAnOutsiderLearnsNothingOfThings is TestAnOutsiderLearnsNothing for whatever has an address beside the documents: to
// who has nothing to do with it, it answers like what never was. No address with a part of any name stands outside of both.
func TestAnOutsiderLearnsNothingOfThings(t *testing.T) {
	t.Parallel()
	m := readMatrix(t)
	h := openHall(t, m)
	routes := h.thingRoutes(t)
	real, loggedOut := h.things(), h.endedSession()
	before := h.warmTables()
	delete(before, "access_log")
	for _, r := range routes {
		for _, o := range []outsider{
			{"chuyên viên of another office", h.clients[m.people["asked"]].Token, []int{404}, []int{404}},
			{"quản trị", h.clients[m.people["admin"]].Token, []int{404}, []int{404}},
			{"nobody", "", []int{401}, []int{303, 401}},
			{"the drafter, logged out", loggedOut, []int{401}, []int{303, 401}},
		} {
			h.sameAnswer(o, r, "a thing", h.visitThing(o, r, real), h.visitThing(o, r, real.nothing()))
		}
	}
	h.same("after all visits", before, h.warmTables())
	for _, r := range routes {
		h.aThingIsThere(r, real)
	}
}

// thingRoutes are the addresses of the server's own table that have a part which names something. One that nobody thought
// of fails, and so does one that is listed and gone.
func (h *hall) thingRoutes(t *testing.T) (found []route) {
	t.Helper()
	server, ok := h.app.handler.(*echo.Echo)
	if !ok {
		t.Fatalf("the handler is a %T: where is its route table?", h.app.handler)
	}
	listed := slices.Concat(slices.Collect(maps.Keys(things)), slices.Collect(maps.Keys(open)))
	for _, r := range server.Routes() {
		name := r.Method + " " + r.Path
		if !strings.ContainsAny(r.Path, ":*") || strings.Contains(r.Path, ":id") {
			continue // TestAnOutsiderLearnsNothing has those of a document
		}
		if !slices.Contains(listed, name) {
			t.Errorf("%s names something, and nobody has tried it as an outsider", name)
		}
		listed = slices.DeleteFunc(listed, func(l string) bool { return l == name })
		if body, tried := things[name]; tried {
			found = append(found, h.routeWith(r.Method, r.Path, body))
		}
	}
	if len(listed) > 0 {
		t.Errorf("the server has no %v", listed)
	}
	return found
}

// visitThing asks an address for things as an outsider.
func (h *hall) visitThing(o outsider, r route, of thing) answer {
	h.t.Helper()
	request, err := http.NewRequest(r.method, h.url+of.in(r.path), strings.NewReader(of.in(r.body)))
	h.must(err)
	a := h.goes(o, r, request)
	var forget []string
	for name, id := range of {
		if name != "number" {
			forget = append(forget, id, "‹id›")
		}
	}
	a.body = strings.NewReplacer(forget...).Replace(a.body)
	if location := a.Header.Get("Location"); location != "" {
		a.Header.Set("Location", strings.NewReplacer(forget...).Replace(location))
	}
	return a
}

// aThingIsThere lets insiders visit an address: one that nobody reaches would prove nothing.
func (h *hall) aThingIsThere(r route, of thing) {
	h.t.Helper()
	if strings.Contains(r.path, ":search") { // whoever was here before has dropped it
		of["search"] = h.savesSearch("Lịch trực cho " + r.method + " " + r.path)
	}
	if strings.Contains(r.path, ":transfer") {
		of["transfer"] = h.beginsUpload(of["draft"])
	}
	var told []string
	for _, who := range []string{drafter, clerk, checker, signer, recipient} {
		a := h.visitThing(outsider{token: h.as(who).Token}, r, of)
		if !slices.Contains([]int{400, 401, 404, 405, 500}, a.StatusCode) {
			return
		}
		told = append(told, fmt.Sprintf("%d %s", a.StatusCode, a.problem.Code))
	}
	h.t.Errorf("%s %s leads nowhere for insiders either: %v", r.method, r.path, told)
}

// post is an insider's request that must succeed, read into what it answers.
func (h *hall) post(who, path string, body, into any) {
	h.t.Helper()
	a := h.send(who, http.MethodPost, path, h.jsonOf(body))
	if a.StatusCode/100 != 2 {
		h.t.Fatalf("%s by %s: %d %s", path, who, a.StatusCode, a.body)
	}
	if into != nil {
		h.must(json.Unmarshal([]byte(a.body), into))
	}
}

func (h *hall) get(who, path string, into any) {
	h.t.Helper()
	a := h.send(who, http.MethodGet, path, "")
	if a.StatusCode != http.StatusOK {
		h.t.Fatalf("%s by %s: %d %s", path, who, a.StatusCode, a.body)
	}
	h.must(json.Unmarshal([]byte(a.body), into))
}

// things makes one of each: in Văn phòng Tỉnh ủy, and in Ban Tổ chức, which receives.
func (h *hall) things() thing {
	h.t.Helper()
	made := thing{"outsider": h.ids[h.m.people["asked"]], "person": h.ids[signer]}
	issued := h.concludes(made)
	h.around(made, issued)
	h.files(made, issued)
	h.arrives(made)
	made["search"] = h.savesSearch("Lịch trực")
	made["draft"] = h.inState("drafting").ID
	made["transfer"] = h.beginsUpload(made["draft"])
	var number client.Number
	h.post(clerk, "/registers/numbers", client.NewNumber{Issuer: issued.Issuer.ID, Kind: "notice", Date: string(demoDay), Reason: "Văn bản giấy."}, &number)
	made["book"], made["number"] = number.Book, fmt.Sprint(number.Number)
	h.post(clerk, "/registers/openings", client.NewOpening{Issuer: issued.Issuer.ID, Kind: "report", Last: 12}, nil)
	var openings []client.Opening
	h.get(clerk, "/registers/openings", &openings)
	made["opening"] = openings[0].ID
	return made
}

// savesSearch gives the id of a search that the drafter keeps.
func (h *hall) savesSearch(name string) string {
	h.t.Helper()
	var searches []client.SavedSearch
	h.post(drafter, "/saved-searches", client.NewSearch{Name: name, Query: "q=lich+truc"}, &searches)
	kept := slices.IndexFunc(searches, func(s client.SavedSearch) bool { return s.Name == name })
	if kept < 0 {
		h.t.Fatalf("the search %q is not kept: %v", name, searches)
	}
	return searches[kept].ID
}

// concludes issues a document that gives a task and asks for reports and figures.
func (h *hall) concludes(made thing) client.Document {
	h.t.Helper()
	d := h.draft()
	made["document"] = d.ID
	h.post(drafter, "/documents/"+d.ID+"/tasks", client.TaskItemInput{Text: "Báo cáo lịch trực.", Leads: []string{"bt-btctu"}}, nil)
	h.post(checker, "/documents/"+d.ID+"/tasks/confirmation", client.VersionOnly{Version: 1}, nil)
	d = h.walk(d, "issued")
	var list client.TaskList
	h.get(recipient, "/tasks", &list)
	made["task"] = list.Items[0].ID
	body, contentType := h.upload()
	h.post(recipient, "/tasks/"+made["task"]+"/actions/accept", client.TaskAct{}, nil)
	if a := h.send(recipient, http.MethodPost, "/tasks/"+made["task"]+"/evidence", body, "Content-Type", contentType); a.StatusCode != http.StatusOK {
		h.t.Fatalf("evidence: %d %s", a.StatusCode, a.body)
	}
	var obligation client.Obligation
	h.post(checker, "/documents/"+d.ID+"/obligations", client.ObligationInput{
		Kind: "month", Text: "Báo cáo lịch trực", Rule: "FREQ=MONTHLY;BYMONTHDAY=25", Organs: []string{"bt-btctu"},
	}, &obligation)
	made["obligation"] = obligation.ID
	var asked client.DataRequest
	h.post(drafter, "/data-requests", client.DataRequestInput{
		Title: "Số liệu trực", Columns: []client.DataColumn{{Name: "Số ca", Kind: "number"}}, Due: "2014-06-20", Organs: []string{"bt-btctu"},
	}, &asked)
	made["request"] = asked.ID
	return d
}

// around makes a copy, a stand-in and a right to sign.
func (h *hall) around(made thing, issued client.Document) {
	h.t.Helper()
	var copied client.Copy
	h.post(clerk, "/documents/"+issued.ID+"/copies", client.NewCopy{Form: "true_copy", Signer: h.ids[signer]}, &copied)
	made["copy"] = copied.ID
	h.post(approver, "/absences", client.NewAbsence{From: string(demoDay), To: "2014-06-16", StandIns: []client.NewStandIn{{Scope: "content", Person: h.ids[h.m.people["peer"]]}}}, nil)
	var given client.Delegations
	h.get(approver, "/absences", &given)
	made["absence"] = given.Mine[0].ID
	h.post(signer, "/mandates", client.NewMandate{
		Organ: issued.Issuer.ID, Grantee: h.ids[approver], Formula: "T/L", From: string(demoDay), To: "2014-07-10", Source: "Quy chế làm việc",
	}, nil)
	h.get(signer, "/absences", &given)
	made["mandate"] = given.Mandates[0].ID
}

// files makes a hồ sơ with a paper that somebody wants to borrow, and hands another one over.
func (h *hall) files(made thing, issued client.Document) {
	h.t.Helper()
	made["organ"] = issued.Issuer.ID
	file := func(code string) (view client.CaseFileView) {
		h.post(drafter, "/case-files", client.NewCaseFile{Organ: made["organ"], Year: 2014, Code: code, Title: "Lịch trực", Rule: "matter"}, &view)
		h.post(drafter, "/case-files/"+view.ID+"/items", client.NewCaseFileItem{Document: issued.ID}, &view)
		return view
	}
	kept := file("01.TH")
	made["case_file"], made["item"] = kept.ID, kept.Items[0].ID
	h.post(drafter, "/case-files/"+kept.ID+"/loans", client.NewLoan{Item: made["item"], Purpose: "Đối chiếu số liệu.", Due: "2014-06-20"}, &kept)
	made["loan"] = kept.Loans[0].ID
	closed := file("02.TH")
	h.post(drafter, "/case-files/"+closed.ID+"/actions/close", client.CaseFileStep{}, nil)
	var over client.Handover
	h.post(drafter, "/case-handovers", client.NewHandover{Files: []string{closed.ID}}, &over)
	made["handover"] = over.ID
}

// arrives is a scan that came to Ban Tổ chức.
func (h *hall) arrives(made thing) {
	h.t.Helper()
	var arrival client.Arrival
	h.post(recipient, "/arrivals", map[string]string{"source": "scan", "author": "Công ty Bình Minh", "symbol": "12/BM", "subject": "về việc gửi báo giá"}, &arrival)
	made["arrival"] = arrival.ID
	body, contentType := h.upload()
	a := h.send(recipient, http.MethodPost, "/arrivals/"+arrival.ID+"/attachments", body, "Content-Type", contentType)
	var with client.Arrival
	if h.must(json.Unmarshal([]byte(a.body), &with)); len(with.Files) != 1 {
		h.t.Fatalf("upload: %d %s", a.StatusCode, a.body)
	}
	made["upload"] = with.Files[0].ID
}

// beginsUpload makes the drafter's upload of a file of three bytes, which is still on its way.
func (h *hall) beginsUpload(document string) string {
	h.t.Helper()
	request, err := http.NewRequest(http.MethodPost, h.url+"/uploads", nil)
	h.must(err)
	encoded := base64.StdEncoding.EncodeToString
	for name, value := range map[string]string{
		"Authorization": "Bearer " + h.as(drafter).Token, "Tus-Resumable": "1.0.0", "Upload-Length": "3",
		"Upload-Metadata": "filename " + encoded([]byte("a.txt")) + ",document " + encoded([]byte(document)),
	} {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	h.must(err)
	a := h.read(response)
	if a.StatusCode != http.StatusCreated {
		h.t.Fatalf("an upload began with %d %s", a.StatusCode, a.body)
	}
	return strings.TrimPrefix(a.Header.Get("Location"), "/uploads/")
}
