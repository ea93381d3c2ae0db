package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// seedWalk is a walker that asks more, over the demo on 10 June 2014.
type seedWalk struct {
	*walker
	t       *testing.T
	ctx     context.Context
	drafted client.Document
}

// openSeed serves the demo and begins seed 002 there; its text stays where it is.
func openSeed(t *testing.T) *seedWalk {
	t.Helper()
	seeds := filepath.Join("..", "..", "..", "shared", "seeds")
	if _, err := os.Stat(seeds); os.IsNotExist(err) {
		t.Skip("the folder of real documents is not here")
	}
	found, err := filepath.Glob(filepath.Join(seeds, "002*.txt"))
	if err != nil || len(found) != 1 {
		t.Fatalf("the folder is here, seed 002 is not: %q %v", found, err)
	}
	raw, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	a, err := assembleDemo(ctx, t.TempDir(), "2014-06-10", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	server := httptest.NewServer(a.handler)
	t.Cleanup(server.Close)
	s := &seedWalk{t: t, ctx: ctx, walker: &walker{base: server.URL, http: server.Client(), clients: map[string]*client.Client{}}}
	s.drafted, err = s.draft(ctx, errand{text: string(raw), office: partyDrafter2014})
	s.must(err)
	return s
}

func (s *seedWalk) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// refused checks that something did not happen, and why; "" is any reason.
func (s *seedWalk) refused(what string, err error, code string) {
	s.t.Helper()
	refusal := &client.Error{}
	if !errors.As(err, &refusal) || code != "" && refusal.Code != code {
		s.t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// as is the connection of somebody.
func (s *seedWalk) as(username string) *client.Client {
	s.t.Helper()
	c, err := s.walker.as(s.ctx, username)
	s.must(err)
	return c
}

func (s *seedWalk) sender() *client.Client { return s.as(partyDrafter2014) }

func (s *seedWalk) do(who, method, path string, in, out any) {
	s.t.Helper()
	if err := s.as(who).Do(s.ctx, method, path, in, out); err != nil {
		s.t.Fatalf("%s: %s %s: %v", who, method, path, err)
	}
}

func (s *seedWalk) document(who, id string) client.Document {
	s.t.Helper()
	d, err := s.as(who).Document(s.ctx, id)
	s.must(err)
	return d
}

// carryTo takes one action after another; a chain that has no such step does without.
func (s *seedWalk) carryTo(d client.Document, actions ...string) client.Document {
	s.t.Helper()
	for _, action := range actions {
		var err error
		d, err = s.take(s.ctx, d, action)
		s.must(err)
	}
	return d
}

// form sends a form of a page, as its button does.
func (s *seedWalk) form(who, path string, fields ...string) {
	s.t.Helper()
	form := url.Values{"key": {store.NewID()}, "version": {strconv.Itoa(s.document(who, strings.Split(path, "/")[2]).Version)}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	request, err := http.NewRequestWithContext(s.ctx, http.MethodPost, s.base+path, strings.NewReader(form.Encode()))
	s.must(err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+s.as(who).Token)
	once := *s.http
	once.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := once.Do(request)
	s.must(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		body, _ := io.ReadAll(answer.Body)
		s.t.Fatalf("%s: %s: %d %.300s", who, path, answer.StatusCode, body)
	}
}

// file fetches a file; who "" is nobody.
func (s *seedWalk) file(who, path string) []byte {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.ctx, http.MethodGet, s.base+"/api/v1"+path, nil)
	s.must(err)
	if who != "" {
		request.Header.Set("Authorization", "Bearer "+s.as(who).Token)
	}
	answer, err := s.http.Do(request)
	s.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	s.must(err)
	if answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d %.300s", path, answer.StatusCode, body)
	}
	return body
}

func (s *seedWalk) receiverOf(c client.Delivery) string {
	if c.Kind == "organ" {
		return s.clerkOf(c.Recipient, c.Office)
	}
	return s.usernameOf(c.Recipient.ID)
}

// acknowledges: whoever got a copy reads it and acknowledges it, asked to or not.
func (s *seedWalk) acknowledges(documentID string, c client.Delivery) {
	s.t.Helper()
	if err := s.acknowledge(s.ctx, documentID, c); err != nil {
		s.t.Fatalf("%s: %v", c.Recipient.Name, err)
	}
	if c.Required == "ack" {
		return
	}
	_, err := s.as(s.receiverOf(c)).Acknowledge(s.ctx, c.ID, "", client.IdempotencyKey("seed-"+c.ID))
	s.must(err)
}

// boardIs compares the board, line by line, with the words that copies stand at.
func (s *seedWalk) boardIs(when, id string, want []map[string]int) {
	s.t.Helper()
	var board client.Board
	s.do(partyDrafter2014, http.MethodGet, "/documents/"+id+"/board?limit=200", nil, &board)
	got := []map[string]int{}
	for i, l := range board.Lines {
		got = append(got, standing(l.Tally))
		if l.N != i+1 || l.Kind != seedLines[i].kind || l.Required != seedLines[i].required || l.Task != seedLines[i].task {
			s.t.Errorf("%s: line %d is %+v", when, i+1, l)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("the board, %s: %s", when, diff)
	}
	counted := 0
	for _, n := range standing(board.Total) {
		counted += n
	}
	if counted != seedCopies || board.Total.Sent != seedCopies || len(board.Copies) != seedCopies {
		s.t.Errorf("the board, %s: %d copies counted, %d sent, %d listed, want %d of each", when, counted, board.Total.Sent, len(board.Copies), seedCopies)
	}
}

func standing(t client.Tally) map[string]int {
	words := map[string]int{}
	for word, n := range t.Board {
		if n > 0 {
			words[word] = n
		}
	}
	return words
}

// standsAs checks what anybody is told of a document by its code, and that only what is in force says so.
func (s *seedWalk) standsAs(when string, d client.Document, want string) {
	s.t.Helper()
	told := client.Verification{}
	if err := json.Unmarshal(s.file("", "/verify/"+s.document(partyDrafter2014, d.ID).VerifyCode), &told); err != nil {
		s.t.Fatal(err)
	}
	if told.Standing != want || told.InForce != (want == "Còn hiệu lực") || told.Symbol != d.Symbol {
		s.t.Errorf("%s: the public is told %+v, want %q", when, told, want)
	}
}

// receiptsVerify fetches every receipt of a kind and judges it with nothing but the root; one is judged by openssl as well.
func (s *seedWalk) receiptsVerify(d client.Document, kind string) {
	s.t.Helper()
	root := s.file("", "/receipts/ca")
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(root) {
		s.t.Fatal("no root")
	}
	issued := sha256.Sum256(s.file(partyDrafter2014, "/documents/"+d.ID+"/pdf"))
	copies, err := s.sender().Deliveries(s.ctx, d.ID)
	s.must(err)
	good := 0
	for _, c := range copies {
		signed := s.file(partyDrafter2014, "/deliveries/"+c.ID+"/receipt?kind="+kind)
		payload, report := signature.VerifyReceipt(signed, signature.VerifyOptions{Roots: roots})
		var told struct {
			Act, Symbol string
			DeliveryID  string `json:"delivery_id"`
			SHA256      string `json:"document_sha256"`
			ActedAs     string `json:"acted_as"`
			At          string
			Receiver    client.Named
		}
		if err := json.Unmarshal(payload, &told); report.Verdict != signature.Valid || err != nil {
			s.t.Errorf("the receipt of %s: %s %v %v", c.Recipient.Name, report.Verdict, report.Reasons, err)
			continue
		}
		if told.Act != kind || told.DeliveryID != c.ID || told.Symbol != d.Symbol || told.SHA256 != hex.EncodeToString(issued[:]) ||
			told.Receiver != c.Recipient || told.ActedAs == "" || told.At == "" {
			s.t.Errorf("the receipt of %s says %+v", c.Recipient.Name, told)
			continue
		}
		altered := bytes.Replace(signed, []byte(d.Symbol), []byte("9"+d.Symbol[1:]), 1)
		if _, report := signature.VerifyReceipt(altered, signature.VerifyOptions{Roots: roots}); report.Verdict == signature.Valid {
			s.t.Errorf("an altered receipt of %s verifies", c.Recipient.Name)
		}
		if good == 0 {
			s.opensslVerifies(signed, root, payload)
		}
		good++
	}
	if good != seedCopies {
		s.t.Errorf("%d receipts of %s verify, want %d", good, kind, seedCopies)
	}
	s.t.Logf("%s: %d of %d receipts (%s) verify offline", d.Symbol, good, len(copies), kind)
}

func (s *seedWalk) opensslVerifies(signed, root, payload []byte) {
	s.t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		s.t.Log("openssl is not installed: only our own check")
		return
	}
	dir := s.t.TempDir()
	p7m, ca := filepath.Join(dir, "r.p7m"), filepath.Join(dir, "ca.pem")
	s.must(errors.Join(os.WriteFile(p7m, signed, 0o600), os.WriteFile(ca, root, 0o600)))
	said, err := exec.Command("openssl", "cms", "-verify", "-binary", "-CAfile", ca, "-in", p7m, "-inform", "DER").Output()
	if err != nil || !bytes.Equal(said, payload) {
		s.t.Errorf("openssl: %v, %d bytes", err, len(said))
	}
}
