package nextstep

import (
	"fmt"
	"math"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// mostMaterial is up to how many percent of the original a shift is offered as one that does not
// matter: of a larger one somebody has to think, and no line to paste is given.
const mostMaterial = 20

// material says, of metrics that vary too much to tell the shift that matters, which shift these
// runs can tell: neither further runs of the original nor of the check would, so each of the two
// commands would only name the other. nil where one may, or it would be a large one.
func material(r repro.Result) (specs []string) {
	if r.Reason != repro.NoiseTooLarge {
		return nil
	}
	for _, delta := range r.Comparison.In(repro.StateUndecided) {
		if delta.Noise == nil {
			return nil
		}
		share := math.Ceil(100 * delta.Noise.ShiftBound / math.Abs(delta.Original))
		if !(share > 0 && share <= mostMaterial) {
			return nil
		}
		specs = append(specs, fmt.Sprintf("%s: %.0f%%", delta.Name, share))
	}
	return specs
}
