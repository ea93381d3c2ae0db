package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

const (
	linesType = "application/x-ndjson"
	// readWithin is how long a reader may take over one line before the answer is given up.
	readWithin = 30 * time.Second
)

type signManyInput struct {
	Body client.SignMany
}

// signMany answers with a line for each document, as soon as it is known what became of it.
func (h *handlers) signMany(ctx context.Context, in *signManyInput) (*fileOutput, error) {
	shown := each(in.Body.Documents, func(d client.ShownDocument) signoff.Shown {
		return signoff.Shown{DocumentID: d.ID, Version: d.Version, SHA256: d.SHA256}
	})
	results, err := h.Signoff.SignMany(ctx, session.PersonID(ctx), in.Body.PIN, shown)
	if err != nil {
		return nil, err
	}
	return &fileOutput{func(ctx huma.Context) {
		c := humaecho.Unwrap(ctx)
		header := c.Response().Header()
		header.Set("Content-Type", linesType)
		header.Set("X-Accel-Buffering", "no") // nginx would hold lines back
		c.Response().WriteHeader(http.StatusOK)
		control := http.NewResponseController(c.Response())
		lines := json.NewEncoder(c.Response())
		for r := range results {
			_ = control.SetWriteDeadline(time.Now().Add(readWithin)) // a test's recorder has none
			if err := lines.Encode(signedLine(r)); err != nil || control.Flush() != nil {
				return // nobody reads on: nothing more is signed
			}
			if r.Err != nil && fault.Of(r.Err).Kind == fault.Internal {
				c.Set(CauseKey, r.Err)
			}
		}
	}}, nil
}

func signedLine(r signoff.Signed) client.SignedLine {
	line := client.SignedLine{ID: r.DocumentID, Signed: r.Err == nil, Replayed: r.Replayed}
	if r.Err != nil {
		p := ProblemOf(fault.Of(r.Err), 0, "")
		line.Code, line.Detail, line.Reasons = p.Code, p.Detail, p.Reasons
	}
	return line
}

// lineResponses are those of a route that answers with a JSON object a line.
func lineResponses(a huma.API, line any) map[string]*huma.Response {
	return map[string]*huma.Response{
		"200": {Description: "Mỗi dòng một đối tượng JSON", Content: map[string]*huma.MediaType{
			linesType: {Schema: a.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(line), true, "")},
		}},
		"default": {Description: http.StatusText(http.StatusInternalServerError), Content: map[string]*huma.MediaType{
			problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}},
		}},
	}
}
