package issue

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file follows a drift through its checks: what one of them judged, and was outside, a
// later one has to judge too before the issue is closed.

// maxJudged is how many metrics a version names. Of more, a check has to judge just the same.
const maxJudged = 24

// since is a drift that goes on from before.
func (v Version) since(before Version) Version {
	v.Limits = narrower(before.Limits, v.Limits)
	for _, l := range before.Limits {
		known := slices.ContainsFunc(v.Limits, func(now Limit) bool { return now.Metric == l.Metric })
		if !known && len(v.Limits) < maxLimits {
			v.Limits = append(v.Limits, l)
		}
	}
	judged := slices.Concat(before.Judged, v.Judged)
	slices.Sort(judged)
	judged = slices.Compact(judged)
	if len(before.Judged) == 0 || len(v.Judged) == 0 || len(judged) > maxJudged {
		v.Metrics, judged = before.Metrics, nil // of the first check
	}
	v.Judged = judged
	return v
}

// judgedBy says whether a check that reproduces judged what the checks of the drift did.
func (v Version) judgedBy(r repro.Result) bool {
	names := judgedOf(r)
	if len(v.Judged) == 0 {
		return digest(names) == v.Metrics
	}
	return !slices.ContainsFunc(v.Judged, func(one string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return short(name) == one })
	})
}

// digests names each of a few metrics; none of too many.
func digests(names []string) (each []string) {
	if len(names) > maxJudged {
		return nil
	}
	for _, name := range names {
		each = append(each, short(name))
	}
	slices.Sort(each)
	return each
}

func short(name string) string { return digest([]string{name})[:8] }
