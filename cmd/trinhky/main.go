// Command trinhky is the whole of Trình Ký: one binary that serves an office, checks a file and verifies a signature.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the command line; kong reads flags and TRINHKY_* from the same struct.
type commands struct {
	Demo    demoCommand    `cmd:"" help:"Chạy thử toàn bộ hệ thống với cơ quan và người dùng mẫu (SQLite và một thư mục)."`
	Serve   serveCommand   `cmd:"" help:"Chạy máy chủ cho một văn phòng."`
	Migrate migrateCommand `cmd:"" help:"Đưa lược đồ cơ sở dữ liệu lên bản mới nhất."`
	Chain   chainCommand   `cmd:"" help:"Kiểm tra hoặc vẽ một luồng trình ký."`
	Check   checkCommand   `cmd:"" help:"Thẩm định một văn bản: thể thức, viện dẫn, nơi nhận."`
	Verify  verifyCommand  `cmd:"" help:"Kiểm tra chữ ký số trên một tệp PDF hoặc một biên nhận (.p7m)."`
	Audit   auditCommand   `cmd:"" help:"Kiểm tra nhật ký."`
	Import  importCommand  `cmd:"" help:"Đưa cơ quan, người, chức vụ, nhóm nơi nhận từ tệp Excel vào danh bạ."`
	User    userCommand    `cmd:"" help:"Cấp tài khoản, đặt mật khẩu lần đầu, khóa tài khoản."`
	Version versionCommand `cmd:"" help:"In phiên bản."`
}

// exit is an error that only sets the exit code: what had to be said was said.
type exit int

// Error names the code.
func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func main() {
	var c commands
	parser := kong.Must(&c, kong.Name("trinhky"), kong.UsageOnError(),
		kong.Description("Trình Ký: soạn thảo, trình ký, ký số, cấp số, phát hành và theo dõi văn bản."))
	parsed, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run()
	stop()
	var code exit
	if errors.As(err, &code) {
		os.Exit(int(code)) //nolint:gocritic // stop has run
	}
	parser.FatalIfErrorf(err)
}
