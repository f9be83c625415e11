package explain

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Files that are unlikely to matter are one factor at first, as each alone would cost trials.
// Where it turns out that they do matter, they are taken apart: of files that were never
// told apart none is a cause.

// together is one factor of several.
func together(parts []factor, what string) factor {
	all := factor{Factor: repro.Factor{Kind: repro.KindFile}, parts: parts}
	var names []string
	for _, part := range parts {
		all.files = append(all.files, part.files...)
		all.packages = append(all.packages, part.packages...)
		names = append(names, part.Name)
	}
	if len(all.packages) > 0 {
		all.Kind = repro.KindEnvironment
	}
	all.Name = wording.ListUpTo(names, 2) + what
	return all
}

// groups are the factors that can be taken apart.
func (s *Search) groups() (groups experiment.Set) {
	for i, f := range s.factors {
		if f.parts != nil {
			groups |= experiment.SetOf(i)
		}
	}
	return groups
}

// openIn takes the first group in a set apart, and says whether it could. The trials made so
// far count on: what each restored is the same.
func (s *Search) openIn(cause experiment.Set) bool {
	for _, i := range (cause & s.groups()).Factors() {
		if s.open(i) {
			return true
		}
	}
	return false
}

// open puts the parts of a group in its place, in several smaller groups where there is no
// room for all of them.
func (s *Search) open(group int) bool {
	parts := s.factors[group].parts
	if s.factors[group].software {
		return len(s.factors)+len(parts) <= experiment.MaxFactors && s.openSoftware(group)
	}
	room := experiment.MaxFactors - len(s.factors) + 1
	if len(parts) < 2 || room < 2 {
		return false
	}
	if len(parts) > room {
		var smaller []factor
		for i := range room {
			some := parts[i*len(parts)/room : (i+1)*len(parts)/room]
			if len(some) == 1 {
				smaller = append(smaller, some[0])
			} else {
				smaller = append(smaller, together(slices.Clone(some), ""))
			}
		}
		parts = smaller
	}
	s.factors = slices.Concat(s.factors[:group], parts, s.factors[group+1:])
	s.experiment.Factors = namesOfFactors(s.factors)
	s.kept = opened(slices.Concat(s.experiment.Trials, s.kept), group, len(parts))
	s.experiment.Trials = nil
	return true
}

// opened are trials as they stand to factors of which one became several.
func opened(trials []repro.Trial, group, parts int) []repro.Trial {
	trials = slices.Clone(trials)
	for at, trial := range trials {
		var restored []int
		for _, i := range trial.Restored {
			switch {
			case i < group:
				restored = append(restored, i)
			case i > group:
				restored = append(restored, i+parts-1)
			default:
				for part := range parts {
					restored = append(restored, group+part)
				}
			}
		}
		trials[at].Restored = restored
	}
	return trials
}

// openAs takes those groups apart that an earlier search did, by the factors that it had
// then. It says whether the factors are the same now.
func (s *Search) openAs(earlier []repro.Factor) bool {
	same := func(i int) bool {
		return i < len(earlier) && i < len(s.factors) && earlier[i].Kind == s.factors[i].Kind && earlier[i].Name == s.factors[i].Name
	}
	for range experiment.MaxFactors {
		i := 0
		for same(i) {
			i++
		}
		if i >= len(s.factors) || s.factors[i].parts == nil || !s.open(i) {
			break
		}
	}
	for i := range s.factors {
		if !same(i) {
			return false
		}
	}
	return len(s.factors) == len(earlier)
}

// namesOfFactors are factors as the report has them before a search.
func namesOfFactors(factors []factor) (named []repro.Factor) {
	for _, f := range factors {
		f.Finding = repro.FactorOpen
		named = append(named, f.Factor)
	}
	return named
}
