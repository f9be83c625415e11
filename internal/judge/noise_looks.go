package judge

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A check by repeats looks at the numbers after 3, after 5 and after all
// re-runs, and stops at the first look that decides. Two errors are shared out
// over the looks:
//
//   - alpha: to call an honest original drifted. The share spent by look k of K
//     is (k/K)^1.5 of all, so most is kept for the last, where it buys most.
//   - one in five: to call a material shift reproduced. By look k (k/K)^0.4 is
//     spent, so most goes to the first look, where it saves most trainings.
//
// These are the power family of spending functions (Kim and DeMets 1987,
// https://doi.org/10.1093/biomet/74.1.149). By the last look all is spent,
// whatever K is. Shares of one look bound its own error; since looks share
// their runs and those that stop early make no error later, shares that add up
// to more than the whole still keep the whole. budgets says to how much, found
// by simulation: TestErrorBudgets holds the procedure against it, for normal,
// t(3), lognormal, Poisson and counting noise, and TestAlarmsOfChecks for several
// metrics, each of which has its part of alpha.
const (
	alphaPower = 1.5
	missPower  = 0.4
	missed     = 0.2 // of material shifts are called reproduced, at most
)

// budgets by the number of looks: what the shares of alpha and of missed add up
// to, for noise that forSkewed has made of any other.
var budgets = []struct{ alpha, missed float64 }{
	{1, 1},
	{1.25, 1.25},
	{1.35, 1.45},
}

// looks are the numbers of re-runs after which a check of last re-runs looks.
func looks(last int) []int {
	var at []int
	for _, k := range []int{3, 5} {
		if k < last {
			at = append(at, k)
		}
	}
	return append(at, last)
}

// AutoRepeats is how many re-runs a check makes at most where nobody says: a
// single original needs all eight to see a change, several see as much with
// five. Most checks end after three.
func AutoRepeats(originals int) int {
	if originals >= 3 {
		return 5
	}
	return 8
}

// A look is one of them with its errors.
type look struct {
	made  int
	alpha float64 // chance of an alarm that this look may spend
	miss  float64 // chance of missing a material shift that this look may spend
	equal float64 // what equal re-runs may be by chance: whole at the last look, as they were equal at all
}

// schedule gives the looks from made re-runs on, the current one first. alpha
// is what this metric has for all of them; a selection divides it. One look is
// all there is where last is 0.
func schedule(originals, made, last, selection int, alpha float64) []look {
	at := []int{made}
	if last > 0 {
		last = max(last, made)
		at = looks(last)
	} else {
		last = made
	}
	budget, each := budgets[len(at)-1], alpha/float64(selection)
	var ahead []look
	spentAlpha, spentMiss := 0.0, 0.0
	for _, k := range at {
		part := float64(k) / float64(last)
		byAlpha, byMiss := math.Pow(part, alphaPower), math.Pow(part, missPower)
		total := 1 + (budget.alpha-1)*(1-skewness(originals, k)) // a skewed draw is outside at every look
		l := look{made: k, alpha: each * total * (byAlpha - spentAlpha), miss: missed * budget.missed * (byMiss - spentMiss)}
		if l.equal = l.alpha; k == last {
			l.equal = each
		}
		l.alpha *= forSkewed(alpha, originals, k)
		spentAlpha, spentMiss = byAlpha, byMiss
		if k >= made {
			ahead = append(ahead, l)
		}
	}
	return ahead
}

// futile is the chance of a decision below which no further training is made.
const futile = 0.15

// NextLook says after how many re-runs in all to look again, given the
// comparison after made of them; 0 means that the matter is settled, or that no
// further look is likely to settle it. The first run alone settles it when
// everything is within tolerance, which cannot raise the false alarms: those
// need a difference. last is the number of re-runs that may be made.
func NextLook(c repro.Comparison, made, last int) int { return nextLook(c, made, last, futile) }

func nextLook(c repro.Comparison, made, last int, futile float64) int {
	if made >= last || settled(c, made, futile) {
		return 0
	}
	for _, k := range looks(last) {
		if k > made {
			return k
		}
	}
	return 0
}

func settled(c repro.Comparison, made int, futile float64) bool {
	switch {
	case hasState(c, repro.StateMissing) || len(c.Judged()) == 0:
		return true // more runs do not bring a metric back
	case made == 1 && !measured(c):
		return !hasState(c, repro.StateOutside, repro.StateUndecided)
	}
	for _, delta := range c.In(repro.StateOutside) {
		if delta.Noise == nil || delta.Noise.Freedom >= 2 {
			return true // so far off that no noise explains it, or not finite
		}
	}
	open := append(c.In(repro.StateUndecided), c.In(repro.StateOutside)...)
	drifts, holds := 0.0, 1.0
	for _, delta := range open {
		if delta.Noise == nil || delta.Noise.Diverged > 0 {
			return true
		}
		drifts, holds = math.Max(drifts, delta.Noise.MayDrift), math.Min(holds, delta.Noise.MayHold)
	}
	return len(open) == 0 || drifts+holds < futile
}

// measured says whether siblings gave the first re-run a noise to be held
// against.
func measured(c repro.Comparison) bool {
	for _, delta := range c.Judged() {
		if delta.Noise != nil && delta.Noise.Freedom >= 2 {
			return true
		}
	}
	return false
}
