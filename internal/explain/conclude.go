package explain

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// conclude puts what a search found into the experiment.
func (s *Search) conclude(finding experiment.Finding) {
	e := &s.experiment
	if left := trialsOf(s.kept); finding.Conclusion == repro.CauseEstablished && len(left) > 0 { // of an earlier search, and not asked for
		all := slices.Concat(finding.Trials, left)
		proven, _ := experiment.Proven(len(s.factors), finding.Cause, all)
		switch {
		case experiment.Wavering(all):
			finding = experiment.Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyVaries}
		case !proven:
			finding.Conclusion, finding.Why = repro.CauseIsolated, repro.WhyRepeatFailed
		}
	}
	if finding.Conclusion == repro.CauseEstablished && readOthersOutside(slices.Concat(e.Trials, s.kept)) {
		finding.Conclusion, finding.Why = repro.CauseIsolated, repro.WhyOutside
	}
	e.Conclusion, e.Why, e.Cause = finding.Conclusion, finding.Why, finding.Cause.Factors()
	if n := len(e.Trials); n > 0 && e.Trials[n-1].Outcome == repro.TrialUnresolved {
		e.Detail = s.lastWhy()
	}
	for i := range e.Factors {
		e.Factors[i].Finding = findingOf(finding, len(e.Factors), i)
	}
	if e.Conclusion == repro.CauseEstablished {
		e.Recipe = s.recipe(finding.Cause)
	}
	e.Trials = append(e.Trials, s.kept...)
	s.kept = nil
}

// readOthersOutside says whether trials that came to their end read other files outside of
// the checkout than others: a cache whose key has one of the factors gives each state what an
// earlier training left for it, and the factor that is no part of the key is not seen.
func readOthersOutside(trials []repro.Trial) bool {
	whole := slices.DeleteFunc(trials, func(trial repro.Trial) bool {
		return trial.Points > 0 || trial.Outcome == repro.TrialUnresolved
	})
	return slices.ContainsFunc(whole, func(trial repro.Trial) bool { return trial.Outside != whole[0].Outside })
}

// trialsOf are trials as package experiment has them.
func trialsOf(saved []repro.Trial) []experiment.Trial {
	var trials []experiment.Trial
	for _, trial := range saved {
		trials = append(trials, experiment.Trial{Restored: experiment.SetOf(trial.Restored...), Seen: seenOf(trial)})
	}
	return trials
}

func seenOf(trial repro.Trial) experiment.Seen {
	return experiment.Seen{Outcome: trial.Outcome, Print: trial.Print, Begun: trial.Points > 0}
}

// findingOf is what a search says of one factor.
func findingOf(finding experiment.Finding, n, i int) repro.FactorFinding {
	_, helped := experiment.Alone(n, finding.Cause, finding.Trials)
	switch {
	case finding.Conclusion == repro.CauseEstablished && finding.Cause.Has(i):
		return repro.FactorCause
	case finding.Conclusion == repro.CauseEstablished && helped != 0: // it may be this one that takes part
		return repro.FactorOpen
	case finding.Conclusion == repro.CauseEstablished:
		return repro.FactorRuledOut
	case finding.Conclusion == repro.CauseIsolated && finding.Cause.Has(i):
		return repro.FactorIsolated
	case finding.Why == repro.WhyNotRestored:
		return repro.FactorNoHelp
	}
	return repro.FactorOpen
}

// told is the check's result with the experiment, its causes and its conclusion.
func (s *Search) told() repro.Result {
	result := s.Saved
	e := s.experiment
	result.Experiment = &e
	result.Causes = untested(s.Saved)
	runs := s.proofRuns()
	for i := len(e.Factors) - 1; i >= 0; i-- {
		f := e.Factors[i]
		strength, evidence := strengthOf(f.Finding, len(e.Cause) > 1)
		if strength == "" {
			continue
		}
		cause := repro.Cause{Factor: f.Kind, Name: f.Name, Strength: strength, Evidence: evidence}
		of := func(c repro.Cause) bool { return c.Factor == f.Kind && (c.Name == f.Name || s.factors[i].is(c.Name)) }
		key := s.keyOf(i)
		if key != "" {
			of = func(c repro.Cause) bool { return c.Factor == f.Kind && (c.Name == f.Name || c.Name == key) }
		}
		if at := slices.IndexFunc(result.Causes, of); at >= 0 {
			cause = result.Causes[at]
			cause.Strength, cause.Evidence = strength, evidence
			if key == "" {
				cause.Name = f.Name
			}
			result.Causes = slices.DeleteFunc(result.Causes, of)
		} else if strength == repro.RuledOut {
			continue
		}
		if strength == repro.RuledOut {
			result.Causes = append(result.Causes, cause)
			continue
		}
		cause.Experiment, cause.Next = runs, ""
		result.Causes = slices.Insert(result.Causes, 0, cause)
	}
	for _, change := range s.registry {
		if !slices.Contains(result.Registry, change) {
			result.Registry = append(slices.Clip(result.Registry), change)
			result.Warnings = append([]string{change}, result.Warnings...)
		}
	}
	result.Diagnosis = Sentence(e)
	return result
}

// keyOf is the name under which the report has the key of a params file that a factor is; "" of
// others, and where two files that differ have one key.
func (s *Search) keyOf(i int) string {
	key := s.factors[i].keyName()
	for j, other := range s.factors {
		if i != j && key != "" && other.keyName() == key {
			return ""
		}
	}
	return key
}

// untested are a result's causes without what an earlier search said of them.
func untested(result repro.Result) (causes []repro.Cause) {
	for _, cause := range result.Causes {
		if cause.Strength.Tried() {
			at := slices.IndexFunc(result.Inputs, func(input repro.Input) bool { return input.Kind == cause.Factor && input.Name == cause.Name })
			if at < 0 {
				continue // the search itself had added it
			}
			cause.Strength, cause.Evidence, cause.Experiment = repro.DiffersUntested, result.Inputs[at].Evidence, nil
		}
		causes = append(causes, cause)
	}
	return causes
}

// strengthOf says what a finding makes of a cause. Each of several is enough to lose the metrics:
// the proof has seen them drift with the others restored, and this one alone as today.
func strengthOf(finding repro.FactorFinding, several bool) (strength repro.Strength, evidence string) {
	switch {
	case finding == repro.FactorCause && several:
		return repro.Established, "restoring it with the others of the cause brings the metrics back, and leaving it as today loses them"
	case finding == repro.FactorIsolated && several:
		return repro.Isolated, "restoring it with the others of the cause brings the metrics back"
	}
	switch finding {
	case repro.FactorCause:
		return repro.Established, "restoring it brings the metrics back, and breaking it loses them"
	case repro.FactorIsolated:
		return repro.Isolated, "restoring it brings the metrics back"
	case repro.FactorRuledOut:
		return repro.RuledOut, "ruled out by experiment: the metrics come back while it is as today"
	}
	return "", ""
}

// proofRuns are the runs of the trials that a finding rests on: restoring the cause alone,
// and breaking it alone.
func (s *Search) proofRuns() (runs []string) {
	cause := experiment.SetOf(s.experiment.Cause...)
	if cause == 0 {
		return nil
	}
	for _, state := range []experiment.Set{cause, experiment.All(len(s.factors)) &^ cause} {
		for _, trial := range s.experiment.Trials {
			if trial.Run != "" && trial.Points == 0 && experiment.SetOf(trial.Restored...) == state && !slices.Contains(runs, trial.Run) {
				runs = append(runs, trial.Run)
			}
		}
	}
	return runs
}
