package collect

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A likeness is how well a run fits the original, in one number for each thing
// that was recorded of both; more is better.
type likeness [ofModels + 1]int

const (
	ofParams = iota
	ofMetrics
	ofNesting
	ofName
	ofData
	ofTags
	ofModels
)

// likenessOf compares what was recorded. Values tell more than names: a fold,
// a seed and a baseline log the same names.
func (c *Collected) likenessOf(plan repro.Plan, change repro.Change, run repro.Run) likeness {
	original := plan.Original
	var l likeness
	look := Collected{Tracked: run, Clones: c.Clones, Places: c.Places, Host: c.Host}
	before, after := look.KnownOriginal(original), look.KnownReproduction(original, change)
	equal := 0
	for _, param := range planning.ComparedParams(plan) {
		value, logged := run.Params.Get(param.Name)
		switch {
		case !logged:
		case params.Same(param.Name, param.Value, value, before, after):
			equal++
			l[ofParams] += weight
		default:
			l[ofParams] -= weight
		}
	}
	l[ofParams] -= len(run.Params) - equal // what the original did not log, or otherwise
	for _, metric := range original.Metrics {
		if _, logged := run.Metrics.Get(metric.Name); logged {
			l[ofMetrics] += weight + 1
		}
	}
	l[ofMetrics] -= len(run.Metrics)
	if original.From == "" {
		l[ofNesting] = truth((original.Tags[lineage.MlflowParent] == "") == (run.Tags[lineage.MlflowParent] == ""))
	}
	l[ofName] = truth(original.Name != "" && bare(original.Name) == bare(run.Name))
	l[ofData] = likeData(original, run)
	l[ofTags] = likeTags(original, run)
	l[ofModels] = truth(slices.Equal(lineage.Flavours(original), lineage.Flavours(run)))
	return l
}

// weight puts what both runs logged before all that only one did.
const weight = 10_000

func truth(is bool) int {
	if is {
		return 1
	}
	return 0
}

// fits says whether a fits the original at least as well as b in everything.
func (a likeness) fits(b likeness) bool {
	for i := range a {
		if a[i] < b[i] {
			return false
		}
	}
	return true
}

// unsurpassed keeps the runs that no other surpasses: none fits at least as
// well in everything and better in something.
func unsurpassed(runs []repro.Run, likenesses []likeness) []repro.Run {
	var kept []repro.Run
	for j, run := range runs {
		surpassed := false
		for i, other := range runs {
			a, b := likenesses[i], likenesses[j]
			if run.Status != repro.RunFinished {
				// What it lacks may be for want of an end. One that began later and
				// finished is the same, tried again.
				again := other.Status == repro.RunFinished && !other.Started.Before(run.Started)
				a[ofMetrics], b[ofMetrics] = truth(again), 0
			}
			surpassed = surpassed || a != b && a.fits(b)
		}
		if !surpassed {
			kept = append(kept, run)
		}
	}
	return kept
}

var retry = regexp.MustCompile(`(?i)[-_ .]*(attempt|retry|try)[-_ .]*[0-9]*$`)

// bare is a run's name without what counts attempts.
func bare(name string) string { return retry.ReplaceAllString(name, "") }

// likeData counts the datasets that both runs logged, and takes off those that
// only the new one did. The name and the purpose count without the digest: data
// may have changed.
func likeData(original, run repro.Run) (n int) {
	for _, now := range run.Datasets {
		best := -1
		for _, was := range original.Datasets {
			if was.Name == now.Name && was.Context == now.Context {
				best = max(best, 1+truth(was.Digest == now.Digest))
			}
		}
		n += best
	}
	return n
}

// likeTags compares what people and libraries wrote on the runs, and the
// program that logged them.
func likeTags(original, run repro.Run) int {
	n := truth(path.Base(original.Tags[lineage.MlflowSource]) == path.Base(run.Tags[lineage.MlflowSource]))
	for _, tag := range []string{"mlflow.source.type", "mlflow.project.entryPoint"} {
		n += truth(original.Tags[tag] == run.Tags[tag])
	}
	for tag, value := range original.Tags {
		now, has := run.Tags[tag]
		switch {
		case strings.HasPrefix(tag, "mlflow.") || strings.HasPrefix(tag, "reproduce."):
		case has && now == value:
			n++
		case has:
			n--
		}
	}
	return n
}
