package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// VerifyLimit is the most bytes of a request that brings a file to be compared: 64 MB and what surrounds the file.
const VerifyLimit = 64<<20 + 1<<20

// verifyView is the public page of an issued document: nothing of its content, no names of people.
type verifyView struct {
	page
	Code   string
	Public signoff.Public
	File   string // SHA-256 of the file that was compared; "" for none
	Same   bool   // it is the issued one
}

// verify opens the public page; every code that opens nothing gets the same answer.
func (s *site) verify(c echo.Context) error { return s.verifyPage(c, "") }

// compare hashes a file as it comes and says whether it is the issued one. Nothing of it is kept.
func (s *site) compare(c echo.Context) error {
	if _, err := s.Signoff.Public(c.Request().Context(), c.Param("code")); err != nil {
		return err
	}
	sum, err := hashUpload(c.Request())
	if err != nil {
		return err
	}
	return s.verifyPage(c, sum)
}

func (s *site) verifyPage(c echo.Context, file string) error {
	p, err := s.Signoff.Public(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	view := verifyView{page: page{Title: "Tra cứu văn bản"}, Code: c.Param("code"), Public: p, File: file}
	view.Same = file != "" && p.Matches(file)
	return render(c, http.StatusOK, "verify/verify", view)
}

var errNothingToCompare = fault.New(fault.Malformed, "FILE_MISSING", "Chưa chọn tệp để đối chiếu.")

// hashUpload streams the part “file” of a form through SHA-256.
func hashUpload(r *http.Request) (string, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", errNothingToCompare.Because(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return "", errNothingToCompare
		}
		if err != nil {
			return "", unreadable(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		hash := sha256.New()
		if _, err := io.Copy(hash, part); err != nil {
			return "", unreadable(err)
		}
		return hex.EncodeToString(hash.Sum(nil)), nil
	}
}

func unreadable(err error) error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return fault.New(fault.TooLarge, "FILE_TOO_LARGE", "Tệp đối chiếu không quá 64 MB.").Because(err)
	}
	return fault.New(fault.Malformed, "FILE_UNREADABLE", "Tệp gửi lên bị đứt giữa chừng.").Because(err)
}
