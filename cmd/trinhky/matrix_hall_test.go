package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"trinhky/internal/web/client"
)

// hall is a desk at which everybody of the matrix is logged in.
type hall struct {
	*desk
	m matrix
	// still is what the tables held when last looked at, if nothing has been done since.
	still map[string]table
}

// openHall opens a copy of the demo in which everybody has logged in before: a log-in is slow on purpose.
func openHall(t *testing.T, m matrix) *hall {
	t.Helper()
	in, err := everybodyIn(t, m.usernames())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, in.folder); err != nil {
		t.Fatal(err)
	}
	h := &hall{desk: openDeskIn(t, dir, demoDay), m: m}
	for username, token := range in.tokens {
		h.clients[username] = &client.Client{Base: h.url, Token: token}
	}
	return h
}

// loggedIn is a data folder of the demo, and the tokens of who is logged in there.
type loggedIn struct {
	folder fstest.MapFS
	tokens map[string]string // by username
}

var everybody struct {
	once sync.Once
	in   loggedIn
	err  error
}

func everybodyIn(t *testing.T, usernames []string) (loggedIn, error) {
	everybody.once.Do(func() { everybody.in, everybody.err = logEverybodyIn(t.TempDir(), usernames) })
	return everybody.in, everybody.err
}

func logEverybodyIn(dir string, usernames []string) (in loggedIn, err error) {
	ctx := context.Background()
	a, err := assembleDemo(ctx, dir, demoDay, slog.New(slog.DiscardHandler))
	if err != nil {
		return in, err
	}
	server := httptest.NewServer(a.handler)
	in.tokens = map[string]string{}
	for _, username := range usernames {
		c := client.Client{Base: server.URL}
		if _, err = c.LogIn(ctx, username, demoPassword); err != nil {
			break
		}
		in.tokens[username] = c.Token
	}
	server.Close()
	if err = errors.Join(err, a.Close()); err != nil {
		return in, err
	}
	in.folder, err = remember(dir)
	return in, err
}

// remember reads a folder into memory.
func remember(dir string) (fstest.MapFS, error) {
	folder := fstest.MapFS{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(dir, name)
		folder[filepath.ToSlash(inside)] = &fstest.MapFile{Data: content, Mode: info.Mode()}
		return err
	})
	return folder, err
}

// inState makes a document and lets the right people bring it into a state. Its opinion was asked for and given at the
// beginning, so that every relation which may exist by then does.
func (h *hall) inState(state string) client.Document {
	h.t.Helper()
	h.still = nil
	draft := h.notice()
	draft.RecipientsText = "- Ban Tổ chức Tỉnh ủy;\n- Đồng chí Huỳnh Hạnh Thủy;\n- Lưu Văn phòng Tỉnh ủy."
	d, err := h.as(drafter).Create(context.Background(), draft)
	h.must(err)
	d = h.act("drafter", "request_opinion", d)
	if state == "consulting" {
		return d
	}
	h.act("asked", "give_opinion", d)
	d = h.document(h.ask(drafter, "read", d))
	switch state {
	case "returned":
		return h.act("signer", "return", h.walk(d, "awaiting_signature"))
	case "withdrawn":
		return h.act("drafter", "cancel", h.walk(d, "awaiting_signature"))
	case "filed":
		return h.act("clerk", "file", h.walk(d, "issued"))
	}
	return h.walk(d, state)
}

// act lets the person of a column take an action that must succeed.
func (h *hall) act(column, action string, d client.Document) client.Document {
	h.t.Helper()
	return h.document(h.ask(h.m.people[column], action, d))
}

// ask sends what a person sends for a row of the matrix: well-formed, with all that the act takes.
func (h *hall) ask(who, row string, d client.Document) answer {
	h.t.Helper()
	path := "/documents/" + d.ID
	switch row {
	case "read":
		return h.send(who, http.MethodGet, path, "")
	case "pdf", "check", "versions", "comments", "events", "deliveries":
		return h.send(who, http.MethodGet, path+"/"+row, "")
	case "redline":
		return h.send(who, http.MethodGet, path+"/versions/1...1", "")
	case "comment":
		return h.send(who, http.MethodPost, path+"/comments", h.jsonOf(client.NewComment{Block: 1, Text: "Cần nói rõ giờ trực."}))
	case "edit":
		subject := "về lịch trực tháng 6 năm 2014 (bản sửa)"
		return h.send(who, http.MethodPatch, path, h.jsonOf(client.Change{Subject: &subject}), h.ifMatch(d)...)
	case "fix":
		return h.send(who, http.MethodPost, path+"/check/fixes", h.jsonOf(client.Fixes{IDs: []string{"eth:p999"}}), h.ifMatch(d)...)
	case "waive":
		return h.send(who, http.MethodPost, path+"/check/waivers", h.jsonOf(client.Waivers{Findings: []string{"0000000000000000"}, Reason: "Trích nguyên văn."}), h.ifMatch(d)...)
	case "attach":
		body, contentType := h.upload()
		return h.send(who, http.MethodPost, path+"/attachments", body, "Content-Type", contentType)
	}
	return h.send(who, http.MethodPost, path+"/actions/"+row, h.jsonOf(h.fullAct(row, d)), h.ifMatch(d)...)
}

func (h *hall) ifMatch(d client.Document) []string {
	header := client.IfMatch(d.Version)
	return []string{header.Name, header.Value}
}

// fullAct is everything that an action asks of a person.
func (h *hall) fullAct(action string, d client.Document) (act client.Act) {
	switch action {
	case "request_opinion":
		act.To, act.Comment = []string{h.ids[h.m.people["asked"]]}, "Xin ý kiến về lịch trực."
	case "give_opinion":
		act.Verdict, act.Comment = "agree", "Đồng ý."
	case "return", "cancel":
		act.Comment = "Cần nói rõ giờ trực."
	case "recall", "take_back", "replace", "amend":
		act.Comment = "Có sai sót."
	case "correct":
		act.Comment, act.Mistake = "Sai địa danh.", "form"
	case "file":
		act.CaseFile = "01.VP"
	case "sign", "seal":
		act.PIN, act.SHA256 = demoPIN, d.PDFSHA256
		if act.SHA256 == "" {
			act.SHA256 = strings.Repeat("0", 64) // nothing has been stored yet that could be shown
		}
	}
	return act
}

// upload is a small file as a browser sends it.
func (h *hall) upload() (body, contentType string) {
	return h.uploadOf("phu-luc.txt", "Lịch trực tháng 6.\n")
}

func (h *hall) uploadOf(name, content string) (body, contentType string) {
	h.t.Helper()
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	part, err := form.CreateFormFile("file", name)
	h.must(err)
	_, err = io.WriteString(part, content)
	h.must(err)
	h.must(form.Close())
	return out.String(), form.FormDataContentType()
}
