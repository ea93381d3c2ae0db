package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/push"
	"trinhky/internal/store"
)

type serveCommand struct {
	Addr         string   `default:"127.0.0.1:8080" env:"TRINHKY_ADDR" help:"Địa chỉ lắng nghe."`
	Database     string   `default:"sqlite:trinhky.db" env:"TRINHKY_DATABASE" help:"sqlite:TỆP hoặc postgres://…"`
	Blobs        string   `default:"blobs" env:"TRINHKY_BLOBS" help:"Thư mục, hoặc http(s)://khóa:bí_mật@máy/kho của MinIO (S3)."`
	Keys         string   `default:"keys" env:"TRINHKY_KEYS" help:"Thư mục khóa ký số (PKCS#12), ngoài cơ sở dữ liệu."`
	SoftwareKeys bool     `env:"TRINHKY_SOFTWARE_KEYS" help:"Cho phép dùng khóa phần mềm thay thiết bị lưu khóa."`
	Proxy        []string `env:"TRINHKY_PROXY" help:"Mạng của proxy ngược được tin (CIDR); chỉ từ đó mới tin X-Forwarded-For."`
	SMTP         string   `env:"TRINHKY_SMTP" help:"Máy chủ gửi thư: smtp://người:mật_khẩu@máy:587 (STARTTLS) hoặc smtps://…; bỏ trống thì không gửi thư."`
	MailFrom     string   `env:"TRINHKY_MAIL_FROM" help:"Hộp thư gửi đi: \"Văn phòng Tỉnh ủy <vanthu@tinhuy.vn>\"."`
	Push         []string `env:"TRINHKY_PUSH" help:"Dịch vụ thông báo của trình duyệt được phép: tên máy, hoặc browsers cho Chrome, Firefox, Safari và Edge; bỏ trống thì không dùng."`
	PushFrom     string   `env:"TRINHKY_PUSH_FROM" help:"Hộp thư để dịch vụ thông báo liên hệ; bỏ trống thì là hộp thư của --mail-from."`
	Address      string   `env:"TRINHKY_ADDRESS" help:"Địa chỉ của máy chủ này như người dùng gõ, ghi trong thư: https://vanban.tinhuy.vn."`
	LinkDays     int      `default:"30" env:"TRINHKY_LINK_DAYS" help:"Số ngày một liên kết trong thư gửi nơi nhận bên ngoài còn hiệu lực."`
	BackupStamp  string   `env:"TRINHKY_BACKUP_STAMP" help:"Tệp mà việc sao lưu của cơ quan cập nhật sau mỗi lần xong; trang Tình trạng hệ thống báo khi đã quá 26 giờ."`
	Insecure     bool     `env:"TRINHKY_INSECURE" help:"Không có HTTPS phía trước: cookie không đặt Secure."`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context) error {
	if !c.SoftwareKeys {
		return fmt.Errorf("khóa trong thư mục %q là khóa phần mềm: thêm --software-keys nếu văn phòng chấp nhận", c.Keys)
	}
	proxies := make([]netip.Prefix, len(c.Proxy))
	for i, text := range c.Proxy {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return fmt.Errorf("--proxy: %w", err)
		}
		proxies[i] = prefix
	}
	if c.SMTP != "" && c.Address == "" {
		return errors.New("--smtp cần --address: thư gửi nơi nhận bên ngoài phải ghi địa chỉ của máy chủ này")
	}
	if c.LinkDays < 1 || c.LinkDays > 366 {
		return errors.New("--link-days phải từ 1 đến 366")
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	a, err := assemble(ctx, settings{
		Database: c.Database, Blobs: c.Blobs, Keys: c.Keys, Proxies: proxies, Secure: !c.Insecure,
		Push: c.pushHosts(), PushFrom: cmp.Or(c.PushFrom, c.MailFrom),
		SMTP: c.SMTP, MailFrom: c.MailFrom, Address: c.Address, LinkLife: time.Duration(c.LinkDays) * 24 * time.Hour,
		BackupStamp: c.BackupStamp,
	}, log)
	if err != nil {
		return err
	}
	defer a.Close()
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.Addr, err)
	}
	log.Info("serving", "address", listener.Addr().String(), "version", version())
	return a.serve(ctx, listener)
}

// pushHosts are the hosts of the push services that were named.
func (c *serveCommand) pushHosts() (hosts []string) {
	for _, name := range c.Push {
		if name == "browsers" {
			hosts = append(hosts, push.WellKnown...)
		} else {
			hosts = append(hosts, name)
		}
	}
	return hosts
}

type migrateCommand struct {
	Database string `default:"sqlite:trinhky.db" env:"TRINHKY_DATABASE" help:"sqlite:TỆP hoặc postgres://…"`
}

// Run brings the schema to the newest number.
func (c *migrateCommand) Run(ctx context.Context) error {
	db, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := migrate(ctx, db); err != nil {
		return err
	}
	if err := document.IndexMissing(ctx, db); err != nil { // whatever a migration that was cut off left out
		return err
	}
	fmt.Println("lược đồ cơ sở dữ liệu đã ở bản mới nhất")
	return nil
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	fmt.Println("trinhky", version())
	return nil
}

// version is the module's, with the commit it was built from where the build knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "không rõ"
	}
	text := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			text += " " + s.Value
		}
	}
	return text + " " + info.GoVersion
}
