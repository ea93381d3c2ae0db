package task

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// receiver is an organ that gets a document, and by which words it was named there.
type receiver struct {
	Party
	officeID string
	names    []string
}

// finder finds the organs behind the names of a text: first among those who get the document, so that "Mặt trận và các đoàn
// thể" means those of its Nơi nhận, then in the directory on the document's date.
type finder struct {
	tx        *store.Tx
	env       distribution.Env
	receivers []receiver
	known     map[string][]Party // by name
}

// finderFor reads who gets a document: frozen when it was issued, else as its Nơi nhận resolves today. A Nơi nhận that does
// not resolve is no fault here: what could be read of it counts.
func finderFor(tx *store.Tx, d document.Document, c document.Content, today store.Date) (finder, error) {
	f := finder{tx: tx, known: map[string][]Party{}}
	issuer, err := directory.OrganByID(tx, d.IssuerID)
	if err != nil {
		return f, err
	}
	on := today
	if d.DocumentDate != "" {
		on = d.DocumentDate
	}
	f.env = distribution.Env{Issuer: issuer, On: on, Addressees: c.Addressees, Body: c.Body}
	if d.IssuedAt != nil {
		deliveries, err := distribution.DeliveriesOf(tx, d.ID)
		f.receivers = receiversOf(deliveries)
		return f, err
	}
	block := distribution.ParseWith(c.RecipientsText, distribution.ContextOf(c.Body))
	r, err := distribution.Resolve(tx, block, f.env)
	if refused := new(fault.Fault); err != nil && !errors.As(err, &refused) {
		return f, fmt.Errorf("resolve who may lead a task: %w", err)
	}
	for _, to := range r.Recipients {
		if to.OrganID != "" {
			f.receivers = append(f.receivers, receiver{Party{to.OrganID, to.Name}, to.OfficeID, to.Capacities})
		}
	}
	return f, nil
}

func receiversOf(deliveries []distribution.Delivery) (out []receiver) {
	for _, d := range deliveries {
		if d.OrganID != "" {
			out = append(out, receiver{Party{d.OrganID, d.Name}, d.OfficeID, d.Capacities})
		}
	}
	return out
}

// ids are the organs that get the document.
func (f finder) ids() map[string]bool {
	set := map[string]bool{}
	for _, r := range f.receivers {
		set[r.OrganID] = true
	}
	return set
}

// parties finds the organs behind names, each once; a name that nobody bears stays, without an id.
func (f finder) parties(names []string) []Party {
	out := []Party{}
	seen := map[string]bool{}
	for _, name := range names {
		found := f.find(name)
		if len(found) == 0 {
			found = []Party{{Name: name}}
		}
		for _, p := range found {
			if key := p.OrganID + "/" + p.Name; !seen[key] && (p.OrganID == "" || !seen[p.OrganID]) {
				seen[key], seen[p.OrganID] = true, true
				out = append(out, p)
			}
		}
		delete(seen, "")
	}
	return out
}

// heads are positions before an organ's name: what its head is told, the organ does.
var heads = regexp.MustCompile(`(?i)^(?:đồng\s+chí\s+)?(?:giám\s+đốc|thủ\s+trưởng|người\s+đứng\s+đầu|chánh|lãnh\s+đạo|tập\s+thể|chủ\s+tịch|bí\s+thư|chủ\s+nhiệm)\s+`)

func (f finder) find(name string) []Party {
	if found, ok := f.known[name]; ok {
		return found
	}
	found := f.amongReceivers(name)
	if len(found) == 0 {
		found = f.inDirectory(name)
	}
	if bare := heads.ReplaceAllString(name, ""); len(found) == 0 && bare != name {
		if found = f.amongReceivers(bare); len(found) == 0 {
			found = f.inDirectory(bare)
		}
	}
	f.known[name] = found
	return found
}

// amongReceivers compares a name with the words by which the receivers are named: in full, or without the place at the end.
func (f finder) amongReceivers(name string) (found []Party) {
	var wanted []string
	for _, l := range distribution.Parse(name).Lines {
		for _, t := range l.Targets() {
			wanted = append(wanted, called(t.Name))
		}
	}
	if len(wanted) != 1 || wanted[0] == "" {
		wanted = []string{called(name)}
	}
	exact := func(words string) bool { return words == wanted[0] }
	begins := func(words string) bool {
		return strings.HasPrefix(words, wanted[0]+" ") && strings.Contains(wanted[0], " ")
	}
	for _, matches := range []func(string) bool{exact, begins} {
		for _, r := range f.receivers {
			hit := matches(called(r.Name))
			for _, words := range r.names {
				hit = hit || matches(called(words))
			}
			if hit {
				found = append(found, r.Party)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// frontWords are left out when names are compared: the Ban Thường vụ of a Huyện ủy is told what the Huyện ủy does.
var (
	frontWords = newPhrases("ban thường vụ", "thường trực", "ban chấp hành", "tập thể", "ủy ban mặt trận")
	theFront   = directory.Fold("mặt trận")
)

func called(name string) string {
	s := directory.Fold(name)
	for _, words := range frontWords {
		if rest, ok := strings.CutPrefix(s, strings.Join(words, " ")+" "); ok {
			if strings.HasSuffix(strings.Join(words, " "), theFront) {
				return theFront + " " + rest
			}
			return rest
		}
	}
	return s
}

// inDirectory resolves a name as a line of Nơi nhận.
func (f finder) inDirectory(name string) (found []Party) {
	if f.tx == nil || strings.ContainsAny(name, ";\n") {
		return nil
	}
	block := distribution.Parse("- " + name + ";")
	block.Errors = nil // one line is no whole Nơi nhận
	r, err := distribution.Resolve(f.tx, block, f.env)
	if err != nil {
		return nil // unknown, ambiguous or closed: the văn phòng chooses
	}
	for _, to := range r.Recipients {
		if to.OrganID != "" {
			found = append(found, Party{to.OrganID, to.Name})
		}
	}
	return found
}

// successorsOf are the organs that took over from one and stand on a date.
func successorsOf(tx *store.Tx, organID string, on store.Date) (out []Party, err error) {
	heirs, err := directory.LivingSuccessors(tx, organID, on)
	for _, o := range heirs {
		out = append(out, Party{o.ID, o.Name})
	}
	return out, err
}
