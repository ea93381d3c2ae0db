package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/xlsx"
)

type importCommand struct {
	File     string `arg:"" optional:"" help:"Tệp Excel (.xlsx) theo mẫu."`
	Database string `default:"sqlite:trinhky.db" env:"TRINHKY_DATABASE" help:"sqlite:TỆP hoặc postgres://…"`
	DryRun   bool   `help:"Chỉ kiểm tra: liệt kê mọi lỗi, không ghi gì."`
	Template string `help:"Ghi tệp mẫu rồi thoát." placeholder:"TỆP"`
}

// importLimit is the most bytes of a workbook.
const importLimit = 32 << 20

// Run takes a workbook into the directory: exit 1 when it has faults, which are all listed and then nothing is written.
func (c *importCommand) Run(ctx context.Context) error {
	if c.Template != "" {
		return c.writeTemplate()
	}
	if c.File == "" {
		return errors.New("cần một tệp Excel, hoặc --template TỆP để có tệp mẫu")
	}
	tables, err := readWorkbook(c.File)
	if refused := (*fault.Fault)(nil); errors.As(err, &refused) {
		fmt.Fprintf(os.Stderr, "trinhky: không đọc được %s: %s [%s]\n", c.File, refused.Detail, refused.Code)
		return exit(1)
	}
	if err != nil {
		return err
	}
	db, err := openExisting(ctx, c.Database)
	if err != nil {
		return err
	}
	defer db.Close()
	by := directory.Editor{Name: "Dòng lệnh trinhky import", Capacity: "Quản trị hệ thống"}
	done, faults, err := directory.RunImport(ctx, db, by, tables, c.DryRun)
	if err != nil {
		return err
	}
	return c.tell(os.Stdout, done, faults)
}

func (c *importCommand) tell(w io.Writer, done directory.Outcome, faults []directory.ImportFault) error {
	for _, f := range faults {
		fmt.Fprintln(w, f)
	}
	counts := fmt.Sprintf("%d dòng thêm mới, %d dòng kết thúc, %d dòng đã có", done.Added, done.Ended, done.Kept)
	switch {
	case len(faults) > 0:
		fmt.Fprintf(w, "%d lỗi; chưa ghi gì vào danh bạ\n", len(faults))
		return exit(1)
	case c.DryRun:
		fmt.Fprintf(w, "không có lỗi; nếu chạy thật: %s\n", counts)
	default:
		fmt.Fprintf(w, "đã ghi danh bạ: %s\n", counts)
	}
	return nil
}

func (c *importCommand) writeTemplate() error {
	var sheets []xlsx.Sheet
	for _, t := range directory.ImportTemplate() {
		sheet := xlsx.Sheet{Name: t.Name, HeaderRows: 1}
		for i, row := range t.Rows {
			cells := xlsx.Texts(row...)
			if i == 0 {
				cells = xlsx.Head(row...)
			}
			sheet.Rows = append(sheet.Rows, cells)
		}
		for range t.Rows[0] {
			sheet.Widths = append(sheet.Widths, 22)
		}
		sheets = append(sheets, sheet)
	}
	raw, err := xlsx.Write(sheets...)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Template, raw, 0o644); err != nil { //nolint:gosec // an empty form
		return fmt.Errorf("ghi tệp mẫu: %w", err)
	}
	fmt.Println("đã ghi tệp mẫu", c.Template)
	return nil
}

func readWorkbook(file string) ([]directory.ImportTable, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, errors.New(unreadable(file, err))
	}
	defer in.Close()
	read, err := xlsx.Read(in, importLimit)
	if err != nil {
		return nil, err
	}
	tables := make([]directory.ImportTable, len(read))
	for i, t := range read {
		tables[i] = directory.ImportTable{Name: t.Name, Rows: t.Rows}
	}
	return tables, nil
}

// openExisting opens a database that is there and brings it to the newest schema; one that is not would be made empty.
func openExisting(ctx context.Context, url string) (*store.Store, error) {
	if file, isFile := strings.CutPrefix(url, "sqlite:"); isFile {
		if _, err := os.Stat(file); err != nil {
			return nil, fmt.Errorf("không có cơ sở dữ liệu ở %s (tạo bằng trinhky migrate): %w", file, err)
		}
	}
	db, err := store.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
