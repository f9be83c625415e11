package explain

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// A pipeline is a simulated training: what its loss is at each epoch, with some factors as
// today, and what chance adds.
type pipeline struct {
	name    string
	factors int
	epochs  int
	effect  func(today experiment.Set, at float64) float64 // at runs from 0 to 1
	noise   func(random *rand.Rand) func(curve []float64) []float64
	cause   experiment.Set // the planted one; none where chance alone makes the drift
	seeded  bool           // its runs record a seed
}

// loss is one training.
func (p pipeline) loss(random *rand.Rand, today experiment.Set) []repro.Point {
	curve := make([]float64, p.epochs)
	for epoch := range curve {
		at := float64(epoch) / float64(p.epochs-1)
		curve[epoch] = 1.3*math.Exp(-5*at) + 0.31 + p.effect(today, at)
	}
	curve = p.noise(random)(curve)
	points := make([]repro.Point, len(curve))
	for i, value := range curve {
		points[i] = repro.Point{Step: int64(i), Value: value}
	}
	return points
}

// A tracked is a store of simulated runs.
type tracked struct {
	*flowtest.Store
	curves map[string][]repro.Point
}

func (s *tracked) MetricHistory(_ context.Context, run, _ string, each func(repro.Point) error) error {
	for _, point := range s.curves[run] {
		if err := each(point); err != nil {
			return err
		}
	}
	return nil
}

// A simulation is a search for the cause of a simulated drift.
type simulation struct {
	pipeline pipeline
	random   *rand.Rand
	store    *tracked
	search   *Search
	epochs   int // that were computed
}

const simulatedMost = 300 // trainings of one search

// simulate makes an original and a check that drifts; ok is false where none does.
func simulate(t *testing.T, p pipeline, curves bool, random *rand.Rand) (s *simulation, ok bool) {
	t.Helper()
	tolerances, err := judge.ParseTolerances("default: 1%")
	if err != nil {
		t.Fatal(err)
	}
	s = &simulation{pipeline: p, random: random, store: &tracked{&flowtest.Store{}, map[string][]repro.Point{}}}
	saved := repro.Result{Verdict: repro.Drifted, Plan: repro.Plan{Metrics: repro.MetricPolicy{Tolerances: tolerances}}}
	saved.Original = s.run(p.loss(random, 0))
	if p.seeded {
		saved.Original.Params = repro.NewParams(map[string]string{"seed": "7"})
	}
	for range 60 {
		saved.Reproduction = s.run(p.loss(random, experiment.All(p.factors)))
		if saved.Comparison = s.compared(t, saved, saved.Reproduction); len(saved.Comparison.In(repro.StateOutside)) > 0 {
			ok = true
			break
		}
	}
	s.search = &Search{Saved: saved, Local: &local.Project{Clone: &project.Clone{}}, Flow: &flow.Flow{Registry: &mlflow.Registry{Store: s.store}, Say: func(string) {}}}
	for i := range p.factors {
		s.search.factors = append(s.search.factors, factor{Factor: repro.Factor{Kind: repro.KindCode, Name: fmt.Sprintf("f%d.py", i)}})
	}
	s.search.experiment = repro.Experiment{Factors: namesOfFactors(s.search.factors)}
	if curves {
		s.search.readCurves(t.Context())
	}
	return s, ok
}

// run logs a training.
func (s *simulation) run(points []repro.Point) repro.Run {
	id := fmt.Sprintf("%032x", len(s.store.curves)+1)
	s.store.curves[id] = points
	last := points[len(points)-1]
	return repro.Run{ID: id, Metrics: repro.Metrics{{Name: "loss", Value: last.Value, Step: last.Step}}}
}

func (s *simulation) compared(t *testing.T, saved repro.Result, run repro.Run) repro.Comparison {
	t.Helper()
	compared, err := judge.Compare(saved.Original.Metrics, run.Metrics, saved.Plan.Metrics)
	if err != nil {
		t.Fatal(err)
	}
	return compared
}

// explain searches as a search does, with simulated trainings.
func (s *simulation) explain(t *testing.T) repro.Experiment {
	t.Helper()
	trainings := 0
	finding, err := s.search.search(func(restored experiment.Set, whole bool) (repro.Trial, error) {
		if trial, known := s.search.known(restored, whole); known {
			return trial, nil
		}
		if trainings++; trainings > simulatedMost {
			return repro.Trial{}, experiment.ErrSpent
		}
		trial := s.train(t, restored, whole)
		s.search.experiment.Trials = append(s.search.experiment.Trials, trial)
		return trial, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.search.conclude(finding)
	return s.search.experiment
}

// train makes one trial: its curve is looked at now and then, and ends it where it tells.
func (s *simulation) train(t *testing.T, restored experiment.Set, whole bool) repro.Trial {
	t.Helper()
	search := s.search
	trial := repro.Trial{Restored: restored.Factors(), Outcome: repro.TrialLost}
	points := s.pipeline.loss(s.random, experiment.All(s.pipeline.factors)&^restored)
	begins := search.begins(restored, whole)
	if begins != nil {
		for seen := 1 + s.random.IntN(4); seen < len(points); seen += 1 + s.random.IntN(4) {
			if ended, early, outcome := endedAt(search.Saved.Plan.Metrics, *begins, points[:seen]); ended {
				trial.Outcome, trial.Points, trial.Of, trial.Print = outcome, early.Compared, early.Of, early.Print
				s.epochs += seen
				return trial
			}
		}
	}
	s.epochs += len(points)
	result := repro.Result{Original: search.Saved.Original, Reproduction: s.run(points), Plan: search.Saved.Plan}
	result.Comparison = s.compared(t, search.Saved, result.Reproduction)
	if len(result.Comparison.In(repro.StateOutside)) == 0 {
		trial.Outcome = repro.TrialBack
	}
	trial.Print = search.printOf(t.Context(), result)
	if begins != nil {
		search.learnCurves(t.Context(), restored, result, trial)
	}
	return trial
}

// endedAt says whether a trial is ended by the points so far.
func endedAt(policy repro.MetricPolicy, begins flow.Begins, points []repro.Point) (ended bool, at repro.Early, outcome repro.TrialOutcome) {
	outcomes := map[early.Side]repro.TrialOutcome{early.SideBack: repro.TrialBack, early.SideLost: repro.TrialLost}
	for _, curve := range begins.Curves { // of one metric there is one
		side, at, _ := curve.Side(policy, points)
		for _, ends := range begins.Ends {
			if side == ends && (side != early.SideLost || !begins.AsDrifted || curve.AsDrifted(points)) {
				return true, at, outcomes[side]
			}
		}
	}
	return false, repro.Early{}, ""
}

// endedEarly counts trials that were ended early, and the points that told.
func endedEarly(trials []repro.Trial) (ended, points int) {
	for _, trial := range trials {
		if trial.Points > 0 {
			ended, points = ended+1, points+trial.Points
		}
	}
	return ended, points
}
