package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/fault"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

type chainCommand struct {
	Check chainCheck `cmd:"" help:"Chứng minh một luồng: tên, đường đi, chữ ký – số – dấu, các phần việc tách biệt."`
	Draw  chainDraw  `cmd:"" help:"Vẽ một luồng."`
}

type chainCheck struct {
	File string `arg:"" type:"existingfile" help:"Tệp luồng (YAML)."`
}

// Run proves the chain or says everything that is wrong with it.
func (c *chainCheck) Run() error {
	chain, err := readChain(c.File)
	if err != nil {
		return err
	}
	fmt.Printf("luồng %s (%s): hợp lệ, %d trạng thái, %d bước\n", chain.ID, chain.Name, len(chain.States), len(chain.Transitions))
	return nil
}

type chainDraw struct {
	File   string `arg:"" type:"existingfile" help:"Tệp luồng (YAML)."`
	Format string `enum:"svg,mermaid" default:"svg" help:"svg hoặc mermaid."`
}

// Run draws the chain to standard output.
func (c *chainDraw) Run() error {
	chain, err := readChain(c.File)
	if err != nil {
		return err
	}
	if c.Format == "mermaid" {
		fmt.Print(chain.Mermaid())
	} else {
		fmt.Print(chain.SVG(signoff.Drawing{}))
	}
	return nil
}

func readChain(file string) (*signoff.Chain, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return signoff.ParseChain(source)
}

type verifyCommand struct {
	File string `arg:"" type:"path" help:"Tệp PDF, hoặc biên nhận (.p7m)."`
	JSON bool   `help:"In JSON."`
	CA   string `type:"path" help:"Chứng thư gốc được tin (PEM)." placeholder:"TỆP"`
}

// Run verifies: exit 0 valid, 1 invalid, 2 unknown, which is also what nobody could look at.
func (c *verifyCommand) Run() error {
	pdf, err := os.ReadFile(c.File)
	if err != nil {
		return c.unknown(err)
	}
	roots, err := readRoots(c.CA)
	if err != nil {
		return c.unknown(err)
	}
	options := signature.VerifyOptions{Roots: roots, At: time.Now()}
	var report signature.Report
	var receipt []byte // what a receipt says
	if signature.IsReceipt(pdf) {
		receipt, report = signature.VerifyReceipt(pdf, options)
	} else {
		report = signature.Verify(pdf, options)
	}
	if err := c.print(report, receipt); err != nil {
		return err
	}
	switch report.Verdict {
	case signature.Valid:
		return nil
	case signature.Invalid:
		return exit(1)
	}
	return exit(2)
}

// print tells the verdict; of a receipt also what was signed.
func (c *verifyCommand) print(report signature.Report, receipt []byte) error {
	if c.JSON {
		return printJSON(struct {
			signature.Report
			Receipt json.RawMessage `json:"receipt,omitempty"`
		}{report, receipt})
	}
	printReport(report)
	if receipt == nil {
		return nil
	}
	return printJSON(json.RawMessage(receipt))
}

// unknown says why nothing could be verified.
func (c *verifyCommand) unknown(err error) error {
	fmt.Fprintln(os.Stderr, "trinhky: error:", err)
	return exit(2)
}

func readRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	certificates, err := signature.ParseRoots(raw)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	for _, certificate := range certificates {
		pool.AddCert(certificate)
	}
	return pool, nil
}

// signedAs says whose a signature is.
var signedAs = map[signature.Kind]string{
	signature.KindPersonal: "cá nhân", signature.KindOrgan: "của cơ quan", signature.KindOther: "chữ ký khác", signature.KindReceipt: "của hệ thống",
}

func printReport(report signature.Report) {
	fmt.Println(report.Verdict.Label())
	for i, s := range report.Signatures {
		fmt.Printf("  %d. %s (%s), ký lúc %s\n", i+1, s.Signer, signedAs[s.Kind], s.Time.In(store.Hanoi).Format("02/01/2006 15:04:05 -07:00"))
		for _, note := range append(s.Reasons, s.Notes...) {
			fmt.Println("     –", note)
		}
	}
	for _, reason := range report.Reasons {
		fmt.Println("  –", reason)
	}
}

func printJSON(v any) error {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Tính lại mọi chuỗi sự kiện và sổ số; chỉ ra dòng sai đầu tiên."`
}

type auditVerify struct {
	Data     string `help:"Thư mục dữ liệu của bản chạy thử." placeholder:"THƯ_MỤC"`
	Database string `env:"TRINHKY_DATABASE" help:"sqlite:TỆP hoặc postgres://… (thay cho --data)."`
	JSON     bool   `help:"In JSON."`
}

// Run verifies: exit 1 names the first bad row.
func (c *auditVerify) Run(ctx context.Context) error {
	url := c.Database
	if c.Data != "" || url == "" {
		dir := c.Data
		if dir == "" {
			dir = "trinhky-data"
		}
		url = "sqlite:" + filepath.Join(dir, "trinhky.db")
	}
	if file, isFile := strings.CutPrefix(url, "sqlite:"); isFile {
		if _, err := os.Stat(file); err != nil { // opening would make an empty database and call it whole
			return fmt.Errorf("không có dữ liệu ở %s: %w", file, err)
		}
	}
	db, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	report, err := verifyAudit(ctx, db)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := printJSON(report); err != nil {
			return err
		}
	} else if report.Fault == nil {
		fmt.Printf("nhật ký nguyên vẹn: %d chuỗi, %d sự kiện; sổ số không trống, không trùng\n", report.Chains, report.Events)
	}
	if report.Fault != nil {
		fmt.Fprintln(os.Stderr, "NHẬT KÝ BỊ SỬA:", report.Fault)
		return exit(1)
	}
	return nil
}

// verifyAudit checks the chains, then that every document stands where its chain says, then the numbers.
func verifyAudit(ctx context.Context, db *store.Store) (report audit.Report, err error) {
	err = db.View(ctx, func(tx *store.Tx) error {
		if report, err = audit.Verify(tx); err != nil || report.Fault != nil {
			return err
		}
		if report.Fault, err = signoff.VerifyStates(tx); err != nil || report.Fault != nil {
			return err
		}
		return register.Check(tx)
	})
	var book *fault.Fault
	if errors.As(err, &book) { // register.Check names the first bad place of a book
		report.Fault, err = &audit.Break{Subject: audit.Subject{Kind: "series"}, Detail: book.Detail}, nil
	}
	return report, err
}
