package api

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/web/session"
)

// Attachments that may be interrupted come by tus 1.0 (https://tus.io/protocols/resumable-upload): its core and the
// extensions creation, termination and expiration. docs/adr/0021 says why by these lines.

const (
	tusVersion   = "1.0.0"
	tusExtension = "creation,termination,expiration"
	tusMediaType = "application/offset+octet-stream"
)

var (
	errTusVersion = fault.New(fault.Malformed, "TUS_VERSION", "Chỉ nhận tải tệp theo giao thức tus 1.0.0 (tiêu đề Tus-Resumable).")
	errTusPiece   = fault.New(fault.Malformed, "UPLOAD_MEDIA_TYPE", "Phần tệp phải gửi với Content-Type: application/offset+octet-stream.")
	errTusHeader  = fault.New(fault.Malformed, "UPLOAD_HEADER", "Thiếu hoặc sai tiêu đề Upload-Length, Upload-Offset hay Upload-Metadata (cần filename và document hoặc arrival).")
)

// uploads are the routes of tus, outside the API's own path since every client of tus is given one address.
func (h *handlers) uploads(e *echo.Echo) {
	e.OPTIONS("/uploads", tusTerms)
	e.OPTIONS("/uploads/:transfer", tusTerms)
	e.POST("/uploads", tus(h.beginUpload))
	e.POST("/uploads/:transfer", tus(h.uploadInDisguise))
	e.HEAD("/uploads/:transfer", tus(h.uploadState))
	e.PATCH("/uploads/:transfer", tus(h.appendUpload))
	e.DELETE("/uploads/:transfer", tus(h.dropUpload))
}

// tusTerms tells what is spoken here; it is the same for everybody.
func tusTerms(c echo.Context) error {
	header := c.Response().Header()
	header.Set("Tus-Resumable", tusVersion)
	header.Set("Tus-Version", tusVersion)
	header.Set("Tus-Extension", tusExtension)
	header.Set("Tus-Max-Size", strconv.Itoa(document.UploadLimit))
	return c.NoContent(http.StatusNoContent)
}

// tus lets in who is logged in and speaks our version.
func tus(handle func(c echo.Context, who string) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Response().Header()
		header.Set("Tus-Resumable", tusVersion)
		header.Set("Cache-Control", "no-store")
		who := session.PersonID(c.Request().Context())
		if who == "" {
			return errNobody
		}
		if c.Request().Header.Get("Tus-Resumable") != tusVersion {
			header.Set("Tus-Version", tusVersion)
			return refuseAs(c, errTusVersion, http.StatusPreconditionFailed)
		}
		return handle(c, who)
	}
}

// refuseAs answers with a status that no kind of fault has.
func refuseAs(c echo.Context, f *fault.Fault, status int) error {
	c.Set(CauseKey, error(f))
	if c.Request().Method == http.MethodHead {
		return c.NoContent(status)
	}
	return WriteProblem(c, f, status)
}

func (h *handlers) beginUpload(c echo.Context, who string) error {
	r := c.Request()
	length, err := strconv.ParseInt(r.Header.Get("Upload-Length"), 10, 64)
	if err != nil {
		return errTusHeader.Because(err)
	}
	about, err := tusMetadata(r.Header.Get("Upload-Metadata"))
	if err != nil {
		return err
	}
	var u document.Upload
	if about["arrival"] != "" {
		u, err = h.Incoming.BeginUpload(r.Context(), actorOf(r.Context()), about["arrival"], about["filename"], length)
	} else {
		u, err = h.Signoff.BeginUpload(r.Context(), who, about["document"], about["filename"], length)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Location", "/uploads/"+u.ID)
	tell(c, u)
	return c.NoContent(http.StatusCreated)
}

// tusMetadata reads pairs of a name and a value in base64.
func tusMetadata(header string) (map[string]string, error) {
	pairs := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
		if err != nil {
			return nil, errTusHeader.Because(err)
		}
		pairs[name] = string(plain)
	}
	if pairs["filename"] == "" || (pairs["document"] == "") == (pairs["arrival"] == "") {
		return nil, errTusHeader
	}
	return pairs, nil
}

// tell puts where an upload stands into the answer; of a whole one, what it became.
func tell(c echo.Context, u document.Upload) {
	header := c.Response().Header()
	header.Set("Upload-Offset", strconv.FormatInt(u.Received, 10))
	switch {
	case u.AttachmentID == "":
	case u.ArrivalID != "":
		header.Set("Content-Location", base+"/arrivals/"+u.ArrivalID+"/attachments/"+u.AttachmentID+"/content")
		return
	default:
		header.Set("Content-Location", base+"/documents/"+u.DocumentID+"/attachments/"+u.AttachmentID+"/content")
		return
	}
	header.Set("Upload-Expires", u.Expires().UTC().Format(http.TimeFormat))
}

func (h *handlers) uploadState(c echo.Context, who string) error {
	u, err := h.Signoff.Upload(c.Request().Context(), who, c.Param("transfer"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Upload-Length", strconv.FormatInt(u.Length, 10))
	tell(c, u)
	return c.NoContent(http.StatusOK)
}

func (h *handlers) appendUpload(c echo.Context, who string) error {
	r := c.Request()
	if r.Header.Get("Content-Type") != tusMediaType {
		return refuseAs(c, errTusPiece, http.StatusUnsupportedMediaType)
	}
	offset, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if err != nil {
		return errTusHeader.Because(err)
	}
	u, err := h.Signoff.Upload(r.Context(), who, c.Param("transfer"))
	if err != nil {
		return err
	}
	if u.ArrivalID != "" {
		u, err = h.Incoming.AppendUpload(r.Context(), actorOf(r.Context()), u.ID, offset, r.Body)
	} else {
		u, err = h.Signoff.AppendUpload(r.Context(), who, u.ID, offset, r.Body)
	}
	if err != nil {
		return err
	}
	tell(c, u)
	return c.NoContent(http.StatusNoContent)
}

func (h *handlers) dropUpload(c echo.Context, who string) error {
	if err := h.Signoff.DropUpload(c.Request().Context(), who, c.Param("transfer")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// uploadInDisguise is for clients behind a gateway that lets only GET and POST through.
func (h *handlers) uploadInDisguise(c echo.Context, who string) error {
	switch c.Request().Header.Get("X-HTTP-Method-Override") {
	case http.MethodHead:
		return h.uploadState(c, who)
	case http.MethodPatch:
		return h.appendUpload(c, who)
	case http.MethodDelete:
		return h.dropUpload(c, who)
	}
	return echo.ErrMethodNotAllowed
}
