package audit

import (
	"context"
	"regexp"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestSpokenCodes(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"0190a1b2-0000-7000-8000-000000000000": "000-000", "0190a1b2-0000-7000-8000-0000ffffffff": "ZZZ-ZZZ", "0190a1b2-0000-7000-8000-00003fffffff": "ZZZ-ZZZ",
		"0190a1b2-0000-7000-8000-000000000021": "000-011", "": "", "x": "", "0190a1b2-0000-7000-8000-0000000000": "",
	} {
		if got := Spoken(id); got != want {
			t.Errorf("%q is spoken %q, want %q", id, got, want)
		}
	}
	clear, seen := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$`), map[string]bool{}
	for range 1000 {
		code := Spoken(store.NewID())
		if !clear.MatchString(code) {
			t.Fatalf("%q is misheard", code)
		}
		seen[code] = true
	}
	if len(seen) < 999 {
		t.Errorf("a thousand requests have %d codes", len(seen))
	}
}

// What was refused is found in the access log by the code that the person reads.
func TestARefusalHasTheCodeOfItsRequest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := WithRequest(context.Background(), "K7M-42Q")
		if err := Refuse(ctx, s, Refusal{ActorID: "a", Act: "document.read", SubjectID: "d", Code: "FORBIDDEN"}); err != nil {
			t.Fatal(err)
		}
		var n int64
		err := s.View(ctx, func(tx *store.Tx) error {
			return tx.DB().Table("access_log").Where("request = ? AND code = 'FORBIDDEN'", "K7M-42Q").Count(&n).Error
		})
		if err != nil || n != 1 {
			t.Errorf("the access log has %d lines of it, %v", n, err)
		}
	})
}
