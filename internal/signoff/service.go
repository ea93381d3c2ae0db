package signoff

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"sync"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// Service is the desk of trình ký: the only way to a document for a person.
type Service struct {
	store      *store.Store
	policy     *authz.Policy
	blobs      blob.Store
	keys       *signature.Keys
	chains     *Chains
	officeDate func() store.Date
	log        *slog.Logger
	parsed     sync.Map // version → *Chain, of chains that only old documents still use
	turns      *turns
}

// Config is what a Service stands on. OfficeDate is the date by which directory, mandates, terms and closed organs are
// looked up, and that a document bears; the audit log, jobs and signatures keep the real clock.
type Config struct {
	Store      *store.Store
	Policy     *authz.Policy
	Blobs      blob.Store
	Keys       *signature.Keys
	Chains     *Chains
	OfficeDate func() store.Date
	Log        *slog.Logger
}

// New makes a Service; a chain whose act nobody may do is refused.
func New(c Config) (*Service, error) {
	if err := c.Chains.grantedBy(c.Policy); err != nil {
		return nil, err
	}
	return &Service{
		store: c.Store, policy: c.Policy, blobs: c.Blobs, keys: c.Keys, chains: c.Chains, officeDate: c.OfficeDate, log: c.Log,
		turns: newTurns(max(2, runtime.GOMAXPROCS(0))),
	}, nil
}

// chainOf is the chain that a document started with, whatever the files say today.
func (s *Service) chainOf(tx *store.Tx, d document.Document) (*Chain, error) {
	if c := s.chains.byID[d.ChainID]; c != nil && c.Version == d.ChainVersion {
		return c, nil
	}
	if c, ok := s.parsed.Load(d.ChainVersion); ok {
		return c.(*Chain), nil
	}
	source, err := keptChain(tx, d.ChainVersion)
	if err != nil {
		return nil, err
	}
	c, err := ParseChain(source)
	if err != nil {
		return nil, err
	}
	c.lendAfterIssue(s.chains.byID[d.ChainID])
	s.parsed.Store(d.ChainVersion, c)
	return c, nil
}

// errForbidden is for an act on a document that the person may see.
var errForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền thực hiện việc này với văn bản.")

// refused writes a refusal into the access log and gives it back; any other error passes as it is.
func (s *Service) refused(ctx context.Context, personID, act, documentID string, err error) error {
	return audit.Denied(ctx, s.store, audit.Refusal{ActorID: personID, Act: act, SubjectID: documentID}, err)
}

func lower(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
