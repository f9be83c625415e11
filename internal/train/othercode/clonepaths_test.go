package othercode

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestClonePaths: code of the clone that is named by its full path, and neither data,
// environments nor other places.
func TestClonePaths(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"train.py": {}, "src/churn/a.py": {}, "data/iris.csv": {}, "by_path.py": {Data: []byte("sys.path.insert(0, '/home/ada/churn/src')\n")}}
	plain := fstest.MapFS{"train.py": {}, "src/churn/a.py": {}, "data/iris.csv": {}}
	for text, want := range map[string]string{
		"python train.py":                                        "",
		"cd /home/ada/churn && python train.py":                  ".",
		"cd ~/churn; python train.py":                            ".",
		"python $HOME/churn/train.py":                            "train.py",
		"PYTHONPATH=/home/ada/churn/src:/x python train.py":      "src",
		`python -c "exec(open('/home/ada/churn/train.py'))"`:     "train.py",
		"docker run -v /home/ada/churn:/app image":               ".",
		"/home/ada/churn/.venv/bin/python train.py":              "",
		"python train.py --data /home/ada/churn/data/iris.csv":   "",
		"cd /home/ada/churn2 && python /srv/home/ada/churn/x.py": "",
		"ls /home/ada": "",
	} {
		if got := ClonePaths(text, plain, filestate.StampsOf(plain), "/home/ada/churn", "", "/home/ada"); strings.Join(got, " ") != want {
			t.Errorf("%s: names %q, want %q", text, got, want)
		}
	}
	if got := ClonePaths("make", files, filestate.StampsOf(files), "/home/ada/churn", "", ""); !slices.Equal(got, []string{"src"}) {
		t.Errorf("a program names %q, want src", got)
	}
	if got := ClonePaths("cd /home/ada/mono/churn", plain, filestate.StampsOf(plain), "/home/ada/mono", "churn", ""); !slices.Equal(got, []string{"."}) {
		t.Errorf("in a subdirectory: %q, want the directory itself", got)
	}
}
