package runner

import (
	"errors"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// An Output is one output of the action.
type Output struct{ Name, Help string }

// Outputs are set whatever the verdict, so that a later step can always ask.
var Outputs = []Output{
	{"verdict", "reproduced, drifted or unverified; for report the worst of the results."},
	{"reason", "Why, as one of a fixed set of words."},
	{"summary", "The result in one sentence; where there is no verdict, why; for show the version and its run."},
	{"version", "Number of the model version."},
	{"original-run-id", "Run that trained the original."},
	{"reproduction-run-id", "Run that trained it again."},
	{"metrics-compared", "How many metrics were judged."},
	{"metrics-outside", "How many of them are outside their tolerance."},
	{"branch", "Branch with the params."},
	{"commit-sha", "Commit with the params."},
	{"workflow-run-url", "The training's workflow run."},
	{"comment-url", "The comment on the pull request."},
	{"report-path", "report.json, relative to the workspace."},
	{"statement-path", "The statement, as it was named; empty where none was written."},
	{"models", "For list: the model versions due for a check, as a JSON matrix."},
}

// A Published is what came of publishing a result: the outputs that are not in
// the result itself.
type Published struct {
	Summary    string // the result in one sentence, as people read it
	CommentURL string
}

// SetResult sets the outputs of a check but report-path, which is known once the
// report is saved. It sets all it can and reports what it could not.
func (r *Runner) SetResult(result repro.Result, published Published) error {
	judged, outside := result.Comparison.Judged(), result.Comparison.In(repro.StateOutside)
	values := map[string]string{
		"verdict":             string(result.Verdict),
		"reason":              string(result.Reason),
		"summary":             published.Summary,
		"version":             result.Model().Version,
		"original-run-id":     result.Original.ID,
		"reproduction-run-id": result.Reproduction.ID,
		"metrics-compared":    strconv.Itoa(len(judged)),
		"metrics-outside":     strconv.Itoa(len(outside)),
		"branch":              result.Change.Branch,
		"commit-sha":          result.Change.Commit,
		"workflow-run-url":    result.Execution.URL,
		"comment-url":         published.CommentURL,
	}
	var errs []error
	for _, output := range Outputs {
		if value, ours := values[output.Name]; ours {
			errs = append(errs, r.SetOutput(output.Name, value))
		}
	}
	return errors.Join(errs...)
}
