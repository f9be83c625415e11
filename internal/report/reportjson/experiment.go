package reportjson

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// experimentJSON is the search for a cause by trainings.
type experimentJSON struct {
	Conclusion repro.Conclusion    `json:"conclusion"`
	Why        repro.ExperimentWhy `json:"why"`
	Detail     string              `json:"detail,omitempty"`
	Cause      []int               `json:"cause"`
	Factors    []factorJSON        `json:"factors"`
	Left       []string            `json:"not_restored"`
	Trials     []trialJSON         `json:"trials"`
	Recipe     []string            `json:"recipe"`
	Bisect     *bisectJSON         `json:"bisect,omitempty"`
	Today      string              `json:"today"`
	Original   string              `json:"original"`
	Basis      string              `json:"basis"`
	Most       int                 `json:"max_trainings"`
	Limit      float64             `json:"budget_s"`
	trainingsJSON
}

type factorJSON struct {
	Kind    string              `json:"kind"`
	Name    string              `json:"name"`
	Finding repro.FactorFinding `json:"finding"`
}

type trialJSON struct {
	Restored []int              `json:"restored"`
	Outcome  repro.TrialOutcome `json:"outcome"`
	Print    string             `json:"metrics_digest,omitempty"`
	Why      string             `json:"why,omitempty"`
	Points   int                `json:"ended_after,omitzero"`
	Of       int                `json:"of_points,omitzero"`
	Run      string             `json:"run_id"`
	Branch   string             `json:"branch"`
	Commit   string             `json:"commit"`
	Software string             `json:"software,omitempty"`
	Outside  string             `json:"outside_digest,omitempty"`
	trainingsJSON
}

// bisectJSON is the search for the commit by which the cause came.
type bisectJSON struct {
	All    int               `json:"commits"`
	Steps  []string          `json:"steps"`
	Back   string            `json:"last_back"`
	Apart  bool              `json:"lines_part,omitzero"`
	Lost   string            `json:"first_lost"`
	Varies bool              `json:"varies"`
	Spent  bool              `json:"budget_spent"`
	Trials []commitTrialJSON `json:"trials"`
	Whole  []trialJSON       `json:"whole,omitempty"`
}

type commitTrialJSON struct {
	Step string `json:"step"`
	trialJSON
}

func newTrial(t repro.Trial) trialJSON {
	return trialJSON{t.Restored, t.Outcome, t.Print, t.Why, t.Points, t.Of, t.Run, t.Branch, t.Commit, t.Software, t.Outside, newTrainings(t.Took)}
}

func (t trialJSON) trial() repro.Trial {
	return repro.Trial{Restored: numbers(t.Restored), Outcome: t.Outcome, Print: t.Print, Why: t.Why, Points: t.Points, Of: t.Of,
		Run: t.Run, Branch: t.Branch, Commit: t.Commit, Software: t.Software, Outside: t.Outside, Took: t.trainings()}
}

func newBisect(b *repro.Bisect) *bisectJSON {
	if b == nil {
		return nil
	}
	return &bisectJSON{All: b.All, Steps: b.Steps, Back: b.Back, Apart: b.Apart, Lost: b.Lost, Varies: b.Varies, Spent: b.Spent,
		Trials: convert(b.Trials, func(t repro.CommitTrial) commitTrialJSON { return commitTrialJSON{t.Step, newTrial(t.Trial)} }), Whole: convert(b.Whole, newTrial)}
}

func (b *bisectJSON) bisect() *repro.Bisect {
	if b == nil {
		return nil
	}
	return &repro.Bisect{All: b.All, Steps: some(b.Steps), Back: b.Back, Apart: b.Apart, Lost: b.Lost, Varies: b.Varies, Spent: b.Spent,
		Trials: convert(b.Trials, func(t commitTrialJSON) repro.CommitTrial {
			return repro.CommitTrial{Step: t.Step, Trial: t.trial()}
		}), Whole: convert(b.Whole, trialJSON.trial)}
}

func newTrainings(t repro.Trainings) trainingsJSON { return trainingsJSON{t.Made, t.Took.Seconds()} }

func newExperiment(e *repro.Experiment) *experimentJSON {
	if e == nil {
		return nil
	}
	return &experimentJSON{
		Conclusion: e.Conclusion, Why: e.Why, Detail: e.Detail, Cause: e.Cause, Left: e.Left, Recipe: e.Recipe,
		Factors: convert(e.Factors, func(f repro.Factor) factorJSON { return factorJSON{f.Kind, f.Name, f.Finding} }),
		Trials:  convert(e.Trials, newTrial), Bisect: newBisect(e.Bisect),
		Today: e.Today, Original: e.Original, Basis: e.Basis, Most: e.MaxTrainings, Limit: e.MaxTime.Seconds(), trainingsJSON: newTrainings(e.Took),
	}
}

func (e *experimentJSON) experiment() *repro.Experiment {
	if e == nil {
		return nil
	}
	return &repro.Experiment{
		Conclusion: e.Conclusion, Why: e.Why, Detail: e.Detail, Cause: numbers(e.Cause), Left: some(e.Left), Recipe: some(e.Recipe),
		Factors: convert(e.Factors, func(f factorJSON) repro.Factor { return repro.Factor{Kind: f.Kind, Name: f.Name, Finding: f.Finding} }),
		Trials:  convert(e.Trials, trialJSON.trial), Bisect: e.Bisect.bisect(),
		Today: e.Today, Original: e.Original, Basis: e.Basis, MaxTrainings: e.Most,
		MaxTime: time.Duration(math.Round(e.Limit * float64(time.Second))), Took: e.trainings(),
	}
}

// numbers turns the empty list that JSON has back into none.
func numbers(list []int) []int {
	if len(list) == 0 {
		return nil
	}
	return list
}

// experimentBearsOut says why what a report says of a cause is not borne out by the trials
// that it has: nothing is established without them.
func experimentBearsOut(r repro.Result) error {
	established := false
	if e := r.Experiment; e != nil {
		trials := make([]experiment.Trial, len(e.Trials))
		for i, trial := range e.Trials {
			trials[i] = experiment.Trial{Restored: experiment.SetOf(trial.Restored...), Seen: experiment.Seen{Outcome: trial.Outcome, Print: trial.Print, Begun: trial.Points > 0}}
		}
		cause := experiment.SetOf(e.Cause...)
		switch e.Conclusion {
		case repro.CauseEstablished:
			if proven, _ := experiment.Proven(len(e.Factors), cause, trials); !proven {
				return errors.New("it says that a cause is established, but its trials do not prove it; run the check again")
			}
			established = true
			if err := bisectBearsOut(*e); err != nil {
				return err
			}
		case repro.CauseIsolated, repro.CauseUnknown:
		default:
			return fmt.Errorf("its experiment came to %.40q, which is none of established, isolated and unknown", e.Conclusion)
		}
		for i, factor := range e.Factors {
			if factor.Finding == repro.FactorCause && !(established && cause.Has(i)) {
				return fmt.Errorf("it calls %.80q the cause, but its experiment does not; run the check again", factor.Name)
			}
		}
	}
	for _, cause := range r.Causes {
		if cause.Strength == repro.Established && !established {
			return fmt.Errorf("it says that %.80q is established as a cause, but has no experiment that proves it; run the check again", cause.Name)
		}
	}
	return nil
}

// bisectBearsOut says why the commit that a report names is not borne out by its trials: with
// the files of one the metrics came back, and with those of the other they drifted. The
// ends are those of the proof.
func bisectBearsOut(e repro.Experiment) error {
	b := e.Bisect
	if b == nil || len(b.Steps) == 0 {
		return nil
	}
	is := func(step string, want repro.TrialOutcome) bool {
		seen := false
		for _, trial := range b.Trials {
			if trial.Step == step && trial.Outcome != want {
				return false
			}
			seen = seen || trial.Step == step
		}
		return seen
	}
	tried := func(step string) bool {
		return slices.ContainsFunc(b.Trials, func(trial repro.CommitTrial) bool { return trial.Step == step })
	}
	back, lost := slices.Index(b.Steps, b.Back), slices.Index(b.Steps, b.Lost)
	switch {
	case b.Mixed():
		return fmt.Errorf("it says that a cause is established, but commit %.40q comes back with all its files; run the check again", b.Lost)
	case lost < 0 || back < 0 && b.Back != e.Original && !b.Apart || back >= lost,
		back < 0 && b.Apart && tried(b.Back) && !is(b.Back, repro.TrialBack),
		back >= 0 && !is(b.Back, repro.TrialBack),
		lost < len(b.Steps)-1 && !is(b.Lost, repro.TrialLost):
		return fmt.Errorf("it names commit %.40q as the one by which the cause came, but its trials do not show it; run the check again", b.Lost)
	}
	return nil
}
