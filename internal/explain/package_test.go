package explain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestPackageFactors: packages that are known to differ and that an index can have are
// factors, the first ones each alone.
func TestPackageFactors(t *testing.T) {
	t.Parallel()
	differs := func(name, then, now string) repro.Input {
		return repro.Input{Kind: repro.KindEnvironment, Name: name, Original: then, Now: now, State: repro.InputDiffers}
	}
	inputs := []repro.Input{
		differs("numpy", "1.26.4", "2.0.0"), differs("python", "3.11", "3.12"), differs("Some.Name", "1.0", repro.NotThere), differs("new", repro.NotThere, "2.0"),
		differs("fork", "git+https://example.com/x", "1.0"), differs("hostile; rm", "1.0", "2.0"), differs("odd", "1.0", "-r /etc/passwd"), differs("numpy", "1", "2"),
		{Kind: repro.KindEnvironment, Name: "same", Original: "1.0", Now: "1.0", State: repro.InputSame}, {Kind: repro.KindData, Name: "x.csv", Original: "1.0", Now: "2.0", State: repro.InputDiffers},
	}
	var got []string
	for _, f := range packageFactors(inputs) {
		got = append(got, fmt.Sprintf("%s %q", f.Name, f.packages))
	}
	if want := []string{`numpy [{"numpy" "1.26.4" "2.0.0"}]`, `Some.Name [{"some-name" "1.0" ""}]`, `new [{"new" "" "2.0"}]`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	inputs = nil
	for i := range 100 {
		inputs = append(inputs, differs(fmt.Sprintf("p%d", i), "1.0", "2.0"))
	}
	factors := packageFactors(inputs)
	if last := factors[len(factors)-1]; len(factors) != mostPackages+1 || len(last.packages) != 100-mostPackages || last.parts == nil || last.Kind != repro.KindEnvironment {
		t.Errorf("%d factors, the last has %d packages", len(factors), len(last.packages))
	}
}

// TestOpenSoftware: a trial has the original's software with those packages as today that it
// does not restore; trials with today's software count no more, until the software is one
// factor again.
func TestOpenSoftware(t *testing.T) {
	t.Parallel()
	var said []string
	s := &Search{Flow: &flow.Flow{Say: func(text string) { said = append(said, text) }}}
	code := factor{Factor: repro.Factor{Kind: repro.KindCode, Name: "train.py"}}
	inputs := []repro.Input{
		{Kind: repro.KindEnvironment, Name: "numpy", Original: "1.26.4", Now: "2.0.0", State: repro.InputDiffers},
		{Kind: repro.KindEnvironment, Name: "old", Original: "1.0", Now: repro.NotThere, State: repro.InputDiffers},
	}
	s.factors = withSoftware([]factor{code}, packageFactors(inputs))
	s.experiment.Left = []string{"x"}
	asked := repro.AskedEnvironment{What: "today.txt", Builds: true}
	if got := s.environment(asked, experiment.SetOf(0)); got.What != "today.txt" {
		t.Errorf("without the software it is %+v", got)
	}
	if got := s.environment(asked, experiment.SetOf(1)); got.What != repro.EnvironmentOriginal || !got.Builds || len(got.But) > 0 {
		t.Errorf("with the software it is %+v", got)
	}
	trials := []repro.Trial{{Outcome: repro.TrialLost}, {Restored: []int{0, 1}, Outcome: repro.TrialBack}, {Restored: []int{1}, Outcome: repro.TrialBack}, {Restored: []int{0}, Outcome: repro.TrialLost}}
	s.experiment.Trials = slices.Clone(trials)
	if !s.openIn(experiment.SetOf(1)) || len(s.factors) != 3 || s.groups() != 0 {
		t.Fatalf("%d factors, groups %v", len(s.factors), s.groups())
	}
	if len(s.kept) != 2 || !slices.Equal(s.kept[0].Restored, []int{0, 1, 2}) || !slices.Equal(s.kept[1].Restored, []int{1, 2}) || len(s.experiment.Trials) > 0 {
		t.Errorf("trials that still count: %+v", s.kept)
	}
	for restored, want := range map[experiment.Set]string{
		experiment.All(3):      "",
		experiment.SetOf(1, 2): "",
		experiment.SetOf(0):    "numpy==2.0.0 old==",
		experiment.SetOf(0, 1): "old==",
		experiment.SetOf(2):    "numpy==2.0.0",
		experiment.SetOf():     "numpy==2.0.0 old==",
	} {
		var but []string
		got := s.environment(asked, restored)
		for _, p := range got.But {
			but = append(but, p.Name+"=="+p.Version)
		}
		if strings.Join(but, " ") != want || got.What != repro.EnvironmentOriginal || !got.Builds {
			t.Errorf("%v: %+v, want %q", restored.Factors(), got, want)
		}
	}
	if !s.goesOn(experiment.Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyTodayBack}) || len(s.factors) != 2 || s.groups() != 0 || len(s.kept) != len(trials) || !slices.Equal(s.experiment.Left, []string{"x"}) {
		t.Errorf("it is not as it was: %+v, %+v", s.factors, s.kept)
	}
	if s.goesOn(experiment.Finding{Conclusion: repro.CauseIsolated, Why: repro.WhySpent}) || len(said) != 2 {
		t.Errorf("it goes on for ever; said %q", said)
	}
}
