package pages

import (
	"bytes"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/book"
	"trinhky/internal/signoff"
)

// inMemory is bytes that nobody has to close.
type inMemory struct{ *bytes.Reader }

// Close does nothing.
func (inMemory) Close() error { return nil }

// serveBook gives a book as a file.
func serveBook(c echo.Context, b book.Book, print func(book.Book) ([]byte, error), suffix, mediaType string) error {
	content, err := print(b)
	if err != nil {
		return err
	}
	name := []rune(strings.ReplaceAll(strings.TrimSpace(b.Title+" "+b.Period), "/", "-"))
	return serve(c, signoff.Bytes{Reader: inMemory{bytes.NewReader(content)}, Name: string(name[:min(len(name), 120)]) + suffix}, mediaType, "attachment")
}
