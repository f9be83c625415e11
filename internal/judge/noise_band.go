package judge

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/judge/distribution"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A band is a Noise while it is being worked out.
type band struct {
	repro.Noise
	values int     // m + k of what is independent
	scale  float64 // sqrt(1/m + 1/k)
	step   float64 // the smallest difference between two values
	k, m   int     // independent ones
	equal  bool    // all originals are one value and all repeats are one value
	others float64 // the standard deviation without the registered run
	mates  float64 // the mean of the registered run's siblings
	lost   int     // originals that have the metric and no finite value of it

	alpha   float64 // of all looks at this metric
	unspent bool    // re-runs were allowed that were not made

	chance  float64 // that this look allows for equal re-runs to be noise
	witness string  // what else is equal in all repeats, and fine; "" for nothing
}

// measure gives means and the pooled standard deviation of originals x, the registered one first, and
// repeats y, both not empty and finite. Sums run over differences from the
// first value, so that equal values have a deviation of exactly zero.
func measure(x, y []float64) band {
	meanX, ssX := moments(x)
	meanY, ssY := moments(y)
	b := band{m: len(x), k: len(y), values: len(x) + len(y)}
	b.Originals, b.Mean, b.Centre, b.Freedom = len(x), meanY, meanX, len(x)+len(y)-2
	b.scale = math.Sqrt(1/float64(b.m) + 1/float64(b.k))
	b.equal = allEqual(x) && allEqual(y)
	if b.Freedom > 0 {
		b.Deviation = math.Sqrt((ssX + ssY) / float64(b.Freedom))
	}
	if len(x) > 1 && b.Freedom > 1 {
		mates, rest := moments(x[1:])
		b.mates = mates
		b.others = math.Sqrt((rest + ssY) / float64(b.Freedom-1))
	}
	b.step = smallestStep(x, y)
	// A metric whose steps are wider than its noise looks calmer than it is:
	// what its rounding hid is added, as Sheppard's correction has it.
	if b.step > 1.5*b.Deviation && b.Deviation > 0 {
		b.Deviation = math.Sqrt(b.Deviation*b.Deviation + b.step*b.step/12)
	}
	return b
}

// moments gives the mean and the sum of squared deviations from it.
func moments(values []float64) (mean, squares float64) {
	shift := 0.0
	for _, v := range values {
		shift += (v - values[0]) / float64(len(values))
	}
	for _, v := range values {
		deviation := v - values[0] - shift
		squares += deviation * deviation
	}
	return values[0] + shift, squares
}

// smallestStep is the smallest difference between two of the values that is
// more than their rounding.
func smallestStep(x, y []float64) float64 {
	all := slices.Concat(x, y)
	order.Numbers(all)
	rounding := 1e-9 * math.Max(math.Abs(all[0]), math.Abs(all[len(all)-1]))
	step := 0.0
	for i := 1; i < len(all); i++ {
		if d := all[i] - all[i-1]; d > rounding && (step == 0 || d < step) {
			step = d
		}
	}
	return step
}

func allEqual(values []float64) bool {
	for _, v := range values {
		if v != values[0] {
			return false
		}
	}
	return true
}

// reach is how far a mean may be from the original, up and down, both positive.
type reach struct{ up, down float64 }

func (r reach) towards(d float64) float64 {
	if d < 0 {
		return r.down
	}
	return r.up
}

// covers says whether everything from low to high is within reach.
func (r reach) covers(low, high float64) bool { return high <= r.up && low >= -r.down }

// test fills in the band, the equivalence test, the shift that would have been
// seen, and how likely a later look is to decide.
func (b *band) test(policy NoisePolicy, tolerated, material reach) {
	b.Low, b.High = b.Mean, b.Mean
	b.P = math.NaN()
	d := b.Mean - b.Centre
	b.Material = material.towards(d)
	b.Inflation = distribution.ExpectedMaximum(b.Selection) * b.Deviation
	b.alpha = policy.alpha() / float64(max(policy.Metrics, 1))
	ahead := schedule(b.m, b.k, policy.last(b.Repeats-b.k), b.Selection, b.alpha)
	b.unspent = len(ahead) > 1
	now := ahead[0]
	b.Level, b.Power, b.chance = 1-now.alpha, 1-now.miss, now.equal
	if b.Freedom < 2 {
		b.MayDrift = 1 // nothing is known yet
		return
	}
	if b.Deviation == 0 {
		b.foresee(ahead, d, material)
		return
	}
	nu, se := float64(b.Freedom), b.Deviation*b.scale
	b.HalfWidth = distribution.StudentUpper(now.alpha/2, nu) * se
	b.Low, b.High = b.Mean-b.HalfWidth, b.Mean+b.HalfWidth
	b.P = 2 * distribution.StudentTail(math.Abs(d)/se, nu)
	// Two one-sided tests: the 1-2·alpha interval lies inside the tolerance.
	// Schuirmann 1987, https://doi.org/10.1007/BF01068419
	far := distribution.StudentUpper(policy.alpha(), nu) * se
	b.Equivalent = tolerated.covers(d-far, d+far)
	// The same with the power that is asked for, against what matters.
	b.ShiftBound = math.Abs(d) + distribution.StudentUpper(now.miss, nu)*se
	if material.up == math.Inf(1) || material.down == math.Inf(1) {
		b.ShiftBound = math.Inf(1)
	}
	b.foresee(ahead, d, material)
}

// holds says whether the true shift is below what matters, with this look's
// confidence: the one-sided bounds of the shift lie inside what does not matter.
func (b *band) holds(material reach) bool {
	far := distribution.StudentUpper(1-b.Power, float64(b.Freedom)) * b.Deviation * b.scale
	d := b.Mean - b.Centre
	return material.covers(d-far, d+far)
}

// apart says whether the registered run is unlike its siblings and none that these
// re-runs could have been: one more run would lie as far from either as seldom as one
// in twenty, going by what the others vary (an externally studentized residual). Its
// siblings then do not speak for it, wherever their own mean lies. The level is not
// widened for skewed noise, as the range is: what is doubted here ends unverified.
func (b *band) apart(registered float64) bool {
	if b.m < 2 || b.Freedom < 2 {
		return false
	}
	far := distribution.StudentUpper(b.alpha/2, float64(b.Freedom-1)) * b.others
	return math.Abs(registered-b.Mean) > far*math.Sqrt(1+1/float64(b.k)) &&
		math.Abs(registered-b.mates) > far*math.Sqrt(1+1/float64(b.m-1))
}

// decide is steps b to f.
func (b *band) decide(delta repro.Delta, tolerated, material reach) repro.Delta {
	note := func(format string, args ...any) { delta.Notes = append(delta.Notes, fmt.Sprintf(format, args...)) }
	d := b.Mean - b.Centre
	switch {
	case delta.State == repro.StateIdentical && b.equal:
		return delta
	case delta.State == repro.StateIdentical: // its siblings are elsewhere
		delta.State = repro.StateWithin
		note("the original's sibling runs differ from it")
		return delta
	case delta.State == repro.StateWithin || delta.State == repro.StateRounded:
		if b.Equivalent {
			note("equivalence shown: the difference of the means lies within the tolerance")
		}
		return delta
	case b.Freedom < 2:
		note("outside its tolerance in at least one re-run, and %s too few to measure noise", wording.Count(b.values, "independent run is", "independent runs are"))
		return delta
	case b.Deviation == 0:
		return b.decideEqual(delta)
	case b.Equivalent && tolerated.covers(b.Mean-delta.Original, b.Mean-delta.Original):
		delta.State = repro.StateWithin
		note("the mean of %s is within the tolerance, which shows equivalence, though at least one re-run is outside", wording.Count(b.Repeats, "re-run", "re-runs"))
		return delta
	}
	if b.Selection > 1 {
		note("the original was the best of %d; selection alone explains about %s", b.Selection, strconv.FormatFloat(b.Inflation, 'g', 2, 64))
	}
	from := rangeWords(b.Noise)
	switch {
	case math.Abs(d) > math.Max(b.HalfWidth, tolerated.towards(d)):
		note("outside %s", from)
	case b.apart(delta.Original):
		delta.State = repro.StateUndecided
		note("the registered run itself is further from the re-runs than one run is by noise, so its siblings do not speak for it")
	case b.lost > 0:
		delta.State = repro.StateUndecided
		note("unstable: %s not finite", wording.Count(b.lost, "original is", "originals are"))
	case b.holds(material):
		delta.State = repro.StateNoise
		note("inside %s", from)
	default:
		delta.State = repro.StateUndecided
		b.lookAhead(material)
		note("consistent with the original: inside %s, but %s", from, b.shortfall())
	}
	return delta
}

// decideEqual is step d: re-runs that are all equal, and not the original's.
func (b *band) decideEqual(delta repro.Delta) repro.Delta {
	chance := distribution.ChanceOfEqual(b.m, b.k)
	by := atMost(chance)
	text := fmt.Sprintf("%d equal re-runs that differ from the original; if nothing had changed, the probability of this would be at most %s", b.k, by)
	switch {
	case b.witness != "" && b.k == 1 && b.m > 1:
		text = fmt.Sprintf("all %d originals that are known gave one value, and %s is equal to the last digit in all of them", b.m, b.witness)
	case b.k == 1 && b.m > 1 && chance > b.chance:
		delta.State = repro.StateUndecided
		text = fmt.Sprintf("%d equal originals and a re-run with another value; noise alone gives this with probability up to %s, and no metric with more digits is equal in all of them", b.m, by)
	case b.witness != "" && b.k > 1:
		text = fmt.Sprintf("deterministic here: %d equal re-runs, and %s is equal to the last digit in all of them", b.k, b.witness)
	case chance > b.chance:
		delta.State = repro.StateUndecided
		text = fmt.Sprintf("%d equal re-runs; noise alone gives this with probability up to %s, and no metric with more digits is equal in all of them", b.k, by)
	}
	delta.Notes = append(delta.Notes, text)
	return delta
}
