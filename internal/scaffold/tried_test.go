package scaffold

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// TestMissing: what a training command names and the project does not have is said before
// anything is written for it.
func TestMissing(t *testing.T) {
	t.Parallel()
	const makefile = "train: data\n\tpython train.py\ndata:\n\ttrue\n"
	const pipeline = "stages:\n  train:\n    cmd: python train.py\n  fold:\n    foreach: [1, 2]\n    do:\n      cmd: python train.py\n"
	for _, test := range []struct {
		name, command, file, text, want string
	}{
		{"a goal", "make train", "Makefile", makefile, ""},
		{"a goal that is not there", "make trian", "Makefile", makefile, "Makefile has no goal trian."},
		{"a goal of a variable", "make $GOAL", "Makefile", makefile, ""},
		{"a goal that another file may have", "make fit", "Makefile", "include common.mk\n", ""},
		{"no Makefile", "make train", "train.py", "", "The command calls make, and there is no Makefile."},
		{"a script", "python train.py --lr 1", "train.py", "", ""},
		{"a script that is not there", "python src/train.py", "train.py", "", "The command names src/train.py, which is not here."},
		{"a script of elsewhere", "python /opt/train.py", "train.py", "", ""},
		{"a module", "python -m churn.train", "train.py", "", ""},
		{"a stage", "dvc repro --force train", "dvc.yaml", pipeline, ""},
		{"all stages", "dvc repro --force", "dvc.yaml", pipeline, ""},
		{"a file of stages", "dvc repro -f dvc.yaml", "dvc.yaml", pipeline, ""},
		{"stages of a foreach", "dvc repro -f fold", "dvc.yaml", pipeline, ""},
		{"a stage that is not there", "dvc repro --force fit", "dvc.yaml", pipeline, "The pipeline has no stage fit."},
		{"no pipeline", "dvc repro -f", "train.py", "", "The command calls dvc repro, and there is no dvc.yaml with stages."},
		{"several", "make trian && python a.py", "Makefile", makefile, "Makefile has no goal trian. The command names a.py, which is not here."},
	} {
		files := fstest.MapFS{test.file: {Data: []byte(test.text)}}
		read, err := dvc.Read(files)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(missing(files, test.command, read), " "); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
