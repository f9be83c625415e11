package train

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/project"
)

// TestSkips: caches and tracking stores in the user's clone are written to by
// trainings that do as they should.
func TestSkips(t *testing.T) {
	t.Parallel()
	for tracking, files := range map[string][]string{
		"":                                {"mlruns/1/x", "mlflow.db", "mlflow.db-wal", "sub/.dvc/cache/files", "src/__pycache__/x.pyc", "reproduce-report/report.md"},
		"sqlite:////p/store/runs.sqlite":  {"store/runs.sqlite", "store/runs.sqlite-journal"},
		"/p/tracking":                     {"tracking"},
		"file:///p/tracking":              {"tracking"},
		"https://mlflow.example/tracking": {"mlruns"},
	} {
		l := &Local{Clone: &project.Clone{Repository: &git.Repository{Dir: "/p"}}, Tracking: tracking}
		if i := slices.IndexFunc(files, func(file string) bool { return !l.skips(file) }); i >= 0 {
			t.Errorf("%s: %s is looked at", tracking, files[i])
		}
		for _, file := range []string{"src/train.py", "store/data.csv", "models/model.pkl", "dvc.lock", ".env", "tracking.csv"} {
			if l.skips(file) {
				t.Errorf("%s: %s is not looked at", tracking, file)
			}
		}
	}
}

// TestContained: a training in a container is known by the command, a recipe,
// or the script that the command names.
func TestContained(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		command, file, text string
		want                bool
	}{
		"the command":     {"docker run -v $PWD:/w img make", "x", "", true},
		"the Makefile":    {"make train", "Makefile", "train:\n\tpodman run x\n", true},
		"dvc.yaml":        {"dvc repro", "dvc.yaml", "stages: {a: {cmd: docker run x}}\n", true},
		"MLproject":       {"mlflow run .", "MLproject", "docker_env:\n  image: x\n", true},
		"a script":        {"sh ./scripts/train.sh --fast", "scripts/train.sh", "docker compose up\n", true},
		"another script":  {"python train.py", "scripts/train.sh", "docker compose up\n", false},
		"nothing of that": {"make train", "Makefile", "train:\n\tpython train.py\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &gitDir{t, t.TempDir()}
			w.git("init", "--quiet", "--initial-branch=main")
			writeFile(t, w.dir, tt.file, tt.text)
			w.git("add", "--all")
			w.git("commit", "--quiet", "--message=Train")
			repository, err := git.Open(t.Context(), w.dir)
			if err != nil {
				t.Fatal(err)
			}
			head, err := repository.Resolve(t.Context(), "HEAD")
			if err != nil {
				t.Fatal(err)
			}
			if got := (&Local{Clone: &project.Clone{Repository: repository}}).contained(t.Context(), tt.command, head); got != tt.want {
				t.Errorf("in a container: %t, want %t", got, tt.want)
			}
		})
	}
}
