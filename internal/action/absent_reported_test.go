package action

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// TestStep_reportedMetricIsMissing: a metric that is only reported, and that the reproduction
// does not have, is missing wherever the table is shown; it has no value and no difference.
func TestStep_reportedMetricIsMissing(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.leave = func(job *githubtest.Job) error {
		job.Artifacts["metrics"] = map[string][]byte{"metrics/metrics.json": []byte(`{"accuracy":0.9777777777777777}`)}
		return nil
	}
	s.pull(t)
	s.run(t, "version=1", "tolerances=f1_score: report\nlog_loss: report\ntrain_loss: report")
	seen := 0
	for _, text := range append(s.answers(), s.log.String(), read(t, s.env["GITHUB_STEP_SUMMARY"])) {
		for line := range strings.Lines(text) {
			if strings.Contains(line, "f1_score") && strings.Contains(line, "does not have it") {
				if seen++; !strings.Contains(line, "missing") || strings.Contains(line, "0.000") {
					t.Errorf("%s", line)
				}
			}
		}
	}
	if seen != 3 {
		t.Errorf("%d tables of three show the metric\n%s", seen, s.log.String())
	}
	result, err := reportjson.Decode([]byte(read(t, s.dir+"/workspace/reproduce-report/report.json")))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Comparison.Deltas {
		if d.Name == "f1_score" && !d.Lacking() {
			t.Errorf("report.json has %+v", d)
		}
	}
}
