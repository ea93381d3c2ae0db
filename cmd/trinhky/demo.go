package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

type demoCommand struct {
	Addr string `default:"127.0.0.1:8080" help:"Địa chỉ lắng nghe."`
	Data string `help:"Thư mục dữ liệu, mặc định trinhky-data (với --walk: một thư mục tạm); lần sau chạy lại trên cùng thư mục thì mọi thứ còn nguyên." placeholder:"THƯ_MỤC"`
	Date string `help:"Ngày làm việc của văn phòng (yyyy-mm-dd), mặc định hôm nay: ngày văn bản, ngày tra danh bạ, thẩm quyền, nhiệm kỳ." placeholder:"NGÀY"`

	Walk     bool   `help:"Tự đưa văn bản đi hết luồng qua HTTP, từ dự thảo đến xác nhận cuối cùng, rồi thoát."`
	Document string `type:"existingfile" help:"Với --walk: văn bản (UTF-8) cần đưa đi, thay cho văn bản mẫu." placeholder:"TỆP"`
	Out      string `help:"Với --walk: thư mục để lại issued.pdf, ca.pem, report.json và các biên nhận đã ký receipts/*.p7m." placeholder:"THƯ_MỤC"`
}

// Run serves the demo until it is told to stop, or walks.
func (c *demoCommand) Run(ctx context.Context) error {
	date, err := officeDate(c.Date)
	if err != nil {
		return err
	}
	if c.Walk {
		return c.walk(ctx, date)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
	dir := c.Data
	if dir == "" {
		dir = "trinhky-data"
	}
	a, err := assembleDemo(ctx, dir, date, log)
	if err != nil {
		return err
	}
	defer a.Close()
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.Addr, err)
	}
	if err := a.printAccounts(ctx, os.Stdout, listener.Addr().String(), date); err != nil {
		return err
	}
	return a.serve(ctx, listener)
}

func officeDate(s string) (store.Date, error) {
	if s == "" {
		return "", nil
	}
	date, err := store.ParseDate(s)
	if err != nil {
		return "", fmt.Errorf("--date: %w", err)
	}
	return date, nil
}

// printAccounts says where the demo is and who may log in, office by office.
func (a *app) printAccounts(ctx context.Context, w io.Writer, address string, date store.Date) error {
	if date == "" {
		date = store.DateOf(time.Now())
	}
	var accounts []directory.Account
	err := a.store.View(ctx, func(tx *store.Tx) (err error) {
		accounts, err = directory.Accounts(tx, date)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Trình Ký – bản chạy thử, ngày làm việc %s\n", date.Time().Format("02/01/2006"))
	fmt.Fprintf(w, "Địa chỉ:  http://%s\n", address)
	fmt.Fprintf(w, "Mật khẩu của mọi tài khoản: %s   ·   PIN của mọi khóa ký số: %s\n", demoPassword, demoPIN)
	office := ""
	for _, account := range accounts {
		post := account.Posts[0]
		if post.Office != office {
			office = post.Office
			fmt.Fprintf(w, "\n%s\n", office)
		}
		fmt.Fprintf(w, "  %-16s %s – %s\n", account.Username, account.Name, titles(account))
	}
	fmt.Fprintln(w)
	return nil
}

func titles(a directory.Account) string {
	var all []string
	for _, p := range a.Posts {
		all = append(all, p.Title)
	}
	return strings.Join(all, "; ")
}
