package repro

import (
	"fmt"
	"math"
	"strconv"
)

// A band is a Noise while it is being worked out.
type band struct {
	Noise
	values int     // m + k of what is independent
	centre float64 // mean of the originals
	scale  float64 // sqrt(1/m + 1/k)
	k, m   int     // independent ones
	equal  bool    // all originals are one value and all repeats are one value

	allowed float64 // chance of a false alarm that is left to this look, for this metric
	witness string  // what else is equal in all repeats, and fine; "" for nothing
}

// measure gives means and the pooled standard deviation of originals x and
// repeats y, both not empty and finite. Sums run over differences from the
// first value, so that equal values have a deviation of exactly zero.
func measure(x, y []float64) band {
	meanX, ssX := moments(x)
	meanY, ssY := moments(y)
	b := band{m: len(x), k: len(y), centre: meanX, values: len(x) + len(y)}
	b.Originals, b.Mean, b.Freedom = len(x), meanY, len(x)+len(y)-2
	b.scale = math.Sqrt(1/float64(b.m) + 1/float64(b.k))
	b.equal = allEqual(x) && allEqual(y)
	if b.Freedom > 0 {
		b.Deviation = math.Sqrt((ssX + ssY) / float64(b.Freedom))
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

func allEqual(values []float64) bool {
	for _, v := range values {
		if v != values[0] {
			return false
		}
	}
	return true
}

// test fills in the band, the equivalence test and what would be missed.
func (b *band) test(policy NoisePolicy, tau float64) {
	b.Low, b.High = b.Mean, b.Mean
	b.P = math.NaN()
	a := policy.alpha() / float64(max(policy.Metrics, 1)*b.Selection)
	b.allowed = a
	if policy.Sequential {
		b.allowed *= lookShare(b.Repeats)
	}
	if b.Freedom < 2 || b.Deviation == 0 {
		return
	}
	nu, se := float64(b.Freedom), b.Deviation*b.scale
	b.InDoubt = policy.Sequential && b.k < looks[len(looks)-1].after && math.Abs(b.Mean-b.centre) > studentUpper(math.Min(doubt*a/2, 0.5), nu)*se
	quantile := studentUpper(b.allowed/2, nu)
	d := math.Abs(b.Mean - b.centre)
	b.HalfWidth = quantile * se
	b.Low, b.High = b.Mean-b.HalfWidth, b.Mean+b.HalfWidth
	b.P = 2 * studentTail(d/se, nu)
	// Two one-sided tests: the 1-2·alpha interval lies inside the tolerance.
	// Schuirmann 1987, https://doi.org/10.1007/BF01068419
	b.Equivalent = d+studentUpper(policy.alpha(), nu)*se <= tau
	b.Detectable = b.Deviation * detectable(quantile, b.scale, tau/b.Deviation, nu)
	b.Inflation = expectedMaximum(b.Selection) * b.Deviation
}

// decide is steps b to f.
func (b *band) decide(delta Delta, policy NoisePolicy, tau, original float64) Delta {
	note := func(format string, args ...any) { delta.Notes = append(delta.Notes, fmt.Sprintf(format, args...)) }
	switch {
	case delta.State == StateIdentical && b.equal:
		return delta
	case delta.State == StateIdentical: // its siblings are elsewhere
		delta.State = StateWithin
		note("the original's sibling runs differ from it")
		return delta
	case delta.State == StateWithin || delta.State == StateRounded:
		if b.Equivalent {
			note("equivalence shown: the difference of the means lies within the tolerance")
		}
		return delta
	case b.Freedom < 2:
		note("outside in some re-run, and %s too few to measure noise", counted(b.values, "independent run is", "independent runs are"))
		return delta
	case b.Deviation == 0:
		chance := chanceOfEqual(b.m, b.k)
		by := strconv.FormatFloat(chance, 'f', 3, 64)
		switch {
		case b.witness != "":
			note("deterministic here: %d equal re-runs, and %s is equal to the last digit in all of them", b.k, b.witness)
		case chance <= b.allowed:
			note("%d equal re-runs; noise alone would give them and this original with probability at most %s", b.k, by)
		default:
			delta.State = StateUndecided
			note("%d equal re-runs, as noise alone gives with probability up to %s, and nothing finer was logged that is equal too", b.k, by)
		}
		return delta
	}
	if b.Selection > 1 {
		note("the original was the best of %d; selection alone explains about %s", b.Selection, strconv.FormatFloat(b.Inflation, 'g', 2, 64))
	}
	low, high := formatBand(b.Low, b.High)
	switch {
	case math.Abs(b.Mean-b.centre) > math.Max(b.HalfWidth, tau):
		note("outside the range expected from %s (%s to %s)", counted(b.Repeats, "re-run", "re-runs"), low, high)
	case b.HalfWidth <= policy.maxNoise()*math.Abs(b.centre):
		delta.State = StateNoise
		note("inside the range expected from %s (%s to %s)", counted(b.Repeats, "re-run", "re-runs"), low, high)
	default:
		delta.State = StateUndecided
		note("%s give an expected range of %s to %s, wider than the %s %% that count as the same",
			counted(b.Repeats, "re-run", "re-runs"), low, high, strconv.FormatFloat(100*policy.maxNoise(), 'g', 3, 64))
	}
	return delta
}

// formatBand writes both ends with as many decimals as the width needs.
func formatBand(low, high float64) (string, string) {
	places := decimalsFor(high - low)
	return strconv.FormatFloat(low, 'f', places, 64), strconv.FormatFloat(high, 'f', places, 64)
}
