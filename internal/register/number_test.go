package register

import (
	"testing"

	"trinhky/internal/store"
)

func TestPrint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		regime string
		number int
		symbol string
		want   string
	}{
		{"party", 5, "TB/VPTU", "05-TB/VPTU"},
		{"party", 770, "CV/TU", "770-CV/TU"},
		{"state", 15, "BC-UBND", "15/BC-UBND"},
		{"state", 5, "BNV-VP", "05/BNV-VP"},
		{"party", 7, "", "07"},
	}
	for _, tt := range tests {
		if got := Print(tt.regime, tt.number, tt.symbol); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	for d, want := range map[store.Date]string{"2014-06-03": "03/6/2014", "2026-02-05": "05/02/2026", "2026-12-31": "31/12/2026"} {
		if got := day(d); got != want {
			t.Errorf("%s: got %s, want %s", d, got, want)
		}
	}
}
