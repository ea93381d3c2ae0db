package pages

import (
	"net/url"
	"strconv"

	"trinhky/internal/fault"
)

var errQuery = fault.New(fault.Malformed, "QUERY_UNREADABLE", "Không đọc được điều kiện tìm kiếm.")

// withQuery puts the pairs that say something behind a path.
func withQuery(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil
}
