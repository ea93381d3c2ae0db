package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// bodies are what an operation is sent where its schema alone says too little: what is refused is refused for who asks.
var bodies = map[string]string{
	"createDocument": `{"kind":"notice","subject":"về việc thử"}`, "changeDocument": `{"subject":"về việc khác"}`,
	"fireAction": `{"comment":"Không đồng ý"}`, "acknowledge": `{"note":"Đã nhận"}`, "refuse": `{"reason":"Sai nơi nhận"}`,
	"waiveFindings": `{"findings":["0123456789abcdef"],"reason":"Trích nguyên văn."}`, "openBallot": `{"content_version":1,"deadline":"2100-01-01"}`, "logIn": `{"username":"ai","password":"gi-do-dai"}`,
}

// fitBody is the smallest body that a schema lets in.
func (doc document) fitBody(s schema) any {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return doc.fitBody(doc.Components.Schemas[name])
	}
	kind := fmt.Sprint(s.Type)
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case strings.Contains(kind, "object"):
		fields := map[string]any{}
		for _, name := range s.Required {
			fields[name] = doc.fitBody(s.Properties[name])
		}
		return fields
	case strings.Contains(kind, "array"):
		return []any{doc.fitBody(*s.Items)}
	case strings.Contains(kind, "integer"), strings.Contains(kind, "number"):
		return max(1, s.Minimum)
	case strings.Contains(kind, "boolean"):
		return true
	case s.Format == "date":
		return "2100-01-01"
	case s.Format == "date-time":
		return "2100-01-01T08:00:00+07:00"
	}
	return "về việc thử"
}

// publicOperations are for nobody too: the log-in, what a link in a letter opens, and what anybody may check.
var publicOperations = []string{
	"logIn", "openLink", "getLinkPDF", "getLinkAttachment", "acknowledgeLink", "refuseLink", "getLinkReceipt", "getReceiptRoot", "verifyCode",
}

// call asks for one operation of the OpenAPI document, with ids in its path.
func (o *office) call(who, method, path string, op operation, ids map[string]string) answer {
	o.t.Helper()
	for name, id := range ids {
		path = strings.ReplaceAll(path, "{"+name+"}", id)
	}
	body, headers := bodies[op.OperationID], []string(nil)
	if op.RequestBody != nil && body == "" {
		if asked, ok := op.RequestBody.Content["application/json"]; ok {
			text, err := json.Marshal(o.openapi().fitBody(asked.Schema))
			o.must(err)
			body = string(text)
		} else {
			contentType := ""
			body, contentType = upload("file", "tệp.txt", "nội dung")
			headers = []string{"Content-Type", contentType}
		}
	}
	return o.send(who, strings.ToUpper(method), strings.TrimPrefix(path, "/"), body, headers...)
}

// upload is a multipart body with one file, and its media type.
func upload(field, name, content string) (body, contentType string) {
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	part, _ := w.CreateFormFile(field, name) // a buffer never fails
	_, _ = part.Write([]byte(content))
	_ = w.Close()
	return out.String(), w.FormDataContentType()
}

// Attacks 8 and 17: the route table is the source; every route but the log-in wants somebody, with a token that holds.
func TestAttack17NobodyGetsPastTheDoor(t *testing.T) {
	t.Parallel()
	o := quick(t)
	gone := &client.Client{Base: o.url}
	_, err := gone.LogIn(context.Background(), drafter, password)
	o.must(err)
	o.must(gone.Do(context.Background(), "DELETE", "/sessions/current", nil, nil))
	o.clients["gone"] = gone
	o.clients["forged"] = &client.Client{Base: o.url, Token: "tks_" + strings.Repeat("A", 43)}
	before := o.rows()
	for path, operations := range o.openapi().Paths {
		for method, op := range operations {
			if slices.Contains(publicOperations, op.OperationID) {
				continue
			}
			if len(op.Security) == 0 {
				t.Errorf("%s is for nobody too", op.OperationID)
			}
			ids := map[string]string{"id": store.NewID(), "aid": store.NewID(), "action": "submit", "n": "1", "book": store.NewID(), "template": "x", "sha": strings.Repeat("0", 64)}
			for _, who := range []string{"", "gone", "forged"} {
				o.refused(o.call(who, method, path, op, ids), http.StatusUnauthorized, "UNAUTHENTICATED")
			}
		}
	}
	if after := o.rows(); after != before {
		t.Errorf("nobody left %+v, was %+v", after, before)
	}
}

// Attacks 1, 3, 4, 7 and 9: whoever may not see a document hears of every address of it what he would hear if it did not
// exist, and changes nothing.
func TestAttack1AnOutsiderFindsNothingUnderADocumentsID(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.walk(o.draft(), "awaiting_signature")
	before := o.rows()
	asked := 0
	for path, operations := range o.openapi().Paths {
		if !strings.HasPrefix(path, "/documents/{id}") {
			continue
		}
		for method, op := range operations {
			for _, action := range []string{"sign", "withdraw", "cancel", "issue", "nonsense"} {
				if action != "sign" && !strings.Contains(path, "{action}") {
					continue
				}
				ids := map[string]string{"id": d.ID, "aid": store.NewID(), "action": action, "n": "1", "sha": strings.Repeat("0", 64)}
				for _, who := range []string{outsider, admin, recipient} {
					real := o.call(who, method, path, op, ids)
					o.refused(real, http.StatusNotFound, "DOCUMENT_NOT_FOUND")
					unreal := o.call(who, method, path, op, override(ids, "id", store.NewID()))
					real.problem.Instance, unreal.problem.Instance = "", ""
					if fmt.Sprint(real.problem) != fmt.Sprint(unreal.problem) || !slices.Equal(headersOf(real), headersOf(unreal)) {
						t.Errorf("%s %s tells %s that the document exists:\n%v\n%v", method, path, who, real.problem, unreal.problem)
					}
					asked++
				}
			}
		}
	}
	if asked < 40 {
		t.Errorf("only %d questions were asked", asked)
	}
	if after := o.rows(); after != before {
		t.Errorf("an outsider left %+v, was %+v", after, before)
	}
	if now, err := o.as(drafter).Document(context.Background(), d.ID); err != nil || now.Version != d.Version {
		t.Errorf("version %d, was %d: %v", now.Version, d.Version, err)
	}
}

// headersOf are the names of an answer's headers.
func headersOf(a answer) []string { return slices.Sorted(maps.Keys(a.Header)) }

func override(ids map[string]string, name, value string) map[string]string {
	changed := maps.Clone(ids)
	changed[name] = value
	return changed
}

// Attack 1 again, for what was delivered.
func TestAttack1ADeliveryIsItsReceiversAlone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	d := o.walk(o.draft(), "issued")
	sent, err := o.as(drafter).Deliveries(ctx, d.ID)
	o.must(err)
	before := o.rows()
	for _, delivery := range sent {
		for _, who := range []string{outsider, drafter, admin} {
			for _, act := range []string{"acknowledgement", "refusal"} {
				body := map[string]string{"acknowledgement": `{}`, "refusal": `{"reason":"Không phải của chúng tôi"}`}[act]
				real := o.send(who, "POST", "deliveries/"+delivery.ID+"/"+act, body)
				o.refused(real, http.StatusNotFound, "DELIVERY_NOT_FOUND")
				unreal := o.send(who, "POST", "deliveries/"+store.NewID()+"/"+act, body)
				if real.problem.Detail != unreal.problem.Detail {
					t.Errorf("%s learns that the delivery exists", who)
				}
			}
		}
	}
	if after := o.rows(); after != before {
		t.Errorf("others left %+v, was %+v", after, before)
	}
}

func TestRefuseADelivery(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	d := o.walk(o.draft(), "issued")
	box, err := o.as(recipient).Received(ctx, nil)
	o.must(err)
	id := box.Items[0].Delivery.ID
	o.refused(o.send(recipient, "POST", "deliveries/"+id+"/refusal", `{"reason":" "}`), 422, "REASON_REQUIRED")
	o.refused(o.send(recipient, "POST", "deliveries/"+id+"/refusal", `{"reason":"x","reason_code":"mood"}`), 422, "INPUT_INVALID")
	got, err := o.as(recipient).Refuse(ctx, id, "Thiếu phụ lục", client.IdempotencyKey("tra-lai-1"))
	o.must(err)
	if got.Refused == nil || got.RefusalReason != "Thiếu phụ lục" || got.Status != "refused" || got.Acknowledged != nil {
		t.Errorf("refused: %+v", got)
	}
	again, err := o.as(recipient).Refuse(ctx, id, "Thiếu phụ lục", client.IdempotencyKey("tra-lai-1"))
	if err != nil || again.Refused == nil || !again.Refused.Equal(*got.Refused) {
		t.Errorf("a repeat: %+v, %v", again, err)
	}
	o.refused(o.send(recipient, "POST", "deliveries/"+id+"/acknowledgement", `{}`), 409, "ALREADY_REFUSED")
	sent, err := o.as(drafter).Deliveries(ctx, d.ID)
	o.must(err)
	if !slices.ContainsFunc(sent, func(x client.Delivery) bool { return x.ID == id && x.RefusalReason == "Thiếu phụ lục" }) {
		t.Error("the sender does not see why")
	}
}

// Attack 21: every action in every state that has no arrow for it leaves the document as it is.
func TestAttack21NoActionOutOfTurn(t *testing.T) {
	t.Parallel()
	o := quick(t)
	actions := []string{"submit", "approve", "check_format", "sign", "assign_number", "seal", "issue", "file", "return", "withdraw", "cancel", "give_opinion"}
	d := o.draft()
	for _, state := range []string{"drafting", "unit_review", "format_check", "awaiting_signature", "signed", "numbered", "sealed", "issued"} {
		d = o.walk(d, state)
		for _, who := range []string{drafter, approver, checker, signer, clerk} {
			offered, before := o.offered(who, d.ID), o.rows()
			for _, action := range actions {
				if slices.Contains(offered, action) {
					continue
				}
				a := o.send(who, "POST", "documents/"+d.ID+"/actions/"+action, `{"comment":"Thử","pin":"`+pin+`","sha256":"`+d.PDFSHA256+`","case_file":"01"}`)
				if a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusUnprocessableEntity || a.problem.Code == "" {
					t.Errorf("%s: %s by %s gives %d %s", state, action, who, a.StatusCode, a.body)
				}
			}
			if after := o.rows(); after != before {
				t.Errorf("%s: %s left %+v, was %+v", state, who, after, before)
			}
		}
	}
}

// offered are the actions that the document itself says somebody may take; they may still want more input.
func (o *office) offered(who, id string) (actions []string) {
	o.t.Helper()
	d, err := o.as(who).Document(context.Background(), id)
	if err != nil {
		return nil // not for this one to see yet
	}
	for _, a := range d.Available {
		if a.Allowed {
			actions = append(actions, a.Action)
		}
	}
	return actions
}
