package main

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"trinhky/internal/web/client"
)

// A nghị quyết of a committee walks through: its decision is recorded before the signature. What it leaves can be checked by
// anybody: a receipt of every acknowledgement, under the root beside it.
func TestWalkOfAResolution(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "nghi-quyet.txt"))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	a, err := assembleDemo(ctx, t.TempDir(), "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	server := httptest.NewServer(a.handler)
	t.Cleanup(server.Close)
	w, out := &walker{base: server.URL, http: server.Client(), clients: map[string]*client.Client{}}, t.TempDir()
	if err := w.carry(ctx, errand{text: string(text), office: partyDrafter}); err != nil {
		t.Fatal(err)
	}
	if err := a.judge(ctx, w, out); err != nil {
		t.Fatal(err)
	}
	decided, err := w.clients[partyDrafter].Ballots(ctx, w.report.Document)
	if err != nil || len(decided.Decisions) != 1 || !decided.Decisions[0].Passed {
		t.Errorf("decided: %+v, %v", decided.Decisions, err)
	}
	if slices.ContainsFunc(w.report.Steps, func(s walkStep) bool { return s.Action == "decision" }) {
		t.Error("the report has a step more than the chain")
	}
	receipts, err := filepath.Glob(filepath.Join(out, "receipts", "*.p7m"))
	if err != nil || len(receipts) == 0 || len(receipts) != len(w.receipts) {
		t.Fatalf("%d receipts were left, of %d: %v", len(receipts), len(w.receipts), err)
	}
	if err := (&verifyCommand{File: receipts[0], CA: filepath.Join(out, "ca.pem")}).Run(); err != nil {
		t.Errorf("a receipt does not verify: %v", err)
	}
	for delivery, receipt := range w.receipts {
		w.receipts[delivery] = append(slices.Clone(receipt[:len(receipt)-1]), receipt[len(receipt)-1]^1)
		break
	}
	if faults := w.wrongReceipts(a.keys.Roots()); len(faults) != 1 {
		t.Errorf("one receipt is forged, and %d are found: %v", len(faults), faults)
	}
}
