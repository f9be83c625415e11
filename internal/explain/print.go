package explain

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// printOf is a digest of the judged metrics; "" where re-runs made them, or where all of
// them count decisions, so that equal ones may be chance.
func printOf(result repro.Result) string {
	if len(result.Repeats) > 0 {
		return ""
	}
	return printWith(result, func(delta repro.Delta) float64 { return delta.Reproduced })
}

// printOfOriginal is that of the original's metrics: a training that gives the same to the
// last bit has it.
func printOfOriginal(result repro.Result) string {
	return printWith(result, func(delta repro.Delta) float64 { return delta.Original })
}

func printWith(result repro.Result, value func(repro.Delta) float64) string {
	var lines []string
	fine := false
	for _, delta := range result.Comparison.Deltas {
		if delta.State == repro.StateIgnored || delta.Lacking() {
			continue
		}
		v := value(delta)
		fine = fine || !judge.Coarse(delta.Name, v)
		lines = append(lines, strconv.Quote(delta.Name)+" "+strconv.FormatFloat(v, 'g', -1, 64))
	}
	if !fine {
		return ""
	}
	order.Stable(lines, strings.Compare)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:8])
}
