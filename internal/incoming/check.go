package incoming

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// None is the verdict over what bears no digital signature: paper, or a scan of paper.
const None = "none"

// VerdictLabels are the verdicts as a person reads them.
var VerdictLabels = map[string]string{
	None: "Không có chữ ký số", string(signature.Valid): signature.Valid.Label(), string(signature.Invalid): signature.Invalid.Label(),
	string(signature.Unknown): signature.Unknown.Label(), "": "Chưa kiểm tra",
}

// checked is what a look at a file found.
type checked struct {
	Verdict string
	Report  signature.Report
	Pages   int
}

// wholeLimit is how long a file is held in memory to be judged; a longer one is looked through for signatures, and who finds
// one is told that it could not be judged. A scan of 300 pages in colour stays below it.
const wholeLimit = 192 << 20

// checks remembers what was found about files by their hash, and lets few big files into memory at once: one document goes
// to thousands of organs, whose văn thư register it in the same hour.
type checks struct {
	room  chan struct{}
	mutex sync.Mutex
	known map[string]remembered
}

type remembered struct {
	checked
	until time.Time
}

const (
	rememberFor  = 10 * time.Minute
	rememberMost = 256
)

func newChecks() *checks {
	return &checks{room: make(chan struct{}, 2), known: map[string]remembered{}}
}

func (c *checks) find(sha string) (checked, bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	r, ok := c.known[sha]
	return r.checked, ok && time.Now().Before(r.until)
}

func (c *checks) keep(sha string, found checked) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.known) >= rememberMost {
		clear(c.known)
	}
	c.known[sha] = remembered{found, time.Now().Add(rememberFor)}
}

// inspect judges a stored file: how many pages it has and whether its signatures hold (NĐ 30/2020 Art. 21; domain: checking on
// receipt). It runs outside every transaction. What cannot be read is a verdict, never an error.
func (s *Service) inspect(ctx context.Context, sha string) (checked, error) {
	if found, ok := s.checks.find(sha); ok {
		return found, nil
	}
	select {
	case s.checks.room <- struct{}{}:
		defer func() { <-s.checks.room }()
	case <-ctx.Done():
		return checked{}, ctx.Err()
	}
	if found, ok := s.checks.find(sha); ok { // somebody judged it while this one waited
		return found, nil
	}
	found, err := s.look(ctx, sha)
	if err == nil {
		s.checks.keep(sha, found)
	}
	return found, err
}

func (s *Service) look(ctx context.Context, sha string) (found checked, err error) {
	reader, info, err := s.Blobs.Open(ctx, sha)
	if err != nil {
		return checked{}, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	if info.Size > wholeLimit {
		return throughStream(reader)
	}
	content := make([]byte, info.Size)
	if _, err := io.ReadFull(reader, content); err != nil {
		return checked{}, err
	}
	return s.judgeFile(content), nil
}

// judgeFile judges a whole file in memory.
func (s *Service) judgeFile(content []byte) checked {
	if !bytes.HasPrefix(content, []byte("%PDF-")) {
		return checked{Verdict: None, Report: empty("Tệp không phải PDF, không có chữ ký số để kiểm tra.")}
	}
	found := checked{}
	if file, err := pdf.Open(content); err == nil {
		found.Pages = file.Pages()
	}
	options := signature.VerifyOptions{}
	if s.Keys != nil {
		options.Roots = s.Keys.Roots()
	}
	found.Report = signature.Verify(content, options)
	found.Verdict = string(found.Report.Verdict)
	if len(found.Report.Signatures) == 0 && found.Report.Verdict == signature.Unknown {
		found.Verdict = None // nothing is claimed, so nothing is in doubt
	}
	return found
}

// throughStream looks a file through that is too long to be judged: only signature dictionaries have the key /ByteRange.
func throughStream(r io.Reader) (checked, error) {
	mark := []byte("/ByteRange")
	piece := make([]byte, 1<<20)
	kept := 0
	for {
		n, err := io.ReadFull(r, piece[kept:])
		if bytes.Contains(piece[:kept+n], mark) {
			return checked{Verdict: string(signature.Unknown), Report: empty("Tệp quá lớn nên hệ thống chưa kiểm tra được chữ ký số trong tệp.")}, nil
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return checked{Verdict: None, Report: empty("Tệp không có chữ ký số.")}, nil
		}
		if err != nil {
			return checked{}, err
		}
		kept = copy(piece, piece[kept+n-len(mark)+1:kept+n])
	}
}

func empty(reason string) signature.Report {
	return signature.Report{Verdict: signature.Unknown, Signatures: []signature.SignatureReport{}, Reasons: []string{reason}}
}

// checkBefore judges the signed file of an arrival from inside before it is registered, for who may register it; nil where
// there is none to judge. Everything else was judged when it was uploaded.
func (s *Service) checkBefore(ctx context.Context, a authz.Actor, at At) (*checked, error) {
	sha := ""
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, a, at.ID)
		if err != nil {
			return err
		}
		if err := s.allow(f, authz.IncomingRegister); err != nil || f.arrival.State != Waiting || f.arrival.DocumentID == "" {
			return err
		}
		d, err := document.Load(tx, f.arrival.DocumentID)
		sha = d.Sealed
		return err
	})
	if err != nil || sha == "" {
		return nil, err
	}
	found, err := s.inspect(ctx, sha)
	if refused := new(fault.Fault); errors.As(err, &refused) && refused.Code == blob.ErrMissing.Code {
		return &checked{Verdict: string(signature.Unknown), Report: empty("Không tìm thấy nội dung tệp trong kho lưu trữ.")}, nil
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}
