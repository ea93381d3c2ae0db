package main

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// papers are the documents of a demo office that is at work, of our own writing: lines "name: value", the body and Nơi nhận,
// with "---" between. {+5} in them is the day five days after the office's date, {=+5} the same as yyyy-mm-dd.
//
//go:embed fill/*.txt
var papers embed.FS

// filler makes a new demo look like an office at work. It logs in as its people and does over HTTP what they do, so that all it
// leaves is as real as what a visitor makes. It does nothing more once something went wrong; err says what.
type filler struct {
	*walker
	ctx  context.Context // of the one fill that a filler lives for
	day  store.Date      // the office's date
	turn func(store.Date)
	ids  map[string]string          // of people, by username
	docs map[string]client.Document // by name of their paper
	err  error
}

// The demo's offices of today have people who may sign since this day; fillFrom is early enough for the fill, which begins some
// weeks before the office's date.
const (
	fillFrom  = store.Date("2025-11-10")
	firstWeek = -24 // days before the office's date: what is long done
	lastWeek  = -10 // what should be done by now
)

// fillable says whether the offices of a date have the people whom the fill needs.
func fillable(day store.Date) bool { return day >= fillFrom }

// fill lets the office's people work through three days: two in the weeks before, so that things are late by now, and the
// office's date itself, where turn leaves it, whatever happens.
func fill(ctx context.Context, base string, day store.Date, turn func(store.Date)) error {
	f := &filler{
		walker: &walker{base: base, http: &http.Client{Timeout: time.Minute}, clients: map[string]*client.Client{}, quiet: true},
		ctx:    ctx, day: day, turn: turn, ids: map[string]string{}, docs: map[string]client.Document{},
	}
	defer turn(day)
	f.weeksAgo()
	f.lastDays()
	f.today()
	return f.err
}

// on moves the office to a day before or after its date, or to the last working day before that one.
func (f *filler) on(days int) {
	at := f.day.Time().AddDate(0, 0, days)
	for days != 0 && (at.Weekday() == time.Saturday || at.Weekday() == time.Sunday) {
		at = at.AddDate(0, 0, -1)
	}
	f.turn(store.DateOf(at))
}

// after is the day so many days from the office's date, as yyyy-mm-dd.
func (f *filler) after(days int) string {
	return string(store.DateOf(f.day.Time().AddDate(0, 0, days)))
}

// do sends one request as somebody.
func (f *filler) do(who, method, path string, in, out any, headers ...client.Header) {
	if f.err != nil {
		return
	}
	c, err := f.as(f.ctx, who)
	if err == nil {
		err = c.Do(f.ctx, method, path, in, out, headers...)
	}
	f.stop(err, who+": "+method+" "+path)
}

func (f *filler) post(who, path string, in, out any) { f.do(who, http.MethodPost, path, in, out) }

// stop keeps the first thing that went wrong.
func (f *filler) stop(err error, what string) {
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("%s: %w", what, err)
	}
}

// person is the id of somebody.
func (f *filler) person(username string) string {
	if len(f.people) == 0 {
		f.do(partyDrafter, http.MethodGet, "/directory/people", nil, &f.people)
		for _, p := range f.people {
			f.ids[p.Username] = p.ID
		}
	}
	if f.ids[username] == "" {
		f.stop(fmt.Errorf("không có tài khoản %q", username), "danh bạ")
	}
	return f.ids[username]
}

var dayMark = regexp.MustCompile(`\{(=?)([+-]\d+)\}`)

// dated puts days in for their marks.
func (f *filler) dated(text string) string {
	text = dayMark.ReplaceAllStringFunc(text, func(mark string) string {
		parts := dayMark.FindStringSubmatch(mark)
		days, _ := strconv.Atoi(parts[2]) // the pattern lets nothing else through
		if parts[1] != "" {
			return f.after(days)
		}
		return f.day.Time().AddDate(0, 0, days).Format("02/01/2006")
	})
	first := f.day.Time().AddDate(0, 0, 1-f.day.Time().Day())
	before := first.AddDate(0, -1, 0)
	return strings.ReplaceAll(text, "{tháng trước}", fmt.Sprintf("tháng %d năm %d", before.Month(), before.Year()))
}

// paper reads a paper and says who drafts it.
func (f *filler) paper(name string) (drafter string, d client.NewDocument) {
	raw, err := papers.ReadFile("fill/" + name + ".txt")
	parts := strings.SplitN(f.dated(string(raw)), "\n---\n", 3)
	if err == nil && len(parts) != 3 {
		err = fmt.Errorf("%d phần, cần 3", len(parts))
	}
	if err != nil {
		f.stop(err, name)
		return "", d
	}
	d = client.NewDocument{Text: parts[1], RecipientsText: parts[2], Fields: map[string]string{}}
	for line := range strings.Lines(parts[0]) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "kind":
			d.Kind = value
		case "subkind":
			d.Subkind = value
		case "issuer":
			d.Issuer = value
		case "drafter":
			drafter = value
		case "signer":
			d.Signer = f.person(value)
		case "subject":
			d.Subject = value
		case "to":
			d.Addressees = []string{value}
		default:
			d.Fields[strings.TrimPrefix(key, "field ")] = value
		}
	}
	return drafter, d
}

// draftPaper begins the document of a paper.
func (f *filler) draftPaper(name string) client.Document {
	drafter, in := f.paper(name)
	var d client.Document
	f.post(drafter, "/documents", in, &d)
	f.docs[name] = d
	return d
}

// carried are the actions of the way from draft to issue, in order.
var carried = []string{"submit", "approve", "check_format", "sign", "assign_number", "seal", "issue"}

// carryOn takes a document along its way up to an action, each step by who may take it.
func (f *filler) carryOn(name, last string) client.Document {
	d := f.docs[name]
	for _, action := range carried {
		if f.err != nil {
			break
		}
		if offers(d, action) {
			next, err := f.take(f.ctx, d, action)
			f.stop(err, name)
			d = next
		}
		if action == last {
			break
		}
	}
	f.docs[name] = d
	return d
}

// issue drafts a paper and takes it all the way.
func (f *filler) issue(name string) client.Document {
	f.draftPaper(name)
	return f.carryOn(name, "issue")
}

// act takes one action as somebody in particular.
func (f *filler) act(name, who, action string, in client.Act) client.Document {
	d := f.docs[name]
	f.do(who, http.MethodGet, "/documents/"+d.ID, nil, &d)
	f.do(who, http.MethodPost, "/documents/"+d.ID+"/actions/"+action, in, &d,
		client.IfMatch(d.Version), client.IdempotencyKey("fill-"+d.ID+"-"+action+"-"+who))
	f.docs[name] = d
	return d
}
