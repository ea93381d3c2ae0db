package house

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/calendar"
	"trinhky/internal/casefile"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/establishment"
	"trinhky/internal/incoming"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/notice"
	"trinhky/internal/push"
	"trinhky/internal/register"
	"trinhky/internal/report"
	"trinhky/internal/signature"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
	"trinhky/internal/upkeep"
	"trinhky/policies"
)

// Ground is what a house stands on, opened by whoever builds it.
type Ground struct {
	Store    *store.Store
	Blobs    blob.Store
	Keys     *signature.Keys
	Today    func() store.Date // the office's date
	Mail     *mail.Sender      // nil: no mail is sent
	Push     *push.Sender      // nil: the office allows no outside push service
	Address  string            // of this server, as people type it: https://vanban.tinhuy.vn
	LinkLife time.Duration     // how long a link in a mail opens its document; 0 = 30 days
	// What an administrator is told of the machine: folders whose disk must not fill up, a file that the office's backup
	// touches ("" for none), the version of the program.
	Folders     []string
	BackupStamp string
	Version     string
	Log         *slog.Logger
}

// Rooms are all rooms that the door leads to.
type Rooms struct {
	Signoff       *signoff.Service
	Distribution  *distribution.Service
	Directory     *directory.Service
	Incoming      *incoming.Service
	Register      *register.Service
	CaseFiles     *casefile.Service
	Tasks         *task.Service
	Login         *login.Service
	Calendar      *calendar.Service
	Notices       *notice.Service
	Events        *notice.Hub
	Establishment *establishment.Service
	Upkeep        *upkeep.Service
	Reports       *report.Service
	Store         *store.Store
	ReceiptRoot   []byte // PEM: under what receipts verify
}

// Build puts the rooms together; nothing runs yet.
func Build(g Ground) (*Rooms, error) {
	policy, err := authz.Load()
	if err != nil {
		return nil, err
	}
	chains, err := signoff.LoadChains(policies.FS)
	if err != nil {
		return nil, err
	}
	receipts, err := g.Keys.Receipts()
	if err != nil {
		return nil, err
	}
	r := &Rooms{Store: g.Store, Login: login.New(g.Store, login.Config{}), ReceiptRoot: receipts.RootPEM()}
	r.Signoff, err = signoff.New(signoff.Config{
		Store: g.Store, Policy: policy, Blobs: g.Blobs, Keys: g.Keys, Chains: chains, OfficeDate: g.Today, Log: g.Log,
	})
	if err != nil {
		return nil, err
	}
	r.Distribution = distribution.New(g.Store, policy, g.Today, receipts.Sign)
	r.Distribution.SendBy(distribution.Outbox{Sender: g.Mail, Address: g.Address, LinkLife: g.LinkLife, Blobs: g.Blobs})
	r.Distribution.Left = incoming.CalledBack
	r.Incoming = incoming.New(incoming.Config{
		Store: g.Store, Policy: policy, Blobs: g.Blobs, Distribution: r.Distribution, Keys: g.Keys, Today: g.Today,
	})
	r.Directory = directory.New(g.Store, policy, g.Today)
	r.Register = register.New(g.Store, policy, g.Today)
	r.Register.Sent, r.Register.Post = dispatches, distribution.PostBook
	r.CaseFiles = casefile.New(casefile.Config{
		Store: g.Store, Policy: policy, Blobs: g.Blobs, Today: g.Today, Arrival: r.Incoming.Paper, Arrivals: r.Incoming.Papers,
	})
	r.Tasks = task.New(g.Store, policy, g.Blobs, g.Today)
	r.Calendar = calendar.New(calendar.Config{
		Store: g.Store, Policy: policy, Today: g.Today, Actor: login.Actor, RefuseSecret: document.RefuseSecret,
	})
	r.Notices = notice.New(notice.Config{
		Store: g.Store, Policy: policy, Today: g.Today,
		Send: send(g.Mail), Push: g.Push, Domain: g.Mail.Domain(), Link: strings.TrimRight(g.Address, "/"),
	})
	r.Establishment = establishment.New(establishment.Config{Store: g.Store, Policy: policy, Login: r.Login, Today: g.Today})
	r.Reports = report.New(report.Config{Store: g.Store, Policy: policy, Chains: reported(chains), Today: g.Today})
	r.Upkeep = upkeep.New(upkeep.Config{
		Store: g.Store, Policy: policy, Today: g.Today, Keys: g.Keys, Blobs: g.Blobs, Mail: g.Mail, Folders: g.Folders,
		BackupStamp: g.BackupStamp, Version: g.Version, DocumentStands: signoff.VerifyState,
	})
	r.Events = notice.NewHub(g.Store, r.Login, g.Today, g.Log)
	return r, nil
}

// Work names the rooms' handlers to the runner that will work the queue.
func (r *Rooms) Work(runner *jobs.Runner) {
	r.Distribution.Register(runner)
	r.Incoming.Work(runner)
	r.Signoff.Work(runner)
	r.Notices.Work(runner)
	r.CaseFiles.Register(runner)
	r.Tasks.Register(runner)
	r.Upkeep.Register(runner)
}

// reported are the words of the chains for the reports, which stand beside signoff.
func reported(chains *signoff.Chains) (all []report.Chain) {
	for _, c := range chains.All() {
		words := report.Chain{ID: c.ID, Name: c.Name, States: c.States, Actions: map[string]string{}}
		for _, t := range c.Transitions {
			if words.Actions[t.Action] == "" || t.Deadline != "" { // of two words on one action that which is waited for
				words.Actions[t.Action] = t.Label
			}
		}
		all = append(all, words)
	}
	return all
}

// dispatches tells the register, which stands beside distribution, how documents went out.
func dispatches(tx *store.Tx, documents []string) (map[string]register.Dispatch, error) {
	sent, err := distribution.Dispatches(tx, documents)
	all := make(map[string]register.Dispatch, len(sent))
	for id, d := range sent {
		all[id] = register.Dispatch(d)
	}
	return all, err
}

// send is how a room sends a letter; nil where no mail is sent.
func send(sender *mail.Sender) func(context.Context, mail.Message) error {
	if sender == nil {
		return nil
	}
	return sender.Send
}
