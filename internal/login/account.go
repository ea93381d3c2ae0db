package login

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/fault"
)

// Session is an open door: the token to come back with, as a cookie or as Bearer, and whose it is.
type Session struct {
	Token     string // given out once, never stored
	PersonID  string
	ExpiresAt time.Time
	// MustChange says that an administrator chose the password: the person is to choose an own one.
	MustChange bool
	Look       Look
}

// Token is an API token as its owner sees it in a list; the token itself was shown once, when it was issued.
type Token struct {
	ID, Name                     string
	CreatedAt, UsedAt, ExpiresAt time.Time
}

// The refusals of this room. errors.Is compares them by code.
var (
	ErrLoginFailed     = fault.New(fault.Unauthenticated, "LOGIN_FAILED", "Tên đăng nhập hoặc mật khẩu không đúng.")
	ErrNotLoggedIn     = fault.New(fault.Unauthenticated, "NOT_LOGGED_IN", "Phiên làm việc không còn hiệu lực. Vui lòng đăng nhập lại.")
	ErrTooManyAttempts = fault.New(fault.TooMany, "TOO_MANY_ATTEMPTS", "Đăng nhập sai quá nhiều lần. Vui lòng thử lại sau 10 phút.")
	ErrTooBusy         = fault.New(fault.Unavailable, "TOO_BUSY", "Đang có quá nhiều lượt đăng nhập cùng lúc. Vui lòng thử lại sau ít giây.")
	ErrUsernameTaken   = fault.New(fault.Conflict, "USERNAME_TAKEN", "Tên đăng nhập này đã thuộc về người khác.")
	ErrUsernameInvalid = fault.New(fault.Unmet, "USERNAME_INVALID", "Tên đăng nhập phải có từ 1 đến 64 ký tự.")
	ErrPasswordInvalid = fault.New(fault.Unmet, "PASSWORD_INVALID", "Mật khẩu phải có từ 8 đến 128 ký tự và khác tên đăng nhập.")
	ErrAccountUnknown  = fault.New(fault.NotFound, "ACCOUNT_UNKNOWN", "Không có tài khoản này.")
	ErrTokenUnknown    = fault.New(fault.NotFound, "TOKEN_UNKNOWN", "Không có mã truy cập này.")
	ErrTokenInvalid    = fault.New(fault.Unmet, "TOKEN_INVALID", "Mã truy cập cần có tên và thời hạn không quá 366 ngày.")
)

const (
	maxUsername = 64 // letters
	minPassword = 8  // letters, NIST SP 800-63B §5.1.1.2
	maxPassword = 128

	// maxFailures of one username from one address within failureWindow are let through.
	maxFailures   = 10
	failureWindow = 10 * time.Minute

	// touchEvery is how exactly the last use of a session or token is known.
	touchEvery = time.Minute

	maxTokenLife = 366 * 24 * time.Hour
)

// foldUsername makes one username of its spellings: capitals, blanks around it, a composed or decomposed accent.
func foldUsername(s string) string { return strings.ToLower(norm.NFC.String(strings.TrimSpace(s))) }

// foldPassword makes one password of what different keyboards send for the same keys (RFC 8265 §4.2: NFC).
func foldPassword(s string) string { return norm.NFC.String(s) }

func checkUsername(folded string) error {
	if n := utf8.RuneCountInString(folded); n == 0 || n > maxUsername {
		return ErrUsernameInvalid
	}
	return nil
}

func checkPassword(folded, username string) error {
	n := utf8.RuneCountInString(folded)
	if n < minPassword || n > maxPassword || foldUsername(folded) == username {
		return ErrPasswordInvalid
	}
	return nil
}
