package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

//go:embed docs.html
var docsPage string

//go:embed docs.css
var docsStyle string

// serveDocs serves the document of the API, and a page to read it on without any network.
func serveDocs(e *echo.Echo, document *huma.OpenAPI) {
	text, err := Document(document)
	if err != nil {
		panic("api: the OpenAPI document cannot be written: " + err.Error())
	}
	var page bytes.Buffer
	if err := template.Must(template.New("docs").Parse(docsPage)).Execute(&page, chapters(document)); err != nil {
		panic("api: the page of the OpenAPI document cannot be written: " + err.Error())
	}
	e.GET("/api/openapi.json", func(c echo.Context) error {
		return c.Blob(http.StatusOK, "application/openapi+json", text)
	})
	e.GET("/api/docs", func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, page.Bytes()) })
	e.GET("/api/docs.css", func(c echo.Context) error { return c.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(docsStyle)) })
}

// Document is the OpenAPI document as text: the same for the same code.
func Document(document *huma.OpenAPI) ([]byte, error) {
	raw, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return nil, err
	}
	return append(out.Bytes(), '\n'), nil
}

// operation is one route as the page shows it.
type operation struct {
	Method, Path, ID, Summary string
	Parameters                []*huma.Param
	Input, Output             string // names of schemas
}

// schema is one type as the page shows it.
type schema struct {
	Name   string
	Fields []field
}

type field struct {
	Name, Type, Doc string
	Required        bool
}

type contents struct {
	Title, Description, Base string
	Operations               []operation
	Schemas                  []schema
}

func chapters(document *huma.OpenAPI) contents {
	c := contents{Title: document.Info.Title, Description: document.Info.Description, Base: base}
	for _, item := range document.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			o := operation{Method: op.Method, Path: op.Path, ID: op.OperationID, Summary: op.Summary, Parameters: op.Parameters}
			if op.RequestBody != nil {
				o.Input = contentType(op.RequestBody.Content)
			}
			for status, response := range op.Responses {
				if strings.HasPrefix(status, "2") && response.Content != nil {
					o.Output = contentType(response.Content)
				}
			}
			c.Operations = append(c.Operations, o)
		}
	}
	slices.SortFunc(c.Operations, func(a, b operation) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	for name, s := range document.Components.Schemas.Map() {
		c.Schemas = append(c.Schemas, schema{name, fields(s)})
	}
	slices.SortFunc(c.Schemas, func(a, b schema) int { return strings.Compare(a.Name, b.Name) })
	return c
}

func fields(s *huma.Schema) (list []field) {
	for name, f := range s.Properties {
		list = append(list, field{Name: name, Type: typeName(f), Doc: f.Description, Required: slices.Contains(s.Required, name)})
	}
	slices.SortFunc(list, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func contentType(content map[string]*huma.MediaType) string {
	for name, media := range content {
		if media.Schema != nil {
			return typeName(media.Schema)
		}
		return name
	}
	return ""
}

func typeName(s *huma.Schema) string {
	switch {
	case s.Ref != "":
		return strings.TrimPrefix(s.Ref, "#/components/schemas/")
	case s.Type == huma.TypeArray && s.Items != nil:
		return typeName(s.Items) + "[]"
	case s.Format != "":
		return s.Format
	}
	return s.Type
}
