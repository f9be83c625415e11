package repro

// A look is one of the moments at which a check by repeats may stop.
type look struct {
	after int     // re-runs made
	share float64 // of alpha, spent on calling it drifted here
}

// looks share alpha out: by the union bound the chance that an honest original
// is ever called drifted stays below alpha, whatever the looks have in common.
// Most of it is kept for the last one, where it buys most.
var looks = []look{{3, 0.2}, {5, 0.2}, {8, 0.6}}

// doubt is how many times alpha a p-value may be and still ask for another
// look: a result that is neither far outside the band nor well inside it. It
// costs runs and no false alarms, since stopping early for noise only ever
// forgoes one.
const doubt = 6

// lookShare gives the share of alpha for a look after so many re-runs.
func lookShare(made int) float64 {
	for _, l := range looks {
		if made <= l.after {
			return l.share
		}
	}
	return looks[len(looks)-1].share
}

// NextLook says after how many re-runs in all to look again, given the
// comparison after made of them; 0 means that the matter is settled, one way
// or the other. The first run alone settles it when everything is within
// tolerance, which cannot raise the false alarms: those need a difference.
// After eight runs there is no further look.
//
// The comparison is CompareRepeats' with NoisePolicy.Sequential.
func NextLook(c Comparison, made int) int {
	if settled(c, made) {
		return 0
	}
	for _, l := range looks {
		if l.after > made {
			return l.after
		}
	}
	return 0
}

func settled(c Comparison, made int) bool {
	if c.has(StateMissing) || len(c.Judged()) == 0 {
		return true // more runs do not bring a metric back
	}
	if made < looks[0].after {
		return !c.has(StateOutside, StateUndecided, StateNoise)
	}
	for _, delta := range c.In(StateOutside) {
		switch n := delta.Noise; {
		case n == nil: // not finite: no noise reaches that far
			return true
		case n.Freedom >= 2:
			return true
		}
	}
	for _, delta := range c.In(StateUndecided) {
		if delta.Noise == nil || delta.Noise.Diverged > 0 {
			return true
		}
	}
	for _, delta := range c.In(StateNoise) {
		if delta.Noise.InDoubt {
			return false
		}
	}
	return !c.has(StateOutside, StateUndecided)
}
