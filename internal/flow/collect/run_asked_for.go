package collect

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file keeps to the run that somebody asked for, where one training makes several,
// and says how to ask for one.

// askedFor are the runs that have the name and the tags that were asked for; a Doubt that
// lists what there is where none has.
func askedFor(plan repro.Plan, runs []repro.Run) ([]repro.Run, error) {
	fits := slices.DeleteFunc(slices.Clone(runs), func(run repro.Run) bool {
		for key, value := range plan.Asked.Tags {
			if got, has := run.Tags[key]; !has || got != value {
				return true
			}
		}
		return plan.Asked.Name != "" && run.Name != plan.Asked.Name
	})
	if len(fits) > 0 {
		return fits, nil
	}
	var wanted, there []string
	if plan.Asked.Name != "" {
		wanted = append(wanted, "the name "+wording.Quote(brief(plan.Asked.Name)))
	}
	for _, key := range slices.Sorted(maps.Keys(plan.Asked.Tags)) {
		wanted = append(wanted, "the tag "+wording.Quote(brief(key+"="+plan.Asked.Tags[key])))
	}
	for _, run := range runs {
		there = append(there, strings.TrimSpace(gitformat.Short(run.ID)+" "+brief(run.Name)))
	}
	return nil, repro.Doubtf(repro.MetricsMissing, "no run of this training has %s; it made %s. Correct --run-name and --match-tag, or leave them out",
		strings.Join(wanted, " and "), wording.List(there))
}

// madeUp is a name that MLflow makes up for a run: another one each time.
var madeUp = regexp.MustCompile(`^[a-z]+-[a-z]+-[0-9]+$`)

// apartBy is the way out where several runs fit alike: the option that tells them
// apart, if something does that will be the same in the next training.
func apartBy(runs []repro.Run) string {
	if names, apart := distinct(runs, func(run repro.Run) string {
		if madeUp.MatchString(run.Name) {
			return ""
		}
		return run.Name
	}); apart {
		return fmt.Sprintf("Choose one with --run-name, of %s", oneOf(names))
	}
	for _, key := range slices.Sorted(maps.Keys(runs[0].Tags)) {
		if strings.HasPrefix(key, "mlflow.") || strings.HasPrefix(key, "reproduce.") {
			continue
		}
		if values, apart := distinct(runs, func(run repro.Run) string { return run.Tags[key] }); apart {
			for i, value := range values {
				values[i] = key + "=" + value
			}
			return fmt.Sprintf("Choose one with --match-tag, of %s", oneOf(values))
		}
	}
	return "Give each run a fixed name (mlflow.start_run(run_name=…)) and choose it with --run-name, log what distinguishes it as a param, or train only the original's model"
}

// distinct are the texts of runs, and whether each has one of its own.
func distinct(runs []repro.Run, of func(repro.Run) string) (texts []string, apart bool) {
	for _, run := range runs {
		text := of(run)
		if text == "" || brief(text) != text || slices.Contains(texts, text) {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

// oneOf lists values of an option, of which one is to be chosen.
func oneOf(values []string) string {
	values = slices.Clone(values)
	slices.Sort(values)
	for i, value := range values {
		values[i] = wording.Quote(value)
	}
	return wording.List(values)
}

// reasonOf is the reason of a doubt.
func reasonOf(err error) repro.Reason {
	doubt, is := repro.AsDoubt(err)
	if !is {
		return repro.AmbiguousRun
	}
	return doubt.Reason
}
