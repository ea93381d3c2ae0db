package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/fault"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

// route is one line of the table.
type route struct {
	method, path, id, summary string
	status                    int
	marks                     marks
}

type marks int

const (
	public marks = 1 << iota // for nobody too
	once                     // takes an Idempotency-Key
	text                     // brings a document's text
	upload                   // brings a file, which is streamed
	file                     // answers with a file
	lines                    // answers with client.SignedLine, one a line
)

// add puts one route into the API and its document; what the handler refuses is told as a problem.
func add[I, O any](a huma.API, r route, handle func(context.Context, *I) (*O, error)) {
	op := huma.Operation{
		OperationID: r.id, Method: r.method, Path: r.path, Summary: r.summary, DefaultStatus: r.status,
		MaxBodyBytes: jsonLimit, BodyReadTimeout: bodyTimeout,
	}
	if r.marks&text != 0 {
		op.MaxBodyBytes, op.BodyReadTimeout = TextLimit, textTimeout
	}
	if r.marks&public == 0 {
		op.Security = []map[string][]string{{"token": {}}, {"cookie": {}}}
		op.Middlewares = append(op.Middlewares, needsPerson(a))
	}
	if r.marks&once != 0 {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: keyHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, MaxLength: new(keyLimit)},
			Description: "khóa chống trùng: gửi lại với cùng khóa thì không làm lần thứ hai",
		})
		op.Middlewares = append(op.Middlewares, takesKey(a, op.MaxBodyBytes, r.marks&upload != 0))
	}
	if r.marks&file != 0 {
		op.Responses = fileResponses()
	}
	if r.marks&lines != 0 {
		op.Responses = lineResponses(a, client.SignedLine{})
	}
	huma.Register(a, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, problemOf(err)
		}
		return out, nil
	})
	if r.marks&upload != 0 { // told only now: huma reads whatever body it knows of
		a.OpenAPI().Paths[r.path].Post.RequestBody = uploadBody()
	}
}

var errNobody = fault.New(fault.Unauthenticated, "UNAUTHENTICATED", "Chưa đăng nhập hoặc phiên làm việc đã hết hiệu lực. Vui lòng đăng nhập.")

// needsPerson answers 401 before anything of the request is read.
func needsPerson(a huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if session.PersonID(ctx.Context()) == "" {
			ctx.SetHeader("WWW-Authenticate", "Bearer")
			refuse(a, ctx, errNobody)
			return
		}
		next(ctx)
	}
}

// refuse answers with a fault from where no handler has run yet.
func refuse(a huma.API, ctx huma.Context, err error) {
	p := problemOf(err)
	told, _ := a.Transform(ctx, "", p) // noteCause never fails
	ctx.SetHeader("Content-Type", problemType)
	ctx.SetStatus(p.GetStatus())
	_ = a.Marshal(ctx.BodyWriter(), "application/json", told) // whoever does not read the answer is gone
}

// withContext makes the rest of the request run under another context.
func withContext(ctx huma.Context, change func(context.Context) context.Context) {
	c := humaecho.Unwrap(ctx)
	c.SetRequest(c.Request().WithContext(change(c.Request().Context())))
}

// fileResponses are those of a route that streams bytes.
func fileResponses() map[string]*huma.Response {
	return map[string]*huma.Response{
		"200": {Description: "Tệp", Content: map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		"206": {Description: "Một phần của tệp (Range)"},
		"304": {Description: "Tệp không đổi (If-None-Match)"},
		"default": {Description: http.StatusText(http.StatusInternalServerError), Content: map[string]*huma.MediaType{
			problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}},
		}},
	}
}
