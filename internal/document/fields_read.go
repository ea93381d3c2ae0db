package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"trinhky/internal/store"
)

// openingBlocks is how far into the text a conclusion tells of its meeting.
const openingBlocks = 6

var (
	meetingDay   = regexp.MustCompile(`(?i)ngày\s+(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})`)
	meetingWords = regexp.MustCompile(`(?i)ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`)
	untilDay     = regexp.MustCompile(`(?i)đến\s+(?:hết\s+)?ngày\s+\d`)
	meetingName  = regexp.MustCompile(`(?i)((?:hội nghị|cuộc họp|phiên họp|buổi làm việc|buổi họp|kỳ họp|buổi kiểm tra|phiên giao ban|hội nghị giao ban)\s[^.;:\n]*)`)
	chairBefore  = regexp.MustCompile(`((?:[Đđ]ồng chí|[ÔôBb]à?ng?)\s[^;:.\n]{3,120}?)\s*,?\s+(?:đã\s+)?(?:chủ trì|có buổi làm việc|làm việc với|chủ tọa)`)
	chairAfter   = regexp.MustCompile(`(?i)(?:do|dưới sự chủ trì của)\s+((?:đồng chí|ông|bà)\s[^;:.\n]{3,120}?)\s*,?\s+(?:làm\s+)?(?:chủ trì|chủ tọa)`)
	attended     = regexp.MustCompile(`(?i)(?:cùng\s+|tham\s+)?dự\s+(?:buổi làm việc|cuộc họp|hội nghị|phiên họp|buổi họp|họp)?\s*,?\s*(?:còn\s+)?(?:có|gồm)\s*:?\s*([^.\n]{3,})\.`)
	withWhom     = regexp.MustCompile(`(?i)làm việc với\s+(.+?)(?:\s+về\s|$)`)
)

// MeetingIn finds what the trích yếu and the opening of a conclusion say of its meeting: the values by field, without
// those that the text does not tell or leaves to be filled in ("[…]").
func MeetingIn(subject string, body Body) map[string]string {
	found := map[string]string{}
	put := func(name, value string) {
		value = strings.Trim(strings.Join(strings.Fields(value), " "), " ,;:.–-")
		if value != "" && found[name] == "" && !strings.ContainsAny(value, "[]") && len([]rune(value)) <= fieldLimit {
			found[name] = value
		}
	}
	var opening []string
	for i, b := range body.Blocks {
		if i == openingBlocks {
			break
		}
		opening = append(opening, b.Text())
	}
	text := strings.Join(opening, "\n")
	whose, meeting := conclusionOf(subject)
	put(FieldMeeting, meeting)
	if m := meetingName.FindStringSubmatch(text); m != nil {
		put(FieldMeeting, withoutTopic(m[1]))
	}
	held, ended := daysIn(text)
	put(FieldHeldOn, string(held))
	if ended != held {
		put(FieldEndedOn, string(ended))
	}
	for _, pattern := range []*regexp.Regexp{chairAfter, chairBefore} {
		if m := pattern.FindStringSubmatch(text); m != nil {
			put(FieldChair, m[1])
		}
	}
	put(FieldChair, whose)
	if m := attended.FindStringSubmatch(text); m != nil {
		put(FieldParties, m[1])
	}
	if m := withWhom.FindStringSubmatch(meeting); m != nil {
		put(FieldParties, m[1])
	}
	return found
}

// conclusionOf cuts "kết luận của X tại Y về Z": who concluded, and at which meeting.
func conclusionOf(subject string) (whose, meeting string) {
	const word = "kết luận của "
	lower := strings.ToLower(subject)
	at := strings.Index(lower, word)
	if at < 0 || len(lower) != len(subject) {
		return "", ""
	}
	whose = subject[at+len(word):]
	if cut := strings.Index(strings.ToLower(whose), " tại "); cut >= 0 {
		whose, meeting = whose[:cut], withoutTopic(whose[cut+len(" tại "):])
	} else {
		whose = withoutTopic(whose)
	}
	return whose, meeting
}

// withoutTopic leaves out what a meeting was about.
func withoutTopic(s string) string {
	s, _, _ = strings.Cut(strings.Join(strings.Fields(s), " "), " về ")
	return s
}

// daysIn are the first day that the opening names, and the last one of "từ ngày … đến ngày …".
func daysIn(text string) (held, ended store.Date) {
	read := func(text string) (store.Date, int) {
		first, end := store.Date(""), len(text)+1
		for _, pattern := range []*regexp.Regexp{meetingDay, meetingWords} {
			m := pattern.FindStringSubmatchIndex(text)
			if m == nil || m[0] >= end {
				continue
			}
			if d := civil(text[m[2]:m[3]], text[m[4]:m[5]], text[m[6]:m[7]]); d != "" {
				first, end = d, m[0]
			}
		}
		return first, end
	}
	held, at := read(text)
	if held == "" {
		return "", ""
	}
	const near = 80 // bytes: what follows further away is another day
	rest := text[at+len("ngày"):]
	if until := untilDay.FindStringIndex(rest); until != nil && until[0] < near {
		if last, where := read(rest[until[0]:]); last >= held && where < near {
			return held, last
		}
	}
	return held, held
}

// civil is a date of day, month and year in figures; "" for one that is not in the calendar.
func civil(day, month, year string) store.Date {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	date := store.Date(fmt.Sprintf("%s-%02d-%02d", year, m, d))
	if _, err := time.Parse(time.DateOnly, string(date)); err != nil {
		return ""
	}
	return date
}

// Told fills the fields of a kind that have no value yet with what the text itself tells; those that somebody gave, empty
// or not, stay as they were given.
func (c Content) Told(specs []FieldSpec, given map[string]string) (Content, error) {
	if len(specs) == 0 {
		return c, nil
	}
	told := MeetingIn(c.Subject, c.Body)
	missing := map[string]string{}
	for _, spec := range specs {
		_, named := given[spec.ID]
		if value := told[spec.ID]; value != "" && c.Field(spec.ID) == "" && !named {
			missing[spec.ID] = value
		}
	}
	return c.WithFields(specs, missing)
}
