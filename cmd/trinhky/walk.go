package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// samples are the documents that --walk carries when it is given none, of our own writing.
//
//go:embed walk/*.txt
var samples embed.FS

// errand is one document to carry and the office that carries it.
type errand struct {
	name   string
	text   string
	office string // username of the drafter, whose office does the rest
	issuer string // organ id; "" = as the text's header says, else the drafter's office
}

// The drafters of the demo: of the Party's office that was there on the date, and of the state's.
const (
	partyDrafter     = "phong.tb"
	partyDrafter2014 = "thuan.qn"
	stateDrafter     = "quyen.lm"
	districtsEnded   = store.Date("2025-07-01")
)

// walk serves the demo on a free port and carries documents through it as any client would.
func (c *demoCommand) walk(ctx context.Context, date store.Date) error {
	dir := c.Data
	if dir == "" { // the default folder is for the demo that one looks at
		var err error
		if dir, err = os.MkdirTemp("", "trinhky-walk-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	a, err := assembleDemo(ctx, dir, date, log)
	if err != nil {
		return err
	}
	defer a.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() { stopped <- a.serve(serving, listener) }()
	if date == "" {
		date = store.DateOf(time.Now())
	}
	errands, err := c.errands(date)
	if err == nil {
		err = c.carryAll(ctx, a, "http://"+listener.Addr().String(), errands)
	}
	stop()
	return errors.Join(err, <-stopped)
}

// errands are the file that was given, or a Party kế hoạch and a state báo cáo.
func (c *demoCommand) errands(date store.Date) ([]errand, error) {
	party, issuer, plan := partyDrafter, "ld-tu", "walk/ke-hoach.txt"
	if date < districtsEnded {
		party, issuer, plan = partyDrafter2014, "bt-tu", "walk/ke-hoach-2014.txt"
	}
	if c.Document != "" {
		raw, err := os.ReadFile(c.Document)
		if err != nil {
			return nil, err
		}
		office := party
		if strings.Contains(string(raw), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") {
			office = stateDrafter
		}
		return []errand{{name: filepath.Base(c.Document), text: string(raw), office: office}}, nil
	}
	text, err := samples.ReadFile(plan)
	if err != nil {
		return nil, err
	}
	errands := []errand{{name: "kế hoạch của Tỉnh ủy", text: string(text), office: party, issuer: issuer}}
	if date < districtsEnded {
		return errands, nil // the demo's state offices began in 2025
	}
	if text, err = samples.ReadFile("walk/bao-cao.txt"); err != nil {
		return nil, err
	}
	return append(errands, errand{name: "báo cáo của UBND tỉnh", text: string(text), office: stateDrafter, issuer: "ld-ubnd"}), nil
}

func (c *demoCommand) carryAll(ctx context.Context, a *app, base string, errands []errand) error {
	ctx, cancel := context.WithTimeout(ctx, walkTimeout)
	defer cancel()
	for i, e := range errands {
		out := c.Out
		if out != "" && len(errands) > 1 {
			out = filepath.Join(out, fmt.Sprint(i+1))
		}
		fmt.Printf("— %s —\n", e.name)
		w := &walker{base: base, http: &http.Client{Timeout: time.Minute}, clients: map[string]*client.Client{}}
		if err := w.carry(ctx, e); err != nil {
			return err
		}
		if err := a.judge(ctx, w, out); err != nil {
			return err
		}
	}
	return nil
}

// judge looks at what the walk left as an outsider would, writes it down, and fails unless every invariant holds.
func (a *app) judge(ctx context.Context, w *walker, out string) error {
	faults := w.wrong()
	verdict := signature.Verify(w.pdf, signature.VerifyOptions{Roots: a.keys.Roots(), At: time.Now()})
	for _, s := range verdict.Signatures {
		w.report.Signatures = append(w.report.Signatures, walkSignature{Signer: s.Signer, Kind: string(s.Kind), Valid: s.Valid && s.Trusted})
	}
	if verdict.Verdict != signature.Valid || len(verdict.Signatures) != 2 {
		faults = append(faults, fmt.Sprintf("tệp phát hành: %s, %d chữ ký; %s", verdict.Verdict.Label(), len(verdict.Signatures), strings.Join(verdict.Reasons, "; ")))
	}
	faults = append(faults, w.wrongReceipts(a.keys.Roots())...)
	log, err := verifyAudit(ctx, a.store)
	if err != nil {
		return err
	}
	w.report.Audit = "clean"
	if log.Fault != nil {
		w.report.Audit = log.Fault.Error()
		faults = append(faults, w.report.Audit)
	}
	fmt.Printf("  %s · %d nơi nhận · chữ ký: %s · nhật ký: %s\n", w.report.Symbol, len(w.report.Deliveries), verdict.Verdict.Label(), w.report.Audit)
	for _, f := range w.report.Findings {
		fmt.Printf("  %s %s: %s\n", f.Level, f.Code, f.Message)
	}
	if err := w.leave(out, a.keys.RootPEM()); err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("bất biến không giữ được:\n- %s", strings.Join(faults, "\n- "))
	}
	return nil
}

// leave writes issued.pdf, ca.pem, report.json and receipts/.
func (w *walker) leave(dir string, root []byte) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	report, err := json.MarshalIndent(w.report, "", "  ")
	if err != nil {
		return err
	}
	if err := w.leaveReceipts(filepath.Join(dir, "receipts")); err != nil {
		return err
	}
	for name, content := range map[string][]byte{"issued.pdf": w.pdf, "ca.pem": root, "report.json": append(report, '\n')} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
