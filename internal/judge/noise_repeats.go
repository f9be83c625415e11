package judge

import (
	"fmt"
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Sample is one run's metrics, and the seed it ran with.
type Sample struct {
	Metrics repro.Metrics
	Seed    string                      // "" is unknown, and equal to no other
	Curves  map[string]repro.CurvePrint // histories, where they were read
}

// A NoisePolicy says how much error is accepted. The zero value is alpha 0.05,
// no selection, one look.
type NoisePolicy struct {
	Alpha     float64 // chance of calling an honest original drifted, over all metrics; 0 is 0.05
	Selection int     // N: the original is the best of so many runs; 0 is 1
	Metrics   int     // M: metrics judged together; 0 counts them
	Last      int     // re-runs that may be made, where this is one of NextLook's looks; 0: one look
}

func (p NoisePolicy) alpha() float64 {
	if p.Alpha == 0 {
		return 0.05
	}
	return p.Alpha
}

// last is Last where so many re-runs tell nothing of their own.
func (p NoisePolicy) last(locked int) int { return max(p.Last-locked, 0) }

// CheckRepeats refuses what could not be evaluated: with one original and two
// repeats the band is 15.6 standard deviations wide, which nothing leaves.
func CheckRepeats(originals, repeats int) error {
	switch {
	case originals < 1 || repeats < 1:
		return &ToleranceError{option: "repeats", Fault: fmt.Sprintf("%d originals and %d repeats; at least one of each is needed", originals, repeats)}
	case originals == 1 && repeats == 2:
		return &ToleranceError{option: "repeats", Fault: "2 repeats of 1 original say nothing about noise; use 1, or at least 3 (5 is better)"}
	}
	return nil
}

// CompareRepeats compares like Compare, with what several runs say about the
// noise between them. originals holds the registered run first, then its
// siblings: runs with the same params, commit and data. repeats holds the
// reproductions in the order they were made. Each metric is decided by the
// first of these that holds; x are originals, y repeats, nu = m+k-2, s the
// pooled standard deviation, d = mean(y) - mean(x), se = s·sqrt(1/m + 1/k),
// h = t(1 - a/2, nu)·se with a this look's share of alpha / (metrics ·
// selection), g = t(1 - b, nu)·se with b its share of one in five, tau what the
// tolerance allows, and M the largest shift that does not matter:
//
//	a  a repeat is not finite, the original is       undecided
//	b  all values equal                              identical
//	   every repeat within tolerance of the original within
//	c  nu < 2                                        outside: noise unknown
//	d  s = 0, and a finer quantity is equal too      outside: deterministic
//	   s = 0 otherwise                               undecided, unless chance is excluded
//	e  |d| + t(1 - alpha, nu)·se <= tau              within: the means are equivalent
//	f  |d| > max(h, tau)                             outside
//	   the registered run is none of them            undecided: its siblings do not speak for it
//	   a sibling is not finite                       undecided
//	g  |d| + g <= max(M, tau)                        noise
//	   otherwise                                     undecided: a shift that matters may hide
//
// In f, an honest original is called outside with probability at most alpha
// over all looks. In g, |d| + g is an upper bound of the true shift, so one of M
// or more passes at most one time in five over all looks. noise_looks.go has
// the shares. For one original, mean(y) ± h is the prediction interval for one
// further run (Hahn and Meeker, Statistical Intervals, 4.7); dividing alpha is
// Bonferroni's. A delta of several repeats shows the one furthest from the
// original, or their mean where that decides.
func CompareRepeats(originals, repeats []Sample, policy repro.MetricPolicy, noise NoisePolicy) (repro.Comparison, error) {
	if err := CheckRepeats(len(originals), len(repeats)); err != nil {
		return repro.Comparison{}, err
	}
	registered := originals[0].Metrics
	c, err := Compare(registered, repeats[0].Metrics, policy)
	if err != nil || len(originals) == 1 && len(repeats) == 1 {
		return c, err
	}
	repeats = slices.Clone(repeats)
	for i := range repeats {
		repeats[i].Metrics, _ = renamed(repeats[i].Metrics, registered, policy.Map)
	}
	if noise.Metrics == 0 {
		noise.Metrics = len(c.Judged())
	}
	rules, err := readPolicy(policy)
	if err != nil {
		return repro.Comparison{}, err
	}
	independent, _ := unlocked(originals[0].Seed, repeats)
	witness := fineWitness(originals[0], independent, rules)
	if len(independent) == 1 { // the other way round: what shows that the originals are one training over and over
		witness = fineWitness(independent[0], originals, rules)
	}
	for i := range c.Deltas {
		delta := &c.Deltas[i]
		if !slices.Contains([]repro.State{repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateOutside, repro.StateMissing}, delta.State) {
			continue
		}
		r, _, err := rules.rule(delta.Name)
		if err != nil {
			return repro.Comparison{}, err
		}
		matters, err := rules.matters(delta.Name)
		if err != nil {
			return repro.Comparison{}, err
		}
		*delta = r.repeated(*delta, originals, repeats, noise, matters, witness)
	}
	hintExamples(c.Deltas, registered)
	return c, nil
}

// repeated judges one metric over all repeats.
func (r rule) repeated(delta repro.Delta, originals, repeats []Sample, policy NoisePolicy, matters rule, witness string) repro.Delta {
	var y []float64
	for i, repeat := range repeats {
		v, found := repeat.Metrics.Get(delta.Name)
		if !found {
			delta.State = repro.StateMissing
			delta.Notes = append(delta.Notes, fmt.Sprintf("re-run %d of %d does not have it", i+1, len(repeats)))
			return delta
		}
		y = append(y, v)
	}
	original := delta.Original
	delta = r.worst(delta, y)
	if !decimal.Finite(original) {
		return delta
	}
	if diverged := count(y, func(v float64) bool { return !decimal.Finite(v) }); diverged > 0 {
		delta.State = repro.StateUndecided
		delta.Noise = &repro.Noise{Originals: len(originals), Repeats: len(y), Diverged: diverged}
		delta.Notes = append(delta.Notes, fmt.Sprintf("unstable: %s", divergedWords(diverged, len(y))))
		return delta
	}
	x := siblings(delta.Name, originals)
	independent, locked := unlocked(originals[0].Seed, repeats)
	n := measure(x, siblings(delta.Name, independent))
	n.Repeats, n.witness = len(y), witness
	n.lost = count(originals, func(s Sample) bool {
		v, logged := s.Metrics.Get(delta.Name)
		return logged && !decimal.Finite(v)
	})
	if locked {
		n.Seeds = "same seed"
		delta.Notes = append(delta.Notes, fmt.Sprintf("same seed: of %d re-runs only %d count as independent", len(y), len(independent)))
	}
	n.Selection = max(policy.Selection, 1)
	tolerated := r.reach(original)
	material := matters.reach(original)
	material = reach{math.Max(material.up, tolerated.up), math.Max(material.down, tolerated.down)}
	n.test(policy, tolerated, material)
	delta = n.decide(delta, tolerated, material)
	delta.Noise = &n.Noise
	if delta.State == repro.StateWithin && delta.Ratio > 1 { // the mean decided, not the furthest
		o := r.compare(original, n.Mean)
		delta.Reproduced, delta.Difference, delta.Allowed, delta.Ratio = n.Mean, o.difference, o.allowed, math.Min(o.ratio, 1)
	}
	return delta
}

// reach is what the rule allows a mean, both ways.
func (r rule) reach(original float64) reach {
	return reach{r.allows(original, 1), r.allows(original, -1)}
}

// siblings gives the originals' finite values, the registered one first.
func siblings(name string, originals []Sample) []float64 {
	var x []float64
	for _, sample := range originals {
		if v, found := sample.Metrics.Get(name); found && decimal.Finite(v) {
			x = append(x, v)
		}
	}
	return x
}

// unlocked gives the repeats that can be taken as independent draws of what
// separates the original from a re-run. Repeats with one seed share what the
// seed decides, so they count once, unless the original had that seed too: then
// what still varies between them is all that separates them from it.
func unlocked(original string, repeats []Sample) (independent []Sample, locked bool) {
	seen := map[string]bool{}
	for _, repeat := range repeats {
		if repeat.Seed != "" && repeat.Seed != original && seen[repeat.Seed] {
			locked = true
			continue
		}
		seen[repeat.Seed] = true
		independent = append(independent, repeat)
	}
	return independent, locked
}

// worst puts the repeat that is furthest from the original into the delta.
func (r rule) worst(delta repro.Delta, y []float64) repro.Delta {
	rank := []repro.State{repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateOutside}
	var worst outcome
	for i, v := range y {
		o := r.compare(delta.Original, v)
		further := slices.Index(rank, o.state) - slices.Index(rank, worst.state)
		if i == 0 || further > 0 || further == 0 && (o.ratio > worst.ratio || o.ratio == worst.ratio && math.Abs(v-delta.Original) > math.Abs(delta.Reproduced-delta.Original)) {
			worst, delta.Reproduced = o, v
		}
	}
	delta.State, delta.Difference, delta.Allowed, delta.Ratio = worst.state, worst.difference, worst.allowed, worst.ratio
	delta.Notes = worst.notes
	if r.note != "" {
		delta.Notes = append([]string{r.note}, delta.Notes...)
	}
	if len(y) > 1 && slices.Min(y) != slices.Max(y) {
		delta.Notes = append(delta.Notes, fmt.Sprintf("the furthest of %d re-runs", len(y)))
	}
	return delta
}

func divergedWords(diverged, of int) string {
	if diverged == 1 {
		return fmt.Sprintf("1 of %d re-runs is not finite", of)
	}
	return fmt.Sprintf("%d of %d re-runs are not finite", diverged, of)
}

func count[T any](values []T, is func(T) bool) int {
	n := 0
	for _, v := range values {
		if is(v) {
			n++
		}
	}
	return n
}
