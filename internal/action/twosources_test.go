package action

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_twoSources: a dispatched training leaves its numbers in two places, and where they
// disagree one of them is of another training.
func TestStep_twoSources(t *testing.T) {
	t.Parallel()
	const name = "metrics/metrics.json"
	trained := string(trainedMetrics(t))
	beside := func(file, text string) func(*githubtest.Job) error {
		return func(job *githubtest.Job) error {
			job.Artifacts["more"] = map[string][]byte{file: []byte(text)}
			return nil
		}
	}
	both := func(next ...func(*githubtest.Job) error) func(*githubtest.Job) error {
		return func(job *githubtest.Job) error {
			for _, do := range next {
				if err := do(job); err != nil {
					return err
				}
			}
			return nil
		}
	}
	for title, tt := range map[string]struct {
		before, leave func(*githubtest.Job) error // with leave, no run is logged
		exit          int
		want          string
	}{
		"run and artifact agree":          {before: beside(name, trained), exit: 0, want: "REPRODUCED"},
		"run and artifact do not":         {before: beside(name, `{"accuracy": 0.125}`), exit: 4, want: "have different values of accuracy"},
		"an artifact of another name":     {before: beside("baseline.json", `{"accuracy": 0.125}`), exit: 0, want: "REPRODUCED"},
		"run and committed file do not":   {before: pushed(map[string]string{name: `{"accuracy": 0.125}`}), exit: 4, want: "have different values of accuracy"},
		"commit and artifact agree":       {leave: both(pushed(map[string]string{name: trained}), beside(name, trained)), exit: 0, want: "REPRODUCED"},
		"commit and artifact do not":      {leave: both(pushed(map[string]string{name: trained}), beside(name, `{"accuracy": 0.125}`)), exit: 4, want: "as the training committed it and as it uploaded it"},
		"a lock of another command":       {leave: both(attachMetrics, beside("dvc.lock", "schema: '2.0'\nstages:\n  train:\n    cmd: cp old.json metrics.json\n")), exit: 4, want: "is not of the commit's code and data"},
		"a committed lock of another one": {before: pushed(map[string]string{"dvc.lock": "schema: '2.0'\nstages:\n  train:\n    cmd: cp old.json metrics.json\n"}), exit: 4, want: "is not of the commit's code and data"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			files := s.files(t, "")
			files["dvc.yaml"] = []byte("stages:\n  train:\n    cmd: python train.py\n    params:\n      - params.yaml:\n    metrics:\n      - metrics/metrics.json: {cache: false}\n")
			files[".github/workflows/train.yml"] = []byte(strings.Replace(trainWorkflow, "    steps:\n", "    steps:\n      - uses: actions/upload-artifact@v4\n", 1))
			s.Push("main", files)
			s.original(t, 3, "twice")
			s.before, s.leave = tt.before, tt.leave
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_METRICS"] = s.Head("main"), "3", "accuracy\nf1_score\nlog_loss"
			if got := s.step(t.Context()); got != tt.exit || !strings.Contains(s.log.String(), tt.want) {
				t.Errorf("exit code %d, want %d and %q\n%s", got, tt.exit, tt.want, s.log.String())
			}
		})
	}
}
