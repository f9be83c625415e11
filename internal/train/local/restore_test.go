package local

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestRestores: what a command or a program names that can put a file back.
func TestRestores(t *testing.T) {
	t.Parallel()
	const clone = "/home/ada/churn"
	for _, tt := range []struct {
		command, program string
		inDVC            bool
		want             bool
	}{
		{"python train.py", "", false, false},
		{"make clean && python train.py | tee log", "", true, false},
		{"git checkout -- . && python train.py", "", false, true},
		{"git reset --hard", "", false, true},
		{"git show HEAD:out/m.json > out/m.json", "", false, true},
		{"git status && git rev-parse HEAD", "", false, false},
		{"python train.py", `subprocess.run(["git", "restore", "."])`, false, true},
		{"python train.py", `os.system("git stash pop")`, false, true},
		{"curl -o out/m.json https://example.org/m.json", "", false, true},
		{"python score.py", `mlflow.pyfunc.load_model("models:/churn@champion")`, false, true},
		{"cp /tmp/m.json out/m.json", "", false, true},
		{"cp -r /tmp/out .", "", false, true},
		{"cp /tmp/x/* out/", "", false, true},
		{"mv out/tmp.json out/other.json", "", false, false},
		{"cd /home/ada/churn && python train.py", "", false, true},
		{"dvc checkout && python train.py", "", true, true},
		{"dvc checkout && python train.py", "", false, false}, // git alone has it
		{"dvc pull data.dvc && python train.py", "", true, false},
		{"dvc pull -q out/m.json.dvc", "", true, true},
		{"dvc checkout out", "", true, true},
		{"dvc repro --force", "", true, false},
		{"dvc exp apply best", "", true, true},
		{"python train.py", `dvc = ["dvc", "pull"]; run(dvc)`, true, true},
	} {
		files := fstest.MapFS{"train.py": {Data: []byte(tt.program)}}
		var names []string
		if tt.inDVC {
			names = []string{"out/m.json.dvc"}
		}
		r := restorerOf(tt.command, files, filestate.StampsOf(files), clone)
		if got := r.restores("out/m.json", true, names...); got != tt.want {
			t.Errorf("%s; %s (DVC %v): puts it back %v, want %v", tt.command, tt.program, tt.inDVC, got, tt.want)
		}
	}
}
