package task

import (
	"context"
	"io"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Evidence opens the file that was given with a report, for whoever may see the task. The caller closes it.
func (s *Service) Evidence(ctx context.Context, a authz.Actor, id string) (r io.ReadSeekCloser, name, sha256 string, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		d, err := s.open(tx, a, id)
		name, sha256 = d.task.EvidenceName, d.task.EvidenceBlob
		if err == nil && sha256 == "" {
			err = fault.New(fault.NotFound, "EVIDENCE_NOT_FOUND", "Nhiệm vụ này không có tệp minh chứng.")
		}
		return err
	})
	if err != nil {
		return nil, "", "", s.refused(ctx, a, authz.TaskRead, id, err)
	}
	r, _, err = s.blobs.Open(ctx, sha256)
	return r, name, sha256, err
}
