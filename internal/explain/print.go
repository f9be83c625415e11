package explain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// printOf is a digest of the judged metrics, and of the whole curves by which trials are ended
// early: two trainings whose beginning and end are equal by chance have others between. It is
// "" where re-runs made the metrics, or where all of them count decisions, so that equal ones
// may be chance.
func (s *Search) printOf(ctx context.Context, result repro.Result) string {
	if len(result.Repeats) > 0 {
		return ""
	}
	var lines []string
	fine := false
	for _, delta := range result.Comparison.Deltas {
		if delta.State == repro.StateIgnored || delta.Lacking() {
			continue
		}
		v := delta.Reproduced
		fine = fine || !judge.Coarse(delta.Name, v)
		lines = append(lines, strconv.Quote(delta.Name)+" "+strconv.FormatFloat(v, 'g', -1, 64))
	}
	for _, name := range s.printed {
		digest, err := s.Flow.CurvePrint(ctx, result.Reproduction, name)
		if err != nil {
			return "" // nothing is known to be equal to it
		}
		lines = append(lines, strconv.Quote(name)+" curve "+digest)
	}
	if !fine {
		return ""
	}
	order.Stable(lines, strings.Compare)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:8])
}
