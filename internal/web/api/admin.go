package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"trinhky/internal/authz"
	"trinhky/internal/jobs"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/upkeep"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

// adminRoutes are those of whoever looks after the machine.
func (h *handlers) adminRoutes(a huma.API) {
	const get, post = http.MethodGet, http.MethodPost
	add(a, route{get, "/admin/chains", "listChains", "Luồng trình ký của hệ thống", http.StatusOK, 0}, h.chains)
	add(a, route{get, "/admin/chains/{chain}", "getChain", "Một luồng trình ký, với tệp của nó", http.StatusOK, 0}, h.chain)
	add(a, route{get, "/admin/policies", "listRights", "Quyền theo vai trò, từng dòng của tệp chính sách", http.StatusOK, 0}, h.rights)
	add(a, route{get, "/admin/policies/explanation", "explainRight", "Một người có được làm một việc với một văn bản không, vì sao", http.StatusOK, 0}, h.explain)
	add(a, route{get, "/admin/jobs", "listJobs", "Việc nền theo tình trạng", http.StatusOK, 0}, h.jobs)
	add(a, route{post, "/admin/jobs/{job}/retry", "retryJob", "Chạy lại một việc nền", http.StatusNoContent, once}, h.retryJob)
	add(a, route{post, "/admin/jobs/{job}/giving-up", "giveJobUp", "Dừng một việc nền", http.StatusNoContent, once}, h.giveJobUp)
	add(a, route{get, "/admin/audit", "searchLog", "Nhật ký, mới nhất trước; không có nội dung văn bản", http.StatusOK, 0}, h.log)
	add(a, route{get, "/admin/audit/verification", "verifyLog", "Kiểm tra chuỗi sự kiện của một đối tượng, hoặc của một ngày", http.StatusOK, 0}, h.verifyLog)
	add(a, route{get, "/admin/audit/refusals", "listRefusals", "Truy cập bị từ chối, mới nhất trước", http.StatusOK, 0}, h.refusals)
	add(a, route{get, "/admin/certificates", "listCertificates", "Chứng thư số và hạn dùng", http.StatusOK, 0}, h.certificates)
	add(a, route{get, "/admin/health", "getHealth", "Tình trạng hệ thống, việc cần làm", http.StatusOK, 0}, h.health)
}

func chainOut(c *signoff.Chain) client.InstalledChain {
	proof := c.Proof()
	return client.InstalledChain{
		ID: c.ID, Name: c.Name, File: "policies/" + c.File, Version: c.Version, Classes: c.Classes, States: proof.States, Steps: proof.Steps, Situations: proof.Situations,
	}
}

func (h *handlers) chains(ctx context.Context, _ *none) (*of[[]client.InstalledChain], error) {
	chains, err := h.Signoff.Installed(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[[]client.InstalledChain]{each(chains, chainOut)}, nil
}

func (h *handlers) chain(ctx context.Context, in *struct {
	Chain string `path:"chain" maxLength:"100"`
}) (*of[client.InstalledChain], error) {
	c, err := h.Signoff.InstalledChain(ctx, session.PersonID(ctx), in.Chain)
	if err != nil {
		return nil, err
	}
	out := chainOut(c)
	out.Source = string(c.Source)
	return &of[client.InstalledChain]{out}, nil
}

func rowOut(r authz.Row) client.PolicyRow {
	return client.PolicyRow{Role: r.Role, Act: r.Act, Why: r.Why, Line: r.Line}
}

func (h *handlers) rights(ctx context.Context, in *struct {
	Role string `query:"role" maxLength:"50"`
}) (*of[client.Policy], error) {
	rights, err := h.Upkeep.Rights(ctx, session.PersonID(ctx), in.Role)
	if err != nil {
		return nil, err
	}
	out := client.Policy{File: rights.File, Rows: []client.PolicyRow{}}
	for _, act := range rights.Acts {
		for _, cell := range act.Cells {
			out.Rows = append(out.Rows, each(cell, rowOut)...)
		}
	}
	return &of[client.Policy]{out}, nil
}

func (h *handlers) explain(ctx context.Context, in *struct {
	Person   string `query:"person" required:"true" maxLength:"200" doc:"tên đăng nhập hoặc mã người dùng"`
	Act      string `query:"act" required:"true" maxLength:"100"`
	Document string `query:"document" required:"true" maxLength:"200"`
}) (*of[client.RightAnswer], error) {
	a, err := h.Upkeep.Explain(ctx, session.PersonID(ctx), upkeep.Question{Person: in.Person, Act: in.Act, DocumentID: in.Document})
	if err != nil {
		return nil, err
	}
	return &of[client.RightAnswer]{client.RightAnswer{
		Person: a.Name, May: a.May, Reasons: each(a.Reasons, func(r authz.Reason) client.PolicyRow { return rowOut(r.Row) }),
	}}, nil
}

func (h *handlers) jobs(ctx context.Context, in *struct {
	State  string `query:"state" enum:"waiting,running,failed,dead" default:"failed"`
	Kind   string `query:"kind" maxLength:"100"`
	Before int64  `query:"before" minimum:"0" doc:"next của trang trước"`
}) (*of[client.Jobs], error) {
	q, err := h.Upkeep.Queue(ctx, session.PersonID(ctx), jobs.Standing(in.State), in.Kind, in.Before)
	if err != nil {
		return nil, err
	}
	out := client.Jobs{Counts: map[string]int64{}, Next: q.Next, Items: each(q.Jobs, func(w upkeep.Work) client.Job {
		return client.Job{
			ID: w.ID, Kind: w.Kind, Label: w.Label(), State: string(w.Standing), GivenUp: w.GivenUp, About: w.SubjectKind, AboutID: w.SubjectID,
			Attempts: w.Attempts, Most: w.Most, AskedAt: w.Asked, NextAt: w.Next, EndedAt: momentOrNil(&w.Ended), Error: w.Fault, Advice: w.Sentence(),
		}
	})}
	for _, standing := range jobs.Standings {
		out.Counts[string(standing)] = q.Counts[standing]
	}
	return &of[client.Jobs]{out}, nil
}

type jobInput struct {
	Job int64 `path:"job" minimum:"1"`
}

func (h *handlers) retryJob(ctx context.Context, in *jobInput) (*none, error) {
	return h.onJob(ctx, in.Job, h.Upkeep.Retry)
}

func (h *handlers) giveJobUp(ctx context.Context, in *jobInput) (*none, error) {
	return h.onJob(ctx, in.Job, h.Upkeep.GiveUp)
}

func (h *handlers) onJob(ctx context.Context, id int64, do func(context.Context, string, int64) error) (*none, error) {
	_, err := h.carryOut(ctx, func() error { return do(ctx, session.PersonID(ctx), id) }, func(context.Context, string) error { return nil })
	return nil, err
}

type logInput struct {
	Kind    string     `query:"kind" maxLength:"50" doc:"loại đối tượng: document, person, organ…"`
	Subject string     `query:"subject" maxLength:"200" doc:"mã đối tượng, hoặc tên đăng nhập"`
	Actor   string     `query:"actor" maxLength:"200" doc:"mã hoặc tên đăng nhập của người làm"`
	Action  string     `query:"action" maxLength:"100"`
	From    store.Date `query:"from" format:"date"`
	To      store.Date `query:"to" format:"date"`
	Cursor  string     `query:"cursor" maxLength:"200"`
	Limit   int        `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (in logInput) query() upkeep.Query {
	return upkeep.Query{Kind: in.Kind, Subject: in.Subject, Actor: in.Actor, Action: in.Action, From: in.From, To: in.To, Cursor: in.Cursor, Limit: in.Limit}
}

func (h *handlers) log(ctx context.Context, in *logInput) (*of[client.Log], error) {
	page, err := h.Upkeep.Log(ctx, session.PersonID(ctx), in.query())
	if err != nil {
		return nil, err
	}
	return &of[client.Log]{client.Log{Next: page.Next, Items: each(page.Lines, func(l upkeep.Line) client.LogEvent {
		e := client.LogEvent{
			ID: l.ID, At: l.At, Kind: l.Kind, SubjectID: l.SubjectID, Subject: l.Name, Seq: l.Seq, Action: l.Action, Label: l.Label(), ActorID: l.ActorID,
			Actor: l.ActorName, Capacity: l.Capacity, From: l.From, To: l.To, Version: l.Version, Withheld: l.Withheld, Comment: l.Comment, Digest: l.Hash,
		}
		for _, d := range l.Details {
			if e.Details == nil {
				e.Details = map[string]string{}
			}
			e.Details[d.Key] = d.Value
		}
		return e
	})}}, nil
}

func (h *handlers) verifyLog(ctx context.Context, in *struct {
	Kind    string     `query:"kind" maxLength:"50"`
	Subject string     `query:"subject" maxLength:"200" doc:"mã đối tượng; thay cho day"`
	Day     store.Date `query:"day" format:"date" doc:"một ngày; thay cho kind và subject"`
}) (out *of[client.LogVerdict], err error) {
	var v upkeep.Verdict
	if in.Day != "" {
		v, err = h.Upkeep.VerifyDay(ctx, session.PersonID(ctx), in.Day)
	} else {
		v, err = h.Upkeep.VerifyChain(ctx, session.PersonID(ctx), in.Kind, in.Subject)
	}
	if err != nil {
		return nil, err
	}
	verdict := client.LogVerdict{Whole: v.Whole(), Chains: v.Chains, Events: v.Events}
	if f := v.Fault; f != nil {
		verdict.Fault = &client.LogFault{Kind: f.Subject.Kind, SubjectID: f.Subject.ID, Seq: f.Seq, Detail: f.Detail}
	}
	return &of[client.LogVerdict]{verdict}, nil
}

func (h *handlers) refusals(ctx context.Context, in *logInput) (*of[client.AccessRefusals], error) {
	page, err := h.Upkeep.Refused(ctx, session.PersonID(ctx), in.query())
	if err != nil {
		return nil, err
	}
	return &of[client.AccessRefusals]{client.AccessRefusals{Next: page.Next, Items: each(page.Lines, func(r upkeep.Refusal) client.AccessRefusal {
		return client.AccessRefusal{At: r.At, ActorID: r.ActorID, Actor: r.ActorName, Act: r.Act, SubjectID: r.SubjectID, Code: r.Code, Address: r.Address}
	})}}, nil
}

func (h *handlers) certificates(ctx context.Context, _ *none) (*of[client.KeyCertificates], error) {
	c, err := h.Upkeep.Certificates(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[client.KeyCertificates]{client.KeyCertificates{Unopened: c.Unopened, Items: each(c.Held, func(held upkeep.Held) client.KeyCertificate {
		stopped := held.Stopped
		if stopped == nil {
			stopped = []string{}
		}
		return client.KeyCertificate{
			Kind: string(held.Kind), HolderID: held.HolderID, Name: held.Name, Organ: held.Organ, Serial: held.Serial, Issuer: held.Issuer,
			From: held.From, Until: held.Until, State: string(held.Validity), Days: held.Days, Stopped: stopped,
		}
	})}}, nil
}

func (h *handlers) health(ctx context.Context, _ *none) (*of[client.Health], error) {
	found, err := h.Upkeep.Health(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[client.Health]{client.Health{
		At: found.At, Version: found.Version, State: string(found.Worst()), Checks: each(found.Checks, func(c upkeep.Check) client.HealthCheck {
			return client.HealthCheck{ID: c.ID, Label: c.Label(), State: string(c.Condition), Found: c.Found, Advice: c.Advice}
		}),
	}}, nil
}
