package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const openapiFile = "../../docs/openapi.json"

// document is what the tests read of the OpenAPI document.
type document struct {
	OpenAPI    string                          `json:"openapi"`
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	OperationID string                `json:"operationId"`
	Security    []map[string][]string `json:"security"`
	Responses   map[string]struct {
		Content map[string]struct {
			Schema schema `json:"schema"`
		} `json:"content"`
	} `json:"responses"`
	RequestBody *struct {
		Content map[string]struct {
			Schema schema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
}

type schema struct {
	Ref                  string            `json:"$ref"`
	Type                 any               `json:"type"`
	Properties           map[string]schema `json:"properties"`
	Items                *schema           `json:"items"`
	Required             []string          `json:"required"`
	Enum                 []any             `json:"enum"`
	Format               string            `json:"format"`
	Minimum              float64           `json:"minimum"`
	AdditionalProperties json.RawMessage   `json:"additionalProperties"`
}

func (o *office) openapi() (doc document) {
	o.t.Helper()
	a := o.send("", "GET", "/api/openapi.json", "")
	o.must(json.Unmarshal([]byte(a.body), &doc))
	return doc
}

func TestTheContract(t *testing.T) {
	t.Parallel()
	o := quick(t)
	doc := o.openapi()
	t.Run("the committed document is the served one", o.committedIsServed)
	t.Run("attack 2: no answer carries a secret", doc.noAnswerCarriesASecret)
	t.Run("every schema refuses unknown fields and null lists", doc.schemasAreStrict)
	t.Run("the docs need no network", o.docsNeedNoNetwork)
}

func (o *office) committedIsServed(t *testing.T) {
	served := o.send("", "GET", "/api/openapi.json", "")
	if *update {
		o.must(os.WriteFile(openapiFile, []byte(served.body), 0o644))
	}
	committed, err := os.ReadFile(openapiFile)
	o.must(err)
	if !bytes.Equal(committed, []byte(served.body)) {
		t.Errorf("docs/openapi.json is not what the server serves: run make golden and read the diff")
	}
	if doc := o.openapi(); doc.OpenAPI != "3.1.0" || len(doc.Paths) < 20 {
		t.Errorf("OpenAPI %q with %d paths", doc.OpenAPI, len(doc.Paths))
	}
}

// Attack 2: an answer that carries a token is a signature for whoever reads it.
func (d document) noAnswerCarriesASecret(t *testing.T) {
	secret := regexp.MustCompile(`(?i)token|secret|password|passwd|\bpin\b|_pin$|^pin_|private|hash$`)
	allowed := []string{"Session.token", "Event.hash"} // the log-in's answer; the link of the audit chain
	for path, operations := range d.Paths {
		for method, op := range operations {
			for status, response := range op.Responses {
				for _, media := range response.Content {
					d.fields(media.Schema, map[string]bool{}, func(owner, field string) {
						if secret.MatchString(field) && !slices.Contains(allowed, owner+"."+field) {
							t.Errorf("%s %s answers %s with %s.%s", method, path, status, owner, field)
						}
						if owner == "Session" && op.OperationID != "logIn" {
							t.Errorf("%s %s answers with a session", method, path)
						}
					})
				}
			}
		}
	}
}

// fields visits every field that a schema can hold.
func (d document) fields(s schema, seen map[string]bool, visit func(owner, field string)) {
	owner := ""
	if s.Ref != "" {
		owner = strings.TrimPrefix(s.Ref, "#/components/schemas/")
		if seen[owner] {
			return
		}
		seen[owner] = true
		s = d.Components.Schemas[owner]
	}
	for name, field := range s.Properties {
		visit(owner, name)
		d.fields(field, seen, visit)
	}
	if s.Items != nil {
		d.fields(*s.Items, seen, visit)
	}
	if bytes.HasPrefix(s.AdditionalProperties, []byte("{")) {
		var inner schema
		if json.Unmarshal(s.AdditionalProperties, &inner) == nil {
			d.fields(inner, seen, visit)
		}
	}
}

func (d document) schemasAreStrict(t *testing.T) {
	for name, s := range d.Components.Schemas {
		if s.Type == "object" && string(s.AdditionalProperties) != "false" {
			t.Errorf("%s takes unknown fields", name)
		}
		for field, f := range s.Properties {
			if _, several := f.Type.([]any); several {
				t.Errorf("%s.%s has the types %v", name, field, f.Type)
			}
		}
	}
}

func (o *office) docsNeedNoNetwork(t *testing.T) {
	a := o.send("", "GET", "/api/docs", "")
	if a.StatusCode != http.StatusOK || !strings.Contains(a.body, "/api/v1/documents/{id}/actions/{action}") || !strings.Contains(a.body, "NewDocument") {
		t.Fatalf("%d, %d bytes", a.StatusCode, len(a.body))
	}
	for _, foreign := range []string{"http://", "https://", "<script", "<style", "style="} {
		if strings.Contains(a.body, foreign) {
			t.Errorf("the page has %q", foreign)
		}
	}
	if css := o.send("", "GET", "/api/docs.css", ""); css.StatusCode != http.StatusOK || !strings.HasPrefix(css.Header.Get("Content-Type"), "text/css") {
		t.Errorf("the style: %d %s", css.StatusCode, css.Header.Get("Content-Type"))
	}
}
