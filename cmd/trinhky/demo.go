package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

type demoCommand struct {
	Addr  string `default:"127.0.0.1:8080" help:"Địa chỉ lắng nghe."`
	Data  string `help:"Thư mục dữ liệu, mặc định trinhky-data (với --walk: một thư mục tạm); lần sau chạy lại trên cùng thư mục thì mọi thứ còn nguyên." placeholder:"THƯ_MỤC"`
	Date  string `help:"Ngày làm việc của văn phòng (yyyy-mm-dd), mặc định hôm nay: ngày văn bản, ngày tra danh bạ, thẩm quyền, nhiệm kỳ." placeholder:"NGÀY"`
	Empty bool   `help:"Không chuẩn bị văn bản mẫu trên thư mục dữ liệu mới."`

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
	level := &slog.LevelVar{}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	dir := c.Data
	if dir == "" {
		dir = "trinhky-data"
	}
	day := &officeDay{fixed: date}
	s := demoSettings(dir, date)
	s.Today = day.today
	_, missing := os.Stat(filepath.Join(dir, demoDatabase))
	fresh := errors.Is(missing, fs.ErrNotExist)
	a, err := assembleDemoOn(ctx, dir, s, log)
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
	filling, stop := context.WithCancel(ctx)
	filled := make(chan struct{})
	if fresh && !c.Empty && fillable(day.today()) {
		go func() {
			defer close(filled)
			level.Set(slog.LevelWarn) // its hundreds of requests would push the accounts off the screen
			defer level.Set(slog.LevelInfo)
			if day.fill(filling, listener.Addr().String(), log) {
				markFilled(dir, log)
			}
		}()
	} else {
		close(filled)
	}
	defer func() { stop(); <-filled }()
	return a.serve(ctx, listener)
}

// officeDay is the office's date of a demo. While it fills it goes through days of the weeks before.
type officeDay struct {
	fixed  store.Date // "" = today
	filled atomic.Pointer[store.Date]
}

func (o *officeDay) today() store.Date {
	if day := o.filled.Load(); day != nil {
		return *day
	}
	return settings{Date: o.fixed}.today()
}

// fill puts what the demo shows into a new folder and says when it is done. A demo that is stopped meanwhile keeps what it has
// and is not filled again.
func (o *officeDay) fill(ctx context.Context, address string, log *slog.Logger) (whole bool) {
	fmt.Println("Đang chuẩn bị văn bản mẫu (bỏ qua bằng --empty) …")
	err := fill(ctx, "http://"+address, o.today(), func(day store.Date) { o.filled.Store(&day) })
	o.filled.Store(nil)
	switch {
	case ctx.Err() != nil:
		log.Warn("the demo was stopped while it filled")
	case err != nil:
		log.Error("the demo could not be filled", "error", err)
	default:
		fmt.Println("Đã chuẩn bị xong văn bản mẫu.")
		return true
	}
	return false
}

// filledFile stands in a demo's folder since its fill ended: a visitor's first day counts what was done after that.
const filledFile = "filled"

func markFilled(dir string, log *slog.Logger) {
	if err := os.WriteFile(filepath.Join(dir, filledFile), nil, 0o600); err != nil {
		log.Error("the end of the fill could not be marked", "error", err)
	}
}

// filledAt is when the fill of a folder ended; zero when it did not.
func filledAt(dir string) time.Time {
	info, err := os.Stat(filepath.Join(dir, filledFile))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
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
