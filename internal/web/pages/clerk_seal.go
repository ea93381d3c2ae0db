package pages

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

var (
	errNothingToSeal = fault.New(fault.Unmet, "NOTHING_CHOSEN", "Chọn ít nhất một văn bản để đóng dấu.")
	errTooManyToSeal = fault.New(fault.Unmet, "TOO_MANY_CHOSEN", fmt.Sprintf("Mỗi lần đóng dấu được nhiều nhất %d văn bản.", signoff.ManyLimit))
	errNotAllSealed  = fault.New(fault.Unmet, "NOT_ALL_SEALED", "Có văn bản chưa đóng dấu được, xem kết quả từng văn bản.")
)

// clerkSeal seals the documents that were ticked, or the one whose button was pressed, each on its own: what one is refused
// for keeps no other from its seal.
func (s *site) clerkSeal(c echo.Context, who string) error {
	f, err := s.form(c, who)
	chosen := f.Values["doc"]
	if one := f.Get("only"); one != "" {
		chosen = []string{one}
	}
	slices.Sort(chosen)
	chosen = slices.Compact(chosen)
	switch {
	case err == nil && len(chosen) == 0:
		err = errNothingToSeal
	case err == nil && len(chosen) > signoff.ManyLimit:
		err = errTooManyToSeal
	}
	var results []sealResult
	if err == nil {
		for _, id := range chosen {
			one, err := s.sealOne(who, f, id)
			if err != nil {
				return err
			}
			if results = append(results, one); one.Refused != nil && pinRefused(one.Refused) {
				break // a wrong PIN is counted: it is tried once
			}
		}
		if len(results) == 1 {
			if results[0].Refused != nil {
				err = results[0].Refused
			}
			results = nil
		} else if slices.ContainsFunc(results, func(r sealResult) bool { return r.Refused != nil }) {
			err = errNotAllSealed
		}
	}
	to := withQuery("/clerk", "sealed", strconv.Itoa(len(chosen)))
	if len(chosen) == 1 {
		to = withQuery("/clerk", "doc", chosen[0])
	}
	return s.answer(f.ctx, c, err, always(to), func(refused *fault.Fault) error {
		asked := clerkAsked{refused: refused, results: results, chosen: chosen, sealing: true}
		if len(chosen) == 1 {
			asked.document = chosen[0]
		}
		return s.clerkPage(c, who, asked)
	})
}

// sealOne seals one document of several; what is no refusal is the error.
func (s *site) sealOne(who string, f form, id string) (sealResult, error) {
	result := sealResult{ID: id, Name: f.Get("name-" + id)}
	version, ok := number(f.Get("version-" + id))
	if !ok || version <= 0 {
		result.Refused = document.ErrStale
		return result, nil
	}
	ctx := store.WithPart(f.ctx, id)
	_, err := s.Signoff.Fire(ctx, who, id, "seal", signoff.FireInput{Version: version, PIN: f.Get("pin"), SHA256: f.Get("sha256-" + id)})
	var repeated *store.Repeated
	switch {
	case err == nil, errors.As(err, &repeated), s.twin(ctx, &repeated):
		return result, nil
	case errors.As(err, &result.Refused) && result.Refused.Kind != fault.Internal:
		return result, nil
	}
	return result, err
}
