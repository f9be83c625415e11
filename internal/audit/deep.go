package audit

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// filesAtOnce is how many versions have their models' files read at once: as many
// requests as a server keeps connections for.
const filesAtOnce = 8

// allModelFiles reads the models' own files of many versions. What each says is the same
// as one after the other, as none depends on another.
func (a *Auditor) allModelFiles(ctx context.Context, all []*auditFacts) error {
	failed := make([]error, len(all))
	var next atomic.Int64
	var readers sync.WaitGroup
	for range min(filesAtOnce, len(all)) {
		readers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if all[i].trained {
					failed[i] = a.modelFiles(ctx, all[i])
				}
			}
		})
	}
	readers.Wait()
	for i, err := range failed {
		if err != nil {
			return fmt.Errorf("audit %s: %w", all[i].version.Label(), err)
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("audit: %w", context.Cause(ctx))
	}
	return nil
}
