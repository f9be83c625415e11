package nextstep

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestAfterCompare: two runs that differ get the line that measures how much the
// model varies where the project tells how it is trained.
func TestAfterCompare(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	dvc, script := fstest.MapFS{"dvc.yaml": {}}, fstest.MapFS{"src/train.py": {}, "a b.py": {}, "run.sh": {}}
	for name, tt := range map[string]struct {
		verdict repro.Verdict
		from    string
		source  string
		files   fstest.MapFS
		want    string
	}{
		"a pipeline":           {repro.Drifted, "", "src/train.py", dvc, "reproduce run --run-id " + id + " --run-command 'dvc repro --force' --tracking-uri x --repeats auto"},
		"a program":            {repro.Drifted, "", "./src/train.py", script, "reproduce run --run-id " + id + " --run-command 'python src/train.py' --tracking-uri x --repeats auto"},
		"one that is not here": {repro.Drifted, "", "train.py", script, ""},
		"outside of it":        {repro.Drifted, "", "../src/train.py", script, ""},
		"a shell's":            {repro.Drifted, "", "run.sh", script, ""},
		"nobody says":          {repro.Drifted, "", "", script, ""},
		"it came back":         {repro.Reproduced, "", "", dvc, ""},
		"a file":               {repro.Drifted, "a.json", "", dvc, ""},
	} {
		r := repro.Result{Verdict: tt.verdict, Original: repro.Run{ID: id, From: tt.from, Tags: map[string]string{"mlflow.source.name": tt.source}}}
		if got := AfterCompare(r, tt.files, settings.Values{"tracking-uri": "x"}); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
