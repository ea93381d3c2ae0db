package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"trinhky/internal/fault"
	"trinhky/internal/format"
)

type checkCommand struct {
	File string `arg:"" type:"existingfile" help:"Văn bản (.txt, UTF-8)."`
	JSON bool   `help:"In JSON."`
}

// Run checks a file; exit 1 when a finding would bar trình ký.
func (c *checkCommand) Run() error {
	if ext := strings.ToLower(filepath.Ext(c.File)); ext == ".docx" || ext == ".doc" {
		return fault.New(fault.Unmet, "FORMAT_UNSUPPORTED", "Bản này chỉ thẩm định tệp văn bản .txt (UTF-8); hãy lưu tệp Word thành văn bản thuần rồi thử lại.")
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	report, err := format.CheckText(raw, format.Options{FileName: filepath.Base(c.File)})
	if err != nil {
		return err
	}
	if c.JSON {
		if err := printJSON(report); err != nil {
			return err
		}
	} else {
		printFindings(report)
	}
	for _, f := range report.Findings {
		if f.Level == format.LevelError {
			return exit(1)
		}
	}
	return nil
}

func printFindings(report format.Report) {
	for _, f := range report.Findings {
		fmt.Printf("%s %s %s (%s): %s\n", f.Level, f.Rule, f.Code, f.Where, f.Message)
	}
	fmt.Printf("%d phát hiện, %d viện dẫn, %d dòng nơi nhận\n", len(report.Findings), len(report.Citations), len(report.Lines))
}
