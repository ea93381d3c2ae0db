package main

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"trinhky/internal/audit"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// An outsider learns nothing from any address that names a document or a delivery, not even that there is one: for one
// that exists and one that does not, every address gives the same answer, byte for byte.
func TestAnOutsiderLearnsNothing(t *testing.T) {
	t.Parallel()
	m := readMatrix(t)
	h := openHall(t, m)
	real, loggedOut := map[string]targets{"drafting": h.target("drafting"), "issued": h.target("issued")}, h.endedSession()
	before, routes := h.warmTables(), h.routesOf(t)
	delete(before, "access_log")
	for _, route := range routes {
		for _, o := range []outsider{
			{"chuyên viên at the next desk", h.clients[m.people["peer"]].Token, []int{404}, []int{404}},
			{"quản trị", h.clients[m.people["admin"]].Token, []int{404}, []int{404}},
			{"nobody", "", []int{401}, []int{303, 401}},
			{"the drafter, logged out", loggedOut, []int{401}, []int{303, 401}},
		} {
			for state, target := range real {
				nowhere := targets{document: store.NewID(), delivery: store.NewID(), arrival: store.NewID(), attachment: target.attachment, figure: target.figure, comment: target.comment}
				h.sameAnswer(o, route, state, h.visit(o, route, target), h.visit(o, route, nowhere))
			}
		}
	}
	h.same("after all visits", before, h.warmTables())
	for _, route := range routes {
		h.leadsSomewhere(route, real)
	}
}

// outsider is somebody to whom a document does not exist, and the statuses that are right.
type outsider struct {
	name, token string
	api, page   []int
}

// targets are what addresses name.
type targets struct{ document, delivery, attachment, figure, comment, arrival string }

// arrives says whether an address names something that arrived.
func arrives(path string) bool {
	return strings.Contains(path, "/arrivals/:id") || strings.Contains(path, "/incoming/:id")
}

// target makes a document with an attachment, a figure, a comment and a second text that was sent whole, in a state.
func (h *hall) target(state string) targets {
	h.t.Helper()
	d := h.inState("drafting")
	var attached client.Attachment
	h.must(json.Unmarshal([]byte(h.ask(drafter, "attach", d).body), &attached))
	var figure client.Figure
	body, contentType := h.uploadOf("so-do.png", dot)
	h.must(json.Unmarshal([]byte(h.send(drafter, http.MethodPost, "/documents/"+d.ID+"/figures", body, "Content-Type", contentType).body), &figure))
	h.document(h.send(drafter, http.MethodPatch, "/documents/"+d.ID, `{"text":"Văn phòng Tỉnh ủy thông báo lịch trực.\n\n1. Các phòng phân công người trực."}`))
	d = h.document(h.ask(drafter, "read", d))
	h.ask(drafter, "comment", d)
	var comments client.Comments
	h.must(json.Unmarshal([]byte(h.ask(drafter, "comments", d).body), &comments))
	d = h.walk(h.document(h.ask(drafter, "read", d)), state)
	made := targets{document: d.ID, attachment: attached.ID, figure: figure.SHA256, comment: comments.Threads[0].ID, delivery: store.NewID(), arrival: store.NewID()}
	if state == "issued" {
		deliveries, err := h.as(drafter).Deliveries(context.Background(), d.ID)
		h.must(err)
		made.delivery = deliveries[0].ID
		for _, d := range deliveries { // what went to an organ arrives at its văn thư, under the id of the delivery
			if d.Kind == "organ" && d.Channel == "account" {
				made.arrival = d.ID
			}
		}
	}
	return made
}

// dot is a PNG of one pixel.
const dot = "\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"

// leadsSomewhere lets insiders visit an address: one that nobody at all can reach, or a request that is wrong for
// everybody, would prove nothing about an outsider.
func (h *hall) leadsSomewhere(r route, real map[string]targets) {
	h.t.Helper()
	state := "drafting"
	if strings.Contains(r.path, "/deliveries/:id") || arrives(r.path) {
		state = "issued"
	}
	to := real[state]
	if r.method != http.MethodGet {
		to = h.target(state)
	}
	var told []int
	for _, who := range []string{drafter, recipient, clerk} {
		a := h.visit(outsider{token: h.clients[who].Token}, r, to)
		if !slices.Contains([]int{400, 401, 404, 405, 500}, a.StatusCode) {
			return
		}
		told = append(told, a.StatusCode)
	}
	h.t.Errorf("%s %s leads nowhere for insiders either: %v", r.method, r.path, told)
}

// endedSession is a token that was the drafter's until the log-out.
func (h *hall) endedSession() string {
	h.t.Helper()
	c := client.Client{Base: h.url}
	_, err := c.LogIn(context.Background(), drafter, demoPassword)
	h.must(err)
	h.must(c.Do(context.Background(), http.MethodDelete, "/sessions/current", nil, nil))
	return c.Token
}

// route is an address that names a document or a delivery, and what is sent there.
type route struct{ method, path, contentType, body string }

func (r route) api() bool { return strings.HasPrefix(r.path, "/api/") }

// bodies are what each address that takes something is sent: well-formed, so that nothing but the right is missing.
var bodies = map[string]string{
	"PATCH /api/v1/arrivals/:id":                    `{"subject":"về lịch trực"}`,
	"POST /api/v1/arrivals/:id/actions/:action":     `{"text":"đã nhận"}`,
	"POST /api/v1/arrivals/:id/attachments":         "file",
	"POST /clerk/documents/:id/actions/:action":     "version=1",
	"POST /incoming/:id/actions/:action":            "version=1&text=%C4%91%C3%A3+nh%E1%BA%ADn",
	"POST /incoming/:id/edit":                       "version=1&subject=v%E1%BB%81+l%E1%BB%8Bch",
	"POST /incoming/:id/attachments":                "file",
	"PATCH /api/v1/documents/:id":                   `{"subject":"về lịch trực"}`,
	"POST /api/v1/documents/:id/actions/:action":    `{"comment":"Cần nói rõ giờ trực."}`,
	"POST /api/v1/documents/:id/attachments":        "file",
	"POST /api/v1/deliveries/:id/acknowledgement":   `{"note":"đã nhận"}`,
	"POST /api/v1/deliveries/:id/refusal":           `{"reason":"gửi sai nơi nhận","reason_code":"wrong_recipient"}`,
	"POST /api/v1/documents/:id/comments":           `{"block":1,"text":"Cần nói rõ giờ trực."}`,
	"POST /documents/:id/comments":                  "content_version=1&block=1&text=C%E1%BA%A7n+n%C3%B3i+r%C3%B5",
	"POST /documents/:id/comments/:cid/resolution":  "content_version=1",
	"POST /api/v1/documents/:id/check/fixes":        `{"ids":["eth:p999"]}`,
	"POST /api/v1/documents/:id/check/waivers":      `{"findings":["0000000000000000"],"reason":"Trích nguyên văn."}`,
	"POST /documents/:id/check/fixes":               "version=1&fix=eth:p999",
	"POST /documents/:id/check/waivers":             "version=1&finding=0000000000000000&reason=tr%C3%ADch",
	"POST /documents/:id/edit":                      "version=1&subject=v%E1%BB%81+l%E1%BB%8Bch+tr%E1%BB%B1c",
	"POST /documents/:id/actions/:action":           "version=1&comment=C%E1%BA%A7n+n%C3%B3i+r%C3%B5",
	"POST /documents/:id/attachments":               "file",
	"POST /api/v1/documents/:id/import":             "file",
	"POST /api/v1/documents/:id/figures":            "file",
	"POST /documents/:id/import":                    "file",
	"POST /documents/:id/figures":                   "file",
	"POST /documents/:id/attachments/:aid/removal":  "version=1",
	"POST /api/v1/documents/:id/ballots":            `{"content_version":1,"deadline":"2100-01-01"}`,
	"POST /api/v1/documents/:id/ballots/withdrawal": `{"ballot":"x","reason":"gửi nhầm"}`,
	"POST /api/v1/documents/:id/votes":              `{"ballot":"x","verdict":"agree"}`,
	"POST /api/v1/documents/:id/decisions":          `{"content_version":1,"meeting_date":"2014-06-10","present":9,"agree":9}`,
	"POST /api/v1/documents/:id/copies":             `{"form":"true_copy","signer":"x"}`,
	"POST /documents/:id/ballots":                   "content_version=1&deadline=2100-01-01",
	"POST /documents/:id/ballots/withdrawal":        "ballot=x&reason=g%E1%BB%ADi+nh%E1%BA%A7m",
	"POST /documents/:id/votes":                     "ballot=x&verdict=agree",
	"POST /documents/:id/decisions":                 "content_version=1&meeting_date=2014-06-10&present=9&agree=9",
	"POST /documents/:id/copies":                    "form=true_copy&signer=x",
	"POST /deliveries/:id/acknowledgement":          "note=nh%E1%BA%ADn",
	"POST /deliveries/:id/refusal":                  "reason=sai&reason_code=wrong_recipient",
	"POST /api/v1/documents/:id/tasks":              `{"version":0,"text":"Báo cáo lịch trực","leads":["Ban Tổ chức Tỉnh ủy"]}`,
	"POST /api/v1/documents/:id/tasks/:n/removal":   `{"version":0}`,
	"POST /api/v1/documents/:id/tasks/proposal":     `{"version":0}`,
	"POST /api/v1/documents/:id/tasks/confirmation": `{"version":0}`,
	"POST /api/v1/documents/:id/obligations":        `{"kind":"month","text":"Báo cáo lịch trực","rule":"FREQ=MONTHLY;BYMONTHDAY=25","organs":["bt-btctu"]}`,
	"POST /documents/:id/tasks":                     "version=0&text=B%C3%A1o+c%C3%A1o&leads=Ban+T%E1%BB%95+ch%E1%BB%A9c",
	"POST /documents/:id/tasks/removal":             "version=0&n=1",
	"POST /documents/:id/tasks/proposal":            "version=0",
	"POST /documents/:id/tasks/confirmation":        "version=0",
	"POST /documents/:id/obligations":               "kind=month&text=B%C3%A1o+c%C3%A1o&rule=FREQ%3DMONTHLY&organs=bt-btctu",
	"POST /deliveries/:id/proof":                    "proof=phi%E1%BA%BFu&document=:document",
	"POST /deliveries/:id/posts":                    "mark=EV123456789VN&document=:document",
	"POST /deliveries/:id/bounce":                   "reason=h%E1%BB%99p+th%C6%B0+%C4%91%E1%BA%A7y&document=:document",
	"POST /deliveries/:id/resending":                "address=vanthu%40example.vn&document=:document",
	"POST /deliveries/:id/by-post":                  "document=:document",
	"POST /deliveries/:id/paper":                    "paper=true&document=:document",
	"POST /deliveries/:id/reminder":                 "document=:document",
	"POST /documents/:id/reminders":                 "all=1",
	"POST /api/v1/deliveries/:id/proof":             `{"proof":"phiếu gửi số 12"}`,
	"POST /api/v1/deliveries/:id/posts":             `{"mark":"EV123456789VN"}`,
	"POST /api/v1/deliveries/:id/bounce":            `{"reason":"hộp thư đầy"}`,
	"POST /api/v1/deliveries/:id/resending":         `{"address":"vanthu@example.vn"}`,
	"POST /api/v1/deliveries/:id/paper":             `{"paper":true}`,
	"POST /api/v1/documents/:id/reminders":          `{}`,
	"POST /api/v1/deliveries/:id/destruction":       `{"note":"đã hủy"}`,
	"POST /api/v1/deliveries/:id/take-back":         `{"agree":true,"note":"đồng ý"}`,
	"POST /api/v1/deliveries/:id/sent-back":         `{"proof":"phiếu trả"}`,
	"POST /documents/:id/aftermath/:action":         "version=1&comment=C%C3%B3+sai+s%C3%B3t",
	"POST /deliveries/:id/destruction":              "note=h%E1%BB%A7y",
	"POST /deliveries/:id/take-back":                "agree=yes&note=tr%E1%BA%A3",
	"POST /deliveries/:id/recall-post":              "mark=EV1&document=:document",
	"POST /deliveries/:id/sent-back":                "proof=phi%E1%BA%BFu&document=:document",
}

// bodiless are the addresses that are only asked.
var bodiless = []string{
	"GET /api/v1/arrivals/:id", "GET /api/v1/arrivals/:id/pdf", "GET /api/v1/arrivals/:id/slip",
	"GET /incoming/:id", "GET /incoming/:id/pdf", "GET /incoming/:id/slip",
	"GET /api/v1/documents/:id/board", "GET /api/v1/documents/:id/posts", "POST /api/v1/deliveries/:id/by-post",
	"GET /api/v1/deliveries/:id/receipt", "GET /deliveries/:id/receipt",
	"GET /api/v1/documents/:id/called-back", "GET /documents/:id/aftermath",
	"GET /api/v1/documents/:id/tasks", "GET /documents/:id/tasks",
	"GET /api/v1/documents/:id", "GET /api/v1/documents/:id/versions", "GET /api/v1/documents/:id/versions/:n",
	"GET /api/v1/documents/:id/pdf", "GET /api/v1/documents/:id/check", "GET /api/v1/documents/:id/events",
	"GET /api/v1/documents/:id/attachments", "DELETE /api/v1/documents/:id/attachments/:aid",
	"GET /api/v1/documents/:id/attachments/:aid/content", "GET /api/v1/documents/:id/deliveries",
	"GET /documents/:id", "GET /documents/:id/edit", "GET /documents/:id/pdf", "GET /documents/:id/chain.svg", "GET /documents/:id/cascade", "GET /api/v1/documents/:id/cascade",
	"GET /documents/:id/versions/:n", "GET /documents/:id/attachments/:aid", "GET /documents/:id/deliveries",
	"GET /api/v1/documents/:id/docx", "GET /api/v1/documents/:id/import", "GET /api/v1/documents/:id/versions/:n/source",
	"GET /api/v1/documents/:id/figures", "GET /api/v1/documents/:id/figures/:sha",
	"GET /api/v1/documents/:id/versions/:n/pdf", "GET /api/v1/documents/:id/comments", "POST /api/v1/documents/:id/comments/:cid/resolution",
	"GET /documents/:id/versions", "GET /documents/:id/versions/:n/pdf",
	"GET /api/v1/documents/:id/check/report", "GET /documents/:id/check", "GET /documents/:id/check/report",
	"GET /api/v1/documents/:id/ballots", "GET /api/v1/documents/:id/ballots/pdf", "GET /api/v1/documents/:id/copies",
	"GET /documents/:id/ballots", "GET /documents/:id/ballots/pdf", "GET /documents/:id/copies",
	"GET /documents/:id/docx", "GET /documents/:id/import", "GET /documents/:id/versions/:n/source", "GET /documents/:id/figures/:sha",
}

// routesOf are all addresses of the server's own table that name something by :id. One that is not listed above fails.
func (h *hall) routesOf(t *testing.T) (found []route) {
	t.Helper()
	server, ok := h.app.handler.(*echo.Echo)
	if !ok {
		t.Fatalf("the handler is a %T: where is its route table?", h.app.handler)
	}
	listed := slices.Concat(slices.Collect(maps.Keys(bodies)), bodiless)
	for _, r := range server.Routes() {
		name := r.Method + " " + r.Path
		if !strings.Contains(r.Path, ":id") {
			continue
		}
		if !slices.Contains(listed, name) {
			t.Errorf("%s names a document or a delivery, and nobody has tried it as an outsider", name)
		}
		listed = slices.DeleteFunc(listed, func(l string) bool { return l == name })
		found = append(found, h.routeOf(r.Method, r.Path))
	}
	if len(listed) > 0 {
		t.Errorf("the server has no %v", listed)
	}
	h.everyDocumentedRoute(t, found)
	return found
}

// everyDocumentedRoute: whatever the OpenAPI document names by {id} is in the table too.
func (h *hall) everyDocumentedRoute(t *testing.T, found []route) {
	t.Helper()
	response, err := http.Get(h.url + "/api/openapi.json")
	h.must(err)
	var doc struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	h.must(json.Unmarshal([]byte(h.read(response).body), &doc))
	named := 0
	for path, operations := range doc.Paths {
		if !strings.Contains(path, "{id}") {
			continue
		}
		inTable := strings.NewReplacer("{", ":", "}", "").Replace(path)
		for method := range operations {
			named++
			if !slices.ContainsFunc(found, func(r route) bool {
				return r.method == strings.ToUpper(method) && strings.TrimPrefix(r.path, "/api/v1") == strings.TrimPrefix(inTable, "/api/v1") && r.api()
			}) {
				t.Errorf("openapi.json has %s %s, the server's table has not", method, path)
			}
		}
	}
	if named < 10 {
		t.Errorf("openapi.json names only %d addresses of a document or a delivery", named)
	}
}

func (h *hall) routeOf(method, path string) route {
	return h.routeWith(method, path, bodies[method+" "+path])
}

func (h *hall) routeWith(method, path, body string) route {
	r := route{method: method, path: path, body: body}
	switch {
	case r.body == "tus":
		r.body, r.contentType = "abc", "application/offset+octet-stream"
	case r.body == "file" && r.api():
		r.body, r.contentType = h.upload()
	case r.body == "file":
		r.body, r.contentType = h.form()
	case r.body != "" && r.api():
		r.contentType = "application/json"
	case r.body != "":
		r.contentType, r.body = "application/x-www-form-urlencoded", r.body+"&key="+formKey
	}
	return r
}

// formKey is the key of every form: the same in both visits, since the answer may show it.
const formKey = "0190a0b0-0000-7000-8000-000000000001"

// form is an upload as the page of a document sends it: the key before the file.
func (h *hall) form() (body, contentType string) {
	body, contentType = h.upload()
	boundary := strings.TrimPrefix(contentType, "multipart/form-data; boundary=")
	return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n" + formKey + "\r\n" + body, contentType
}

// visit asks an address for a target as an outsider.
func (h *hall) visit(o outsider, r route, to targets) answer {
	h.t.Helper()
	id := to.document
	if strings.Contains(r.path, "/deliveries/:id") {
		id = to.delivery
	}
	if arrives(r.path) {
		id = to.arrival
	}
	path := strings.NewReplacer(":id", id, ":aid", to.attachment, ":action", "return", ":n/source", "2/source", ":n/pdf", "1...2/pdf", ":cid", to.comment, ":n", "1", ":sha", to.figure).Replace(r.path)
	request, err := http.NewRequest(r.method, h.url+path, strings.NewReader(strings.ReplaceAll(r.body, ":document", to.document)))
	h.must(err)
	a := h.goes(o, r, request)
	a.body = strings.NewReplacer(to.document, "‹id›", to.delivery, "‹id›", to.arrival, "‹id›").Replace(a.body)
	if location := a.Header.Get("Location"); location != "" {
		a.Header.Set("Location", strings.ReplaceAll(location, id, "‹id›"))
	}
	return a
}

// goes sends a request as a program does, with a token, or as a browser, with a cookie; of the answer it forgets what is
// another each time.
func (h *hall) goes(o outsider, r route, request *http.Request) answer {
	h.t.Helper()
	if r.contentType != "" {
		request.Header.Set("Content-Type", r.contentType)
	}
	if strings.HasPrefix(r.path, "/uploads/") { // whoever does not speak tus is refused whatever is named
		request.Header.Set("Tus-Resumable", "1.0.0")
		request.Header.Set("Upload-Offset", "0")
		request.Header.Set("X-HTTP-Method-Override", http.MethodPatch)
	}
	switch {
	case o.token != "" && r.api():
		request.Header.Set("Authorization", "Bearer "+o.token)
	case o.token != "":
		request.AddCookie(&http.Cookie{Name: "trinhky", Value: o.token})
	}
	response, err := http.DefaultTransport.RoundTrip(request) // no redirect is followed
	h.must(err)
	a := h.read(response)
	for _, own := range []string{a.Header.Get("X-Request-Id"), audit.Spoken(a.Header.Get("X-Request-Id"))} {
		a.body = strings.ReplaceAll(a.body, own, "·")
	}
	a.Header.Del("X-Request-Id")
	a.Header.Del("Date")
	return a
}

// sameAnswer compares what was answered for what exists with what was answered for what does not.
func (h *hall) sameAnswer(o outsider, r route, state string, exists, not answer) {
	h.t.Helper()
	what := o.name + ": " + r.method + " " + r.path + " (" + state + ")"
	right := o.page
	if r.api() {
		right = o.api
	}
	if !slices.Contains(right, exists.StatusCode) {
		h.t.Errorf("%s: %d %.200s, want one of %v", what, exists.StatusCode, exists.body, right)
	}
	if exists.StatusCode != not.StatusCode || exists.body != not.body {
		h.t.Errorf("%s is told apart:\n%d %.400s\n%d %.400s", what, exists.StatusCode, exists.body, not.StatusCode, not.body)
	}
	if !maps.EqualFunc(exists.Header, not.Header, slices.Equal[[]string]) {
		h.t.Errorf("%s is told apart by its headers:\n%v\n%v", what, exists.Header, not.Header)
	}
}
