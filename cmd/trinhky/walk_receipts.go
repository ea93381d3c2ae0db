package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"trinhky/internal/signature"
	"trinhky/internal/web/client"
)

// keepReceipt reads the receipt of an acknowledgement, as its receiver.
func (w *walker) keepReceipt(ctx context.Context, c *client.Client, delivery string) error {
	receipt, err := c.Receipt(ctx, delivery)
	if err != nil {
		return fmt.Errorf("biên nhận: %w", err)
	}
	if w.receipts == nil {
		w.receipts = map[string][]byte{}
	}
	w.receipts[delivery] = receipt
	return nil
}

// wrongReceipts verifies every receipt as an outsider would, under the roots that the walk leaves beside them.
func (w *walker) wrongReceipts(roots *x509.CertPool) (faults []string) {
	for delivery, receipt := range w.receipts {
		payload, report := signature.VerifyReceipt(receipt, signature.VerifyOptions{Roots: roots, At: time.Now()})
		if report.Verdict != signature.Valid || !strings.Contains(string(payload), delivery) {
			faults = append(faults, fmt.Sprintf("biên nhận %s: %s; %s", delivery, report.Verdict.Label(), strings.Join(report.Reasons, "; ")))
		}
	}
	acknowledged := 0
	for _, d := range w.report.Deliveries {
		if d.Required == "ack" {
			acknowledged++
		}
	}
	if acknowledged != len(w.receipts) {
		faults = append(faults, fmt.Sprintf("%d nơi xác nhận, %d biên nhận", acknowledged, len(w.receipts)))
	}
	return faults
}

// leaveReceipts writes each receipt under the id of its delivery.
func (w *walker) leaveReceipts(dir string) error {
	if len(w.receipts) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for delivery, receipt := range w.receipts {
		if err := os.WriteFile(filepath.Join(dir, delivery+".p7m"), receipt, 0o644); err != nil {
			return err
		}
	}
	return nil
}
