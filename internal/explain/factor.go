package explain

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A factor is one thing that a trial can restore: paths of the tree, one key of a params
// file, a variable of the environment, or the software.
type factor struct {
	repro.Factor
	files    []git.Replacement // as the original's commit has them
	param    *param            // one key; files is empty then
	variable *variable         // one of the environment; files is empty then
	software bool              // the whole environment; files are its lock files, parts its packages
	packages []changedPackage  // of the environment; files is empty then
	parts    []factor          // what it was joined from; nil where it is one thing
	names    []string          // of files that have other names now: as the report has them
	folders  [2]string         // of a file that moved: today's and the original's
	shown    [2]string         // the same, from the project
	edited   []string          // of files that moved, those with other content
}

// ofTree says whether a factor is nothing but paths of the tree.
func (f factor) ofTree() bool {
	return f.param == nil && f.variable == nil && !f.software && len(f.packages) == 0
}

// mostFactors bounds a search; what is beyond it is one factor, the last.
const mostFactors = 40

// treeFactors are the paths in which two trees differ, each with its kind and name as the
// check's report has them. prefix is the project's folder.
func treeFactors(today, original []git.Entry, prefix string, inputs []repro.Input) []factor {
	now, then := map[string]git.Entry{}, map[string]git.Entry{}
	paths := map[string]bool{}
	for _, entry := range today {
		now[entry.Path], paths[entry.Path] = entry, true
	}
	for _, entry := range original {
		then[entry.Path], paths[entry.Path] = entry, true
	}
	var factors []factor
	for file := range paths {
		before, after := then[file], now[file]
		if before.Mode == after.Mode && before.Object == after.Object {
			continue
		}
		factors = append(factors, factor{
			Factor: describe(fromProject(prefix, file), inputs),
			files:  []git.Replacement{{Path: file, Mode: before.Mode, Object: before.Object}},
		})
	}
	order.Stable(factors, func(a, b factor) int { return cmp.Compare(a.files[0].Path, b.files[0].Path) })
	return factors
}

// fromProject names a file of the repository from the project.
func fromProject(prefix, file string) string {
	name, err := filepath.Rel(filepath.FromSlash(cmp.Or(prefix, ".")), filepath.FromSlash(file))
	if err != nil {
		return file
	}
	return filepath.ToSlash(name)
}

// describe gives a changed file the kind that the report has of it, or its name tells.
func describe(file string, inputs []repro.Input) repro.Factor {
	tracked, isDVC := strings.CutSuffix(file, ".dvc")
	if isDVC && path.Base(file) != ".dvc" {
		return repro.Factor{Kind: repro.KindData, Name: tracked}
	}
	for _, kind := range []string{repro.KindData, repro.KindCode, repro.KindFile} {
		if slices.ContainsFunc(inputs, func(input repro.Input) bool { return input.Kind == kind && input.Name == file }) {
			return repro.Factor{Kind: kind, Name: file}
		}
	}
	if lineage.IsProgram(file) {
		return repro.Factor{Kind: repro.KindCode, Name: file}
	}
	return repro.Factor{Kind: repro.KindFile, Name: file}
}

// order puts the factors in the order in which they are tried, and notes what all trials have in
// common. It is that of an earlier search of the same: its findings moved the report's causes.
func (s *Search) order(today repro.Plan) {
	all := s.factors
	for _, earlier := range []*repro.Experiment{s.Saved.Experiment, nil} {
		s.factors = unreadTogether(ranked(slices.Clone(all), s.Saved.Causes, earlier), s.Saved.Inputs)
		s.experiment.Factors, s.experiment.Basis = namesOfFactors(s.factors), s.basis(today)
		if earlier != nil && earlier.Basis == s.experiment.Basis {
			return
		}
	}
}

// ranked puts factors in the order of an earlier search, where there is one, else of the report's
// causes, the likeliest first, and joins those that are too many into one.
func ranked(factors []factor, causes []repro.Cause, earlier *repro.Experiment) []factor {
	place := func(f factor) int {
		at := slices.IndexFunc(causes, func(cause repro.Cause) bool {
			return holdsKey(f, cause.Factor, cause.Evidence) || cause.Factor == f.Kind && (f.is(cause.Name) || f.param != nil && f.keyName() == cause.Name || f.software && differs(cause.Strength))
		})
		switch {
		case at < 0 && f.Kind == repro.KindParams: // a key that no run logged: the report may have it under its file
			return len(causes)
		case at < 0:
			return len(causes) + 1
		}
		return at
	}
	order.Stable(factors, func(a, b factor) int { return cmp.Compare(place(a), place(b)) })
	if earlier != nil {
		order.Stable(factors, func(a, b factor) int { return cmp.Compare(placeIn(*earlier, a), placeIn(*earlier, b)) })
	}
	if len(factors) <= mostFactors {
		return factors
	}
	return joined(factors, "", func(i int) bool { return i >= mostFactors-1 })
}

// holdsKey says whether a factor is a whole params file of which the report has a key that differs.
func holdsKey(f factor, kind, evidence string) bool {
	return f.Kind == repro.KindFile && repro.IsKeyOf(f.Name, kind, evidence)
}

// placeIn is where an experiment has a factor, or the first thing that it is; the end for one that
// it has not by itself.
func placeIn(e repro.Experiment, f factor) int {
	named := func(name factor) int {
		return slices.IndexFunc(e.Factors, func(known repro.Factor) bool { return known.Kind == name.Kind && known.Name == name.Name })
	}
	if at := named(f); at >= 0 {
		return at
	}
	for _, part := range f.parts {
		if at := named(part); at >= 0 {
			return at
		}
	}
	return len(e.Factors)
}

// unreadTogether makes one factor, the last, of the files that the report says have no part
// in a training, or seldom one: each alone would cost trials.
func unreadTogether(factors []factor, inputs []repro.Input) []factor {
	return joined(factors, ", which a training seldom reads", func(i int) bool {
		keys := func(input repro.Input) bool {
			return input.State == repro.InputDiffers && holdsKey(factors[i], input.Kind, input.Evidence)
		}
		return !slices.ContainsFunc(inputs, keys) && slices.ContainsFunc(inputs, func(input repro.Input) bool {
			return (input.Kind == factors[i].Kind && input.Name == factors[i].Name || repro.IsMoreFiles(input) && counted(factors[i], inputs)) &&
				(input.Bearing == repro.BearingSeldom || input.Bearing == repro.BearingIdle)
		})
	})
}

// counted says whether a file is one of those that the report only counts: it lists those first that
// a training is likelier to read.
func counted(f factor, inputs []repro.Input) bool {
	return (f.Kind == repro.KindFile || f.Kind == repro.KindCode) && !slices.ContainsFunc(inputs, func(input repro.Input) bool {
		return f.is(input.Name) || strings.HasPrefix(f.Name, input.Name+"/")
	})
}

// joined makes one factor of those that which holds of, where they are several, and names
// it by the first of them and what they are. Keys, variables and the software stay by
// themselves.
func joined(factors []factor, what string, which func(int) bool) []factor {
	var kept, taken []factor
	for i, f := range factors {
		if !f.ofTree() || !which(i) {
			kept = append(kept, f)
		} else {
			taken = append(taken, f)
		}
	}
	if len(taken) < 2 {
		return append(kept, taken...)
	}
	return append(kept, together(taken, what))
}

// differs says whether a cause is of something that differs.
func differs(strength repro.Strength) bool {
	return strength != repro.Same && strength != repro.NotRecorded
}

// withSoftware adds the software as a factor, and what locks it: alone neither does
// anything. packages are what it can be taken apart into.
func withSoftware(factors, packages []factor) []factor {
	software := factor{Factor: repro.Factor{Kind: repro.KindEnvironment, Name: softwareName}, software: true, parts: packages}
	factors = slices.DeleteFunc(factors, func(f factor) bool {
		if !f.ofTree() || !isLock(f.Name) {
			return false
		}
		software.files = append(software.files, f.files...)
		return true
	})
	return append(factors, software)
}

const softwareName = "all packages and Python"

// isLock says whether a file is one that says which software is rebuilt.
func isLock(file string) bool {
	switch base := path.Base(file); {
	case slices.Contains(packaging.Locks, base), base == ".python-version", base == "requirements.lock":
		return true
	default:
		return strings.HasPrefix(base, "requirements") && path.Ext(base) == ".txt" || path.Base(path.Dir(file)) == "requirements" && path.Ext(base) == ".txt"
	}
}
