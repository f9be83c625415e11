package observe

import (
	"fmt"
	"slices"
	"strings"
)

// unseen lists what no Python that reported has done of what makes the numbers: each of
// these may be another Python's, with packages of its own. A tool that reads the params
// may pass them on.
func (v view) unseen(o Observation, f Finding) []string {
	found := slices.Concat(f.Unreported, hidden(o.Processes))
	for _, file := range v.strange(o) {
		found = append(found, fmt.Sprintf("who wrote %s, which was read, was not seen", file))
	}
	for _, file := range v.Metrics {
		if !slices.Contains(f.Wrote, file) {
			found = append(found, fmt.Sprintf("who wrote %s as it is now was not seen", file))
		}
	}
	if len(v.Metrics) == 0 && !f.Logged {
		found = append(found, "no Python process of the commit's code used MLflow")
	}
	if len(v.Params) > 0 && !slices.ContainsFunc(v.Params, func(file string) bool { return v.read[v.full(file)] }) {
		found = append(found, "no Python was seen to read "+strings.Join(v.Params, " or "))
	}
	return found
}

// notReported are the doubts of an observation about a Python process that did not report.
func (o Observation) notReported() []string {
	return slices.DeleteFunc(slices.Clone(o.Doubts), func(doubt string) bool { return !strings.HasSuffix(doubt, ways) })
}
