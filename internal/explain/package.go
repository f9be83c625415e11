package explain

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Where the whole environment brings the metrics back, the packages that are known to differ
// are told apart: each trial then has the original's environment, with those packages as
// today that it does not restore. Python, and what is not known to differ, stay the
// original's. If the metrics come back with all of these packages as today, it is none of
// them, and the whole environment is what is left.

// A changedPackage is one that is known to differ.
type changedPackage struct{ name, then, now string } // a version is "" where it was not there

// mostPackages is how many have a factor of their own at first; the others are one together.
const mostPackages = 16

// packageFactors are the packages that can be had as today in the original's environment, the
// likeliest first, as the report has them.
func packageFactors(inputs []repro.Input) (factors []factor) {
	for _, input := range inputs {
		if input.Kind != repro.KindEnvironment || input.State != repro.InputDiffers || packaging.PackageRank(input.Name) == packaging.RankPython || packaging.NamePattern.FindString(input.Name) != input.Name {
			continue
		}
		then, ok := versionOf(input.Original)
		now, ok2 := versionOf(input.Now)
		if !ok || !ok2 || then == now {
			continue
		}
		name := packaging.PackageName(input.Name)
		if !slices.ContainsFunc(factors, func(f factor) bool { return f.packages[0].name == name }) {
			factors = append(factors, factor{Factor: repro.Factor{Kind: repro.KindEnvironment, Name: input.Name}, packages: []changedPackage{{name, then, now}}})
		}
	}
	if len(factors) > mostPackages+1 {
		factors = append(factors[:mostPackages:mostPackages], together(factors[mostPackages:], ""))
	}
	return factors
}

// versionOf is a version as an index has it; ok is false for an address, or what is none.
func versionOf(text string) (version string, ok bool) {
	if text == repro.NotThere {
		return "", true
	}
	_, ok = packaging.ParseRelease(text)
	return text, ok && !strings.ContainsAny(text, " \t@:/")
}

// A closed is a search as it was before its software was taken apart.
type closed struct {
	factors []factor
	trials  []repro.Trial
	left    []string
}

// openSoftware puts the packages in the place of the software. Of the trials so far those
// with all of the software restored still count.
func (s *Search) openSoftware(at int) bool {
	software := s.factors[at]
	before := closed{factors: slices.Clone(s.factors), trials: slices.Concat(s.experiment.Trials, s.kept), left: slices.Clone(s.experiment.Left)}
	before.factors[at].parts = nil
	s.closed, s.software = &before, &software
	s.factors = slices.Concat(s.factors[:at], software.parts, s.factors[at+1:])
	s.experiment.Factors = namesOfFactors(s.factors)
	s.experiment.Left = append(s.experiment.Left, "Python and the rest of the software: in the trials of single packages they are the original's")
	s.kept = opened(slices.DeleteFunc(slices.Clone(before.trials), func(trial repro.Trial) bool { return !slices.Contains(trial.Restored, at) }), at, len(software.parts))
	s.experiment.Trials = nil
	s.Flow.Say("the software takes part: its packages that differ are told apart, in the original's environment")
	return true
}

// closeSoftware goes back to the whole software as one factor, where no package of it could
// be shown to be the cause.
func (s *Search) closeSoftware() {
	s.factors, s.kept, s.experiment.Left = s.closed.factors, s.closed.trials, s.closed.left
	s.closed, s.software = nil, nil
	s.experiment.Factors, s.experiment.Trials = namesOfFactors(s.factors), nil
	s.Flow.Say("no single package was shown to be the cause, so the software is one again")
}

// environment is the software of a trial: the check's, the original's, or the original's with
// some packages as today.
func (s *Search) environment(asked repro.AskedEnvironment, restored experiment.Set) repro.AskedEnvironment {
	if s.software == nil {
		if slices.ContainsFunc(restored.Factors(), func(i int) bool { return s.factors[i].software }) {
			asked.What = repro.EnvironmentOriginal
		}
		return asked
	}
	asked.What, asked.But = repro.EnvironmentOriginal, nil
	for i, f := range s.factors {
		for _, p := range f.packages {
			if !restored.Has(i) {
				asked.But = append(asked.But, repro.Package{Name: p.name, Version: p.now})
			}
		}
	}
	return asked
}

// recipe are the lines that restore a package.
func (p changedPackage) recipe() string {
	if p.then == "" {
		return "pip uninstall " + wording.Quote(p.name)
	}
	return "pip install " + wording.Quote(p.name+"=="+p.then)
}
