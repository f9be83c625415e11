package local

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/project"
)

// TestInContainer: a training in a container is known by the command, a recipe,
// or the script that the command names.
func TestInContainer(t *testing.T) {
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
			w := t.TempDir()
			gittest.Git(t, w, "init", "--quiet", "--initial-branch=main")
			gittest.Write(t, w, tt.file, tt.text)
			gittest.Git(t, w, "add", "--all")
			gittest.Git(t, w, "commit", "--quiet", "--message=Train")
			repository, err := git.Open(t.Context(), w)
			if err != nil {
				t.Fatal(err)
			}
			head, err := repository.Resolve(t.Context(), "HEAD")
			if err != nil {
				t.Fatal(err)
			}
			if got := (&Project{Clone: &project.Clone{Repository: repository}}).inContainer(t.Context(), tt.command, head); got != tt.want {
				t.Errorf("in a container: %t, want %t", got, tt.want)
			}
		})
	}
}
