package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

type checkCommand struct {
	File     string `arg:"" help:"Văn bản: .docx, hoặc .txt (UTF-8)."`
	JSON     bool   `help:"In JSON."`
	Data     string `help:"Thư mục dữ liệu: đối chiếu danh bạ, người ký, nơi nhận và văn bản viện dẫn." placeholder:"THƯ_MỤC"`
	Database string `help:"sqlite:TỆP hoặc postgres://… (thay cho --data)." placeholder:"URL"`
	Date     string `help:"Ngày của văn bản nếu văn bản không ghi (yyyy-mm-dd)." placeholder:"NGÀY"`
}

// Run checks a file: exit 0 when nothing bars trình ký, 1 when something does or the file is refused, 2 when it could not
// be read at all.
func (c *checkCommand) Run(ctx context.Context) error {
	date, err := officeDate(c.Date)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		fmt.Fprintln(os.Stderr, "trinhky:", unreadable(c.File, err))
		return exit(2)
	}
	report, err := c.check(ctx, raw, date)
	if refused := (*fault.Fault)(nil); errors.As(err, &refused) && !c.JSON {
		fmt.Fprintf(os.Stderr, "trinhky: không thẩm định được %s: %s [%s]\n", c.File, refused.Detail, refused.Code)
		return exit(1)
	}
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

// unreadable says in Vietnamese why a file could not be read.
func unreadable(file string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("không có tệp %s.", file)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("không có quyền đọc tệp %s.", file)
	}
	if info, statErr := os.Stat(file); statErr == nil && info.IsDir() {
		return fmt.Sprintf("%s là thư mục, không phải tệp.", file)
	}
	return fmt.Sprintf("không đọc được tệp %s (%v).", file, err)
}

// check looks at the file alone, or with what an office knows.
func (c *checkCommand) check(ctx context.Context, raw []byte, date store.Date) (report format.Report, err error) {
	options := format.Options{FileName: filepath.Base(c.File), On: date}
	url := c.Database
	if c.Data != "" {
		url = "sqlite:" + filepath.Join(c.Data, "trinhky.db")
	}
	if url == "" {
		return checkFile(raw, options)
	}
	if file, isFile := strings.CutPrefix(url, "sqlite:"); isFile {
		if _, err := os.Stat(file); err != nil { // opening would make an empty database
			return report, fmt.Errorf("không có dữ liệu ở %s: %w", file, err)
		}
	}
	db, err := store.Open(ctx, url)
	if err != nil {
		return report, err
	}
	defer db.Close()
	err = db.View(ctx, func(tx *store.Tx) error {
		today := date
		if today == "" {
			today = store.DateOf(tx.Now)
		}
		options.Ask = func(c format.Content, r layout.Reading) (*format.Facts, error) {
			return format.Consult(tx, c, r, today)
		}
		var lookUp error
		options.Resolve = func(cited document.Citation) string {
			verdicts, err := format.Standings(tx, []document.Citation{cited}, today)
			if err != nil {
				lookUp = err
				return ""
			}
			return verdicts[0].ID
		}
		report, err = checkFile(raw, options)
		return errors.Join(err, lookUp)
	})
	return report, err
}

// The first bytes of what people hand in instead of a text or a .docx.
var (
	pdfMark = []byte("%PDF-")
	zipMark = []byte("PK\x03\x04")
	docMark = []byte{0xD0, 0xCF, 0x11, 0xE0}
)

// checkFile tells a Word file from a text by its bytes first: a name may be wrong.
func checkFile(raw []byte, o format.Options) (format.Report, error) {
	ext := strings.ToLower(filepath.Ext(o.FileName))
	word := bytes.HasPrefix(raw, zipMark) || bytes.HasPrefix(raw, docMark) || bytes.HasPrefix(raw, pdfMark)
	if word || ext == ".docx" || ext == ".docm" || ext == ".doc" || ext == ".pdf" {
		if ext == ".doc" && !bytes.HasPrefix(raw, zipMark) {
			return format.Report{}, fault.New(fault.Unmet, "DOC_OLD_FORMAT", "Tệp .doc là định dạng Word cũ; hãy mở bằng Word và lưu lại dạng .docx.")
		}
		if bytes.HasPrefix(raw, pdfMark) { // nothing is attached here, as the import says of one
			return format.Report{}, fault.New(fault.Unmet, "IS_PDF", "Tệp là PDF; thẩm định thể thức cần tệp Word .docx hoặc văn bản .txt.")
		}
		return format.CheckDOCX(raw, o)
	}
	return format.CheckText(raw, o)
}

func printFindings(report format.Report) {
	bars := 0
	for _, f := range report.Findings {
		where := f.Where
		if f.Paragraph > 0 {
			where = fmt.Sprintf("đoạn %d: %s", f.Paragraph, f.Where)
		}
		fmt.Printf("%s %s %s (%s): %s\n", f.Level, f.Rule, f.Code, where, f.Message)
		if f.Wants != "" {
			fmt.Printf("    cần: %s (%s)\n", f.Wants, f.Source)
		}
		if f.Fix != nil {
			fmt.Printf("    sửa được: %s\n", f.Fix.Label)
		}
		if f.Level == format.LevelError {
			bars++
		}
	}
	if len(report.Findings) == 0 {
		fmt.Println("Không thấy lỗi thể thức.")
	}
	fmt.Printf("%d lỗi (E, phải sửa trước khi trình), %d lưu ý (W), %d viện dẫn, %d dòng nơi nhận\n",
		bars, len(report.Findings)-bars, len(report.Citations), len(report.Lines))
}
