package repro

import "math"

// Looks are the numbers of re-runs after which a check by repeats may stop. It
// looks that often at most, so each look is made at alpha/len(Looks): by the
// union bound the chance of any false alarm stays below alpha.
var Looks = []int{3, 5, 8}

// NextLook says after how many re-runs in all to look again, given the
// comparison after made of them; 0 means that the matter is settled, one way
// or the other. The first run alone settles it when everything is within
// tolerance, which cannot raise the false alarms: those need a difference.
//
// The comparison is CompareRepeats' with NoisePolicy.Looks = len(Looks).
func NextLook(c Comparison, made int, alpha float64) int {
	if settled(c, made, alpha) {
		return 0
	}
	for _, look := range Looks {
		if look > made {
			return look
		}
	}
	return 0
}

func settled(c Comparison, made int, alpha float64) bool {
	if c.has(StateMissing) || len(c.Judged()) == 0 {
		return true // more runs do not bring a metric back
	}
	if made < Looks[0] {
		return !c.has(StateOutside, StateUndecided, StateNoise)
	}
	for _, delta := range c.In(StateOutside) {
		switch n := delta.Noise; {
		case n == nil: // not finite: no noise reaches that far
			return true
		case n.Freedom >= 2 && n.Deviation > 0:
			return true
		case n.Freedom >= 2 && (deterministic(c) || chanceOfEqual(n.Originals, n.Repeats) <= alpha):
			return true
		}
	}
	for _, delta := range c.In(StateUndecided) {
		if delta.Noise == nil || delta.Noise.Diverged > 0 {
			return true
		}
	}
	return !c.has(StateOutside, StateUndecided)
}

// deterministic says whether some metric is fine enough to have shown noise,
// and showed none: at least eight significant digits, equal in all re-runs.
// Accuracy on 30 examples is not.
func deterministic(c Comparison) bool {
	for _, delta := range c.Judged() {
		if delta.Noise == nil || delta.Noise.Diverged > 0 || delta.Noise.Repeats < 2 || delta.Noise.Deviation != 0 || !finite(delta.Reproduced) {
			continue
		}
		// Equal to all digits in every repeat: the mean is then the value itself.
		if _, digits := precision(delta.Reproduced); digits >= 8 && math.Abs(delta.Noise.Mean-delta.Reproduced) == 0 {
			return true
		}
	}
	return false
}
