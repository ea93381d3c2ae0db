package task

import (
	"slices"
	"strings"
	"sync"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/login"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// policy is the embedded one: whom a task is told is whoever may act on it.
var policy = sync.OnceValues(authz.Load)

// peopleAt are the people at some organs whose role lets them do an act through a relation.
func peopleAt(tx *store.Tx, on store.Date, act, why string, organs ...string) (people []string, err error) {
	p, err := policy()
	if err != nil {
		return nil, err
	}
	for i, id := range organs {
		if id == "" || slices.Contains(organs[:i], id) {
			continue
		}
		staff, err := directory.Staff(tx, id, on)
		if err != nil {
			return nil, err
		}
		for _, h := range staff {
			if p.Grants(h.Role, act, why) {
				people = append(people, h.PersonID)
			}
		}
	}
	return people, nil
}

// bell tells people of tasks, and looks the staff of an organ up once.
type bell struct {
	tx    *store.Tx
	on    store.Date
	staff map[string][]string
	away  map[string][]authz.Actor // who stands in, by the people that they stand in for
}

// tellLead tells those of the lead organ who may accept and report, or the one to whom it was given there.
func (b *bell) tellLead(t Task, m notice.Message) error {
	people := []string{t.HandlerID}
	if t.HandlerID == "" {
		key := t.LeadID + "/" + t.LeadOfficeID
		if b.staff == nil {
			b.staff = map[string][]string{}
		}
		if _, known := b.staff[key]; !known {
			found, err := peopleAt(b.tx, b.on, authz.TaskAccept, authz.Received, t.LeadID, t.LeadOfficeID)
			if err != nil {
				return err
			}
			b.staff[key] = found
		}
		people = b.staff[key]
	}
	return b.tell(people, t, m)
}

// tellGiver tells those of the văn phòng who follow the task up.
func (b *bell) tellGiver(t Task, m notice.Message) error {
	people, err := peopleAt(b.tx, b.on, authz.TaskConfirm, authz.Office, t.OfficeID)
	if err != nil {
		return err
	}
	return b.tell(people, t, m)
}

// tell tells them, and who stands in for any of them and may see the task by it.
func (b *bell) tell(people []string, t Task, m notice.Message) error {
	standIns, err := b.standIns(people, t.ID)
	if err != nil {
		return err
	}
	people = slices.Concat(people, standIns)
	m.About, m.AboutID, m.DocumentID = notice.Task, t.ID, t.DocumentID
	return notice.Tell(b.tx, people, m)
}

// standIns are those who stand in for some of the people and see the task: each within his scope and its days.
func (b *bell) standIns(people []string, taskID string) (told []string, err error) {
	if b.away == nil {
		b.away = map[string][]authz.Actor{}
	}
	key := strings.Join(people, " ")
	actors, known := b.away[key]
	if !known {
		if actors, err = b.awayFrom(people); err != nil {
			return nil, err
		}
		b.away[key] = actors
	}
	if len(actors) == 0 {
		return nil, nil
	}
	p, err := policy()
	if err != nil {
		return nil, err
	}
	place, err := placeOf(b.tx, aTask, taskID)
	if err != nil {
		return nil, err
	}
	for _, a := range actors {
		if p.Can(a, authz.TaskRead, place) {
			told = append(told, a.PersonID)
		}
	}
	return told, nil
}

// awayFrom are who stands in for some of the people in any scope on the day.
func (b *bell) awayFrom(people []string) (actors []authz.Actor, err error) {
	for _, scope := range directory.Scopes {
		found, err := directory.StandIns(b.tx, people, scope, b.on)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			actor, err := login.Actor(b.tx, id, b.on)
			if err != nil {
				return nil, err
			}
			actors = append(actors, actor)
		}
	}
	return actors, nil
}
