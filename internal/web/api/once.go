package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/web/session"
)

const (
	keyHeader = "Idempotency-Key"
	keyLimit  = 200 // characters
)

var errKeyInvalid = fault.New(fault.Malformed, "IDEMPOTENCY_KEY_INVALID", "Idempotency-Key phải có từ 1 đến 200 ký tự ASCII nhìn thấy được.")

// takesKey gives the request's context its Idempotency-Key. An upload is not read for it: its length stands for it.
func takesKey(a huma.API, limit int64, streamed bool) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r := humaecho.Unwrap(ctx).Request()
		key := r.Header.Get(keyHeader)
		if key == "" {
			next(ctx)
			return
		}
		if len(key) > keyLimit || strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || c > '~' }) {
			refuse(a, ctx, errKeyInvalid)
			return
		}
		var body []byte
		if !streamed {
			var err error
			if body, err = io.ReadAll(io.LimitReader(r.Body, limit+1)); err != nil {
				refuse(a, ctx, fault.New(fault.Malformed, "BODY_UNREADABLE", "Nội dung gửi lên bị đứt giữa chừng.").Because(err))
				return
			}
			if int64(len(body)) > limit {
				refuse(a, ctx, ErrBodyTooLarge)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		withContext(ctx, func(c context.Context) context.Context {
			return store.WithKey(c, session.PersonID(c), key, fingerprint(r, body))
		})
		next(ctx)
	}
}

// fingerprint is a hash of what was asked. A PIN is left out: the hash is stored, and six digits are soon guessed.
func fingerprint(r *http.Request, body []byte) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) == nil {
		delete(fields, "pin")
		if canonical, err := json.Marshal(fields); err == nil {
			body = canonical
		}
	}
	if body == nil {
		body = strconv.AppendInt(nil, r.ContentLength, 10)
	}
	sum := sha256.New()
	for _, part := range []string{r.Method, r.URL.EscapedPath(), r.Header.Get("If-Match"), string(body)} {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// carryOut does what a request asks, or, when its key says that this was done before, calls again with the answer that
// the store kept. The store is asked first, since a repeat would fail on guards that the first has changed, and again
// after a failure, since its twin may have been faster.
func (h *handlers) carryOut(ctx context.Context, do func() error, again func(ctx context.Context, answer string) error) (replayed string, err error) {
	repeated, err := h.Store.Answered(ctx)
	if err != nil {
		return "", err
	}
	if repeated == nil {
		if err = do(); err == nil {
			return "", nil
		}
		if !errors.As(err, &repeated) {
			if twin, lookErr := h.Store.Answered(ctx); lookErr == nil {
				repeated = twin
			}
		}
		if repeated == nil {
			return "", err
		}
	}
	return "true", again(store.WithoutKey(ctx), repeated.Answer)
}

// carryOutID is carryOut for what makes or changes one thing: its id, from now or from the first time.
func (h *handlers) carryOutID(ctx context.Context, do func() (id string, err error)) (id, replayed string, err error) {
	replayed, err = h.carryOut(ctx, func() (err error) {
		id, err = do()
		return err
	}, func(_ context.Context, answer string) error {
		id = answer
		return nil
	})
	return id, replayed, err
}
