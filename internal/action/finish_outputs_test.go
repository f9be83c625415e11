package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestFinish_outputsAreOfOneCheck: where a job finishes several, its outputs are those of the
// worst, whichever was finished last; the summary alone is of all.
func TestFinish_outputsAreOfOneCheck(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		versions []string
		want     map[string]string
	}{
		"the worst first": {versions: []string{"2", "1"}, want: map[string]string{"verdict": "drifted", "version": "2", "reason": "metrics-outside-tolerance"}},
		"the worst last":  {versions: []string{"1", "2"}, want: map[string]string{"verdict": "drifted", "version": "2", "reason": "metrics-outside-tolerance"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{fixture: newFixture(t)}
			s.pull(t)
			for _, version := range test.versions {
				s.as(t, "start", "model=iris-classifier", "version="+version, "workflow=train.yml")
				s.job(t)
				s.Elapse(time.Minute)
			}
			s.FinishAll()
			s.as(t, "finish")
			s.on(t, "schedule")
			s.job(t)
			got := s.outputs(t)
			for output, want := range test.want {
				if got[output] != want {
					t.Errorf("%s=%q, want %q", output, got[output], want)
				}
			}
			if got["metrics-outside"] == "0" || got["report-path"] != "reproduce-report/iris-classifier_v2-cbc446db/report.json" {
				t.Errorf("metrics-outside=%s, report-path=%s", got["metrics-outside"], got["report-path"])
			}
		})
	}
}

// TestFinish_outputsWhereOneCameToNothing: a check whose version was deleted meanwhile is not
// passed over in the outputs: the other one, which reproduced, does not speak for both.
func TestFinish_outputsWhereOneCameToNothing(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.pull(t)
	for _, version := range []string{"1", "2"} {
		s.as(t, "start", "model=iris-classifier", "version="+version, "workflow=train.yml")
		s.job(t)
		s.Elapse(time.Minute)
	}
	s.FinishAll()
	broken := filepath.Join(s.store, "models", "iris-classifier", "version-2", "meta.yaml") // a registry in a bad way
	if err := os.WriteFile(broken, []byte("name: {\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.as(t, "finish")
	s.on(t, "schedule")
	code := s.job(t)
	if got := s.outputs(t); code == 0 || got["verdict"] != "unverified" || got["reason"] != "" || got["report-path"] != "" || !strings.Contains(got["summary"], "1 not checked") {
		t.Errorf("exit code %d, outputs %v\n%s", code, got, s.log.String())
	}
}
