package explain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// filesNamed are factors of one file each.
func filesNamed(names ...string) (factors []factor) {
	for _, name := range names {
		factors = append(factors, factor{Factor: repro.Factor{Kind: repro.KindFile, Name: name}, files: []git.Replacement{{Path: name}}})
	}
	return factors
}

// grouped is a search with a group of some files between two others.
func grouped(names ...string) *Search {
	all := filesNamed("a", "z")
	s := &Search{factors: []factor{all[0], together(filesNamed(names...), ""), all[1]}}
	s.experiment.Factors = namesOfFactors(s.factors)
	return s
}

// TestOpen: trials count on as a group is taken apart, and an earlier search's groups are
// taken apart as they were then.
func TestOpen(t *testing.T) {
	t.Parallel()
	s := grouped("b", "c", "d")
	s.experiment.Trials = []repro.Trial{{Restored: []int{1}}, {Restored: []int{0, 2}}, {}}
	s.kept = []repro.Trial{{Restored: []int{0, 1, 2}}}
	if s.openIn(experiment.SetOf(0, 2)) || !s.openIn(experiment.SetOf(0, 1)) || s.openIn(experiment.All(5)) {
		t.Error("what is no group was taken apart, or one was not")
	}
	if got, want := fmt.Sprint(namesOfFactors(s.factors)), "[{file a not tested} {file b not tested} {file c not tested} {file d not tested} {file z not tested}]"; got != want || fmt.Sprint(s.experiment.Factors) != want {
		t.Errorf("factors %s", got)
	}
	var restored []string
	for _, trial := range s.kept {
		restored = append(restored, fmt.Sprint(trial.Restored))
	}
	if got := strings.Join(restored, " "); got != "[1 2 3] [0 4] [] [0 1 2 3 4]" || s.experiment.Trials != nil {
		t.Errorf("trials restored %s", got)
	}

	if again := grouped("b", "c", "d"); !again.openAs(s.experiment.Factors) || len(again.factors) != 5 {
		t.Error("the same group was not taken apart again")
	}
	if again := grouped("b", "x", "d"); again.openAs(s.experiment.Factors) {
		t.Error("another group was taken for the same")
	}
	if again := grouped("b", "c", "d"); !again.openAs(again.experiment.Factors) || len(again.factors) != 3 {
		t.Error("a group was taken apart that had not been")
	}
}

// TestOpen_many: what has no room becomes smaller groups, and no file is lost.
func TestOpen_many(t *testing.T) {
	t.Parallel()
	var names []string
	for i := range 200 {
		names = append(names, fmt.Sprintf("f%03d", i))
	}
	s := grouped(names...)
	if !s.open(1) || len(s.factors) != experiment.MaxFactors || s.openIn(experiment.All(experiment.MaxFactors)) {
		t.Fatalf("%d factors", len(s.factors))
	}
	var found []string
	for _, f := range s.factors[1 : len(s.factors)-1] {
		for _, file := range f.files {
			found = append(found, file.Path)
		}
	}
	if !slices.Equal(found, names) {
		t.Errorf("%q", found)
	}
}
