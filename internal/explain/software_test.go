package explain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// TestSoftwareMayDiffer: software that is known to be the same is not rebuilt.
func TestSoftwareMayDiffer(t *testing.T) {
	t.Parallel()
	of := func(states ...string) (inputs []repro.Input) {
		for _, state := range states {
			inputs = append(inputs, repro.Input{Kind: repro.KindEnvironment, State: state})
		}
		return append(inputs, repro.Input{Kind: repro.KindCode, State: repro.InputDiffers})
	}
	for about, c := range map[string]struct {
		inputs []repro.Input
		others bool
		want   bool
	}{
		"known to differ":                 {of(repro.InputSame, repro.InputDiffers), true, true},
		"known to be the same":            {of(repro.InputSame), false, false},
		"a part of it is not known":       {of(repro.InputSame, repro.InputUnknown), false, true},
		"not recorded":                    {of(), false, true},
		"not recorded, and other factors": {of(), true, false},
	} {
		if got := softwareMayDiffer(c.inputs, c.others); got != c.want {
			t.Errorf("%s: %v", about, got)
		}
	}
}

// TestDropSoftware: where no training with the original's software is proven, the search goes
// on with the other factors, the lock files among them; trials with today's software count.
func TestDropSoftware(t *testing.T) {
	t.Parallel()
	s := &Search{Flow: &flow.Flow{Say: func(string) {}}, Local: &local.Project{Clone: &project.Clone{}}}
	s.factors = withSoftware(filesNamed("conf.json", "requirements.txt", "z"), nil)
	s.experiment.Factors = namesOfFactors(s.factors)
	s.experiment.Trials = []repro.Trial{{Outcome: repro.TrialLost}, {Restored: []int{0, 1, 2}, Outcome: repro.TrialUnresolved, Why: "nothing shows it"}}
	failed := experiment.Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyRestoredFailed}
	if !s.goesOn(failed) {
		t.Fatal("the search ended")
	}
	var names []string
	for _, f := range s.experiment.Factors {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "conf.json z requirements.txt" || len(s.kept) != 1 || len(s.kept[0].Restored) > 0 {
		t.Errorf("factors %s, trials %+v", got, s.kept)
	}
	if !slices.Equal(s.experiment.Left, []string{"software: nothing shows it"}) {
		t.Errorf("left %q", s.experiment.Left)
	}
	if s.goesOn(failed) {
		t.Error("it goes on for ever")
	}
	alone := &Search{Flow: s.Flow, Local: s.Local}
	if alone.factors = withSoftware(nil, nil); alone.goesOn(failed) {
		t.Error("it goes on with no factor")
	}
}

// TestRebuilds: a rebuild is ended at half of the budget's time, and the training after it with
// the budget.
func TestRebuilds(t *testing.T) {
	t.Parallel()
	began := time.Now()
	s := &Search{Flow: &flow.Flow{Now: time.Now}, Local: &local.Project{Timeout: time.Hour}, Budget: Budget{Time: 20 * time.Millisecond}, began: began}
	made := s.rebuilds(func(local.SoftwareSource) (train.Rebuild, error) {
		return train.Rebuild{Make: func(ctx context.Context) (repro.Environment, []string, error) {
			<-ctx.Done()
			return repro.Environment{}, nil, fmt.Errorf("pip: %w", ctx.Err())
		}}, nil
	})
	rebuild, err := made(local.SoftwareSource{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = rebuild.Make(t.Context()); !errors.Is(err, errLongRebuild) {
		t.Errorf("it ended with %v", err)
	}
	if s.Local.Timeout != time.Second {
		t.Errorf("the training after it has %s", s.Local.Timeout)
	}
}
