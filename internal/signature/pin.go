package signature

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/fault"
)

const (
	pinShortest = 6
	pinLongest  = 64
	pinTries    = 5
	pinLock     = 15 * time.Minute
)

// normalPIN makes the PIN the same characters on every keyboard: an input method may send decomposed letters.
func normalPIN(pin string) string { return norm.NFC.String(pin) }

// weakPIN says what is wrong with a new PIN. PKCS#12 holds passwords in UCS-2, hence nothing beyond the BMP.
func weakPIN(pin string) error {
	if n := utf8.RuneCountInString(pin); n < pinShortest || n > pinLongest || !utf8.ValidString(pin) {
		return fault.New(fault.Unmet, "PIN_WEAK", fmt.Sprintf("Mã PIN phải có từ %d đến %d ký tự.", pinShortest, pinLongest))
	}
	for _, r := range pin {
		if r > 0xFFFF || r < ' ' {
			return fault.New(fault.Unmet, "PIN_WEAK", "Mã PIN chứa ký tự không dùng được.")
		}
	}
	return nil
}

// tries counts wrong PINs of one key in a file beside it: one byte an attempt, appended *before* the PIN is tried and
// the file removed when it was right. So an attempt that crashes counts, a restart forgets nothing, and other
// processes on the same folder count together.
type tries struct {
	path string
	now  func() time.Time
}

// begin counts an attempt and gives how many remain after it. It refuses with PIN_LOCKED while the lock holds.
func (t tries) begin() (left int, err error) {
	info, err := os.Stat(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return 0, fmt.Errorf("signature: PIN attempts: %w", err)
	case info.Size() >= pinTries:
		free := info.ModTime().Add(pinLock)
		if t.now().Before(free) {
			return 0, locked(free.Sub(t.now()))
		}
		if err := t.clear(); err != nil {
			return 0, err
		}
	}
	f, err := os.OpenFile(t.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("signature: PIN attempts: %w", err)
	}
	var place int64 // which attempt this is: an appending write leaves the offset behind its own byte
	_, err = f.Write([]byte{'x'})
	if err == nil {
		place, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return 0, fmt.Errorf("signature: PIN attempts: %w", err)
	}
	if place > pinTries {
		return 0, locked(pinLock)
	}
	return pinTries - int(place), nil
}

// clear forgets the attempts: the PIN was right, or the lock has passed.
func (t tries) clear() error {
	if err := os.Remove(t.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("signature: PIN attempts: %w", err)
	}
	return nil
}

func triesOf(dir string, h Holder, now func() time.Time) tries {
	return tries{filepath.Join(dir, h.fileName()+".tries"), now}
}

func locked(wait time.Duration) error {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	return fault.New(fault.TooMany, "PIN_LOCKED", fmt.Sprintf("Khóa ký số tạm khóa do nhập sai mã PIN %d lần liên tiếp. Vui lòng thử lại sau %d phút.", pinTries, minutes))
}

func wrongPIN(left int) error {
	if left == 0 {
		return fault.New(fault.Unmet, "PIN_WRONG", fmt.Sprintf("Mã PIN không đúng. Khóa ký số tạm khóa %d phút.", int(pinLock/time.Minute)))
	}
	return fault.New(fault.Unmet, "PIN_WRONG", fmt.Sprintf("Mã PIN không đúng. Còn %d lần thử trước khi khóa ký số bị tạm khóa.", left))
}
