package explain

import (
	"cmp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The software is one factor among others. Where it cannot be rebuilt in time, or nothing
// proves that a training ran in it, the search goes on with today's software in all trials.

// softwareMayDiffer says whether the original's software is a factor: it is known to differ, or
// nobody knows of it and there is no other factor.
func softwareMayDiffer(inputs []repro.Input, others bool) bool {
	same, open := false, false
	for _, input := range inputs {
		switch {
		case input.Kind != repro.KindEnvironment:
		case input.State == repro.InputDiffers:
			return true
		case input.State == repro.InputSame:
			same = true
		default:
			open = true
		}
	}
	return !others && (open || !same)
}

// dropSoftware takes the software for no factor where no training with it was proven, and
// there are others. Its lock files stay a factor, as any files. Trials with today's software
// still count.
func (s *Search) dropSoftware(why string) bool {
	at := slices.IndexFunc(s.factors, func(f factor) bool { return f.software })
	if at < 0 || len(s.factors) == 1 {
		return false
	}
	var locks []factor
	for _, file := range order.Sorted(s.factors[at].files, func(a, b git.Replacement) int { return cmp.Compare(a.Path, b.Path) }) {
		locks = append(locks, factor{Factor: describe(fromProject(s.Local.Prefix, file.Path), s.Saved.Inputs), files: []git.Replacement{file}})
	}
	if len(locks) > 1 {
		locks = []factor{together(locks, "")}
	}
	s.kept = opened(slices.DeleteFunc(slices.Concat(s.experiment.Trials, s.kept), func(trial repro.Trial) bool { return slices.Contains(trial.Restored, at) }), at, len(locks))
	s.factors = slices.Concat(s.factors[:at], locks, s.factors[at+1:])
	s.experiment.Factors, s.experiment.Trials = namesOfFactors(s.factors), nil
	s.experiment.Left = append(slices.Clip(s.experiment.Left), "software: "+why)
	s.longest = 0 // with the time of a rebuild
	s.Flow.Say("no training with the original's software was proven, so the search goes on with today's")
	return true
}
