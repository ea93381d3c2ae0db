// Package client speaks the JSON API: the types that cross the wire, and a client over HTTP that `trinhky demo --walk`
// and the tests use as any program outside would.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Client is one person's connection. The zero Token is nobody's.
type Client struct {
	Base  string // "http://127.0.0.1:8080"
	Token string
	HTTP  *http.Client // nil = http.DefaultClient
}

// Error is a refusal of the server.
type Error struct {
	Problem
}

// Error gives status, code, sentence and reasons.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s: %s", e.Status, e.Code, e.Detail)
	for _, r := range e.Reasons {
		fmt.Fprintf(&b, "\n  - %s: %s", r.Code, r.Detail)
	}
	return b.String()
}

// Header is a header to send beside the usual ones.
type Header struct{ Name, Value string }

// IfMatch asks for a version.
func IfMatch(version int) Header { return Header{"If-Match", strconv.Quote(strconv.Itoa(version))} }

// IdempotencyKey makes a repeat harmless.
func IdempotencyKey(key string) Header { return Header{"Idempotency-Key", key} }

// LogIn opens a session and keeps its token.
func (c *Client) LogIn(ctx context.Context, username, password string) (s Session, err error) {
	err = c.Do(ctx, http.MethodPost, "/sessions", Credentials{Username: username, Password: password}, &s)
	c.Token = s.Token
	return s, err
}

// Me asks who is logged in.
func (c *Client) Me(ctx context.Context) (me Me, err error) {
	return me, c.Do(ctx, http.MethodGet, "/me", nil, &me)
}

// Kinds asks what may be drafted.
func (c *Client) Kinds(ctx context.Context) (kinds []Kind, err error) {
	return kinds, c.Do(ctx, http.MethodGet, "/kinds", nil, &kinds)
}

// People asks who has an account on the office's date.
func (c *Client) People(ctx context.Context) (people []Person, err error) {
	return people, c.Do(ctx, http.MethodGet, "/directory/people", nil, &people)
}

// Create begins a document.
func (c *Client) Create(ctx context.Context, in NewDocument, headers ...Header) (d Document, err error) {
	return d, c.Do(ctx, http.MethodPost, "/documents", in, &d, headers...)
}

// Change changes a draft.
func (c *Client) Change(ctx context.Context, id string, in Change, headers ...Header) (d Document, err error) {
	return d, c.Do(ctx, http.MethodPatch, "/documents/"+url.PathEscape(id), in, &d, headers...)
}

// Document reads one document.
func (c *Client) Document(ctx context.Context, id string) (d Document, err error) {
	return d, c.Do(ctx, http.MethodGet, "/documents/"+url.PathEscape(id), nil, &d)
}

// List reads one page of a box; query takes q, kind, state, issuer, from, to, cursor and limit.
func (c *Client) List(ctx context.Context, box string, query url.Values) (l List, err error) {
	if query == nil {
		query = url.Values{}
	}
	query.Set("box", box)
	return l, c.Do(ctx, http.MethodGet, "/documents?"+query.Encode(), nil, &l)
}

// Fire takes an action.
func (c *Client) Fire(ctx context.Context, id, action string, in Act, headers ...Header) (d Document, err error) {
	return d, c.Do(ctx, http.MethodPost, "/documents/"+url.PathEscape(id)+"/actions/"+url.PathEscape(action), in, &d, headers...)
}

// SignMany signs documents with one PIN and gives what became of each.
func (c *Client) SignMany(ctx context.Context, in SignMany, headers ...Header) (told []SignedLine, err error) {
	encoded, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("sign many: %w", err)
	}
	response, err := c.send(ctx, http.MethodPost, "/signatures", bytes.NewReader(encoded), "application/json", headers...)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	for lines := json.NewDecoder(response.Body); lines.More(); {
		var line SignedLine
		if err := lines.Decode(&line); err != nil {
			return told, fmt.Errorf("sign many: read the answer: %w", err)
		}
		told = append(told, line)
	}
	return told, nil
}

// Deliveries reads who got a document.
func (c *Client) Deliveries(ctx context.Context, id string) (d []Delivery, err error) {
	return d, c.Do(ctx, http.MethodGet, "/documents/"+url.PathEscape(id)+"/deliveries", nil, &d)
}

// Received reads what was delivered to the actor or the actor's organ.
func (c *Client) Received(ctx context.Context, query url.Values) (l ReceivedList, err error) {
	return l, c.Do(ctx, http.MethodGet, "/received?"+query.Encode(), nil, &l)
}

// AcknowledgeMany takes deliveries in, each by itself, and says what became of each.
func (c *Client) AcknowledgeMany(ctx context.Context, in AcknowledgeMany, headers ...Header) (list AcknowledgedList, err error) {
	return list, c.Do(ctx, http.MethodPost, "/deliveries/acknowledgements", in, &list, headers...)
}

// Acknowledge takes a delivery in.
func (c *Client) Acknowledge(ctx context.Context, delivery, note string, headers ...Header) (d Delivery, err error) {
	return d, c.Do(ctx, http.MethodPost, "/deliveries/"+url.PathEscape(delivery)+"/acknowledgement", Acknowledgement{Note: note}, &d, headers...)
}

// Refuse sends a delivery back.
func (c *Client) Refuse(ctx context.Context, delivery, reason string, headers ...Header) (d Delivery, err error) {
	return d, c.Do(ctx, http.MethodPost, "/deliveries/"+url.PathEscape(delivery)+"/refusal", Refusal{Reason: reason}, &d, headers...)
}

// Events reads a document's trail.
func (c *Client) Events(ctx context.Context, id string) (e []Event, err error) {
	return e, c.Do(ctx, http.MethodGet, "/documents/"+url.PathEscape(id)+"/events", nil, &e)
}

// Check reads the format findings.
func (c *Client) Check(ctx context.Context, id string) (f []Finding, err error) {
	return f, c.Do(ctx, http.MethodGet, "/documents/"+url.PathEscape(id)+"/check", nil, &f)
}

// Ballots reads what a collective was asked and decided about a document.
func (c *Client) Ballots(ctx context.Context, id string) (b Ballots, err error) {
	return b, c.Do(ctx, http.MethodGet, "/documents/"+url.PathEscape(id)+"/ballots", nil, &b)
}

// RecordDecision records what a meeting of the collective decided on the newest text.
func (c *Client) RecordDecision(ctx context.Context, id string, in NewDecision, headers ...Header) (b Ballots, err error) {
	return b, c.Do(ctx, http.MethodPost, "/documents/"+url.PathEscape(id)+"/decisions", in, &b, headers...)
}

// PDF reads the newest bytes of a document.
func (c *Client) PDF(ctx context.Context, id string) ([]byte, error) {
	return c.file(ctx, "/documents/"+url.PathEscape(id)+"/pdf")
}

// Receipt reads the newest signed receipt (.p7m) of a delivery.
func (c *Client) Receipt(ctx context.Context, delivery string) ([]byte, error) {
	return c.file(ctx, "/deliveries/"+url.PathEscape(delivery)+"/receipt")
}

func (c *Client) file(ctx context.Context, path string) ([]byte, error) {
	response, err := c.send(ctx, http.MethodGet, path, nil, "")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

// Do sends one request under /api/v1 and decodes the answer into out; a status of 400 and above is an *Error.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, headers ...Header) error {
	var body io.Reader
	contentType := ""
	if in != nil {
		encoded, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("%s %s: %w", method, path, err)
		}
		body, contentType = bytes.NewReader(encoded), "application/json"
	}
	response, err := c.send(ctx, method, path, body, contentType, headers...)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if out == nil {
		_, err = io.Copy(io.Discard, response.Body)
		return err
	}
	if err := json.NewDecoder(response.Body).Decode(out); err != nil {
		return fmt.Errorf("%s %s: read the answer: %w", method, path, err)
	}
	return nil
}

func (c *Client) send(ctx context.Context, method, path string, body io.Reader, contentType string, headers ...Header) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.Base+"/api/v1"+path, body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if c.Token != "" {
		request.Header.Set("Authorization", "Bearer "+c.Token)
	}
	for _, h := range headers {
		request.Header.Set(h.Name, h.Value)
	}
	connection := c.HTTP
	if connection == nil {
		connection = http.DefaultClient
	}
	response, err := connection.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if response.StatusCode < http.StatusBadRequest {
		return response, nil
	}
	defer response.Body.Close()
	refusal := &Error{}
	if err := json.NewDecoder(response.Body).Decode(&refusal.Problem); err != nil {
		refusal.Status, refusal.Detail = response.StatusCode, response.Status
	}
	return nil, refusal
}
